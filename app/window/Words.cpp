#include "Words.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

using namespace Qt::Literals::StringLiterals;

namespace window {

namespace {

//! For tr().
class Words
{
    Q_DECLARE_TR_FUNCTIONS(window::Words)
};

} // namespace

QString readableDate(const QDate &date)
{
    // The month in letters: 03/04 must not exist between two countries.
    return QLocale().toString(date, Words::tr("d MMM yyyy"));
}

namespace {

int yearsSince(const QDate &date)
{
    const QDate today = QDate::currentDate();
    const int years = today.year() - date.year();
    const bool isToCome = today.month() < date.month() || (today.month() == date.month() && today.day() < date.day());
    return isToCome ? years - 1 : years;
}

} // namespace

QString born(const QString &fhirDate)
{
    const QDate date = QDate::fromString(fhirDate, Qt::ISODate);
    return date.isValid() ? Words::tr("%1 (%2 y)").arg(readableDate(date)).arg(yearsSince(date)) : fhirDate;
}

QString age(const QString &fhirDate)
{
    const QDate date = QDate::fromString(fhirDate, Qt::ISODate);
    return date.isValid() ? Words::tr("%1 y", "age in years").arg(yearsSince(date)) : QString();
}

QString readableName(const model::Patient &patient)
{
    if (patient.family.isEmpty() || patient.given.isEmpty())
        return patient.family + patient.given.join(u' ');
    return patient.family + u", "_s + patient.given.join(u' ');
}

QString readableGender(const QString &code)
{
    if (code == "female"_L1)
        return Words::tr("Female");
    if (code == "male"_L1)
        return Words::tr("Male");
    if (code == "other"_L1)
        return Words::tr("Other");
    return code.isEmpty() ? Words::tr("Not told") : Words::tr("Unknown");
}

QString readableDicomName(const QString &name)
{
    const QString letters = name.section(u'=', 0, 0); // the alphabetic group
    if (!letters.contains(u'^'))
        return letters;
    const QStringList parts = letters.split(u'^');
    model::Patient patient;
    patient.family = parts.first().trimmed();
    for (const QString &given : parts.mid(1, 2))
        if (!given.trimmed().isEmpty())
            patient.given += given.trimmed();
    return readableName(patient);
}

QString readableSex(const QString &code)
{
    return readableGender(code == "F"_L1   ? u"female"_s
                          : code == "M"_L1 ? u"male"_s
                          : code == "O"_L1 ? u"other"_s
                                           : code);
}

QString readableTrait(const QString &field, const QString &value)
{
    if (field == "birthDate"_L1)
        return born(value);
    if (field == "sex"_L1)
        return readableSex(value);
    return field == "name"_L1 ? readableDicomName(value) : value;
}

QString besideConfirmed(const model::Patient &confirmed, const model::StudyPatient &other, NamedIn where)
{
    QStringList numbers;
    for (const model::PatientIdentifier &number : confirmed.identifiers)
        numbers += number.value;
    QStringList lines;
    const auto compare = [&lines, where](const QString &field, const QString &ours, const QString &theirs) {
        const auto told = [](const QString &text) { return text.isEmpty() ? Words::tr("not told") : text; };
        lines += (where == NamedIn::File ? Words::tr("%1: %2 is your patient, %3 is in the file")
                                         : Words::tr("%1: %2 is your patient, %3 is in the report"))
                     .arg(field, told(ours), told(theirs));
    };
    compare(Words::tr("Name"), readableName(confirmed), readableDicomName(other.name));
    compare(Words::tr("Born"), born(confirmed.birthDate), born(other.birthDate));
    compare(Words::tr("Gender"), readableGender(confirmed.gender), readableSex(other.sex));
    compare(Words::tr("Identifier"), listed(numbers), other.id);
    return lines.join(u'\n');
}

QString clock(const QTime &time)
{
    return time.toString(u"HH:mm"_s);
}

QString seconds(std::chrono::milliseconds time)
{
    const auto words = [](double count) { return QLocale().toString(count, 'f', 1); };
    constexpr std::chrono::milliseconds least(100);
    if (time < least)
        return Words::tr("under %1 s").arg(words(0.1));
    return Words::tr("%1 s").arg(words(double(time.count()) / 1000));
}

QString listed(const QStringList &names)
{
    constexpr qsizetype most = 6;
    if (names.size() > most)
        return Words::tr("%1 and %2 more").arg(names.first(most).join(u", "_s)).arg(names.size() - most);
    if (names.size() < 2)
        return names.join(QString());
    return Words::tr("%1 and %2").arg(names.first(names.size() - 1).join(u", "_s), names.last());
}

QString fieldWord(const QString &field)
{
    if (field == "birthDate"_L1)
        return Words::tr("birth date");
    if (field == "sex"_L1)
        return Words::tr("sex");
    if (field == "name"_L1)
        return Words::tr("name");
    if (field == "record"_L1)
        return Words::tr("patient record");
    return Words::tr("identifier");
}

QString differenceWord(const QString &field)
{
    if (field == "date"_L1)
        return Words::tr("Date");
    if (field == "time"_L1)
        return Words::tr("Time");
    if (field == "modalities"_L1)
        return Words::tr("Type");
    if (field == "description"_L1)
        return Words::tr("Description");
    if (field == "seriesCount"_L1)
        return Words::tr("Series");
    if (field == "instanceCount"_L1)
        return Words::tr("Images");
    if (field == "accession"_L1)
        return Words::tr("Accession number");
    if (field == "endpoints"_L1)
        return Words::tr("Address");
    if (field == "patientId"_L1)
        return Words::tr("Number");
    if (field == "patientName"_L1)
        return Words::tr("Name");
    if (field == "patientBirthDate"_L1)
        return Words::tr("Birth date");
    if (field == "patientSex"_L1)
        return Words::tr("Sex");
    return field;
}

QString titleOf(const model::Study &study)
{
    return Words::tr("%1 %2", "modality, date").arg(study.modalities.join(u'/'), readableDate(study.date)).trimmed();
}

QString keptTitleOf(const model::Study &study)
{
    return u"%1 %2"_s.arg(study.modalities.join(u'/'), study.date.toString(Qt::ISODate)).trimmed();
}

QString titleInWords(const QString &kept)
{
    static const QRegularExpression date(u"[0-9]{4}-[0-9]{2}-[0-9]{2}"_s);
    QString title;
    qsizetype from = 0;
    for (auto found = date.globalMatch(kept); found.hasNext();) {
        const QRegularExpressionMatch one = found.next();
        const QDate day = QDate::fromString(one.captured(), Qt::ISODate);
        title += kept.mid(from, one.capturedStart() - from) + (day.isValid() ? readableDate(day) : one.captured());
        from = one.capturedEnd();
    }
    title += kept.mid(from);
    return title;
}

} // namespace window
