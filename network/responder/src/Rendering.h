#pragma once

#include <optional>
#include <string>
#include <vector>

namespace responder {

//! The dataset of a DICOM file in the DICOM JSON model (PS3.18 annex F). Pixels are the frames below `url`, which is
//! that of the instance; everything else is in it.
std::string metadataOf(const std::string &file, const std::string &url);

//! The frames of a DICOM file without compression, one after the other; empty when it has no pixels that can be read.
std::vector<std::string> framesIn(const std::string &file);

//! How a picture is wanted (PS3.18 8.3.5.1).
struct View
{
    struct Window
    {
        double center = 0;
        double width = 1;
        bool sigmoid = false;
    };
    struct Viewport
    {
        int width = 0; //!< the picture is as large as fits into both
        int height = 0;
        int left = 0; //!< the region of the picture that is shown
        int top = 0;
        std::optional<int> regionWidth; //!< to the right edge without
        std::optional<int> regionHeight;
    };

    bool png = false; //!< else JPEG
    int quality = 90; //!< of JPEG, 1 to 100
    std::optional<Window> window;
    std::optional<Viewport> viewport;
};

//! A frame, counted from 0, as PNG or JPEG; empty when the file has no such picture.
std::string rendered(const std::string &file, std::size_t frame, const View &view);

} // namespace responder
