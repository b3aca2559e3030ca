#include "StudyB.h"
#include "Workstation.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QDir>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using support::StudyB;

namespace {

constexpr int longest = 60'000; // milliseconds; only a hang takes so long

bool hasInk(QWidget *widget)
{
    const QImage picture = widget->grab().toImage();
    int ink = 0;
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x)
            ink += qGray(picture.pixel(x, y)) < 60;
    return ink > 200;
}

} // namespace

//! IHE's sample study in the real window: from a patient over each form of the manifest to the pictures, and the report
//! beside them. The documents are the only way to the study.
class DocumentWindowTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<StudyB> m_study;
    std::unique_ptr<QTemporaryDir> m_store;
    std::unique_ptr<window::Workstation> m_workstation;

    ui::MainWindow &win() const { return m_workstation->mainWindow(); }
    template <class T = QAbstractButton>
    T *find(const char *name) const
    {
        T *found = win().findChild<T *>(QLatin1StringView(name));
        if (!found)
            qFatal("no widget named %s", name);
        return found;
    }
    void primary() const { QTest::keyClick(&win(), Qt::Key_Return, Qt::ControlModifier); }

    void start()
    {
        QFile file(m_study->peers().profileFile(support::Peers::Front::R4));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
        json[u"routes"] = QJsonArray{u"documents"_s};
        json[u"identifierSystems"] =
            QJsonArray{QJsonObject{{u"label"_s, u"Record number"_s}, {u"system"_s, m_study->patient().system}}};
        auto profile = story::Profile::parse(QJsonDocument(json).toJson());
        QVERIFY2(profile.has_value(), profile ? "" : qPrintable(profile.error().detail));
        window::Start start;
        start.profile = *profile;
        start.storeFolder = m_store->path();
        m_workstation = std::make_unique<window::Workstation>(std::move(start));
        win().resize(1440, 900);
        win().show();
        QVERIFY(QTest::qWaitForWindowActive(&win()));
        QTRY_VERIFY_WITH_TIMEOUT(find("continue")->isEnabled(), longest);
        primary();
        QCOMPARE(win().currentStep(), ui::Step::Patient);
    }

private slots:
    void initTestCase()
    {
        if (!StudyB::isThere())
            QSKIP("no samples beside the project");
    }
    void init()
    {
        m_store = std::make_unique<QTemporaryDir>();
        qputenv("XDG_CONFIG_HOME", QFile::encodeName(m_store->filePath(u"config"_s)));
    }
    void cleanup()
    {
        m_workstation.reset();
        m_study.reset();
        m_store.reset();
    }

    void eachFormOfTheManifestLeadsToThePictures_data()
    {
        QTest::addColumn<StudyB::Manifests>("manifests");
        QTest::newRow("FHIR") << StudyB::Manifests::Fhir;
        QTest::newRow("key object") << StudyB::Manifests::KeyObject;
    }
    void eachFormOfTheManifestLeadsToThePictures()
    {
        QFETCH(StudyB::Manifests, manifests);
        m_study = std::make_unique<StudyB>(manifests);
        QVERIFY2(m_study->peers().problem().isEmpty(), qPrintable(m_study->peers().problem()));
        start();
        if (QTest::currentTestFailed())
            return;
        auto *identifier = find<QLineEdit>("identifier");
        identifier->setFocus();
        QTest::keyClicks(identifier, m_study->patient().value);
        QTest::keyClick(identifier, Qt::Key_Return);
        auto *candidates = find<QAbstractItemView>("candidateList");
        QTRY_VERIFY_WITH_TIMEOUT(candidates->model()->rowCount() > 0, longest);
        candidates->setFocus();
        QTest::keyClick(candidates, Qt::Key_Space);
        find("involved")->setChecked(true);
        primary();
        QCOMPARE(win().currentStep(), ui::Step::Studies);
        auto *studies = find<QAbstractItemView>("studyList");
        QTRY_COMPARE_WITH_TIMEOUT(studies->model()->rowCount(), 1, longest);

        studies->setCurrentIndex(studies->model()->index(0, 0));
        QTest::keyClick(studies, Qt::Key_Space);
        primary();
        QCOMPARE(win().currentStep(), ui::Step::Selection);
        auto *selection = qobject_cast<ui::Page *>(win().page(ui::Step::Selection));
        QTRY_VERIFY_WITH_TIMEOUT(selection->primary()->isEnabled(), longest);
        primary();
        QTRY_COMPARE_WITH_TIMEOUT(win().stepState(ui::Step::Retrieval), ui::StepState::Done, longest);
        auto *panel = find<viewer::ViewingPanel>("viewingPanel");
        QTRY_COMPARE_WITH_TIMEOUT(panel->fileCount(), 21, longest);
        const auto archived = m_study->peers().archive().value(StudyB::uid());
        QCOMPARE(panel->seriesCount(), archived.series.size());
        primary();
        QCOMPARE(win().currentStep(), ui::Step::Viewing);
        QTRY_VERIFY_WITH_TIMEOUT(panel->shownImages() > 0, longest);

        // The report of HL7 Europe names no study, so it is listed as not linked, and is read all the same.
        QTest::keyClick(&win(), Qt::Key_3, Qt::ControlModifier);
        QCOMPARE(win().currentStep(), ui::Step::Studies);
        auto *reports = find<QAbstractItemView>("studyReports");
        const auto rowOf = [reports](const QString &words) {
            for (int row = 0; row < reports->model()->rowCount(); ++row)
                if (reports->model()->index(row, 0).data(Qt::AccessibleTextRole).toString().contains(words))
                    return row;
            return -1;
        };
        QTRY_VERIFY_WITH_TIMEOUT(rowOf(u"Unstructured report"_s) >= 0, longest);
        reports->setFocus();
        reports->setCurrentIndex(reports->model()->index(rowOf(u"Unstructured report"_s), 0));
        QTest::keyClick(reports, Qt::Key_Return);
        QCOMPARE(win().currentStep(), ui::Step::Viewing);
        auto *pages = find<QAbstractScrollArea>("reportPages");
        QTRY_VERIFY_WITH_TIMEOUT(pages->isVisible(), longest);
        QTRY_VERIFY_WITH_TIMEOUT(hasInk(pages), longest);
        const QString folder = qEnvironmentVariable("PICTURES");
        if (!folder.isEmpty())
            win().grab().save(
                QDir(folder).filePath(u"study-b-%1.png"_s.arg(QString::fromLatin1(QTest::currentDataTag()))));
    }
};

QTEST_MAIN(DocumentWindowTest)
#include "DocumentWindowTest.moc"
