#include "ProgressLine.h"

#include <algorithm>
#include <cstdio>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace cli {

namespace {

constexpr int barWidth = 30;
constexpr qint64 terminalPause = 100;
constexpr qint64 linePause = 1000;

QString bar(const model::Ledger &ledger)
{
    const int total = ledger.requested.value_or(0);
    const int filled = total > 0 ? std::min(barWidth, ledger.verified * barWidth / total) : 0;
    return u'[' + QString(filled, u'#') + QString(barWidth - filled, u'.') + u"] "_s;
}

} // namespace

ProgressLine::ProgressLine() : m_terminal(::isatty(STDERR_FILENO) == 1)
{
    m_clock.start();
}

void ProgressLine::show(const model::Ledger &ledger)
{
    m_last = ledger;
    m_behind = m_sinceWritten.isValid() && m_sinceWritten.elapsed() < (m_terminal ? terminalPause : linePause);
    if (!m_behind)
        write(ledger);
}

void ProgressLine::close()
{
    if (m_behind)
        write(m_last);
    if (m_terminal && m_written)
        std::fputc('\n', stderr);
}

void ProgressLine::write(const model::Ledger &ledger)
{
    m_sinceWritten.start();
    m_behind = false;
    m_written = true;
    const double seconds = std::max(0.001, static_cast<double>(m_clock.elapsed()) / 1000);
    const double megabytes = static_cast<double>(ledger.bytes) / 1e6;
    const QString requested = ledger.requested ? QString::number(*ledger.requested) : u"?"_s;
    const QString text = u"%1 of %2 instances, %3 missing, %4 MB, %5 MB/s"_s.arg(ledger.verified)
                             .arg(requested)
                             .arg(ledger.missing)
                             .arg(megabytes, 0, 'f', 1)
                             .arg(megabytes / seconds, 0, 'f', 1);
    if (m_terminal)
        std::fprintf(stderr, "\r\033[K%s%s", qUtf8Printable(bar(ledger)), qUtf8Printable(text));
    else
        std::fprintf(stderr, "%s\n", qUtf8Printable(text));
    std::fflush(stderr);
}

} // namespace cli
