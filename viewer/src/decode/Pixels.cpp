#include "decode/Pixels.h"

#include <QHash>

#include <algorithm>
#include <cmath>

namespace viewer {

namespace {

Error damaged(const QString &why)
{
    return {Error::Kind::Damaged, why, {}};
}

Error unsupported(const QString &why)
{
    return {Error::Kind::UnsupportedPixels, why, {}};
}

} // namespace

QList<Window> windowsOf(const Dataset &data)
{
    const QList<double> centers = data.decimals(0x00281050);
    const QList<double> widths = data.decimals(0x00281051);
    const QByteArray function = data.ascii(0x00281056);
    const QList<QByteArray> names = data.ascii(0x00281055).split('\\');
    QList<Window> windows;
    for (qsizetype i = 0; i < std::min(centers.size(), widths.size()); ++i) {
        Window window{centers[i], widths[i], Window::Function::Linear,
                      QString::fromLatin1(names.value(i)).simplified()};
        if (function == "LINEAR_EXACT")
            window.function = Window::Function::LinearExact;
        else if (function == "SIGMOID")
            window.function = Window::Function::Sigmoid;
        // A linear width below one or any other of zero cannot be drawn (C.11.2.1.2 forbids both).
        if (window.width >= 1 || (window.function != Window::Function::Linear && window.width > 0))
            windows.append(window);
    }
    return windows;
}

Result<PixelDescription> describePixels(const Dataset &data)
{
    PixelDescription pixels;
    pixels.rows = data.word(0x00280010).value_or(0);
    pixels.columns = data.word(0x00280011).value_or(0);
    if (pixels.rows == 0 || pixels.columns == 0)
        return tl::unexpected(damaged(QStringLiteral("The file does not say how many rows and columns it has.")));
    pixels.frames = std::clamp(data.integer(0x00280008).value_or(1), 1, mostFrames);
    pixels.samples = data.word(0x00280002).value_or(1);
    pixels.photometric = QString::fromLatin1(data.ascii(0x00280004).left(32)).simplified();
    pixels.allocated = data.word(0x00280100).value_or(0);
    pixels.stored = data.word(0x00280101).value_or(static_cast<quint16>(pixels.allocated));
    pixels.highBit = data.word(0x00280102).value_or(static_cast<quint16>(std::max(pixels.stored - 1, 0)));
    pixels.isSigned = data.word(0x00280103).value_or(0) == 1;
    pixels.planar = data.word(0x00280006).value_or(0) == 1;
    if (pixels.photometric.isEmpty())
        pixels.photometric = pixels.samples == 3 ? QStringLiteral("RGB") : QStringLiteral("MONOCHROME2");
    if (pixels.samples != 1 && pixels.samples != 3)
        return tl::unexpected(unsupported(QStringLiteral("A pixel has %1 samples.").arg(pixels.samples)));
    const int deepest = data.has(0x7FE00009) ? 64 : 32;
    if (pixels.allocated < 1 || pixels.allocated > deepest)
        return tl::unexpected(unsupported(QStringLiteral("A sample has %1 bits.").arg(pixels.allocated)));
    if (pixels.stored < 1 || pixels.stored > pixels.allocated)
        return tl::unexpected(damaged(
            QStringLiteral("%1 of %2 bits of a sample are said to be used.").arg(pixels.stored).arg(pixels.allocated)));
    if (pixels.highBit < pixels.stored - 1 || pixels.highBit >= pixels.allocated)
        pixels.highBit = pixels.stored - 1;
    const qint64 bytes = pixels.pixels() * pixels.samples * ((pixels.allocated + 7) / 8);
    if (bytes > largestFrame)
        return tl::unexpected(unsupported(
            QStringLiteral("%1 columns and %2 rows are more than can be shown.").arg(pixels.columns).arg(pixels.rows)));
    return pixels;
}

std::optional<Dataset> functionalGroup(const Dataset &data, Tag group, int frame)
{
    if (const auto own = data.item(0x52009230, frame)) {
        if (auto item = own->item(group))
            return item;
    }
    if (const auto shared = data.item(0x52009229))
        return shared->item(group);
    return {};
}

namespace {

//! What the values of a PET image are counted in (PS3.3 C.8.9.1.1.3), as one writes it. Some files say it as the type
//! of their rescaling as well.
QString petUnitOf(const QByteArray &code)
{
    static const QHash<QByteArray, QString> words{
        {"BQML", QStringLiteral("Bq/ml")},        {"GML", QStringLiteral("g/ml")},
        {"CM2ML", QStringLiteral("cm²/ml")},      {"CNTS", QStringLiteral("counts")},
        {"CPS", QStringLiteral("counts/s")},      {"PCNT", QStringLiteral("%")},
        {"MLMING", QStringLiteral("ml/min/g")},   {"MLG", QStringLiteral("ml/g")},
        {"UMOLML", QStringLiteral("µmol/ml")},    {"UMOLMINML", QStringLiteral("µmol/min/ml")},
        {"MLMINML", QStringLiteral("ml/min/ml")}, {"STDDEV", QStringLiteral("standard deviations")},
        {"MLML", QStringLiteral("ml/ml")},        {"1CM", QStringLiteral("1/cm")},
        {"MGMINML", QStringLiteral("mg/min/ml")}, {"NONE", QString()}};
    return words.value(code, QString::fromLatin1(code.left(16)));
}

//! A grid of radiation dose has a factor of its own instead of a modality transformation (PS3.3 C.8.8.3). Windows of
//! the file are of stored values.
void scaleDose(const Dataset &data, Transformation &result)
{
    const double scaling = data.decimal(0x3004000E).value_or(0);
    if (data.ascii(0x00080016) != "1.2.840.10008.5.1.4.1.1.481.2" || scaling <= 0)
        return;
    result.slope = scaling;
    result.intercept = 0;
    result.unit = data.ascii(0x30040002) == "GY" ? QStringLiteral("Gy") : QString();
    for (Window &window : result.windows) {
        if (window.function == Window::Function::Linear) {
            window.center -= 0.5;
            window.width -= 1;
            window.function = Window::Function::LinearExact;
        }
        window.center *= scaling;
        window.width *= scaling;
    }
    result.windows.removeIf([](const Window &window) { return window.width <= 0; });
}

} // namespace

Transformation transformationOf(const Dataset &data, int frame)
{
    Transformation result;
    const auto ownValues = functionalGroup(data, 0x00289145, frame);
    const Dataset &values = ownValues ? *ownValues : data;
    const double slope = values.decimal(0x00281053).value_or(1);
    if (slope != 0) {
        result.slope = slope;
        result.intercept = values.decimal(0x00281052).value_or(0);
    }
    const QByteArray type = values.ascii(0x00281054);
    const bool rescaled = values.has(0x00281053) && slope != 0;
    if (type == "HU" || (type.isEmpty() && rescaled && data.ascii(0x00080060) == "CT"))
        result.unit = QStringLiteral("HU");
    else if (!type.isEmpty() && type != "US" && rescaled) // US: the file says that it is not known
        result.unit = petUnitOf(type);
    else if (rescaled)
        result.unit = petUnitOf(data.ascii(0x00541001));

    const auto ownWindow = functionalGroup(data, 0x00289132, frame);
    result.windows = windowsOf(ownWindow ? *ownWindow : data);
    scaleDose(data, result);
    return result;
}

} // namespace viewer
