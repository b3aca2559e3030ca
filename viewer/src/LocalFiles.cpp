#include <viewer/LocalFiles.h>

#include "decode/Dataset.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QSet>

#include <new>

namespace viewer {

namespace {

constexpr qint64 inflateBound = 64 * 1024 * 1024;
constexpr qsizetype mostFiles = 200'000;
constexpr qsizetype mostNamed = 200; //!< of what is not there

bool isDirectoryFile(const QFileInfo &info)
{
    return info.fileName().compare(QLatin1String("DICOMDIR"), Qt::CaseInsensitive) == 0;
}

//! What a retrieval writes beside the images that it stores: no picture, and no surprise.
bool isOwnRecord(const QString &name)
{
    return name == QLatin1String("retrieval.json") || name == QLatin1String("retrieval.journal") ||
           name.endsWith(QLatin1String(".part"));
}

//! The file below a folder by the parts of its name; media are often copied with their names in small letters. Empty
//! when there is none.
QString fileBelow(const QDir &folder, const QStringList &parts)
{
    QString path = folder.path();
    for (const QString &part : parts) {
        QString exact = path + QLatin1Char('/') + part;
        if (!QFileInfo::exists(exact)) {
            const QStringList alike = QDir(path).entryList({part}, QDir::AllEntries | QDir::NoDotAndDotDot);
            if (alike.isEmpty())
                return {};
            exact = path + QLatin1Char('/') + alike.constFirst();
        }
        path = exact;
    }
    return path;
}

class Collecting
{
public:
    explicit Collecting(const std::stop_token &stop) : m_stop(stop) {}

    void take(const QString &path)
    {
        const QFileInfo info(path);
        if (!info.isReadable())
            m_result.unreadable << path;
        else if (info.isDir())
            takeFolder(info.filePath());
        else if (isDirectoryFile(info))
            takeDirectoryFile(info, true);
        else
            add(info.filePath());
    }

    LocalFiles result()
    {
        m_result.files.sort();
        return std::move(m_result);
    }

private:
    void add(const QString &path)
    {
        const QString known = QFileInfo(path).absoluteFilePath();
        if (m_known.contains(known))
            return;
        if (m_result.files.size() >= mostFiles) {
            m_result.isCut = true;
            return;
        }
        m_known.insert(known);
        m_result.files << path;
    }

    void takeFolder(const QString &path)
    {
        // Without FollowSymlinks linked folders are left alone, so that no walk is endless.
        QDirIterator all(path, QDir::Files, QDirIterator::Subdirectories);
        bool isEmpty = true;
        while (all.hasNext() && !m_stop.stop_requested() && !m_result.isCut) {
            const QString file = all.next();
            if (isOwnRecord(all.fileName()))
                continue;
            if (isDirectoryFile(all.fileInfo()))
                takeDirectoryFile(all.fileInfo(), false);
            else
                add(file);
            isEmpty = false;
        }
        if (isEmpty && !m_stop.stop_requested())
            m_result.empty << path;
    }

    void takeDirectoryFile(const QFileInfo &info, bool isNamed)
    {
        std::optional<FileContent> content;
        try {
            if (auto read = readContent(info.filePath(), inflateBound))
                content = std::move(*read);
        } catch (const std::bad_alloc &) {
            content.reset();
        }
        const Element *records = content ? content->data.find(0x00041220) : nullptr;
        if (!records) {
            if (isNamed)
                m_result.unreadable << info.filePath();
            return;
        }
        const QDir folder(info.absolutePath());
        const QString root = folder.canonicalPath() + QLatin1Char('/');
        content->data.eachItem(*records, [&](const Dataset &record) {
            if (record.word(0x00041410).value_or(0xFFFF) != 0 && record.has(0x00041500))
                takeRecord(record.ascii(0x00041500), folder, root);
            return !m_stop.stop_requested() && !m_result.isCut;
        });
    }

    void takeRecord(const QByteArray &id, const QDir &folder, const QString &root)
    {
        const QString written = QString::fromLatin1(id);
        QStringList parts;
        for (const QString &part : written.split(QLatin1Char('\\'))) {
            const QString name = part.trimmed();
            if (name.isEmpty() || name == QLatin1String(".") || name == QLatin1String("..") ||
                name.contains(QLatin1Char('/')) || name.contains(QChar(0)) || name.contains(QLatin1Char('*')) ||
                name.contains(QLatin1Char('?')) || name.contains(QLatin1Char('['))) {
                note(m_result.refused, written);
                return;
            }
            parts << name;
        }
        const QString file = fileBelow(folder, parts);
        if (file.isEmpty() || !QFileInfo(file).isFile())
            note(m_result.missing, parts.join(QLatin1Char('/')));
        else if (!QFileInfo(file).canonicalFilePath().startsWith(root))
            note(m_result.refused, written);
        else
            add(file);
    }

    static void note(QStringList &list, const QString &name)
    {
        if (list.size() < mostNamed && !list.contains(name))
            list << name;
    }

    LocalFiles m_result;
    QSet<QString> m_known;
    const std::stop_token &m_stop;
};

} // namespace

LocalFiles localFiles(const QStringList &paths, const std::stop_token &stop)
{
    Collecting collecting(stop);
    for (const QString &path : paths)
        collecting.take(path);
    return collecting.result();
}

} // namespace viewer
