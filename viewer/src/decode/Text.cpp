#include "decode/Text.h"

#include <QStringList>

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcspchrs.h>

#include <algorithm>

namespace viewer {

struct TextReader::Conversion
{
    DcmSpecificCharacterSet characters;
};

TextReader::TextReader(const Dataset &data) : m_data(data), m_characterSet(data.ascii(0x00080005))
{
    static const QList<QByteArray> ourselves{"", "ISO_IR 6", "ISO 2022 IR 6", "ISO_IR 100", "ISO_IR 192"};
    if (ourselves.contains(m_characterSet) || !DcmSpecificCharacterSet::isConversionAvailable())
        return;
    auto conversion = std::make_unique<Conversion>();
    if (conversion->characters.selectCharacterSet(m_characterSet.constData()).good())
        m_conversion = std::move(conversion);
}

TextReader::~TextReader() = default;

QString TextReader::unicode(const QByteArray &bytes) const
{
    if (m_characterSet == "ISO_IR 192")
        return QString::fromUtf8(bytes);
    if (m_conversion) {
        OFString converted;
        const OFString raw(bytes.constData(), static_cast<size_t>(bytes.size()));
        if (m_conversion->characters.convertString(raw, converted, "\\^=").good())
            return QString::fromUtf8(converted.c_str(), static_cast<qsizetype>(converted.length()));
    }
    // Without a usable label Latin-1 is the likeliest, and it loses no byte.
    return QString::fromLatin1(bytes);
}

QString TextReader::text(Tag tag) const
{
    QByteArray bytes = m_data.bytes(tag, 16 * 1024);
    while (bytes.endsWith('\0'))
        bytes.chop(1);
    return unicode(bytes).section(QLatin1Char('\\'), 0, 0).simplified();
}

QString TextReader::personName(Tag tag) const
{
    for (const QString &group : text(tag).split(QLatin1Char('='))) {
        QStringList parts = group.split(QLatin1Char('^'));
        for (QString &part : parts)
            part = part.trimmed();
        const QString family = parts.value(0);
        const QString given = (parts.value(1) + QLatin1Char(' ') + parts.value(2)).trimmed();
        if (!family.isEmpty() && !given.isEmpty())
            return family + QLatin1String(", ") + given;
        if (!family.isEmpty() || !given.isEmpty())
            return family + given;
    }
    return {};
}

QDate dateOf(const QByteArray &da)
{
    QString digits = QString::fromLatin1(da.left(10));
    digits.remove(QLatin1Char('.')); // the old ACR-NEMA form
    return QDate::fromString(digits, QStringLiteral("yyyyMMdd"));
}

QTime timeOf(const QByteArray &tm)
{
    QByteArray digits = tm;
    digits.replace(":", "");
    const auto pair = [&](int at) { return digits.size() >= at + 2 ? digits.mid(at, 2).toInt() : 0; };
    if (digits.size() < 2)
        return {};
    return QTime(pair(0), pair(2), std::min(pair(4), 59));
}

} // namespace viewer
