#pragma once

#include "decode/Dataset.h"

#include <QDate>
#include <QString>
#include <QTime>

namespace viewer {

//! What texts of a data set begin in (0008,0005), by iconv's name; \a inherited where it does not say, as in an item.
const char *charactersOf(const Dataset &data, const char *inherited = "ISO-8859-1");
//! Text that begins in \a characters and may switch by escape sequences, as Unicode.
QString unicodeOf(const QByteArray &bytes, const char *characters);

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
    const Dataset &m_data;
    const char *m_characters;
};

QDate dateOf(const QByteArray &da);
QTime timeOf(const QByteArray &tm);

} // namespace viewer
