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

    //! The first value, without padding.
    QString text(Tag tag) const;
    //! A person's name as "Family, Given Middle"; the ideographic form when there is no alphabetic one.
    QString personName(Tag tag) const;

private:
    QString unicode(const QByteArray &bytes) const;

    const Dataset &m_data;
    const char *m_characters; //!< what texts begin in, by iconv's name
};

QDate dateOf(const QByteArray &da);
QTime timeOf(const QByteArray &tm);

} // namespace viewer
