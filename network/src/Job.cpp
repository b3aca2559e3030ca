#include <network/Job.h>

namespace network {

void JobDropper::operator()(AnyJob *job) const
{
    if (!job)
        return;
    job->disconnect();
    job->cancel();
    job->deleteLater();
}

} // namespace network
