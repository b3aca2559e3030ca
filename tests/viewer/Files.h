#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

//! Every file of the corpora that are on this machine, with a name that is the same everywhere.
struct CorpusFile
{
    QString name, path;
};
QList<CorpusFile> corpusFiles();
//! A file of the first corpus, which is always there.
QString corpusFile(const QString &name);

//! Writes a small Explicit Little Endian file, attribute by attribute in ascending order.
class FileMaker
{
public:
    explicit FileMaker(const char *transferSyntax = "1.2.840.10008.1.2.1");

    FileMaker &text(quint32 tag, const char *vr, const QByteArray &value);
    FileMaker &word(quint32 tag, quint16 value, const char *vr = "US");
    FileMaker &words(quint32 tag, const QList<quint16> &values, const char *vr = "US");
    FileMaker &bytes(quint32 tag, const char *vr, const QByteArray &value);
    //! A sequence of one item whose attributes are those of \a item, without its head.
    FileMaker &sequence(quint32 tag, const FileMaker &item);
    //! A sequence of many items.
    FileMaker &items(quint32 tag, const QList<FileMaker> &items);
    //! A sequence of unknown length with one item, open until it is closed; they may be nested.
    FileMaker &openSequence(quint32 tag);
    FileMaker &closeSequence();
    //! Encapsulated pixel data, without an offset table where none is given.
    FileMaker &fragments(const QList<QByteArray> &fragments, const QList<quint32> &table = {});
    //! Rows, columns, depth and the pixels of a grey image.
    FileMaker &grey(int rows, int columns, int stored, bool isSigned, const QList<int> &values,
                    const QByteArray &photometric = "MONOCHROME2");

    //! The same in Implicit Little Endian, where nothing says what a value is written in. Not for open sequences and
    //! fragments.
    FileMaker implicit() const;

    QByteArray file() const;
    QString writtenTo(const QString &path) const;

private:
    void head(quint32 tag, const char *vr, qsizetype length);

    QByteArray m_meta, m_data;
};
