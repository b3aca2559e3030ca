#include "decode/Shutters.h"

namespace viewer {

namespace {

constexpr qsizetype mostVertices = 1024;

//! Values of IS; nothing unless all of them are numbers.
QList<int> integersOf(const Dataset &data, Tag tag)
{
    QList<int> values;
    const QByteArray text = data.ascii(tag);
    if (text.isEmpty())
        return values;
    for (const QByteArray &part : text.split('\\')) {
        bool isNumber = false;
        values.append(part.trimmed().toInt(&isNumber));
        if (!isNumber)
            return {};
    }
    return values;
}

std::optional<Shutter::Rectangle> rectangleOf(const Dataset &data)
{
    const auto left = data.integer(0x00181602);
    const auto right = data.integer(0x00181604);
    const auto top = data.integer(0x00181606);
    const auto bottom = data.integer(0x00181608);
    if (!left || !right || !top || !bottom || *left > *right || *top > *bottom)
        return {};
    return Shutter::Rectangle{*left, *right, *top, *bottom};
}

std::optional<Shutter::Circle> circleOf(const Dataset &data)
{
    const QList<int> center = integersOf(data, 0x00181610);
    const auto radius = data.integer(0x00181612);
    if (center.size() != 2 || !radius || *radius <= 0)
        return {};
    return Shutter::Circle{center[0], center[1], *radius};
}

QList<QPoint> polygonOf(const Dataset &data)
{
    const QList<int> numbers = integersOf(data, 0x00181620);
    if (numbers.size() < 6 || numbers.size() % 2 || numbers.size() > 2 * mostVertices)
        return {};
    QList<QPoint> vertices;
    for (qsizetype i = 0; i < numbers.size(); i += 2)
        vertices.append({numbers[i + 1], numbers[i]});
    return vertices;
}

} // namespace

uchar greyOfPValue(quint16 value)
{
    return static_cast<uchar>(value >> 8);
}

std::optional<Shutter> shutterOf(const Dataset &data)
{
    Shutter shutter;
    for (const QByteArray &shape : data.ascii(0x00181600).split('\\')) {
        if (shape.trimmed() == "RECTANGULAR")
            shutter.rectangle = rectangleOf(data);
        else if (shape.trimmed() == "CIRCULAR")
            shutter.circle = circleOf(data);
        else if (shape.trimmed() == "POLYGONAL")
            shutter.polygon = polygonOf(data);
    }
    if (!shutter.rectangle && !shutter.circle && shutter.polygon.isEmpty())
        return {};
    shutter.grey = greyOfPValue(data.word(0x00181622).value_or(0));
    return shutter;
}

} // namespace viewer
