#include "tags/Dictionary.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdicent.h>
#include <dcmtk/dcmdata/dcdict.h>
#include <dcmtk/dcmdata/dcuid.h>

namespace viewer {

namespace {

//! VRs that the dictionary leaves open, by what implicit encodings mean.
QByteArray settled(const QByteArray &vr)
{
    if (vr == "ox" || vr == "px" || vr == "lt")
        return "OW";
    if (vr == "xs")
        return "US";
    if (vr == "up")
        return "UL";
    return vr;
}

} // namespace

DictionaryEntry dictionaryEntry(quint32 tag, const QByteArray &creator)
{
    const DcmDataDictionary &dictionary = dcmDataDict.rdlock();
    const DcmTagKey key(static_cast<Uint16>(tag >> 16), static_cast<Uint16>(tag));
    const DcmDictEntry *entry = dictionary.findEntry(key, creator.isEmpty() ? nullptr : creator.constData());
    DictionaryEntry result;
    if (entry)
        result = {QString::fromLatin1(entry->getTagName()), settled(DcmVR(entry->getEVR()).getVRName())};
    dcmDataDict.rdunlock();
    return result;
}

QString uidName(const QByteArray &uid)
{
    const char *name = dcmFindNameOfUID(uid.constData());
    return name ? QString::fromLatin1(name) : QString();
}

} // namespace viewer
