#pragma once

#include "Answer.h"
#include "FhirResources.h"
#include "Url.h"

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace responder {

//! The FHIR side of a demo country in one release: Patient with $match, ImagingStudy, DocumentReference and Endpoint to
//! read and to search, Bundle and Binary to read, /metadata and SMART discovery with its token endpoint.
class Fhir
{
public:
    //! `base` is the service's own URL, `dicomweb` the address that its Endpoint names.
    Fhir(const Country &country, Release release, std::string base, std::string dicomweb);

    //! `path` is the still encoded part of the target behind the base.
    Answer answer(const Request &request, const std::string &path);

private:
    struct Page; // what a next link leads to

    Answer read(const Request &request, const std::string &type, const std::string &id) const;
    Answer search(const Request &request, const std::string &type);
    Answer match(const Request &request) const;
    Answer turnPage(const Request &request);
    Answer bundle(Page page, const std::string &self);
    Json capabilities() const;

    const Country &m_country;
    Release m_release;
    Addresses m_addresses;
    std::mutex m_mutex;
    unsigned m_pagesMade = 0;
    std::deque<std::pair<std::string, std::shared_ptr<const Page>>> m_pages; // the latest
};

} // namespace responder
