#include "DocumentsCommand.h"

#include "Arguments.h"
#include "Json.h"

using namespace Qt::StringLiterals;

namespace cli {

void DocumentsCommand::declare(QCommandLineParser &parser) const
{
    declareValue(parser, u"patient"_s, u"SYSTEM|VALUE"_s, u"Identifier of the patient."_s);
    declareValue(parser, u"kind"_s, u"KIND"_s, u"report, manifest or all (default)."_s);
    declareValue(parser, u"from"_s, u"DATE"_s, u"First date of the reference, YYYY-MM-DD."_s);
    declareValue(parser, u"to"_s, u"DATE"_s, u"Last date of the reference, YYYY-MM-DD."_s);
    declareValue(parser, u"created-from"_s, u"DATE"_s, u"First date of the content, YYYY-MM-DD."_s);
    declareValue(parser, u"created-to"_s, u"DATE"_s, u"Last date of the content, YYYY-MM-DD."_s);
    declareValue(parser, u"examined-from"_s, u"DATE"_s, u"First date of the examination, YYYY-MM-DD."_s);
    declareValue(parser, u"examined-to"_s, u"DATE"_s, u"Last date of the examination, YYYY-MM-DD."_s);
    declareValue(parser, u"study"_s, u"UID"_s, u"Study Instance UID."_s);
    declareValue(parser, u"accession"_s, u"NUMBER"_s, u"Accession number."_s);
    declareValue(parser, u"modality"_s, u"CODE"_s, u"DICOM modality, such as CT."_s);
    declareValue(parser, u"bodysite"_s, u"CODE"_s, u"Body site by its code (SNOMED CT), SYSTEM|CODE or CODE."_s);
    declareValue(parser, u"type"_s, u"CODE"_s, u"Document type instead of the usual ones, SYSTEM|CODE or CODE."_s);
    declareValue(parser, u"category"_s, u"CODE"_s, u"Category, SYSTEM|CODE or CODE."_s);
    declareValue(parser, u"contenttype"_s, u"MIME"_s, u"Media type, such as application/pdf."_s);
}

network::Result<model::DocumentQuery> DocumentsCommand::queryIn(const QCommandLineParser &parser) const
{
    model::DocumentQuery query;
    const auto patient = optionalIdentifier(parser, u"patient"_s);
    if (!patient)
        return tl::unexpected(patient.error());
    if (!*patient)
        return usage(u"--patient is missing."_s);
    query.patient = *patient;

    const auto kind = optionalValue(parser, u"kind"_s);
    if (!kind)
        return tl::unexpected(kind.error());
    const QString word = kind->value_or(u"all"_s);
    for (const auto one : {model::Document::Kind::Report, model::Document::Kind::Manifest})
        if (word == model::nameOf(one))
            query.kind = one;
    if (!query.kind && word != "all"_L1)
        return usage(u"--kind: use report, manifest or all."_s);

    const std::tuple<QString, QDate *, QDate *> spans[] = {{QString(), &query.from, &query.to},
                                                           {u"created-"_s, &query.createdFrom, &query.createdTo},
                                                           {u"examined-"_s, &query.examinedFrom, &query.examinedTo}};
    for (const auto &[prefix, from, to] : spans) {
        const auto first = optionalDate(parser, prefix + u"from"_s);
        const auto last = optionalDate(parser, prefix + u"to"_s);
        if (!first || !last)
            return tl::unexpected(first ? last.error() : first.error());
        if (first->isValid() && last->isValid() && *first > *last)
            return usage(u"--%1from is later than --%1to."_s.arg(prefix));
        *from = *first;
        *to = *last;
    }
    for (const auto &[name, text] :
         {std::pair(u"accession"_s, &query.accession), std::pair(u"modality"_s, &query.modality),
          std::pair(u"bodysite"_s, &query.bodySite), std::pair(u"type"_s, &query.type),
          std::pair(u"category"_s, &query.category), std::pair(u"contenttype"_s, &query.contentType)}) {
        const auto value = optionalValue(parser, name);
        if (!value)
            return tl::unexpected(value.error());
        *text = value->value_or(QString());
    }
    if (parser.isSet(u"study"_s)) {
        const auto study = requiredStudy(parser);
        if (!study)
            return tl::unexpected(study.error());
        query.study = *study;
    }
    return query;
}

network::Result<void> DocumentsCommand::start(const QCommandLineParser &parser)
{
    const auto query = queryIn(parser);
    if (!query)
        return tl::unexpected(query.error());
    if (const auto opened = openProfile(parser); !opened)
        return opened;
    m_search = client().searchDocuments(*query);
    connect(m_search.get(), &network::AnyJob::finished, this, [this] {
        const auto &found = m_search->result();
        if (found)
            return print(*found);
        if (found.error().kind != network::Error::Kind::NotFound)
            return fail(found.error(), story::Step::Studies);
        say(found.error(), story::Step::Studies);
        print({});
    });
    return {};
}

void DocumentsCommand::print(const model::DocumentList &list)
{
    emit ended({list.documents.isEmpty() ? statusFor(network::Error::Kind::NotFound) : 0,
                {{u"documents"_s, toJson(list.documents)},
                 {u"truncated"_s, list.truncated},
                 {u"notes"_s, toJson(list.notes)}}});
}

} // namespace cli
