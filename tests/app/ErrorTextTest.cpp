#include <story/ErrorText.h>

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using Kind = network::Error::Kind;
using story::Step;

namespace {

const QList<Kind> allKinds{Kind::NotFound,    Kind::Usage,     Kind::Incomplete,    Kind::Unauthorised,
                           Kind::Forbidden,   Kind::Untrusted, Kind::ForeignOrigin, Kind::PatientConflict,
                           Kind::Unreachable, Kind::TimedOut,  Kind::ServerFault,   Kind::Rejected,
                           Kind::Malformed,   Kind::Truncated, Kind::RedirectLoop,  Kind::Storage,
                           Kind::Cancelled};
const QList<Step> allSteps{Step::Country,   Step::Patient,   Step::Studies, Step::Document,
                           Step::Selection, Step::Retrieval, Step::Viewing};

story::ErrorContext at(Step step)
{
    story::ErrorContext context;
    context.step = step;
    context.country = u"Austria"_s;
    context.profile = u"Austria (test)"_s;
    context.host = u"ncp.example"_s;
    return context;
}

} // namespace

class ErrorTextTest : public QObject
{
    Q_OBJECT

private slots:
    void everyErrorHasASentenceToActOn()
    {
        static const QRegularExpression code(u"\\b(error|please|HTTP|[45][0-9]{2})\\b|!"_s,
                                             QRegularExpression::CaseInsensitiveOption);
        for (const Kind kind : allKinds) {
            for (const Step step : allSteps) {
                const story::Sentence sentence = story::sentenceFor({kind, u"what the server said"_s, 418}, at(step));
                const QByteArray where = network::nameOf(kind).toUtf8() + " at step " + QByteArray::number(int(step));
                if (kind == Kind::Cancelled) {
                    QVERIFY2(sentence.isEmpty(), where.constData());
                    continue;
                }
                QVERIFY2(!sentence.isEmpty() && !sentence.sentences.isEmpty() && !sentence.advice.isEmpty(),
                         where.constData());
                QVERIFY2(sentence.headline.split(u' ').size() <= 8, where.constData());
                QVERIFY2(!sentence.headline.endsWith(u'.') && sentence.advice.endsWith(u'.'), where.constData());
                const QString shown = sentence.headline + u' ' + sentence.sentences.join(u' ') + u' ' + sentence.advice;
                QVERIFY2(!shown.contains(code), qPrintable(shown));
                QVERIFY2(!shown.contains(u'%'), qPrintable(shown));
                QVERIFY2(sentence.fold.contains(u"what the server said"_s) && sentence.fold.contains(u"418"_s),
                         where.constData());
            }
        }
    }

    void theWordsFitWhatHappened_data()
    {
        QTest::addColumn<network::Error::Kind>("kind");
        QTest::addColumn<QString>("detail");
        QTest::addColumn<int>("status");
        QTest::addColumn<story::Step>("step");
        QTest::addColumn<QString>("headline");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char *name, Kind kind, const QString &detail, int status, Step step,
                            const QString &headline, const QString &sentence) {
            QTest::newRow(name) << kind << detail << status << step << headline << sentence;
        };
        row("no such host", Kind::Unreachable, u"The host of x is not known (name resolution failed)."_s, 0,
            Step::Country, u"Austria cannot be reached"_s, u"The name ncp.example was not found."_s);
        row("refused", Kind::Unreachable, u"x refuses connections: nothing listens there."_s, 0, Step::Country,
            u"Austria cannot be reached"_s, u"The computer refused the connection."_s);
        row("silence", Kind::TimedOut, {}, 0, Step::Country, u"Austria cannot be reached"_s,
            u"No answer within 60 s."_s);
        row("silence while receiving", Kind::TimedOut, {}, 0, Step::Retrieval, u"Austria has been silent for 60 s"_s,
            u"The connection was open, nothing came."_s);
        row("unknown authority", Kind::Untrusted, u"The issuer certificate could not be found"_s, 0, Step::Country,
            u"This certificate is not trusted"_s, u"Nothing was sent."_s);
        row("expired", Kind::Untrusted, u"The certificate has expired"_s, 0, Step::Country,
            u"This certificate has expired"_s, u"ncp.example"_s);
        row("another host", Kind::Untrusted,
            u"The host name did not match any of the valid hosts for this certificate"_s, 0, Step::Country,
            u"This certificate is for another host"_s, u"ncp.example"_s);
        row("expired, of a host called alert", Kind::Untrusted,
            u"No trusted connection to https://alert.example:443: The certificate has expired."_s, 0, Step::Country,
            u"This certificate has expired"_s, u"ncp.example"_s);
        row("unknown authority, of a host called expired", Kind::Untrusted,
            u"No trusted connection to https://expired.example:443: The issuer certificate could not be found."_s, 0,
            Step::Country, u"This certificate is not trusted"_s, {});
        row("an older TLS", Kind::Untrusted,
            u"No trusted connection to https://x:443: SSL handshake failed: Error during SSL handshake: "
            "error:0A00042E:SSL routines::tlsv1 alert protocol version."_s,
            0, Step::Country, u"No secured connection came about"_s, u"versions of TLS"_s);
        row("an older TLS, seen here", Kind::Untrusted,
            u"No trusted connection to https://x:443: error:0A000102:SSL routines::unsupported protocol."_s, 0,
            Step::Country, u"No secured connection came about"_s, u"versions of TLS"_s);
        row("no TLS at all", Kind::Untrusted,
            u"No trusted connection to https://x:443: SSL handshake failed: Error during SSL handshake: "
            "error:0A00010B:SSL routines::wrong version number."_s,
            0, Step::Country, u"No secured connection came about"_s, u"does not speak TLS"_s);
        row("a server that breaks off", Kind::Untrusted,
            u"No trusted connection to https://x:443: error:0A000438:SSL routines::tlsv1 alert internal error."_s, 0,
            Step::Country, u"No secured connection came about"_s, u"Austria broke it off"_s);
        row("our certificate is refused", Kind::Untrusted,
            u"https://x:443 ended the secured connection: error:0A00045C:SSL routines::tlsv13 alert certificate "
            "required."_s,
            0, Step::Country, u"Austria asked for our certificate"_s, {});
        row("our certificate is refused while connecting", Kind::Untrusted,
            u"No trusted connection to https://x:443: error:0A000410:SSL routines::sslv3 alert handshake failure."_s, 0,
            Step::Country, u"Austria asked for our certificate"_s, {});
        row("client certificate", Kind::Untrusted, u"our client certificate is missing"_s, 400, Step::Country,
            u"Austria asked for our certificate"_s, u"connection was closed"_s);
        row("sign-in", Kind::Unauthorised, {}, 401, Step::Studies, u"Austria refused the sign-in"_s,
            u"wrong or has expired"_s);
        row("a page", Kind::Malformed, u"It sent text/html"_s, 200, Step::Studies,
            u"A web page came instead of an answer"_s, u"Something between here and Austria"_s);
        row("a proxy's page", Kind::Malformed,
            u"ncp.example answered with a web page instead of data; perhaps a proxy stands in between. It reads: Bad "
            "gateway"_s,
            200, Step::Patient, u"A web page came instead of an answer"_s, u"Something between here and Austria"_s);
        row("login page", Kind::Malformed,
            u"ncp.example answered with a sign-in page instead of data. It reads: a web page, text/html"_s, 200,
            Step::Patient, u"A login page came instead of an answer"_s, u"wants a person to sign in"_s);
        row("FHIR in XML", Kind::Malformed, u"A FHIR Bundle was expected, but it came as FHIR in XML, and …"_s, 0,
            Step::Studies, u"The answer came as XML"_s, u"Austria answered in XML."_s);
        row("nobody", Kind::NotFound, {}, 404, Step::Patient, u"Nobody found"_s, u"no patient has this identifier"_s);
        row("no FHIR at the address", Kind::NotFound, u"x answered 404: … No FHIR answer came with it: the address"_s,
            404, Step::Patient, u"This address does not know FHIR"_s, u"Nothing was looked up."_s);
        row("no FHIR at the address, studies", Kind::NotFound, u"x answered 404: … No FHIR answer came with it"_s, 404,
            Step::Studies, u"This address does not know FHIR"_s, u"Nothing was looked up."_s);
        row("sign-in that ended on the way", Kind::Incomplete, u"3 of 5 instances are missing."_s, 401, Step::Retrieval,
            u"The sign-in ended on the way"_s, u"401"_s);
        row("incomplete", Kind::Incomplete, {}, 0, Step::Retrieval, u"Incomplete"_s, {});
        row("unknown authority of a number", Kind::NotFound, u"warning not-found: targetSystem not found"_s, 404,
            Step::Patient, u"Austria does not know this kind of number"_s, {});
        for (const auto &[name, words] :
             {std::pair("no $match at the address", u"No FHIR answer came with it: the address"_s),
              std::pair("no $match, in words", u"It says: error not-found: no such operation"_s)})
            row(name, Kind::NotFound, u"x/fhir/Patient/$match answered 404: not known there. "_s + words, 404,
                Step::Patient, u"Austria did not carry out $match"_s,
                u"does not say that nobody has this identifier"_s);
        row("unknown authority of a number to $match", Kind::NotFound,
            u"x/fhir/Patient/$match answered 404: not known there. It says: targetSystem not found"_s, 404,
            Step::Patient, u"Austria does not know this kind of number"_s, {});
        row("gone", Kind::NotFound, {}, 410, Step::Patient, u"This record is closed"_s, {});
        row("no studies", Kind::NotFound, {}, 404, Step::Studies, u"Nothing there, or no consent"_s,
            u"consent is missing"_s);
        row("no images", Kind::NotFound, {}, 404, Step::Retrieval, u"Austria does not have these images"_s, {});
        row("forbidden", Kind::Forbidden, {}, 403, Step::Retrieval, u"Austria does not allow this"_s, u"consent"_s);
        row("no such document", Kind::NotFound, u"x/DocumentReference/a answered 404: not known there"_s, 404,
            Step::Document, u"This document is not there"_s, u"Austria does not know it or no longer keeps it."_s);
        row("a document that is gone", Kind::NotFound, {}, 410, Step::Document, u"This document is not there"_s, {});
        row("a document elsewhere", Kind::NotFound, u"y/Binary/1 answered 404: … No FHIR answer came with it"_s, 404,
            Step::Document, u"This document is not there"_s, {});
        row("no FHIR at the address, document", Kind::NotFound,
            u"x/DocumentReference/a answered 404: … No FHIR answer came with it"_s, 404, Step::Document,
            u"This address does not know FHIR"_s, u"Nothing was looked up."_s);
        row("not in this form", Kind::NotFound,
            u"The document is not offered as text/xml, but as application/fhir+json, application/pdf."_s, 0,
            Step::Document, u"Not offered in this form"_s,
            u"It is offered as application/fhir+json, application/pdf."_s);
        row("a reference to nothing", Kind::NotFound, u"The DocumentReference offers no content."_s, 0, Step::Document,
            u"This document has no content"_s, {});
        row("a document that is refused", Kind::Forbidden, {}, 403, Step::Document,
            u"Austria does not allow this document"_s, u"consent of the patient"_s);
        row("other patient", Kind::PatientConflict, {}, 0, Step::Retrieval, u"Stopped: this may be another patient"_s,
            {});
        row("full disk", Kind::Storage, u"No space left on device"_s, 0, Step::Retrieval, u"The disk is full"_s,
            u"are whole"_s);
        row("nearly full disk", Kind::Storage,
            u"The disk is full but for the 100 MB that are left to other programs."_s, 0, Step::Retrieval,
            u"The disk is full"_s, {});
        row("full disk, of a file", Kind::Storage, u"/tmp/a.txt cannot be written: No space left on device."_s, 0,
            Step::Document, u"The disk is full"_s, {});
        row("full quota", Kind::Storage, u"writing a part failed: Disk quota exceeded."_s, 0, Step::Retrieval,
            u"The disk is full"_s, {});
        row("a folder called full", Kind::Storage,
            u"The folder /mnt/full/no space cannot be made: Permission denied."_s, 0, Step::Retrieval,
            u"The files cannot be written"_s, {});
        row("a folder in use", Kind::Storage, u"Another retrieval of this study writes into the folder."_s, 0,
            Step::Retrieval, u"The folder is in use"_s, u"Another retrieval of this study"_s);
        row("read-only folder", Kind::Storage, u"Permission denied"_s, 0, Step::Retrieval,
            u"The files cannot be written"_s, {});
    }
    void theWordsFitWhatHappened()
    {
        QFETCH(network::Error::Kind, kind);
        QFETCH(QString, detail);
        QFETCH(int, status);
        QFETCH(story::Step, step);
        QFETCH(QString, headline);
        QFETCH(QString, sentence);
        const story::Sentence words = story::sentenceFor({kind, detail, status}, at(step));
        QCOMPARE(words.headline, headline);
        QVERIFY2(words.sentences.join(u' ').contains(sentence), qPrintable(words.sentences.join(u' ')));
    }

    void aFailedRouteDoesNotSoundLikeAFailedSearch()
    {
        story::ErrorContext context = at(Step::Studies);
        context.route = model::Route::Dicomweb;
        const story::Sentence sentence = story::sentenceFor({Kind::ServerFault, {}, 500}, context);
        QCOMPARE(sentence.headline, u"QIDO failed, the others answered"_s);
        QCOMPARE(sentence.actions.size(), 1);
        QCOMPARE(sentence.actions.first().act, story::Act::AskAgain);
    }

    void aFaultIsSaidToLastOnlyWhereItWasAskedAgain()
    {
        const auto words = [](const QString &detail) {
            return story::sentenceFor({Kind::ServerFault, detail, 500}, at(Step::Country)).sentences.join(u' ');
        };
        QVERIFY(words(u"x answered 500 (asked 4 times)"_s).contains(u"asked again"_s));
        QVERIFY(!words(u"x answered 500"_s).contains(u"asked again"_s));
    }

    void withoutACountryTheProfileIsNamed()
    {
        story::ErrorContext context;
        context.profile = u"Lab"_s;
        QCOMPARE(story::sentenceFor({Kind::ServerFault, {}, 500}, context).headline, u"Lab cannot answer now"_s);
    }

    void aTerminalGetsOneLine()
    {
        const QString line = story::lineFor({Kind::ServerFault, u"x answered\n500"_s, 500}, at(Step::Studies));
        QVERIFY(!line.contains(u'\n'));
        QVERIFY(line.startsWith(u"Austria cannot answer now. "_s));
        QVERIFY(line.endsWith(u"[x answered 500]"_s));
        QVERIFY(story::lineFor({Kind::Cancelled, {}, 0}, at(Step::Studies)).isEmpty());
    }
};

QTEST_GUILESS_MAIN(ErrorTextTest)
#include "ErrorTextTest.moc"
