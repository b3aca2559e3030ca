#pragma once

#include <network/Retrieval.h>

#include <QFile>
#include <QHash>
#include <QJsonObject>

namespace network {

//! The folder of one study below the folder of a retrieval, its journal, and the file under its final name.
QString studyFolderIn(const QString &folder, const model::StudyUid &study);
QString journalIn(const QString &folder, const model::StudyUid &study);
QString pathFor(const model::StudyUid &study, const model::InstanceRef &instance); //!< relative to `folder`

//! Whether an instance is among what was chosen of its study; all of it is where no series is named.
bool isChosen(const QList<model::SeriesSelection> &chosen, const model::InstanceRef &instance);
//! The instances under final names, or such with another ending, in a study's folder that are among what was chosen.
QList<model::InstanceRef> filesOf(const QList<model::SeriesSelection> &chosen, const QString &studyFolder,
                                  const QString &ending = QStringLiteral(".dcm"));

//! The files in a study's folder that only a run under way needs: unfinished parts and reports.
QStringList unfinishedFilesIn(const QString &studyFolder);

//! The name that a file has when it may be another patient's: no final one. Relative as in pathFor().
QString apartPathFor(const model::StudyUid &study, const model::InstanceRef &instance);
//! The name that a damaged file has until a whole one comes; relative as well.
QString damagedPathFor(const model::StudyUid &study, const model::InstanceRef &instance);
//! All files that were set apart in a study's folder, relative to it.
QStringList apartFilesIn(const QString &studyFolder);

//! What the journals of all runs into one study's folder tell. Lines that are damaged or unknown are left out: a run
//! may have died while it wrote one.
struct History
{
    struct Stored
    {
        qint64 bytes = 0;
        QString sha256;
        QString transferSyntax;
        QString source;
        QDateTime when;
    };
    QHash<model::InstanceRef, Stored> stored;
    QList<model::InstanceRef> expected; //!< what lists of any run named; may repeat
    bool conflictIsOpen = false;        //!< the last run met another patient and died before it had set the files apart

    // Of the last run.
    bool hasBegun = false;
    QList<model::SeriesSelection> selection;
    Via via = Via::Ncpeh;
    bool patientCompared = false;
    std::optional<int> requested;
    QString outcome;        //!< how it ended; empty when it has not
    bool isDeleted = false; //!< a person has deleted what it brought
    QDateTime last;
};

//! The ledger of one study: a file of JSON lines that is only ever appended to, and never names a patient.
class Journal
{
public:
    enum class Opened { Yes, Busy, No };

    //! Busy: another run, in any process, writes there.
    Opened open(const QString &folder, const model::StudyUid &study);
    bool isOpen() const { return m_file.isOpen(); }
    //! Everything so far.
    History read() const;

    // Each appends a line or more; false when the disk refuses. A line that a dead run left open is ended before.
    bool began(const RetrievalRequest &request);
    bool expected(const QList<QPair<model::SeriesUid, QList<model::SopUid>>> &instances);
    bool stored(const model::StoredInstance &instance);
    bool refused(const QString &reason);
    bool repeated(const model::InstanceRef &instance, bool isSame); //!< came again and was left out
    bool conflicted();
    bool setApart(qsizetype files);
    bool apartDeleted(qsizetype files); //!< by the word of a person
    bool deleted(qsizetype files);      //!< likewise: what the run before it had brought
    bool paused(bool isPaused);
    bool ended(const std::optional<model::RetrievalReport> &report, const QString &outcome);

    //! What was appended survives a power cut.
    bool sync();

private:
    bool append(const char *event, QJsonObject values);

    QString m_path;
    QFile m_file;
    bool m_isInLine = false; //!< the last line has no end
};

//! Reads a journal.
History historyIn(QIODevice &journal);
//! Whether a run, in any process, writes to this journal now.
bool isHeld(const QFile &journal);

} // namespace network
