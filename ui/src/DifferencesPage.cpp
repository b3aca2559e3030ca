#include <ui/DifferencesPage.h>

#include "Metrics.h"
#include "Paint.h"
#include "Widgets.h"
#include "Words.h"

#include <ui/Notice.h>
#include <ui/StudiesPage.h>

#include <QAbstractListModel>
#include <QAbstractTableModel>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QListView>
#include <QShortcut>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace ui {
namespace {

QString columnTitle(model::Route route)
{
    switch (route) {
    case model::Route::Fhir:
        return DifferencesPage::tr("FHIR ImagingStudy");
    case model::Route::Dicomweb:
        return DifferencesPage::tr("QIDO");
    case model::Route::Documents:
        return DifferencesPage::tr("Document (manifest)");
    }
    Q_UNREACHABLE();
}

std::pair<QString, Colour> signOf(Reading reading)
{
    switch (reading) {
    case Reading::Same:
        return {QStringLiteral("pass"), Colour::Ok};
    case Reading::Explained:
        return {QStringLiteral("info"), Colour::Text2};
    case Reading::Open:
        return {QStringLiteral("differs"), Colour::Warn};
    case Reading::Conflict:
        return {QStringLiteral("fail"), Colour::Fail};
    }
    Q_UNREACHABLE();
}

QString wordFor(Reading reading)
{
    switch (reading) {
    case Reading::Same:
        return DifferencesPage::tr("Same");
    case Reading::Explained:
        return DifferencesPage::tr("Explained");
    case Reading::Open:
        return DifferencesPage::tr("Open");
    case Reading::Conflict:
        return DifferencesPage::tr("Conflict");
    }
    Q_UNREACHABLE();
}

Reading gravest(const DifferingStudy &study)
{
    Reading most = Reading::Same;
    for (const DifferingField &field : study.fields)
        most = std::max(most, field.reading);
    return most;
}

int countOf(const DifferingStudy &study, Reading reading)
{
    return int(std::count_if(study.fields.begin(), study.fields.end(),
                             [&](const DifferingField &field) { return field.reading == reading; }));
}

int differing(const DifferingStudy &study)
{
    return int(study.fields.size()) - countOf(study, Reading::Same);
}

//! "3 open", "explained", "patient conflict".
QString stateWord(const DifferingStudy &study)
{
    switch (gravest(study)) {
    case Reading::Conflict:
        return DifferencesPage::tr("patient conflict");
    case Reading::Open:
        return DifferencesPage::tr("%1 open").arg(countOf(study, Reading::Open));
    case Reading::Explained:
        return DifferencesPage::tr("explained");
    case Reading::Same:
        break;
    }
    return {};
}

QString titleOf(const DifferingStudy &study)
{
    return study.description.isEmpty() ? DifferencesPage::tr("Without a description") : study.description;
}

QString valueOf(const DifferingField &field, model::Route route)
{
    for (const auto &[who, value] : field.values) {
        if (who == route)
            return value;
    }
    return {};
}

//! The studies about which the routes do not agree.
class DifferenceListModel final : public QAbstractListModel
{
public:
    using QAbstractListModel::QAbstractListModel;

    void set(const QList<DifferingStudy> &studies)
    {
        beginResetModel();
        m_studies = studies;
        endResetModel();
    }
    const QList<DifferingStudy> &studies() const { return m_studies; }

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_studies.size()); }

    QVariant data(const QModelIndex &index, int role) const override
    {
        const DifferingStudy &study = m_studies[index.row()];
        if (role == Qt::DisplayRole)
            return titleOf(study);
        if (role != Qt::AccessibleTextRole)
            return {};
        QStringList words{study.modality, titleOf(study), dateText(study.date),
                          DifferencesPage::tr("%n differences", nullptr, differing(study)), stateWord(study)};
        words.removeAll(QString());
        return words.join(QStringLiteral(", "));
    }

private:
    QList<DifferingStudy> m_studies;
};

class DifferenceListDelegate final : public QStyledItemDelegate
{
public:
    DifferenceListDelegate(Theme &theme, const DifferenceListModel *model, QListView *view)
        : QStyledItemDelegate(view), m_theme(theme), m_model(*model), m_view(*view)
    {}

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {0, 56}; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const DifferingStudy &study = m_model.studies()[index.row()];
        const QRect row = option.rect;
        const bool current = m_view.currentIndex() == index;
        const QRect inner = row.adjusted(metrics::listPadding, 0, -metrics::listPadding, 0);
        const QRect first(inner.left() + 40, row.top() + 10, inner.width() - 40, 20);
        const QRect second(first.left(), row.top() + 29, first.width(), 18);
        const QColor ink = m_theme.colour(Colour::Text);
        const QColor quiet = m_theme.colour(Colour::Text2);
        painter->save();
        paintRowGround(*painter, m_theme, row, option.state & QStyle::State_MouseOver, current, true);
        paintText(*painter, QRect(inner.left(), row.top(), 36, row.height() - 1), study.modality,
                  m_theme.font(Type::Strong), ink);
        const QString count = number(differing(study));
        const int countWidth = widthOf(count, m_theme.font(Type::Strong));
        paintText(*painter, first, count, m_theme.font(Type::Strong), ink, Qt::AlignRight | Qt::AlignVCenter);
        const auto [icon, colour] = signOf(gravest(study));
        paintGlyph(*painter, m_theme, QRect(first.right() - countWidth - 23, first.top(), 16, 20), icon, colour);
        paintText(*painter, first.adjusted(0, 0, -countWidth - 32, 0), titleOf(study),
                  m_theme.font(current ? Type::Strong : Type::Body), ink);
        const QFont small = m_theme.font(Type::Small);
        const bool conflict = gravest(study) == Reading::Conflict;
        const QString state = stateWord(study);
        paintText(*painter, second, state, small, conflict ? m_theme.colour(Colour::Fail) : quiet,
                  Qt::AlignRight | Qt::AlignVCenter);
        paintText(*painter, second.adjusted(0, 0, -widthOf(state, small) - 8, 0), dateText(study.date), small, quiet);
        if (showsFocus(option))
            paintFocusRing(*painter, m_theme, row.adjusted(2, 0, 0, -1));
        painter->restore();
    }

private:
    Theme &m_theme;
    const DifferenceListModel &m_model;
    QListView &m_view;
};

//! The fields of one study: a line a field, a line before each group, a column a route.
class DifferenceTableModel final : public QAbstractTableModel
{
public:
    using QAbstractTableModel::QAbstractTableModel;

    void set(const QList<model::Route> &routes, const QList<DifferingField> &fields)
    {
        beginResetModel();
        m_routes = routes;
        m_lines.clear();
        QString group;
        for (const DifferingField &field : fields) {
            if (field.group != group) {
                group = field.group;
                m_lines.append({group, {}});
            }
            m_lines.append({QString(), field});
        }
        endResetModel();
    }
    bool isGroup(int row) const { return !m_lines[row].first.isEmpty(); }
    const DifferingField &field(int row) const { return m_lines[row].second; }
    int readingColumn() const { return int(m_routes.size()) + 1; }
    //! The route of a column; nothing for the first and the last.
    std::optional<model::Route> route(int column) const
    {
        return column > 0 && column <= m_routes.size() ? std::optional(m_routes[column - 1]) : std::nullopt;
    }

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_lines.size()); }
    int columnCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : readingColumn() + 1;
    }

    QVariant data(const QModelIndex &index, int role) const override
    {
        const auto &[group, field] = m_lines[index.row()];
        if (role == Qt::AccessibleTextRole && index.column() == 0)
            return spoken(index.row());
        if (role == Qt::ToolTipRole || role == Qt::AccessibleTextRole)
            return data(index, Qt::DisplayRole);
        if (role != Qt::DisplayRole)
            return {};
        if (!group.isEmpty())
            return index.column() == 0 ? group : QString();
        if (index.column() == 0)
            return field.name;
        if (const auto told = route(index.column()))
            return valueOf(field, *told);
        return field.words.isEmpty() ? wordFor(field.reading) : field.words;
    }

    QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
            return {};
        if (const auto told = route(section))
            return columnTitle(*told);
        return section == 0 ? DifferencesPage::tr("Field") : DifferencesPage::tr("Reading");
    }

private:
    QString spoken(int row) const
    {
        if (isGroup(row))
            return m_lines[row].first;
        const DifferingField &field = m_lines[row].second;
        QStringList words{field.name};
        for (const model::Route route : m_routes) {
            const QString value = valueOf(field, route);
            words << tagOf(route) + u' ' + (value.isEmpty() ? DifferencesPage::tr("nothing") : value);
            if (field.used == route)
                words << DifferencesPage::tr("used");
        }
        words << wordFor(field.reading) << field.words;
        words.removeAll(QString());
        return words.join(QStringLiteral(", "));
    }

    QList<model::Route> m_routes;
    QList<std::pair<QString, DifferingField>> m_lines; //!< a group's name, or a field
};

class DifferenceTableDelegate final : public QStyledItemDelegate
{
public:
    DifferenceTableDelegate(Theme &theme, const DifferenceTableModel *model, QTreeView *view)
        : QStyledItemDelegate(view), m_theme(theme), m_model(*model), m_view(*view)
    {}

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {0, metrics::rowComparison};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QRect cell = option.rect;
        const int left = index.column() == 0 ? metrics::pagePadding : 8;
        QRect text = cell.adjusted(left, 0, -4, -1);
        const bool current = m_view.currentIndex().row() == index.row() && m_view.hasFocus();
        painter->save();
        paintRowGround(*painter, m_theme, cell, false, current, index.column() == 0);
        paintRowFocus(*painter, m_theme, option, m_view, index);
        if (m_model.isGroup(index.row())) {
            paintText(*painter, text, index.data().toString(), m_theme.font(Type::Strong),
                      m_theme.colour(Colour::Text));
            painter->restore();
            return;
        }
        const DifferingField &field = m_model.field(index.row());
        if (index.column() == 0) {
            paintText(*painter, text, field.name, m_theme.font(Type::Small), m_theme.colour(Colour::Text2));
        } else if (const auto route = m_model.route(index.column())) {
            const bool open = field.reading == Reading::Open || field.reading == Reading::Conflict;
            const QString value = valueOf(field, *route);
            const bool used = field.used == *route && !value.isEmpty();
            const QFont micro = m_theme.font(Type::Micro);
            const QString mark = DifferencesPage::tr("used");
            const int markWidth = widthOf(mark, micro) + 14;
            if (used)
                text.adjust(0, 0, -markWidth - 12, 0);
            const Type type = value.isEmpty() ? Type::Body : field.mono ? Type::Mono : open ? Type::Strong : Type::Body;
            const int width = paintText(*painter, text, value.isEmpty() ? QStringLiteral("–") : value,
                                        m_theme.font(type), m_theme.colour(Colour::Text));
            if (used)
                paintTag(*painter, m_theme,
                         QRect(text.left() + width + 8, cell.top() + (cell.height() - 18) / 2, markWidth, 18), mark,
                         micro);
        } else {
            const auto [icon, colour] = signOf(field.reading);
            paintGlyph(*painter, m_theme, QRect(text.left(), text.top(), 16, text.height()), icon, colour);
            paintText(*painter, text.adjusted(24, 0, 0, 0), index.data().toString(), m_theme.font(Type::Body),
                      m_theme.colour(field.reading == Reading::Conflict ? Colour::Fail
                                     : field.reading == Reading::Open   ? Colour::Text
                                                                        : Colour::Text2));
        }
        painter->restore();
    }

private:
    Theme &m_theme;
    const DifferenceTableModel &m_model;
    QTreeView &m_view;
};

class DifferenceTable final : public QTreeView
{
public:
    using QTreeView::QTreeView;
    //! The first column is as wide as the names of fields want it, within reason: a series may have any description.
    void fitColumns(int fieldWidth)
    {
        m_fieldWidth = std::clamp(fieldWidth, 120, 200);
        fitColumns();
    }

protected:
    void keyPressEvent(QKeyEvent *event) override
    {
        if (event->matches(QKeySequence::Copy) && currentIndex().isValid()) {
            QGuiApplication::clipboard()->setText(
                currentIndex().siblingAtColumn(0).data(Qt::AccessibleTextRole).toString());
            return;
        }
        QTreeView::keyPressEvent(event);
    }
    void resizeEvent(QResizeEvent *event) override
    {
        QTreeView::resizeEvent(event);
        fitColumns();
    }

private:
    //! The columns of the routes share what the field and the reading leave.
    void fitColumns()
    {
        const int last = header()->count() - 1;
        if (last < 2)
            return;
        const int reading = std::max(232, width() * 30 / 100);
        header()->resizeSection(0, m_fieldWidth);
        for (int column = 1; column < last; ++column)
            header()->resizeSection(column, std::max(96, (viewport()->width() - m_fieldWidth - reading) / (last - 1)));
    }

    int m_fieldWidth = 120;
};

} // namespace

class DifferencesPage::Private
{
public:
    Private(DifferencesPage *aPage, Theme &aTheme) : page(aPage), theme(aTheme) {}

    const DifferingStudy *shown() const
    {
        const int row = list->currentIndex().row();
        return row >= 0 && row < studies->rowCount() ? &studies->studies()[row] : nullptr;
    }
    void showStudy();
    void showFoot();

    //! The fields of a study that are shown.
    QList<DifferingField> fieldsOf(const DifferingStudy &study) const
    {
        QList<DifferingField> all = study.fields;
        if (!agreeingToo->isChecked())
            all.removeIf([](const DifferingField &field) { return field.reading == Reading::Same; });
        return all;
    }

    //! Without what tells who somebody is, where that is hidden.
    QList<DifferingStudy> shownOf(QList<DifferingStudy> all) const
    {
        if (isHidden)
            for (DifferingStudy &study : all)
                for (DifferingField &field : study.fields)
                    if (field.isPersonal)
                        for (auto &[route, value] : field.values)
                            value = value.isEmpty() ? value : tr("hidden");
        return all;
    }

    DifferencesPage *page;
    Theme &theme;
    QList<DifferingStudy> told;
    int agreeing = 0;
    bool isHidden = false;
    QList<model::Route> routes;
    DifferenceListModel *studies = nullptr;
    DifferenceTableModel *fields = nullptr;
    QListView *list = nullptr;
    DifferenceTable *table = nullptr;
    QLabel *others = nullptr;
    Chip *agreeingToo = nullptr;
    Notice *notice = nullptr;
    QStackedWidget *stack = nullptr;
    Button *copy = nullptr;
    Button *conflict = nullptr;
};

DifferencesPage::DifferencesPage(Theme &theme, QWidget *parent)
    : Page(theme, tr("Differences"), parent), d(std::make_unique<Private>(this, theme))
{
    d->copy = addHeadAction(QStringLiteral("copyDifferences"), QStringLiteral("copy"), tr("Copy as text"));
    connect(d->copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(asText()); });

    d->studies = new DifferenceListModel(this);
    d->list = new QListView;
    describe(d->list, QStringLiteral("differenceList"), tr("Studies about which the routes do not agree"));
    d->list->setModel(d->studies);
    d->list->setItemDelegate(new DifferenceListDelegate(theme, d->studies, d->list));
    d->list->setUniformItemSizes(true);
    d->list->setFrameShape(QFrame::NoFrame);
    d->list->setMouseTracking(true);
    d->list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    d->list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    d->others = label(theme, Type::Small, Tone::Text2);
    d->others->setWordWrap(true);
    d->others->setContentsMargins(metrics::listPadding, 12, metrics::listPadding, 12);
    auto *listHead = ground("raised");
    listHead->setFixedHeight(metrics::rowHeader - 1);
    auto *listHeadRow = new QHBoxLayout(listHead);
    listHeadRow->setContentsMargins(metrics::listPadding, 0, metrics::listPadding, 0);
    listHeadRow->addWidget(label(theme, Type::Small, Tone::Text2, tr("Study")), 1);
    listHeadRow->addWidget(label(theme, Type::Small, Tone::Text2, tr("Differences")));
    auto *left = new QWidget;
    left->setFixedWidth(280);
    auto *leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins(0, 0, 0, 0);
    leftColumn->setSpacing(0);
    leftColumn->addWidget(listHead);
    leftColumn->addWidget(hairline(Qt::Horizontal));
    leftColumn->addWidget(d->list, 1);
    leftColumn->addWidget(d->others);
    d->agreeingToo = new Chip(theme, tr("Show fields that agree"), {});
    describe(d->agreeingToo, QStringLiteral("showAgreeing"), tr("Show fields that agree"));
    connect(d->agreeingToo, &QAbstractButton::toggled, this, [this] { d->showStudy(); });
    auto *agreeingRow = new QHBoxLayout;
    agreeingRow->setContentsMargins(metrics::listPadding, 0, metrics::listPadding, 12);
    agreeingRow->addWidget(d->agreeingToo);
    agreeingRow->addStretch();
    leftColumn->addLayout(agreeingRow);

    d->fields = new DifferenceTableModel(this);
    d->table = new DifferenceTable;
    describe(d->table, QStringLiteral("differenceTable"), tr("What the routes say of this study"),
             tr("Ctrl+C copies the line"));
    d->table->setModel(d->fields);
    d->table->setItemDelegate(new DifferenceTableDelegate(theme, d->fields, d->table));
    auto *header = new Header(theme, d->table);
    header->setFirstSectionInset(metrics::pagePadding);
    header->setStretchLastSection(true);
    d->table->setHeader(header);
    showAsRows(d->table);

    auto *sides = new QWidget;
    auto *row = new QHBoxLayout(sides);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(left);
    row->addWidget(hairline(Qt::Vertical));
    row->addWidget(d->table, 1);
    d->notice = new Notice(theme, Notice::Form::Page);
    d->notice->setObjectName(QStringLiteral("differencesNotice"));
    d->stack = new QStackedWidget;
    d->stack->addWidget(d->notice);
    d->stack->addWidget(sides);
    bodyLayout()->addWidget(d->stack, 1);

    d->conflict = addFootAction(QStringLiteral("showConflict"), {}, tr("Show the conflict"));
    connect(d->conflict, &QPushButton::clicked, this, [this] {
        const DifferingStudy *study = d->shown();
        if (!study)
            return;
        for (int line = 0; line < d->fields->rowCount(); ++line) {
            if (!d->fields->isGroup(line) && d->fields->field(line).reading == Reading::Conflict) {
                d->table->setCurrentIndex(d->fields->index(line, 0));
                d->table->setFocus();
                break;
            }
        }
        emit conflictLookedAt(study->uid);
    });
    primary()->setText(tr("Back to studies"));
    primary()->setKeyHint(tr("Esc"));
    describe(primary(), QStringLiteral("backToStudies"), tr("Back to studies"));
    connect(primary(), &QPushButton::clicked, this, &DifferencesPage::backRequested);
    auto *escape = new QShortcut(Qt::Key_Escape, this);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, &DifferencesPage::backRequested);

    connect(d->list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        d->showStudy();
        d->list->viewport()->update();
    });
    connect(d->list, &QAbstractItemView::activated, this, [this] { d->table->setFocus(); });
    setDifferences({}, {}, 0);
}

DifferencesPage::~DifferencesPage() = default;

void DifferencesPage::setIdentityHidden(bool hidden)
{
    d->isHidden = hidden;
    setDifferences(d->routes, d->told, d->agreeing);
}

void DifferencesPage::setDifferences(const QList<model::Route> &routes, const QList<DifferingStudy> &studies,
                                     int agreeing)
{
    const auto before = current();
    d->routes = routes;
    d->told = studies;
    d->agreeing = agreeing;
    d->studies->set(d->shownOf(studies));
    d->copy->setEnabled(!studies.isEmpty());
    if (studies.isEmpty()) {
        d->notice->setText({QStringLiteral("pass"),
                            NoticeText::Weight::Success,
                            agreeing == 0 ? tr("Nothing to compare")
                            : agreeing == 1
                                ? tr("All routes agree on 1 study")
                                : grouped(tr("All routes agree on %n studies", nullptr, agreeing), agreeing),
                            {agreeing == 0 ? tr("No study is known to two routes.")
                                           : tr("Every field that two routes both gave is the same.")},
                            {},
                            {},
                            {},
                            {}});
        d->stack->setCurrentIndex(0);
        setSentence(tr("What the routes say of each study, side by side."));
        d->showStudy();
        return;
    }
    d->stack->setCurrentIndex(1);
    const int count = int(studies.size());
    const bool hasMarks = std::any_of(studies.begin(), studies.end(), [](const DifferingStudy &study) {
        return std::any_of(study.fields.begin(), study.fields.end(),
                           [](const DifferingField &field) { return field.used.has_value(); });
    });
    QString sentence =
        count == 1
            ? tr("1 study is described differently by the routes. Nothing is averaged.")
            : grouped(tr("%n studies are described differently by the routes. Nothing is averaged.", nullptr, count),
                      count);
    if (hasMarks)
        sentence += u' ' + tr("What is used is marked.");
    setSentence(sentence);
    d->others->setText(agreeing == 1 ? tr("1 other study agrees on every field that two routes both gave.")
                                     : grouped(tr("%n other studies agree on every field that two routes both gave.",
                                                  nullptr, agreeing),
                                               agreeing));
    d->others->setVisible(agreeing > 0);
    d->list->setCurrentIndex(d->studies->index(0, 0));
    if (before)
        show(*before);
}

void DifferencesPage::show(const model::StudyUid &study)
{
    for (int row = 0; row < d->studies->rowCount(); ++row) {
        if (d->studies->studies()[row].uid == study)
            d->list->setCurrentIndex(d->studies->index(row, 0));
    }
}

std::optional<model::StudyUid> DifferencesPage::current() const
{
    const DifferingStudy *study = d->shown();
    return study ? std::optional(study->uid) : std::nullopt;
}

void DifferencesPage::Private::showStudy()
{
    const DifferingStudy *study = shown();
    fields->set(routes, study ? fieldsOf(*study) : QList<DifferingField>());
    int widest = 0;
    for (int row = 0; row < fields->rowCount(); ++row) {
        table->setFirstColumnSpanned(row, {}, fields->isGroup(row));
        if (!fields->isGroup(row))
            widest = std::max(widest, widthOf(fields->field(row).name, theme.font(Type::Small)));
    }
    table->fitColumns(metrics::pagePadding + widest + 16);
    showFoot();
}

void DifferencesPage::Private::showFoot()
{
    const DifferingStudy *study = shown();
    const bool hasConflict = study && gravest(*study) == Reading::Conflict;
    conflict->setVisible(hasConflict);
    if (!study) {
        page->setFootText({}, Colour::Text2, {}, {});
        return;
    }
    if (!hasConflict) {
        page->setFootText(QStringLiteral("info"), Colour::Text2, {},
                          tr("A whole study is asked for as a whole. What arrives is counted against all lists."));
        return;
    }
    QString words;
    for (const DifferingField &field : study->fields) {
        if (field.reading == Reading::Conflict && words.isEmpty())
            words = field.words;
    }
    page->setFootText(QStringLiteral("fail"), Colour::Fail,
                      tr("%1, %2:", "study, date").arg(titleOf(*study), dateText(study->date)),
                      tr("%1 It cannot be ticked until you have looked at it.").arg(words));
}

QString DifferencesPage::asText() const
{
    QStringList lines;
    for (const DifferingStudy &study : d->studies->studies()) {
        lines << QStringList{study.modality, titleOf(study), dateText(study.date), study.uid.text()}.join(
            QStringLiteral("  "));
        for (const DifferingField &field : d->fieldsOf(study)) {
            QStringList cells{field.group, field.name};
            for (const model::Route route : d->routes) {
                const QString value = valueOf(field, route);
                cells << tagOf(route) + u' ' + (value.isEmpty() ? QStringLiteral("–") : value) +
                             (field.used == route ? u' ' + tr("(used)") : QString());
            }
            cells << wordFor(field.reading) + (field.words.isEmpty() ? QString() : QStringLiteral(": ") + field.words);
            lines << u'\t' + cells.join(u'\t');
        }
    }
    return lines.join(u'\n');
}

QWidget *DifferencesPage::firstFocus() const
{
    return d->studies->rowCount() > 0 ? static_cast<QWidget *>(d->list) : primary();
}

} // namespace ui
