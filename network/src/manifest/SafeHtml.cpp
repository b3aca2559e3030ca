#include "SafeHtml.h"

#include <QSet>
#include <QUrl>

#include <libxml/HTMLparser.h>

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <optional>

using namespace Qt::StringLiterals;

namespace network {

namespace {

constexpr qsizetype deepestWritten = 32; // what shows HTML lays nested tables out by recursion
constexpr qsizetype deepestRead = 1000;  // searching the open elements for the one that ends takes time for each
constexpr qsizetype largestNarrative = 2 * 1024 * 1024;

QSet<QString> setOf(std::initializer_list<const char *> names)
{
    QSet<QString> all;
    for (const char *name : names)
        all.insert(QString::fromLatin1(name));
    return all;
}

bool isWritten(const QString &name)
{
    static const QSet<QString> all = setOf(
        {"p",       "div",  "span",       "br", "hr",   "b",       "strong", "i",     "em",   "u",     "s",  "del",
         "ins",     "sub",  "sup",        "q",  "tt",   "small",   "big",    "code",  "pre",  "h1",    "h2", "h3",
         "h4",      "h5",   "h6",         "ul", "ol",   "li",      "dl",     "dt",    "dd",   "table", "tr", "th",
         "address", "cite", "blockquote", "td", "abbr", "caption", "thead",  "tbody", "tfoot"});
    return all.contains(name);
}

enum class Foreign {
    Runs,   //!< a report must not have it; its content is no text
    Asks,   //!< the same, but there may be text in it
    Loads,  //!< it loads something or draws; its content is no text
    Silent, //!< of no account to a reader
};

//! What is neither written nor merely unwrapped.
std::optional<Foreign> foreign(const QString &name)
{
    static const QSet<QString> runs =
        setOf({"script", "iframe", "frame", "frameset", "object", "embed", "applet", "param", "base", "meta", "link",
               "template", "portal", "noframes", "xml", "isindex"});
    static const QSet<QString> asks =
        setOf({"form", "input", "button", "textarea", "select", "option", "keygen", "marquee"});
    static const QSet<QString> loads =
        setOf({"svg", "math", "canvas", "audio", "video", "source", "track", "image", "img", "map"});
    static const QSet<QString> silent = setOf({"style", "head", "title", "col", "colgroup", "area"});
    return runs.contains(name)     ? std::optional(Foreign::Runs)
           : asks.contains(name)   ? std::optional(Foreign::Asks)
           : loads.contains(name)  ? std::optional(Foreign::Loads)
           : silent.contains(name) ? std::optional(Foreign::Silent)
                                   : std::nullopt;
}

bool isVoid(const QString &name)
{
    return name == u"br" || name == u"hr";
}

bool isBlock(const QString &name)
{
    static const QSet<QString> inLine =
        setOf({"span", "b",     "strong", "i",  "em",   "u",    "s",    "del", "ins", "sub",
               "sup",  "small", "big",    "tt", "code", "abbr", "cite", "q",   "td",  "th"});
    return !inLine.contains(name);
}

//! Elements that have no content, whatever follows them.
bool isEmptyByNature(const QString &name)
{
    static const QSet<QString> all = setOf({"img", "image", "embed", "source", "track", "param", "base", "meta", "link",
                                            "col", "area", "input", "keygen", "isindex"});
    return all.contains(name);
}

//! An address without what browsers pass over in one: blanks and control characters.
QString bare(const QString &address)
{
    QString out;
    for (const QChar c : address)
        if (c.isPrint() && !c.isSpace())
            out += c.toLower();
    return out.replace(u"&colon;"_s, u":"_s); // not known to HTML 4, but to browsers
}

QString spans(const SafeHtml::Attributes &attributes, const QString &element)
{
    constexpr int most = 1000;
    QString out;
    for (const auto &[name, value] : attributes) {
        const bool isCell = element == u"td" || element == u"th";
        if ((isCell && (name == u"colspan" || name == u"rowspan")) || (element == u"ol" && name == u"start")) {
            bool isNumber = false;
            if (const int number = value.trimmed().toInt(&isNumber); isNumber && number > 0 && number <= most)
                out += QStringLiteral(" %1=\"%2\"").arg(name).arg(number);
        } else if (name == u"dir" && (value == u"rtl" || value == u"ltr")) {
            out += QStringLiteral(" dir=\"%1\"").arg(value);
        }
    }
    return out;
}

QString valueOf(const SafeHtml::Attributes &attributes, QLatin1String name)
{
    for (const auto &[key, value] : attributes)
        if (key == name)
            return value;
    return {};
}

} // namespace

void addSubject(model::ReadableReport &report, const model::StudyPatient &patient)
{
    if (patient != model::StudyPatient() && !report.subjects.contains(patient))
        report.subjects.append(patient);
}

void leaveOut(model::ReadableReport &report, const QString &what)
{
    if (!report.removed.contains(what))
        report.removed += what;
}

void refuse(model::ReadableReport &report, const QString &what)
{
    report.isUnsafe = true;
    leaveOut(report, what);
}

//! Says what attributes would do; none of them is written whatever they say.
void SafeHtml::judge(const QString &element, const Attributes &attributes)
{
    for (const auto &[name, value] : attributes) {
        if (name.startsWith(u"on") && name.size() > 2)
            refuse(m_report, QStringLiteral("A script that waits for an event."));
        const QString address = bare(value);
        for (const char *scheme : {"javascript:", "vbscript:", "livescript:", "data:text/html", "data:application"})
            if (address.contains(QLatin1String(scheme)))
                refuse(m_report, QStringLiteral("A script in an address."));
        if (name == u"style") {
            const QString style = QString(address).remove(u'\\');
            if (style.contains(u"expression(") || style.contains(u"behavior:") || style.contains(u"-moz-binding"))
                refuse(m_report, QStringLiteral("A script in a style."));
            else if (style.contains(u"url(") || style.contains(u"@import"))
                leaveOut(m_report, QStringLiteral("A style that loads something."));
        } else if ((name == u"src" || name == u"background" || name == u"poster" || name == u"srcset") &&
                   !foreign(element)) {
            leaveOut(m_report, QStringLiteral("Pictures or other content from elsewhere."));
        }
    }
}

void SafeHtml::write(const QString &html)
{
    if (m_room.characters < html.size()) {
        m_room.characters = 0;
        leaveOut(m_report, QStringLiteral("The rest of a very long report."));
        return;
    }
    m_room.characters -= html.size();
    m_html += html;
}

void SafeHtml::breakLine()
{
    while (m_plain.endsWith(u' '))
        m_plain.chop(1);
    if (!m_plain.isEmpty() && !m_plain.endsWith(u'\n'))
        m_plain += u'\n';
}

void SafeHtml::open(const QString &element, const Attributes &attributes)
{
    judge(element, attributes);
    Open one{element, {}, false, false};
    if (const auto kind = foreign(element)) {
        one.isHidden = *kind != Foreign::Asks && !isEmptyByNature(element);
        if (element == u"img" || element == u"image") {
            leaveOut(m_report, QStringLiteral("Pictures inside of the text."));
            if (const QString alternative = valueOf(attributes, QLatin1String("alt")); !alternative.isEmpty())
                text(u'[' + alternative + u']');
        } else if (*kind == Foreign::Loads) {
            leaveOut(m_report, QStringLiteral("Drawings, sound or film inside of the text."));
        } else if (element == u"script") {
            refuse(m_report, QStringLiteral("A script."));
        } else if (*kind == Foreign::Runs || *kind == Foreign::Asks) {
            refuse(m_report, QStringLiteral("An element that no report needs: %1.").arg(element));
        }
    } else if (element == u"a") {
        // Shown as text: nothing in a report leads anywhere.
        const QString address = valueOf(attributes, QLatin1String("href"));
        const QUrl url(address.trimmed());
        if (url.isValid() && (url.scheme() == u"http" || url.scheme() == u"https" || url.scheme() == u"mailto"))
            one.behind = QStringLiteral(" (%1)").arg(address.trimmed().left(500));
    } else if (isWritten(element) && m_hidden == 0 && m_written < deepestWritten) {
        if (isBlock(element) || element == u"br")
            breakLine();
        if (element == u"li")
            m_plain += QStringLiteral("• ");
        else if ((element == u"td" || element == u"th") && !m_plain.isEmpty() && !m_plain.endsWith(u'\n'))
            m_plain += u'\t';
        if (m_room.characters > 0) {
            write(u'<' + element + spans(attributes, element) + u'>');
            one.isWritten = m_room.characters > 0 && !isVoid(element);
        }
        if (one.isWritten)
            ++m_written;
    }
    if (one.isHidden)
        ++m_hidden;
    m_open.append(one);
}

void SafeHtml::endLast()
{
    const Open last = m_open.takeLast();
    if (last.isHidden)
        --m_hidden;
    if (!last.behind.isEmpty() && m_hidden == 0 && !m_plain.endsWith(QStringView(last.behind).sliced(2).chopped(1)))
        text(last.behind);
    if (last.isWritten) {
        --m_written;
        m_html += QStringLiteral("</") + last.name + u'>'; // promised when it was opened
        if (isBlock(last.name))
            breakLine();
    }
}

void SafeHtml::close(const QString &element)
{
    const auto found =
        std::find_if(m_open.crbegin(), m_open.crend(), [&element](const Open &open) { return open.name == element; });
    if (found == m_open.crend())
        return;
    const auto remaining = m_open.crend() - found - 1;
    while (m_open.size() > remaining)
        endLast();
}

void SafeHtml::text(QStringView text)
{
    if (m_hidden > 0 || m_room.characters == 0)
        return;
    QString kept;
    for (const QChar c : text)
        if (c == u'\n' || c == u'\t' || c.category() != QChar::Other_Control)
            kept += c;
    write(kept.toHtmlEscaped());
    const bool isPre = std::any_of(m_open.cbegin(), m_open.cend(),
                                   [](const Open &open) { return open.isWritten && open.name == u"pre"; });
    if (isPre) {
        m_plain += kept;
        return;
    }
    for (const QChar c : std::as_const(kept)) {
        if (!c.isSpace() || c == QChar::Nbsp)
            m_plain += c;
        else if (!m_plain.isEmpty() && !m_plain.back().isSpace())
            m_plain += u' ';
    }
}

model::ReportSection SafeHtml::taken()
{
    while (!m_open.isEmpty())
        endLast();
    model::ReportSection section;
    section.html = std::exchange(m_html, {});
    section.text = std::exchange(m_plain, {}).trimmed();
    if (section.text.isEmpty())
        section.html.clear();
    return section;
}

namespace {

struct HtmlReader
{
    SafeHtml &html;
    htmlParserCtxtPtr parser = nullptr;
    bool isTooDeep = false;
};

QString textOf(const xmlChar *text)
{
    return QString::fromUtf8(reinterpret_cast<const char *>(text));
}

void elementBegan(void *user, const xmlChar *name, const xmlChar **attributes)
{
    HtmlReader &reader = *static_cast<HtmlReader *>(user);
    if (reader.html.depth() >= deepestRead) {
        reader.isTooDeep = true;
        return xmlStopParser(reader.parser);
    }
    SafeHtml::Attributes all;
    for (; attributes && attributes[0]; attributes += 2)
        all.append({textOf(attributes[0]).toLower(), attributes[1] ? textOf(attributes[1]) : QString()});
    reader.html.open(textOf(name).toLower(), all);
}

void elementEnded(void *user, const xmlChar *name)
{
    static_cast<HtmlReader *>(user)->html.close(textOf(name).toLower());
}

void textCame(void *user, const xmlChar *text, int length)
{
    static_cast<HtmlReader *>(user)->html.text(QString::fromUtf8(reinterpret_cast<const char *>(text), length));
}

void ignore(void *, const char *, ...) {}

} // namespace

model::ReportSection safeHtmlOf(QByteArrayView utf8, model::ReadableReport &report, ReportRoom &room)
{
    static std::once_flag prepared;
    std::call_once(prepared, xmlInitParser);

    if (utf8.size() > largestNarrative) {
        utf8 = utf8.first(largestNarrative);
        leaveOut(report, QStringLiteral("The rest of a very long report."));
    }
    if (QByteArray::fromRawData(utf8.data(), utf8.size()).toLower().contains("<!entity"))
        refuse(report, QStringLiteral("Declarations of entities."));
    SafeHtml html(report, room);
    HtmlReader reader{html};
    htmlSAXHandler handler{};
    handler.startElement = elementBegan;
    handler.endElement = elementEnded;
    handler.characters = textCame;
    handler.ignorableWhitespace = textCame;
    handler.warning = ignore;
    handler.error = ignore;
    const std::unique_ptr<htmlParserCtxt, decltype(&htmlFreeParserCtxt)> parser(
        htmlCreatePushParserCtxt(&handler, &reader, nullptr, 0, nullptr, XML_CHAR_ENCODING_UTF8), &htmlFreeParserCtxt);
    if (!parser)
        return {};
    reader.parser = parser.get();
    htmlCtxtUseOptions(parser.get(),
                       HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_IGNORE_ENC);
    constexpr qsizetype step = 64 * 1024;
    for (qsizetype at = 0; at < utf8.size() && !parser->disableSAX; at += step)
        htmlParseChunk(parser.get(), utf8.data() + at, int(std::min(step, utf8.size() - at)), 0);
    if (!parser->disableSAX)
        htmlParseChunk(parser.get(), nullptr, 0, 1);
    if (reader.isTooDeep)
        leaveOut(report, QStringLiteral("What is nested deeper than %1 elements.").arg(deepestRead));
    return html.taken();
}

} // namespace network
