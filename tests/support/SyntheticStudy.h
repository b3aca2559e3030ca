#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

//! A CT study, made up: the same bytes each time for the same numbers. Knows nothing of our network room, so that both
//! ends do not share a mistake.
class SyntheticStudy
{
public:
    //! So many slices of side x side pixels, dealt out to the series in turn.
    explicit SyntheticStudy(int slices, int side = 512, int series = 1);

    int slices() const { return m_slices; }
    int seriesCount() const { return m_series; }
    QString uid() const;
    QByteArray seriesUid(int series) const;
    int seriesOf(int slice) const { return slice % m_series; }
    QByteArray sopUid(int slice) const;
    QByteArray file(int slice) const;
    qint64 bytes() const; //!< of all files together

    static QByteArray boundary();
    static QByteArray contentType();
    //! What stands before the file of a slice in a multipart body.
    QByteArray partHead(int slice, bool isFirst) const;
    static QByteArray closing();
    //! The multipart body of a series, or of the study.
    QByteArray body(std::optional<int> series = std::nullopt) const;

    //! QIDO-RS rows (PS3.18 section 10.6): the study, its series, instances from one to another.
    QByteArray studyRows() const;
    QByteArray seriesRows() const;
    QByteArray instanceRows(int from, int to) const;

    //! Writes `study.multipart`, `study.json`, `series.json` and a page of instances-OFFSET.json for every thousand.
    bool writeTo(const QString &folder) const;

    static constexpr int rowsAPage = 1000;

private:
    int m_slices;
    int m_side;
    int m_series;
    QByteArray m_noise;
};
