#pragma once

#include <viewer/Image.h>

#include <QLineF>
#include <QList>
#include <QPointF>
#include <QRectF>

#include <limits>
#include <optional>

namespace viewer {

//! A place or a direction in the patient, in mm: x to the left, y to the back, z to the head (PS3.3 C.7.6.2.1.1).
struct Vector
{
    double x = 0, y = 0, z = 0;

    friend Vector operator+(const Vector &a, const Vector &b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
    friend Vector operator-(const Vector &a, const Vector &b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
    friend Vector operator*(const Vector &a, double by) { return {a.x * by, a.y * by, a.z * by}; }
};
double dot(const Vector &a, const Vector &b);
Vector cross(const Vector &a, const Vector &b);
double length(const Vector &vector);

//! Where a picture lies in the patient. Places in the picture are columns and rows with the outer corner of the first
//! pixel at 0, 0, so the centre of the first pixel, which ImagePositionPatient means, is 0.5, 0.5.
struct Plane
{
    Vector first;       //!< the centre of the first pixel
    Vector right, down; //!< of unit length: along a row, along a column
    double columnSpacing = 1, rowSpacing = 1;
    int columns = 0, rows = 0;
    QString frameOfReference; //!< empty when not said

    Vector normal() const;
    //! Along the normal, in mm from the origin of the patient: what grows from slice to slice.
    double position() const;
    //! Of the centre of the picture along the normal of another.
    double positionAlong(const Vector &normal) const;
    Vector at(const QPointF &picture) const;
    //! The place in the picture under which a point of the patient lies.
    QPointF under(const Vector &point) const;
};

//! The plane of a frame, counted from 0. Nothing when an attribute is missing or cannot be true: the spacing is not of
//! the patient, the directions are not of unit length or not at right angles to each other.
std::optional<Plane> planeOf(const FileHeader &header, int frame = 0);

//! Where a slice lies, in mm: what its file says, else its place along the normal, which grows to the left, the back or
//! the head of the patient. Frames with places of their own have them counted.
std::optional<double> locationOf(const FileHeader &header, int frame = 0);

//! Both name the same frame of reference, so places in them can be compared (PS3.3 C.7.4.1).
bool areComparable(const Plane &a, const Plane &b);
//! The normals differ by less than some degrees, whichever way they point.
bool areParallel(const Plane &a, const Plane &b);

//! Where \a other cuts \a picture, in columns and rows, no longer than either of them. Nothing when they are parallel,
//! cannot be compared or do not meet.
std::optional<QLineF> referenceLine(const Plane &picture, const Plane &other);

//! The index of the plane in \a planes that lies nearest to \a wanted along its normal; -1 when none can be compared,
//! none is parallel, or the nearest is farther off than \a farthest mm. Of several at one position (phases, weights)
//! the one whose index is nearest to \a current.
int nearest(const QList<std::optional<Plane>> &planes, const Plane &wanted, double farthest, int current = 0);

//! Positions that differ by less, in mm, differ by the digits they were written with.
constexpr double samePosition = 0.01;
//! The distance of what lies nowhere.
constexpr double nowhere = std::numeric_limits<double>::infinity();
//! The index of the least distance; of several that are the same the one nearest to \a current. -1 when all are
//! nowhere.
int leastOf(const QList<double> &distances, int current);

//! Directions of the patient that the right and the lower edge of a picture point to ("L", "PH"); empty when unknown.
struct Directions
{
    QString right, down;
};
Directions directionsOf(const FileHeader &header, int frame = 0);
//! The letters of the opposite direction.
QString opposite(const QString &letters);

} // namespace viewer
