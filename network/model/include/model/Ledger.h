#pragma once

#include <model/Note.h>
#include <model/Uid.h>

#include <QList>
#include <QString>

#include <optional>

namespace model {

//! How the confirmed patient compares with what a file or a row names.
enum class PatientVerdict {
    Unchecked, //!< nobody to compare with
    Match,     //!< identifier or all traits agree
    Explained, //!< differs in a way that is expected across a border (other local identifier, other script), traits
               //!< agree
    Conflict   //!< names somebody else
};
//! "unchecked", "match", "explained", "conflict".
QString nameOf(PatientVerdict verdict);

//! The counts of one series during a retrieval.
struct SeriesLedger
{
    enum class State { Waiting, Receiving, Complete, Incomplete, Failed };
    SeriesUid uid;
    std::optional<int> requested; //!< empty while nobody has told how many there are
    int received = 0;             //!< parts that arrived
    int verified = 0;             //!< files under their final names
    int missing = 0;
    qint64 bytes = 0;
    State state = State::Waiting;
};

//! The counts of a whole retrieval: requested, received, verified and missing are always known or said to be unknown.
struct Ledger
{
    std::optional<int> requested;
    int received = 0;
    int verified = 0;
    int missing = 0;
    int unexpected = 0;
    qint64 bytes = 0;
    QList<SeriesLedger> series;
};

//! A received instance under its final name: complete, verified, byte for byte what the server sent.
struct StoredInstance
{
    QString path; //!< relative to the folder of the retrieval: Study/Series/SOP.dcm
    StudyUid study;
    SeriesUid series;
    SopUid sop;
    QString transferSyntax; //!< (0002,0010) as text
    qint64 bytes = 0;
    QString sha256; //!< lower-case hex
};

//! An instance by its place in the tree.
struct InstanceRef
{
    SeriesUid series;
    SopUid sop;

    friend bool operator==(const InstanceRef &, const InstanceRef &) = default;
    friend bool operator<(const InstanceRef &a, const InstanceRef &b)
    {
        return a.series == b.series ? a.sop < b.sop : a.series < b.series;
    }
    friend size_t qHash(const InstanceRef &ref, size_t seed = 0) { return qHashMulti(seed, ref.series, ref.sop); }
};

//! The outcome of a retrieval.
struct RetrievalReport
{
    PatientVerdict verdict = PatientVerdict::Unchecked;
    std::optional<int> requested; //!< empty when no expected list could be had
    int received = 0;             //!< complete files, those of an earlier run of the same retrieval included
    QList<InstanceRef> missing;
    QList<InstanceRef> unexpected;
    qint64 bytes = 0;
    double seconds = 0;
    double firstInstanceSeconds = 0; //!< until the first file had its final name
    QList<StoredInstance> files;
    QList<Note> notes;
    bool bodyComplete = true; //!< false when an answer ended early and what it lacked could not be fetched otherwise
};

} // namespace model
