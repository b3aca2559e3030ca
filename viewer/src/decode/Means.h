#pragma once

#include <QtGlobal>

#include <algorithm>
#include <type_traits>
#include <vector>

namespace viewer {

//! Makes rows of means of squares of \a factor by \a factor values. Rows are summed first, for that is what vector
//! instructions are good at.
template <class T>
class Means
{
public:
    Means(int columns, int factor) : m_sums(static_cast<size_t>(columns)), m_across(columns / factor), m_factor(factor)
    {}

    int across() const { return m_across; }

    //! One row of means from the \a factor rows that begin at \a from.
    void writeRow(const T *from, T *to)
    {
        addRows(from);
        switch (m_factor) {
        case 2:
            return addColumns<2>(to);
        case 3:
            return addColumns<3>(to);
        case 4:
            return addColumns<4>(to);
        default:
            return addColumns<0>(to);
        }
    }

private:
    using Sum =
        std::conditional_t<std::is_floating_point_v<T>, double, std::conditional_t<(sizeof(T) < 4), qint32, qint64>>;

    //! Two rows at a time, so that the sums pass through memory half as often.
    void addRows(const T *from)
    {
        const size_t columns = m_sums.size();
        Sum *sums = m_sums.data();
        int line = 1;
        if (m_factor % 2) {
            std::copy(from, from + columns, sums);
        } else {
            const T *next = from + columns;
            for (size_t column = 0; column < columns; ++column)
                sums[column] = static_cast<Sum>(from[column]) + static_cast<Sum>(next[column]);
            line = 2;
        }
        for (; line < m_factor; line += 2) {
            const T *one = from + static_cast<size_t>(line) * columns;
            const T *next = one + columns;
            for (size_t column = 0; column < columns; ++column)
                sums[column] += static_cast<Sum>(one[column]) + static_cast<Sum>(next[column]);
        }
    }

    //! The compiler takes the loop apart where it knows the \a known factor; 0 is any.
    template <int known>
    void addColumns(T *to) const
    {
        const int factor = known ? known : m_factor;
        const double share = 1.0 / (static_cast<double>(factor) * factor);
        const Sum *from = m_sums.data();
        for (int column = 0; column < m_across; ++column, from += factor) {
            Sum sum = 0;
            for (int i = 0; i < factor; ++i)
                sum += from[i];
            to[column] = static_cast<T>(static_cast<double>(sum) * share);
        }
    }

    std::vector<Sum> m_sums;
    int m_across;
    int m_factor;
};

} // namespace viewer
