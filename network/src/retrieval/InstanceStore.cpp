#include "InstanceStore.h"

#include "Room.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QSaveFile>

#include <openssl/evp.h>

#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace network {

namespace {

// Waiting for the disk goes faster when many wait at once; the bound keeps descriptors and dirty pages few.
constexpr int waitingAtOnce = 24;
constexpr int mostWaiting = 96;
constexpr qint64 roomIsSeenFor = 8 * 1024 * 1024; //!< bytes written
constexpr qint64 mostAround = 1024 * 1024;        //!< bytes before the first delimiter or behind the closing one
constexpr int mostBarrenParts = 20'000;
constexpr int mostRepeatsTold = 100; //!< of an answer, in the journal

class Sha256
{
public:
    Sha256() : m_context(EVP_MD_CTX_new()) { EVP_DigestInit_ex(m_context.get(), EVP_sha256(), nullptr); }

    void add(QByteArrayView data) { EVP_DigestUpdate(m_context.get(), data.data(), size_t(data.size())); }
    QString hex() const
    {
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
        unsigned size = 0;
        EVP_DigestFinal_ex(m_context.get(), digest.data(), &size);
        return QString::fromLatin1(QByteArray(reinterpret_cast<const char *>(digest.data()), qsizetype(size)).toHex());
    }

private:
    struct Free
    {
        void operator()(EVP_MD_CTX *context) const { EVP_MD_CTX_free(context); }
    };
    std::unique_ptr<EVP_MD_CTX, Free> m_context;
};

QByteArray pathOf(const QString &name)
{
    return QFile::encodeName(name);
}

void makePrivateFolder(const QString &path)
{
    mkdir(pathOf(path).constData(), 0700);
}

//! 0 or the reason why not.
int syncFolder(const QString &path)
{
    const int folder = open(pathOf(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return errno;
    const int problem = fsync(folder) == 0 ? 0 : errno;
    close(folder);
    return problem;
}

//! The UID if the text is one as it stands: only such text becomes a name.
template <class Uid>
std::optional<Uid> exactly(const QString &text)
{
    auto uid = Uid::parse(text);
    return uid && uid->text() == text ? uid : std::nullopt;
}

//! Names what is wrong with the first of them that is none (PS3.5 section 9.1), without saying what it is.
Error notAUid(std::initializer_list<std::pair<const char *, QString>> texts)
{
    constexpr qsizetype longestUid = 64;
    QString detail;
    for (const auto &[name, text] : texts)
        if (detail.isEmpty() && exactly<model::SopUid>(text) == std::nullopt)
            detail = text.size() > longestUid
                         ? QStringLiteral("The %1 of a part has %2 characters; DICOM allows %3.")
                               .arg(QLatin1String(name))
                               .arg(text.size())
                               .arg(longestUid)
                         : QStringLiteral("The %1 of a part is not numbers with dots between them.")
                               .arg(QLatin1String(name));
    return {Error::Kind::Malformed, detail};
}

Error malformed(const char *what)
{
    return {Error::Kind::Malformed, QString::fromLatin1(what)};
}

QJsonArray listed(const QList<model::InstanceRef> &instances)
{
    QJsonArray list;
    for (const auto &instance : instances)
        list << QString(instance.series.text() + u'/' + instance.sop.text());
    return list;
}

//! Row by row, so that a report of thousands of files needs no memory of its own.
bool writeReport(QIODevice &device, const model::RetrievalReport &report)
{
    QJsonArray sources;
    for (const auto &source : report.sources)
        sources << QJsonObject{{QStringLiteral("address"), source.address},
                               {QStringLiteral("how"), model::nameOf(source.how)},
                               {QStringLiteral("verdict"), model::nameOf(source.verdict)}};
    QJsonArray notes;
    for (const auto &note : report.notes)
        notes << note.detail;
    const QJsonObject head{
        {QStringLiteral("patient"), QJsonObject{{QStringLiteral("verdict"), model::nameOf(report.verdict)}}},
        {QStringLiteral("requested"), report.requested ? QJsonValue(*report.requested) : QJsonValue()},
        {QStringLiteral("received"), report.received},
        {QStringLiteral("missing"), listed(report.missing)},
        {QStringLiteral("unexpected"), listed(report.unexpected)},
        {QStringLiteral("bodyComplete"), report.bodyComplete},
        {QStringLiteral("bytes"), report.bytes},
        {QStringLiteral("seconds"), report.seconds},
        {QStringLiteral("firstInstanceSeconds"), report.firstInstanceSeconds},
        {QStringLiteral("retries"), report.retries},
        {QStringLiteral("sources"), sources},
        {QStringLiteral("notes"), notes}};
    QByteArray text = QJsonDocument(head).toJson(QJsonDocument::Compact);
    text.chop(1); // the brace
    text += ",\"files\":[";
    for (const auto &file : report.files) {
        const QJsonObject row{{QStringLiteral("path"), file.path},
                              {QStringLiteral("sopUid"), file.sop.text()},
                              {QStringLiteral("seriesUid"), file.series.text()},
                              {QStringLiteral("transferSyntax"), file.transferSyntax},
                              {QStringLiteral("bytes"), file.bytes},
                              {QStringLiteral("sha256"), file.sha256},
                              {QStringLiteral("source"), file.source},
                              {QStringLiteral("stored"), file.when.toString(Qt::ISODateWithMs)}};
        text += (&file == &report.files.first() ? "\n" : ",\n") + QJsonDocument(row).toJson(QJsonDocument::Compact);
        if (device.write(text) != text.size())
            return false;
        text.clear();
    }
    text += "]}\n";
    return device.write(text) == text.size();
}

} // namespace

//! A part on its way to the disk.
struct InstanceStore::PartFile
{
    QString name; //!< of the unfinished file; empty once it has gone
    int file = -1;
    qint64 bytes = 0;
    Sha256 hash;

    PartFile() = default;
    PartFile(const PartFile &) = delete;
    PartFile &operator=(const PartFile &) = delete;
    ~PartFile()
    {
        if (file >= 0)
            close(file);
        if (!name.isEmpty())
            unlink(pathOf(name).constData());
    }
};

struct InstanceStore::Answer
{
    AnswerEnd end;
    std::unique_ptr<MultipartReader> reader; //!< none: the answer is one file
    std::unique_ptr<PartFile> part;
    QString source;
    bool isEndTold = false; //!< where there is no reader: by HTTP
    qint64 closedAt = -1;   //!< bytes, when the closing delimiter came
    int barren = 0;         //!< parts in turn that brought nothing new
    QSet<model::InstanceRef> brought;
    int repeats = 0;

    //! Whether it goes on and on without anything that is wanted.
    bool isEndless() const
    {
        return barren > mostBarrenParts || (closedAt >= 0 && end.bytes - closedAt > mostAround) ||
               (reader && reader->state() == MultipartReader::State::BeforeFirst && end.bytes > mostAround);
    }
};

InstanceStore::InstanceStore(const RetrievalRequest &request)
    : m_request(request),
      m_folder(request.folder),
      m_study(request.selection.study),
      m_studyFolder(studyFolderIn(m_folder, m_study)),
      m_run(QString::number(QRandomGenerator::system()->generate(), 36))
{
    m_pool.setMaxThreadCount(waitingAtOnce);
}

InstanceStore::~InstanceStore()
{
    m_answers.clear(); // and with them the unfinished files
    m_pool.waitForDone();
    if (m_concluded)
        return;
    if (m_conflicted)
        setApart();
    writeEnd(m_conflicted ? std::nullopt : m_left, QStringLiteral("cancelled"));
}

void InstanceStore::prepare()
{
    if (!QDir().mkpath(m_folder))
        return fail({Error::Kind::Storage,
                     QStringLiteral("The folder %1 cannot be made: %2.")
                         .arg(QDir::toNativeSeparators(m_folder), QString::fromLocal8Bit(strerror(errno)))});
    if (mkdir(pathOf(m_studyFolder).constData(), 0700) != 0 && errno != EEXIST)
        return fail("making the folder of the study", errno);
    m_freshFolders << m_folder << m_studyFolder;
    switch (m_journal.open(m_folder, m_study)) {
    case Journal::Opened::Yes:
        break;
    case Journal::Opened::No:
        return fail("opening the journal", errno);
    case Journal::Opened::Busy:
        return fail({Error::Kind::Storage, QStringLiteral("Another retrieval of this study writes into the folder.")});
    }
    Found found;
    look(found);
    if (isUseless())
        return;
    recorded(m_journal.began(m_request));
    if (m_failed)
        return;
    if (found.verdict == model::PatientVerdict::Conflict)
        noteConflict();
    else if (!hasRoom())
        return;
    emit prepared(found);
}

void InstanceStore::expect(const QList<QPair<model::SeriesUid, QList<model::SopUid>>> &instances)
{
    recorded(m_journal.expected(instances));
}

void InstanceStore::notePause(bool isPaused)
{
    recorded(m_journal.paused(isPaused));
}

//! Finds what earlier runs left: complete files are taken over, unfinished ones removed.
void InstanceStore::look(Found &found)
{
    QDir folder(m_studyFolder);
    const auto leftOvers = unfinishedFilesIn(m_studyFolder);
    for (const QString &name : leftOvers)
        folder.remove(name);
    if (!leftOvers.isEmpty())
        found.notes << model::Note{
            model::Note::Kind::Storage,
            leftOvers.size() == 1
                ? QStringLiteral("One unfinished file of an earlier run was removed.")
                : QStringLiteral("%1 unfinished files of an earlier run were removed.").arg(leftOvers.size())};

    const auto damaged = filesOf({}, m_studyFolder, QStringLiteral(".damaged"));
    m_damaged = QSet<model::InstanceRef>(damaged.begin(), damaged.end());
    History history = m_journal.read();
    if (history.conflictIsOpen) {
        setApart();
        history.stored.clear();
        history.expected.clear();
        found.notes << model::Note{
            model::Note::Kind::Storage,
            QStringLiteral("Files of an earlier run, which met another patient, were set apart.")};
    }
    found.expected = history.expected;
    const auto &lines = history.stored;

    const auto seriesFolders = folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks);
    for (const QString &seriesFolder : seriesFolders) {
        const auto series = exactly<model::SeriesUid>(seriesFolder);
        if (!series)
            continue;
        const auto files = QDir(folder.filePath(seriesFolder)).entryInfoList({QStringLiteral("*.dcm")}, QDir::Files);
        for (const QFileInfo &info : files) {
            if (m_aborted)
                return;
            const auto sop = exactly<model::SopUid>(info.completeBaseName());
            if (!sop)
                continue;
            const model::InstanceRef instance{*series, *sop};
            const auto known = lines.constFind(instance);
            const bool isRecorded = known != lines.cend();
            const auto isDamaged = [&] { // and must not look whole
                const QString aside = m_folder + u'/' + damagedPathFor(m_study, instance);
                if (rename(pathOf(info.filePath()).constData(), pathOf(aside).constData()) != 0)
                    unlink(pathOf(info.filePath()).constData());
                syncFolder(folder.filePath(seriesFolder));
                m_damaged << instance;
                found.notes << model::Note{model::Note::Kind::Storage,
                                           QStringLiteral("A damaged file of an earlier run was moved aside (.damaged) "
                                                          "until a whole one comes.")};
            };
            if (isRecorded && (known->bytes != info.size() || isChanged(info, *known))) {
                isDamaged();
                continue;
            }
            model::StoredInstance kept{pathFor(m_study, instance), m_study, *series, *sop, {}, info.size(), {}, {}};
            if (isRecorded) {
                kept.transferSyntax = known->transferSyntax;
                kept.sha256 = known->sha256;
                kept.source = known->source;
                kept.when = known->when;
            }
            if (!isRecorded || m_request.patient) {
                PartFile file;
                file.file = open(pathOf(info.filePath()).constData(), O_RDONLY | O_CLOEXEC);
                PartHead head;
                const auto checked = verified(file, head);
                if (!checked || checked->series != *series || checked->sop != *sop) {
                    isDamaged();
                    continue;
                }
                if (m_request.patient) {
                    const auto comparison = compared(*m_request.patient, head.patient);
                    found.verdict = combined(found.verdict, comparison.verdict);
                    if (comparison.verdict == model::PatientVerdict::Conflict && !found.other) {
                        found.other = namedIn(head.patient);
                        found.otherField = comparison.field;
                    }
                }
                if (!isRecorded) { // a run died between the final name and the journal
                    hashAll(file);
                    if (m_aborted)
                        return;
                    kept.transferSyntax = head.transferSyntax;
                    kept.sha256 = file.hash.hex();
                    kept.when = info.lastModified().toUTC();
                    recorded(m_journal.stored(kept));
                }
            }
            m_known.insert(instance, kept.sha256);
            found.instances << kept;
        }
    }
}

void InstanceStore::hashAll(PartFile &file) const
{
    QByteArray piece(1024 * 1024, Qt::Uninitialized);
    ssize_t got = 0;
    while (!m_aborted && (got = read(file.file, piece.data(), size_t(piece.size()))) > 0)
        file.hash.add(QByteArrayView(piece).first(got));
}

//! Whether a file is not what the journal says of it. Only what was touched since is read for that, whatever time it
//! was given.
bool InstanceStore::isChanged(const QFileInfo &info, const History::Stored &known) const
{
    const QDateTime touched = std::max(info.lastModified(), info.metadataChangeTime());
    if (!known.when.isValid() || touched <= known.when.addSecs(1))
        return false;
    PartFile file;
    file.file = open(pathOf(info.filePath()).constData(), O_RDONLY | O_CLOEXEC);
    hashAll(file);
    return !m_aborted && file.hash.hex() != known.sha256;
}

void InstanceStore::begin(int answer, const std::optional<QByteArray> &boundary, const QString &source, bool isEndTold)
{
    Answer &entry = m_answers[answer];
    entry.end.answer = answer;
    entry.source = source;
    entry.isEndTold = isEndTold;
    if (!boundary)
        return;
    // Entries of a std::map stay where they are.
    entry.reader = std::make_unique<MultipartReader>(
        *boundary, MultipartReader::Events{.partBegan = [this, &entry](const PartHeaders &) { openPart(entry); },
                                           .partData = [this, &entry](QByteArrayView data) { writePart(entry, data); },
                                           .partEnded = [this, &entry] { closePart(entry); }});
}

void InstanceStore::feed(int answer, const QByteArray &bytes)
{
    const auto found = m_answers.find(answer);
    if (found != m_answers.end() && !isUseless()) {
        Answer &entry = found->second;
        entry.end.bytes += bytes.size();
        if (entry.reader) {
            entry.reader->feed(bytes);
            if (entry.closedAt < 0 && entry.reader->state() == MultipartReader::State::Closed)
                entry.closedAt = entry.end.bytes;
            if (entry.isEndless())
                end(answer, false);
        } else {
            if (!entry.part)
                openPart(entry);
            writePart(entry, bytes);
        }
    }
    release(bytes.size());
}

void InstanceStore::end(int answer, bool isWhole)
{
    const auto found = m_answers.find(answer);
    if (found == m_answers.end())
        return;
    Answer &entry = found->second;
    if (entry.reader) {
        entry.reader->bodyEnded();
        entry.end.isClosed = entry.reader->state() == MultipartReader::State::Closed;
        // A body that was cut within its first delimiter is no foreign one.
        entry.end.isRecognised =
            entry.reader->state() != MultipartReader::State::BeforeFirst || entry.reader->mayBeInDelimiter();
    } else {
        entry.end.isRecognised = true;
        entry.end.isClosed = isWhole && entry.part && !endsEarly(entry);
        if (entry.end.isClosed)
            closePart(entry);
    }
    const AnswerEnd end = entry.end;
    m_answers.erase(found);
    emit answerEnded(end);
}

void InstanceStore::drop(int answer)
{
    m_answers.erase(answer);
}

void InstanceStore::openPart(Answer &answer)
{
    answer.part.reset();
    if (isUseless() || (m_partNumber % 256 == 255 && !hasRoom()))
        return;
    auto part = std::make_unique<PartFile>();
    QString name = QStringLiteral("%1/%2-%3.part").arg(m_studyFolder, m_run).arg(++m_partNumber);
    part->file = open(pathOf(name).constData(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (part->file < 0)
        return fail("making a file", errno);
    part->name = std::move(name);
    answer.part = std::move(part);
}

void InstanceStore::writePart(Answer &answer, QByteArrayView data)
{
    if (!answer.part || isUseless())
        return;
    PartFile &part = *answer.part;
    part.hash.add(data);
    part.bytes += data.size();
    m_sinceRoomSeen += data.size();
    if (m_sinceRoomSeen > roomIsSeenFor && !hasRoom())
        return;
    while (!data.isEmpty()) {
        const ssize_t written = write(part.file, data.data(), size_t(data.size()));
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return fail("writing a file", errno);
        data = data.sliced(written);
    }
}

//! Whether the one file of a bare answer is cut where only the end of the connection says that it has ended.
bool InstanceStore::endsEarly(const Answer &answer)
{
    if (answer.isEndTold)
        return false;
    const auto head = readPartHead(answer.part->file);
    return head && isCut(answer.part->file, *head);
}

//! Looks how much is free; fails when nothing is but the reserve.
bool InstanceStore::hasRoom()
{
    m_sinceRoomSeen = 0;
    const model::Room room = roomIn(m_studyFolder);
    emit roomSeen(room);
    if (room.available != 0)
        return true;
    fail({Error::Kind::Storage, QStringLiteral("The disk is full but for the %1 MB that are left to other programs.")
                                    .arg(std::max<qint64>(1, room.reserve / (1024 * 1024)))});
    return false;
}

//! Checks a part against what was asked for (PS3.18 section 10.4) and against itself.
Result<model::StoredInstance> InstanceStore::verified(const PartFile &part, PartHead &head) const
{
    auto read = readPartHead(part.file);
    if (!read)
        return tl::unexpected(read.error());
    head = std::move(*read);
    const auto study = exactly<model::StudyUid>(head.study);
    const auto series = exactly<model::SeriesUid>(head.series);
    const auto sop = exactly<model::SopUid>(head.sop);
    if (!study || !series || !sop)
        return tl::unexpected(notAUid({{"Study Instance UID", head.study},
                                       {"Series Instance UID", head.series},
                                       {"SOP Instance UID", head.sop}}));
    if (*study != m_study)
        return tl::unexpected(malformed("A part belongs to another study."));
    // Some archives leave (0002,0003) out; a wrong one is a lie about what the file is.
    if (!head.mediaStorageSop.isEmpty() && head.mediaStorageSop != head.sop)
        return tl::unexpected(malformed("A part names two different SOP Instance UIDs."));
    const model::InstanceRef instance{*series, *sop};
    return model::StoredInstance{pathFor(m_study, instance), m_study,    *series, *sop,
                                 head.transferSyntax,        part.bytes, {},      {}};
}

void InstanceStore::closePart(Answer &answer)
{
    ++answer.end.parts;
    ++answer.barren;
    auto part = std::exchange(answer.part, nullptr);
    if (!part || isUseless())
        return;
    PartHead head;
    auto instance = verified(*part, head);
    // A part that is as long as announced is what the server has, damaged or not; other lengths prove nothing. A bare
    // answer was looked at when it ended.
    const bool isProven = !answer.reader || answer.reader->announcedLength() == part->bytes;
    if (instance && !isProven && isCut(part->file, head))
        instance = tl::unexpected(malformed("A part ends within its dataset."));
    if (!instance) {
        ++answer.end.refused;
        recorded(m_journal.refused(instance.error().detail));
        emit noted({model::Note::Kind::UnreadableRow, instance.error().detail});
        return;
    }
    const auto comparison = m_request.patient ? compared(*m_request.patient, head.patient) : model::PatientComparison();
    if (comparison.verdict == model::PatientVerdict::Conflict) {
        noteConflict();
        emit conflicted(namedIn(head.patient), comparison.field);
        makeDurable(std::move(part), *instance); // under no final name
        return;
    }
    // Thousands of instances share the text of their study, series and syntax.
    instance->study = m_study;
    const auto series = m_series.constFind(instance->series.text());
    if (series == m_series.cend())
        m_series.insert(instance->series.text(), instance->series);
    else
        instance->series = *series;
    const model::InstanceRef ref{instance->series, instance->sop};
    instance->sha256 = part->hash.hex();
    if (const auto known = m_known.constFind(ref); known != m_known.cend())
        return cameAgain(answer, ref, *known == instance->sha256);
    answer.barren = 0;
    answer.brought << ref;
    m_known.insert(ref, instance->sha256);
    instance->transferSyntax = *m_syntaxes.insert(instance->transferSyntax);
    instance->source = answer.source;
    emit arrived(ref, instance->bytes, comparison.verdict);
    makeDurable(std::move(part), *instance);
}

//! What is here stays. That two answers bring the same is our own doing, but not that one does or that they differ.
void InstanceStore::cameAgain(Answer &answer, const model::InstanceRef &instance, bool isSame)
{
    if (isSame && !answer.brought.contains(instance))
        return;
    if (answer.repeats++ < mostRepeatsTold)
        recorded(m_journal.repeated(instance, isSame));
    emit noted({model::Note::Kind::ServerWarning,
                isSame ? QStringLiteral("An instance came twice in one answer.")
                       : QStringLiteral("An instance came again with another content; the first was kept.")});
}

//! First of all: whoever comes after a kill sets the files apart.
void InstanceStore::noteConflict()
{
    recorded(m_journal.conflicted() && m_journal.sync());
    m_conflicted = true;
}

void InstanceStore::makeDurable(std::unique_ptr<PartFile> part, const model::StoredInstance &instance)
{
    const QString seriesFolder = m_studyFolder + u'/' + instance.series.text();
    if (!m_seriesFolders.contains(seriesFolder)) {
        makePrivateFolder(seriesFolder);
        m_seriesFolders << seriesFolder;
        m_freshFolders << m_studyFolder;
    }
    ++m_waiting;
    m_pool.start([this, part = std::shared_ptr<PartFile>(std::move(part)), instance] {
        int problem = 0;
        if (m_aborted)
            return;
        const bool isApart = m_conflicted;
        const QByteArray name = pathOf(
            m_folder + u'/' + (isApart ? apartPathFor(m_study, {instance.series, instance.sop}) : instance.path));
        if (fdatasync(part->file) != 0 || rename(pathOf(part->name).constData(), name.constData()) != 0)
            problem = errno;
        if (problem == 0)
            part->name.clear();
        QMetaObject::invokeMethod(
            this, [this, instance, problem] { renamed(instance, problem); }, Qt::QueuedConnection);
    });
}

void InstanceStore::renamed(const model::StoredInstance &instance, int problem)
{
    --m_waiting;
    if (problem != 0) {
        m_known.remove({instance.series, instance.sop});
        fail("finishing a file", problem);
    } else {
        m_renamed << instance;
        commit();
    }
    release(0);
    tellFlushed();
}

//! Makes the names of many files durable at once: a folder is waited for once however many came meanwhile.
void InstanceStore::commit()
{
    if (m_committing || m_renamed.isEmpty())
        return;
    m_committing = true;
    const auto batch = std::exchange(m_renamed, {});
    QSet<QString> folders = std::exchange(m_freshFolders, {});
    for (const auto &instance : batch)
        folders << m_studyFolder + u'/' + instance.series.text();
    constexpr int first = 1; // before the files that wait for a thread
    m_pool.start(
        [this, batch, folders] {
            int problem = 0;
            for (const QString &folder : folders)
                if (const int failure = syncFolder(folder); failure != 0)
                    problem = failure;
            QMetaObject::invokeMethod(
                this, [this, batch, problem] { committed(batch, problem); }, Qt::QueuedConnection);
        },
        first);
}

void InstanceStore::committed(const QList<model::StoredInstance> &instances, int problem)
{
    m_committing = false;
    if (problem != 0)
        fail("finishing a folder", problem);
    // What is durable counts whatever else has gone wrong, except another patient.
    if (problem == 0 && !m_conflicted) {
        for (model::StoredInstance instance : instances) {
            instance.when = QDateTime::currentDateTimeUtc();
            recorded(m_journal.stored(instance));
            if (const model::InstanceRef ref{instance.series, instance.sop}; m_damaged.remove(ref))
                unlink(pathOf(m_folder + u'/' + damagedPathFor(m_study, ref)).constData());
            emit stored(instance);
        }
    }
    commit();
    tellFlushed();
}

void InstanceStore::tellFlushed()
{
    if (!m_flushWanted || m_waiting > 0 || m_committing)
        return;
    m_flushWanted = false;
    emit flushed();
}

//! Lets more bytes come, unless the disk is behind.
void InstanceStore::release(qint64 bytes)
{
    m_held += bytes;
    if (m_held > 0 && (m_waiting <= mostWaiting || isUseless()))
        emit drained(std::exchange(m_held, 0));
}

void InstanceStore::flush()
{
    m_flushWanted = true;
    tellFlushed();
}

void InstanceStore::setApart()
{
    const QDir folder(m_studyFolder);
    const auto seriesFolders = folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks);
    for (const QString &seriesFolder : seriesFolders) {
        const auto series = exactly<model::SeriesUid>(seriesFolder);
        const auto files = QDir(folder.filePath(seriesFolder)).entryInfoList({QStringLiteral("*.dcm")}, QDir::Files);
        for (const QFileInfo &file : files) {
            const auto sop = exactly<model::SopUid>(file.completeBaseName());
            if (!series || !sop)
                continue; // not ours
            const QByteArray is = pathOf(file.filePath());
            const QByteArray becomes = pathOf(m_folder + u'/' + apartPathFor(m_study, {*series, *sop}));
            if (rename(is.constData(), becomes.constData()) != 0)
                unlink(is.constData()); // rather none than one that may be somebody else's
        }
        if (!files.isEmpty())
            syncFolder(folder.filePath(seriesFolder));
    }
    QFile::remove(folder.filePath(QStringLiteral("retrieval.json"))); // of an earlier run: it names what is not there
    recorded(m_journal.setApart(apartFilesIn(m_studyFolder).size()));
}

//! Of a study that is not there a folder with nothing but a journal would tell as if something had come.
void InstanceStore::leaveNothing()
{
    QDir folder(m_studyFolder);
    const QString journal = QStringLiteral("retrieval.journal");
    if (folder.entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot) != QStringList{journal})
        return; // an earlier run left something
    if (folder.remove(journal))
        QDir(m_folder).rmdir(m_study.text());
}

void InstanceStore::conclude(const std::optional<model::RetrievalReport> &report, const QString &outcome)
{
    m_answers.clear();
    writeEnd(report, outcome);
    if (!report && outcome == nameOf(Error::Kind::NotFound))
        leaveNothing();
    else
        syncFolder(m_studyFolder);
    syncFolder(m_folder);
    m_concluded = true;
    emit concluded();
}

void InstanceStore::writeEnd(const std::optional<model::RetrievalReport> &report, const QString &outcome)
{
    if (report) {
        QSaveFile file(m_studyFolder + QStringLiteral("/retrieval.json"));
        if (!file.open(QIODevice::WriteOnly))
            fail("writing the report", errno);
        else if (!file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) || !writeReport(file, *report) ||
                 !file.flush() || !file.commit())
            fail("writing the report", ENOSPC);
    }
    recorded(m_journal.ended(report, outcome) && m_journal.sync());
}

void InstanceStore::fail(const char *doing, int problem)
{
    fail({Error::Kind::Storage,
          QStringLiteral("%1 failed: %2.").arg(QString::fromLatin1(doing), QString::fromLocal8Bit(strerror(problem)))});
}

void InstanceStore::fail(const Error &error)
{
    if (isUseless())
        return;
    m_failed = true;
    for (auto &[number, answer] : m_answers)
        answer.part.reset();
    emit failed(error);
}

void InstanceStore::recorded(bool isWritten)
{
    if (!isWritten)
        fail("writing the journal", ENOSPC);
}

} // namespace network
