#pragma once

#include <QByteArray>
#include <QDebug>
#include <QString>

namespace model {

//! A text that must not reach a log by mistake: it converts to nothing and cannot be streamed; whoever needs it says
//! reveal().
class Secret
{
public:
    Secret() = default;
    explicit Secret(QString text) : m_text(std::move(text)) {}

    const QString &reveal() const { return m_text; }
    bool isEmpty() const { return m_text.isEmpty(); }

    friend bool operator==(const Secret &, const Secret &) = default;
    friend QDebug operator<<(QDebug, const Secret &) = delete;

private:
    QString m_text;
};

} // namespace model
