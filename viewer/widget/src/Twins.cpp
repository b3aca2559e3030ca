#include "Twins.h"

#include <QFile>

namespace viewer {

namespace {

constexpr qint64 portion = 1024 * 1024;

bool areCopies(const QString &one, const QString &other)
{
    QFile a(one), b(other);
    if (!a.open(QIODevice::ReadOnly) || !b.open(QIODevice::ReadOnly) || a.size() != b.size())
        return false;
    while (!a.atEnd()) {
        const QByteArray bytes = a.read(portion);
        if (bytes.isEmpty() || bytes != b.read(portion))
            return false;
    }
    return true;
}

//! A file that is cut lacks its last frame.
bool isReadable(const FileHeader &header, const FrameDecoder &decoder)
{
    return header.frames == 0 || decode(header.path, header.frames - 1, decoder).has_value();
}

} // namespace

TwinChoice chosenOf(const Twins &twins, const FrameDecoder &decoder)
{
    TwinChoice choice{twins};
    choice.areCopies = areCopies(twins.here.path, twins.other.path);
    const bool isHere = choice.areCopies || isReadable(twins.here, decoder);
    const bool isOther = choice.areCopies || isReadable(twins.other, decoder);
    choice.isOther = isHere == isOther ? twins.other.path < twins.here.path : isOther;
    return choice;
}

} // namespace viewer
