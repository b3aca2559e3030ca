#include "Comparison.h"

#include "Words.h"

#include <QCoreApplication>

#include <algorithm>

namespace ui {
namespace {

struct Outcome
{
    Verdict verdict;
    QString word;
};

QString words(const char *text)
{
    return QCoreApplication::translate("ui::Comparison", text);
}

Outcome same()
{
    return {Verdict::Pass, words(QT_TRANSLATE_NOOP("ui::Comparison", "Same"))};
}
Outcome differs()
{
    return {Verdict::Fail, words(QT_TRANSLATE_NOOP("ui::Comparison", "Differs"))};
}
Outcome notAsked()
{
    return {Verdict::Unknown, words(QT_TRANSLATE_NOOP("ui::Comparison", "Not asked"))};
}
Outcome notTold()
{
    return {Verdict::Unknown, words(QT_TRANSLATE_NOOP("ui::Comparison", "Not told"))};
}
Outcome otherSpelling()
{
    return {Verdict::Info, words(QT_TRANSLATE_NOOP("ui::Comparison", "Same apart from spelling"))};
}

Outcome compareNames(const QString &asked, const QString &answered)
{
    if (asked.isEmpty())
        return notAsked();
    if (answered.isEmpty())
        return notTold();
    if (asked.simplified() == answered.simplified())
        return same();
    return folded(asked) == folded(answered) ? otherSpelling() : differs();
}

//! Names of which some may be left out, and where `beginnings` count, the end of each as well.
Outcome compareParts(const QString &asked, const QString &answered, bool beginnings)
{
    const Outcome whole = compareNames(asked, answered);
    if (whole.verdict != Verdict::Fail)
        return whole;
    const QStringList told = folded(answered).split(u' ');
    const auto isTold = [&](const QString &name) {
        return std::any_of(told.begin(), told.end(),
                           [&](const QString &one) { return beginnings ? one.startsWith(name) : one == name; });
    };
    const QStringList wanted = folded(asked).split(u' ');
    if (!std::all_of(wanted.begin(), wanted.end(), isTold))
        return differs();
    return {Verdict::Info, words(QT_TRANSLATE_NOOP("ui::Comparison", "Part of the names"))};
}

Outcome compareDates(const QDate &asked, const QString &answered)
{
    if (!asked.isValid())
        return notAsked();
    if (answered.isEmpty())
        return notTold();
    const QString wanted = asked.toString(Qt::ISODate);
    if (answered.size() < wanted.size())
        return wanted.startsWith(answered)
                   ? Outcome{Verdict::Info, words(QT_TRANSLATE_NOOP("ui::Comparison", "Same as far as told"))}
                   : differs();
    return answered.first(wanted.size()) == wanted ? same() : differs();
}

} // namespace

QList<ComparedTrait> compare(const model::PatientQuery &asked, const model::Patient &answered,
                             const QString &identifierLabel)
{
    QList<ComparedTrait> traits;
    const auto add = [&](const QString &name, const QString &one, const QString &other, const Outcome &outcome,
                         bool mono = false) {
        traits.append({name, one, other, outcome.verdict, outcome.word, mono});
    };
    if (asked.identifier) {
        QString told;
        Outcome outcome = notTold();
        for (const model::PatientIdentifier &identifier : answered.identifiers) {
            if (identifier.system != asked.identifier->system || outcome.verdict == Verdict::Pass)
                continue;
            told = identifier.value;
            outcome = identifier.value == asked.identifier->value ? same() : differs();
        }
        add(identifierLabel, asked.identifier->value, told, outcome, true);
    } else if (!answered.identifiers.isEmpty()) {
        add(words(QT_TRANSLATE_NOOP("ui::Comparison", "Identifier")), {}, answered.identifiers.first().value,
            notAsked(), true);
    }
    const QString given = answered.given.join(u' ');
    if (!asked.name.isEmpty()) {
        const QString all = QString(given + u' ' + answered.family).trimmed();
        add(words(QT_TRANSLATE_NOOP("ui::Comparison", "Any name")), asked.name, all,
            compareParts(asked.name, all, true));
    }
    // Where any name was asked for, it is told above; there is room for five rows.
    if (asked.name.isEmpty() || !asked.family.isEmpty())
        add(words(QT_TRANSLATE_NOOP("ui::Comparison", "Family name")), asked.family, answered.family,
            compareNames(asked.family, answered.family));
    if (asked.name.isEmpty() || !asked.given.isEmpty())
        add(words(QT_TRANSLATE_NOOP("ui::Comparison", "Given names")), asked.given, given,
            compareParts(asked.given, given, false));
    add(words(QT_TRANSLATE_NOOP("ui::Comparison", "Birth date")), dateText(asked.birthDate),
        fhirDateText(answered.birthDate), compareDates(asked.birthDate, answered.birthDate));
    add(words(QT_TRANSLATE_NOOP("ui::Comparison", "Gender")), genderText(asked.gender), genderText(answered.gender),
        asked.gender.isEmpty()            ? notAsked()
        : answered.gender.isEmpty()       ? notTold()
        : asked.gender == answered.gender ? same()
                                          : differs());
    return traits;
}

} // namespace ui
