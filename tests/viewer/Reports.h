#pragma once

#include "Files.h"

#include <cstring>

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

//! A presentation state for one image: a window, a turn, a shutter, an outline and a text.
inline FileMaker presentation(const QByteArray &image)
{
    FileMaker referencedSeries;
    referencedSeries.sequence(0x00081140, referenced("1.2.840.10008.5.1.4.1.1.2", image))
        .text(0x0020000E, "UI", "1.2.3");
    FileMaker voi;
    voi.text(0x00281050, "DS", "85").text(0x00281051, "DS", "100");
    QByteArray corners(32, '\0');
    const float numbers[] = {0, 0, 1, 0, 1, 1, 0, 1};
    memcpy(corners.data(), numbers, sizeof numbers);
    FileMaker outline;
    outline.text(0x00700005, "CS", "PIXEL").bytes(0x00700022, "FL", corners).text(0x00700023, "CS", "POLYLINE");
    outline.text(0x00700024, "CS", "N");
    FileMaker words;
    words.text(0x00700003, "CS", "DISPLAY").text(0x00700006, "ST", "here");
    words.bytes(0x00700010, "FL", corners.mid(16, 8)).bytes(0x00700011, "FL", corners.mid(16, 8));
    FileMaker layer;
    layer.text(0x00700002, "CS", "ONE").sequence(0x00700008, words).sequence(0x00700009, outline);
    FileMaker file = reportHead("1.2.840.10008.5.1.4.1.1.11.1", "PR", "1.2.7.1", "1.2.7");
    file.sequence(0x00081115, referencedSeries).text(0x00181600, "CS", "RECTANGULAR").text(0x00181602, "IS", "1");
    file.text(0x00181604, "IS", "2").text(0x00181606, "IS", "1").text(0x00181608, "IS", "1");
    file.sequence(0x00283110, voi).sequence(0x00700001, layer).text(0x00700041, "CS", "Y").word(0x00700042, 90);
    file.text(0x00700080, "CS", "SURGERY").text(0x00700081, "LO", "For the surgeon").text(0x20500020, "CS", "IDENTITY");
    return file;
}
