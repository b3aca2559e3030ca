#pragma once

#include <QString>

namespace model {

//! Something an answer told beside its results. Not an error: the results stand, read in the light of the note.
struct Note
{
    enum class Kind {
        IgnoredFilter,    //!< the server did not apply a filter that was sent
        Truncated,        //!< more rows may exist than were given; the detail says why paging stopped
        ServerWarning,    //!< the server's own warning (OperationOutcome entry, Warning header)
        UnknownAuthority, //!< the server does not know the assigning authority of the number that was asked for
        UnreadableRow,    //!< a row was left out because it could not be read (for example a malformed UID)
        RouteFailed,      //!< one of several routes failed while others answered
        UnknownToRoute,   //!< a route that answered does not know a study that another one lists
        OtherNumber,      //!< rows came under another patient number than the one asked for and are not listed
        PatientDiffers,   //!< a row names another patient than the confirmed one
        NoExpectedList,   //!< no route could say which instances exist, so completeness rests on the closing boundary
        Fallback,     //!< a second way was taken (Accept ladder, chaining ladder, direct way refused); the detail says
                      //!< which
        RoutesDiffer, //!< two routes tell different numbers of instances; the detail says which told what
        Storage       //!< something about the folder or its left-overs
    };
    Kind kind;
    QString detail;    //!< plain words for the details fold; never a secret, never an identity
    QString parameter; //!< the search parameter it is about, where it is about one
    int count = 0;     //!< of the rows it is about, where they are counted

    friend bool operator==(const Note &, const Note &) = default;
};

//! Kind OtherNumber, of so many rows.
Note underOtherNumber(int rows);

} // namespace model
