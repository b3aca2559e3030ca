#include "ArrivedStrip.h"

#include "ImagingColours.h"

#include <QPainter>
#include <QScrollBar>
#include <QSortFilterProxyModel>

namespace viewer {

namespace {

constexpr int side = 80;
constexpr int step = 90; //!< from one picture to the next
constexpr int rowHeight = 108;
constexpr int margin = 10;

const SeriesModel::Series *seriesOf(const QModelIndex &index)
{
    return index.data(SeriesModel::SeriesRole).value<const SeriesModel::Series *>();
}

QString caption(const SeriesModel::Series &series)
{
    const FileHeader &header = *series.images.constFirst();
    return header.seriesNumber ? QStringLiteral("%1 %2").arg(header.modality).arg(*header.seriesNumber)
                               : QStringLiteral("%1 %2").arg(header.modality, header.seriesDescription).trimmed();
}

} // namespace

class ArrivedStrip::Pictures final : public QSortFilterProxyModel
{
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override
    {
        const QModelIndex index = sourceModel()->index(row, 0, parent);
        if (index.data(SeriesModel::IsHeaderRole).toBool())
            return false;
        const auto *series = seriesOf(index);
        return series && series->hasPicture;
    }
};

class ArrivedStrip::Delegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {step, rowHeight}; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const auto *series = seriesOf(index);
        if (!series)
            return;
        painter->save();
        const QRect frame(option.rect.left() + (step - side) / 2, option.rect.top() + 4, side, side);
        painter->fillRect(frame, QColor(imaging::tile));
        if (!series->thumbnail.isNull()) {
            const QSize size = series->thumbnail.size().scaled(frame.size(), Qt::KeepAspectRatio);
            QRect place(QPoint(), size);
            place.moveCenter(frame.center());
            painter->setRenderHint(QPainter::SmoothPixmapTransform);
            painter->drawPixmap(place, series->thumbnail);
        } else if (series->thumbnailFailed) {
            painter->setPen(QColor(imaging::text2));
            painter->drawText(frame, Qt::AlignCenter, QStringLiteral("?"));
        }
        const bool isMarked = option.state & (QStyle::State_MouseOver | QStyle::State_HasFocus);
        if (isMarked) {
            painter->setPen(QPen(option.palette.color(QPalette::Highlight), 2));
            painter->setBrush(Qt::NoBrush);
            painter->drawRect(frame.adjusted(1, 1, -1, -1));
        }
        QFont small = option.font;
        small.setPixelSize(12);
        painter->setFont(small);
        painter->setPen(option.palette.color(QPalette::Text));
        const QRect words(frame.left(), frame.bottom() + 2, side, 20);
        painter->drawText(words, Qt::AlignLeft | Qt::AlignVCenter,
                          QFontMetrics(small).elidedText(caption(*series), Qt::ElideRight, words.width()));
        painter->restore();
    }
};

ArrivedStrip::ArrivedStrip(SeriesModel &model, QWidget *parent) : QListView(parent)
{
    setObjectName(QStringLiteral("arrivedStrip"));
    setAccessibleName(tr("Arrived, first image of each series"));
    auto *pictures = new Pictures(this);
    pictures->setSourceModel(&model);
    setModel(pictures);
    setItemDelegate(new Delegate(this));
    setViewMode(QListView::IconMode);
    setMovement(QListView::Static);
    setResizeMode(QListView::Adjust);
    setUniformItemSizes(true);
    setGridSize({step, rowHeight});
    setSelectionMode(QAbstractItemView::NoSelection);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setViewportMargins(margin, margin - 4, 0, 0);
    setFixedHeight(2 * rowHeight + margin);
    const auto choose = [this](const QModelIndex &index) {
        if (const auto *series = seriesOf(index))
            emit seriesChosen(QString(series->uid));
    };
    connect(this, &QListView::clicked, this, choose);
    connect(this, &QListView::activated, this, choose);
}

} // namespace viewer
