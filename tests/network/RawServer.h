#pragma once

#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <functional>

//! A loopback server that says exactly the bytes it is told to, for what no decent server would send.
class RawServer : public QTcpServer
{
public:
    using Answer = std::function<void(QTcpSocket &socket, const QByteArray &request)>;

    explicit RawServer(Answer answer) : m_answer(std::move(answer))
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *socket = nextPendingConnection()) {
                ++connections;
                connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(*socket); });
                connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            }
        });
    }

    QString origin() const { return QStringLiteral("http://127.0.0.1:%1").arg(serverPort()); }
    QUrl url(const QString &pathAndQuery) const { return QUrl(origin() + pathAndQuery); }

    QList<QByteArray> requests;
    int connections = 0;

    //! A whole answer with Content-Length.
    static QByteArray reply(int status, const QByteArray &type, const QByteArray &body,
                            const QByteArray &moreHeaders = {})
    {
        return "HTTP/1.1 " + QByteArray::number(status) + " Words\r\nContent-Type: " + type +
               "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n" + moreHeaders + "\r\n" + body;
    }

private:
    void read(QTcpSocket &socket)
    {
        QByteArray &request = m_pending[&socket];
        request += socket.readAll();
        const auto head = request.indexOf("\r\n\r\n");
        if (head < 0)
            return;
        qsizetype length = 0;
        for (const QByteArray &line : request.first(head).split('\n'))
            if (line.toLower().startsWith("content-length:"))
                length = line.mid(15).trimmed().toLongLong();
        if (request.size() < head + 4 + length)
            return;
        requests << std::exchange(request, {});
        m_answer(socket, requests.constLast());
    }

    Answer m_answer;
    QHash<QTcpSocket *, QByteArray> m_pending;
};
