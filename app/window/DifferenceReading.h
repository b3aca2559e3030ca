#pragma once

#include <story/StudySearchFlow.h>
#include <ui/DifferencesPage.h>

namespace window {

//! The studies about which routes do not agree, or of which a row names another patient, with every difference read:
//! what explains itself, what stays open, what speaks of somebody else. With the fields on which the routes agree.
QList<ui::DifferingStudy> differingStudies(const story::StudiesFound &found);

//! Whether a field of a difference tells who the patient is.
bool isOfPatient(const QString &field);

} // namespace window
