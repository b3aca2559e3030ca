#include <story/CheckDigit.h>

#include <utility>

using namespace Qt::StringLiterals;

namespace story {

namespace {

using Scheme = CheckDigit::Scheme;

const QList<std::pair<QString, Scheme>> &schemes()
{
    static const QList<std::pair<QString, Scheme>> all{
        {u"luhn"_s, Scheme::Luhn},
        {u"weighted-mod-11"_s, Scheme::WeightedMod11},
        {u"letter-mod-23"_s, Scheme::LetterMod23},
        {u"iso-7064-mod-11-2"_s, Scheme::Iso7064Mod11_2},
        {u"iso-7064-mod-11-10"_s, Scheme::Iso7064Mod11_10},
        {u"iso-7064-mod-97-10"_s, Scheme::Iso7064Mod97_10},
        {u"mod-97"_s, Scheme::Mod97},
    };
    return all;
}

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

QList<int> digitsIn(const QString &value)
{
    QList<int> digits;
    for (const QChar c : value)
        if (isDigit(c))
            digits += c.unicode() - u'0';
    return digits;
}

int remainder(const QList<int> &digits, int modulus)
{
    int rest = 0;
    for (const int digit : digits)
        rest = (rest * 10 + digit) % modulus;
    return rest;
}

bool luhn(const QList<int> &digits)
{
    int sum = 0;
    for (qsizetype i = 0; i < digits.size(); ++i) {
        const int digit = digits[digits.size() - 1 - i];
        sum += i % 2 == 0 ? digit : digit < 5 ? 2 * digit : 2 * digit - 9;
    }
    return sum % 10 == 0;
}

bool mod11_2(QList<int> digits, bool endsInX)
{
    if (endsInX)
        digits += 10;
    int sum = 0;
    for (const int digit : digits.first(digits.size() - 1))
        sum = (sum + digit) * 2 % 11;
    return (sum + digits.last()) % 11 == 1;
}

bool mod11_10(const QList<int> &digits)
{
    int product = 10;
    for (const int digit : digits.first(digits.size() - 1)) {
        const int sum = (product + digit) % 10;
        product = (sum == 0 ? 10 : sum) * 2 % 11;
    }
    return (product + digits.last()) % 10 == 1;
}

} // namespace

QStringList CheckDigit::names()
{
    QStringList all;
    for (const auto &[name, scheme] : schemes())
        all += name;
    return all;
}

std::optional<CheckDigit> CheckDigit::named(const QString &name)
{
    for (const auto &[each, scheme] : schemes())
        if (each == name)
            return CheckDigit(scheme);
    return std::nullopt;
}

bool CheckDigit::accepts(const QString &value) const
{
    const QList<int> digits = digitsIn(value);
    if (digits.size() < 2)
        return false;
    switch (m_scheme) {
    case Scheme::Luhn:
        return luhn(digits);
    case Scheme::WeightedMod11: {
        if (digits.size() != m_weights.size())
            return false;
        int sum = 0;
        for (qsizetype i = 0; i < digits.size(); ++i)
            sum += digits[i] * m_weights[i];
        return sum % 11 == 0;
    }
    case Scheme::LetterMod23: {
        const QList<qsizetype> place = places(value);
        return !place.isEmpty() && m_letters.size() == 23 &&
               value[place.first()].toUpper() == m_letters[remainder(digits, 23)];
    }
    case Scheme::Iso7064Mod11_2: {
        const QList<qsizetype> place = places(value);
        return !place.isEmpty() && mod11_2(digits, !isDigit(value[place.first()]));
    }
    case Scheme::Iso7064Mod11_10:
        return mod11_10(digits);
    case Scheme::Iso7064Mod97_10:
        return digits.size() > 2 && remainder(digits, 97) == 1;
    case Scheme::Mod97: {
        const QList<int> body = digits.first(digits.size() - 2);
        return !body.isEmpty() && 97 - remainder(body, 97) == digits[body.size()] * 10 + digits.last();
    }
    }
    Q_UNREACHABLE();
}

QList<qsizetype> CheckDigit::places(const QString &value) const
{
    const bool isPair = m_scheme == Scheme::Iso7064Mod97_10 || m_scheme == Scheme::Mod97;
    const auto counts = [&](qsizetype i) {
        if (m_scheme == Scheme::LetterMod23)
            return value[i].isLetter();
        const bool isLast = i == value.size() - 1;
        return isDigit(value[i]) || (m_scheme == Scheme::Iso7064Mod11_2 && isLast && value[i].toUpper() == u'X');
    };
    QList<qsizetype> found;
    for (qsizetype i = value.size() - 1; i >= 0 && found.size() < (isPair ? 2 : 1); --i)
        if (counts(i))
            found.prepend(i);
    return found;
}

QString CheckDigit::wanted(const QString &value) const
{
    const QList<qsizetype> where = places(value);
    if (where.isEmpty() || accepts(value))
        return {};
    QStringList candidates;
    if (m_scheme == Scheme::LetterMod23)
        candidates = m_letters.split(QString(), Qt::SkipEmptyParts);
    else if (where.size() == 2)
        for (int pair = 0; pair < 100; ++pair)
            candidates += u"%1"_s.arg(pair, 2, 10, QLatin1Char('0'));
    else
        for (int digit = 0; digit < 10; ++digit)
            candidates += QString::number(digit);
    if (m_scheme == Scheme::Iso7064Mod11_2)
        candidates += u"X"_s;
    for (const QString &candidate : std::as_const(candidates)) {
        QString corrected = value;
        for (qsizetype i = 0; i < where.size() && i < candidate.size(); ++i)
            corrected[where[i]] = candidate[i];
        if (accepts(corrected))
            return candidate;
    }
    return {};
}

} // namespace story
