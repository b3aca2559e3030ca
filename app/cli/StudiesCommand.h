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
    void goOn(const story::StudiesFound &found);
    void finish();
    void print(const story::StudiesFound &found);

    network::ExpectedPatient m_patient; //!< by her number, then with what her record tells
    bool m_wantsRest = false;
    int m_times = 0;        //!< how often the rest was asked for
    qsizetype m_listed = 0; //!< by then
    story::StudySearchFlow m_search;
};

} // namespace cli
