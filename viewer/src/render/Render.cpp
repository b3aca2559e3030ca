#include "decode/FrameData.h"
#include "decode/Means.h"
#include "render/Surround.h"

#include <viewer/Image.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace viewer {

namespace {

//! Tables larger than this cost more than they save.
constexpr qint64 largestTable = 1 << 20;

//! A value after the modality transformation to 0 … 255, as PS3.3 C.11.2.1.2 and C.11.2.1.3 write it.
double shaded(double value, const Window &window)
{
    const double center = window.center;
    switch (window.function) {
    case Window::Function::Linear: {
        const double width = std::max(window.width, 1.0);
        if (value <= center - 0.5 - (width - 1) / 2)
            return 0;
        if (value > center - 0.5 + (width - 1) / 2)
            return 255;
        return ((value - (center - 0.5)) / (width - 1) + 0.5) * 255;
    }
    case Window::Function::LinearExact: {
        const double width = std::max(window.width, std::numeric_limits<double>::min());
        if (value <= center - width / 2)
            return 0;
        if (value > center + width / 2)
            return 255;
        return ((value - center) / width + 0.5) * 255;
    }
    case Window::Function::Sigmoid: {
        const double width = std::max(window.width, std::numeric_limits<double>::min());
        return 255 / (1 + std::exp(-4 * (value - center) / width));
    }
    }
    return 0;
}

class Shade
{
public:
    Shade(const Frame::Data &frame, const Rendering &rendering)
        : m_frame(frame), m_lut(lutFor(frame, rendering)), m_inverse(frame.inverse != rendering.inverted)
    {
        if (rendering.window)
            m_window = *rendering.window;
    }
    void setWindow(const Window &window) { m_window = window; }

    uchar operator()(double stored) const
    {
        const double value = m_frame.transformed(stored);
        if (std::isnan(value))
            return 0;
        const double grey = m_lut ? m_lut->at(value) * 255 / ((1 << m_lut->bits) - 1) : shaded(value, m_window);
        const auto level = static_cast<int>(std::clamp(grey, 0.0, 255.0) + 0.5);
        return static_cast<uchar>(m_inverse ? 255 - level : level);
    }

private:
    static const Lut *lutFor(const Frame::Data &frame, const Rendering &rendering)
    {
        const int count = static_cast<int>(frame.voiLuts.size());
        if (rendering.voiLut && *rendering.voiLut >= 0 && *rendering.voiLut < count)
            return &frame.voiLuts[static_cast<size_t>(*rendering.voiLut)].lut;
        const bool isDefault = !rendering.window && frame.windows.isEmpty() && count > 0;
        return isDefault ? &frame.voiLuts.front().lut : nullptr;
    }

    const Frame::Data &m_frame;
    Window m_window;
    const Lut *m_lut; //!< in place of the window
    bool m_inverse;
};

QImage inverted(const QImage &picture)
{
    QImage copy = picture;
    copy.invertPixels();
    return copy;
}

template <class T>
Values<T> means(const Values<T> &values, int rows, int columns, int factor)
{
    Means<T> row(columns, factor);
    const int down = rows / factor;
    Values<T> result(static_cast<qint64>(row.across()) * down);
    T *to = result.data();
    for (int i = 0; i < down; ++i)
        row.writeRow(values.data() + static_cast<qint64>(i) * factor * columns,
                     to + static_cast<qint64>(i) * row.across());
    return result;
}

} // namespace

Frame Frame::reduced(int factor) const
{
    const Data &data = *m_data;
    factor = std::min(factor, largestReduction);
    if (factor < 2 || isColour() || data.rows < factor || data.columns < factor)
        return *this;
    auto small = std::make_shared<Data>();
    small->slope = data.slope;
    small->intercept = data.intercept;
    small->modality = data.modality;
    small->voiLuts = data.voiLuts;
    small->windows = data.windows;
    small->unit = data.unit;
    small->inverse = data.inverse;
    small->overlay = reducedMask(data.overlay, data.rows, data.columns, factor);
    small->shutter = data.shutter;
    small->padding = data.padding;
    small->reduction = data.reduction * factor;
    small->storedMinimum = data.storedMinimum;
    small->storedMaximum = data.storedMaximum;
    small->minimum = data.minimum;
    small->maximum = data.maximum;
    small->rows = data.rows / factor;
    small->columns = data.columns / factor;
    std::visit([&](const auto &values) { small->samples = means(values, data.rows, data.columns, factor); },
               data.samples);
    return Frame(std::move(small));
}

QImage render(const Frame &frame, const Rendering &rendering)
{
    const Frame::Data &data = frame.data();
    if (frame.isColour()) {
        QImage picture = rendering.inverted ? inverted(data.colour) : data.colour;
        drawSurround(picture, data, rendering);
        return picture;
    }

    QImage picture(data.columns, data.rows, QImage::Format_Grayscale8);
    if (picture.isNull())
        return picture;
    Shade shade(data, rendering);
    if (!rendering.window)
        shade.setWindow(frame.defaultWindow());

    const qint64 first = data.storedMinimum;
    const qint64 span = data.storedMaximum - first + 1;
    const bool tabled = !std::holds_alternative<Values<double>>(data.samples) && span <= largestTable &&
                        span <= static_cast<qint64>(data.rows) * data.columns * 4;
    std::vector<uchar> table;
    if (tabled) {
        table.resize(static_cast<size_t>(span));
        for (qint64 i = 0; i < span; ++i)
            table[static_cast<size_t>(i)] = shade(static_cast<double>(first + i));
    }
    std::visit(
        [&](const auto &values) {
            for (int row = 0; row < data.rows; ++row) {
                uchar *line = picture.scanLine(row);
                const auto *from = values.data() + static_cast<qint64>(row) * data.columns;
                if (tabled) {
                    const uchar *shades = table.data();
                    for (int column = 0; column < data.columns; ++column)
                        line[column] = shades[static_cast<qint64>(from[column]) - first];
                } else {
                    for (int column = 0; column < data.columns; ++column)
                        line[column] = shade(static_cast<double>(from[column]));
                }
            }
        },
        data.samples);
    drawSurround(picture, data, rendering);
    return picture;
}

} // namespace viewer
