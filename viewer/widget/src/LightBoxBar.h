#pragma once

#include <viewer_widgets/Tile.h>

#include <QFrame>
#include <QHash>

class QActionGroup;
class QToolButton;

namespace viewer {

class LightBox;

//! The tools over the light box. Shows the state of the box and of its active tile and asks them to change; keeps none
//! of its own.
class LightBoxBar final : public QFrame
{
    Q_OBJECT

public:
    explicit LightBoxBar(LightBox &box, QWidget *parent = nullptr);
    void setIconProvider(const IconProvider &provider);
    //! The tool tips name the keys.
    void setKeys(const Keys &keys);
    void setReportsShown(bool shown);
    //! The presentation states that the menu of windows offers as well, on the images that they are made for.
    void setPresentations(const QList<std::shared_ptr<const PresentationState>> &states);
    void showLayouts();                                      //!< the menu, to choose from
    QAction *compareAction() const { return m_compare; }     //!< hangs the same of another study beside it
    QAction *hangStudyAction() const { return m_hangStudy; } //!< hangs the opened study by the rule for it
    QAction *tagsAction() const { return m_tags; }           //!< checked while the tags are seen
    QAction *keyImagesAction() const { return m_keyImages; } //!< checked while only key images are seen

signals:
    void reportsRequested();
    void fullScreenRequested();
    void layoutChosen(); //!< by a hand

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QAction *addTool(Command command);
    //! Where there is no room for all, tools that the menus and keys have as well give way; a menu at the end has them.
    void fit();
    void showState();
    void showBox();
    void showLinks();
    void fillPresets();
    void fillLayouts();
    void fillRates();
    void fillMore();
    void showRate();
    Tile &tile() const;

    LightBox &m_box;
    Keys m_keys;
    QList<QAction *> m_actions; //!< each with the icon's name as its object name
    QHash<Command, QAction *> m_tips;
    QActionGroup *m_tools;
    QAction *m_invert = nullptr;
    QAction *m_flipHorizontally = nullptr;
    QAction *m_flipVertically = nullptr;
    QAction *m_tags = nullptr;
    QAction *m_reports = nullptr;
    QAction *m_keyImages = nullptr;
    QList<std::shared_ptr<const PresentationState>> m_presentations;
    QToolButton *m_presets = nullptr;
    QAction *m_compare = nullptr;
    QAction *m_hangStudy = nullptr;
    QAction *m_cine = nullptr;
    QToolButton *m_rates = nullptr;
    QAction *m_link = nullptr;
    QAction *m_lines = nullptr;
    QToolButton *m_layouts = nullptr;
    QToolButton *m_more = nullptr;   //!< seen while something gave way
    QList<QToolButton *> m_yielding; //!< in the order in which they give way
    QList<QWidget *> m_gaps;         //!< the lines between groups of tools
    QString m_fitted;                //!< for which width and words
};

} // namespace viewer
