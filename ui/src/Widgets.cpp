#include "Widgets.h"

#include "Metrics.h"
#include "Paint.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPropertyAnimation>
#include <QStyle>
#include <QStyleOptionComboBox>
#include <QStylePainter>
#include <QTextLayout>
#include <QWheelEvent>

namespace ui {
namespace {

const char *nameOf(Tone tone)
{
    switch (tone) {
    case Tone::Text:
        return "text";
    case Tone::Text2:
        return "text2";
    case Tone::Text3:
        return "text3";
    case Tone::Fail:
        return "fail";
    case Tone::Warn:
        return "warn";
    }
    Q_UNREACHABLE();
}

} // namespace

QLabel *label(Theme &theme, Type type, Tone tone, const QString &text, QWidget *parent)
{
    auto *result = new QLabel(text, parent);
    result->setTextFormat(Qt::PlainText);
    result->setFont(theme.font(type));
    result->setProperty("tone", QLatin1StringView(nameOf(tone)));
    return result;
}

void setTone(QLabel *label, Tone tone)
{
    label->setProperty("tone", QLatin1StringView(nameOf(tone)));
    label->style()->unpolish(label);
    label->style()->polish(label);
}

ElidedLabel::ElidedLabel(Theme &theme, Type type, Colour colour, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_type(type), m_colour(colour)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void ElidedLabel::setText(const QString &text)
{
    m_text = text;
    setAccessibleName(text);
    setToolTip(text);
    updateGeometry();
    update();
}

QSize ElidedLabel::sizeHint() const
{
    const QFontMetrics metrics(m_theme.font(m_type));
    return {metrics.horizontalAdvance(m_text) + 2, metrics.height()};
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {std::min(24, sizeHint().width()), sizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintText(painter, rect(), m_text, m_theme.font(m_type), m_theme.colour(m_colour));
}

QFrame *hairline(Qt::Orientation orientation, Edge edge, QWidget *parent)
{
    auto *line = new QFrame(parent);
    line->setProperty("hairline", edge == Edge::Line ? QStringLiteral("line") : QStringLiteral("strong"));
    if (orientation == Qt::Horizontal)
        line->setFixedHeight(1);
    else
        line->setFixedWidth(1);
    return line;
}

QWidget *holding(QLayout *layout)
{
    auto *holder = new QWidget;
    holder->setLayout(layout);
    return holder;
}

QWidget *ground(const char *token, QWidget *parent)
{
    auto *widget = new QWidget(parent);
    widget->setAttribute(Qt::WA_StyledBackground);
    widget->setProperty("ground", QLatin1StringView(token));
    return widget;
}

void showAsRows(QTreeView *view)
{
    view->setRootIsDecorated(false);
    view->setIndentation(0);
    view->setUniformRowHeights(true);
    view->setFrameShape(QFrame::NoFrame);
    view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // The view itself repaints one cell of a row that was current without being selected.
    QObject::connect(view->selectionModel(), &QItemSelectionModel::currentRowChanged, view->viewport(),
                     qOverload<>(&QWidget::update));
}

Glyph::Glyph(Theme &theme, int size, QWidget *parent) : QWidget(parent), m_theme(theme), m_size(size)
{
    setFixedSize(size, size);
}

void Glyph::draw(const QString &icon, Colour colour)
{
    m_icon = icon;
    m_colour = colour;
    update();
}

void Glyph::draw(Verdict verdict)
{
    draw(iconOf(verdict), colourOf(verdict));
    setAccessibleName(wordFor(verdict));
}

void Glyph::paintEvent(QPaintEvent *)
{
    if (m_icon.isEmpty())
        return;
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_theme.pixmap(m_icon, m_colour, m_size, devicePixelRatioF()));
}

Tag::Tag(Theme &theme, QSize size, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setFixedSize(size);
}

void Tag::setText(const QString &text)
{
    m_text = text;
    setAccessibleName(text);
    update();
}

void Tag::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    QFont font = m_theme.font(Type::Strong);
    font.setPixelSize(12);
    paintTag(painter, m_theme, rect(), m_text, font);
}

Field::Field(Theme &theme, QWidget *parent) : QLineEdit(parent), m_theme(theme)
{
    setFont(theme.font(Type::Body));
    setFixedHeight(metrics::button);
    connect(this, &QLineEdit::textChanged, this, &Field::updateMargins);
}

void Field::setSmall()
{
    setProperty("small", true);
    setFont(m_theme.font(Type::Small));
    setFixedHeight(metrics::buttonSmall);
}

void Field::setIconName(const QString &icon)
{
    m_icon = icon;
    updateMargins();
}

void Field::setHint(const QString &hint)
{
    m_hint = hint;
    updateMargins();
}

void Field::setVerdict(Verdict verdict)
{
    m_verdict = verdict;
    updateMargins();
}

void Field::updateMargins()
{
    const bool small = property("small").toBool();
    const int left = m_icon.isEmpty() ? 0 : small ? 20 : 24;
    const int hint = widthOf(m_hint, m_theme.font(small ? Type::Micro : Type::Small)) + 6;
    constexpr int frame = 2 * 12; // with the cursor
    m_isHintShown = !m_hint.isEmpty() && m_verdict == Verdict::Unknown &&
                    (text().isEmpty() || fontMetrics().horizontalAdvance(text()) + left + hint + frame <= width());
    setTextMargins(left, 0, m_verdict != Verdict::Unknown ? 22 : m_isHintShown ? hint : 0, 0);
    update();
}

void Field::resizeEvent(QResizeEvent *event)
{
    QLineEdit::resizeEvent(event);
    updateMargins();
}

void Field::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    QPainter painter(this);
    const int glyph = property("small").toBool() ? 14 : 16;
    if (!m_icon.isEmpty())
        paintGlyph(painter, m_theme, QRect(10, 0, glyph, height()), m_icon, Colour::Text2, glyph);
    const int right = width() - 10;
    if (m_verdict != Verdict::Unknown)
        paintGlyph(painter, m_theme, QRect(right - 16, 0, 16, height()), iconOf(m_verdict), colourOf(m_verdict), 16);
    if (m_isHintShown) {
        const QFont font = m_theme.font(property("small").toBool() ? Type::Micro : Type::Small);
        paintText(painter, QRect(10, 0, right - 10, height()), m_hint, font, m_theme.colour(Colour::Text3),
                  Qt::AlignRight | Qt::AlignVCenter);
    }
}

void Field::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && isClearable() && !text().isEmpty()) {
        clear();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

Field *makeFilterField(Theme &theme, const QString &placeholder, const QString &icon, bool small)
{
    auto *field = new Field(theme);
    if (small)
        field->setSmall();
    field->setIconName(icon);
    field->setPlaceholderText(placeholder);
    field->setClearable();
    return field;
}

Choice::Choice(Theme &theme, QWidget *parent) : QComboBox(parent), m_theme(theme)
{
    setFont(theme.font(Type::Body));
    setFixedHeight(metrics::button);
    setMaxVisibleItems(16);
}

void Choice::setSmall()
{
    setProperty("small", true);
    setFont(m_theme.font(Type::Small));
    setFixedHeight(metrics::buttonSmall);
}

void Choice::paintEvent(QPaintEvent *)
{
    QStylePainter painter(this);
    QStyleOptionComboBox option;
    initStyleOption(&option);
    if (currentIndex() < 0)
        option.currentText = placeholderText();
    painter.drawComplexControl(QStyle::CC_ComboBox, option);
    painter.drawControl(QStyle::CE_ComboBoxLabel, option);
    const int glyph = property("small").toBool() ? 14 : 16;
    paintGlyph(painter, m_theme, QRect(width() - glyph - 8, 0, glyph, height()), QStringLiteral("collapse"),
               isEnabled() ? Colour::Text2 : Colour::Disabled, glyph);
}

// A wheel over a closed choice must not change what will be asked.
void Choice::wheelEvent(QWheelEvent *event)
{
    event->ignore();
}

Tick::Tick(Theme &theme, Kind kind, const QString &text, QWidget *parent)
    : QAbstractButton(parent), m_theme(theme), m_kind(kind)
{
    setText(text);
    setCheckable(true);
    setFont(theme.font(Type::Body));
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    if (kind == Kind::Radio)
        setAutoExclusive(true);
}

void Tick::setHint(const QString &hint)
{
    m_hint = hint;
    setAccessibleDescription(hint);
    update();
}

QSize Tick::sizeHint() const
{
    return {24 + widthOf(text(), font()) + (m_hint.isEmpty() ? 0 : 8 + widthOf(m_hint, m_theme.font(Type::Small))), 24};
}

int Tick::heightForWidth(int width) const
{
    const QRect text = QFontMetrics(font()).boundingRect(QRect(0, 0, width - 28, 1000), Qt::TextWordWrap, this->text());
    const int lines = std::max(1, qRound(double(text.height()) / QFontMetrics(font()).height()));
    return 4 + 20 * lines;
}

void Tick::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QRect box(0, 4, metrics::checkBox, metrics::checkBox);
    if (m_kind == Kind::Box)
        paintCheckBox(painter, m_theme, box, isChecked() ? Qt::Checked : Qt::Unchecked, isEnabled());
    else
        paintRadio(painter, m_theme, box, isChecked(), isEnabled());

    QTextLayout layout(text(), font());
    layout.beginLayout();
    int y = 2;
    int lastWidth = 0;
    const QColor ink = m_theme.colour(isEnabled() ? Colour::Text : Colour::Disabled);
    painter.setFont(font());
    while (true) {
        QTextLine line = layout.createLine();
        if (!line.isValid())
            break;
        line.setLineWidth(width() - 28);
        painter.setPen(ink);
        painter.drawText(QRect(24, y, width() - 24, 20), Qt::AlignVCenter | Qt::AlignLeft,
                         text().mid(line.textStart(), line.textLength()));
        lastWidth = qCeil(line.naturalTextWidth());
        y += 20;
    }
    layout.endLayout();
    if (!m_hint.isEmpty())
        paintText(painter, QRect(24 + lastWidth + 8, y - 20, width() - 32 - lastWidth, 20), m_hint,
                  m_theme.font(Type::Small), m_theme.colour(Colour::Text3));
    if (hasFocus())
        paintFocusRing(painter, m_theme, rect().adjusted(-1, 0, 1, 0));
}

bool pressByEnter(QAbstractButton &button, const QKeyEvent &event)
{
    if ((event.key() != Qt::Key_Return && event.key() != Qt::Key_Enter) || event.isAutoRepeat())
        return false;
    button.click();
    return true;
}

void PaintedButton::keyPressEvent(QKeyEvent *event)
{
    if (!pressByEnter(*this, *event))
        QAbstractButton::keyPressEvent(event);
}

Chip::Chip(Theme &theme, const QString &word, const QString &count, QWidget *parent)
    : PaintedButton(parent), m_theme(theme), m_word(word), m_count(count)
{
    setText(count.isEmpty() ? word : word + u' ' + count);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setFixedHeight(metrics::buttonSmall);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Chip::setIconName(const QString &icon)
{
    m_icon = icon;
    updateGeometry();
}

QSize Chip::sizeHint() const
{
    const QFont font = m_theme.font(Type::Small);
    return {16 + widthOf(m_word, font) + (m_icon.isEmpty() ? 0 : 20) +
                (m_count.isEmpty() ? 0 : 6 + widthOf(m_count, font)),
            metrics::buttonSmall};
}

void Chip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_theme.colour(isChecked() ? Colour::Accent : Colour::Control));
    painter.setBrush(m_theme.colour(isChecked() ? Colour::Selected : underMouse() ? Colour::Hover : Colour::Page));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::radius, metrics::radius);
    QRect area = rect().adjusted(8, 0, -8, 0);
    if (!m_icon.isEmpty()) {
        paintGlyph(painter, m_theme, QRect(area.left(), 0, 14, height()), m_icon, Colour::Text, 14);
        area.setLeft(area.left() + 20);
    }
    const QFont font = m_theme.font(Type::Small);
    const int used = paintText(painter, area, m_word, font, m_theme.colour(Colour::Text));
    paintText(painter, area.adjusted(used + 6, 0, 4, 0), m_count, font, m_theme.colour(Colour::Text2));
    if (hasFocus())
        paintFocusRing(painter, m_theme, rect());
}

FoldTitle::FoldTitle(Theme &theme, Look look, const QString &text, QWidget *parent)
    : PaintedButton(parent), m_theme(theme), m_look(look)
{
    setText(text);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setFixedHeight(24);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

QSize FoldTitle::sizeHint() const
{
    return {24 + widthOf(text(), m_theme.font(m_look == Look::Title ? Type::Strong : Type::Small)), 24};
}

void FoldTitle::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const bool link = m_look == Look::Link;
    paintGlyph(painter, m_theme, QRect(0, 0, 14, height()),
               isChecked() ? QStringLiteral("collapse") : QStringLiteral("expand"),
               link ? Colour::Accent : Colour::Text2, 14);
    paintText(painter, rect().adjusted(20, 0, 0, 0), text(), m_theme.font(link ? Type::Small : Type::Strong),
              m_theme.colour(link ? Colour::Accent : Colour::Text));
    if (hasFocus())
        paintFocusRing(painter, m_theme, rect());
}

void fold(QWidget *widget, bool open, int height)
{
    auto *animation =
        widget->findChild<QPropertyAnimation *>(QStringLiteral("foldAnimation"), Qt::FindDirectChildrenOnly);
    if (!animation) {
        animation = new QPropertyAnimation(widget, "maximumHeight", widget);
        animation->setObjectName(QStringLiteral("foldAnimation"));
        animation->setEasingCurve(QEasingCurve::OutCubic);
        QObject::connect(animation, &QPropertyAnimation::finished, widget,
                         [widget] { widget->setVisible(widget->maximumHeight() > 0); });
    }
    animation->stop();
    const bool moves = QApplication::isEffectEnabled(Qt::UI_General) && widget->parentWidget()->isVisible();
    animation->setDuration(moves ? metrics::foldMilliseconds : 0);
    animation->setStartValue(widget->isVisible() ? std::min(widget->maximumHeight(), height) : 0);
    animation->setEndValue(open ? height : 0);
    if (open)
        widget->setVisible(true);
    animation->start();
}

Header::Header(Theme &theme, QWidget *parent) : QHeaderView(Qt::Horizontal, parent), m_theme(theme)
{
    setFixedHeight(metrics::rowHeader);
    setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    setMinimumSectionSize(24);
    setHighlightSections(false);
}

void Header::setCheckState(std::optional<Qt::CheckState> state)
{
    m_check = state;
    viewport()->update();
}

QSize Header::sizeHint() const
{
    return {QHeaderView::sizeHint().width(), metrics::rowHeader};
}

void Header::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), m_theme.colour(Colour::Raised));
    painter.fillRect(QRect(0, height() - 1, width(), 1), m_theme.colour(Colour::Line));
    painter.end();
    QHeaderView::paintEvent(event);
}

void Header::paintSection(QPainter *painter, const QRect &rect, int section) const
{
    painter->save();
    painter->fillRect(rect, m_theme.colour(Colour::Raised));
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), m_theme.colour(Colour::Line));
    if (section == 0 && m_check) {
        paintCheckBox(*painter, m_theme, QRect(rect.left() + metrics::listPadding, rect.center().y() - 8, 16, 16),
                      *m_check, true);
    } else {
        const QVariant wanted = model()->headerData(section, Qt::Horizontal, Qt::TextAlignmentRole);
        const auto alignment = wanted.isValid() ? Qt::Alignment(wanted.toInt()) : defaultAlignment();
        const bool ordered = isSortIndicatorShown() && sortIndicatorSection() == section;
        QFont font = m_theme.font(Type::Small);
        if (ordered)
            font.setWeight(m_theme.font(Type::Strong).weight());
        const int left = section == 0 ? m_firstInset : 8;
        const QRect area = rect.adjusted(left, 0, alignment & Qt::AlignRight ? -8 : -4, 0);
        const QString text = model()->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString();
        const int used =
            paintText(*painter, ordered ? area.adjusted(0, 0, -16, 0) : area, text, font,
                      m_theme.colour(ordered ? Colour::Text : Colour::Text2), alignment | Qt::AlignVCenter);
        if (ordered) {
            const int x = alignment & Qt::AlignRight ? area.right() - 13 : area.left() + used + 4;
            const QRect place(x, rect.top(), 14, rect.height());
            if (sortIndicatorOrder() == Qt::DescendingOrder) {
                paintGlyph(*painter, m_theme, place, QStringLiteral("collapse"), Colour::Text2, 14);
            } else {
                painter->translate(place.center().x() + 0.5, place.center().y() + 0.5);
                painter->rotate(180);
                paintGlyph(*painter, m_theme, QRect(-7, -7, 14, 14), QStringLiteral("collapse"), Colour::Text2, 14);
            }
        }
    }
    painter->restore();
}

void Header::mousePressEvent(QMouseEvent *event)
{
    m_pressedOnCheck = m_check && logicalIndexAt(event->position().toPoint()) == 0;
    if (!m_pressedOnCheck)
        QHeaderView::mousePressEvent(event);
}

void Header::mouseReleaseEvent(QMouseEvent *event)
{
    if (m_pressedOnCheck) {
        m_pressedOnCheck = false;
        if (logicalIndexAt(event->position().toPoint()) == 0)
            emit checkClicked();
        return;
    }
    QHeaderView::mouseReleaseEvent(event);
}

Skeleton::Skeleton(Theme &theme, int rowHeight, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_rowHeight(rowHeight)
{
    m_delay.setSingleShot(true);
    m_delay.setInterval(metrics::skeletonAfter);
    connect(&m_delay, &QTimer::timeout, this, [this] {
        m_visible = true;
        update();
    });
}

void Skeleton::start(const QString &sentence)
{
    m_sentence = sentence;
    setAccessibleName(sentence);
    m_visible = false;
    m_delay.start();
    update();
}

void Skeleton::paintEvent(QPaintEvent *)
{
    if (!m_visible)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (int row = 0; row < 3; ++row) {
        const int top = row * m_rowHeight;
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.colour(Colour::Track));
        painter.drawRoundedRect(QRect(metrics::listPadding, top + m_rowHeight / 2 - 8, 16, 16), 3, 3);
        painter.drawRoundedRect(QRect(48, top + m_rowHeight / 2 - 12, std::min(width() - 96, 280 - row * 48), 8), 2, 2);
        painter.drawRoundedRect(QRect(48, top + m_rowHeight / 2 + 5, std::min(width() - 96, 168 - row * 24), 8), 2, 2);
        painter.fillRect(QRect(0, top + m_rowHeight - 1, width(), 1), m_theme.colour(Colour::Line));
    }
    paintText(painter, QRect(metrics::listPadding, 3 * m_rowHeight + 12, width() - 32, 20), m_sentence,
              m_theme.font(Type::Small), m_theme.colour(Colour::Text2));
}

void describe(QWidget *widget, const QString &objectName, const QString &accessibleName,
              const QString &accessibleDescription)
{
    widget->setObjectName(objectName);
    widget->setAccessibleName(accessibleName);
    widget->setAccessibleDescription(accessibleDescription);
}

} // namespace ui
