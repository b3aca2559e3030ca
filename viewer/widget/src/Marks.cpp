#include "Marks.h"

#include "Words.h"

#include <viewer/Measure.h>

#include <algorithm>
#include <cmath>

namespace viewer {

namespace {

//! Few digits where there is much, enough where there is little.
QString measured(double value)
{
    return number(value, value < 10 ? 2 : 1);
}

QString distanceLine(const Measurement &measurement, const FileHeader &header, int frame)
{
    const QString length = measured(lengthOf(header, measurement.points[0], measurement.points[1], frame));
    switch (calibrationOf(header, measurement.points, frame)) {
    case Calibration::Patient:
        return Marks::tr("%1 mm").arg(length);
    case Calibration::Detector:
        return Marks::tr("%1 mm at detector").arg(length);
    case Calibration::None:
        break;
    }
    return Marks::tr("%1 pixels, not calibrated").arg(length);
}

QString areaLine(const Measurement &measurement, const FileHeader &header, int frame)
{
    const QString area = measured(areaOf(header, Region::Ellipse, measurement.box(), frame));
    switch (calibrationOf(header, measurement.points, frame)) {
    case Calibration::Patient:
        return Marks::tr("Area %1 mm²").arg(area);
    case Calibration::Detector:
        return Marks::tr("Area %1 mm² at detector").arg(area);
    case Calibration::None:
        break;
    }
    return Marks::tr("Area %1 square pixels, not calibrated").arg(area);
}

} // namespace

QStringList valuesOf(const Measurement &measurement, const FileHeader &header, int frame, const QString &unit,
                     const std::optional<RegionValues> &values)
{
    switch (measurement.kind) {
    case Measurement::Kind::Distance:
        return {distanceLine(measurement, header, frame)};
    case Measurement::Kind::Angle: {
        const auto angle = angleOf(header, measurement.points[1], measurement.points[0], measurement.points[2], frame);
        return angle ? QStringList(Marks::tr("%1°").arg(number(*angle, 1))) : QStringList();
    }
    case Measurement::Kind::Ellipse:
        break;
    }
    QStringList lines;
    if (values && values->pixels > 0) {
        const QString behind = unit.isEmpty() ? QString() : QLatin1Char(' ') + unit;
        const int decimals = decimalsFor(std::max(std::abs(values->smallest), std::abs(values->largest)), 1);
        const auto figure = [decimals](double value) { return number(value, decimals); };
        lines
            << Marks::tr("Mean %1, deviation %2").arg(figure(values->mean) + behind, figure(values->deviation) + behind)
            << Marks::tr("From %1 to %2").arg(figure(values->smallest), figure(values->largest) + behind);
    }
    if (values && values->pixels < values->all)
        lines << Marks::tr("%1 of %2 pixels").arg(values->pixels).arg(values->all);
    else if (values)
        lines << Marks::tr("%1 pixels").arg(values->pixels);
    return lines << areaLine(measurement, header, frame);
}

QPainterPath pathOf(const Measurement &measurement)
{
    QPainterPath path;
    if (measurement.kind == Measurement::Kind::Ellipse)
        path.addEllipse(measurement.box());
    else
        path.addPolygon(measurement.points);
    return path;
}

void Marks::put(const Image &image, const QList<Measurement> &measurements, bool isStep)
{
    const QList<Measurement> before = on(image);
    if (before == measurements)
        return;
    if (isStep)
        m_steps.append({image, before});
    if (measurements.isEmpty())
        m_measurements.remove(image);
    else
        m_measurements.insert(image, measurements);
    emit changed();
}

std::optional<Marks::Image> Marks::undo()
{
    if (m_steps.isEmpty())
        return {};
    const auto [image, before] = m_steps.takeLast();
    put(image, before, false);
    return image;
}

void Marks::toggleKeyImage(const QString &sopUid, std::optional<int> frame)
{
    if (!frame) {
        if (!m_keyImages.remove(sopUid))
            m_keyImages.insert(sopUid, {});
    } else {
        QSet<int> &frames = m_keyImages[sopUid];
        if (!frames.remove(*frame))
            frames.insert(*frame);
        if (frames.isEmpty())
            m_keyImages.remove(sopUid);
    }
    emit keyImagesChanged();
}

void Marks::clear()
{
    m_measurements.clear();
    m_steps.clear();
    m_keyImages.clear();
    emit changed();
    emit keyImagesChanged();
}

} // namespace viewer
