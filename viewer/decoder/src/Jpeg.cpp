#include "Codecs.h"

#include <QtEndian>

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dcxfer.h>
#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/oflog/appender.h>
#include <dcmtk/oflog/oflog.h>
#include <dcmtk/oflog/spi/logevent.h>

#include <mutex>
#include <utility>

namespace viewer {

namespace {

Error damaged(const QString &why)
{
    return {Error::Kind::Damaged, why, {}};
}

struct FrameHead
{
    int process = 0; //!< the SOF's number
    int precision = 0, rows = 0, columns = 0, components = 0;

    //! Baseline, extended sequential or progressive, with Huffman coding.
    bool isForLibjpeg() const { return process <= 2 && precision == 8; }
};

//! The first frame header (SOF, ISO 10918-1 B.2.2) of a JPEG stream.
std::optional<FrameHead> frameHeadOf(const QByteArray &stream)
{
    const auto *data = reinterpret_cast<const uchar *>(stream.constData());
    const qsizetype size = stream.size();
    qsizetype at = 2;
    if (size < 4 || data[0] != 0xFF || data[1] != 0xD8)
        return {};
    while (at + 4 <= size) {
        if (data[at] != 0xFF)
            return {};
        const uchar marker = data[at + 1];
        if (marker == 0xFF) {
            ++at; // fill byte
            continue;
        }
        if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) {
            at += 2;
            continue;
        }
        const bool frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (frame) {
            if (at + 10 > size)
                return {};
            return FrameHead{marker - 0xC0, data[at + 4], qFromBigEndian<quint16>(data + at + 5),
                             qFromBigEndian<quint16>(data + at + 7), data[at + 9]};
        }
        if (marker == 0xDA || marker == 0xD9)
            return {};
        at += 2 + qFromBigEndian<quint16>(data + at + 2);
    }
    return {};
}

//! DCMTK says only to its log that a stream is damaged: it fills up what is left and calls that good.
class Warnings final : public dcmtk::log4cplus::Appender
{
public:
    //! The first of this thread since it was asked last; empty when there was none.
    static QString takeDamage() { return std::exchange(damage(), {}); }

    ~Warnings() override { destructorImpl(); }
    void close() override {}

protected:
    void append(const dcmtk::log4cplus::spi::InternalLoggingEvent &event) override
    {
        const QString words = QString::fromLatin1(event.getMessage().c_str());
        if (damage().isEmpty() && words.contains(QLatin1String("Corrupt JPEG data")))
            damage() = words;
    }

private:
    static QString &damage()
    {
        thread_local QString words;
        return words;
    }
};

} // namespace

void prepareDcmtk()
{
    static std::once_flag once;
    std::call_once(once, [] {
        // DCMTK would print what it finds in files, names included, to the terminal.
        OFLog::configure(OFLogger::OFF_LOG_LEVEL);
        OFLogger codec = OFLog::getLogger("dcmtk.dcmjpeg");
        codec.setLogLevel(OFLogger::WARN_LOG_LEVEL);
        codec.setAdditivity(false);
        codec.addAppender(dcmtk::log4cplus::SharedAppenderPtr(new Warnings));
        DJDecoderRegistration::registerCodecs(EDC_photometricInterpretation, EUC_default, EPC_colorByPixel);
    });
}

Result<DecodedFrame> decodeJpeg(const CompressedFrame &compressed)
{
    const PixelDescription &pixels = compressed.pixels;
    const QList<QByteArray> &fragments = compressed.fragments;
    if (fragments.isEmpty())
        return tl::unexpected(damaged(QStringLiteral("There are no fragments.")));
    // The decoders take the size from the stream and the buffer from the file: both must say the same.
    const auto head = frameHeadOf(fragments.constFirst());
    if (!head)
        return tl::unexpected(damaged(QStringLiteral("The compressed picture has no head.")));
    if (head->rows != pixels.rows || head->columns != pixels.columns || head->components != pixels.samples)
        return tl::unexpected(damaged(otherSize(head->columns, head->rows, head->components, pixels)));
    const int allocated = pixels.allocated <= 8 ? 8 : 16;
    if (pixels.allocated > 16 || head->precision > allocated)
        return tl::unexpected(damaged(otherDepth(head->precision, pixels)));
    if (head->isForLibjpeg())
        return decodeBaselineJpeg(fragments.size() == 1 ? fragments.constFirst() : fragments.join(), pixels);

    prepareDcmtk();
    DcmDataset module;
    const auto put = [&module](const DcmTagKey &key, int value) {
        module.putAndInsertUint16(DcmTag(key, EVR_US), static_cast<Uint16>(value));
    };
    put(DCM_Rows, pixels.rows);
    put(DCM_Columns, pixels.columns);
    put(DCM_SamplesPerPixel, pixels.samples);
    put(DCM_BitsAllocated, allocated);
    put(DCM_BitsStored, pixels.stored);
    put(DCM_HighBit, pixels.highBit);
    put(DCM_PixelRepresentation, pixels.isSigned ? 1 : 0);
    put(DCM_PlanarConfiguration, 0);
    module.putAndInsertString(DcmTag(DCM_PhotometricInterpretation, EVR_CS), pixels.photometric.toLatin1().constData());

    auto sequence = std::make_unique<DcmPixelSequence>(DcmTag(DCM_PixelSequenceTag));
    sequence->insert(new DcmPixelItem(DcmTag(DCM_PixelItemTag)));
    for (const QByteArray &fragment : fragments) {
        auto item = std::make_unique<DcmPixelItem>(DcmTag(DCM_PixelItemTag));
        // An item has an even length; the odd end of a cut file is no harm to a decoder.
        QByteArray even = fragment;
        if (even.size() % 2)
            even.append('\0');
        if (item->putUint8Array(reinterpret_cast<const Uint8 *>(even.constData()),
                                static_cast<unsigned long>(even.size()))
                .bad())
            return tl::unexpected(damaged(QStringLiteral("A fragment cannot be used.")));
        sequence->insert(item.release());
    }
    DcmPixelData data(DcmTag(DCM_PixelData, EVR_OB));
    data.putOriginalRepresentation(DcmXfer(compressed.transferSyntax.toLatin1().constData()).getXfer(), nullptr,
                                   sequence.release());

    DecodedFrame frame;
    const qint64 needed = pixels.pixels() * pixels.samples * (allocated / 8);
    // The codecs write whole words.
    frame.bytes = QByteArray(needed + needed % 2, '\0');
    Uint32 startFragment = 0;
    OFString colourModel;
    (void)Warnings::takeDamage();
    const OFCondition done = data.getUncompressedFrame(&module, 0, startFragment, frame.bytes.data(),
                                                       static_cast<Uint32>(frame.bytes.size()), colourModel);
    if (done.bad())
        return tl::unexpected(
            damaged(QStringLiteral("The decoder gave up: %1.").arg(QString::fromLatin1(done.text()))));
    if (const QString damage = Warnings::takeDamage(); !damage.isEmpty())
        return tl::unexpected(damaged(QStringLiteral("The decoder gave up: %1.").arg(damage)));
    frame.photometric = colourModel.empty() ? pixels.photometric : QString::fromLatin1(colourModel.c_str());
    return frame;
}

} // namespace viewer
