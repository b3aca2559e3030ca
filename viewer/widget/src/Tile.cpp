#include <viewer_widgets/Tile.h>

#include "ImagingColours.h"
#include "OutlinedText.h"
#include "Words.h"

#include <viewer_widgets/FrameLoader.h>

#include <QContextMenuEvent>
#include <QDate>
#include <QFontMetricsF>
#include <QFutureWatcher>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>
#include <QtConcurrent>

#include <algorithm>
#include <cmath>

namespace viewer {

namespace {

constexpr qreal margin = 10;
constexpr double smallestZoom = 0.1; // of the whole picture in the tile
constexpr double largestZoom = 64;
//! Pictures up to this many pixels are shaded in a few milliseconds, so it is done at once.
constexpr qint64 shadedAtOnce = 1'100'000;
constexpr int neighboursAhead = 8;
constexpr int neighboursBehind = 2;
constexpr qreal brightGround = 140;

struct CtPreset
{
    const char *name;
    double center, width;
};
constexpr CtPreset ctPresets[] = {{QT_TRANSLATE_NOOP("viewer::Tile", "Soft tissue"), 40, 400},
                                  {QT_TRANSLATE_NOOP("viewer::Tile", "Lung"), -600, 1500},
                                  {QT_TRANSLATE_NOOP("viewer::Tile", "Liver"), 90, 150},
                                  {QT_TRANSLATE_NOOP("viewer::Tile", "Bone"), 480, 2500},
                                  {QT_TRANSLATE_NOOP("viewer::Tile", "Brain"), 40, 80}};

//! A true minus sign: a hyphen is easily lost beside a figure.
QString number(double value, int decimals = 0)
{
    QString text = QString::number(value, 'f', decimals);
    if (text.startsWith(QLatin1Char('-')))
        text.replace(0, 1, QChar(0x2212));
    return text;
}

//! The picture and its halves, so that a large one is not full of false detail when it is drawn small.
QList<QImage> levelsOf(const QImage &picture)
{
    QList<QImage> levels{picture};
    while (levels.constLast().width() > 512 && levels.constLast().height() > 512)
        levels.append(
            levels.constLast().scaled(levels.constLast().size() / 2, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
    return levels;
}

} // namespace

struct Tile::Private
{
    enum class WindowChoice { File, Automatic, Own };
    using Header = std::shared_ptr<const FileHeader>;

    //! What is on screen: a picture, or the reason why there is none.
    struct Shown
    {
        int index = 0; //!< of the picture in the series
        Header header;
        int frameNumber = 0;
        std::optional<Frame> frame;
        int reduction = 1;            //!< of the grey frame that is drawn
        std::optional<Frame> reduced; //!< kept for the next window
        QList<QImage> levels;
        std::optional<Window> window;
        bool inverted = false;
        Sentence sentence;
    };

    Tile *q;
    FrameLoader &loader;
    IconProvider icons;

    ImageList images;
    QList<int> begins; //!< the first picture of each file, and the count of all at the end
    int wanted = -1;
    int direction = 1;
    std::optional<Shown> shown;
    bool painted = false;
    bool announced = false;
    bool isResizing = false; //!< what is on screen is made anew for another zoom

    WindowChoice choice = WindowChoice::File;
    Window own;
    bool inverted = false;
    double zoomFactor = 1; //!< 1: the whole picture
    QPointF pan;
    int rotation = 0;
    bool flippedHorizontally = false, flippedVertically = false;
    Tile::Tool tool = Tile::Tool::Windowing;
    Tile::Text text = Tile::Text::All;
    std::optional<Tile::Arrival> arrival;

    struct Shading
    {
        Shown result;
        int generation;
    };
    QFutureWatcher<Shading> shading;
    int generation = 0; //!< of what is asked for; what belongs to an older one is dropped
    std::optional<Shown> nextShading;

    Qt::MouseButton pressed = Qt::NoButton;
    bool dragged = false;
    QPoint pressedAt, lastAt;
    double scrolled = 0;
    int wheelRest = 0;
    std::optional<QPoint> pointer;

    Private(Tile *tile, FrameLoader &frameLoader) : q(tile), loader(frameLoader) {}

    int count() const { return begins.isEmpty() ? 0 : begins.constLast(); }

    void index()
    {
        begins.clear();
        int total = 0;
        begins.append(0);
        for (const Header &header : images) {
            // A file without a picture still has its place, which says so.
            total = static_cast<int>(std::min<qint64>(qint64(total) + std::max(header->frames, 1), 100'000'000));
            begins.append(total);
        }
    }

    std::pair<Header, int> at(int picture) const
    {
        const auto after = std::upper_bound(begins.cbegin(), begins.cend(), picture);
        const auto file = std::distance(begins.cbegin(), after) - 1;
        return {images[file], picture - begins[file]};
    }

    FrameKey keyOf(int picture) const
    {
        const auto [header, frame] = at(picture);
        return {header->path, frame};
    }

    void load()
    {
        if (wanted < 0)
            return;
        QList<FrameKey> neighbours;
        const auto add = [&](int picture) {
            if (picture >= 0 && picture < count() && at(picture).first->frames > 0)
                neighbours.append(keyOf(picture));
        };
        for (int i = 1; i <= neighboursAhead; ++i) {
            add(wanted + direction * i);
            if (i <= neighboursBehind)
                add(wanted - direction * i);
        }
        const FrameKey key = keyOf(wanted);
        loader.look(key, neighbours);
        if (const auto frame = loader.cached(key))
            show(*frame);
    }

    Window windowFor(const Frame &frame) const
    {
        switch (choice) {
        case WindowChoice::Own:
            return own;
        case WindowChoice::Automatic: {
            const auto [low, high] = frame.range();
            return {(low + high + 1) / 2, high - low + 1, Window::Function::Linear, {}};
        }
        case WindowChoice::File:
            break;
        }
        return frame.defaultWindow();
    }

    Shown described(const Frame &frame) const
    {
        const auto [header, number] = at(wanted);
        Shown next;
        next.index = wanted;
        next.header = header;
        next.frameNumber = number;
        next.frame = frame;
        next.inverted = inverted;
        if (!frame.isColour()) {
            next.window = windowFor(frame);
            next.reduction = neededReduction(frame, *header);
            if (shown && shown->frame && &shown->frame->data() == &frame.data() && shown->reduction == next.reduction)
                next.reduced = shown->reduced;
        }
        return next;
    }

    //! How many pixels of a grey frame fall on one of the screen, each way.
    int neededReduction(const Frame &frame, const FileHeader &header) const
    {
        const QSizeF size(frame.columns(), frame.rows() * header.pixelAspect);
        const double scale = fitZoom(size) * zoomFactor * q->devicePixelRatioF();
        return scale > 0 ? std::clamp(static_cast<int>(1 / scale + 1e-6), 1, 64) : 1;
    }

    static void shade(Shown &next, WindowChoice choice)
    {
        Rendering rendering;
        if (choice != WindowChoice::File)
            rendering.window = next.window;
        rendering.inverted = next.inverted;
        if (next.frame->isColour()) {
            next.levels = levelsOf(viewer::render(*next.frame, rendering));
            return;
        }
        // Grey is made at about the size at which it is seen: a large frame is too slow to window whole.
        if (!next.reduced)
            next.reduced = next.frame->reduced(next.reduction);
        next.levels = {viewer::render(*next.reduced, rendering)};
    }

    //! The last request wins: what is asked for meanwhile waits for the one that runs, and only the newest of it.
    void show(const Frame &frame)
    {
        Shown next = described(frame);
        ++generation;
        if (qint64(frame.rows()) * frame.columns() <= shadedAtOnce) {
            nextShading.reset();
            shade(next, choice);
            put(std::move(next));
        } else if (shading.isRunning()) {
            nextShading = std::move(next);
        } else {
            startShading(std::move(next));
        }
    }

    void startShading(Shown next)
    {
        shading.setFuture(QtConcurrent::run([next = std::move(next), mine = generation, how = choice]() mutable {
            shade(next, how);
            return Shading{std::move(next), mine};
        }));
    }

    void shadingEnded()
    {
        Shading done = shading.result();
        // While a window is dragged every finished step is shown, although a newer one is asked for. The series may
        // have grown meanwhile, so the picture is known by its file and not by its number.
        const bool looked = wanted >= 0 && at(wanted) == std::pair(done.result.header, done.result.frameNumber);
        if (looked && (done.generation == generation || nextShading)) {
            done.result.index = wanted;
            put(std::move(done.result));
        }
        if (nextShading) {
            Shown next = std::move(*nextShading);
            nextShading.reset();
            startShading(std::move(next));
        }
    }

    void put(Shown next)
    {
        const bool another = !shown || shown->header != next.header || shown->frameNumber != next.frameNumber;
        shown = std::move(next);
        isResizing = false;
        painted = false;
        announced = announced && !another;
        describe();
        q->update();
        emit q->viewChanged();
    }

    void fail(const Error &error)
    {
        const auto [header, number] = at(wanted);
        Shown next;
        next.index = wanted;
        next.header = header;
        next.frameNumber = number;
        next.sentence = sentenceFor(error, std::max(header->frames, 1));
        ++generation;
        nextShading.reset();
        put(std::move(next));
    }

    void describe()
    {
        QStringList parts;
        if (shown) {
            if (!shown->sentence.headline.isEmpty())
                parts << shown->sentence.headline << shown->sentence.meaning << shown->sentence.advice;
            parts << imageLine(*shown);
            if (shown->window)
                parts << windowLine(*shown->window);
            if (!shown->header->seriesDescription.isEmpty())
                parts << shown->header->seriesDescription;
        }
        if (arrival)
            parts << noteText();
        parts.removeAll(QString());
        q->setAccessibleDescription(parts.join(QLatin1String(", ")));
    }

    void reshade()
    {
        if (!shown || !shown->frame)
            return;
        // What is on screen is shaded anew only while it is what is looked at; another picture is on its way otherwise.
        if (shown->index == wanted)
            show(*shown->frame);
        else if (wanted >= 0)
            load();
    }

    // Geometry

    QSizeF pictureSize() const
    {
        if (!shown || !shown->frame)
            return {};
        return {qreal(shown->frame->columns()), shown->frame->rows() * shown->header->pixelAspect};
    }

    double fitZoom(const QSizeF &size) const
    {
        if (size.isEmpty())
            return 1;
        const QSizeF box = rotation % 180 ? size.transposed() : size;
        return std::max(std::min(q->width() / box.width(), q->height() / box.height()), 1e-6);
    }

    double zoom() const { return fitZoom(pictureSize()) * zoomFactor; }

    QTransform orientation() const
    {
        QTransform turn;
        turn.scale(flippedHorizontally ? -1 : 1, flippedVertically ? -1 : 1);
        turn.rotate(rotation);
        return turn;
    }

    //! From columns and rows to the tile.
    QTransform transform() const
    {
        const QSizeF size = pictureSize();
        const double scale = zoom();
        QTransform whole;
        whole.translate(q->width() / 2.0 + pan.x(), q->height() / 2.0 + pan.y());
        whole = orientation() * whole;
        whole.scale(scale, scale);
        whole.translate(-size.width() / 2, -size.height() / 2);
        whole.scale(1, shown ? shown->header->pixelAspect : 1);
        return whole;
    }

    void zoomBy(double factor, const QPointF &around)
    {
        const double before = zoomFactor;
        zoomFactor = std::clamp(zoomFactor * factor, smallestZoom, largestZoom);
        const QPointF center(q->width() / 2.0, q->height() / 2.0);
        pan = around - center - (around - center - pan) * (zoomFactor / before);
        viewMoved();
    }

    void viewMoved()
    {
        q->update();
        emit q->viewChanged();
    }

    void dragWindow(const QPoint &by)
    {
        if (!shown || !shown->frame || shown->frame->isColour())
            return;
        const auto [low, high] = shown->frame->range();
        const double step = std::clamp((high - low) / 1024, 0.01, 64.0);
        Window window = q->voiWindow().value_or(shown->frame->defaultWindow());
        window.function = Window::Function::Linear;
        window.explanation.clear();
        window.width = std::max(window.width + by.x() * step, 1.0);
        window.center += by.y() * step;
        q->setVoiWindow(window);
    }

    // Texts

    QString imageLine(const Shown &picture) const { return tr("Image %1 / %2").arg(picture.index + 1).arg(count()); }

    QString windowLine(const Window &window) const
    {
        const int decimals = window.width < 10 ? 2 : 0;
        return tr("W %1 L %2", "window width and level")
            .arg(number(window.width, decimals), number(window.center, decimals));
    }

    QString valueLine() const
    {
        if (!pointer || !shown || !shown->frame)
            return {};
        bool possible = false;
        const QPointF place = transform().inverted(&possible).map(QPointF(*pointer));
        const int column = static_cast<int>(std::floor(place.x()));
        const int row = static_cast<int>(std::floor(place.y()));
        if (!possible || column < 0 || row < 0 || column >= shown->frame->columns() || row >= shown->frame->rows())
            return {};
        const QString where = tr("x %1 y %2", "column and row").arg(column).arg(row);
        if (shown->frame->isColour()) {
            const QColor colour = shown->levels.constFirst().pixelColor(column, row);
            return where + QStringLiteral(": %1 %2 %3").arg(colour.red()).arg(colour.green()).arg(colour.blue());
        }
        const double value = shown->frame->valueAt(column, row).value_or(0);
        const QString unit = shown->frame->unit();
        return where + QLatin1String(": ") + number(value, value == std::floor(value) ? 0 : 2) +
               (unit.isEmpty() ? QString() : QLatin1Char(' ') + unit);
    }

    QList<TextLine> lines(Qt::Corner corner) const
    {
        if (text == Tile::Text::None || (!shown && wanted < 0))
            return {};
        const bool all = text == Tile::Text::All;
        // Texts belong to the picture that is seen, not to the one that is on its way.
        const Header header = shown ? shown->header : at(wanted).first;
        QList<TextLine> result;
        const auto add = [&](const QString &line, QRgb colour = imaging::overlay, bool bold = false) {
            if (!line.isEmpty())
                result.append({line, colour, bold});
        };
        switch (corner) {
        case Qt::TopLeftCorner:
            add(header->patientName, imaging::overlay, true);
            if (all)
                add(bornLine(*header, QDate::currentDate()));
            add(header->patientId);
            break;
        case Qt::TopRightCorner:
            if (all) {
                add(header->institution);
                add(header->studyDescription);
                add(header->accession);
            }
            add(studyTimeLine(*header));
            break;
        case Qt::BottomRightCorner: {
            if (!all)
                break;
            QStringList series;
            if (header->seriesNumber)
                series << tr("Series %1").arg(*header->seriesNumber);
            if (!header->seriesDescription.isEmpty())
                series << header->seriesDescription;
            add(series.join(QLatin1String(", ")));
            QStringList body;
            if (!header->laterality.isEmpty())
                body << header->laterality;
            if (!header->bodyPart.isEmpty())
                body << header->bodyPart;
            if (header->sliceThickness && *header->sliceThickness > 0)
                body << tr("%1 mm").arg(number(*header->sliceThickness, 1));
            add(body.join(QLatin1Char(' ')));
            if (header->sliceLocation)
                add(tr("Location %1 mm").arg(number(*header->sliceLocation, 1)));
            break;
        }
        case Qt::BottomLeftCorner:
            if (const QString lossy = lossyLine(*header); !lossy.isEmpty())
                add(QChar(0x26A0) + QLatin1Char(' ') + lossy, imaging::warn, true);
            if (all)
                add(valueLine());
            if (all && shown && shown->frame)
                add(tr("Zoom %1").arg(QString::number(zoom(), 'f', 2)));
            if (shown && shown->window)
                add(windowLine(*shown->window));
            if (shown)
                add(imageLine(*shown), imaging::overlay, true);
            break;
        }
        return result;
    }

    QString noteText() const
    {
        if (!arrival)
            return {};
        if (arrival->missing > 0)
            return tr("Incomplete: %1 of %2")
                .arg(arrival->received)
                .arg(arrival->requested.value_or(arrival->received + arrival->missing));
        if (!arrival->complete && arrival->requested && arrival->received < *arrival->requested)
            return tr("Arriving: %1 of %2").arg(arrival->received).arg(*arrival->requested);
        return {};
    }

    // Painting

    QFont overlayFont(bool bold = false) const
    {
        QFont font = q->font();
        font.setPixelSize(q->width() < 320 ? 11 : 12);
        font.setWeight(bold ? QFont::DemiBold : QFont::Normal);
        return font;
    }

    qreal meanUnder(const QRectF &area) const
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

    void plate(QPainter &painter, const QRectF &area) const
    {
        if (meanUnder(area) > brightGround)
            painter.fillRect(area.adjusted(-4, -2, 4, 2), QColor(0, 0, 0, 153));
    }

    void paintCorner(QPainter &painter, Qt::Corner corner) const
    {
        QList<TextLine> texts = lines(corner);
        if (q->width() < 240)
            texts = texts.mid(0, 1);
        if (texts.isEmpty())
            return;
        const qreal lineHeight = 16;
        const bool right = corner == Qt::TopRightCorner || corner == Qt::BottomRightCorner;
        const bool bottom = corner == Qt::BottomLeftCorner || corner == Qt::BottomRightCorner;
        const qreal widest = q->width() / 2.0 - 2 * margin;
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

    //! The direction of the patient that lies at the left and at the top of the tile.
    std::pair<QString, QString> edgeLetters() const
    {
        if (!shown || !shown->frame)
            return {};
        const Directions picture = directionsOf(*shown->header);
        const QTransform back = orientation().inverted();
        const auto letters = [&](const QPointF &screen) {
            const QPointF inPicture = back.map(screen);
            if (std::abs(inPicture.x()) > std::abs(inPicture.y()))
                return inPicture.x() > 0 ? picture.right : opposite(picture.right);
            return inPicture.y() > 0 ? picture.down : opposite(picture.down);
        };
        return {letters({-1, 0}), letters({0, -1})};
    }

    void paintLetters(QPainter &painter, qreal top) const
    {
        const auto [left, up] = edgeLetters();
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

    void paintScale(QPainter &painter) const
    {
        if (!shown || !shown->frame || !shown->header->spacing || q->width() < 240)
            return;
        const double pixelsPerMm = zoom() / shown->header->spacing->second;
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

    //! Gives the place below the note.
    qreal paintNote(QPainter &painter) const
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

    void paintSentence(QPainter &painter, const Sentence &sentence) const
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

    void paint(QPainter &painter)
    {
        painter.fillRect(q->rect(), QColor(imaging::tile));
        if (shown && !shown->levels.isEmpty()) {
            const double scale = zoom() * q->devicePixelRatioF();
            int level = 0;
            while (level + 1 < shown->levels.size() && scale * (2 << level) <= 1)
                ++level;
            const QImage &picture = shown->levels[level];
            painter.save();
            // Enlarged far, the pixels themselves are what one wants to see.
            painter.setRenderHint(QPainter::SmoothPixmapTransform, scale < 6);
            painter.setTransform(transform(), true);
            painter.drawImage(QRectF(0, 0, shown->frame->columns(), shown->frame->rows()), picture,
                              QRectF(picture.rect()));
            painter.restore();
            if (!isResizing && !shown->frame->isColour() &&
                neededReduction(*shown->frame, *shown->header) != shown->reduction) {
                isResizing = true;
                QMetaObject::invokeMethod(
                    q, [this] { reshade(); }, Qt::QueuedConnection);
            }
        }
        if (shown && !shown->sentence.headline.isEmpty())
            paintSentence(painter, shown->sentence);
        for (const Qt::Corner corner :
             {Qt::TopLeftCorner, Qt::TopRightCorner, Qt::BottomLeftCorner, Qt::BottomRightCorner})
            paintCorner(painter, corner);
        const qreal below = paintNote(painter);
        if (text == Tile::Text::All) {
            paintLetters(painter, below);
            paintScale(painter);
        }
        if (q->hasFocus()) {
            painter.setPen(QPen(QColor(imaging::accent), 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(q->rect().adjusted(1, 1, -1, -1));
        }
    }

    void fillMenu(QMenu &menu)
    {
        QMenu *windows = menu.addMenu(tr("Window"));
        windows->setObjectName(QStringLiteral("tileWindowMenu"));
        for (int digit = 0; digit <= (q->hasCtPresets() ? 6 : 1); ++digit) {
            QAction *action = windows->addAction(q->presetName(digit) + QLatin1Char('\t') + QString::number(digit));
            connect(action, &QAction::triggered, q, [this, digit] { q->applyPreset(digit); });
        }
        menu.addSeparator();
        const auto add = [&](const QString &words, auto slot) {
            connect(menu.addAction(words), &QAction::triggered, q, slot);
        };
        add(tr("Invert\tI"), &Tile::invert);
        add(tr("Rotate\tR"), &Tile::rotate);
        add(tr("Flip left and right\tH"), &Tile::flipHorizontally);
        add(tr("Flip top and bottom\tV"), &Tile::flipVertically);
        menu.addSeparator();
        add(tr("Texts: all, essential, none\tSpace"), &Tile::cycleText);
        add(tr("Back to the whole picture\tEsc"), &Tile::resetView);
        menu.addSeparator();
        add(tr("Full screen\tF11"), &Tile::fullScreenRequested);
    }

    void popUp(const QPoint &global)
    {
        auto *menu = new QMenu(q);
        menu->setObjectName(QStringLiteral("tileMenu"));
        menu->setAttribute(Qt::WA_DeleteOnClose);
        fillMenu(*menu);
        menu->popup(global);
    }
};

Tile::Tile(FrameLoader &loader, QWidget *parent) : QWidget(parent), d(std::make_unique<Private>(this, loader))
{
    setObjectName(QStringLiteral("tile"));
    setAccessibleName(tr("Picture"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMinimumSize(160, 120);
    connect(&loader, &FrameLoader::frameReady, this, [this](const FrameKey &key, const Frame &frame) {
        if (d->wanted >= 0 && key == d->keyOf(d->wanted) && !isLoaded())
            d->show(frame);
    });
    connect(&loader, &FrameLoader::frameFailed, this, [this](const FrameKey &key, const Error &error) {
        if (d->wanted >= 0 && key == d->keyOf(d->wanted))
            d->fail(error);
    });
    connect(&d->shading, &QFutureWatcherBase::finished, this, [this] { d->shadingEnded(); });
}

Tile::~Tile()
{
    d->shading.waitForFinished();
}

void Tile::showSeries(const ImageList &images)
{
    clear();
    d->images = images;
    d->index();
    if (images.isEmpty())
        return;
    d->wanted = 0;
    d->direction = 1;
    d->load();
    update();
}

void Tile::updateSeries(const ImageList &images)
{
    if (d->wanted < 0 || images.isEmpty()) {
        showSeries(images);
        return;
    }
    const auto [wantedHeader, wantedFrame] = d->at(d->wanted);
    d->images = images;
    d->index();
    const auto placeOf = [this](const Private::Header &header, int frame) {
        const qsizetype file = d->images.indexOf(header);
        return file < 0 ? 0 : d->begins[file] + frame;
    };
    d->wanted = placeOf(wantedHeader, wantedFrame);
    if (d->shown)
        d->shown->index = placeOf(d->shown->header, d->shown->frameNumber);
    if (d->nextShading)
        d->nextShading->index = placeOf(d->nextShading->header, d->nextShading->frameNumber);
    d->describe();
    update();
}

void Tile::setArrival(const std::optional<Arrival> &arrival)
{
    d->arrival = arrival;
    d->describe();
    update();
}

void Tile::setIconProvider(IconProvider provider)
{
    d->icons = std::move(provider);
    update();
}

void Tile::clear()
{
    d->images.clear();
    d->begins.clear();
    d->wanted = -1;
    d->shown.reset();
    d->nextShading.reset();
    ++d->generation;
    d->painted = false;
    d->announced = false;
    d->arrival.reset();
    d->choice = Private::WindowChoice::File;
    d->inverted = false;
    d->zoomFactor = 1;
    d->pan = {};
    d->rotation = 0;
    d->flippedHorizontally = false;
    d->flippedVertically = false;
    d->describe();
    update();
    emit viewChanged();
}

int Tile::pictureCount() const
{
    return d->count();
}

int Tile::pictureIndex() const
{
    return d->wanted;
}

QString Tile::sopUid() const
{
    return d->wanted < 0 ? QString() : d->at(d->wanted).first->sopUid;
}

bool Tile::isLoaded() const
{
    return d->shown && d->shown->index == d->wanted && d->shown->frame;
}

bool Tile::isPainted() const
{
    return d->painted && d->shown && d->shown->index == d->wanted;
}

QString Tile::headline() const
{
    return d->shown ? d->shown->sentence.headline : QString();
}

std::optional<Window> Tile::voiWindow() const
{
    if (!d->shown || !d->shown->frame || d->shown->frame->isColour())
        return {};
    return d->windowFor(*d->shown->frame);
}

double Tile::zoom() const
{
    return d->zoom();
}

QPointF Tile::pan() const
{
    return d->pan;
}

int Tile::rotation() const
{
    return d->rotation;
}

bool Tile::isInverted() const
{
    return d->inverted;
}

bool Tile::isFlippedHorizontally() const
{
    return d->flippedHorizontally;
}

bool Tile::isFlippedVertically() const
{
    return d->flippedVertically;
}

Tile::Tool Tile::tool() const
{
    return d->tool;
}

Tile::Text Tile::text() const
{
    return d->text;
}

bool Tile::hasCtPresets() const
{
    return d->wanted >= 0 && d->at(d->wanted).first->modality == QLatin1String("CT");
}

QString Tile::presetName(int digit) const
{
    if (digit == 0)
        return tr("Automatic");
    if (digit == 1)
        return tr("As in the file");
    if (digit < 2 || digit > 6)
        return {};
    const CtPreset &preset = ctPresets[digit - 2];
    return tr("%1 %2 / %3", "preset, width, level").arg(tr(preset.name), number(preset.width), number(preset.center));
}

int Tile::preset() const
{
    switch (d->choice) {
    case Private::WindowChoice::Automatic:
        return 0;
    case Private::WindowChoice::File:
        return 1;
    case Private::WindowChoice::Own:
        break;
    }
    for (int i = 0; hasCtPresets() && i < 5; ++i) {
        if (d->own.center == ctPresets[i].center && d->own.width == ctPresets[i].width)
            return i + 2;
    }
    return -1;
}

QStringList Tile::cornerLines(Qt::Corner corner) const
{
    QStringList texts;
    for (const TextLine &line : d->lines(corner))
        texts << line.text;
    return texts;
}

void Tile::setTool(Tool tool)
{
    if (d->tool == tool)
        return;
    d->tool = tool;
    emit viewChanged();
}

void Tile::goTo(int picture)
{
    if (d->wanted < 0)
        return;
    const int next = std::clamp(picture, 0, d->count() - 1);
    if (next == d->wanted)
        return;
    d->direction = next > d->wanted ? 1 : -1;
    d->wanted = next;
    d->load();
}

void Tile::step(int pictures)
{
    goTo(d->wanted + pictures);
}

void Tile::setVoiWindow(const Window &window)
{
    d->choice = Private::WindowChoice::Own;
    d->own = window;
    d->reshade();
}

void Tile::applyPreset(int digit)
{
    if (digit == 0)
        d->choice = Private::WindowChoice::Automatic;
    else if (digit == 1)
        d->choice = Private::WindowChoice::File;
    else if (digit >= 2 && digit <= 6 && hasCtPresets())
        return setVoiWindow({ctPresets[digit - 2].center, ctPresets[digit - 2].width, Window::Function::Linear, {}});
    d->reshade();
    emit viewChanged();
}

void Tile::invert()
{
    d->inverted = !d->inverted;
    d->reshade();
}

void Tile::rotate()
{
    // A mirrored picture turns the other way under the mirror.
    const int by = d->flippedHorizontally != d->flippedVertically ? 270 : 90;
    d->rotation = (d->rotation + by) % 360;
    d->viewMoved();
}

void Tile::flipHorizontally()
{
    d->flippedHorizontally = !d->flippedHorizontally;
    d->viewMoved();
}

void Tile::flipVertically()
{
    d->flippedVertically = !d->flippedVertically;
    d->viewMoved();
}

void Tile::cycleText()
{
    d->text = d->text == Text::All ? Text::Essential : d->text == Text::Essential ? Text::None : Text::All;
    d->viewMoved();
}

void Tile::resetView()
{
    d->zoomFactor = 1;
    d->pan = {};
    d->rotation = 0;
    d->flippedHorizontally = false;
    d->flippedVertically = false;
    d->inverted = false;
    d->choice = Private::WindowChoice::File;
    d->reshade();
    d->viewMoved();
}

void Tile::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    d->paint(painter);
    d->painted = d->shown.has_value();
    if (d->painted && !d->announced && d->shown->frame) {
        d->announced = true;
        // Not from inside the painting: who listens may want to change something.
        QMetaObject::invokeMethod(
            this, [this, uid = d->shown->header->sopUid] { emit imageShown(uid); }, Qt::QueuedConnection);
    }
}

void Tile::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    update();
}

void Tile::mousePressEvent(QMouseEvent *event)
{
    setFocus(Qt::MouseFocusReason);
    if (d->pressed != Qt::NoButton)
        return;
    d->pressed = event->button();
    d->dragged = false;
    d->pressedAt = event->position().toPoint();
    d->lastAt = d->pressedAt;
    d->scrolled = 0;
}

void Tile::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint now = event->position().toPoint();
    d->pointer = now;
    if (d->pressed == Qt::NoButton) {
        update();
        return;
    }
    if (!d->dragged && (now - d->pressedAt).manhattanLength() < 3)
        return;
    d->dragged = true;
    const QPoint by = now - d->lastAt;
    d->lastAt = now;
    Tool tool = d->tool;
    if (d->pressed == Qt::MiddleButton)
        tool = Tool::Pan;
    else if (d->pressed == Qt::RightButton)
        tool = Tool::Zoom;
    else if (d->pressed != Qt::LeftButton)
        return;
    switch (tool) {
    case Tool::Windowing:
        d->dragWindow(by);
        break;
    case Tool::Pan:
        d->pan += by;
        d->viewMoved();
        break;
    case Tool::Zoom:
        d->zoomBy(std::exp(-by.y() * 0.01), d->pressedAt);
        break;
    case Tool::Scroll: {
        // As far as the hand goes over the tile, so far through the series, but never faster than a picture in 4
        // pixels.
        d->scrolled += by.y();
        const double perPicture = std::max(4.0, double(height()) / std::max(d->count(), 1));
        const int pictures = static_cast<int>(d->scrolled / perPicture);
        if (pictures != 0) {
            d->scrolled -= pictures * perPicture;
            step(pictures);
        }
        break;
    }
    }
}

void Tile::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != d->pressed)
        return;
    d->pressed = Qt::NoButton;
    if (event->button() == Qt::RightButton && !d->dragged)
        d->popUp(event->globalPosition().toPoint());
}

void Tile::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        emit fullScreenRequested();
}

void Tile::wheelEvent(QWheelEvent *event)
{
    event->accept();
    // Shift turns the wheel sideways on some desktops.
    const QPoint delta = event->angleDelta();
    d->wheelRest += delta.y() != 0 ? delta.y() : delta.x();
    const int notches = d->wheelRest / 120;
    if (event->modifiers() & Qt::ControlModifier) {
        d->zoomBy(std::pow(1.1, d->wheelRest / 120.0), event->position());
        d->wheelRest = 0;
    } else if (notches != 0) {
        d->wheelRest -= notches * 120;
        step(-notches * (event->modifiers() & Qt::ShiftModifier ? 10 : 1));
    }
}

void Tile::leaveEvent(QEvent *event)
{
    d->pointer.reset();
    update();
    QWidget::leaveEvent(event);
}

void Tile::keyPressEvent(QKeyEvent *event)
{
    if (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) {
        QWidget::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Up:
        step(-1);
        break;
    case Qt::Key_Down:
        step(1);
        break;
    case Qt::Key_Home:
        goTo(0);
        break;
    case Qt::Key_End:
        goTo(d->count() - 1);
        break;
    case Qt::Key_PageUp:
        emit seriesStepRequested(-1);
        break;
    case Qt::Key_PageDown:
        emit seriesStepRequested(1);
        break;
    case Qt::Key_0:
    case Qt::Key_1:
    case Qt::Key_2:
    case Qt::Key_3:
    case Qt::Key_4:
    case Qt::Key_5:
    case Qt::Key_6:
        applyPreset(event->key() - Qt::Key_0);
        break;
    case Qt::Key_I:
        invert();
        break;
    case Qt::Key_R:
        rotate();
        break;
    case Qt::Key_H:
        flipHorizontally();
        break;
    case Qt::Key_V:
        flipVertically();
        break;
    case Qt::Key_Z:
        setTool(Tool::Zoom);
        break;
    case Qt::Key_Space:
        cycleText();
        break;
    case Qt::Key_F11:
        emit fullScreenRequested();
        break;
    case Qt::Key_Escape:
        if (d->tool != Tool::Windowing)
            setTool(Tool::Windowing);
        else if (!isViewUntouched())
            resetView();
        else
            emit leaveRequested();
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

bool Tile::isViewUntouched() const
{
    return d->zoomFactor == 1 && d->pan.isNull() && d->rotation == 0 && !d->flippedHorizontally &&
           !d->flippedVertically && !d->inverted && d->choice == Private::WindowChoice::File;
}

void Tile::contextMenuEvent(QContextMenuEvent *event)
{
    // The mouse's own menu comes on release, for a right drag zooms.
    if (event->reason() == QContextMenuEvent::Keyboard)
        d->popUp(mapToGlobal(rect().center()));
    event->accept();
}

void Tile::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::LanguageChange)
        update();
    QWidget::changeEvent(event);
}

} // namespace viewer
