#include "CdaBody.h"

#include "Base64.h"
#include "XmlWalk.h"

#include <QHash>
#include <QRegularExpression>

#include <optional>
#include <utility>

namespace network {

namespace {

constexpr int deepestLevel = 16;
constexpr qsizetype largestBody = 160 * 1024 * 1024; // Base64 of the largest document that is fetched
constexpr qsizetype longestLine = 500;

//! The element of HTML that shows an element of a narrative block (CDA R2, section 4.3.5).
QString shownAs(const QString &element, const XmlEvents::Attributes &attributes)
{
    static const QHash<QString, QString> same = {{QStringLiteral("paragraph"), QStringLiteral("p")},
                                                 {QStringLiteral("item"), QStringLiteral("li")},
                                                 {QStringLiteral("linkHtml"), QStringLiteral("a")},
                                                 {QStringLiteral("footnote"), QStringLiteral("small")},
                                                 {QStringLiteral("renderMultiMedia"), QStringLiteral("img")}};
    if (element == u"list")
        return valueOf(attributes, QLatin1String("listType")) == u"ordered" ? QStringLiteral("ol")
                                                                            : QStringLiteral("ul");
    if (element == u"content") {
        // What was struck or put in must not read like the rest.
        const QString revised = valueOf(attributes, QLatin1String("revised"));
        if (revised == u"delete")
            return QStringLiteral("s");
        if (revised == u"insert")
            return QStringLiteral("u");
        const QString style = valueOf(attributes, QLatin1String("styleCode"));
        return style.contains(u"Bold")        ? QStringLiteral("b")
               : style.contains(u"Italics")   ? QStringLiteral("i")
               : style.contains(u"Underline") ? QStringLiteral("u")
                                              : QStringLiteral("span");
    }
    return same.value(element, element.toLower());
}

//! A time of HL7 as far as a day: 1968, 196803, 19680314 and what follows.
QString dayOf(const QString &time)
{
    static const QRegularExpression digits(QStringLiteral("^(\\d{4})(\\d{2})?(\\d{2})?"));
    QStringList parts = digits.match(time).capturedTexts().mid(1);
    parts.removeAll(QString());
    return parts.join(u'-');
}

class BodyReader
{
public:
    BodyReader(model::ReadableReport &report, ReportRoom &room) : m_report(report), m_room(room), m_html(report, room)
    {}

    bool began(const QString &element, const XmlEvents::Attributes &attributes)
    {
        if (m_path.isEmpty() && element != u"ClinicalDocument")
            return false;
        const QString parent = m_path.isEmpty() ? QString() : m_path.constLast();
        m_path.append(element);
        if (m_narrative) {
            SafeHtml::Attributes lower;
            for (const auto &[name, value] : attributes)
                lower.append({name.toLower(), value});
            m_shown.append(shownAs(element, attributes));
            m_html.open(m_shown.constLast(), lower);
            return true;
        }
        m_line.clear();
        if (m_path.size() == 2) {
            if (element == u"languageCode")
                m_report.language = valueOf(attributes, QLatin1String("code"));
            else if (element == u"effectiveTime")
                m_report.written = valueOf(attributes, QLatin1String("value"));
        } else if (element == u"section") {
            beginSection();
        } else if (parent == u"section" && !m_sections.isEmpty()) {
            if (element == u"text" && m_sections.constLast())
                m_narrative = m_path.size();
            else if (element == u"code")
                setCode(attributes);
            else if (element == u"languageCode" && m_sections.constLast())
                m_report.sections[*m_sections.constLast()].language =
                    valueOf(attributes, QLatin1String("code")).left(longestLine);
        } else if (parent == u"nonXMLBody" && element == u"text") {
            m_isBody = true;
            m_isBase64 = valueOf(attributes, QLatin1String("representation")) == u"B64";
            m_mediaType = valueOf(attributes, QLatin1String("mediaType"));
        } else if (m_path.value(1) == u"recordTarget") {
            readSubject(element, parent, attributes);
        } else if (parent == u"observationMedia" && element == u"value") {
            leaveOut(m_report, QStringLiteral("Pictures inside of the text."));
        }
        return true;
    }
    void ended(const QString &element)
    {
        if (m_path.isEmpty())
            return;
        if (m_narrative && m_path.size() == *m_narrative) {
            m_narrative.reset();
            const model::ReportSection read = m_html.taken();
            model::ReportSection &section = m_report.sections[*m_sections.constLast()];
            section.html = read.html;
            section.text = read.text;
        } else if (m_narrative) {
            m_html.close(m_shown.takeLast());
        } else if (element == u"section" && !m_sections.isEmpty()) {
            m_sections.removeLast();
        } else if (element == u"title") {
            takeTitle();
        } else if ((element == u"given" || element == u"family") && m_path.contains(QStringLiteral("assignedPerson")) &&
                   m_path.value(1) == u"author" && !m_hasAuthor) {
            m_report.author += (m_report.author.isEmpty() ? QString() : QStringLiteral(" ")) + m_line.simplified();
        } else if ((element == u"given" || element == u"family") && isInNameOfSubject()) {
            (element == u"given" ? m_given : m_family) += m_line.simplified();
        } else if (element == u"recordTarget" && m_path.size() == 2) {
            if (!m_given.isEmpty() || !m_family.isEmpty())
                m_subject.name = m_family.join(u' ') + u'^' + m_given.join(u' ');
            addSubject(m_report, std::exchange(m_subject, {}));
            m_given.clear();
            m_family.clear();
            m_names = 0;
        } else if (element == u"author" && m_path.size() == 2) {
            m_hasAuthor = !m_report.author.isEmpty();
        } else if (m_isBody && element == u"text") {
            m_isBody = false;
            takeBody();
        }
        m_path.removeLast();
        m_line.clear();
    }
    void text(const QString &text)
    {
        if (m_narrative)
            m_html.text(text);
        else if (m_isBody && m_body.size() < largestBody)
            m_body += text.toUtf8();
        else if (m_line.size() < longestLine)
            m_line += text;
    }

private:
    void beginSection()
    {
        if (m_room.sections <= 0 || m_sections.size() >= deepestLevel) {
            leaveOut(m_report, QStringLiteral("The rest of a very long report."));
            m_sections.append(std::nullopt);
            return;
        }
        --m_room.sections;
        m_report.sections.append(model::ReportSection{});
        m_report.sections.last().level = int(m_sections.size());
        m_sections.append(m_report.sections.size() - 1);
    }
    //! Names of guardians stand deeper; of several names of one person the first is read.
    bool isInNameOfSubject() const
    {
        return m_names == 1 && m_path.size() == 6 && m_path.value(1) == u"recordTarget" &&
               m_path.value(3) == u"patient" && m_path.value(4) == u"name";
    }
    void readSubject(const QString &element, const QString &parent, const XmlEvents::Attributes &attributes)
    {
        if (element == u"name" && parent == u"patient") {
            ++m_names;
        } else if (element == u"id" && parent == u"patientRole" && m_subject.id.isEmpty()) {
            m_subject.id = valueOf(attributes, QLatin1String("extension")).left(longestLine);
            m_subject.issuer =
                QStringLiteral("urn:oid:") + valueOf(attributes, QLatin1String("root")).left(longestLine);
        } else if (element == u"birthTime" && parent == u"patient") {
            m_subject.birthDate = dayOf(valueOf(attributes, QLatin1String("value")));
        } else if (element == u"administrativeGenderCode" && parent == u"patient") {
            m_subject.sex = valueOf(attributes, QLatin1String("code")).left(1);
        }
    }
    void setCode(const XmlEvents::Attributes &attributes)
    {
        if (!m_sections.constLast())
            return;
        model::ReportSection &section = m_report.sections[*m_sections.constLast()];
        section.code = valueOf(attributes, QLatin1String("code")).left(longestLine);
        section.meaning = valueOf(attributes, QLatin1String("displayName")).left(longestLine);
    }
    void takeTitle()
    {
        if (m_path.size() == 2)
            m_report.title = m_line.simplified();
        else if (m_path.value(m_path.size() - 2) == u"section" && !m_sections.isEmpty() && m_sections.constLast())
            m_report.sections[*m_sections.constLast()].title = m_line.simplified();
    }
    void takeBody()
    {
        const auto decoded = m_isBase64 ? fromBase64(m_body) : std::optional(m_body);
        m_body.clear();
        if (!decoded)
            return leaveOut(m_report, QStringLiteral("The body of the report, whose data is no Base64"));
        const QByteArray &bytes = *decoded;
        if (!bytes.trimmed().isEmpty())
            takeEnclosed(m_mediaType.isEmpty() ? QStringLiteral("text/plain") : m_mediaType, bytes, m_report, m_room);
    }

    model::ReadableReport &m_report;
    ReportRoom &m_room;
    SafeHtml m_html;
    QStringList m_path;
    QStringList m_shown;                        //!< names under which the elements of a narrative block are shown
    QList<std::optional<qsizetype>> m_sections; //!< open ones by their place; nothing for one that is left out
    std::optional<qsizetype> m_narrative;       //!< how deep the block that is read stands
    QString m_line;
    bool m_hasAuthor = false;
    model::StudyPatient m_subject; //!< of the record target that is read
    QStringList m_given;
    QStringList m_family;
    int m_names = 0;
    bool m_isBody = false;
    bool m_isBase64 = false;
    QString m_mediaType;
    QByteArray m_body;
};

} // namespace

void takeEnclosed(const QString &mediaType, const QByteArray &bytes, model::ReadableReport &report, ReportRoom &room)
{
    const QString type = mediaType.section(u';', 0, 0).trimmed().toLower();
    constexpr qsizetype anyJunkBefore = 1024; // readers of PDF look for the first line there
    if (type == u"application/pdf" ||
        QByteArrayView(bytes).first(std::min(anyJunkBefore, bytes.size())).contains("%PDF-")) {
        if (report.pdf.isEmpty())
            report.pdf = bytes;
        return;
    }
    model::ReportSection section;
    if (type == u"text/html" || type == u"application/xhtml+xml") {
        section = safeHtmlOf(bytes, report, room);
    } else if (type == u"text/plain") {
        SafeHtml html(report, room);
        html.open(QStringLiteral("pre"), {});
        html.text(QString::fromUtf8(bytes));
        section = html.taken();
    } else {
        leaveOut(report, QStringLiteral("Something of a kind that is not shown: %1.")
                             .arg(type.isEmpty() ? QStringLiteral("not told") : type.left(80)));
    }
    if (!section.text.isEmpty())
        report.sections.append(section);
}

void readCdaBody(const QByteArray &xml, model::ReadableReport &report, ReportRoom &room)
{
    BodyReader reader(report, room);
    const XmlOutcome outcome = walkXml(
        xml, {[&](const QString &element, const auto &attributes) { return reader.began(element, attributes); },
              [&](const QString &element) { reader.ended(element); }, [&](const QString &text) { reader.text(text); }});
    if (outcome.hasDocumentType) {
        report.sections.clear();
        refuse(report, QStringLiteral("A document type, with which files can be read and memory filled."));
    }
    if (outcome.damagedAt > 0)
        leaveOut(report,
                 QStringLiteral("What follows on line %1, where the document is damaged.").arg(outcome.damagedAt));
    if (outcome.isStopped && !report.sections.isEmpty())
        leaveOut(report, QStringLiteral("What is nested too deeply."));
    report.sections.removeIf(
        [](const model::ReportSection &section) { return section.text.isEmpty() && section.title.isEmpty(); });
    for (model::ReportSection &section : report.sections)
        if (section.meaning.compare(section.title, Qt::CaseInsensitive) == 0)
            section.meaning.clear();
}

} // namespace network
