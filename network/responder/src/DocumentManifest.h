#pragma once

#include "Country.h"

#include <string>

namespace responder {

//! Where a manifest says that the instances are.
enum class Whereabouts {
    Address,     //!< the base URL of the service
    Location,    //!< a Retrieve Location UID alone, to be looked up elsewhere
    Both,        //!< one and the other
    Placeholder, //!< an address that says that none was known
};

//! Retrieve Location UID of a country's archive.
std::string locationUid(const Country &country);

//! A document Bundle in R4 with Composition, ImagingStudy, Patient and Endpoint, as IHE's MADO has it.
std::string fhirManifest(const Person &person, const Study &study, Whereabouts whereabouts, const std::string &uid,
                         const std::string &dicomwebBase);

//! A Key Object Selection Document that names every instance of the study, with the image library of MADO.
std::string keyObjectManifest(const Person &person, const Study &study, Whereabouts whereabouts,
                              const std::string &seriesUid, const std::string &sopInstanceUid,
                              const std::string &dicomwebBase);

} // namespace responder
