#pragma once

#include <QString>

namespace viewer {

//! The syntax itself says that detail was given up (PS3.5 annex A.4); others may or may not have lost some.
bool isAlwaysLossy(const QString &uid);

} // namespace viewer
