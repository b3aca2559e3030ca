#pragma once

#include <QByteArray>
#include <QString>

//! A CT study of one series, made up: the same bytes each time for the same number of slices. Knows nothing of our
//! network room, so that both ends do not share a mistake.
class SyntheticStudy
{
public:
    explicit SyntheticStudy(int slices);

    QString uid() const;
    static QByteArray boundary();
    qint64 bytes() const; //!< of all files together

    //! Writes `study.multipart` and the QIDO-RS answers that go with it: `study.json`, `series.json` and a page of
    //! instances-OFFSET.json for every thousand.
    bool writeTo(const QString &folder) const;

    static constexpr int rowsAPage = 1000;

private:
    QByteArray file(int slice) const;
    QByteArray seriesUid() const;
    QByteArray sopUid(int slice) const;

    int m_slices;
    QByteArray m_noise;
};
