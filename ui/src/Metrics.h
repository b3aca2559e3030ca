#pragma once

//! Sizes of the window in logical pixels. Everything lives on a grid of 8, of 4 inside controls.
namespace ui::metrics {

inline constexpr int menuStrip = 32;
inline constexpr int patientBanner = 56;
inline constexpr int statusStrip = 24;
inline constexpr int stepRail = 224;
inline constexpr int stepRailNarrow = 56;
inline constexpr int narrowBelow = 1400;
inline constexpr int pageHead = 64;
inline constexpr int bodyWidth = 1200; // what a window of 1280 leaves beside the rail and a scroll bar
inline constexpr int bodyHeight = 480;
inline constexpr int pageFoot = 56;
inline constexpr int dockTitle = 40;
inline constexpr int routeStrip = 40;
inline constexpr int filterBar = 48;
inline constexpr int pagePadding = 24;
inline constexpr int reportsSide = 312;
inline constexpr int bodySite = 144;
inline constexpr int types = 288;
inline constexpr int listPadding = 16;
inline constexpr int button = 32;
inline constexpr int buttonSmall = 24;
inline constexpr int checkBox = 16;
inline constexpr int rowHeader = 32;
inline constexpr int rowCheck = 32;
inline constexpr int rowTree = 32;
inline constexpr int rowComparison = 32;
inline constexpr int rowStudy = 48;
inline constexpr int rowSeries = 48;
inline constexpr int rowProfile = 64;
inline constexpr int rowCandidate = 64;
inline constexpr int rowStep = 64;
inline constexpr int rowStepNarrow = 56;
inline constexpr int iconRow = 16;
inline constexpr int iconTool = 18;
inline constexpr int iconNotice = 24;
inline constexpr int focusRing = 2;
inline constexpr int marker = 2;
inline constexpr int stepMarker = 3;
inline constexpr int noticeMarker = 3;
inline constexpr int radius = 4;
inline constexpr int boxRadius = 3;
inline constexpr int foldMilliseconds = 120;
inline constexpr int skeletonAfter = 300;
inline constexpr int repaintEvery = 100;

} // namespace ui::metrics
