#pragma once

#include <viewer/Result.h>

#include <chrono>
#include <memory>
#include <stop_token>

namespace viewer {

//! One helper program, with a socket to it. Ended and reaped with its object.
class HelperProcess
{
public:
    //! \a name of the program beside this one, or in ../libexec/borderlight.
    static QString programNamed(const QString &name);
    static Error cannotStart(const QString &why);

    //! Its environment is empty but for what decoders need.
    static Result<std::unique_ptr<HelperProcess>> start(const QString &program);
    ~HelperProcess();
    Q_DISABLE_COPY_MOVE(HelperProcess)

    qint64 process() const { return m_process; }
    int socket() const { return m_socket; }

    enum class Waited { Answered, Stopped, TooLong };
    Waited wait(const std::stop_token &stop, std::chrono::milliseconds patience) const;

private:
    HelperProcess(int process, int socket) : m_process(process), m_socket(socket) {}

    int m_process;
    int m_socket;
};

} // namespace viewer
