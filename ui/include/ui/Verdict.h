#pragma once

#include <QString>

namespace ui {

//! How something asked for came out. Each verdict has its own shape, so that colour is never needed to tell them apart.
enum class Verdict { Unknown, Waiting, Running, Pass, Info, Warn, Fail, Missing, Paused };

//! The icon of a verdict: "unknown", "waiting", "running", "pass", "info", "warn", "fail", "missing",
//! "paused".
QString iconOf(Verdict verdict);
//! The verdict as a word, for screen readers and tooltips.
QString wordFor(Verdict verdict);

} // namespace ui
