#pragma once

#include <network/Client.h>

#include <QStringList>

namespace window {

//! What went over the wire for a question: other forms of it, further pages and what else it took, identity masked.
class SentRequests final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    //! From now on, beside what was recorded before.
    void record(const network::Client &client);
    void stop();
    void clear() { m_lines.clear(); }
    //! A heading and a line a request; empty: nothing was sent.
    QString inWords() const;

private:
    QStringList m_lines;
    QMetaObject::Connection m_recording;
};

} // namespace window
