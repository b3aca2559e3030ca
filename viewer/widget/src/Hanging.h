#pragma once

#include "LightBox.h"

namespace viewer {

//! How a study is hung when nobody has said anything else.
struct Hanging
{
    struct Place
    {
        QString seriesUid, sopUid; //!< empty: a tile that waits
        friend bool operator==(const Place &, const Place &) = default;
    };
    LightBox::Grid grid;
    QList<Place> places; //!< row by row
};

//! Mammograms stand with their chest walls together, the right breast on the left, one view below the other; of
//! radiographs each has its tile, up to four; of everything else the first series has the whole box. \a series are
//! those with pictures of one study, in the order of the strip.
Hanging hangingOf(const QList<ImageList> &series);

//! The series of another study that shows the same: of the study before it, or after it if there is none, the one of
//! the same modality that is most like it; empty without. \a series are all with pictures, the newest study first.
QString counterpartOf(const ImageList &images, const QList<ImageList> &series);

//! A mammogram whose chest wall lies on the other side than is usual for its breast: it is shown mirrored, so that
//! chest walls stand together.
bool isStoredReversed(const FileHeader &header);

//! Where a series begins: slices of a body at the middle, all else at the first.
int firstPicture(const ImageList &images);

} // namespace viewer
