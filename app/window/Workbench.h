#pragma once

#include <network/Client.h>
#include <story/ErrorText.h>
#include <story/Profile.h>
#include <ui/MainWindow.h>
#include <ui/Notice.h>
#include <ui/Theme.h>

#include <QCoreApplication>

#include <memory>
#include <optional>

namespace window {

//! What every step works on: the window with its banner, rail and status, and what the steps before have settled. The
//! country is changed by CountryStep alone, the patient by PatientStep alone.
struct Workbench
{
    Q_DECLARE_TR_FUNCTIONS(window::Workbench)

public:
    Workbench(QString folder, ui::Style style);

    ui::Theme theme;
    ui::MainWindow window{theme};
    QString storeFolder; //!< where received files go

    std::optional<story::Profile> profile;
    std::shared_ptr<network::Client> client; //!< shared with the retrievals that it carries
    std::optional<network::ExpectedPatient> confirmed;

    //! Shows the page of a step; a step to which somebody goes is reached.
    void goTo(ui::Step step);
    //! What a person is told about an error; the ids of its buttons are those of story::Act. `asked` is another profile
    //! than the one in use.
    ui::NoticeText noticeFor(const network::Error &error, story::Step step,
                             std::optional<model::Route> route = std::nullopt,
                             const story::Profile *asked = nullptr) const;
    //! Short name of the country; empty before one is chosen.
    QString countryName() const;
};

//! How much is free on the disk of a folder, in words.
QString freeSpaceIn(const QString &folder);

//! Why nothing can be stored in a folder, in words; empty where it can. It is made where it is not there yet.
QString folderProblem(const QString &folder);

//! The file of what the window remembers from one start to the next.
QString windowSettings();

//! What a notice's button carries for this act.
QString idOf(story::Act act);

} // namespace window
