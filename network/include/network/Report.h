#pragma once

#include <model/Report.h>

namespace network {

//! Makes a report readable: the narrative of a FHIR document or collection, the body of a CDA document, a PDF by itself
//! or enclosed in either or in DICOM. Of markup only what is on a short list comes through, so that nothing of it runs
//! and nothing outside of the bytes is ever asked for. Never fails: what cannot be read is said in the result. Bounded
//! in depth and memory; takes as long as the document is large, so a window calls it in another thread.
model::ReadableReport readReport(const QByteArray &document);

} // namespace network
