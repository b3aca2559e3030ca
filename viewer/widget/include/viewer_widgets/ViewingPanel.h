#pragma once

#include <viewer_widgets/Tile.h>

#include <QWidget>

#include <functional>
#include <memory>
#include <optional>

namespace viewer {

//! The light box of one patient: thumbnails of the series that have arrived, a tool bar and up to nine tiles. Always
//! dark. Files may be added one by one while they arrive; all reading is done in other threads, and nothing that
//! arrives changes what is looked at.
class ViewingPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit ViewingPanel(QWidget *parent = nullptr);
    ~ViewingPanel() override;

    void setIconProvider(IconProvider provider);
    Keys keys() const;
    void setKeys(const Keys &keys);
    //! The corners of the tiles, and of pictures that are saved with identity, say "Patient A" and an age. What is in
    //! the pixels, the tags and the texts of reports stays.
    void setIdentityHidden(bool hidden);
    //! What a key would do, for menus.
    void perform(Command command);
    //! Likewise, whether what it switches is on; nothing for a command that switches nothing.
    std::optional<bool> isOn(Command command) const;

    //! A complete file. The same path again is ignored. The first picture opens its series by itself.
    void addFile(const QString &path);
    //! What the ledger says of a series; may come before its first file. Without \a requested the list is not known,
    //! and only \a complete says that it is whole. \a ended: nothing more comes by itself. \a notChosen: images of the
    //! series that nobody asked for. \a name: what the series is called where it has no file that tells.
    void setSeriesState(const QString &seriesUid, int received, std::optional<int> requested, int missing,
                        bool complete, bool ended = false, int notChosen = 0, const QString &name = {});
    //! Forgets everything, for another patient.
    void clear();
    //! The sentence for an empty light box. It is also what a new panel shows.
    void showNothingYet();
    //! That there will be none, and why.
    void showNothing(const QString &why);
    //! Opens a series that has a row; anything else is ignored.
    void openSeries(const QString &seriesUid);
    //! Opens the series of an image at a frame, counted from 1; false where the image is not here.
    bool showImage(const QString &sopUid, int frame = 1);
    //! Images that a report points to: marked as those of key object selections are, until the next clear().
    void addKeyImages(const QStringList &sopUids);
    //! "Series 5, image 206"; empty where the image is not here.
    QString placeOf(const QString &sopUid) const;
    //! How the tool for reports stands.
    void setReportsShown(bool shown);

    //! Images that somebody marked, by the key object selections that are here.
    int keyImageCount() const;
    //! There is a picture to save.
    bool canExport() const;
    //! Writes what is looked at as PNG, whole, with its window, turn and mirror, and without any text unless \a
    //! withIdentity asks for the corners. pictureSaved() or pictureNotSaved() follows.
    void exportPicture(const QString &path, bool withIdentity);
    //! Stops a film and takes what is looked at now; what comes back writes it as exportPicture() does, whatever is
    //! looked at by then. Nothing where there is no picture.
    std::function<void(const QString &path)> takePicture(bool withIdentity);

    //! A small view of what has arrived, for another page: the first picture of each series. The caller owns it.
    QWidget *makeArrivedStrip();

    int seriesCount() const;
    //! Different images that have been painted on the tile since the last clear().
    int shownImages() const;
    //! Files looked into since the last clear(), with and without pictures, unreadable ones too.
    int fileCount() const;
    //! Which of them are no DICOM files; nothing of them is shown.
    QStringList notDicom() const;
    //! What of a series is not here.
    struct Lack
    {
        QString series;                        //!< by what people call it
        std::optional<int> missing, requested; //!< nothing where nobody knows
        bool isArriving = false;
        bool canBeFetched = false;
    };
    std::optional<Lack> lackOfOpened() const; //!< nothing when it is whole, or nobody was asked for it
    QString openedSeries() const;             //!< its UID or empty
    QString openedStudy() const;              //!< likewise, of the study that the series belongs to
    Tile &tile() const;                       //!< the active one

signals:
    void commandStatesChanged(); //!< something may be on or off, see isOn()
    void imageShown(const QString &sopUid);
    void seriesOpened(const QString &seriesUid);
    void filesTaken();                                  //!< more files are here, at most ten times a second
    void arrivedSeriesChosen(const QString &seriesUid); //!< in the strip on another page; it is open already
    void fullScreenRequested();                         //!< F11, double click or the tool: the window decides
    void reportsRequested();                            //!< the tool for reports: the window decides
    void pictureSaved(const QString &path);
    void pictureNotSaved(const QString &reason);
    void openElsewhereRequested(const QStringList &paths); //!< in another program
    void documentRequested(const QString &path);           //!< a file that encloses a document is to be read
    void leaveRequested();                                 //!< Esc with nothing left to undo: back to retrieval

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override; //!< the active tile has the keyboard

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace viewer
