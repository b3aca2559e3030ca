#include "PhantomParts.h"

#include <numbers>
#include <vector>

namespace responder::phantom {

namespace {

//! A piece of a vessel in pixels; `reached` is how far the blood has come when it gets here.
struct Piece
{
    double ax, ay, bx, by, radius, reached;
};

//! Winds from a place in a direction, gives off branches, and ends thin.
void grow(std::vector<Piece> &tree, double x, double y, double turn, double length, double radius, double reached,
          int level, int seed)
{
    const int pieces = static_cast<int>(length / 7);
    for (int i = 0; i < pieces; ++i) {
        const double along = static_cast<double>(i) / pieces;
        turn += 0.22 * (random01(seed, i, 1) - 0.5) + 0.055 * std::sin(i / 2.4 + seed);
        const double nextX = x + 7 * std::cos(turn);
        const double nextY = y + 7 * std::sin(turn);
        double thick = radius * (1 - 0.55 * along);
        if (seed == 1 && i > 9 && i < 14) // a narrowing in the first third of the anterior branch
            thick *= 0.42 + 0.1 * std::abs(i - 11.5);
        tree.push_back({x, y, nextX, nextY, thick, reached});
        reached += 7;
        x = nextX;
        y = nextY;
        const int every = level == 0 ? 7 : 6;
        if (level < 2 && i % every == every - 2)
            grow(tree, x, y, turn + (random01(seed, i, 2) > 0.35 ? 0.62 : -0.7), length * (0.52 - 0.2 * along),
                 thick * 0.66, reached, level + 1, seed * 17 + i + 3);
    }
}

} // namespace

Picture coronaryAngiogram(int frames)
{
    constexpr int size = 512;
    std::vector<Piece> tree;
    grow(tree, 206, 118, 0.12, 42, 7.2, 0, 2, 90);  // the left main stem
    grow(tree, 246, 124, 0.95, 300, 5.4, 42, 0, 1); // anterior, down to the apex
    grow(tree, 246, 124, 1.75, 230, 5.0, 42, 0, 2); // circumflex
    std::vector<float> still(static_cast<std::size_t>(size) * size);
    for (int row = 0; row < size; ++row) {
        for (int column = 0; column < size; ++column) {
            // Lung bright, heart and spine darker, diaphragm below.
            const double heart = ramp(1.1, 0.8, square((column - 290) / 190.0) + square((row - 270) / 200.0));
            const double spine = ramp(62, 44, std::abs(column - 96 - 0.06 * row));
            const double discs = 0.75 + 0.25 * ramp(0.08, 0.16, std::abs(fraction(row / 92.0) - 0.5));
            const double rib = ramp(0.16, 0.1, std::abs(fraction((row + 0.42 * column) / 118.0) - 0.5));
            const double dome = ramp(-8, 12, row - 436 - square((column - 250) / 60.0) * 2.5);
            still[static_cast<std::size_t>(row * size + column)] =
                static_cast<float>(196 - 46 * heart - 34 * spine * discs - 9 * rib - 48 * dome +
                                   10 * (clouds(column / 60.0, row / 60.0, 3) - 0.5));
        }
    }
    Picture picture{size, size, frames, 0.28, {}, {}};
    picture.grey.reserve(still.size() * static_cast<std::size_t>(frames));
    for (int frame = 0; frame < frames; ++frame) {
        const double beat = 2 * std::numbers::pi * frame / 11.0;
        const double front = 62.0 * (frame - 2.5);
        const double wash = ramp(frames * 1.05, frames * 0.72, frame);
        const auto movedX = [&](double x, double y) {
            return x + (y - 110) / 300 * 9 * std::sin(beat) - 2 * std::cos(beat);
        };
        const auto movedY = [&](double y) { return y - (y - 90) * 0.035 * (1 - std::cos(beat)); };
        Canvas canvas{size, size};
        for (const auto &piece : tree) {
            const double filled = ramp(0, 55, front - piece.reached) * wash;
            if (filled <= 0)
                continue;
            canvas.stroke(movedX(piece.ax, piece.ay), movedY(piece.ay), movedX(piece.bx, piece.by), movedY(piece.by),
                          piece.radius * 0.62, 26 * filled * std::min(1.0, 0.35 + piece.radius / 7));
        }
        // The catheter from below over the arch, its wall a little dark even when empty.
        Canvas tube{size, size};
        for (int i = 0; i < 60; ++i) {
            const auto at = [](double t) {
                return std::pair{150 - 34 * std::cos(t * 2.2) + 40 * t * t, 520 - 560 * t + 160 * std::pow(t, 4)};
            };
            const auto [ax, ay] = at(i / 60.0);
            const auto [bx, by] = at((i + 1) / 60.0);
            tube.stroke(ax, ay, bx, by, 2.6, 7);
        }
        for (int row = 0; row < size; ++row) {
            for (int column = 0; column < size; ++column) {
                const double dye = std::min(110.0, 1.35 * canvas.at(column, row));
                const double value = still[static_cast<std::size_t>(row * size + column)] - dye -
                                     std::min(26.0F, tube.at(column, row)) + 4.5 * grain(column, row, 3000 + frame);
                // Outside of the round field nothing is exposed.
                const bool field = std::hypot(column - 255.5, row - 255.5) < 254;
                picture.grey.push_back(field ? stored(value, 255) : std::uint16_t(8));
            }
        }
    }
    return picture;
}

} // namespace responder::phantom
