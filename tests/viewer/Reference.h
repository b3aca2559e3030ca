#pragma once

#include <viewer/Image.h>

#include <QByteArray>
#include <QString>

#include <memory>

//! What foreign imaging makes of a frame: DCMTK's DicomImage, fed by GDCM where DCMTK lacks the decoder and GDCM's tool
//! is installed; OpenJPH's for High-Throughput JPEG 2000.
class Reference
{
public:
    Reference();
    ~Reference();

    //! False when nobody here can tell.
    bool load(const QString &path, int frame);
    QString name() const; //!< "DCMTK", "GDCM" or "OpenJPH"
    bool isColour() const;
    double pixelAspect() const; //!< height : width of a pixel
    //! The picture as DCMTK draws it with all overlay planes in white, 8 bits a pixel, in the default window of \a
    //! frame.
    QByteArray greysWithOverlays(const viewer::Frame &frame);

private:
    friend struct Comparison compared(const viewer::Frame &frame, Reference &reference);

    struct Private;
    std::unique_ptr<Private> d;
};

//! The largest difference over the default window and two others, in 8 bits.
struct Comparison
{
    int largest = 255;
    bool isColour = false;

    bool isGood() const { return largest <= (isColour ? 3 : 1); }
};
Comparison compared(const viewer::Frame &frame, Reference &reference);

//! Why a file is not drawn as the reference draws it; empty for all others.
QString whyDifferent(const QString &path);
