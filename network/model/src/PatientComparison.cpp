#include <model/PatientComparison.h>

#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <utility>

namespace model {

namespace {

//! One spelling for what clerks of two countries spell differently.
QString folded(const QString &text)
{
    QString plain;
    const QString decomposed = text.toCaseFolded().normalized(QString::NormalizationForm_KD);
    for (const QChar c : decomposed) {
        if (c.isMark())
            continue;
        switch (c.unicode()) {
        case u'ß':
            plain += QLatin1String("ss");
            break;
        case u'æ':
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
            plain += QLatin1String("th");
            break;
        case u'ı':
            plain += u'i';
            break;
        default:
            plain += c;
        }
    }
    static constexpr std::array<std::pair<const char *, const char *>, 4> pairs{
        {{"ae", "a"}, {"oe", "o"}, {"ue", "u"}, {"aa", "a"}}};
    for (const auto &[pair, letter] : pairs)
        plain.replace(QLatin1String(pair), QLatin1String(letter));
    return plain;
}

std::optional<QChar::Script> scriptOf(const QString &text)
{
    for (const QChar c : text)
        if (c.isLetter() || c.isSurrogate())
            return c.script();
    return std::nullopt;
}

QString sexOf(const QString &gender)
{
    if (gender == QLatin1String("male"))
        return QStringLiteral("M");
    return gender == QLatin1String("female") ? QStringLiteral("F") : QString();
}

//! An OID without prefix, or a URI; empty for a text that tells no authority.
QString authorityIn(const QString &issuer)
{
    constexpr QLatin1String prefix("urn:oid:");
    QString text = issuer.trimmed();
    if (text.startsWith(prefix, Qt::CaseInsensitive))
        text.remove(0, prefix.size());
    static const QRegularExpression telling(QStringLiteral(R"(^(?:\d+(?:\.\d+)+|[A-Za-z][A-Za-z0-9+.-]*:\S+)$)"));
    return telling.match(text).hasMatch() ? text : QString();
}

//! So many different people for one study are nobody's study: what comes after them is not kept.
constexpr qsizetype mostNamed = 100;

//! Whether both tell one number and nothing that contradicts.
bool completes(const StudyPatient &known, const StudyPatient &named)
{
    if (known == named)
        return true;
    const auto agree = [](const QString &a, const QString &b) { return a.isEmpty() || b.isEmpty() || a == b; };
    return isSameNumber(known.id, named.id) && agree(known.issuer, named.issuer) && agree(known.name, named.name) &&
           agree(known.birthDate, named.birthDate) && agree(known.sex, named.sex) &&
           agree(known.reference, named.reference);
}

void complete(StudyPatient &known, const StudyPatient &named)
{
    const auto fill = [](QString &to, const QString &told) {
        if (to.isEmpty())
            to = told;
    };
    fill(known.issuer, named.issuer);
    fill(known.name, named.name);
    fill(known.birthDate, named.birthDate);
    fill(known.sex, named.sex);
    fill(known.reference, named.reference);
}

NameAgreement compareGroups(const QString &a, const QString &b)
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

} // namespace

bool isLeftOver(const QString &whole, const QString &rest)
{
    bool isLess = false;
    const auto words = [&isLess](const QString &text, bool dropping) {
        QStringList list;
        QString word;
        for (const QChar c : text.toCaseFolded() + u' ') {
            const bool isForeign = dropping && c.unicode() > 0xff;
            isLess = isLess || isForeign;
            if (isForeign || c.isMark())
                continue;
            if (c.isLetterOrNumber() || c.isSurrogate())
                word += c;
            else if (!word.isEmpty())
                list += std::exchange(word, {});
        }
        list.sort();
        return list;
    };
    const QStringList left = words(whole, true);
    return isLess && left == words(rest, false);
}

QStringList namePartsIn(const QString &name)
{
    QStringList parts;
    QString part;
    const QString folding = folded(name.section(u'^', 0, 2)) + u' ';
    for (const QChar c : folding) {
        if (c.isLetterOrNumber() || c.isSurrogate())
            part += c;
        else if (c != u'\'' && c != u'’' && !part.isEmpty()) // O'Hara is also written OHARA
            parts += std::exchange(part, {});
    }
    parts.removeDuplicates();
    return parts;
}

NameAgreement compareNames(const QString &a, const QString &b)
{
    NameAgreement result = NameAgreement::NotComparable;
    const auto spellingsOfA = a.split(u'=');
    const auto spellingsOfB = b.split(u'=');
    for (const QString &spelling : spellingsOfA)
        for (const QString &other : spellingsOfB) {
            const NameAgreement agreement = compareGroups(spelling, other);
            if (agreement == NameAgreement::Same)
                return agreement;
            if (agreement == NameAgreement::Different && !isLeftOver(spelling, other) && !isLeftOver(other, spelling))
                result = agreement;
        }
    return result;
}

bool isSameNumber(const QString &a, const QString &b)
{
    const auto bare = [](const QString &text) {
        QString kept;
        for (const QChar c : text)
            if (c.isLetterOrNumber())
                kept += c.toCaseFolded();
        return kept;
    };
    const QString number = bare(a);
    return !number.isEmpty() && number == bare(b);
}

bool isSameAuthority(const QString &a, const QString &b)
{
    const QString one = authorityIn(a);
    const QString other = authorityIn(b);
    if (one.isEmpty() && other.isEmpty()) // a word that a profile has for its authority as well
        return !a.trimmed().isEmpty() && a.trimmed() == b.trimmed();
    return one == other;
}

QString systemOf(const QString &authority)
{
    static const QRegularExpression oid(QStringLiteral(R"(^\s*(?:urn:oid:)?(\d+(?:\.\d+)+)\s*$)"),
                                        QRegularExpression::CaseInsensitiveOption);
    const auto match = oid.match(authority);
    return match.hasMatch() ? QStringLiteral("urn:oid:") + match.captured(1) : authority;
}

bool isNumberOf(const PatientIdentifier &identifier, const QString &number, const QString &issuer)
{
    return isSameNumber(identifier.value, number) &&
           (authorityIn(issuer).isEmpty() || isSameAuthority(issuer, identifier.system));
}

QString recordIn(const QString &reference)
{
    if (!reference.startsWith(QLatin1String("Patient/")))
        return {};
    static const QRegularExpression relative(QStringLiteral("^Patient/([A-Za-z0-9.~_-]+)(?:/_history/[^/]*)?$"));
    return relative.match(reference).captured(1);
}

PatientComparison compare(const PatientIdentifier &identifier, const Patient &confirmed, const Study &study)
{
    // What says nothing weighs least; a number of which nobody knows whose it is weighs more than an agreement.
    const auto weight = [](const PatientComparison &one) {
        switch (one.verdict) {
        case PatientVerdict::Unchecked:
            return one.field.isEmpty() ? 0 : 3;
        case PatientVerdict::Match:
            return 1;
        case PatientVerdict::Explained:
            return 2;
        case PatientVerdict::Conflict:
            return 4;
        }
        Q_UNREACHABLE();
    };
    PatientComparison gravest = compare(identifier, confirmed, study.patient);
    for (const StudyPatient &named : study.otherPatients)
        if (PatientComparison one = compare(identifier, confirmed, named); weight(one) > weight(gravest))
            gravest = std::move(one);
    if (gravest.verdict != PatientVerdict::Conflict && study.otherPatients.size() >= mostNamed)
        return {PatientVerdict::Conflict, QStringLiteral("identifier"), study.otherPatients.constLast().id};
    return gravest;
}

void addPatient(Study &study, const StudyPatient &named)
{
    if (named == StudyPatient())
        return;
    if (study.patient == StudyPatient()) {
        study.patient = named;
        return;
    }
    if (completes(study.patient, named))
        return complete(study.patient, named);
    for (StudyPatient &known : study.otherPatients)
        if (completes(known, named))
            return complete(known, named);
    if (study.otherPatients.size() >= mostNamed)
        return;
    study.otherPatients.append(named);
    if (study.patient.id.isEmpty() && !named.id.isEmpty()) // the one with a number stands first
        std::swap(study.patient, study.otherPatients.last());
}

void addPatients(Study &study, const Study &other)
{
    addPatient(study, other.patient);
    for (const StudyPatient &named : other.otherPatients)
        addPatient(study, named);
}

PatientComparison compare(const PatientIdentifier &identifier, const Patient &confirmed, const StudyPatient &named)
{
    QList<PatientIdentifier> identifiers = confirmed.identifiers;
    identifiers.prepend(identifier);
    const QString id = named.id.trimmed();

    const bool sameNumber = std::any_of(identifiers.begin(), identifiers.end(),
                                        [&](const auto &one) { return isNumberOf(one, id, named.issuer); });
    const QString record = recordIn(named.reference);
    const bool idIsRecord =
        !confirmed.id.isEmpty() && (id == confirmed.id || id == QStringLiteral("Patient/") + confirmed.id);
    const bool sameRecord = idIsRecord || (!confirmed.id.isEmpty() && !record.isEmpty() &&
                                           (record == confirmed.id || record == recordIn(confirmed.replacedBy)));
    const bool otherRecord = !confirmed.id.isEmpty() && !record.isEmpty() && !sameRecord;
    const bool sameAuthority = std::any_of(identifiers.begin(), identifiers.end(), [&named](const auto &one) {
        return isSameAuthority(one.system, named.issuer);
    });

    // A date may be told to the year or the month only, so what both tell is compared.
    const QString &born = confirmed.birthDate;
    const qsizetype told = std::min(born.size(), named.birthDate.size());
    const bool birthDatesAgree = told > 0 && born.first(told) == named.birthDate.first(told);
    if (told > 0 && !birthDatesAgree)
        return {PatientVerdict::Conflict, QStringLiteral("birthDate"), named.birthDate};

    const QString sex = sexOf(confirmed.gender);
    const QString namedSex = named.sex.trimmed().toUpper();
    if (!sex.isEmpty() && (namedSex == QLatin1String("M") || namedSex == QLatin1String("F")) && namedSex != sex)
        return {PatientVerdict::Conflict, QStringLiteral("sex"), named.sex};

    const QString name = (QStringList{confirmed.family} + confirmed.given).join(u' ');
    const NameAgreement names = compareNames(name, named.name);
    if (names == NameAgreement::Different) {
        // A name changes by marriage and by transliteration; number and birth date together do not.
        const bool isSure = (sameNumber || sameRecord) && birthDatesAgree;
        return {isSure ? PatientVerdict::Explained : PatientVerdict::Conflict, QStringLiteral("name"), named.name};
    }

    const bool traitsAgree = birthDatesAgree || names == NameAgreement::Same;
    if (sameNumber || idIsRecord)
        return {PatientVerdict::Match, {}, {}};
    if (!id.isEmpty() && sameAuthority)
        return {PatientVerdict::Conflict, QStringLiteral("identifier"), named.id};
    if (sameRecord)
        return {PatientVerdict::Match, {}, {}};
    if (otherRecord)
        return {traitsAgree ? PatientVerdict::Explained : PatientVerdict::Conflict, QStringLiteral("record"),
                named.reference};
    if (!id.isEmpty())
        return {traitsAgree ? PatientVerdict::Explained : PatientVerdict::Unchecked, QStringLiteral("identifier"),
                named.id};
    return {traitsAgree ? PatientVerdict::Match : PatientVerdict::Unchecked, {}, {}};
}

} // namespace model
