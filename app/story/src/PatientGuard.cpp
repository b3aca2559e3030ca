#include <story/PatientGuard.h>

#include "Names.h"

#include <QHash>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace story {

namespace {

//! One spelling for what clerks of two countries spell differently.
QString folded(const QString &text)
{
    QString plain;
    for (const QChar c : text.toCaseFolded().normalized(QString::NormalizationForm_KD)) {
        if (c.isMark())
            continue;
        switch (c.unicode()) {
        case u'ß':
            plain += "ss"_L1;
            break;
        case u'æ':
        case u'å':
            plain += u'a';
            break;
        case u'ø':
        case u'œ':
            plain += u'o';
            break;
        case u'ł':
            plain += u'l';
            break;
        case u'đ':
        case u'ð':
            plain += u'd';
            break;
        case u'þ':
            plain += "th"_L1;
            break;
        default:
            plain += c;
        }
    }
    for (const auto &[pair, letter] : {std::pair("ae"_L1, "a"_L1), std::pair("oe"_L1, "o"_L1),
                                       std::pair("ue"_L1, "u"_L1), std::pair("aa"_L1, "a"_L1)})
        plain.replace(pair, letter);
    return plain;
}

std::optional<QChar::Script> scriptOf(const QString &text)
{
    for (const QChar c : text)
        if (c.isLetter())
            return c.script();
    return std::nullopt;
}

QString sexOf(const QString &gender)
{
    static const QHash<QString, QString> codes{{u"male"_s, u"M"_s}, {u"female"_s, u"F"_s}};
    return codes.value(gender);
}

} // namespace

QStringList namePartsIn(const QString &name)
{
    QStringList parts;
    QString part;
    // Only the first group of a PN is compared; the others repeat the name in other scripts.
    for (const QChar c : folded(name.section(u'=', 0, 0)) + u' ') {
        if (c.isLetter() || c == u'\'')
            part += c;
        else if (!part.isEmpty())
            parts += std::exchange(part, {});
    }
    parts.removeDuplicates();
    return parts;
}

NameAgreement compareNames(const QString &a, const QString &b)
{
    QStringList shorter = namePartsIn(a);
    QStringList longer = namePartsIn(b);
    if (shorter.isEmpty() || longer.isEmpty() || scriptOf(shorter.first()) != scriptOf(longer.first()))
        return NameAgreement::NotComparable;
    if (shorter.size() > longer.size())
        std::swap(shorter, longer);
    for (const QString &part : shorter) {
        const auto same = std::find_if(longer.begin(), longer.end(), [&part](const QString &other) {
            return part == other || (part.size() == 1 && other.startsWith(part)) ||
                   (other.size() == 1 && part.startsWith(other));
        });
        if (same == longer.end())
            return NameAgreement::Different;
        longer.erase(same);
    }
    return NameAgreement::Same;
}

PatientComparison compare(const network::ExpectedPatient &confirmed, const model::StudyPatient &row)
{
    using model::PatientVerdict;
    QList<model::PatientIdentifier> identifiers = confirmed.confirmed.identifiers;
    identifiers.prepend(confirmed.identifier);

    const bool sameNumber =
        !row.id.isEmpty() && std::any_of(identifiers.begin(), identifiers.end(), [&row](const auto &identifier) {
            return identifier.value == row.id && (row.issuer.isEmpty() || identifier.system == row.issuer);
        });
    const bool sameRecord = !confirmed.confirmed.id.isEmpty() &&
                            (row.id == confirmed.confirmed.id || row.id == "Patient/"_L1 + confirmed.confirmed.id);
    const bool sameAuthority = !row.issuer.isEmpty() &&
                               std::any_of(identifiers.begin(), identifiers.end(),
                                           [&row](const auto &identifier) { return identifier.system == row.issuer; });

    // A date may be told to the year or the month only, so what both tell is compared.
    const QString &born = confirmed.confirmed.birthDate;
    const qsizetype told = std::min(born.size(), row.birthDate.size());
    const bool birthDatesAgree = told > 0 && born.first(told) == row.birthDate.first(told);
    if (told > 0 && !birthDatesAgree)
        return {PatientVerdict::Conflict, u"birthDate"_s, row.birthDate};

    const QString sex = sexOf(confirmed.confirmed.gender);
    if (!sex.isEmpty() && (row.sex == "M"_L1 || row.sex == "F"_L1) && row.sex != sex)
        return {PatientVerdict::Conflict, u"sex"_s, row.sex};

    const QString name = (QStringList{confirmed.confirmed.family} + confirmed.confirmed.given).join(u' ');
    const NameAgreement names = compareNames(name, row.name);
    if (names == NameAgreement::Different) {
        // A name changes by marriage and by transliteration; number and birth date together do not.
        const bool sure = (sameNumber || sameRecord) && birthDatesAgree;
        return {sure ? PatientVerdict::Explained : PatientVerdict::Conflict, u"name"_s, row.name};
    }

    const bool traitsAgree = birthDatesAgree || names == NameAgreement::Same;
    if (sameNumber || sameRecord)
        return {PatientVerdict::Match, {}, {}};
    if (!row.id.isEmpty()) {
        if (sameAuthority)
            return {PatientVerdict::Conflict, u"identifier"_s, row.id};
        return {traitsAgree ? PatientVerdict::Explained : PatientVerdict::Unchecked, u"identifier"_s, row.id};
    }
    return {traitsAgree ? PatientVerdict::Match : PatientVerdict::Unchecked, {}, {}};
}

} // namespace story
