#include "DocumentCommand.h"

#include "Arguments.h"
#include "Json.h"

#include <model/PatientComparison.h>
#include <story/ReportLinks.h>
#include <story/ReportStanding.h>
#include <story/ReportText.h>
#include <viewer/Pages.h>

#include <QFile>
#include <QJsonArray>
#include <QSaveFile>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace cli {

namespace {

bool isReport(const model::FetchedDocument &document)
{
    using Kind = model::Document::Kind;
    return document.kind == Kind::Report || (document.kind == Kind::Other && document.reference.kind == Kind::Report);
}

//! How it stands, a sentence each.
QStringList wordsFor(const story::ReportStanding &standing)
{
    QStringList words;
    if (standing.isWithdrawn)
        words += u"This report was withdrawn: its author says that it is not valid."_s;
    for (const QString &newer : standing.newerVersions)
        words += u"There is a newer version of this report (%1)."_s.arg(newer);
    if (standing.isReplaced && standing.newerVersions.isEmpty())
        words += u"There is a newer version of this report."_s;
    for (const QString &addendum : standing.addenda)
        words += u"An addendum changes this report (%1)."_s.arg(addendum);
    for (const QString &other : standing.addsTo)
        words += u"This is an addendum (%1): it adds to another report."_s.arg(other);
    if (standing.isPreliminary)
        words += u"This report is preliminary. It may change."_s;
    if (standing.isChanged)
        words += u"This report was changed after it had been signed. It is the version that holds now."_s;
    return words;
}

} // namespace

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
        fetched ? read(*fetched) : refuse(fetched.error());
    });
    return {};
}

//! A report tells by its own words how it stands, and others may have changed it since.
void DocumentCommand::read(const model::FetchedDocument &document)
{
    m_document = document;
    if (isReport(document) || !m_textFile.isEmpty()) {
        QFile file(document.file);
        if (file.open(QIODevice::ReadOnly))
            m_readable = story::readableReport(file.readAll());
        else
            m_readable = tl::unexpected(network::Error{network::Error::Kind::Storage, file.errorString()});
    }
    isReport(document) ? lookForOthers() : print();
}

void DocumentCommand::lookForOthers()
{
    const model::StudyPatient &patient = m_document.reference.patient;
    model::DocumentQuery query;
    query.opensNothing = true;
    if (!patient.id.isEmpty() && !patient.issuer.isEmpty())
        query.patient = model::PatientIdentifier{patient.issuer, patient.id};
    query.patientResourceId = model::recordIn(patient.reference);
    if (!query.patient && query.patientResourceId.isEmpty())
        return print();
    m_others = client().searchDocuments(query);
    connect(m_others.get(), &network::AnyJob::finished, this, &DocumentCommand::print);
}

//! What the document that has been kept says to a person.
network::Result<QString> DocumentCommand::textOf(const model::ReadableReport &report) const
{
    using Kind = network::Error::Kind;
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
    for (const QString &name : {u"file"_s, u"contentType"_s, u"sha256"_s, u"status"_s, u"docStatus"_s})
        outcome.document.insert(name, QJsonValue::Null);
    outcome.document.insert(u"bytes"_s, 0);
    outcome.document.insert(u"relatesTo"_s, QJsonArray());
    outcome.document.insert(u"studies"_s, QJsonArray());
    emit ended(outcome);
}

void DocumentCommand::print()
{
    using model::Note;
    if (isReport(m_document)) {
        const bool areOthersKnown = m_others && m_others->result();
        for (const QString &words :
             wordsFor(story::standingOf(m_document.reference, m_readable ? m_readable->status : QString(),
                                        areOthersKnown ? m_others->result()->documents : QList<model::Document>())))
            m_document.notes += Note{Note::Kind::ServerWarning, words};
        if (!areOthersKnown || m_others->result()->truncated)
            m_document.notes +=
                Note{Note::Kind::RouteFailed, u"Whether another document changes this one is not known: %1"_s.arg(
                                                  !m_others        ? u"its reference names no patient to ask for."_s
                                                  : areOthersKnown ? u"the list of documents is cut off."_s
                                                                   : m_others->result().error().detail)};
    }
    for (const Note &note : std::as_const(m_document.notes))
        std::fprintf(stderr, "%s\n", qUtf8Printable(note.detail));
    if (m_textFile.isEmpty())
        return emit ended({0, toJson(m_document)});
    const auto text = m_readable.and_then([this](const auto &report) { return textOf(report); });
    if (text)
        return write(*text);
    if (text.error().kind != network::Error::Kind::Malformed || isReport(m_document))
        return failBesideDocument(text.error());
    // Not every good document is there to be read.
    const QString words = (m_document.kind == model::Document::Kind::Manifest
                               ? u"This is an imaging manifest and has no text to read; %1 was not written."_s
                               : u"This document has no text to read; %1 was not written."_s)
                              .arg(m_textFile);
    std::fprintf(stderr, "%s\n", qUtf8Printable(words));
    m_document.notes += Note{Note::Kind::Storage, words};
    QJsonObject json = toJson(m_document);
    json.insert(u"textFile"_s, QJsonValue::Null);
    emit ended({0, json});
}

void DocumentCommand::write(const QString &text)
{
    QSaveFile file(m_textFile);
    const QByteArray bytes = text.toUtf8() + '\n';
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) ||
        file.write(bytes) != bytes.size() || !file.flush() || !file.commit())
        return failBesideDocument(
            {network::Error::Kind::Storage, u"%1 cannot be written: %2."_s.arg(m_textFile, file.errorString())});
    QJsonObject json = toJson(m_document);
    json.insert(u"textFile"_s, m_textFile);
    json.insert(u"printedUids"_s, QJsonArray::fromStringList(story::uidsPrintedIn(text)));
    emit ended({0, json});
}

//! The document is there all the same, and named beside the error.
void DocumentCommand::failBesideDocument(const network::Error &error)
{
    say(error, story::Step::Document);
    Outcome outcome = failure(error);
    const QJsonObject json = toJson(m_document);
    for (auto it = json.begin(); it != json.end(); ++it)
        outcome.document.insert(it.key(), it.value());
    emit ended(outcome);
}

} // namespace cli
