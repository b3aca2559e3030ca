#include "Archive.h"

#include <QDir>
#include <QFile>
#include <QTcpSocket>

Archive::Archive(const QString &folder) : m_folder(folder), m_port(freePort()) {}

bool Archive::start()
{
    const QString configuration = QStringLiteral(R"({
  "StorageDirectory": "%1/orthanc", "IndexDirectory": "%1/orthanc",
  "Plugins": ["/usr/share/orthanc/plugins/libOrthancDicomWeb.so"],
  "HttpPort": %2, "RemoteAccessAllowed": false, "AuthenticationEnabled": false, "DicomServerEnabled": false,
  "KeepAlive": true, "StableAge": 1, "DicomWeb": {"Enable": true, "Root": "/dicom-web/", "Ssl": false}
})")
                                      .arg(m_folder)
                                      .arg(m_port);
    QFile file(m_folder + QStringLiteral("/orthanc.json"));
    if (!QDir(m_folder).mkpath(QStringLiteral("orthanc")) || !file.open(QIODevice::WriteOnly) ||
        file.write(configuration.toUtf8()) < 0)
        return false;
    file.close();
    return m_orthanc.start(QStringLiteral("Orthanc"), {file.fileName()}, m_port);
}

bool Archive::keep(const SyntheticStudy &study) const
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), m_port);
    for (int slice = 0; slice < study.slices(); ++slice) {
        const QByteArray file = study.file(slice);
        socket.write("POST /instances HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
                     QByteArray::number(file.size()) + "\r\n\r\n" + file);
        QByteArray answer;
        qsizetype left = -1;
        while (left != 0) {
            if (!socket.waitForReadyRead(30'000))
                return false;
            answer += socket.readAll();
            const auto head = answer.indexOf("\r\n\r\n");
            if (head < 0)
                continue;
            const auto length = answer.toLower().indexOf("content-length:");
            if (length < 0 || length > head || !answer.startsWith("HTTP/1.1 200"))
                return false;
            left = head + 4 + answer.mid(length + 15, 12).split('\r').first().trimmed().toLongLong() - answer.size();
        }
    }
    return true;
}
