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

QString nameOf(RetrievalSource::How how)
{
    switch (how) {
    case RetrievalSource::How::ContactPoint:
        return QStringLiteral("contactPoint");
    case RetrievalSource::How::SeriesEndpoint:
        return QStringLiteral("seriesEndpoint");
    case RetrievalSource::How::StudyEndpoint:
        return QStringLiteral("studyEndpoint");
    case RetrievalSource::How::LocationTable:
        return QStringLiteral("locationTable");
    }
    Q_UNREACHABLE();
}

QString nameOf(RetrievalSource::Verdict verdict)
{
    switch (verdict) {
    case RetrievalSource::Verdict::Allowed:
        return QStringLiteral("allowed");
    case RetrievalSource::Verdict::Foreign:
        return QStringLiteral("foreign");
    case RetrievalSource::Verdict::Placeholder:
        return QStringLiteral("placeholder");
    }
    Q_UNREACHABLE();
}

} // namespace model
