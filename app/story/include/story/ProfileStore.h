#pragma once

#include <story/Profile.h>

namespace story {

//! The user's saved profiles: one JSON file each in one folder.
class ProfileStore
{
public:
    explicit ProfileStore(QString folder = standardFolder());

    //! "borderlight/profiles" in the configuration folder of the user: one place for window and command line.
    static QString standardFolder();

    //! All readable profiles, by name.
    QList<Profile> profiles() const;

    //! A profile by the path of its file, or by its saved name. Usage when there is neither.
    network::Result<Profile> load(const QString &fileOrName) const;

    //! Checks a profile file and keeps a copy under its name, replacing one of the same name. Answers the copy.
    network::Result<Profile> import(const QString &file) const;
    network::Result<Profile> save(const Profile &profile) const;

private:
    QString fileFor(const QString &name) const;

    QString m_folder;
};

} // namespace story
