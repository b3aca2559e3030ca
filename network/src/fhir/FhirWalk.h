#pragma once

#include "Bundle.h"
#include "FhirSearch.h"
#include "Workplace.h"

#include <QSet>

namespace network {

//! Where a `next` link leads, under the rules of spec 2.5: relative links are resolved, links to another origin are
//! rebased onto the base when their path lies below it, and are nothing otherwise.
std::optional<QUrl> nextPage(const QString &link, const QUrl &current, const QUrl &base);

//! Whether a search is sent by POST at first.
bool isPosted(const Endpoint &endpoint, const Learned &learned);

//! Asks one FHIR search and follows its pages. Lives in the network thread; destroyed, it stops.
class FhirWalk final : public QObject
{
public:
    struct Ending
    {
        std::optional<Error> error; //!< the first page failed; a later one only makes the list truncated
        bool truncated = false;
        QList<model::Note> notes;
        QStringList ignoredFilters; //!< names of parameters that the server did not apply
        QString rest;               //!< the page that was not read, where it can be asked for later
    };
    //! Reads a page, keeps its matches, gives back what it tells beside them.
    using ReadPage = std::function<Result<BundlePage>(const QByteArray &body)>;
    //! Called once; may destroy the walk.
    using WhenEnded = std::function<void(const Ending &)>;

    FhirWalk(Workplace &workplace, FhirSearch search, ReadPage readPage, WhenEnded whenEnded);
    void start();
    //! Instead of start(): reads on from where an earlier walk of the same search ended.
    void goOnAt(const QString &rest);

private:
    void ask(const HttpRequest &request);
    void turnTo(const QUrl &page);
    bool turnToUnescaped();
    void answered(const Result<HttpAnswer> &answer);
    void failed(const Error &error);
    void stopShort(const QString &why);
    void end();

    Workplace &m_workplace;
    FhirSearch m_search;
    ReadPage m_readPage;
    WhenEnded m_whenEnded;

    std::unique_ptr<HttpCall> m_call;
    HttpRequest m_first;
    QUrl m_current;
    QSet<QUrl> m_visited;
    int m_pages = 0;
    bool m_posting = false;
    bool m_methodChanged = false;
    bool m_goesOn = false;      //!< its first page is not the first of the search
    bool m_isUnescaped = false; //!< the page under way is asked for in the second way
    Ending m_ending;
};

} // namespace network
