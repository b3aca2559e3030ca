#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTextStream>

#include <functional>
#include <optional>
#include <vector>

//! Where the rows go.
QTextStream &out();

struct Cost
{
    double wall = 0; //!< seconds
    double cpu = 0;  //!< seconds, user and system
    double peak = 0; //!< MiB
};

//! Runs a program to its end and asks the operating system what it cost, its own children included.
std::optional<Cost> costOf(const QStringList &command);

struct Spread
{
    double median = 0;
    double least = 0;
    double most = 0;
};

Spread spreadOf(std::vector<double> values);
QString written(const Spread &spread, int digits = 2);

//! Yardstick and ours in turn, once to warm up and then `rounds` times, with `clean` after each.
struct Pairs
{
    std::vector<double> wall, cpu; //!< ours divided by the yardstick's
    std::vector<double> peak;      //!< ours, MiB
    std::vector<double> ourWall, theirWall;
};
std::optional<Pairs> measured(const QStringList &yardstick, const QStringList &ours, int rounds,
                              const std::function<void()> &clean);

//! One row: what, the figure, and whether the goal is met. Returns `isMet`.
bool row(const QString &name, const QString &figures, bool isMet);

//! A port on loopback that was free a moment ago.
quint16 freePort();
//! True when something listens there within ten seconds.
bool listens(quint16 port);

//! Ends the program that it started.
class Server
{
public:
    ~Server();
    bool start(const QString &program, const QStringList &arguments, quint16 port);

private:
    QProcess m_process;
};

//! nginx over static files, by http and by https with a certificate of its own.
class WebServer
{
public:
    explicit WebServer(const QString &folder);
    QString base() const { return QStringLiteral("http://127.0.0.1:%1/dicom-web").arg(m_port); }
    QString secureBase() const { return QStringLiteral("https://localhost:%1/dicom-web").arg(m_securePort); }
    QString certificate() const { return m_folder + QStringLiteral("/server.crt"); }
    quint16 port() const { return m_port; }
    //! Each study has a folder below, as SyntheticStudy::writeTo() fills it.
    bool start(const QStringList &studies);

private:
    QString m_folder;
    quint16 m_port;
    quint16 m_securePort;
    Server m_nginx;
};
