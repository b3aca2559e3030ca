#pragma once

#include <viewer/Result.h>

#include <QList>
#include <QString>

namespace viewer {

//! An object that a report refers to (PS3.3 C.17.3 and C.17.2.5).
struct ObjectReference
{
    QString sopClass, sopUid;
    QList<int> frames; //!< from 1; empty means all

    bool isEmpty() const { return sopUid.isEmpty(); }
};

//! One content item of a structured report in the order of reading.
struct ReportItem
{
    int depth = 0;
    bool isSection = false; //!< a container: its heading stands over what follows deeper
    bool isContext = false; //!< says more about what holds it: a modifier, an observer, an acquisition
    QString heading;        //!< the meaning of the concept name; may be empty
    QString value;          //!< text, the meaning of a code, a number with its unit, a date, a place in a picture
    ObjectReference reference;
};

//! A structured report or a key object selection as text (PS3.3 A.35).
struct StructuredReport
{
    QString title, titleCode; //!< the meaning and the code of what the document is
    QString state;            //!< "COMPLETE, UNVERIFIED" as the file has it
    QString contentDate;      //!< as written
    QStringList observers;    //!< who verified it
    QList<ReportItem> items;
    QString damage; //!< a sentence where it ends early
};

//! Whether the images of a key object selection are worth a look, by its title (PS3.16 CID 7010): a manifest names all
//! that there are, and images may be named because they are of no use.
bool marksKeyImages(const StructuredReport &selection);

//! Reads the content tree of a report. Bounded: what is nested deeper or longer than any real one is left out and said.
Result<StructuredReport> readStructuredReport(const QString &path);

//! What a file is when it holds no picture, by its SOP class (PS3.4 B.5).
enum class ObjectKind { Report, KeyObjects, PresentationState, Document, Waveform, Other };
ObjectKind kindOf(const QString &sopClass);
//! The standard's name of a SOP class, or the UID where it is not known.
QString sopClassName(const QString &uid);

} // namespace viewer
