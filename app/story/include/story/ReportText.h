#pragma once

#include <model/Report.h>

namespace story {

//! Makes a report readable in whatever form it came: network::readReport(), and a structured report of DICOM by its
//! content tree. \a path is the file with these bytes. Takes as long as the document is large.
model::ReadableReport readableReport(const QByteArray &document, const QString &path);

} // namespace story
