#include "PageView.h"

#include "Paint.h"

#include <ui/Theme.h>

#include <QKeyEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace ui {
namespace {

constexpr int edge = 16;
constexpr int gap = 12;
constexpr int near = 2; // pages beside those that are seen keep their pictures
constexpr double largest = 4;
constexpr double zoomStep = 1.25;

//! Where on a sheet of another size what was at `at` is. What lies before it does not grow.
int onSheet(int at, int before, int now)
{
    return at < 0 || before <= 0 ? at : qRound(double(at) * now / before);
}

} // namespace

PageView::PageView(Theme &theme, QWidget *parent) : QAbstractScrollArea(parent), m_theme(theme)
{
    setFrameShape(QFrame::NoFrame);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // the sheets are as wide as it leaves
    setFocusPolicy(Qt::StrongFocus);
}

void PageView::setPages(const QList<QSizeF> &sizes)
{
    m_sizes = sizes;
    m_tops.clear();
    m_pictures.clear();
    m_failures.clear();
    horizontalScrollBar()->setValue(0);
    verticalScrollBar()->setValue(0);
    arrange({});
}

//! What is seen at `fixed` stays there.
void PageView::arrange(QPoint fixed)
{
    const bool isAnew = m_tops.isEmpty();
    const int page = isAnew ? 0 : pageAt(verticalScrollBar()->value() + fixed.y());
    const QRect before = isAnew ? QRect() : sheet(page);
    {
        const QScopedValueRollback arranging(m_isArranging, true);
        m_sheetWidth = std::max(int((viewport()->width() - 2 * edge) * m_zoom), 1);
        m_tops.clear();
        m_height = edge;
        for (const QSizeF &size : std::as_const(m_sizes)) {
            m_tops.append(m_height);
            m_height += std::clamp(int(m_sheetWidth * size.height() / size.width()), 1, 100'000) + gap;
        }
        m_height += edge - gap;
        horizontalScrollBar()->setPageStep(viewport()->width());
        horizontalScrollBar()->setSingleStep(40);
        horizontalScrollBar()->setRange(0, std::max(m_sheetWidth + 2 * edge - viewport()->width(), 0));
        verticalScrollBar()->setPageStep(viewport()->height()); // without the bar below, should it have come
        verticalScrollBar()->setSingleStep(40);
        verticalScrollBar()->setRange(0, std::max(m_height - viewport()->height(), 0));
        if (!isAnew) {
            const QRect now = sheet(page);
            const QPoint from = fixed - before.topLeft();
            const QPoint is = now.topLeft() + QPoint(onSheet(from.x(), before.width(), now.width()),
                                                     onSheet(from.y(), before.height(), now.height()));
            horizontalScrollBar()->setValue(horizontalScrollBar()->value() + is.x() - fixed.x());
            verticalScrollBar()->setValue(verticalScrollBar()->value() + is.y() - fixed.y());
        }
    }
    viewport()->update();
    ask();
}

void PageView::zoom(double by, QPoint fixed)
{
    m_zoom = std::clamp(m_zoom * by, 1.0, largest);
    m_failures.clear(); // a page that took too long may come at another width
    arrange(fixed);
}

int PageView::pageAt(int y) const
{
    const auto below = std::upper_bound(m_tops.cbegin(), m_tops.cend(), y);
    return std::max(int(below - m_tops.cbegin()) - 1, 0);
}

QRect PageView::sheet(int index) const
{
    const int bottom = index + 1 < m_tops.size() ? m_tops[index + 1] - gap : m_height - edge;
    return {edge - horizontalScrollBar()->value(), m_tops[index] - verticalScrollBar()->value(), m_sheetWidth,
            bottom - m_tops[index]};
}

void PageView::ask()
{
    if (m_tops.isEmpty() || !isVisible() || m_isArranging)
        return;
    const int top = verticalScrollBar()->value();
    const int first = pageAt(top);
    const int last = pageAt(top + viewport()->height());
    const int around = m_zoom < 2 ? near : 0; // a large one takes the memory of many
    m_pictures.removeIf([&](const auto &kept) { return kept.key() < first - around || kept.key() > last + around; });
    m_askedWidth = pixelWidth();
    QList<int> wanted;
    for (int page = first; page <= last; ++page)
        if (!m_failures.contains(page) && m_pictures.value(page).width != m_askedWidth)
            wanted.append(page);
    emit pagesWanted(wanted, m_askedWidth);
    emit positionChanged(first);
}

void PageView::setPage(int index, const QImage &picture, int width)
{
    if (width != pixelWidth() && m_pictures.value(index).width == pixelWidth())
        return; // it was asked for before a layout had come to its end
    m_pictures.insert(index, {picture, width});
    viewport()->update();
}

void PageView::setFailed(int index, const QString &sentence)
{
    m_failures.insert(index, sentence);
    viewport()->update();
}

//! Pixel by pixel where it has the size; who drew it may have rounded to another side.
void PageView::paintPicture(QPainter &painter, const QRect &area, const QImage &picture) const
{
    const double ratio = devicePixelRatioF();
    const QSize pixels = (QSizeF(area.size()) * ratio).toSize();
    const QSize off = picture.size() - pixels;
    const double most = ratio + 1; // a side of the sheet is whole in pixels of the screen's scale
    if (std::abs(off.width()) > most || std::abs(off.height()) > most)
        return painter.drawImage(area, picture);
    const QSizeF part = picture.size().boundedTo(pixels);
    painter.drawImage(QRectF(area.topLeft(), part / ratio), picture, QRectF(QPointF(), part));
}

void PageView::paintEvent(QPaintEvent *)
{
    if (m_askedWidth != pixelWidth()) // on another screen
        QMetaObject::invokeMethod(this, &PageView::ask, Qt::QueuedConnection);
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), m_theme.colour(Colour::Window));
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    for (int page = pageAt(verticalScrollBar()->value()); page < m_tops.size(); ++page) {
        const QRect area = sheet(page);
        if (area.top() > viewport()->height())
            break;
        painter.fillRect(area, Qt::white);
        if (const auto kept = m_pictures.constFind(page); kept != m_pictures.cend()) {
            paintPicture(painter, area, kept->picture);
        } else {
            painter.setPen(Qt::darkGray);
            painter.setFont(m_theme.font(Type::Small));
            painter.drawText(area.adjusted(24, 24, -24, -24), Qt::AlignTop | Qt::AlignHCenter | Qt::TextWordWrap,
                             m_failures.value(page, QString::number(page + 1)));
        }
        painter.setPen(m_theme.colour(Colour::LineStrong));
        painter.drawRect(area.adjusted(0, 0, -1, -1));
    }
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
        paintFocusRing(painter, m_theme, viewport()->rect());
}

void PageView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    if (!m_isArranging) // else it is the bar below that came or went
        arrange({});
}

void PageView::showEvent(QShowEvent *event)
{
    QAbstractScrollArea::showEvent(event);
    ask();
}

void PageView::scrollContentsBy(int, int)
{
    viewport()->update();
    ask();
}

void PageView::keyPressEvent(QKeyEvent *event)
{
    if (event->modifiers() & Qt::ControlModifier) { // lines begin at the left, so what stands there stays
        switch (event->key()) {
        case Qt::Key_Plus:
        case Qt::Key_Equal: // where the plus wants Shift
            return zoom(zoomStep, {});
        case Qt::Key_Minus:
            return zoom(1 / zoomStep, {});
        case Qt::Key_0:
            return zoom(1 / m_zoom, {});
        default:
            break;
        }
    }
    if (event->key() == Qt::Key_Home)
        verticalScrollBar()->setValue(0);
    else if (event->key() == Qt::Key_End)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    else
        QAbstractScrollArea::keyPressEvent(event);
}

void PageView::wheelEvent(QWheelEvent *event)
{
    if (!(event->modifiers() & Qt::ControlModifier))
        return QAbstractScrollArea::wheelEvent(event);
    constexpr double notch = 120;
    zoom(std::pow(zoomStep, event->angleDelta().y() / notch), event->position().toPoint());
    event->accept();
}

void PageView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void PageView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace ui
