#pragma once

#include <model/Uid.h>

#include <QList>

namespace model {

//! What is chosen of one study: all of it, whole series, or listed instances.
struct SeriesSelection
{
    SeriesUid uid;
    QList<SopUid> instances; //!< empty: the whole series

    friend bool operator==(const SeriesSelection &, const SeriesSelection &) = default;
};

struct Selection
{
    StudyUid study;
    QList<SeriesSelection> series; //!< empty: the whole study

    friend bool operator==(const Selection &, const Selection &) = default;
};

} // namespace model
