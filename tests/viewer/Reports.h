#pragma once

#include "Files.h"

// Pieces of structured reports.

inline FileMaker code(const QByteArray &meaning, const QByteArray &value = "1", const QByteArray &scheme = "99TEST")
{
    FileMaker item;
    item.text(0x00080100, "SH", value).text(0x00080102, "SH", scheme).text(0x00080104, "LO", meaning);
    return item;
}

//! A content item up to its own value.
inline FileMaker content(const QByteArray &type, const QByteArray &heading, const QByteArray &relation = "CONTAINS")
{
    FileMaker item;
    item.text(0x0040A010, "CS", relation).text(0x0040A040, "CS", type);
    if (!heading.isEmpty())
        item.sequence(0x0040A043, code(heading));
    return item;
}

inline FileMaker referenced(const QByteArray &sopClass, const QByteArray &uid, const QByteArray &frames = {})
{
    FileMaker item;
    item.text(0x00081150, "UI", sopClass).text(0x00081155, "UI", uid);
    if (!frames.isEmpty())
        item.text(0x00081160, "IS", frames);
    return item;
}

//! The head of a report that belongs to study 1.2.
inline FileMaker reportHead(const QByteArray &sopClass, const QByteArray &modality, const QByteArray &uid,
                            const QByteArray &series)
{
    FileMaker file;
    file.text(0x00080005, "CS", "ISO_IR 192").text(0x00080016, "UI", sopClass).text(0x00080018, "UI", uid);
    file.text(0x00080023, "DA", "20261102").text(0x00080060, "CS", modality).text(0x00100010, "PN", "Doe^Jane");
    file.text(0x0020000D, "UI", "1.2").text(0x0020000E, "UI", series).text(0x00200011, "IS", "9");
    return file;
}
