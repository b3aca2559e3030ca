#pragma once

#include <QtGlobal>

#include <optional>

namespace model {

struct Progress
{
    enum class Unit { Bytes, Instances, Rows };
    qint64 done = 0;
    std::optional<qint64> total; //!< empty: unknown
    Unit unit = Unit::Bytes;
};

} // namespace model
