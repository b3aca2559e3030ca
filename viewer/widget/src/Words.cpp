#include "Words.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace viewer {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(viewer::Words)
};

QString fileStaysWhole()
{
    return Words::tr("The file is whole and can be handed over or opened in another program.");
}

//! Pixel data lie in the stream of a codec that may have lost something (PS3.5 annex A.4).
bool isCompressed(const QString &transferSyntax)
{
    return transferSyntax.startsWith(QLatin1String("1.2.840.10008.1.2.4."));
}

//! Names of codings are the same everywhere; the words among them are not.
QString syntaxInWords(const QString &uid)
{
    static const char *const words[] = {QT_TRANSLATE_NOOP("viewer::Words", "uncompressed, implicit little endian"),
                                        QT_TRANSLATE_NOOP("viewer::Words", "uncompressed, little endian"),
                                        QT_TRANSLATE_NOOP("viewer::Words", "uncompressed in fragments"),
                                        QT_TRANSLATE_NOOP("viewer::Words", "deflated"),
                                        QT_TRANSLATE_NOOP("viewer::Words", "uncompressed, big endian"),
                                        QT_TRANSLATE_NOOP("viewer::Words", "deflated frames"),
                                        QT_TRANSLATE_NOOP("viewer::Words", "JPEG lossless"),
                                        QT_TRANSLATE_NOOP("viewer::Words", "JPEG-LS lossless"),
                                        QT_TRANSLATE_NOOP("viewer::Words", "JPEG 2000 lossless"),
                                        QT_TRANSLATE_NOOP("viewer::Words", "JPEG 2000 with several components"),
                                        QT_TRANSLATE_NOOP("viewer::Words", "pixels kept at a JPIP server"),
                                        QT_TRANSLATE_NOOP("viewer::Words", "MPEG-2 film"),
                                        QT_TRANSLATE_NOOP("viewer::Words", "MPEG-4 film"),
                                        QT_TRANSLATE_NOOP("viewer::Words", "HEVC film"),
                                        QT_TRANSLATE_NOOP("viewer::Words", "JPEG XL lossless"),
                                        QT_TRANSLATE_NOOP("viewer::Words", "JPEG XL made from JPEG")};
    Q_UNUSED(words)
    const QString name = transferSyntaxName(uid);
    return name.isEmpty() ? name : QCoreApplication::translate("viewer::Words", name.toUtf8().constData());
}

} // namespace

Sentence sentenceFor(const Error &error, int frames)
{
    Sentence sentence;
    sentence.detail = error.detail;
    switch (error.kind) {
    case Error::Kind::UnsupportedSyntax: {
        const QString words = syntaxInWords(error.transferSyntax);
        const QString named =
            words == error.transferSyntax ? words : QStringLiteral("%1 (%2)").arg(words, error.transferSyntax);
        sentence.headline = frames == 1 ? Words::tr("This image cannot be shown")
                                        : Words::tr("These %n frames cannot be shown", "number of frames", frames);
        sentence.meaning = (frames == 1 ? Words::tr("It is %1.") : Words::tr("They are %1.")).arg(named);
        sentence.advice = fileStaysWhole();
        sentence.detail.clear();
        break;
    }
    case Error::Kind::UnsupportedPixels:
        sentence.headline = Words::tr("This image cannot be shown");
        sentence.meaning = Words::tr("Its pixels are of a kind that is not drawn here.");
        sentence.advice = fileStaysWhole();
        break;
    case Error::Kind::NoPixels:
        sentence.headline = Words::tr("There is no picture in this file");
        sentence.meaning = Words::tr("It holds a report, a plan, a list or something else.");
        sentence.advice = fileStaysWhole();
        sentence.detail.clear();
        break;
    case Error::Kind::Damaged:
    case Error::Kind::NoSuchFrame:
        sentence.headline = Words::tr("This image is damaged");
        sentence.meaning = Words::tr("It ends before its last row, or it contradicts itself.");
        sentence.advice = Words::tr("The file is kept as it came.");
        break;
    case Error::Kind::DecoderFailed:
        sentence.headline = Words::tr("This image cannot be shown");
        sentence.meaning =
            Words::tr("The decoder broke off at it and was started again. Other images are not touched.");
        sentence.advice = fileStaysWhole();
        break;
    case Error::Kind::NotDicom:
        sentence.headline = Words::tr("This is not a DICOM file");
        sentence.advice = Words::tr("The file is kept as it came.");
        break;
    case Error::Kind::Unreadable:
        sentence.headline = Words::tr("This file cannot be read");
        sentence.meaning = Words::tr("It may have been moved or removed, or memory ran out.");
        break;
    }
    return sentence;
}

QString number(double value, int decimals)
{
    QLocale locale;
    locale.setNumberOptions(QLocale::OmitGroupSeparator);
    const QString text = locale.toString(std::abs(value), 'f', decimals);
    return std::signbit(value) ? QChar(0x2212) + text : text;
}

QString rateText(double rate)
{
    return number(rate, rate < 10 && rate != std::floor(rate) ? 1 : 0);
}

int decimalsFor(double size, int least)
{
    constexpr int most = 12;
    if (!(size > 0) || size >= 10)
        return least;
    return std::clamp(2 - static_cast<int>(std::floor(std::log10(size))), least, most);
}

std::optional<ScaleBar> scaleBar(double pixelsPerMm, double most, bool isAtDetector)
{
    constexpr double shortest = 20;
    constexpr double lengths[] = {500, 200, 100, 50, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1};
    const auto *const fits =
        std::find_if(std::begin(lengths), std::end(lengths), [&](double mm) { return mm * pixelsPerMm <= most; });
    if (fits == std::end(lengths) || *fits * pixelsPerMm < shortest)
        return {};
    ScaleBar bar{*fits * pixelsPerMm, *fits >= 10 ? Words::tr("%1 cm").arg(number(*fits / 10))
                                                  : Words::tr("%1 mm").arg(number(*fits, *fits < 1 ? 1 : 0))};
    if (isAtDetector)
        bar.words = Words::tr("%1 at detector").arg(bar.words);
    return bar;
}

QString dateWithLetters(const QDate &date)
{
    return date.isValid() ? QLocale().toString(date, Words::tr("d MMM yyyy")) : QString();
}

namespace {

//! As old as the patient was on a day: in years, in the first two in months, in the first month in days.
QString ageOn(const QDate &day, const QDate &birth)
{
    if (!day.isValid() || !birth.isValid() || birth > day)
        return {};
    int months = 12 * (day.year() - birth.year()) + day.month() - birth.month();
    if (birth.addMonths(months) > day)
        --months;
    if (months >= 24)
        return Words::tr("%1 y", "age in years").arg(months / 12);
    return months > 0 ? Words::tr("%1 mo", "age in months").arg(months)
                      : Words::tr("%1 d", "age in days").arg(birth.daysTo(day));
}

} // namespace

QString bornLine(const FileHeader &header)
{
    QStringList parts{dateWithLetters(header.birthDate), ageLine(header)};
    parts.removeAll(QString());
    return parts.join(QLatin1String(", "));
}

QString ageLine(const FileHeader &header)
{
    const QString sex = header.sex == QLatin1String("F")   ? Words::tr("F", "female")
                        : header.sex == QLatin1String("M") ? Words::tr("M", "male")
                        : header.sex == QLatin1String("O") ? Words::tr("O", "other sex")
                                                           : header.sex;
    // The pictures show the patient of that day.
    QStringList parts{ageOn(header.studyDate.isValid() ? header.studyDate : header.seriesDate, header.birthDate), sex};
    parts.removeAll(QString());
    return parts.join(QLatin1String(", "));
}

QString studyTimeLine(const FileHeader &header)
{
    QString line = dateWithLetters(header.studyDate);
    if (header.studyTime.isValid())
        line += QLatin1Char(' ') + header.studyTime.toString(QStringLiteral("HH:mm"));
    if (header.timeZone.size() == 5)
        line += QStringLiteral(" (%1:%2)").arg(header.timeZone.left(3), header.timeZone.mid(3));
    return line.trimmed();
}

QStringList techniqueLines(const FileHeader::Technique &technique)
{
    const auto figure = [](double value) {
        return number(value, value == std::floor(value) ? 0 : decimalsFor(value, 1));
    };
    QStringList numbers;
    if (technique.kilovolts)
        numbers << Words::tr("%1 kV").arg(figure(*technique.kilovolts));
    if (technique.milliampSeconds)
        numbers << Words::tr("%1 mAs").arg(figure(*technique.milliampSeconds));
    if (technique.repetition)
        numbers << Words::tr("TR %1 ms").arg(figure(*technique.repetition));
    if (technique.echo)
        numbers << Words::tr("TE %1 ms").arg(figure(*technique.echo));
    QStringList lines;
    if (technique.time.isValid())
        lines << Words::tr("Acquired %1", "time").arg(technique.time.toString(QStringLiteral("HH:mm:ss")));
    lines << numbers.join(QLatin1String(", "));
    if (!technique.contrast.isEmpty())
        lines << Words::tr("Contrast: %1").arg(technique.contrast);
    lines.removeAll(QString());
    return lines;
}

QString placeLine(const FileHeader &header)
{
    const auto numberOr = [](const std::optional<int> &number) {
        return number ? QString::number(*number) : QStringLiteral("–");
    };
    return Words::tr("Series %1, image %2").arg(numberOr(header.seriesNumber), numberOr(header.instanceNumber));
}

QString lossyLine(const FileHeader &header)
{
    if (!header.lossy)
        return {};
    QString line = Words::tr("Lossy");
    if (const double ratio = header.lossyRatio.toDouble(); ratio > 0)
        line += QStringLiteral(" %1 : 1").arg(number(ratio, 1));
    static const QHash<QString, QString> methods{{QStringLiteral("ISO_10918_1"), QStringLiteral("JPEG")},
                                                 {QStringLiteral("ISO_14495_1"), QStringLiteral("JPEG-LS")},
                                                 {QStringLiteral("ISO_15444_1"), QStringLiteral("JPEG 2000")},
                                                 {QStringLiteral("ISO_15444_15"), QStringLiteral("HTJ2K")},
                                                 {QStringLiteral("ISO_18181_1"), QStringLiteral("JPEG XL")}};
    QString method = methods.value(header.lossyMethod, header.lossyMethod);
    if (method.isEmpty() && isCompressed(header.transferSyntax))
        method = syntaxInWords(header.transferSyntax);
    if (!method.isEmpty())
        line += QLatin1String(", ") + method;
    return line;
}

QString stateLine(const QList<PresentationState::Part> &leftOut)
{
    QStringList parts;
    for (const PresentationState::Part part : leftOut) {
        switch (part) {
        case PresentationState::Part::Drawings:
            parts << Words::tr("some drawings");
            break;
        case PresentationState::Part::Bitmaps:
            parts << Words::tr("bitmaps");
            break;
        case PresentationState::Part::Tables:
            parts << Words::tr("look-up tables");
            break;
        case PresentationState::Part::Subtraction:
            parts << Words::tr("subtraction");
            break;
        case PresentationState::Part::Area:
            parts << Words::tr("its section");
            break;
        }
    }
    return parts.isEmpty() ? QString()
                           : Words::tr("State shown in part: without %1").arg(parts.join(QLatin1String(", ")));
}

QString segmentLine(const FileHeader &header, int frame)
{
    const QString name = header.segmentOf(frame);
    return name.isEmpty() ? QString() : Words::tr("Segment: %1").arg(name);
}

QStringList remarksOn(const FileHeader &header)
{
    QStringList remarks;
    if (header.dose)
        remarks << (*header.dose == FileHeader::Dose::Absolute   ? Words::tr("Dose grid, no image")
                    : *header.dose == FileHeader::Dose::Relative ? Words::tr("Dose grid, no image: relative values")
                                                                 : Words::tr("Dose grid, no image: scale unknown"));
    if (header.isMask)
        remarks << Words::tr("Mask, no image");
    if (header.hasColourProfile)
        remarks << Words::tr("ICC profile not applied");
    if (header.overlaysInPixels > 0)
        remarks << Words::tr("Overlay in pixel bits not shown");
    return remarks;
}

} // namespace viewer
