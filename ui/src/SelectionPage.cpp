#include <ui/SelectionPage.h>

#include "Metrics.h"
#include "Paint.h"
#include "Widgets.h"
#include "Words.h"

#include <QApplication>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QScrollArea>
#include <QShortcut>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QTreeView>
#include <QVBoxLayout>

namespace ui {
namespace {

using Level = StudyTreeModel::Level;
using State = StudyTreeModel::State;

constexpr int indent = 24;

int depthOf(QModelIndex index)
{
    int depth = 0;
    for (index = index.parent(); index.isValid(); index = index.parent())
        ++depth;
    return depth;
}

//! The tree paints chevrons and boxes itself, so that rows have one height and nothing jumps.
class TreeDelegate final : public QStyledItemDelegate
{
public:
    TreeDelegate(Theme &theme, QTreeView *view) : QStyledItemDelegate(view), m_theme(theme), m_view(*view) {}

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {0, metrics::rowTree}; }

    static QRect chevron(const QRect &row, int depth)
    {
        return {row.left() + 12 + depth * indent, row.top(), 24, row.height()};
    }
    static QRect box(const QRect &row, int depth)
    {
        return {row.left() + 40 + depth * indent, row.top() + (row.height() - 17) / 2, 16, 16};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QRect cell = option.rect;
        const bool current = m_view.currentIndex().siblingAtColumn(0) == index.siblingAtColumn(0);
        const QModelIndex first = index.siblingAtColumn(0);
        const auto level = first.data(StudyTreeModel::LevelRole).value<Level>();
        const QColor ink = m_theme.colour(Colour::Text);
        const QColor quiet = m_theme.colour(Colour::Text2);
        painter->save();
        paintRowGround(*painter, m_theme, cell, option.state & QStyle::State_MouseOver, current, index.column() == 0);
        paintRowFocus(*painter, m_theme, option, m_view, index);
        switch (index.column()) {
        case StudyTreeModel::Name:
            paintName(*painter, option, index, level);
            break;
        case StudyTreeModel::Key:
            if (const QString keys = index.data().toString(); !keys.isEmpty()) {
                paintGlyph(*painter, m_theme, QRect(cell.left() + 8, cell.top(), 16, cell.height()),
                           QStringLiteral("keyimage"), Colour::Text);
                if (level != Level::Instance)
                    paintText(*painter, cell.adjusted(30, 0, -4, -1), keys, m_theme.font(Type::Body), ink);
            }
            break;
        case StudyTreeModel::Ticked: {
            const QRect area = cell.adjusted(8, 0, -8, -1);
            const int all = first.data(StudyTreeModel::TotalCountRole).toInt();
            if (level == Level::Instance || all < 0) {
                paintText(*painter, area, index.data().toString(), m_theme.font(Type::Body),
                          level == Level::Instance ? ink : quiet, Qt::AlignRight | Qt::AlignVCenter);
                break;
            }
            const QFont font = m_theme.font(Type::Body);
            const QString rest = SelectionPage::tr("of %1").arg(number(all));
            const QString done = number(std::max(0, first.data(StudyTreeModel::TickedCountRole).toInt()));
            paintText(*painter, area, rest, font, quiet, Qt::AlignRight | Qt::AlignVCenter);
            const QRect left = area.adjusted(0, 0, -widthOf(rest, font) - 6, 0);
            paintText(*painter, left, done, font, ink, Qt::AlignRight | Qt::AlignVCenter);
            if (!first.data(StudyTreeModel::DifferenceRole).toString().isEmpty())
                paintGlyph(*painter, m_theme,
                           QRect(left.right() - widthOf(done, font) - 26, cell.top(), 16, cell.height()),
                           QStringLiteral("differs"), Colour::Warn);
            break;
        }
        default:
            paintText(*painter, cell.adjusted(8, 0, -4, -1), index.data().toString(),
                      m_theme.font(index.column() == StudyTreeModel::ListedBy ? Type::Small : Type::Body),
                      index.column() == StudyTreeModel::ListedBy ? quiet : ink);
            break;
        }
        painter->restore();
    }

    QString displayText(const QVariant &value, const QLocale &) const override { return value.toString(); }

private:
    void paintName(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index, Level level) const
    {
        const QRect row = option.rect;
        const int depth = depthOf(index);
        if (index.model()->hasChildren(index))
            paintGlyph(painter, m_theme, chevron(row, depth).adjusted(0, 0, 0, -1),
                       m_view.isExpanded(index) ? QStringLiteral("collapse") : QStringLiteral("expand"), Colour::Text2,
                       14);
        const auto check = index.data(Qt::CheckStateRole).value<Qt::CheckState>();
        paintCheckBox(painter, m_theme, box(row, depth), check, true);

        int x = row.left() + 66 + depth * indent;
        const auto write = [&](const QString &text, Type type, Colour colour, int gap) {
            if (!text.isEmpty())
                x += paintText(painter, QRect(x, row.top(), row.right() - x - 4, row.height() - 1), text,
                               m_theme.font(type), m_theme.colour(colour)) +
                     gap;
        };
        write(index.data(StudyTreeModel::NumberRole).toString(), Type::Body, Colour::Text, 7);
        write(index.data().toString(), level == Level::Study ? Type::Strong : Type::Body, Colour::Text, 7);
        write(index.data(StudyTreeModel::DateRole).toString(), Type::Small, Colour::Text2, 7);
        const auto state = index.data(StudyTreeModel::StateRole).value<State>();
        if (state == State::Asking)
            write(SelectionPage::tr("asking…"), Type::Small, Colour::Text3, 0);
        else if (state == State::NotOffered && level == Level::Series)
            write(SelectionPage::tr("no images listed"), Type::Small, Colour::Text3, 0);
    }

    Theme &m_theme;
    QTreeView &m_view;
};

class TreeView final : public QTreeView
{
public:
    using QTreeView::QTreeView;

    //! Qt looks where each changed row is, one by one; of tens of thousands that takes longer than painting what is
    //! seen.
    void dataChanged(const QModelIndex &from, const QModelIndex &to, const QList<int> &roles) override
    {
        constexpr int few = 64;
        if (to.row() - from.row() > few)
            viewport()->update();
        else
            QTreeView::dataChanged(from, to, roles);
    }

protected:
    void mousePressEvent(QMouseEvent *event) override
    {
        const QModelIndex index = indexAt(event->position().toPoint());
        if (index.isValid() && index.column() == 0 && event->button() == Qt::LeftButton) {
            const QRect row = visualRect(index);
            const int depth = depthOf(index);
            const QPoint at = event->position().toPoint();
            if (TreeDelegate::chevron(row, depth).contains(at) && model()->hasChildren(index)) {
                setCurrentIndex(index);
                setExpanded(index, !isExpanded(index));
                return;
            }
            if (TreeDelegate::box(row, depth).adjusted(-6, -8, 6, 8).contains(at)) {
                setCurrentIndex(index);
                toggle(index);
                return;
            }
        }
        QTreeView::mousePressEvent(event);
    }

    // A double click on a box must not open the row; the presses have ticked it twice already.
    void mouseDoubleClickEvent(QMouseEvent *event) override
    {
        const QModelIndex index = indexAt(event->position().toPoint());
        if (index.isValid() && event->position().x() < 66 + depthOf(index) * indent && index.column() == 0)
            return mousePressEvent(event);
        QTreeView::mouseDoubleClickEvent(event);
    }

    void keyPressEvent(QKeyEvent *event) override
    {
        const QModelIndex index = currentIndex().siblingAtColumn(0);
        if (event->key() == Qt::Key_Space && index.isValid()) {
            toggle(index);
            return;
        }
        if (event->matches(QKeySequence::Copy) && index.isValid()) {
            QGuiApplication::clipboard()->setText(index.data(StudyTreeModel::UidRole).toString());
            return;
        }
        if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && index.isValid()) {
            setExpanded(index, !isExpanded(index));
            return;
        }
        QTreeView::keyPressEvent(event);
    }

private:
    void toggle(const QModelIndex &index)
    {
        const auto state = index.data(Qt::CheckStateRole).value<Qt::CheckState>();
        model()->setData(index, state == Qt::Checked ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
    }
};

} // namespace

class SelectionPage::Private
{
public:
    Private(SelectionPage *aPage, Theme &aTheme) : page(aPage), theme(aTheme) {}

    QWidget *makeDetails();
    void showDetails(const QModelIndex &index);
    void addIdentifier(const QString &objectName, const QString &name, const QString &uid);
    void addSources(const QModelIndex &study, const QModelIndex &series);
    void addSource(const char *objectName, const QString &level, const QString &source, const QString &about);
    void setShown(int row, const QModelIndex &parent, bool shown);
    void addKeyImages(const QModelIndex &row);
    void applyFilter();
    bool isFiltered() const;
    void tickShown();
    void showWhyEmpty();
    void showFoot();
    void showRoom();
    bool fits() const { return folderProblem.isEmpty() && (!room || room->isEnough()); }

    SelectionPage *page;
    Theme &theme;
    StudyTreeModel *model = nullptr;
    TreeView *view = nullptr;
    Field *filter = nullptr;
    Chip *keyImagesOnly = nullptr;
    Chip *tickedOnly = nullptr;
    Button *tickAll = nullptr;
    Notice *emptyNotice = nullptr;
    bool isAskingForKeyImages = false;
    bool isAnyShown = true;       //!< a row of the tree is left by the filters
    bool areImagesHidden = false; //!< some of them may be, as not ticked
    QString unreadReports;        //!< of the key images: what could not be read, in words
    Notice *notice = nullptr;
    QStackedWidget *stack = nullptr;
    QWidget *details = nullptr;
    QVBoxLayout *detailsColumn = nullptr;
    QWidget *detailsContent = nullptr;
    QLabel *viaWord = nullptr;
    Choice *via = nullptr;
    QString freeSpace;
    QList<SourceChoice> sources;
    QLabel *estimate = nullptr;
    Notice *roomNotice = nullptr;
    std::optional<model::Room> room;
    QString folderProblem;
};

SelectionPage::SelectionPage(Theme &theme, QWidget *parent)
    : Page(theme, tr("Selection"), parent), d(std::make_unique<Private>(this, theme))
{
    setSentence(
        tr("Tick studies, series or single images. A tick travels down; a dash shows that part of it is ticked."));
    d->model = new StudyTreeModel(this);
    d->tickAll = addHeadAction(QStringLiteral("tickAll"), {}, tr("Tick all"));
    Button *none = addHeadAction(QStringLiteral("clearTicks"), {}, tr("Clear ticks"));
    connect(d->tickAll, &QPushButton::clicked, this, [this] { d->tickShown(); });
    connect(none, &QPushButton::clicked, this, [this] { d->model->tickAll(false); });

    auto *bar = new QWidget;
    bar->setFixedHeight(metrics::filterBar - 1);
    d->filter = makeFilterField(theme, tr("Filter series"), QStringLiteral("filter"), true);
    d->filter->setFixedWidth(248);
    d->filter->setHint(tr("Ctrl+F"));
    describe(d->filter, QStringLiteral("seriesFilter"), tr("Filter series"));
    setFilterField(d->filter);
    d->keyImagesOnly = new Chip(theme, tr("Key images only"), {});
    d->keyImagesOnly->setIconName(QStringLiteral("keyimage"));
    describe(d->keyImagesOnly, QStringLiteral("keyImagesOnly"), tr("Key images only"),
             tr("Shows only the pictures that reports point to, Ctrl+Shift+K"));
    d->keyImagesOnly->setToolTip(tr("Shows only the pictures that reports point to, Ctrl+Shift+K"));
    d->tickedOnly = new Chip(theme, tr("Ticked only"), {});
    d->tickedOnly->setIconName(QStringLiteral("selection"));
    describe(d->tickedOnly, QStringLiteral("tickedOnly"), tr("Ticked only"),
             tr("Shows only what is ticked, Ctrl+Shift+T"));
    d->tickedOnly->setToolTip(tr("Shows only what is ticked, Ctrl+Shift+T"));
    // A shortcut of the button itself would take the keyboard away from the tree.
    for (const auto &[chip, key] : {std::pair{d->keyImagesOnly, Qt::Key_K}, std::pair{d->tickedOnly, Qt::Key_T}})
        connect(new QShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | key), this), &QShortcut::activated, chip,
                &QAbstractButton::click);
    auto *barRow = new QHBoxLayout(bar);
    barRow->setContentsMargins(metrics::pagePadding, 0, metrics::pagePadding, 0);
    barRow->setSpacing(8);
    barRow->addWidget(d->filter);
    barRow->addWidget(d->keyImagesOnly);
    barRow->addWidget(d->tickedOnly);
    barRow->addStretch();
    auto *open = new Button(theme, Button::Look::Small, tr("Open all series"));
    open->setObjectName(QStringLiteral("openAll"));
    open->setAccessibleName(open->text());
    auto *close = new Button(theme, Button::Look::Small, tr("Close all"));
    close->setObjectName(QStringLiteral("closeAll"));
    close->setAccessibleName(close->text());
    barRow->addWidget(open);
    barRow->addWidget(close);
    connect(open, &QPushButton::clicked, this, [this] { d->view->expandToDepth(0); });
    connect(close, &QPushButton::clicked, this, [this] { d->view->collapseAll(); });

    d->notice = new Notice(theme, Notice::Form::Inline);
    d->notice->setObjectName(QStringLiteral("selectionNotice"));
    d->notice->hide();
    connect(d->notice, &Notice::actionTriggered, this, &SelectionPage::noticeActionTriggered);

    d->view = new TreeView;
    describe(d->view, QStringLiteral("selectionTree"), tr("Studies, series and images"),
             tr("Space ticks, Right opens, Left closes, Ctrl+C copies the identifier"));
    d->view->setModel(d->model);
    d->view->setItemDelegate(new TreeDelegate(theme, d->view));
    auto *header = new Header(theme, d->view);
    d->view->setHeader(header);
    showAsRows(d->view);
    d->view->setExpandsOnDoubleClick(true);
    d->view->setMouseTracking(true);
    header->setStretchLastSection(false);
    header->setSectionResizeMode(StudyTreeModel::Name, QHeaderView::Stretch);
    header->resizeSection(StudyTreeModel::Key, 56);
    header->resizeSection(StudyTreeModel::Modality, 72);
    header->resizeSection(StudyTreeModel::Ticked, 152);
    header->resizeSection(StudyTreeModel::ListedBy, 112);

    auto *left = new QWidget;
    auto *leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins(0, 0, 0, 0);
    leftColumn->setSpacing(0);
    leftColumn->addWidget(d->view, 1);
    auto *row = new QHBoxLayout;
    row->setSpacing(0);
    row->addWidget(left, 1);
    row->addWidget(hairline(Qt::Vertical));
    auto *right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(d->makeDetails(), 1);
    right->addWidget(d->estimate);
    row->addLayout(right);
    bodyLayout()->addWidget(bar);
    bodyLayout()->addWidget(hairline(Qt::Horizontal));
    d->roomNotice = new Notice(theme, Notice::Form::Inline);
    d->roomNotice->setObjectName(QStringLiteral("roomNotice"));
    d->roomNotice->hide();
    connect(d->roomNotice, &Notice::actionTriggered, this, &SelectionPage::otherFolderRequested);
    d->emptyNotice = new Notice(theme, Notice::Form::Inline);
    d->emptyNotice->setObjectName(QStringLiteral("selectionEmpty"));
    d->emptyNotice->hide();
    connect(d->emptyNotice, &Notice::actionTriggered, this, [this] {
        d->filter->clear();
        d->tickedOnly->setChecked(false);
        d->keyImagesOnly->setChecked(false);
        d->view->setFocus(Qt::OtherFocusReason); // the button goes
    });
    bodyLayout()->addWidget(d->emptyNotice);
    bodyLayout()->addWidget(d->notice);
    bodyLayout()->addWidget(d->roomNotice);
    bodyLayout()->addLayout(row, 1);

    d->viaWord = label(theme, Type::Body, Tone::Text2);
    d->via = new Choice(theme);
    d->via->setSmall();
    describe(d->via, QStringLiteral("via"), tr("Way by which the images are fetched"));
    auto *viaRow = new QHBoxLayout;
    viaRow->setContentsMargins(0, 0, 0, 0);
    viaRow->setSpacing(8);
    viaRow->addWidget(d->viaWord);
    viaRow->addWidget(d->via);
    addFootWidget(holding(viaRow));
    primary()->setText(tr("Retrieve"));
    primary()->setIconName(QStringLiteral("retrieval"));
    primary()->setKeyHint(tr("Ctrl+Enter"));
    describe(primary(), QStringLiteral("retrieve"), tr("Retrieve"));
    connect(primary(), &QPushButton::clicked, this, [this] { emit retrieveRequested(selection(), via()); });

    connect(d->model, &StudyTreeModel::ticksChanged, this, [this] {
        d->showFoot();
        if (d->tickedOnly->isChecked())
            d->applyFilter();
        emit selectionChanged();
    });
    connect(d->model, &QAbstractItemModel::modelReset, this, [this] {
        d->keyImagesOnly->setChecked(false); // other studies: whether they have any is not known yet
        // One study is opened at once: there is nothing else to look at.
        if (d->model->rowCount() == 1)
            d->view->expand(d->model->index(0, 0));
        d->view->setCurrentIndex(d->model->index(0, 0));
        d->applyFilter();
    });
    connect(d->model, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex &above) {
        if (!above.isValid() || !above.parent().isValid() || d->tickedOnly->isChecked())
            d->applyFilter();
    });
    connect(d->model, &QAbstractItemModel::dataChanged, this, [this](const QModelIndex &from, const QModelIndex &) {
        if (from.siblingAtColumn(0) == d->view->currentIndex().siblingAtColumn(0))
            d->showDetails(d->view->currentIndex());
    });
    connect(d->view->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &index) {
        d->showDetails(index);
        d->view->viewport()->update();
    });
    connect(d->filter, &QLineEdit::textChanged, this, [this] { d->applyFilter(); });
    connect(d->tickedOnly, &QAbstractButton::toggled, this, [this] { d->applyFilter(); });
    connect(d->keyImagesOnly, &QAbstractButton::toggled, this, [this](bool only) {
        d->model->showKeyImagesOnly(only);
        d->applyFilter();
        if (only)
            emit keyImagesWanted();
    });
    connect(d->model, &QAbstractItemModel::layoutChanged, this, [this] { // other key images are known
        d->applyFilter();
        d->showDetails(d->view->currentIndex());
    });
    setVias({});
    d->showDetails({});
    d->showFoot();
}

SelectionPage::~SelectionPage() = default;

QWidget *SelectionPage::Private::makeDetails()
{
    auto *scroll = new QScrollArea;
    scroll->setObjectName(QStringLiteral("selectionDetails"));
    scroll->setFixedWidth(344);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    details = new QWidget;
    detailsColumn = new QVBoxLayout(details);
    detailsColumn->setContentsMargins(0, 0, 0, 0);
    detailsColumn->setSpacing(0);
    scroll->setWidget(details);
    estimate = label(theme, Type::Small, Tone::Text2);
    estimate->setObjectName(QStringLiteral("selectionEstimate"));
    estimate->setFixedWidth(344);
    estimate->setWordWrap(true);
    estimate->setContentsMargins(metrics::listPadding, 12, metrics::listPadding, 12);
    estimate->hide();
    return scroll;
}

void SelectionPage::Private::addIdentifier(const QString &objectName, const QString &name, const QString &uid)
{
    if (uid.isEmpty())
        return;
    auto *texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addWidget(label(theme, Type::Small, Tone::Text2, name));
    auto *value = label(theme, Type::Mono, Tone::Text, uid);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    value->setFocusPolicy(Qt::ClickFocus);
    value->setWordWrap(true);
    // Lets the label break a UID: without break points it would push the pane apart.
    value->setText(QString(uid).replace(u'.', QStringLiteral(".\u200B")));
    texts->addWidget(value);
    auto *copy = new Button(theme, Button::Look::Link, QString());
    copy->setIconName(QStringLiteral("copy"));
    copy->setHelp(tr("Copy %1, Ctrl+C").arg(name));
    copy->setObjectName(objectName);
    copy->setAccessibleName(tr("Copy %1").arg(name));
    connect(copy, &QPushButton::clicked, page, [uid] { QGuiApplication::clipboard()->setText(uid); });
    auto *row = new QHBoxLayout;
    row->setContentsMargins(metrics::listPadding, 6, 12, 6);
    row->addLayout(texts, 1);
    row->addWidget(copy);
    static_cast<QVBoxLayout *>(detailsContent->layout())->addLayout(row);
}

void SelectionPage::Private::addSource(const char *objectName, const QString &level, const QString &source,
                                       const QString &about)
{
    auto *row = new QHBoxLayout;
    row->setContentsMargins(metrics::listPadding, 0, metrics::listPadding, 0);
    row->setSpacing(8);
    auto *name = label(theme, Type::Small, Tone::Text2, level);
    name->setFixedSize(56, metrics::buttonSmall);
    auto *who = label(theme, Type::Strong, Tone::Text, source.isEmpty() ? tr("nobody yet") : source);
    who->setObjectName(QLatin1StringView(objectName));
    row->addWidget(name);
    row->addWidget(who);
    row->addWidget(label(theme, Type::Small, Tone::Text2, about), 1);
    static_cast<QVBoxLayout *>(detailsContent->layout())->addLayout(row);
}

//! Who listed which level, and the way to ask somebody else for what lies below the row.
void SelectionPage::Private::addSources(const QModelIndex &study, const QModelIndex &series)
{
    auto *column = static_cast<QVBoxLayout *>(detailsContent->layout());
    auto *title = label(theme, Type::Small, Tone::Text2, tr("Source per level"));
    title->setContentsMargins(metrics::listPadding, 8, metrics::listPadding, 4);
    column->addWidget(title);
    addSource("sourceStudy", tr("Study"), study.data(StudyTreeModel::RoutesRole).toString(), {});
    const int seriesCount = model->rowCount(study);
    addSource("sourceSeries", tr("Series"),
              seriesCount > 0 ? study.siblingAtColumn(StudyTreeModel::ListedBy).data().toString() : QString(),
              seriesCount > 0 ? grouped(tr("%n listed", nullptr, seriesCount), seriesCount) : QString());
    if (series.isValid()) {
        const int images = series.data(StudyTreeModel::ListedRole).toInt();
        addSource("sourceImages", tr("Images"),
                  images > 0 ? series.siblingAtColumn(StudyTreeModel::ListedBy).data().toString() : QString(),
                  images > 0 ? grouped(tr("%n listed", nullptr, images), images) : QString());
    }
    if (sources.size() > 1) {
        auto *ask = new Button(theme, Button::Look::Link, tr("Ask another source"));
        describe(ask, QStringLiteral("askSource"), tr("Ask another source"));
        ask->setIconName(QStringLiteral("refresh"));
        auto *menu = new QMenu(ask);
        const auto studyUid = model::StudyUid::parse(study.data(StudyTreeModel::UidRole).toString());
        const auto seriesUid =
            series.isValid() ? model::SeriesUid::parse(series.data(StudyTreeModel::UidRole).toString()) : std::nullopt;
        for (const SourceChoice &source : std::as_const(sources)) {
            QAction *action = menu->addAction(source.text);
            action->setObjectName(QStringLiteral("askSource_") + source.id);
            // Queued: what is asked for rebuilds these details.
            connect(
                action, &QAction::triggered, page,
                [this, studyUid, seriesUid, id = source.id] {
                    if (studyUid)
                        emit page->askSourceRequested(*studyUid, seriesUid, id);
                },
                Qt::QueuedConnection);
        }
        connect(ask, &QPushButton::clicked, menu,
                [ask, menu] { menu->popup(ask->mapToGlobal(QPoint(0, ask->height()))); });
        auto *row = new QHBoxLayout;
        row->setContentsMargins(metrics::listPadding, 4, metrics::listPadding, 4);
        row->addWidget(ask);
        row->addStretch();
        column->addLayout(row);
    }
    column->addSpacing(8);
    column->addWidget(hairline(Qt::Horizontal));
}

void SelectionPage::Private::showDetails(const QModelIndex &current)
{
    // What has the keyboard here keeps it, also when the details are made anew.
    QWidget *focused = QApplication::focusWidget();
    const QString focusedName =
        detailsContent && detailsContent->isAncestorOf(focused) ? focused->objectName() : QString();
    delete detailsContent;
    detailsContent = new QWidget;
    auto *column = new QVBoxLayout(detailsContent);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    detailsColumn->addWidget(detailsContent);
    const QModelIndex index = current.siblingAtColumn(0);
    if (!index.isValid()) {
        column->addStretch();
        return;
    }
    const auto level = index.data(StudyTreeModel::LevelRole).value<Level>();
    const QString title = QStringList{index.data(StudyTreeModel::NumberRole).toString(), index.data().toString()}
                              .join(QStringLiteral("  "))
                              .trimmed();
    auto *titleLabel = label(theme, Type::Strong, Tone::Text, title);
    titleLabel->setWordWrap(true);
    QStringList about{index.siblingAtColumn(StudyTreeModel::Modality).data().toString(),
                      index.data(StudyTreeModel::DateRole).toString()};
    const int total = index.data(StudyTreeModel::TotalCountRole).toInt();
    if (level == Level::Instance)
        about << index.siblingAtColumn(StudyTreeModel::Ticked).data().toString();
    else if (total >= 0)
        about << (total == 1 ? tr("1 image") : grouped(tr("%n images", nullptr, total), total));
    else
        about << tr("number of images not told");
    about.removeAll(QString());
    auto *aboutLabel = label(theme, Type::Small, Tone::Text2, about.join(QStringLiteral(", ")));
    aboutLabel->setWordWrap(true);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(metrics::listPadding, 12, metrics::listPadding, 12);
    head->setSpacing(2);
    head->addWidget(titleLabel);
    head->addWidget(aboutLabel);
    column->addLayout(head);

    const QString difference = index.data(StudyTreeModel::DifferenceRole).toString();
    if (!difference.isEmpty()) {
        auto *differs = new Notice(theme, Notice::Form::Inline);
        differs->setText({QStringLiteral("differs"),
                          NoticeText::Weight::Warning,
                          difference,
                          {},
                          level == Level::Study ? tr("What arrives is counted against all lists.")
                                                : tr("The series is asked for as a whole."),
                          {},
                          {},
                          {}});
        column->addWidget(differs);
    } else {
        column->addWidget(hairline(Qt::Horizontal));
    }
    if (index.data(StudyTreeModel::StateRole).value<State>() == State::NotOffered && level != Level::Instance) {
        auto *none = label(theme, Type::Small, Tone::Text2, index.data(Qt::ToolTipRole).toString());
        none->setWordWrap(true);
        none->setContentsMargins(metrics::listPadding, 12, metrics::listPadding, 0);
        column->addWidget(none);
    }
    const QModelIndex series = level == Level::Instance ? index.parent()
                               : level == Level::Series ? index
                                                        : QModelIndex();
    const QModelIndex study = level == Level::Study    ? index
                              : level == Level::Series ? index.parent()
                                                       : index.parent().parent();
    addSources(study, series);
    if (level != Level::Instance)
        addKeyImages(index);
    column->addSpacing(8);
    if (level == Level::Instance) {
        addIdentifier(QStringLiteral("copySopUid"), tr("SOP Instance UID"),
                      index.data(StudyTreeModel::UidRole).toString());
        addIdentifier(QStringLiteral("copySopClass"), tr("SOP class"),
                      index.data(StudyTreeModel::SopClassRole).toString());
    }
    if (series.isValid())
        addIdentifier(QStringLiteral("copySeriesUid"), tr("Series Instance UID"),
                      series.data(StudyTreeModel::UidRole).toString());
    addIdentifier(QStringLiteral("copyStudyUid"), tr("Study Instance UID"),
                  study.data(StudyTreeModel::UidRole).toString());
    column->addStretch(1);
    if (!focusedName.isEmpty()) {
        if (auto *again = detailsContent->findChild<QWidget *>(focusedName))
            again->setFocus();
    }
}

//! The key images below a row, and a way to tick them.
void SelectionPage::Private::addKeyImages(const QModelIndex &row)
{
    const int count = row.data(StudyTreeModel::KeyImagesRole).toInt();
    if (count == 0)
        return;
    auto *column = static_cast<QVBoxLayout *>(detailsContent->layout());
    auto *tick =
        new Button(theme, Button::Look::Link, count == 1 ? tr("Tick this one") : tr("Tick these %n", nullptr, count));
    describe(tick, QStringLiteral("tickKeyImages"), tick->text());
    // Queued: it rebuilds these details.
    connect(
        tick, &QPushButton::clicked, page, [this, at = QPersistentModelIndex(row)] { model->tickKeyImages(at); },
        Qt::QueuedConnection);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(metrics::listPadding, 8, metrics::listPadding, 4);
    head->addWidget(label(theme, Type::Small, Tone::Text2, tr("Key images: %1").arg(number(count))), 1);
    head->addWidget(tick);
    column->addLayout(head);
    column->addWidget(hairline(Qt::Horizontal));
}

//! Only a change: each makes the view lay out all its rows again.
void SelectionPage::Private::setShown(int row, const QModelIndex &parent, bool shown)
{
    if (view->isRowHidden(row, parent) == shown)
        view->setRowHidden(row, parent, !shown);
}

void SelectionPage::Private::applyFilter()
{
    const QString text = filter->text().trimmed();
    const bool only = tickedOnly->isChecked();
    const bool keys = keyImagesOnly->isChecked();
    const auto hasKeys = [keys](const QModelIndex &index) {
        return !keys || index.data(StudyTreeModel::KeyImagesRole).toInt() > 0;
    };
    isAnyShown = false;
    const auto fits = [&](const QModelIndex &index) {
        return text.isEmpty() ||
               index.data(StudyTreeModel::SortTextRole).toString().contains(text, Qt::CaseInsensitive) ||
               index.data(StudyTreeModel::UidRole).toString() == text;
    };
    const auto tickedAtAll = [](const QModelIndex &index) {
        return index.data(Qt::CheckStateRole).value<Qt::CheckState>() != Qt::Unchecked;
    };
    for (int row = 0; row < model->rowCount(); ++row) {
        const QModelIndex study = model->index(row, 0);
        const bool studyFits = fits(study);
        bool anySeries = false;
        for (int child = 0; child < model->rowCount(study); ++child) {
            const QModelIndex series = model->index(child, 0, study);
            const bool shown = (studyFits || fits(series)) && (!only || tickedAtAll(series)) && hasKeys(series);
            setShown(child, study, shown);
            anySeries = anySeries || shown;
            for (int image = 0; (only || areImagesHidden) && image < model->rowCount(series); ++image)
                setShown(image, series, !only || tickedAtAll(model->index(image, 0, series)));
        }
        const bool shown = anySeries || (studyFits && (!only || tickedAtAll(study)) && hasKeys(study));
        setShown(row, {}, shown);
        isAnyShown = isAnyShown || shown;
    }
    areImagesHidden = only;
    tickAll->setText(isFiltered() ? tr("Tick what is shown") : tr("Tick all"));
    showWhyEmpty();
}

bool SelectionPage::Private::isFiltered() const
{
    return tickedOnly->isChecked() || keyImagesOnly->isChecked() || !filter->text().trimmed().isEmpty();
}

//! What a filter hides is not ticked unseen.
void SelectionPage::Private::tickShown()
{
    if (!isFiltered())
        return model->tickAll(true);
    if (tickedOnly->isChecked())
        return; // all of it is ticked
    const bool keys = keyImagesOnly->isChecked();
    for (int row = 0; row < model->rowCount(); ++row) {
        const QModelIndex study = model->index(row, 0);
        if (view->isRowHidden(row, {}))
            continue;
        if (keys)
            model->tickKeyImages(study);
        else if (model->rowCount(study) == 0)
            model->setData(study, Qt::Checked, Qt::CheckStateRole);
        for (int child = 0; !keys && child < model->rowCount(study); ++child) {
            if (!view->isRowHidden(child, study))
                model->setData(model->index(child, 0, study), Qt::Checked, Qt::CheckStateRole);
        }
    }
}

//! Why nothing is seen, where filters hide all of it.
void SelectionPage::Private::showWhyEmpty()
{
    const bool isWanted = isFiltered() && !isAnyShown && model->rowCount() > 0;
    emptyNotice->setVisible(isWanted);
    if (!isWanted)
        return;
    NoticeText text;
    text.icon = QStringLiteral("keyimage");
    text.weight = NoticeText::Weight::Quiet;
    if (!filter->text().trimmed().isEmpty() || !keyImagesOnly->isChecked()) {
        text.icon = QStringLiteral("filter");
        text.headline = tr("No series fits these filters");
        text.sentences = {tr("What is ticked stays ticked and is fetched, though it is not seen.")};
        text.actions = {{QStringLiteral("clearFilters"), tr("Clear filters")}};
    } else if (isAskingForKeyImages) {
        text.headline = tr("Asking the reports");
        text.sentences = {tr("Key images appear here as the reports of these studies name them.")};
    } else {
        text.headline = tr("No key image is known");
        text.sentences = {
            unreadReports.isEmpty()
                ? tr("No report of these studies points to a picture. Key objects tell theirs once they are received.")
                : unreadReports};
        text.actions = {{QStringLiteral("allImages"), tr("Show all images")}};
    }
    emptyNotice->setText(text);
}

void SelectionPage::Private::showFoot()
{
    const StudyTreeModel::Counts counts = model->counts();
    const bool any = counts.studies > 0;
    page->primary()->setEnabled(any && fits());
    page->primary()->setHelp(!any                       ? tr("Tick something first")
                             : !folderProblem.isEmpty() ? folderProblem
                             : fits()                   ? QString()
                                                        : tr("There is not enough room for what is ticked"));
    if (!any) {
        page->setFootText({}, Colour::Text2, tr("Nothing ticked"), tr("Tick studies, series or single images."));
        return;
    }
    QStringList parts;
    parts << (counts.studies == 1 ? tr("1 study") : tr("%n studies", nullptr, counts.studies));
    if (counts.series > 0)
        parts << (counts.series == 1 ? tr("1 series", "one series")
                                     : grouped(tr("%n series", nullptr, counts.series), counts.series));
    if (!counts.imagesAtLeast)
        parts << (counts.images == 1 ? tr("1 image") : grouped(tr("%n images", nullptr, counts.images), counts.images));
    QStringList rest;
    if (counts.imagesAtLeast)
        rest << (counts.images > 0 ? tr("at least %1 images, not every count was told").arg(number(counts.images))
                                   : tr("the number of images was not told"));
    if (room && room->needed && *room->needed > 0)
        rest << tr("about %1").arg(byteText(*room->needed));
    if (!freeSpace.isEmpty())
        rest << freeSpace;
    page->setFootText({}, Colour::Text2, parts.join(QStringLiteral(", ")), rest.join(QStringLiteral("    ")));
}

StudyTreeModel &SelectionPage::tree() const
{
    return *d->model;
}

void SelectionPage::setVias(const QList<ViaChoice> &vias)
{
    const QString before = via();
    d->via->clear();
    for (const ViaChoice &choice : vias) {
        d->via->addItem(choice.text, choice.id);
        d->via->setItemData(d->via->count() - 1, choice.help, Qt::ToolTipRole);
    }
    d->via->setCurrentIndex(std::max(0, d->via->findData(before)));
    d->via->setVisible(vias.size() > 1);
    d->viaWord->setVisible(!vias.isEmpty());
    d->viaWord->setText(vias.size() == 1 ? tr("Via %1").arg(vias.first().text) : tr("Via"));
    d->viaWord->setToolTip(vias.size() == 1 ? vias.first().help : QString());
}

QString SelectionPage::via() const
{
    return d->via->currentData().toString();
}

void SelectionPage::setFreeSpace(const QString &text)
{
    d->freeSpace = text;
    d->showFoot();
}

void SelectionPage::setRoom(const std::optional<model::Room> &room, const QString &how)
{
    d->room = room;
    d->estimate->setText(how);
    d->estimate->setVisible(!how.isEmpty());
    d->showRoom();
}

void SelectionPage::setFolderProblem(const QString &sentence)
{
    d->folderProblem = sentence;
    d->showRoom();
}

void SelectionPage::Private::showRoom()
{
    NoticeText text;
    text.icon = QStringLiteral("retrieval");
    text.weight = NoticeText::Weight::Warning;
    text.actions = {{QStringLiteral("otherFolder"), tr("Other folder…")}};
    if (!folderProblem.isEmpty()) {
        text.headline = tr("Nothing can be stored.");
        text.sentences = {folderProblem};
        text.advice = tr("Choose another folder, or mend its rights.");
    } else if (!fits()) {
        text.headline = tr("Not enough room.");
        text.sentences = {
            tr("About %1 are needed, %2 are free.").arg(byteText(room->needed.value_or(0)), byteText(room->available))};
        text.advice = tr("Tick less, make room, or choose another folder.");
    }
    const NoticeText &said = roomNotice->text();
    if (!fits() && (said.headline != text.headline || said.sentences != text.sentences)) {
        const bool hasFocus = roomNotice->isAncestorOf(QApplication::focusWidget());
        roomNotice->setText(text);
        if (hasFocus)
            roomNotice->findChild<QWidget *>(QStringLiteral("noticeAction_otherFolder"))->setFocus();
    }
    if (roomNotice->isHidden() == !fits())
        roomNotice->setVisible(!fits());
    showFoot();
}

void SelectionPage::setSources(const QList<SourceChoice> &sources)
{
    d->sources = sources;
    d->showDetails(d->view->currentIndex());
}

void SelectionPage::setAskingForKeyImages(bool asking, const QString &unread)
{
    d->isAskingForKeyImages = asking;
    d->unreadReports = unread;
    d->showWhyEmpty();
}

void SelectionPage::setNotice(const std::optional<NoticeText> &notice)
{
    d->notice->setVisible(notice.has_value());
    if (notice)
        d->notice->setText(*notice);
}

QList<model::Selection> SelectionPage::selection() const
{
    return d->model->selection();
}

QWidget *SelectionPage::firstFocus() const
{
    return d->view;
}

} // namespace ui
