#include "TilePrivate.h"

#include "Graphics.h"
#include "ImagingColours.h"

#include <viewer/Geometry.h>

#include <QFontMetricsF>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace viewer {

namespace {

constexpr qreal margin = 10;
constexpr qreal brightGround = 140;

} // namespace

QFont Tile::Private::overlayFont(bool bold) const
{
    QFont font = q->font();
    font.setPixelSize(q->width() < 320 ? 11 : 12);
    font.setWeight(bold ? QFont::DemiBold : QFont::Normal);
    return font;
}

qreal Tile::Private::meanUnder(const QRectF &area) const
{
    if (!shown || shown->levels.isEmpty())
        return 0;
    const QImage &picture = shown->levels.constLast();
    const QTransform inverse = transform().inverted();
    const qreal scale = qreal(picture.width()) / shown->frame->columns();
    qreal sum = 0;
    int samples = 0;
    for (int y = 0; y < 6; ++y) {
        for (int x = 0; x < 12; ++x) {
            const QPointF place =
                inverse.map(area.topLeft() + QPointF(area.width() * (x + 0.5) / 12, area.height() * (y + 0.5) / 6));
            const QPoint pixel((place * scale).toPoint());
            if (picture.valid(pixel))
                sum += qGray(picture.pixel(pixel));
            ++samples;
        }
    }
    return sum / samples;
}

void Tile::Private::plate(QPainter &painter, const QRectF &area) const
{
    if (meanUnder(area) > brightGround)
        painter.fillRect(area.adjusted(-4, -2, 4, 2), QColor(0, 0, 0, 153));
}

void Tile::Private::paintCorner(QPainter &painter, Qt::Corner corner) const
{
    QList<TextLine> texts = lines(corner);
    if (q->width() < 240)
        texts = texts.mid(0, 1);
    if (texts.isEmpty())
        return;
    const qreal lineHeight = 16;
    const bool right = corner == Qt::TopRightCorner || corner == Qt::BottomRightCorner;
    const bool bottom = corner == Qt::BottomLeftCorner || corner == Qt::BottomRightCorner;
    qreal widest = q->width() / 2.0 - 2 * margin;
    if (!bottom && text == Tile::Text::All) // beside the letters
        widest -= QFontMetricsF(overlayFont(true)).horizontalAdvance(upperLetters()) / 2;
    qreal width = 0;
    for (TextLine &line : texts) {
        const QFontMetricsF metrics(overlayFont(line.bold));
        line.text = metrics.elidedText(line.text, Qt::ElideRight, widest);
        width = std::max(width, metrics.horizontalAdvance(line.text));
    }
    const qreal height = lineHeight * static_cast<qreal>(texts.size());
    const QRectF area(right ? q->width() - margin - width : margin, bottom ? q->height() - margin - height : margin,
                      width, height);
    plate(painter, area);
    qreal y = area.top() + 12;
    for (const TextLine &line : std::as_const(texts)) {
        const QFont font = overlayFont(line.bold);
        painter.setFont(font);
        const qreal x = right ? area.right() - QFontMetricsF(font).horizontalAdvance(line.text) : area.left();
        drawOutlined(painter, QPointF(x, y), line.text, line.colour);
        y += lineHeight;
    }
}

std::pair<QString, QString> Tile::Private::edgeLetters() const
{
    if (!shown || !shown->frame)
        return {};
    const Directions picture = directionsOf(*shown->header, shown->frameNumber);
    const QTransform back = orientation().inverted();
    const auto letters = [&](const QPointF &screen) {
        const QPointF inPicture = back.map(screen);
        if (std::abs(inPicture.x()) > std::abs(inPicture.y()))
            return inPicture.x() > 0 ? picture.right : opposite(picture.right);
        return inPicture.y() > 0 ? picture.down : opposite(picture.down);
    };
    return {letters({-1, 0}), letters({0, -1})};
}

QString Tile::Private::upperLetters() const
{
    // Which breast and which view it is says more than a direction, and its R would be taken for it.
    if (shown && shown->header->modality == QLatin1String("MG") && !shown->header->viewPosition.isEmpty())
        return shown->header->laterality + QLatin1Char(' ') + shown->header->viewPosition;
    return edgeLetters().second;
}

void Tile::Private::paintLetters(QPainter &painter, qreal top) const
{
    const QString left = edgeLetters().first;
    const QString up = upperLetters();
    QFont font = overlayFont(true);
    font.setPixelSize(13);
    painter.setFont(font);
    const QFontMetricsF metrics(font);
    if (!left.isEmpty()) {
        plate(painter, QRectF(margin, q->height() / 2.0 - 8, metrics.horizontalAdvance(left), 16));
        drawOutlined(painter, QPointF(margin, q->height() / 2.0 + 5), left, imaging::overlay);
    }
    if (!up.isEmpty()) {
        const qreal width = metrics.horizontalAdvance(up);
        const qreal x = (q->width() - width) / 2;
        plate(painter, QRectF(x, top, width, 16));
        drawOutlined(painter, QPointF(x, top + 13), up, imaging::overlay);
    }
}

void Tile::Private::paintScale(QPainter &painter) const
{
    if (!shown || !shown->frame || !shown->header->scaledParts.isEmpty() || q->width() < 240)
        return;
    const auto spacing = shown->header->spacingOf(shown->frameNumber);
    if (!spacing)
        return;
    const double pixelsPerMm = zoom() / spacing->second;
    static constexpr double lengths[] = {500, 200, 100, 50, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1};
    const auto fits =
        std::find_if(std::begin(lengths), std::end(lengths), [&](double mm) { return mm * pixelsPerMm <= 130; });
    if (fits == std::end(lengths) || *fits * pixelsPerMm < 20)
        return;
    const qreal length = *fits * pixelsPerMm;
    QString words = *fits >= 10 ? tr("%1 cm").arg(*fits / 10) : tr("%1 mm").arg(*fits);
    if (shown->header->spacingAtDetector)
        words = tr("%1 at detector").arg(words);
    painter.setFont(overlayFont());
    const qreal width = QFontMetricsF(painter.font()).horizontalAdvance(words);
    const qreal left = (q->width() - length) / 2;
    const qreal bottom = q->height() - margin;
    const qreal widest = std::max(width, length);
    plate(painter, QRectF((q->width() - widest) / 2, bottom - 24, widest, 25));
    for (const auto &[colour, wide] : {std::pair(imaging::outline, 3.5), std::pair(imaging::overlay, 1.5)}) {
        painter.setPen(QPen(QColor(colour), wide, Qt::SolidLine, Qt::FlatCap));
        const QPointF points[] = {
            {left, bottom - 6}, {left, bottom}, {left + length, bottom}, {left + length, bottom - 6}};
        painter.drawPolyline(points, 4);
    }
    drawOutlined(painter, QPointF((q->width() - width) / 2, bottom - 10), words, imaging::overlay);
}

qreal Tile::Private::paintNote(QPainter &painter) const
{
    const QString note = noteText();
    if (note.isEmpty())
        return margin;
    const bool incomplete = arrival->missing > 0;
    QFont font = overlayFont();
    painter.setFont(font);
    const qreal width = QFontMetricsF(font).horizontalAdvance(note) + 14 + 6 + 16;
    const QRectF box((q->width() - width) / 2, 8, width, 24);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QColor(imaging::control));
    painter.setBrush(QColor(imaging::strip));
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    const QRect icon(static_cast<int>(box.left()) + 8, static_cast<int>(box.top()) + 5, 14, 14);
    if (icons)
        icons(incomplete ? QStringLiteral("missing") : QStringLiteral("running")).paint(&painter, icon);
    painter.setPen(QColor(incomplete ? imaging::fail : imaging::text));
    painter.drawText(box.adjusted(8 + 14 + 6, 0, -8, 0), Qt::AlignVCenter | Qt::AlignLeft, note);
    painter.setRenderHint(QPainter::Antialiasing, false);
    return box.bottom() + 4;
}

void Tile::Private::paintSentence(QPainter &painter, const Sentence &sentence) const
{
    const int width = std::min(q->width() - 32, 440);
    if (width < 80)
        return;
    struct Block
    {
        QString text;
        QFont font;
        QRgb colour;
        int gap;
    };
    QFont headline = q->font();
    headline.setPixelSize(15);
    headline.setWeight(QFont::DemiBold);
    QFont body = q->font();
    body.setPixelSize(13);
    QFont strong = body;
    strong.setWeight(QFont::DemiBold);
    QFont small = body;
    small.setPixelSize(12);
    QList<Block> blocks{{sentence.headline, headline, imaging::text, 8},
                        {sentence.meaning, body, imaging::text2, 4},
                        {sentence.advice, strong, imaging::text2, 8},
                        {sentence.detail, small, imaging::text3, 0}};
    int height = 32;
    QList<QRect> places;
    for (const Block &block : std::as_const(blocks)) {
        const QRect needed =
            QFontMetrics(block.font)
                .boundingRect(QRect(0, 0, width, 2000), Qt::AlignHCenter | Qt::TextWordWrap, block.text);
        places.append(QRect(0, height, width, block.text.isEmpty() ? 0 : needed.height()));
        height += block.text.isEmpty() ? 0 : needed.height() + block.gap;
    }
    const QPoint origin((q->width() - width) / 2, std::max((q->height() - height) / 2, 8));
    if (icons)
        icons(QStringLiteral("warn")).paint(&painter, QRect(q->width() / 2 - 12, origin.y(), 24, 24));
    for (qsizetype i = 0; i < blocks.size(); ++i) {
        painter.setFont(blocks[i].font);
        painter.setPen(QColor(blocks[i].colour));
        painter.drawText(places[i].translated(origin), Qt::AlignHCenter | Qt::TextWordWrap, blocks[i].text);
    }
}

void Tile::Private::paintGraphics(QPainter &painter) const
{
    painter.save();
    painter.setFont(overlayFont());
    const QString &uid = shown->header->sopUid;
    const int number = shown->frameNumber + 1;
    drawGraphics(painter, presentation->graphicsFor(uid, number),
                 {presentation->areaFor(uid, number, {shown->frame->columns(), shown->frame->rows()}), transform()});
    painter.restore();
}

void Tile::Private::paintReferenceLines(QPainter &painter) const
{
    const QTransform toTile = transform();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    for (const QLineF &line : referenceLines) {
        for (const auto &[colour, wide] : {std::pair(imaging::outline, 3.5), std::pair(imaging::accent, 1.5)}) {
            painter.setPen(QPen(QColor(colour), wide));
            painter.drawLine(toTile.map(line));
        }
    }
    painter.restore();
}

void Tile::Private::paintPicture(QPainter &painter, double scale) const
{
    int level = 0;
    while (level + 1 < shown->levels.size() && scale * (2 << level) <= 1)
        ++level;
    const QImage &picture = shown->levels[level];
    // Enlarged far, the pixels themselves are what one wants to see.
    painter.setRenderHint(QPainter::SmoothPixmapTransform, scale < 6);
    painter.drawImage(QRectF(0, 0, shown->frame->columns(), shown->frame->rows()), picture, QRectF(picture.rect()));
}

void Tile::Private::paintLens(QPainter &painter) const
{
    if (!shown || shown->levels.isEmpty())
        return;
    const QPointF middle = pointer ? QPointF(*pointer) : QPointF(q->rect().center());
    const qreal radius = std::min({110.0, q->width() / 3.0, q->height() / 3.0});
    QPainterPath lens;
    lens.addEllipse(middle, radius, radius);
    painter.save();
    painter.setClipPath(lens);
    painter.fillRect(q->rect(), QColor(imaging::tile));
    painter.translate(middle);
    painter.scale(lensFactor, lensFactor);
    painter.translate(-middle);
    painter.setTransform(transform(), true);
    paintPicture(painter, zoom() * lensFactor * q->devicePixelRatioF());
    painter.restore();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(QColor(imaging::control), 2));
    painter.drawPath(lens);
    painter.restore();
}

void Tile::Private::paint(QPainter &painter)
{
    painter.fillRect(q->rect(), QColor(imaging::tile));
    if (shown && !shown->levels.isEmpty()) {
        painter.save();
        painter.setTransform(transform(), true);
        paintPicture(painter, zoom() * q->devicePixelRatioF());
        painter.restore();
        if (!isResizing && !shown->frame->isColour() &&
            neededReduction(*shown->frame, *shown->header) != shown->reduction) {
            isResizing = true;
            QMetaObject::invokeMethod(
                q, [this] { reshade(); }, Qt::QueuedConnection);
        }
    }
    if (presentation && shown && shown->frame && text != Tile::Text::None)
        paintGraphics(painter);
    if (shown && shown->frame)
        paintReferenceLines(painter);
    paintMeasurements(painter);
    if (tool == Tool::Magnifier)
        paintLens(painter);
    if (shown && !shown->sentence.headline.isEmpty())
        paintSentence(painter, shown->sentence);
    for (const Qt::Corner corner : {Qt::TopLeftCorner, Qt::TopRightCorner, Qt::BottomLeftCorner, Qt::BottomRightCorner})
        paintCorner(painter, corner);
    const qreal below = paintNote(painter);
    if (text == Tile::Text::All) {
        paintLetters(painter, below);
        paintScale(painter);
    }
    if (active || q->hasFocus()) {
        painter.setPen(QPen(QColor(imaging::accent), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(q->rect().adjusted(1, 1, -1, -1));
    }
}

} // namespace viewer
