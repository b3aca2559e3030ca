#include "PhantomParts.h"

#include <array>

namespace responder::phantom {

namespace {

// Millimetres, x to the patient's left, y to the back, z downwards from the dome of the liver.

constexpr double bone = 650;
constexpr double marrow = 220;
constexpr double muscle = 58;
constexpr double fat = -102;
constexpr double air = -1000;

struct Point
{
    double x, y, z;
};

double ellipsoid(double x, double y, double z, const Point &centre, const Point &radii)
{
    return square((x - centre.x) / radii.x) + square((y - centre.y) / radii.y) + square((z - centre.z) / radii.z);
}

double toLine(double x, double y, double z, const Point &a, const Point &b)
{
    const Point d{b.x - a.x, b.y - a.y, b.z - a.z};
    const double t =
        clamp01(((x - a.x) * d.x + (y - a.y) * d.y + (z - a.z) * d.z) / (square(d.x) + square(d.y) + square(d.z)));
    return std::hypot(x - a.x - t * d.x, y - a.y - t * d.y, z - a.z - t * d.z);
}

//! How bright the contrast agent makes what it has reached.
struct Contrast
{
    double aorta, cava, portal, liver, hepaticVeins, spleen, cortex, medulla, pancreas, bowel;
};

constexpr Contrast arterial{330, 95, 110, 72, 70, 125, 200, 85, 112, 95};
constexpr Contrast portalVenous{155, 150, 178, 118, 172, 128, 185, 178, 92, 84};

class Body
{
public:
    explicit Body(Phase phase) : m_early(phase == Phase::Arterial), m_agent(m_early ? arterial : portalVenous) {}

    double hounsfield(double x, double y, double z) const
    {
        const double outer = rho(x, y, 0, z);
        if (outer >= 1)
            return std::abs(y - 128 - x * x / 3200) < 2 && std::abs(x) < 190 ? -260 : air; // the table
        if (rho(x, y, 2, z) >= 1)
            return 15; // skin
        if (const double part = skeleton(x, y, z); part > air)
            return part;
        const double side = std::abs(x);
        // Muscles of the back, beside the spine.
        if (square((side - 31) / 27) + square((y - 82) / 18) < 1)
            return fraction(std::atan2(y - 82, side - 31) * 1.6 + clouds(x / 9, y / 9, z / 40)) < 0.1 ? fat + 40
                                                                                                      : muscle + 4;
        const double psoas = 9 + 15 * ramp(70, 200, z);
        if (std::hypot(side - 30 - 0.07 * std::max(0.0, z - 80), (y - 50) * 1.05) < psoas)
            return muscle + 6;
        const double rim = 17 + 6 * ramp(20, 90, y) + 5 * ramp(120, 230, z);
        if (rho(x, y, rim, z) >= 1)
            return fat + 10 * clouds(x / 7, y / 7, z / 7);
        if (rho(x, y, rim + wall(x, y, z), z) >= 1)
            return lateralLayers(x, y, z, rim);
        return inside(x, y, z);
    }

private:
    static double halfWidth(double z) { return 172 - 10 * std::exp(-square((z - 120) / 60)) + 6 * ramp(170, 240, z); }
    static double rho(double x, double y, double rim, double z)
    {
        const double a = halfWidth(z) - rim;
        const double b = 112 - rim;
        const double u = std::abs(x / a);
        return square(u) * std::sqrt(u) + square(y / b);
    }

    static double wall(double x, double y, double z)
    {
        const double linea = std::abs(x) < 3 && y < 0 ? -6 : 0; // the white line between the straight muscles
        return 12 + linea - 3 * ramp(40, 0, z);
    }

    static double lateralLayers(double x, double y, double z, double rim)
    {
        if (rho(x, y, rim + 4, z) < 1 && rho(x, y, rim + 5.2, z) >= 1 && std::abs(x) > 70)
            return fat + 50;
        return muscle;
    }

    static double skeleton(double x, double y, double z)
    {
        if (const double spine = vertebra(x, y, z + 9, air); spine > air)
            return spine;
        const double side = std::abs(x);
        // Ribs cross a slice where their slope passes it.
        const double angle = std::atan2(side / 150, (y + 6) / 98);
        const double ring = std::sqrt(square(side / 150) + square((y + 6) / 96));
        if (z < 150 - 60 * ramp(1.4, 2.4, angle) && ring > 0.89 && ring < 0.965 && angle < 2.35 && angle > 0.35) {
            const double phase = std::abs(fraction((z - 34 * angle) / 26.0) - 0.5);
            if (phase < 0.22)
                return phase > 0.15 || ring > 0.947 || ring < 0.905 ? bone : marrow;
        }
        // The wings of the pelvis.
        if (z > 182) {
            const double down = z - 182;
            const double blade =
                toSegment(side, y, 50 + 0.1 * down, 78 - 0.1 * down, 128 - 0.12 * down, 12 - 0.45 * down) -
                (4 + 0.045 * down);
            const double height = ramp(0, 20, down - 0.14 * std::abs(y - 30));
            if (blade < 0 && height > 0.4)
                return blade > -1.8 ? bone : marrow + 40;
            if (square(side / 48) + square((y - 74) / (20 + 0.1 * down)) < 1 && down > 26)
                return square(side / 45) + square((y - 74) / 18) > 1 ? bone - 150 : marrow;
        }
        return air;
    }

    double vessels(double x, double y, double z, double otherwise) const
    {
        const double wave = 2 * std::sin(z / 40);
        const double fork = ramp(178, 235, z) * 26;
        if (z < 184 ? std::hypot(x - 9 - wave, y - 27) < 10.5 : std::hypot(std::abs(x - 3) - fork, y - 28) < 7.5)
            return std::hypot(x - 9 - wave, y - 27) > 9.3 && z > 120 && x > 14 && y < 30 ? 420 : m_agent.aorta;
        const double cavaFork = ramp(186, 240, z) * 26;
        const double cava = z < 190 ? square((x + 20) / 12.5) + square((y - 24) / 9.5)
                                    : square((std::abs(x + 4) - cavaFork) / 9) + square((y - 40) / 8);
        if (cava < 1) // blood of the kidneys comes bright into dark
            return m_early && z < 120 ? m_agent.cava + 60 * clouds(x / 5, y / 5, z / 9) : m_agent.cava;
        if (toLine(x, y, z, {-8, -4, 96}, {-40, -12, 62}) < 7)
            return m_agent.portal;
        if (toLine(x, y, z, {-4, -8, 98}, {88, 26, 62}) < 4.2)
            return m_agent.portal; // the vein of the spleen
        if (z > 92 && std::hypot(x + 5, y + 2) < 5.5)
            return m_agent.portal;
        if (z > 84 && std::hypot(x - 8, y - 2 + 8 * ramp(100, 84, z)) < 3.6)
            return m_agent.aorta;
        for (const double to : {-58.0, 58.0}) {
            if (toLine(x, y, z, {9, 26, 112}, {to, 34, 122}) < 2.8)
                return m_agent.aorta;
            if (toLine(x, y, z, {-20, 22, 116}, {to, 30, 124}) < 4.6)
                return m_agent.cava + 20;
        }
        return otherwise;
    }

    double liver(double x, double y, double z) const
    {
        const double texture = 5 * (clouds(x / 5, y / 5, z / 5) - 0.5);
        // Metastases, dark with a rim once the liver is bright.
        for (const auto &[cx, cy, cz, r] :
             std::array<std::array<double, 4>, 3>{{{-98, -22, 58, 15}, {-62, 34, 40, 9}, {-30, -48, 48, 7}}}) {
            const double away = std::hypot(x - cx, y - cy, z - cz);
            if (away < r)
                return (m_early ? 58 : 66) + 26 * ramp(r - 4, r - 1, away) + texture;
        }
        for (const auto &[ax, ay, az, bx, by, bz, r] :
             std::array<std::array<double, 7>, 4>{{{-20, 12, 12, -88, 8, 44, 4.6},
                                                   {-20, 10, 12, -58, -46, 40, 4.2},
                                                   {-18, 8, 12, 18, -50, 34, 3.8},
                                                   {-88, 8, 44, -118, 18, 74, 2.8}}}) {
            if (toLine(x, y, z, {ax, ay, az}, {bx, by, bz}) < r)
                return m_agent.hepaticVeins;
        }
        for (const auto &[ax, ay, az, bx, by, bz, r] :
             std::array<std::array<double, 7>, 4>{{{-40, -12, 62, -84, -2, 68, 5},
                                                   {-40, -12, 62, -8, -44, 52, 4.4},
                                                   {-84, -2, 68, -112, -22, 86, 3.2},
                                                   {-84, -2, 68, -104, 30, 58, 3.2}}}) {
            if (toLine(x, y, z, {ax, ay, az}, {bx, by, bz}) < r)
                return m_agent.portal;
        }
        return m_agent.liver + 24 * ramp(0.955, 0.985, veins(x / 21, y / 21, z / 21)) + texture;
    }

    double kidney(double x, double y, double z, double otherwise) const
    {
        for (const double side : {-1.0, 1.0}) {
            const double cz = side < 0 ? 132 : 120;
            const double turned = (x * side - 66) * 0.86 - (y - 38) * 0.5 - 0.12 * (z - cz);
            const double along = (x * side - 66) * 0.5 + (y - 38) * 0.86;
            const double shell = square(turned / 24) + square(along / 30) + square((z - cz) / 56);
            if (shell >= 1)
                continue;
            const double sinus = square((turned + 9) / 14) + square(along / 11) + square((z - cz) / 30);
            if (sinus < 1)
                return sinus < 0.35 ? (m_early ? 20 : 45) : fat + 25;
            const double pyramids = std::cos(7 * std::atan2(along, turned) + side) * std::cos((z - cz) / 6);
            const bool inner = shell < 0.6 && pyramids > -0.45;
            return inner ? m_agent.medulla : m_agent.cortex;
        }
        for (const double side : {-1.0, 1.0}) { // fat around
            if (square((x * side - 66) / 38) + square((y - 38) / 44) + square((z - 126) / 74) < 1 && y > 0)
                return fat;
        }
        return otherwise;
    }

    double gut(double x, double y, double z, double otherwise) const
    {
        const auto colon = [&](double away, double radius) {
            if (away > radius)
                return air - 1;
            if (away > radius - 2.4)
                return m_agent.bowel;
            const double stool = clouds(x / 7, y / 7, z / 7);
            return y < -0.25 * radius + 8 * stool - 20 ? air + 20 : (stool > 0.72 ? -420.0 : 28 + 40 * stool);
        };
        const double haustra = 3 * std::sin(z / 8) + 2 * std::sin(z / 5 + 1);
        double part = air - 1;
        if (z > 100)
            part = colon(std::hypot(x + 106, y - 2), 23 + haustra);
        if (part < air && z > 74)
            part = colon(std::hypot(x - 108, y - 14), 15 + 0.7 * haustra);
        if (part < air)
            part = colon(toLine(x, y, z, {-104, -40, 112}, {4, -68, 128}), 17 + 2 * std::sin(x / 7));
        if (part < air)
            part = colon(toLine(x, y, z, {4, -68, 128}, {104, -24, 80}), 16 + 2 * std::sin(x / 7));
        if (part >= air)
            return part;
        // Loops of the small bowel lie in a jittered packing.
        if (z > 104 && square(x / 92) + square((y + 30) / 48) < 1) {
            const double wx = x + 9 * std::sin(z / 17 + y / 30);
            const double wy = y + 7 * std::sin(z / 21 + x / 26);
            const int ix = static_cast<int>(std::floor(wx / 27));
            const int iy = static_cast<int>(std::floor(wy / 25));
            for (int k = 0; k < 9; ++k) {
                const int cx = ix + k % 3 - 1;
                const int cy = iy + k / 3 - 1;
                const double mx = 27 * (cx + 0.5 + 0.4 * (random01(cx, cy, 51) - 0.5));
                const double my = 25 * (cy + 0.5 + 0.4 * (random01(cx, cy, 52) - 0.5));
                const double r = 10.5 + 2.5 * random01(cx, cy, 53) + 1.2 * std::sin(z / 6 + 5 * random01(cx, cy, 54));
                const double away = std::hypot(wx - mx, wy - my);
                if (away < r)
                    return away > r - 2.2 ? m_agent.bowel + 10
                                          : (my < -40 && wy < my - 4 && random01(cx, cy, 55) > 0.6 ? air + 40 : 22.0);
            }
        }
        return otherwise;
    }

    double inside(double x, double y, double z) const
    {
        // Bases of the lungs at the back of the upper slices.
        const double dome = 22 + 0.006 * (square(x + 60) * (x < 0 ? 1 : 0) + square(x - 66) * (x >= 0 ? 1 : 0));
        if (y > 46 && std::abs(x) > 26 && z < dome - 12 + 0.55 * (y - 46))
            return -860 + 55 * ramp(0.9, 0.96, veins(x / 8, y / 8, z / 8)) * 12;
        if (const double tube = vessels(x, y, z, air); tube > air)
            return tube;
        const bool lobe =
            ellipsoid(x, y, z, {-72, -4, 56}, {78, 74, 92}) < 1 || ellipsoid(x, y, z, {-4, -50, 42}, {74, 38, 42}) < 1;
        const bool groove = ellipsoid(x, y, z, {8, 40, 60}, {40, 50, 120}) < 1; // where the spine and vessels are
        if (ellipsoid(x, y, z, {-56, -50, 98}, {16, 23, 26}) < 1)
            return ellipsoid(x, y, z, {-56, -50, 98}, {14.5, 21.5, 24.5}) < 1 ? 10 : 70; // the gall bladder
        const double inKidney = kidney(x, y, z, air);
        if (inKidney > 0)
            return inKidney;
        const bool bed = ellipsoid(x, y, z, {-62, 62, 142}, {62, 56, 82}) < 1; // the kidney lies in the liver's back
        if (lobe && !groove && !bed)
            return liver(x, y, z);
        const double spleenShape = ellipsoid(x, y, z, {98, 34, 52}, {32, 48, 56});
        if (spleenShape < 1 && ellipsoid(x, y, z, {62, 8, 60}, {34, 36, 70}) > 1)
            return m_agent.spleen + (m_early ? 50 * (veins(x / 13, y / 9, z / 13) - 0.5) : 0);
        const double stomach = ellipsoid(x, y, z, {56, -36, 52}, {42, 44, 52});
        if (stomach < 1) {
            if (stomach > 0.86)
                return m_agent.bowel + 12 * std::sin(x / 2.5 + y / 3);
            return y < -52 ? air + 10 : 18 + 22 * clouds(x / 9, y / 9, z / 9);
        }
        const double pancreas = std::min({toLine(x, y, z, {-30, -4, 112}, {-14, -14, 98}) - 13,
                                          toLine(x, y, z, {-14, -14, 98}, {36, -12, 88}) - 9,
                                          toLine(x, y, z, {36, -12, 88}, {76, 14, 70}) - 8.5});
        if (pancreas + 3 * (clouds(x / 5, y / 5, z / 5) - 0.5) < 0)
            return m_agent.pancreas;
        if (toLine(x, y, z, {-44, 2, 96}, {-44, 8, 130}) < 12)
            return toLine(x, y, z, {-44, 2, 96}, {-44, 8, 130}) > 9.5 ? m_agent.bowel : 25; // the duodenum
        const double bowel = gut(x, y, z, air - 1);
        if (bowel >= air)
            return bowel;
        if (inKidney > air)
            return inKidney;
        // Mesentery: fat with its vessels.
        return mix(fat, m_early ? 60 : 95, ramp(0.93, 0.98, veins(x / 11, y / 11, z / 24)));
    }

    bool m_early;
    Contrast m_agent;
};

} // namespace

Picture abdomenCt(int slice, int slices, Phase phase)
{
    const double spacing = 400.0 / 512;
    const Body body(phase);
    const double z = (slice + 0.5) * abdomenHeight / slices;
    const int seed = 1000 + slice + (phase == Phase::Arterial ? 0 : 400);
    Picture picture{512, 512, 1, spacing, {}, {}};
    picture.grey.reserve(512 * 512);
    for (int row = 0; row < 512; ++row) {
        for (int column = 0; column < 512; ++column) {
            const double x = (column - 255.5) * spacing;
            const double y = (row - 255.5) * spacing;
            const double value = body.hounsfield(x, y, z);
            picture.grey.push_back(stored(1024 + value + (value > -900 ? 11 : 6) * grain(column, row, seed)));
        }
    }
    return picture;
}

Picture abdomenScout()
{
    const double spacing = 400.0 / 512;
    const int rows = static_cast<int>(abdomenHeight / spacing);
    const Body body(Phase::Arterial);
    // Every second pixel both ways is looked through, the rest lies between: such a picture is soft anyway.
    const int across = 257;
    const int down = rows / 2 + 2;
    std::vector<double> thickness; // in millimetres of water
    thickness.reserve(static_cast<std::size_t>(across * down));
    for (int row = 0; row < down; ++row) {
        for (int column = 0; column < across; ++column) {
            double sum = 0;
            // The lines start at different depths, so that the steps of the summing do not show.
            for (double y = -114 + 8 * random01(column, row, 991); y < 122; y += 8) {
                const double value =
                    std::min(body.hounsfield((2 * column - 255.5) * spacing, y, 2 * row * spacing), 600.0);
                sum += 8 * std::max(0.0, 1 + (value > 150 ? 2.6 * value : value) / 1000);
            }
            thickness.push_back(sum);
        }
    }
    const auto at = [&](int column, int row) { return thickness[static_cast<std::size_t>(row * across + column)]; };
    Picture picture{512, rows, 1, spacing, {}, {}};
    picture.grey.reserve(static_cast<std::size_t>(512 * rows));
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < 512; ++column) {
            const double above = mix(at(column / 2, row / 2), at(column / 2 + 1, row / 2), column % 2 / 2.0);
            const double below = mix(at(column / 2, row / 2 + 1), at(column / 2 + 1, row / 2 + 1), column % 2 / 2.0);
            picture.grey.push_back(stored(900 + 4.6 * mix(above, below, row % 2 / 2.0) + 14 * grain(column, row, 990)));
        }
    }
    return picture;
}

} // namespace responder::phantom
