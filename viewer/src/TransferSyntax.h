#pragma once

#include <QString>

namespace viewer {

//! How pixel data lie in a file.
enum class Coding { Native, Rle, Jpeg, JpegLs, Jpeg2000, Unsupported };

//! By the UID alone. Deflated data sets count as native, for what is deflated is the whole file.
Coding codingOf(const QString &uid);
//! The syntax itself says that detail was given up (PS3.5 annex A.4); others may or may not have lost some.
bool isAlwaysLossy(const QString &uid);

} // namespace viewer
