#pragma once

#include <ui/Theme.h>
#include <ui/Verdict.h>

#include <QAbstractButton>
#include <QComboBox>
#include <QFrame>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QTimer>
#include <QTreeView>

#include <optional>

namespace ui {

enum class Tone { Text, Text2, Text3, Fail, Warn };
enum class Edge { Line, Strong };

//! A label of one type and tone. Plain text: whatever a server says is never read as markup.
QLabel *label(Theme &theme, Type type, Tone tone, const QString &text = {}, QWidget *parent = nullptr);
void setTone(QLabel *label, Tone tone);

//! A label that gives way: one line, elided on the right, the whole text in the tooltip.
class ElidedLabel final : public QWidget
{
    Q_OBJECT

public:
    ElidedLabel(Theme &theme, Type type, Colour colour, QWidget *parent = nullptr);
    void setText(const QString &text);
    const QString &text() const { return m_text; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Theme &m_theme;
    Type m_type;
    Colour m_colour;
    QString m_text;
};

QFrame *hairline(Qt::Orientation orientation, Edge edge = Edge::Line, QWidget *parent = nullptr);

//! A widget around a layout: unlike a bare layout it takes all the room it is given, so that edges stay at the edge.
QWidget *holding(QLayout *layout);

//! A plain widget with the ground of a token: "window", "page" or "raised".
QWidget *ground(const char *token, QWidget *parent = nullptr);

//! A tree view, with its model, whose delegate paints rows: without decoration and frame, scrolled by pixels. A row is
//! painted whole when it becomes the current one or ceases to be.
void showAsRows(QTreeView *view);

//! A drawing that follows the theme.
class Glyph final : public QWidget
{
    Q_OBJECT

public:
    Glyph(Theme &theme, int size, QWidget *parent = nullptr);
    void draw(const QString &icon, Colour colour);
    void draw(Verdict verdict);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Theme &m_theme;
    int m_size;
    QString m_icon;
    Colour m_colour = Colour::Text2;
};

//! A word in a box: a country's code.
class Tag final : public QWidget
{
    Q_OBJECT

public:
    Tag(Theme &theme, QSize size, QWidget *parent = nullptr);
    void setText(const QString &text);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Theme &m_theme;
    QString m_text;
};

//! A text field with a drawing at its left and a pale word at its right: a key, a format.
class Field final : public QLineEdit
{
    Q_OBJECT

public:
    Field(Theme &theme, QWidget *parent = nullptr);
    void setSmall();
    void setIconName(const QString &icon);
    //! Stands at the right end as long as nothing wants its room: neither a verdict nor a text that reaches there.
    void setHint(const QString &hint);
    //! The glyph at the right end that says how the content was judged; Unknown: none.
    void setVerdict(Verdict verdict);
    //! Escape empties the field.
    void setClearable() { m_clearable = true; }
    bool isClearable() const { return m_clearable; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void updateMargins();

    Theme &m_theme;
    QString m_icon;
    QString m_hint;
    bool m_isHintShown = false;
    Verdict m_verdict = Verdict::Unknown;
    bool m_clearable = false;
};

//! A field to filter a list with: Escape empties it.
Field *makeFilterField(Theme &theme, const QString &placeholder, const QString &icon, bool small);

//! A combo box with the family's chevron.
class Choice final : public QComboBox
{
    Q_OBJECT

public:
    Choice(Theme &theme, QWidget *parent = nullptr);
    void setSmall();

protected:
    void paintEvent(QPaintEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    Theme &m_theme;
};

//! A check box or a radio button with a text that wraps.
class Tick final : public QAbstractButton
{
    Q_OBJECT

public:
    enum class Kind { Box, Radio };
    Tick(Theme &theme, Kind kind, const QString &text, QWidget *parent = nullptr);
    void setHint(const QString &hint);

    QSize sizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Theme &m_theme;
    Kind m_kind;
    QString m_hint;
};

//! Enter presses a button as Space does; true where the key was that.
bool pressByEnter(QAbstractButton &button, const QKeyEvent &event);

//! A button that paints itself.
class PaintedButton : public QAbstractButton
{
    Q_OBJECT

public:
    using QAbstractButton::QAbstractButton;

protected:
    void keyPressEvent(QKeyEvent *event) override;
};

//! A small toggle of a filter; its count is part of its text.
class Chip final : public PaintedButton
{
    Q_OBJECT

public:
    Chip(Theme &theme, const QString &word, const QString &count, QWidget *parent = nullptr);
    void setIconName(const QString &icon);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Theme &m_theme;
    QString m_word;
    QString m_count;
    QString m_icon;
};

//! A title with a chevron that opens and closes what stands below it.
class FoldTitle final : public PaintedButton
{
    Q_OBJECT

public:
    enum class Look { Title, Link };
    FoldTitle(Theme &theme, Look look, const QString &text, QWidget *parent = nullptr);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Theme &m_theme;
    Look m_look;
};

//! Moves the height of `widget` between nothing and `height`; at once when the desktop wants no motion.
void fold(QWidget *widget, bool open, int height);

//! The heading row of a list: 32 high, one type, the family's chevron for the order.
class Header final : public QHeaderView
{
    Q_OBJECT

public:
    Header(Theme &theme, QWidget *parent = nullptr);
    //! A box in the first section that ticks what is shown.
    void setCheckState(std::optional<Qt::CheckState> state);
    //! Where the text of the first section begins.
    void setFirstSectionInset(int inset) { m_firstInset = inset; }

    QSize sizeHint() const override;

signals:
    void checkClicked();

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    Theme &m_theme;
    std::optional<Qt::CheckState> m_check;
    int m_firstInset = 16;
    bool m_pressedOnCheck = false;
};

//! Three still rows that say that an answer is awaited. Stays blank for the first 300 ms.
class Skeleton final : public QWidget
{
    Q_OBJECT

public:
    Skeleton(Theme &theme, int rowHeight, QWidget *parent = nullptr);
    void start(const QString &sentence);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Theme &m_theme;
    int m_rowHeight;
    QString m_sentence;
    QTimer m_delay;
    bool m_visible = false;
};

//! Text for screen readers on a widget, in one go.
void describe(QWidget *widget, const QString &objectName, const QString &accessibleName,
              const QString &accessibleDescription = {});

} // namespace ui
