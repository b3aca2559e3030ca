#include <network/Result.h>

#include <QRegularExpression>

namespace network {

QString nameOf(Error::Kind kind)
{
    using Kind = Error::Kind;
    switch (kind) {
    case Kind::NotFound:
        return QStringLiteral("NotFound");
    case Kind::Usage:
        return QStringLiteral("Usage");
    case Kind::Incomplete:
        return QStringLiteral("Incomplete");
    case Kind::Unauthorised:
        return QStringLiteral("Unauthorised");
    case Kind::Forbidden:
        return QStringLiteral("Forbidden");
    case Kind::Untrusted:
        return QStringLiteral("Untrusted");
    case Kind::ForeignOrigin:
        return QStringLiteral("ForeignOrigin");
    case Kind::PatientConflict:
        return QStringLiteral("PatientConflict");
    case Kind::Unreachable:
        return QStringLiteral("Unreachable");
    case Kind::TimedOut:
        return QStringLiteral("TimedOut");
    case Kind::ServerFault:
        return QStringLiteral("ServerFault");
    case Kind::Rejected:
        return QStringLiteral("Rejected");
    case Kind::Malformed:
        return QStringLiteral("Malformed");
    case Kind::Truncated:
        return QStringLiteral("Truncated");
    case Kind::RedirectLoop:
        return QStringLiteral("RedirectLoop");
    case Kind::Storage:
        return QStringLiteral("Storage");
    case Kind::Cancelled:
        return QStringLiteral("Cancelled");
    }
    Q_UNREACHABLE();
}

bool isUnknownAuthority(const Error &error)
{
    // ITI-78 prefers "targetSystem not found"; not everybody keeps to these words.
    static const QRegularExpression authority(
        QStringLiteral(
            "target ?system|assigning authorit|(naming|identifier) system|unknown (authority|system|issuer)"),
        QRegularExpression::CaseInsensitiveOption);
    return error.kind == Error::Kind::NotFound && authority.match(error.detail).hasMatch();
}

} // namespace network
