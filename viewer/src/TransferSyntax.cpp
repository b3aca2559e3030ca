#include "TransferSyntax.h"

#include <viewer/Decoders.h>
#include <viewer/Image.h>

#include <algorithm>
#include <iterator>

namespace viewer {

namespace {

struct Syntax
{
    QLatin1String uid, name;
    Coding coding;
    bool lossy = false;
};

// PS3.6 annex A, table A-1, with the retired ones that still turn up in archives.
const Syntax syntaxes[] = {
    {QLatin1String("1.2.840.10008.1.2"), QLatin1String("uncompressed, implicit little endian"), Coding::Native},
    {QLatin1String("1.2.840.10008.1.2.1"), QLatin1String("uncompressed, little endian"), Coding::Native},
    {QLatin1String("1.2.840.10008.1.2.1.98"), QLatin1String("uncompressed in fragments"), Coding::Native},
    {QLatin1String("1.2.840.10008.1.2.1.99"), QLatin1String("deflated"), Coding::Native},
    {QLatin1String("1.2.840.10008.1.2.2"), QLatin1String("uncompressed, big endian"), Coding::Native},
    {QLatin1String("1.2.840.10008.1.2.5"), QLatin1String("RLE"), Coding::Rle},
    {QLatin1String("1.2.840.10008.1.2.8.1"), QLatin1String("deflated frames"), Coding::Deflated},
    {QLatin1String("1.2.840.10008.1.2.4.50"), QLatin1String("JPEG baseline"), Coding::Jpeg, true},
    {QLatin1String("1.2.840.10008.1.2.4.51"), QLatin1String("JPEG extended"), Coding::Jpeg, true},
    {QLatin1String("1.2.840.10008.1.2.4.53"), QLatin1String("JPEG spectral selection"), Coding::Jpeg, true},
    {QLatin1String("1.2.840.10008.1.2.4.55"), QLatin1String("JPEG progressive"), Coding::Jpeg, true},
    {QLatin1String("1.2.840.10008.1.2.4.57"), QLatin1String("JPEG lossless"), Coding::Jpeg},
    {QLatin1String("1.2.840.10008.1.2.4.70"), QLatin1String("JPEG lossless"), Coding::Jpeg},
    {QLatin1String("1.2.840.10008.1.2.4.80"), QLatin1String("JPEG-LS lossless"), Coding::JpegLs},
    {QLatin1String("1.2.840.10008.1.2.4.81"), QLatin1String("JPEG-LS"), Coding::JpegLs},
    {QLatin1String("1.2.840.10008.1.2.4.90"), QLatin1String("JPEG 2000 lossless"), Coding::Jpeg2000},
    {QLatin1String("1.2.840.10008.1.2.4.91"), QLatin1String("JPEG 2000"), Coding::Jpeg2000},
    {QLatin1String("1.2.840.10008.1.2.4.92"), QLatin1String("JPEG 2000 with several components"), Coding::Unsupported},
    {QLatin1String("1.2.840.10008.1.2.4.93"), QLatin1String("JPEG 2000 with several components"), Coding::Unsupported},
    {QLatin1String("1.2.840.10008.1.2.4.94"), QLatin1String("pixels kept at a JPIP server"), Coding::Unsupported},
    {QLatin1String("1.2.840.10008.1.2.4.95"), QLatin1String("pixels kept at a JPIP server"), Coding::Unsupported},
    {QLatin1String("1.2.840.10008.1.2.4.100"), QLatin1String("MPEG-2 film"), Coding::Unsupported},
    {QLatin1String("1.2.840.10008.1.2.4.100.1"), QLatin1String("MPEG-2 film"), Coding::Unsupported},
    {QLatin1String("1.2.840.10008.1.2.4.101"), QLatin1String("MPEG-2 film"), Coding::Unsupported},
    {QLatin1String("1.2.840.10008.1.2.4.101.1"), QLatin1String("MPEG-2 film"), Coding::Unsupported},
    {QLatin1String("1.2.840.10008.1.2.4.102"), QLatin1String("MPEG-4 film"), Coding::Unsupported},
    {QLatin1String("1.2.840.10008.1.2.4.102.1"), QLatin1String("MPEG-4 film"), Coding::Unsupported},
    {QLatin1String("1.2.840.10008.1.2.4.103"), QLatin1String("MPEG-4 film"), Coding::Unsupported},
    {QLatin1String("1.2.840.10008.1.2.4.103.1"), QLatin1String("MPEG-4 film"), Coding::Unsupported},
    {QLatin1String("1.2.840.10008.1.2.4.104"), QLatin1String("MPEG-4 film"), Coding::Unsupported},
    {QLatin1String("1.2.840.10008.1.2.4.104.1"), QLatin1String("MPEG-4 film"), Coding::Unsupported},
    {QLatin1String("1.2.840.10008.1.2.4.105"), QLatin1String("MPEG-4 film"), Coding::Unsupported},
    {QLatin1String("1.2.840.10008.1.2.4.105.1"), QLatin1String("MPEG-4 film"), Coding::Unsupported},
    {QLatin1String("1.2.840.10008.1.2.4.106"), QLatin1String("MPEG-4 film"), Coding::Unsupported},
    {QLatin1String("1.2.840.10008.1.2.4.106.1"), QLatin1String("MPEG-4 film"), Coding::Unsupported},
    {QLatin1String("1.2.840.10008.1.2.4.107"), QLatin1String("HEVC film"), Coding::Unsupported},
    {QLatin1String("1.2.840.10008.1.2.4.108"), QLatin1String("HEVC film"), Coding::Unsupported},
    {QLatin1String("1.2.840.10008.1.2.4.110"), QLatin1String("JPEG XL lossless"), Coding::Unsupported},
    {QLatin1String("1.2.840.10008.1.2.4.111"), QLatin1String("JPEG XL made from JPEG"), Coding::Unsupported},
    {QLatin1String("1.2.840.10008.1.2.4.112"), QLatin1String("JPEG XL"), Coding::Unsupported},
    {QLatin1String("1.2.840.10008.1.2.4.201"), QLatin1String("High-Throughput JPEG 2000 lossless"), Coding::Jpeg2000},
    {QLatin1String("1.2.840.10008.1.2.4.202"), QLatin1String("High-Throughput JPEG 2000 lossless"), Coding::Jpeg2000},
    {QLatin1String("1.2.840.10008.1.2.4.203"), QLatin1String("High-Throughput JPEG 2000"), Coding::Jpeg2000},
    {QLatin1String("1.2.840.10008.1.2.4.204"), QLatin1String("pixels kept at a JPIP server"), Coding::Unsupported},
    {QLatin1String("1.2.840.10008.1.2.4.205"), QLatin1String("pixels kept at a JPIP server"), Coding::Unsupported},
    {QLatin1String("1.2.840.10008.1.2.7.1"), QLatin1String("SMPTE ST 2110 live film"), Coding::Unsupported},
    {QLatin1String("1.2.840.10008.1.2.7.2"), QLatin1String("SMPTE ST 2110 live film"), Coding::Unsupported},
    {QLatin1String("1.2.840.10008.1.2.7.3"), QLatin1String("SMPTE ST 2110 live sound"), Coding::Unsupported},
};

const Syntax *find(const QString &uid)
{
    const auto found =
        std::find_if(std::begin(syntaxes), std::end(syntaxes), [&](const Syntax &syntax) { return syntax.uid == uid; });
    return found == std::end(syntaxes) ? nullptr : found;
}

} // namespace

QString transferSyntaxName(const QString &uid)
{
    if (const Syntax *syntax = find(uid))
        return syntax->name;
    // The other processes of the 1993 JPEG, all retired together.
    if (uid.startsWith(QLatin1String("1.2.840.10008.1.2.4.5")) ||
        uid.startsWith(QLatin1String("1.2.840.10008.1.2.4.6")))
        return QStringLiteral("a retired kind of JPEG");
    return uid;
}

Coding codingOf(const QString &uid)
{
    const Syntax *syntax = find(uid);
    return syntax ? syntax->coding : Coding::Unsupported;
}

bool isAlwaysLossy(const QString &uid)
{
    const Syntax *syntax = find(uid);
    return syntax && syntax->lossy;
}

} // namespace viewer
