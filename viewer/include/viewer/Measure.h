#pragma once

#include <viewer/Image.h>

#include <QList>
#include <QPointF>
#include <QRectF>

#include <optional>

namespace viewer {

//! What a length in a picture is counted in.
enum class Calibration {
    Patient,  //!< mm in the patient, from PixelSpacing
    Detector, //!< mm on the detector: larger than in the patient
    None      //!< pixels; across and down may differ by the pixel aspect ratio
};
//! Of what lies at some places, in columns and rows, of a frame, which counts from 0.
Calibration calibrationOf(const FileHeader &header, const QList<QPointF> &places = {}, int frame = 0);

//! Between two places in columns and rows: mm, or pixel columns without a calibration.
double lengthOf(const FileHeader &header, const QPointF &from, const QPointF &to, int frame = 0);

//! Between the legs of \a vertex, 0 to 180 degrees, as they lie in space: right for pixels that are no squares. Nothing
//! when a leg has no length.
std::optional<double> angleOf(const FileHeader &header, const QPointF &vertex, const QPointF &a, const QPointF &b,
                              int frame = 0);

enum class Region { Ellipse, Rectangle };

//! Of the pixels whose centres lie in a region.
struct RegionValues
{
    qint64 pixels = 0; //!< that have a value: padding and what a shutter hides are left out
    qint64 all = 0;    //!< with those
    double mean = 0;
    double deviation = 0; //!< of all these pixels, not of a sample
    double smallest = 0, largest = 0;
};

//! What hides a part of a picture while it is measured.
struct Hidden
{
    std::optional<Shutter> shutter;
    double pixelAspect = 1;
    friend bool operator==(const Hidden &, const Hidden &) = default;
};

//! In values after the modality transformation. Nothing for colour and where no pixel lies in the region. \a box is in
//! columns and rows; what hangs over the edge is left out.
std::optional<RegionValues> valuesIn(const Frame &frame, Region region, const QRectF &box, const Hidden &hidden = {});

//! Of the shape itself, in mm² or square pixel columns.
double areaOf(const FileHeader &header, Region region, const QRectF &box, int frame = 0);

} // namespace viewer
