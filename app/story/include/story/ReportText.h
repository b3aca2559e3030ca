#pragma once

#include <model/Report.h>

namespace story {

//! Makes a report readable in whatever form it came: network::readReport(), and a structured report of DICOM by its
//! content tree. Takes as long as the document is large.
model::ReadableReport readableReport(const QByteArray &document);

} // namespace story
