#pragma once

#include <QMimeData>

namespace viewer {

//! How a series of the strip is dragged into a tile: by its UID, and only inside of this program.
inline QString seriesMimeType()
{
    return QStringLiteral("application/x-borderlight-series");
}

//! The UID of the series; empty for anything else.
inline QString draggedSeries(const QMimeData &data)
{
    return QString::fromLatin1(data.data(seriesMimeType()));
}

} // namespace viewer
