#pragma once

#include "Command.h"

#include <model/Report.h>

namespace cli {

//! document: one representation of a document to a file, as received, and what it says as plain text to another.
class DocumentCommand final : public Command
{
    Q_OBJECT

public:
    void declare(QCommandLineParser &parser) const override;
    network::Result<void> start(const QCommandLineParser &parser) override;

private:
    void refuse(const network::Error &error);
    void read(const model::FetchedDocument &document);
    void lookForOthers();
    void print();
    void write(const QString &text);
    void failBesideDocument(const network::Error &error);

    network::Result<QString> textOf(const model::ReadableReport &report) const;

    QString m_textFile; //!< empty: no text is wanted
    model::FetchedDocument m_document;
    network::Result<model::ReadableReport> m_readable;
    network::JobPtr<network::Job<model::FetchedDocument>> m_fetch;
    network::JobPtr<network::Job<model::DocumentList>> m_others;
};

} // namespace cli
