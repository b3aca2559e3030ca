#include "Rendering.h"

#include "DicomWriter.h"

#include <dcmtk/dcmdata/dcistrmb.h>
#include <dcmtk/dcmdata/dcjson.h>
#include <dcmtk/dcmimgle/dcmimage.h>

// These extend it, and need it first.
#include <dcmtk/dcmimage/dipipng.h>
#include <dcmtk/dcmimage/diregist.h> // colour
#include <dcmtk/dcmjpeg/dipijpeg.h>
#include <dcmtk/dcmjpeg/djdecode.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <sstream>

namespace responder {

namespace {

using Json = nlohmann::ordered_json;

//! The file without compression; it must be a DICOM file.
std::unique_ptr<DcmFileFormat> opened(const std::string &file)
{
    static const bool registered = [] {
        DJDecoderRegistration::registerCodecs();
        return true;
    }();
    static_cast<void>(registered);
    DcmInputBufferStream stream;
    stream.setBuffer(file.data(), static_cast<offile_off_t>(file.size()));
    stream.setEos();
    auto format = std::make_unique<DcmFileFormat>();
    format->transferInit();
    check(format->read(stream), "reading a file");
    format->transferEnd();
    check(format->loadAllDataIntoMemory(), "reading a file");
    return format;
}

std::size_t frameCount(DcmDataset &data)
{
    Sint32 count = 0; // and so without the attribute
    data.findAndGetSint32(DCM_NumberOfFrames, count);
    return static_cast<std::size_t>(std::max(count, Sint32(1)));
}

bool decompress(DcmDataset &data)
{
    return data.tagExistsWithValue(DCM_PixelData) &&
           data.chooseRepresentation(EXS_LittleEndianExplicit, nullptr).good();
}

void applyWindow(DicomImage &image, const std::optional<View::Window> &window)
{
    if (!image.isMonochrome())
        return;
    if (window) {
        image.setVoiLutFunction(window->sigmoid ? EFV_Sigmoid : EFV_Linear);
        image.setWindow(window->center, window->width);
    } else if (image.getWindowCount() > 0) {
        image.setWindow(0);
    } else {
        image.setMinMaxWindow();
    }
}

//! The region of the picture, as large as fits into the viewport; nothing when the region is not of the picture.
std::unique_ptr<DicomImage> scaled(const DicomImage &image, const View::Viewport &viewport)
{
    const auto columns = static_cast<int>(image.getWidth());
    const auto rows = static_cast<int>(image.getHeight());
    if (viewport.left >= columns || viewport.top >= rows)
        return nullptr;
    const int width = std::min(viewport.regionWidth.value_or(columns), columns - viewport.left);
    const int height = std::min(viewport.regionHeight.value_or(rows), rows - viewport.top);
    const double scale = std::min(double(viewport.width) / width, double(viewport.height) / height);
    const auto side = [scale](int length) { return static_cast<unsigned long>(std::max(1.0, length * scale + 0.5)); };
    // In two steps, as DCMTK does not interpolate a region.
    const std::unique_ptr<DicomImage> region(image.createClippedImage(
        viewport.left, viewport.top, static_cast<unsigned long>(width), static_cast<unsigned long>(height)));
    return std::unique_ptr<DicomImage>(
        region->createScaledImage(side(width), side(height), 1 /* interpolated */, 0 /* both sides are given */));
}

std::string written(DicomImage &image, const View &view)
{
    DiPNGPlugin png;
    DiJPEGPlugin jpeg;
    jpeg.setQuality(static_cast<unsigned int>(view.quality));
    char *bytes = nullptr;
    std::size_t size = 0;
    auto *stream = ::open_memstream(&bytes, &size);
    if (!stream)
        return {};
    const DiPluginFormat *format = &jpeg;
    if (view.png)
        format = &png;
    const bool good = image.writePluginFormat(format, stream, 0) != 0;
    std::fclose(stream);
    const std::unique_ptr<char, decltype(&std::free)> owned(bytes, &std::free);
    return good ? std::string(bytes, size) : std::string();
}

} // namespace

std::string metadataOf(const std::string &file, const std::string &url)
{
    const auto format = opened(file);
    auto &data = *format->getDataset();
    check(data.convertToUTF8(), "converting the texts");
    Json pixels;
    if (data.tagExists(DCM_PixelData)) {
        const bool bytes = DcmXfer(data.getOriginalXfer()).isEncapsulated() || data.tagExists(DCM_PlanarConfiguration);
        auto uri = url + "/frames/1";
        for (std::size_t frame = 2; frame <= frameCount(data); ++frame)
            uri += ',' + std::to_string(frame);
        pixels = {{"vr", bytes ? "OB" : "OW"}, {"BulkDataURI", uri}};
        check(data.findAndDeleteElement(DCM_PixelData), "leaving out the pixels");
    }
    std::ostringstream out;
    DcmJsonFormatCompact compact(OFFalse);
    check(data.writeJsonExt(out, compact, OFTrue, OFFalse), "writing JSON");
    auto json = Json::parse(out.str());
    if (!pixels.is_null())
        json["7FE00010"] = pixels;
    return json.dump();
}

std::vector<std::string> framesIn(const std::string &file)
{
    const auto format = opened(file);
    auto &data = *format->getDataset();
    Uint16 rows = 0;
    Uint16 columns = 0;
    Uint16 samples = 1;
    Uint16 bits = 0;
    data.findAndGetUint16(DCM_Rows, rows);
    data.findAndGetUint16(DCM_Columns, columns);
    data.findAndGetUint16(DCM_SamplesPerPixel, samples);
    data.findAndGetUint16(DCM_BitsAllocated, bits);
    const auto frames = frameCount(data);
    const auto size = std::size_t(rows) * columns * samples * bits / 8;
    const Uint8 *bytes = nullptr;
    DcmElement *pixels = nullptr;
    if (!decompress(data) || size == 0 || data.findAndGetElement(DCM_PixelData, pixels).bad())
        return {};
    std::vector<std::string> all;
    const Uint16 *words = nullptr;
    if (pixels->getVR() == EVR_OB && data.findAndGetUint8Array(DCM_PixelData, bytes).bad())
        return {};
    if (!bytes && data.findAndGetUint16Array(DCM_PixelData, words).good()) // little endian here as on the wire
        bytes = reinterpret_cast<const Uint8 *>(words);
    if (!bytes || pixels->getLength() < size * frames)
        return {};
    for (std::size_t frame = 0; frame < frames; ++frame)
        all.emplace_back(reinterpret_cast<const char *>(bytes) + size * frame, size);
    return all;
}

std::string rendered(const std::string &file, std::size_t frame, const View &view)
{
    const auto format = opened(file);
    if (frame >= frameCount(*format->getDataset()) || !decompress(*format->getDataset()))
        return {};
    DicomImage whole(format.get(), EXS_LittleEndianExplicit, CIF_UsePartialAccessToPixelData,
                     static_cast<unsigned long>(frame), 1);
    if (whole.getStatus() != EIS_Normal)
        return {};
    applyWindow(whole, view.window);
    if (!view.viewport)
        return written(whole, view);
    const auto part = scaled(whole, *view.viewport);
    if (!part)
        return {};
    applyWindow(*part, view.window);
    return written(*part, view);
}

} // namespace responder
