#pragma once

#include <network/Job.h>

#include <QMutex>
#include <QPointer>

#include <atomic>
#include <functional>
#include <memory>

// How a job in the caller's thread and its work in the network thread hold on to each other.
//
// To make a job: write a class that derives from Work<Job<T>> (or Work<RetrievalJob>), keep the steps (HttpCall, inner
// JobPtr) as members, do everything from start() on in the network thread, and end with finish(). Then
//
//     JobPtr<Job<T>> job = startWork<MyWork>(workplaceDoor, argument, ...);
//
// What holds, whatever the work does:
// - nothing is emitted before control is back in the event loop of the thread that called startWork();
// - the job finishes once; after cancel() it finishes as Cancelled, even when a result was on its way;
// - cancelled or dropped work is destroyed in the network thread, from its event loop: destructors are where a work
// stops;
// - work that is destroyed without finish() (the Client went away) ends its job as Cancelled.
// startWork() may also be called in the network thread: the inner job then lives there and its owner is another work.

namespace network {

class Workplace;
//! Lets other threads see what was learned so far.
void publishLearned(Workplace &workplace);

//! A way to run calls in the thread of an object that may go away at any moment. Thread-safe.
template <class T>
class Door
{
public:
    explicit Door(T *target) : m_target(target) {}

    //! Later posts are forgotten. To be called before the target is destroyed.
    void close()
    {
        const QMutexLocker lock(&m_mutex);
        m_target = nullptr;
    }

    //! Runs call(target) from the event loop of the target's thread, or never.
    template <class F>
    void post(F call)
    {
        const QMutexLocker lock(&m_mutex);
        if (m_target)
            QMetaObject::invokeMethod(
                m_target, [target = m_target, call = std::move(call)]() mutable { call(*target); },
                Qt::QueuedConnection);
    }

private:
    QMutex m_mutex;
    T *m_target;
};

using WorkplaceDoor = std::shared_ptr<Door<Workplace>>;

//! What a job and its work share.
struct Course
{
    std::atomic_bool stopped = false;
    QPointer<QObject> work; //!< touched in the network thread only
};

//! A job whose work is done in the network thread.
template <class J>
class RemoteJob final : public J
{
public:
    using Value = typename J::Value;

    RemoteJob(WorkplaceDoor workplace, std::shared_ptr<Course> course)
        : m_door(std::make_shared<Door<RemoteJob>>(this)),
          m_workplace(std::move(workplace)),
          m_course(std::move(course))
    {}
    ~RemoteJob() override
    {
        m_door->close();
        stopWork();
    }

    void cancel() override
    {
        if (m_cancelled || this->isFinished())
            return;
        m_cancelled = true;
        stopWork();
        m_door->post([](RemoteJob &job) {
            job.finish(tl::unexpected(Error{Error::Kind::Cancelled, QStringLiteral("The work was cancelled.")}));
        });
    }

    const std::shared_ptr<Door<RemoteJob>> &door() const { return m_door; }

    //! Runs call(work) in the network thread, if the work still lives there. W: the type it was started as.
    template <class W, class F>
    void inWork(F call)
    {
        m_workplace->post([course = m_course, call = std::move(call)](Workplace &) mutable {
            if (course->work)
                call(static_cast<W &>(*course->work));
        });
    }

    void hearResult(Result<Value> result)
    {
        if (!m_cancelled)
            this->finish(std::move(result));
    }
    template <class F>
    void hear(F &tell)
    {
        if (!m_cancelled && !this->isFinished())
            tell(static_cast<J &>(*this));
    }

private:
    void stopWork()
    {
        if (!m_course->stopped.exchange(true))
            m_workplace->post([course = m_course](Workplace &) { delete course->work.data(); });
    }

    std::shared_ptr<Door<RemoteJob>> m_door;
    WorkplaceDoor m_workplace;
    std::shared_ptr<Course> m_course;
    bool m_cancelled = false;
};

//! The work's end of the line to its job. Destroyed unused, it ends the job as Cancelled.
template <class J>
class Outlet
{
public:
    using Value = typename J::Value;

    explicit Outlet(std::shared_ptr<Door<RemoteJob<J>>> job) : m_job(std::move(job)) {}
    Outlet(const Outlet &) = delete;
    Outlet &operator=(const Outlet &) = delete;
    ~Outlet()
    {
        finish(tl::unexpected(Error{Error::Kind::Cancelled, QStringLiteral("The contact point was closed.")}));
    }

    void finish(Result<Value> result)
    {
        if (std::exchange(m_used, true))
            return;
        m_job->post([result = std::move(result)](RemoteJob<J> &job) mutable { job.hearResult(std::move(result)); });
    }
    template <class F>
    void tell(F call)
    {
        m_job->post([call = std::move(call)](RemoteJob<J> &job) mutable { job.hear(call); });
    }

private:
    std::shared_ptr<Door<RemoteJob<J>>> m_job;
    bool m_used = false;
};

//! Work in the network thread for one job. Created, run and destroyed there, from the event loop.
template <class J>
class Work : public QObject
{
public:
    using JobType = J;
    using Value = typename J::Value;

    ~Work() override // what was stopped may have learned something, too
    {
        if (m_workplace)
            publishLearned(*m_workplace);
    }

    //! Begins. May call finish() at once.
    virtual void start() = 0;

    //! Only for startWork().
    void attach(Workplace &workplace, std::shared_ptr<Outlet<J>> outlet)
    {
        m_workplace = &workplace;
        m_outlet = std::move(outlet);
    }

protected:
    //! The HTTP client, what has been learned about the contact point, the door for inner jobs.
    Workplace &workplace() const { return *m_workplace; }
    //! Ends the job with this result; the work is destroyed when control is back in the event loop.
    void finish(Result<Value> result)
    {
        publishLearned(*m_workplace); // before the owner of the job asks for it
        m_outlet->finish(std::move(result));
        this->deleteLater();
    }
    void fail(Error error) { finish(tl::unexpected(std::move(error))); }
    void report(const model::Progress &progress)
    {
        tell([progress](J &job) { emit job.progressed(progress); });
    }
    //! Runs call(job) in the job's thread, in order, unless the job has ended: for further signals.
    template <class F>
    void tell(F call)
    {
        m_outlet->tell(std::move(call));
    }

private:
    Workplace *m_workplace = nullptr;
    std::shared_ptr<Outlet<J>> m_outlet;
};

} // namespace network
