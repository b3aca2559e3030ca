#include "TilePrivate.h"

#include "Graphics.h"
#include "ImagingColours.h"

#include <viewer/Geometry.h>

#include <QFontMetricsF>
#include <QHBoxLayout>
#include <QPainterPath>
#include <QToolButton>

#include <algorithm>
#include <cmath>
#include <utility>

namespace viewer {

namespace {

constexpr qreal margin = 10;
constexpr qreal cornerLine = 16; // its height
constexpr qreal noteGap = 4;
constexpr int noteIcon = 14;
constexpr int sentenceIcon = 24;
constexpr int widestSentence = 440;
constexpr int deedsGap = 12;
constexpr qreal longestScale = 130;
constexpr int narrow = 240; // a tile that is
constexpr qreal lettersHeight = 16;
constexpr qreal leastSentence = 110; // the height that is kept for one

} // namespace

QFont Tile::Private::overlayFont(bool bold) const
{
    QFont font = q->font();
    font.setPixelSize(q->width() < 320 ? 11 : 12);
    font.setWeight(bold ? QFont::DemiBold : QFont::Normal);
    return font;
}

Tile::Private::Ground Tile::Private::groundUnder(const QRectF &area) const
{
    if (!shown || shown->levels.isEmpty())
        return {};
    const QImage &picture = shown->levels.constLast();
    const QTransform inverse = transform().inverted();
    const qreal scale = qreal(picture.width()) / shown->frame->columns();
    qreal sum = 0;
    int brightest = 0;
    int samples = 0;
    for (int y = 0; y < 6; ++y) {
        for (int x = 0; x < 12; ++x) {
            const QPointF place =
                inverse.map(area.topLeft() + QPointF(area.width() * (x + 0.5) / 12, area.height() * (y + 0.5) / 6));
            const QPoint pixel((place * scale).toPoint());
            const int grey = picture.valid(pixel) ? qGray(picture.pixel(pixel)) : 0;
            sum += grey;
            brightest = std::max(brightest, grey);
            ++samples;
        }
    }
    return {sum / samples, qreal(brightest)};
}

void Tile::Private::plate(QPainter &painter, const QRectF &area) const
{
    if (groundUnder(area).mean > brightGround)
        darken(painter, area);
}

void Tile::Private::darken(QPainter &painter, const QRectF &area, int alpha)
{
    painter.fillRect(area.adjusted(-4, -2, 4, 2), QColor(0, 0, 0, alpha));
}

qreal Tile::Private::lettersTop() const
{
    const QRectF note = noteBox();
    return note.isEmpty() ? margin : note.bottom() + noteGap;
}

void Tile::Private::layOutColumn(Corner &upper, Corner &lower, const QSizeF &widest, qreal room) const
{
    //! A line as there is room for it: what warns and who it is are wrapped, all else is cut.
    struct Piece
    {
        QList<TextLine> lines;
        Weight weight;
        bool isTaken = false;
    };
    const auto piecesOf = [this](const QList<TextLine> &lines, qreal width) {
        QList<Piece> pieces;
        for (const TextLine &line : lines) {
            const QFont font = overlayFont(line.bold);
            const QFontMetricsF metrics(font);
            Piece piece{{line}, line.weight};
            if (metrics.horizontalAdvance(line.text) > width && line.weight <= Weight::Safety) {
                piece.lines.clear();
                for (const QString &part : wrapped(line.text, font, width))
                    piece.lines.append({part, line.colour, line.bold, line.weight});
            } else {
                piece.lines[0].text = metrics.elidedText(line.text, Qt::ElideRight, width);
            }
            pieces << piece;
        }
        return pieces;
    };
    QList<Piece> above = piecesOf(upper.lines, widest.width());
    QList<Piece> below = piecesOf(lower.lines, widest.height());
    // The first of the upper lines and the last of the lower ones are what one looks for.
    QList<Piece *> order;
    for (Piece &piece : above)
        order << &piece;
    std::for_each(below.rbegin(), below.rend(), [&order](Piece &piece) { order << &piece; });
    std::stable_sort(order.begin(), order.end(), [](const Piece *a, const Piece *b) { return a->weight < b->weight; });
    auto left = static_cast<qsizetype>(room / cornerLine);
    for (Piece *piece : std::as_const(order)) {
        piece->isTaken = piece->lines.size() <= left || piece->weight == Weight::Mixture;
        left -= piece->isTaken ? piece->lines.size() : 0;
    }
    for (auto &[corner, pieces] : {std::pair(&upper, &above), std::pair(&lower, &below)}) {
        corner->lines.clear();
        for (const Piece &piece : std::as_const(*pieces)) {
            if (piece.isTaken)
                corner->lines << piece.lines;
        }
    }
}

std::array<Tile::Private::Corner, 4> Tile::Private::laidOut(qreal top) const
{
    std::array<Corner, 4> corners;
    for (const Qt::Corner corner : {Qt::TopLeftCorner, Qt::TopRightCorner, Qt::BottomLeftCorner, Qt::BottomRightCorner})
        corners[corner].lines = lines(corner);
    const QStringList letters = hasLetters() ? upperLetters() : QStringList();
    qreal lettersWidth = 0;
    for (const QString &line : letters)
        lettersWidth = std::max(lettersWidth, QFontMetricsF(overlayFont(true)).horizontalAdvance(line));
    qreal upper = q->width() / 2.0 - 2 * margin - lettersWidth / 2;
    qreal lower = q->width() / 2.0 - 2 * margin;
    if (q->width() < narrow) {
        // Two texts have no room beside each other, so those of the right stand among those of the left.
        corners[Qt::TopLeftCorner].lines << std::exchange(corners[Qt::TopRightCorner].lines, {});
        corners[Qt::BottomLeftCorner].lines = std::exchange(corners[Qt::BottomRightCorner].lines, {})
                                              << corners[Qt::BottomLeftCorner].lines;
        upper = lower = q->width() - 2 * margin;
        if (!letters.isEmpty())
            top = std::max(top, lettersTop() + lettersHeight * static_cast<qreal>(letters.size()) + noteGap);
    }
    qreal between = noteGap;
    if (shown && !shown->sentence.headline.isEmpty())
        between = std::min(leastSentence, q->height() / 2.0);
    else if (hasLetters() && !edgeLetters().first.isEmpty())
        between = lettersHeight + 2 * noteGap;
    const qreal room = q->height() - margin - top - between;
    layOutColumn(corners[Qt::TopLeftCorner], corners[Qt::BottomLeftCorner], {upper, lower}, room);
    layOutColumn(corners[Qt::TopRightCorner], corners[Qt::BottomRightCorner], {upper, lower}, room);
    for (const Qt::Corner corner :
         {Qt::TopLeftCorner, Qt::TopRightCorner, Qt::BottomLeftCorner, Qt::BottomRightCorner}) {
        const bool right = corner == Qt::TopRightCorner || corner == Qt::BottomRightCorner;
        const bool bottom = corner == Qt::BottomLeftCorner || corner == Qt::BottomRightCorner;
        qreal width = 0;
        for (const TextLine &line : std::as_const(corners[corner].lines))
            width = std::max(width, QFontMetricsF(overlayFont(line.bold)).horizontalAdvance(line.text));
        const qreal height = cornerLine * static_cast<qreal>(corners[corner].lines.size());
        corners[corner].area = QRectF(right ? q->width() - margin - width : margin,
                                      bottom ? q->height() - margin - height : top, width, height);
    }
    return corners;
}

std::array<Tile::Private::Corner, 4> Tile::Private::laidOut() const
{
    const std::array<Corner, 4> corners = laidOut(margin);
    // A note that has no room between the patient and the study stands above both.
    const QRectF note = noteBox().adjusted(-noteGap, 0, noteGap, noteGap);
    const bool isUnder =
        note.intersects(corners[Qt::TopLeftCorner].area) || note.intersects(corners[Qt::TopRightCorner].area);
    return note.isValid() && isUnder ? laidOut(note.bottom()) : corners;
}

void Tile::Private::paintCorner(QPainter &painter, const Corner &corner) const
{
    const bool right = corner.area.center().x() > q->width() / 2.0;
    qreal top = corner.area.top();
    for (const TextLine &line : corner.lines) {
        const QFont font = overlayFont(line.bold);
        painter.setFont(font);
        const qreal width = QFontMetricsF(font).horizontalAdvance(line.text);
        const qreal x = right ? corner.area.right() - width : corner.area.left();
        // One line may lie over bone and the next one beside it. Plates touch, but none lies over another.
        plate(painter, QRectF(x, top + 2, width, cornerLine - 4));
        drawOutlined(painter, QPointF(x, top + 12), line.text, line.colour);
        top += cornerLine;
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

QStringList Tile::Private::upperLetters() const
{
    QStringList letters{edgeLetters().second};
    // In a line of its own, for the R of a breast is not that of a direction.
    if (shown && shown->header->modality == QLatin1String("MG") && !shown->header->viewPosition.isEmpty())
        letters << shown->header->laterality + QLatin1Char(' ') + shown->header->viewPosition;
    letters.removeAll(QString());
    return letters;
}

void Tile::Private::paintLetters(QPainter &painter, const Corner &above, const Corner &below) const
{
    const QString left = edgeLetters().first;
    QFont font = overlayFont(true);
    font.setPixelSize(13);
    painter.setFont(font);
    const QFontMetricsF metrics(font);
    if (!left.isEmpty()) {
        // In the middle, where no text lies there.
        const qreal middle = (q->height() - lettersHeight) / 2;
        const qreal top =
            std::min(std::max(middle, above.area.bottom() + noteGap), below.area.top() - noteGap - lettersHeight);
        plate(painter, QRectF(margin, top, metrics.horizontalAdvance(left), lettersHeight));
        drawOutlined(painter, QPointF(margin, top + 13), left, imaging::overlay);
    }
    qreal y = lettersTop();
    for (const QString &line : upperLetters()) {
        const qreal width = metrics.horizontalAdvance(line);
        const qreal x = (q->width() - width) / 2;
        plate(painter, QRectF(x, y, width, lettersHeight));
        drawOutlined(painter, QPointF(x, y + 13), line, imaging::overlay);
        y += lettersHeight;
    }
}

Tile::Private::Scale Tile::Private::scaleBetween(const Corner &left, const Corner &right) const
{
    if (!shown || !shown->frame || !shown->header->scaledParts.isEmpty() || q->width() < narrow ||
        text == Tile::Text::None)
        return {};
    const auto spacing = shown->header->spacingOf(shown->frameNumber);
    if (!spacing)
        return {};
    // The texts have the room that they need, and the scale what is left beside its two lowest lines.
    qreal widestText = 0;
    for (const Corner *corner : {&left, &right}) {
        for (qsizetype i = std::max<qsizetype>(0, corner->lines.size() - 2); i < corner->lines.size(); ++i) {
            const TextLine &line = corner->lines[i];
            widestText = std::max(widestText, QFontMetricsF(overlayFont(line.bold)).horizontalAdvance(line.text));
        }
    }
    const qreal room = q->width() - 2 * (margin + widestText + noteGap);
    const auto bar = scaleBar(zoom() / spacing->second, std::min(room, longestScale), shown->header->spacingAtDetector);
    if (!bar)
        return {};
    const qreal width = std::max(QFontMetricsF(overlayFont()).horizontalAdvance(bar->words), bar->pixels);
    if (width > room)
        return {};
    return {QRectF((q->width() - width) / 2, q->height() - margin - 24, width, 25), *bar};
}

void Tile::Private::paintScale(QPainter &painter, const Scale &scale) const
{
    if (scale.area.isEmpty())
        return;
    painter.setFont(overlayFont());
    plate(painter, scale.area);
    drawScale(painter, QPointF(q->width() / 2.0, q->height() - margin), scale.bar.pixels, scale.bar.words, 1.5);
}

QRectF Tile::Private::noteBox() const
{
    const QString note = noteText();
    if (note.isEmpty())
        return {};
    const QFontMetricsF metrics(overlayFont());
    const qreal width = std::min(metrics.horizontalAdvance(note) + noteIcon + 6 + 16, q->width() - 8.0);
    const QRectF words = metrics.boundingRect(QRectF(0, 0, width - noteIcon - 6 - 16 + 1, q->height()),
                                              Qt::AlignLeft | Qt::TextWordWrap, note);
    return {(q->width() - width) / 2, 8, width, std::max(24.0, std::ceil(words.height()) + 8)};
}

void Tile::Private::paintNote(QPainter &painter) const
{
    const QRectF box = noteBox();
    if (box.isEmpty())
        return;
    const bool incomplete = !arrival->isArriving();
    painter.setFont(overlayFont());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QColor(imaging::control));
    painter.setBrush(QColor(imaging::strip));
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    const QRect icon(static_cast<int>(box.left()) + 8, static_cast<int>(box.top()) + 5, noteIcon, noteIcon);
    if (icons)
        icons(incomplete ? QStringLiteral("missing") : QStringLiteral("running")).paint(&painter, icon);
    painter.setPen(QColor(incomplete ? imaging::fail : imaging::text));
    painter.drawText(box.adjusted(8 + noteIcon + 6, 0, -8 + 1, 0), Qt::AlignVCenter | Qt::AlignLeft | Qt::TextWordWrap,
                     noteText());
    painter.setRenderHint(QPainter::Antialiasing, false);
}

//! In a small tile what lies between the corners, in a large one they are beside it.
QRect Tile::Private::sentenceRoom() const
{
    const int width = std::min(q->width() - 32, widestSentence);
    QRect room((q->width() - width) / 2, 8, width, q->height() - 16);
    for (const Corner &corner : laidOut()) {
        const QRect area = corner.area.toAlignedRect();
        if (area.isEmpty() || area.right() < room.left() || area.left() > room.right())
            continue;
        if (area.center().y() < q->height() / 2)
            room.setTop(std::max(room.top(), area.bottom() + 4));
        else
            room.setBottom(std::min(room.bottom(), area.top() - 4));
    }
    return room;
}

QList<Tile::Private::Block> Tile::Private::sentenceBlocks() const
{
    if (!shown || shown->sentence.headline.isEmpty() || q->width() < 112)
        return {};
    const QRect room = sentenceRoom();
    const Sentence &sentence = shown->sentence;
    QFont headline = q->font();
    headline.setPixelSize(15);
    headline.setWeight(QFont::DemiBold);
    QFont body = q->font();
    body.setPixelSize(13);
    QFont strong = body;
    strong.setWeight(QFont::DemiBold);
    QFont small = body;
    small.setPixelSize(12);
    QList<Block> blocks{{sentence.headline, headline, imaging::text, 8, 0, {}},
                        {sentence.meaning, body, imaging::text2, 4, 2, {}},
                        {sentence.advice, strong, imaging::text2, 8, 1, {}},
                        {sentence.detail, small, imaging::text3, 0, 3, {}}};
    blocks.removeIf([](const Block &block) { return block.text.isEmpty(); });
    for (Block &block : blocks)
        block.place =
            QFontMetrics(block.font)
                .boundingRect(QRect(0, 0, room.width(), 2000), Qt::AlignHCenter | Qt::TextWordWrap, block.text);
    const int below = deedsGap + deeds->sizeHint().height();
    const auto height = [&blocks] {
        int sum = 0;
        for (const Block &block : std::as_const(blocks))
            sum += block.place.height() + block.gap;
        return sum - blocks.constLast().gap;
    };
    // Where there is little room, what happened and what can be done stay.
    while (blocks.size() > 1 && sentenceIcon + 8 + height() + below > room.height())
        blocks.erase(std::max_element(blocks.begin(), blocks.end(),
                                      [](const Block &a, const Block &b) { return a.rank < b.rank; }));
    const bool hasIcon = sentenceIcon + 8 + height() + below <= room.height();
    int y = room.top() + std::max(0, (room.height() - height() - below + (hasIcon ? sentenceIcon + 8 : 0)) / 2);
    for (Block &block : blocks) {
        block.place = QRect(room.left(), y, room.width(), block.place.height());
        y += block.place.height() + block.gap;
    }
    return blocks;
}

void Tile::Private::paintSentence(QPainter &painter) const
{
    const QList<Block> blocks = sentenceBlocks();
    if (blocks.isEmpty())
        return;
    const int above = blocks.constFirst().place.top() - 8 - sentenceIcon;
    if (icons && above >= sentenceRoom().top())
        icons(QStringLiteral("warn"))
            .paint(&painter, QRect(q->width() / 2 - sentenceIcon / 2, above, sentenceIcon, sentenceIcon));
    for (const Block &block : blocks) {
        painter.setFont(block.font);
        painter.setPen(QColor(block.colour));
        painter.drawText(block.place, Qt::AlignHCenter | Qt::TextWordWrap, block.text);
    }
}

//! Below the sentence, where there is room.
void Tile::Private::placeDeeds()
{
    const QList<Block> blocks = sentenceBlocks();
    const QSize size = deeds->sizeHint();
    const QPoint place((q->width() - size.width()) / 2,
                       blocks.isEmpty() ? 0 : blocks.constLast().place.bottom() + deedsGap);
    deeds->setGeometry(QRect(place, size));
    deeds->setVisible(!blocks.isEmpty() && sentenceRoom().contains(deeds->geometry()));
}

void Tile::Private::makeDeeds()
{
    deeds = new QWidget(q);
    deeds->setObjectName(QStringLiteral("tileDeeds"));
    deeds->setCursor(Qt::ArrowCursor);
    auto *row = new QHBoxLayout(deeds);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    for (const auto &[command, name] :
         {std::pair(Command::OpenWith, "tileOpenWith"), std::pair(Command::Tags, "tileTags")}) {
        auto *button = new QToolButton(deeds);
        button->setObjectName(QLatin1String(name));
        button->setText(Keys::words(command));
        button->setToolTip(keys.withKey(command));
        button->setFocusPolicy(Qt::TabFocus);
        connect(button, &QToolButton::clicked, q, [this, asked = command] { emit q->commandRequested(asked); });
        row->addWidget(button);
    }
    deeds->hide();
}

void Tile::Private::paintGraphics(QPainter &painter) const
{
    painter.save();
    painter.setFont(overlayFont());
    const QString &uid = shown->header->sopUid;
    const int number = shown->frameNumber + 1;
    drawGraphics(painter, presentation->graphicsFor(uid, number),
                 {.area = presentation->areaFor(uid, number, {shown->frame->columns(), shown->frame->rows()}),
                  .toDevice = transform(),
                  .hasWords = !pseudonyms}); // they may be a name
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
    painter.setRenderHint(QPainter::SmoothPixmapTransform, scale < (isSmooth ? 6 : 1));
    painter.drawImage(QRectF(0, 0, shown->frame->columns(), shown->frame->rows()), picture, QRectF(picture.rect()));
}

void Tile::Private::paintLens(QPainter &painter) const
{
    // A hand without a mouse has its lens in the middle of the tile that it works on.
    if (!shown || shown->levels.isEmpty() || (!pointer && !active))
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

void Tile::Private::paintInvitation(QPainter &painter) const
{
    painter.setFont(overlayFont());
    painter.setPen(QColor(imaging::text3));
    painter.drawText(QRectF(q->rect()).adjusted(margin, margin, -margin, -margin), Qt::AlignCenter | Qt::TextWordWrap,
                     tr("Drag a series here"));
}

void Tile::Private::paint(QPainter &painter)
{
    painter.fillRect(q->rect(), QColor(imaging::tile));
    if (wanted < 0 && isFramed)
        paintInvitation(painter);
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
    paintSentence(painter);
    const std::array<Corner, 4> corners = laidOut();
    for (const Corner &corner : corners)
        paintCorner(painter, corner);
    paintNote(painter);
    if (hasLetters())
        paintLetters(painter, corners[Qt::TopLeftCorner], corners[Qt::BottomLeftCorner]);
    paintScale(painter, scaleBetween(corners[Qt::BottomLeftCorner], corners[Qt::BottomRightCorner]));
    if ((active && isFramed) || q->hasFocus()) {
        painter.setPen(QPen(QColor(imaging::accent), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(q->rect().adjusted(1, 1, -1, -1));
    }
}

} // namespace viewer
