#include "SentRequests.h"

#include <QLocale>

using namespace Qt::Literals::StringLiterals;

namespace window {

void SentRequests::record(const network::Client &client)
{
    stop();
    m_recording = connect(&client, &network::Client::exchanged, this, [this](const model::Exchange &sent) {
        constexpr qsizetype mostLines = 1000;
        if (m_lines.size() >= mostLines)
            return;
        const QString took = QLocale().toString(qint64(sent.duration.count()));
        m_lines +=
            sent.status
                ? tr("%1 %2: %3, %4 ms", "method, address, status, time")
                      .arg(QString::fromLatin1(sent.method), sent.maskedUrl, QString::number(sent.status), took)
                : tr("%1 %2: no answer", "method, address").arg(QString::fromLatin1(sent.method), sent.maskedUrl);
        if (!sent.maskedForm.isEmpty())
            m_lines += u"  "_s + sent.maskedForm;
    });
}

void SentRequests::stop()
{
    disconnect(m_recording);
}

QString SentRequests::inWords() const
{
    return m_lines.isEmpty() ? QString() : tr("Sent so far, and what came back") + u'\n' + m_lines.join(u'\n');
}

} // namespace window
