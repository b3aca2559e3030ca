#pragma once

#include <ui/Step.h>
#include <ui/Theme.h>

#include <QList>
#include <QMainWindow>

#include <memory>
#include <optional>
#include <utility>

class QAction;

namespace ui {

class Dock;

//! What the banner shows of the confirmed patient; all texts as they are to be read.
struct BannerText
{
    QString confirmedAt; //!< "10:16"
    QString name;        //!< "Family, Given" as received
    QString born;        //!< "14 Mar 1958 (68 y)"
    QString age;         //!< "68 y"; all that is shown of it while identity is hidden
    QString gender;
    QString identifierLabel; //!< "Personal identity code"
    QString identifier;
    QString purpose;
    QString countryCode;  //!< two letters
    QString receivedFrom; //!< the profile's name
};

//! What the strip at the bottom shows. Empty cells are left out.
struct StatusCells
{
    QString profile;
    QString tls;
    QString store;
};

//! The keys of the light box for the sheet of keys.
struct ViewingKeys
{
    QStringList maps; //!< the names of those that can be chosen
    int chosen = 0;
    QList<std::pair<QString, QString>> lines; //!< key and what it does, with the chosen map
};

//! The one window: menus, patient banner, rail of six steps, the page of the current step, status strip. It asks for
//! nothing itself: whoever owns the story puts the pages in, says how the steps stand, and answers stepRequested().
//!
//! Object names: stepRail, stepPages, patientBanner, bannerName, bannerBorn, bannerGender, bannerIdentifier,
//! bannerPurpose, bannerReceivedFrom, changePatient, statusLedger, statusProfile, statusTls, statusStore, keyMap;
//! actions: actionStep1 … actionStep6, actionBack, actionForward, actionAskAgain, actionFilter, actionPrimary,
//! actionHideIdentity,
//! actionRail, actionNextArea, actionPreviousArea, actionChangePatient, actionQuit, actionLight, actionDark,
//! actionSystem, actionKeyMap; in the sheet of keys: keyMapSheet, keyMap0 and so on for each map.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    //! The menus, in order. One without an action is not shown.
    enum class Menu { File, Go, Patient, Study, Image, Tools, Window, Help };

    explicit MainWindow(Theme &theme, QWidget *parent = nullptr);
    ~MainWindow() override;

    //! Takes ownership. Any widget will do; a ui::Page also lends its primary, refresh and filter to the keys.
    void setPage(Step step, QWidget *page);
    QWidget *page(Step step) const;
    //! A second page of a step that lies on its first. Takes ownership.
    void setSidePage(Step step, QWidget *page);
    //! Goes to a step's side page. setStep() leads back to its first.
    void showSidePage(Step step);

    //! Shows a step's page. Each page gets back the focus it had when it was left.
    void setStep(Step step);
    Step currentStep() const;
    void setStepState(Step step, StepState state, const QString &summary = {});
    StepState stepState(Step step) const;

    //! Nothing: nobody is confirmed.
    void setPatient(const std::optional<BannerText> &patient);
    //! The pictures on the screen are files of this computer, so that the banner says whose word stands behind them
    //! where no patient is confirmed; the status strip names no contact point then.
    void setLocalFiles(bool local);
    //! "Requested 1 024, received 691, verified 688, missing 3"; empty: left out.
    void setLedgerText(const QString &text);
    void setStatusCells(const StatusCells &cells);
    //! The cell of the store alone.
    void setStoreText(const QString &text);

    void addMenuAction(Menu menu, QAction *action);
    void setViewingKeys(const ViewingKeys &keys);

    //! While guarded, a wish to close the window is only told, see closeRequested().
    void setCloseGuarded(bool guarded);
    void closeForGood();

    //! Takes a pane in, closed, below the pages. It is opened and closed from a menu, by its key, and from a button at
    //! the right end of the menu bar, named after it: name + "Button". Panes share one place, a tab each.
    void addDock(Dock *dock, const QKeySequence &key, Menu menu = Menu::Window);
    //! A pane that is not offered is closed, and neither menu, key nor button opens it.
    void setDockOffered(Dock *dock, bool offered);
    //! Which docks are open, how large and where; what another version saved is ignored.
    QByteArray savedDocks() const;
    void restoreDocks(const QByteArray &saved);

signals:
    //! The banner names nobody from now on, or again.
    void identityHidden(bool hidden);
    //! A step that has been reached was chosen: by the rail, a key or the menu.
    void stepRequested(ui::Step step);
    //! The page of this step stands there now, whoever led to it.
    void stepShown(ui::Step step);
    void changePatientRequested();
    //! Another map of the light box; answered by setViewingKeys().
    void keyMapChosen(int map);
    //! The window was asked to close while closing is guarded: it stays open until somebody calls closeForGood().
    void closeRequested();

protected:
    void closeEvent(QCloseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace ui
