#pragma once

#include <QtGlobal>

#include <atomic>
#include <thread>
#include <vector>

//! A proxy on loopback that behaves like a long, thin line: everything arrives so much later, and what comes back comes
//! at most so fast, all connections together. Runs in threads of its own for as long as it lives.
class ThinLine
{
public:
    ThinLine(quint16 target, int delayMilliseconds, qint64 bytesPerSecond);
    ~ThinLine();
    ThinLine(const ThinLine &) = delete;
    ThinLine &operator=(const ThinLine &) = delete;

    quint16 port() const { return m_port; }

private:
    void accept();
    void serve(int client);
    //! Moves bytes one way until either end closes.
    void carry(int from, int to, bool isThin);
    //! When so many more bytes have passed.
    qint64 passed(qint64 bytes);

    const quint16 m_target;
    const int m_delay;
    const qint64 m_rate;
    int m_listener = -1;
    quint16 m_port = 0;
    std::atomic_bool m_ends = false;
    std::atomic<qint64> m_free = 0; //!< microseconds: when the line has nothing more to carry
    std::vector<std::thread> m_threads;
    std::thread m_acceptor;
};
