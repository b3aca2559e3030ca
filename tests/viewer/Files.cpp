#include "Files.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QtEndian>

#include <algorithm>
#include <cstring>

namespace {

QByteArray little16(quint16 value)
{
    QByteArray bytes(2, '\0');
    qToLittleEndian(value, bytes.data());
    return bytes;
}

QByteArray little32(quint32 value)
{
    QByteArray bytes(4, '\0');
    qToLittleEndian(value, bytes.data());
    return bytes;
}

QByteArray tagged(quint32 tag)
{
    return little16(static_cast<quint16>(tag >> 16)) + little16(static_cast<quint16>(tag));
}

QByteArray even(QByteArray value, char filler)
{
    if (value.size() % 2)
        value.append(filler);
    return value;
}

//! Reads the head of an explicit element and gives the place of its value.
qsizetype valueOf(const QByteArray &data, qsizetype at, QByteArray &vr, quint32 &length)
{
    vr = data.mid(at + 4, 2);
    static const QList<QByteArray> longOnes{"OB", "OD", "OF", "OL", "OV", "OW", "SQ",
                                            "SV", "UC", "UN", "UR", "UT", "UV"};
    const bool isLong = longOnes.contains(vr);
    length = isLong ? qFromLittleEndian<quint32>(data.constData() + at + 8)
                    : qFromLittleEndian<quint16>(data.constData() + at + 6);
    return at + (isLong ? 12 : 8);
}

QByteArray implicitly(const QByteArray &data)
{
    QByteArray result;
    for (qsizetype at = 0; at < data.size();) {
        const QByteArray tag = data.mid(at, 4);
        QByteArray vr;
        quint32 length = 0;
        at = valueOf(data, at, vr, length);
        if (vr != "SQ") {
            result += tag + little32(length) + data.mid(at, length);
            at += length;
            continue;
        }
        QByteArray items;
        while (data.mid(at, 4) == tagged(0xFFFEE000)) {
            const auto size = qFromLittleEndian<quint32>(data.constData() + at + 4);
            const QByteArray item = implicitly(data.mid(at + 8, size));
            items += tagged(0xFFFEE000) + little32(static_cast<quint32>(item.size())) + item;
            at += 8 + static_cast<qsizetype>(size);
        }
        at += 8; // the end of the sequence
        result += tag + little32(static_cast<quint32>(items.size())) + items;
    }
    return result;
}

QStringList corpora()
{
    return QString::fromUtf8(VIEWER_CORPORA).split(QLatin1Char(':'));
}

} // namespace

QList<CorpusFile> corpusFiles()
{
    QList<CorpusFile> files;
    for (const QString &root : corpora()) {
        QDirIterator each(root, QDir::Files, QDirIterator::Subdirectories);
        while (each.hasNext()) {
            const QString path = each.next();
            const QString name = QDir(root).relativeFilePath(path);
            if (!name.endsWith(QLatin1String(".py")) && !name.endsWith(QLatin1String(".tsv")) &&
                !name.endsWith(QLatin1String(".md")))
                files.append({QDir(root).dirName() + QLatin1Char('/') + name, path});
        }
    }
    std::sort(files.begin(), files.end(), [](const CorpusFile &a, const CorpusFile &b) { return a.name < b.name; });
    return files;
}

QString corpusFile(const QString &name)
{
    return corpora().constFirst() + QLatin1Char('/') + name;
}

FileMaker::FileMaker(const char *transferSyntax)
{
    const QByteArray uid = even(transferSyntax, '\0');
    m_meta =
        QByteArray(128, '\0') + "DICM" + tagged(0x00020010) + "UI" + little16(static_cast<quint16>(uid.size())) + uid;
}

void FileMaker::head(quint32 tag, const char *vr, qsizetype length)
{
    m_data += tagged(tag);
    m_data += vr;
    static const QList<QByteArray> longOnes{"OB", "OD", "OF", "OL", "OV", "OW", "SQ",
                                            "SV", "UC", "UN", "UR", "UT", "UV"};
    if (longOnes.contains(vr))
        m_data += little16(0) + little32(static_cast<quint32>(length));
    else
        m_data += little16(static_cast<quint16>(length));
}

FileMaker &FileMaker::text(quint32 tag, const char *vr, const QByteArray &value)
{
    const QByteArray padded = even(value, ' ');
    head(tag, vr, padded.size());
    m_data += padded;
    return *this;
}

FileMaker &FileMaker::word(quint32 tag, quint16 value, const char *vr)
{
    return words(tag, {value}, vr);
}

FileMaker &FileMaker::words(quint32 tag, const QList<quint16> &values, const char *vr)
{
    head(tag, vr, 2 * values.size());
    for (const quint16 value : values)
        m_data += little16(value);
    return *this;
}

FileMaker &FileMaker::bytes(quint32 tag, const char *vr, const QByteArray &value)
{
    const QByteArray padded = even(value, '\0');
    head(tag, vr, padded.size());
    m_data += padded;
    return *this;
}

FileMaker &FileMaker::sequence(quint32 tag, const FileMaker &item)
{
    return items(tag, {item});
}

FileMaker &FileMaker::items(quint32 tag, const QList<FileMaker> &items)
{
    head(tag, "SQ", -1);
    for (const FileMaker &item : items)
        m_data += tagged(0xFFFEE000) + little32(static_cast<quint32>(item.m_data.size())) + item.m_data;
    m_data += tagged(0xFFFEE0DD) + little32(0);
    return *this;
}

FileMaker &FileMaker::openSequence(quint32 tag)
{
    head(tag, "SQ", -1);
    m_data += tagged(0xFFFEE000) + little32(0xFFFFFFFF);
    return *this;
}

FileMaker &FileMaker::closeSequence()
{
    m_data += tagged(0xFFFEE00D) + little32(0) + tagged(0xFFFEE0DD) + little32(0);
    return *this;
}

FileMaker &FileMaker::fragments(const QList<QByteArray> &fragments, const QList<quint32> &table)
{
    head(0x7FE00010, "OB", -1);
    m_data += tagged(0xFFFEE000) + little32(static_cast<quint32>(4 * table.size()));
    for (const quint32 offset : table)
        m_data += little32(offset);
    for (const QByteArray &fragment : fragments) {
        const QByteArray padded = even(fragment, '\0');
        m_data += tagged(0xFFFEE000) + little32(static_cast<quint32>(padded.size())) + padded;
    }
    m_data += tagged(0xFFFEE0DD) + little32(0);
    return *this;
}

FileMaker &FileMaker::grey(int rows, int columns, int stored, bool isSigned, const QList<int> &values,
                           const QByteArray &photometric)
{
    const quint16 allocated = stored <= 8 ? 8 : 16;
    word(0x00280002, 1);
    text(0x00280004, "CS", photometric);
    word(0x00280010, static_cast<quint16>(rows));
    word(0x00280011, static_cast<quint16>(columns));
    word(0x00280100, allocated);
    word(0x00280101, static_cast<quint16>(stored));
    word(0x00280102, static_cast<quint16>(stored - 1));
    word(0x00280103, isSigned ? 1 : 0);
    QByteArray pixels;
    for (const int value : values)
        pixels += allocated == 8 ? QByteArray(1, static_cast<char>(value)) : little16(static_cast<quint16>(value));
    return bytes(0x7FE00010, "OW", pixels);
}

FileMaker FileMaker::implicit() const
{
    FileMaker maker("1.2.840.10008.1.2");
    maker.m_data = implicitly(m_data);
    return maker;
}

QByteArray FileMaker::file() const
{
    return m_meta + m_data;
}

QString FileMaker::writtenTo(const QString &path) const
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(this->file()) != this->file().size())
        qFatal("The test cannot write its file.");
    return path;
}
