#pragma once

#include <model/Progress.h>
#include <network/Result.h>

#include <QObject>

#include <memory>
#include <optional>

namespace network {

//! Work under way at a contact point. A job lives in the thread that asked for it; the work itself happens elsewhere.
//! Nothing is emitted before control is back in the event loop. finished() comes exactly once, also after cancel()
//! (the result is then Cancelled), and never after the job was dropped.
class AnyJob : public QObject
{
    Q_OBJECT

public:
    //! Ends the work as soon as possible; finished() follows with the result Cancelled. No effect on a finished job.
    virtual void cancel() = 0;
    virtual bool isFinished() const = 0;

signals:
    //! At most some ten times a second.
    void progressed(const model::Progress &progress);
    void finished();
};

template <class T>
class Job : public AnyJob
{
public:
    using Value = T;

    //! What came out. To be called once isFinished().
    const Result<T> &result() const
    {
        Q_ASSERT(m_result);
        return *m_result;
    }
    bool isFinished() const override { return m_result.has_value(); }

protected:
    //! Keeps the first result and tells it; later ones are ignored.
    void finish(Result<T> result)
    {
        if (m_result)
            return;
        m_result = std::move(result);
        emit finished();
    }

private:
    std::optional<Result<T>> m_result;
};

//! Drops a job: it falls silent, stops its work, and is deleted when it is safe, also inside one of its own slots.
struct JobDropper
{
    void operator()(AnyJob *job) const;
};

template <class J>
using JobPtr = std::unique_ptr<J, JobDropper>;

} // namespace network
