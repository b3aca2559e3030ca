#pragma once

#include "Journal.h"
#include "PartHead.h"
#include "dicomweb/MultipartReader.h"

#include <QFileInfo>
#include <QObject>
#include <QSet>
#include <QThreadPool>

#include <atomic>
#include <map>
#include <memory>

namespace network {

//! The folder of one retrieved study: FOLDER/Study/Series/SOP.dcm, the journal and the report. Answers are fed to it as
//! they come; it takes them apart, writes, hashes and verifies each part and makes it durable before it gets its final
//! name, the folder's entry of it too. Lives in a thread of its own; all calls are to be made there until the thread
//! has ended, but for abort(), and all signals come from there.
//!
//! A part is refused, with a note, when it is not DICOM, when its UIDs are malformed or disagree with group 2, when it
//! belongs to another study, or when it is cut although its delimiter came: the boundary may occur in the data of a
//! careless server. Destroyed before conclude() it removes the unfinished files, writes the report that was left for
//! that case and says in the journal that the retrieval was cancelled; after a conflict it sets the files of the study
//! apart and writes no report.
class InstanceStore final : public QObject
{
    Q_OBJECT

public:
    //! How an answer ended.
    struct AnswerEnd
    {
        int answer = 0;
        qint64 bytes = 0;
        int parts = 0; //!< whole parts, refused ones included
        int refused = 0;
        bool isClosed = false;     //!< the closing delimiter came, or the one file of a bare answer was whole
        bool isRecognised = false; //!< a delimiter of the announced boundary was seen, at least its beginning
    };

    //! What an earlier run left behind.
    struct Found
    {
        QList<model::StoredInstance> instances;
        QList<model::InstanceRef> expected;           //!< by lists of earlier runs, here or not; may repeat
        std::optional<model::PatientVerdict> verdict; //!< over all of them; empty when there are none
        QList<model::Note> notes;
        std::optional<model::StudyPatient> other; //!< with a conflict: whom the first such file names
        QString otherField;                       //!< in which field she differs
    };

    explicit InstanceStore(const RetrievalRequest &request);
    ~InstanceStore() override;

    //! Makes the folder, removes left-overs of dead runs and finds what is complete. Ends in prepared() or failed().
    void prepare();
    //! What there is to come, for the journal.
    void expect(const QList<QPair<model::SeriesUid, QList<model::SopUid>>> &instances);
    //! Without a boundary the answer is one DICOM file; whether HTTP tells where that ends must be said then, as
    //! nothing else does. `source` is the address that was asked.
    void begin(int answer, const std::optional<QByteArray> &boundary, const QString &source, bool isEndTold);
    void feed(int answer, const QByteArray &bytes);
    //! `isWhole`: HTTP has nothing to say against the body. An answer ends by itself when it goes on without end and
    //! brings nothing: before its first delimiter, behind its closing one, or in parts that are refused or known. One
    //! part may be as large as there is room.
    void end(int answer, bool isWhole);
    void drop(int answer);
    //! Ends in flushed() when every whole part has its final name.
    void flush();
    void notePause(bool isPaused);
    //! Takes the final names of all files of the study away: they may be another patient's.
    void setApart();
    //! Writes the report (if any) and the last line of the journal. Ends in concluded().
    void conclude(const std::optional<model::RetrievalReport> &report, const QString &outcome);

    //! From any thread: nothing is read or written any more.
    void abort() { m_aborted = true; }
    // Once the thread has ended: whether conclude() came, and what is to be reported where it did not.
    bool isConcluded() const { return m_concluded; }
    void leave(const std::optional<model::RetrievalReport> &report) { m_left = report; }

signals:
    void prepared(const network::InstanceStore::Found &found);
    void roomSeen(const model::Room &room); //!< without what is needed; now and then
    void drained(qint64 bytes);             //!< so much of what was fed is done with
    void arrived(const model::InstanceRef &instance, qint64 bytes,
                 model::PatientVerdict verdict); //!< verified, not durable yet
    void stored(const model::StoredInstance &instance);
    void noted(const model::Note &note);
    void answerEnded(const network::InstanceStore::AnswerEnd &end);
    void flushed();
    //! A part names another patient; for the screen only.
    void conflicted(const model::StudyPatient &named, const QString &field);
    void failed(const network::Error &error); //!< the disk; nothing is kept from here on
    void concluded();

private:
    void leaveNothing();
    void writeEnd(const std::optional<model::RetrievalReport> &report, const QString &outcome);
    struct PartFile;
    struct Answer;

    void look(Found &found);
    void hashAll(PartFile &file) const;
    bool isChanged(const QFileInfo &info, const History::Stored &known) const;
    void openPart(Answer &answer);
    void writePart(Answer &answer, QByteArrayView data);
    static bool endsEarly(const Answer &answer);
    void closePart(Answer &answer);
    void cameAgain(Answer &answer, const model::InstanceRef &instance, bool isSame);
    void noteConflict();
    Result<model::StoredInstance> verified(const PartFile &part, PartHead &head) const;
    bool hasRoom();
    void makeDurable(std::unique_ptr<PartFile> part, const model::StoredInstance &instance);
    void renamed(const model::StoredInstance &instance, int problem);
    void commit();
    void committed(const QList<model::StoredInstance> &instances, int problem);
    void tellFlushed();
    void release(qint64 bytes);
    void fail(const char *doing, int problem);
    void fail(const Error &error);
    void recorded(bool isWritten);
    bool isUseless() const { return m_failed || m_conflicted || m_aborted; }

    const RetrievalRequest m_request;
    const QString m_folder;
    const model::StudyUid m_study;
    const QString m_studyFolder;
    Journal m_journal;
    std::map<int, Answer> m_answers;
    QHash<model::InstanceRef, QString> m_known; //!< has its final name, or is on its way there; its SHA-256
    QSet<model::InstanceRef> m_damaged;         //!< lies aside until a whole file has come
    QHash<QString, model::SeriesUid> m_series;  //!< so that thousands of instances share one text
    QSet<QString> m_syntaxes;                   //!< likewise
    QSet<QString> m_seriesFolders;
    QSet<QString> m_freshFolders;           //!< whose own entries have not been made durable yet
    QThreadPool m_pool;                     //!< waits for the disk
    int m_waiting = 0;                      //!< files in m_pool
    QList<model::StoredInstance> m_renamed; //!< have their final names, which may not survive a power cut yet
    bool m_committing = false;              //!< the pool sees to that for some
    qint64 m_sinceRoomSeen = 0;
    qint64 m_held = 0; //!< bytes not drained because too many files wait for the disk
    bool m_flushWanted = false;
    int m_partNumber = 0;
    QString m_run;
    bool m_failed = false;
    std::atomic_bool m_conflicted = false;
    bool m_concluded = false;
    std::optional<model::RetrievalReport> m_left;
    std::atomic_bool m_aborted = false;
};

} // namespace network
