#include "Bundle.h"

#include "Elements.h"

#include <model/PatientComparison.h>

#include <QRegularExpression>
#include <QVarLengthArray>

#include <algorithm>
#include <array>

namespace network {

namespace {

using json::items;
using json::text;
using json::Value;
using model::Note;

model::Patient patientIn(const Value &resource)
{
    model::Patient patient;
    patient.id = text(resource["id"]);
    for (const Value &identifier : items(resource["identifier"]))
        if (const QString value = text(identifier["value"]); !value.isEmpty())
            patient.identifiers.append({text(identifier["system"]), value});

    const auto names = items(resource["name"]);
    const auto rank = [](const Value &name) {
        const QString use = text(name["use"]);
        return (text(name["family"]).isEmpty() ? 4 : 0) + (use == u"official"                    ? 0
                                                           : use == u"old" || use == u"nickname" ? 2
                                                                                                 : 1);
    };
    const auto best = std::min_element(names.begin(), names.end(),
                                       [&rank](const Value &a, const Value &b) { return rank(a) < rank(b); });
    if (best != names.end()) {
        patient.family = text((*best)["family"]);
        for (const Value &given : items((*best)["given"]))
            patient.given << text(given);
        if (patient.family.isEmpty() && patient.given.isEmpty())
            patient.family = text((*best)["text"]);
    }
    patient.birthDate = text(resource["birthDate"]);
    patient.gender = text(resource["gender"]);
    patient.active = text(resource["active"]) != u"false";
    for (const Value &link : items(resource["link"]))
        if (text(link["type"]) == u"replaced-by")
            patient.replacedBy = text(link["other"]["reference"]);
    return patient;
}

//! Reads SOP classes, of which a series rarely has more than one: the same code again is the same text.
class SopClasses
{
public:
    QString in(const Value &element)
    {
        std::string_view code;
        const bool isPlain = !element["code"].get_string().get(code) && element["coding"].error();
        if (isPlain && code == m_code)
            return m_sopClass;
        const QString text = codeIn(element).code;
        const QString sopClass = model::normalisedUid(text).value_or(text);
        if (isPlain) {
            m_code = code;
            m_sopClass = sopClass;
        }
        return sopClass;
    }

private:
    std::string_view m_code; //!< as long as the document
    QString m_sopClass;
};

//! What a manifest adds to an instance; empty when not told.
std::optional<int> framesIn(const Value &extensions)
{
    std::optional<int> frames;
    for (const Value &extension : items(extensions))
        if (text(extension["url"]).endsWith(u"MadoNumberOfFrames"))
            for (const char *value : {"valueUnsignedInt", "valuePositiveInt", "valueInteger"})
                if (const auto told = json::integer(extension[value]))
                    frames = told;
    return frames;
}

//! Without a text in between, since a study has thousands of these.
std::optional<model::SopUid> sopUidIn(const Value &element)
{
    std::array<char16_t, 96> letters{}; // longer than a UID with its prefix
    std::string_view told;
    if (element.get_string().get(told) || told.size() > letters.size())
        return model::SopUid::parse(text(element));
    // A byte of anything but ASCII becomes a letter, which no UID has.
    std::transform(told.begin(), told.end(), letters.begin(),
                   [](char byte) { return static_cast<unsigned char>(byte); });
    return model::SopUid::parse(QStringView(letters.data(), static_cast<qsizetype>(told.size())));
}

//! Nothing where a row has no usable UID. One walk over the members.
std::optional<model::Instance> instanceIn(const Value &row, SopClasses &classes)
{
    simdjson::dom::object members;
    if (row.get(members))
        return std::nullopt;
    std::optional<model::SopUid> uid;
    QString sopClass;
    std::optional<int> number;
    std::optional<int> frames;
    for (const auto &[key, value] : members) {
        if (key == "uid")
            uid = sopUidIn(value);
        else if (key == "sopClass")
            sopClass = classes.in(value);
        else if (key == "number")
            number = json::integer(value);
        else if (key == "extension")
            frames = framesIn(value);
    }
    if (!uid)
        return std::nullopt;
    return model::Instance{*std::move(uid), std::move(sopClass), number, frames, std::nullopt};
}

//! Adds a series to the study with what a search can ask for; nothing where it has no usable UID.
bool readSeries(const Value &element, ImagingStudyEntry &entry, int &unreadable)
{
    const auto [uid, number, modality, description, bodySite, count, endpoint, instances] = json::members(
        element, {"uid", "number", "modality", "description", "bodySite", "numberOfInstances", "endpoint", "instance"});
    const auto seriesUid = model::SeriesUid::parse(text(uid));
    if (!seriesUid)
        return false;
    model::Series &series = entry.study.series.emplaceBack(model::Series{*seriesUid,
                                                                         json::integer(number),
                                                                         codeIn(modality).code,
                                                                         text(description),
                                                                         codeIn(bodySite).words(),
                                                                         json::count(count),
                                                                         {},
                                                                         {}});
    entry.bodySites += allCodesIn(bodySite);
    entry.seriesEndpoints += referencesIn(endpoint);
    const auto rows = items(instances);
    series.instances.reserve(static_cast<qsizetype>(rows.size()));
    SopClasses classes;
    for (const Value &row : rows) {
        if (auto instance = instanceIn(row, classes))
            series.instances.append(*std::move(instance));
        else
            ++unreadable;
    }
    if (!series.instances.isEmpty())
        series.instancesFrom = model::Source::ImagingStudy;
    return true;
}

void readStarted(const QString &started, model::Study &study)
{
    // The zone is dropped on purpose: DICOM dates and times are those of the place where the study was made.
    study.date = QDate::fromString(started.left(10), Qt::ISODate);
    const QString clock = started.mid(11);
    if (clock.size() >= 8)
        study.time = QTime::fromString(clock.left(8), Qt::ISODate);
    if (!study.time.isValid() && clock.size() >= 5)
        study.time = QTime::fromString(clock.left(5), Qt::ISODate);
}

ImagingStudyEntry entryOf(const Value &resource, const model::StudyUid &uid, const QUrl &fhirBase, BundlePage &page)
{
    ImagingStudyEntry entry{.study = {uid, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {model::Route::Fhir}, {}, {}}};
    model::Study &study = entry.study;
    entry.started = text(resource["started"]);
    readStarted(entry.started, study);
    if (!study.date.isValid() && !entry.started.isEmpty())
        page.notes.append({Note::Kind::ServerWarning, dateNotRead(uid, entry.started)});
    study.description = text(resource["description"]);
    for (const char *procedure : {"procedureCode", "procedure"}) // R4, R5
        for (const Code &code : codesIn(resource[procedure]))
            if (study.description.isEmpty())
                study.description = code.words();
    for (const Code &code : codesIn(resource["modality"]))
        if (!code.code.isEmpty() && !study.modalities.contains(code.code))
            study.modalities << code.code;
    study.accessions = accessionsIn(resource);
    entry.numbers = study.accessions;
    for (const Value &identifier : items(resource["identifier"]))
        if (const QString value = text(identifier["value"]);
            !value.isEmpty() && model::normalisedUid(value) != uid.text())
            entry.numbers << value;
    entry.reasons = allCodesIn(resource["reasonCode"]) + allCodesIn(resource["reason"]); // R4, R5
    const auto reasons = items(resource["reason"]);
    const bool hasOtherReasons = !referencesIn(resource["reasonReference"]).isEmpty() ||
                                 std::any_of(reasons.begin(), reasons.end(), [](const Value &reason) {
                                     return !text(reason["reference"]["reference"]).isEmpty();
                                 });
    if (hasOtherReasons)
        entry.reasons.clear();
    study.institution = text(resource["location"]["display"]);
    study.referrer = text(resource["referrer"]["display"]);
    study.seriesCount = json::count(resource["numberOfSeries"]);
    study.instanceCount = json::count(resource["numberOfInstances"]);
    study.patient = subjectIn(resource, fhirBase);
    entry.subject = study.patient.reference;
    for (const Value &contained : items(resource["contained"]))
        if (json::says(contained["resourceType"], "Patient") && entry.subject == u'#' + text(contained["id"]))
            completeSubject(study, studyPatientIn(contained));
    entry.endpoints = referencesIn(resource["endpoint"]);

    int unreadable = 0;
    const auto listed = items(resource["series"]);
    study.series.reserve(static_cast<qsizetype>(listed.size()));
    entry.seriesEndpoints.reserve(study.series.capacity());
    for (const Value &element : listed) {
        if (!readSeries(element, entry, unreadable)) {
            ++unreadable;
            continue;
        }
        const model::Series &series = study.series.constLast();
        if (!series.modality.isEmpty() && !study.modalities.contains(series.modality))
            study.modalities << series.modality;
        if (study.bodySite.isEmpty())
            study.bodySite = series.bodySite;
    }
    if (!study.series.isEmpty())
        study.seriesFrom = model::Source::ImagingStudy;
    if (unreadable > 0)
        page.notes.append(
            {Note::Kind::UnreadableRow,
             unreadable == 1
                 ? QStringLiteral("1 series or instance of study %1 has no usable UID and was left out.")
                       .arg(uid.text())
                 : QStringLiteral("%1 series or instances of study %2 have no usable UID and were left out.")
                       .arg(unreadable)
                       .arg(uid.text())});
    return entry;
}

bool isOfImages(const Value &endpoint)
{
    if (text(endpoint["status"]) != u"active")
        return false;
    bool isWado = false;
    for (const Value &type : items(endpoint["connectionType"])) {
        isWado = isWado || codeIn(type).code == u"dicom-wado-rs";
        for (const Value &coding : items(type["coding"]))
            isWado = isWado || text(coding["code"]) == u"dicom-wado-rs";
    }
    return isWado;
}

std::optional<QUrl> wadoBaseOf(const Value &endpoint, const QUrl &fhirBase)
{
    for (const Value &extension : items(endpoint["_address"]["extension"]))
        if (text(extension["url"]) == u"http://hl7.org/fhir/StructureDefinition/data-absent-reason")
            return std::nullopt;
    return wadoBaseFrom(text(endpoint["address"]), fhirBase);
}

//! A Retrieve Location UID without prefix; what is no UID (seen: "ACME") can still stand in a profile's table.
QString locationIn(const QString &told)
{
    return model::normalisedUid(told).value_or(told.trimmed());
}

//! The address of a viewer for a browser: IHE Invoke Image Display and what else calls itself a viewer.
std::optional<QUrl> viewerOf(const Value &endpoint)
{
    QStringList types{codeIn(endpoint["connectionType"]).code};
    for (const Value &type : items(endpoint["connectionType"]))
        types << codeIn(type).code;
    const bool isViewer = std::any_of(types.begin(), types.end(), [](const QString &type) {
        return type.contains(u"iid", Qt::CaseInsensitive) || type.contains(u"viewer", Qt::CaseInsensitive);
    });
    const QUrl url(text(endpoint["address"]).trimmed(), QUrl::StrictMode);
    if (!isViewer || text(endpoint["status"]) != u"active" || url.host().isEmpty() ||
        (url.scheme() != u"https" && url.scheme() != u"http"))
        return std::nullopt;
    return url;
}

EndpointEntry endpointOf(const Value &endpoint, const QUrl &fhirBase)
{
    EndpointEntry entry;
    if (isOfImages(endpoint)) {
        if (const auto base = wadoBaseOf(endpoint, fhirBase))
            entry.wadoBases.append(*base);
        else if (const QString address = text(endpoint["address"]); !address.isEmpty())
            entry.placeholders << address;
    }
    if (const auto viewer = viewerOf(endpoint))
        entry.viewers.append(*viewer);
    for (const Value &extension : items(endpoint["extension"]))
        if (text(extension["url"]).endsWith(u"MadoRetrieveLocationUIDExtension"))
            if (const QString uid = locationIn(text(extension["valueString"])); !uid.isEmpty())
                entry.locations << uid;
    return entry;
}

template <class T>
void unite(QList<T> &kept, const QList<T> &others)
{
    for (const T &other : others)
        if (!kept.contains(other))
            kept.append(other);
}

template <class T>
void takeIfEmpty(T &kept, const T &other)
{
    if (kept == T())
        kept = other;
}

void takeLarger(std::optional<int> &kept, const std::optional<int> &other)
{
    if (other && (!kept || *other > *kept))
        kept = other;
}

void mergeSeries(model::Series &kept, const model::Series &other)
{
    takeIfEmpty(kept.number, other.number);
    takeIfEmpty(kept.modality, other.modality);
    takeIfEmpty(kept.description, other.description);
    takeIfEmpty(kept.bodySite, other.bodySite);
    takeLarger(kept.instanceCount, other.instanceCount);
    takeIfEmpty(kept.instancesFrom, other.instancesFrom);
    unite(kept.wadoBases, other.wadoBases);
    unite(kept.locations, other.locations);
    unite(kept.placeholders, other.placeholders);
    QHash<model::SopUid, qsizetype> known;
    for (qsizetype i = 0; i < kept.instances.size(); ++i)
        known.insert(kept.instances.at(i).uid, i);
    for (const model::Instance &instance : other.instances) {
        const auto same = known.constFind(instance.uid);
        if (same == known.cend()) {
            known.insert(instance.uid, kept.instances.size());
            kept.instances.append(instance);
            continue;
        }
        model::Instance &completed = kept.instances[*same];
        takeIfEmpty(completed.sopClass, instance.sopClass);
        takeIfEmpty(completed.number, instance.number);
        takeIfEmpty(completed.frames, instance.frames);
        takeIfEmpty(completed.pixelBytes, instance.pixelBytes);
    }
}

//! Each of several descriptions of a study may count its own part alone (spec 3.3).
void countParts(model::Study &study)
{
    int instances = 0;
    for (const model::Series &series : std::as_const(study.series))
        instances += std::max(series.instanceCount.value_or(0), int(series.instances.size()));
    if (study.seriesCount)
        study.seriesCount = std::max(*study.seriesCount, int(study.series.size()));
    if (study.instanceCount)
        study.instanceCount = std::max(*study.instanceCount, instances);
}

//! False of the usual list, for less than a table of all its UIDs costs.
template <class T>
bool mayNameOneTwice(const QList<T> &parts)
{
    QVarLengthArray<size_t, 256> hashes;
    hashes.reserve(parts.size());
    for (const T &part : parts)
        hashes.append(qHash(part.uid));
    std::sort(hashes.begin(), hashes.end());
    return std::adjacent_find(hashes.cbegin(), hashes.cend()) != hashes.cend();
}

bool mayRepeatItself(const model::Study &study)
{
    return mayNameOneTwice(study.series) ||
           std::any_of(study.series.cbegin(), study.series.cend(),
                       [](const model::Series &series) { return mayNameOneTwice(series.instances); });
}

template <class T>
bool numberIsLower(const T &a, const T &b)
{
    return a.number && (!b.number || *a.number < *b.number);
}

template <class T>
bool areSorted(const QList<T> &parts)
{
    return std::is_sorted(parts.cbegin(), parts.cend(), numberIsLower<T>);
}

} // namespace

Result<PatientPage> patientsIn(const QByteArray &body)
{
    PatientPage page;
    const auto read = readBundle(body, page, [&page](const Value &resource, const QString &type, const Value &entry) {
        if (type != u"Patient")
            return;
        model::Patient patient = patientIn(resource);
        double score = 0;
        if (!entry["search"]["score"].get_double().get(score) && score >= 0 && score <= 1)
            patient.matchScore = score;
        for (const Value &extension : items(entry["search"]["extension"]))
            if (text(extension["url"]) == u"http://hl7.org/fhir/StructureDefinition/match-grade")
                patient.matchGrade = text(extension["valueCode"]);
        page.patients.append(std::move(patient));
    });
    if (!read)
        return tl::unexpected(read.error());
    return page;
}

Result<model::Patient> patientFrom(const QByteArray &body)
{
    simdjson::dom::parser parser;
    Value root;
    const auto code = json::parse(parser, body, root);
    if (code || text(root["resourceType"]) != u"Patient")
        return tl::unexpected(
            Error{Error::Kind::Malformed,
                  code ? QStringLiteral("A Patient was expected, but %1.").arg(json::complaint(code, body))
                       : QStringLiteral("A Patient was expected; other JSON came."),
                  0});
    return patientIn(root);
}

Result<StudyPage> imagingStudiesIn(const QByteArray &body, const QUrl &fhirBase)
{
    StudyPage page;
    int withoutUid = 0;
    QStringList withdrawn;
    const auto read = readBundle(body, page, [&](const Value &resource, const QString &type, const Value &entry) {
        const QString id = text(resource["id"]);
        if (type == u"Endpoint") {
            const EndpointEntry endpoint = endpointOf(resource, fhirBase);
            for (const QString &name : {text(entry["fullUrl"]), QStringLiteral("Endpoint/") + id})
                page.endpoints.insert(name, endpoint);
            return;
        }
        if (type != u"ImagingStudy" || json::says(entry["search"]["mode"], "include"))
            return;
        const auto uid = studyUidIn(resource);
        if (!uid) {
            ++withoutUid;
            return;
        }
        const QString status = text(resource["status"]);
        if (status == u"entered-in-error" || status == u"cancelled") {
            page.withdrawn.append(*uid);
            withdrawn << uid->text();
            return;
        }
        page.studies.reserve(page.entries);
        ImagingStudyEntry study = entryOf(resource, *uid, fhirBase, page);
        EndpointTable local; // names of what is contained mean something in this resource only
        for (const Value &contained : items(resource["contained"]))
            if (text(contained["resourceType"]) == u"Endpoint")
                local.insert(u'#' + text(contained["id"]), endpointOf(contained, fhirBase));
        resolveEndpoints(study, local);
        page.studies.append(std::move(study));
    });
    if (!read)
        return tl::unexpected(read.error());
    if (withoutUid > 0)
        page.notes.append(
            {Note::Kind::UnreadableRow,
             withoutUid == 1
                 ? QStringLiteral("1 ImagingStudy resource has no usable Study Instance UID and was left out.")
                 : QStringLiteral("%1 ImagingStudy resources have no usable Study Instance UID and were left out.")
                       .arg(withoutUid)});
    if (!withdrawn.isEmpty())
        page.notes.append(
            {Note::Kind::ServerWarning, QStringLiteral("Marked as cancelled or entered in error, so not listed: %1")
                                            .arg(withdrawn.join(QStringLiteral(", ")))});
    return page;
}

std::optional<EndpointEntry> endpointIn(const QByteArray &body, const QUrl &fhirBase)
{
    simdjson::dom::parser parser;
    Value root;
    if (json::parse(parser, body, root) || text(root["resourceType"]) != u"Endpoint")
        return std::nullopt;
    return endpointOf(root, fhirBase);
}

const EndpointEntry *endpointNamed(const EndpointTable &table, const QString &reference)
{
    auto found = table.constFind(reference);
    if (found == table.cend() && !reference.startsWith(u'#'))
        found = table.constFind(reference.section(u'/', -2));
    return found == table.cend() ? nullptr : &*found;
}

void resolveEndpoints(ImagingStudyEntry &entry, const EndpointTable &table)
{
    if (table.isEmpty())
        return;
    const auto resolve = [&](const QStringList &references, auto &holder) {
        for (const QString &reference : references)
            if (const EndpointEntry *endpoint = endpointNamed(table, reference)) {
                unite(holder.wadoBases, endpoint->wadoBases);
                unite(holder.locations, endpoint->locations);
                unite(holder.placeholders, endpoint->placeholders);
                unite(entry.study.viewers, endpoint->viewers);
            }
    };
    resolve(entry.endpoints, entry.study);
    for (qsizetype i = 0; i < entry.study.series.size(); ++i)
        resolve(entry.seriesEndpoints.at(i), entry.study.series[i]);
}

std::optional<QUrl> wadoBaseFrom(const QString &address, const QUrl &fhirBase)
{
    QUrl url(address.trimmed(), QUrl::TolerantMode);
    if (url.isRelative()) {
        // A host without scheme looks like a relative path. Surely meant as one is what begins at the root or with
        // dots, and a single word that is no host and no placeholder.
        static const QRegularExpression path(QStringLiteral("^(/|\\.{1,2}/|(?!notspecified|notapplicable|unknown)"
                                                            "[A-Za-z0-9_~-]+/?$)"),
                                             QRegularExpression::CaseInsensitiveOption);
        if (!path.match(address.trimmed()).hasMatch())
            return std::nullopt;
        url = QUrl(fhirBase.toString(QUrl::StripTrailingSlash) + u'/').resolved(url);
    }
    const QString host = url.host().toLower();
    if ((url.scheme() != u"http" && url.scheme() != u"https") || host.isEmpty() || host == u"notspecified" ||
        host == u"notapplicable")
        return std::nullopt;
    static const QRegularExpression fromStudies(QStringLiteral("/(studies|study)(/.*)?$"));
    QString path = url.path(QUrl::FullyEncoded);
    path.remove(fromStudies);
    while (path.endsWith(u'/'))
        path.chop(1);
    url = url.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo);
    url.setPath(path, QUrl::TolerantMode);
    return url;
}

void mergeInto(QList<model::Study> &studies, const model::Study &study)
{
    StudyPlaces places;
    const auto kept =
        std::find_if(studies.cbegin(), studies.cend(), [&study](const model::Study &s) { return s.uid == study.uid; });
    if (kept != studies.cend())
        places.insert(study.uid, std::distance(studies.cbegin(), kept));
    mergeInto(studies, places, study);
}

void mergeInto(QList<model::Study> &studies, StudyPlaces &places, const model::Study &study)
{
    const auto place = places.constFind(study.uid);
    const bool isFirst = place == places.cend();
    model::Study *kept = nullptr;
    if (isFirst) {
        places.insert(study.uid, studies.size());
        studies.append(study);
        if (!mayRepeatItself(study))
            return;
        kept = &studies.last();
        kept->series.clear();
    } else {
        kept = &studies[*place];
    }
    takeIfEmpty(kept->date, study.date);
    takeIfEmpty(kept->time, study.time);
    takeIfEmpty(kept->description, study.description);
    unite(kept->accessions, study.accessions);
    takeIfEmpty(kept->institution, study.institution);
    takeIfEmpty(kept->bodySite, study.bodySite);
    model::addPatients(*kept, study);
    takeIfEmpty(kept->referrer, study.referrer);
    takeIfEmpty(kept->studyId, study.studyId);
    takeIfEmpty(kept->seriesFrom, study.seriesFrom);
    takeLarger(kept->seriesCount, study.seriesCount);
    takeLarger(kept->instanceCount, study.instanceCount);
    unite(kept->modalities, study.modalities);
    unite(kept->routes, study.routes);
    unite(kept->wadoBases, study.wadoBases);
    unite(kept->locations, study.locations);
    unite(kept->placeholders, study.placeholders);
    unite(kept->viewers, study.viewers);
    unite(kept->notes, study.notes);
    QHash<model::SeriesUid, qsizetype> known;
    known.reserve(kept->series.size() + study.series.size());
    for (qsizetype i = 0; i < kept->series.size(); ++i)
        known.insert(kept->series.at(i).uid, i);
    for (const model::Series &series : study.series) {
        const auto same = known.constFind(series.uid);
        const qsizetype at = same == known.cend() ? kept->series.size() : *same;
        if (same == known.cend()) {
            known.insert(series.uid, at);
            kept->series.append(series);
            kept->series.last().instances.clear();
        }
        mergeSeries(kept->series[at], series);
    }
    if (!isFirst)
        countParts(*kept);
}

QString dateNotRead(const model::StudyUid &study, const QString &told)
{
    constexpr qsizetype longest = 64;
    return QStringLiteral("Study %1 has no date that can be read; received was \"%2\".")
        .arg(study.text(), told.left(longest));
}

void sortByNumber(model::Study &study)
{
    // The usual list is sorted, and looking at it does not copy what it shares with others.
    const auto isSorted = [](const model::Series &series) { return areSorted(series.instances); };
    if (areSorted(study.series) && std::all_of(study.series.cbegin(), study.series.cend(), isSorted))
        return;
    std::stable_sort(study.series.begin(), study.series.end(), numberIsLower<model::Series>);
    for (model::Series &series : study.series)
        std::stable_sort(series.instances.begin(), series.instances.end(), numberIsLower<model::Instance>);
}

} // namespace network
