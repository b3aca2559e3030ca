#pragma once

#include "Command.h"

#include <story/ConnectionCheckFlow.h>

namespace cli {

//! probe: is the contact point there, and what does it offer.
class ProbeCommand final : public Command
{
    Q_OBJECT

public:
    void declare(QCommandLineParser &parser) const override;
    network::Result<void> start(const QCommandLineParser &parser) override;

private:
    void print(const QList<network::Check> &checks);

    story::ConnectionCheckFlow m_check;
};

} // namespace cli
