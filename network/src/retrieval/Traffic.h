#pragma once

#include <QHash>
#include <QObject>
#include <QString>

#include <optional>

namespace network {

//! The image requests under way at each origin, of all retrievals of one client together: each keeps to the profile's
//! bound by itself, and several would pass it. Who has fewer under way goes first, then who has waited longer. Lives in
//! the network thread.
class Traffic final : public QObject
{
    Q_OBJECT

public:
    //! One request under way, for as long as this is held.
    class Place
    {
    public:
        Place() = default;
        Place(Traffic &traffic, QString origin, const QObject *who);
        Place(Place &&other) noexcept;
        Place &operator=(Place &&other) noexcept;
        ~Place();

    private:
        Traffic *m_traffic = nullptr;
        QString m_origin;
        const QObject *m_who = nullptr;
    };

    using QObject::QObject;

    //! Whether one more may begin where no more than `most` are to be under way. Who may not has to wait for freed()
    //! and is thought of until it begins one or says that it does not wait.
    bool mayBegin(const QString &origin, const QObject *who, int most);
    Place begin(const QString &origin, const QObject *who) { return Place(*this, origin, who); }
    void waitsNoMore(const QObject *who);

signals:
    //! There may be a place for one who waits. Never told within a call of this.
    void freed();

private:
    struct Waiting
    {
        QString origin;
        quint64 since = 0;
    };

    void count(const QString &origin, const QObject *who, int change);
    void tellSoon();

    QHash<QString, QHash<const QObject *, int>> m_underWay;
    QHash<const QObject *, Waiting> m_waiting;
    quint64 m_turns = 0;
    bool m_isToTell = false;
};

} // namespace network
