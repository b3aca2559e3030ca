#include "Journal.h"

#include <network/SetApart.h>

#include <QDeadlineTimer>
#include <QDir>
#include <QThread>

#include <algorithm>

using namespace std::chrono_literals;

namespace network {

namespace {

//! What has a folder below this one that can be of a retrieval.
QList<model::StudyUid> studiesIn(const QString &folder)
{
    QList<model::StudyUid> studies;
    const auto names = QDir(folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks);
    for (const QString &name : names)
        if (const auto study = model::StudyUid::parse(name); study && study->text() == name)
            studies << *study;
    return studies;
}

std::optional<UnfinishedRetrieval> unfinishedIn(const QString &folder, const model::StudyUid &study)
{
    using Ending = UnfinishedRetrieval::Ending;
    QFile journal(journalIn(folder, study));
    if (!journal.open(QIODevice::ReadOnly) || isHeld(journal))
        return std::nullopt;
    const History history = historyIn(journal);
    if (!history.hasBegun || history.isDeleted || history.outcome == QLatin1String("complete"))
        return std::nullopt;

    UnfinishedRetrieval found{.folder = folder, .selection = {study, history.selection}};
    found.via = history.via;
    found.patientCompared = history.patientCompared;
    found.requested = history.requested;
    found.last = history.last;
    if (history.outcome.isEmpty()) {
        found.ending = Ending::None;
    } else if (history.outcome == QLatin1String("incomplete")) {
        found.ending = Ending::Incomplete;
    } else if (history.outcome == QLatin1String("cancelled")) {
        found.ending = Ending::Cancelled;
    } else {
        found.ending = Ending::Failed;
        found.reason = history.outcome;
    }
    // Beside it may lie what other runs brought of the same study.
    const QString studyFolder = studyFolderIn(folder, study);
    const auto files = filesOf(history.selection, studyFolder);
    found.verified = int(files.size());
    for (const auto &file : files)
        found.bytes += QFileInfo(folder + u'/' + pathFor(study, file)).size();
    found.unfinished = int(unfinishedFilesIn(studyFolder).size());
    return found;
}

Error isWrittenTo()
{
    return {Error::Kind::Storage, QStringLiteral("Another retrieval of this study writes into the folder.")};
}

Error isInTheWay()
{
    return {Error::Kind::Storage, QStringLiteral("Not every file could be removed.")};
}

Error cannotBeWritten()
{
    return {Error::Kind::Storage, QStringLiteral("The journal cannot be written.")};
}

} // namespace

QList<UnfinishedRetrieval> unfinishedRetrievals(const QString &folder, const std::stop_token &stop)
{
    QList<UnfinishedRetrieval> all;
    for (const model::StudyUid &study : studiesIn(folder)) {
        if (stop.stop_requested())
            break;
        if (const auto found = unfinishedIn(folder, study))
            all << *found;
    }
    std::sort(all.begin(), all.end(), [](const auto &a, const auto &b) { return a.last > b.last; });
    return all;
}

Result<void> purge(const UnfinishedRetrieval &retrieval)
{
    const model::StudyUid &study = retrieval.selection.study;
    Journal journal;
    auto opened = journal.open(retrieval.folder, study);
    // A retrieval that has just been stopped may still be writing down how it ended.
    for (const QDeadlineTimer patience(2s); opened == Journal::Opened::Busy && !patience.hasExpired();) {
        QThread::msleep(20);
        opened = journal.open(retrieval.folder, study);
    }
    if (opened != Journal::Opened::Yes)
        return tl::unexpected(isWrittenTo());
    const auto &chosen = retrieval.selection.series;
    QDir folder(studyFolderIn(retrieval.folder, study));
    bool isGone = true;
    const auto remove = [&isGone](QDir &from, const QStringList &names) {
        for (const QString &name : names)
            isGone = from.remove(name) && isGone;
    };
    QDir top(retrieval.folder);
    remove(folder, unfinishedFilesIn(folder.path()));
    const auto files = filesOf(chosen, folder.path());
    for (const auto &file : files)
        remove(top, {pathFor(study, file)});
    for (const auto &file : filesOf(chosen, folder.path(), QStringLiteral(".apart")))
        remove(top, {apartPathFor(study, file)});
    for (const auto &file : filesOf(chosen, folder.path(), QStringLiteral(".damaged")))
        remove(top, {damagedPathFor(study, file)});
    const auto seriesFolders = folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks);
    for (const QString &name : seriesFolders)
        if (const auto series = model::SeriesUid::parse(name); series && series->text() == name)
            folder.rmdir(name); // stays when something else is in it
    if (!isGone)
        return tl::unexpected(isInTheWay());
    // Whatever tells of the rest stays with it. Last, so that a purge that is killed can be repeated.
    if (!filesOf({}, folder.path()).isEmpty() || !apartFilesIn(folder.path()).isEmpty()) {
        if (!journal.deleted(files.size()) || !journal.sync())
            return tl::unexpected(cannotBeWritten());
        return {};
    }
    if (folder.exists(QStringLiteral("retrieval.json")))
        remove(folder, {QStringLiteral("retrieval.json")});
    if (!isGone)
        return tl::unexpected(isInTheWay());
    remove(folder, {QStringLiteral("retrieval.journal")});
    top.rmdir(study.text());
    return {};
}

Result<void> purgeAll(const QString &folder)
{
    Result<void> result;
    for (const model::StudyUid &study : studiesIn(folder)) {
        if (!QFile::exists(journalIn(folder, study))) // then no retrieval made it
            continue;
        if (const auto gone = purge({.folder = folder, .selection = {study, {}}}); !gone)
            result = gone;
    }
    return result;
}

int countSetApart(const QString &folder, const model::StudyUid &study)
{
    return int(apartFilesIn(studyFolderIn(folder, study)).size());
}

Result<int> deleteSetApart(const QString &folder, const model::StudyUid &study)
{
    QDir studyFolder(studyFolderIn(folder, study));
    const QStringList files = apartFilesIn(studyFolder.path());
    if (files.isEmpty())
        return 0;
    Journal journal;
    if (journal.open(folder, study) != Journal::Opened::Yes)
        return tl::unexpected(isWrittenTo());
    // The word of the person is on record before anything goes.
    if (!journal.apartDeleted(files.size()) || !journal.sync())
        return tl::unexpected(cannotBeWritten());
    bool isGone = true;
    for (const QString &file : files) {
        isGone = studyFolder.remove(file) && isGone;
        studyFolder.rmdir(file.section(u'/', 0, 0)); // stays while something is in it
    }
    if (!isGone)
        return tl::unexpected(isInTheWay());
    return int(files.size());
}

} // namespace network
