#pragma once

#include <QString>
#include <QStringList>

namespace story {

//! What a comparison of two written names can say.
enum class NameAgreement { Same, Different, NotComparable };

//! The parts of a name, folded: no case, no accents, no order, one spelling for ä, ae and a. A DICOM PN and a FHIR
//! text of the same person give the same set.
QStringList namePartsIn(const QString &name);

//! The names agree when all parts of the shorter one are in the longer one, an initial standing for its name. A name in
//! another script cannot be compared.
NameAgreement compareNames(const QString &a, const QString &b);

} // namespace story
