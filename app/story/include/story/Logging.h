#pragma once

#include <network/Client.h>

namespace story {

//! Sends log lines of all rooms and of Qt to stderr where they are wanted, else nowhere; standard output is never
//! touched. Wanted are they by `verbose` or by a non-empty environment variable BORDERLIGHT_LOG.
void startLogging(bool verbose);

//! Logs one line an exchange: what, with which outcome, how long and how much; never who.
void logExchangesOf(const network::Client &client);

} // namespace story
