#pragma once

#include <cstdint>
#include <vector>

namespace responder::phantom {

//! Stored values, row by row, frame by frame. Colour pictures use `colour` (RGB, interleaved), all others `grey`.
struct Picture
{
    int columns = 0;
    int rows = 0;
    int frames = 1;
    double spacing = 1.0; //!< millimetres from pixel to pixel
    std::vector<std::uint16_t> grey;
    std::vector<std::uint8_t> colour;
};

// Every function draws anatomy from formulas alone and returns the same picture each time.

//! One slice of a chest with contrast agent, 512 x 512, stored value = Hounsfield unit + 1024; 0 is the top slice.
Picture thoraxCt(int slice, int slices);
//! One axial slice of a head, 256 x 256, values up to about 1200; 0 is the top slice.
enum class Weighting { T1, T2, Flair };
Picture brainMr(int slice, int slices, Weighting weighting);
//! A chest from behind, bright bones, 12 bit. The variant shifts the proportions a little.
Picture chestRadiograph(int variant);
//! A hand, 12 bit, bright bones.
Picture handRadiograph();
//! A breast from above or obliquely from the side, 12 bit, dense tissue bright; the chest wall is on the side that the
//! laterality demands.
enum class Laterality { Left, Right };
enum class View { CranioCaudal, MedioLateralOblique };
Picture breast(Laterality laterality, View view);
//! A beating heart in a sector with a colour overlay, RGB.
Picture heartUltrasound(int frames);
//! A photograph of a skin lesion, RGB.
Picture skinPhotograph();

//! One slice of an abdomen, 512 x 512, stored value = Hounsfield unit + 1024; 0 is the top slice.
enum class Phase { Arterial, PortalVenous };
constexpr double abdomenHeight = 240; //!< millimetres from the top slice to the lowest
Picture abdomenCt(int slice, int slices, Phase phase);
//! The same abdomen from the front as the scanner sees it before, 512 columns, values about 1000 to 2600.
Picture abdomenScout();

//! One sagittal slice of a lumbar spine, 384 x 384, values up to about 1100; 0 is the slice farthest to the right.
constexpr double spineSliceDistance = 4.4;
Picture spineMr(int slice, int slices, Weighting weighting);

//! A head at one moment while a contrast agent passes, 96 x 96; slices from the top, moments from 0.
Picture perfusionMr(int slice, int slices, int moment, int moments);

//! Contrast agent running into the coronary arteries, 512 x 512, 8 bit values, vessels dark.
Picture coronaryAngiogram(int frames);

//! A skeleton from the front and from behind, two frames of 256 x 1024, counts.
Picture boneScan();

//! One slice of a body after FDG, 168 x 168, stored value in units of 1/1000 of the standardised uptake value; 0 is the
//! top slice. Millimetres as in the chest's CT.
constexpr double petTop = -190;
constexpr double petSliceDistance = 8;
Picture fdgPet(int slice);

} // namespace responder::phantom
