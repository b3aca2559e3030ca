#include <model/Patient.h>

namespace model {

std::optional<PatientIdentifier> PatientIdentifier::parse(QStringView text)
{
    const auto bar = text.indexOf(u'|');
    if (bar <= 0 || bar == text.size() - 1)
        return std::nullopt;
    return PatientIdentifier{text.first(bar).toString(), text.sliced(bar + 1).toString()};
}

} // namespace model
