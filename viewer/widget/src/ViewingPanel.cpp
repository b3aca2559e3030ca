#include <viewer_widgets/ViewingPanel.h>

#include "ArrivedStrip.h"
#include "Export.h"
#include "Hanging.h"
#include "ImagingColours.h"
#include "LightBox.h"
#include "LightBoxBar.h"
#include "ObjectView.h"
#include "TagBrowser.h"
#include "ThumbnailStrip.h"
#include "Twins.h"
#include "Words.h"

#include <viewer/StructuredReport.h>
#include <viewer_widgets/FrameLoader.h>

#include <QAction>
#include <QApplication>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QSaveFile>
#include <QSet>
#include <QSplitter>
#include <QStackedLayout>
#include <QTimer>
#include <QVBoxLayout>
#include <QtConcurrent>

#include <algorithm>
#include <utility>

namespace viewer {

namespace {

constexpr int stripWidth = 224;
constexpr int mostThumbnailsTried = 8; // of a series in a format that nobody can show
constexpr int thumbnailSide = 160;     // twice the largest that is drawn, for screens with small pixels
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
               "#unreadableLine { background: %2; color: %3; font-size: 12px; padding: 8px 12px;"
               " border-top: 1px solid %4; }"
               "#lightBoxGap, #lightBox { background: %4; border: none; }"
               "#lightBoxGap { margin: 0 4px; }"
               "#lightBoxBar QToolButton { background: transparent; color: %3; border: 1px solid transparent;"
               " border-radius: 4px; padding: 0 6px; font-size: 13px; }"
               "#lightBoxBar QToolButton:hover { background: %5; }"
               "#lightBoxBar QToolButton:checked { background: %6; border-color: %7; }"
               "#lightBoxBar QToolButton:focus { border-color: %7; }"
               "#lightBoxBar #presetButton, #lightBoxBar #layoutButton, #lightBoxBar #cineRateButton { padding-right: "
               "20px; }"
               "#lightBoxBar QToolButton:disabled { color: %9; }"
               "#presetButton::menu-indicator, #layoutButton::menu-indicator, #cineRateButton::menu-indicator { "
               "subcontrol-origin: padding; "
               "subcontrol-position: right center;"
               " right: 6px; }"
               "#emptyHeadline { color: %3; font-size: 15px; font-weight: 600; background: transparent; }"
               "#emptyMeaning { color: %8; font-size: 13px; background: transparent; }"
               "QScrollBar:vertical { background: %2; width: 10px; margin: 0; border: none; }"
               "QScrollBar::handle:vertical { background: %9; border-radius: 3px; min-height: 32px; margin: 2px; }"
               "QScrollBar::add-line, QScrollBar::sub-line { height: 0; }"
               "QScrollBar::add-page, QScrollBar::sub-page { background: %2; }"
               "#objectView, #objectText { background: %1; color: %3; border: none; font-size: 13px; }"
               "#lightBoxBar #moreButton::menu-indicator { image: none; }"
               "#tileDeeds { background: transparent; }"
               "#objectView QToolButton, #tileDeeds QToolButton { background: transparent; color: %3; border: 1px "
               "solid %9; "
               "border-radius: 4px;"
               " height: 26px; padding: 0 8px; }"
               "#objectView QToolButton:hover, #tileDeeds QToolButton:hover { background: %5; }"
               "#objectView QToolButton:focus, #tileDeeds QToolButton:focus { border-color: %7; }"
               "#tagBrowser, #tagTree, #tagBrowser QHeaderView::section { background: %2; color: %3; border: none; }"
               "#tagBrowser { border-top: 1px solid %4; font-size: 13px; }"
               "#tagBrowser QHeaderView::section { color: %8; padding: 2px 4px; border-bottom: 1px solid %4; }"
               "#tagTree::item { height: 22px; }"
               "#tagTree::item:selected { background: %6; color: %3; }"
               "#tagTitle, #tagSentence { color: %3; background: transparent; }"
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
               "QMenu { background: %2; color: %3; border: 1px solid %4; padding: 4px 0; }"
               "QMenu::item { padding: 4px 24px 4px 12px; }"
               "QMenu::item:selected { background: %6; }"
               "QMenu::item:disabled { color: %9; }"
               "QMenu::icon { margin-left: 5px; padding: 2px; border: 1px solid transparent; }"
               "QMenu::icon:checked { background: %6; border: 1px solid %7; border-radius: 4px; }"
               "QMenu::separator { background: %4; height: 1px; margin: 4px 0; }")
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
    LightBox *light = nullptr;
    LightBoxBar *bar = nullptr;
    ThumbnailStrip *strip = nullptr;
    QStackedLayout *box = nullptr;
    ObjectView *objects = nullptr;
    TagBrowser *tags = nullptr;
    QFutureWatcher<KeyImages> keyReading;
    QStringList keyFiles;         //!< key object selections that have arrived
    bool keysAreStale = false;    //!< more of them came while they were read
    QSet<QString> keyImages;      //!< SOP instance UIDs: all of the following
    KeyImages selectedImages;     //!< by key object selections
    QSet<QString> reportedImages; //!< by a report
    Keys keys;
    using States = QList<std::shared_ptr<const PresentationState>>;
    QFutureWatcher<States> stateReading;
    QStringList stateFiles;       //!< presentation states that have arrived and are not read yet
    bool isReadingStates = false; //!< until they are taken: another reading would put away what was not
    States states;
    QFutureWatcher<QString> saving; //!< why it failed; empty when it did not
    QString savedTo;
    QTimer growth;
    QTimer arrivals;
    QSet<QString> paths;
    QSet<QString> shownUids;
    QHash<FrameKey, QString> thumbnailsAsked;      //!< the series that each is for
    QHash<QString, QSet<QString>> thumbnailsTried; //!< files, by the series that they are for
    QSet<QString> grown;                           //!< series that hang and have had files since they were last told
    QString open;
    QFutureWatcher<TwinChoice> choosing;
    bool isChoosing = false;   //!< until the choice is taken, which another one would put away
    QList<FileHeader> twins;   //!< files whose image is here already, not looked into yet
    QStringList copies;        //!< files that are left out, for the same bytes are here
    QStringList otherContents; //!< files that are left out although they are no copies
    QLabel *unreadableLine = nullptr;
    QLabel *headline = nullptr; //!< of the empty box
    QLabel *meaning = nullptr;
    QList<FileHeader> patients; //!< a file of each, in the order in which they were hidden
    QStringList nameless;       //!< folders with files that do not say of which series they are
    QStringList unreadable;     //!< DICOM files that nobody can read, each with the reason
    QStringList notDicom;
    bool isByHand = false; //!< somebody has had a hand in what hangs where, so no rule changes it
    int files = 0;

    explicit Private(ViewingPanel *panel) : q(panel) {}

    void build()
    {
        light = new LightBox(loader, q);
        bar = new LightBoxBar(*light, q);
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
        unreadableLine = new QLabel(side);
        unreadableLine->setObjectName(QStringLiteral("unreadableLine"));
        unreadableLine->setTextFormat(Qt::PlainText);
        unreadableLine->setWordWrap(true);
        unreadableLine->hide();
        sideColumn->addWidget(unreadableLine);

        auto *empty = new QFrame(q);
        empty->setObjectName(QStringLiteral("emptyBox"));
        headline = new QLabel(empty);
        headline->setObjectName(QStringLiteral("emptyHeadline"));
        headline->setAlignment(Qt::AlignCenter);
        meaning = new QLabel(empty);
        meaning->setObjectName(QStringLiteral("emptyMeaning"));
        meaning->setAlignment(Qt::AlignCenter);
        meaning->setTextFormat(Qt::PlainText);
        meaning->setWordWrap(true);
        tellNothing(tr("Nothing here yet"), tr("Pictures appear as they arrive."));
        auto *emptyColumn = new QVBoxLayout(empty);
        emptyColumn->addStretch();
        emptyColumn->addWidget(headline);
        emptyColumn->addWidget(meaning);
        emptyColumn->addStretch();

        auto *boxes = new QWidget(q);
        box = new QStackedLayout(boxes);
        box->addWidget(empty);
        box->addWidget(light);
        objects = new ObjectView(boxes);
        box->addWidget(objects);

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
        arrivals.setSingleShot(true);
        arrivals.setInterval(growthMilliseconds);
        connect(&arrivals, &QTimer::timeout, q, [this] {
            tellUnreadable();
            openWithoutPictures();
            emit q->filesTaken();
        });
        growth.setSingleShot(true);
        growth.setInterval(growthMilliseconds);
        connect(&growth, &QTimer::timeout, q, [this] {
            const QStringList hung = light->hungSeries();
            for (const QString &uid : hung)
                tellGrown(uid);
            grown.clear();
            if (files == paths.size() && !shownUids.isEmpty())
                light->settle(); // all that was listed is here, and somebody sees it
            if (const auto *series = model.series(open)) {
                showContents(*series);
                if (!states.isEmpty())
                    offerStates();
            }
        });
        connect(&loader, &FrameLoader::headerReady, q, [this](const FileHeader &header) { take(header); });
        connect(&loader, &FrameLoader::headerFailed, q,
                [this](const QString &path, const Error &error) { refuse(path, error); });
        connect(&loader, &FrameLoader::thumbnailReady, q, [this](const FrameKey &key, const QImage &picture) {
            const QString uid = thumbnailsAsked.take(key);
            model.setThumbnail(uid, picture);
            makeAnotherThumbnail(uid);
        });
        connect(strip, &ThumbnailStrip::seriesChosen, q, [this](const QString &uid) {
            q->openSeries(uid);
            focusBox();
        });
        connect(strip, &ThumbnailStrip::studyChosen, q, [this](const QString &uid) { hangStudy(uid); });
        connect(bar->hangStudyAction(), &QAction::triggered, q, [this] { hangStudy(q->openedStudy()); });
        connect(light, &LightBox::seriesStepRequested, q, [this](int by) { stepSeries(by); });
        connect(light, &LightBox::imageShown, q, [this](const QString &uid) {
            shownUids.insert(uid);
            // What comes over the net may take its time, and nothing moves under an eye.
            if ((files == paths.size() && grown.isEmpty()) || isAnyHungArriving())
                light->settle();
            emit q->imageShown(uid);
        });
        connect(light, &LightBox::viewChanged, q, [this] { listTags(); });
        connect(objects, &ObjectView::imageRequested, q, [this](const QString &uid, int frame) {
            if (q->showImage(uid, frame))
                focusBox();
        });
        connect(objects, &ObjectView::openElsewhereRequested, q, &ViewingPanel::openElsewhereRequested);
        connect(objects, &ObjectView::documentRequested, q, &ViewingPanel::documentRequested);
        connect(objects, &ObjectView::seriesStepRequested, q, [this](int by) { stepSeries(by); });
        connect(objects, &ObjectView::leaveRequested, q, &ViewingPanel::leaveRequested);
        connect(&keyReading, &QFutureWatcherBase::finished, q, [this] { takeKeyImages(); });
        connect(bar->keyImagesAction(), &QAction::toggled, q, [this] { showKeyImages(); });
        connect(&stateReading, &QFutureWatcherBase::finished, q, [this] {
            const States read = stateReading.result();
            for (const auto &state : read) {
                if (paths.contains(state->path)) // else of a patient who is not looked at any more
                    states << state;
            }
            offerStates();
            isReadingStates = false;
            readStates();
        });
        connect(&choosing, &QFutureWatcherBase::finished, q, [this] {
            takeChoice(choosing.result());
            isChoosing = false;
            chooseTwins();
        });
        connect(&saving, &QFutureWatcherBase::finished, q, [this] {
            if (saving.result().isEmpty())
                emit q->pictureSaved(savedTo);
            else
                emit q->pictureNotSaved(saving.result());
        });
        connect(bar->tagsAction(), &QAction::toggled, q, [this](bool seen) { showTags(seen); });
        connect(tags, &TagBrowser::closeRequested, q, [this] { bar->tagsAction()->setChecked(false); });
        connect(light, &LightBox::fullScreenRequested, q, &ViewingPanel::fullScreenRequested);
        connect(bar, &LightBoxBar::fullScreenRequested, q, &ViewingPanel::fullScreenRequested);
        connect(bar, &LightBoxBar::reportsRequested, q, &ViewingPanel::reportsRequested);
        connect(light, &LightBox::activeChanged, q, [this] { followActive(); });
        connect(light, &LightBox::touched, q, [this] { isByHand = true; });
        connect(bar, &LightBoxBar::layoutChosen, q, [this] { isByHand = true; });
        connect(bar->compareAction(), &QAction::triggered, q, [this] { compareWithPrior(); });
        connect(light, &LightBox::gridChanged, q, [this] { markHung(); });
        connect(light, &LightBox::seriesDropped, q, [this](int tile, const QString &uid) {
            isByHand = true;
            light->activate(tile);
            q->openSeries(uid);
            focusBox();
        });
        connect(light, &LightBox::leaveRequested, q, &ViewingPanel::leaveRequested);
        connect(&light->marks(), &Marks::keyImagesChanged, q, [this] { tellKeyImages(); });
        connect(light, &LightBox::commandRequested, q, &ViewingPanel::perform);
        light->setCommandStates([this](Command command) { return q->isOn(command); });
        connect(light, &LightBox::linksChanged, q, &ViewingPanel::commandStatesChanged);
        connect(light, &LightBox::viewChanged, q, &ViewingPanel::commandStatesChanged);
        connect(&light->marks(), &Marks::keyImagesChanged, q, &ViewingPanel::commandStatesChanged);
        connect(bar->keyImagesAction(), &QAction::toggled, q, &ViewingPanel::commandStatesChanged);
        connect(bar->tagsAction(), &QAction::toggled, q, &ViewingPanel::commandStatesChanged);
    }

    Tile &tile() const { return light->active(); }

    void focusBox() { box->currentWidget()->setFocus(Qt::OtherFocusReason); }

    bool isAnyHungArriving() const
    {
        const QStringList hung = light->hungSeries();
        return std::any_of(hung.cbegin(), hung.cend(), [this](const QString &uid) {
            const auto *series = model.series(uid);
            return series && series->arrival && series->arrival->isArriving();
        });
    }

    //! Another tile is the one that tools and keys are for.
    void followActive()
    {
        open = light->seriesIn(light->activeIndex());
        strip->markOpen(open);
        offerStates();
        offerPrior();
        if (!open.isEmpty())
            emit q->seriesOpened(open);
    }

    void markHung()
    {
        QStringList series;
        for (int i = 0; i < light->grid().count(); ++i)
            series << light->seriesIn(i);
        strip->markHung({light->grid().columns, light->grid().rows}, series);
    }

    //! A file that does not say of which series it is belongs to those beside it of its study; one without a name of
    //! its own has one here, so that marks stay with it.
    FileHeader named(FileHeader header)
    {
        if (header.seriesUid.isEmpty()) {
            const QString folder = QFileInfo(header.path).path();
            if (!nameless.contains(folder))
                nameless << folder;
            header.seriesUid = QStringLiteral("%1 series %2").arg(header.studyUid).arg(nameless.indexOf(folder));
        }
        if (header.sopUid.isEmpty())
            header.sopUid = QStringLiteral("%1 image %2").arg(header.seriesUid).arg(files);
        return header;
    }

    void take(const FileHeader &read)
    {
        ++files;
        const FileHeader header = named(read);
        if (!arrivals.isActive())
            arrivals.start();
        if (model.twinOf(header)) {
            twins << header;
            chooseTwins();
            return;
        }
        if (model.add(header)) {
            makeThumbnail(header);
            if (light->hungSeries().isEmpty() || (!isByHand && !hasOpenPicture()))
                openHere(header.seriesUid);
            offerPrior();
        } else if (header.frames == 0 && kindOf(header.sopClass) == ObjectKind::KeyObjects) {
            keyFiles << header.path;
            readKeyImages();
        } else if (header.frames == 0 && isShownState(header.sopClass)) {
            stateFiles << header.path;
            readStates();
        }
        if (header.frames > 0)
            makeAnotherThumbnail(header.seriesUid);
        if (header.frames > 0 && !isByHand)
            hangByRule(header.studyUid);
        if (header.seriesUid == open || light->hungSeries().contains(header.seriesUid)) {
            grown.insert(header.seriesUid);
            if (!growth.isActive())
                growth.start();
        }
    }

    //! One at a time, for the one that is here may be another after each.
    void chooseTwins()
    {
        if (isChoosing || twins.isEmpty())
            return;
        isChoosing = true;
        const FileHeader other = twins.takeFirst();
        choosing.setFuture(QtConcurrent::run([twins = Twins{*model.twinOf(other), other}, decoder = loader.decoder()] {
            return chosenOf(twins, decoder);
        }));
    }

    void takeChoice(const TwinChoice &choice)
    {
        const auto &[here, other] = choice.twins;
        const auto known = model.twinOf(other);
        if (!known || known->path != here.path || !paths.contains(other.path))
            return; // of a patient who is not looked at any more
        (choice.areCopies ? copies : otherContents) << (choice.isOther ? here : other).path;
        if (choice.isOther) {
            model.replace(other);
            makeAnotherThumbnail(other.seriesUid);
            grown.insert(other.seriesUid);
            growth.start();
        }
        arrivals.start();
    }

    bool hasOpenPicture() const
    {
        const auto *series = model.series(open);
        return series && series->hasPicture;
    }

    //! Where nothing that has come is a picture and none is on its way, reports and documents open by themselves.
    void openWithoutPictures()
    {
        if (files < paths.size() || !light->hungSeries().isEmpty())
            return;
        QString first;
        for (int row = 0; row < model.rowCount(); ++row) {
            const auto *series = model.seriesAt(row);
            if (series && series->arrival && series->arrival->isArriving())
                return;
            if (series && first.isEmpty())
                first = series->uid;
        }
        openHere(first);
    }

    //! A file of DICOM that nobody can read is not passed over in silence.
    void refuse(const QString &path, const Error &error)
    {
        ++files;
        if (!arrivals.isActive())
            arrivals.start();
        if (error.kind == Error::Kind::NotDicom)
            notDicom << path;
        else
            unreadable << tr("%1: %2", "file, reason").arg(QFileInfo(path).fileName(), error.detail);
    }

    void tellNothing(const QString &what, const QString &why) const
    {
        headline->setText(what);
        meaning->setText(why);
    }

    void tellUnreadable()
    {
        constexpr int mostNamed = 10;
        QStringList lines, named;
        const auto tell = [&](const QStringList &which, const QString &words) {
            if (which.isEmpty())
                return;
            lines << words;
            named << which.mid(0, mostNamed);
            if (which.size() > mostNamed)
                named << QStringLiteral("…");
        };
        const QString warning = QChar(0x26A0) + QStringLiteral(" ");
        const auto count = [](const QStringList &which) { return static_cast<int>(which.size()); };
        tell(unreadable,
             warning + (count(unreadable) == 1 ? tr("1 file cannot be read")
                                               : tr("%n files cannot be read", nullptr, count(unreadable))));
        tell(otherContents,
             warning + (count(otherContents) == 1 ? tr("1 file left out: its image is here with other content")
                                                  : tr("%n files left out: their images are here with other content",
                                                       nullptr, count(otherContents))));
        tell(copies, count(copies) == 1 ? tr("1 copy left out") : tr("%n copies left out", nullptr, count(copies)));
        const QStringList missed = model.absent(true);
        tell(missed, warning + (count(missed) == 1 ? tr("No image of 1 series came")
                                                   : tr("No image of %n series came", nullptr, count(missed))));
        const QStringList waiting = model.absent(false);
        tell(waiting,
             count(waiting) == 1 ? tr("1 series is waiting") : tr("%n series are waiting", nullptr, count(waiting)));
        unreadableLine->setVisible(!lines.isEmpty());
        unreadableLine->setText(lines.join(QLatin1Char('\n')));
        unreadableLine->setToolTip(named.join(QLatin1Char('\n')));
        for (int row = 0; row < model.rowCount(); ++row) {
            if (const auto *series = model.seriesAt(row))
                tellArrival(*series);
        }
    }

    //! What the ledger says of a series, and what nobody can read of it.
    std::optional<Tile::Arrival> arrivalOf(const SeriesModel::Series &series) const
    {
        const auto here = static_cast<int>(series.images.size());
        std::optional<Tile::Arrival> arrival = series.arrival;
        const auto refused = static_cast<int>(unreadable.size());
        // Nobody knows of which series they are, unless there is only one.
        if (!arrival && refused > 0 && model.seriesCount() == 1)
            return Tile::Arrival{here, {}, 0, true, true, refused, 0};
        // While headers are still to be read, nothing is known of them.
        if (arrival && arrival->complete && files == paths.size()) {
            const int lacking = std::max(0, arrival->received - here);
            (lacking <= refused ? arrival->unreadable : arrival->unseen) = lacking;
        }
        return arrival;
    }

    void tellArrival(const SeriesModel::Series &series)
    {
        const auto arrival = arrivalOf(series);
        if (series.arrival)
            model.setUnseen(series.uid, arrival->unreadable + arrival->unseen);
        if (arrival)
            light->setArrival(series.uid, *arrival);
    }

    void makeThumbnail(const FileHeader &header)
    {
        const FrameKey key{header.path, header.frames / 2};
        thumbnailsTried[header.seriesUid].insert(header.path);
        thumbnailsAsked.insert(key, header.seriesUid);
        loader.makeThumbnail(key, thumbnailSide, header.pixelAspect);
    }

    //! A series whose first pictures cannot be shown has its thumbnail of a later one.
    void makeAnotherThumbnail(const QString &uid)
    {
        const auto *series = model.series(uid);
        const QSet<QString> &tried = thumbnailsTried[uid];
        if (!series || !series->thumbnailFailed || tried.size() >= mostThumbnailsTried)
            return;
        const auto other = std::find_if(series->images.cbegin(), series->images.cend(), [&](const auto &file) {
            return file->frames > 0 && !tried.contains(file->path);
        });
        if (other != series->images.cend())
            makeThumbnail(**other);
    }

    //! Opens a series in the active tile.
    void openHere(const QString &uid)
    {
        const auto *series = model.series(uid);
        if (!series || (uid == open && tile().pictureCount() > 0))
            return;
        open = uid;
        showContents(*series);
        hang(light->activeIndex(), *series);
        offerStates();
        offerPrior();
        strip->markOpen(uid);
        emit q->seriesOpened(uid);
    }

    void hang(int index, const SeriesModel::Series &series, std::optional<int> picture = {})
    {
        light->hang(index, series.uid, seen(series), picture);
        light->tileAt(index).setArrival(arrivalOf(series));
    }

    //! The series that have pictures, of one study or of all, in the order of the strip.
    QList<ImageList> pictures(const QString &study = {}) const
    {
        QList<ImageList> found;
        for (int row = 0; row < model.rowCount(); ++row) {
            const auto *series = model.seriesAt(row);
            if (series && series->hasPicture && (study.isEmpty() || series->studyUid == study))
                found << series->images;
        }
        return found;
    }

    //! What arrives of the study that is shown takes its place, as long as nobody has had a hand in it.
    void hangByRule(const QString &study)
    {
        const QStringList hung = light->hungSeries();
        const auto *first = hung.isEmpty() ? nullptr : model.series(hung.constFirst());
        if (!first || first->studyUid != study)
            return;
        const QList<ImageList> series = pictures(study);
        if (const Hanging hanging = hangingOf(series); hanging.grid.count() > 1)
            hangAs(hanging);
        else if (first->isScout && light->isBeginning(0) && !series.constFirst().constFirst()->isLocalizer)
            openHere(series.constFirst().constFirst()->seriesUid);
    }

    void hangAs(const Hanging &hanging)
    {
        light->setGrid(hanging.grid);
        for (int i = 0; i < hanging.grid.count(); ++i) {
            const Hanging::Place &wanted = hanging.places[i];
            if (light->tileAt(i).sopUid() == wanted.sopUid)
                continue;
            const auto place = model.find(wanted.sopUid);
            if (place)
                hang(i, *place->series, place->picture);
            else
                light->hang(i, {}, {});
        }
        const auto filled = std::find_if(hanging.places.cbegin(), hanging.places.cend(),
                                         [](const Hanging::Place &place) { return !place.sopUid.isEmpty(); });
        light->activate(static_cast<int>(std::distance(hanging.places.cbegin(), filled)));
        followActive();
    }

    //! A hand wants a study as it hangs when it opens by itself; one without a rule begins with its first series.
    void hangStudy(const QString &study)
    {
        const QList<ImageList> series = pictures(study);
        if (series.isEmpty())
            return;
        isByHand = true;
        box->setCurrentWidget(light);
        if (const Hanging hanging = hangingOf(series); hanging.grid.count() > 1)
            hangAs(hanging);
        else
            openHere(series.constFirst().constFirst()->seriesUid);
        focusBox();
    }

    void offerPrior()
    {
        const auto *series = model.series(open);
        bar->hangStudyAction()->setEnabled(series && hangingOf(pictures(series->studyUid)).grid.count() > 1);
        bar->compareAction()->setEnabled(!prior().isEmpty());
    }

    QString prior() const
    {
        const auto *series = model.series(open);
        return series && series->hasPicture ? counterpartOf(series->images, pictures()) : QString();
    }

    void compareWithPrior()
    {
        const QString other = prior();
        if (other.isEmpty())
            return;
        isByHand = true;
        const bool isOlder = model.rowOf(other) > model.rowOf(open); // the newest study stands first
        const QString left = isOlder ? open : other;
        const QString right = isOlder ? other : open;
        light->setGrid({1, 2});
        for (const auto &[index, uid] : {std::pair(0, left), std::pair(1, right)}) {
            const auto *series = model.series(uid);
            if (light->seriesIn(index) != uid)
                hang(index, *series);
        }
        light->activate(0);
        followActive();
    }

    void readKeyImages()
    {
        keysAreStale = keyReading.isRunning();
        if (keysAreStale)
            return;
        keyReading.setFuture(QtConcurrent::run([files = keyFiles] {
            KeyImages images;
            for (const QString &file : files) {
                const auto selection = readStructuredReport(file);
                if (!selection || !marksKeyImages(*selection))
                    continue;
                for (const ReportItem &item : selection->items) {
                    const QList<int> &frames = item.reference.frames;
                    if (!item.reference.isEmpty())
                        addTo(images, item.reference.sopUid, QSet<int>(frames.cbegin(), frames.cend()));
                }
            }
            return images;
        }));
    }

    static void addTo(KeyImages &images, const QString &sopUid, const QSet<int> &frames)
    {
        const auto known = images.find(sopUid);
        if (known == images.end())
            images.insert(sopUid, frames);
        else if (known->isEmpty() || frames.isEmpty())
            known->clear(); // all of them
        else
            known->unite(frames);
    }

    void readStates()
    {
        if (isReadingStates || stateFiles.isEmpty())
            return;
        isReadingStates = true;
        stateReading.setFuture(QtConcurrent::run([files = std::exchange(stateFiles, {})] {
            States read;
            for (const QString &file : files) {
                if (auto state = readPresentationState(file))
                    read << std::make_shared<const PresentationState>(std::move(*state));
            }
            return read;
        }));
    }

    //! Offers the presentation states that are made for images of the open series.
    void offerStates()
    {
        States offered;
        if (const auto *series = model.series(open)) {
            QSet<QString> uids;
            for (const auto &file : series->images)
                uids.insert(file->sopUid);
            for (const auto &state : std::as_const(states)) {
                const bool isForIt =
                    std::any_of(state->images.cbegin(), state->images.cend(),
                                [&](const ObjectReference &image) { return uids.contains(image.sopUid); });
                if (isForIt)
                    offered << state;
            }
        }
        bar->setPresentations(offered);
    }

    void takeKeyImages()
    {
        if (keysAreStale) {
            readKeyImages();
            return;
        }
        if (keyFiles.isEmpty())
            return; // of a patient who is not looked at any more
        selectedImages = keyReading.result();
        tellKeyImages();
    }

    void tellKeyImages()
    {
        KeyImages marked = selectedImages;
        for (const QString &uid : std::as_const(reportedImages))
            addTo(marked, uid, {});
        const KeyImages &byHand = light->marks().keyImages();
        for (auto image = byHand.cbegin(); image != byHand.cend(); ++image)
            addTo(marked, image.key(), image.value());
        keyImages = QSet<QString>(marked.keyBegin(), marked.keyEnd());
        model.setKeyImages(keyImages);
        light->setKeyImages(marked);
        bar->keyImagesAction()->setEnabled(!keyImages.isEmpty());
        if (keyImages.isEmpty())
            bar->keyImagesAction()->setChecked(false); // with the last mark the others come back
        if (bar->keyImagesAction()->isChecked())
            showKeyImages();
    }

    //! The images of a series that are to be seen now.
    ImageList seen(const SeriesModel::Series &series) const
    {
        if (!bar->keyImagesAction()->isChecked() || !series.hasKeyImages)
            return series.images;
        ImageList images;
        std::copy_if(series.images.cbegin(), series.images.cend(), std::back_inserter(images),
                     [this](const auto &file) { return keyImages.contains(file->sopUid); });
        return images;
    }

    void showKeyImages()
    {
        const auto *series = model.series(open);
        if (!series)
            return;
        if (bar->keyImagesAction()->isChecked() && !series->hasKeyImages) {
            const SeriesModel::Series *best = nullptr; // of the same study, else the first
            for (int row = model.rowCount() - 1; row >= 0; --row) {
                const auto *other = model.seriesAt(row);
                if (other && other->hasKeyImages &&
                    (!best || best->studyUid != series->studyUid || other->studyUid == series->studyUid))
                    best = other;
            }
            if (best)
                q->openSeries(best->uid);
            return;
        }
        const QStringList hung = light->hungSeries();
        for (const QString &uid : hung)
            light->grow(uid, seen(*model.series(uid)));
    }

    //! The tiles have the same list as the model.
    void tellGrown(const QString &uid)
    {
        if (const auto *series = model.series(uid); series && grown.remove(uid))
            light->grow(uid, seen(*series));
    }

    //! Pictures are seen on the tile, everything else as text.
    void showContents(const SeriesModel::Series &series)
    {
        if (!series.hasPicture)
            objects->setFiles(series.images, model.imagesByUid());
        box->setCurrentWidget(series.hasPicture ? static_cast<QWidget *>(light) : objects);
    }

    void listTags()
    {
        if (tags->isHidden())
            return;
        const auto header = tile().header();
        if (!header)
            return tags->setFile({}, {});
        // As much as tells it from the others.
        QStringList words{tr("image %1").arg(header->instanceNumber.value_or(tile().pictureIndex() + 1))};
        if (header->seriesNumber)
            words.prepend(tr("series %1").arg(*header->seriesNumber));
        bool isOnlyStudy = true;
        for (int row = 1; row < model.rowCount(); ++row)
            isOnlyStudy = isOnlyStudy && model.studyAt(row).isEmpty();
        if (!isOnlyStudy)
            words.prepend(dateWithLetters(header->studyDate));
        words.removeAll(QString());
        tags->setFile(header->path, words.join(QLatin1String(", ")));
    }

    void showTags(bool seen)
    {
        const bool hadFocus = tags->isAncestorOf(QApplication::focusWidget());
        tags->setVisible(seen);
        if (seen)
            listTags();
        else if (hadFocus)
            focusBox();
    }

    //! The key that leads to their search.
    bool isForTags(const QKeyEvent &event) const { return tags->isVisible() && event.matches(QKeySequence::Find); }

    //! Marks the image that is looked at, of several frames that one, or takes the mark away. What others have marked
    //! stays marked.
    void markKeyImage()
    {
        const auto header = tile().header();
        if (!header)
            return;
        const bool hasFrames = header->frames > 1;
        light->marks().toggleKeyImage(header->sopUid,
                                      hasFrames ? std::optional(tile().frameNumber() + 1) : std::nullopt);
    }

    bool isMarkedByHand() const
    {
        const KeyImages &marked = light->marks().keyImages();
        const auto frames = marked.constFind(tile().sopUid());
        return frames != marked.cend() && (frames->isEmpty() || frames->contains(tile().frameNumber() + 1));
    }

    void openElsewhere()
    {
        QStringList ofSeries;
        if (const auto *series = model.series(open)) {
            for (const auto &file : series->images)
                ofSeries << file->path;
        }
        if (!ofSeries.isEmpty())
            emit q->openElsewhereRequested(ofSeries);
    }

    //! False for what is the business of the light box.
    bool perform(Command command)
    {
        switch (command) {
        case Command::KeyImage:
            markKeyImage();
            return true;
        case Command::KeyImagesOnly:
            bar->keyImagesAction()->trigger();
            return true;
        case Command::Tags:
            bar->tagsAction()->toggle();
            return true;
        case Command::Layout:
            bar->showLayouts();
            return true;
        case Command::Compare:
            bar->compareAction()->trigger();
            return true;
        case Command::OpenWith:
            openElsewhere();
            return true;
        case Command::PreviousSeries:
            stepSeries(-1);
            return true;
        case Command::NextSeries:
            stepSeries(1);
            return true;
        default:
            return box->currentWidget() == light && light->perform(command);
        }
    }

    bool isPassedOver(int row) const
    {
        const auto *series = model.seriesAt(row);
        return !series || (bar->keyImagesAction()->isChecked() && !series->hasKeyImages);
    }

    void stepSeries(int by)
    {
        int row = model.rowOf(open); // -1 in an empty tile, from where the first one is the next
        do {
            row += by;
        } while (row >= 0 && row < model.rowCount() && isPassedOver(row));
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
}

ViewingPanel::~ViewingPanel()
{
    d->keyReading.waitForFinished();
    d->stateReading.waitForFinished();
    d->choosing.waitForFinished();
    d->saving.waitForFinished();
    // The widgets use what this holds, so they go first.
    delete d->objects;
    delete d->tags;
    delete d->bar;
    delete d->light;
    delete d->strip;
}

void ViewingPanel::setIconProvider(IconProvider provider)
{
    d->bar->setIconProvider(provider);
    d->strip->setIconProvider(provider);
    d->light->setIconProvider(std::move(provider));
}

Keys ViewingPanel::keys() const
{
    return d->keys;
}

void ViewingPanel::setKeys(const Keys &keys)
{
    d->keys = keys;
    d->bar->setKeys(keys);
    d->light->setKeys(keys);
}

void ViewingPanel::setIdentityHidden(bool hidden)
{
    const Pseudonyms pseudonyms = [this](const FileHeader &header) {
        // Two patients side by side are still two.
        const auto known = std::find_if(d->patients.cbegin(), d->patients.cend(),
                                        [&](const FileHeader &patient) { return isSamePatient(patient, header); });
        const auto number = std::distance(d->patients.cbegin(), known);
        if (known == d->patients.cend())
            d->patients << header;
        return number < 26 ? tr("Patient %1").arg(QChar(static_cast<char16_t>(u'A' + number)))
                           : tr("Patient %1").arg(number + 1);
    };
    d->light->setPseudonyms(hidden ? pseudonyms : Pseudonyms());
    d->model.setPseudonyms(hidden ? pseudonyms : Pseudonyms());
    d->objects->setPseudonyms(hidden ? pseudonyms : Pseudonyms());
}

void ViewingPanel::perform(Command command)
{
    d->perform(command);
}

std::optional<bool> ViewingPanel::isOn(Command command) const
{
    switch (command) {
    case Command::Invert:
        return d->tile().isInverted();
    case Command::FlipHorizontally:
        return d->tile().isFlippedHorizontally();
    case Command::FlipVertically:
        return d->tile().isFlippedVertically();
    case Command::Cine:
        return d->light->isPlaying() && !d->light->isPlayingBackwards();
    case Command::CineBackwards:
        return d->light->isPlayingBackwards();
    case Command::Link:
        return d->light->isLinked();
    case Command::ReferenceLines:
        return d->light->hasReferenceLines();
    case Command::Smooth:
        return d->light->isSmooth();
    case Command::KeyImage:
        return d->isMarkedByHand();
    case Command::KeyImagesOnly:
        return d->bar->keyImagesAction()->isChecked();
    case Command::Tags:
        return d->bar->tagsAction()->isChecked();
    default:
        return {};
    }
}

void ViewingPanel::addFile(const QString &path)
{
    if (d->paths.contains(path))
        return;
    d->paths.insert(path);
    d->loader.readHeader(path);
}

void ViewingPanel::setSeriesState(const QString &seriesUid, int received, std::optional<int> requested, int missing,
                                  bool complete, bool ended, int notChosen, const QString &name)
{
    Tile::Arrival arrival{received, requested, missing, complete, ended};
    arrival.notChosen = notChosen;
    arrival.name = name;
    d->model.setArrival(seriesUid, arrival);
    if (const auto *series = d->model.series(seriesUid)) {
        d->tellArrival(*series);
        d->openWithoutPictures();
    } else if (!d->arrivals.isActive()) {
        d->arrivals.start();
    }
}

void ViewingPanel::clear()
{
    d->loader.clear();
    d->growth.stop();
    d->grown.clear();
    d->isByHand = false;
    d->light->clear();
    d->tags->clear();
    d->objects->clear();
    d->keyFiles.clear();
    d->stateFiles.clear();
    d->states.clear();
    d->bar->setPresentations({});
    d->keyImages.clear();
    d->selectedImages.clear();
    d->reportedImages.clear();
    d->light->setKeyImages({});
    d->keysAreStale = false;
    d->bar->keyImagesAction()->setChecked(false);
    d->bar->keyImagesAction()->setEnabled(false);
    d->open.clear();
    d->offerPrior();
    d->strip->markOpen({});
    d->model.clear();
    d->paths.clear();
    d->shownUids.clear();
    d->thumbnailsAsked.clear();
    d->thumbnailsTried.clear();
    d->files = 0;
    d->nameless.clear();
    d->patients.clear();
    d->unreadable.clear();
    d->twins.clear();
    d->copies.clear();
    d->otherContents.clear();
    d->notDicom.clear();
    d->tellUnreadable();
    showNothingYet();
}

void ViewingPanel::showNothingYet()
{
    d->tellNothing(tr("Nothing here yet"), tr("Pictures appear as they arrive."));
    d->box->setCurrentIndex(0);
}

void ViewingPanel::showNothing(const QString &why)
{
    d->tellNothing(tr("No images to show"), why);
    d->box->setCurrentIndex(0);
}

void ViewingPanel::openSeries(const QString &seriesUid)
{
    d->isByHand = true;
    d->openHere(seriesUid);
}

int ViewingPanel::keyImageCount() const
{
    return static_cast<int>(d->keyImages.size());
}

bool ViewingPanel::canExport() const
{
    return d->tile().isLoaded() && !d->saving.isRunning();
}

void ViewingPanel::exportPicture(const QString &path, bool withIdentity)
{
    if (const auto write = takePicture(withIdentity))
        write(path);
    else
        emit pictureNotSaved(tr("There is no picture to save."));
}

std::function<void(const QString &path)> ViewingPanel::takePicture(bool withIdentity)
{
    d->light->setPlaying(false);
    const auto header = d->tile().header();
    const auto frame = d->tile().pixels();
    const int number = d->tile().frameNumber() + 1;
    if (!canExport() || !header || !frame)
        return {};
    ExportedView view{.frame = *frame};
    view.pixelAspect = header->pixelAspect;
    view.orientation = d->tile().orientation();
    view.hasWords = withIdentity;
    view.rendering.window = d->tile().voiWindow();
    view.rendering.voiLut = d->tile().voiLut();
    const auto state = d->tile().presentation();
    const bool isForIt = state && state->isFor(header->sopUid, number);
    const bool isInverse = header->photometric == QLatin1String("MONOCHROME1");
    view.rendering.inverted = d->tile().isInverted() != (isForIt && state->isInverse != isInverse);
    view.rendering.shutter = isForIt && state->shutter ? state->shutter : frame->shutter();
    view.rendering.pixelAspect = header->pixelAspect;
    if (isForIt) {
        view.graphics = state->graphicsFor(header->sopUid, number);
        view.area = state->areaFor(header->sopUid, number, {frame->columns(), frame->rows()});
    }
    // An overlay may be a name as well.
    view.rendering.overlays = withIdentity && d->tile().text() != Tile::Text::None;
    view.measured = d->tile().measured();
    view.caption = d->tile().caption(withIdentity);
    return [this, view](const QString &path) {
        d->savedTo = path;
        d->saving.setFuture(QtConcurrent::run([view, path] {
            const QImage picture = exportedPicture(view);
            QSaveFile file(path);
            if (picture.isNull())
                return tr("There is not enough memory.");
            if (!file.open(QIODevice::WriteOnly) || !picture.save(&file, "PNG") || !file.flush() || !file.commit())
                return file.errorString();
            return QString();
        }));
    };
}

// Not a focus proxy: Tab would enter the panel by it and never come to the tools and the strip.
void ViewingPanel::focusInEvent(QFocusEvent *event)
{
    d->light->focusProxy()->setFocus(event->reason());
}

bool ViewingPanel::event(QEvent *event)
{
    // The window has this key for its lists.
    if (event->type() == QEvent::ShortcutOverride && d->isForTags(static_cast<QKeyEvent &>(*event))) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void ViewingPanel::keyPressEvent(QKeyEvent *event)
{
    if (d->isForTags(*event)) {
        d->tags->setFocus(Qt::ShortcutFocusReason);
        return;
    }
    const auto command = d->keys.commandOf(*event);
    if (!command || !d->perform(*command))
        QWidget::keyPressEvent(event);
}

void ViewingPanel::addKeyImages(const QStringList &sopUids)
{
    const qsizetype before = d->reportedImages.size();
    d->reportedImages.unite(QSet<QString>(sopUids.cbegin(), sopUids.cend()));
    if (d->reportedImages.size() > before)
        d->tellKeyImages();
}

bool ViewingPanel::showImage(const QString &sopUid, int frame)
{
    const auto place = d->model.find(sopUid);
    if (!place)
        return false;
    d->bar->keyImagesAction()->setChecked(false); // the image need not be one of them
    openSeries(place->series->uid);
    d->tellGrown(place->series->uid); // else the tile counts otherwise
    const FileHeader &header = *place->series->images[place->image];
    d->tile().goTo(place->picture + header.placeOf(std::clamp(frame, 1, std::max(header.frames, 1)) - 1));
    return true;
}

QString ViewingPanel::placeOf(const QString &sopUid) const
{
    const auto place = d->model.find(sopUid);
    if (!place)
        return {};
    return placeLine(*place->series->images[place->image]);
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

QStringList ViewingPanel::notDicom() const
{
    return d->notDicom;
}

int ViewingPanel::fileCount() const
{
    return d->files;
}

std::optional<ViewingPanel::Lack> ViewingPanel::lackOfOpened() const
{
    const auto *series = d->model.series(d->open);
    const auto arrival = series && series->arrival ? d->arrivalOf(*series) : std::nullopt;
    if (!arrival)
        return {};
    const QString name = SeriesModel::title(*series).simplified();
    const int unread = arrival->unreadable + arrival->unseen;
    if (arrival->complete && unread > 0)
        return Lack{name, unread, arrival->received, false, false};
    if (!arrival->isArriving() && !arrival->isIncomplete())
        return {};
    Lack lack{name, {}, arrival->requested, arrival->isArriving(), arrival->isIncomplete()};
    if (arrival->requested)
        lack.missing = *arrival->requested - arrival->received;
    return lack;
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
    return d->tile();
}

} // namespace viewer
