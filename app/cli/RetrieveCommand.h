#pragma once

#include "Command.h"
#include "ProgressLine.h"

#include <story/RetrievalFlow.h>

namespace cli {

//! retrieve: a study, series or listed instances to disk.
class RetrieveCommand final : public Command
{
    Q_OBJECT

public:
    void declare(QCommandLineParser &parser) const override;
    network::Result<void> start(const QCommandLineParser &parser) override;
    void interrupt() override;

private:
    void findPatient(const model::PatientIdentifier &identifier);
    void retrieve();
    void print(const model::RetrievalReport &report);
    void failed(const network::Error &error, const model::RetrievalReport &partial);

    story::RetrievalFlow m_retrieval;
    story::RetrievalOrder m_order;
    QList<model::Note> m_notes;
    ProgressLine m_progress;
};

} // namespace cli
