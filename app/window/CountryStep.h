#pragma once

#include "Workbench.h"

#include <story/ConnectionCheckFlow.h>
#include <story/DemoCountry.h>
#include <story/ProfileStore.h>
#include <ui/CountryPage.h>

#include <QElapsedTimer>
#include <QTime>

#include <map>

namespace window {

//! Step 1: which contact point, and whether it can be used.
class CountryStep final : public QObject
{
    Q_OBJECT

public:
    //! The workbench and the demo country, where there is one, outlive this.
    CountryStep(Workbench &bench, const story::DemoCountry *demo, const std::optional<story::Profile> &first,
                QObject *parent = nullptr);

    //! Shows the profiles and chooses the first.
    void begin();
    //! Takes the profile of this name into use; nothing where none has it.
    void choose(const QString &id);
    //! Shows the profile in use, where the page shows another one.
    void lookAtUsed();
    void importProfile();
    //! Once more, of the profile that the page shows.
    void check();

    ui::CountryPage &page() { return *m_page; }
    const QList<story::Profile> &profiles() const { return m_profiles; }
    //! True for a profile of the demo country.
    bool isBuiltIn(const QString &id) const { return m_builtIn.contains(id); }

signals:
    //! Another one than before is in use: what was found with the old one is void. There is no client yet.
    void profileChosen();
    //! The workbench holds a client of the profile in use.
    void connected();
    void actRequested(story::Act act);

private:
    //! What is known of a profile beside what its file says.
    struct Checked
    {
        ui::CheckState state = ui::CheckState::Unchecked;
        QTime at;
        QList<ui::CheckRow> rows;
        QString summary;
        std::optional<ui::NoticeText> notice;
    };

    void loadProfiles();
    //! What a file says never takes the place of a built-in country: it gets a name of its own beside it.
    story::Profile besideBuiltIn(const story::Profile &profile) const;
    const story::Profile *find(const QString &id) const;
    bool isInUse(const story::Profile &profile) const;
    void look(const QString &id);
    void use();
    void showInRail();
    void showProfiles();
    ui::CheckRow rowOf(const network::Check &check) const;
    void addCheck(const network::Check &check);
    void showCheck(const QList<network::Check> &checks);
    void checkFailed(const network::Error &error);

    Workbench &m_bench;
    const story::DemoCountry *m_demo;
    ui::CountryPage *m_page;
    story::ProfileStore m_profileStore;
    QList<story::Profile> m_profiles;
    QStringList m_builtIn;                     //!< names of the demo countries' profiles
    std::map<QString, Checked> m_checked;      //!< by profile name
    QString m_shown;                           //!< name of the profile on the page, which need not be the one in use
    std::shared_ptr<network::Client> m_client; //!< of that profile
    story::ConnectionCheckFlow m_check;
    QElapsedTimer m_clock;
};

} // namespace window
