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
enum class Weighting { T1, T2 };
Picture brainMr(int slice, int slices, Weighting weighting);
//! A chest from behind, bright bones, 12 bit. The variant shifts the proportions a little.
Picture chestRadiograph(int variant);
//! A hand, 12 bit, bright bones.
Picture handRadiograph();
//! A breast from above, 12 bit, dense tissue bright; the chest wall is on the side that the laterality demands.
enum class Laterality { Left, Right };
Picture breast(Laterality laterality);
//! A beating heart in a sector with a colour overlay, RGB.
Picture heartUltrasound(int frames);
//! A photograph of a skin lesion, RGB.
Picture skinPhotograph();

} // namespace responder::phantom
