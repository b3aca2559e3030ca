#include "PhantomParts.h"

#include <array>

namespace responder::phantom {

namespace {

//! Counts fluctuate by their root.
double counted(double expected, int x, int y, int z)
{
    return std::max(0.0, expected + std::sqrt(std::max(expected, 0.0)) * 0.9 * grain(x, y, z));
}

//! A skeleton in a frame of 256 x 1024; x counts from the middle, and the patient's left is on the picture's right from
//! the front.
Canvas skeleton(bool behind)
{
    Canvas canvas{256, 1024};
    const auto both = [&](double ax, double ay, double bx, double by, double radius, double amount) {
        canvas.stroke(128 + ax, ay, 128 + bx, by, radius, amount);
        canvas.stroke(128 - ax, ay, 128 - bx, by, radius, amount);
    };
    const auto middle = [&](double y, double toY, double radius, double amount) {
        canvas.stroke(128, y, 128, toY, radius, amount);
    };
    // Soft tissue.
    middle(60, 96, 26, 1.2);
    canvas.stroke(128, 190, 128, 400, 46, 3);
    both(22, 470, 26, 620, 20, 1.6);
    both(24, 690, 26, 860, 11, 1.2);
    // Head: the vault as a ring, face and jaw.
    for (int i = 0; i < 40; ++i) {
        const double a = i * 0.15708;
        canvas.stroke(128 + 23 * std::cos(a), 62 + 30 * std::sin(a), 128 + 23 * std::cos(a + 0.157),
                      62 + 30 * std::sin(a + 0.157), 4, 4.2);
    }
    middle(52, 70, 16, behind ? 5 : 3);
    if (!behind) {
        both(8, 78, 9, 88, 5, 6);
        middle(92, 106, 8, 5);
    }
    // Spine, each vertebra a bead.
    for (int i = 0; i < 24; ++i) {
        const double y = 118 + i * 13.2;
        const double r = i < 7 ? 4.2 : 5 + 0.14 * (i - 7);
        const double amount = (behind ? 15 : 6.5) * (0.8 + 0.4 * random01(i, 5, 71));
        canvas.stroke(128 - r * 0.5, y, 128 + r * 0.5, y + 5.5, r, amount);
    }
    // Ribs: from behind they rise to the spine, from the front they fall to the breast bone.
    for (int i = 0; i < 10; ++i) {
        const double y = 166 + i * 13.5;
        const double wide = 34 + 22 * std::sin(0.36 + i * 0.2);
        for (int k = 0; k < 10; ++k) {
            const double a = k / 10.0;
            const double b = (k + 1) / 10.0;
            const auto drop = [&](double t) { return behind ? 24 * t * t : 13 * (1 - t) * (1 - t) * 2; };
            both(6 + (wide - 6) * a, y + drop(a), 6 + (wide - 6) * b, y + drop(b), 2.4, behind ? 4.6 : 3.4);
        }
        both(wide, y + (behind ? 24 : 0), wide + 1, y + (behind ? 29 : 6), 2.8, 4.4);
    }
    if (!behind)
        middle(168, 250, 5, 9);
    // Shoulders and arms.
    both(10, 158, 52, 150, 3, behind ? 3 : 6);
    both(64, 158, 66, 164, 7, 9);
    if (behind) {
        both(34, 176, 58, 166, 4, 6);
        both(36, 178, 44, 226, 5, 6);
    }
    both(67, 166, 76, 290, 4.2, 4);
    both(76, 296, 77, 300, 6, 5.5);
    both(76, 304, 84, 404, 2.8, 3);
    both(80, 304, 89, 402, 2.4, 2.4);
    both(87, 412, 90, 418, 6, 4);
    both(89, 424, 92, 460, 6, 1.8);
    // Pelvis: wings, joints to the sacrum, hips.
    both(14, 428, 46, 422, 8, behind ? 6 : 8);
    both(46, 422, 50, 446, 6, 7);
    both(14, 434, 17, 468, 5, behind ? 16 : 6);
    both(44, 462, 40, 486, 9, 6);
    both(12, 500, 32, 512, 5, 6);
    middle(440, 482, 9, behind ? 11 : 4);
    both(45, 486, 46, 490, 8, 7);
    // Legs.
    both(47, 496, 36, 650, 5.4, 4.2);
    both(34, 668, 34, 674, 9, 7.5);
    both(31, 690, 29, 860, 4.2, 3.6);
    both(38, 696, 34, 850, 2.4, 1.6);
    both(30, 876, 30, 882, 7, 6);
    both(30, 892, behind ? 30 : 38, behind ? 900 : 930, 7, 3.4);
    // What the kidneys and the bladder hold.
    both(33, 366, 35, 388, 9, behind ? 10 : 2.5);
    middle(500, 508, 10, behind ? 9 : 26);
    // Metastases.
    const double mirrored = behind ? -1 : 1;
    canvas.stroke(128, 118 + 18 * 13.2, 128 + mirrored * 3, 118 + 18 * 13.2 + 5, 6, behind ? 46 : 17);
    canvas.stroke(128 - mirrored * 50, 208, 128 - mirrored * 51, 213, 4.2, behind ? 17 : 26);
    canvas.stroke(128 + mirrored * 40, 430, 128 + mirrored * 43, 436, 7, behind ? 24 : 32);
    canvas.stroke(128 + mirrored * 44, 548, 128 + mirrored * 43, 562, 6, behind ? 18 : 25);
    return canvas;
}

struct Source
{
    double x, y, z, rx, ry, rz, uptake;
};

//! Standardised uptake values; millimetres as in the chest, the body from the head to the thighs.
constexpr std::array<Source, 27> sources = {{
    {0, 0, -150, 66, 84, 70, 9.5},    {0, -4, -150, 8, 34, 22, -6.5},     {0, 22, -66, 26, 20, 12, 1.2},
    {0, 6, 60, 52, 44, 70, 0.0},      {-68, -6, 160, 58, 74, 112, -0.62}, {72, -2, 165, 56, 72, 106, -0.62},
    {24, -28, 190, 44, 36, 46, 3.4},  {26, -26, 190, 27, 22, 34, -2.9},   {4, -14, 128, 30, 24, 56, 1.0},
    {-66, -4, 290, 80, 78, 74, 2.0},  {10, -44, 275, 66, 36, 34, 1.8},    {96, 30, 300, 30, 44, 50, 1.7},
    {-66, 38, 372, 24, 28, 52, 3.2},  {66, 38, 362, 24, 28, 52, 3.2},     {-62, 36, 372, 8, 10, 22, 16.0},
    {62, 36, 362, 8, 10, 22, 16.0},   {-104, 0, 420, 18, 20, 60, 1.8},    {106, 10, 410, 14, 16, 70, 1.6},
    {10, -34, 420, 64, 34, 50, 0.9},  {0, -20, 580, 32, 28, 26, 26.0},    {0, 52, 240, 15, 13, 300, 1.3},
    {58, -52, -100, 13, 11, 16, 1.6}, {-58, -52, -100, 13, 11, 16, 1.6},  {-74, 12, 92, 10, 10, 10, 9.0},
    {-26, 4, 118, 9, 8, 10, 7.0},     {-10, 2, 96, 7, 6, 8, 5.0},         {-92, -22, 300, 13, 13, 13, 6.5},
}};

double bodyAt(double x, double y, double z)
{
    double a = 0;
    double b = 0;
    if (z < -70) { // the head
        const double rest = std::sqrt(std::max(0.0, 1 - square((z + 130) / 92)));
        a = 76 * rest;
        b = 96 * rest;
    } else if (z < -8) {
        a = 58;
        b = 60;
    } else {
        a = 58 + 118 * ramp(-10, 40, z) - 12 * ramp(60, 320, z) + 10 * ramp(420, 560, z);
        b = 60 + 46 * ramp(-10, 110, z);
    }
    if (z > 600) // two thighs
        return square((std::abs(x) - 82) / 74) + square(y / 84);
    return a > 1 ? square(x / a) + square(y / b) : 2;
}

} // namespace

Picture boneScan()
{
    Picture picture{256, 1024, 2, 2.0, {}, {}};
    picture.grey.reserve(2 * 256 * 1024);
    for (int frame = 0; frame < 2; ++frame) {
        auto canvas = skeleton(frame == 1);
        for (int row = 0; row < 1024; ++row) {
            for (int column = 0; column < 256; ++column)
                picture.grey.push_back(stored(counted(0.6 + 2.1 * canvas.at(column, row), column, row, 4000 + frame)));
        }
    }
    return picture;
}

Picture fdgPet(int slice)
{
    const double spacing = 4.0;
    const double z = petTop + slice * petSliceDistance;
    Picture picture{168, 168, 1, spacing, {}, {}};
    picture.grey.reserve(168 * 168);
    for (int row = 0; row < 168; ++row) {
        for (int column = 0; column < 168; ++column) {
            const double x = (column - 83.5) * spacing;
            const double y = (row - 83.5) * spacing;
            double uptake = 0.85 * ramp(1.06, 0.94, bodyAt(x, y, z)) + 0.15 * ramp(1.1, 1.0, bodyAt(x, y, z));
            for (const auto &source : sources) {
                const double away = std::sqrt(square((x - source.x) / source.rx) + square((y - source.y) / source.ry) +
                                              square((z - source.z) / source.rz));
                // The camera blurs by about 6 mm, so small sources fade into their surroundings.
                const double blur = 5.0 / std::min({source.rx, source.ry, source.rz});
                uptake += source.uptake * ramp(1 + blur, 1 - blur, away);
            }
            uptake = std::max(0.02, uptake);
            const double noisy = uptake * (1 + 0.05 * grain(column, row, 5000 + slice)) +
                                 0.05 * (clouds(column / 2.2, row / 2.2, slice * 1.3) - 0.5);
            picture.grey.push_back(stored(1000 * std::max(0.0, noisy), 65535));
        }
    }
    return picture;
}

} // namespace responder::phantom
