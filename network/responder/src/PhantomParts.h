#pragma once

#include "Phantom.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

// What the phantoms are drawn with.
namespace responder::phantom {

inline double square(double x)
{
    return x * x;
}

inline double clamp01(double x)
{
    return std::clamp(x, 0.0, 1.0);
}

//! 0 below `from`, 1 above `to`, smooth between.
inline double ramp(double from, double to, double x)
{
    const double t = clamp01((x - from) / (to - from));
    return t * t * (3.0 - 2.0 * t);
}

inline double mix(double a, double b, double t)
{
    return a + (b - a) * t;
}

inline double fraction(double x)
{
    return x - std::floor(x);
}

//! Half of the chord through an ellipse or ellipsoid of this depth; `rho2` is the squared normalised distance.
inline double halfChord(double rho2, double depth)
{
    return rho2 >= 1.0 ? 0.0 : depth * std::sqrt(1.0 - rho2);
}

//! Distance to the segment from (ax, ay) to (bx, by).
inline double toSegment(double x, double y, double ax, double ay, double bx, double by)
{
    const double dx = bx - ax;
    const double dy = by - ay;
    const double t = clamp01(((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy));
    return std::hypot(x - ax - t * dx, y - ay - t * dy);
}

inline std::uint32_t hash(int x, int y, int z)
{
    auto h = static_cast<std::uint32_t>(x) * 0x9E3779B1U ^ static_cast<std::uint32_t>(y) * 0x85EBCA77U ^
             static_cast<std::uint32_t>(z) * 0xC2B2AE3DU;
    h ^= h >> 15;
    h *= 0x2C1B3C6DU;
    h ^= h >> 12;
    h *= 0x297A2D39U;
    return h ^ (h >> 15);
}

inline double random01(int x, int y, int z)
{
    return hash(x, y, z) / 4294967295.0;
}

//! About normal, spread 1.
inline double grain(int x, int y, int z)
{
    return (random01(x, y, z) + random01(x, y, z + 7919) + random01(x, y, z + 15'907) - 1.5) * 2.0;
}

//! Smooth random values of 0 to 1 that change over a length of 1.
inline double clouds(double x, double y, double z)
{
    const int ix = static_cast<int>(std::floor(x));
    const int iy = static_cast<int>(std::floor(y));
    const int iz = static_cast<int>(std::floor(z));
    const double fx = ramp(0, 1, x - ix);
    const double fy = ramp(0, 1, y - iy);
    const double fz = ramp(0, 1, z - iz);
    double sum[2];
    for (int k = 0; k < 2; ++k) {
        const double near = mix(random01(ix, iy, iz + k), random01(ix + 1, iy, iz + k), fx);
        const double far = mix(random01(ix, iy + 1, iz + k), random01(ix + 1, iy + 1, iz + k), fx);
        sum[k] = mix(near, far, fy);
    }
    return mix(sum[0], sum[1], fz);
}

//! 1 along winding lines, falling off to both sides.
inline double veins(double x, double y, double z)
{
    return 1.0 - std::abs(2.0 * clouds(x, y, z) - 1.0);
}

inline std::uint16_t stored(double value, int largest = 4095)
{
    return static_cast<std::uint16_t>(std::clamp(std::lround(value), 0L, static_cast<long>(largest)));
}

inline std::uint8_t byteOf(double value)
{
    return static_cast<std::uint8_t>(std::clamp(std::lround(value), 0L, 255L));
}

template <class Value>
Picture greyPicture(int columns, int rows, double spacing, Value value)
{
    Picture picture{columns, rows, 1, spacing, {}, {}};
    picture.grey.reserve(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows));
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < columns; ++column)
            picture.grey.push_back(stored(value(column, row)));
    }
    return picture;
}

//! Adds to a picture of sums along the line of sight: a capsule from a to b that fades out at its rim, brightest in its
//! middle by `amount`.
struct Canvas
{
    int columns;
    int rows;
    std::vector<float> values = std::vector<float>(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows));

    float &at(int column, int row) { return values[static_cast<std::size_t>(row * columns + column)]; }

    void stroke(double ax, double ay, double bx, double by, double radius, double amount)
    {
        const double reach = 2.2 * radius;
        const int left = std::max(0, static_cast<int>(std::min(ax, bx) - reach));
        const int right = std::min(columns - 1, static_cast<int>(std::max(ax, bx) + reach + 1));
        const int top = std::max(0, static_cast<int>(std::min(ay, by) - reach));
        const int bottom = std::min(rows - 1, static_cast<int>(std::max(ay, by) + reach + 1));
        for (int row = top; row <= bottom; ++row) {
            for (int column = left; column <= right; ++column) {
                const double away = toSegment(column, row, ax, ay, bx + 1e-6, by) / radius;
                at(column, row) += static_cast<float>(amount * std::exp(-away * away));
            }
        }
    }
};

//! Hounsfield units of a vertebra that stands around (0, 52) with a period of 27 mm, or `otherwise` outside of it.
double vertebra(double x, double y, double z, double otherwise);

} // namespace responder::phantom
