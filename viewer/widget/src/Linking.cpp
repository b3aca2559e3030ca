#include "Linking.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace viewer {

namespace {

//! Slices that lie this near to each other show the same, however thin they are.
constexpr double leastReach = 1;

//! Half of the usual distance between neighbours, in mm: so far does a slice stand for what is beside it.
double reachOf(const Planes &planes, const Vector &normal)
{
    QList<double> positions;
    for (const auto &plane : planes) {
        if (plane)
            positions << plane->positionAlong(normal);
    }
    std::sort(positions.begin(), positions.end());
    QList<double> gaps;
    for (qsizetype i = 1; i < positions.size(); ++i) {
        // Several pictures of one position are no neighbours.
        if (const double gap = positions[i] - positions[i - 1]; gap > samePosition)
            gaps << gap;
    }
    if (gaps.isEmpty())
        return 0;
    const auto middle = gaps.begin() + gaps.size() / 2;
    std::nth_element(gaps.begin(), middle, gaps.end());
    return *middle / 2;
}

//! How far from a wanted position a picture still shows it.
double reachOf(const Scrolled &leader, const Vector &normal, const Scrolled &follower, const Vector &ownNormal)
{
    return std::max({leastReach, reachOf(leader.planes, normal), reachOf(follower.planes, ownNormal)});
}

//! Where the follower comes to when it goes as far along its own normal as the leader did, to the same side; nothing
//! where that is not known.
Following asFarAs(const Scrolled &leader, const Scrolled &follower)
{
    const auto &from = leader.sincePlane;
    const auto to = leader.planes.value(leader.picture);
    const auto &own = follower.sincePlane;
    if (!from || !to || !own || !areParallel(*from, *to) || !areParallel(*own, *to))
        return {};
    const Vector normal = to->normal();
    const Vector ownNormal = own->normal() * (dot(own->normal(), normal) < 0 ? -1 : 1);
    const double wanted = own->positionAlong(ownNormal) + to->positionAlong(normal) - from->positionAlong(normal);
    QList<double> off;
    for (const auto &plane : follower.planes)
        off << (plane && areParallel(*plane, *own) ? std::abs(plane->positionAlong(ownNormal) - wanted) : nowhere);
    const int found = leastOf(off, follower.picture);
    const double reach = reachOf(leader, normal, follower, ownNormal) + samePosition;
    return {Following::By::Distance, found, found >= 0 && off[found] <= reach};
}

bool isAnyKnown(const Planes &planes)
{
    return std::any_of(planes.cbegin(), planes.cend(), [](const auto &plane) { return plane.has_value(); });
}

} // namespace

Planes planesOf(const ImageList &images)
{
    Planes planes;
    for (const auto &header : images) {
        for (int place = 0; place < std::max(header->frames, 1); ++place)
            planes << planeOf(*header, header->frameAt(place));
    }
    return planes;
}

Following following(const Scrolled &leader, const Scrolled &follower)
{
    if (leader.picture < 0 || follower.planes.isEmpty())
        return {};
    if (!isAnyKnown(leader.planes) && !isAnyKnown(follower.planes)) {
        const int last = static_cast<int>(follower.planes.size()) - 1;
        return {Following::By::Steps, std::clamp(follower.since + leader.picture - leader.since, 0, last)};
    }
    const auto wanted = leader.planes.value(leader.picture);
    if (!wanted)
        return {};
    const auto isNear = [&](const auto &plane) { return plane && areComparable(*plane, *wanted); };
    const auto isAlike = [&](const auto &plane) { return isNear(plane) && areParallel(*plane, *wanted); };
    if (std::any_of(follower.planes.cbegin(), follower.planes.cend(), isAlike)) {
        const Vector normal = wanted->normal();
        const double reach = reachOf(leader, normal, follower, normal);
        return {Following::By::Position, nearest(follower.planes, *wanted, reach, follower.picture)};
    }
    if (std::any_of(follower.planes.cbegin(), follower.planes.cend(), isNear))
        return {}; // they cut each other
    return asFarAs(leader, follower);
}

} // namespace viewer
