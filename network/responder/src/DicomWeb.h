#pragma once

#include "Answer.h"
#include "Country.h"

#include <string>

namespace responder {

//! Answers a GET below the DICOMweb base of a country: QIDO-RS searches and WADO-RS retrievals (PS3.18 10.4 and 10.6).
//! `path` is the still encoded part of the target behind its base.
Answer answerDicomWeb(const Country &country, const Request &request, const Addresses &addresses,
                      const std::string &path);

} // namespace responder
