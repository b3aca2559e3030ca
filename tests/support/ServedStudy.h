#pragma once

#include "support/SyntheticStudy.h"

#include <responder/Responder.h>

//! Lets a contact point answer QIDO-RS and WADO-RS for a made-up study: the study, its series, single instances. The
//! study must outlive the contact point's answers.
void serve(responder::Responder &responder, const SyntheticStudy &study);
