#include <model/Note.h>

namespace model {

Note underOtherNumber(int rows)
{
    return {Note::Kind::OtherNumber,
            rows == 1 ? QStringLiteral("1 row came under another patient number and is not listed.")
                      : QStringLiteral("%1 rows came under another patient number and are not listed.").arg(rows),
            QString(), rows};
}

} // namespace model
