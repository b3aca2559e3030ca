#pragma once

#include <network/Retrieval.h>

#include <QDateTime>
#include <QLockFile>
#include <QThreadPool>

namespace story {

//! What the program must remember of a retrieval to offer it again after it was cut off: which country, what of which
//! studies. It names no patient and holds no secret; what came of it stands in the ledgers of the studies.
struct RetrievalNote
{
    QString id;
    QString profile;                    //!< name of the profile it is received with
    QString title;                      //!< "CT 2 Nov 2026"
    QList<model::Selection> selections; //!< of the studies that have not come to their end
    QString folder;                     //!< of its images
    network::Via via = network::Via::Ncpeh;
    bool patientCompared = false; //!< with a confirmed patient, who must be confirmed again
    bool isPaused = false;        //!< left so by the user when the program ended
    QDateTime began;

    friend bool operator==(const RetrievalNote &, const RetrievalNote &) = default;
};

//! A retrieval of an earlier run of the program that can be resumed or deleted.
struct LeftRetrieval
{
    RetrievalNote note; //!< without a profile where no note tells of it: it was not begun in a window
    QList<network::UnfinishedRetrieval> studies; //!< of the note's selections those of which something is on the disk
    QDateTime last;                              //!< when something was last written

    bool isOfAnother() const;             //!< it met another patient; what there is is set apart until a person decides
    std::optional<int> requested() const; //!< empty as soon as one is unknown
    int verified() const;
    int unfinished() const; //!< half files
    qint64 bytes() const;
};

//! The notes of a folder of received images, in the file transfers.json there. Written whole each time and in a thread
//! of its own; the destructor waits for it. A file that cannot be read has no notes. Of several programs with one
//! folder the first keeps its notes; the others keep none, so that nobody is offered what another is receiving.
class RetrievalNotes
{
public:
    explicit RetrievalNotes(QString folder);
    ~RetrievalNotes();
    RetrievalNotes(const RetrievalNotes &) = delete;
    RetrievalNotes &operator=(const RetrievalNotes &) = delete;

    const QString &folder() const { return m_folder; }
    //! No other program keeps notes of this folder.
    bool isKept() const { return m_isKept; }
    //! Replaces the note with this id or adds it; one without selections is forgotten.
    void put(const RetrievalNote &note);
    void forget(const QString &id);

    //! Those of the file. Reads the disk.
    static QList<RetrievalNote> readFrom(const QString &folder);

private:
    void write();

    QString m_folder;
    QLockFile m_lock;
    bool m_isKept = false;
    QList<RetrievalNote> m_notes;
    QThreadPool m_writer; //!< one thread: the last state wins
};

//! What earlier runs left in the folder: those that notes tell of, those that were killed without a note, and those
//! that met another patient; latest first. Reads the disk: to be called off the GUI thread.
QList<LeftRetrieval> leftIn(const QString &folder);

//! Deletes what a retrieval left on the disk. To be called off the GUI thread.
network::Result<void> purge(const LeftRetrieval &left);

} // namespace story
