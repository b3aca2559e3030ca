#pragma once

#include <QString>

#include <tl/expected.hpp>

namespace network {

//! Why a job failed. The kinds are a closed list that scripts rely on; docs/errors.md says what each means.
struct Error
{
    enum class Kind {
        NotFound,
        Usage,
        Incomplete,
        Unauthorised,
        Forbidden,
        Untrusted,
        ForeignOrigin,
        PatientConflict,
        Unreachable,
        TimedOut,
        ServerFault,
        Rejected,
        Malformed,
        Truncated,
        RedirectLoop,
        Storage,
        Cancelled
    };

    Kind kind;
    QString detail; //!< for the log and the details fold: what was expected, what came; never a secret or an identity
    int httpStatus = 0; //!< 0: no HTTP answer decided this

    friend bool operator==(const Error &, const Error &) = default;
};

//! The kind's name as scripts see it, for example "NotFound".
QString nameOf(Error::Kind kind);

//! Whether a failed search for a patient says that the server does not know the assigning authority of the number.
bool isUnknownAuthority(const Error &error);

template <class T>
using Result = tl::expected<T, Error>;

} // namespace network
