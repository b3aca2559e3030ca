#pragma once

#include <viewer/Image.h>

#include <QByteArray>
#include <QImage>

#include <cmath>
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
        return entries[static_cast<size_t>(std::lround(index))];
    }
};

//! One of the tables that a file offers in place of a window.
struct VoiLut
{
    Lut lut;
    QString explanation;
};

//! Samples of one type in the bytes that came from the file or the codec: a large frame is not copied once more.
template <class T>
class Values
{
public:
    using value_type = T;

    explicit Values(qint64 count)
        : m_bytes(count * static_cast<qint64>(sizeof(T)), Qt::Uninitialized), m_count(static_cast<size_t>(count))
    {}
    //! \a bytes hold at least so many, in this machine's order.
    Values(QByteArray bytes, qint64 count) : m_bytes(std::move(bytes)), m_count(static_cast<size_t>(count)) {}

    size_t size() const { return m_count; }
    const T *data() const { return reinterpret_cast<const T *>(m_bytes.constData()); }
    T *data() { return reinterpret_cast<T *>(m_bytes.data()); }
    const T *begin() const { return data(); }
    const T *end() const { return data() + m_count; }
    T operator[](size_t index) const { return data()[index]; }

private:
    QByteArray m_bytes;
    size_t m_count;
};

//! Numbers of float and of double pixel data are kept as double.
using Samples = std::variant<Values<quint8>, Values<qint8>, Values<quint16>, Values<qint16>, Values<quint32>,
                             Values<qint32>, Values<double>>;

//! The sums of words hold squares of up to 128 by 128.
constexpr int largestReduction = 128;

struct Frame::Data
{
    int rows = 0, columns = 0;
    QImage colour;                      //!< Format_RGB32, or null when grey
    Samples samples{Values<quint8>(0)}; //!< stored values, row by row, when grey
    bool inverse = false;               //!< the largest value is black
    QByteArray overlay;                 //!< 255 where an overlay plane draws, row by row; empty without
    std::optional<Shutter> shutter;
    int reduction = 1; //!< pixels of the file that one pixel stands for, each way

    double slope = 1, intercept = 0;
    std::optional<Lut> modality; //!< in place of slope and intercept
    std::vector<VoiLut> voiLuts;
    QList<Window> windows;
    QString unit;

    qint64 storedMinimum = 0, storedMaximum = 0;  //!< of all pixels that are whole numbers
    double minimum = 0, maximum = 0;              //!< after the modality transformation, padding left out
    std::optional<QPair<double, double>> padding; //!< stored values that mean "no picture here"

    bool isPadding(double stored) const { return padding && stored >= padding->first && stored <= padding->second; }

    double transformed(double stored) const { return modality ? modality->at(stored) : stored * slope + intercept; }
};

} // namespace viewer
