#pragma once

#include "Answer.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace responder {

struct Country;
struct Person;

//! A coding of FHIR. Without a code it is none.
struct Code
{
    std::string system;
    std::string code;
    std::string display;
};

//! A business identifier as FHIR has it, so a UID is `urn:ietf:rfc:3986` and `urn:oid:` before it.
struct Identifier
{
    std::string system;
    std::string value;
};

//! Where the contact point is, since manifests tell addresses. Both without a slash at the end.
struct Addresses
{
    std::string fhir;
    std::string dicomweb;
};

//! One representation of a document.
struct Content
{
    //! How the attachment of a DocumentReference leads to the bytes.
    enum class Form {
        Inline,   //!< `data`, no url
        Relative, //!< url = reference, which is relative to the FHIR base
        Absolute, //!< url = FHIR base + '/' + reference
        Instance  //!< url = DICOMweb base + '/' + reference: the WADO-RS URL of a DICOM instance
    };

    std::string contentType;
    Code format;
    Form form = Form::Relative;
    std::string reference; //!< `Bundle/ID`, `Binary/ID` or `studies/…/series/…/instances/…`; empty when inline
    std::string language;  //!< BCP 47
    //! The bytes: the same each time for the same addresses.
    std::function<Bytes(const Addresses &)> bytes;
};

//! What a DocumentReference tells (R4 words).
struct Document
{
    enum class Kind { Report, Manifest };

    struct Relation
    {
        std::string code;   //!< replaces, transforms, signs, appends
        std::string target; //!< logical id of the other DocumentReference of the same person
    };

    std::string logicalId;
    Kind kind = Kind::Report;
    std::string title;
    std::string status = "current"; //!< of the reference: current, superseded, entered-in-error
    std::string docStatus = "final";
    std::string date;             //!< of the reference, an instant with zone
    std::string creation;         //!< of the contents, a dateTime with zone
    std::string serviceStart;     //!< of the examination, a dateTime with zone
    std::vector<Code> types;      //!< codings of the one type
    std::vector<Code> categories; //!< a concept each
    Identifier masterIdentifier;
    std::vector<Identifier> identifiers; //!< business identifiers besides, may repeat the master
    std::vector<std::string> studies;    //!< Study Instance UIDs, empty where the author named none
    std::string accession;
    std::vector<std::string> modalities; //!< DCM
    Code bodySite;
    Code facility;
    Code practiceSetting;
    std::string author; //!< display
    std::vector<Relation> relations;
    std::vector<Content> contents;
};

//! A content and the document that it belongs to; nothing when there is none.
struct FoundContent
{
    const Person *person = nullptr;
    const Document *document = nullptr;
    const Content *content = nullptr;
};

//! What `Bundle/ID`, `Binary/ID` or the path of a manifest's instance below the DICOMweb base leads to.
FoundContent findContent(const Country &country, std::string_view reference);

} // namespace responder
