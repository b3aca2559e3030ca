#include <responder/Responder.h>

#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using responder::Responder;

namespace {

constexpr int longest = 120'000; // milliseconds; only a hang takes so long

QString text(const std::string &from)
{
    return QString::fromStdString(from);
}

//! Whom to ask about, and what must come of it.
struct Row
{
    QStringList command; //!< without the profile
    int status = 0;
    QString kind = {};
    qsizetype count = -1;     //!< rows of the list, or files of a retrieval; -1: not looked at
    QString note = {};        //!< kind of one that must be there
    bool byDocuments = false; //!< where other routes would know an address
};

} // namespace

Q_DECLARE_METATYPE(Row)

//! What is planted in the demo countries meets the real program: resources/demo/README.md says what it must do. That it
//! is planted is held by CountryTest.
class PlantedTruthTest : public QObject
{
    Q_OBJECT

    Responder m_country;
    std::vector<responder::DemoPatient> m_people = Responder::demoPatients();

    const responder::DemoPatient &owner(const QString &accession) const
    {
        return *std::find_if(m_people.begin(), m_people.end(), [&](const auto &person) {
            return std::any_of(person.studies.begin(), person.studies.end(),
                               [&](const auto &study) { return text(study.accession) == accession; });
        });
    }
    QString uid(const QString &accession) const
    {
        for (const auto &study : owner(accession).studies)
            if (text(study.accession) == accession)
                return text(study.uid);
        return {};
    }
    QString identifier(const QString &accession) const
    {
        return text(owner(accession).system) + u'|' + text(owner(accession).value);
    }
    QStringList retrieve(const QString &accession, const QStringList &more = {}) const
    {
        return QStringList{u"retrieve"_s,         u"--study"_s, uid(accession), u"--patient"_s,
                           identifier(accession), u"--to"_s,    u"out"_s} +
               more;
    }

private slots:
    void endsAsTheirPageSays_data()
    {
        QTest::addColumn<Row>("row");
        const QString xa = u"urn:oid:2.999.17.1|"_s;
        QTest::newRow("two of one name") << Row{.command = {u"patients"_s, u"--name"_s, u"Nováková"_s}, .count = 2};
        QTest::newRow("a third begins like them")
            << Row{.command = {u"patients"_s, u"--name"_s, u"novak"_s}, .count = 3};
        QTest::newRow("no study") << Row{
            .command = {u"studies"_s, u"--patient"_s, xa + u"8208170093"_s}, .status = 1, .count = 0};
        QTest::newRow("no consent") << Row{
            .command = {u"studies"_s, u"--patient"_s, xa + u"6601184526"_s}, .status = 4, .kind = u"Forbidden"_s};
        QTest::newRow("no consent for images")
            << Row{.command = retrieve(u"XA26-000702"_s), .status = 4, .kind = u"Forbidden"_s, .count = 0};
        QTest::newRow("each known to some route")
            << Row{.command = {u"studies"_s, u"--patient"_s, identifier(u"XA26-001990"_s)}, .count = 4};
        QTest::newRow("known to no list") << Row{.command = retrieve(u"XA26-001822"_s), .count = 1};
        QTest::newRow("counts disagree") << Row{.command = retrieve(u"XA26-001990"_s), .count = 40};
        QTest::newRow("files of a stranger")
            << Row{.command = retrieve(u"XA26-002640"_s), .status = 4, .kind = u"PatientConflict"_s, .count = 0};
        QTest::newRow("placeholder address") << Row{.command = retrieve(u"XB-26-0733"_s, {u"--via"_s, u"direct"_s}),
                                                    .note = u"Fallback"_s,
                                                    .byDocuments = true};
        QTest::newRow("a location that nobody knows")
            << Row{.command = retrieve(u"XB-26-0899"_s, {u"--via"_s, u"direct"_s}),
                   .note = u"Fallback"_s,
                   .byDocuments = true};
        QTest::newRow("two thousand instances") << Row{.command = retrieve(u"XB-26-1044"_s), .count = 2000};
    }
    void endsAsTheirPageSays()
    {
        QFETCH(Row, row);
        QTemporaryDir folder;
        const bool isSecond = row.command.contains(u"--patient"_s) &&
                              !row.command[row.command.indexOf(u"--patient"_s) + 1].startsWith(u"urn:oid:2.999.17."_s);
        QFile profile(folder.filePath(u"profile.json"_s));
        QVERIFY(profile.open(QIODevice::WriteOnly));
        auto content =
            QJsonDocument::fromJson(QByteArray::fromStdString(m_country.demoProfiles().at(isSecond ? 1 : 0))).object();
        if (row.byDocuments)
            content.insert(u"routes"_s, QJsonArray{u"documents"_s});
        profile.write(QJsonDocument(content).toJson());
        profile.close();
        QProcess process;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"XDG_CONFIG_HOME"_s, folder.filePath(u"config"_s));
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(folder.path());
        process.start(QStringLiteral(BORDERLIGHT_CLI), row.command + QStringList{u"--profile"_s, u"profile.json"_s});
        if (!process.waitForFinished(longest))
            process.kill();
        const QByteArray out = process.readAllStandardOutput();
        const QByteArray all =
            "status " + QByteArray::number(process.exitCode()) + '\n' + out.left(3000) + process.readAllStandardError();
        QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == row.status, all);
        const auto document = QJsonDocument::fromJson(out).object();
        QCOMPARE(document.value("error"_L1).toObject().value("kind"_L1).toString(), row.kind);

        qsizetype count = document.value(row.command.first()).toArray().size();
        QDirIterator files(folder.path(), {u"*.dcm"_s}, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            files.next();
            ++count;
        }
        QVERIFY2(row.count < 0 || count == row.count, all);
        QStringList notes;
        for (const auto &note : document.value("notes"_L1).toArray())
            notes << note.toObject().value("kind"_L1).toString();
        QVERIFY2(row.note.isEmpty() || notes.contains(row.note), all);
    }
};

QTEST_GUILESS_MAIN(PlantedTruthTest)
#include "PlantedTruthTest.moc"
