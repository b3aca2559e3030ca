#pragma once

#include "Command.h"

#include <QProcess>

namespace cli {

//! bench: one of the benchmarks that are built beside the program, its rows as JSON. What the benchmark says meanwhile
//! goes to standard error. A goal that is missed is a result: the row tells it, the exit status does not.
class BenchCommand final : public Command
{
    Q_OBJECT

public:
    void declare(QCommandLineParser &parser) const override;
    network::Result<void> start(const QCommandLineParser &parser) override;
    void interrupt() override;

private:
    void finish();

    QProcess m_benchmark;
    bool m_isInterrupted = false;
};

} // namespace cli
