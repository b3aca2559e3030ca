#include <model/Uid.h>

namespace model {

std::optional<QString> normalisedUid(QStringView text)
{
    constexpr qsizetype longestUid = 64; // PS3.5 section 9.1

    const auto isPadding = [](QChar c) { return c.isSpace() || c.isNull(); };
    while (!text.isEmpty() && isPadding(text.back()))
        text.chop(1);
    while (!text.isEmpty() && isPadding(text.front()))
        text = text.sliced(1);

    if (!text.isEmpty() && text.front().isLetter()) // rare, and a comparison that ignores case is slow
        for (const QStringView prefix : {QStringView(u"urn:oid:"), QStringView(u"oid:")})
            if (text.startsWith(prefix, Qt::CaseInsensitive)) {
                text = text.sliced(prefix.size());
                break;
            }

    if (text.isEmpty() || text.size() > longestUid)
        return std::nullopt;
    // No empty component: neither "1..2" nor ".." can pass.
    bool isInside = false; // of a component
    for (const char16_t *c = text.utf16(), *const end = c + text.size(); c != end; ++c) {
        const bool isDigit = char16_t(*c - u'0') <= 9;
        if (!isDigit && (*c != u'.' || !isInside))
            return std::nullopt;
        isInside = isDigit;
    }
    return isInside ? std::optional(text.toString()) : std::nullopt;
}

} // namespace model
