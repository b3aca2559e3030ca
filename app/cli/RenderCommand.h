#pragma once

#include "Command.h"

namespace cli {

//! render: one frame of a DICOM file as a PNG file.
class RenderCommand final : public Command
{
    Q_OBJECT

public:
    void declare(QCommandLineParser &parser) const override;
    network::Result<void> start(const QCommandLineParser &parser) override;
};

} // namespace cli
