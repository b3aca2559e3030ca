#include <ui/FaultDock.h>

#include "Metrics.h"
#include "Paint.h"
#include "Widgets.h"
#include "Words.h"

#include <ui/Button.h>

#include <QAbstractTableModel>
#include <QAccessible>
#include <QGridLayout>
#include <QIntValidator>
#include <QKeyEvent>
#include <QScrollArea>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>
#include <limits>
#include <utility>

namespace ui {
namespace {

constexpr int formWidth = 336;
constexpr int listWidth = 200; // the least
constexpr int mostTimes = 9999;
constexpr int usualTimes = 2;

enum FaultColumn { Name, Description, Specification, FaultColumnCount };
enum PlayedColumn { Order, Turns, PlayedColumnCount };

class FaultModel final : public QAbstractTableModel
{
public:
    using QAbstractTableModel::QAbstractTableModel;

    void set(const QList<FaultRow> &rows)
    {
        beginResetModel();
        m_rows = rows;
        endResetModel();
    }
    const FaultRow &at(int row) const { return m_rows[row]; }

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : FaultColumnCount; }

    QVariant data(const QModelIndex &index, int role) const override
    {
        const FaultRow &row = m_rows[index.row()];
        if (role == Qt::AccessibleTextRole && index.column() == Name)
            return row.specification.isEmpty()
                       ? FaultDock::tr("%1, %2", "name, what happens").arg(row.name, row.description)
                       : FaultDock::tr("%1, %2, row %3", "name, what happens, of the specification")
                             .arg(row.name, row.description, row.specification);
        if (role == Qt::ToolTipRole)
            return row.description;
        if (role != Qt::DisplayRole)
            return {};
        switch (index.column()) {
        case Name:
            return row.name;
        case Description:
            return row.description;
        case Specification:
            return row.specification;
        default:
            return {};
        }
    }

    QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
            return {};
        switch (section) {
        case Name:
            return FaultDock::tr("Fault");
        case Description:
            return FaultDock::tr("What happens");
        case Specification:
            return FaultDock::tr("Row");
        default:
            return {};
        }
    }

private:
    QList<FaultRow> m_rows;
};

//! Finds by all words typed, wherever in the row they stand; sorts rows of the specification by their numbers.
class FaultOrder final : public QSortFilterProxyModel
{
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setWords(const QString &typed)
    {
        m_words = typed.split(u' ', Qt::SkipEmptyParts);
        invalidateFilter();
    }

protected:
    bool filterAcceptsRow(int row, const QModelIndex &) const override
    {
        const QString text = sourceModel()->index(row, Name).data(Qt::AccessibleTextRole).toString();
        return std::all_of(m_words.begin(), m_words.end(),
                           [&text](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
    }
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override
    {
        if (left.column() != Specification)
            return QSortFilterProxyModel::lessThan(left, right);
        const auto key = [](const QModelIndex &index) {
            const QString first = index.data().toString().section(u',', 0, 0);
            // What the specification does not name stands behind all that it does.
            return first.isEmpty() ? std::pair(std::numeric_limits<int>::max(), 0)
                                   : std::pair(first.section(u'.', 0, 0).toInt(), first.section(u'.', 1).toInt());
        };
        return key(left) < key(right);
    }

private:
    QStringList m_words;
};

class PlayedModel final : public QAbstractTableModel
{
public:
    using QAbstractTableModel::QAbstractTableModel;

    void set(const QList<PlayedFaultRow> &rows)
    {
        const bool sameRows =
            std::equal(rows.begin(), rows.end(), m_rows.begin(), m_rows.end(),
                       [](const PlayedFaultRow &a, const PlayedFaultRow &b) { return a.number == b.number; });
        if (sameRows) {
            m_rows = rows;
            if (!rows.isEmpty())
                emit dataChanged(index(0, 0), index(int(rows.size()) - 1, PlayedColumnCount - 1));
            return;
        }
        beginResetModel();
        m_rows = rows;
        endResetModel();
    }
    const QList<PlayedFaultRow> &rows() const { return m_rows; }

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : PlayedColumnCount; }

    QVariant data(const QModelIndex &index, int role) const override
    {
        const PlayedFaultRow &row = m_rows[index.row()];
        const QString turns = row.turns ? FaultDock::tr("%n left", "turns of a fault", *row.turns)
                                        : FaultDock::tr("always", "how often a fault happens");
        if (role == Qt::AccessibleTextRole && index.column() == Order)
            return FaultDock::tr("%1, %2, %3", "order, what happens, turns").arg(row.order, row.description, turns);
        if (role == Qt::ToolTipRole)
            return QStringLiteral("%1\n%2").arg(row.order, row.description);
        if (role != Qt::DisplayRole)
            return {};
        return index.column() == Order ? row.order : turns;
    }

    QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (orientation != Qt::Horizontal)
            return {};
        if (role == Qt::TextAlignmentRole && section == Turns)
            return int(Qt::AlignRight | Qt::AlignVCenter);
        if (role != Qt::DisplayRole)
            return {};
        return section == Order ? FaultDock::tr("On the line") : FaultDock::tr("Turns");
    }

private:
    QList<PlayedFaultRow> m_rows;
};

//! The first column is what one writes, so it is set like code.
class FaultDelegate final : public QStyledItemDelegate
{
public:
    FaultDelegate(Theme &theme, QTreeView *view) : QStyledItemDelegate(view), m_theme(theme), m_view(*view) {}

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {0, metrics::rowTree}; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QRect cell = option.rect;
        const bool first = index.column() == 0;
        const bool current = m_view.currentIndex().row() == index.row();
        const auto wanted = index.model()->headerData(index.column(), Qt::Horizontal, Qt::TextAlignmentRole);
        const auto alignment = wanted.isValid() ? Qt::Alignment(wanted.toInt()) : Qt::AlignLeft | Qt::AlignVCenter;
        const int left = first ? metrics::listPadding : 8;
        painter->save();
        paintRowGround(*painter, m_theme, cell, option.state & QStyle::State_MouseOver, current, first);
        paintRowFocus(*painter, m_theme, option, m_view, index);
        paintText(*painter, cell.adjusted(left, 0, -8, -1), index.data().toString(),
                  m_theme.font(first ? Type::Mono : Type::Body), m_theme.colour(first ? Colour::Text : Colour::Text2),
                  alignment);
        painter->restore();
    }

private:
    Theme &m_theme;
    QTreeView &m_view;
};

//! A flat list that says why it is empty.
class FaultView final : public QTreeView
{
public:
    FaultView(Theme &theme, QAbstractItemModel *model, const QString &empty) : m_theme(theme), m_empty(empty)
    {
        setModel(model);
        setItemDelegate(new FaultDelegate(theme, this));
        setHeader(new Header(theme, this));
        showAsRows(this);
        setMinimumSize(listWidth, metrics::rowHeader + metrics::rowTree);
        header()->setStretchLastSection(false);
        header()->setSectionResizeMode(QHeaderView::Fixed);
    }

protected:
    void paintEvent(QPaintEvent *event) override
    {
        QTreeView::paintEvent(event);
        if (model()->rowCount() > 0)
            return;
        QPainter painter(viewport());
        painter.setFont(m_theme.font(Type::Body));
        painter.setPen(m_theme.colour(Colour::Text2));
        painter.drawText(viewport()->rect().adjusted(16, 16, -16, -16), Qt::AlignHCenter | Qt::TextWordWrap, m_empty);
    }

private:
    Theme &m_theme;
    QString m_empty;
};

} // namespace

class FaultDock::Private
{
public:
    explicit Private(FaultDock *aDock) : dock(aDock) {}

    const FaultRow *current() const
    {
        const QModelIndex index = found->mapToSource(list->currentIndex());
        return index.isValid() ? &faults->at(index.row()) : nullptr;
    }
    QWidget *form(Theme &theme);
    void showChosen();
    void showOrder();
    void setReady(bool ready, const QString &otherwise);
    void play();
    void heal();
    QString orderText(const FaultRow &fault) const;

    FaultDock *dock;
    FaultModel *faults = nullptr;
    FaultOrder *found = nullptr;
    QTreeView *list = nullptr;
    Field *filter = nullptr;
    Field *value = nullptr;
    Field *place = nullptr;
    Choice *scope = nullptr;
    Field *times = nullptr;
    Field *order = nullptr;
    Button *playButton = nullptr;
    QLabel *chosen = nullptr;
    QLabel *problem = nullptr;
    PlayedModel *played = nullptr;
    QTreeView *line = nullptr;
    Button *healOne = nullptr;
    Button *healAll = nullptr;
    QString shown; //!< name of the fault that the form is about
};

FaultDock::FaultDock(Theme &theme, QWidget *parent)
    : Dock(theme, QStringLiteral("faultDock"), QStringLiteral("flask"), tr("Fault laboratory"), parent),
      d(std::make_unique<Private>(this))
{
    d->faults = new FaultModel(this);
    d->found = new FaultOrder(this);
    d->found->setSourceModel(d->faults);
    d->list = new FaultView(theme, d->found, tr("No fault has these words."));
    describe(d->list, QStringLiteral("faultList"), tr("Faults"), tr("Enter plays the current fault"));
    auto *header = d->list->header();
    header->setSectionResizeMode(Description, QHeaderView::Stretch);
    header->resizeSection(Name, 216);
    header->resizeSection(Specification, 88);
    header->setSectionsClickable(true);
    d->list->setSortingEnabled(true);
    d->list->sortByColumn(Name, Qt::AscendingOrder);

    d->filter = makeFilterField(theme, tr("Find a fault: name, words, row"), QStringLiteral("search"), true);
    describe(d->filter, QStringLiteral("faultFilter"), tr("Find a fault by name, words or row of the specification"));
    connect(d->filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        d->found->setWords(text);
        // Whoever typed a whole name means this fault, not one whose words hold it.
        const QModelIndexList whole =
            text.trimmed().isEmpty() || d->found->rowCount() == 0
                ? QModelIndexList()
                : d->found->match(d->found->index(0, Name), Qt::DisplayRole, text.trimmed(), 1, Qt::MatchFixedString);
        if (!whole.isEmpty())
            d->list->setCurrentIndex(whole.first());
        else if (!d->list->currentIndex().isValid())
            d->list->setCurrentIndex(d->found->index(0, 0));
        d->list->scrollTo(d->list->currentIndex());
        d->list->viewport()->update();
        d->showChosen();
    });

    d->played = new PlayedModel(this);
    d->line = new FaultView(theme, d->played, tr("Nothing is on the line: the demo country behaves well."));
    describe(d->line, QStringLiteral("playedList"), tr("Faults on the line"));
    d->line->header()->setSectionResizeMode(Order, QHeaderView::Stretch);
    d->line->header()->resizeSection(Turns, 72);

    auto *search = new QHBoxLayout;
    search->setContentsMargins(metrics::listPadding, 8, metrics::listPadding, 8);
    search->addWidget(d->filter);
    auto *choosing = new QVBoxLayout;
    choosing->setSpacing(0);
    choosing->addLayout(search);
    choosing->addWidget(hairline(Qt::Horizontal));
    choosing->addWidget(d->list, 1);
    auto *content = ground("page");
    auto *row = new QHBoxLayout(content);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addLayout(choosing, 5);
    row->addWidget(hairline(Qt::Vertical));
    row->addWidget(d->form(theme));
    row->addWidget(hairline(Qt::Vertical));
    row->addWidget(d->line, 3);
    setWidget(content);

    const auto button = [&](const char *name, const QString &text, const QString &help) {
        auto *made = new Button(theme, Button::Look::Small, text);
        describe(made, QLatin1StringView(name), text, help);
        made->setHelp(help);
        addTitleWidget(made);
        return made;
    };
    d->healOne = button("healFault", tr("Heal"), tr("Take back the current fault of those on the line, Delete"));
    d->healAll = button("healAllFaults", tr("Heal all"), tr("Take back every fault"));
    connect(d->healOne, &QPushButton::clicked, this, [this] { d->heal(); });
    connect(d->healAll, &QPushButton::clicked, this, &FaultDock::healAllRequested);

    const auto play = [this] { d->play(); };
    connect(d->list, &QTreeView::activated, this, play);
    connect(d->playButton, &QPushButton::clicked, this, play);
    for (Field *field : {d->filter, d->value, d->place, d->times, d->order})
        connect(field, &QLineEdit::returnPressed, this, play);
    const auto showOrder = [this] { d->showOrder(); };
    for (Field *field : {d->value, d->place, d->times})
        connect(field, &QLineEdit::textChanged, this, showOrder);
    connect(d->scope, &QComboBox::currentIndexChanged, this, showOrder);
    connect(d->order, &QLineEdit::textEdited, this, [this](const QString &text) {
        d->setReady(!text.trimmed().isEmpty(), tr("Write an order"));
        setProblem({});
    });
    connect(d->list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        d->list->viewport()->update();
        d->showChosen();
    });
    connect(d->line->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        d->line->viewport()->update();
        d->healOne->setEnabled(d->line->currentIndex().isValid());
    });
    const QList<QWidget *> inOrder{d->filter, d->list,  d->value,      d->place, d->scope,
                                   d->times,  d->order, d->playButton, d->line};
    for (qsizetype i = 1; i < inOrder.size(); ++i)
        setTabOrder(inOrder[i - 1], inOrder[i]);
    d->showChosen();
    setPlayed({});
}

FaultDock::~FaultDock() = default;

QWidget *FaultDock::Private::form(Theme &theme)
{
    const auto field = [&](const char *name, const QString &accessibleName, const QString &help) {
        auto *made = new Field(theme);
        made->setSmall();
        describe(made, QLatin1StringView(name), accessibleName, help);
        made->setToolTip(help);
        return made;
    };
    value = field("faultValue", tr("Value"), {});
    place = field("faultPlace", tr("Where"),
                  tr("A method or the word retrievals, a part of the path or query that begins with / ? or &, or both, "
                     "such as POST/Patient"));
    place->setPlaceholderText(tr("Every request it fits"));
    scope = new Choice(theme);
    scope->setSmall();
    scope->addItems({tr("Next request"), tr("Next requests"), tr("Always")});
    scope->setCurrentIndex(int(Scope::Always));
    describe(scope, QStringLiteral("faultScope"), tr("How often"));
    times = field("faultTimes", tr("For how many requests"), {});
    times->setValidator(new QIntValidator(1, mostTimes, times));
    times->setText(QString::number(usualTimes));
    times->setFixedWidth(64);
    order = field("faultOrder", tr("Order"),
                  tr("The same order for borderlight --demo --fault. Another one can be typed or pasted here: "
                     "NAME[=VALUE][@PLACE][*TIMES][+SKIP]"));
    order->setFont(theme.font(Type::Mono));
    playButton = new Button(theme, Button::Look::Small, tr("Play"));
    playButton->setIconName(QStringLiteral("resume"));
    playButton->setKeyHint(tr("Enter"));
    describe(playButton, QStringLiteral("playFault"), tr("Play"));
    chosen = label(theme, Type::Small, Tone::Text2); // whole, where the list has no room for it
    chosen->setObjectName(QStringLiteral("faultDescription"));
    chosen->setWordWrap(true);
    problem = label(theme, Type::Small, Tone::Fail);
    problem->setObjectName(QStringLiteral("faultProblem"));
    problem->setWordWrap(true);
    problem->hide();

    auto *content = ground("page");
    auto *grid = new QGridLayout(content);
    grid->setContentsMargins(metrics::listPadding, 8, metrics::listPadding, 8);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(8);
    const auto word = [&](int row, const QString &text) {
        grid->addWidget(label(theme, Type::Small, Tone::Text2, text), row, 0);
    };
    word(0, tr("Value"));
    grid->addWidget(value, 0, 1, 1, 2);
    word(1, tr("Where"));
    grid->addWidget(place, 1, 1, 1, 2);
    word(2, tr("How often"));
    grid->addWidget(scope, 2, 1);
    grid->addWidget(times, 2, 2);
    word(3, tr("Order"));
    grid->addWidget(order, 3, 1, 1, 2);
    grid->addWidget(playButton, 4, 1, Qt::AlignLeft);
    grid->addWidget(problem, 5, 0, 1, 3);
    grid->setColumnStretch(1, 1);
    grid->addWidget(chosen, 6, 0, 1, 3);
    grid->setRowStretch(7, 1);

    auto *area = new QScrollArea;
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFixedWidth(formWidth);
    area->setWidget(content);
    return area;
}

//! The form begins with what is usual for a fault.
void FaultDock::Private::showChosen()
{
    const FaultRow *fault = current();
    const QString name = fault ? fault->name : QString();
    if (fault && shown == name)
        return;
    shown = name;
    const bool takesValue = fault && !fault->valueMeaning.isEmpty();
    value->setEnabled(takesValue);
    value->setText(takesValue ? fault->usualValue : QString());
    value->setPlaceholderText(takesValue ? fault->usualValue : tr("Takes none"));
    const QString meaning = takesValue ? fault->valueMeaning : QString();
    value->setAccessibleDescription(meaning);
    value->setToolTip(meaning);
    QStringList words{fault ? fault->description : QString()};
    if (takesValue) // too long for the field that it is about
        words += tr("Value: %1", "what the value of a fault means").arg(meaning);
    chosen->setText(words.join(u'\n'));
    place->setText(fault ? fault->usualPlace : QString());
    const std::optional<int> turns = fault ? fault->usualTurns : std::nullopt;
    times->setText(QString::number(turns.value_or(usualTimes)));
    scope->setCurrentIndex(int(turns ? Scope::NextRequests : Scope::Always));
    showOrder();
}

void FaultDock::Private::showOrder()
{
    const FaultRow *fault = current();
    const bool counted = Scope(scope->currentIndex()) == Scope::NextRequests;
    times->setEnabled(counted);
    order->setText(fault ? orderText(*fault) : QString());
    order->setCursorPosition(0);
    setReady(fault && (!counted || times->hasAcceptableInput()),
             fault ? tr("Say for how many requests") : tr("Choose a fault"));
    dock->setProblem({});
}

void FaultDock::Private::setReady(bool ready, const QString &otherwise)
{
    playButton->setEnabled(ready);
    playButton->setHelp(ready ? tr("Order this fault from the demo country") : otherwise);
}

QString FaultDock::Private::orderText(const FaultRow &fault) const
{
    QString text = fault.name;
    const QString wantedValue = value->text().trimmed();
    if (value->isEnabled() && !wantedValue.isEmpty() && wantedValue != fault.usualValue)
        text += u'=' + wantedValue;
    QString wantedPlace = place->text().trimmed();
    if (wantedPlace.startsWith(u'@')) // as it stands in an order
        wantedPlace = wantedPlace.mid(1).trimmed();
    if (wantedPlace != fault.usualPlace)
        text += u'@' + (wantedPlace.isEmpty() ? QStringLiteral("*") : wantedPlace);
    switch (Scope(scope->currentIndex())) {
    case Scope::NextRequest:
        return text + QStringLiteral("*1");
    case Scope::NextRequests:
        return text + u'*' + times->text();
    case Scope::Always:
        return fault.usualTurns ? text + QStringLiteral("*always") : text;
    }
    Q_UNREACHABLE();
}

void FaultDock::Private::play()
{
    if (playButton->isEnabled())
        emit dock->playRequested(order->text().trimmed());
}

void FaultDock::Private::heal()
{
    const int row = line->currentIndex().row();
    if (row >= 0)
        emit dock->healRequested(played->rows()[row].number);
}

void FaultDock::setFaults(const QList<FaultRow> &faults)
{
    d->faults->set(faults);
    d->list->setCurrentIndex(d->found->index(0, 0));
    d->showChosen();
}

void FaultDock::setPlayed(const QList<PlayedFaultRow> &faults)
{
    const int row = d->line->currentIndex().row();
    const int number = row >= 0 ? d->played->rows()[row].number : 0;
    if (!faults.isEmpty() && faults == d->played->rows())
        return;
    d->played->set(faults);
    if (!faults.isEmpty()) {
        const auto same = std::find_if(faults.begin(), faults.end(),
                                       [number](const PlayedFaultRow &one) { return one.number == number; });
        const int wanted =
            same != faults.end() ? int(same - faults.begin()) : std::clamp(row, 0, int(faults.size()) - 1);
        if (d->line->currentIndex().row() != wanted)
            d->line->setCurrentIndex(d->played->index(wanted, 0));
    }
    const QString words = faults.isEmpty() ? QString() : tr("%n on the line", nullptr, int(faults.size()));
    setCount(int(faults.size()));
    setSummary(words);
    d->line->setAccessibleDescription(words.isEmpty() ? tr("Nothing is on the line") : words);
    d->healOne->setEnabled(!faults.isEmpty());
    d->healAll->setEnabled(!faults.isEmpty());
    QAccessibleEvent event(d->line, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&event);
}

void FaultDock::setProblem(const QString &sentence)
{
    if (d->problem->text() == sentence)
        return;
    d->problem->setText(sentence);
    d->problem->setVisible(!sentence.isEmpty());
    d->problem->setAccessibleName(sentence);
    d->place->setAccessibleDescription(sentence.isEmpty() ? d->place->toolTip() : sentence);
    QAccessibleEvent event(d->problem, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

QWidget *FaultDock::firstFocus() const
{
    return d->filter;
}

void FaultDock::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Delete && d->line->hasFocus())
        d->heal();
    else if (event->key() == Qt::Key_Down && d->filter->hasFocus())
        d->list->setFocus(Qt::ShortcutFocusReason);
    else
        Dock::keyPressEvent(event);
}

} // namespace ui
