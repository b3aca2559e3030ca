#pragma once

#include <QByteArray>
#include <QString>

namespace viewer {

//! What the standard's dictionary and those of known vendors say about an attribute; empty when they do not know it.
struct DictionaryEntry
{
    QString name;
    QByteArray vr;
};
//! \a creator is that of a private attribute. The first call reads the dictionary, which takes some 40 ms. May be
//! called from any thread.
DictionaryEntry dictionaryEntry(quint32 tag, const QByteArray &creator);

//! The standard's name of a UID, such as a SOP class or a transfer syntax; empty when unknown.
QString uidName(const QByteArray &uid);

} // namespace viewer
