#pragma once

#include "Answer.h"
#include "Document.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace responder {

struct Country;

//! What a series shows, and so how its instances are made.
enum class Subject {
    Chest,
    BrainT1,
    BrainT2,
    ChestRadiograph,
    LeftBreast,
    RightBreast,
    LeftBreastOblique,
    RightBreastOblique,
    Heart,
    Hand,
    Skin,
    AbdomenScout,
    AbdomenArterial,
    AbdomenPortal,
    SpineT1,
    SpineT2,
    EnhancedBrain,
    Perfusion,
    Coronary,
    BoneScan,
    Pet,
    Video,
    KeyImages,
    Measurements,
    ReportPdf
};

//! Whom the files of a series name, where that is somebody else than the person whose study it is.
struct Stranger
{
    std::string system;
    std::string value;
    std::string family;
    std::string given;
    std::string birthDate; //!< YYYYMMDD
    std::string gender;    //!< FHIR administrative gender
};

struct Series
{
    std::string uid;
    int number = 1;
    std::string modality;
    std::string description;
    std::string bodyPart;     //!< defined term of Body Part Examined
    std::string bodySite;     //!< SNOMED CT
    std::string bodySiteName; //!< its display
    std::string sopClass;
    Subject subject = Subject::Chest;
    int instances = 1;
    int frames = 1;
    int rows = 0;
    int columns = 0;
    int bitsAllocated = 16;
    std::string characterSet = "ISO_IR 192"; //!< defined term of Specific Character Set
    std::string transferSyntax = "1.2.840.10008.1.2.1";
    std::string text;                            //!< what a document among the series says
    std::vector<std::pair<int, int>> references; //!< of a document: series of the study and index in it, from 0
    std::optional<Stranger> stranger;

    std::string instanceUid(int index) const { return uid + '.' + std::to_string(index + 1); }
};

//! A study, and where the country is wrong or silent about it.
struct Study
{
    std::string uid;
    std::string logicalId; //!< of the ImagingStudy resource
    std::string studyId;
    std::string date; //!< YYYYMMDD
    std::string time; //!< HHMMSS
    std::string accession;
    std::string description;
    std::string referrer;
    std::string reason;
    std::vector<Series> series;
    bool inFhir = true; //!< ImagingStudy knows it
    bool inQido = true; //!< QIDO-RS knows it; WADO-RS gives every study
    int lateSeries = 0; //!< this many of the last series came after ImagingStudy was written, which lacks them

    int instances() const;
    std::vector<std::string> modalities() const;
    std::string started() const; //!< a dateTime with zone
};

struct Person
{
    std::string logicalId;
    std::string system;
    std::string value;
    std::string family;
    std::string given;
    std::string birthDate; //!< YYYYMMDD
    std::string gender;    //!< FHIR administrative gender
    std::vector<Study> studies;
    std::vector<Document> documents;
    const Country *country = nullptr;
    bool active = true;
    std::string replacedBy; //!< logical id of the person that this record was merged into
    bool consent = true;    //!< without, studies and documents are forbidden (403)
};

//! A way of naming people in a demo country.
struct IdentifierSystem
{
    std::string system;
    std::string label;
    std::string pattern;
    std::string hint;
    std::string example;
    std::string checkDigit; //!< name of the algorithm that its last sign, or a letter, follows
};

//! A demo country: its people, and how its contact point tells them apart.
struct Country
{
    std::string code; //!< ISO 3166, of the part for private use
    std::string name;
    std::string path; //!< of its services, before /fhir and /dicom-web; empty for the first country
    std::string institution;
    std::string accessionAuthority;
    std::vector<IdentifierSystem> identifierSystems;
    std::vector<Person> people;
};

//! Where an instance stands; `index` counts from 0 in its series.
struct Place
{
    const Person *person = nullptr;
    const Study *study = nullptr;
    const Series *series = nullptr;
    int index = 0;
};

//! All countries, read from the recipes when first asked for. Throws std::exception when a recipe is wrong.
const std::vector<Country> &countries();
//! The person whose studies show most, of the first country.
const Person &mainPerson();
//! Nothing for a study that is not of this country.
Place findStudy(const Country &country, std::string_view studyUid);
//! In any country; nothing for an unknown instance.
Place findInstance(std::string_view sopInstanceUid);

//! YYYYMMDD as YYYY-MM-DD.
std::string dashed(std::string_view date);

//! The DICOM file of an instance as the archive stores it. Made when first asked for, then kept.
Bytes fileAt(const Place &place);
//! The same in Explicit VR Little Endian; as stored where it would not be the same picture any more.
Bytes plainFileAt(const Place &place);

} // namespace responder
