#include "TransferSyntax.h"
#include "decode/Overlays.h"
#include "decode/Pixels.h"
#include "decode/Text.h"

#include <viewer/Geometry.h>

#include <QHash>
#include <QSet>

#include <algorithm>
#include <cmath>
#include <new>
#include <numeric>
#include <tuple>

namespace viewer {

namespace {

//! What is inflated of a deflated file to find its attributes; they lie before the pixels.
constexpr qint64 headerBound = 32 * 1024 * 1024;

QString uidOf(const Dataset &data, Tag tag)
{
    return QString::fromLatin1(data.ascii(tag).left(64));
}

template <size_t count>
std::optional<std::array<double, count>> numbersOf(const Dataset &data, Tag tag)
{
    const QList<double> values = data.decimals(tag);
    if (values.size() != static_cast<qsizetype>(count))
        return {};
    std::array<double, count> numbers;
    std::copy(values.cbegin(), values.cend(), numbers.begin());
    return numbers;
}

std::optional<QPair<double, double>> spacingOf(const Dataset &data, Tag tag)
{
    const QList<double> values = data.decimals(tag);
    if (values.size() < 2 || !(values[0] > 0) || !(values[1] > 0))
        return {};
    return QPair<double, double>(values[0], values[1]);
}

//! Two spacings that are the same but for the digits they were written with: what calibration changes is far more.
bool areSame(const std::optional<QPair<double, double>> &a, const std::optional<QPair<double, double>> &b)
{
    const auto isSame = [](double one, double other) { return std::abs(one - other) <= 0.001 * other; };
    return a && b && isSame(a->first, b->first) && isSame(a->second, b->second);
}

//! Shadows on a detector: a body is enlarged there by how far it lies from it (PS3.4 B.5).
bool isProjection(const QString &sopClass)
{
    static const QString storage = QStringLiteral("1.2.840.10008.5.1.4.1.1.");
    if (!sopClass.startsWith(storage))
        return false;
    static const QSet<QString> kinds{
        QStringLiteral("1"),                                 // CR
        QStringLiteral("1.1"),    QStringLiteral("1.1.1"),   // digital X-ray
        QStringLiteral("1.2"),    QStringLiteral("1.2.1"),   // mammography
        QStringLiteral("1.3"),    QStringLiteral("1.3.1"),   // teeth
        QStringLiteral("12.1"),   QStringLiteral("12.1.1"),  // angiography
        QStringLiteral("12.2"),   QStringLiteral("12.2.1"),  // fluoroscopy
        QStringLiteral("12.3"),                              // two planes, retired
        QStringLiteral("13.1.4"), QStringLiteral("13.1.5")}; // single shots of breast tomosynthesis
    return kinds.contains(sopClass.mid(storage.size()));
}

//! Planes through the body itself, whose spacing was never a detector's (PS3.3 C.7.6.2): what else such a file says of
//! its detector is no matter.
bool isSlice(const FileHeader &header)
{
    static const QSet<QString> modalities{QStringLiteral("CT"), QStringLiteral("MR"), QStringLiteral("PT"),
                                          QStringLiteral("NM")};
    return !isProjection(header.sopClass) &&
           (modalities.contains(header.modality) || (header.position && header.orientation));
}

//! Whether a spacing was measured elsewhere than in the patient (PS3.3 10.7.1.3): where nothing says that it was
//! calibrated, that of a projection is the detector's, whatever attribute it stands in; so is what only repeats the
//! detector's or the film's.
bool isUncalibrated(const Dataset &data, const FileHeader &header)
{
    const auto atDetector = spacingOf(data, 0x00181164);
    const auto onFilm = spacingOf(data, 0x00182010);
    if (!header.spacing || !data.ascii(0x00280A02).isEmpty())
        return false;
    return areSame(header.spacing, onFilm) || (!isSlice(header) && areSame(header.spacing, atDetector)) ||
           (!atDetector && isProjection(header.sopClass));
}

//! Of a frame in its stack (PS3.3 C.7.6.16.2.2): the number of the stack, its name, and the position there.
using StackPlace = std::tuple<int, QByteArray, double>;

//! Frames may lie in a file in any order. Where each has a place of its own they are looked at stack by stack; several
//! at one place, such as phases, stay as the file has them.
QList<int> orderOf(const QList<StackPlace> &places)
{
    QList<int> order(places.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](int a, int b) { return places[a] < places[b]; });
    const auto isSamePlace = [&](int a, int b) {
        return std::get<QByteArray>(places[a]) == std::get<QByteArray>(places[b]) &&
               std::abs(std::get<double>(places[a]) - std::get<double>(places[b])) < samePosition;
    };
    const bool isShared = std::adjacent_find(order.cbegin(), order.cend(), isSamePlace) != order.cend();
    return isShared || std::is_sorted(order.cbegin(), order.cend()) ? QList<int>() : order;
}

//! What the functional groups of the frames say of their places and the size of their pixels (PS3.3 C.7.6.16.2.1,
//! C.7.6.16.2.3 and C.7.6.16.2.4). False where none of them tells its place in a stack.
bool readFramePlaces(const Dataset &data, FileHeader &header)
{
    const Element *frames = data.find(0x52009230);
    if (!frames)
        return false;
    const int count = std::clamp(data.integer(0x00280008).value_or(1), 1, mostFrames);
    bool anyPlace = false;
    QList<StackPlace> stackPlaces;
    data.eachItem(*frames, [&](const Dataset &frame) {
        FileHeader::FramePlace place;
        if (const auto position = frame.item(0x00209113))
            place.position = numbersOf<3>(*position, 0x00200032);
        if (const auto orientation = frame.item(0x00209116))
            place.orientation = numbersOf<6>(*orientation, 0x00200037);
        if (const auto measures = frame.item(0x00289110)) {
            place.spacing = spacingOf(*measures, 0x00280030);
            place.thickness = measures->decimal(0x00180050);
        }
        const auto content = frame.item(0x00209111);
        const QList<qint32> inStack = content ? content->longs(0x00209057) : QList<qint32>();
        if (!inStack.isEmpty()) {
            const QByteArray stack = content->ascii(0x00209056);
            stackPlaces.append({stack.toInt(), stack, inStack[0]});
        }
        anyPlace = anyPlace || place.position || place.orientation || place.spacing || place.thickness;
        header.framePlaces.append(place);
        return header.framePlaces.size() < count;
    });
    if (stackPlaces.size() == count)
        header.frameOrder = orderOf(stackPlaces);
    if (!anyPlace)
        header.framePlaces.clear();
    return !stackPlaces.isEmpty();
}

//! Frames that lie in one direction and jump back and forth in it are looked at along it. Whatever way they go
//! otherwise, their file meant it.
void orderByLocation(FileHeader &header)
{
    QList<StackPlace> places;
    for (int frame = 0; frame < header.framePlaces.size(); ++frame) {
        const auto location = locationOf(header, frame);
        if (!location || !std::isfinite(*location) ||
            header.framePlaces[frame].orientation != header.framePlaces[0].orientation)
            return;
        places.append({0, {}, *location});
    }
    if (!std::is_sorted(places.crbegin(), places.crend()))
        header.frameOrder = orderOf(places);
}

//! In nuclear medicine every detector looks its own way, and a vector tells which one made a frame (PS3.3 C.8.4.11).
void readDetectors(const Dataset &data, FileHeader &header)
{
    constexpr qsizetype most = 100;
    const Element *sequence = data.find(0x00540022);
    if (!sequence || header.orientation || !header.framePlaces.isEmpty())
        return;
    QList<std::optional<std::array<double, 6>>> detectors;
    data.eachItem(*sequence, [&](const Dataset &item) {
        detectors << numbersOf<6>(item, 0x00200037);
        return detectors.size() < most;
    });
    const QList<quint16> vector = data.words(0x00540020, 64 * 1024);
    if (detectors.size() == 1) {
        header.orientation = detectors[0];
    } else {
        for (const quint16 number : vector)
            header.framePlaces << FileHeader::FramePlace{{}, detectors.value(number - 1), {}, {}};
    }
}

//! The frames of a grid of dose lie at their offsets along the normal from the first; those of axial planes may be
//! coordinates instead, and then they begin with that of the first (PS3.3 C.8.8.3.2). Without them all that is known
//! is which way the frames lie.
void readDosePlanes(const Dataset &data, FileHeader &header)
{
    const int frames = data.integer(0x00280008).value_or(1);
    if (!header.dose || frames < 2 || !header.position || !header.orientation)
        return;
    const QList<double> offsets = data.decimals(0x3004000C);
    const auto &c = *header.orientation;
    const Vector first{(*header.position)[0], (*header.position)[1], (*header.position)[2]};
    const Vector across = cross({c[0], c[1], c[2]}, {c[3], c[4], c[5]});
    const Vector normal = across * (1 / length(across));
    const bool isRelative = !offsets.isEmpty() && std::abs(offsets[0]) < samePosition;
    const bool isAbsolute =
        !offsets.isEmpty() && std::abs(offsets[0] - first.z) < samePosition && std::abs(normal.z) > 0.999;
    if (offsets.size() != frames || (!isRelative && !isAbsolute)) {
        header.position.reset();
        header.sliceLocation.reset();
        return;
    }
    for (const double offset : offsets) {
        const Vector place = isRelative ? first + normal * offset : Vector{first.x, first.y, offset};
        header.framePlaces << FileHeader::FramePlace{{{place.x, place.y, place.z}}, {}, {}, {}};
    }
}

//! Nothing for one that makes no sense.
std::optional<FileHeader::ScaledPart> scaledPartOf(const Dataset &data)
{
    constexpr quint16 twoDimensional = 1;
    constexpr quint16 centimetres = 3;
    const auto place = [&](Tag tag) { return data.longs(tag).value(0, -1); };
    const QPoint first(place(0x00186018), place(0x0018601A));
    const QPoint last(place(0x0018601C), place(0x0018601E));
    if (first.x() < 0 || first.y() < 0 || last.x() < first.x() || last.y() < first.y() || last.x() > 65535 ||
        last.y() > 65535)
        return {};
    FileHeader::ScaledPart part{QRect(first, last), {}};
    const double across = std::abs(data.doubles(0x0018602C).value(0));
    const double down = std::abs(data.doubles(0x0018602E).value(0));
    if (data.word(0x00186012) == twoDimensional && data.word(0x00186024) == centimetres &&
        data.word(0x00186026) == centimetres && across > 0 && down > 0)
        part.pixel = QSizeF(10 * across, 10 * down);
    return part;
}

void readScaledParts(const Dataset &data, FileHeader &header)
{
    constexpr qsizetype most = 100;
    if (const Element *parts = data.find(0x00186011)) {
        data.eachItem(*parts, [&](const Dataset &item) {
            if (const auto part = scaledPartOf(item))
                header.scaledParts << *part;
            return header.scaledParts.size() < most;
        });
    }
}

void readGeometry(const Dataset &data, FileHeader &header)
{
    readScaledParts(data, header);
    header.frameOfReference = uidOf(data, 0x00200052);
    const bool isStacked = readFramePlaces(data, header);
    const auto measures = functionalGroup(data, 0x00289110, 0);
    const auto position = functionalGroup(data, 0x00209113, 0);
    const auto orientation = functionalGroup(data, 0x00209116, 0);
    header.position = numbersOf<3>(position ? *position : data, 0x00200032);
    header.orientation = numbersOf<6>(orientation ? *orientation : data, 0x00200037);
    readDetectors(data, header);
    header.sliceThickness = (measures ? *measures : data).decimal(0x00180050);
    header.sliceLocation = data.decimal(0x00201041);
    readDosePlanes(data, header);
    if (!isStacked)
        orderByLocation(header);
    for (const QByteArray &direction : data.ascii(0x00200020).split('\\')) {
        if (!direction.isEmpty())
            header.patientOrientation.append(QString::fromLatin1(direction));
    }

    const auto atDetector = spacingOf(data, 0x00181164);
    header.spacing = spacingOf(measures ? *measures : data, 0x00280030);
    if (atDetector && !header.spacing) {
        header.spacing = atDetector;
        header.spacingAtDetector = true;
    } else {
        header.spacingAtDetector = isUncalibrated(data, header);
    }
    if (header.spacing) {
        header.pixelAspect = header.spacing->first / header.spacing->second;
    } else if (const auto scanned = spacingOf(data, 0x00182010)) {
        header.pixelAspect =
            scanned->first / scanned->second; // of a digitised film: a shape, but no size in the patient
    } else {
        const QList<double> ratio = data.decimals(0x00280034);
        if (ratio.size() == 2 && ratio[0] > 0 && ratio[1] > 0)
            header.pixelAspect = ratio[0] / ratio[1];
    }
    header.pixelAspect = std::clamp(header.pixelAspect, 0.01, 100.0);
}

//! The code of a mammographic view as the short word that everybody uses for it (PS3.16 CID 4014).
QString viewOf(const Dataset &data)
{
    const QString position = QString::fromLatin1(data.ascii(0x00185101).left(16));
    const auto code = data.item(0x00540220);
    if (!position.isEmpty() || !code)
        return position;
    const QByteArray value = code->ascii(0x00080100);
    if (value == "R-10242" || value == "399162004")
        return QStringLiteral("CC");
    if (value == "R-10226" || value == "399368009")
        return QStringLiteral("MLO");
    return {};
}

//! What the file recommends, else what it was made with (PS3.3 C.7.6.5.1.1, C.7.6.6.1.1).
std::optional<double> frameRateOf(const Dataset &data)
{
    std::optional<double> rate;
    if (const auto recommended = data.integer(0x00082144))
        rate = *recommended;
    else if (const auto cine = data.integer(0x00180040))
        rate = *cine;
    else if (const auto time = data.decimal(0x00181063); time && *time > 0)
        rate = 1000 / *time;
    else if (const auto times = data.decimals(0x00181065); times.size() > 1 && times[1] > 0)
        rate = 1000 / times[1]; // the first is the time before the first frame
    return rate && *rate >= 0.1 && *rate <= 1000 ? rate : std::nullopt;
}

//! A number that stands in a functional group of enhanced files, and in the file itself elsewhere.
std::optional<double> numberIn(const Dataset &data, Tag group, Tag tag)
{
    if (const auto own = functionalGroup(data, group, 0)) {
        const QList<double> values = own->doubles(tag);
        return values.isEmpty() ? std::nullopt : std::optional(values[0]);
    }
    return data.decimal(tag);
}

std::optional<double> milliampSecondsOf(const Dataset &data)
{
    if (const auto exposure = numberIn(data, 0x00189321, 0x00189332)) // enhanced CT
        return exposure;
    if (const auto fine = data.decimal(0x00181153))
        return *fine / 1000;
    if (const auto whole = data.decimal(0x00181152))
        return whole;
    const auto current = data.decimal(0x00181151); // mA
    const auto time = data.decimal(0x00181150);    // ms
    return current && time ? std::optional(*current * *time / 1000) : std::nullopt;
}

FileHeader::Technique techniqueOf(const Dataset &data, const TextReader &texts)
{
    FileHeader::Technique technique;
    technique.time = timeOf(data.ascii(0x00080032));
    if (!technique.time.isValid())
        technique.time = timeOf(data.ascii(0x0008002A).mid(8, 6));
    const auto positive = [](const std::optional<double> &number) {
        return number && *number > 0 ? number : std::nullopt;
    };
    technique.kilovolts = positive(data.decimal(0x00180060));
    if (const auto group = functionalGroup(data, 0x00189325, 0); group && !technique.kilovolts)
        technique.kilovolts = positive(group->decimal(0x00180060));
    technique.milliampSeconds = positive(milliampSecondsOf(data));
    technique.repetition = positive(data.decimal(0x00180080));
    if (const auto group = functionalGroup(data, 0x00189112, 0); group && !technique.repetition)
        technique.repetition = positive(group->decimal(0x00180080));
    technique.echo = positive(data.decimal(0x00180081));
    if (!technique.echo)
        technique.echo = positive(numberIn(data, 0x00189114, 0x00189082));
    technique.contrast = texts.text(0x00180010);
    return technique;
}

void readDose(const Dataset &data, FileHeader &header)
{
    if (header.sopClass == QLatin1String("1.2.840.10008.5.1.4.1.1.481.2"))
        header.dose = data.decimal(0x3004000E).value_or(0) <= 0 ? FileHeader::Dose::Unscaled
                      : data.ascii(0x30040002) == "GY"          ? FileHeader::Dose::Absolute
                                                                : FileHeader::Dose::Relative;
}

//! What the frames of a segmentation mark (PS3.3 C.8.20.2).
void readSegments(const Dataset &data, FileHeader &header)
{
    header.isMask = header.sopClass == QLatin1String("1.2.840.10008.5.1.4.1.1.66.4");
    const Element *sequence = data.find(0x00620002);
    if (!header.isMask || !sequence)
        return;
    constexpr qsizetype most = 10'000;
    QHash<quint16, QString> names;
    data.eachItem(*sequence, [&](const Dataset &item) {
        const QString name = unicodeOf(item.bytes(0x00620005, 1024), charactersOf(item, charactersOf(data)));
        names.insert(item.word(0x00620004).value_or(0), name.simplified());
        return names.size() < most;
    });
    if (names.size() == 1) {
        header.segments = names.values();
        return;
    }
    const Element *frames = data.find(0x52009230);
    if (!frames)
        return;
    data.eachItem(*frames, [&](const Dataset &frame) {
        const auto segment = frame.item(0x0062000A);
        header.segments << names.value(segment ? segment->word(0x0062000B).value_or(0) : 0);
        return header.segments.size() < mostFrames;
    });
}

FileHeader headerOf(const QString &path, const FileContent &content)
{
    const Dataset &data = content.data;
    const TextReader texts(data);
    FileHeader header;
    header.path = path;
    header.transferSyntax = content.transferSyntax;
    header.sopClass = uidOf(data, 0x00080016);
    header.sopUid = uidOf(data, 0x00080018);
    header.studyUid = uidOf(data, 0x0020000D);
    header.seriesUid = uidOf(data, 0x0020000E);
    header.modality = QString::fromLatin1(data.ascii(0x00080060).left(16));

    header.patientName = texts.personName(0x00100010);
    header.patientId = texts.text(0x00100020);
    header.patientIdIssuer = texts.text(0x00100021);
    header.birthDate = dateOf(data.ascii(0x00100030));
    header.sex = QString::fromLatin1(data.ascii(0x00100040).left(16));

    header.institution = texts.text(0x00080080);
    header.studyDescription = texts.text(0x00081030);
    header.accession = texts.text(0x00080050);
    header.studyDate = dateOf(data.ascii(0x00080020));
    header.studyTime = timeOf(data.ascii(0x00080030));
    header.timeZone = QString::fromLatin1(data.ascii(0x00080201).left(16));

    header.seriesDescription = texts.text(0x0008103E);
    header.bodyPart = texts.text(0x00180015);
    header.laterality = QString::fromLatin1(data.ascii(0x00200062).left(16));
    if (header.laterality.isEmpty())
        header.laterality = QString::fromLatin1(data.ascii(0x00200060).left(16));
    header.viewPosition = viewOf(data);
    header.seriesDate = dateOf(data.ascii(0x00080021));
    header.seriesTime = timeOf(data.ascii(0x00080031));
    header.technique = techniqueOf(data, texts);
    header.isLocalizer = data.ascii(0x00080008).split('\\').value(2).trimmed() == "LOCALIZER";
    header.seriesNumber = data.integer(0x00200011);
    header.instanceNumber = data.integer(0x00200013);
    readDose(data, header);
    readGeometry(data, header);
    readSegments(data, header);

    if (data.has(0x7FE00010) || data.has(0x7FE00008) || data.has(0x7FE00009))
        header.frames = std::clamp(data.integer(0x00280008).value_or(1), 1, mostFrames);
    header.rows = data.word(0x00280010).value_or(0);
    header.columns = data.word(0x00280011).value_or(0);
    header.frameRate = frameRateOf(data);
    header.photometric = QString::fromLatin1(data.ascii(0x00280004).left(32));
    const Transformation transformation = transformationOf(data, 0);
    header.windows = transformation.windows;
    header.unit = transformation.unit;

    header.documentTitle = texts.text(0x00420010);
    header.documentType = QString::fromLatin1(data.ascii(0x00420012).left(64));
    const OverlayCount overlays = overlaysOf(data);
    header.overlays = overlays.apart;
    header.overlaysInPixels = overlays.inPixels;
    const auto opticalPath = data.item(0x00480105);
    header.hasColourProfile = data.has(0x00282000) || (opticalPath && opticalPath->has(0x00282000));

    header.lossy = data.ascii(0x00282110) == "01" || isAlwaysLossy(header.transferSyntax);
    header.lossyRatio = QString::fromLatin1(data.ascii(0x00282112).split('\\').constLast().left(16)).trimmed();
    header.lossyMethod = QString::fromLatin1(data.ascii(0x00282114).split('\\').constLast().left(64)).trimmed();
    return header;
}

} // namespace

bool isSamePatient(const FileHeader &a, const FileHeader &b)
{
    if (a.patientId.isEmpty() || b.patientId.isEmpty())
        return a.patientName.compare(b.patientName, Qt::CaseInsensitive) == 0 && a.birthDate == b.birthDate;
    if (a.patientId != b.patientId)
        return false;
    if (!a.patientIdIssuer.isEmpty() && !b.patientIdIssuer.isEmpty())
        return a.patientIdIssuer == b.patientIdIssuer;
    // Two houses may have given the same number.
    return !a.birthDate.isValid() || !b.birthDate.isValid() || a.birthDate == b.birthDate;
}

Result<FileHeader> readHeader(const QString &path)
{
    try {
        const auto content = readContent(path, headerBound);
        if (!content)
            return tl::unexpected(content.error());
        return headerOf(path, *content);
    } catch (const std::bad_alloc &) {
        return tl::unexpected(Error{Error::Kind::Unreadable, QStringLiteral("There is not enough memory."), {}});
    }
}

} // namespace viewer
