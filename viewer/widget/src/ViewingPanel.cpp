#include <viewer_widgets/ViewingPanel.h>

#include "ArrivedStrip.h"
#include "ImagingColours.h"
#include "LightBoxBar.h"
#include "TagBrowser.h"
#include "ThumbnailStrip.h"

#include <viewer_widgets/FrameLoader.h>

#include <QAction>
#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QSet>
#include <QSplitter>
#include <QStackedLayout>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace viewer {

namespace {

constexpr int stripWidth = 224;
constexpr int thumbnailSide = 112; // twice what is drawn, for screens with small pixels
//! While files rush in, the open series is told about them in portions.
constexpr int growthMilliseconds = 100;

QString colour(QRgb rgb)
{
    return QColor(rgb).name();
}

QString imagingStyle()
{
    return QStringLiteral(
               "viewer--ViewingPanel, #emptyBox { background: %1; }"
               "#seriesPanel, #seriesTitle, #lightBoxBar, #thumbnailStrip { background: %2; color: %3; border: none; }"
               "#seriesPanel { border-right: 1px solid %4; }"
               "#seriesTitle, #lightBoxBar { border-bottom: 1px solid %4; }"
               "#seriesTitle { font-size: 13px; font-weight: 600; padding-left: 12px; }"
               "#lightBoxGap { background: %4; border: none; }"
               "#lightBoxBar QToolButton { background: transparent; color: %3; border: 1px solid transparent;"
               " border-radius: 4px; padding: 0 6px; font-size: 13px; }"
               "#lightBoxBar QToolButton:hover { background: %5; }"
               "#lightBoxBar QToolButton:checked { background: %6; border-color: %7; }"
               "#lightBoxBar QToolButton:focus { border-color: %7; }"
               "#lightBoxBar #presetButton { padding-right: 20px; }"
               "#presetButton::menu-indicator { subcontrol-origin: padding; subcontrol-position: right center;"
               " right: 6px; }"
               "#emptyHeadline { color: %3; font-size: 15px; font-weight: 600; background: transparent; }"
               "#emptyMeaning { color: %8; font-size: 13px; background: transparent; }"
               "QScrollBar:vertical { background: %2; width: 10px; margin: 0; border: none; }"
               "QScrollBar::handle:vertical { background: %9; border-radius: 3px; min-height: 32px; margin: 2px; }"
               "QScrollBar::add-line, QScrollBar::sub-line { height: 0; }"
               "QScrollBar::add-page, QScrollBar::sub-page { background: %2; }"
               "#tagBrowser, #tagTree, #tagBrowser QHeaderView::section { background: %2; color: %3; border: none; }"
               "#tagBrowser { border-top: 1px solid %4; font-size: 13px; }"
               "#tagBrowser QHeaderView::section { color: %8; padding: 2px 4px; border-bottom: 1px solid %4; }"
               "#tagTree::item { height: 22px; }"
               "#tagTree::item:selected { background: %6; color: %3; }"
               "#tagTitle, #tagSentence, #tagDifferences { color: %3; background: transparent; }"
               "#tagTitle { font-weight: 600; }"
               "#tagSentence { padding: 4px 12px; }"
               "#tagSearch { background: %1; color: %3; border: 1px solid %9; border-radius: 4px; height: 26px; "
               "padding: 0 6px; }"
               "#tagSearch:focus { border-color: %7; }"
               "#tagBrowser QToolButton { background: transparent; color: %3; border: 1px solid %9; border-radius: 4px;"
               " height: 26px; padding: 0 8px; }"
               "#tagBrowser QToolButton:hover { background: %5; }"
               "#tagBrowser QToolButton:checked { background: %6; border-color: %7; }"
               "#tagBrowser QToolButton:focus { border-color: %7; }"
               "QSplitter::handle { background: %4; }"
               "QScrollBar:horizontal { background: %2; height: 10px; margin: 0; border: none; }"
               "QScrollBar::handle:horizontal { background: %9; border-radius: 3px; min-width: 32px; margin: 2px; }"
               "QMenu { background: %2; color: %3; border: 1px solid %4; }"
               "QMenu::item:selected { background: %6; }")
        .arg(colour(imaging::surround), colour(imaging::strip), colour(imaging::text), colour(imaging::line),
             colour(imaging::stripHover), colour(imaging::stripSelected), colour(imaging::accent),
             colour(imaging::text2), colour(imaging::handle));
}

} // namespace

struct ViewingPanel::Private
{
    ViewingPanel *q;
    FrameLoader loader;
    SeriesModel model;
    Tile *tile = nullptr;
    LightBoxBar *bar = nullptr;
    ThumbnailStrip *strip = nullptr;
    QStackedLayout *box = nullptr;
    TagBrowser *tags = nullptr;
    QTimer growth;
    QSet<QString> paths;
    QSet<QString> shownUids;
    QHash<FrameKey, QString> thumbnailsAsked; //!< the series that each is for
    QString open;
    int files = 0;

    explicit Private(ViewingPanel *panel) : q(panel) {}

    void build()
    {
        tile = new Tile(loader, q);
        bar = new LightBoxBar(*tile, q);
        strip = new ThumbnailStrip(model, q);

        auto *side = new QFrame(q);
        side->setObjectName(QStringLiteral("seriesPanel"));
        side->setFixedWidth(stripWidth);
        auto *title = new QLabel(tr("Series"), side);
        title->setObjectName(QStringLiteral("seriesTitle"));
        title->setFixedHeight(bar->height());
        title->setBuddy(strip);
        auto *sideColumn = new QVBoxLayout(side);
        sideColumn->setContentsMargins(0, 0, 0, 0);
        sideColumn->setSpacing(0);
        sideColumn->addWidget(title);
        sideColumn->addWidget(strip, 1);

        auto *empty = new QFrame(q);
        empty->setObjectName(QStringLiteral("emptyBox"));
        auto *headline = new QLabel(tr("Nothing here yet"), empty);
        headline->setObjectName(QStringLiteral("emptyHeadline"));
        headline->setAlignment(Qt::AlignCenter);
        auto *meaning = new QLabel(tr("Pictures appear as they arrive."), empty);
        meaning->setObjectName(QStringLiteral("emptyMeaning"));
        meaning->setAlignment(Qt::AlignCenter);
        auto *emptyColumn = new QVBoxLayout(empty);
        emptyColumn->addStretch();
        emptyColumn->addWidget(headline);
        emptyColumn->addWidget(meaning);
        emptyColumn->addStretch();

        auto *boxes = new QWidget(q);
        box = new QStackedLayout(boxes);
        box->addWidget(empty);
        box->addWidget(tile);

        tags = new TagBrowser(q);
        tags->hide();
        auto *areas = new QSplitter(Qt::Vertical, q);
        areas->setObjectName(QStringLiteral("viewingAreas"));
        areas->setHandleWidth(4);
        areas->setChildrenCollapsible(false);
        areas->addWidget(boxes);
        areas->addWidget(tags);
        areas->setSizes({600, 320});
        areas->setStretchFactor(0, 1);

        auto *column = new QVBoxLayout;
        column->setSpacing(0);
        column->addWidget(bar);
        column->addWidget(areas, 1);
        auto *row = new QHBoxLayout(q);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(0);
        row->addWidget(side);
        row->addLayout(column, 1);
    }

    void wire()
    {
        growth.setSingleShot(true);
        growth.setInterval(growthMilliseconds);
        connect(&growth, &QTimer::timeout, q, [this] {
            if (const auto *series = model.series(open))
                tile->updateSeries(series->images);
        });
        connect(&loader, &FrameLoader::headerReady, q, [this](const FileHeader &header) { take(header); });
        connect(&loader, &FrameLoader::headerFailed, q, [this](const QString &, const Error &) { ++files; });
        connect(&loader, &FrameLoader::thumbnailReady, q, [this](const FrameKey &key, const QImage &picture) {
            model.setThumbnail(thumbnailsAsked.take(key), picture);
        });
        connect(strip, &ThumbnailStrip::seriesChosen, q, [this](const QString &uid) {
            q->openSeries(uid);
            tile->setFocus(Qt::OtherFocusReason);
        });
        connect(tile, &Tile::seriesStepRequested, q, [this](int by) { stepSeries(by); });
        connect(tile, &Tile::imageShown, q, [this](const QString &uid) {
            shownUids.insert(uid);
            emit q->imageShown(uid);
        });
        connect(tile, &Tile::viewChanged, q, [this] { listTags(); });
        connect(bar->tagsAction(), &QAction::toggled, q, [this](bool seen) { showTags(seen); });
        connect(tags, &TagBrowser::closeRequested, q, [this] { bar->tagsAction()->setChecked(false); });
        connect(tile, &Tile::fullScreenRequested, q, &ViewingPanel::fullScreenRequested);
        connect(bar, &LightBoxBar::reportsRequested, q, &ViewingPanel::reportsRequested);
        connect(tile, &Tile::leaveRequested, q, &ViewingPanel::leaveRequested);
    }

    void take(const FileHeader &header)
    {
        ++files;
        if (model.add(header)) {
            const FrameKey key{header.path, header.frames / 2};
            thumbnailsAsked.insert(key, header.seriesUid);
            loader.makeThumbnail(key, thumbnailSide);
            if (open.isEmpty())
                q->openSeries(header.seriesUid);
        }
        if (header.seriesUid == open && !growth.isActive())
            growth.start();
    }

    //! The file that is looked at; none without a series.
    std::shared_ptr<const FileHeader> lookedAt() const
    {
        const auto *series = model.series(open);
        if (!series)
            return {};
        const auto found = std::find_if(series->images.cbegin(), series->images.cend(),
                                        [uid = tile->sopUid()](const auto &file) { return file->sopUid == uid; });
        return found == series->images.cend() ? nullptr : *found;
    }

    void listTags()
    {
        if (tags->isHidden())
            return;
        if (const auto header = lookedAt())
            tags->setFile(header->path, tr("image %1").arg(header->instanceNumber.value_or(tile->pictureIndex() + 1)));
        else
            tags->setFile({}, {});
    }

    void showTags(bool seen)
    {
        const bool hadFocus = tags->isAncestorOf(QApplication::focusWidget());
        tags->setVisible(seen);
        if (seen)
            listTags();
        else if (hadFocus)
            tile->setFocus(Qt::OtherFocusReason);
    }

    void stepSeries(int by)
    {
        int row = model.rowOf(open);
        if (row < 0)
            return;
        do {
            row += by;
        } while (row >= 0 && row < model.rowCount() && !model.seriesAt(row));
        if (const auto *series = model.seriesAt(row))
            q->openSeries(series->uid);
    }
};

ViewingPanel::ViewingPanel(QWidget *parent) : QWidget(parent), d(std::make_unique<Private>(this))
{
    setObjectName(QStringLiteral("viewingPanel"));
    setAccessibleName(tr("Viewing"));
    setAttribute(Qt::WA_StyledBackground);
    d->build();
    d->wire();
    setStyleSheet(imagingStyle());
    setFocusProxy(d->tile);
}

ViewingPanel::~ViewingPanel()
{
    // The widgets use what this holds, so they go first.
    delete d->tags;
    delete d->bar;
    delete d->tile;
    delete d->strip;
}

void ViewingPanel::setIconProvider(IconProvider provider)
{
    d->bar->setIconProvider(provider);
    d->strip->setIconProvider(provider);
    d->tile->setIconProvider(std::move(provider));
}

void ViewingPanel::addFile(const QString &path)
{
    if (d->paths.contains(path))
        return;
    d->paths.insert(path);
    d->loader.readHeader(path);
}

void ViewingPanel::setSeriesState(const QString &seriesUid, int received, std::optional<int> requested, int missing,
                                  bool complete)
{
    const Tile::Arrival arrival{received, requested, missing, complete};
    d->model.setArrival(seriesUid, arrival);
    if (seriesUid == d->open && !seriesUid.isEmpty())
        d->tile->setArrival(arrival);
}

void ViewingPanel::clear()
{
    d->loader.clear();
    d->growth.stop();
    d->tile->clear();
    d->tags->clear();
    d->open.clear();
    d->strip->markOpen({});
    d->model.clear();
    d->paths.clear();
    d->shownUids.clear();
    d->thumbnailsAsked.clear();
    d->files = 0;
    showNothingYet();
}

void ViewingPanel::showNothingYet()
{
    d->box->setCurrentIndex(0);
}

void ViewingPanel::openSeries(const QString &seriesUid)
{
    const auto *series = d->model.series(seriesUid);
    if (!series || (seriesUid == d->open && d->tile->pictureCount() > 0))
        return;
    d->open = seriesUid;
    d->box->setCurrentWidget(d->tile);
    d->tile->showSeries(series->images);
    d->tile->setArrival(series->arrival);
    d->strip->markOpen(seriesUid);
    emit seriesOpened(seriesUid);
}

void ViewingPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_T && event->modifiers() == Qt::NoModifier)
        d->bar->tagsAction()->toggle();
    else
        QWidget::keyPressEvent(event);
}

bool ViewingPanel::showImage(const QString &sopUid)
{
    const auto place = d->model.find(sopUid);
    if (!place)
        return false;
    openSeries(place->series->uid);
    d->tile->goTo(place->picture);
    return true;
}

QString ViewingPanel::placeOf(const QString &sopUid) const
{
    const auto place = d->model.find(sopUid);
    if (!place)
        return {};
    const FileHeader &image = *place->series->images[place->image];
    const auto numberOr = [](const std::optional<int> &number) {
        return number ? QString::number(*number) : QStringLiteral("–");
    };
    return tr("Series %1, image %2").arg(numberOr(image.seriesNumber), numberOr(image.instanceNumber));
}

void ViewingPanel::setReportsShown(bool shown)
{
    d->bar->setReportsShown(shown);
}

QWidget *ViewingPanel::makeArrivedStrip()
{
    auto *arrived = new ArrivedStrip(d->model);
    connect(arrived, &ArrivedStrip::seriesChosen, this, [this](const QString &uid) {
        openSeries(uid);
        emit arrivedSeriesChosen(uid);
    });
    return arrived;
}

int ViewingPanel::seriesCount() const
{
    return d->model.seriesCount();
}

int ViewingPanel::shownImages() const
{
    return static_cast<int>(d->shownUids.size());
}

int ViewingPanel::fileCount() const
{
    return d->files;
}

QString ViewingPanel::openedSeries() const
{
    return d->open;
}

QString ViewingPanel::openedStudy() const
{
    const auto *series = d->model.series(d->open);
    return series ? series->studyUid : QString();
}

Tile &ViewingPanel::tile() const
{
    return *d->tile;
}

} // namespace viewer
