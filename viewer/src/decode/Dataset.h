#pragma once

#include "decode/Source.h"

#include <QList>

#include <functional>
#include <optional>
#include <vector>

namespace viewer {

//! A DICOM tag, group in the upper half.
using Tag = quint32;

constexpr int deepestNesting = 64;

//! Where the value of an attribute lies; nothing is loaded before it is asked for.
struct Element
{
    Tag tag = 0;
    quint16 vr = 0;     //!< the two letters, or 0 in an implicit encoding
    qint64 at = 0;      //!< of the value
    qint64 length = -1; //!< -1: undefined, ended by a delimiter
};

struct Encoding
{
    bool implicit = false;
    bool bigEndian = false;
};

constexpr quint16 vrOf(char first, char second)
{
    return static_cast<quint16>((static_cast<uchar>(first) << 8) | static_cast<uchar>(second));
}

//! One level of a DICOM data set (PS3.5 section 7), read with bounded memory and without recursion.
class Dataset
{
public:
    const Element *find(Tag tag) const;
    bool has(Tag tag) const { return find(tag) != nullptr; }
    Encoding encoding() const { return m_encoding; }
    const std::shared_ptr<Source> &source() const { return m_source; }

    //! At most \a bound bytes of a value, as they lie in the file.
    QByteArray bytes(Tag tag, qint64 bound = 64 * 1024) const;
    //! A value in ASCII without padding, all values of it.
    QByteArray ascii(Tag tag) const;
    std::optional<int> integer(Tag tag) const;    //!< of IS
    QList<double> decimals(Tag tag) const;        //!< of DS, FD, FL; only finite ones
    std::optional<double> decimal(Tag tag) const; //!< the first of them
    //! Of an attribute that is FL by the dictionary, which an implicit encoding does not say; only finite ones, of the
    //! first \a bound bytes.
    QList<double> floats(Tag tag, qint64 bound = 64 * 1024) const;
    QList<double> doubles(Tag tag) const;                     //!< likewise of one that is FD
    QList<quint16> words(Tag tag, qint64 bound = 1024) const; //!< of US, SS, OW
    std::optional<quint16> word(Tag tag) const;
    QList<qint32> longs(Tag tag) const; //!< of SL, and of UL where nothing needs its last bit
    //! The item of a sequence, counted from 0; a damaged item gives what could be read.
    std::optional<Dataset> item(Tag tag, int index = 0) const;
    //! Gives every item of a sequence of this level until \a visit answers false. False when the sequence is damaged.
    bool eachItem(const Element &sequence, const std::function<bool(const Dataset &)> &visit) const;
    const std::vector<Element> &elements() const { return m_elements; }

private:
    friend struct DatasetReader;

    std::shared_ptr<Source> m_source;
    Encoding m_encoding;
    std::vector<Element> m_elements; //!< in file order
};

//! A DICOM file up to its pixel data.
struct FileContent
{
    Dataset meta, data;
    QString transferSyntax; //!< as text; what a file without one seems to be
    bool deflated = false;
    qint64 dataAt = 0;           //!< where the data set begins
    std::optional<Error> damage; //!< of a whole file: why it ends early; what came before is there
};

enum class Extent { UpToPixels, Whole };

//! Reads everything up to the pixel data, or what lies behind them as well. \a inflateBound limits what is taken of a
//! deflated file. A damaged file has no content unless the whole of it is wanted.
Result<FileContent> readContent(const QString &path, qint64 inflateBound, Extent extent = Extent::UpToPixels);

//! One item of encapsulated pixel data.
struct Fragment
{
    qint64 at = 0;
    qint64 length = 0;
    bool cut = false; //!< the file ends in it
};

//! The item of encapsulated pixel data whose head lies at a place; nothing when there is none.
std::optional<Fragment> fragmentAt(const Dataset &data, qint64 at);
//! The items from a place up to another, the whole rest without \a end. Ends early when the file does.
std::vector<Fragment> fragmentsBetween(const Dataset &data, qint64 at, std::optional<qint64> end = {});

} // namespace viewer
