#include "Hanging.h"

#include <viewer/Geometry.h>

#include <algorithm>

namespace viewer {

namespace {

bool isOneOf(const QString &modality, std::initializer_list<const char *> modalities)
{
    return std::any_of(modalities.begin(), modalities.end(),
                       [&](const char *one) { return modality == QLatin1String(one); });
}

Hanging::Place placeOf(const FileHeader &header)
{
    return {header.seriesUid, header.sopUid};
}

//! The usual four views in the rows and columns that are needed for those that are here.
Hanging mammograms(const QList<ImageList> &series)
{
    const QString sides[] = {QStringLiteral("R"), QStringLiteral("L")};
    const QString views[] = {QStringLiteral("CC"), QStringLiteral("MLO")};
    Hanging::Place places[2][2];
    bool hasSide[2] = {}, hasView[2] = {};
    for (const ImageList &images : series) {
        for (const auto &image : images) {
            for (size_t view = 0; view < 2; ++view) {
                for (size_t side = 0; side < 2; ++side) {
                    if (image->modality != QLatin1String("MG") || image->frames == 0 ||
                        image->laterality != sides[side] || image->viewPosition != views[view] ||
                        !places[view][side].sopUid.isEmpty())
                        continue;
                    places[view][side] = placeOf(*image);
                    hasSide[side] = hasView[view] = true;
                }
            }
        }
    }
    Hanging hanging;
    hanging.grid = {hasView[0] + hasView[1], hasSide[0] + hasSide[1]};
    for (size_t view = 0; view < 2; ++view) {
        for (size_t side = 0; side < 2; ++side) {
            if (hasView[view] && hasSide[side])
                hanging.places << places[view][side];
        }
    }
    return hanging;
}

Hanging radiographs(const QList<ImageList> &series)
{
    constexpr qsizetype most = 4;
    Hanging hanging;
    for (const ImageList &images : series) {
        for (const auto &image : images) {
            if (image->frames > 0 && isOneOf(image->modality, {"CR", "DX"}) && hanging.places.size() < most)
                hanging.places << placeOf(*image);
        }
    }
    const qsizetype count = hanging.places.size();
    hanging.grid = {count > 2 ? 2 : 1, count > 1 ? 2 : 1};
    while (hanging.places.size() < hanging.grid.count())
        hanging.places << Hanging::Place();
    return hanging;
}

} // namespace

Hanging hangingOf(const QList<ImageList> &series)
{
    if (series.isEmpty())
        return {};
    const FileHeader &first = *series.constFirst().constFirst();
    Hanging hanging;
    if (first.modality == QLatin1String("MG"))
        hanging = mammograms(series);
    else if (isOneOf(first.modality, {"CR", "DX"}))
        hanging = radiographs(series);
    if (hanging.places.isEmpty())
        return {{1, 1}, {placeOf(*series.constFirst().value(0))}};
    return hanging;
}

QString counterpartOf(const ImageList &images, const QList<ImageList> &series)
{
    if (images.isEmpty())
        return {};
    const FileHeader &mine = *images.constFirst();
    const auto plane = planeOf(mine);
    QString study; // the nearest one that comes after it in the list, else the nearest before it
    bool isPassed = false;
    for (const ImageList &other : series) {
        const FileHeader &header = *other.constFirst();
        isPassed = isPassed || header.studyUid == mine.studyUid;
        if (header.studyUid == mine.studyUid || header.modality != mine.modality || !isSamePatient(header, mine))
            continue;
        study = header.studyUid;
        if (isPassed)
            break;
    }
    QString found;
    int best = -1;
    for (const ImageList &other : series) {
        const FileHeader &header = *other.constFirst();
        if (study.isEmpty() || header.studyUid != study || header.modality != mine.modality)
            continue;
        const auto there = planeOf(header);
        const int likeness =
            (header.seriesDescription.compare(mine.seriesDescription, Qt::CaseInsensitive) == 0 ? 4 : 0) +
            (plane && there && areParallel(*plane, *there) ? 2 : 0) + (header.bodyPart == mine.bodyPart ? 1 : 0);
        if (likeness > best) {
            best = likeness;
            found = header.seriesUid;
        }
    }
    return found;
}

bool isStoredReversed(const FileHeader &header)
{
    // The right breast stands on the left, so its rows run to the back of the patient, those of the left one to the
    // front.
    const QString rows = header.patientOrientation.value(0);
    return header.modality == QLatin1String("MG") &&
           ((header.laterality == QLatin1String("R") && rows.startsWith(QLatin1Char('A'))) ||
            (header.laterality == QLatin1String("L") && rows.startsWith(QLatin1Char('P'))));
}

int firstPicture(const ImageList &images)
{
    if (images.isEmpty())
        return 0;
    const FileHeader &header = *images.constFirst();
    // Planar scintigrams are views from the front and the back, not slices.
    if (!isOneOf(header.modality, {"CT", "MR", "PT"}) && !(header.modality == QLatin1String("NM") && planeOf(header)))
        return 0;
    int pictures = 0;
    for (const auto &image : images)
        pictures += std::max(image->frames, 1);
    return pictures / 2;
}

} // namespace viewer
