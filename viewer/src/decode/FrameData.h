#pragma once

#include <viewer/Image.h>

#include <QImage>

#include <variant>
#include <vector>

namespace viewer {

//! A look-up table of PS3.3 C.11.1 or C.11.2: the value of the first entry that is mapped, and what it becomes.
struct Lut
{
    qint64 first = 0;
    int bits = 16;
    std::vector<quint16> entries;

    double at(double value) const
    {
        const double index = value - static_cast<double>(first);
        if (!(index > 0))
            return entries.front();
        if (index >= static_cast<double>(entries.size() - 1))
            return entries.back();
        return entries[static_cast<size_t>(index + 0.5)];
    }
};

//! Numbers of float and of double pixel data are kept as double.
using Samples = std::variant<std::vector<quint8>, std::vector<qint8>, std::vector<quint16>, std::vector<qint16>,
                             std::vector<quint32>, std::vector<qint32>, std::vector<double>>;

struct Frame::Data
{
    int rows = 0, columns = 0;
    QImage colour;        //!< Format_RGB32, or null when grey
    Samples samples;      //!< stored values, row by row, when grey
    bool inverse = false; //!< MONOCHROME1: the largest value is black

    double slope = 1, intercept = 0;
    std::optional<Lut> modality; //!< in place of slope and intercept
    std::optional<Lut> voi;
    QString voiExplanation;
    QList<Window> windows;
    QString unit;

    qint64 storedMinimum = 0, storedMaximum = 0; //!< of all pixels that are whole numbers
    double minimum = 0, maximum = 0;             //!< after the modality transformation, padding left out

    double transformed(double stored) const { return modality ? modality->at(stored) : stored * slope + intercept; }
};

} // namespace viewer
