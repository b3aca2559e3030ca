#include "Words.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

namespace ui {
namespace {

QString words(const char *text)
{
    return QCoreApplication::translate("ui::Words", text);
}

} // namespace

QString number(qint64 value)
{
    const QLocale locale;
    if (locale.language() != QLocale::C && locale.groupSeparator() != QStringLiteral(","))
        return locale.toString(value);
    // A comma reads as a decimal sign in most of Europe, so English is written with a space that does not break.
    QString digits = QString::number(qAbs(value));
    for (qsizetype at = digits.size() - 3; at > 0; at -= 3)
        digits.insert(at, QChar::Nbsp);
    return value < 0 ? u'-' + digits : digits;
}

QString grouped(const QString &translated, qint64 value)
{
    QString result = translated;
    return result.replace(QString::number(value), number(value));
}

QString byteText(qint64 bytes)
{
    const QLocale locale = QLocale().language() == QLocale::C ? QLocale(QLocale::English) : QLocale();
    const auto scaled = [&](double value, const char *unit) {
        return QStringLiteral("%1 %2").arg(locale.toString(value, 'f', value < 9.95 ? 1 : 0), words(unit));
    };
    if (bytes >= 9'950'000'000)
        return scaled(double(bytes) / 1e9, QT_TRANSLATE_NOOP("ui::Words", "GB"));
    if (bytes >= 1'000'000'000)
        return QStringLiteral("%1 %2").arg(number(qRound64(double(bytes) / 1e6)),
                                           words(QT_TRANSLATE_NOOP("ui::Words", "MB")));
    if (bytes >= 50'000)
        return scaled(double(bytes) / 1e6, QT_TRANSLATE_NOOP("ui::Words", "MB"));
    return scaled(double(bytes) / 1e3, QT_TRANSLATE_NOOP("ui::Words", "kB"));
}

QString dateText(const QDate &date)
{
    return date.isValid() ? QLocale().toString(date, words(QT_TRANSLATE_NOOP("ui::Words", "d MMM yyyy"))) : QString();
}

QString fhirDateText(const QString &date)
{
    if (date.size() >= 10) {
        const QDate day = QDate::fromString(date.first(10), Qt::ISODate);
        return day.isValid() ? dateText(day) : date;
    }
    if (date.size() == 7) {
        const QDate first = QDate::fromString(date + QStringLiteral("-01"), Qt::ISODate);
        return first.isValid() ? QLocale().toString(first, words(QT_TRANSLATE_NOOP("ui::Words", "MMM yyyy"))) : date;
    }
    return date;
}

QList<QDate> datesIn(const QString &text)
{
    const QString simple = text.simplified();
    if (simple.isEmpty())
        return {};
    const QLocale locale;
    const QStringList formats = {words("d MMM yyyy"),
                                 QStringLiteral("d MMM yyyy"),
                                 QStringLiteral("d MMMM yyyy"),
                                 QStringLiteral("d. MMM yyyy"),
                                 QStringLiteral("d. MMMM yyyy"),
                                 QStringLiteral("MMM d, yyyy"),
                                 QStringLiteral("MMMM d, yyyy"),
                                 QStringLiteral("yyyy-MM-dd"),
                                 QStringLiteral("yyyyMMdd")};
    for (const QString &format : formats) {
        for (const QLocale &reader : {locale, QLocale::c()}) {
            if (const QDate date = reader.toDate(simple, format); date.isValid() && date.year() >= 1800)
                return {date};
        }
    }
    // Figures only. A passport of one country and a keyboard of another need not agree on what comes first.
    static const QRegularExpression figures(QStringLiteral("^(\\d{1,2})[./ -](\\d{1,2})[./ -](\\d{4})$"));
    const QRegularExpressionMatch match = figures.match(simple);
    if (!match.hasMatch())
        return {};
    const int first = match.capturedView(1).toInt();
    const int second = match.capturedView(2).toInt();
    const int year = match.capturedView(3).toInt();
    QList<QDate> dates{QDate(year, second, first), QDate(year, first, second)};
    const QString order = locale.dateFormat(QLocale::ShortFormat);
    if (locale.language() != QLocale::C && order.indexOf(u'M') < order.indexOf(u'd'))
        dates.swapItemsAt(0, 1);
    if (first == second)
        dates.removeLast();
    dates.removeIf([](const QDate &date) { return !date.isValid(); });
    return dates;
}

QDate dateIn(const QString &text)
{
    const QList<QDate> dates = datesIn(text);
    return dates.size() == 1 ? dates.first() : QDate();
}

QString genderText(const QString &code)
{
    if (code == QStringLiteral("female"))
        return words(QT_TRANSLATE_NOOP("ui::Words", "Female"));
    if (code == QStringLiteral("male"))
        return words(QT_TRANSLATE_NOOP("ui::Words", "Male"));
    if (code == QStringLiteral("other"))
        return words(QT_TRANSLATE_NOOP("ui::Words", "Other"));
    if (code == QStringLiteral("unknown"))
        return words(QT_TRANSLATE_NOOP("ui::Words", "Unknown"));
    return code;
}

QString folded(const QString &text)
{
    QString result;
    const QString apart = text.normalized(QString::NormalizationForm_KD);
    for (const QChar &letter : apart) {
        if (letter.category() == QChar::Mark_NonSpacing)
            continue;
        if (letter.isLetterOrNumber())
            result += letter.toCaseFolded();
        else if (!result.isEmpty() && !result.endsWith(u' '))
            result += u' ';
    }
    return result.trimmed();
}

} // namespace ui
