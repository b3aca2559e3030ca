#include <ui/StudiesPage.h>

#include "Metrics.h"
#include "Paint.h"
#include "StudyList.h"
#include "StudyQuestion.h"
#include "StudyReports.h"
#include "Widgets.h"
#include "Words.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QMenu>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTimer>
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

class StudiesPage::Private
{
public:
    Private(StudiesPage *aPage, Theme &aTheme) : page(aPage), theme(aTheme) {}

    QWidget *makeFilters();
    void makeChips();
    void fitTypes();
    void openRow();
    void fitBody();
    void applyFilter();
    void showList();
    void showFoot();
    void showSentence();
    void offerOrders(const QPoint &at);
    void showConflict();
    void showNewAbove();
    void updateHeaderBox();
    void toggleAll();
    void showReports();
    void orderTabs();
    //! In place of the notices that stand there.
    void fill(QVBoxLayout *notices, const QList<NoticeText> &texts, const QString &name,
              void (StudiesPage::*signal)(const QString &));

    StudiesPage *page;
    Theme &theme;
    StudyModel *model = nullptr;
    StudyProxy *shown = nullptr;
    StudyView *view = nullptr;
    Header *header = nullptr;
    QWidget *routeStrip = nullptr;
    QHBoxLayout *routes = nullptr;
    QList<RouteAnswer> answers;
    Button *differing = nullptr;
    Button *questionButton = nullptr;
    StudyQuestion *question = nullptr;
    Button *newAbove = nullptr;
    QSet<QString> above; //!< studies that came in above what is seen, until they are seen
    QString stale;       //!< "From 10:17. Ask again, F5"; empty: the answer fits the question
    Field *filter = nullptr;
    Choice *date = nullptr;
    QHBoxLayout *chips = nullptr;
    QMap<QString, int> chipTally;
    QLabel *shownCount = nullptr;
    QWidget *filterBar = nullptr;
    QStackedWidget *stack = nullptr;
    QWidget *reportsSide = nullptr;
    StudyReports *reports = nullptr;
    Notice *notice = nullptr;
    QVBoxLayout *inlineNotices = nullptr;
    QVBoxLayout *reportsNotices = nullptr;
    Notice *conflict = nullptr;
    Skeleton *skeleton = nullptr;
    Button *askAgain = nullptr;
    bool asking = false;
    bool nothingAsked = true;
    std::optional<NoticeText> pageNotice;
};

StudiesPage::StudiesPage(Theme &theme, QWidget *parent)
    : Page(theme, tr("Studies and reports"), parent), d(std::make_unique<Private>(this, theme))
{
    d->questionButton = addHeadAction(QStringLiteral("question"), QStringLiteral("search"), tr("What is asked"));
    d->questionButton->setCheckable(true);
    d->questionButton->setHelp(tr("Shows what the search asks for, and lets it be narrowed"));
    d->askAgain = addHeadAction(QStringLiteral("askAgain"), QStringLiteral("refresh"), tr("Ask again"));
    d->askAgain->setKeyHint(tr("F5"));
    setRefreshButton(d->askAgain);
    connect(d->askAgain, &QPushButton::clicked, this, [this] {
        if (!d->question->check())
            d->questionButton->setChecked(true);
        else
            emit askAgainRequested();
    });

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
    d->differing = new Button(theme, Button::Look::Small, QString());
    describe(d->differing, QStringLiteral("studiesDiffer"), tr("Differences"));
    d->differing->setIconName(QStringLiteral("differs"));
    d->differing->setHelp(tr("Shows what the routes say, side by side"));
    connect(d->differing, &QPushButton::clicked, this, [this] { emit differencesRequested(std::nullopt); });
    stripRow->addWidget(d->differing);
    stripColumn->addWidget(holding(stripRow), 1);
    stripColumn->addWidget(hairline(Qt::Horizontal));

    d->question = new StudyQuestion(theme);
    d->question->hide();
    connect(d->questionButton, &QAbstractButton::toggled, this, [this](bool open) {
        fold(d->question, open, d->question->sizeHint().height());
        d->fitBody();
        if (open)
            d->question->firstFocus()->setFocus();
    });
    connect(d->question, &StudyQuestion::edited, this, [this] { emit questionEdited(question()); });
    connect(d->question, &StudyQuestion::askRequested, this, [this] { d->askAgain->click(); });
    d->inlineNotices = new QVBoxLayout;
    d->inlineNotices->setSpacing(0);
    d->reportsNotices = new QVBoxLayout;
    d->reportsNotices->setSpacing(0);
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
    showAsRows(d->view);
    d->view->setMouseTracking(true);
    d->view->setSortingEnabled(true);
    d->view->sortByColumn(StudyModel::Date, Qt::DescendingOrder);
    d->header->setSectionsMovable(false);
    d->header->setStretchLastSection(false);
    d->header->setSectionResizeMode(QHeaderView::Fixed);
    d->header->setSectionResizeMode(StudyModel::Study, QHeaderView::Stretch);
    d->header->resizeSection(StudyModel::Ticked, 40);
    d->header->resizeSection(StudyModel::Date, 100);
    d->header->resizeSection(StudyModel::Modality, 56);
    d->header->resizeSection(StudyModel::BodySite, metrics::bodySite);
    d->header->resizeSection(StudyModel::SeriesCount, 60);
    d->header->resizeSection(StudyModel::ImageCount, 64);
    d->header->resizeSection(StudyModel::Reports, 64);
    d->header->resizeSection(StudyModel::Difference, 32);
    d->header->resizeSection(StudyModel::KnownTo, 152);
    d->view->opened = [this] { d->openRow(); };
    connect(d->view->verticalScrollBar(), &QScrollBar::valueChanged, this, [this] { d->showNewAbove(); });
    connect(d->view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        d->showConflict();
        d->showReports();
    });
    // What a click on the header does, for hands on the keyboard.
    d->view->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(d->view, &QWidget::customContextMenuRequested, this, [this](const QPoint &at) { d->offerOrders(at); });
    connect(d->header, &Header::checkClicked, this, [this] { d->toggleAll(); });
    d->view->allToggled = [this] { d->toggleAll(); };

    d->notice = new Notice(theme, Notice::Form::Page);
    d->notice->setObjectName(QStringLiteral("studiesNotice"));
    connect(d->notice, &Notice::actionTriggered, this, [this](const QString &id) {
        if (id == QStringLiteral("clearFilters")) {
            d->filter->clear();
            d->date->setCurrentIndex(0);
            for (Chip *chip : findChildren<Chip *>())
                chip->setChecked(false);
        } else if (id == QStringLiteral("otherDates")) {
            d->questionButton->setChecked(true);
        } else {
            emit noticeActionTriggered(id);
        }
    });
    d->skeleton = new Skeleton(theme, metrics::rowStudy);
    d->stack = new QStackedWidget;
    d->stack->setMinimumHeight(5 * metrics::rowStudy); // the pages that are not seen do not decide
    d->stack->addWidget(d->view);
    d->stack->addWidget(d->notice);
    d->stack->addWidget(d->skeleton);

    bodyLayout()->addWidget(d->routeStrip);
    bodyLayout()->addWidget(d->question);
    bodyLayout()->addWidget(d->makeFilters());
    bodyLayout()->addWidget(hairline(Qt::Horizontal));
    bodyLayout()->addLayout(d->inlineNotices);
    bodyLayout()->addLayout(d->reportsNotices);
    d->reports = new StudyReports(theme);
    connect(d->reports, &StudyReports::reportOpenRequested, this, &StudiesPage::reportOpenRequested);
    connect(d->reports, &StudyReports::viewerRequested, this, &StudiesPage::viewerRequested);
    d->reportsSide = new QWidget;
    auto *side = new QHBoxLayout(d->reportsSide);
    side->setContentsMargins(0, 0, 0, 0);
    side->setSpacing(0);
    side->addWidget(hairline(Qt::Vertical));
    side->addWidget(d->reports, 1);
    d->reportsSide->setFixedWidth(metrics::reportsSide);
    auto *listAndReports = new QHBoxLayout;
    listAndReports->setSpacing(0);
    listAndReports->addWidget(d->stack, 1);
    listAndReports->addWidget(d->reportsSide);
    bodyLayout()->addLayout(listAndReports, 1);
    // Below the list: the row that it speaks of must not move.
    bodyLayout()->addWidget(d->conflict);

    primary()->setText(tr("Choose series"));
    primary()->setKeyHint(tr("Ctrl+Enter"));
    describe(primary(), QStringLiteral("chooseSeries"), tr("Choose series"));
    connect(primary(), &QPushButton::clicked, this, [this] { emit chooseRequested(ticks()); });
    connect(d->conflict, &Notice::actionTriggered, this, [this] {
        const int source = d->shown->sourceOf(d->view->currentIndex());
        if (source >= 0)
            lookAtConflict(d->model->at(source).study.uid);
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
    newAbove = new Button(theme, Button::Look::Link, QString());
    describe(newAbove, QStringLiteral("newAbove"), tr("New above"));
    newAbove->setHelp(tr("Go to the beginning of the list"));
    newAbove->hide();
    connect(newAbove, &QPushButton::clicked, page, [this] { view->verticalScrollBar()->setValue(0); });
    auto *row = new QHBoxLayout(filterBar);
    row->setContentsMargins(metrics::pagePadding, 0, metrics::pagePadding, 0);
    row->setSpacing(8);
    row->addWidget(filter);
    row->addWidget(date);
    row->addWidget(scroll, 1);
    row->addWidget(newAbove);
    row->addWidget(shownCount);
    connect(filter, &QLineEdit::textChanged, page, [this] { applyFilter(); });
    connect(date, &QComboBox::currentIndexChanged, page, [this] { applyFilter(); });
    return filterBar;
}

//! Ticks what is shown, or unticks it where all of it is ticked; what a filter hides stays as it is.
void StudiesPage::Private::toggleAll()
{
    QSet<QString> uids;
    for (const model::StudyUid &uid : page->ticks())
        uids.insert(uid.text());
    bool all = true;
    QSet<QString> visible;
    for (int row = 0; row < shown->rowCount(); ++row) {
        const int source = shown->sourceOf(shown->index(row, 0));
        if (!model->canTick(source))
            continue;
        visible.insert(model->at(source).study.uid.text());
        all = all && model->isTicked(source);
    }
    model->setTicks(all ? uids - visible : uids + visible);
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
    orderTabs();
}

//! The types do not elide, unless somebody names more than a study can have.
void StudiesPage::Private::fitTypes()
{
    QSet<QStringList> types; // of many rows few
    for (const StudyRow &row : model->rows())
        types.insert(row.study.modalities);
    int widest = 40;
    for (const QStringList &several : std::as_const(types))
        for (const QString &line : typeLines(several))
            widest = std::max(widest, widthOf(line, theme.font(Type::Strong)));
    header->resizeSection(StudyModel::Modality, std::min(widest + 16, metrics::types));
    view->fitColumns();
}

//! What is made while the page stands there would come last, though it is seen above the list.
void StudiesPage::Private::orderTabs()
{
    QWidget *before = date;
    const auto next = [&before](QWidget *widget) {
        QWidget::setTabOrder(before, widget);
        before = widget;
    };
    for (int i = 0; i < chips->count(); ++i)
        if (auto *chip = qobject_cast<Chip *>(chips->itemAt(i)->widget()))
            next(chip);
    next(newAbove);
    for (const QVBoxLayout *notices : {inlineNotices, reportsNotices})
        for (int i = 0; i < notices->count(); ++i)
            for (QWidget *part : notices->itemAt(i)->widget()->findChildren<QWidget *>())
                if (part->focusPolicy() & Qt::TabFocus)
                    next(part);
    next(view);
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
    showFoot();
    updateHeaderBox();
}

void StudiesPage::Private::showList()
{
    const int all = int(model->rows().size());
    const int seen = shown->rowCount();
    shownCount->setText(all == 0          ? QString()
                        : stale.isEmpty() ? tr("%1 of %2 shown").arg(number(seen), number(all))
                                          : stale);
    model->setStale(!stale.isEmpty());
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
                    {{QStringLiteral("otherDates"), tr("Search other dates")}},
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
    int hidden = 0;
    bool whole = true;
    for (int row = 0; row < model->rows().size(); ++row) {
        if (!model->isTicked(row))
            continue;
        ++ticked;
        hidden += !shown->mapFromSource(model->index(row, 0)).isValid();
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
    QString text = whole ? QStringLiteral("%1, %2").arg(seriesText, imagesText)
                         : tr("at least %1, %2; not every count was told").arg(seriesText, imagesText);
    if (hidden > 0)
        text = tr("%1; %2 of them hidden by filters", "images, number of studies").arg(text, number(hidden));
    page->setFootText({}, Colour::Text2, ticked == 1 ? tr("1 study ticked") : tr("%n studies ticked", nullptr, ticked),
                      text);
}

void StudiesPage::Private::showSentence()
{
    const QList<StudyRow> &rows = model->rows();
    QList<int> years;
    int differ = 0;
    for (const StudyRow &row : rows) {
        if (row.study.date.isValid())
            years << row.study.date.year();
        differ += !row.difference.isEmpty() || !row.conflict.isEmpty();
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
    differing->setText(differ == 1 ? tr("1 study differs") : tr("%n studies differ", nullptr, differ));
    differing->setAccessibleName(differing->text());
}

void StudiesPage::Private::offerOrders(const QPoint &at)
{
    auto *menu = new QMenu(view);
    menu->setObjectName(QStringLiteral("studyOrders"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int column = 0; column < StudyModel::ColumnCount; ++column) {
        const QString title = model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        if (title.isEmpty())
            continue;
        const bool isSorted = header->sortIndicatorSection() == column;
        const bool turns = isSorted && header->sortIndicatorOrder() == Qt::AscendingOrder;
        QAction *action = menu->addAction(tr("Sort by %1", "a column").arg(title), page, [this, column, turns] {
            view->sortByColumn(column, turns ? Qt::DescendingOrder : Qt::AscendingOrder);
        });
        action->setCheckable(true);
        action->setChecked(isSorted);
    }
    menu->popup(view->viewport()->mapToGlobal(at));
}

//! What there is to read of the current row: its conflict, what the routes disagree on, its reports.
void StudiesPage::Private::openRow()
{
    const int row = shown->sourceOf(view->currentIndex());
    if (row < 0)
        return;
    if (!model->at(row).conflict.isEmpty())
        showConflict();
    else if (!model->at(row).difference.isEmpty())
        emit page->differencesRequested(model->at(row).study.uid);
    else if (model->reportsAt(row) > 0)
        reports->setFocus(Qt::ShortcutFocusReason);
}

void StudiesPage::Private::showConflict()
{
    const int row = shown->sourceOf(view->currentIndex());
    if (row < 0 || model->at(row).conflict.isEmpty()) {
        conflict->hide();
        view->viewport()->update();
        return;
    }
    NoticeText text{QStringLiteral("fail"), NoticeText::Weight::Failure, tr("Another patient?"), {}, {}, {}, {}, {}};
    if (model->canTick(row)) {
        text.sentences << model->conflictAt(row);
        text.advice = tr("You have looked at it. The row can be ticked now; only you can decide.");
    } else {
        text.sentences << model->conflictAt(row);
        text.advice = tr("It cannot be ticked until you have looked at it.");
        text.actions = {{QStringLiteral("showConflict"), tr("Show the conflict")}};
    }
    const NoticeText &said = conflict->text();
    if (!conflict->isHidden() && said.sentences == text.sentences && said.actions.isEmpty() == text.actions.isEmpty())
        return; // its button may have the keyboard
    conflict->setText(text);
    conflict->show();
    QTimer::singleShot(0, view, [this] { view->scrollTo(view->currentIndex()); });
    view->viewport()->update();
}

void StudiesPage::Private::showReports()
{
    const int row = shown->sourceOf(view->currentIndex());
    reports->setStudy(row < 0 ? std::nullopt : std::optional(model->at(row).study));
}

void StudiesPage::Private::showNewAbove()
{
    if (above.isEmpty())
        return;
    for (int row = 0; row < shown->rowCount(); ++row) {
        const QModelIndex index = shown->index(row, 0);
        if (view->visualRect(index).top() >= 0)
            above.remove(index.data(StudyModel::uidRole).toString());
    }
    const int count = int(above.size());
    newAbove->setText(tr("%n new above", nullptr, count));
    newAbove->setAccessibleName(newAbove->text());
    newAbove->setVisible(count > 0);
}

void StudiesPage::Private::updateHeaderBox()
{
    int ticked = 0;
    int possible = 0;
    for (int row = 0; row < shown->rowCount(); ++row) {
        const int source = shown->sourceOf(shown->index(row, 0));
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
    // What is under the hand stays where it is, however many rows arrive above it.
    const QPersistentModelIndex anchor(d->view->anchor());
    const int top = anchor.isValid() ? d->view->visualRect(anchor).top() : 0;
    const QSet<QString> fresh = d->model->set(rows);
    d->makeChips();
    d->fitTypes();
    d->applyFilter();
    d->showSentence();
    // The list that had the keyboard while there were no rows takes none as its current one by itself.
    if (d->view->hasFocus() && !d->view->currentIndex().isValid())
        d->view->setCurrentIndex(d->shown->index(0, 0));
    d->showConflict(); // of the same current row, which may name somebody else than before
    d->showReports();
    if (!anchor.isValid())
        return;
    d->view->hold(anchor, top);
    for (int row = 0; row < anchor.row(); ++row) {
        const QModelIndex index = d->shown->index(row, 0);
        const QString uid = index.data(StudyModel::uidRole).toString();
        if (fresh.contains(uid) && d->view->visualRect(index).top() < 0)
            d->above.insert(uid);
    }
    d->showNewAbove();
}

void StudiesPage::setNothingAsked()
{
    d->model->set({});
    d->showConflict();
    d->above.clear();
    d->newAbove->hide();
    d->stale.clear();
    d->question->setQuery({});
    setReportsOffered(false);
    setReports({});
    setReportsState({});
    setReportsNotices({});
    d->nothingAsked = true;
    d->asking = false;
    d->pageNotice.reset();
    setRoutes({});
    setInlineNotices({});
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

void StudiesPage::Private::fill(QVBoxLayout *notices, const QList<NoticeText> &texts, const QString &name,
                                void (StudiesPage::*signal)(const QString &))
{
    while (QLayoutItem *item = notices->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const NoticeText &text : texts) {
        auto *made = new Notice(theme, Notice::Form::Inline);
        made->setObjectName(name);
        made->setText(text);
        // Queued: what answers may take the notice away.
        connect(made, &Notice::actionTriggered, page, signal, Qt::QueuedConnection);
        notices->addWidget(made);
    }
    orderTabs();
    fitBody();
}

//! Beside an open question a low page scrolls: squeezed, its fields would cover their names.
void StudiesPage::Private::fitBody()
{
    int needed = metrics::bodyHeight;
    if (questionButton->isChecked())
        needed = std::max(needed, metrics::routeStrip + question->minimumSizeHint().height() + metrics::filterBar +
                                      inlineNotices->minimumSize().height() + reportsNotices->minimumSize().height() +
                                      stack->minimumHeight());
    page->body()->setMinimumHeight(needed);
}

void StudiesPage::setInlineNotices(const QList<NoticeText> &notices)
{
    d->fill(d->inlineNotices, notices, QStringLiteral("studiesInlineNotice"), &StudiesPage::noticeActionTriggered);
}

void StudiesPage::setReportsNotices(const QList<NoticeText> &notices)
{
    d->fill(d->reportsNotices, notices, QStringLiteral("reportsInlineNotice"),
            &StudiesPage::reportsNoticeActionTriggered);
}

void StudiesPage::setStale(const QString &sentence)
{
    d->stale = sentence;
    d->showList();
}

void StudiesPage::setIdentityHidden(bool hidden)
{
    d->model->setIdentityHidden(hidden);
    d->showConflict();
}

model::StudyQuery StudiesPage::question() const
{
    return d->question->query();
}

void StudiesPage::setQuestion(const model::StudyQuery &query)
{
    d->question->setQuery(query);
}

QString StudiesPage::questionInWords() const
{
    return d->question->summary();
}

void StudiesPage::setWhatIsSent(const QString &text)
{
    d->question->setWhatIsSent(text);
}

void StudiesPage::setReportsOffered(bool offered)
{
    d->reportsSide->setVisible(offered);
    d->view->setColumnHidden(StudyModel::Reports, !offered);
}

void StudiesPage::setReports(const QList<ReportRow> &reports)
{
    d->reports->setReports(reports);
    QHash<QString, int> counts;
    for (const ReportRow &report : reports)
        for (const ReportLink &link : report.links)
            ++counts[link.study.text()];
    d->model->setReportCounts(counts);
}

void StudiesPage::setReportsState(const QString &sentence)
{
    d->reports->setState(sentence);
    d->model->setReportsUnknown(!sentence.isEmpty());
}

void StudiesPage::lookAtConflict(const model::StudyUid &study)
{
    for (int row = 0; row < d->model->rows().size(); ++row) {
        if (d->model->uidAt(row) == study.text() && !d->model->canTick(row)) {
            d->model->look(row);
            d->showConflict();
            emit conflictLookedAt(study);
        }
    }
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
        const int source = d->shown->sourceOf(d->shown->index(row, 0));
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
    const auto buttons = d->notice->findChildren<QAbstractButton *>();
    for (QAbstractButton *button : buttons) // of the notice where it stands in place of the list
        if (d->stack->currentWidget() == d->notice && button->objectName().startsWith(u"noticeAction_"))
            return button;
    return d->view;
}

} // namespace ui
