#pragma once

#include <model/Note.h>
#include <model/Uid.h>

#include <QDateTime>
#include <QList>
#include <QString>
#include <QUrl>

#include <chrono>
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
    bool isRaised = false;     //!< was asked for first
    std::optional<int> number; //!< Series Number, where a listing tells it; likewise below
    QString description;       //!< the modality where there is none
};

//! Where images are asked for, or would be, and how that address was found (spec 3.5, 6.8).
struct RetrievalSource
{
    enum class How {
        ContactPoint,   //!< the profile's wadoBase
        SeriesEndpoint, //!< an Endpoint resource, or a manifest's Retrieve URL, of the series
        StudyEndpoint,  //!< the same, of the study
        LocationTable   //!< a Retrieve Location UID and the profile's table
    };
    enum class Verdict {
        Allowed,
        Foreign,    //!< its origin is none that the profile names; nothing is sent there
        Placeholder //!< no address: a filler such as http://notspecified, or not http(s), or a UID that no table knows
    };
    QString address; //!< the WADO-RS base; for a placeholder what was told instead
    How how = How::ContactPoint;
    Verdict verdict = Verdict::Allowed;
    QList<SeriesUid> series; //!< for which it was told; empty: for the whole study

    friend bool operator==(const RetrievalSource &, const RetrievalSource &) = default;
};

//! "contactPoint", "seriesEndpoint", "studyEndpoint", "locationTable".
QString nameOf(RetrievalSource::How how);
//! "allowed", "foreign", "placeholder".
QString nameOf(RetrievalSource::Verdict verdict);

//! Whether what is still to come has room on the disk.
struct Room
{
    std::optional<qint64> needed; //!< bytes still to come, estimated; empty while nothing is known
    qint64 available = -1;        //!< free bytes of the folder's disk, without the reserve; -1 while not looked at
    qint64 reserve = 0;           //!< bytes that are left free for the rest of the system

    bool isEnough() const { return available < 0 || needed.value_or(0) <= available; }

    friend bool operator==(const Room &, const Room &) = default;
};

//! The counts of a whole retrieval: requested, received, verified and missing are always known or said to be unknown.
struct Ledger
{
    enum class Phase {
        Preparing, //!< looks at what an earlier run left, reads the list
        Receiving,
        Waiting, //!< for the next try, see nextTry
        Paused,  //!< no connection is open
        Ended
    };
    std::optional<int> requested;
    int received = 0;
    int verified = 0;
    int missing = 0;
    int unexpected = 0;
    qint64 bytes = 0;
    QDateTime lastByte; //!< when bytes last came, in UTC; invalid before the first
    QList<SeriesLedger> series;
    Phase phase = Phase::Preparing;
    double bytesPerSecond = 0; //!< of the last seconds
    int requestsUnderWay = 0;
    int requestsAtOnce = 0;               //!< as many as the server is found to sustain, bounded by the profile
    int retries = 0;                      //!< requests sent again because an answer failed or ended early
    int retriesAllowed = 0;               //!< when these are used up, what is missing stays missing
    std::chrono::milliseconds nextTry{0}; //!< in Phase::Waiting: the pause that was begun
    Room room;
    QList<RetrievalSource> sources; //!< in the order of preference
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
    QString source; //!< the address it was asked for at; empty for a file that no ledger tells of
    QDateTime when; //!< it was whole and durable, in UTC
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
    //! Complete files of what was chosen, those of an earlier run of the same retrieval included.
    int received = 0;
    QList<InstanceRef> missing;
    QList<InstanceRef> unexpected; //!< came though no list named it, or though it was not chosen
    qint64 bytes = 0;
    double seconds = 0;
    double firstInstanceSeconds = 0; //!< until the first file had its final name
    QList<StoredInstance> files;
    QList<Note> notes;
    int retries = 0;
    int failedStatus = 0; //!< the HTTP status of what kept the rest from coming, such as 401; 0 where there was none
    QList<RetrievalSource> sources;
    //! False when an answer ended early and what it lacked could not be fetched otherwise, or a list counts more than
    //! came and no list names the rest.
    bool bodyComplete = true;
};

} // namespace model
