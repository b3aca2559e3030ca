#pragma once

#include "FhirResources.h"
#include "Url.h"

#include <string>
#include <string_view>
#include <vector>

namespace responder {

//! What a search looks at: a person, with a study or a document of theirs where the type is about one.
struct Candidate
{
    const Person *person = nullptr;
    const Study *study = nullptr;
    const Document *document = nullptr;
};

struct SearchParameter
{
    std::string name;
    std::string type; //!< token, string, date or reference
};

//! All that a search for this type understands, chained ones aside: behind `patient.` and `subject.` stands any
//! parameter of Patient.
std::vector<SearchParameter> searchParameters(const std::string &type, Release release);

struct Criterion;

//! The conditions of a search in FHIR's grammar: repeated means "and", a comma means "or".
class Conditions
{
public:
    //! Parameters for the result, such as _count, are not for here.
    Conditions(const std::string &type, Release release, const Parameters &parameters);

    //! Names that mean nothing here.
    const std::vector<std::string> &unknown() const { return m_unknown; }
    //! Why the search cannot be done: a modifier that is not offered or a date that is none; empty when it can.
    const std::string &problem() const { return m_problem; }
    bool areMetBy(const Candidate &candidate) const;

private:
    struct Condition
    {
        const Criterion *criterion;
        std::string modifier;
        std::vector<std::string> alternatives;
    };

    std::vector<Condition> m_all;
    std::vector<std::string> m_unknown;
    std::string m_problem;
};

//! Lower case without accents, for Latin, Greek and Cyrillic letters of European names.
std::string folded(std::string_view text);

} // namespace responder
