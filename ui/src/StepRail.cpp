#include "StepRail.h"

#include "Metrics.h"
#include "Paint.h"
#include "Widgets.h"

#include <QAbstractButton>
#include <QAbstractListModel>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace ui {

QString nameOf(Step step)
{
    switch (step) {
    case Step::Country:
        return StepRail::tr("Country");
    case Step::Patient:
        return StepRail::tr("Patient");
    case Step::Studies:
        return StepRail::tr("Studies and reports");
    case Step::Selection:
        return StepRail::tr("Selection");
    case Step::Retrieval:
        return StepRail::tr("Retrieval");
    case Step::Viewing:
        return StepRail::tr("Viewing");
    }
    Q_UNREACHABLE();
}

namespace {

QString wordFor(StepState state, bool current)
{
    if (current)
        return StepRail::tr("current step");
    switch (state) {
    case StepState::NotReached:
        return StepRail::tr("not reached yet");
    case StepState::Reached:
        return StepRail::tr("reached");
    case StepState::Done:
        return StepRail::tr("done");
    case StepState::Warned:
        return StepRail::tr("done, with warnings");
    case StepState::Stopped:
        return StepRail::tr("cannot go on");
    case StepState::Changed:
        return StepRail::tr("asked with something else than is now chosen");
    }
    Q_UNREACHABLE();
}

//! The foot of the rail: opens the map of the keys.
class KeyMapButton final : public PaintedButton
{
public:
    KeyMapButton(Theme &theme, QWidget *parent) : PaintedButton(parent), m_theme(theme)
    {
        setText(StepRail::tr("Key map"));
        setFixedHeight(40);
        setFocusPolicy(Qt::StrongFocus);
        setToolTip(StepRail::tr("Key map, ? or F1"));
        describe(this, QStringLiteral("keyMap"), text(), StepRail::tr("Shows which key does what"));
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const bool narrow = width() < 100;
        paintGlyph(painter, m_theme, QRect(20, 0, 16, height()), QStringLiteral("keyboard"), Colour::Text2);
        if (!narrow) {
            paintText(painter, QRect(44, 0, width() - 88, height()), text(), m_theme.font(Type::Small),
                      m_theme.colour(Colour::Text2));
            paintText(painter, QRect(0, 0, width() - 14, height()), QStringLiteral("?"), m_theme.font(Type::Small),
                      m_theme.colour(Colour::Text2), Qt::AlignRight | Qt::AlignVCenter);
        }
        if (hasFocus())
            paintFocusRing(painter, m_theme, rect().adjusted(4, 4, -4, -4));
    }

private:
    Theme &m_theme;
};

} // namespace

class RailModel final : public QAbstractListModel
{
public:
    explicit RailModel(StepRail *rail) : QAbstractListModel(rail), m_rail(*rail) {}

    int rowCount(const QModelIndex &parent) const override { return parent.isValid() ? 0 : stepCount; }

    QVariant data(const QModelIndex &index, int role) const override
    {
        const auto row = std::size_t(index.row());
        const auto step = Step(index.row());
        switch (role) {
        case Qt::DisplayRole:
            return nameOf(step);
        case Qt::ToolTipRole: {
            const QString key = StepRail::tr("%1, Ctrl+%2").arg(nameOf(step)).arg(index.row() + 1);
            const QString &summary = m_rail.m_summaries[row];
            return summary.isEmpty() ? key : QStringLiteral("%1\n%2").arg(key, summary);
        }
        case Qt::AccessibleTextRole: {
            QStringList words{QString::number(index.row() + 1), nameOf(step),
                              wordFor(m_rail.m_states[row], m_rail.m_step == step)};
            if (!m_rail.m_summaries[row].isEmpty())
                words << m_rail.m_summaries[row];
            return words.join(QStringLiteral(", "));
        }
        default:
            return {};
        }
    }

    Qt::ItemFlags flags(const QModelIndex &index) const override
    {
        const bool reached =
            m_rail.m_states[std::size_t(index.row())] != StepState::NotReached || int(m_rail.m_step) == index.row();
        return reached ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags;
    }

    void changed() { emit dataChanged(index(0), index(stepCount - 1)); }

private:
    StepRail &m_rail;
};

class RailDelegate final : public QStyledItemDelegate
{
public:
    explicit RailDelegate(StepRail *rail) : QStyledItemDelegate(rail), m_rail(*rail) {}

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {m_rail.m_narrow ? metrics::stepRailNarrow : metrics::stepRail, m_rail.rowHeight()};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &theme = m_rail.m_theme;
        const QRect row = option.rect;
        const bool current = int(m_rail.m_step) == index.row();
        const StepState state = m_rail.m_states[std::size_t(index.row())];
        const bool narrow = m_rail.m_narrow;
        painter->save();
        if (current) {
            painter->fillRect(row, theme.colour(Colour::Page));
            painter->fillRect(QRect(row.left(), row.top(), row.width(), 1), theme.colour(Colour::Line));
            painter->fillRect(QRect(row.left(), row.bottom(), row.width(), 1), theme.colour(Colour::Line));
            painter->fillRect(QRect(row.left(), row.top(), metrics::stepMarker, row.height()),
                              theme.colour(Colour::AccentFill));
        } else {
            if (option.state & QStyle::State_MouseOver && option.state & QStyle::State_Enabled)
                painter->fillRect(row.adjusted(0, 0, -1, 0), theme.colour(Colour::Hover));
            painter->fillRect(QRect(row.right(), row.top(), 1, row.height()), theme.colour(Colour::Line));
        }

        const int x = metrics::stepRailNarrow / 2 + (narrow ? 0 : 4);
        const int y = row.top() + (narrow ? row.height() / 2 : 22);
        const QColor stem = theme.colour(Colour::LineStrong);
        if (index.row() > 0)
            painter->fillRect(QRect(x, row.top(), 1, y - 16 - row.top()), stem);
        if (index.row() + 1 < stepCount)
            painter->fillRect(QRect(x, y + 16, 1, row.bottom() + 1 - (y + 16)), stem);
        paintSign(*painter, QPoint(x, y), index.row() + 1, state, current);

        if (!narrow) {
            const QRect text(58, y - 10, row.width() - 58 - 12, 20);
            const bool pale = !current && (state == StepState::NotReached || state == StepState::Changed);
            paintText(*painter, text, index.data().toString(), theme.font(current ? Type::Strong : Type::Body),
                      theme.colour(pale ? Colour::Text3 : Colour::Text));
            paintText(*painter, text.translated(0, 19), m_rail.m_summaries[std::size_t(index.row())],
                      theme.font(Type::Small), theme.colour(pale ? Colour::Text3 : Colour::Text2));
        }
        if (showsFocus(option))
            paintFocusRing(*painter, theme, row.adjusted(metrics::stepMarker, 1, -1, -1));
        painter->restore();
    }

private:
    void paintSign(QPainter &painter, QPoint centre, int number, StepState state, bool current) const
    {
        const Theme &theme = m_rail.m_theme;
        painter.setRenderHint(QPainter::Antialiasing);
        const QRect glyphArea(centre.x() - 12, centre.y() - 12, 25, 25);
        if (!current && state == StepState::Warned) {
            paintGlyph(painter, theme, glyphArea, QStringLiteral("warn"), Colour::Warn, 24);
            return;
        }
        if (!current && state == StepState::Stopped) {
            paintGlyph(painter, theme, glyphArea, QStringLiteral("fail"), Colour::Fail, 24);
            return;
        }
        const QRectF circle(centre.x() + 0.5 - 12, centre.y() + 0.5 - 12, 24, 24);
        if (current) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme.colour(Colour::AccentFill));
            painter.drawEllipse(circle);
        } else {
            painter.setPen(QPen(theme.colour(Colour::Control), 1));
            painter.setBrush(Qt::NoBrush);
            painter.drawEllipse(circle.adjusted(0.5, 0.5, -0.5, -0.5));
        }
        if (!current && state == StepState::Done) {
            painter.setPen(QPen(theme.colour(Colour::Text), 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
            const QPointF origin(centre.x() + 0.5, centre.y() + 0.5);
            painter.drawPolyline(
                QPolygonF{origin + QPointF(-4, 0.3), origin + QPointF(-1.2, 3.1), origin + QPointF(4, -2.9)});
            return;
        }
        QFont font = theme.font(Type::Strong);
        font.setPixelSize(12);
        const bool pale = state == StepState::NotReached || state == StepState::Changed;
        paintText(painter, QRect(centre.x() - 12, centre.y() - 12, 25, 25), QString::number(number), font,
                  theme.colour(current ? Colour::OnAccent
                               : pale  ? Colour::Text3
                                       : Colour::Text),
                  Qt::AlignCenter);
    }

    StepRail &m_rail;
};

namespace {

//! The list itself: Return and Space go to the step.
class RailList final : public QListView
{
public:
    using QListView::QListView;

protected:
    void keyPressEvent(QKeyEvent *event) override
    {
        if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space) {
            if (currentIndex().isValid())
                emit clicked(currentIndex());
            return;
        }
        QListView::keyPressEvent(event);
    }
};

} // namespace

StepRail::StepRail(Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    m_states[0] = StepState::Reached;
    m_model = new RailModel(this);
    m_list = new RailList;
    describe(m_list, QStringLiteral("stepRail"), tr("Steps"), tr("The six steps, Ctrl+1 to Ctrl+6"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new RailDelegate(this));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setStyleSheet(QStringLiteral("background: transparent;"));
    m_list->setSelectionMode(QAbstractItemView::NoSelection);
    m_keyMap = new KeyMapButton(theme, this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 8, 0, 4);
    layout->setSpacing(0);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_keyMap);
    setTabOrder(m_list, m_keyMap);
    setNarrow(false);
    connect(m_list, &QAbstractItemView::clicked, this, [this](const QModelIndex &index) {
        if (index.flags() & Qt::ItemIsEnabled)
            emit stepRequested(Step(index.row()));
    });
    connect(m_keyMap, &QAbstractButton::clicked, this, &StepRail::keyMapRequested);
    setStep(Step::Country);
}

void StepRail::setStep(Step step)
{
    m_step = step;
    m_list->setCurrentIndex(m_model->index(int(step)));
    m_model->changed();
    update();
}

void StepRail::setState(Step step, StepState state, const QString &summary)
{
    m_states[std::size_t(step)] = state;
    m_summaries[std::size_t(step)] = summary;
    m_model->changed();
}

void StepRail::setNarrow(bool narrow)
{
    m_narrow = narrow;
    setFixedWidth(narrow ? metrics::stepRailNarrow : metrics::stepRail);
    m_list->doItemsLayout();
    update();
}

//! All six steps stay in sight: in a low window, as on a small screen at 200 %, they move together.
int StepRail::rowHeight() const
{
    const int drawn = m_narrow ? metrics::rowStepNarrow : metrics::rowStep;
    const int least = m_narrow ? 36 : 52;
    if (!layout())
        return drawn; // still being made
    const int room =
        height() - layout()->contentsMargins().top() - layout()->contentsMargins().bottom() - m_keyMap->height();
    return std::clamp(room / stepCount, least, drawn);
}

void StepRail::resizeEvent(QResizeEvent *event)
{
    m_list->doItemsLayout();
    QWidget::resizeEvent(event);
}

void StepRail::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colour(Colour::Window));
    const int listTop = m_list->y();
    const int listBottom = listTop + stepCount * rowHeight();
    const QColor line = m_theme.colour(Colour::Line);
    painter.fillRect(QRect(width() - 1, 0, 1, listTop), line);
    painter.fillRect(QRect(width() - 1, listBottom, 1, height() - listBottom), line);
}

} // namespace ui
