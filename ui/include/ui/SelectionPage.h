#pragma once

#include <model/Ledger.h>
#include <model/Selection.h>
#include <model/Study.h>
#include <ui/Notice.h>
#include <ui/Page.h>
#include <ui/StudyTreeModel.h>

#include <memory>
#include <optional>

namespace ui {

//! A way by which images can be fetched.
struct ViaChoice
{
    QString id;
    QString text;
    QString help; //!< which address and why, for the tooltip
};

//! A source that can be asked for a level of the tree.
struct SourceChoice
{
    QString id;
    QString text;
};

//! Step 4: tick studies, series or single images.
//!
//! Object names: tickAll, clearTicks, seriesFilter, keyImagesOnly, tickedOnly, openAll, closeAll, selectionTree,
//! selectionDetails, askSource (opens a menu of sources), sourceStudy, sourceSeries, sourceImages, copyStudyUid,
//! copySeriesUid, copySopUid, copySopClass, tickKeyImages, selectionEstimate, via, retrieve (primary), selectionNotice,
//! keyNotice, roomNotice.
class SelectionPage final : public Page
{
    Q_OBJECT

public:
    explicit SelectionPage(Theme &theme, QWidget *parent = nullptr);
    ~SelectionPage() override;

    //! The tree: fill it, listen to what it wants.
    StudyTreeModel &tree() const;
    //! A single way is shown as a word, several as a choice.
    void setVias(const QList<ViaChoice> &vias);
    QString via() const;
    //! Who can be asked for what lies below a row; with fewer than two there is nobody else to ask.
    void setSources(const QList<SourceChoice> &sources);
    //! "41.2 GB free"; empty: left out.
    void setFreeSpace(const QString &text);
    //! What the ticked images need against what is free, for the foot. Where there is not enough, a notice says so and
    //! nothing can be retrieved until there is. Nothing: not known. `how` says how the estimate was made.
    void setRoom(const std::optional<model::Room> &room, const QString &how = {});
    //! Why nothing can be stored in the folder at all, which a notice says instead; empty: it can.
    void setFolderProblem(const QString &sentence);
    void setNotice(const std::optional<NoticeText> &notice);
    //! Key images are being asked for, or all have been told; `unread` says in words who could not be asked.
    void setAskingForKeyImages(bool asking, const QString &unread = {});

    QList<model::Selection> selection() const;
    QWidget *firstFocus() const override;

signals:
    void retrieveRequested(const QList<model::Selection> &selection, const QString &via);
    void selectionChanged();
    //! Only key images are to be seen: whoever knows some tells the tree.
    void keyImagesWanted();
    //! This source is to be asked for the series of a study, or for the images of one series.
    void askSourceRequested(const model::StudyUid &study, const std::optional<model::SeriesUid> &series,
                            const QString &source);
    //! There is not enough room where files go now.
    void otherFolderRequested();
    void noticeActionTriggered(const QString &id);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace ui
