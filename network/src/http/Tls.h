#pragma once

#include <network/Endpoint.h>
#include <network/Result.h>

#include <QSslConfiguration>

namespace network {

//! What a connection trusts and shows. Errors are of kind Usage: a file that cannot be read or used is the profile's
//! fault. Without identity no client certificate is offered.
Result<QSslConfiguration> sslConfiguration(const Tls &tls, bool withIdentity);

} // namespace network
