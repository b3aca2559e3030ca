#pragma once

#include <viewer_widgets/Tile.h>

#include <QFrame>

class QActionGroup;
class QToolButton;

namespace viewer {

//! The tools over the tile. Shows the tile's state and asks it to change; keeps none of its own.
class LightBoxBar final : public QFrame
{
    Q_OBJECT

public:
    explicit LightBoxBar(Tile &tile, QWidget *parent = nullptr);
    void setIconProvider(const IconProvider &provider);
    void setReportsShown(bool shown);
    //! The presentation states that the menu of windows offers as well.
    void setPresentations(const QList<std::shared_ptr<const PresentationState>> &states);
    QAction *tagsAction() const { return m_tags; }           //!< checked while the tags are seen
    QAction *keyImagesAction() const { return m_keyImages; } //!< checked while only key images are seen

signals:
    void reportsRequested();

private:
    QAction *addTool(const char *name, const QString &text, const QString &key);
    void showState();
    void fillPresets();

    Tile &m_tile;
    QList<QAction *> m_actions; //!< each with the icon's name as its object name
    QActionGroup *m_tools;
    QAction *m_invert = nullptr;
    QAction *m_flipHorizontally = nullptr;
    QAction *m_flipVertically = nullptr;
    QAction *m_tags = nullptr;
    QAction *m_reports = nullptr;
    QAction *m_keyImages = nullptr;
    QList<std::shared_ptr<const PresentationState>> m_presentations;
    QToolButton *m_presets = nullptr;
};

} // namespace viewer
