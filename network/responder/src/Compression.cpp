#include "Compression.h"

#include "DicomWriter.h"

#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dcrleerg.h>
#include <dcmtk/dcmimage/diregist.h> // the encoder takes colour only with this
#include <dcmtk/dcmjpeg/djencode.h>
#include <dcmtk/dcmjpeg/djrplol.h>
#include <dcmtk/dcmjpeg/djrploss.h>
#include <dcmtk/dcmjpls/djencode.h>
#include <dcmtk/dcmjpls/djrparam.h>

#include <openjpeg.h>
#include <openjph/ojph_arch.h>
#include <openjph/ojph_codestream.h>
#include <openjph/ojph_file.h>
#include <openjph/ojph_mem.h>
#include <openjph/ojph_params.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace responder {

namespace {

constexpr auto htj2kLossless = "1.2.840.10008.1.2.4.201";

void registerEncoders()
{
    static std::once_flag once;
    std::call_once(once, [] {
        DcmRLEEncoderRegistration::registerCodecs();
        DJEncoderRegistration::registerCodecs(ECC_lossyYCbCr, EUC_never);
        DJLSEncoderRegistration::registerCodecs(EJLSUC_never);
    });
}

//! One frame of grey values or interleaved RGB.
struct Frame
{
    int columns = 0;
    int rows = 0;
    int samples = 1;
    int bits = 8; //!< stored
    std::vector<int> values;
};

std::vector<Frame> framesOf(DcmDataset &data)
{
    const auto number = [&](const DcmTagKey &tag) {
        Uint16 value = 0;
        check(data.findAndGetUint16(tag, value), "reading the picture's shape");
        return static_cast<int>(value);
    };
    Frame shape{number(DCM_Columns), number(DCM_Rows), number(DCM_SamplesPerPixel), number(DCM_BitsStored), {}};
    Sint32 count = 1;
    data.findAndGetSint32(DCM_NumberOfFrames, count);
    const auto size = static_cast<std::size_t>(shape.columns) * static_cast<std::size_t>(shape.rows) *
                      static_cast<std::size_t>(shape.samples);
    std::vector<Frame> frames(static_cast<std::size_t>(std::max(count, Sint32(1))), shape);
    const Uint8 *bytes = nullptr;
    const Uint16 *words = nullptr;
    const bool wide = number(DCM_BitsAllocated) == 16;
    check(wide ? data.findAndGetUint16Array(DCM_PixelData, words) : data.findAndGetUint8Array(DCM_PixelData, bytes),
          "reading pixels");
    for (std::size_t k = 0; k < frames.size(); ++k) {
        frames[k].values.resize(size);
        for (std::size_t i = 0; i < size; ++i)
            frames[k].values[i] = wide ? words[k * size + i] : bytes[k * size + i];
    }
    return frames;
}

std::string jpeg2000(const Frame &frame)
{
    opj_image_cmptparm_t components[3] = {};
    for (auto &component : components) {
        component.dx = component.dy = 1;
        component.w = static_cast<OPJ_UINT32>(frame.columns);
        component.h = static_cast<OPJ_UINT32>(frame.rows);
        component.prec = static_cast<OPJ_UINT32>(frame.bits);
    }
    const std::unique_ptr<opj_image_t, decltype(&opj_image_destroy)> image(
        opj_image_create(static_cast<OPJ_UINT32>(frame.samples), components,
                         frame.samples == 3 ? OPJ_CLRSPC_SRGB : OPJ_CLRSPC_GRAY),
        &opj_image_destroy);
    if (!image)
        throw std::runtime_error("encoding JPEG 2000: no memory");
    image->x1 = static_cast<OPJ_UINT32>(frame.columns);
    image->y1 = static_cast<OPJ_UINT32>(frame.rows);
    for (std::size_t i = 0; i < frame.values.size(); ++i)
        image->comps[i % static_cast<std::size_t>(frame.samples)].data[i / static_cast<std::size_t>(frame.samples)] =
            frame.values[i];

    opj_cparameters_t parameters;
    opj_set_default_encoder_parameters(&parameters);
    parameters.tcp_numlayers = 1;
    parameters.tcp_rates[0] = 0; // without loss
    parameters.cp_disto_alloc = 1;
    parameters.tcp_mct = frame.samples == 3 ? 1 : 0;
    const std::unique_ptr<opj_codec_t, decltype(&opj_destroy_codec)> codec(opj_create_compress(OPJ_CODEC_J2K),
                                                                           &opj_destroy_codec);
    const std::unique_ptr<opj_stream_t, decltype(&opj_stream_destroy)> stream(opj_stream_create(1 << 16, OPJ_FALSE),
                                                                              &opj_stream_destroy);
    struct Sink
    {
        std::string bytes;
        std::size_t at = 0;
    } sink;
    opj_stream_set_user_data(stream.get(), &sink, nullptr);
    opj_stream_set_write_function(stream.get(), [](void *from, OPJ_SIZE_T size, void *user) {
        auto &to = *static_cast<Sink *>(user);
        to.bytes.resize(std::max(to.bytes.size(), to.at + size));
        std::copy_n(static_cast<const char *>(from), size, to.bytes.begin() + static_cast<std::ptrdiff_t>(to.at));
        to.at += size;
        return size;
    });
    opj_stream_set_skip_function(stream.get(), [](OPJ_OFF_T size, void *user) {
        static_cast<Sink *>(user)->at += static_cast<std::size_t>(size);
        return size;
    });
    opj_stream_set_seek_function(stream.get(), [](OPJ_OFF_T to, void *user) -> OPJ_BOOL {
        static_cast<Sink *>(user)->at = static_cast<std::size_t>(to);
        return OPJ_TRUE;
    });
    if (!opj_setup_encoder(codec.get(), &parameters, image.get()) ||
        !opj_start_compress(codec.get(), image.get(), stream.get()) || !opj_encode(codec.get(), stream.get()) ||
        !opj_end_compress(codec.get(), stream.get()))
        throw std::runtime_error("encoding JPEG 2000 failed");
    return sink.bytes;
}

std::string highThroughputJpeg2000(const Frame &frame)
{
    using ojph::ui32;
    const auto columns = static_cast<ui32>(frame.columns);
    const auto rows = static_cast<ui32>(frame.rows);
    ojph::codestream stream;
    auto size = stream.access_siz();
    size.set_image_extent(ojph::point(columns, rows));
    size.set_num_components(static_cast<ui32>(frame.samples));
    for (ui32 i = 0; i < static_cast<ui32>(frame.samples); ++i)
        size.set_component(i, ojph::point(1, 1), static_cast<ui32>(frame.bits), false);
    auto style = stream.access_cod();
    style.set_num_decomposition(5);
    style.set_reversible(true);
    style.set_color_transform(frame.samples == 3);
    stream.set_planar(false);
    ojph::mem_outfile sink;
    sink.open();
    stream.write_headers(&sink);
    ui32 component = 0;
    auto *line = stream.exchange(nullptr, component);
    for (int row = 0; row < frame.rows; ++row) {
        for (int sample = 0; sample < frame.samples; ++sample) {
            for (int column = 0; column < frame.columns; ++column)
                line->i32[column] =
                    frame.values[static_cast<std::size_t>((row * frame.columns + column) * frame.samples + sample)];
            line = stream.exchange(line, component);
        }
    }
    stream.flush();
    std::string bytes(reinterpret_cast<const char *>(sink.get_data()), static_cast<std::size_t>(sink.tell()));
    stream.close();
    return bytes;
}

//! DCMTK leaves the byte that makes a JPEG-LS fragment even as it found it; here it is zero as PS3.5 A.4 has it.
void clearPadding(DcmDataset &data)
{
    DcmElement *element = nullptr;
    check(data.findAndGetElement(DCM_PixelData, element), "reading pixels");
    auto *pixels = static_cast<DcmPixelData *>(element);
    DcmPixelSequence *sequence = nullptr;
    auto syntax = EXS_Unknown;
    const DcmRepresentationParameter *how = nullptr;
    pixels->getCurrentRepresentationKey(syntax, how);
    check(pixels->getEncapsulatedRepresentation(syntax, how, sequence), "reading pixels");
    for (unsigned long i = 1; i < sequence->card(); ++i) {
        DcmPixelItem *fragment = nullptr;
        Uint8 *bytes = nullptr;
        check(sequence->getItem(fragment, i), "reading a fragment");
        check(fragment->getUint8Array(bytes), "reading a fragment");
        const auto size = fragment->getLength();
        if (size > 2 && bytes[size - 3] == 0xFF && bytes[size - 2] == 0xD9)
            bytes[size - 1] = 0;
    }
}

//! Replaces the pixels by one fragment a frame behind an offset table.
void encapsulate(DcmDataset &data, E_TransferSyntax syntax, const std::vector<std::string> &fragments)
{
    auto sequence = std::make_unique<DcmPixelSequence>(DCM_PixelSequenceTag);
    auto table = std::make_unique<DcmPixelItem>(DCM_PixelItemTag);
    DcmOffsetList offsets;
    check(sequence->insert(table.get()), "writing an offset table");
    auto *offsetTable = table.release();
    for (const auto &fragment : fragments) {
        auto padded = fragment;
        padded.resize(padded.size() + padded.size() % 2);
        check(sequence->storeCompressedFrame(offsets, reinterpret_cast<Uint8 *>(padded.data()),
                                             static_cast<Uint32>(padded.size()), 0),
              "writing a fragment");
    }
    check(offsetTable->createOffsetTable(offsets), "writing an offset table");
    auto pixels = std::make_unique<DcmPixelData>(DCM_PixelData);
    pixels->putOriginalRepresentation(syntax, nullptr, sequence.release());
    check(data.insert(pixels.release(), OFTrue), "writing pixels");
}

//! Where the value of Transfer Syntax UID stands in a file, and how long it is.
std::pair<std::size_t, std::size_t> transferSyntaxValue(std::string_view file)
{
    static constexpr std::string_view tag("\x02\x00\x10\x00UI", 6);
    const auto at = file.substr(0, 1024).find(tag, 132);
    if (at == std::string_view::npos || at + 8 > file.size())
        throw std::runtime_error("a file has no transfer syntax");
    const auto low = static_cast<unsigned char>(file[at + 6]);
    const auto high = static_cast<unsigned char>(file[at + 7]);
    return {at + 8, low + 256U * high};
}

//! DCMTK knows no name for some syntaxes, so such a file is written under another and renamed here. Group 2 of files
//! that were made here is shorter than 256 bytes, so its length sits in one byte.
Bytes renamed(const Bytes &file, std::string syntax)
{
    auto made = std::make_shared<std::string>(*file);
    if (syntax.size() % 2 != 0)
        syntax += '\0';
    const auto [at, size] = transferSyntaxValue(*made);
    const auto length = static_cast<unsigned char>((*made)[140]) + syntax.size() - size;
    made->replace(at, size, syntax);
    (*made)[at - 2] = static_cast<char>(syntax.size());
    (*made)[140] = static_cast<char>(length);
    return made;
}

//! An MPEG-2 sequence header with its extension and the end code: a video without a picture.
std::string emptyVideo()
{
    static constexpr unsigned char header[] = {0x00, 0x00, 0x01, 0xB3, 0x2D, 0x02, 0x40, 0x33, 0x24,
                                               0x9F, 0x23, 0x81, 0x00, 0x00, 0x01, 0xB5, 0x14, 0x8A,
                                               0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0x01, 0xB7};
    return {reinterpret_cast<const char *>(header), sizeof header};
}

void encapsulateEach(DcmDataset &data, const std::function<std::string(const Frame &)> &encode)
{
    std::vector<std::string> fragments;
    for (const auto &frame : framesOf(data))
        fragments.push_back(encode(frame));
    encapsulate(data, EXS_JPEG2000LosslessOnly, fragments);
}

} // namespace

std::string transferSyntaxNamed(const std::string &name)
{
    static const std::map<std::string, std::string> all = {
        {"explicit", UID_LittleEndianExplicitTransferSyntax},
        {"implicit", UID_LittleEndianImplicitTransferSyntax},
        {"deflated", UID_DeflatedExplicitVRLittleEndianTransferSyntax},
        {"rle", UID_RLELosslessTransferSyntax},
        {"jpeg", UID_JPEGProcess1TransferSyntax},
        {"jpeg-lossless", UID_JPEGProcess14SV1TransferSyntax},
        {"jpeg-ls", UID_JPEGLSLosslessTransferSyntax},
        {"jpeg-2000", UID_JPEG2000LosslessOnlyTransferSyntax},
        {"htj2k", htj2kLossless},
        {"mpeg-2", UID_MPEG2MainProfileAtMainLevelTransferSyntax},
    };
    return all.at(name);
}

Bytes encoded(DcmFileFormat &file, const std::string &transferSyntax)
{
    auto &data = *file.getDataset();
    if (transferSyntax == htj2kLossless) {
        encapsulateEach(data, highThroughputJpeg2000);
        return renamed(bytesOf(file, EXS_JPEG2000LosslessOnly), transferSyntax);
    }
    const auto syntax = DcmXfer(transferSyntax.c_str()).getXfer();
    if (syntax == EXS_JPEG2000LosslessOnly) {
        encapsulateEach(data, jpeg2000);
        if (data.tagExistsWithValue(DCM_PlanarConfiguration))
            Writer(data).text(DCM_PhotometricInterpretation, "YBR_RCT");
    } else if (syntax == EXS_MPEG2MainProfileAtMainLevel) {
        encapsulate(data, syntax, {emptyVideo()});
    } else {
        registerEncoders();
        const DJ_RPLossless lossless(1, 0);
        const DJ_RPLossy lossy(92);
        const DJLSRepresentationParameter nearLossless(0, OFTrue);
        const DcmRepresentationParameter *how = nullptr;
        if (syntax == EXS_JPEGProcess1)
            how = &lossy;
        else if (syntax == EXS_JPEGProcess14SV1)
            how = &lossless;
        else if (syntax == EXS_JPEGLSLossless)
            how = &nearLossless;
        check(data.chooseRepresentation(syntax, how), "compressing pixels");
        if (syntax == EXS_JPEGLSLossless)
            clearPadding(data);
    }
    return bytesOf(file, syntax);
}

} // namespace responder
