#pragma once

#include "SafeHtml.h"

namespace network {

//! Reads what a CDA document says to people: its sections with their narrative blocks, or the one body that is no XML.
void readCdaBody(const QByteArray &xml, model::ReadableReport &report, ReportRoom &room);

//! A body or form of a report that is enclosed as bytes of some media type: PDF, plain text or HTML.
void takeEnclosed(const QString &mediaType, const QByteArray &bytes, model::ReadableReport &report, ReportRoom &room);

} // namespace network
