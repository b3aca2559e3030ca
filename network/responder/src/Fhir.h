#pragma once

#include "Answer.h"
#include "Country.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace responder {

enum class Release { R4, R5 };

//! The FHIR side of a demo country in one release: Patient, ImagingStudy, Endpoint, /metadata.
class Fhir
{
public:
    //! `base` is the service's own URL, `dicomweb` the address that its Endpoint names.
    Fhir(const Country &country, Release release, std::string base, std::string dicomweb);

    //! `path` is the still encoded part of the target behind the base.
    Answer answer(const Request &request, const std::string &path);

private:
    struct Page; // what a next link leads to

    Answer search(const Request &request, const std::string &type);
    Answer turnPage(const Request &request);
    Answer bundle(Page page, const std::string &self);

    const Country &m_country;
    Release m_release;
    std::string m_base;
    std::string m_dicomweb;
    std::mutex m_mutex;
    std::map<std::string, std::shared_ptr<const Page>> m_pages;
};

} // namespace responder
