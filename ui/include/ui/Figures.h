#pragma once

#include <QString>

namespace ui {

//! A count with its thousands apart, in one form on all pages, in the rail and in the status line: 1 024.
QString number(qint64 value);
//! `translated` is the outcome of tr("… %n …", nullptr, value); sets the thousands in it apart.
QString grouped(const QString &translated, qint64 value);

} // namespace ui
