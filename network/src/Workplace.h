#pragma once

#include "RemoteJob.h"
#include "fhir/Capabilities.h"
#include "fhir/FhirSearch.h"
#include "http/HttpClient.h"
#include "retrieval/Pace.h"
#include "retrieval/Traffic.h"

#include <QMutex>
#include <QThread>

namespace network {

//! What one contact point has shown of its habits. Kept for the life of a Client.
struct Learned
{
    std::optional<PatientForm> studiesForm;       //!< the form of "studies of this patient" that found some (spec 3.2)
    std::optional<PatientForm> documentsForm;     //!< the same for documents, which may be filed otherwise
    std::optional<UidForm> uidForm;               //!< the spelling of a study UID that found it (spec 3.4)
    BodySiteForm bodySiteForm = BodySiteForm::R4; //!< the other one when the server did not know this (spec 3.1)
    RegionForm regionForm = RegionForm::BodySite; //!< the same for documents (spec 6.3)
    std::optional<Capabilities> capabilities;     //!< of the FHIR server, once it was asked
    bool patientMatchOnly = false;                //!< patients are found by $match and by no search
    bool includeRefused = false;                  //!< _include is answered with an error
    bool statusRefused = false;                   //!< documents: a search by status is answered with an error
    bool getRefused = false; //!< FHIR searches: 405 to GET, so POST is used, and the other way round
    bool postRefused = false;
    bool includeFieldRefused = false; //!< QIDO-RS: includefield is answered with an error
    int modalityKey = 0;              //!< QIDO-RS: which of qidoModalityKeys() is not refused
    QHash<QString, int> acceptRungs;  //!< WADO-RS base -> which Accept header it understands (spec 5.2)
    QHash<QString, Pace> paces;       //!< origin -> how many image requests at once it sustains
    QHash<QString, bool> singlesWin;  //!< origin, where it was measured -> single images came faster than a whole study
};

//! Everything that lives in the network thread of one Client.
class Workplace final : public QObject
{
public:
    explicit Workplace(const Endpoint &endpoint);
    ~Workplace() override;

    HttpClient &http() { return m_http; }
    const Endpoint &endpoint() const { return m_http.endpoint(); }
    //! In the network thread only.
    Learned &learned() { return m_learned; }
    //! What was learned by the works that have ended. Thread-safe.
    Learned published() const;
    void publish();
    Traffic &traffic() { return m_traffic; }
    const WorkplaceDoor &door() const { return m_door; }
    //! Destroys all work and lets no more begin. What the works drop is deleted by the event loop, so it has to run on.
    void endWorks();
    //! Owns a work from here on.
    void adopt(QObject *work) { work->setParent(&m_works); }

private:
    HttpClient m_http;
    Learned m_learned;
    mutable QMutex m_mutex; //!< of m_published
    Learned m_published;
    Traffic m_traffic;
    WorkplaceDoor m_door;
    QObject m_works; //!< last, so that works go before what they use
};

//! A thread with a workplace in it. Ending it ends all work there.
class NetworkThread
{
public:
    explicit NetworkThread(const Endpoint &endpoint);
    ~NetworkThread();

    const WorkplaceDoor &door() const { return m_door; }
    //! For connecting to its signals only.
    const HttpClient *http() const { return &m_workplace->http(); }
    Learned learned() const { return m_workplace->published(); }

private:
    QThread m_thread;
    Workplace *m_workplace; //!< lives and dies in m_thread
    WorkplaceDoor m_door;
};

//! Starts work of type W, made from the arguments in the network thread, and hands out its job.
template <class W, class... Arguments>
JobPtr<typename W::JobType> startWork(const WorkplaceDoor &door, Arguments... arguments)
{
    using J = typename W::JobType;
    auto course = std::make_shared<Course>();
    auto *job = new RemoteJob<J>(door, course);
    auto outlet = std::make_shared<Outlet<J>>(job->door());
    door->post(
        [course, outlet = std::move(outlet), ... arguments = std::move(arguments)](Workplace &workplace) mutable {
            if (course->stopped)
                return;
            auto *work = new W(std::move(arguments)...);
            course->work = work;
            workplace.adopt(work);
            work->attach(workplace, std::move(outlet));
            work->start();
        });
    return JobPtr<J>(job);
}

} // namespace network
