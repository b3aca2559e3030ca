#include "DocumentCommand.h"

#include "Arguments.h"
#include "Json.h"

#include <story/ReportLinks.h>
#include <story/ReportText.h>
#include <viewer/Pages.h>

#include <QFile>
#include <QJsonArray>
#include <QSaveFile>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace cli {

void DocumentCommand::declare(QCommandLineParser &parser) const
{
    declareValue(parser, u"id"_s, u"ID"_s, u"Logical id of the document, as `documents` lists it."_s);
    declareValue(parser, u"format"_s, u"MIME"_s, u"Media type of the wanted representation; else the first."_s);
    declareValue(parser, u"to"_s, u"FILE"_s, u"The file; replaced once the whole document is there."_s);
    declareValue(parser, u"text"_s, u"FILE"_s,
                 u"Also writes what a report says, as plain text without its markup; PDF pages by their text."_s);
}

network::Result<void> DocumentCommand::start(const QCommandLineParser &parser)
{
    const auto id = requiredValue(parser, u"id"_s);
    const auto format = optionalValue(parser, u"format"_s);
    const auto file = requiredTarget(parser, u"to"_s);
    if (!id)
        return tl::unexpected(id.error());
    if (!format)
        return tl::unexpected(format.error());
    if (!file)
        return tl::unexpected(file.error());
    const auto textFile = optionalTarget(parser, u"text"_s);
    if (!textFile)
        return tl::unexpected(textFile.error());
    m_textFile = textFile->value_or(QString());
    if (m_textFile == *file)
        return usage(u"--text and --to name one file."_s);
    if (const auto opened = openProfile(parser); !opened)
        return opened;
    m_fetch = client().fetchDocument({*id, format->value_or(QString()), *file});
    connect(m_fetch.get(), &network::AnyJob::finished, this, [this] {
        const auto &fetched = m_fetch->result();
        fetched ? print(*fetched) : refuse(fetched.error());
    });
    return {};
}

//! What the document that has been kept says to a person.
network::Result<QString> DocumentCommand::readable(const QString &path) const
{
    using Kind = network::Error::Kind;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return tl::unexpected(network::Error{Kind::Storage, file.errorString()});
    const model::ReadableReport report = story::readableReport(file.readAll());
    for (const QString &removed : report.removed)
        std::fprintf(stderr, "Not in the text: %s\n", qUtf8Printable(removed));
    if (!report.sections.isEmpty())
        return report.plainText();
    if (report.pdf.isEmpty())
        return tl::unexpected(
            network::Error{Kind::Malformed, u"The document is kept, but not readable: %1"_s.arg(report.unreadable)});
    viewer::Pages pages(report.pdf);
    const auto sizes = pages.open();
    if (!sizes)
        return tl::unexpected(network::Error{
            Kind::Malformed, u"The document is kept, but its PDF is not readable: %1"_s.arg(sizes.error().detail)});
    const QString text = pages.text(int(sizes->size()));
    if (text.isEmpty())
        std::fputs("The pages hold no text, only pictures.\n", stderr);
    return text;
}

//! What is not there is a result too: the document's own shape, with nothing in it, beside the error.
void DocumentCommand::refuse(const network::Error &error)
{
    if (error.kind != network::Error::Kind::NotFound)
        return fail(error, story::Step::Document);
    say(error, story::Step::Document);
    Outcome outcome = failure(error);
    for (const QString &name : {u"file"_s, u"contentType"_s, u"sha256"_s})
        outcome.document.insert(name, QJsonValue::Null);
    outcome.document.insert(u"bytes"_s, 0);
    outcome.document.insert(u"studies"_s, QJsonArray());
    emit ended(outcome);
}

void DocumentCommand::print(const model::FetchedDocument &document)
{
    for (const model::Note &note : document.notes)
        std::fprintf(stderr, "%s\n", qUtf8Printable(note.detail));
    QJsonObject json = toJson(document);
    if (!m_textFile.isEmpty()) {
        const auto text = readable(document.file);
        if (!text)
            return fail(text.error(), story::Step::Document);
        QSaveFile file(m_textFile);
        const QByteArray bytes = text->toUtf8() + '\n';
        if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) ||
            file.write(bytes) != bytes.size() || !file.flush() || !file.commit())
            return fail(
                {network::Error::Kind::Storage, u"%1 cannot be written: %2."_s.arg(m_textFile, file.errorString())},
                story::Step::Document);
        json.insert(u"textFile"_s, m_textFile);
        json.insert(u"printedUids"_s, QJsonArray::fromStringList(story::uidsPrintedIn(*text)));
    }
    emit ended({0, json});
}

} // namespace cli
