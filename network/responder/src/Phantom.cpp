#include "Phantom.h"

#include "PhantomParts.h"

#include <array>
#include <numbers>

namespace responder::phantom {

namespace {

// ---- the chest: millimetres, x to the patient's left, y to the back, z downwards ----

constexpr double chestHeight = 280.0;

struct Chest
{
    explicit Chest(double down)
        : z(down),
          t(down / chestHeight),
          bodyA(160 + 14 * std::exp(-square(t / 0.16))),
          bodyB(96 + 20 * ramp(0, 0.5, t)),
          cageA(84 + 54 * ramp(0, 0.55, t)),
          cageB(62 + 32 * ramp(0, 0.45, t)),
          lungs(t >= 0.24 ? 1.0 : std::sqrt(std::max(0.0, 1.0 - square((0.24 - t) / 0.22))))
    {}

    double bodyRho(double x, double y, double rim) const
    {
        return square(x / (bodyA - rim)) * std::abs(x / (bodyA - rim)) + square(y / (bodyB - rim));
    }
    double cageRho2(double x, double y, double rim) const
    {
        return square(x / (cageA - rim)) + square((y + 6) / (cageB - rim));
    }
    //! Where in its period of rib and gap this angle lies; 0 is at the spine. Ribs run down on their way to the front.
    double ribPhase(double angle) const { return fraction((z - 36 * angle) / 25.0); }
    bool rib(double x, double y) const
    {
        return std::abs(ribPhase(std::atan2(std::abs(x) / cageA, (y + 6) / cageB)) - 0.5) < 0.25;
    }
    double rightDome(double x, double y) const { return 0.74 + 0.20 * (square((x + 66) / 72) + square((y + 5) / 88)); }
    double leftDome(double x, double y) const { return 0.81 + 0.20 * (square((x - 70) / 72) + square((y - 5) / 88)); }
    double mediastinum() const { return mix(26, 34, t); }

    double z;
    double t;
    double bodyA;
    double bodyB;
    double cageA;
    double cageB;
    double lungs; //!< size of the lungs' section, small at the apex
};

constexpr double bone = 700;
constexpr double marrow = 260;
constexpr double muscle = 55;
constexpr double fat = -95;
constexpr double blood = 290;
constexpr double air = -1000;

bool heartAt(double x, double y, double z, double grown)
{
    return square((x - 22) / (60 + grown)) + square((y + 26) / (45 + grown)) + square((z - 190) / (62 + grown)) < 1;
}

double heart(double x, double y, double z)
{
    const auto in = [&](double cx, double cy, double cz, double rx, double ry, double rz) {
        return square((x - cx) / rx) + square((y - cy) / ry) + square((z - cz) / rz) < 1;
    };
    if (in(42, -24, 200, 24, 20, 40) || in(2, -46, 195, 28, 15, 40) || in(14, -4, 165, 30, 15, 24) ||
        in(-22, -22, 185, 16, 24, 36))
        return blood - 25 + 20 * clouds(x / 6, y / 6, z / 6);
    return 105;
}

double greatVessels(double x, double y, double z, double otherwise)
{
    const bool ascending = z > 88 && z < 165 && std::hypot(x + 16, y + 24) < 15;
    const bool descending = z > 88 && std::hypot(x - 26, y - 36) < 12;
    const bool arch = z > 76 && z <= 96 && toSegment(x, y, -14, -22, 25, 32) < 13;
    const bool cava = z > 30 && z < 165 && std::hypot(x + 36, y + 12) < 8.5;
    const bool branches = z <= 76 && (std::hypot(x + 20, y + 20) < 6.5 || std::hypot(x - 8, y + 14) < 4.5 ||
                                      std::hypot(x - 20, y - 2) < 5);
    const bool trunk =
        z > 112 && z < 140 && (toSegment(x, y, 6, -28, 44, 0) < 12 || toSegment(x, y, 6, -10, -44, 2) < 9);
    return ascending || descending || arch || cava || branches || trunk ? blood : otherwise;
}

double airways(double x, double y, double z, double otherwise)
{
    double distance = 1e9;
    if (z < 106)
        distance = std::hypot(x, y - 6) - 9;
    else if (z < 145)
        distance = std::hypot(std::abs(x) - (z - 100) * 1.05, y - 8) - 6.5;
    if (distance < 0)
        return air;
    return distance < 1.8 ? 60 : otherwise;
}

struct Point
{
    double x, y, z;
};

struct Vessel
{
    Point from, to;
    double radius;
};

void growVessels(std::vector<Vessel> &tree, const Point &from, const Point &way, double length, double radius,
                 int level, int seed)
{
    const Point to{from.x + way.x * length, from.y + way.y * length, from.z + way.z * length};
    tree.push_back({from, to, radius});
    if (level == 0)
        return;
    for (int k = 0; k < 2; ++k) {
        const int branch = 2 * seed + k;
        Point turned{way.x + 1.5 * (random01(branch, level, 1) - 0.5), way.y + 1.5 * (random01(branch, level, 2) - 0.5),
                     way.z + 1.5 * (random01(branch, level, 3) - 0.5)};
        const double size = std::hypot(turned.x, turned.y, turned.z);
        turned = {turned.x / size, turned.y / size, turned.z / size};
        growVessels(tree, to, turned, length * 0.82, radius * (k == 0 ? 0.84 : 0.72), level - 1, branch);
    }
}

//! The vessels of both lungs, branching out from where they enter.
const std::vector<Vessel> &lungVessels()
{
    static const std::vector<Vessel> grown = [] {
        std::vector<Vessel> tree;
        int seed = 1;
        for (const double side : {-1.0, 1.0}) {
            for (const auto &[x, y, z] : std::array<Point, 7>{{{0.5, -0.5, -0.7},
                                                               {0.5, 0.4, -0.75},
                                                               {0.9, -0.4, -0.1},
                                                               {0.85, 0.5, 0.1},
                                                               {0.5, -0.6, 0.6},
                                                               {0.5, 0.5, 0.7},
                                                               {0.3, 0.1, 0.95}}})
                growVessels(tree, {side * 42, 2, 128}, {side * x, y, z}, 27, 3.9, 7, ++seed);
        }
        return tree;
    }();
    return grown;
}

//! Finds the vessels near a point of a plane without looking at all of them.
class VesselMap
{
public:
    static constexpr double cell = 8;
    static constexpr int cells = 50;

    template <class Across, class Down>
    void add(const Vessel &vessel, Across across, Down down)
    {
        const auto range = [&](double a, double b) {
            const int low = static_cast<int>((std::min(a, b) - vessel.radius + cell * cells / 2) / cell);
            const int high = static_cast<int>((std::max(a, b) + vessel.radius + cell * cells / 2) / cell);
            return std::pair{std::clamp(low, 0, cells - 1), std::clamp(high, 0, cells - 1)};
        };
        const auto [left, right] = range(across(vessel.from), across(vessel.to));
        const auto [top, bottom] = range(down(vessel.from), down(vessel.to));
        for (int row = top; row <= bottom; ++row) {
            for (int column = left; column <= right; ++column)
                m_near[static_cast<std::size_t>(row * cells + column)].push_back(&vessel);
        }
    }

    const std::vector<const Vessel *> &near(double across, double down) const
    {
        const auto at = [](double x) { return std::clamp(static_cast<int>(x / cell + cells / 2.0), 0, cells - 1); };
        return m_near[static_cast<std::size_t>(at(down) * cells + at(across))];
    }

private:
    std::vector<std::vector<const Vessel *>> m_near{static_cast<std::size_t>(cells) * cells};
};

VesselMap vesselsInSlice(double z)
{
    VesselMap map;
    for (const auto &vessel : lungVessels()) {
        if (std::min(vessel.from.z, vessel.to.z) < z + 5 && std::max(vessel.from.z, vessel.to.z) > z - 5)
            map.add(
                vessel, [](const Point &p) { return p.x; }, [](const Point &p) { return p.y; });
    }
    return map;
}

VesselMap vesselsFromBehind()
{
    VesselMap map;
    for (const auto &vessel : lungVessels())
        map.add(
            vessel, [](const Point &p) { return p.x; }, [](const Point &p) { return p.z - 140; });
    return map;
}

double lungTissue(double x, double y, double z, const VesselMap &vessels)
{
    double inside = 0;
    for (const auto *vessel : vessels.near(x, y)) {
        const auto &[a, b, radius] = *vessel;
        const Point d{b.x - a.x, b.y - a.y, b.z - a.z};
        const double t =
            clamp01(((x - a.x) * d.x + (y - a.y) * d.y + (z - a.z) * d.z) / (square(d.x) + square(d.y) + square(d.z)));
        const double away = std::hypot(x - a.x - t * d.x, y - a.y - t * d.y, z - a.z - t * d.z);
        inside = std::max(inside, ramp(radius + 0.9, radius - 0.5, away));
    }
    return mix(-875 + 40 * clouds(x / 30, y / 30, z / 30) + 20 * y / 100, 60, inside);
}

double hounsfield(double x, double y, const Chest &chest, const VesselMap &vessels)
{
    const double z = chest.z;
    const double t = chest.t;
    if (chest.bodyRho(x, y, 0) >= 1)
        return std::abs(y - 131 - x * x / 3000) < 2 && std::abs(x) < 170 ? -250 : air; // the table
    if (chest.bodyRho(x, y, 2.2) >= 1)
        return 20; // skin
    // Bones that lie outside of the rib cage.
    const double side = std::abs(x);
    if (t > 0.04 && t < 0.44) {
        const double blade = toSegment(side, y, 76, 84, 128, 46) - mix(6.5, 3.5, t / 0.44);
        if (blade < 0)
            return blade > -1.8 ? bone : marrow + 100;
    }
    if (t > 0.03 && t < 0.14) {
        const double clavicle = toSegment(side, y, 18 + 200 * (t - 0.03), -74, 120, -52) - 6;
        if (clavicle < 0)
            return clavicle > -2 ? bone : marrow + 120;
    }
    if (const double spine = vertebra(x, y, z, air); spine > air)
        return spine;
    if (chest.bodyRho(x, y, 15) >= 1)
        return fat + 12 * clouds(x / 8, y / 8, z / 8);
    if (chest.cageRho2(x, y, -9) >= 1 && !(std::abs(x) < 40 && y > 30)) {
        const double depth = (std::sqrt(chest.cageRho2(x, y, 0)) - 1) * chest.cageB;
        const double layers = fraction(depth / 19 + 0.5 * clouds(x / 26, y / 26, z / 26));
        return layers < 0.09 ? fat + 35 : muscle;
    }
    if (chest.cageRho2(x, y, 0) >= 1 || (std::abs(x) < 40 && y > 30 && chest.cageRho2(x, y, -2) >= 1)) {
        if (std::abs(x) < 17 && y < 0 && t > 0.14 && t < 0.68)
            return std::abs(x) > 14 ? bone : marrow;
        if (chest.cageRho2(x, y, -9) < 1 && chest.rib(x, y)) {
            if (y < -chest.cageB * 0.55)
                return 130; // cartilage
            const bool shell = chest.cageRho2(x, y, -7) >= 1 || chest.cageRho2(x, y, -2) < 1;
            return shell ? bone : marrow + 80;
        }
        return muscle;
    }
    const bool right = x < 0;
    const double dome = right ? chest.rightDome(x, y) : chest.leftDome(x, y);
    const bool beneath = t > dome;
    if (heartAt(x, y, z, 0) && !beneath)
        return heart(x, y, z);
    if (beneath) {
        if (std::hypot(x - 14, y - 34) < 12)
            return blood;
        if (right || x < 25)
            return 112 + 22 * ramp(0.95, 0.98, veins(x / 17, y / 17, z / 26));
        if (square((x - 78) / 40) + square((y - 34) / 40) < 1)
            return 128; // spleen
        if (square((x - 62) / 44) + square((y + 24) / 38) < 1)
            return y < -34 ? air + 30 : 25; // stomach with its bubble
        return fat;
    }
    if (std::hypot(x + 74, y - 12, z - 92) < 8)
        return 45; // a nodule to find
    const bool inLung = std::abs(x) > chest.mediastinum() - 10 * ramp(20, 60, y) - 24 * ramp(-30, -75, y) &&
                        square(x / (chest.cageA * chest.lungs)) + square((y + 6) / (chest.cageB * chest.lungs)) < 1 &&
                        square(x / 34) + square((y - 60) / 34) > 1 && !heartAt(x, y, z, 3.5);
    const double tissue =
        inLung ? lungTissue(x, y, z, vessels) : mix(fat, 20, ramp(0.62, 0.8, clouds(x / 9, y / 9, z / 9)));
    if (std::hypot(x - 8, y - 30) < 7)
        return std::hypot(x - 8, y - 30) < 2 ? -700 : 40; // oesophagus
    return airways(x, y, z, greatVessels(x, y, z, tissue));
}

// ---- the head ----

enum class Tissue { Air, Scalp, Skull, Fluid, Grey, White, Muscle };

Tissue headTissue(double x, double y, double t)
{
    const double size = t < 0.6 ? std::sqrt(std::max(0.0, 1.0 - square((0.6 - t) / 0.63))) : 1.0 - 0.1 * (t - 0.6);
    if (size < 0.05)
        return Tissue::Air;
    const double a = 74 * size;
    const double b = 92 * size;
    const double z = t * 120;
    const double rho = std::sqrt(square(x / a) + square(y / b));
    const double mmInside = (1 - rho) * std::min(a, b);
    if (mmInside < 0)
        return Tissue::Air;
    if (mmInside < 5)
        return Tissue::Scalp;
    if (mmInside < 11)
        return Tissue::Skull;
    if (mmInside < 13.5)
        return Tissue::Fluid;
    const double side = std::abs(x);
    if (t > 0.66) { // eyes, brain stem, cerebellum
        const double eye = std::hypot(side - 31, y + 62);
        if (eye < 12.5)
            return eye < 11.5 ? Tissue::Fluid : Tissue::Muscle;
        if (y < -38 && side < 50)
            return side < 14 ? Tissue::Air : Tissue::Scalp;
        const double stem = std::sqrt(square(x / 15) + square((y - 8) / 13));
        if (stem < 1)
            return Tissue::White;
        if (stem < 1.35 || (std::abs(y - 26) < 4 && side < 7))
            return Tissue::Fluid;
        if (y > 22 && rho < 0.86)
            return fraction(std::hypot(x, (y - 20) * 1.1) / 5.2) < 0.55 && std::hypot(x, y - 30) > 16 ? Tissue::Grey
                                                                                                      : Tissue::White;
    }
    if (side < 1.3 && (std::abs(y) > 26 || t < 0.3))
        return Tissue::Fluid;
    if (t > 0.3 && t < 0.64) {
        const double horn = std::min(toSegment(side, y, 5, -30, 9, -6), toSegment(side, y, 9, -6, 19, 32));
        const double width = 6.5 * std::sqrt(std::max(0.0, 1 - square((t - 0.46) / 0.17)));
        if (horn < width)
            return Tissue::Fluid;
        if (t > 0.44 && side < 2.2 && std::abs(y) < 14)
            return Tissue::Fluid;
        if (t > 0.42) {
            const bool caudate = square((side - 15) / 5) + square((y + 18) / 10) < 1;
            const bool putamen = square((side - 28 - 0.1 * y) / 6) + square((y + 4) / 18) < 1;
            const bool thalamus = square((side - 10) / 8) + square((y - 10) / 13) < 1;
            if (caudate || putamen || thalamus)
                return Tissue::Grey;
        }
        if (toSegment(side, y, 42, -6, 60, 2) < 2)
            return Tissue::Fluid; // the lateral fissure
    }
    const double wx = x + 9 * clouds(x / 13 + 9, y / 13, z / 20);
    const double wy = y + 9 * clouds(x / 13, y / 13 + 9, z / 20);
    const double fold = veins(wx / 12 + 3, wy / 12, z / 18);
    const double depth = mmInside - 13.5;
    if (depth < 15 && fold > 0.91)
        return Tissue::Fluid;
    return depth < 4 || (depth < 19 && fold > 0.62) ? Tissue::Grey : Tissue::White;
}

double signalOf(Tissue tissue, Weighting weighting)
{
    const bool t1 = weighting == Weighting::T1;
    if (weighting == Weighting::Flair && (tissue == Tissue::Fluid || tissue == Tissue::White))
        return tissue == Tissue::Fluid ? 105 : 450;
    switch (tissue) {
    case Tissue::Air:
        return 12;
    case Tissue::Scalp:
        return t1 ? 980 : 620;
    case Tissue::Skull:
        return t1 ? 110 : 70;
    case Tissue::Fluid:
        return t1 ? 140 : 1050;
    case Tissue::Grey:
        return t1 ? 430 : 610;
    case Tissue::White:
        return t1 ? 640 : 400;
    case Tissue::Muscle:
        return t1 ? 330 : 240;
    }
    return 0;
}

} // namespace

double vertebra(double x, double y, double z, double otherwise)
{
    const double body = std::sqrt(square(x / 18) + square((y - 52) / 15));
    if (body < 1) {
        const double level = fraction(z / 27.0);
        if (level < 0.18)
            return 95; // disc
        return body > 0.86 || level < 0.24 || level > 0.94 ? bone : marrow + 60 * clouds(x / 2, y / 2, z / 2);
    }
    const double canal = std::hypot(x, y - 76);
    if (canal < 8.5)
        return canal < 5 ? 40 : 10;
    if (canal < 13)
        return 560;
    if (std::abs(x) < 3.5 && y > 86 && y < 103 && fraction(z / 27.0) > 0.35)
        return 480;
    if (std::abs(y - 74 - 0.12 * std::abs(x)) < 5 && std::abs(x) < 32 && fraction(z / 27.0) > 0.5)
        return 420;
    return otherwise;
}

Picture thoraxCt(int slice, int slices)
{
    const double spacing = 380.0 / 512;
    const Chest chest((slice + 0.5) * chestHeight / slices);
    const auto vessels = vesselsInSlice(chest.z);
    return greyPicture(512, 512, spacing, [&](int column, int row) {
        const double x = (column - 255.5) * spacing;
        const double y = (row - 255.5) * spacing;
        return 1024 + hounsfield(x, y, chest, vessels) + 9 * grain(column, row, slice);
    });
}

Picture brainMr(int slice, int slices, Weighting weighting)
{
    const double spacing = 230.0 / 256;
    const double t = (slice + 0.5) / slices;
    return greyPicture(256, 256, spacing, [&](int column, int row) {
        double signal = 0;
        for (const double shift : {-0.25, 0.25}) { // two samples a pixel soften the edges
            const double x = (column - 127.5 + shift) * spacing;
            const double y = (row - 127.5 + shift) * spacing;
            signal += 0.5 * signalOf(headTissue(x, y, t), weighting);
        }
        const double coil = 1.0 + 0.12 * (std::hypot(column - 128, row - 128) / 128 - 0.5);
        return std::abs(signal * coil + 14 * grain(column, row, slice + 100));
    });
}

Picture chestRadiograph(int variant)
{
    const double spacing = 0.35;
    const int columns = 1024;
    const int rows = 1100;
    const double heartSize = 1.0 + 0.1 * variant;
    const auto vessels = vesselsFromBehind();
    return greyPicture(columns, rows, spacing, [&](int column, int row) {
        const double x = (column - (columns - 1) / 2.0) * spacing;
        const double z = row * spacing - 55;
        const Chest chest(std::max(z, 0.0));
        const double t = z / chestHeight;
        const double side = std::abs(x);

        // Soft tissue: the whole body, at the top narrowed to neck and shoulders.
        const double shoulder = 62 + 118 * ramp(-0.16, 0.06, t - 0.00001 * side);
        const double half = mix(shoulder, chest.bodyA, ramp(0.02, 0.22, t));
        const double body = 2 * halfChord(square(side / half), chest.bodyB * mix(0.8, 1.0, ramp(-0.06, 0.18, t)));
        double soft = body;
        double boneDepth = 0;

        // Lungs, less heart and what lies beneath the domes.
        const double section = t > 0.02 ? chest.lungs : 0;
        const double wide = chest.cageA * section * 0.97;
        double lung = wide > 1 ? 2 * halfChord(square(side / wide), chest.cageB * section) : 0;
        lung *= ramp(chest.mediastinum() - 12, chest.mediastinum() + 14, side);
        const double dome = x < 0 ? chest.rightDome(x, -5) : chest.leftDome(x, 5);
        lung *= 1 - ramp(dome - 0.004, dome + 0.012, t) * (1 - 0.12 * ramp(0.25, 0, t - dome));
        const double heartRho = square((x - 20) / (62 * heartSize)) + square((z - 195) / 66);
        const double heartDepth = 2 * halfChord(heartRho, 46);
        lung = std::max(0.0, lung - heartDepth);
        double blooded = 0;
        for (const auto *vessel : vessels.near(x, z - 140)) {
            const double away = toSegment(x, z, vessel->from.x, vessel->from.z, vessel->to.x, vessel->to.z);
            blooded += 2 * halfChord(square(away / vessel->radius), vessel->radius);
        }
        soft += -0.8 * lung + 1.9 * std::min(blooded, 18.0) * clamp01(lung / 60);
        soft += 8 * ramp(9, 4, std::hypot(x + 78, z - 92)) * clamp01(lung / 40);

        // The airway over the spine.
        if (z < 112)
            soft -= 15 * halfChord(square(x / 8.5), 1);
        else
            soft -= 9 * halfChord(square((side - (z - 106) * 1.05) / 7), 1) * ramp(150, 130, z);

        // Spine, ribs behind and before, clavicles, shoulder blades.
        const double level = fraction(z / 27.0);
        boneDepth += halfChord(square(x / 18), level < 0.16 ? 4 : 12) + (std::abs(x) < 3.5 && level > 0.4 ? 7 : 0);
        if (side < chest.cageA + 9) {
            const double turn = halfChord(square(side / (chest.cageA + 9)), 1);
            const double path = std::min(7 / std::max(turn, 0.16), 26.0);
            const double angle = std::asin(clamp01(side / (chest.cageA + 9)));
            const double behind = fraction((z - 36 * angle) / 25.0);
            const double before = fraction((z - 36 * (std::numbers::pi - angle)) / 25.0);
            const auto band = [](double phase) { return ramp(0.29, 0.22, std::abs(phase - 0.5)); };
            const auto edge = [](double phase) { return 0.75 + 0.6 * ramp(0.1, 0.22, std::abs(phase - 0.5)); };
            const double below = ramp(1.08, 0.95, t) * ramp(-0.02, 0.1, t - 0.14 * angle);
            boneDepth += 0.62 * path * band(behind) * edge(behind) * ramp(12, 22, side) * below;
            boneDepth += 0.36 * path * band(before) * edge(before) * ramp(70, 95, side) * below;
        }
        const double clavicle = toSegment(side, z, 16, 34, 132, 4 + 8 * std::sin(side / 30));
        boneDepth += 1.5 * halfChord(square(clavicle / 7.5), 7.5);
        const double blade = toSegment(side, z, 132, 14, 112, 118);
        boneDepth += ramp(26, 22, blade) * 3.5 + 2.6 * ramp(3.5, 1, std::abs(blade - 23));
        boneDepth += 1.5 * halfChord((square(side - 156) + square(z - 14)) / square(24), 16);

        const double attenuation = soft * 0.0125 + boneDepth * 0.031;
        const double exposed = body > 0 ? 900 + 1080 * attenuation : 60;
        return mix(60, exposed, ramp(0, 14, body)) + 10 * grain(column, row, 300 + variant);
    });
}

Picture handRadiograph()
{
    struct Bone
    {
        double ax, ay, bx, by, r;
    };
    std::vector<Bone> bones;
    std::vector<Bone> flesh;
    // Each finger starts at the wrist and fans out; lengths are those of metacarpal and phalanges.
    struct Finger
    {
        double x, y, degrees;
        std::array<double, 4> lengths;
        double r;
    };
    const std::array<Finger, 5> fingers = {{{-24, 34, -47, {38, 30, 24, 0}, 5.4},
                                            {-13, 22, -13, {58, 38, 23, 17}, 5.2},
                                            {-3, 20, -3, {56, 42, 27, 18}, 5.3},
                                            {7, 22, 6, {51, 39, 25, 18}, 4.8},
                                            {16, 26, 17, {46, 31, 18, 16}, 4.3}}};
    for (const auto &finger : fingers) {
        const double turn = finger.degrees * std::numbers::pi / 180;
        double x = finger.x;
        double y = finger.y;
        int joint = 0;
        for (const double length : finger.lengths) {
            if (length == 0)
                continue;
            const double bend = turn * (joint == 0 ? 1.0 : 0.75);
            const double ex = x + std::sin(bend) * length;
            const double ey = y - std::cos(bend) * length;
            const double r = finger.r * std::pow(0.86, joint);
            bones.push_back({x, y, ex, ey, r});
            flesh.push_back({x, y, ex, ey, r + (joint == 0 ? 14.0 : 5.5)});
            x = ex + std::sin(bend) * 3.2;
            y = ey - std::cos(bend) * 3.2;
            ++joint;
        }
    }
    for (const auto &[x, y, r] : std::array<std::array<double, 3>, 7>{
             {{-19, 42, 6.5}, {-8, 35, 6}, {3, 34, 7.5}, {14, 37, 6.5}, {-10, 48, 7.5}, {4, 48, 7.5}, {14, 48, 6}}})
        bones.push_back({x, y, x + 0.5, y + 0.5, r});
    bones.push_back({-8, 64, -10, 130, 10});
    bones.push_back({12, 64, 13, 130, 6.5});
    flesh.push_back({0, 40, 1, 140, 29});
    flesh.push_back({-6, 10, 6, 20, 32});

    const double spacing = 0.24;
    return greyPicture(760, 960, spacing, [&](int column, int row) {
        const double x = (column - 379.5) * spacing;
        const double y = row * spacing - 147;
        double tissue = 0;
        for (const auto &part : flesh) {
            const double d = toSegment(x, y, part.ax, part.ay, part.bx, part.by);
            tissue = std::max(tissue, halfChord(square(d / part.r), std::min(part.r, 16.0)));
        }
        double mineral = 0;
        for (const auto &part : bones) {
            const double along = clamp01(((x - part.ax) * (part.bx - part.ax) + (y - part.ay) * (part.by - part.ay)) /
                                         (square(part.bx - part.ax) + square(part.by - part.ay)));
            const double waist = part.r * (0.72 + 0.34 * square(2 * along - 1)); // thicker towards the joints
            const double d = toSegment(x, y, part.ax, part.ay, part.bx, part.by);
            if (d >= waist)
                continue;
            const double cortex = ramp(0.55, 0.85, d / waist) * (0.4 + 0.6 * (1 - square(2 * along - 1)));
            const double trabeculae = 0.12 * clouds(x * 1.1, y * 1.1, 9);
            mineral = std::max(mineral, halfChord(square(d / waist), waist) * (0.62 + trabeculae) + 4.2 * cortex);
        }
        return 180 + 42 * tissue + 235 * mineral + 14 * grain(column, row, 400);
    });
}

Picture breast(Laterality laterality, View view)
{
    const double spacing = 0.2;
    const int columns = 768;
    const int rows = 1024;
    const bool left = laterality == Laterality::Left;
    const bool oblique = view == View::MedioLateralOblique;
    const int seed = (left ? 0 : 60) + (oblique ? 20 : 0);
    return greyPicture(columns, rows, spacing, [&](int column, int row) {
        // x runs from the chest wall to the nipple, y down; seen from the side the breast hangs and goes on to the
        // armpit.
        const double x = (left ? column : columns - 1 - column) * spacing;
        const double down = (row - (rows - 1) / 2.0) * spacing;
        const double y = oblique ? (down - 16) * (down < 16 ? 0.72 : 1.05) : down;
        const double wave = 1 + 0.02 * std::sin(y / 17);
        const double rho2 = square(x / (104 * wave)) + square((y - 3) / 88) * std::sqrt(square((y - 3) / 88));
        const double nipple = std::hypot((x - 103) / 6, y / 5);
        if (rho2 >= 1 && nipple >= 1)
            return 40 + 4 * grain(column, row, 500 + seed);
        const double depth = std::pow(std::max(0.0, 1 - rho2), 0.28);
        // Dense tissue fans out from the nipple in strands.
        const double fromNipple = std::hypot(x - 100, y);
        const double angle = std::atan2(y, 104 - x);
        double octaves = 0;
        for (int k = 0; k < 4; ++k)
            octaves += clouds(x / (26 >> k) + seed, y / (26 >> k), k + 20) / (2 << k);
        const double strands = veins(angle * 7 + seed, fromNipple / 38, 5);
        const double place = std::exp(-square((x - 52) / 34) - square(y / 44));
        const double dense = clamp01(place * (0.35 + 1.1 * octaves)) * (0.7 + 0.5 * ramp(0.55, 1, strands));
        const double ligaments = 0.2 * ramp(0.9, 1, veins(x / 21 + seed, y / 21, 11)) * (1 - 0.5 * place);
        const double skin = 0.3 * ramp(0.90, 0.99, rho2) * ramp(1.0, 0.985, rho2);
        // From the side the muscle of the chest wall comes in as a wedge from above.
        const double wedge = 58 * clamp01((38 - y) / 140) + 2.5 * std::sin(y / 19) + 2 * clouds(x / 12, y / 12, 31);
        const double muscleEdge =
            oblique ? 0.62 * ramp(wedge + 2.5, wedge - 2.5, x) : 0.35 * ramp(9, 3, x + square(y / 60));
        double specks = 0;
        for (int k = 0; left && k < 9; ++k) {
            const double sx = 58 + 9 * (random01(k, 1, 77) - 0.5);
            const double sy = -14 + 9 * (random01(k, 2, 77) - 0.5);
            specks = std::max(specks, ramp(0.55, 0.2, std::hypot(x - sx, y - sy)));
        }
        return 260 + depth * (1150 + 1500 * dense + 800 * ligaments + 1100 * muscleEdge) + 1300 * skin + 900 * specks +
               (nipple < 1 ? 350 : 0) + 16 * grain(column, row, 500 + seed);
    });
}

Picture heartUltrasound(int frames)
{
    Picture picture{320, 240, frames, 0.6, {}, {}};
    picture.colour.reserve(static_cast<std::size_t>(320 * 240 * 3) * static_cast<std::size_t>(frames));
    for (int frame = 0; frame < frames; ++frame) {
        const double phase = 2 * std::numbers::pi * frame / frames;
        const double squeeze = 0.5 - 0.5 * std::cos(phase); // 0 relaxed, 1 contracted
        for (int row = 0; row < 240; ++row) {
            for (int column = 0; column < 320; ++column) {
                const double x = column - 160.0;
                const double y = row - 8.0;
                const double r = std::hypot(x, y);
                const double angle = std::atan2(x, y);
                double red = 0;
                double green = 0;
                double blue = 0;
                if (r < 216 && std::abs(angle) < 0.68) {
                    const double speckle =
                        0.35 + 1.1 * random01(static_cast<int>(r / 1.6), static_cast<int>(angle * 110), 700 + frame) *
                                   (0.5 + clouds(r / 3, angle * 40, frame + 30.0));
                    const auto chamber = [&](double cx, double cy, double rx, double ry) {
                        return std::sqrt(square((x - cx) / rx) + square((y - cy) / ry));
                    };
                    const double ventricles = 1 - 0.24 * squeeze;
                    const double atria = 0.88 + 0.2 * squeeze;
                    const double lv = chamber(32, 92, 27 * ventricles, 46 * ventricles);
                    const double rv = chamber(-30, 98, 21 * ventricles, 38 * ventricles);
                    const double la = chamber(32, 164, 27 * atria, 24 * atria);
                    const double ra = chamber(-28, 164, 25 * atria, 23 * atria);
                    const double hollow = std::min({lv, rv, la, ra});
                    const double whole = chamber(2, 118, 82, 84);
                    double echo = 46 + 26 * clouds(x / 16, y / 16, 2);
                    if (whole < 1)
                        echo = 118;
                    if (whole > 0.96 && whole < 1.03)
                        echo = 205; // pericardium
                    echo = mix(10, echo, ramp(0.94, 1.08, hollow));
                    if (hollow > 1.0 && hollow < 1.13)
                        echo += 45;
                    // The leaflets open while the ventricles relax.
                    const double open = 14 * (1 - squeeze);
                    for (const double cx : {32.0, -29.0}) {
                        const double leaf = std::min(toSegment(x, y, cx - 22, 140, cx - 3 - 0.4 * open, 140 - open),
                                                     toSegment(x, y, cx + 22, 140, cx + 3 + 0.4 * open, 140 - open));
                        if (leaf < 1.8)
                            echo = 220;
                    }
                    const double shade = echo * speckle * (1.05 - 0.35 * r / 216);
                    red = green = blue = shade;
                    // Flow through the left valve, towards the transducer red, away from it blue.
                    const double jet = square((x - 32) / 13) + square((y - (squeeze < 0.5 ? 118 : 158)) / 30);
                    const double speed = std::cos(phase) * (1 - jet);
                    if (jet < 1 && hollow < 1 && std::abs(speed) > 0.12) {
                        red = speed > 0 ? 120 + 135 * speed : 10;
                        green = 150 * square(speed);
                        blue = speed > 0 ? 10 : 120 - 135 * speed;
                    }
                } else if (column > 300 && column < 312 && row > 20 && row < 120) { // the colour bar
                    const double v = (70 - row) / 50.0;
                    red = v > 0 ? 120 + 135 * v : 0;
                    green = 150 * v * v;
                    blue = v < 0 ? 120 - 135 * v : 0;
                } else if (row > 215) { // the heart's current
                    const double beat = fraction(column / 107.0);
                    const double spike = 15 * std::exp(-square((beat - 0.3) / 0.02)) -
                                         4 * std::exp(-square((beat - 0.34) / 0.02)) +
                                         3 * std::exp(-square((beat - 0.55) / 0.05));
                    if (std::abs(row - 234 + spike) < 1.2) {
                        green = 210;
                        red = std::abs(column - 320 * frame / frames) < 2 ? 255 : 40;
                    }
                }
                picture.colour.push_back(byteOf(red));
                picture.colour.push_back(byteOf(green));
                picture.colour.push_back(byteOf(blue));
            }
        }
    }
    return picture;
}

Picture skinPhotograph()
{
    Picture picture{640, 480, 1, 0.05, {}, {}};
    picture.colour.reserve(static_cast<std::size_t>(640 * 480 * 3));
    for (int row = 0; row < 480; ++row) {
        for (int column = 0; column < 640; ++column) {
            const double x = column - 320.0;
            const double y = row - 240.0;
            const double lines = 0.5 * veins(column / 26.0, row / 20.0, 1) + 0.5 * veins(column / 11.0, row / 13.0, 2);
            const double light = 1.08 - 0.3 * (square(x / 400) + square(y / 300));
            double red = 226 - 16 * lines + 14 * clouds(column / 90.0, row / 90.0, 3);
            double green = 176 - 18 * lines + 12 * clouds(column / 90.0, row / 90.0, 3);
            double blue = 152 - 17 * lines;
            const double angle = std::atan2(y, x);
            const double rim = 104 + 14 * std::sin(2 * angle + 0.6) + 9 * std::sin(5 * angle) +
                               30 * (clouds(3 + 2 * std::cos(angle), 3 + 2 * std::sin(angle), 4) - 0.5);
            const double inside = ramp(rim + 9, rim - 13, std::hypot(x, 1.15 * y));
            const double network = veins(column / 9.0, row / 9.0, 6);
            const double dark = 0.45 + 0.35 * clouds(column / 46.0, row / 46.0, 7) + 0.25 * ramp(0.6, 1, network);
            red = mix(red, mix(168, 58, dark), inside);
            green = mix(green, mix(104, 34, dark), inside);
            blue = mix(blue, mix(70, 26, dark), inside);
            // A ruler along the lower edge: a mark each millimetre, a longer one each fifth.
            const int tick = column % 20;
            if (row > 440) {
                const bool mark = tick < 2 && row < (column / 20 % 5 == 0 ? 468 : 456);
                red = green = blue = mark ? 20 : 236;
            }
            const double shine = row > 440 ? 1.0 : light;
            const double noise = 3 * grain(column, row, 900);
            picture.colour.push_back(byteOf(red * shine + noise));
            picture.colour.push_back(byteOf(green * shine + noise));
            picture.colour.push_back(byteOf(blue * shine + noise));
        }
    }
    return picture;
}

Picture perfusionMr(int slice, int slices, int moment, int moments)
{
    // The head is drawn once a slice; what changes with time is how much signal the agent takes from the blood.
    static const auto still = [](int count) {
        std::vector<std::vector<float>> all;
        for (int each = 0; each < count; ++each) {
            std::vector<float> values;
            values.reserve(96 * 96 * 2);
            for (int row = 0; row < 96; ++row) {
                for (int column = 0; column < 96; ++column) {
                    const auto tissue =
                        headTissue((column - 47.5) * 2.4, (row - 47.5) * 2.4, 0.1 + 0.5 * (each + 0.5) / count);
                    values.push_back(static_cast<float>(0.8 * signalOf(tissue, Weighting::T2)));
                    values.push_back(tissue == Tissue::Grey ? 0.42F : tissue == Tissue::White ? 0.2F : 0.03F);
                }
            }
            all.push_back(std::move(values));
        }
        return all;
    }(slices);
    const double time = (moment + 0.5) / moments;
    const double passage = time < 0.25 ? 0 : square((time - 0.25) / 0.1) * std::exp(2 - 2 * (time - 0.25) / 0.1);
    const auto &values = still[static_cast<std::size_t>(slice)];
    Picture picture{96, 96, 1, 2.4, {}, {}};
    picture.grey.reserve(96 * 96);
    for (std::size_t i = 0; i < 96 * 96; ++i) {
        const double signal = values[2 * i] * (1 - passage * values[2 * i + 1]);
        const int at = static_cast<int>(i);
        picture.grey.push_back(stored(std::abs(signal + 12 * grain(at % 96, at / 96, 7000 + slice * 512 + moment))));
    }
    return picture;
}

} // namespace responder::phantom
