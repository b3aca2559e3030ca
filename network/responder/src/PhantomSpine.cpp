#include "PhantomParts.h"

#include <numbers>

namespace responder::phantom {

namespace {

// Millimetres, x to the patient's left, y to the back, z downwards from the body of T11.

constexpr double level = 36.5; // from vertebra to vertebra
constexpr double gap = 9.5;    // of it the disc

//! How far behind the middle the column of vertebrae runs at this height: hollow in the loins, then back to the sacrum.
double column(double z)
{
    const double sacrum = std::max(0.0, z - 228);
    return -14 * std::sin(std::numbers::pi * (z - 10) / 230) + 0.9 * sacrum + 0.0012 * square(sacrum);
}

struct Tissues
{
    double air, fat, marrow, cortex, disc, nucleus, dry, fluid, cord, muscle, vessel, gut;
};

constexpr Tissues weightedT1{10, 900, 560, 70, 330, 330, 290, 150, 400, 310, 60, 330};
constexpr Tissues weightedT2{10, 690, 380, 60, 210, 640, 130, 1050, 400, 190, 50, 380};

double signal(double x, double y, double z, const Tissues &tissue)
{
    const double side = std::abs(x);
    const double back = y - column(z);
    const double skinBack = 92 - 14 * std::sin(std::numbers::pi * z / 260) + 0.85 * std::max(0.0, z - 205);
    const double texture = clouds(x / 4, y / 4, z / 4) - 0.5;
    if (y > skinBack)
        return tissue.air;
    if (y > skinBack - 2)
        return tissue.muscle;
    const double subcutaneous = skinBack - 16 - 8 * ramp(120, 260, z);

    const int number = static_cast<int>(std::floor(z / level)); // 0: T11 … 6: L5, then the sacrum
    const double within = z - number * level;
    const bool sacrum = number >= 7;
    const double depth = 16.5 + 0.5 * std::min(number, 6) * 0.6; // half of the body from front to back
    const double waist = 1.6 * std::cos(std::numbers::pi * (within - gap - (level - gap) / 2) / (level - gap));
    const double width = 22 + 0.8 * std::min(number, 6);

    // The canal with its fluid, the cord down to L1, roots below.
    const double bulge = number == 6 || number == 7 ? 6.5 * std::exp(-square((z - 7 * level - gap / 2) / 5)) : 0;
    const double slip = number == 5 || number == 6 ? 3 * std::exp(-square((z - 6 * level - gap / 2) / 5)) : 0;
    const double front = depth + 3 + bulge + slip;
    const double rear = depth + 19 - 4 * ramp(200, 280, z);
    if (side < 10.5 && back > front && back < rear && z < 320) {
        const double middle = (depth + 3 + rear) / 2 + 1;
        if (z < 98 && std::hypot((back - middle) / (4.6 * ramp(104, 84, z) + 0.01), x / 5.5) < 1)
            return tissue.cord + 30 * texture;
        const double strand = std::abs(fraction((back - front) / 3.1 + 0.1 * std::sin(z / 25 + x)) - 0.5);
        if (z > 84 && back > middle - 4 && strand < 0.12)
            return mix(tissue.fluid, tissue.cord, 0.75);
        if (back > rear - 2.2 && fraction(z / level + 0.15) < 0.6)
            return tissue.fat; // behind the sac
        return tissue.fluid;
    }
    if (side < 10.5 && back > depth + 0.5 && back <= front)
        return back > front - 1 ? tissue.cortex : (bulge + slip > 1.5 ? tissue.dry : tissue.fat * 0.8);

    // Bodies and discs.
    if (side < width && std::abs(back) < depth - waist * 0.8 && z > -5) {
        const double edge = depth - waist * 0.8 - std::abs(back);
        if (within < gap && z < 8 * level) {
            if (sacrum && number > 7)
                return tissue.cortex;
            const bool dry = number >= 6;
            const double shape = square(back / (depth - 4)) + square((within - gap / 2) / (gap / 2 - 0.8));
            if (shape < 1)
                return mix(dry ? tissue.dry : tissue.nucleus, tissue.disc, ramp(0.5, 1, shape)) -
                       (dry || within < gap / 2 - 0.6 || within > gap / 2 + 0.6 ? 0 : 90);
            return within < 1 || within > gap - 1 ? tissue.cortex : tissue.disc * 0.55;
        }
        if (edge < 1.2 || (within < gap + 1.1 && !sacrum) || within > level - 1.1)
            return tissue.cortex;
        const double vein = toSegment(back, within, 3, gap + 13.5, depth, gap + 13.5);
        if (side < 6 && vein < 1.8)
            return tissue.fluid * 0.7 + 60;
        const double end = std::exp(-square((within - gap) / 4)) + std::exp(-square((within - level) / 4));
        return tissue.marrow * (1 + 0.16 * (clouds(x / 7, y / 7, z / 7) - 0.5)) +
               (number == 5 || number == 6 ? 140 * end : 0) + 40 * texture;
    }

    // Arches: pedicles beside the canal, spinous processes in the middle.
    const double pedicle = std::abs(within - gap - 7.5);
    if (side >= 10.5 && side < 20 && back >= depth - 2 && back < depth + 22) {
        if (pedicle < 7 && back < depth + 12)
            return pedicle > 5.8 ? tissue.cortex : tissue.marrow;
        const double root = std::hypot(back - depth - 6, (within - gap - 18) * 0.9);
        if (back < depth + 12)
            return root < 3.4 ? tissue.cord : tissue.fat;
        const double joint = std::abs(back - depth - 17 + 0.25 * (within - gap - 18));
        return joint < 0.9 ? tissue.fluid * 0.8 : (joint < 5 ? tissue.marrow * 0.9 : tissue.muscle);
    }
    if (side < 5 && back >= rear && back < rear + 32 && z < 270) {
        const double slope = within - gap - 12 - 0.28 * (back - rear);
        if (std::abs(slope) < 8.5)
            return std::abs(slope) > 7.2 || back > rear + 30.5 ? tissue.cortex : tissue.marrow * 0.95 + 30 * texture;
        return back < rear + 3 ? tissue.cortex : mix(tissue.muscle, tissue.fat, 0.35 + 0.4 * clouds(y / 4, z / 3, x));
    }
    if (y > subcutaneous)
        return tissue.fat + 50 * texture - (veins(x / 30, y / 26, z / 26) > 0.96 ? 200 : 0);
    if (back > depth) {
        const double streak = veins(x / 14, y / 9, z / 60);
        return mix(tissue.muscle, tissue.fat, 0.75 * ramp(0.82, 1, streak)) + 25 * texture;
    }

    // In front: the great vessels, then the belly.
    const double ahead = -back - depth;
    if (ahead < 2.5 && side < width)
        return tissue.cortex * 1.5; // the long ligament
    if (side > width + 4 && back > -depth - 8 && z > 40)
        return tissue.muscle + 25 * texture; // psoas
    const double vessel = std::abs(ahead - 13);
    if (x > -4 && x < 20 && vessel < 9.5 && z < 196)
        return vessel > 8.2 ? tissue.muscle : tissue.vessel;
    if (x < 0 && x > -24 && vessel < 9 && z < 205)
        return vessel > 7.8 ? tissue.muscle : tissue.vessel * 1.6;
    const double loops = clouds(x / 15, (y + 4 * std::sin(z / 9)) / 13, z / 15);
    const double saturated = ramp(58, 40, ahead); // a saturation band keeps the gut from moving into the picture
    return mix(90, loops > 0.52 ? tissue.gut + 320 * (loops - 0.52) : tissue.fat * 0.85, saturated) *
           (1 + 0.2 * texture);
}

} // namespace

Picture spineMr(int slice, int slices, Weighting weighting)
{
    const double spacing = 300.0 / 384;
    const double x = (slice - (slices - 1) / 2.0) * spineSliceDistance;
    const auto &tissue = weighting == Weighting::T1 ? weightedT1 : weightedT2;
    Picture picture{384, 384, 1, spacing, {}, {}};
    picture.grey.reserve(384 * 384);
    for (int row = 0; row < 384; ++row) {
        for (int columnAt = 0; columnAt < 384; ++columnAt) {
            double sum = 0;
            for (const double shift : {-0.25, 0.25})
                sum += 0.5 * signal(x, (columnAt - 200 + shift) * spacing, (row + shift) * spacing, tissue);
            // The coil lies behind the back and hears best there; above and below it fades.
            const double near = 0.62 + 0.75 * ramp(20, 330, columnAt) - 0.25 * ramp(300, 384, columnAt);
            const double fade = 1 - 0.75 * ramp(150, 205, std::abs(row - 191.5));
            picture.grey.push_back(stored(std::abs(sum * near * fade + 13 * grain(columnAt, row, 2000 + slice))));
        }
    }
    return picture;
}

} // namespace responder::phantom
