#include <viewer/Measure.h>

#include "decode/FrameData.h"
#include "render/Surround.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace viewer {

namespace {

//! What a pixel is across and down; across it is 1 without a calibration.
struct Scale
{
    Calibration calibration = Calibration::None;
    QSizeF pixel;
};

//! What holds for all of some places.
Scale scaleAt(const FileHeader &header, const QList<QPointF> &places, int frame)
{
    const Scale none{Calibration::None, {1, header.pixelAspect}};
    if (!header.scaledParts.isEmpty()) {
        const auto holdsAll = [&](const FileHeader::ScaledPart &part) {
            const QRectF box(part.box);
            return !part.pixel.isEmpty() && std::all_of(places.cbegin(), places.cend(), [&](const QPointF &place) {
                return place.x() >= box.left() && place.x() <= box.right() && place.y() >= box.top() &&
                       place.y() <= box.bottom();
            });
        };
        const auto found = std::find_if(header.scaledParts.cbegin(), header.scaledParts.cend(), holdsAll);
        return found == header.scaledParts.cend() ? none : Scale{Calibration::Patient, found->pixel};
    }
    const auto spacing = header.spacingOf(frame);
    if (!spacing)
        return none;
    return {header.spacingAtDetector ? Calibration::Detector : Calibration::Patient, {spacing->second, spacing->first}};
}

QPointF scaled(const QPointF &way, const Scale &scale)
{
    return {way.x() * scale.pixel.width(), way.y() * scale.pixel.height()};
}

} // namespace

Calibration calibrationOf(const FileHeader &header, const QList<QPointF> &places, int frame)
{
    return scaleAt(header, places, frame).calibration;
}

double lengthOf(const FileHeader &header, const QPointF &from, const QPointF &to, int frame)
{
    const QPointF way = scaled(to - from, scaleAt(header, {from, to}, frame));
    return std::hypot(way.x(), way.y());
}

std::optional<double> angleOf(const FileHeader &header, const QPointF &vertex, const QPointF &a, const QPointF &b,
                              int frame)
{
    const Scale scale = scaleAt(header, {vertex, a, b}, frame);
    const QPointF first = scaled(a - vertex, scale);
    const QPointF second = scaled(b - vertex, scale);
    if (first.isNull() || second.isNull())
        return {};
    const double across = first.x() * second.y() - first.y() * second.x();
    const double along = QPointF::dotProduct(first, second);
    return std::abs(std::atan2(across, along)) * 180 / std::numbers::pi;
}

std::optional<RegionValues> valuesIn(const Frame &frame, Region region, const QRectF &box, const Hidden &hidden)
{
    const QRectF shape = box.normalized();
    const QRectF seen = shape.intersected(QRectF(0, 0, frame.columns(), frame.rows()));
    if (frame.isColour() || seen.isEmpty())
        return {};
    const Frame::Data &data = frame.data();
    const QPointF middle = shape.center();
    RegionValues values;
    double squares = 0; // of the distances from the running mean, which stays exact where the values are large
    const auto add = [&](double stored) {
        ++values.all;
        const double value = data.transformed(stored);
        if (data.isPadding(stored) || !std::isfinite(value))
            return;
        values.smallest = values.pixels == 0 ? value : std::min(values.smallest, value);
        values.largest = values.pixels == 0 ? value : std::max(values.largest, value);
        ++values.pixels;
        const double off = value - values.mean;
        values.mean += off / static_cast<double>(values.pixels);
        squares += off * (value - values.mean);
    };
    const int lastRow = std::min(static_cast<int>(std::ceil(seen.bottom())), frame.rows());
    const int lastColumn = std::min(static_cast<int>(std::ceil(seen.right())), frame.columns());
    std::vector<char> open(static_cast<size_t>(frame.columns()), 1);
    for (int row = static_cast<int>(seen.top()); row < lastRow; ++row) {
        if (hidden.shutter)
            findOpenIn(row, data, *hidden.shutter, hidden.pixelAspect, open);
        for (int column = static_cast<int>(seen.left()); column < lastColumn; ++column) {
            const QPointF centre(column + 0.5, row + 0.5);
            if (!seen.contains(centre))
                continue;
            if (region == Region::Ellipse && std::pow((centre.x() - middle.x()) / (shape.width() / 2), 2) +
                                                     std::pow((centre.y() - middle.y()) / (shape.height() / 2), 2) >
                                                 1)
                continue;
            if (!open[static_cast<size_t>(column)]) {
                ++values.all;
                continue;
            }
            const size_t at =
                static_cast<size_t>(row) * static_cast<size_t>(frame.columns()) + static_cast<size_t>(column);
            add(std::visit([at](const auto &samples) { return static_cast<double>(samples[at]); }, data.samples));
        }
    }
    if (values.all == 0)
        return {};
    if (values.pixels > 0)
        values.deviation = std::sqrt(squares / static_cast<double>(values.pixels));
    return values;
}

double areaOf(const FileHeader &header, Region region, const QRectF &box, int frame)
{
    const QSizeF pixel = scaleAt(header, {box.topLeft(), box.bottomRight()}, frame).pixel;
    const double area = std::abs(box.width() * pixel.width() * box.height() * pixel.height());
    return region == Region::Ellipse ? area * std::numbers::pi / 4 : area;
}

} // namespace viewer
