#include "decode/Text.h"

#include <QStringList>

#include <iconv.h>

#include <algorithm>
#include <iterator>

namespace viewer {

namespace {

constexpr char escape = '\x1b';

//! The character sets of PS3.3 C.12.1.1.2: as (0008,0005) names them, as an escape sequence selects them, and as iconv
//! knows them. Sets of two bytes come by escape sequences only.
struct CharacterSet
{
    const char *term, *escapeSequence, *name;
};
constexpr CharacterSet characterSets[] = {
    {"100", "-A", "ISO-8859-1"},  {"101", "-B", "ISO-8859-2"}, {"109", "-C", "ISO-8859-3"},
    {"110", "-D", "ISO-8859-4"},  {"144", "-L", "ISO-8859-5"}, {"127", "-G", "ISO-8859-6"},
    {"126", "-F", "ISO-8859-7"},  {"138", "-H", "ISO-8859-8"}, {"148", "-M", "ISO-8859-9"},
    {"203", "-b", "ISO-8859-15"}, {"166", "-T", "TIS-620"},    {"13", ")I", "JIS_X0201"},
    {"13", "(J", "JIS_X0201"},    {"149", "$)C", "EUC-KR"},    {"58", "$)A", "GB2312"},
    {"192", "", "UTF-8"},         {"GB18030", "", "GB18030"},  {"GBK", "", "GBK"}};

QString converted(const QByteArray &bytes, const char *name)
{
    const iconv_t converter = iconv_open("UTF-16LE", name);
    if (converter == reinterpret_cast<iconv_t>(-1))
        return QString::fromLatin1(bytes);
    QString result(bytes.size() * 2, Qt::Uninitialized);
    char *from = const_cast<char *>(bytes.constData());
    auto *to = reinterpret_cast<char *>(result.data());
    size_t left = static_cast<size_t>(bytes.size());
    size_t room = static_cast<size_t>(result.size()) * 2;
    while (left > 0 && iconv(converter, &from, &left, &to, &room) == static_cast<size_t>(-1) && room >= 2 && left > 0) {
        // What the set does not have is shown as such, and the rest is read on.
        const QChar unknown(QChar::ReplacementCharacter);
        const char16_t unit = unknown.unicode();
        *to++ = static_cast<char>(unit & 0xFF);
        *to++ = static_cast<char>(unit >> 8);
        room -= 2;
        ++from;
        --left;
    }
    iconv_close(converter);
    result.truncate(result.size() - static_cast<qsizetype>(room / 2));
    return result;
}

//! Two bytes a character without their high bits, as EUC-JP has them: with the bits, and the third set behind 0x8F.
QString japanese(const QByteArray &bytes, bool supplementary)
{
    QByteArray euc;
    for (qsizetype i = 0; i + 1 < bytes.size(); i += 2) {
        if (supplementary)
            euc += '\x8f';
        euc += static_cast<char>(bytes[i] | 0x80);
        euc += static_cast<char>(bytes[i + 1] | 0x80);
    }
    return converted(euc, "EUC-JP");
}

} // namespace

const char *charactersOf(const Dataset &data, const char *inherited)
{
    // Without a usable label Latin-1 is the likeliest, and it loses no byte.
    const QByteArray first = data.ascii(0x00080005).split('\\').constFirst().trimmed();
    const QByteArray term = first.mid(first.lastIndexOf(' ') + 1);
    for (const CharacterSet &set : characterSets) {
        if (term == set.term)
            return set.name;
    }
    return inherited;
}

QString unicodeOf(const QByteArray &bytes, const char *first)
{
    if (!bytes.contains(escape))
        return converted(bytes, first);
    enum class Mode { Plain, Japanese, JapaneseSupplementary } mode = Mode::Plain;
    const char *characters = first;
    QString result;
    QByteArray run;
    const auto finishRun = [&] {
        result += mode == Mode::Plain ? converted(run, characters) : japanese(run, mode == Mode::JapaneseSupplementary);
        run.clear();
    };
    for (qsizetype at = 0; at < bytes.size(); ++at) {
        if (bytes[at] == escape) {
            finishRun();
            const QByteArray sequence = bytes.mid(at + 1, 3);
            if (sequence.startsWith("$B") || sequence.startsWith("$(D")) {
                mode = sequence[1] == 'B' ? Mode::Japanese : Mode::JapaneseSupplementary;
                at += sequence[1] == 'B' ? 2 : 3;
                continue;
            }
            mode = Mode::Plain;
            const auto set =
                std::find_if(std::begin(characterSets), std::end(characterSets), [&](const CharacterSet &one) {
                    return *one.escapeSequence && sequence.startsWith(one.escapeSequence);
                });
            if (set != std::end(characterSets))
                characters = set->name;
            at += sequence.startsWith('$') ? 3 : 2;
            continue;
        }
        if (mode == Mode::Plain && (bytes[at] == '^' || bytes[at] == '=' || bytes[at] == '\\')) {
            // Every part begins anew in the first set (PS3.5 6.1.2.5.3).
            finishRun();
            characters = first;
        }
        run += bytes[at];
    }
    finishRun();
    return result;
}

TextReader::TextReader(const Dataset &data) : m_data(data), m_characters(charactersOf(data)) {}

QString TextReader::text(Tag tag) const
{
    QByteArray bytes = m_data.bytes(tag, 16 * 1024);
    while (bytes.endsWith('\0'))
        bytes.chop(1);
    return unicodeOf(bytes, m_characters).section(QLatin1Char('\\'), 0, 0).simplified();
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
