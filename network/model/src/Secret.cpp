#include <model/Secret.h>

#include <QMessageAuthenticationCode>
#include <QRandomGenerator>

namespace model {

QString tagFor(QStringView personalValue)
{
    static const QByteArray key = [] {
        QByteArray bytes(32, Qt::Uninitialized);
        for (char &byte : bytes)
            byte = static_cast<char>(QRandomGenerator::system()->bounded(256));
        return bytes;
    }();
    const auto hash =
        QMessageAuthenticationCode::hash(personalValue.toUtf8(), key, QCryptographicHash::Sha256).toHex().first(8);
    return QLatin1Char('#') + QString::fromLatin1(hash);
}

} // namespace model
