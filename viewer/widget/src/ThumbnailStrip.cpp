#include "ThumbnailStrip.h"

#include "ImagingColours.h"
#include "SeriesDrag.h"
#include "Words.h"

#include <viewer/StructuredReport.h>

#include <QCursor>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <tuple>
#include <utility>

namespace viewer {

namespace {

constexpr int seriesHeight = 64;
constexpr int headerHeight = 36;
constexpr int patientHeight = 18; // of the line that names the patient
constexpr int pictureSide = 56;
constexpr int padding = 12;

//! Pictures first, then what was reckoned upon them, then scouts, then what is read, documents last.
int rankOf(const SeriesModel::Series &series)
{
    const FileHeader &first = *series.images.constFirst();
    if (series.hasPicture)
        return series.isScout ? 2 : first.isMask || first.dose ? 1 : 0;
    return kindOf(first.sopClass) == ObjectKind::Document ? 4 : 3;
}

//! By number, then place, then identifier: the same order whatever order the files come in.
bool isBefore(const FileHeader &a, const FileHeader &b)
{
    const auto key = [](const FileHeader &header) {
        return std::tuple(header.instanceNumber.value_or(std::numeric_limits<int>::max()),
                          header.sliceLocation.value_or(0), header.sopUid, header.path);
    };
    return key(a) < key(b);
}

} // namespace

int SeriesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant SeriesModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_rows.size())
        return {};
    const Row &row = m_rows[index.row()];
    if (role == IsHeaderRole)
        return row.header;
    if (row.header) {
        // Any file of the study knows what it is.
        const Series &first = *seriesAt(index.row() + 1);
        const FileHeader &header = *first.images.constFirst();
        switch (role) {
        case StudyModalityRole:
            return header.modality;
        case StudyTextRole:
            return header.studyDescription;
        case StudyDateRole:
            return dateWithLetters(header.studyDate);
        case StudyPatientRole:
            return patientOf(header);
        case Qt::ToolTipRole:
            return tr("A double click hangs the whole study");
        case Qt::DisplayRole: {
            QStringList words{header.modality, header.studyDescription, dateWithLetters(header.studyDate)};
            if (m_hasSeveralPatients)
                words.prepend(patientOf(header));
            return words.join(QLatin1String(", "));
        }
        default:
            return {};
        }
    }
    const Series &series = *m_series.constFind(row.seriesUid);
    switch (role) {
    case SeriesRole:
        return QVariant::fromValue(&series);
    case Qt::DecorationRole:
        return series.thumbnail;
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
    case Qt::ToolTipRole:
        return QString(title(series) + QLatin1String(", ") + state(series) +
                       (series.hasKeyImages ? QLatin1String(", ") + tr("with key images") : QString()));
    default:
        return {};
    }
}

Qt::ItemFlags SeriesModel::flags(const QModelIndex &index) const
{
    if (!index.isValid() || m_rows[index.row()].header)
        return Qt::NoItemFlags;
    return Qt::ItemIsSelectable | Qt::ItemIsEnabled | Qt::ItemIsDragEnabled;
}

QStringList SeriesModel::mimeTypes() const
{
    return {seriesMimeType()};
}

QMimeData *SeriesModel::mimeData(const QModelIndexList &indexes) const
{
    const Series *series = indexes.isEmpty() ? nullptr : seriesAt(indexes.constFirst().row());
    if (!series)
        return nullptr;
    auto *data = new QMimeData;
    data->setData(seriesMimeType(), series->uid.toLatin1());
    return data;
}

bool SeriesModel::add(const FileHeader &header)
{
    const bool isNew = !m_series.contains(header.seriesUid);
    Series &series = m_series[header.seriesUid];
    series.uids.insert(header.sopUid);
    if (isNew) {
        series.uid = header.seriesUid;
        series.studyUid = header.studyUid;
        if (const auto early = m_early.constFind(header.seriesUid); early != m_early.constEnd())
            series.arrival = *early;
    }
    const bool firstPicture = header.frames > 0 && !series.hasPicture;
    series.hasPicture = series.hasPicture || header.frames > 0;
    if (firstPicture)
        series.isScout = header.isLocalizer;
    series.hasKeyImages = series.hasKeyImages || m_keyImages.contains(header.sopUid);
    put(series, header);
    if (isNew || firstPicture)
        arrange();
    else
        changed(header.seriesUid);
    return firstPicture;
}

void SeriesModel::put(Series &series, const FileHeader &header)
{
    const auto file = std::make_shared<const FileHeader>(header);
    const auto place = std::upper_bound(series.images.cbegin(), series.images.cend(), file,
                                        [](const auto &a, const auto &b) { return isBefore(*a, *b); });
    series.images.insert(place, file);
}

std::shared_ptr<const FileHeader> SeriesModel::twinOf(const FileHeader &header) const
{
    const auto series = m_series.constFind(header.seriesUid);
    if (series == m_series.cend() || !series->uids.contains(header.sopUid))
        return {};
    return *std::find_if(series->images.cbegin(), series->images.cend(),
                         [&](const auto &file) { return file->sopUid == header.sopUid; });
}

void SeriesModel::replace(const FileHeader &header)
{
    Series &series = m_series[header.seriesUid];
    series.images.removeOne(twinOf(header));
    put(series, header);
    series.hasPicture = series.hasPicture || header.frames > 0;
    arrange();
    changed(header.seriesUid);
}

QString SeriesModel::patientOf(const FileHeader &header) const
{
    if (!m_hasSeveralPatients)
        return {};
    if (m_pseudonyms)
        return m_pseudonyms(header);
    return header.patientName.isEmpty() ? header.patientId : header.patientName;
}

void SeriesModel::setPseudonyms(const Pseudonyms &pseudonyms)
{
    m_pseudonyms = pseudonyms;
    if (!m_rows.isEmpty())
        emit dataChanged(index(0), index(rowCount() - 1));
}

void SeriesModel::arrange()
{
    QList<const Series *> order;
    for (const Series &series : std::as_const(m_series))
        order.append(&series);
    QHash<QString, qint64> begins; // in milliseconds; files of one study need not agree on it
    for (const Series *series : std::as_const(order)) {
        const FileHeader &header = *series->images.constFirst();
        qint64 &begin = begins[series->studyUid];
        if (header.studyDate.isValid())
            begin =
                std::max(begin, header.studyDate.toJulianDay() * 86'400'000 + header.studyTime.msecsSinceStartOfDay());
    }
    // The newest study first; in it by number and time.
    const auto key = [&begins](const Series *series) {
        const FileHeader &header = *series->images.constFirst();
        return std::tuple(-begins.value(series->studyUid), series->studyUid, rankOf(*series),
                          header.seriesNumber.value_or(std::numeric_limits<int>::max()),
                          header.seriesDate.toJulianDay(), header.seriesTime.msecsSinceStartOfDay(), series->uid);
    };
    std::sort(order.begin(), order.end(), [&](const Series *a, const Series *b) { return key(a) < key(b); });

    QList<Row> rows;
    for (const Series *series : std::as_const(order)) {
        if (rows.isEmpty() || rows.constLast().studyUid != series->studyUid)
            rows.append({series->studyUid, {}, true});
        rows.append({series->studyUid, series->uid, false});
    }
    // Only a new row, or two with a new study, can have come: they are inserted, so that nothing else moves.
    qsizetype at = 0;
    while (at < m_rows.size() && m_rows[at] == rows[at])
        ++at;
    const qsizetype more = rows.size() - m_rows.size();
    const bool inserted = more > 0 && std::equal(m_rows.cbegin() + at, m_rows.cend(), rows.cbegin() + at + more);
    if (inserted) {
        beginInsertRows({}, static_cast<int>(at), static_cast<int>(at + more - 1));
        m_rows = rows;
        endInsertRows();
    } else if (rows != m_rows) {
        beginResetModel();
        m_rows = rows;
        endResetModel();
    }
    const FileHeader &first = *order.constFirst()->images.constFirst();
    const bool hasSeveral = std::any_of(order.cbegin(), order.cend(), [&](const Series *series) {
        return !isSamePatient(first, *series->images.constFirst());
    });
    if (std::exchange(m_hasSeveralPatients, hasSeveral) != hasSeveral)
        emit layoutChanged(); // headings are higher
}

void SeriesModel::changed(const QString &seriesUid)
{
    const int row = rowOf(seriesUid);
    if (row >= 0)
        emit dataChanged(index(row), index(row));
}

void SeriesModel::setArrival(const QString &seriesUid, const Tile::Arrival &arrival)
{
    const auto series = m_series.find(seriesUid);
    if (series == m_series.end()) {
        m_early.insert(seriesUid, arrival);
        return;
    }
    series->arrival = arrival;
    changed(seriesUid);
}

QStringList SeriesModel::absent(bool hasEnded) const
{
    QStringList names;
    for (auto it = m_early.cbegin(); it != m_early.cend(); ++it)
        if (!m_series.contains(it.key()) && it->received == 0 && it->requested.value_or(0) > 0 &&
            it->isIncomplete() == hasEnded)
            names << (it->name.isEmpty() ? it.key() : it->name);
    names.sort();
    return names;
}

void SeriesModel::setUnseen(const QString &seriesUid, int files)
{
    const auto series = m_series.find(seriesUid);
    if (series == m_series.end() || series->unseen == files)
        return;
    series->unseen = files;
    changed(seriesUid);
}

void SeriesModel::setThumbnail(const QString &seriesUid, const QImage &picture)
{
    const auto series = m_series.find(seriesUid);
    if (series == m_series.end())
        return;
    series->failures += picture.isNull() ? 1 : 0;
    // Several may be on their way, and one that fails takes nothing away.
    if (!picture.isNull() || series->thumbnail.isNull()) {
        series->thumbnail = QPixmap::fromImage(picture);
        series->thumbnailFailed = picture.isNull();
    }
    changed(seriesUid);
}

void SeriesModel::setKeyImages(const QSet<QString> &uids)
{
    m_keyImages = uids;
    for (Series &series : m_series) {
        const bool has = std::any_of(series.images.cbegin(), series.images.cend(),
                                     [&](const auto &file) { return uids.contains(file->sopUid); });
        if (has == series.hasKeyImages)
            continue;
        series.hasKeyImages = has;
        changed(series.uid);
    }
}

ImagesByUid SeriesModel::imagesByUid() const
{
    ImagesByUid images;
    for (const Series &series : m_series) {
        for (const auto &file : series.images) {
            if (file->frames > 0)
                images.insert(file->sopUid, file);
        }
    }
    return images;
}

void SeriesModel::clear()
{
    beginResetModel();
    m_keyImages.clear();
    m_series.clear();
    m_early.clear();
    m_hasSeveralPatients = false;
    m_rows.clear();
    endResetModel();
}

const SeriesModel::Series *SeriesModel::series(const QString &uid) const
{
    const auto found = m_series.constFind(uid);
    return found == m_series.constEnd() ? nullptr : &*found;
}

std::optional<SeriesModel::Place> SeriesModel::find(const QString &sopUid) const
{
    for (const Series &series : m_series) {
        int picture = 0;
        for (qsizetype image = 0; image < series.images.size(); ++image) {
            if (series.images[image]->sopUid == sopUid)
                return Place{&series, image, picture};
            picture += std::max(series.images[image]->frames, 1); // a file without a picture has its place, too
        }
    }
    return std::nullopt;
}

const SeriesModel::Series *SeriesModel::seriesAt(int row) const
{
    if (row < 0 || row >= m_rows.size() || m_rows[row].header)
        return nullptr;
    return series(m_rows[row].seriesUid);
}

int SeriesModel::rowOf(const QString &uid) const
{
    const auto found = std::find_if(m_rows.cbegin(), m_rows.cend(),
                                    [&](const Row &row) { return !row.header && row.seriesUid == uid; });
    return found == m_rows.cend() ? -1 : static_cast<int>(std::distance(m_rows.cbegin(), found));
}

QString SeriesModel::studyAt(int row) const
{
    const bool isHeading = row >= 0 && row < m_rows.size() && m_rows[row].header;
    return isHeading ? m_rows[row].studyUid : QString();
}

QString SeriesModel::title(const Series &series)
{
    const FileHeader &header = *series.images.constFirst();
    QString text = header.seriesDescription;
    if (text.isEmpty())
        text = header.bodyPart;
    if (text.isEmpty())
        text = header.modality;
    return header.seriesNumber ? QStringLiteral("%1  %2").arg(*header.seriesNumber).arg(text) : text;
}

QString SeriesModel::state(const Series &series)
{
    if (isIncomplete(series) && !series.arrival->requested && series.arrival->missing == 0)
        return tr("incomplete, %1 here, number unknown").arg(series.arrival->received);
    if (isIncomplete(series) && series.arrival->missing == 0)
        return tr("incomplete, %1 of %2").arg(series.arrival->received).arg(*series.arrival->requested);
    if (isIncomplete(series)) {
        const int requested = series.arrival->requested.value_or(series.arrival->received + series.arrival->missing);
        return tr("%1 missing, %2 of %3").arg(series.arrival->missing).arg(series.arrival->received).arg(requested);
    }
    if (series.arrival && series.arrival->isArriving() && !series.arrival->requested)
        return tr("%1 arriving, number unknown").arg(series.arrival->received);
    if (series.arrival && series.arrival->isArriving())
        return tr("%1 of %2 arriving").arg(series.arrival->received).arg(*series.arrival->requested);
    if (series.unseen > 0)
        return tr("%1 cannot be seen, %2", "number of images; the others").arg(series.unseen).arg(contents(series));
    return contents(series);
}

QString SeriesModel::contents(const Series &series)
{
    const int files = static_cast<int>(series.images.size());
    if (!series.hasPicture)
        return files == 1 ? tr("no picture, 1 file") : tr("no picture, %1 files").arg(files);
    if (series.thumbnailFailed && series.failures < files)
        return tr("%1 of %2 cannot be shown", "number of images").arg(series.failures).arg(files);
    if (series.thumbnailFailed)
        return tr("%1 cannot be shown", "number of images").arg(files);
    QString images = files == 1 ? tr("1 image") : tr("%1 images").arg(files);
    int frames = 0;
    for (const auto &file : series.images)
        frames += std::max(file->frames, 1);
    if (frames > files)
        images = tr("%1, %2 frames", "images, number").arg(images).arg(frames);
    if (series.arrival && series.arrival->notChosen > 0)
        return tr("%1, %2 not chosen", "images, number").arg(images).arg(series.arrival->notChosen);
    return images;
}

bool SeriesModel::isLacking(const Series &series)
{
    return isIncomplete(series) || series.unseen > 0;
}

bool SeriesModel::isIncomplete(const Series &series)
{
    return series.arrival && series.arrival->isIncomplete();
}

std::optional<double> SeriesModel::arriving(const Series &series)
{
    if (!series.arrival || !series.arrival->isArriving() || series.arrival->requested.value_or(0) <= 0)
        return {};
    return std::min(double(series.arrival->received) / *series.arrival->requested, 1.0);
}

class ThumbnailStrip::Delegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    IconProvider icons;
    QString open;
    QSize grid{1, 1};
    QStringList hung; //!< row by row

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        if (!index.data(SeriesModel::IsHeaderRole).toBool())
            return {160, seriesHeight};
        const bool isNamed = !index.data(SeriesModel::StudyPatientRole).toString().isEmpty();
        return {160, headerHeight + (isNamed ? patientHeight : 0)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        painter->save();
        if (index.data(SeriesModel::IsHeaderRole).toBool())
            paintHeader(*painter, option, index);
        else if (const auto *series = index.data(SeriesModel::SeriesRole).value<const SeriesModel::Series *>())
            paintSeries(*painter, option, *series);
        painter->setPen(QColor(imaging::line));
        painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
        painter->restore();
    }

private:
    static QFont fontOf(const QStyleOptionViewItem &option, int pixels, bool bold = false)
    {
        QFont font = option.font;
        font.setPixelSize(pixels);
        font.setWeight(bold ? QFont::DemiBold : QFont::Normal);
        return font;
    }

    static void paintHeader(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index)
    {
        QRect place = option.rect.adjusted(padding, 0, -padding, 0);
        const QString patient = index.data(SeriesModel::StudyPatientRole).toString();
        if (!patient.isEmpty()) {
            const QFont name = fontOf(option, 13, true);
            painter.setFont(name);
            painter.setPen(QColor(imaging::text));
            painter.drawText(place.adjusted(0, 4, 0, patientHeight + 4 - place.height()),
                             Qt::AlignLeft | Qt::AlignVCenter,
                             QFontMetrics(name).elidedText(patient, Qt::ElideRight, place.width()));
            place.adjust(0, patientHeight, 0, 0);
        }
        const QFont small = fontOf(option, 12);
        const QString date = index.data(SeriesModel::StudyDateRole).toString();
        painter.setFont(small);
        painter.setPen(QColor(imaging::text2));
        painter.drawText(place, Qt::AlignRight | Qt::AlignVCenter, date);
        place.adjust(0, 0, -QFontMetrics(small).horizontalAdvance(date) - 8, 0);
        const QFont bold = fontOf(option, 12, true);
        const QString modality = index.data(SeriesModel::StudyModalityRole).toString();
        painter.setFont(bold);
        painter.setPen(QColor(imaging::text));
        painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, modality);
        place.adjust(QFontMetrics(bold).horizontalAdvance(modality) + 8, 0, 0, 0);
        painter.setFont(small);
        painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter,
                         QFontMetrics(small).elidedText(index.data(SeriesModel::StudyTextRole).toString(),
                                                        Qt::ElideRight, place.width()));
    }

    //! In which tiles a series hangs; false when there is nothing to say.
    bool paintGrid(QPainter &painter, const QRect &area, const QString &uid) const
    {
        if (hung.size() < 2 || !hung.contains(uid))
            return false;
        painter.setPen(QColor(imaging::text2));
        for (int tile = 0; tile < hung.size(); ++tile) {
            const int column = tile % grid.width();
            const int row = tile / grid.width();
            const QPoint from(area.left() + area.width() * column / grid.width(),
                              area.top() + area.height() * row / grid.height());
            const QPoint to(area.left() + area.width() * (column + 1) / grid.width(),
                            area.top() + area.height() * (row + 1) / grid.height());
            painter.setBrush(hung[tile] == uid ? QBrush(QColor(imaging::accent)) : QBrush(Qt::NoBrush));
            painter.drawRect(QRect(from, to - QPoint(1, 1)).adjusted(0, 0, 1, 1));
        }
        return true;
    }

    void paintSeries(QPainter &painter, const QStyleOptionViewItem &option, const SeriesModel::Series &series) const
    {
        const bool isOpen = series.uid == open;
        if (isOpen)
            painter.fillRect(option.rect, QColor(imaging::stripSelected));
        else if (option.state & QStyle::State_MouseOver)
            painter.fillRect(option.rect, QColor(imaging::stripHover));
        if (isOpen)
            painter.fillRect(QRect(option.rect.topLeft(), QSize(2, option.rect.height())), QColor(imaging::accent));

        const QRect frame(option.rect.left() + padding, option.rect.top() + (seriesHeight - pictureSide) / 2,
                          pictureSide, pictureSide);
        painter.fillRect(frame, QColor(imaging::tile));
        if (!series.thumbnail.isNull()) {
            const QSize size = series.thumbnail.size().scaled(frame.size() - QSize(2, 2), Qt::KeepAspectRatio);
            QRect place(QPoint(), size);
            place.moveCenter(frame.center());
            painter.setRenderHint(QPainter::SmoothPixmapTransform);
            painter.drawPixmap(place, series.thumbnail);
        } else if (icons) {
            const QString icon = !series.hasPicture       ? QStringLiteral("report")
                                 : series.thumbnailFailed ? QStringLiteral("warn")
                                                          : QStringLiteral("waiting");
            QRect place(0, 0, 24, 24);
            place.moveCenter(frame.center());
            icons(icon).paint(&painter, place);
        }
        painter.setPen(QColor(imaging::line));
        painter.drawRect(frame.adjusted(0, 0, -1, -1));
        if (series.hasKeyImages && icons) {
            const QRect star(frame.right() - 19, frame.top() + 2, 18, 18);
            painter.fillRect(star, QColor(0, 0, 0, 153));
            icons(QStringLiteral("keyimage")).paint(&painter, star.adjusted(1, 1, -1, -1));
        }

        QRect place(frame.right() + 10, option.rect.top() + 13, option.rect.right() - frame.right() - 10 - padding, 18);
        if (paintGrid(painter, QRect(place.right() - 14, place.top() + 1, 14, 14), series.uid))
            place.adjust(0, 0, -20, 0);
        const QFont body = fontOf(option, 13);
        painter.setFont(body);
        painter.setPen(QColor(imaging::text));
        painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter,
                         QFontMetrics(body).elidedText(SeriesModel::title(series), Qt::ElideRight, place.width()));
        place.translate(0, 18);
        const QFont small = fontOf(option, 12);
        painter.setFont(small);
        const bool incomplete = SeriesModel::isLacking(series);
        if (incomplete && icons) {
            icons(QStringLiteral("missing")).paint(&painter, QRect(place.left(), place.top() + 2, 14, 14));
            place.adjust(18, 0, 0, 0);
        }
        painter.setPen(QColor(incomplete ? imaging::fail : imaging::text2));
        painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter,
                         QFontMetrics(small).elidedText(SeriesModel::state(series), Qt::ElideRight, place.width()));
        if (const auto share = SeriesModel::arriving(series)) {
            const QRect bar(frame.right() + 10, option.rect.top() + 52,
                            option.rect.right() - frame.right() - 10 - padding, 4);
            painter.fillRect(bar, QColor(imaging::track));
            painter.fillRect(QRect(bar.topLeft(), QSize(static_cast<int>(bar.width() * *share), bar.height())),
                             QColor(imaging::progress));
        }
        if (option.state & QStyle::State_HasFocus) {
            painter.setPen(QPen(QColor(imaging::accent), 2));
            painter.drawRect(option.rect.adjusted(1, 1, -1, -2));
        }
    }
};

ThumbnailStrip::ThumbnailStrip(SeriesModel &model, QWidget *parent)
    : QListView(parent), m_model(model), m_delegate(new Delegate(this))
{
    setObjectName(QStringLiteral("thumbnailStrip"));
    setAccessibleName(tr("Series"));
    setModel(&model);
    setItemDelegate(m_delegate);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setDragEnabled(true);
    setDragDropMode(QAbstractItemView::DragOnly);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    verticalScrollBar()->setSingleStep(seriesHeight / 2);
    const auto choose = [this](const QModelIndex &index) {
        if (const auto *series = m_model.seriesAt(index.row()))
            emit seriesChosen(series->uid);
    };
    connect(this, &QListView::clicked, this, choose);
    connect(this, &QListView::activated, this, choose);
    connect(&model, &QAbstractItemModel::rowsAboutToBeInserted, this, &ThumbnailStrip::hold);
}

//! The row under the pointer must not move, else the one that is open, else the first of a strip that is scrolled.
void ThumbnailStrip::hold()
{
    QModelIndex row;
    const QPoint pointer = viewport()->mapFromGlobal(QCursor::pos());
    if (viewport()->underMouse() && viewport()->rect().contains(pointer))
        row = indexAt(pointer);
    if (!row.isValid() && viewport()->rect().intersects(visualRect(currentIndex())))
        row = currentIndex();
    if (!row.isValid() && verticalScrollBar()->value() > 0)
        row = indexAt(QPoint(1, 1));
    m_held = row;
    m_heldTop = row.isValid() ? visualRect(row).top() : 0;
}

void ThumbnailStrip::rowsInserted(const QModelIndex &parent, int first, int last)
{
    QListView::rowsInserted(parent, first, last);
    if (!m_held.isValid() || m_held.row() < first)
        return;
    executeDelayedItemsLayout();
    verticalScrollBar()->setValue(verticalScrollBar()->value() + visualRect(m_held).top() - m_heldTop);
}

void ThumbnailStrip::showEvent(QShowEvent *event)
{
    QListView::showEvent(event);
    scrollTo(currentIndex());
}

void ThumbnailStrip::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QString study = m_model.studyAt(indexAt(event->position().toPoint()).row());
    if (study.isEmpty())
        QListView::mouseDoubleClickEvent(event);
    else
        emit studyChosen(study);
}

void ThumbnailStrip::keyPressEvent(QKeyEvent *event)
{
    // Letters and figures are keys of the light box here as well, not the beginning of a name that is looked for.
    if (!event->text().isEmpty() && event->text().at(0).isPrint() && event->key() != Qt::Key_Space)
        event->ignore();
    else
        QListView::keyPressEvent(event);
}

void ThumbnailStrip::setIconProvider(IconProvider provider)
{
    m_delegate->icons = std::move(provider);
    viewport()->update();
}

void ThumbnailStrip::markOpen(const QString &seriesUid)
{
    m_delegate->open = seriesUid;
    const int row = m_model.rowOf(seriesUid);
    if (row >= 0) {
        setCurrentIndex(m_model.index(row));
        scrollTo(m_model.index(row));
    }
    viewport()->update();
}

void ThumbnailStrip::markHung(const QSize &grid, const QStringList &series)
{
    m_delegate->grid = grid;
    m_delegate->hung = series;
    viewport()->update();
}

} // namespace viewer
