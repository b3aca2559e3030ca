#include <network/SetApart.h>
#include <story/RetrievalNotes.h>

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace story {

namespace {

constexpr qint64 longestFile = 16 * 1024 * 1024;

QString fileIn(const QString &folder)
{
    return QDir(folder).filePath(u"transfers.json"_s);
}

QJsonObject toJson(const model::Selection &selection)
{
    QJsonArray series;
    for (const model::SeriesSelection &one : selection.series) {
        QJsonArray instances;
        for (const model::SopUid &sop : one.instances)
            instances += sop.text();
        series += QJsonObject{{u"uid"_s, one.uid.text()}, {u"instances"_s, instances}};
    }
    return {{u"study"_s, selection.study.text()}, {u"series"_s, series}};
}

std::optional<model::Selection> selectionIn(const QJsonObject &json)
{
    const auto study = model::StudyUid::parse(json[u"study"].toString());
    if (!study)
        return std::nullopt;
    model::Selection selection{*study, {}};
    for (const auto one : json[u"series"].toArray()) {
        const auto uid = model::SeriesUid::parse(one[u"uid"].toString());
        if (!uid)
            return std::nullopt; // a part of it would be taken for the whole study
        model::SeriesSelection series{*uid, {}};
        for (const auto instance : one[u"instances"].toArray()) {
            const auto sop = model::SopUid::parse(instance.toString());
            if (!sop)
                return std::nullopt;
            series.instances += *sop;
        }
        selection.series += series;
    }
    return selection;
}

QByteArray toJson(const QList<RetrievalNote> &notes)
{
    QJsonArray transfers;
    for (const RetrievalNote &note : notes) {
        QJsonArray selections;
        for (const model::Selection &selection : note.selections)
            selections += toJson(selection);
        transfers += QJsonObject{{u"id"_s, note.id},
                                 {u"profile"_s, note.profile},
                                 {u"title"_s, note.title},
                                 {u"selections"_s, selections},
                                 {u"folder"_s, note.folder},
                                 {u"via"_s, note.via == network::Via::Direct ? u"direct"_s : u"ncpeh"_s},
                                 {u"patientCompared"_s, note.patientCompared},
                                 {u"paused"_s, note.isPaused},
                                 {u"began"_s, note.began.toUTC().toString(Qt::ISODate)}};
    }
    return QJsonDocument(QJsonObject{{u"transfers"_s, transfers}}).toJson();
}

bool isSetApart(const network::UnfinishedRetrieval &study)
{
    return study.reason == network::nameOf(network::Error::Kind::PatientConflict) &&
           network::countSetApart(study.folder, study.selection.study) > 0;
}

} // namespace

bool LeftRetrieval::isOfAnother() const
{
    return std::any_of(studies.begin(), studies.end(), [](const network::UnfinishedRetrieval &study) {
        return study.reason == network::nameOf(network::Error::Kind::PatientConflict);
    });
}

std::optional<int> LeftRetrieval::requested() const
{
    int sum = 0;
    for (const auto &study : studies) {
        if (!study.requested)
            return std::nullopt;
        sum += *study.requested;
    }
    // Of a study that was not begun nobody has counted anything.
    return studies.isEmpty() || studies.size() < note.selections.size() ? std::nullopt : std::optional(sum);
}

int LeftRetrieval::verified() const
{
    int sum = 0;
    for (const auto &study : studies)
        sum += study.verified;
    return sum;
}

int LeftRetrieval::unfinished() const
{
    int sum = 0;
    for (const auto &study : studies)
        sum += study.unfinished;
    return sum;
}

qint64 LeftRetrieval::bytes() const
{
    qint64 sum = 0;
    for (const auto &study : studies)
        sum += study.bytes;
    return sum;
}

RetrievalNotes::RetrievalNotes(QString folder)
    : m_folder(std::move(folder)), m_lock(QDir(m_folder).filePath(u"transfers.lock"_s))
{
    m_writer.setMaxThreadCount(1);
    m_lock.setStaleLockTime(0); // only the death of the program that holds it makes it stale
    QDir().mkpath(m_folder);
    m_isKept = m_lock.tryLock(0);
    if (m_isKept)
        m_notes = readFrom(m_folder);
}

RetrievalNotes::~RetrievalNotes()
{
    m_writer.waitForDone();
}

void RetrievalNotes::put(const RetrievalNote &note)
{
    const auto known =
        std::find_if(m_notes.begin(), m_notes.end(), [&note](const RetrievalNote &one) { return one.id == note.id; });
    if (note.selections.isEmpty())
        return forget(note.id);
    if (known == m_notes.end())
        m_notes += note;
    else if (*known == note)
        return;
    else
        *known = note;
    write();
}

void RetrievalNotes::forget(const QString &id)
{
    if (m_notes.removeIf([&id](const RetrievalNote &one) { return one.id == id; }) > 0)
        write();
}

QList<RetrievalNote> RetrievalNotes::readFrom(const QString &folder)
{
    QFile file(fileIn(folder));
    if (!file.open(QIODevice::ReadOnly) || file.size() > longestFile)
        return {};
    QList<RetrievalNote> notes;
    for (const auto value : QJsonDocument::fromJson(file.readAll())[u"transfers"].toArray()) {
        const QJsonObject json = value.toObject();
        RetrievalNote note;
        note.id = json[u"id"].toString();
        note.profile = json[u"profile"].toString();
        note.title = json[u"title"].toString();
        note.folder = json[u"folder"].toString(folder);
        note.via = json[u"via"].toString() == "direct"_L1 ? network::Via::Direct : network::Via::Ncpeh;
        // Unsure means that the patient is to be confirmed.
        note.patientCompared = json[u"patientCompared"].toBool(true);
        note.isPaused = json[u"paused"].toBool();
        note.began = QDateTime::fromString(json[u"began"].toString(), Qt::ISODate);
        for (const auto selection : json[u"selections"].toArray())
            if (const auto parsed = selectionIn(selection.toObject()))
                note.selections += *parsed;
        if (!note.id.isEmpty() && !note.selections.isEmpty())
            notes += note;
    }
    return notes;
}

void RetrievalNotes::write()
{
    if (!m_isKept)
        return;
    m_writer.start([folder = m_folder, content = toJson(m_notes), isEmpty = m_notes.isEmpty()] {
        if (isEmpty) {
            QFile::remove(fileIn(folder));
            return;
        }
        QSaveFile file(fileIn(folder));
        if (file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.flush())
            file.commit();
    });
}

QList<LeftRetrieval> leftIn(const QString &folder)
{
    using Ending = network::UnfinishedRetrieval::Ending;
    const QList<RetrievalNote> notes = RetrievalNotes::readFrom(folder);
    QStringList folders{folder};
    for (const RetrievalNote &note : notes)
        if (!folders.contains(note.folder))
            folders += note.folder;
    QList<network::UnfinishedRetrieval> unfinished;
    for (const QString &one : std::as_const(folders))
        unfinished += network::unfinishedRetrievals(one);
    QList<LeftRetrieval> all;
    for (const RetrievalNote &note : notes) {
        LeftRetrieval left{note, {}, note.began};
        for (const model::Selection &selection : note.selections) {
            const auto found = std::find_if(unfinished.begin(), unfinished.end(),
                                            [&](const auto &one) { return one.selection.study == selection.study; });
            if (found == unfinished.end())
                continue;
            left.last = std::max(left.last, found->last);
            left.studies += *found;
            unfinished.erase(found);
        }
        all += left;
    }
    for (const network::UnfinishedRetrieval &killed : std::as_const(unfinished)) {
        if (killed.ending != Ending::None && !isSetApart(killed)) // how it ended was told then
            continue;
        RetrievalNote note;
        note.id = killed.selection.study.text();
        note.selections = {killed.selection};
        note.folder = killed.folder;
        note.via = killed.via;
        note.patientCompared = killed.patientCompared;
        all += LeftRetrieval{note, {killed}, killed.last};
    }
    std::sort(all.begin(), all.end(), [](const LeftRetrieval &a, const LeftRetrieval &b) { return a.last > b.last; });
    return all;
}

network::Result<void> purge(const LeftRetrieval &left)
{
    for (const network::UnfinishedRetrieval &study : left.studies) {
        if (isSetApart(study)) { // its journal stays and tells of the decision
            if (const auto gone = network::deleteSetApart(study.folder, study.selection.study); !gone)
                return tl::unexpected(gone.error());
        } else if (const auto gone = network::purge(study); !gone) {
            return gone;
        }
    }
    return {};
}

} // namespace story
