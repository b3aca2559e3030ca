#include "PatientCheck.h"

#include <QSet>
#include <QStringList>

#include <algorithm>

namespace network {

namespace {

using model::PatientVerdict;

enum class Agreement { Unknown, Same, Different };

//! The words of a name in a form in which spellings of one name are equal: no case, no marks, no punctuation; letters
//! that some registries write as two (ae, oe, ue, ss) count as one.
QSet<QString> wordsOf(const QString &name)
{
    QString folded;
    const QString decomposed = name.normalized(QString::NormalizationForm_KD).toCaseFolded();
    for (const QChar c : decomposed) {
        if (c.isMark())
            continue;
        switch (c.unicode()) {
        case u'ø':
            folded += u'o';
            break;
        case u'ł':
            folded += u'l';
            break;
        case u'đ':
        case u'ð':
            folded += u'd';
            break;
        case u'ß':
            folded += QStringLiteral("ss");
            break;
        case u'þ':
            folded += QStringLiteral("th");
            break;
        case u'ı':
            folded += u'i';
            break;
        case u'æ':
            folded += u'a';
            break;
        case u'œ':
            folded += u'o';
            break;
        default:
            folded += c.isLetterOrNumber() || c.isSurrogate() ? c : QChar(u' ');
        }
    }
    folded.replace(QStringLiteral("ae"), QStringLiteral("a"));
    folded.replace(QStringLiteral("oe"), QStringLiteral("o"));
    folded.replace(QStringLiteral("ue"), QStringLiteral("u"));
    const QStringList words = folded.split(u' ', Qt::SkipEmptyParts);
    return {words.begin(), words.end()};
}

//! The script of a name: two names can be compared only when they share one.
std::optional<QChar::Script> scriptOf(const QString &name)
{
    const auto letter = std::find_if(name.begin(), name.end(), [](QChar c) { return c.isLetter() || c.isSurrogate(); });
    if (letter == name.end())
        return std::nullopt;
    return letter->script();
}

Agreement names(const model::Patient &confirmed, const QString &fileName)
{
    const QSet<QString> family = wordsOf(confirmed.family);
    if (family.isEmpty())
        return Agreement::Unknown;
    const QSet<QString> given = wordsOf(confirmed.given.join(u' '));

    Agreement result = Agreement::Unknown;
    const auto groups = fileName.split(u'=');
    for (const QString &group : groups) {
        const QSet<QString> words = wordsOf(group);
        if (words.isEmpty() || scriptOf(group) != scriptOf(confirmed.family))
            continue;
        const QSet<QString> givenWords = words - family;
        const bool givenFits =
            given.isEmpty() || givenWords.isEmpty() || givenWords.intersects(given) || given.intersects(words);
        if (words.contains(family) && givenFits)
            return Agreement::Same;
        result = Agreement::Different;
    }
    return result;
}

Agreement birthDates(QString confirmed, QString inFile)
{
    confirmed.remove(u'-');
    inFile.remove(u'.');
    inFile = inFile.trimmed();
    if (confirmed.isEmpty() || inFile.isEmpty())
        return Agreement::Unknown;
    const auto shorter = std::min(confirmed.size(), inFile.size());
    return confirmed.first(shorter) == inFile.first(shorter) ? Agreement::Same : Agreement::Different;
}

Agreement sexes(const QString &gender, const QString &sex)
{
    const QString letter = sex.trimmed().toUpper();
    const bool isMale = gender == QLatin1String("male");
    const bool isFemale = gender == QLatin1String("female");
    if ((!isMale && !isFemale) || (letter != QLatin1String("M") && letter != QLatin1String("F")))
        return Agreement::Unknown;
    return isMale == (letter == QLatin1String("M")) ? Agreement::Same : Agreement::Different;
}

} // namespace

PatientVerdict compared(const ExpectedPatient &expected, const FilePatient &file)
{
    const QString id = file.id.trimmed();
    const auto isFilesId = [&id](const model::PatientIdentifier &identifier) {
        return identifier.value.trimmed() == id;
    };
    const auto &known = expected.confirmed.identifiers;
    if (!id.isEmpty() && (isFilesId(expected.identifier) || std::any_of(known.begin(), known.end(), isFilesId)))
        return PatientVerdict::Match;

    const Agreement name = names(expected.confirmed, file.name);
    const Agreement birth = birthDates(expected.confirmed.birthDate, file.birthDate);
    const Agreement sex = sexes(expected.confirmed.gender, file.sex);
    if (name == Agreement::Different || birth == Agreement::Different || sex == Agreement::Different)
        return PatientVerdict::Conflict;
    // Sex alone does not make two people one.
    if (name == Agreement::Same || birth == Agreement::Same)
        return PatientVerdict::Explained;
    return id.isEmpty() ? PatientVerdict::Unchecked : PatientVerdict::Conflict;
}

PatientVerdict combined(const std::optional<PatientVerdict> &sofar, PatientVerdict next)
{
    if (!sofar || *sofar == next)
        return next;
    if (*sofar == PatientVerdict::Conflict || next == PatientVerdict::Conflict)
        return PatientVerdict::Conflict;
    return PatientVerdict::Explained;
}

} // namespace network
