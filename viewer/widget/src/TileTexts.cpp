#include "TilePrivate.h"

#include "ImagingColours.h"

#include <cmath>

namespace viewer {

//! Counts what is here: where more was asked for, it says so.
QString Tile::Private::imageLine(const Shown &picture) const
{
    if (picture.index < 0)
        return {}; // it is on its way out
    const bool isAll = noteText().isEmpty();
    return (isAll ? tr("Image %1 / %2") : tr("Image %1 / %2 here")).arg(picture.index + 1).arg(count());
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

bool Tile::Private::isKeyImage(const FileHeader &header, int frame) const
{
    const auto marked = keyImages.constFind(header.sopUid);
    return marked != keyImages.constEnd() && (marked->isEmpty() || marked->contains(frame + 1));
}

QList<TextLine> Tile::Private::lines(Qt::Corner corner) const
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
        add(pseudonyms ? pseudonyms(*header) : header->patientName, imaging::overlay, true);
        if (all)
            add(pseudonyms ? ageLine(*header) : bornLine(*header));
        if (!pseudonyms)
            add(header->patientId);
        break;
    case Qt::TopRightCorner:
        if (all) {
            add(header->institution);
            add(header->studyDescription);
            if (!pseudonyms)
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
        if (const auto thickness = header->thicknessOf(shown ? shown->frameNumber : 0); thickness && *thickness > 0)
            body << tr("%1 mm").arg(number(*thickness, 1));
        add(body.join(QLatin1Char(' ')));
        if (header->sliceLocation)
            add(tr("Location %1 mm").arg(number(*header->sliceLocation, 1)));
        for (const QString &line : techniqueLines(header->technique))
            add(line);
        for (const QString &remark : remarksOn(*header))
            add(remark, imaging::warn);
        break;
    }
    case Qt::BottomLeftCorner:
        if (const QString lossy = lossyLine(*header); !lossy.isEmpty())
            add(QChar(0x26A0) + QLatin1Char(' ') + lossy, imaging::warn, true);
        for (const QString &remark : remarks)
            add(remark);
        if (shown && shown->frame && presentation)
            add(stateLine(presentation->leftOutFor(header->sopUid, shown->frameNumber + 1,
                                                   {shown->frame->columns(), shown->frame->rows()})),
                imaging::warn);
        if (shown && presentation && !presentation->isFor(header->sopUid, shown->frameNumber + 1))
            add(tr("Presentation state is for other images"), imaging::warn);
        if (isKeyImage(*header, shown ? shown->frameNumber : 0))
            add(tr("Key image"), imaging::accent, true);
        if (!measurements().isEmpty())
            add(tr("Measurements: not for diagnosis"), imaging::warn);
        if (all)
            add(valueLine());
        if (all && shown && shown->frame)
            add(tr("Zoom %1").arg(QString::number(zoom(), 'f', 2)));
        if (shown && shown->window)
            add(windowLine(*shown));
        if (shown)
            add(imageLine(*shown), imaging::overlay, true);
        break;
    }
    return result;
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
