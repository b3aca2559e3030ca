#pragma once

#include "Answer.h"
#include "Country.h"

#include <string>

namespace responder {

//! Answers a GET below the DICOMweb base of a country: QIDO-RS searches and WADO-RS retrievals (PS3.18 10.4 and 10.6).
//! `base` is the service's own URL, `path` the still encoded part of the target behind it.
Answer answerDicomWeb(const Country &country, const Request &request, const std::string &base, const std::string &path);

} // namespace responder
