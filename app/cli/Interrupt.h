#pragma once

#include <QObject>

#include <memory>

class QSocketNotifier;

namespace cli {

//! Turns SIGINT, SIGTERM and SIGHUP, unless that is ignored, into a Qt signal. The next one after that ends the program
//! the system's way, so that nobody waits for a program that does not listen.
class Interrupt final : public QObject
{
    Q_OBJECT

public:
    Interrupt();
    ~Interrupt() override;

signals:
    void interrupted();

private:
    int m_ends[2] = {-1, -1};
    bool m_hearsHangUp = false;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace cli
