#pragma once

#include <viewer_widgets/Tile.h>

#include <QAbstractListModel>
#include <QListView>
#include <QPersistentModelIndex>
#include <QPixmap>
#include <QSet>
#include <QStyledItemDelegate>

namespace viewer {

//! The series that have arrived, under their studies. A flat list of rows that are made anew when their order changes.
class SeriesModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    struct Series
    {
        QString uid, studyUid;
        ImageList images;   //!< in the order in which they are looked at
        QSet<QString> uids; //!< of these images
        std::optional<Tile::Arrival> arrival;
        int unseen = 0; //!< so many more have been received than can be read
        QPixmap thumbnail;
        bool hasPicture = false;      //!< at least one file has pixels
        bool thumbnailFailed = false; //!< none of those that were tried can be shown
        int failures = 0;             //!< so many were
        bool isScout = false;
        bool hasKeyImages = false; //!< at least one of its images was marked by somebody
    };
    //! What the delegate needs of a row.
    enum Role {
        IsHeaderRole = Qt::UserRole,
        SeriesRole,
        StudyModalityRole,
        StudyTextRole,
        StudyDateRole,
        StudyPatientRole //!< empty while all are of one patient
    };

    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QStringList mimeTypes() const override;
    QMimeData *mimeData(const QModelIndexList &indexes) const override;

    //! Puts a file where it belongs; true when it is the first with a picture of its series. The image is not there
    //! yet.
    bool add(const FileHeader &header);
    //! The file with the same image; nothing when there is none.
    std::shared_ptr<const FileHeader> twinOf(const FileHeader &header) const;
    //! Puts a file in the place of the one that has the same image.
    void replace(const FileHeader &header);
    void setArrival(const QString &seriesUid, const Tile::Arrival &arrival);
    void setUnseen(const QString &seriesUid, int files);
    void setThumbnail(const QString &seriesUid, const QImage &picture);
    //! Which images were marked as key images, by SOP instance UID.
    void setKeyImages(const QSet<QString> &uids);
    //! The headings name patients so; without, as the files do.
    void setPseudonyms(const Pseudonyms &pseudonyms);
    void clear();

    const Series *series(const QString &uid) const;
    //! Where an image stands.
    struct Place
    {
        const Series *series;
        qsizetype image; //!< in the series' order
        int picture;     //!< its first frame among the frames of all images
    };
    std::optional<Place> find(const QString &sopUid) const;
    const Series *seriesAt(int row) const; //!< nothing for a header
    int rowOf(const QString &uid) const;   //!< -1 when there is none
    QString studyAt(int row) const;        //!< of a heading; empty for a series
    ImagesByUid imagesByUid() const;
    //! The names of series that were asked for and have no file here: those of which none will come by itself any more,
    //! or those that may still arrive.
    QStringList absent(bool hasEnded) const;
    int seriesCount() const { return static_cast<int>(m_series.size()); }

    static QString title(const Series &series);
    static QString state(const Series &series);
    //! Something of it is not here or cannot be read.
    static bool isLacking(const Series &series);
    //! From 0 to 1 while images of a known number arrive, else nothing.
    static std::optional<double> arriving(const Series &series);

private:
    static QString contents(const Series &series);
    static bool isIncomplete(const Series &series);

    struct Row
    {
        QString studyUid, seriesUid; //!< the latter is empty for a header
        bool header = false;
        friend bool operator==(const Row &, const Row &) = default;
    };
    static void put(Series &series, const FileHeader &header);
    QString patientOf(const FileHeader &header) const;
    void arrange();
    void changed(const QString &seriesUid);

    QHash<QString, Series> m_series;
    QHash<QString, Tile::Arrival> m_early; //!< of series without a file yet
    QSet<QString> m_keyImages;
    Pseudonyms m_pseudonyms;
    bool m_hasSeveralPatients = false;
    QList<Row> m_rows;
};

//! The strip on the left: one row a series, with its picture, name and state.
class ThumbnailStrip final : public QListView
{
    Q_OBJECT

public:
    explicit ThumbnailStrip(SeriesModel &model, QWidget *parent = nullptr);
    void setIconProvider(IconProvider provider);
    void markOpen(const QString &seriesUid);
    //! Which series hang in which tiles of a grid, by their UIDs; drawn where there is more than one tile.
    void markHung(const QSize &grid, const QStringList &series);

signals:
    void seriesChosen(const QString &seriesUid);
    void studyChosen(const QString &studyUid); //!< by its heading

protected:
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void showEvent(QShowEvent *event) override; //!< the open series is in sight
    void rowsInserted(const QModelIndex &parent, int first, int last) override;

private:
    void hold();

    SeriesModel &m_model;
    class Delegate;
    Delegate *m_delegate;
    QPersistentModelIndex m_held; //!< the row that does not move while others come in above it
    int m_heldTop = 0;
};

} // namespace viewer

Q_DECLARE_METATYPE(const viewer::SeriesModel::Series *)
