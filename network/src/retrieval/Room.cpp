#include "Room.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>

#include <sys/statvfs.h>

namespace network {

namespace {

constexpr qint64 mostReserve = 256 * 1024 * 1024;

qint64 bytesOf(const model::Instance &instance)
{
    return instance.pixelBytes ? *instance.pixelBytes + usualHead : usualInstance;
}

//! What the listing tells of a series, or of the chosen instances of it.
qint64 bytesOf(const model::Series &series, const QList<model::SopUid> &chosen)
{
    qint64 sum = 0;
    qsizetype counted = 0;
    for (const auto &instance : series.instances)
        if (chosen.isEmpty() || chosen.contains(instance.uid)) {
            sum += bytesOf(instance);
            ++counted;
        }
    const qsizetype all = chosen.isEmpty() ? series.instanceCount.value_or(0) : chosen.size();
    return sum + std::max<qsizetype>(0, all - counted) * usualInstance;
}

} // namespace

model::Room roomIn(const QString &folder)
{
    QString there = QFileInfo(folder).absoluteFilePath();
    while (!QFileInfo::exists(there) && there.size() > 1)
        there = QFileInfo(there).path();
    struct statvfs disk
    {};
    model::Room room;
    if (statvfs(QFile::encodeName(there).constData(), &disk) != 0)
        return room;
    const qint64 block = qint64(disk.f_frsize);
    room.reserve = std::min(mostReserve, qint64(disk.f_blocks) * block / 50);
    room.available = std::max<qint64>(0, qint64(disk.f_bavail) * block - room.reserve);
    return room;
}

model::Room roomFor(const QString &folder, const model::Selection &selection, const model::Study &listing)
{
    model::Room room = roomIn(folder);
    qint64 needed = 0;
    for (const auto &series : listing.series) {
        const auto chosen = std::find_if(selection.series.begin(), selection.series.end(),
                                         [&series](const auto &one) { return one.uid == series.uid; });
        if (selection.series.isEmpty())
            needed += bytesOf(series, {});
        else if (chosen != selection.series.end())
            needed += bytesOf(series, chosen->instances);
    }
    if (listing.series.isEmpty() && selection.series.isEmpty() && listing.instanceCount)
        needed = *listing.instanceCount * usualInstance;
    if (needed > 0)
        room.needed = needed;
    return room;
}

} // namespace network
