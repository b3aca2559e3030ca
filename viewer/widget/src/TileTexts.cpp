#include "TilePrivate.h"

#include "ImagingColours.h"

#include <viewer/Geometry.h>

#include <cmath>

namespace viewer {

//! Counts what is here: where more was asked for, it says so.
QString Tile::Private::imageLine(const Shown &picture) const
{
    if (picture.index < 0)
        return {}; // it is on its way out
    const bool isAll = noteText().isEmpty();
    const FileHeader &header = *picture.header;
    const qsizetype place = images.indexOf(picture.header) + 1;
    QStringList parts;
    if (header.frames > 1)
        parts << tr("Frame %1 / %2").arg(picture.frameNumber + 1).arg(header.frames);
    if (header.frames <= 1 || images.size() > 1 || !isAll)
        parts << (isAll ? tr("Image %1 / %2") : tr("Image %1 / %2 here")).arg(place).arg(images.size());
    // Reports name images by their numbers, which need not be their places in the list.
    if (header.instanceNumber && *header.instanceNumber != place)
        parts << tr("no. %1", "number of an image in its series").arg(*header.instanceNumber);
    return parts.join(QStringLiteral(" · "));
}

QString Tile::Private::windowLine(const Window &window) const
{
    const int decimals = decimalsFor(window.width);
    return tr("W %1 L %2", "window width and level")
        .arg(number(window.width, decimals), number(window.center, decimals));
}

QString Tile::Private::windowLine(const Shown &picture) const
{
    if (!picture.voiLut)
        return windowLine(*picture.window);
    const QString &explanation = picture.window->explanation;
    return explanation.isEmpty() ? tr("VOI LUT") : tr("VOI LUT %1").arg(explanation);
}

QString Tile::Private::valueLine() const
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
    const auto [low, high] = shown->frame->range();
    return where + QLatin1String(": ") + number(value, value == std::floor(value) ? 0 : decimalsFor(high - low, 2)) +
           (unit.isEmpty() ? QString() : QLatin1Char(' ') + unit);
}

QString Tile::Private::turnLine() const
{
    // Both ways at once are half a turn.
    const bool isTurnedOver = flippedHorizontally && flippedVertically;
    const int degrees = (rotation + (isTurnedOver ? 180 : 0)) % 360;
    QStringList parts;
    if (degrees != 0)
        parts << tr("Rotated by %1°").arg(degrees);
    if (flippedHorizontally && !isTurnedOver)
        parts << tr("Mirrored left and right");
    if (flippedVertically && !isTurnedOver)
        parts << tr("Mirrored top and bottom");
    return parts.join(QLatin1String(", "));
}

bool Tile::Private::isKeyImage(const FileHeader &header, int frame) const
{
    const auto marked = keyImages.constFind(header.sopUid);
    return marked != keyImages.constEnd() && (marked->isEmpty() || marked->contains(frame + 1));
}

bool Tile::Private::hasLetters() const
{
    // Nobody expects the left where the right is, so a picture that was turned says it in any case.
    return text != Tile::Text::None || !orientation().isIdentity();
}

QList<TextLine> Tile::Private::lines(Qt::Corner corner, Tile::Text some) const
{
    if (some == Tile::Text::None) {
        QList<TextLine> warnings = lines(corner, Tile::Text::Essential);
        warnings.removeIf([](const TextLine &line) { return line.colour != imaging::warn; });
        return warnings;
    }
    if (!shown && wanted < 0)
        return {};
    const bool all = some == Tile::Text::All;
    // Texts belong to the picture that is seen, not to the one that is on its way.
    const Header header = shown ? shown->header : at(wanted).first;
    QList<TextLine> result;
    const auto add = [&](Weight weight, const QString &line, QRgb colour = imaging::overlay, bool bold = false) {
        if (!line.isEmpty())
            result.append({line, colour, bold, weight});
    };
    switch (corner) {
    case Qt::TopLeftCorner:
        add(Weight::Patient, pseudonyms ? pseudonyms(*header) : header->patientName, imaging::overlay, true);
        if (all)
            add(Weight::Study, pseudonyms ? ageLine(*header) : bornLine(*header));
        if (!pseudonyms)
            add(Weight::Patient, header->patientId);
        break;
    case Qt::TopRightCorner:
        if (all) {
            add(Weight::Detail, header->institution);
            add(Weight::Detail, header->studyDescription);
            if (!pseudonyms)
                add(Weight::Detail, header->accession);
        }
        add(Weight::Study, studyTimeLine(*header));
        break;
    case Qt::BottomRightCorner: {
        QStringList series;
        if (all && header->seriesNumber)
            series << tr("Series %1").arg(*header->seriesNumber);
        if (all && !header->seriesDescription.isEmpty())
            series << header->seriesDescription;
        add(Weight::Study, series.join(QLatin1String(", ")));
        QStringList body;
        if (!header->laterality.isEmpty())
            body << header->laterality; // the wrong side is the worst of all mistakes
        if (all && !header->bodyPart.isEmpty())
            body << header->bodyPart;
        if (const auto thickness = header->thicknessOf(shown ? shown->frameNumber : 0);
            all && thickness && *thickness > 0)
            body << tr("%1 mm").arg(number(*thickness, 1));
        add(header->laterality.isEmpty() ? Weight::Detail : Weight::Safety, body.join(QLatin1Char(' ')));
        if (const auto location = locationOf(*header, shown ? shown->frameNumber : 0); all && location)
            add(Weight::Study, tr("Location %1 mm").arg(number(*location, 1)));
        for (const QString &line : all ? techniqueLines(header->technique) : QStringList())
            add(Weight::Detail, line);
        for (const QString &remark : remarksOn(*header))
            add(Weight::Safety, remark, imaging::warn);
        add(Weight::View, segmentLine(*header, shown ? shown->frameNumber : 0), imaging::warn);
        break;
    }
    case Qt::BottomLeftCorner:
        if (!warning.isEmpty())
            add(Weight::Mixture, QChar(0x26A0) + QLatin1Char(' ') + warning, imaging::warn, true);
        if (const QString lossy = lossyLine(*header); !lossy.isEmpty())
            add(Weight::Safety, QChar(0x26A0) + QLatin1Char(' ') + lossy, imaging::warn, true);
        for (const QString &remark : remarks)
            add(Weight::Live, remark);
        if (shown && shown->frame && presentation)
            add(Weight::Safety,
                stateLine(presentation->leftOutFor(header->sopUid, shown->frameNumber + 1,
                                                   {shown->frame->columns(), shown->frame->rows()})),
                imaging::warn);
        if (shown && shown->frame)
            add(Weight::Safety, turnLine(), imaging::warn, true);
        if (shown && presentation && !presentation->isFor(header->sopUid, shown->frameNumber + 1))
            add(Weight::Safety, tr("Presentation state is for other images"), imaging::warn);
        if (isKeyImage(*header, shown ? shown->frameNumber : 0))
            add(Weight::View, tr("Key image"), imaging::accent, true);
        if (!measurements().isEmpty())
            add(Weight::Safety, tr("Measurements: not for diagnosis"), imaging::warn);
        if (all)
            add(Weight::Live, valueLine());
        if (all && shown && shown->frame)
            add(Weight::Live, tr("Zoom %1").arg(number(zoom() * q->devicePixelRatioF(), 2)));
        if (shown && shown->window)
            add(Weight::View, windowLine(*shown));
        if (shown)
            add(Weight::Safety, imageLine(*shown), imaging::overlay, true);
        break;
    }
    return result;
}

QStringList Tile::Private::savedLines(Qt::Corner corner, bool withIdentity) const
{
    // Without texts on the screen there are none of the patient in the file, but those that warn are.
    const bool isNamed = withIdentity && text != Tile::Text::None;
    QStringList texts;
    if (corner == Qt::BottomLeftCorner)
        texts << tr("Not for primary diagnosis");
    for (const TextLine &line : lines(corner, isNamed ? text : Tile::Text::Essential)) {
        const bool isOfScreen = line.weight == Weight::Live || line.weight == Weight::Mixture;
        if (isNamed ? !isOfScreen : line.weight == Weight::Safety)
            texts << line.text;
    }
    return texts;
}

QString Tile::Private::noteText() const
{
    if (!arrival)
        return {};
    const QString received = QString::number(arrival->received);
    if (arrival->isIncomplete() && !arrival->requested && arrival->missing == 0)
        return tr("Incomplete: %1 here, number unknown").arg(received);
    if (arrival->isIncomplete())
        return tr("Incomplete: %1 of %2")
            .arg(received)
            .arg(arrival->requested.value_or(arrival->received + arrival->missing));
    if (arrival->isArriving() && !arrival->requested)
        return tr("Arriving: %1, number unknown").arg(received);
    if (arrival->isArriving())
        return tr("Arriving: %1 of %2").arg(received).arg(*arrival->requested);
    if (arrival->unreadable == 1)
        return tr("1 file cannot be read");
    if (arrival->unreadable > 1)
        return tr("%n files cannot be read", nullptr, arrival->unreadable);
    if (arrival->unseen > 0)
        return tr("%1 of %2 can be seen").arg(arrival->received - arrival->unseen).arg(arrival->received);
    if (arrival->notChosen > 0)
        return tr("%1 of %2: the others were not chosen")
            .arg(arrival->received)
            .arg(arrival->received + arrival->notChosen);
    return {};
}

} // namespace viewer
