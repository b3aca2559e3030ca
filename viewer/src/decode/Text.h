#pragma once

#include "decode/Dataset.h"

#include <QDate>
#include <QString>
#include <QTime>

namespace viewer {

//! Makes Unicode of the texts of one data set by its (0008,0005).
class TextReader
{
public:
    explicit TextReader(const Dataset &data);
    ~TextReader();

    //! The first value, without padding.
    QString text(Tag tag) const;
    //! A person's name as "Family, Given Middle"; the ideographic form when there is no alphabetic one.
    QString personName(Tag tag) const;

private:
    QString unicode(const QByteArray &bytes) const;

    const Dataset &m_data;
    QByteArray m_characterSet;
    struct Conversion;
    std::unique_ptr<Conversion> m_conversion;
};

QDate dateOf(const QByteArray &da);
QTime timeOf(const QByteArray &tm);

} // namespace viewer
