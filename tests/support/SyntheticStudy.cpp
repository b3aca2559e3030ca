#include "support/SyntheticStudy.h"

#include <QFile>
#include <QtEndian>

namespace {

const QByteArray root("1.2.826.0.1.3680043.10.1474.9");

void add(QByteArray &to, quint16 group, quint16 element, const char *representation, QByteArray value)
{
    const bool isText = qstrcmp(representation, "OW") != 0 && qstrcmp(representation, "US") != 0;
    if (value.size() % 2)
        value += isText && qstrcmp(representation, "UI") != 0 ? ' ' : '\0';
    const auto number = [&to](auto of) {
        char bytes[sizeof of];
        qToLittleEndian(of, bytes);
        to.append(bytes, sizeof of);
    };
    number(group);
    number(element);
    to += representation;
    if (qstrcmp(representation, "OW") == 0 || qstrcmp(representation, "OB") == 0) {
        number(quint16(0));
        number(quint32(value.size()));
    } else {
        number(quint16(value.size()));
    }
    to += value;
}

QByteArray shortNumber(quint16 value)
{
    char bytes[2];
    qToLittleEndian(value, bytes);
    return QByteArray(bytes, 2);
}

QByteArray attribute(const char *tag, const char *representation, const QByteArray &value)
{
    return QByteArray("\"") + tag + "\":{\"vr\":\"" + representation + "\",\"Value\":[" + value + "]}";
}

QByteArray quoted(const QByteArray &text)
{
    return '"' + text + '"';
}

bool write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

} // namespace

SyntheticStudy::SyntheticStudy(int slices, int side, int series) : m_slices(slices), m_side(side), m_series(series)
{
    m_noise.resize(4 * qsizetype(side) * side);
    quint32 state = 20260215;
    for (qsizetype i = 0; i < m_noise.size(); i += 2) {
        state = state * 1664525 + 1013904223;
        qToLittleEndian(quint16(state >> 20), m_noise.data() + i); // 12 bits
    }
}

QString SyntheticStudy::uid() const
{
    return QString::fromLatin1(root + '.' + QByteArray::number(m_slices) + '.' + QByteArray::number(m_side));
}

QByteArray SyntheticStudy::boundary()
{
    return QByteArray(35, 'b') + QByteArray(35, '7'); // as long as the RFC allows
}

qint64 SyntheticStudy::bytes() const
{
    qint64 total = 0;
    for (int slice = 0; slice < m_slices; ++slice)
        total += file(slice).size();
    return total;
}

QByteArray SyntheticStudy::seriesUid(int series) const
{
    return uid().toLatin1() + '.' + QByteArray::number(series + 1);
}

QByteArray SyntheticStudy::sopUid(int slice) const
{
    return seriesUid(seriesOf(slice)) + '.' + QByteArray::number(slice + 1);
}

QByteArray SyntheticStudy::file(int slice) const
{
    const QByteArray ct("1.2.840.10008.5.1.4.1.1.2");
    QByteArray meta;
    add(meta, 2, 1, "OB", QByteArray("\0\1", 2));
    add(meta, 2, 2, "UI", ct);
    add(meta, 2, 3, "UI", sopUid(slice));
    add(meta, 2, 0x10, "UI", "1.2.840.10008.1.2.1");
    add(meta, 2, 0x12, "UI", root + ".0");
    char length[4];
    qToLittleEndian(quint32(meta.size()), length);

    QByteArray file(128, '\0');
    file += "DICM";
    add(file, 2, 0, "UL", QByteArray(length, 4));
    file += meta;
    add(file, 0x0008, 0x0005, "CS", "ISO_IR 192");
    add(file, 0x0008, 0x0016, "UI", ct);
    add(file, 0x0008, 0x0018, "UI", sopUid(slice));
    add(file, 0x0008, 0x0020, "DA", "20260215");
    add(file, 0x0008, 0x0060, "CS", "CT");
    add(file, 0x0010, 0x0010, "PN", "Volume^Large");
    add(file, 0x0010, 0x0020, "LO", "BENCH-1");
    add(file, 0x0010, 0x0030, "DA", "19500505");
    add(file, 0x0010, 0x0040, "CS", "M");
    add(file, 0x0020, 0x000d, "UI", uid().toLatin1());
    add(file, 0x0020, 0x000e, "UI", seriesUid(seriesOf(slice)));
    add(file, 0x0020, 0x0013, "IS", QByteArray::number(slice + 1));
    add(file, 0x0028, 0x0002, "US", shortNumber(1));
    add(file, 0x0028, 0x0004, "CS", "MONOCHROME2");
    add(file, 0x0028, 0x0010, "US", shortNumber(quint16(m_side)));
    add(file, 0x0028, 0x0011, "US", shortNumber(quint16(m_side)));
    add(file, 0x0028, 0x0100, "US", shortNumber(16));
    add(file, 0x0028, 0x0101, "US", shortNumber(12));
    add(file, 0x0028, 0x0102, "US", shortNumber(11));
    add(file, 0x0028, 0x0103, "US", shortNumber(0));
    add(file, 0x7fe0, 0x0010, "OW", m_noise.mid((slice * 74) % (2 * m_side * m_side), 2 * qsizetype(m_side) * m_side));
    return file;
}

QByteArray SyntheticStudy::contentType()
{
    return R"(multipart/related; type="application/dicom"; boundary=)" + boundary();
}

QByteArray SyntheticStudy::partHead(int slice, bool isFirst) const
{
    return (isFirst ? "--" : "\r\n--") + boundary() +
           "\r\nContent-Type: application/dicom\r\nContent-Length: " + QByteArray::number(file(slice).size()) +
           "\r\nMIME-Version: 1.0\r\n\r\n";
}

QByteArray SyntheticStudy::closing()
{
    return "\r\n--" + boundary() + "--\r\n";
}

QByteArray SyntheticStudy::body(std::optional<int> series) const
{
    QByteArray body;
    for (int slice = 0; slice < m_slices; ++slice)
        if (!series || seriesOf(slice) == *series)
            body += partHead(slice, body.isEmpty()) + file(slice);
    return body + closing();
}

QByteArray SyntheticStudy::studyRows() const
{
    return "[{" + attribute("0020000D", "UI", quoted(uid().toLatin1())) + ',' +
           attribute("00100020", "LO", quoted("BENCH-1")) + ',' +
           attribute("00201206", "IS", QByteArray::number(m_series)) + ',' +
           attribute("00201208", "IS", QByteArray::number(m_slices)) + "}]";
}

QByteArray SyntheticStudy::seriesRows() const
{
    QByteArray rows;
    for (int series = 0; series < m_series; ++series) {
        const int count = (m_slices - series + m_series - 1) / m_series;
        rows += (rows.isEmpty() ? "{" : ",\n{") + attribute("0020000D", "UI", quoted(uid().toLatin1())) + ',' +
                attribute("0020000E", "UI", quoted(seriesUid(series))) + ',' +
                attribute("00080060", "CS", quoted("CT")) + ',' +
                attribute("00201209", "IS", QByteArray::number(count)) + '}';
    }
    return '[' + rows + ']';
}

QByteArray SyntheticStudy::instanceRows(int from, int to) const
{
    QByteArray rows;
    for (int slice = from; slice < std::min(to, m_slices); ++slice)
        rows += (rows.isEmpty() ? "{" : ",\n{") + attribute("0020000D", "UI", quoted(uid().toLatin1())) + ',' +
                attribute("0020000E", "UI", quoted(seriesUid(seriesOf(slice)))) + ',' +
                attribute("00080016", "UI", quoted("1.2.840.10008.5.1.4.1.1.2")) + ',' +
                attribute("00080018", "UI", quoted(sopUid(slice))) + ',' +
                attribute("00200013", "IS", QByteArray::number(slice + 1)) + ',' +
                attribute("00280010", "US", QByteArray::number(m_side)) + ',' +
                attribute("00280011", "US", QByteArray::number(m_side)) + ',' + attribute("00280100", "US", "16") + '}';
    return '[' + rows + ']';
}

bool SyntheticStudy::writeTo(const QString &folder) const
{
    QFile all(folder + QStringLiteral("/study.multipart"));
    if (!all.open(QIODevice::WriteOnly))
        return false;
    for (int slice = 0; slice < m_slices; ++slice)
        if (all.write(partHead(slice, slice == 0)) < 0 || all.write(file(slice)) < 0)
            return false;
    if (all.write(closing()) < 0 || !all.flush())
        return false;
    bool isWritten = write(folder + QStringLiteral("/study.json"), studyRows()) &&
                     write(folder + QStringLiteral("/series.json"), seriesRows());
    for (int offset = 0; offset <= m_slices && isWritten; offset += rowsAPage)
        isWritten = write(QStringLiteral("%1/instances-%2.json").arg(folder).arg(offset),
                          instanceRows(offset, offset + rowsAPage));
    return isWritten;
}
