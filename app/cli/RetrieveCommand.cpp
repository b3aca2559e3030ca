#include "RetrieveCommand.h"

#include "Arguments.h"
#include "Json.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cli {

void RetrieveCommand::declare(QCommandLineParser &parser) const
{
    declareValue(parser, u"study"_s, u"UID"_s, u"Study Instance UID."_s);
    declareValue(parser, u"series"_s, u"UID"_s, u"A series instead of the whole study. May be repeated."_s);
    declareValue(parser, u"instance"_s, u"SERIES/SOP"_s, u"A single instance by both its UIDs. May be repeated."_s);
    declareValue(parser, u"to"_s, u"DIR"_s, u"Folder for the files; made if need be."_s);
    declareValue(parser, u"patient"_s, u"SYSTEM|VALUE"_s, u"The patient whom every file is compared with."_s);
    declareValue(parser, u"via"_s, u"WAY"_s, u"ncpeh (default) or direct."_s);
    declareValue(parser, u"jobs"_s, u"N"_s, u"Most requests at once."_s);
}

network::Result<void> RetrieveCommand::start(const QCommandLineParser &parser)
{
    const auto chosen = selection(parser);
    const auto folder = requiredValue(parser, u"to"_s);
    const auto patient = optionalIdentifier(parser, u"patient"_s);
    const auto via = optionalValue(parser, u"via"_s);
    const auto jobs = optionalNumber(parser, u"jobs"_s, 1, 16);
    if (!chosen)
        return tl::unexpected(chosen.error());
    if (!folder)
        return tl::unexpected(folder.error());
    if (!patient)
        return tl::unexpected(patient.error());
    if (!via)
        return tl::unexpected(via.error());
    if (!jobs)
        return tl::unexpected(jobs.error());
    const QString way = via->value_or(u"ncpeh"_s);
    if (way != "ncpeh"_L1 && way != "direct"_L1)
        return usage(u"--via: use ncpeh or direct."_s);
    if (const auto opened = openProfile(parser); !opened)
        return opened;
    m_order.selections = {*chosen};
    m_order.folder = *folder;
    m_order.via = way == "direct"_L1 ? network::Via::Direct : network::Via::Ncpeh;
    m_order.jobs = jobs->value_or(0);
    if (m_order.via == network::Via::Ncpeh && client().endpoint().wadoBase.isEmpty())
        return usage(u"The profile names no wadoBase, so nothing can be retrieved through the contact point."_s);

    connect(&m_retrieval, &story::RetrievalFlow::ledgerChanged, this,
            [this](const model::Ledger &ledger) { m_progress.show(ledger); });
    connect(&m_retrieval, &story::RetrievalFlow::finished, this, &RetrieveCommand::print);
    connect(&m_retrieval, &story::RetrievalFlow::failed, this, &RetrieveCommand::failed);
    if (*patient)
        findPatient(**patient);
    else
        retrieve();
    return {};
}

//! Names, birth date and sex make the comparison with received files sharper, where the contact point tells them.
void RetrieveCommand::findPatient(const model::PatientIdentifier &identifier)
{
    m_order.patient = network::ExpectedPatient{identifier, {}};
    if (client().endpoint().fhirBase.isEmpty())
        return retrieve();
    findPatients(identifier, [this](const network::Result<model::PatientList> &found) {
        if (const auto patient = onlyOneIn(found))
            m_order.patient->confirmed = *patient;
        else
            m_notes += {model::Note::Kind::Fallback,
                        u"Files are compared with the identifier alone: %1"_s.arg(patient.error())};
        retrieve();
    });
}

void RetrieveCommand::retrieve()
{
    m_retrieval.start(client(), m_order);
}

void RetrieveCommand::interrupt()
{
    if (m_retrieval.isRunning())
        m_retrieval.cancel(); // failed(Cancelled) follows when nothing is being written any more
    else
        Command::interrupt();
}

void RetrieveCommand::print(const model::RetrievalReport &told)
{
    m_progress.close();
    model::RetrievalReport report = told;
    report.notes = m_notes + told.notes;
    using Kind = network::Error::Kind;
    const bool nothing = report.files.isEmpty() && report.missing.isEmpty();
    const bool incomplete = !report.missing.isEmpty() || !report.bodyComplete;
    const int status = incomplete ? statusFor(Kind::Incomplete) : nothing ? statusFor(Kind::NotFound) : 0;
    if (incomplete)
        say({Kind::Incomplete,
             report.missing.isEmpty() ? u"Not everything came; no list tells which instances are missing."_s
             : report.missing.size() == 1
                 ? u"1 of %1 instances is missing."_s.arg(report.requested.value_or(0))
                 : u"%1 of %2 instances are missing."_s.arg(report.missing.size()).arg(report.requested.value_or(0)),
             report.failedStatus},
            story::Step::Retrieval);
    emit ended({status, toJson(report)});
}

void RetrieveCommand::failed(const network::Error &error, const model::RetrievalReport &partial)
{
    m_progress.close();
    if (error.kind != network::Error::Kind::NotFound)
        return fail(error, story::Step::Retrieval);
    say(error, story::Step::Retrieval);
    model::RetrievalReport nothing;
    nothing.requested = partial.requested;
    nothing.missing = partial.missing;
    nothing.notes = m_notes + QList{model::Note{model::Note::Kind::ServerWarning, error.detail}};
    emit ended({statusFor(error.kind), toJson(nothing)});
}

} // namespace cli
