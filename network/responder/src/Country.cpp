#include "Country.h"

#include "Compression.h"
#include "DicomFile.h"
#include "DocumentRecipe.h"
#include "Recipes.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>
#include <map>
#include <mutex>
#include <set>
#include <stdexcept>

namespace responder {

namespace {

using Json = nlohmann::json;

const std::string root = "1.2.826.0.1.3680043.10.1474.1";

struct Site
{
    const char *part;
    const char *code;
    const char *name;
};

constexpr Site chest{"CHEST", "51185008", "Thoracic structure"};
constexpr Site brain{"BRAIN", "12738006", "Brain structure"};
constexpr Site breast{"BREAST", "76752008", "Breast structure"};
constexpr Site heart{"HEART", "80891009", "Heart structure"};
constexpr Site hand{"HAND", "85562004", "Hand structure"};
constexpr Site skin{"SKIN", "39937001", "Skin structure"};
constexpr Site abdomen{"ABDOMEN", "818983003", "Abdomen"};
constexpr Site lumbarSpine{"LSPINE", "122496007", "Lumbar spine structure"};
constexpr Site stomach{"STOMACH", "69695003", "Stomach structure"};
constexpr Site wholeBody{"WHOLEBODY", "38266002", "Entire body as a whole"};

//! What all series with a subject have in common; `instances` where the recipe names no other number.
struct Kind
{
    const char *name;
    Subject subject;
    const char *modality;
    Site site;
    const char *sopClass;
    int instances;
    int frames;
    int rows;
    int columns;
    int bits;
};

constexpr auto ctImage = "1.2.840.10008.5.1.4.1.1.2";
constexpr auto mrImage = "1.2.840.10008.5.1.4.1.1.4";
constexpr auto mammogram = "1.2.840.10008.5.1.4.1.1.1.2";

constexpr Kind kinds[] = {
    {"thorax-ct", Subject::Chest, "CT", chest, ctImage, 40, 1, 512, 512, 16},
    {"brain-t1", Subject::BrainT1, "MR", brain, mrImage, 20, 1, 256, 256, 16},
    {"brain-t2", Subject::BrainT2, "MR", brain, mrImage, 20, 1, 256, 256, 16},
    {"chest-radiograph", Subject::ChestRadiograph, "DX", chest, "1.2.840.10008.5.1.4.1.1.1.1", 1, 1, 1100, 1024, 16},
    {"breast-left-cc", Subject::LeftBreast, "MG", breast, mammogram, 1, 1, 1024, 768, 16},
    {"breast-right-cc", Subject::RightBreast, "MG", breast, mammogram, 1, 1, 1024, 768, 16},
    {"breast-left-mlo", Subject::LeftBreastOblique, "MG", breast, mammogram, 1, 1, 1024, 768, 16},
    {"breast-right-mlo", Subject::RightBreastOblique, "MG", breast, mammogram, 1, 1, 1024, 768, 16},
    {"heart-ultrasound", Subject::Heart, "US", heart, "1.2.840.10008.5.1.4.1.1.3.1", 1, 12, 240, 320, 8},
    {"hand-radiograph", Subject::Hand, "CR", hand, "1.2.840.10008.5.1.4.1.1.1", 1, 1, 960, 760, 16},
    {"skin-photograph", Subject::Skin, "OT", skin, "1.2.840.10008.5.1.4.1.1.7", 1, 1, 480, 640, 8},
    {"abdomen-scout", Subject::AbdomenScout, "CT", abdomen, ctImage, 1, 1, 307, 512, 16},
    {"abdomen-arterial", Subject::AbdomenArterial, "CT", abdomen, ctImage, 32, 1, 512, 512, 16},
    {"abdomen-portal", Subject::AbdomenPortal, "CT", abdomen, ctImage, 32, 1, 512, 512, 16},
    {"spine-t1", Subject::SpineT1, "MR", lumbarSpine, mrImage, 15, 1, 384, 384, 16},
    {"spine-t2", Subject::SpineT2, "MR", lumbarSpine, mrImage, 15, 1, 384, 384, 16},
    {"brain-flair-enhanced", Subject::EnhancedBrain, "MR", brain, "1.2.840.10008.5.1.4.1.1.4.1", 1, 24, 256, 256, 16},
    {"brain-perfusion", Subject::Perfusion, "MR", brain, mrImage, 2000, 1, 96, 96, 16},
    {"coronary-angiogram", Subject::Coronary, "XA", heart, "1.2.840.10008.5.1.4.1.1.12.1", 1, 30, 512, 512, 8},
    {"bone-scan", Subject::BoneScan, "NM", wholeBody, "1.2.840.10008.5.1.4.1.1.20", 1, 2, 1024, 256, 16},
    {"fdg-pet", Subject::Pet, "PT", wholeBody, "1.2.840.10008.5.1.4.1.1.128", 98, 1, 168, 168, 16},
    {"video", Subject::Video, "ES", stomach, "1.2.840.10008.5.1.4.1.1.77.1.1.1", 1, 1, 576, 720, 8},
    {"key-images", Subject::KeyImages, "KO", wholeBody, "1.2.840.10008.5.1.4.1.1.88.59", 1, 1, 0, 0, 0},
    {"measurements", Subject::Measurements, "SR", wholeBody, "1.2.840.10008.5.1.4.1.1.88.22", 1, 1, 0, 0, 0},
    {"report-pdf", Subject::ReportPdf, "DOC", wholeBody, "1.2.840.10008.5.1.4.1.1.104.1", 1, 1, 0, 0, 0},
};

// ---- reading the recipes; a wrong one throws ----

Stranger strangerIn(const Json &recipe)
{
    return {recipe.at("system"), recipe.at("value"),     recipe.at("family"),
            recipe.at("given"),  recipe.at("birthDate"), recipe.at("gender")};
}

Series seriesIn(const Json &recipe)
{
    const auto subject = recipe.at("subject").get<std::string>();
    const auto *kind =
        std::find_if(std::begin(kinds), std::end(kinds), [&](const Kind &each) { return each.name == subject; });
    if (kind == std::end(kinds))
        throw std::invalid_argument("a recipe names the unknown subject " + subject);
    Series series;
    series.modality = kind->modality;
    series.description = recipe.at("description");
    series.bodyPart = kind->site.part;
    series.bodySite = kind->site.code;
    series.bodySiteName = kind->site.name;
    series.sopClass = kind->sopClass;
    series.subject = kind->subject;
    series.instances = recipe.value("instances", kind->instances);
    series.frames = kind->frames;
    series.rows = kind->rows;
    series.columns = kind->columns;
    series.bitsAllocated = kind->bits;
    series.characterSet = recipe.value("characterSet", series.characterSet);
    series.transferSyntax = transferSyntaxNamed(recipe.value("syntax", "explicit"));
    series.text = recipe.value("text", std::string());
    series.references = recipe.value("references", series.references);
    if (recipe.contains("stranger"))
        series.stranger = strangerIn(recipe.at("stranger"));
    return series;
}

Study studyIn(const Json &recipe)
{
    Study study;
    study.date = recipe.at("date");
    study.time = recipe.at("time");
    study.accession = recipe.at("accession");
    study.description = recipe.at("description");
    study.referrer = recipe.at("referrer");
    study.reason = recipe.at("reason");
    study.lateSeries = recipe.value("lateSeries", 0);
    if (recipe.contains("routes")) {
        const auto routes = recipe.at("routes").get<std::set<std::string>>();
        study.inFhir = routes.count("fhir") > 0;
        study.inQido = routes.count("dicomweb") > 0;
    }
    for (const auto &each : recipe.at("series"))
        study.series.push_back(seriesIn(each));
    return study;
}

Person personIn(const Json &recipe)
{
    Person person;
    person.system = recipe.at("system");
    person.value = recipe.at("value");
    person.family = recipe.at("family");
    person.given = recipe.at("given");
    person.birthDate = recipe.at("birthDate");
    person.gender = recipe.at("gender");
    person.active = recipe.value("active", true);
    person.replacedBy = recipe.value("replacedBy", std::string());
    person.consent = recipe.value("consent", true);
    for (const auto &each : recipe.value("studies", Json::array()))
        person.studies.push_back(studyIn(each));
    return person;
}

Country countryIn(const Json &recipe)
{
    Country country;
    country.code = recipe.at("code");
    country.name = recipe.at("name");
    country.path = recipe.at("path");
    country.institution = recipe.at("institution");
    country.accessionAuthority = recipe.at("accessionAuthority");
    for (const auto &each : recipe.at("identifierSystems"))
        country.identifierSystems.push_back({each.at("system"), each.at("label"), each.at("pattern"), each.at("hint"),
                                             each.at("example"), each.at("checkDigit")});
    for (const auto &each : recipe.at("people"))
        country.people.push_back(personIn(each));
    return country;
}

std::vector<Country> settled()
{
    std::vector<Json> parsed;
    std::vector<Country> all;
    for (const auto &recipe : recipes()) {
        parsed.push_back(Json::parse(recipe));
        all.push_back(countryIn(parsed.back()));
    }
    // Ids follow from the place in the recipes, so people and studies are only ever added at the end.
    int personNumber = 0;
    for (auto &country : all) {
        for (auto &person : country.people) {
            person.country = &country; // stays there: the vector is moved, not its elements
            const auto number = std::to_string(++personNumber);
            person.logicalId = "person-" + number;
            int studyNumber = 0;
            for (auto &study : person.studies) {
                const auto at = std::to_string(++studyNumber);
                study.uid = root + '.' + number + '.' + at;
                study.logicalId = "study-" + number + '-' + at;
                study.studyId = number + '0' + at;
                int seriesNumber = 0;
                for (auto &series : study.series) {
                    series.number = ++seriesNumber;
                    series.uid = study.uid + '.' + std::to_string(seriesNumber);
                }
            }
        }
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto &residents = all[i].people;
        for (std::size_t k = 0; k < residents.size(); ++k)
            residents[k].documents = documentsIn(parsed[i].at("people")[k], residents[k]);
    }
    return all;
}

} // namespace

int Study::instances() const
{
    int sum = 0;
    for (const auto &each : series)
        sum += each.instances;
    return sum;
}

std::vector<std::string> Study::modalities() const
{
    std::set<std::string> all;
    for (const auto &each : series)
        all.insert(each.modality);
    return {all.begin(), all.end()};
}

std::string Study::started() const
{
    return dashed(date) + 'T' + time.substr(0, 2) + ':' + time.substr(2, 2) + ':' + time.substr(4, 2) + "+01:00";
}

const std::vector<Country> &countries()
{
    static const std::vector<Country> all = settled();
    return all;
}

const Person &mainPerson()
{
    return countries().front().people.front();
}

Place findStudy(const Country &country, std::string_view studyUid)
{
    for (const auto &person : country.people) {
        for (const auto &each : person.studies) {
            if (each.uid == studyUid)
                return {&person, &each, nullptr, 0};
        }
    }
    return {};
}

Place findInstance(std::string_view sopInstanceUid)
{
    const auto seriesUid = sopInstanceUid.substr(0, sopInstanceUid.rfind('.'));
    for (const auto &country : countries()) {
        for (const auto &person : country.people) {
            for (const auto &each : person.studies) {
                for (const auto &one : each.series) {
                    if (one.uid != seriesUid)
                        continue;
                    for (int i = 0; i < one.instances; ++i) {
                        if (one.instanceUid(i) == sopInstanceUid)
                            return {&person, &each, &one, i};
                    }
                }
            }
        }
    }
    return {};
}

FoundContent findContent(const Country &country, std::string_view reference)
{
    for (const auto &person : country.people) {
        for (const auto &document : person.documents) {
            for (const auto &content : document.contents) {
                if (!reference.empty() && content.reference == reference)
                    return {&person, &document, &content};
            }
        }
    }
    return {};
}

std::string dashed(std::string_view date)
{
    return std::string(date.substr(0, 4)) + '-' + std::string(date.substr(4, 2)) + '-' + std::string(date.substr(6, 2));
}

Bytes fileAt(const Place &place)
{
    static std::mutex mutex;
    static std::map<std::string, Bytes, std::less<>> made;
    const auto uid = place.series->instanceUid(place.index);
    {
        const std::lock_guard lock(mutex);
        if (const auto it = made.find(uid); it != made.end())
            return it->second;
    }
    // Two threads may make the same file at the same time; they make the same bytes.
    auto file = newFile(place, place.series->transferSyntax);
    const std::lock_guard lock(mutex);
    return made.emplace(uid, std::move(file)).first->second;
}

Bytes plainFileAt(const Place &place)
{
    const auto &stored = place.series->transferSyntax;
    const auto plain = transferSyntaxNamed("explicit");
    if (stored == plain || stored == transferSyntaxNamed("jpeg") || stored == transferSyntaxNamed("mpeg-2"))
        return fileAt(place);
    return newFile(place, plain);
}

} // namespace responder
