#pragma once

#include <model/Ledger.h>

#include <QElapsedTimer>

namespace cli {

//! Progress of a retrieval on standard error: a bar that is redrawn when that is a terminal, else a line at most once a
//! second.
class ProgressLine
{
public:
    ProgressLine();

    void show(const model::Ledger &ledger);
    //! The last state, and the line ended.
    void close();

private:
    void write(const model::Ledger &ledger);

    bool m_terminal;
    QElapsedTimer m_clock;
    QElapsedTimer m_sinceWritten;
    model::Ledger m_last;
    bool m_written = false;
    bool m_behind = false; //!< the last state was not written yet
};

} // namespace cli
