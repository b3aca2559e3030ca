#pragma once

#include "Command.h"

#include <story/PatientSearchFlow.h>
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
    void finish(const story::StudiesFound &found);
    void print(const story::StudiesFound &found);

    model::PatientIdentifier m_patient;
    story::StudySearchFlow m_search;
    story::PatientSearchFlow m_patientSearch;
};

} // namespace cli
