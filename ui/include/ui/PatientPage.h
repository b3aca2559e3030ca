#pragma once

#include <model/Patient.h>
#include <ui/Notice.h>
#include <ui/Page.h>

#include <functional>
#include <memory>
#include <optional>

namespace ui {

//! One way of numbering people that a country knows.
struct IdentifierSystem
{
    QString label;
    QString system;  //!< the authority as URI
    QString pattern; //!< regular expression for the whole value; empty: anything
    QString hint;
    //! The check characters that a value should have instead of its own; an empty text where they are right or nothing
    //! can be said. Not set: these numbers do not guard themselves.
    std::function<QString(const QString &value)> wantedCheck = {};
};

//! Step 2: ask for a patient, compare, confirm. No candidate is ever chosen for the user, and confirming needs three
//! acts: make a candidate current, tick the statement, press the primary button.
//!
//! Object names: identifierSystem, identifier, identifierHint, familyName, givenNames, anyName, birthDate,
//! birthDateHint, birthDateFirst and birthDateSecond (where figures can mean two days), gender, search, clearForm,
//! whatIsSentFold, whatIsSent, candidateList, comparison, purposeTreatment, purposeEmergency, involved, noneOfThese,
//! confirmPatient (primary), patientNotice (in place of the list), patientInlineNotice (may be several), recordNotice
//! (of the current candidate), match (ask for certain matches only), confirmedLine and searchAnother (where the form is
//! folded away).
class PatientPage final : public Page
{
    Q_OBJECT

public:
    explicit PatientPage(Theme &theme, QWidget *parent = nullptr);
    ~PatientPage() override;

    //! The short name of the country that is asked, used in sentences.
    void setCountry(const QString &name);
    //! Several systems make a choice, one makes its label; the form keeps what was typed.
    void setIdentifierSystems(const QList<IdentifierSystem> &systems);
    //! What would be sent for the query as it stands, identity masked.
    void setWhatIsSent(const QString &text);

    //! The form as a query; empty fields are left out.
    model::PatientQuery query() const;
    //! Fills the form.
    void setQuery(const model::PatientQuery &query);
    //! Asks for what the form says now, where it can be asked.
    void search();

    //! "Confirmed 10:16: Virtanen, Aino": the form folds to this line until somebody opens it again; empty: the form.
    //! `hiddenLine` stands there while the identity is hidden.
    void setConfirmed(const QString &line, const QString &hiddenLine = {});
    //! Names, numbers and birth dates give way to a letter and an age, in what is typed as well.
    void setIdentityHidden(bool hidden);
    //! For another patient. Who is confirmed stays so until another question is asked.
    void openForm();

    //! Nothing asked yet.
    void setNothingAsked();
    void setAsking();
    //! Candidates in the order received. An empty list shows "Nobody found"; `answer` is the server's own words for it.
    void setCandidates(const model::PatientList &answer, const QString &ownWords = {});
    void setFailed(const NoticeText &notice);
    //! Words above the answer: filters that were not used, a list that is cut off. They are never merged into one.
    void setInlineNotices(const QList<NoticeText> &notices);

    //! The candidate made current, if any.
    std::optional<model::Patient> currentCandidate() const;

    QWidget *firstFocus() const override;

signals:
    void searchRequested(const model::PatientQuery &query);
    //! The form holds something else now; follows typing at a distance of some 150 ms.
    void queryEdited(const model::PatientQuery &query);
    //! `purpose` is "TREAT" or "ETREAT" (HL7 ActReason).
    void confirmed(const model::Patient &patient, const QString &purpose);
    //! Another candidate is current, or none.
    void currentChanged();
    void noticeActionTriggered(const QString &id);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace ui
