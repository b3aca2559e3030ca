#include "PageView.h"

#include <ui/Theme.h>

#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace ui {
namespace {

constexpr int edge = 16;
constexpr int gap = 12;
constexpr int near = 2; // pages beside those that are seen keep their pictures

} // namespace

PageView::PageView(Theme &theme, QWidget *parent) : QAbstractScrollArea(parent), m_theme(theme)
{
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // the sheets are as wide as it leaves
    setFocusPolicy(Qt::StrongFocus);
}

int PageView::sheetWidth() const
{
    return std::max(viewport()->width() - 2 * edge, 1);
}

void PageView::setPages(const QList<QSizeF> &sizes)
{
    m_sizes = sizes;
    m_pictures.clear();
    m_failures.clear();
    verticalScrollBar()->setValue(0);
    arrange();
}

void PageView::arrange()
{
    const int at = m_tops.isEmpty() ? 0 : pageAt(verticalScrollBar()->value());
    m_tops.clear();
    m_height = edge;
    for (const QSizeF &size : std::as_const(m_sizes)) {
        m_tops.append(m_height);
        m_height += std::clamp(int(sheetWidth() * size.height() / size.width()), 1, 100'000) + gap;
    }
    m_height += edge - gap;
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(40);
    verticalScrollBar()->setRange(0, std::max(m_height - viewport()->height(), 0));
    if (at > 0 && at < m_tops.size()) // the page that is read stays
        verticalScrollBar()->setValue(m_tops[at] - edge);
    viewport()->update();
    ask();
}

int PageView::pageAt(int y) const
{
    const auto below = std::upper_bound(m_tops.cbegin(), m_tops.cend(), y);
    return std::max(int(below - m_tops.cbegin()) - 1, 0);
}

QRect PageView::sheet(int index) const
{
    const int bottom = index + 1 < m_tops.size() ? m_tops[index + 1] - gap : m_height - edge;
    return {edge, m_tops[index] - verticalScrollBar()->value(), sheetWidth(), bottom - m_tops[index]};
}

void PageView::ask()
{
    if (m_tops.isEmpty() || !isVisible())
        return;
    const int top = verticalScrollBar()->value();
    const int first = pageAt(top);
    const int last = pageAt(top + viewport()->height());
    m_askedWidth = pixelWidth();
    m_pictures.removeIf([&](const auto &kept) { return kept.key() < first - near || kept.key() > last + near; });
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
}

void PageView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    arrange();
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
    if (event->key() == Qt::Key_Home)
        verticalScrollBar()->setValue(0);
    else if (event->key() == Qt::Key_End)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    else
        QAbstractScrollArea::keyPressEvent(event);
}

} // namespace ui
