#pragma once

#include <QByteArray>

#include <optional>

namespace network {

//! The bytes that Base64 stands for, white space between allowed, as FHIR and CDA have it. Nothing where other
//! characters are in it: decoders pass over them and then give bytes that nobody sent.
std::optional<QByteArray> fromBase64(const QByteArray &text);

} // namespace network
