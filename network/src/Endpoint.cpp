#include <network/Endpoint.h>

namespace network {

QString originOf(const QUrl &url)
{
    const QString scheme = url.scheme().toLower();
    const int usualPort = scheme == u"https" ? 443 : 80;
    QString host = url.host(QUrl::FullyEncoded).toLower();
    if (host.contains(u':')) // an IPv6 address
        host = u'[' + host + u']';
    return QStringLiteral("%1://%2:%3").arg(scheme, host).arg(url.port(usualPort));
}

} // namespace network
