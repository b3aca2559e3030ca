#pragma once

#include <viewer/Result.h>

#include <QList>
#include <QString>

#include <stop_token>

namespace viewer {

//! One attribute of a file, or one item of a sequence, as a person reads it.
struct TagNode
{
    quint32 tag = 0; //!< group in the upper half; FFFEE000 for an item
    int item = 0;    //!< its number, from 1; 0 for an attribute
    QString name;    //!< of the standard's dictionary, in English; empty when unknown
    QString vr;
    QString creator;    //!< of a private attribute, as the file names it
    qint64 length = 0;  //!< in bytes; -1 when the file does not say
    QString value;      //!< as text; empty for sequences and items
    bool isCut = false; //!< the value goes on; see wholeTagValue()
    int parent = -1;    //!< its place in the list; -1 at the top

    QString number() const; //!< "(0010,0010)", "Item 3"
    bool isItem() const { return item > 0; }

    // Where the value lies and how it is written.
    qint64 at = 0;
    qint64 span = 0; //!< bytes that it takes, also where the file does not say
    bool bigEndian = false;
    const char *characters = nullptr;
};

//! All attributes of a file, each before what it holds.
struct TagTree
{
    QString path;
    QList<TagNode> nodes;
    QString damage; //!< a sentence where the list ends early; empty when it is whole

    qint64 inflateFrom = -1; //!< where a deflated file begins to be
};

//! Reads the attributes of a file, private ones, nested ones and those behind the pixels among them. No more than some
//! hundred bytes of a value and some hundred thousand attributes are read; what is deeper than any real file ends in a
//! sentence. A damaged file gives what came before the damage.
Result<TagTree> readTags(const QString &path, const std::stop_token &stop = {});

//! The value of one attribute up to a megabyte.
QString wholeTagValue(const TagTree &tree, int node);

//! Which nodes have a text in number, name, creator or value, with all that they lie in; \a text in any letter case.
QList<bool> tagsWith(const TagTree &tree, const QString &text);

//! A row of a comparison: places in the two lists, -1 where one has nothing like it.
struct TagPair
{
    int left = -1, right = -1;
    bool differs = false; //!< it, or something in it
    int parent = -1;      //!< its place in the comparison
};

//! Two files attribute by attribute; long values are compared whole.
QList<TagPair> compareTags(const TagTree &left, const TagTree &right, const std::stop_token &stop = {});

} // namespace viewer
