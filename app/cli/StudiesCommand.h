#pragma once

#include "Command.h"

#include <story/StudySearchFlow.h>

namespace cli {

//! studies: one list from all routes.
class StudiesCommand final : public Command
{
    Q_OBJECT

public:
    void declare(QCommandLineParser &parser) const override;
    network::Result<void> start(const QCommandLineParser &parser) override;

private:
    network::Result<story::StudySearchRequest> requestIn(const QCommandLineParser &parser) const;
    void print(const story::StudiesFound &found);

    story::StudySearchFlow m_search;
};

} // namespace cli
