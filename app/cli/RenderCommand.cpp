#include "RenderCommand.h"

#include "Arguments.h"

#include <viewer/Image.h>

#include <QElapsedTimer>
#include <QImage>
#include <QJsonArray>
#include <QSaveFile>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace cli {

namespace {

network::Result<std::optional<viewer::Window>> windowIn(const QCommandLineParser &parser)
{
    const auto value = optionalValue(parser, u"window"_s);
    if (!value)
        return tl::unexpected(value.error());
    if (!*value)
        return std::nullopt;
    const QStringList parts = (*value)->split(u',');
    bool centerIsNumber = false;
    bool widthIsNumber = false;
    viewer::Window window;
    window.center = parts.value(0).toDouble(&centerIsNumber);
    window.width = parts.value(1).toDouble(&widthIsNumber);
    if (parts.size() != 2 || !centerIsNumber || !widthIsNumber || !std::isfinite(window.center) ||
        !std::isfinite(window.width) || window.width < 1)
        return usage(u"--window: write CENTER,WIDTH with a width of at least 1, such as 40,400."_s);
    return window;
}

//! The picture with its longer side at `pixels`, and pixels that are not square in their true shape.
QImage sized(const QImage &picture, int pixels, const viewer::FileHeader &header)
{
    const double width = header.columns;
    const double height = header.rows * header.pixelAspect;
    const double factor = pixels / std::max(width, height);
    const auto side = [factor](double length) { return std::max(1, static_cast<int>(std::lround(length * factor))); };
    return picture.scaled(side(width), side(height), Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

QString detailOf(const viewer::Error &error)
{
    if (error.transferSyntax.isEmpty())
        return error.detail;
    const QString name = viewer::transferSyntaxName(error.transferSyntax);
    // Where the way of coding is all that is wrong, its name is the detail already.
    return error.detail == name
               ? u"It is coded as %1 (%2), which is not decoded here."_s.arg(name, error.transferSyntax)
               : u"%1 (%2)"_s.arg(error.detail, name);
}

//! What of the file is not in its picture.
QJsonArray notesOn(const viewer::FileHeader &header)
{
    QJsonArray notes;
    if (header.hasColourProfile)
        notes.append(u"The ICC profile is not applied."_s);
    if (header.overlaysInPixels > 0)
        notes.append(u"An overlay in unused bits of the pixels is not drawn."_s);
    return notes;
}

} // namespace

void RenderCommand::declare(QCommandLineParser &parser) const
{
    parser.addPositionalArgument(u"FILE"_s, u"A DICOM file."_s);
    declareValue(parser, u"frame"_s, u"N"_s, u"Frame, counted from 1 (default)."_s);
    declareValue(parser, u"window"_s, u"CENTER,WIDTH"_s,
                 u"Window; without it the file's first, else the full range."_s);
    declareValue(parser, u"size"_s, u"PX"_s, u"Longer side of the picture; without it one pixel is one pixel."_s);
    parser.addOption({u"overlays"_s, u"Draws the overlay planes of the file as well."_s});
    parser.addOption({u"shutter"_s, u"Hides what the display shutter of the file hides."_s});
    declareValue(parser, u"to"_s, u"FILE.png"_s, u"The picture's file."_s);
}

network::Result<void> RenderCommand::start(const QCommandLineParser &parser)
{
    if (parser.positionalArguments().size() != 1)
        return usage(u"Name one DICOM file."_s);
    const auto target = requiredTarget(parser, u"to"_s);
    const auto number = optionalNumber(parser, u"frame"_s, 1, 1'000'000);
    const auto size = optionalNumber(parser, u"size"_s, 1, 16'384);
    const auto window = windowIn(parser);
    if (!target)
        return tl::unexpected(target.error());
    if (!target->endsWith(".png"_L1, Qt::CaseInsensitive))
        return usage(u"--to: the picture is written as PNG; name a file that ends in .png."_s);
    if (!number)
        return tl::unexpected(number.error());
    if (!size)
        return tl::unexpected(size.error());
    if (!window)
        return tl::unexpected(window.error());

    QElapsedTimer clock;
    clock.start();
    const QString path = parser.positionalArguments().constFirst();
    if (const auto named = existingFile(path); !named)
        return named;
    const auto header = viewer::readHeader(path);
    if (!header)
        return usage(detailOf(header.error()));
    viewer::Decoders decoders;
    const int index = number->value_or(1) - 1;
    const auto frame = *size ? viewer::decodeReduced(path, index, **size, decoders.decoder())
                             : viewer::decode(path, index, decoders.decoder());
    if (!frame)
        return usage(detailOf(frame.error()));
    viewer::Rendering rendering;
    rendering.window = *window;
    rendering.overlays = parser.isSet(u"overlays"_s);
    if (parser.isSet(u"shutter"_s))
        rendering.shutter = frame->shutter();
    rendering.pixelAspect = header->pixelAspect;
    QImage picture = viewer::render(*frame, rendering);
    if (*size)
        picture = sized(picture, **size, *header);
    QSaveFile file(*target);
    if (!file.open(QIODevice::WriteOnly) || !picture.save(&file, "PNG") || !file.flush() || !file.commit())
        return tl::unexpected(network::Error{network::Error::Kind::Storage,
                                             u"%1 cannot be written: %2."_s.arg(*target, file.errorString())});

    const viewer::Window used = window->value_or(frame->defaultWindow());
    const QJsonObject document{
        {u"file"_s, *target},
        {u"rows"_s, header->rows},
        {u"columns"_s, header->columns},
        {u"frames"_s, header->frames},
        {u"photometric"_s, header->photometric},
        {u"transferSyntax"_s, header->transferSyntax},
        {u"window"_s, frame->isColour() ? QJsonValue() : QJsonValue(QJsonArray{used.center, used.width})},
        {u"overlays"_s, header->overlays},
        {u"shutter"_s, frame->shutter().has_value()},
        {u"notes"_s, notesOn(*header)},
        {u"milliseconds"_s, clock.elapsed()}};
    QMetaObject::invokeMethod(
        this,
        [this, document] {
            emit ended({0, document});
        },
        Qt::QueuedConnection);
    return {};
}

} // namespace cli
