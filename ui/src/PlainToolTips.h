#pragma once

#include <QObject>

namespace ui {

//! Shows every tool tip of the program as the text that it is. Qt takes a tip with tags for rich text and reads the
//! images that it names, in the thread of the window: a description of a series must not make it open a file.
class PlainToolTips : public QObject
{
public:
    using QObject::QObject;

    bool eventFilter(QObject *watched, QEvent *event) override;
};

} // namespace ui
