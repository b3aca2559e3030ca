#include <model/Ledger.h>

namespace model {

QString nameOf(PatientVerdict verdict)
{
    switch (verdict) {
    case PatientVerdict::Unchecked:
        return QStringLiteral("unchecked");
    case PatientVerdict::Match:
        return QStringLiteral("match");
    case PatientVerdict::Explained:
        return QStringLiteral("explained");
    case PatientVerdict::Conflict:
        return QStringLiteral("conflict");
    }
    Q_UNREACHABLE();
}

} // namespace model
