#pragma once

#include <QColor>

//! The one palette of everything that touches a picture, the same with light and dark desktops.
namespace viewer::imaging {

inline constexpr QRgb surround = 0xff0d0d0d;
inline constexpr QRgb tile = 0xff000000;
inline constexpr QRgb strip = 0xff171717;
inline constexpr QRgb stripHover = 0xff262626;
inline constexpr QRgb stripSelected = 0xff18344f;
inline constexpr QRgb line = 0xff333333;
inline constexpr QRgb text = 0xffe4e4e4;
inline constexpr QRgb text2 = 0xffb0b0b0;
inline constexpr QRgb text3 = 0xffa4a4a4;
inline constexpr QRgb overlay = 0xffe6e6e6;
inline constexpr QRgb outline = 0xff000000;
inline constexpr QRgb accent = 0xff76b5f7;
inline constexpr QRgb warn = 0xffe9b64f;
inline constexpr QRgb fail = 0xffff938b;
inline constexpr QRgb control = 0xff8a8a8a;
inline constexpr QRgb handle = 0xff4d4d4d; // lineStrong of the dark theme
inline constexpr QRgb track = 0xff3a3a3a;
inline constexpr QRgb progress = 0xff5aa5f0;

} // namespace viewer::imaging
