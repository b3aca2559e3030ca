#include <viewer/StructuredReport.h>

#include "decode/Dataset.h"
#include "decode/Text.h"
#include "tags/Dictionary.h"

#include <QRegularExpression>
#include <QSet>
#include <QStringList>

#include <algorithm>
#include <new>

namespace viewer {

namespace {

constexpr qint64 inflateBound = 64 * 1024 * 1024;
constexpr qint64 longestText = 256 * 1024;
constexpr qsizetype mostItems = 20'000;

constexpr Tag valueTypeTag = 0x0040A040;
constexpr Tag conceptNameTag = 0x0040A043;
constexpr Tag contentTag = 0x0040A730;

class Reading
{
public:
    explicit Reading(StructuredReport &report) : m_report(report) {}

    void document(const Dataset &data)
    {
        const char *characters = charactersOf(data);
        m_report.title = codeIn(data, conceptNameTag, characters);
        if (const auto code = data.item(conceptNameTag))
            m_report.titleCode = text(*code, 0x00080100, characters);
        QStringList states;
        for (const Tag tag : {0x0040A491U, 0x0040A493U}) {
            if (const QString state = text(data, tag, characters); !state.isEmpty())
                states << state;
        }
        m_report.state = states.join(QLatin1String(", "));
        if (const QDate date = dateOf(data.ascii(0x00080023)); date.isValid())
            m_report.contentDate = date.toString(Qt::ISODate);
        if (const Element *observers = data.find(0x0040A073)) {
            data.eachItem(*observers, [&](const Dataset &item) {
                m_report.observers << name(text(item, 0x0040A075, charactersOf(item, characters)));
                return m_report.observers.size() < 100;
            });
        }
        children(data, 0, characters);
    }

private:
    static QString text(const Dataset &data, Tag tag, const char *characters)
    {
        QByteArray bytes = data.bytes(tag, longestText);
        while (bytes.endsWith('\0') || bytes.endsWith(' '))
            bytes.chop(1);
        QString words = unicodeOf(bytes, characters).trimmed();
        if (const Element *element = data.find(tag); element && element->length > longestText)
            words += QString::fromUtf8(" …");
        return words;
    }

    static QString name(const QString &text)
    {
        QStringList parts = text.section(QLatin1Char('='), 0, 0).split(QLatin1Char('^'));
        const QString family = parts.value(0).trimmed();
        const QString given = (parts.value(1) + QLatin1Char(' ') + parts.value(2)).trimmed();
        return given.isEmpty() ? family : family.isEmpty() ? given : family + QLatin1String(", ") + given;
    }

    //! The meaning of a code, or the code itself where it has none.
    static QString meaning(const Dataset &code, const char *inherited)
    {
        const char *characters = charactersOf(code, inherited);
        for (const Tag tag : {0x00080104U, 0x00080100U, 0x00080119U, 0x00080120U}) {
            if (const QString words = text(code, tag, characters); !words.isEmpty())
                return words;
        }
        return {};
    }

    static QString codeIn(const Dataset &data, Tag tag, const char *characters)
    {
        const auto code = data.item(tag);
        return code ? meaning(*code, characters) : QString();
    }

    static QString numberIn(const Dataset &data, const char *characters)
    {
        const auto measured = data.item(0x0040A300);
        if (!measured)
            return codeIn(data, 0x0040A301, characters); // why there is none
        const QString number = text(*measured, 0x0040A30A, characters).replace(QLatin1Char('\\'), QLatin1String("; "));
        QString unit;
        if (const auto code = measured->item(0x004008EA)) {
            // Codes of UCUM are what one writes behind a number; "1" is no unit.
            unit = code->ascii(0x00080102) == "UCUM" ? text(*code, 0x00080100, characters) : meaning(*code, characters);
            if (unit == QLatin1String("1"))
                unit.clear();
        }
        return unit.isEmpty() || unit.startsWith(QLatin1Char('{')) ? number : number + QLatin1Char(' ') + unit;
    }

    static QString placeIn(const Dataset &data, Tag typeTag, int dimensions)
    {
        const QString type = QString::fromLatin1(data.ascii(typeTag)).toLower();
        const QList<double> numbers = data.floats(0x00700022);
        QStringList places;
        for (qsizetype i = 0; i + dimensions <= numbers.size() && places.size() < 4; i += dimensions) {
            QStringList place;
            for (int k = 0; k < dimensions; ++k)
                place << QString::number(numbers[i + k], 'g', 6);
            places << place.join(QLatin1Char(' '));
        }
        return (type + QLatin1Char(' ') + places.join(QLatin1String(", "))).trimmed();
    }

    static ObjectReference referenceIn(const Dataset &data)
    {
        ObjectReference reference;
        if (const auto item = data.item(0x00081199)) {
            reference.sopClass = QString::fromLatin1(item->ascii(0x00081150).left(64));
            reference.sopUid = QString::fromLatin1(item->ascii(0x00081155).left(64));
            const QByteArray frames = item->ascii(0x00081160);
            for (const QByteArray &frame : frames.split('\\')) {
                if (const int number = frame.trimmed().toInt(); number > 0)
                    reference.frames << number;
            }
        }
        return reference;
    }

    //! Manifests of the drafts have numbers printed into a text: (20, UCUM, "instances").
    static QString withoutPrintedCode(const QString &words)
    {
        static const QRegularExpression printed(QStringLiteral(R"re(^\((-?[0-9.]+), UCUM, "([^"]*)"\)$)re"));
        const auto found = printed.match(words);
        return found.hasMatch() ? (found.captured(1) + QLatin1Char(' ') + found.captured(2)).trimmed() : words;
    }

    static QString valueIn(const Dataset &data, const QByteArray &type, const char *characters)
    {
        if (type == "TEXT")
            return withoutPrintedCode(text(data, 0x0040A160, characters));
        if (type == "CODE")
            return codeIn(data, 0x0040A168, characters);
        if (type == "NUM")
            return numberIn(data, characters);
        if (type == "PNAME")
            return name(text(data, 0x0040A123, characters));
        if (type == "DATE") {
            const QDate date = dateOf(data.ascii(0x0040A121));
            return date.isValid() ? date.toString(Qt::ISODate) : text(data, 0x0040A121, characters);
        }
        if (type == "TIME")
            return timeOf(data.ascii(0x0040A122)).toString(QStringLiteral("HH:mm:ss"));
        if (type == "DATETIME") {
            const QByteArray moment = data.ascii(0x0040A120);
            const QDate date = dateOf(moment.left(8));
            return date.isValid() ? (date.toString(Qt::ISODate) + QLatin1Char(' ') +
                                     timeOf(moment.mid(8, 6)).toString(QStringLiteral("HH:mm")))
                                        .trimmed()
                                  : QString::fromLatin1(moment);
        }
        if (type == "UIDREF")
            return text(data, 0x0040A124, characters);
        if (type == "SCOORD")
            return placeIn(data, 0x00700023, 2);
        if (type == "SCOORD3D")
            return placeIn(data, 0x00700023, 3);
        if (type == "TCOORD")
            return text(data, 0x0040A130, characters);
        return {};
    }

    void children(const Dataset &data, int depth, const char *inherited)
    {
        const Element *sequence = data.find(contentTag);
        if (!sequence)
            return;
        if (depth > deepestNesting) {
            m_report.damage = QStringLiteral("The report is nested deeper than %1.").arg(deepestNesting);
            return;
        }
        const bool isWhole = data.eachItem(*sequence, [&](const Dataset &item) {
            if (m_report.items.size() >= mostItems) {
                m_report.damage = QStringLiteral("The report has more items than are shown.");
                return false;
            }
            one(item, depth, inherited);
            return true;
        });
        if (!isWhole && m_report.damage.isEmpty())
            m_report.damage = QStringLiteral("The report is damaged; a part of it cannot be read.");
    }

    void one(const Dataset &data, int depth, const char *inherited)
    {
        const char *characters = charactersOf(data, inherited);
        const QByteArray type = data.ascii(valueTypeTag);
        const QByteArray relation = data.ascii(0x0040A010);
        ReportItem item;
        item.depth = depth;
        item.isSection = type == "CONTAINER";
        item.isContext =
            relation == "HAS OBS CONTEXT" || relation == "HAS CONCEPT MOD" || relation == "HAS ACQ CONTEXT";
        item.heading = codeIn(data, conceptNameTag, characters);
        item.value = valueIn(data, type, characters);
        item.reference = referenceIn(data);
        if (type.isEmpty() && data.has(0x0040DB73)) {
            QStringList place;
            for (const quint16 word : data.words(0x0040DB73)) {
                if (word != 0 || data.find(0x0040DB73)->vr == vrOf('U', 'S'))
                    place << QString::number(word);
            }
            item.value = QStringLiteral("→ ") + place.join(QLatin1Char('.'));
        }
        m_report.items.append(item);
        children(data, depth + 1, characters);
    }

    StructuredReport &m_report;
};

} // namespace

bool marksKeyImages(const StructuredReport &selection)
{
    static const QSet<QString> others{
        QStringLiteral("113001"),      // Rejected for Quality Reasons
        QStringLiteral("113010"),      // Quality Issue
        QStringLiteral("113030"),      // Manifest
        QStringLiteral("113031"),      // Signed Manifest
        QStringLiteral("113032"),      // Complete Study Content
        QStringLiteral("113033"),      // Signed Complete Study Content
        QStringLiteral("113034"),      // Complete Acquisition Content
        QStringLiteral("113035"),      // Signed Complete Acquisition Content
        QStringLiteral("113036"),      // Group of Frames for Display
        QStringLiteral("113037"),      // Rejected for Patient Safety Reasons
        QStringLiteral("113038"),      // Incorrect Modality Worklist Entry
        QStringLiteral("113039"),      // Data Retention Policy Expired
        QStringLiteral("MADOTEMP001"), // Manifest with Description, and below it in a draft
        QStringLiteral("ddd001"),
    };
    return !others.contains(selection.titleCode) &&
           !selection.title.startsWith(QLatin1String("Manifest"), Qt::CaseInsensitive);
}

Result<StructuredReport> readStructuredReport(const QString &path)
{
    try {
        const auto content = readContent(path, inflateBound, Extent::Whole);
        if (!content)
            return tl::unexpected(content.error());
        if (!content->data.has(contentTag) && !content->data.has(conceptNameTag))
            return tl::unexpected(Error{content->damage ? Error::Kind::Damaged : Error::Kind::NoPixels,
                                        content->damage ? content->damage->detail
                                                        : QStringLiteral("The file holds no structured report."),
                                        content->transferSyntax});
        StructuredReport report;
        if (content->damage)
            report.damage = content->damage->detail;
        Reading(report).document(content->data);
        return report;
    } catch (const std::bad_alloc &) {
        return tl::unexpected(Error{Error::Kind::Unreadable, QStringLiteral("There is not enough memory."), {}});
    }
}

ObjectKind kindOf(const QString &sopClass)
{
    static const QString storage = QStringLiteral("1.2.840.10008.5.1.4.1.1.");
    if (!sopClass.startsWith(storage))
        return ObjectKind::Other;
    const QString kind = sopClass.mid(storage.size());
    if (kind == QLatin1String("88.59"))
        return ObjectKind::KeyObjects;
    if (kind.startsWith(QLatin1String("88.")))
        return ObjectKind::Report;
    if (kind.startsWith(QLatin1String("11.")))
        return ObjectKind::PresentationState;
    if (kind.startsWith(QLatin1String("104.")))
        return ObjectKind::Document;
    if (kind.startsWith(QLatin1String("9.")))
        return ObjectKind::Waveform;
    return ObjectKind::Other;
}

QString sopClassName(const QString &uid)
{
    QString name = uidName(uid.toLatin1());
    if (name.isEmpty())
        return uid;
    // The dictionary writes "MRImageStorage".
    QString words;
    for (qsizetype i = 0; i < name.size(); ++i) {
        const bool begins =
            i > 0 && name[i].isUpper() && (name[i - 1].isLower() || (i + 1 < name.size() && name[i + 1].isLower()));
        if (begins)
            words += QLatin1Char(' ');
        words += name[i];
    }
    return words;
}

} // namespace viewer
