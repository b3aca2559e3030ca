#include "DocumentCommand.h"

#include "Arguments.h"
#include "Json.h"

#include <cstdio>

using namespace Qt::StringLiterals;

namespace cli {

void DocumentCommand::declare(QCommandLineParser &parser) const
{
    declareValue(parser, u"id"_s, u"ID"_s, u"Logical id of the document, as `documents` lists it."_s);
    declareValue(parser, u"format"_s, u"MIME"_s, u"Media type of the wanted representation; else the first."_s);
    declareValue(parser, u"to"_s, u"FILE"_s, u"The file; replaced once the whole document is there."_s);
}

network::Result<void> DocumentCommand::start(const QCommandLineParser &parser)
{
    const auto id = requiredValue(parser, u"id"_s);
    const auto format = optionalValue(parser, u"format"_s);
    const auto file = requiredValue(parser, u"to"_s);
    if (!id)
        return tl::unexpected(id.error());
    if (!format)
        return tl::unexpected(format.error());
    if (!file)
        return tl::unexpected(file.error());
    if (const auto opened = openProfile(parser); !opened)
        return opened;
    m_fetch = client().fetchDocument({*id, format->value_or(QString()), *file});
    connect(m_fetch.get(), &network::AnyJob::finished, this, [this] {
        const auto &fetched = m_fetch->result();
        fetched ? print(*fetched) : fail(fetched.error(), story::Step::Studies);
    });
    return {};
}

void DocumentCommand::print(const model::FetchedDocument &document)
{
    for (const model::Note &note : document.notes)
        std::fprintf(stderr, "%s\n", qUtf8Printable(note.detail));
    emit ended({0, toJson(document)});
}

} // namespace cli
