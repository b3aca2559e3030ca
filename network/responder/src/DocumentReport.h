#pragma once

#include "Country.h"

#include <string>
#include <utility>
#include <vector>

namespace responder {

//! A titled piece of a report; the code is LOINC.
struct Section
{
    std::string code;
    std::string title;
    std::string text;             //!< paragraphs, an empty line between two
    std::string translation = {}; //!< the author's own, in the report's second language; empty without one
};

//! What a radiologist wrote about a study.
struct Report
{
    std::string uid;
    std::string title;
    std::string language; //!< BCP 47
    std::string author;   //!< Family^Given
    std::string written;  //!< dateTime with zone
    std::vector<Section> sections;
    std::string status = "final";         //!< of Composition: preliminary, final, amended, entered-in-error
    std::string translationLanguage = {}; //!< BCP 47; empty without translations
    const Study *comparison = nullptr;
    std::vector<std::pair<int, int>> keyImages = {}; //!< series of the study and index in it, from 0
    std::string markup = {}; //!< goes unescaped behind the last section: what no report should have
};

//! A document Bundle in R4 with Composition, DiagnosticReport, Patient, ImagingStudy and author, in the shape of HL7
//! Europe's imaging report.
std::string fhirReport(const Person &person, const Study &study, const Report &report);
//! A collection Bundle in R4 without Composition: the report is the PDF in DiagnosticReport.presentedForm.
std::string minimalFhirReport(const Person &person, const Study &study, const Report &report);
//! One page or more of A4. The texts must be of Latin letters; Latin-2 is taken for Czech, else Latin-1.
std::string pdfReport(const Person &person, const Study &study, const Report &report);
//! A ClinicalDocument of CDA release 2 with a structured body and a DICOM object catalogue.
std::string cdaReport(const Person &person, const Study &study, const Report &report);

//! As MIME demands for binary data in JSON.
std::string base64(const std::string &bytes);

} // namespace responder
