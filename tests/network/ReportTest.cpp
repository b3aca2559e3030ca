#include "manifest/SafeHtml.h"

#include <network/Report.h>

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTest>

#include <algorithm>
#include <ctime>

using model::ReadableReport;
using network::readReport;
using namespace Qt::StringLiterals;

namespace {

QJsonObject section(const QString &title, const QString &div, const QString &code = {}, const QString &meaning = {})
{
    QJsonObject coding{{u"code"_s, code}};
    if (!meaning.isEmpty())
        coding[u"display"_s] = meaning;
    return {{u"title"_s, title},
            {u"code"_s, QJsonObject{{u"coding"_s, QJsonArray{coding}}}},
            {u"text"_s, QJsonObject{{u"status"_s, u"additional"_s}, {u"div"_s, div}}}};
}

QByteArray bundle(const QJsonArray &resources, const QString &type = u"document"_s)
{
    QJsonArray entries;
    for (int i = 0; i < resources.size(); ++i)
        entries.append(QJsonObject{{u"fullUrl"_s, u"urn:uuid:%1"_s.arg(i)}, {u"resource"_s, resources.at(i)}});
    return QJsonDocument(QJsonObject{{u"resourceType"_s, u"Bundle"_s}, {u"type"_s, type}, {u"entry"_s, entries}})
        .toJson();
}

QJsonObject composition(const QJsonArray &sections)
{
    return {{u"resourceType"_s, u"Composition"_s},
            {u"title"_s, u"Lausunto"_s},
            {u"language"_s, u"fi"_s},
            {u"status"_s, u"final"_s},
            {u"date"_s, u"2026-11-02T16:08:00+02:00"_s},
            {u"section"_s, sections}};
}

QByteArray narrated(const QString &div)
{
    return bundle({composition({section(u"Findings"_s, div)})});
}

QByteArray cda(const QByteArray &text, const QByteArray &before = {})
{
    return before +
           "<ClinicalDocument xmlns=\"urn:hl7-org:v3\"><title>Befund</title><languageCode code=\"de-AT\"/>"
           "<author><assignedAuthor><assignedPerson><name><given>Ada</given><family>Beispiel</family></name>"
           "</assignedPerson></assignedAuthor></author><component><structuredBody><component><section>"
           "<code code=\"59776-5\" displayName=\"Findings\"/><title>Beschreibung</title><text>" +
           text + "</text></section></component></structuredBody></component></ClinicalDocument>";
}

QString htmlOf(const ReadableReport &report)
{
    QString all;
    for (const auto &each : report.sections)
        all += each.html;
    return all;
}

//! What stands in the HTML beside text: tags with their attributes.
QStringList tagsIn(const QString &html)
{
    static const QRegularExpression tag(u"<[^>]*>"_s);
    QStringList all;
    auto found = tag.globalMatch(html);
    while (found.hasNext())
        all += found.next().captured();
    return all;
}

} // namespace

//! Reports as a person may read them: what comes through of each form, and that nothing else does.
class ReportTest : public QObject
{
    Q_OBJECT

private slots:
    void readsTheSectionsOfADocumentInTheirOrder();
    void keepsTablesListsAndEmphasis();
    void showsLinksAsText();
    void readsWhatACollectionHolds_data();
    void readsWhatACollectionHolds();
    void leavesOutWhatIsNoBase64();
    void tellsTheDocumentsOwnTranslation_data();
    void tellsTheDocumentsOwnTranslation();
    void tellsWhomItIsAbout_data();
    void tellsWhomItIsAbout();
    void readsTheBodyOfACda();
    void readsTheBodyOfACdaThatIsNoXml_data();
    void readsTheBodyOfACdaThatIsNoXml();
    void letsNothingForeignThrough_data();
    void letsNothingForeignThrough();
    void letsNothingForeignThroughOfACda_data();
    void letsNothingForeignThroughOfACda();
    void refusesDocumentTypes_data();
    void refusesDocumentTypes();
    void asksForNothing();
    void staysBounded_data();
    void staysBounded();
    void saysWhyNothingCanBeRead_data();
    void saysWhyNothingCanBeRead();
    void readsReportsOfOthers();
};

void ReportTest::readsTheSectionsOfADocumentInTheirOrder()
{
    QJsonObject nested = section(u"Vertailu"_s, {}, u"18834-2"_s, u"Comparison"_s);
    nested[u"section"_s] = QJsonArray{section(u"Edellinen"_s, u"<div><p>Ei aiempaa.</p></div>"_s)};
    const QJsonObject person{
        {u"resourceType"_s, u"Practitioner"_s},
        {u"name"_s, QJsonArray{QJsonObject{{u"family"_s, u"Esimerkki"_s}, {u"given"_s, QJsonArray{u"Oona"_s}}}}}};
    QJsonObject head = composition(
        {section(u"Löydökset"_s, u"<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>8&nbsp;mm &lt; 1 cm</p></div>"_s,
                 u"59776-5"_s, u"Findings"_s),
         nested, section(u"Yhteenveto"_s, u"<div>Normaali.</div>"_s, u"19005-8"_s, u"yhteenveto"_s)});
    head[u"author"_s] = QJsonArray{QJsonObject{{u"reference"_s, u"urn:uuid:1"_s}}};
    const ReadableReport report = readReport(bundle({head, person}));
    QCOMPARE(report.title, u"Lausunto"_s);
    QCOMPARE(report.language, u"fi"_s);
    QCOMPARE(report.author, u"Oona Esimerkki"_s);
    QCOMPARE(report.written, u"2026-11-02T16:08:00+02:00"_s);
    QCOMPARE(report.status, u"final"_s);
    QVERIFY(!report.isUnsafe);
    QVERIFY(report.removed.isEmpty());
    QCOMPARE(report.sections.size(), 4);
    QCOMPARE(report.sections[0].title, u"Löydökset"_s);
    QCOMPARE(report.sections[0].meaning, u"Findings"_s);
    QCOMPARE(report.sections[0].code, u"59776-5"_s);
    QCOMPARE(report.sections[0].text, u"8\u00a0mm < 1 cm"_s);
    QCOMPARE(report.sections[0].html, u"<div><p>8\u00a0mm &lt; 1 cm</p></div>"_s);
    QCOMPARE(report.sections[1].title, u"Vertailu"_s);
    QCOMPARE(report.sections[2].title, u"Edellinen"_s);
    QCOMPARE(report.sections[2].level, 1);
    QCOMPARE(report.sections[3].meaning, QString()); // the title says it already
    QVERIFY(report.plainText().startsWith(u"Löydökset\n\n8\u00a0mm < 1 cm\n\nVertailu"_s));
}

void ReportTest::keepsTablesListsAndEmphasis()
{
    const ReadableReport report = readReport(
        narrated(u"<div><table border=\"1\"><tr><th colspan=\"2\">Size</th></tr><tr><td>8</td><td>mm</td></tr></table>"
                 "<ul><li>one</li><li><b class=\"x\" style=\"color:red\">two</b></li></ul>a<br/>b</div>"_s));
    QCOMPARE(htmlOf(report), u"<div><table><tr><th colspan=\"2\">Size</th></tr><tr><td>8</td><td>mm</td></tr></table>"
                             "<ul><li>one</li><li><b>two</b></li></ul>a<br>b</div>"_s);
    QCOMPARE(report.sections[0].text, u"Size\n8\tmm\n• one\n• two\na\nb"_s);
    QVERIFY(report.removed.isEmpty());
}

void ReportTest::showsLinksAsText()
{
    const ReadableReport report = readReport(
        narrated(u"<div>See <a href=\"https://example.org/x?a=1&amp;b=2\">the guide</a>, "
                 "<a href=\"https://example.org\">https://example.org</a> and <a href=\"#top\">above</a>.</div>"_s));
    QCOMPARE(report.sections[0].text,
             u"See the guide (https://example.org/x?a=1&b=2), https://example.org and above."_s);
    QVERIFY(!htmlOf(report).contains(u"<a"_s));
}

void ReportTest::readsWhatACollectionHolds_data()
{
    QTest::addColumn<QJsonObject>("report");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("pdf");
    const QByteArray pdf("%PDF-1.4\n…");
    const auto form = [](const QByteArray &bytes, const QString &type) {
        return QJsonArray{QJsonObject{{u"contentType"_s, type}, {u"data"_s, QString::fromLatin1(bytes.toBase64())}}};
    };
    const QJsonObject bare{{u"resourceType"_s, u"DiagnosticReport"_s}, {u"status"_s, u"final"_s}};
    const auto with = [&](const QString &key, const QJsonValue &value) {
        QJsonObject one = bare;
        one[key] = value;
        return one;
    };
    QTest::newRow("narrative") << with(u"text"_s, QJsonObject{{u"div"_s, u"<div>All well</div>"_s}}) << u"All well"_s
                               << QByteArray();
    QTest::newRow("conclusion") << with(u"conclusion"_s, u"All <well>"_s) << u"All <well>"_s << QByteArray();
    QTest::newRow("PDF") << with(u"presentedForm"_s, form(pdf, u"application/pdf"_s)) << QString() << pdf;
    QTest::newRow("PDF of another name") << with(u"presentedForm"_s, form(pdf, u"application/octet-stream"_s))
                                         << QString() << pdf;
    QTest::newRow("plain text") << with(u"presentedForm"_s, form("a\n\nb", u"text/plain"_s)) << u"a\n\nb"_s
                                << QByteArray();
    QTest::newRow("HTML") << with(u"presentedForm"_s, form("<p>a</p><p>b</p>", u"text/html; charset=utf-8"_s))
                          << u"a\nb"_s << QByteArray();
    QTest::newRow("PDF in lines") << with(u"presentedForm"_s,
                                          QJsonArray{QJsonObject{{u"contentType"_s, u"application/pdf"_s},
                                                                 {u"data"_s, u"JVBERi0x\r\n LjQ=\n"_s}}})
                                  << QString() << QByteArray("%PDF-1.4");
    QTest::newRow("CDA") << with(u"presentedForm"_s, form(cda("inside"), u"text/xml"_s)) << u"Beschreibung\n\ninside"_s
                         << QByteArray();
}

void ReportTest::readsWhatACollectionHolds()
{
    QFETCH(QJsonObject, report);
    const ReadableReport read = readReport(bundle({report}, u"collection"_s));
    QTEST(read.plainText(), "text");
    QTEST(read.pdf, "pdf");
    QVERIFY(read.unreadable.isEmpty());
}

void ReportTest::leavesOutWhatIsNoBase64()
{
    const QJsonObject form{{u"contentType"_s, u"application/pdf"_s}, {u"data"_s, u"JVBERi0x*LjQ="_s}};
    for (const QByteArray &document :
         {bundle({QJsonObject{{u"resourceType"_s, u"DiagnosticReport"_s}, {u"presentedForm"_s, QJsonArray{form}}}},
                 u"collection"_s),
          QByteArray("<ClinicalDocument xmlns=\"urn:hl7-org:v3\"><component><nonXMLBody><text "
                     "mediaType=\"application/pdf\" representation=\"B64\">JVBERi0x*LjQ=</text></nonXMLBody>"
                     "</component></ClinicalDocument>")}) {
        const ReadableReport report = readReport(document);
        QVERIFY(report.pdf.isEmpty());
        QCOMPARE(report.removed.size(), 1);
        QVERIFY2(report.removed.first().contains(u"Base64"_s), qPrintable(report.removed.first()));
    }
}

void ReportTest::tellsTheDocumentsOwnTranslation_data()
{
    QTest::addColumn<QByteArray>("document");
    QTest::addColumn<bool>("isTranslation");
    const auto sections = [](const QString &innerDiv, const QString &innerTitle) {
        const auto text = [](const QString &div) { return QJsonObject{{u"div"_s, div}}; };
        QJsonObject inner{{u"text"_s, text(innerDiv)}};
        if (!innerTitle.isEmpty())
            inner.insert(u"title"_s, innerTitle);
        const QJsonObject outer{{u"title"_s, u"Löydökset"_s},
                                {u"text"_s, text(u"<div lang=\"fi\">Hyvin</div>"_s)},
                                {u"section"_s, QJsonArray{inner}}};
        return bundle({composition({outer})});
    };
    QTest::newRow("narrative in another language") << sections(u"<div lang='en'>Well</div>"_s, {}) << true;
    QTest::newRow("by xml:lang") << sections(u"<div xmlns=\"x\" xml:lang=\"en\">Well</div>"_s, {}) << true;
    QTest::newRow("the same language") << sections(u"<div lang='fi-FI'>Well</div>"_s, {}) << false;
    QTest::newRow("no language") << sections(u"<div>Well</div>"_s, {}) << false;
    const auto inner = [](const QByteArray &code, const QByteArray &language) {
        return cda("Gut").replace("</text></section>", "</text><component><section><code code=\"" + code +
                                                           "\"/><title>Findings</title><text>Well</text>" + language +
                                                           "</section></component></section>");
    };
    QTest::newRow("CDA") << inner("59776-5", "<languageCode code=\"en\"/>") << true;
    QTest::newRow("CDA, a section of its own") << inner("19005-8", "<languageCode code=\"en\"/>") << false;
    QTest::newRow("CDA without a language") << inner("59776-5", {}) << false;
}

void ReportTest::tellsTheDocumentsOwnTranslation()
{
    QFETCH(QByteArray, document);
    QFETCH(bool, isTranslation);
    const ReadableReport report = readReport(document);
    QCOMPARE(report.sections.size(), 2);
    QVERIFY(!report.sections[0].isTranslation);
    QCOMPARE(report.sections[1].text, u"Well"_s);
    QCOMPARE(report.sections[1].isTranslation, isTranslation);
}

void ReportTest::tellsWhomItIsAbout_data()
{
    QTest::addColumn<QByteArray>("document");
    QTest::addColumn<QStringList>("subjects");
    const auto patient = [](const QString &id, const QString &number) {
        return QJsonObject{
            {u"resourceType"_s, u"Patient"_s},
            {u"id"_s, id},
            {u"identifier"_s, QJsonArray{QJsonObject{{u"system"_s, u"urn:oid:2.999.1"_s}, {u"value"_s, number}},
                                         QJsonObject{{u"system"_s, u"urn:oid:2.999.2"_s}, {u"value"_s, u"local"_s}}}},
            {u"name"_s, QJsonArray{QJsonObject{{u"family"_s, u"Doe"_s}, {u"given"_s, QJsonArray{u"Jane"_s}}}}},
            {u"birthDate"_s, u"1985-01-14"_s},
            {u"gender"_s, u"female"_s}};
    };
    const auto about = [](const QString &reference, const QString &type = u"Composition"_s) {
        return QJsonObject{{u"resourceType"_s, type}, {u"subject"_s, QJsonObject{{u"reference"_s, reference}}}};
    };
    const QString one = u"17|urn:oid:2.999.1|Doe^Jane|1985-01-14|F"_s;
    const QString other = u"18|urn:oid:2.999.1|Doe^Jane|1985-01-14|F"_s;
    const QJsonObject a = patient(u"a"_s, u"17"_s);
    const QJsonObject b = patient(u"b"_s, u"18"_s);
    QTest::newRow("by the entry's address") << bundle({about(u"urn:uuid:2"_s), b, a}) << QStringList{one};
    QTest::newRow("by type and id") << bundle({about(u"Patient/a"_s), b, a}) << QStringList{one};
    QTest::newRow("by an address on a server")
        << bundle({about(u"https://ncp.example/fhir/Patient/a"_s), b, a}) << QStringList{one};
    QTest::newRow("the only patient there is")
        << bundle({QJsonObject{{u"resourceType"_s, u"DiagnosticReport"_s}}, a}) << QStringList{one};
    QTest::newRow("two patients, and no word who") << bundle({composition({}), a, b}) << QStringList();
    QJsonObject holding = about(u"#p"_s, u"DiagnosticReport"_s);
    QJsonObject held = a;
    held[u"id"_s] = u"p"_s;
    holding[u"contained"_s] = QJsonArray{held};
    QTest::newRow("contained") << bundle({holding, b}) << QStringList{one};
    QTest::newRow("a report by itself") << QJsonDocument(holding).toJson() << QStringList{one};
    const QJsonObject told{{u"resourceType"_s, u"DiagnosticReport"_s},
                           {u"subject"_s, QJsonObject{{u"display"_s, u"Jane Doe"_s},
                                                      {u"identifier"_s, QJsonObject{{u"system"_s, u"urn:oid:2.999.1"_s},
                                                                                    {u"value"_s, u"17"_s}}}}}};
    QTest::newRow("in the reference") << bundle({told}) << QStringList{u"17|urn:oid:2.999.1|Jane Doe||"_s};
    QTest::newRow("parts that disagree") << bundle({about(u"Patient/a"_s), about(u"Patient/b"_s, u"DiagnosticReport"_s),
                                                    a, b})
                                         << QStringList{one, other};
    QTest::newRow("nobody") << bundle({composition({})}) << QStringList();

    const auto target = [](const QByteArray &role) {
        return cda("a").replace("<author>",
                                "<recordTarget><patientRole>" + role + "</patientRole></recordTarget><author>");
    };
    const QByteArray ids = "<id nullFlavor=\"NI\"/><id root=\"2.999.1\" extension=\"17\"/>"
                           "<id root=\"2.999.2\" extension=\"local\"/>";
    const QByteArray name = "<name><given>Jane</given><given>Ann</given><family>Doe</family></name>";
    QTest::newRow("CDA") << target(ids + "<patient>" + name +
                                   "<administrativeGenderCode code=\"F\"/><birthTime value=\"19850114\"/></patient>")
                         << QStringList{u"17|urn:oid:2.999.1|Doe^Jane Ann|1985-01-14|F"_s};
    QTest::newRow("CDA with a second name, a guardian and a year")
        << target(ids + "<patient>" + name + "<name use=\"P\"><family>Roe</family></name>" +
                  "<birthTime value=\"1985\"/><guardian><guardianPerson><name><family>Guard</family></name>"
                  "</guardianPerson></guardian></patient><providerOrganization><id root=\"9\" extension=\"9\"/>"
                  "</providerOrganization>")
        << QStringList{u"17|urn:oid:2.999.1|Doe^Jane Ann|1985|"_s};
    QTest::newRow("CDA of nobody") << cda("a") << QStringList();
}

void ReportTest::tellsWhomItIsAbout()
{
    QFETCH(QByteArray, document);
    QStringList subjects;
    for (const model::StudyPatient &one : readReport(document).subjects)
        subjects += QStringList{one.id, one.issuer, one.name, one.birthDate, one.sex}.join(u'|');
    QTEST(subjects, "subjects");
}

void ReportTest::readsTheBodyOfACda()
{
    const ReadableReport report = readReport(
        cda("<paragraph>Eins <content styleCode=\"Bold\">zwei</content></paragraph><list listType=\"ordered\">"
            "<item>drei</item></list><content revised=\"delete\">nicht</content><linkHtml href=\"https://example.org\">"
            "Link</linkHtml>"));
    QCOMPARE(report.title, u"Befund"_s);
    QCOMPARE(report.language, u"de-AT"_s);
    QCOMPARE(report.author, u"Ada Beispiel"_s);
    QCOMPARE(report.sections.size(), 1);
    QCOMPARE(report.sections[0].title, u"Beschreibung"_s);
    QCOMPARE(report.sections[0].meaning, u"Findings"_s);
    QCOMPARE(report.sections[0].code, u"59776-5"_s);
    QCOMPARE(report.sections[0].html,
             u"<p>Eins <b>zwei</b></p><ol><li>drei</li></ol><s>nicht</s>Link (https://example.org)"_s);
    QVERIFY(!report.isUnsafe);
}

void ReportTest::readsTheBodyOfACdaThatIsNoXml_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("plain");
    QTest::addColumn<QByteArray>("pdf");
    QTest::newRow("PDF") << QByteArray(
                                "<text mediaType=\"application/pdf\" representation=\"B64\">\n  JVBERi0x\n  LjQ=\n"
                                "</text>")
                         << QString() << QByteArray("%PDF-1.4");
    QTest::newRow("text") << QByteArray("<text>All well</text>") << u"All well"_s << QByteArray();
}

void ReportTest::readsTheBodyOfACdaThatIsNoXml()
{
    QFETCH(QByteArray, text);
    const ReadableReport report = readReport("<ClinicalDocument xmlns=\"urn:hl7-org:v3\"><component><nonXMLBody>" +
                                             text + "</nonXMLBody></component></ClinicalDocument>");
    QTEST(report.plainText(), "plain");
    QTEST(report.pdf, "pdf");
}

void ReportTest::letsNothingForeignThrough_data()
{
    QTest::addColumn<QString>("div");
    QTest::addColumn<QString>("text"); // what is left for a person
    QTest::addColumn<bool>("isUnsafe");
    const auto dress = [](const char *name, const char *div, const char *text, bool isUnsafe = true) {
        QTest::newRow(name) << QString::fromUtf8(div) << QString::fromUtf8(text) << isUnsafe;
    };
    dress("script", "a<script>alert(1)</script>b", "ab");
    dress("script in capitals", "a<ScRiPt src=//x.example/x.js></sCrIpT >b", "ab");
    dress("script in a comment's tail", "a<!-- --><script>alert(1)</script><!-- -->b", "ab");
    dress("script that never ends", "a<script>alert(1)", "a");
    dress("script cut in two", "<scr<script>ipt>alert(1)</script>a", "ipt>alert(1)a", false);
    dress("event handler", "<p onclick=\"alert(1)\">a</p>", "a");
    dress("event handler in capitals", "<p OnMouseOver=alert(1)>a</p>", "a");
    dress("event handler after a slash", "<b/onload=alert(1)>a</b>", "a", false);
    dress("svg onload", "a<svg onload=alert(1)><circle/></svg>b", "ab");
    dress("svg script", "a<svg><script>alert(1)</script></svg>b", "ab");
    dress("svg with foreign object", "<svg><foreignObject><p>a</p></foreignObject></svg>b", "b", false);
    dress("math", "<math><maction actiontype=\"statusline#http://x.example\">a</maction></math>b", "b", false);
    dress("javascript in mixed case", "<a href=\"JaVaScRiPt:alert(1)\">a</a>", "a");
    dress("javascript in entities", "<a href=\"&#106;&#x61;vascript&colon;alert(1)\">a</a>", "a");
    dress("javascript with a tab", "<a href=\"java&#9;script:alert(1)\">a</a>", "a");
    dress("javascript in several lines", "<a href=\" java\nscr&#10;ipt:alert(1)\">a</a>", "a");
    dress("vbscript", "<a href='vbscript:msgbox(1)'>a</a>", "a");
    dress("data address", "<a href=\"data:text/html;base64,PHNjcmlwdD4=\">a</a>", "a");
    dress("iframe", "a<iframe src=\"http://x.example\">in</iframe>b", "ab");
    dress("iframe with its document", "a<iframe srcdoc=\"&lt;script&gt;alert(1)&lt;/script&gt;\"></iframe>b", "ab");
    dress("object", "a<object data=\"x.swf\">o</object>b", "ab");
    dress("embed", "a<embed src=\"x.swf\">b", "ab");
    dress("form", "<form action=\"http://x.example\">a<input type=\"text\" name=\"b\"><button>c</button></form>", "ac");
    dress("base href", "<base href=\"http://x.example/\">a", "a");
    dress("meta refresh", "<meta http-equiv=\"refresh\" content=\"0;url=http://x.example\">a", "a");
    dress("meta with a charset", "<meta charset=\"utf-7\">+ADw-script+AD4-", "+ADw-script+AD4-");
    dress("link", "<link rel=\"stylesheet\" href=\"http://x.example/x.css\">a", "a");
    dress("css expression", "<p style=\"width: expression(alert(1))\">a</p>", "a");
    dress("css expression, escaped", "<p style=\"width: ex\\pression(alert(1))\">a</p>", "a");
    dress("css binding", "<p style=\"-moz-binding:url(http://x.example)\">a</p>", "a");
    dress("css that loads", "<p style=\"background:url(http://x.example/x.png)\">a</p>", "a", false);
    dress("style element", "<style>@import 'http://x.example';</style>a", "a", false);
    dress("remote image", "a<img src=\"http://x.example/x.png\" alt=\"chest\">b", "a[chest]b", false);
    dress("image that runs", "a<img src=x onerror=alert(1)>b", "ab");
    dress("data image", "a<img src=\"data:image/png;base64,iVBORw0KGgo=\">b", "ab", false);
    dress("background", "<table background=\"http://x.example/x.png\"><tr><td>a</td></tr></table>", "a", false);
    dress("video", "a<video src=\"http://x.example/x.mp4\" autoplay></video>b", "ab", false);
    dress("template", "a<template><script>alert(1)</script></template>b", "ab");
    dress("unknown elements", "<blink><custom-element is=x>a</custom-element></blink>", "a", false);
    dress("entities that grow", "<!DOCTYPE x [<!ENTITY b \"&a;&a;\">]><p>&b;</p>", "]>\n&b;");
    dress("entity of a file", "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><p>&a;</p>", "]>\n&a;");
    dress("attribute that tries to leave", "<td colspan='2\"><script>'>a</td>", "a", false);
    dress("text that looks like markup", "&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>", false);
    QTest::newRow("null character") << u"a<scr"_s + QChar(0) + u"ipt>alert(1)</script>b"_s << u"aipt>alert(1)b"_s
                                    << false;
    dress("unclosed tag", "a<b", "a", false);
    dress("processing instruction", "<?xml-stylesheet href=\"http://x.example\"?>a", "a", false);
    dress("CDATA", "<![CDATA[<script>alert(1)</script>]]>", "<![CDATA[]]>");
}

void ReportTest::letsNothingForeignThrough()
{
    QFETCH(QString, div);
    const ReadableReport report = readReport(narrated(u"<div>"_s + div + u"</div>"_s));
    static const QRegularExpression harmless(u"^</?(div|p|b|table|tr|td|tbody)( (colspan|rowspan)=\"\\d+\")?>$"_s);
    for (const QString &tag : tagsIn(htmlOf(report)))
        QVERIFY2(harmless.match(tag).hasMatch(), qPrintable(tag));
    QTEST(report.plainText().remove(u"Findings"_s).trimmed(), "text");
    QTEST(report.isUnsafe, "isUnsafe");
    QVERIFY(!report.isUnsafe || !report.removed.isEmpty());
}

void ReportTest::letsNothingForeignThroughOfACda_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isUnsafe");
    QTest::newRow("script") << QByteArray("a<script>alert(1)</script>") << true;
    QTest::newRow("script of another namespace")
        << QByteArray("a<x:script xmlns:x=\"http://www.w3.org/1999/xhtml\">alert(1)</x:script>") << true;
    QTest::newRow("event handler on a table")
        << QByteArray("<table onmouseover=\"alert(1)\"><tr><td>a</td></tr></table>") << true;
    QTest::newRow("link that runs") << QByteArray("<linkHtml href=\"javascript:alert(1)\">a</linkHtml>") << true;
    QTest::newRow("object") << QByteArray("a<object data=\"x\">b</object>") << true;
    QTest::newRow("iframe") << QByteArray("a<iframe src=\"http://x.example\"/>") << true;
    QTest::newRow("picture") << QByteArray("a<renderMultiMedia referencedObject=\"b\"/>") << false;
    QTest::newRow("remote picture") << QByteArray("a<img src=\"http://x.example/a.png\"/>") << false;
}

void ReportTest::letsNothingForeignThroughOfACda()
{
    QFETCH(QByteArray, text);
    const ReadableReport report = readReport(cda(text));
    static const QRegularExpression harmless(u"^</?(table|tr|td)>$"_s);
    for (const QString &tag : tagsIn(htmlOf(report)))
        QVERIFY2(harmless.match(tag).hasMatch(), qPrintable(tag));
    QCOMPARE(report.sections.value(0).text, u"a"_s);
    QTEST(report.isUnsafe, "isUnsafe");
    QVERIFY(!report.removed.isEmpty());
}

void ReportTest::refusesDocumentTypes_data()
{
    QTest::addColumn<QByteArray>("xml");
    QTest::newRow("entity of a file") << cda("&x;",
                                             "<!DOCTYPE ClinicalDocument [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>");
    QByteArray laughs = "<!DOCTYPE ClinicalDocument [<!ENTITY l0 \"ha\">";
    for (int i = 1; i < 12; ++i)
        laughs += "<!ENTITY l" + QByteArray::number(i) + " \"" +
                  QByteArray("&l" + QByteArray::number(i - 1) + ";").repeated(10) + "\">";
    QTest::newRow("a billion laughs") << cda("&l11;", laughs + "]>");
    QTest::newRow("remote definition") << cda("a", "<!DOCTYPE ClinicalDocument SYSTEM \"http://x.example/x.dtd\">");
}

void ReportTest::refusesDocumentTypes()
{
    QFETCH(QByteArray, xml);
    const ReadableReport report = readReport(xml);
    QVERIFY(report.isUnsafe);
    QVERIFY(report.sections.isEmpty());
    QVERIFY(!report.unreadable.isEmpty());
}

void ReportTest::asksForNothing()
{
    QTcpServer listener;
    QVERIFY(listener.listen(QHostAddress::LocalHost));
    const QByteArray host = "http://127.0.0.1:" + QByteArray::number(listener.serverPort());
    const QByteArray all =
        "<img src=\"" + host + "/a\"/><link href=\"" + host + "/b\"/><a href=\"" + host + "/c\">c</a>";
    (void)readReport(narrated(QString::fromLatin1("<!DOCTYPE div SYSTEM \"" + host + "/d\"><div>" + all + "</div>")));
    (void)readReport(cda(all, "<?xml-stylesheet href=\"" + host + "/e\"?>"));
    (void)readReport(cda("&x;", "<!DOCTYPE x SYSTEM \"" + host + "/f\" [<!ENTITY x SYSTEM \"" + host + "/g\">]>"));
    QVERIFY(!listener.waitForNewConnection(0));
}

void ReportTest::staysBounded_data()
{
    QTest::addColumn<QByteArray>("document");
    const auto nested = [](const char *open, const char *close, int times) {
        return QByteArray(open).repeated(times) + "a" + QByteArray(close).repeated(times);
    };
    const auto div = [](const QByteArray &html) { return narrated(QString::fromLatin1(html)); };
    QTest::newRow("500 deep") << div(nested("<div>", "</div>", 500));
    QTest::newRow("100 000 deep") << div(nested("<b>", "</b>", 100'000));
    QTest::newRow("100 000 tables") << div(nested("<table><tr><td>", "", 100'000));
    QTest::newRow("ends without beginnings") << div("a" + QByteArray("</b></i>").repeated(100'000));
    QTest::newRow("huge attribute") << div("<p title=\"" + QByteArray(4'000'000, 'x') + "\">a</p>");
    QTest::newRow("100 000 attributes") << div("<p" + QByteArray(" a").repeated(100'000) + ">a</p>");
    QTest::newRow("long text") << div("<p>" + QByteArray("a ").repeated(5'000'000) + "</p>");
    QTest::newRow("one long word") << div("<p>" + QByteArray(3'000'000, 'a') + "</p>");
    QTest::newRow("CDA 500 deep") << cda(nested("<content>", "</content>", 500));
    QTest::newRow("CDA 100 000 deep") << cda(nested("<content>", "</content>", 100'000));
    QByteArray sections;
    for (int i = 0; i < 20'000; ++i)
        sections += "<component><section><title>t</title><text>a</text></section></component>";
    QTest::newRow("CDA of 20 000 sections") << "<ClinicalDocument><component><structuredBody>" + sections +
                                                   "</structuredBody></component></ClinicalDocument>";
    QTest::newRow("CDA with sections 500 deep")
        << "<ClinicalDocument><component><structuredBody>" +
               nested("<component><section><title>t</title>", "</section></component>", 300) +
               "</structuredBody></component></ClinicalDocument>";
    QJsonObject deep = section(u"t"_s, u"<div>a</div>"_s);
    for (int i = 0; i < 200; ++i) {
        QJsonObject outer = section(u"t"_s, u"<div>a</div>"_s);
        outer[u"section"_s] = QJsonArray{deep};
        deep = outer;
    }
    QTest::newRow("sections 200 deep") << bundle({composition({deep})});
}

void ReportTest::staysBounded()
{
    QFETCH(QByteArray, document);
    const std::clock_t begun = std::clock(); // of the processor: others may keep it busy
    const ReadableReport report = readReport(document);
    const double seconds = double(std::clock() - begun) / CLOCKS_PER_SEC;
    QVERIFY2(seconds < 5, qPrintable(QString::number(seconds)));
    QVERIFY(report.sections.size() <= 500);
    QVERIFY(htmlOf(report).size() <= 600'000);
    int depth = 0;
    for (const QString &tag : tagsIn(htmlOf(report))) {
        depth += tag.startsWith(u"</"_s) ? -1 : 1;
        QVERIFY(depth <= 32);
    }
    QCOMPARE(depth, 0);
}

void ReportTest::saysWhyNothingCanBeRead_data()
{
    QTest::addColumn<QByteArray>("document");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("noise") << QByteArray("\x01\x02\x03 noise");
    QTest::newRow("cut JSON") << narrated(u"<div>a</div>"_s).first(60);
    QTest::newRow("a Bundle of nothing") << bundle({});
    QTest::newRow("a manifest") << bundle({QJsonObject{{u"resourceType"_s, u"ImagingStudy"_s}}});
    QTest::newRow("FHIR in XML") << QByteArray("<?xml version=\"1.0\"?><Bundle xmlns=\"http://hl7.org/fhir\"/>");
    QTest::newRow("XML of something else") << QByteArray("<ValueSet/>");
    QTest::newRow("DICOM of nothing") << QByteArray(128, '\0') + "DICM";
}

void ReportTest::saysWhyNothingCanBeRead()
{
    QFETCH(QByteArray, document);
    const ReadableReport report = readReport(document);
    QVERIFY(report.sections.isEmpty());
    QVERIFY(report.pdf.isEmpty());
    QVERIFY(!report.unreadable.isEmpty());
}

void ReportTest::readsReportsOfOthers()
{
    QFile file(QStringLiteral(BORDERLIGHT_SHARED "/documents/hl7-eu/unstructured_report.pdf"));
    if (!file.open(QIODevice::ReadOnly))
        QSKIP("The published examples are not on this machine.");
    const QByteArray pdf = file.readAll();
    QCOMPARE(readReport(pdf).pdf, pdf);
}

QTEST_GUILESS_MAIN(ReportTest)
#include "ReportTest.moc"
