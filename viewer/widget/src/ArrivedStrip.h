#pragma once

#include "ThumbnailStrip.h"

namespace viewer {

//! The first picture of each series that has arrived, side by side, for a page outside the light box: black behind the
//! pictures, the application's colours around them. Series without a picture are left out.
class ArrivedStrip final : public QListView
{
    Q_OBJECT

public:
    explicit ArrivedStrip(SeriesModel &model, QWidget *parent = nullptr);

signals:
    void seriesChosen(const QString &seriesUid);

private:
    class Pictures;
    class Delegate;
};

} // namespace viewer
