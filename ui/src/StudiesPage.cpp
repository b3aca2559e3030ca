#include <ui/StudiesPage.h>

#include "Metrics.h"
#include "Paint.h"
#include "Widgets.h"
#include "Words.h"

#include <QAbstractTableModel>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollArea>
#include <QScrollBar>
#include <QSet>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QTimer>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace ui {

QString tagOf(model::Route route)
{
    switch (route) {
    case model::Route::Fhir:
        return QStringLiteral("FHIR");
    case model::Route::Dicomweb:
        return QStringLiteral("QIDO");
    case model::Route::Documents:
        return QStringLiteral("DOC");
    }
    Q_UNREACHABLE();
}

namespace {

enum Column { Ticked, Date, Modality, Study, BodySite, SeriesCount, ImageCount, Difference, KnownTo, ColumnCount };

constexpr int uidRole = Qt::UserRole + 1;

QString knowsWord(RouteKnows knows)
{
    switch (knows) {
    case RouteKnows::Yes:
        return StudiesPage::tr("known");
    case RouteKnows::No:
        return StudiesPage::tr("not known");
    case RouteKnows::NotAsked:
        return StudiesPage::tr("no answer");
    }
    Q_UNREACHABLE();
}

class StudyModel final : public QAbstractTableModel
{
public:
    using QAbstractTableModel::QAbstractTableModel;
    std::function<void()> ticksChanged;

    //! Rows that stay keep their place, so that a view does not move.
    void set(const QList<StudyRow> &rows)
    {
        QHash<QString, const StudyRow *> told;
        for (const StudyRow &row : rows)
            told.insert(row.study.uid.text(), &row);
        for (int at = int(m_rows.size()) - 1; at >= 0; --at) {
            if (!told.contains(m_rows[at].study.uid.text())) {
                beginRemoveRows({}, at, at);
                m_ticked.remove(m_rows[at].study.uid.text());
                m_rows.removeAt(at);
                endRemoveRows();
            }
        }
        for (int at = 0; at < m_rows.size(); ++at) {
            const QString uid = m_rows[at].study.uid.text();
            m_rows[at] = *told.take(uid);
            emit dataChanged(index(at, 0), index(at, ColumnCount - 1));
        }
        QList<StudyRow> fresh;
        for (const StudyRow &row : rows) {
            if (told.remove(row.study.uid.text()))
                fresh << row;
        }
        if (!fresh.isEmpty()) {
            beginInsertRows({}, int(m_rows.size()), int(m_rows.size() + fresh.size()) - 1);
            m_rows << fresh;
            endInsertRows();
        }
        ticksChanged();
    }

    const QList<StudyRow> &rows() const { return m_rows; }
    const StudyRow &at(int row) const { return m_rows[row]; }
    bool isTicked(int row) const { return m_ticked.contains(m_rows[row].study.uid.text()); }
    bool canTick(int row) const
    {
        return m_rows[row].conflict.isEmpty() || m_seen.contains(m_rows[row].study.uid.text());
    }
    void look(int row)
    {
        m_seen.insert(m_rows[row].study.uid.text());
        emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
    }
    void setTicks(const QSet<QString> &uids)
    {
        m_ticked.clear();
        for (int row = 0; row < m_rows.size(); ++row) {
            if (canTick(row) && uids.contains(m_rows[row].study.uid.text()))
                m_ticked.insert(m_rows[row].study.uid.text());
        }
        if (!m_rows.isEmpty())
            emit dataChanged(index(0, 0), index(int(m_rows.size()) - 1, 0));
        ticksChanged();
    }

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }

    QVariant data(const QModelIndex &index, int role) const override
    {
        const StudyRow &row = m_rows[index.row()];
        const model::Study &study = row.study;
        if (role == Qt::CheckStateRole && index.column() == Ticked)
            return isTicked(index.row()) ? Qt::Checked : Qt::Unchecked;
        if (role == Qt::AccessibleTextRole && index.column() == Ticked) {
            QStringList words{columnDateText(study.date), study.modalities.join(QStringLiteral(", ")),
                              study.description, study.institution, study.bodySite};
            if (study.instanceCount)
                words << StudiesPage::tr("%n images", nullptr, *study.instanceCount);
            words << QStringLiteral("FHIR ") + knowsWord(row.fhir) << QStringLiteral("QIDO ") + knowsWord(row.dicomweb)
                  << QStringLiteral("DOC ") + knowsWord(row.documents) << row.difference << row.conflict
                  << (isTicked(index.row()) ? StudiesPage::tr("ticked") : StudiesPage::tr("not ticked"));
            words.removeAll(QString());
            return words.join(QStringLiteral(", "));
        }
        if (role == Qt::ToolTipRole) {
            if (!row.conflict.isEmpty() && (index.column() == Difference || index.column() == Ticked))
                return StudiesPage::tr("Another patient? %1").arg(row.conflict);
            if (index.column() == Difference)
                return row.difference;
            if (index.column() == KnownTo)
                return QStringLiteral("FHIR: %1\nQIDO: %2\nDOC: %3")
                    .arg(knowsWord(row.fhir), knowsWord(row.dicomweb), knowsWord(row.documents));
            return {};
        }
        if (role == uidRole)
            return study.uid.text();
        if (role != Qt::DisplayRole)
            return {};
        const auto count = [](const std::optional<int> &value) { return value ? number(*value) : QStringLiteral("–"); };
        switch (index.column()) {
        case Date:
            return study.date.isValid() ? columnDateText(study.date) : StudiesPage::tr("No date");
        case Modality:
            return study.modalities.join(QStringLiteral(", "));
        case Study:
            return study.description.isEmpty() ? StudiesPage::tr("Without a description") : study.description;
        case BodySite:
            return study.bodySite;
        case SeriesCount:
            return count(study.seriesCount);
        case ImageCount:
            return count(study.instanceCount);
        default:
            return {};
        }
    }

    bool setData(const QModelIndex &index, const QVariant &value, int role) override
    {
        if (role != Qt::CheckStateRole || index.column() != Ticked || !canTick(index.row()))
            return false;
        const QString uid = m_rows[index.row()].study.uid.text();
        if (value.toInt() == Qt::Checked)
            m_ticked.insert(uid);
        else
            m_ticked.remove(uid);
        emit dataChanged(index, index);
        ticksChanged();
        return true;
    }

    Qt::ItemFlags flags(const QModelIndex &index) const override
    {
        Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
        if (index.column() == Ticked && canTick(index.row()))
            flags |= Qt::ItemIsUserCheckable;
        return flags;
    }

    QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (orientation != Qt::Horizontal)
            return {};
        if (role == Qt::TextAlignmentRole && (section == SeriesCount || section == ImageCount))
            return int(Qt::AlignRight | Qt::AlignVCenter);
        if (role != Qt::DisplayRole)
            return {};
        switch (section) {
        case Date:
            return StudiesPage::tr("Date");
        case Modality:
            return StudiesPage::tr("Type");
        case Study:
            return StudiesPage::tr("Study");
        case BodySite:
            return StudiesPage::tr("Body site");
        case SeriesCount:
            return StudiesPage::tr("Series");
        case ImageCount:
            return StudiesPage::tr("Images");
        case KnownTo:
            return StudiesPage::tr("Known to");
        default:
            return {};
        }
    }

private:
    QList<StudyRow> m_rows;
    QSet<QString> m_ticked;
    QSet<QString> m_seen;
};

class StudyProxy final : public QSortFilterProxyModel
{
public:
    StudyProxy(StudyModel *rows, QObject *parent) : QSortFilterProxyModel(parent), m_model(*rows)
    {
        setSourceModel(rows);
    }

    void setFilter(const QString &text, const QSet<QString> &modalities, const QDate &since)
    {
        m_text = text;
        m_modalities = modalities;
        m_since = since;
        invalidateFilter();
    }

protected:
    bool filterAcceptsRow(int row, const QModelIndex &) const override
    {
        const model::Study &study = m_model.at(row).study;
        if (!m_modalities.isEmpty() &&
            std::none_of(study.modalities.begin(), study.modalities.end(),
                         [&](const QString &modality) { return m_modalities.contains(modality); }))
            return false;
        // A study without a date is not filtered away by one.
        if (m_since.isValid() && study.date.isValid() && study.date < m_since)
            return false;
        if (m_text.isEmpty())
            return true;
        const QStringList texts{study.description, study.institution,           study.accession,
                                study.bodySite,    study.modalities.join(u' '), columnDateText(study.date)};
        return std::any_of(texts.begin(), texts.end(),
                           [&](const QString &text) { return text.contains(m_text, Qt::CaseInsensitive); });
    }

    bool lessThan(const QModelIndex &a, const QModelIndex &b) const override
    {
        const StudyRow &one = m_model.at(a.row());
        const StudyRow &other = m_model.at(b.row());
        const auto when = [](const model::Study &study) { return std::pair(study.date, study.time); };
        const auto knownBy = [](const StudyRow &row) {
            return (row.fhir == RouteKnows::Yes) + (row.dicomweb == RouteKnows::Yes) +
                   (row.documents == RouteKnows::Yes);
        };
        const auto byText = [&](const QString &left, const QString &right) {
            const int order = QString::localeAwareCompare(left, right);
            return order != 0 ? order < 0 : when(one.study) < when(other.study);
        };
        const auto byNumber = [&](int left, int right) {
            return left != right ? left < right : when(one.study) < when(other.study);
        };
        switch (a.column()) {
        case Modality:
        case Study:
        case BodySite:
            return byText(a.data().toString(), b.data().toString());
        case SeriesCount:
            return byNumber(one.study.seriesCount.value_or(-1), other.study.seriesCount.value_or(-1));
        case ImageCount:
            return byNumber(one.study.instanceCount.value_or(-1), other.study.instanceCount.value_or(-1));
        case Difference:
            return byNumber(!one.conflict.isEmpty() * 2 + !one.difference.isEmpty(),
                            !other.conflict.isEmpty() * 2 + !other.difference.isEmpty());
        case KnownTo:
            return byNumber(knownBy(one), knownBy(other));
        default:
            return when(one.study) < when(other.study);
        }
    }

private:
    StudyModel &m_model;
    QString m_text;
    QSet<QString> m_modalities;
    QDate m_since;
};

class StudyDelegate final : public QStyledItemDelegate
{
public:
    StudyDelegate(Theme &theme, const StudyModel *rows, QTreeView *view)
        : QStyledItemDelegate(view), m_theme(theme), m_model(*rows), m_view(*view)
    {}

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {0, metrics::rowStudy}; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const int source = static_cast<const QSortFilterProxyModel *>(index.model())->mapToSource(index).row();
        const StudyRow &row = m_model.at(source);
        const model::Study &study = row.study;
        const bool current = m_view.currentIndex().row() == index.row();
        const QRect cell = option.rect;
        const QRect first(cell.left() + 8, cell.top() + 6, cell.width() - 12, 20);
        const QRect second(cell.left() + 8, cell.top() + 24, cell.width() - 12, 18);
        const QRect middle(cell.left() + 8, cell.top(), cell.width() - 16, cell.height() - 1);
        const QFont body = m_theme.font(Type::Body);
        const QFont small = m_theme.font(Type::Small);
        const QColor ink = m_theme.colour(Colour::Text);
        const QColor quiet = m_theme.colour(Colour::Text2);
        painter->save();
        paintRowGround(*painter, m_theme, cell, false, current, index.column() == 0);
        switch (index.column()) {
        case Ticked:
            paintCheckBox(*painter, m_theme, QRect(cell.left() + metrics::listPadding, cell.top() + 16, 16, 16),
                          m_model.isTicked(source) ? Qt::Checked : Qt::Unchecked, m_model.canTick(source));
            break;
        case Date:
            paintText(*painter, first, index.data().toString(), body, ink);
            paintText(*painter, second, study.time.isValid() ? study.time.toString(QStringLiteral("HH:mm")) : QString(),
                      small, quiet);
            break;
        case Modality:
            paintText(*painter, middle.adjusted(0, 0, 8, 0), index.data().toString(), m_theme.font(Type::Strong), ink);
            break;
        case Study: {
            paintText(*painter, first, index.data().toString(), body, ink);
            QStringList parts{study.institution, study.accession};
            parts.removeAll(QString());
            QString line = parts.join(QStringLiteral(", "));
            // The accession number gives way before the institution does.
            if (!study.institution.isEmpty() && widthOf(line, small) > second.width())
                line = study.institution;
            paintText(*painter, second, line, small, quiet);
            break;
        }
        case BodySite:
            paintText(*painter, middle, index.data().toString(), body, quiet);
            break;
        case SeriesCount:
        case ImageCount:
            paintText(*painter, middle, index.data().toString(), body, ink, Qt::AlignRight | Qt::AlignVCenter);
            break;
        case Difference:
            if (!row.conflict.isEmpty())
                paintGlyph(*painter, m_theme, cell.adjusted(0, 0, 0, -1), QStringLiteral("fail"), Colour::Fail);
            else if (!row.difference.isEmpty())
                paintGlyph(*painter, m_theme, cell.adjusted(0, 0, 0, -1), QStringLiteral("differs"), Colour::Warn);
            break;
        case KnownTo: {
            const std::array<std::pair<model::Route, RouteKnows>, 3> routes = {
                {{model::Route::Fhir, row.fhir},
                 {model::Route::Dicomweb, row.dicomweb},
                 {model::Route::Documents, row.documents}}};
            const QFont micro = m_theme.font(Type::Micro);
            for (int slot = 0; slot < 3; ++slot) {
                const auto &[route, knows] = routes[std::size_t(slot)];
                const QRect box(cell.left() + 8 + slot * 44, cell.top() + 15, 40, 18);
                if (knows == RouteKnows::Yes)
                    paintTag(*painter, m_theme, box, tagOf(route), micro);
                else if (knows == RouteKnows::NotAsked)
                    paintTag(*painter, m_theme, box, QStringLiteral("?"), micro, true);
                else
                    paintText(*painter, box, QStringLiteral("–"), small, quiet, Qt::AlignCenter);
            }
            break;
        }
        default:
            break;
        }
        painter->restore();
    }

private:
    Theme &m_theme;
    const StudyModel &m_model;
    QTreeView &m_view;
};

class StudyView final : public QTreeView
{
public:
    using QTreeView::QTreeView;
    std::function<void()> opened;

protected:
    void mousePressEvent(QMouseEvent *event) override
    {
        const QModelIndex index = indexAt(event->position().toPoint());
        QTreeView::mousePressEvent(event);
        if (index.isValid() && index.column() == Ticked && event->button() == Qt::LeftButton)
            toggle(index);
    }

    void mouseDoubleClickEvent(QMouseEvent *event) override { mousePressEvent(event); }

    void keyPressEvent(QKeyEvent *event) override
    {
        if (event->key() == Qt::Key_Space && currentIndex().isValid()) {
            toggle(currentIndex().siblingAtColumn(Ticked));
            return;
        }
        if (event->matches(QKeySequence::Copy) && currentIndex().isValid()) {
            QGuiApplication::clipboard()->setText(currentIndex().data(uidRole).toString());
            return;
        }
        if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
            opened();
            return;
        }
        QTreeView::keyPressEvent(event);
    }

    //! Body site goes first when there is no room; it is the widest column that can be told from the description.
    void resizeEvent(QResizeEvent *event) override
    {
        setColumnHidden(BodySite, width() < 800);
        QTreeView::resizeEvent(event);
    }

private:
    void toggle(const QModelIndex &index)
    {
        const bool ticked = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
        model()->setData(index, ticked ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
    }
};

} // namespace

class StudiesPage::Private
{
public:
    Private(StudiesPage *aPage, Theme &aTheme) : page(aPage), theme(aTheme) {}

    QWidget *makeFilters();
    void makeChips();
    void applyFilter();
    void showList();
    void showFoot();
    void showSentence();
    void showConflict();
    void updateHeaderBox();

    StudiesPage *page;
    Theme &theme;
    StudyModel *model = nullptr;
    StudyProxy *shown = nullptr;
    StudyView *view = nullptr;
    Header *header = nullptr;
    QWidget *routeStrip = nullptr;
    QHBoxLayout *routes = nullptr;
    QList<RouteAnswer> answers;
    QLabel *differing = nullptr;
    Glyph *differingGlyph = nullptr;
    Field *filter = nullptr;
    Choice *date = nullptr;
    QHBoxLayout *chips = nullptr;
    QMap<QString, int> chipTally;
    QLabel *shownCount = nullptr;
    QWidget *filterBar = nullptr;
    QStackedWidget *stack = nullptr;
    Notice *notice = nullptr;
    Notice *inlineNotice = nullptr;
    Notice *conflict = nullptr;
    Skeleton *skeleton = nullptr;
    Button *askAgain = nullptr;
    bool asking = false;
    bool nothingAsked = true;
    std::optional<NoticeText> pageNotice;
};

StudiesPage::StudiesPage(Theme &theme, QWidget *parent)
    : Page(theme, tr("Studies"), parent), d(std::make_unique<Private>(this, theme))
{
    d->askAgain = addHeadAction(QStringLiteral("askAgain"), QStringLiteral("refresh"), tr("Ask again"));
    d->askAgain->setKeyHint(tr("F5"));
    setRefreshButton(d->askAgain);
    connect(d->askAgain, &QPushButton::clicked, this, &StudiesPage::askAgainRequested);

    d->routeStrip = new QWidget;
    d->routeStrip->setFixedHeight(metrics::routeStrip);
    auto *stripColumn = new QVBoxLayout(d->routeStrip);
    stripColumn->setContentsMargins(0, 0, 0, 0);
    stripColumn->setSpacing(0);
    auto *stripRow = new QHBoxLayout;
    stripRow->setContentsMargins(metrics::pagePadding, 0, metrics::pagePadding, 0);
    stripRow->setSpacing(6);
    d->routes = new QHBoxLayout;
    d->routes->setSpacing(0);
    stripRow->addLayout(d->routes);
    stripRow->addStretch();
    d->differingGlyph = new Glyph(theme, 14);
    d->differingGlyph->draw(QStringLiteral("differs"), Colour::Warn);
    d->differing = label(theme, Type::Small, Tone::Text);
    d->differing->setObjectName(QStringLiteral("studiesDiffer"));
    stripRow->addWidget(d->differingGlyph);
    stripRow->addWidget(d->differing);
    stripColumn->addWidget(holding(stripRow), 1);
    stripColumn->addWidget(hairline(Qt::Horizontal));

    d->inlineNotice = new Notice(theme, Notice::Form::Inline);
    d->inlineNotice->setObjectName(QStringLiteral("studiesInlineNotice"));
    d->inlineNotice->hide();
    connect(d->inlineNotice, &Notice::actionTriggered, this, &StudiesPage::noticeActionTriggered);
    d->conflict = new Notice(theme, Notice::Form::Inline);
    d->conflict->setObjectName(QStringLiteral("conflictNotice"));
    d->conflict->hide();

    d->model = new StudyModel(this);
    d->model->ticksChanged = [this] {
        d->showFoot();
        d->updateHeaderBox();
        emit ticksChanged(ticks());
    };
    d->shown = new StudyProxy(d->model, this);
    d->view = new StudyView;
    describe(d->view, QStringLiteral("studyList"), tr("Studies"), tr("Space ticks a study"));
    d->view->setModel(d->shown);
    d->view->setItemDelegate(new StudyDelegate(theme, d->model, d->view));
    d->header = new Header(theme, d->view);
    d->view->setHeader(d->header);
    d->view->setRootIsDecorated(false);
    d->view->setIndentation(0);
    d->view->setUniformRowHeights(true);
    d->view->setFrameShape(QFrame::NoFrame);
    d->view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    d->view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    d->view->setMouseTracking(true);
    d->view->setSortingEnabled(true);
    d->view->sortByColumn(Date, Qt::DescendingOrder);
    d->header->setSectionsMovable(false);
    d->header->setStretchLastSection(false);
    d->header->setSectionResizeMode(QHeaderView::Fixed);
    d->header->setSectionResizeMode(Study, QHeaderView::Stretch);
    d->header->resizeSection(Ticked, 40);
    d->header->resizeSection(Date, 104);
    d->header->resizeSection(Modality, 56);
    d->header->resizeSection(BodySite, 144);
    d->header->resizeSection(SeriesCount, 72);
    d->header->resizeSection(ImageCount, 80);
    d->header->resizeSection(Difference, 40);
    d->header->resizeSection(KnownTo, 160);
    d->view->opened = [this] { d->showConflict(); };
    connect(d->view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] { d->showConflict(); });
    connect(d->header, &Header::checkClicked, this, [this] {
        QSet<QString> uids;
        for (const model::StudyUid &uid : ticks())
            uids.insert(uid.text());
        bool all = true;
        QSet<QString> visible;
        for (int row = 0; row < d->shown->rowCount(); ++row) {
            const int source = d->shown->mapToSource(d->shown->index(row, 0)).row();
            if (!d->model->canTick(source))
                continue;
            visible.insert(d->model->at(source).study.uid.text());
            all = all && d->model->isTicked(source);
        }
        d->model->setTicks(all ? uids - visible : uids + visible);
    });

    d->notice = new Notice(theme, Notice::Form::Page);
    d->notice->setObjectName(QStringLiteral("studiesNotice"));
    connect(d->notice, &Notice::actionTriggered, this, [this](const QString &id) {
        if (id == QStringLiteral("clearFilters")) {
            d->filter->clear();
            d->date->setCurrentIndex(0);
            for (Chip *chip : findChildren<Chip *>())
                chip->setChecked(false);
        } else {
            emit noticeActionTriggered(id);
        }
    });
    d->skeleton = new Skeleton(theme, metrics::rowStudy);
    d->stack = new QStackedWidget;
    d->stack->addWidget(d->view);
    d->stack->addWidget(d->notice);
    d->stack->addWidget(d->skeleton);

    bodyLayout()->addWidget(d->routeStrip);
    bodyLayout()->addWidget(d->makeFilters());
    bodyLayout()->addWidget(hairline(Qt::Horizontal));
    bodyLayout()->addWidget(d->inlineNotice);
    bodyLayout()->addWidget(d->stack, 1);
    // Below the list: the row that it speaks of must not move.
    bodyLayout()->addWidget(d->conflict);

    primary()->setText(tr("Choose series"));
    primary()->setKeyHint(tr("Ctrl+Enter"));
    describe(primary(), QStringLiteral("chooseSeries"), tr("Choose series"));
    connect(primary(), &QPushButton::clicked, this, [this] { emit chooseRequested(ticks()); });
    connect(d->conflict, &Notice::actionTriggered, this, [this] {
        const int source = d->shown->mapToSource(d->view->currentIndex()).row();
        if (source < 0)
            return;
        d->model->look(source);
        d->showConflict();
        emit conflictLookedAt(d->model->at(source).study.uid);
    });
    setNothingAsked();
}

StudiesPage::~StudiesPage() = default;

QWidget *StudiesPage::Private::makeFilters()
{
    filterBar = new QWidget;
    filterBar->setFixedHeight(metrics::filterBar - 1);
    filter = makeFilterField(theme, tr("Filter this list"), QStringLiteral("filter"), true);
    filter->setFixedWidth(200);
    filter->setHint(tr("Ctrl+F"));
    describe(filter, QStringLiteral("studyFilter"), tr("Filter this list"));
    page->setFilterField(filter);
    date = new Choice(theme);
    date->setSmall();
    describe(date, QStringLiteral("dateFilter"), tr("Date"));
    date->addItem(tr("Any date"), 0);
    date->addItem(tr("Last year"), 1);
    date->addItem(tr("Last two years"), 2);
    date->addItem(tr("Last five years"), 5);
    auto *chipHolder = new QWidget;
    chips = new QHBoxLayout(chipHolder);
    chips->setContentsMargins(0, 0, 0, 0);
    chips->setSpacing(8);
    auto *scroll = new QScrollArea;
    scroll->setWidget(chipHolder);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFixedHeight(metrics::buttonSmall);
    shownCount = label(theme, Type::Small, Tone::Text2);
    shownCount->setObjectName(QStringLiteral("shownCount"));
    auto *row = new QHBoxLayout(filterBar);
    row->setContentsMargins(metrics::pagePadding, 0, metrics::pagePadding, 0);
    row->setSpacing(8);
    row->addWidget(filter);
    row->addWidget(date);
    row->addWidget(scroll, 1);
    row->addWidget(shownCount);
    connect(filter, &QLineEdit::textChanged, page, [this] { applyFilter(); });
    connect(date, &QComboBox::currentIndexChanged, page, [this] { applyFilter(); });
    return filterBar;
}

void StudiesPage::Private::makeChips()
{
    QMap<QString, int> tally;
    for (const StudyRow &row : model->rows()) {
        for (const QString &modality : row.study.modalities)
            ++tally[modality];
    }
    if (tally == chipTally)
        return;
    chipTally = tally;
    QSet<QString> checked;
    QString focused;
    while (QLayoutItem *item = chips->takeAt(0)) {
        if (auto *chip = qobject_cast<Chip *>(item->widget()); chip && chip->isChecked())
            checked.insert(chip->property("modality").toString());
        if (item->widget() && item->widget()->hasFocus())
            focused = item->widget()->objectName();
        delete item->widget();
        delete item;
    }
    for (auto it = tally.cbegin(); it != tally.cend(); ++it) {
        auto *chip = new Chip(theme, it.key(), number(it.value()));
        chip->setProperty("modality", it.key());
        describe(chip, QStringLiteral("modality_") + it.key(), tr("%1, %n studies", nullptr, it.value()).arg(it.key()));
        chip->setChecked(checked.contains(it.key()));
        chips->addWidget(chip);
        if (chip->objectName() == focused)
            chip->setFocus();
        connect(chip, &QAbstractButton::toggled, page, [this] { applyFilter(); });
    }
    chips->addStretch();
}

void StudiesPage::Private::applyFilter()
{
    QSet<QString> modalities;
    for (int i = 0; i < chips->count(); ++i) {
        if (auto *chip = qobject_cast<Chip *>(chips->itemAt(i)->widget()); chip && chip->isChecked())
            modalities.insert(chip->property("modality").toString());
    }
    const int years = date->currentData().toInt();
    shown->setFilter(filter->text().trimmed(), modalities, years > 0 ? QDate::currentDate().addYears(-years) : QDate());
    showList();
    updateHeaderBox();
}

void StudiesPage::Private::showList()
{
    const int all = int(model->rows().size());
    const int seen = shown->rowCount();
    shownCount->setText(all > 0 ? tr("%1 of %2 shown").arg(number(seen), number(all)) : QString());
    filterBar->setEnabled(all > 0);
    if (pageNotice) {
        notice->setText(*pageNotice);
        stack->setCurrentWidget(notice);
    } else if (all == 0 && asking) {
        QStringList tags;
        for (const RouteAnswer &answer : answers)
            tags << tagOf(answer.route);
        if (stack->currentWidget() != skeleton)
            skeleton->start(tags.isEmpty() ? tr("Asking…") : tr("Asking %1…").arg(tags.join(QStringLiteral(", "))));
        stack->setCurrentWidget(skeleton);
    } else if (all == 0) {
        NoticeText text{
            QStringLiteral("studies"),
            NoticeText::Weight::Quiet,
            tr("Nothing asked yet"),
            {tr("Studies appear here once a patient is confirmed. One row a study, whichever route knows it.")},
            {},
            {},
            {},
            {}};
        if (!nothingAsked)
            text = {QStringLiteral("lock"),
                    NoticeText::Weight::Quiet,
                    tr("Nothing there, or no consent"),
                    {tr("No study is listed for this patient. The answer does not say whether consent is missing.")},
                    tr("Ask the patient whether sharing is allowed, then ask again."),
                    {},
                    {},
                    {}};
        notice->setText(text);
        stack->setCurrentWidget(notice);
    } else if (seen == 0) {
        notice->setText({QStringLiteral("filter"),
                         NoticeText::Weight::Quiet,
                         tr("No study fits these filters"),
                         {all == 1 ? tr("1 study is hidden by filters here.")
                                   : grouped(tr("%n studies are hidden by filters here.", nullptr, all), all)},
                         {},
                         {{QStringLiteral("clearFilters"), tr("Clear filters")}},
                         {},
                         {}});
        stack->setCurrentWidget(notice);
    } else {
        stack->setCurrentWidget(view);
    }
}

void StudiesPage::Private::showFoot()
{
    int ticked = 0;
    int series = 0;
    int images = 0;
    bool whole = true;
    for (int row = 0; row < model->rows().size(); ++row) {
        if (!model->isTicked(row))
            continue;
        ++ticked;
        series += model->at(row).study.seriesCount.value_or(0);
        images += model->at(row).study.instanceCount.value_or(0);
        whole = whole && model->at(row).study.instanceCount && model->at(row).study.seriesCount;
    }
    page->primary()->setEnabled(ticked > 0);
    page->primary()->setHelp(ticked > 0 ? QString() : tr("Tick a study first"));
    if (ticked == 0) {
        page->setFootText({}, Colour::Text2, tr("Nothing ticked"), tr("Tick the studies you need."));
        return;
    }
    const QString seriesText =
        series == 1 ? tr("1 series", "one series") : grouped(tr("%n series", nullptr, series), series);
    const QString imagesText = images == 1 ? tr("1 image") : grouped(tr("%n images", nullptr, images), images);
    page->setFootText({}, Colour::Text2, ticked == 1 ? tr("1 study ticked") : tr("%n studies ticked", nullptr, ticked),
                      whole ? QStringLiteral("%1, %2").arg(seriesText, imagesText)
                            : tr("at least %1, %2; not every count was told").arg(seriesText, imagesText));
}

void StudiesPage::Private::showSentence()
{
    const QList<StudyRow> &rows = model->rows();
    QList<int> years;
    int differ = 0;
    for (const StudyRow &row : rows) {
        if (row.study.date.isValid())
            years << row.study.date.year();
        differ += !row.difference.isEmpty();
    }
    const auto [least, most] = std::minmax_element(years.begin(), years.end());
    if (rows.isEmpty()) {
        page->setSentence(tr("One row a study, whichever route knows it."));
    } else {
        const int count = int(rows.size());
        QString studies = count == 1 ? tr("1 study") : grouped(tr("%n studies", nullptr, count), count);
        if (!years.isEmpty())
            studies = *least == *most ? tr("%1, %2").arg(studies).arg(*least)
                                      : tr("%1, %2 to %3").arg(studies).arg(*least).arg(*most);
        page->setSentence(tr("%1. One row a study, whichever route knows it.").arg(studies));
    }
    differing->setVisible(differ > 0);
    differingGlyph->setVisible(differ > 0);
    differing->setText(differ == 1 ? tr("1 study differs") : tr("%n studies differ", nullptr, differ));
}

void StudiesPage::Private::showConflict()
{
    const QModelIndex current = view->currentIndex();
    const int row = current.isValid() ? shown->mapToSource(current).row() : -1;
    if (row < 0 || model->at(row).conflict.isEmpty()) {
        conflict->hide();
        view->viewport()->update();
        return;
    }
    NoticeText text{QStringLiteral("fail"), NoticeText::Weight::Failure, tr("Another patient?"), {}, {}, {}, {}, {}};
    if (model->canTick(row)) {
        text.sentences << model->at(row).conflict;
        text.advice = tr("You have looked at it. The row can be ticked now; only you can decide.");
    } else {
        text.sentences << tr("This row names somebody else than the confirmed patient.");
        text.advice = tr("It cannot be ticked until you have looked at it.");
        text.actions = {{QStringLiteral("showConflict"), tr("Show the conflict")}};
    }
    conflict->setText(text);
    conflict->show();
    QTimer::singleShot(0, view, [this] { view->scrollTo(view->currentIndex()); });
    view->viewport()->update();
}

void StudiesPage::Private::updateHeaderBox()
{
    int ticked = 0;
    int possible = 0;
    for (int row = 0; row < shown->rowCount(); ++row) {
        const int source = shown->mapToSource(shown->index(row, 0)).row();
        possible += model->canTick(source);
        ticked += model->isTicked(source);
    }
    header->setCheckState(ticked == 0 ? Qt::Unchecked : ticked == possible ? Qt::Checked : Qt::PartiallyChecked);
}

void StudiesPage::setRoutes(const QList<RouteAnswer> &routes)
{
    d->answers = routes;
    while (QLayoutItem *item = d->routes->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const RouteAnswer &answer : routes) {
        auto *holder = new QWidget;
        auto *row = new QHBoxLayout(holder);
        row->setContentsMargins(0, 0, 24, 0);
        row->setSpacing(8);
        auto *glyph = new Glyph(theme(), metrics::iconRow);
        glyph->draw(answer.verdict);
        row->addWidget(glyph);
        row->addWidget(label(theme(), Type::Strong, Tone::Text, tagOf(answer.route)));
        row->addWidget(label(theme(), Type::Body, Tone::Text2, answer.text));
        holder->setObjectName(QStringLiteral("route_") + model::nameOf(answer.route));
        holder->setAccessibleName(
            QStringList{tagOf(answer.route), wordFor(answer.verdict), answer.text}.join(QStringLiteral(", ")));
        d->routes->addWidget(holder);
    }
}

void StudiesPage::setStudies(const QList<StudyRow> &rows)
{
    d->nothingAsked = false;
    // The row at the top of the view stays where it is, however many rows arrive above it.
    const QModelIndex top = d->view->indexAt(QPoint(1, 1));
    const int offset = top.isValid() ? d->view->visualRect(top).top() : 0;
    const bool scrolled = d->view->verticalScrollBar()->value() > 0;
    const QPersistentModelIndex anchor(top);
    d->model->set(rows);
    d->makeChips();
    d->applyFilter();
    d->showSentence();
    if (scrolled && anchor.isValid()) {
        d->view->scrollTo(anchor, QAbstractItemView::PositionAtTop);
        QScrollBar *bar = d->view->verticalScrollBar();
        bar->setValue(bar->value() - offset);
    }
}

void StudiesPage::setNothingAsked()
{
    d->model->set({});
    d->nothingAsked = true;
    d->asking = false;
    d->pageNotice.reset();
    setRoutes({});
    setInlineNotice(std::nullopt);
    d->makeChips();
    d->applyFilter();
    d->showSentence();
}

void StudiesPage::setAsking(bool asking)
{
    d->asking = asking;
    d->askAgain->setEnabled(!asking);
    if (asking) {
        d->nothingAsked = false;
        d->pageNotice.reset();
    }
    d->showList();
}

void StudiesPage::setPageNotice(const std::optional<NoticeText> &notice)
{
    d->pageNotice = notice;
    d->showList();
}

void StudiesPage::setInlineNotice(const std::optional<NoticeText> &notice)
{
    d->inlineNotice->setVisible(notice.has_value());
    if (notice)
        d->inlineNotice->setText(*notice);
}

void StudiesPage::setTicks(const QList<model::StudyUid> &studies)
{
    QSet<QString> uids;
    for (const model::StudyUid &uid : studies)
        uids.insert(uid.text());
    d->model->setTicks(uids);
}

QList<model::StudyUid> StudiesPage::ticks() const
{
    // Those that a filter hides are still ticked: first what is seen, in its order, then the rest.
    QList<model::StudyUid> uids;
    QSet<int> listed;
    for (int row = 0; row < d->shown->rowCount(); ++row) {
        const int source = d->shown->mapToSource(d->shown->index(row, 0)).row();
        listed.insert(source);
        if (d->model->isTicked(source))
            uids << d->model->at(source).study.uid;
    }
    for (int row = 0; row < d->model->rows().size(); ++row) {
        if (!listed.contains(row) && d->model->isTicked(row))
            uids << d->model->at(row).study.uid;
    }
    return uids;
}

QWidget *StudiesPage::firstFocus() const
{
    return d->view;
}

} // namespace ui
