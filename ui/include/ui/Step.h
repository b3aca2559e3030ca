#pragma once

#include <QMetaType>

namespace ui {

//! The six steps of the walk, in order.
enum class Step { Country, Patient, Studies, Selection, Retrieval, Viewing };
inline constexpr int stepCount = 6;

//! How a step stands, apart from being the current one.
enum class StepState {
    NotReached, //!< hollow number; cannot be gone to
    Reached,    //!< hollow number; can be gone to
    Done,       //!< tick
    Warned,     //!< triangle: done, with warnings
    Stopped,    //!< octagon: cannot go on
    Changed     //!< pale number: reached, but what it was asked with has changed
};

} // namespace ui

Q_DECLARE_METATYPE(ui::Step)
