#pragma once

#include "Command.h"

#include <story/DemoCountry.h>

namespace cli {

//! demo: serves the demo country until interrupted. Its document, the profile, comes first.
class DemoCommand final : public Command
{
    Q_OBJECT

public:
    void declare(QCommandLineParser &parser) const override;
    network::Result<void> start(const QCommandLineParser &parser) override;
    void interrupt() override;

private:
    std::unique_ptr<story::DemoCountry> m_country;
};

} // namespace cli
