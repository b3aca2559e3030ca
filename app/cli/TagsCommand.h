#pragma once

#include "Command.h"

namespace cli {

//! `tags`: attributes of a DICOM file as JSON, or those in which two files differ.
class TagsCommand final : public Command
{
    Q_OBJECT

public:
    void declare(QCommandLineParser &parser) const override;
    network::Result<void> start(const QCommandLineParser &parser) override;
};

} // namespace cli
