#pragma once

#include <model/Document.h>

namespace story {

//! How a report stands: what its reader must know before the first line.
struct ReportStanding
{
    bool isWithdrawn = false;   //!< its author says that it is not valid
    bool isReplaced = false;    //!< there is a newer version, whether it is listed or not
    bool isPreliminary = false; //!< it may change
    bool isChanged = false;     //!< after it had been signed, and it is the version that holds now
    QStringList newerVersions;  //!< ids of the listed documents that replace it
    QStringList addenda;        //!< ids of the listed documents that add to it
    QStringList addsTo;         //!< ids of the documents that it adds to, listed or not
};

//! By the report's own words, by its reference, and by what other documents say of it. `written` is the status that
//! the report bears itself, which a reference may lag behind; empty where it bears none.
ReportStanding standingOf(const model::Document &reference, const QString &written,
                          const QList<model::Document> &listed);

} // namespace story
