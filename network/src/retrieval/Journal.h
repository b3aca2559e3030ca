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

//! The files in a study's folder that only a run under way needs: unfinished parts and reports.
QStringList unfinishedFilesIn(const QString &studyFolder);

//! The name that a file has when it may be another patient's: no final one. Relative as in pathFor().
QString apartPathFor(const model::StudyUid &study, const model::InstanceRef &instance);
//! All such files in a study's folder, relative to it.
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
    };
    QHash<model::InstanceRef, Stored> stored;
    bool endsInLine = true;      //!< the last line is whole
    bool conflictIsOpen = false; //!< the last run met another patient and died before it had set the files apart

    // Of the last run.
    bool hasBegun = false;
    QList<model::SeriesSelection> selection;
    Via via = Via::Ncpeh;
    bool patientCompared = false;
    std::optional<int> requested;
    QString outcome; //!< how it ended; empty when it has not
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
    //! Everything so far. Ends a line that a dead run left open.
    History read();

    // Each appends a line or more; false when the disk refuses.
    bool began(const RetrievalRequest &request);
    bool expected(const QList<QPair<model::SeriesUid, QList<model::SopUid>>> &instances);
    bool stored(const model::StoredInstance &instance);
    bool refused(const QString &reason);
    bool conflicted();
    bool setApart(qsizetype files);
    bool apartDeleted(qsizetype files); //!< by the word of a person
    bool paused(bool isPaused);
    bool ended(const std::optional<model::RetrievalReport> &report, const QString &outcome);

    //! What was appended survives a power cut.
    bool sync();

private:
    bool append(const char *event, QJsonObject values);

    QString m_path;
    QFile m_file;
};

//! Reads a journal.
History historyIn(QIODevice &journal);
//! Whether a run, in any process, writes to this journal now.
bool isHeld(const QFile &journal);

} // namespace network
