#pragma once

#include "Command.h"

#include <story/Merge.h>

namespace cli {

//! tree: a study with all its series and instances, from all routes together.
class TreeCommand final : public Command
{
    Q_OBJECT

public:
    void declare(QCommandLineParser &parser) const override;
    network::Result<void> start(const QCommandLineParser &parser) override;

private:
    void routeEnded();
    void compare(model::Route route, const model::Study &study, QList<model::Note> &notes) const;
    void print();

    struct Asked
    {
        model::Route route;
        network::JobPtr<network::Job<model::Study>> job;
    };
    std::vector<Asked> m_asked;
    size_t m_open = 0;
    std::optional<model::StudyUid> m_study;
    std::optional<network::ExpectedPatient> m_patient; //!< by her number, then with what her record tells
    QList<model::Note> m_notes;
};

} // namespace cli
