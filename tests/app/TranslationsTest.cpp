#include <QDir>
#include <QFile>
#include <QMap>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

//! One text of the program and what a language makes of it.
struct Message
{
    QString context;
    QString source;
    QString comment;
    bool isPlural = false;
    bool isFinished = false;
    QStringList forms; //!< one, or as many as the language has plural forms

    QString name() const
    {
        return context + u": \""_s + source + u'"' + (comment.isEmpty() ? QString() : u" ("_s + comment + u')');
    }
};

QList<Message> messagesIn(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QList<Message> messages;
    QString context;
    Message message;
    for (QXmlStreamReader xml(&file); !xml.atEnd(); xml.readNext()) {
        if (xml.isStartElement()) {
            const QStringView tag = xml.name();
            if (tag == u"message") {
                message = {.context = context, .isPlural = xml.attributes().value("numerus"_L1) == u"yes"};
            } else if (tag == u"name") {
                context = xml.readElementText();
            } else if (tag == u"source") {
                message.source = xml.readElementText();
            } else if (tag == u"comment") {
                message.comment = xml.readElementText();
            } else if (tag == u"translation") {
                message.isFinished = !xml.attributes().hasAttribute("type"_L1);
                if (!message.isPlural)
                    message.forms = {xml.readElementText()};
            } else if (tag == u"numerusform") {
                message.forms += xml.readElementText();
            }
        } else if (xml.isEndElement() && xml.name() == u"message") {
            messages += message;
        }
    }
    return messages;
}

//! What a text leaves open, `%1` and `%n`, sorted.
QStringList placesIn(const QString &text)
{
    static const QRegularExpression place(u"%(?:[0-9]|n)"_s);
    QStringList places;
    for (auto found = place.globalMatch(text); found.hasNext();)
        places += found.next().captured();
    places.sort();
    return places;
}

//! The form for one may say so in words.
bool fills(const QString &form, const Message &message, bool isForOne)
{
    QStringList wanted = placesIn(message.source);
    if (placesIn(form) == wanted)
        return true;
    wanted.removeAll(u"%n"_s);
    return message.isPlural && isForOne && placesIn(form) == wanted;
}

} // namespace

//! What the program can say is held against what the translations know. New texts are brought in by lupdate, as
//! CONTRIBUTING.md tells.
class TranslationsTest : public QObject
{
    Q_OBJECT

private slots:
    void everyTextIsTranslated_data();
    void everyTextIsTranslated();
};

void TranslationsTest::everyTextIsTranslated_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<qsizetype>("least"); // so that reading nothing is no success
    QTest::newRow("German") << u"de"_s << QStringList() << qsizetype(1000);
    // English has only the plural forms; the texts themselves stand in the code.
    QTest::newRow("English") << u"en"_s << QStringList{u"-pluralonly"_s} << qsizetype(50);
}

void TranslationsTest::everyTextIsTranslated()
{
    QFETCH(QString, language);
    QFETCH(QStringList, options);
    QFETCH(qsizetype, least);
    const QDir sources(QStringLiteral(SOURCES));
    QTemporaryDir folder;
    const QString updated = folder.filePath(u"updated.ts"_s);
    QVERIFY(QFile::copy(sources.filePath(u"resources/translations/borderlight_%1.ts"_s.arg(language)), updated));

    QProcess lupdate;
    lupdate.setWorkingDirectory(sources.path());
    // Without its guesses: a text that is like another one is not translated.
    lupdate.start(QStringLiteral(LUPDATE), QStringList{u"-silent"_s, u"-no-obsolete"_s, u"-locations"_s, u"none"_s,
                                                       u"-disable-heuristic"_s, u"sametext"_s, u"-disable-heuristic"_s,
                                                       u"similartext"_s, u"-disable-heuristic"_s, u"number"_s} +
                                               options +
                                               QStringList{u"app"_s, u"ui"_s, u"viewer"_s, u"-ts"_s, updated});
    QVERIFY(lupdate.waitForFinished());
    QCOMPARE(lupdate.exitCode(), 0);
    // A context that lupdate gets wrong is one that the program never asks for.
    const QByteArray complaints = lupdate.readAllStandardError();
    QVERIFY2(!complaints.contains("Qualifying with unknown"), complaints.constData());

    const QList<Message> messages = messagesIn(updated);
    QVERIFY(messages.size() >= least);
    QStringList wrong;
    for (const Message &message : messages) {
        const bool isEmpty = message.forms.isEmpty() || message.forms.contains(QString());
        if (!message.isFinished || isEmpty)
            wrong += u"not translated: "_s + message.name();
        else if (message.forms.size() != (message.isPlural ? 2 : 1))
            wrong += u"not all plural forms: "_s + message.name();
        else if (std::any_of(message.forms.begin(), message.forms.end(), [&message](const QString &form) {
                     return !fills(form, message, form == message.forms.first());
                 }))
            wrong += u"other places to fill: "_s + message.name();
        else if (message.source.endsWith(u'…') && !message.forms.first().endsWith(u'…'))
            wrong += u"no sign that a question follows: "_s + message.name();
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
}

QTEST_GUILESS_MAIN(TranslationsTest)
#include "TranslationsTest.moc"
