#include "Samples.h"

#include <QAbstractButton>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTest>

using namespace ui;

namespace {

template <class T = QAbstractButton>
T *find(const QObject &in, const char *name)
{
    T *found = in.findChild<T *>(QLatin1StringView(name));
    if (!found)
        qFatal("no widget named %s", name);
    return found;
}

//! Numbers that guard themselves: only those that end in 8 are right.
IdentifierSystem guarded()
{
    IdentifierSystem system{QStringLiteral("Citizen number"), QStringLiteral("urn:oid:2.999.17.1"),
                            QStringLiteral("^[0-9]{4}$"), QStringLiteral("4 digits")};
    system.wantedCheck = [](const QString &value) { return value.endsWith(u'8') ? QString() : QStringLiteral("8"); };
    return system;
}

} // namespace

class PatientPageTest final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme.apply(Style::Light); }
    void init()
    {
        m_page = std::make_unique<PatientPage>(m_theme);
        m_page->resize(1200, 760);
        m_page->setCountry(QStringLiteral("Finland"));
        m_page->show();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    }
    void cleanup() { m_page.reset(); }

    void whatIsSentIsInViewWhereItIsOpened()
    {
        m_page->resize(1200, 560);
        m_page->setIdentifierSystems({guarded()});
        m_page->setWhatIsSent(QStringLiteral("GET https://a.example/Patient\nidentifier = •••"));
        auto *fold = find(*m_page, "whatIsSentFold");
        auto *sent = find<QPlainTextEdit>(*m_page, "whatIsSent");
        const QWidget *form = sent->parentWidget();
        const auto isWithin = [&](const QWidget *part) {
            return form->parentWidget()->rect().contains(part->geometry().translated(form->pos()));
        };
        fold->setFocus();
        QTest::keyClick(fold, Qt::Key_Space);
        const int lines = 2 * QFontMetrics(sent->font()).lineSpacing();
        QTRY_VERIFY(sent->height() > lines && isWithin(sent));
        QVERIFY(isWithin(fold));
    }

    void aNumberIsJudgedOnLeavingTheField_data()
    {
        QTest::addColumn<QString>("number");
        QTest::addColumn<QString>("words");
        QTest::addColumn<bool>("isAskedAtOnce");
        QTest::newRow("right") << QStringLiteral("1238") << QStringLiteral("4 digits. The check character is right.")
                               << true;
        QTest::newRow("mistyped") << QStringLiteral("1234")
                                  << QStringLiteral("Check character should be 8. A second search asks all the same.")
                                  << false;
        QTest::newRow("of another form") << QStringLiteral("12")
                                         << QStringLiteral("Not of the form expected here: 4 digits") << false;
    }
    void aNumberIsJudgedOnLeavingTheField()
    {
        QFETCH(QString, number);
        QFETCH(QString, words);
        QFETCH(bool, isAskedAtOnce);
        m_page->setIdentifierSystems({guarded()});
        auto *field = find<QLineEdit>(*m_page, "identifier");
        auto *hint = find<QLabel>(*m_page, "identifierHint");
        QSignalSpy asked(m_page.get(), &PatientPage::searchRequested);
        field->setFocus();
        QTest::keyClicks(field, number);
        QCOMPARE(hint->text(), QStringLiteral("4 digits")); // not while typing
        QTest::keyClick(field, Qt::Key_Tab);
        QCOMPARE(hint->text(), words);
        QCOMPARE(field->accessibleDescription(), words);
        field->setFocus();
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(asked.size(), isAskedAtOnce ? 1 : 0);
    }

    void aMistypedNumberCanBeAskedForAllTheSameButNotAnother()
    {
        m_page->setIdentifierSystems({guarded()});
        auto *field = find<QLineEdit>(*m_page, "identifier");
        QSignalSpy asked(m_page.get(), &PatientPage::searchRequested);
        field->setText(QStringLiteral("1234"));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(asked.size(), 0);
        field->setText(QStringLiteral("1235"));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(asked.size(), 0);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(asked.size(), 1);
        // A number of another form never is.
        field->setText(QStringLiteral("12"));
        QTest::keyClick(field, Qt::Key_Return);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(asked.size(), 1);
    }

    void aDateIsReadWholeWhateverStandsBesideIt_data()
    {
        QTest::addColumn<QString>("typed");
        for (const char *typed : {"29 Feb 2030", "14 Mar 1958", "03/04/1958", "30 September 19580"})
            QTest::newRow(typed) << QString::fromLatin1(typed);
    }
    void aDateIsReadWholeWhateverStandsBesideIt()
    {
        QFETCH(QString, typed);
        auto *field = find<QLineEdit>(*m_page, "birthDate");
        field->setFocus();
        QTest::keyClicks(field, typed);
        QTest::keyClick(field, Qt::Key_Tab);
        field->grab(); // settles how far the text is pushed
        QCOMPARE(field->cursorPositionAt(QPoint(12, field->height() / 2)), 0);
    }

    void aConfirmedPatientIsNotAskedForAgain()
    {
        model::PatientList answer;
        answer.patients = samples::candidates();
        m_page->setCandidates(answer);
        QVERIFY(isSaid(QStringLiteral("Compare, then confirm.")));
        QVERIFY(isSaid(QStringLiteral("once you have confirmed")));
        m_page->setConfirmed(QStringLiteral("Confirmed 10:20: Virtanen, Aino"));
        QVERIFY(!isSaid(QStringLiteral("Compare, then confirm.")));
        QVERIFY(!isSaid(QStringLiteral("once you have confirmed")));
        m_page->setConfirmed({});
        QVERIFY(isSaid(QStringLiteral("Compare, then confirm.")));
        QVERIFY(isSaid(QStringLiteral("once you have confirmed")));
    }

    void anEmptyFormSaysWhatIsWanted_data()
    {
        QTest::addColumn<bool>("byKey");
        QTest::newRow("button") << false;
        QTest::newRow("Enter") << true;
    }
    void anEmptyFormSaysWhatIsWanted()
    {
        QFETCH(bool, byKey);
        ask(QStringLiteral("1238"));
        m_page->setCandidates({}); // nobody
        auto *field = find<QLineEdit>(*m_page, "identifier");
        field->selectAll();
        QTest::keyClick(field, Qt::Key_Delete);
        if (byKey)
            QTest::keyClick(field, Qt::Key_Return);
        else
            find(*m_page, "search")->click();
        QCOMPARE(find<Notice>(*m_page, "patientNotice")->text().headline, QStringLiteral("Who is it?"));
        QCOMPARE(find<QLabel>(*m_page, "identifierHint")->text(),
                 QStringLiteral("Finland wants at least one identifier."));
        QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("identifier"));
    }

    void aDateIsWrittenBackWithTheMonthInLetters_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("hint");
        const QString none;
        QTest::newRow("letters") << QStringLiteral("14 March 1968") << QStringLiteral("14 Mar 1968") << none;
        QTest::newRow("ISO") << QStringLiteral("1968-03-14") << QStringLiteral("14 Mar 1968") << none;
        QTest::newRow("a day that is no month") << QStringLiteral("14.3.1968") << QStringLiteral("14 Mar 1968") << none;
        QTest::newRow("month first") << QStringLiteral("03/14/1968") << QStringLiteral("14 Mar 1968") << none;
        QTest::newRow("the same either way") << QStringLiteral("03/03/1968") << QStringLiteral("3 Mar 1968") << none;
        QTest::newRow("two days") << QStringLiteral("03/04/1968") << QStringLiteral("03/04/1968")
                                  << QStringLiteral("03/04/1968 can be two days. Which one is it?");
        QTest::newRow("no day") << QStringLiteral("31/02/1968") << QStringLiteral("31/02/1968")
                                << QStringLiteral("This is not a date. Write it as 14 Mar 1958.");
    }
    void aDateIsWrittenBackWithTheMonthInLetters()
    {
        QFETCH(QString, typed);
        QFETCH(QString, written);
        QFETCH(QString, hint);
        auto *field = find<QLineEdit>(*m_page, "birthDate");
        field->setFocus();
        QTest::keyClicks(field, typed);
        QVERIFY(find<QLabel>(*m_page, "birthDateHint")->isHidden()); // not while typing
        QTest::keyClick(field, Qt::Key_Tab);
        QCOMPARE(field->text(), written);
        QCOMPARE(find<QLabel>(*m_page, "birthDateHint")->text(), hint);
        QCOMPARE(find<QLabel>(*m_page, "birthDateHint")->isHidden(), hint.isEmpty());
        QCOMPARE(find(*m_page, "birthDateFirst")->isVisible(), hint.contains(QStringLiteral("two days")));
    }

    void aDateThatCanBeTwoDaysIsNotAskedFor()
    {
        QSignalSpy asked(m_page.get(), &PatientPage::searchRequested);
        auto *field = find<QLineEdit>(*m_page, "birthDate");
        field->setFocus();
        QTest::keyClicks(field, QStringLiteral("03/04/1968"));
        QTest::keyClick(field, Qt::Key_Return);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(asked.size(), 0);
        QVERIFY(!m_page->query().birthDate.isValid());
        QCOMPARE(find(*m_page, "birthDateFirst")->text(), QStringLiteral("3 Apr 1968"));
        auto *second = find(*m_page, "birthDateSecond");
        second->setFocus(); // which leaves the field once more
        QTest::keyClick(second, Qt::Key_Space);
        QCOMPARE(field->text(), QStringLiteral("4 Mar 1968"));
        QVERIFY(!second->isVisible());
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(asked.size(), 1);
        QCOMPARE(m_page->query().birthDate, QDate(1968, 3, 4));
    }

    void certainMatchesAreAskedForByChoice()
    {
        m_page->setIdentifierSystems({guarded()});
        QVERIFY(!m_page->query().match);
        auto *match = find(*m_page, "match");
        match->setFocus();
        QTest::keyClick(match, Qt::Key_Space);
        QVERIFY(m_page->query().match);
    }

    void aNameOfEitherKindIsAPartOfTheQuestion()
    {
        QSignalSpy asked(m_page.get(), &PatientPage::searchRequested);
        find<QLineEdit>(*m_page, "givenNames")->setFocus();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        auto *field = qobject_cast<QLineEdit *>(QApplication::focusWidget());
        QVERIFY(field);
        QCOMPARE(field->objectName(), QStringLiteral("anyName"));
        QCOMPARE(field->accessibleName(), QStringLiteral("Any name"));
        QVERIFY(field->accessibleDescription().contains(QStringLiteral("family or given name")));
        QTest::keyClicks(field, QStringLiteral(" Tammer "));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(asked.size(), 1);
        model::PatientQuery byName;
        byName.name = QStringLiteral("Tammer");
        QCOMPARE(m_page->query(), byName);
        m_page->setIdentityHidden(true);
        QVERIFY(!field->displayText().contains(QStringLiteral("Tammer")));
        find(*m_page, "clearForm")->click();
        QCOMPARE(m_page->query(), model::PatientQuery());
        m_page->setQuery(byName);
        QCOMPARE(m_page->query(), byName);
    }

    //! The name that was asked is compared with all names, since any of them may have been meant.
    void aNameOfEitherKindIsComparedWithAll_data()
    {
        QTest::addColumn<QString>("asked");
        QTest::addColumn<QString>("word");
        QTest::newRow("family") << QStringLiteral("tammerkoski") << QStringLiteral("Part of the names");
        QTest::newRow("given") << QStringLiteral("Eevi") << QStringLiteral("Part of the names");
        QTest::newRow("both") << QStringLiteral("Eevi Orvokki Tammerkoski") << QStringLiteral("Same");
        QTest::newRow("beginning") << QStringLiteral("Tammer") << QStringLiteral("Part of the names");
        QTest::newRow("another") << QStringLiteral("Byrne") << QStringLiteral("Differs");
    }
    void aNameOfEitherKindIsComparedWithAll()
    {
        QFETCH(QString, asked);
        QFETCH(QString, word);
        model::PatientQuery query;
        query.name = asked;
        m_page->setQuery(query);
        m_page->search();
        model::Patient told;
        told.family = QStringLiteral("Tammerkoski");
        told.given = QStringList{QStringLiteral("Eevi"), QStringLiteral("Orvokki")};
        m_page->setCandidates({{told}, false, {}});
        choose(0);
        const auto *rows = find<QAbstractItemView>(*m_page, "comparison")->model();
        QCOMPARE(rows->index(0, 0).data(Qt::AccessibleTextRole).toString(),
                 QStringList({QStringLiteral("Any name"), asked, QStringLiteral("Eevi Orvokki Tammerkoski"), word})
                     .join(QStringLiteral(", ")));
        QCOMPARE(rows->index(1, 0).data().toString(), QStringLiteral("Birth date"));
    }

    void whatTheFormHoldsIsAskedForWhateverItIs_data()
    {
        QTest::addColumn<model::PatientQuery>("query");
        model::PatientQuery gender;
        gender.gender = QStringLiteral("female");
        QTest::newRow("gender") << gender;
        model::PatientQuery name;
        name.name = QStringLiteral("Byrne");
        QTest::newRow("any name") << name;
    }
    void whatTheFormHoldsIsAskedForWhateverItIs()
    {
        QFETCH(model::PatientQuery, query);
        m_page->setIdentifierSystems({guarded()});
        QSignalSpy asked(m_page.get(), &PatientPage::searchRequested);
        m_page->setQuery(query);
        find(*m_page, "search")->click();
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked.first().first().value<model::PatientQuery>(), query);
    }

    void theIdentifierAloneLeavesNoName()
    {
        m_page->setIdentifierSystems({guarded()});
        model::PatientQuery query;
        query.identifier = model::PatientIdentifier{guarded().system, QStringLiteral("1238")};
        query.name = QStringLiteral("Byrne");
        m_page->setQuery(query);
        m_page->search();
        m_page->setCandidates({});
        find(*find<Notice>(*m_page, "patientNotice"), "noticeAction_identifierAlone")->click();
        QCOMPARE(m_page->query().name, QString());
        QCOMPARE(m_page->query().identifier, query.identifier);
    }

    void aClosedRecordLeadsToTheNewOne()
    {
        QList<model::Patient> found = samples::candidates();
        found[2].replacedBy = QStringLiteral("Patient/") + found[0].id;
        m_page->setCandidates({found, false, {}});
        auto *list = find<QListView>(*m_page, "candidateList");
        auto *notice = find<Notice>(*m_page, "recordNotice");
        const auto choose = [&](int row) {
            list->setFocus();
            list->setCurrentIndex(list->model()->index(row, 0));
            QTest::keyClick(list, Qt::Key_Space);
        };
        choose(1);
        QVERIFY(!notice->isVisible());
        choose(2);
        QVERIFY(notice->isVisible());
        QCOMPARE(notice->text().sentences, QStringList({QStringLiteral("Finland says it was merged or removed."),
                                                        QStringLiteral("Replaced by p1.")}));
        find(*notice, "noticeAction_follow")->click();
        QTRY_COMPARE(m_page->currentCandidate()->id, found[0].id);
        QVERIFY(!notice->isVisible());
    }

    void aClosedRecordWhoseSuccessorDidNotComeSaysSo()
    {
        QList<model::Patient> found = samples::candidates().mid(2, 1);
        found[0].replacedBy = QStringLiteral("Patient/elsewhere");
        m_page->setCandidates({found, false, {}});
        auto *list = find<QListView>(*m_page, "candidateList");
        list->setCurrentIndex(list->model()->index(0, 0));
        QTest::keyClick(list, Qt::Key_Space);
        auto *notice = find<Notice>(*m_page, "recordNotice");
        QVERIFY(notice->isVisible());
        QCOMPARE(notice->text().advice, QStringLiteral("The record that replaces it did not come with the answer."));
        QVERIFY(!notice->findChild<QAbstractButton *>(QStringLiteral("noticeAction_follow")));
    }

    void theServersOwnGradeIsTold()
    {
        QList<model::Patient> found = samples::candidates();
        found[0].matchGrade = QStringLiteral("certain");
        found[0].matchScore = 0.99;
        m_page->setCandidates({found, false, {}});
        const auto *list = find<QListView>(*m_page, "candidateList");
        const QString spoken = list->model()->index(0, 0).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(spoken.contains(QStringLiteral("own grade: certain, 0.99")), qPrintable(spoken));
        QVERIFY(!list->model()->index(1, 0).data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("grade")));
    }

    void aConfirmedPatientFoldsTheFormToALine()
    {
        m_page->setIdentifierSystems({guarded()});
        auto *field = find<QLineEdit>(*m_page, "identifier");
        auto *line = find<QLabel>(*m_page, "confirmedLine");
        QVERIFY(!line->isVisible());
        m_page->setConfirmed(QStringLiteral("Confirmed 10:16: Tammerkoski, Eevi Orvokki"));
        QVERIFY(line->isVisible() && !field->isVisible());
        QCOMPARE(m_page->firstFocus()->objectName(), QStringLiteral("candidateList"));
        auto *again = find(*m_page, "searchAnother");
        again->setFocus();
        QTest::keyClick(again, Qt::Key_Space);
        QVERIFY(line->isVisible() && !again->isVisible() && field->isVisible()); // who is confirmed stays so
        QCOMPARE(QApplication::focusWidget(), field);
    }

    void anOpenFormDoesNotContradictWhoIsConfirmed()
    {
        m_page->setIdentifierSystems({guarded()});
        m_page->setCandidates({samples::candidates(), false, {}});
        m_page->setConfirmed(QStringLiteral("Confirmed 10:16: Tammerkoski, Eevi Orvokki"));
        find<QListView>(*m_page, "candidateList")->setFocus();
        m_page->openForm();
        QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("identifier"));
        QVERIFY(isSaid(QStringLiteral("You have confirmed.")));
        QVERIFY(!isSaid(QStringLiteral("None is chosen for you")));
        QVERIFY(!isSaid(QStringLiteral("once you have confirmed")));
    }

    void anAnswerToAnotherQuestionIsNotFresh_data()
    {
        QTest::addColumn<bool>("isTypedBefore");
        QTest::newRow("typed while it was asked") << true;
        QTest::newRow("typed afterwards") << false;
    }
    void anAnswerToAnotherQuestionIsNotFresh()
    {
        QFETCH(bool, isTypedBefore);
        const QString old = QStringLiteral("The form has changed since. Search again, F5.");
        ask(QStringLiteral("1238"));
        auto *field = find<QLineEdit>(*m_page, "identifier");
        const auto type = [field](const QString &number) {
            field->selectAll();
            QTest::keyClicks(field, number);
        };
        if (isTypedBefore)
            type(QStringLiteral("2228"));
        m_page->setCandidates({samples::candidates(), false, {}});
        if (!isTypedBefore) {
            QVERIFY(!isSaid(old));
            choose(0);
            find(*m_page, "involved")->click();
            QVERIFY(m_page->primary()->isEnabled());
            type(QStringLiteral("2228"));
        }
        QVERIFY(isSaid(old));
        choose(0);
        QVERIFY(!m_page->primary()->isEnabled());
        QVERIFY(!find(*m_page, "involved")->isChecked());
        find(*m_page, "involved")->click();
        QVERIFY(!m_page->primary()->isEnabled());
        // What was asked for once more is what stands there.
        type(QStringLiteral("1238"));
        QVERIFY(!isSaid(old));
    }

    void wordsAboutAnotherQuestionSaySo_data()
    {
        QTest::addColumn<bool>("isFailed");
        QTest::newRow("nobody") << false;
        QTest::newRow("failed") << true;
    }
    void wordsAboutAnotherQuestionSaySo()
    {
        QFETCH(bool, isFailed);
        ask(QStringLiteral("1238"));
        if (isFailed)
            m_page->setFailed({QStringLiteral("fail"), NoticeText::Weight::Failure, QStringLiteral("No answer")});
        else
            m_page->setCandidates({});
        const auto *notice = find<Notice>(*m_page, "patientNotice");
        const QStringList said = notice->text().sentences;
        auto *field = find<QLineEdit>(*m_page, "identifier");
        QTest::keyClick(field, Qt::Key_Backspace);
        QCOMPARE(notice->text().sentences,
                 said + QStringList{QStringLiteral("The form has changed since. Search again, F5.")});
        QTest::keyClicks(field, QStringLiteral("8"));
        QCOMPARE(notice->text().sentences, said);
        find(*m_page, "clearForm")->click();
        QCOMPARE(notice->text().headline, QStringLiteral("Who is it?"));
    }

    void purposeAndStatementDoNotCarryOver_data()
    {
        QTest::addColumn<bool>("isAskedAgain");
        QTest::newRow("to another candidate") << false;
        QTest::newRow("to another answer") << true;
    }
    void purposeAndStatementDoNotCarryOver()
    {
        QFETCH(bool, isAskedAgain);
        m_page->setCandidates({samples::candidates(), false, {}});
        find(*m_page, "purposeEmergency")->click(); // waits for whom it is about
        choose(0);
        QVERIFY(find(*m_page, "purposeEmergency")->isChecked());
        find(*m_page, "involved")->click();
        if (isAskedAgain)
            m_page->setAsking();
        else
            choose(1);
        QVERIFY(find(*m_page, "purposeTreatment")->isChecked());
        QVERIFY(!find(*m_page, "purposeEmergency")->isChecked());
        QVERIFY(!find(*m_page, "involved")->isChecked());
    }

    void aHiddenIdentityIsNowhereOnThePage()
    {
        const model::Patient one = samples::candidates().first();
        ask(QStringLiteral("1238"));
        m_page->setCandidates({samples::candidates(), false, {}});
        choose(0);
        m_page->setConfirmed(QStringLiteral("Confirmed 10:16: ") + one.family,
                             QStringLiteral("Confirmed 10:16: Patient A"));
        m_page->setIdentityHidden(true);
        QString said = find<QLabel>(*m_page, "confirmedLine")->text();
        for (const char *list : {"candidateList", "comparison"}) {
            const auto *rows = find<QAbstractItemView>(*m_page, list)->model();
            for (int row = 0; row < rows->rowCount(); ++row)
                said += u'\n' + rows->index(row, 0).data(Qt::AccessibleTextRole).toString() +
                        rows->index(row, 0).data().toString();
        }
        for (const QString &hidden : {one.family, one.given.first(), one.identifiers.first().value,
                                      one.birthDate.left(4), QStringLiteral("1238")})
            QVERIFY2(!said.contains(hidden), qPrintable(hidden + u'\n' + said));
        QVERIFY2(said.contains(QStringLiteral("Patient A")), qPrintable(said));
        QCOMPARE(find<QLineEdit>(*m_page, "identifier")->displayText().contains(QStringLiteral("1238")), false);
        m_page->setIdentityHidden(false);
        QVERIFY(find<QLabel>(*m_page, "confirmedLine")->text().contains(one.family));
        QCOMPARE(find<QLineEdit>(*m_page, "identifier")->displayText(), QStringLiteral("1238"));
    }

    void theComparisonShowsWhereTheKeyboardIs()
    {
        m_page->setCandidates({samples::candidates(), false, {}});
        choose(0);
        QVERIFY(find<QAbstractItemView>(*m_page, "comparison")->currentIndex().isValid());
    }

    void othersThatCameAreNoProperAnswer()
    {
        ask(QStringLiteral("1238"));
        model::PatientList answer;
        answer.leftOut = 1;
        m_page->setCandidates(answer);
        const NoticeText &said = find<Notice>(*m_page, "patientNotice")->text();
        QCOMPARE(said.sentences.first(),
                 QStringLiteral("Finland sent another patient than the one asked for, who was left out."));
        QVERIFY(!said.sentences.join(u' ').contains(QStringLiteral("answered properly")));
    }

private:
    bool isSaid(const QString &words) const
    {
        for (const QWidget *widget : m_page->findChildren<QWidget *>())
            if (widget->accessibleName().contains(words))
                return true;
        for (const QLabel *label : m_page->findChildren<QLabel *>())
            if (label->text().contains(words))
                return true;
        return false;
    }
    void ask(const QString &number) const
    {
        m_page->setIdentifierSystems({guarded()});
        auto *field = find<QLineEdit>(*m_page, "identifier");
        field->setFocus();
        QTest::keyClicks(field, number);
        QTest::keyClick(field, Qt::Key_Return);
        m_page->setAsking();
    }
    void choose(int row) const
    {
        auto *list = find<QListView>(*m_page, "candidateList");
        list->setCurrentIndex(list->model()->index(row, 0));
        QTest::keyClick(list, Qt::Key_Space);
    }

    Theme m_theme;
    std::unique_ptr<PatientPage> m_page;
};

QTEST_MAIN(PatientPageTest)
#include "PatientPageTest.moc"
