#pragma once

#include <ui/Notice.h>
#include <ui/Page.h>
#include <ui/Verdict.h>

#include <memory>
#include <optional>

class QAction;

namespace ui {

enum class CheckState { Unchecked, Checking, Passed, Warned, Failed };

//! A saved profile as the list and the summary show it; all texts as they are to be read, empty ones are left out.
struct ProfileRow
{
    QString id;
    QString name;    //!< "Finland, acceptance"
    QString country; //!< two letters
    QString host;    //!< or what stands in its place: "built in, this computer"

    QString fhir;
    QString dicomweb;
    QString direct;
    QString routes;
    QString guide;
    QString signIn;
    QString certificate;
    QString identifiers;

    CheckState state = CheckState::Unchecked;
    QString checkedAt; //!< "Today 10:14"
};

//! One line of the connection check, and what it opens to.
struct CheckRow
{
    QString name;
    Verdict verdict = Verdict::Waiting;
    QString detail;
    std::optional<int> milliseconds;
    QString sent; //!< the request, shown in the mono type
    QString came; //!< the answer, shown in the mono type
    QString means;
    QString todo;
};

//! Step 1: choose a profile and see whether its contact point can be reached.
//!
//! Object names: profileFilter, profileList, importProfile, checkAgain, checkList, continue (primary),
//! countryNotice; action: actionContinueAnyway.
class CountryPage final : public Page
{
    Q_OBJECT

public:
    explicit CountryPage(Theme &theme, QWidget *parent = nullptr);
    ~CountryPage() override;

    //! Replaces the list and keeps the chosen profile where it still exists.
    void setProfiles(const QList<ProfileRow> &profiles);
    //! Chooses a profile as a click does; profileChosen() follows when it is another one than before.
    void choose(const QString &id);
    QString chosenId() const;
    //! The profile that the other steps work with: the foot names it while another one is looked at.
    void setInUse(const QString &id);

    //! The lines of the chosen profile's check, in order, and how it ended: "10:14, took 1.3 s".
    void setChecks(const QList<CheckRow> &checks, const QString &summary = {});
    //! Says above the lines what stands in the way; nothing: no notice.
    void setNotice(const std::optional<NoticeText> &notice);

    //! What is to be said at the start, above everything else of the page; nothing: no notice.
    void setStartNotice(const std::optional<NoticeText> &notice);

    //! Goes on although the check failed. Only a menu offers it.
    QAction *continueAnywayAction() const;

    QWidget *firstFocus() const override;

signals:
    void profileChosen(const QString &id);
    void checkRequested(const QString &id);
    void continueRequested(const QString &id);
    void importRequested();
    void noticeActionTriggered(const QString &id);
    void startNoticeActionTriggered(const QString &id);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace ui
