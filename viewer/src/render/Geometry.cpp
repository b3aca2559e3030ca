#include <viewer/Geometry.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace viewer {

namespace {

//! Directions are written with few digits; what is off by more than this was not meant as a direction.
constexpr double unitTolerance = 0.02;
constexpr double rightAngleTolerance = 0.02;
constexpr double farthestPlace = 1e6;    // a kilometre; arithmetic stays finite
constexpr double parallelCosine = 0.996; // five degrees

struct Orientation
{
    Vector right, down;
};

std::optional<Orientation> orientationOf(const FileHeader &header, int frame)
{
    auto cosines = header.orientation;
    if (frame >= 0 && frame < header.framePlaces.size() && header.framePlaces[frame].orientation)
        cosines = header.framePlaces[frame].orientation;
    if (!cosines)
        return {};
    const auto &c = *cosines;
    Orientation result{{c[0], c[1], c[2]}, {c[3], c[4], c[5]}};
    const double right = length(result.right);
    const double down = length(result.down);
    if (!(std::abs(right - 1) <= unitTolerance) || !(std::abs(down - 1) <= unitTolerance) ||
        !(std::abs(dot(result.right, result.down)) <= rightAngleTolerance))
        return {};
    result.right = result.right * (1 / right);
    result.down = result.down * (1 / down);
    return result;
}

std::optional<std::array<double, 3>> positionOf(const FileHeader &header, int frame)
{
    const bool isOwn = frame >= 0 && frame < header.framePlaces.size() && header.framePlaces[frame].position;
    return isOwn ? header.framePlaces[frame].position : header.position;
}

//! The main directions of a vector in the patient, the largest first (PS3.3 C.7.6.1.1.1).
QString lettersOf(const Vector &vector)
{
    struct Axis
    {
        double size;
        QChar letter;
    };
    std::array<Axis, 3> axes{Axis{std::abs(vector.x), QLatin1Char(vector.x > 0 ? 'L' : 'R')},
                             Axis{std::abs(vector.y), QLatin1Char(vector.y > 0 ? 'P' : 'A')},
                             Axis{std::abs(vector.z), QLatin1Char(vector.z > 0 ? 'H' : 'F')}};
    std::sort(axes.begin(), axes.end(), [](const Axis &a, const Axis &b) { return a.size > b.size; });
    QString letters;
    for (const Axis &axis : axes) {
        // What is off by less than some twenty degrees does not help anybody to find the way.
        if (axis.size > 0.35)
            letters += axis.letter;
    }
    return letters;
}

//! The part of the line \a from + t * \a along for which both coordinates in a picture lie inside of it.
bool clip(double from, double along, double most, double &begin, double &end)
{
    if (std::abs(along) < 1e-9)
        return from >= 0 && from <= most;
    double enters = -from / along;
    double leaves = (most - from) / along;
    if (enters > leaves)
        std::swap(enters, leaves);
    begin = std::max(begin, enters);
    end = std::min(end, leaves);
    return begin < end;
}

bool clipTo(const Plane &plane, const Vector &point, const Vector &along, double &begin, double &end)
{
    const QPointF from = plane.under(point);
    const QPointF step = plane.under(point + along) - from;
    return clip(from.x(), step.x(), plane.columns, begin, end) && clip(from.y(), step.y(), plane.rows, begin, end);
}

} // namespace

double dot(const Vector &a, const Vector &b)
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}

Vector cross(const Vector &a, const Vector &b)
{
    return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

double length(const Vector &vector)
{
    return std::sqrt(dot(vector, vector));
}

Vector Plane::normal() const
{
    const Vector across = cross(right, down);
    return across * (1 / length(across));
}

double Plane::position() const
{
    return dot(first, normal());
}

double Plane::positionAlong(const Vector &normal) const
{
    return dot(at(QPointF(columns / 2.0, rows / 2.0)), normal);
}

Vector Plane::at(const QPointF &picture) const
{
    return first + right * ((picture.x() - 0.5) * columnSpacing) + down * ((picture.y() - 0.5) * rowSpacing);
}

QPointF Plane::under(const Vector &point) const
{
    const Vector from = point - first;
    return {dot(from, right) / columnSpacing + 0.5, dot(from, down) / rowSpacing + 0.5};
}

std::optional<double> locationOf(const FileHeader &header, int frame)
{
    const auto position = positionOf(header, frame);
    const auto orientation = orientationOf(header, frame);
    if (header.sliceLocation && header.framePlaces.isEmpty())
        return header.sliceLocation;
    if (!position || !orientation)
        return {};
    const Vector normal = cross(orientation->right, orientation->down);
    const double most = std::max({normal.x, normal.y, normal.z});
    const double least = std::min({normal.x, normal.y, normal.z});
    const double along = dot({(*position)[0], (*position)[1], (*position)[2]}, normal * (1 / length(normal)));
    return most >= -least ? along : -along;
}

std::optional<Plane> planeOf(const FileHeader &header, int frame)
{
    const auto position = positionOf(header, frame);
    const auto orientation = orientationOf(header, frame);
    const auto spacing = header.spacingOf(frame);
    if (!position || !orientation || !spacing || header.spacingAtDetector || header.rows <= 0 || header.columns <= 0)
        return {};
    const auto isFar = [](double coordinate) { return std::abs(coordinate) > farthestPlace; };
    const auto isNoSpacing = [](double mm) { return mm < 1e-6 || mm > 1e4; };
    if (std::any_of(position->cbegin(), position->cend(), isFar) || isNoSpacing(spacing->first) ||
        isNoSpacing(spacing->second))
        return {};
    return Plane{{(*position)[0], (*position)[1], (*position)[2]},
                 orientation->right,
                 orientation->down,
                 spacing->second,
                 spacing->first,
                 header.columns,
                 header.rows,
                 header.frameOfReference};
}

bool areComparable(const Plane &a, const Plane &b)
{
    return !a.frameOfReference.isEmpty() && a.frameOfReference == b.frameOfReference;
}

bool areParallel(const Plane &a, const Plane &b)
{
    return std::abs(dot(a.normal(), b.normal())) >= parallelCosine;
}

std::optional<QLineF> referenceLine(const Plane &picture, const Plane &other)
{
    if (!areComparable(picture, other) || areParallel(picture, other))
        return {};
    const Vector n = picture.normal();
    const Vector m = other.normal();
    Vector along = cross(n, m);
    const double square = dot(along, along);
    // The point of both planes that lies nearest to the origin.
    const double a = picture.position();
    const double b = other.position();
    const Vector point = cross(m * a - n * b, along) * (1 / square);
    along = along * (1 / std::sqrt(square));
    double begin = -std::numeric_limits<double>::max();
    double end = std::numeric_limits<double>::max();
    if (!clipTo(picture, point, along, begin, end) || !clipTo(other, point, along, begin, end))
        return {};
    return QLineF(picture.under(point + along * begin), picture.under(point + along * end));
}

int nearest(const QList<std::optional<Plane>> &planes, const Plane &wanted, double farthest, int current)
{
    const Vector normal = wanted.normal();
    const double position = wanted.positionAlong(normal);
    QList<double> off;
    for (const auto &plane : planes) {
        const bool isAlike = plane && areComparable(*plane, wanted) && areParallel(*plane, wanted);
        off << (isAlike ? std::abs(plane->positionAlong(normal) - position) : nowhere);
    }
    const int found = leastOf(off, current);
    return found >= 0 && off[found] <= farthest + samePosition ? found : -1;
}

int leastOf(const QList<double> &distances, int current)
{
    if (distances.isEmpty())
        return -1;
    const double least = *std::min_element(distances.cbegin(), distances.cend());
    int found = -1;
    for (int i = 0; i < static_cast<int>(distances.size()) && least < nowhere; ++i) {
        const bool isLeast = distances[i] <= least + samePosition;
        if (isLeast && (found < 0 || std::abs(i - current) < std::abs(found - current)))
            found = i;
    }
    return found;
}

Directions directionsOf(const FileHeader &header, int frame)
{
    const auto hasOwn = [](const FileHeader::FramePlace &place) { return place.orientation.has_value(); };
    if (header.orientation || std::any_of(header.framePlaces.cbegin(), header.framePlaces.cend(), hasOwn)) {
        const auto orientation = orientationOf(header, frame);
        return orientation ? Directions{lettersOf(orientation->right), lettersOf(orientation->down)} : Directions{};
    }
    if (header.patientOrientation.size() == 2)
        return {header.patientOrientation[0], header.patientOrientation[1]};
    return {};
}

QString opposite(const QString &letters)
{
    static const QString there = QStringLiteral("LRPAHFlrpahf");
    static const QString back = QStringLiteral("RLAPFHrlapfh");
    QString result;
    for (const QChar letter : letters) {
        const qsizetype at = there.indexOf(letter);
        if (at < 0)
            return {}; // letters of another scheme, such as those for animals
        result += back[at];
    }
    return result;
}

} // namespace viewer
