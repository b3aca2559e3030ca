#pragma once

#include "dicomweb/WadoUrl.h"
#include "http/HttpClient.h"

#include <network/Retrieval.h>

namespace network {

//! A WADO-RS base that may be asked.
struct Base
{
    WadoUrl url;
    HttpRequest::Service service; //!< decides sign-in and TLS identity

    friend bool operator==(const Base &a, const Base &b) { return a.url.base() == b.url.base(); }
};

//! What of a study may be asked for where, by one way (spec 3.5 rule 1, 6.8). Every address that was told is kept with
//! how it was found and what became of it.
class Sources
{
public:
    Sources(const Endpoint &endpoint, Via via);

    //! Takes the addresses and location UIDs of a listing in.
    void use(const model::Study &tree);
    //! Where a series, or the whole study, may be asked for, best first. Empty when every place that is named is one
    //! that the profile does not allow, or there is none at all.
    QList<Base> basesFor(const std::optional<model::SeriesUid> &series) const;
    //! The contact point is asked because no listing tells a usable address.
    bool isFallback() const { return m_via == Via::Direct && m_contactPoint && m_told.isEmpty() && !m_foreign; }
    bool namesForeign() const { return m_foreign; }
    const QList<model::RetrievalSource> &found() const { return m_found; }

private:
    struct Told
    {
        Base base;
        model::RetrievalSource::How how;
        std::optional<model::SeriesUid> series; //!< none: told for the study
    };

    void add(const QUrl &address, model::RetrievalSource::How how, const std::optional<model::SeriesUid> &series);
    void locate(const QString &uid, const std::optional<model::SeriesUid> &series, const QUrl &told);
    void note(const QString &address, model::RetrievalSource::How how, model::RetrievalSource::Verdict verdict,
              const std::optional<model::SeriesUid> &series);

    const Endpoint &m_endpoint;
    const Via m_via;
    std::optional<Base> m_contactPoint;
    QList<Told> m_told;
    bool m_foreign = false;
    QList<model::RetrievalSource> m_found;
};

} // namespace network
