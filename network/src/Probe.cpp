#include "Probe.h"

#include "dicomweb/Qido.h"
#include "fhir/Capabilities.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QUuid>
#include <QtEndian>

namespace network {

namespace {

//! Asks /metadata, QIDO-RS limit=1 and WADO-RS for a study that nobody has, and says what came. A failing check is a
//! line of the result, not a failure of the job.
class Probe final : public Work<ProbeJob>
{
public:
    void start() override
    {
        m_patience.setSingleShot(true);
        connect(&m_patience, &QTimer::timeout, this, &Probe::imagesAreSilent);
        const Endpoint &endpoint = workplace().endpoint();
        if (!endpoint.fhirBase.isEmpty())
            m_steps << Step::Metadata;
        if (!endpoint.qidoBase.isEmpty())
            m_steps << Step::Qido;
        if (!endpoint.wadoBase.isEmpty())
            m_steps << Step::Wado;
        if (m_steps.isEmpty())
            return fail({Error::Kind::Usage, QStringLiteral("This contact point has no address to ask."), 0});
        next();
    }

private:
    enum class Step { Metadata, Qido, Wado };

    void next();
    void imagesAreSilent();
    void metadataCame(const Result<HttpAnswer> &answer);
    void qidoCame(const Result<HttpAnswer> &answer);
    void wadoCame(const Result<HttpAnswer> &answer);
    void add(const QString &name, Check::Verdict verdict, const QString &detail, const QString &subject = {},
             const std::optional<Error> &error = std::nullopt)
    {
        m_checks.append({name, verdict, detail, std::chrono::milliseconds(m_clock.elapsed()), error, subject,
                         name == u"tls" ? std::nullopt : m_exchange});
        tell([check = m_checks.constLast()](ProbeJob &job) { emit job.checked(check); });
    }
    void addFailure(const QString &name, const Error &error)
    {
        add(name, Check::Verdict::Fail, error.detail, {}, error);
    }
    //! What the step now judged sent and got; nothing where its connection did not come about.
    void rememberExchange(const std::optional<Error> &error);
    //! What the first exchange with an origin tells about the way there.
    void judgeLine(const QUrl &base, const std::optional<Error> &error);

    QList<Step> m_steps;
    QList<Check> m_checks;
    QStringList m_judged;
    QElapsedTimer m_clock;
    std::unique_ptr<HttpCall> m_call;
    std::optional<model::Exchange> m_exchange; //!< of the step that is judged
    QTimer m_patience;                         //!< with a search for something that nobody has
};

constexpr std::chrono::seconds patienceForImages{5};

//! A UID that no study has (PS3.5 annex B.2).
QString unknownStudy()
{
    const QUuid uuid = QUuid::createUuid();
    return QStringLiteral("2.25.%1").arg(qFromBigEndian<quint64>(uuid.toRfc4122().constData()) >> 1);
}

bool cameThrough(const Error &error)
{
    return error.httpStatus != 0 && error.kind != Error::Kind::Untrusted;
}

void Probe::next()
{
    if (m_steps.isEmpty())
        return finish(m_checks);
    const Endpoint &endpoint = workplace().endpoint();
    const Step step = m_steps.takeFirst();
    HttpRequest request;
    if (step == Step::Metadata) {
        request.url = below(endpoint.fhirBase, QStringLiteral("metadata"));
        request.headers.emplaceBack("Accept", "application/fhir+json");
    } else if (step == Step::Wado) {
        request.service = HttpRequest::Service::Dicomweb;
        request.url = below(endpoint.wadoBase, QStringLiteral("studies/") + unknownStudy());
        request.headers.emplaceBack("Accept", "multipart/related; type=\"application/dicom\"");
        request.retryable = false;
        m_patience.start(patienceForImages);
    } else {
        request.service = HttpRequest::Service::Dicomweb;
        request.url = QUrl::fromEncoded(below(endpoint.qidoBase, QStringLiteral("studies")).toEncoded() + "?limit=1");
        request.headers.emplaceBack("Accept", "application/dicom+json");
    }
    m_clock.start();
    m_call = workplace().http().send(request);
    connect(m_call.get(), &HttpCall::done, this, [this, step](const Result<HttpAnswer> &answer) {
        m_patience.stop();
        const Endpoint &where = workplace().endpoint();
        const QUrl &base = step == Step::Metadata ? where.fhirBase
                           : step == Step::Qido   ? where.qidoBase
                                                  : where.wadoBase;
        const auto error = answer ? std::nullopt : std::optional(answer.error());
        rememberExchange(error);
        judgeLine(base, error);
        if (step == Step::Metadata)
            metadataCame(answer);
        else if (step == Step::Qido)
            qidoCame(answer);
        else
            wadoCame(answer);
        next();
    });
}

void Probe::rememberExchange(const std::optional<Error> &error)
{
    const model::Exchange &latest = m_call->exchange();
    const bool gotOut = latest.status != 0 || (error && error->kind == Error::Kind::TimedOut);
    m_exchange = gotOut ? std::optional(latest) : std::nullopt;
}

void Probe::judgeLine(const QUrl &base, const std::optional<Error> &error)
{
    const QString origin = originOf(base);
    if (m_judged.contains(origin))
        return;
    m_judged << origin;
    const bool overTls = base.scheme() == u"https";
    if (!error || cameThrough(*error)) {
        add(QStringLiteral("connection"), Check::Verdict::Pass, QStringLiteral("%1 answers.").arg(origin), origin);
        if (overTls)
            add(QStringLiteral("tls"), Check::Verdict::Pass,
                QStringLiteral("The certificate of %1 is trusted%2.")
                    .arg(origin, workplace().endpoint().tls.clientCertificate.isEmpty()
                                     ? QString()
                                     : QStringLiteral(" and ours was not refused")),
                origin);
    } else if (error->kind == Error::Kind::Untrusted) {
        add(QStringLiteral("connection"), Check::Verdict::Pass, QStringLiteral("%1 can be reached.").arg(origin),
            origin);
        addFailure(QStringLiteral("tls"), *error);
    } else {
        addFailure(QStringLiteral("connection"), *error);
    }
    if (!overTls)
        add(QStringLiteral("tls"), Check::Verdict::Warn,
            QStringLiteral("%1 uses plain http: nothing is encrypted.").arg(origin), origin);
}

void Probe::metadataCame(const Result<HttpAnswer> &answer)
{
    const QString name = QStringLiteral("capability");
    if (!answer) {
        // Servers may keep their statement to themselves and still answer searches; one that does not know it is no
        // FHIR server, or not at this address (R4 3.1.0.9: it shall be there).
        const Error &error = answer.error();
        const bool refused = error.httpStatus >= 400 && error.httpStatus < 500 &&
                             error.kind != Error::Kind::Untrusted && error.kind != Error::Kind::NotFound;
        return refused ? add(name, Check::Verdict::Warn, error.detail) : addFailure(name, error);
    }
    const auto read = capabilitiesIn(answer->body);
    if (!read)
        return addFailure(name, read.error());
    const auto named = [](const QStringList &names) {
        return names.isEmpty() ? QStringLiteral("none named") : names.mid(0, 30).join(QStringLiteral(", "));
    };
    const QString subject =
        QStringLiteral("FHIR %1%2")
            .arg(read->fhirVersion, read->software.isEmpty() ? QString() : QStringLiteral(", ") + read->software);
    QString detail = QStringLiteral("%1; resources: %2.").arg(subject, named(read->resources));
    QStringList missing;
    for (const QString &wanted : {QStringLiteral("Patient"), QStringLiteral("ImagingStudy")})
        if (!read->resources.contains(wanted))
            missing << wanted;
    if (!missing.contains(u"ImagingStudy"))
        detail += QStringLiteral(" ImagingStudy can be searched by: %1.").arg(named(read->studyParameters));
    if (!missing.isEmpty())
        detail +=
            QStringLiteral(" Not named: %1; servers name less than they do.").arg(missing.join(QStringLiteral(", ")));
    add(name, missing.isEmpty() ? Check::Verdict::Pass : Check::Verdict::Warn, detail, subject);
}

void Probe::qidoCame(const Result<HttpAnswer> &answer)
{
    const QString name = QStringLiteral("qido");
    if (!answer) {
        // Some servers refuse a search without a patient or a date; that says nothing against one that has them.
        const Error &error = answer.error();
        const bool refused = error.kind == Error::Kind::Rejected;
        return refused ? add(name, Check::Verdict::Warn, error.detail) : addFailure(name, error);
    }
    int studies = 0;
    const auto rows = readQidoRows(answer->body, [&studies](const QidoRow &row) { studies += studyIn(row) ? 1 : 0; });
    if (!rows)
        return addFailure(name, rows.error());
    if (*rows > 0 && studies == 0)
        return addFailure(
            name, {Error::Kind::Malformed, QStringLiteral("The rows that came carry no usable Study Instance UID.")});
    add(name, Check::Verdict::Pass,
        *rows > 0 ? QStringLiteral("QIDO-RS answers with DICOM JSON.")
                  : QStringLiteral("QIDO-RS answers, with an empty list."));
}

//! Some archives look long for what they do not have. Nobody should wait for that before a patient is searched.
void Probe::imagesAreSilent()
{
    const QString detail =
        QStringLiteral("WADO-RS has not answered within %1 s that it lacks a study.").arg(patienceForImages.count());
    const Error silent{Error::Kind::TimedOut, detail};
    m_call->cancel();
    rememberExchange(silent);
    judgeLine(workplace().endpoint().wadoBase, silent);
    add(QStringLiteral("wado"), Check::Verdict::Warn, detail);
    next();
}

void Probe::wadoCame(const Result<HttpAnswer> &answer)
{
    const QString name = QStringLiteral("wado");
    const auto refused = [](const Error &error) { // as it should, for there is no such study
        return error.httpStatus >= 400 && error.httpStatus < 500 && error.kind != Error::Kind::Unauthorised &&
               error.kind != Error::Kind::Untrusted;
    };
    if (answer || (refused(answer.error()) && answer.error().kind != Error::Kind::Forbidden))
        return add(name, Check::Verdict::Pass,
                   QStringLiteral("WADO-RS answers. Whether it gives images can only be told by fetching some."));
    if (refused(answer.error()))
        return add(name, Check::Verdict::Warn, answer.error().detail);
    addFailure(name, answer.error());
}

} // namespace

JobPtr<ProbeJob> startProbe(const WorkplaceDoor &door)
{
    return startWork<Probe>(door);
}

} // namespace network
