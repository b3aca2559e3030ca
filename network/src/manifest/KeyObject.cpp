#include "KeyObject.h"

#include "fhir/Bundle.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcistrmb.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/oflog/oflog.h>

#include <QHash>
#include <QRegularExpression>
#include <QtEndian>

#include <algorithm>
#include <limits>
#include <vector>

namespace network {

namespace {

using model::Document;
using Role = model::StudyReference::Role;
using Reason = model::StudyReference::Reason;

constexpr qsizetype largestFile = 128 * 1024 * 1024;
constexpr size_t deepestNesting = 128; //!< sequences and items together
constexpr qsizetype mostSeries = 50'000;
constexpr qsizetype mostInstances = 1'000'000;

// ---- before DCMTK, which follows nesting by recursion

struct Encoded
{
    QString transferSyntax; //!< empty: the file meta information is damaged
    bool isTooDeep = false;
};

quint32 tagAt(const QByteArray &file, qint64 at)
{
    return quint32(qFromLittleEndian<quint16>(file.constData() + at)) << 16 |
           qFromLittleEndian<quint16>(file.constData() + at + 2);
}

//! Looks how deep a little endian file nests, without recursion.
Encoded encodingOf(const QByteArray &file)
{
    struct Level
    {
        qint64 end;
        bool isImplicit;
    };
    constexpr quint32 itemTag = 0xfffee000;
    constexpr quint32 itemEnd = 0xfffee00d;
    constexpr quint32 sequenceEnd = 0xfffee0dd;
    constexpr quint32 undefined = 0xffffffff;
    constexpr qint64 unbounded = std::numeric_limits<qint64>::max();

    Encoded encoded;
    std::vector<Level> levels{{unbounded, false}};
    bool inMeta = true;
    qint64 at = 132;
    while (at + 8 <= file.size()) {
        while (levels.size() > 1 && at >= levels.back().end)
            levels.pop_back();
        const quint32 tag = tagAt(file, at);
        if (inMeta && tag >> 16 != 0x0002) {
            inMeta = false;
            levels.front().isImplicit = encoded.transferSyntax == QLatin1String("1.2.840.10008.1.2");
        }
        quint32 length = qFromLittleEndian<quint32>(file.constData() + at + 4);
        if (tag == itemEnd || tag == sequenceEnd) {
            at += 8;
            if (levels.size() > 1)
                levels.pop_back();
            continue;
        }
        qint64 value = at + 8;
        QByteArrayView representation;
        if (tag != itemTag && !levels.back().isImplicit) {
            representation = QByteArrayView(file).sliced(at + 4, 2);
            // Representations that are none have a length too; where DCMTK sees it the walk must see it.
            const bool isLong = DcmVR(representation.toByteArray().constData()).usesExtendedLengthEncoding();
            if (isLong && at + 12 > file.size())
                break;
            length = isLong ? qFromLittleEndian<quint32>(file.constData() + at + 8)
                            : qFromLittleEndian<quint16>(file.constData() + at + 6);
            value = isLong ? at + 12 : at + 8;
        }
        if (inMeta && tag == 0x00020010 && value + length <= file.size())
            encoded.transferSyntax =
                model::normalisedUid(QString::fromLatin1(file.mid(value, length))).value_or(QString());
        // A sequence begins with an item, whatever its value representation is said to be.
        const bool nests = tag == itemTag || length == undefined ||
                           (length >= 8 && value + 8 <= file.size() && tagAt(file, value) == itemTag);
        if (!nests) {
            at = value + length;
            continue;
        }
        if (levels.size() > deepestNesting) {
            encoded.isTooDeep = true;
            return encoded;
        }
        levels.push_back({length == undefined ? unbounded : value + length,
                          levels.back().isImplicit || representation == QByteArrayView("UN")});
        at = value;
    }
    return encoded;
}

// ---- with DCMTK

/*!
 * The bytes of a document. DCMTK makes room for whatever length it reads, unless the stream offers to bring the value
 * later; it asks for that where a length is above the one given to read(). Nothing is brought: the document is refused.
 */
class DocumentStream final : public DcmInputStream
{
public:
    explicit DocumentStream(const QByteArray &file) : DcmInputStream(&m_bytes)
    {
        m_bytes.setBuffer(file.constData(), offile_off_t(file.size()));
        m_bytes.setEos();
    }

    DcmInputStreamFactory *newFactory() const override
    {
        m_promisesTooMuch = true;
        return new Nothing;
    }

    bool promisesTooMuch() const { return m_promisesTooMuch; }

private:
    class Nothing final : public DcmInputStreamFactory
    {
    public:
        DcmInputStream *create() const override { return new DocumentStream({}); }
        DcmInputStreamFactory *clone() const override { return new Nothing; }
        DcmInputStreamFactoryType ident() const override { return DFT_DcmInputFileStreamFactory; }
    };

    DcmBufferProducer m_bytes;
    mutable bool m_promisesTooMuch = false;
};

QString textIn(DcmItem &item, const DcmTagKey &tag)
{
    OFString text;
    if (item.findAndGetOFString(tag, text).bad())
        return {};
    return QString::fromUtf8(text.data(), qsizetype(text.size())).trimmed();
}

//! Calls take(item) for each item of a sequence; goes from one to the next, for looking them up by number is slow.
template <class Take>
void forEachItem(DcmItem &holder, const DcmTagKey &tag, Take take)
{
    DcmSequenceOfItems *sequence = nullptr;
    if (holder.findAndGetSequence(tag, sequence).bad() || !sequence)
        return;
    for (DcmObject *object = sequence->nextInContainer(nullptr); object; object = sequence->nextInContainer(object))
        take(static_cast<DcmItem &>(*object));
}

QString codeIn(DcmItem &holder, const DcmTagKey &tag, const DcmTagKey &part = DCM_CodeValue)
{
    QString code;
    forEachItem(holder, tag, [&](DcmItem &item) {
        if (code.isEmpty())
            code = textIn(item, part);
    });
    return code;
}

//! A number that stands by itself or in words: "(20, UCUM, "instances")".
std::optional<int> numberIn(const QString &text)
{
    static const QRegularExpression digits(QStringLiteral("\\d{1,9}"));
    const auto match = digits.match(text);
    return match.hasMatch() ? std::optional(match.captured().toInt()) : std::nullopt;
}

//! The value of a content item, whatever type of value it has.
QString valueOf(DcmItem &item)
{
    for (const DcmTagKey &tag : {DCM_TextValue, DCM_UID, DCM_Date, DCM_Time})
        if (const QString text = textIn(item, tag); !text.isEmpty())
            return text;
    QString value = codeIn(item, DCM_ConceptCodeSequence);
    forEachItem(item, DCM_MeasuredValueSequence, [&](DcmItem &measured) {
        if (value.isEmpty())
            value = textIn(measured, DCM_NumericValue);
    });
    return value;
}

//! What the content tree tells beyond the evidence. Codes differ by generation: those of the drafts, and DICOM's.
struct Library
{
    struct Group
    {
        QString modality;
        QString description;
        QString bodySite;
        std::optional<int> number;
        std::optional<int> instanceCount;
    };
    struct Entry
    {
        std::optional<int> number;
        std::optional<int> frames;
    };
    QHash<QString, Group> groups;  //!< by series UID
    QHash<QString, Entry> entries; //!< by SOP Instance UID
    std::optional<int> seriesCount;
};

void readEntry(DcmItem &item, Library &library)
{
    const QString sop = codeIn(item, DCM_ReferencedSOPSequence, DCM_ReferencedSOPInstanceUID);
    Library::Entry &entry = library.entries[sop];
    forEachItem(item, DCM_ContentSequence, [&](DcmItem &told) {
        const QString meaning = codeIn(told, DCM_ConceptNameCodeSequence);
        if (meaning == u"113609")
            entry.number = numberIn(valueOf(told));
        else if (meaning == u"121140")
            entry.frames = numberIn(valueOf(told));
    });
}

void readGroup(DcmItem &container, Library &library)
{
    Library::Group group;
    QString uid;
    forEachItem(container, DCM_ContentSequence, [&](DcmItem &item) {
        const QString type = textIn(item, DCM_ValueType);
        if (type == u"IMAGE" || type == u"COMPOSITE" || type == u"WAVEFORM")
            return readEntry(item, library);
        const QString meaning = codeIn(item, DCM_ConceptNameCodeSequence);
        if (meaning == u"121139")
            group.modality = valueOf(item);
        else if (meaning == u"113607")
            group.number = numberIn(valueOf(item));
        else if (meaning == u"112002")
            uid = model::normalisedUid(valueOf(item)).value_or(QString());
        else if (meaning == u"131563" || meaning == u"MADOTEMP002")
            group.description = valueOf(item);
        else if (meaning == u"131564" || meaning == u"MADOTEMP007")
            group.instanceCount = numberIn(valueOf(item));
        else if (meaning == u"123014")
            group.bodySite = codeIn(item, DCM_ConceptCodeSequence, DCM_CodeMeaning);
    });
    if (!uid.isEmpty())
        library.groups.insert(uid, group);
}

void readLibrary(DcmItem &container, int depth, Library &library)
{
    constexpr int deepest = 8;
    if (depth == deepest)
        return;
    forEachItem(container, DCM_ContentSequence, [&](DcmItem &item) {
        const QString meaning = codeIn(item, DCM_ConceptNameCodeSequence);
        if (meaning == u"126200")
            readGroup(item, library);
        else if (meaning == u"131565" || meaning == u"MADOTEMP009")
            library.seriesCount = numberIn(valueOf(item));
        else if (textIn(item, DCM_ValueType) == u"CONTAINER")
            readLibrary(item, depth + 1, library);
    });
}

QString modalityOf(const QString &sopClass)
{
    const char *told = dcmSOPClassUIDToModality(sopClass.toLatin1().constData());
    const QString modality = QString::fromLatin1(told ? told : "");
    return modality.size() == 2 && modality == modality.toUpper() ? modality : QString();
}

//! The address that shows a study in a browser: the final attribute, or the private one of the trials (spec 6.7).
void readViewer(DcmItem &evidence, model::Study &study)
{
    QStringList told{textIn(evidence, DcmTagKey(0x0040, 0xe012))};
    for (quint16 block = 0x10; block <= 0xff; ++block)
        if (textIn(evidence, DcmTagKey(0x000d, block)) == u"IHE_MADO_PRIVATE")
            told << textIn(evidence, DcmTagKey(0x000d, quint16(block << 8 | 0x01)));
    for (const QString &address : std::as_const(told)) {
        const QUrl url(address, QUrl::StrictMode);
        if ((url.scheme() == u"https" || url.scheme() == u"http") && !url.host().isEmpty() &&
            !study.viewers.contains(url))
            study.viewers.append(url);
    }
}

model::Series seriesIn(DcmItem &item, const model::SeriesUid &uid, const Library &library, qsizetype &room)
{
    model::Series series{.uid = uid};
    const Library::Group group = library.groups.value(uid.text());
    series.modality = group.modality;
    series.description = group.description;
    series.bodySite = group.bodySite;
    series.number = group.number;
    const QString address = textIn(item, DCM_RetrieveURL);
    if (const auto base = wadoBaseFrom(address, {}))
        series.wadoBases.append(*base);
    else if (!address.isEmpty())
        series.placeholders << address;
    if (const QString location = textIn(item, DCM_RetrieveLocationUID); !location.isEmpty())
        series.locations << model::normalisedUid(location).value_or(location);
    forEachItem(item, DCM_ReferencedSOPSequence, [&](DcmItem &referenced) {
        const auto sop = model::SopUid::parse(textIn(referenced, DCM_ReferencedSOPInstanceUID));
        if (!sop || --room < 0)
            return;
        const Library::Entry entry = library.entries.value(sop->text());
        const QString sopClass = textIn(referenced, DCM_ReferencedSOPClassUID);
        series.instances.append({*sop, sopClass, entry.number, entry.frames});
        if (series.modality.isEmpty())
            series.modality = modalityOf(sopClass);
    });
    series.instanceCount = std::max(int(series.instances.size()), group.instanceCount.value_or(0));
    return series;
}

model::StudyPatient patientIn(DcmItem &data)
{
    model::StudyPatient patient;
    patient.id = textIn(data, DCM_PatientID);
    patient.issuer = textIn(data, DCM_IssuerOfPatientID);
    patient.name = textIn(data, DCM_PatientName).section(u'=', 0, 0);
    const QDate birth = QDate::fromString(textIn(data, DCM_PatientBirthDate), QStringLiteral("yyyyMMdd"));
    patient.birthDate = birth.toString(Qt::ISODate);
    patient.sex = textIn(data, DCM_PatientSex);
    return patient;
}

void describe(DcmItem &data, model::Study &study)
{
    study.date = QDate::fromString(textIn(data, DCM_StudyDate), QStringLiteral("yyyyMMdd"));
    study.time = QTime::fromString(textIn(data, DCM_StudyTime).left(6), QStringLiteral("hhmmss"));
    study.description = textIn(data, DCM_StudyDescription);
    study.institution = textIn(data, DCM_InstitutionName);
    const auto take = [&study](DcmItem &item) {
        if (const QString number = textIn(item, DCM_AccessionNumber);
            !number.isEmpty() && !study.accessions.contains(number))
            study.accessions << number;
    };
    take(data);
    forEachItem(data, DCM_ReferencedRequestSequence, take);
}

void readKeyObject(DcmItem &data, DocumentContent &content)
{
    content.kind = Document::Kind::Manifest;
    Library library;
    readLibrary(data, 0, library);
    const model::StudyPatient patient = patientIn(data);
    const QString ownStudy = textIn(data, DCM_StudyInstanceUID);
    qsizetype room = mostInstances;
    qsizetype unreadable = 0;
    forEachItem(data, DCM_CurrentRequestedProcedureEvidenceSequence, [&](DcmItem &evidence) {
        const auto uid = model::StudyUid::parse(textIn(evidence, DCM_StudyInstanceUID));
        if (!uid) {
            ++unreadable;
            return;
        }
        model::Study study{.uid = *uid, .patient = patient, .routes = {model::Route::Documents}};
        if (uid->text() == ownStudy) {
            describe(data, study);
            study.seriesCount = library.seriesCount;
        }
        readViewer(evidence, study);
        QSet<QString> known;
        forEachItem(evidence, DCM_ReferencedSeriesSequence, [&](DcmItem &item) {
            const auto series = model::SeriesUid::parse(textIn(item, DCM_SeriesInstanceUID));
            if (!series || study.series.size() >= mostSeries || known.contains(series->text())) {
                ++unreadable;
                return;
            }
            known.insert(series->text());
            study.series.append(seriesIn(item, *series, library, room));
            const model::Series &last = study.series.constLast();
            if (!last.modality.isEmpty() && !study.modalities.contains(last.modality))
                study.modalities << last.modality;
            if (study.bodySite.isEmpty())
                study.bodySite = last.bodySite;
        });
        int instances = 0;
        for (const model::Series &series : std::as_const(study.series))
            instances += series.instanceCount.value_or(0);
        study.seriesCount = std::max(int(study.series.size()), study.seriesCount.value_or(0));
        study.instanceCount = instances;
        sortByNumber(study);
        addStudy(content, *uid, Role::Listed, Reason::Contents);
        content.trees.append(std::move(study));
    });
    if (const auto unused = unreadable + (room < 0 ? 1 : 0); unused > 0)
        complain(content,
                 unused == 1
                     ? QStringLiteral("1 study or series of the manifest could not be used and was left out.")
                     : QStringLiteral("%1 studies or series of the manifest could not be used and were left out.")
                           .arg(unused));
    if (content.trees.isEmpty())
        complain(content, QStringLiteral("The key object names no study whose contents it lists."));
}

//! Reads a DICOM file that is a document into `format`; a reason where it is not read at all.
QString readInto(DcmFileFormat &format, const QByteArray &file, DocumentContent &content)
{
    static const bool isQuiet = [] { // DCMTK would write to stderr what it dislikes
        OFLog::configure(OFLogger::OFF_LOG_LEVEL);
        return true;
    }();
    Q_UNUSED(isQuiet);
    if (file.size() > largestFile)
        return QStringLiteral("The DICOM document is larger than %1 MB.").arg(largestFile >> 20);
    const Encoded encoded = encodingOf(file);
    if (encoded.isTooDeep)
        return QStringLiteral("The DICOM document nests too deeply; it is not read.");
    if (encoded.transferSyntax.isEmpty())
        return QStringLiteral("The DICOM document names no transfer syntax.");
    if (encoded.transferSyntax == u"1.2.840.10008.1.2.1.99" || encoded.transferSyntax == u"1.2.840.10008.1.2.2")
        return QStringLiteral("The DICOM document is deflated or big endian, which no document needs; it is not read.");
    DocumentStream stream(file);
    format.transferInit();
    const OFCondition read = format.read(stream, EXS_Unknown, EGL_noChange, Uint32(largestFile));
    format.transferEnd();
    if (stream.promisesTooMuch())
        return QStringLiteral("The DICOM document promises a value that no document holds; it is not read.");
    if (read.bad())
        complain(content, QStringLiteral("The DICOM document is damaged: %1.").arg(QString::fromLatin1(read.text())));
    format.getDataset()->convertToUTF8();
    return {};
}

} // namespace

void readDicomDocument(const QByteArray &file, DocumentContent &content)
{
    DcmFileFormat format;
    if (const QString why = readInto(format, file, content); !why.isEmpty())
        return complain(content, why);
    DcmDataset &data = *format.getDataset();
    const QString sopClass = textIn(data, DCM_SOPClassUID);
    if (sopClass == QLatin1String(UID_KeyObjectSelectionDocumentStorage))
        return readKeyObject(data, content);
    content.title = textIn(data, DCM_DocumentTitle);
    if (sopClass.startsWith(u"1.2.840.10008.5.1.4.1.1.104.") || sopClass.startsWith(u"1.2.840.10008.5.1.4.1.1.88."))
        content.kind = Document::Kind::Report;
    if (const auto study = model::StudyUid::parse(textIn(data, DCM_StudyInstanceUID)))
        addStudy(content, *study, Role::Reported, Reason::DicomDocument);
}

EncapsulatedDocument encapsulatedIn(const QByteArray &file)
{
    DcmFileFormat format;
    DocumentContent ignored;
    if (!readInto(format, file, ignored).isEmpty())
        return {};
    DcmDataset &data = *format.getDataset();
    EncapsulatedDocument document;
    document.mediaType = textIn(data, DCM_MIMETypeOfEncapsulatedDocument).toLower();
    document.title = textIn(data, DCM_DocumentTitle);
    document.patient = patientIn(data);
    const Uint8 *bytes = nullptr;
    unsigned long size = 0;
    if (data.findAndGetUint8Array(DCM_EncapsulatedDocument, bytes, &size).good() && bytes)
        document.bytes = QByteArray(reinterpret_cast<const char *>(bytes), qsizetype(size));
    // The value is padded to an even length; PS3.3 C.24.2 tells how long the document really is.
    Uint32 told = 0;
    if (data.findAndGetUint32(DCM_EncapsulatedDocumentLength, told).good() && told < size)
        document.bytes.truncate(qsizetype(told));
    return document;
}

} // namespace network
