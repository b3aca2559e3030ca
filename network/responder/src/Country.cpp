#include "Country.h"

#include "DicomFile.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <set>

namespace responder {

namespace {

const std::string root = "1.2.826.0.1.3680043.10.1474.1";
const std::string citizenNumber = "urn:oid:2.999.17.1";
const std::string healthCard = "urn:oid:2.999.17.2";

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

Series series(Subject subject, std::string description)
{
    const auto made = [&](const char *modality, const Site &site, const char *sopClass, int instances, int frames,
                          int rows, int columns, int bits) {
        return Series{{},        1,         modality,  std::move(description),
                      site.part, site.code, site.name, sopClass,
                      subject,   instances, frames,    rows,
                      columns,   bits};
    };
    switch (subject) {
    case Subject::Chest:
        return made("CT", chest, "1.2.840.10008.5.1.4.1.1.2", 40, 1, 512, 512, 16);
    case Subject::BrainT1:
    case Subject::BrainT2:
        return made("MR", brain, "1.2.840.10008.5.1.4.1.1.4", 20, 1, 256, 256, 16);
    case Subject::ChestRadiograph:
        return made("DX", chest, "1.2.840.10008.5.1.4.1.1.1.1", 1, 1, 1100, 1024, 16);
    case Subject::LeftBreast:
    case Subject::RightBreast:
        return made("MG", breast, "1.2.840.10008.5.1.4.1.1.1.2", 1, 1, 1024, 768, 16);
    case Subject::Heart:
        return made("US", heart, "1.2.840.10008.5.1.4.1.1.3.1", 1, 12, 240, 320, 8);
    case Subject::Hand:
        return made("CR", hand, "1.2.840.10008.5.1.4.1.1.1", 1, 1, 960, 760, 16);
    case Subject::Skin:
        return made("OT", skin, "1.2.840.10008.5.1.4.1.1.7", 1, 1, 480, 640, 8);
    }
    return {};
}

Study study(std::string date, std::string time, std::string accession, std::string description, std::string referrer,
            std::string reason, std::vector<Series> all)
{
    return {{},
            {},
            {},
            std::move(date),
            std::move(time),
            std::move(accession),
            std::move(description),
            std::move(referrer),
            std::move(reason),
            std::move(all)};
}

std::vector<Person> settled()
{
    std::vector<Person> all = {
        {{},
         citizenNumber,
         "6803142486",
         "Lindqvist-Moreau",
         "Élise",
         "19680314",
         "female",
         {study("20261102", "093412", "XA26-004171", "CT thorax with contrast", "Sørensen^Åge", "Follow-up of a nodule",
                {series(Subject::Chest, "Thorax axial 7 mm")}),
          study("20260618", "141905", "XA26-002204", "MR brain", "Sørensen^Åge", "Headache",
                {series(Subject::BrainT2, "T2 TSE axial"), series(Subject::BrainT1, "T1 SE axial")}),
          study("20260927", "082230", "XA26-003568", "Chest PA", "Ferrão^Inês", "Cough",
                {series(Subject::ChestRadiograph, "Chest PA")}),
          study("20250311", "110750", "XA25-001127", "Mammography, both sides", "Ferrão^Inês", "Screening",
                {series(Subject::RightBreast, "R CC"), series(Subject::LeftBreast, "L CC")})}},
        {{},
         citizenNumber,
         "7509213318",
         "Παπαδοπούλου",
         "Ελένη",
         "19750921",
         "female",
         {study("20260814", "101530", "XA26-002988", "Echocardiography", "Ferrão^Inês", "Murmur",
                {series(Subject::Heart, "Apical four chamber, colour")})}},
        {{},
         healthCard,
         "XK59040712",
         "Ковальчук",
         "Олександр",
         "19590407",
         "male",
         {study("20261019", "154400", "XA26-003911", "Skin lesion, photograph", "Novotný^Řehoř", "Changing naevus",
                {series(Subject::Skin, "Left forearm, dermatoscope")}),
          study("20260212", "071820", "XA26-000457", "Chest PA", "Novotný^Řehoř", "Before surgery",
                {series(Subject::ChestRadiograph, "Chest PA")})}},
        {{},
         citizenNumber,
         "9005025521",
         "Nováková",
         "Žofie",
         "19900502",
         "female",
         {study("20260705", "173015", "XA26-002511", "Hand left", "Novotný^Řehoř", "Fall",
                {series(Subject::Hand, "Hand PA")})}},
        {{},
         citizenNumber,
         "5411206674",
         "Nováková",
         "Žofie",
         "19541120",
         "female",
         {study("20240903", "094455", "XA24-003102", "MR brain", "Sørensen^Åge", "Dizziness",
                {series(Subject::BrainT2, "T2 TSE axial")})}},
        {{}, citizenNumber, "8208170093", "Novák", "Jiří", "19820817", "male", {}},
    };
    int personNumber = 0;
    for (auto &person : all) {
        const auto number = std::to_string(++personNumber);
        person.logicalId = "person-" + number;
        int studyNumber = 0;
        for (auto &each : person.studies) {
            const auto at = std::to_string(++studyNumber);
            each.uid = root + '.' + number + '.' + at;
            each.logicalId = "study-" + number + '-' + at;
            each.studyId = number + '0' + at;
            int seriesNumber = 0;
            for (auto &one : each.series) {
                one.number = ++seriesNumber;
                one.uid = each.uid + '.' + std::to_string(seriesNumber);
            }
        }
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

const std::vector<Person> &people()
{
    static const std::vector<Person> all = settled();
    return all;
}

const std::vector<IdentifierSystem> &identifierSystems()
{
    static const std::vector<IdentifierSystem> all = {
        {citizenNumber, "Citizen number", "^[0-9]{10}$", "10 digits, the first six are the date of birth",
         mainPerson().value},
        {healthCard, "Health card", "^[A-Z]{2}[0-9]{8}$", "2 letters and 8 digits", "XK59040712"},
    };
    return all;
}

const Person &mainPerson()
{
    return people().front();
}

Place findStudy(std::string_view studyUid)
{
    for (const auto &person : people()) {
        for (const auto &each : person.studies) {
            if (each.uid == studyUid)
                return {&person, &each, nullptr, 0};
        }
    }
    return {};
}

Place findInstance(std::string_view sopInstanceUid)
{
    for (const auto &person : people()) {
        for (const auto &each : person.studies) {
            for (const auto &one : each.series) {
                for (int i = 0; i < one.instances; ++i) {
                    if (one.instanceUid(i) == sopInstanceUid)
                        return {&person, &each, &one, i};
                }
            }
        }
    }
    return {};
}

FoundContent findContent(std::string_view reference)
{
    for (const auto &person : people()) {
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
    auto file = newFile(place);
    const std::lock_guard lock(mutex);
    return made.emplace(uid, std::move(file)).first->second;
}

} // namespace responder
