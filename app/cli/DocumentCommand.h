#pragma once

#include "Command.h"

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
    void print(const model::FetchedDocument &document);

    network::Result<QString> readable(const QString &file) const;

    QString m_textFile; //!< empty: no text is wanted
    network::JobPtr<network::Job<model::FetchedDocument>> m_fetch;
};

} // namespace cli
