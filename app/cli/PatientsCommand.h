#pragma once

#include "Command.h"

#include <story/PatientSearchFlow.h>

namespace cli {

//! patients: candidates for an identifier or traits.
class PatientsCommand final : public Command
{
    Q_OBJECT

public:
    void declare(QCommandLineParser &parser) const override;
    network::Result<void> start(const QCommandLineParser &parser) override;

private:
    //! Tells the person at the terminal when a number does not have the form that the profile knows.
    void doubt(const model::PatientIdentifier &identifier) const;
    void print(const model::PatientList &patients);

    story::PatientSearchFlow m_search;
};

} // namespace cli
