#pragma once

#include <model/Study.h>
#include <ui/Notice.h>
#include <ui/Page.h>
#include <ui/Verdict.h>

#include <QUrl>

#include <memory>
#include <optional>

namespace ui {

//! What a route says of a study.
enum class RouteKnows {
    Yes,       //!< a box with the route's tag
    No,        //!< a dash: it answered and does not know it
    NotListed, //!< a dashed box with "?": it answered a question with filters, which may have left it out
    NotAsked   //!< the same: it failed, was not asked, or its list is cut off
};

struct StudyRow
{
    model::Study study;
    RouteKnows fhir = RouteKnows::NotAsked;
    RouteKnows dicomweb = RouteKnows::NotAsked;
    RouteKnows documents = RouteKnows::NotAsked;
    QString difference;       //!< in words where routes disagree; empty: they agree
    QString conflict;         //!< in words where the row names another patient; such a row cannot be ticked unseen
    bool isUnchecked = false; //!< nothing in it can be compared with the confirmed patient
    // The same without what tells who somebody is, for while that is hidden.
    QString unnamedDifference = {};
    QString unnamedConflict = {};
};

//! How one route answered: the verdict's glyph, its tag, and "21 studies, 0.8 s" behind it.
struct RouteAnswer
{
    model::Route route;
    Verdict verdict = Verdict::Waiting;
    QString text;
    std::optional<int> cutAt = {}; //!< it listed so many and knows more
};

//! A study that a report belongs to, and why in words: "Linked by Study UID and accession number".
struct ReportLink
{
    model::StudyUid study;
    QString reason;
};

//! A report as it is listed.
struct ReportRow
{
    QString id;
    QString title;
    QString date;            //!< "2 Nov 2026"
    QString details;         //!< "final, 2 Nov 2026 16:08, Finnish": what is last may be cut off
    QStringList tags;        //!< of its forms: FHIR, PDF, CDA
    QList<ReportLink> links; //!< empty: it belongs to no study of the list
    bool isWithdrawn = false;
};

//! The short tag of a route: FHIR, QIDO, DOC.
QString tagOf(model::Route route);

//! Step 3: one list of studies from all routes.
//!
//! Object names: askAgain, question (opens what is asked), route_<name>, studiesDiffer, studyFilter, modality_<code>
//! (chips), dateFilter, newAbove, shownCount, studyList, chooseSeries (primary), studiesNotice (in place of the list),
//! studiesInlineNotice (may be several), reportsInlineNotice (likewise), conflictNotice; in what is asked those of
//! StudyQuestion: askFrom, askTo, askModality, askAccession, askBodySite, askReason, askStudyUid, askSeriesUid,
//! askSopClass, askIdentifier, askFromTime, askToTime, askReferrer, askStudyId, askHint, askNow, askClear,
//! studiesWhatIsSent; beside the list studyReports.
class StudiesPage final : public Page
{
    Q_OBJECT

public:
    explicit StudiesPage(Theme &theme, QWidget *parent = nullptr);
    ~StudiesPage() override;

    void setRoutes(const QList<RouteAnswer> &routes);
    //! Replaces the rows; ticks, the current row and the place in the list stay with their studies.
    void setStudies(const QList<StudyRow> &rows);
    //! Nothing asked yet.
    void setNothingAsked();
    //! Skeleton rows after 300 ms, as long as no row has come.
    void setAsking(bool asking);
    //! In place of the list (nothing there, all routes failed); nothing: the list.
    void setPageNotice(const std::optional<NoticeText> &notice);
    //! Bars beside the list: cut off, one route failed. They are never merged into one.
    void setInlineNotices(const QList<NoticeText> &notices);
    //! The rows answer another question than the one that stands here now: "From 10:17. Ask again, F5". Empty: they
    //! answer it.
    void setStale(const QString &sentence);
    //! Rows and notices say no more what tells who somebody is.
    void setIdentityHidden(bool hidden);

    //! What is asked for beside the patient, as it stands in the form.
    model::StudyQuery question() const;
    void setQuestion(const model::StudyQuery &query);
    //! The same in words; empty: everything of the patient.
    QString questionInWords() const;
    //! What would be sent for it, identity masked.
    void setWhatIsSent(const QString &text);

    //! Whether the way to documents is open here: without it nothing is said of reports.
    void setReportsOffered(bool offered);
    //! Replaces the reports: those of the current study stand beside the list, then those that belong to none.
    void setReports(const QList<ReportRow> &reports);
    //! In place of reports, or below them: they are asked for, did not come, or not all did. Empty: the list is whole.
    void setReportsState(const QString &sentence);
    //! Bars beside the list that are about its reports, below those about its studies.
    void setReportsNotices(const QList<NoticeText> &notices);

    //! As if the user had opened what this row says; nothing for a row that names the right patient.
    void lookAtConflict(const model::StudyUid &study);

    void setTicks(const QList<model::StudyUid> &studies);
    //! In the order shown.
    QList<model::StudyUid> ticks() const;

    QWidget *firstFocus() const override;

signals:
    void ticksChanged(const QList<model::StudyUid> &studies);
    void chooseRequested(const QList<model::StudyUid> &studies);
    void askAgainRequested();
    void questionEdited(const model::StudyQuery &query);
    //! The user wants to see what the routes say, side by side.
    void differencesRequested(const std::optional<model::StudyUid> &study); //!< of one, or of whichever stood there
    //! The user opened what a conflicting row says; its box can be ticked from now on.
    void conflictLookedAt(const model::StudyUid &study);
    void noticeActionTriggered(const QString &id);
    //! The same of a notice about reports.
    void reportsNoticeActionTriggered(const QString &id);
    void reportOpenRequested(const QString &id);
    //! The user wants to see the study at this address, in a browser.
    void viewerRequested(const QUrl &address);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace ui
