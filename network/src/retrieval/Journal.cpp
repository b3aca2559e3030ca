#include "Journal.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

#include <fcntl.h>
#include <unistd.h>

namespace network {

namespace {

constexpr qint64 longestLine = 16 * 1024 * 1024; //!< the instances of one series

template <class Uid>
std::optional<Uid> exactly(const QJsonValue &value)
{
    const QString text = value.toString();
    auto uid = Uid::parse(text);
    return uid && uid->text() == text ? uid : std::nullopt;
}

QJsonArray textsOf(const QList<model::SopUid> &instances)
{
    QJsonArray texts;
    for (const auto &sop : instances)
        texts << sop.text();
    return texts;
}

//! A lock that goes with the open file, not with the process, and can be asked for without being taken.
struct flock wholeFile()
{
    struct flock lock
    {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return lock;
}

void readRun(History &history, const QJsonObject &line)
{
    history.hasBegun = true;
    history.selection.clear();
    history.via = line[QLatin1String("via")] == QLatin1String("direct") ? Via::Direct : Via::Ncpeh;
    history.patientCompared = line[QLatin1String("patientCompared")].toBool();
    history.requested.reset();
    history.outcome.clear();
    history.conflictIsOpen = false;
    history.isDeleted = false;
    const QJsonArray series = line[QLatin1String("selection")].toArray();
    for (const auto &value : series) {
        const auto uid = exactly<model::SeriesUid>(value[QLatin1String("series")]);
        if (!uid)
            continue;
        model::SeriesSelection chosen{*uid, {}};
        const QJsonArray instances = value[QLatin1String("instances")].toArray();
        for (const auto &instance : instances)
            if (const auto sop = exactly<model::SopUid>(instance))
                chosen.instances << *sop;
        history.selection << chosen;
    }
}

void readLine(History &history, const QJsonObject &line)
{
    const QString event = line[QLatin1String("event")].toString();
    const auto time = QDateTime::fromString(line[QLatin1String("time")].toString(), Qt::ISODateWithMs);
    if (time.isValid())
        history.last = time;
    if (event == QLatin1String("began")) {
        readRun(history, line);
    } else if (event == QLatin1String("expected")) {
        const QJsonArray instances = line[QLatin1String("instances")].toArray();
        history.requested = history.requested.value_or(0) + int(instances.size());
        if (const auto series = exactly<model::SeriesUid>(line[QLatin1String("series")]))
            for (const auto &instance : instances)
                if (const auto sop = exactly<model::SopUid>(instance))
                    history.expected << model::InstanceRef{*series, *sop};
    } else if (event == QLatin1String("stored")) {
        const auto series = exactly<model::SeriesUid>(line[QLatin1String("series")]);
        const auto sop = exactly<model::SopUid>(line[QLatin1String("sop")]);
        if (series && sop)
            history.stored.insert({*series, *sop}, {line[QLatin1String("bytes")].toString().toLongLong(),
                                                    line[QLatin1String("sha256")].toString(),
                                                    line[QLatin1String("transferSyntax")].toString(),
                                                    line[QLatin1String("source")].toString(), time});
    } else if (event == QLatin1String("conflict")) {
        history.conflictIsOpen = true;
    } else if (event == QLatin1String("setApart")) {
        history.conflictIsOpen = false;
        history.stored.clear();
        history.expected.clear();
    } else if (event == QLatin1String("deleted")) {
        history.isDeleted = true;
        history.expected.clear();
    } else if (event == QLatin1String("ended")) {
        history.outcome = line[QLatin1String("outcome")].toString();
    }
}

} // namespace

QString studyFolderIn(const QString &folder, const model::StudyUid &study)
{
    return folder + u'/' + study.text();
}

QString journalIn(const QString &folder, const model::StudyUid &study)
{
    return studyFolderIn(folder, study) + QStringLiteral("/retrieval.journal");
}

QString pathFor(const model::StudyUid &study, const model::InstanceRef &instance)
{
    return study.text() + u'/' + instance.series.text() + u'/' + instance.sop.text() + QStringLiteral(".dcm");
}

QString apartPathFor(const model::StudyUid &study, const model::InstanceRef &instance)
{
    return study.text() + u'/' + instance.series.text() + u'/' + instance.sop.text() + QStringLiteral(".apart");
}

QString damagedPathFor(const model::StudyUid &study, const model::InstanceRef &instance)
{
    return study.text() + u'/' + instance.series.text() + u'/' + instance.sop.text() + QStringLiteral(".damaged");
}

QStringList apartFilesIn(const QString &studyFolder)
{
    QStringList files;
    const QDir folder(studyFolder);
    const auto seriesFolders = folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks);
    for (const QString &series : seriesFolders) {
        const auto names = QDir(folder.filePath(series)).entryList({QStringLiteral("*.apart")}, QDir::Files);
        for (const QString &name : names)
            files << QString(series + u'/' + name);
    }
    return files;
}

bool isChosen(const QList<model::SeriesSelection> &chosen, const model::InstanceRef &instance)
{
    return chosen.isEmpty() || std::any_of(chosen.begin(), chosen.end(), [&instance](const auto &one) {
               return one.uid == instance.series && (one.instances.isEmpty() || one.instances.contains(instance.sop));
           });
}

QList<model::InstanceRef> filesOf(const QList<model::SeriesSelection> &chosen, const QString &studyFolder,
                                  const QString &ending)
{
    QList<model::InstanceRef> found;
    const QDir folder(studyFolder);
    const auto seriesFolders = folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks);
    for (const QString &name : seriesFolders) {
        const auto series = exactly<model::SeriesUid>(name);
        const auto files = QDir(folder.filePath(name)).entryList({u'*' + ending}, QDir::Files | QDir::Hidden);
        for (const QString &file : files) {
            const auto sop = exactly<model::SopUid>(file.chopped(ending.size()));
            if (series && sop && isChosen(chosen, {*series, *sop}))
                found << model::InstanceRef{*series, *sop};
        }
    }
    return found;
}

bool isHeld(const QFile &journal)
{
    struct flock lock = wholeFile();
    return fcntl(journal.handle(), F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

QStringList unfinishedFilesIn(const QString &studyFolder)
{
    // QSaveFile writes the report under its name and some letters more until it is whole.
    return QDir(studyFolder)
        .entryList({QStringLiteral("*.part"), QStringLiteral("retrieval.json.*")}, QDir::Files | QDir::Hidden);
}

History historyIn(QIODevice &journal)
{
    History history;
    while (!journal.atEnd()) {
        const QByteArray line = journal.readLine(longestLine);
        if (line.isEmpty())
            break;
        readLine(history, QJsonDocument::fromJson(line).object());
    }
    return history;
}

Journal::Opened Journal::open(const QString &folder, const model::StudyUid &study)
{
    m_path = journalIn(folder, study);
    const int journal =
        ::open(QFile::encodeName(m_path).constData(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (journal < 0)
        return Opened::No;
    m_file.open(journal, QIODevice::ReadWrite | QIODevice::Append | QIODevice::Unbuffered,
                QFileDevice::AutoCloseHandle);
    struct flock lock = wholeFile();
    if (fcntl(journal, F_OFD_SETLK, &lock) == 0) {
        char last = '\n';
        const qint64 size = m_file.size();
        m_isInLine = size > 0 && pread(journal, &last, 1, size - 1) == 1 && last != '\n';
        return Opened::Yes;
    }
    m_file.close();
    return Opened::Busy;
}

History Journal::read() const
{
    QFile reading(m_path); // buffered
    return reading.open(QIODevice::ReadOnly) ? historyIn(reading) : History();
}

bool Journal::began(const RetrievalRequest &request)
{
    QJsonArray selection;
    for (const auto &chosen : request.selection.series)
        selection << QJsonObject{{QStringLiteral("series"), chosen.uid.text()},
                                 {QStringLiteral("instances"), textsOf(chosen.instances)}};
    return append("began", {{QStringLiteral("study"), request.selection.study.text()},
                            {QStringLiteral("selection"), selection},
                            {QStringLiteral("via"),
                             request.via == Via::Direct ? QStringLiteral("direct") : QStringLiteral("ncpeh")},
                            {QStringLiteral("patientCompared"), request.patient.has_value()}});
}

bool Journal::expected(const QList<QPair<model::SeriesUid, QList<model::SopUid>>> &instances)
{
    return std::all_of(instances.begin(), instances.end(), [this](const auto &row) {
        return append("expected", {{QStringLiteral("series"), row.first.text()},
                                   {QStringLiteral("instances"), textsOf(row.second)}});
    });
}

bool Journal::stored(const model::StoredInstance &instance)
{
    return append("stored", {{QStringLiteral("series"), instance.series.text()},
                             {QStringLiteral("sop"), instance.sop.text()},
                             {QStringLiteral("transferSyntax"), instance.transferSyntax},
                             {QStringLiteral("bytes"), QString::number(instance.bytes)},
                             {QStringLiteral("sha256"), instance.sha256},
                             {QStringLiteral("source"), instance.source}});
}

bool Journal::refused(const QString &reason)
{
    return append("refused", {{QStringLiteral("reason"), reason}});
}

bool Journal::repeated(const model::InstanceRef &instance, bool isSame)
{
    return append("repeated", {{QStringLiteral("series"), instance.series.text()},
                               {QStringLiteral("sop"), instance.sop.text()},
                               {QStringLiteral("same"), isSame}});
}

bool Journal::conflicted()
{
    return append("conflict", {});
}

bool Journal::setApart(qsizetype files)
{
    return append("setApart", {{QStringLiteral("files"), files}});
}

bool Journal::apartDeleted(qsizetype files)
{
    return append("apartDeleted", {{QStringLiteral("files"), files}});
}

bool Journal::deleted(qsizetype files)
{
    return append("deleted", {{QStringLiteral("files"), files}});
}

bool Journal::paused(bool isPaused)
{
    return append(isPaused ? "paused" : "resumed", {});
}

bool Journal::ended(const std::optional<model::RetrievalReport> &report, const QString &outcome)
{
    const auto list = [this](const char *event, const QList<model::InstanceRef> &instances) {
        QMap<model::SeriesUid, QList<model::SopUid>> bySeries;
        for (const auto &instance : instances)
            bySeries[instance.series] << instance.sop;
        bool isWritten = true;
        for (auto it = bySeries.cbegin(); it != bySeries.cend(); ++it)
            isWritten = append(event, {{QStringLiteral("series"), it.key().text()},
                                       {QStringLiteral("instances"), textsOf(it.value())}}) &&
                        isWritten;
        return isWritten;
    };
    return (!report || (list("missing", report->missing) && list("unexpected", report->unexpected))) &&
           append("ended", {{QStringLiteral("outcome"), outcome}});
}

bool Journal::sync()
{
    return !m_file.isOpen() || fdatasync(m_file.handle()) == 0;
}

bool Journal::append(const char *event, QJsonObject values)
{
    if (!m_file.isOpen())
        return true; // the run never began
    values.insert(QStringLiteral("event"), QString::fromLatin1(event));
    values.insert(QStringLiteral("time"), QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs));
    QByteArray line = QJsonDocument(values).toJson(QJsonDocument::Compact) + '\n';
    if (m_isInLine)
        line.prepend('\n');
    const qint64 before = m_file.size();
    const bool isWritten = m_file.write(line) == line.size();
    // What a full disk took of it goes again, or else the next line stands apart from it.
    m_isInLine = !isWritten && !m_file.resize(before);
    return isWritten;
}

} // namespace network
