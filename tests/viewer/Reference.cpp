#include "Reference.h"

#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QImage>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcrledrg.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmimage/diregist.h>
#include <dcmtk/dcmimgle/dcmimage.h>
#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/dcmjpls/djdecode.h>

#include <cmath>

namespace {

void prepare()
{
    static const bool once = [] {
        OFLog::configure(OFLogger::OFF_LOG_LEVEL);
        DcmRLEDecoderRegistration::registerCodecs();
        DJDecoderRegistration::registerCodecs();
        DJLSDecoderRegistration::registerCodecs();
        return true;
    }();
    (void)once;
}

bool run(const QString &program, const QStringList &arguments)
{
    if (QStandardPaths::findExecutable(program).isEmpty())
        return false;
    QProcess process;
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setStandardErrorFile(QProcess::nullDevice());
    process.start(program, arguments);
    return process.waitForFinished(60'000) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
}

//! High-Throughput JPEG 2000 by PS3.5 annex A.4.
bool isHighThroughput(const QString &transferSyntax)
{
    return transferSyntax.startsWith(QLatin1String("1.2.840.10008.1.2.4.20"));
}

struct Dcmtk
{
    DcmFileFormat file;
    std::unique_ptr<DicomImage> image;
    double slope = 1;
    double intercept = 0;

    bool load(const QString &path, int frame)
    {
        if (file.loadFile(path.toLocal8Bit().constData()).bad())
            return false;
        takeFromFunctionalGroups(frame);
        takeFractionAway();
        takeDoseScaling();
        image = std::make_unique<DicomImage>(file.getDataset(), file.getDataset()->getOriginalXfer(),
                                             CIF_UsePartialAccessToPixelData, static_cast<unsigned long>(frame), 1);
        if (image->getStatus() != EIS_Normal)
            return false;
        image->hideAllOverlays();
        return true;
    }
    //! DCMTK's imaging does not look into functional groups: what holds for the frame is put where it looks.
    void takeFromFunctionalGroups(int frame)
    {
        DcmDataset *data = file.getDataset();
        for (const auto &[sequence, item] : {std::pair(DCM_SharedFunctionalGroupsSequence, 0),
                                             std::pair(DCM_PerFrameFunctionalGroupsSequence, frame)}) {
            DcmItem *group = nullptr;
            if (data->findAndGetSequenceItem(sequence, group, item).bad())
                continue;
            for (const DcmTagKey &tag : {DCM_RescaleSlope, DCM_RescaleIntercept, DCM_WindowCenter, DCM_WindowWidth}) {
                OFString value;
                if (group->findAndGetOFStringArray(tag, value, OFTrue).good())
                    data->putAndInsertOFStringArray(tag, value);
            }
        }
    }
    //! DCMTK rounds to whole numbers after the modality transformation; with a fraction the comparison is made before
    //! it.
    void takeFractionAway()
    {
        DcmDataset *data = file.getDataset();
        Float64 one = 1;
        Float64 other = 0;
        if (data->findAndGetFloat64(DCM_RescaleSlope, one).bad() ||
            data->findAndGetFloat64(DCM_RescaleIntercept, other).bad() || one <= 0 ||
            (one == std::floor(one) && other == std::floor(other)))
            return;
        slope = one;
        intercept = other;
        data->findAndDeleteElement(DCM_RescaleSlope);
        data->findAndDeleteElement(DCM_RescaleIntercept);
    }
    //! DCMTK's imaging leaves the scaling of a dose to its reader. Some files have it, and all else, as UN.
    void takeDoseScaling()
    {
        const auto text = [this](const DcmTagKey &tag) {
            OFString value;
            const Uint8 *bytes = nullptr;
            unsigned long count = 0;
            if (file.getDataset()->findAndGetUint8Array(tag, bytes, &count).good() && bytes)
                return QByteArray(reinterpret_cast<const char *>(bytes), static_cast<qsizetype>(count)).trimmed();
            file.getDataset()->findAndGetOFStringArray(tag, value);
            return QByteArray(value.c_str()).trimmed();
        };
        const double scaling = text(DCM_DoseGridScaling).toDouble();
        if (text(DCM_SOPClassUID).startsWith(UID_RTDoseStorage) && scaling > 0)
            slope = scaling;
    }
    void setWindow(const viewer::Window &window)
    {
        image->setVoiLutFunction(window.function == viewer::Window::Function::Sigmoid ? EFV_Sigmoid : EFV_Linear);
        // The edges of a window, taken back through the slope; those of an exact one are where it says.
        const double off = window.function == viewer::Window::Function::LinearExact ? 0 : 0.5;
        image->setWindow((window.center - off - intercept) / slope + 0.5, (window.width - 2 * off) / slope + 1);
    }
    QByteArray pixels()
    {
        QByteArray bytes(static_cast<qsizetype>(image->getOutputDataSize(8)), '\0');
        return image->getOutputData(bytes.data(), static_cast<unsigned long>(bytes.size()), 8) ? bytes : QByteArray();
    }
};

int largestDifference(const QImage &picture, const QByteArray &reference)
{
    const bool grey = picture.format() == QImage::Format_Grayscale8;
    const int components = grey ? 1 : 3;
    int largest = 0;
    for (int row = 0; row < picture.height(); ++row) {
        for (int column = 0; column < picture.width(); ++column) {
            const auto *expected = reinterpret_cast<const uchar *>(reference.constData()) +
                                   (static_cast<qint64>(row) * picture.width() + column) * components;
            if (grey) {
                largest = std::max(largest, std::abs(picture.constScanLine(row)[column] - expected[0]));
            } else {
                const QRgb pixel = picture.pixel(column, row);
                largest = std::max({largest, std::abs(qRed(pixel) - expected[0]), std::abs(qGreen(pixel) - expected[1]),
                                    std::abs(qBlue(pixel) - expected[2])});
            }
        }
    }
    return largest;
}

//! The colours of a picture against another, or its greys by the straight line that leads from one to the other: the
//! codec's tool knows nothing of rescaling and windows.
Comparison comparedByValue(const viewer::Frame &frame, const QImage &reference)
{
    Comparison result;
    result.isColour = frame.isColour();
    if (reference.size() != QSize(frame.columns(), frame.rows()))
        return result;
    result.largest = 0;
    const QImage picture = frame.isColour() ? viewer::render(frame) : QImage();
    double slope = 0;
    double offset = 0;
    if (!frame.isColour()) {
        double n = 0, x = 0, y = 0, xx = 0, xy = 0;
        for (int row = 0; row < frame.rows(); ++row) {
            for (int column = 0; column < frame.columns(); ++column) {
                const double from = reference.pixelColor(column, row).rgba64().red();
                const double to = *frame.valueAt(column, row);
                n += 1, x += from, y += to, xx += from * from, xy += from * to;
            }
        }
        slope = (n * xy - x * y) / (n * xx - x * x);
        offset = (y - slope * x) / n;
    }
    const auto [low, high] = frame.range();
    for (int row = 0; row < frame.rows(); ++row) {
        for (int column = 0; column < frame.columns(); ++column) {
            const QColor expected = reference.pixelColor(column, row);
            if (frame.isColour()) {
                const QColor there = picture.pixelColor(column, row);
                result.largest =
                    std::max({result.largest, std::abs(there.red() - expected.red()),
                              std::abs(there.green() - expected.green()), std::abs(there.blue() - expected.blue())});
            } else {
                const double off = *frame.valueAt(column, row) - (slope * expected.rgba64().red() + offset);
                result.largest =
                    std::max(result.largest, static_cast<int>(std::lround(std::abs(off) * 255 / (high - low))));
            }
        }
    }
    return result;
}

} // namespace

struct Reference::Private
{
    QTemporaryDir dir;
    QString name;
    Dcmtk dcmtk;
    QImage picture; //!< from a codec's tool

    bool byGdcm(const QString &path, int frame)
    {
        const QString raw = dir.filePath(QStringLiteral("raw.dcm"));
        name = QStringLiteral("GDCM");
        return run(QStringLiteral("gdcmconv"), {QStringLiteral("--raw"), path, raw}) && dcmtk.load(raw, frame);
    }
    //! The one frame of a file, whose codestream is found by its first markers.
    bool byOpenJph(const QString &path)
    {
        QFile file(path);
        const QByteArray all = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        const qsizetype begin = all.indexOf(QByteArray::fromHex("ff4fff51"));
        const QString stream = dir.filePath(QStringLiteral("frame.j2c"));
        QFile cut(stream);
        if (begin < 0 || !cut.open(QIODevice::WriteOnly) || cut.write(all.sliced(begin)) < 0)
            return false;
        cut.close();
        name = QStringLiteral("OpenJPH");
        for (const QString &kind : {QStringLiteral("pgm"), QStringLiteral("ppm")}) {
            const QString to = dir.filePath(QStringLiteral("frame.") + kind);
            if (run(QStringLiteral("ojph_expand"), {QStringLiteral("-i"), stream, QStringLiteral("-o"), to}))
                picture = QImage(to);
            if (!picture.isNull())
                return true;
        }
        return false;
    }
};

Reference::Reference() : d(std::make_unique<Private>())
{
    prepare();
}

Reference::~Reference() = default;

bool Reference::load(const QString &path, int frame)
{
    const auto header = viewer::readHeader(path);
    if (header && isHighThroughput(header->transferSyntax))
        return header->frames == 1 && d->byOpenJph(path);
    d->name = QStringLiteral("DCMTK");
    if (d->dcmtk.load(path, frame))
        return true;
    d->dcmtk = {};
    return d->byGdcm(path, frame);
}

QString Reference::name() const
{
    return d->name;
}

bool Reference::isColour() const
{
    return d->picture.isNull() ? !d->dcmtk.image->isMonochrome() : !d->picture.isGrayscale();
}

double Reference::pixelAspect() const
{
    return d->dcmtk.image->getHeightWidthRatio();
}

QByteArray Reference::greysWithOverlays(const viewer::Frame &frame)
{
    d->dcmtk.image->showAllOverlays(EMO_Replace, 1.0);
    d->dcmtk.setWindow(frame.defaultWindow());
    return d->dcmtk.pixels();
}

Comparison compared(const viewer::Frame &frame, Reference &reference)
{
    if (!reference.d->picture.isNull())
        return comparedByValue(frame, reference.d->picture);
    Dcmtk &dcmtk = reference.d->dcmtk;
    Comparison result;
    result.isColour = frame.isColour();
    if (frame.isColour() == dcmtk.image->isMonochrome() ||
        dcmtk.image->getWidth() != static_cast<unsigned long>(frame.columns()) ||
        dcmtk.image->getHeight() != static_cast<unsigned long>(frame.rows()))
        return result;
    if (frame.isColour()) {
        result.largest = largestDifference(viewer::render(frame), dcmtk.pixels());
        return result;
    }
    if (frame.windows().isEmpty() && dcmtk.image->getVoiLutCount() > 0)
        dcmtk.image->setVoiLut(0);
    else
        dcmtk.setWindow(frame.defaultWindow());
    result.largest = largestDifference(viewer::render(frame), dcmtk.pixels());
    const auto [low, high] = frame.range();
    const double span = std::max(high - low, 2.0);
    const viewer::Window others[] = {{std::floor(low + span / 2), std::ceil(span / 2)},
                                     {std::floor(low + span / 4), std::ceil(span * 2)}};
    for (const viewer::Window &window : others) {
        dcmtk.setWindow(window);
        result.largest =
            std::max(result.largest, largestDifference(viewer::render(frame, {window, false}), dcmtk.pixels()));
    }
    return result;
}

QString whyDifferent(const QString &path)
{
    static const QHash<QString, QString> reasons{
        {QStringLiteral("rtdose_expb.dcm"), QStringLiteral("DCMTK swaps words of 32 bits in halves")},
        {QStringLiteral("rtdose_expb_1frame.dcm"), QStringLiteral("DCMTK swaps words of 32 bits in halves")},
        {QStringLiteral("unknown-ts.dcm"), QStringLiteral("DCMTK takes an unknown syntax for Little Endian")},
        {QStringLiteral("multiframe.dcm"),
         QStringLiteral("the last stream is smaller than the file says; DCMTK stretches it")},
        {QStringLiteral("TOSHIBA_J2K_SIZ1_PixRep0.dcm"),
         QStringLiteral(
             "the file calls its values unsigned, the codestream signed, and they are; GDCM believes the file")},
        {QStringLiteral("MR_truncated.dcm"), QStringLiteral("GDCM fills up what is cut off")},
        {QStringLiteral("cut-in-pixels.dcm"), QStringLiteral("GDCM fills up what is cut off")},
        {QStringLiteral("D_CLUNIE_CT1_RLE_FRAGS.dcm"),
         QStringLiteral("DCMTK loses bytes where an RLE frame is split")}};
    return reasons.value(QFileInfo(path).fileName());
}
