#pragma once

#include <model/Ledger.h>
#include <model/Patient.h>
#include <model/Selection.h>
#include <model/Study.h>
#include <network/Job.h>

#include <QDateTime>

#include <stop_token>

namespace network {

//! By which way images are fetched.
enum class Via { Ncpeh, Direct };

//! Whom every received file is compared with.
struct ExpectedPatient
{
    model::PatientIdentifier identifier;
    model::Patient confirmed; //!< traits may be empty when only the identifier is known
};

struct RetrievalRequest
{
    model::Selection selection;
    QString folder; //!< created if need be; files become folder/Study/Series/SOP.dcm
    std::optional<ExpectedPatient> patient;
    Via via = Via::Ncpeh;
    int jobs = 0;                        //!< most requests at once, up to six; 0: what the endpoint says
    std::optional<model::Study> listing; //!< the tree as already known; else it is fetched while bytes flow
};

//! A retrieval under way.
class RetrievalJob : public Job<model::RetrievalReport>
{
    Q_OBJECT

public:
    //! Closes every connection; what is whole stays, what is half is asked for again after resume(). The ledger's phase
    //! tells when it is so. No effect on a retrieval that is paused or has nothing more to ask for.
    void pause() { emit pauseWished(true); }
    void resume() { emit pauseWished(false); }
    //! This series is wanted next: asked for before all that waits, or at once beside an answer that holds it too.
    void raise(const model::SeriesUid &series) { emit raiseWished(series); }
    //! Silence of the requests under way is borne for two minutes from now, whatever the endpoint's idle timeout is.
    void waitLonger() { emit patienceWished(); }

signals:
    //! Files of an earlier run are whole, were looked at anew and are taken over; once, before anything is asked for.
    void instancesTakenOver(const QList<model::StoredInstance> &instances);
    //! A file has its final name and survives a power cut.
    void instanceStored(const model::StoredInstance &instance);
    //! At most ten times a second, and once more before finished().
    void ledgerChanged(const model::Ledger &ledger);
    //! A file names another patient, and finished() will say PatientConflict. For the screen only: what she is called
    //! is in no error and in no log. `field` is the one that differs, as model::PatientComparison has it.
    void otherPatientMet(const model::StudyPatient &named, const QString &field);

    //! What of the list is not here, before an end without a report.
    void missed(const QList<model::InstanceRef> &missing);

    void pauseWished(bool paused);                    //!< from pause() and resume() to the work
    void raiseWished(const model::SeriesUid &series); //!< from raise() to the work
    void patienceWished();                            //!< from waitLonger() to the work
};

//! A retrieval below a folder that has not come to its end: it was killed, cancelled, or ended with instances missing.
struct UnfinishedRetrieval
{
    enum class Ending {
        None,       //!< it was killed, or power went
        Cancelled,  //!< by the user
        Failed,     //!< with an error, see `reason`
        Incomplete, //!< ended, but instances are missing
    };
    QString folder;             //!< as in RetrievalRequest
    model::Selection selection; //!< what was asked for
    Via via = Via::Ncpeh;
    Ending ending = Ending::None;
    QString reason;               //!< the kind of the error, for example "Storage"
    QDateTime last;               //!< when its ledger was last written to
    std::optional<int> requested; //!< empty when nobody had told
    int verified = 0;             //!< files of the selection under their final names
    qint64 bytes = 0;             //!< of these
    int unfinished = 0;           //!< files that are not whole; removed by a resume and by a purge
    bool patientCompared = false; //!< every file was compared with a confirmed patient: confirm again before a resume

    friend bool operator==(const UnfinishedRetrieval &, const UnfinishedRetrieval &) = default;
};

//! The unfinished retrievals below a folder, latest first, without those that are under way now, in any process. Reads
//! the disk: to be called off the GUI thread.
QList<UnfinishedRetrieval> unfinishedRetrievals(const QString &folder, const std::stop_token &stop = {});

//! Removes the files of its selection; Storage when another retrieval writes there for two seconds more or the disk
//! refuses. Ledger and report of the study go with the last of its files: what other retrievals brought of it stays. So
//! does what this program did not write there, and its folder with it. To be called off the GUI thread.
Result<void> purge(const UnfinishedRetrieval &retrieval);
//! The same for every study below a folder that a retrieval made, however it ended. One that cannot be removed keeps
//! none of the others; the last error is told.
Result<void> purgeAll(const QString &folder);

//! Room for a selection before it is asked for: what the listing tells of sizes against what is free where the folder
//! is or will be. Asks the disk: to be called off the GUI thread.
model::Room roomFor(const QString &folder, const model::Selection &selection, const model::Study &listing);

} // namespace network
