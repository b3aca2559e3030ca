#pragma once

#include "Command.h"

namespace cli {

//! documents: a patient's reports and imaging manifests.
class DocumentsCommand final : public Command
{
    Q_OBJECT

public:
    void declare(QCommandLineParser &parser) const override;
    network::Result<void> start(const QCommandLineParser &parser) override;

private:
    network::Result<model::DocumentQuery> queryIn(const QCommandLineParser &parser) const;
    void print(const model::DocumentList &list);

    network::JobPtr<network::Job<model::DocumentList>> m_search;
};

} // namespace cli
