#pragma once

#include <QString>
#include <QStringList>

#include <stop_token>

namespace viewer {

//! What files and folders that a person names lead to.
struct LocalFiles
{
    QStringList files;      //!< to look into, sorted, each once
    QStringList unreadable; //!< named by the person, but not to be opened
    QStringList missing;    //!< named by a DICOMDIR, but not there; relative to it
    QStringList refused;    //!< named by a DICOMDIR, but outside of its folder; as it writes them
    QStringList empty;      //!< folders named by the person, in which there is nothing to look into
    bool isCut = false;     //!< there were more files than are taken
};

//! Goes through folders and reads every DICOMDIR (PS3.3 annex F): named itself it leads to its files, in a folder it
//! adds what it misses to what is found there. Links that lead out of a folder are not followed.
LocalFiles localFiles(const QStringList &paths, const std::stop_token &stop = {});

} // namespace viewer
