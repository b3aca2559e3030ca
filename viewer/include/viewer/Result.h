#pragma once

#include <QString>

#include <tl/expected.hpp>

namespace viewer {

//! Why a file or a frame cannot be shown. The file itself is always kept and stays exportable.
struct Error
{
    enum class Kind {
        Unreadable,        //!< cannot be opened or read
        NotDicom,          //!< no DICOM file
        NoPixels,          //!< a DICOM file that holds no picture (a report, a plan, a key object)
        UnsupportedSyntax, //!< a transfer syntax that no decoder here knows
        UnsupportedPixels, //!< pixels in a form that is not shown (photometry, depth)
        Damaged,           //!< pixel data that lie or end early
        NoSuchFrame,
        DecoderFailed //!< the decoder broke off, did not end or cannot be started; the frame may be good
    };
    Kind kind;
    QString detail;         //!< plain words for the details fold
    QString transferSyntax; //!< (0002,0010) as text when known
};

template <class T>
using Result = tl::expected<T, Error>;

} // namespace viewer
