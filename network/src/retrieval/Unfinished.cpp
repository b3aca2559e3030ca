#include "Journal.h"

#include <network/SetApart.h>

#include <QDir>

#include <algorithm>

namespace network {

namespace {

std::optional<UnfinishedRetrieval> unfinishedIn(const QString &folder, const model::StudyUid &study)
{
    using Ending = UnfinishedRetrieval::Ending;
    QFile journal(journalIn(folder, study));
    if (!journal.open(QIODevice::ReadOnly) || isHeld(journal))
        return std::nullopt;
    const History history = historyIn(journal);
    if (!history.hasBegun || history.outcome == QLatin1String("complete"))
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
    const QDir studyFolder(studyFolderIn(folder, study));
    const auto seriesFolders = studyFolder.entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks);
    for (const QString &series : seriesFolders) {
        const auto files = QDir(studyFolder.filePath(series)).entryInfoList({QStringLiteral("*.dcm")}, QDir::Files);
        found.verified += int(files.size());
        for (const QFileInfo &file : files)
            found.bytes += file.size();
    }
    found.unfinished = int(unfinishedFilesIn(studyFolder.path()).size());
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

} // namespace

QList<UnfinishedRetrieval> unfinishedRetrievals(const QString &folder, std::stop_token stop)
{
    QList<UnfinishedRetrieval> all;
    const auto names = QDir(folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks);
    for (const QString &name : names) {
        if (stop.stop_requested())
            break;
        const auto study = model::StudyUid::parse(name);
        if (!study || study->text() != name)
            continue;
        if (const auto found = unfinishedIn(folder, *study))
            all << *found;
    }
    std::sort(all.begin(), all.end(), [](const auto &a, const auto &b) { return a.last > b.last; });
    return all;
}

RetrievalRequest requestToResume(const UnfinishedRetrieval &retrieval)
{
    RetrievalRequest request{.selection = retrieval.selection, .folder = retrieval.folder};
    request.via = retrieval.via;
    return request;
}

Result<void> purge(const UnfinishedRetrieval &retrieval)
{
    const model::StudyUid &study = retrieval.selection.study;
    Journal journal;
    if (journal.open(retrieval.folder, study) != Journal::Opened::Yes)
        return tl::unexpected(isWrittenTo());
    QDir folder(studyFolderIn(retrieval.folder, study));
    bool isGone = true;
    const auto remove = [&isGone](QDir &from, const QStringList &names) {
        for (const QString &name : names)
            isGone = from.remove(name) && isGone;
    };
    remove(folder, unfinishedFilesIn(folder.path()) + apartFilesIn(folder.path()));
    const auto seriesFolders = folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks);
    for (const QString &name : seriesFolders) {
        const auto series = model::SeriesUid::parse(name);
        if (!series || series->text() != name)
            continue;
        QDir inside(folder.filePath(name));
        remove(inside, inside.entryList({QStringLiteral("*.dcm")}, QDir::Files | QDir::Hidden));
        folder.rmdir(name); // stays when something else is in it
    }
    if (folder.exists(QStringLiteral("retrieval.json")))
        remove(folder, {QStringLiteral("retrieval.json")});
    if (!isGone)
        return tl::unexpected(isInTheWay());
    remove(folder, {QStringLiteral("retrieval.journal")}); // last, so that a purge that is killed can be repeated
    QDir(retrieval.folder).rmdir(study.text());
    return {};
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
        return tl::unexpected(Error{Error::Kind::Storage, QStringLiteral("The journal cannot be written.")});
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
