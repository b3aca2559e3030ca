#include <ui/CountryPage.h>

#include "Metrics.h"
#include "Paint.h"
#include "Widgets.h"

#include <QAction>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QListView>
#include <QScrollArea>
#include <QScrollBar>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QTextLayout>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace ui {
namespace {

Verdict verdictOf(CheckState state)
{
    switch (state) {
    case CheckState::Unchecked:
        return Verdict::Unknown;
    case CheckState::Checking:
        return Verdict::Running;
    case CheckState::Passed:
        return Verdict::Pass;
    case CheckState::Warned:
        return Verdict::Warn;
    case CheckState::Failed:
        return Verdict::Fail;
    }
    Q_UNREACHABLE();
}

constexpr int rowRole = Qt::UserRole + 1;

class ProfileDelegate final : public QStyledItemDelegate
{
public:
    ProfileDelegate(Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme) {}

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {0, metrics::rowProfile};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const auto profile = index.data(rowRole).value<ProfileRow>();
        const bool current = option.state & QStyle::State_Selected;
        const QRect row = option.rect;
        painter->save();
        paintRowGround(*painter, m_theme, row, option.state & QStyle::State_MouseOver, current, true);
        QFont code = m_theme.font(Type::Strong);
        code.setPixelSize(12);
        paintTag(*painter, m_theme, QRect(row.left() + metrics::listPadding, row.top() + 20, 32, 24), profile.country,
                 code);

        const Verdict verdict = verdictOf(profile.state);
        const QFont small = m_theme.font(Type::Small);
        const QFont micro = m_theme.font(Type::Micro);
        const int right = row.right() - metrics::listPadding + 1;
        const QString when = profile.checkedAt.isEmpty() ? CountryPage::tr("Never checked") : profile.checkedAt;
        paintGlyph(*painter, m_theme, QRect(right - 16, row.top() + 16, 16, 16), iconOf(verdict), colourOf(verdict));
        const int timeWidth = widthOf(when, micro);
        paintText(*painter, QRect(right - timeWidth, row.top() + 32, timeWidth, 16), when, micro,
                  m_theme.colour(Colour::Text2));

        const int left = row.left() + 60;
        paintText(*painter, QRect(left, row.top() + 14, right - 28 - left, 20), profile.name,
                  m_theme.font(current ? Type::Strong : Type::Body), m_theme.colour(Colour::Text));
        paintText(*painter, QRect(left, row.top() + 33, right - timeWidth - 12 - left, 16), profile.host, small,
                  m_theme.colour(Colour::Text2));
        if (showsFocus(option))
            paintFocusRing(*painter, m_theme, row.adjusted(2, 0, 0, -1));
        painter->restore();
    }

private:
    Theme &m_theme;
};

//! Details of a check stand in the child row of its line.
class CheckDelegate final : public QStyledItemDelegate
{
public:
    CheckDelegate(Theme &theme, QTreeView *view) : QStyledItemDelegate(view), m_theme(theme), m_view(*view) {}

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        if (!index.parent().isValid())
            return {0, metrics::rowCheck};
        const auto check = index.data(rowRole).value<CheckRow>();
        int height = 12;
        for (const Part &part : partsOf(check)) {
            QTextLayout text;
            height += layOut(text, part) + 4;
        }
        return {0, height};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const auto check = index.data(rowRole).value<CheckRow>();
        const QRect row = option.rect;
        const QFont small = m_theme.font(Type::Small);
        const QColor quiet = m_theme.colour(Colour::Text2);
        painter->save();
        if (index.parent().isValid()) {
            int top = row.top() + 2;
            for (const Part &part : partsOf(check)) {
                paintText(*painter, QRect(row.left() + nameLeft, top, detailLeft - nameLeft - 8, 20), part.label, small,
                          quiet);
                painter->setPen(m_theme.colour(Colour::Text));
                QTextLayout text;
                const int height = layOut(text, part);
                text.draw(painter, QPointF(row.left() + detailLeft, top));
                top += height + 4;
            }
            painter->fillRect(QRect(row.left(), row.bottom(), row.width(), 1), m_theme.colour(Colour::Line));
            painter->restore();
            return;
        }
        const bool opens = index.model()->hasChildren(index);
        const bool open = m_view.isExpanded(index);
        if (option.state & QStyle::State_MouseOver && opens)
            painter->fillRect(row, m_theme.colour(Colour::Hover));
        if (!open)
            painter->fillRect(QRect(row.left(), row.bottom(), row.width(), 1), m_theme.colour(Colour::Line));
        paintGlyph(*painter, m_theme, QRect(row.left() + 24, row.top(), 16, row.height()), iconOf(check.verdict),
                   colourOf(check.verdict));
        const bool loud = check.verdict == Verdict::Warn || check.verdict == Verdict::Fail;
        paintText(*painter, QRect(row.left() + nameLeft, row.top(), detailLeft - nameLeft - 8, row.height() - 1),
                  check.name, m_theme.font(loud ? Type::Strong : Type::Body), m_theme.colour(Colour::Text));
        paintText(*painter, QRect(row.left() + detailLeft, row.top(), row.width() - detailLeft - 128, row.height() - 1),
                  check.detail, m_theme.font(Type::Body), quiet);
        if (check.milliseconds)
            paintText(*painter, QRect(row.right() - 128, row.top(), 128 - 49, row.height() - 1),
                      CountryPage::tr("%1 ms").arg(*check.milliseconds), small, quiet,
                      Qt::AlignRight | Qt::AlignVCenter);
        if (opens)
            paintGlyph(*painter, m_theme, QRect(row.right() - 38, row.top(), 14, row.height()),
                       open ? QStringLiteral("collapse") : QStringLiteral("expand"), Colour::Text2, 14);
        if (showsFocus(option))
            paintFocusRing(*painter, m_theme, row.adjusted(1, 0, -1, -1));
        painter->restore();
    }

private:
    struct Part
    {
        QString label;
        QString text;
        QFont font;
        bool isProse;
    };

    QList<Part> partsOf(const CheckRow &check) const
    {
        QList<Part> parts;
        const auto add = [&](const QString &label, const QString &text, Type type) {
            if (!text.isEmpty())
                parts.append({label, text, m_theme.font(type), type == Type::Body});
        };
        add(CountryPage::tr("What was sent"), check.sent, Type::Mono);
        add(CountryPage::tr("What came back"), check.came, Type::Mono);
        add(CountryPage::tr("What it means"), check.means, Type::Body);
        add(CountryPage::tr("What to do"), check.todo, Type::Body);
        return parts;
    }

    int textWidth() const { return std::max(120, m_view.viewport()->width() - detailLeft - metrics::pagePadding); }

    //! Its lines below each other, gives back their height. Addresses break where they must, sentences between words.
    int layOut(QTextLayout &layout, const Part &part) const
    {
        QString text = part.text;
        layout.setText(text.replace(u'\n', QChar::LineSeparator));
        layout.setFont(part.font);
        QTextOption option;
        option.setWrapMode(part.isProse ? QTextOption::WrapAtWordBoundaryOrAnywhere : QTextOption::WrapAnywhere);
        layout.setTextOption(option);
        layout.beginLayout();
        double height = 0;
        for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
            line.setLineWidth(textWidth());
            line.setPosition({0, height});
            height += line.height();
        }
        layout.endLayout();
        constexpr int least = 20;
        if (height < least) // beside its label
            for (int i = 0; i < layout.lineCount(); ++i)
                layout.lineAt(i).setPosition({0, (least - height) / 2 + layout.lineAt(i).y()});
        return std::max(least, int(std::ceil(height)));
    }

    static constexpr int nameLeft = 52;
    static constexpr int detailLeft = 216;
    Theme &m_theme;
    QTreeView &m_view;
};

class CheckView final : public QTreeView
{
public:
    using QTreeView::QTreeView;

    void toggle(const QModelIndex &index)
    {
        if (!index.isValid() || index.parent().isValid() || !model()->hasChildren(index))
            return;
        setExpanded(index, !isExpanded(index));
    }

protected:
    void keyPressEvent(QKeyEvent *event) override
    {
        if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space) {
            toggle(currentIndex());
            return;
        }
        QTreeView::keyPressEvent(event);
    }

    void resizeEvent(QResizeEvent *event) override
    {
        QTreeView::resizeEvent(event);
        scheduleDelayedItemsLayout();
    }
};

} // namespace

class CountryPage::Private
{
public:
    Private(CountryPage *aPage, Theme &aTheme) : page(aPage), theme(aTheme) {}

    QWidget *makeList();
    QWidget *makeDetails();
    void showChosen();
    void showFoot();
    const ProfileRow *chosen() const;

    CountryPage *page;
    Theme &theme;
    QList<ProfileRow> profiles;
    QString chosenId;
    QString usedId;
    QList<CheckRow> checks;

    QStandardItemModel *model = nullptr;
    QSortFilterProxyModel *filtered = nullptr;
    QListView *list = nullptr;
    QLabel *hint = nullptr;
    QWidget *details = nullptr;
    Notice *noProfile = nullptr;
    Notice *startNotice = nullptr;
    Tag *code = nullptr;
    QLabel *name = nullptr;
    QGridLayout *facts = nullptr;
    QWidget *factsHolder = nullptr;
    std::array<Glyph *, 3> tallyGlyphs{};
    std::array<QLabel *, 3> tallyTexts{};
    QLabel *when = nullptr;
    Button *checkAgain = nullptr;
    Notice *notice = nullptr;
    QStandardItemModel *checkModel = nullptr;
    CheckView *checkList = nullptr;
    QAction *continueAnyway = nullptr;
};

CountryPage::CountryPage(Theme &theme, QWidget *parent)
    : Page(theme, tr("Country"), parent), d(std::make_unique<Private>(this, theme))
{
    setSentence(tr("Choose the contact point to ask. The check sends nothing about any patient."));
    Button *import = addHeadAction(QStringLiteral("importProfile"), QStringLiteral("retrieval"), tr("Import…"));
    import->setHelp(tr("Read a profile from a file"));
    connect(import, &QPushButton::clicked, this, &CountryPage::importRequested);

    auto *row = new QHBoxLayout;
    row->setSpacing(0);
    row->addWidget(d->makeList());
    row->addWidget(hairline(Qt::Vertical));
    row->addWidget(d->makeDetails(), 1);
    d->noProfile = new Notice(theme, Notice::Form::Page);
    d->noProfile->setObjectName(QStringLiteral("noProfileNotice"));
    d->noProfile->setText({QStringLiteral("country"),
                           NoticeText::Weight::Quiet,
                           tr("No country yet"),
                           {tr("A profile holds a contact point's addresses, identifier masks and trust.")},
                           {},
                           {{QStringLiteral("import"), tr("Import…")}},
                           {},
                           {}});
    connect(d->noProfile, &Notice::actionTriggered, this, &CountryPage::importRequested);
    row->addWidget(d->noProfile, 1);
    d->startNotice = new Notice(theme, Notice::Form::Inline);
    d->startNotice->setObjectName(QStringLiteral("startNotice"));
    d->startNotice->hide();
    connect(d->startNotice, &Notice::actionTriggered, this, &CountryPage::startNoticeActionTriggered);
    bodyLayout()->addWidget(d->startNotice);
    bodyLayout()->addLayout(row, 1);

    describe(primary(), QStringLiteral("continue"), tr("Continue"));
    primary()->setText(tr("Continue"));
    primary()->setKeyHint(tr("Ctrl+Enter"));
    connect(primary(), &QPushButton::clicked, this, [this] { emit continueRequested(d->chosenId); });
    d->continueAnyway = new QAction(tr("&Continue anyway"), this);
    d->continueAnyway->setObjectName(QStringLiteral("actionContinueAnyway"));
    d->continueAnyway->setToolTip(tr("Goes on although the connection check failed"));
    connect(d->continueAnyway, &QAction::triggered, this, [this] { emit continueRequested(d->chosenId); });
    d->showChosen();
}

CountryPage::~CountryPage() = default;

QWidget *CountryPage::Private::makeList()
{
    auto *pane = new QWidget;
    pane->setFixedWidth(336);
    auto *filter = makeFilterField(theme, tr("Filter profiles"), QStringLiteral("search"), false);
    describe(filter, QStringLiteral("profileFilter"), tr("Filter profiles"));
    filter->setToolTip(tr("Filter profiles, Ctrl+F"));
    page->setFilterField(filter);
    model = new QStandardItemModel(page);
    filtered = new QSortFilterProxyModel(page);
    filtered->setSourceModel(model);
    filtered->setFilterCaseSensitivity(Qt::CaseInsensitive);
    list = new QListView;
    describe(list, QStringLiteral("profileList"), tr("Profiles"));
    list->setModel(filtered);
    list->setItemDelegate(new ProfileDelegate(theme, list));
    list->setUniformItemSizes(true);
    list->setFrameShape(QFrame::NoFrame);
    list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list->setMouseTracking(true);
    hint = label(theme, Type::Small, Tone::Text2,
                 tr("A profile holds addresses, identifier masks and trust. Passwords and keys are never exported."));
    hint->setWordWrap(true);
    hint->setContentsMargins(metrics::listPadding, 16, metrics::listPadding, 16);

    auto *layout = new QVBoxLayout(pane);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(metrics::listPadding, 12, metrics::listPadding, 11);
    bar->addWidget(filter);
    layout->addLayout(bar);
    layout->addWidget(hairline(Qt::Horizontal));
    layout->addWidget(list, 100);
    layout->addWidget(hint);
    layout->addStretch(1);

    connect(filter, &QLineEdit::textChanged, filtered, &QSortFilterProxyModel::setFilterFixedString);
    const auto fit = [this] { list->setMaximumHeight(std::max(1, filtered->rowCount()) * metrics::rowProfile); };
    connect(filtered, &QAbstractItemModel::rowsInserted, page, fit);
    connect(filtered, &QAbstractItemModel::rowsRemoved, page, fit);
    connect(filtered, &QAbstractItemModel::modelReset, page, fit);
    fit();
    connect(list->selectionModel(), &QItemSelectionModel::currentChanged, page, [this](const QModelIndex &index) {
        if (!index.isValid())
            return;
        const QString id = index.data(rowRole).value<ProfileRow>().id;
        if (id == chosenId)
            return;
        chosenId = id;
        page->setChecks({});
        page->setNotice(std::nullopt);
        showChosen();
        emit page->profileChosen(id);
    });
    return pane;
}

QWidget *CountryPage::Private::makeDetails()
{
    details = new QWidget;
    code = new Tag(theme, QSize(32, 24));
    name = label(theme, Type::Identity, Tone::Text);
    name->setObjectName(QStringLiteral("profileName"));
    auto *head = new QHBoxLayout;
    head->setSpacing(12);
    head->addWidget(code);
    head->addWidget(name, 1);
    factsHolder = new QWidget;
    facts = new QGridLayout(factsHolder);
    facts->setContentsMargins(0, 0, 0, 0);
    facts->setHorizontalSpacing(0);
    facts->setVerticalSpacing(4);
    auto *summary = new QVBoxLayout;
    summary->setContentsMargins(metrics::pagePadding, 16, metrics::pagePadding, 12);
    summary->setSpacing(12);
    summary->addLayout(head);
    summary->addWidget(factsHolder);

    auto *bar = ground("raised");
    bar->setFixedHeight(metrics::filterBar);
    auto *barRow = new QHBoxLayout;
    barRow->setContentsMargins(metrics::pagePadding, 0, metrics::pagePadding, 0);
    barRow->setSpacing(0);
    barRow->addWidget(label(theme, Type::Strong, Tone::Text, tr("Connection check")));
    const std::array verdicts = {Verdict::Pass, Verdict::Warn, Verdict::Fail};
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
        barRow->addSpacing(16);
        tallyGlyphs[i] = new Glyph(theme, metrics::iconRow);
        tallyTexts[i] = label(theme, Type::Body, Tone::Text);
        barRow->addWidget(tallyGlyphs[i]);
        barRow->addSpacing(6);
        barRow->addWidget(tallyTexts[i]);
    }
    barRow->addStretch();
    when = label(theme, Type::Small, Tone::Text2);
    checkAgain = new Button(theme, Button::Look::Small, tr("Check again"));
    checkAgain->setObjectName(QStringLiteral("checkAgain"));
    checkAgain->setIconName(QStringLiteral("refresh"));
    checkAgain->setKeyHint(tr("F5"));
    page->setRefreshButton(checkAgain);
    barRow->addWidget(when);
    barRow->addSpacing(16);
    barRow->addWidget(checkAgain);
    auto *barColumn = new QVBoxLayout(bar);
    barColumn->setContentsMargins(0, 0, 0, 0);
    barColumn->setSpacing(0);
    barColumn->addWidget(hairline(Qt::Horizontal));
    barColumn->addWidget(holding(barRow), 1);
    barColumn->addWidget(hairline(Qt::Horizontal));

    notice = new Notice(theme, Notice::Form::Inline);
    notice->setObjectName(QStringLiteral("countryNotice"));
    notice->hide();

    checkModel = new QStandardItemModel(page);
    checkList = new CheckView;
    describe(checkList, QStringLiteral("checkList"), tr("Connection check"),
             tr("One verdict a line; Enter opens a line"));
    checkList->setModel(checkModel);
    checkList->setItemDelegate(new CheckDelegate(theme, checkList));
    checkList->setHeaderHidden(true);
    checkList->setRootIsDecorated(false);
    checkList->setIndentation(0);
    checkList->setItemsExpandable(true);
    checkList->setExpandsOnDoubleClick(false);
    checkList->setFrameShape(QFrame::NoFrame);
    checkList->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    checkList->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    checkList->setSelectionMode(QAbstractItemView::NoSelection);
    checkList->setMouseTracking(true);

    auto *layout = new QVBoxLayout(details);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(summary);
    layout->addWidget(bar);
    layout->addWidget(notice);
    layout->addWidget(checkList, 1);

    connect(checkAgain, &QPushButton::clicked, page, [this] { emit page->checkRequested(chosenId); });
    connect(checkList, &QAbstractItemView::clicked, page,
            [this](const QModelIndex &index) { checkList->toggle(index); });
    connect(notice, &Notice::actionTriggered, page, &CountryPage::noticeActionTriggered);
    return details;
}

void CountryPage::setProfiles(const QList<ProfileRow> &profiles)
{
    d->profiles = profiles;
    const QString before = d->chosenId;
    const QSignalBlocker silent(d->list->selectionModel());
    d->model->clear();
    for (const ProfileRow &profile : profiles) {
        auto *item = new QStandardItem(profile.name + u' ' + profile.host + u' ' + profile.country);
        item->setEditable(false);
        item->setData(QVariant::fromValue(profile), rowRole);
        item->setData(
            QStringList{profile.name, profile.host, wordFor(verdictOf(profile.state)), profile.checkedAt}.join(
                QStringLiteral(", ")),
            Qt::AccessibleTextRole);
        d->model->appendRow(item);
    }
    for (int row = 0; row < d->filtered->rowCount(); ++row) {
        const QModelIndex index = d->filtered->index(row, 0);
        if (index.data(rowRole).value<ProfileRow>().id == before)
            d->list->setCurrentIndex(index);
    }
    if (!d->chosen())
        d->chosenId.clear();
    d->list->viewport()->update();
    d->showChosen();
}

void CountryPage::choose(const QString &id)
{
    for (int row = 0; row < d->filtered->rowCount(); ++row) {
        const QModelIndex index = d->filtered->index(row, 0);
        if (index.data(rowRole).value<ProfileRow>().id == id)
            d->list->setCurrentIndex(index);
    }
}

QString CountryPage::chosenId() const
{
    return d->chosenId;
}

void CountryPage::setInUse(const QString &id)
{
    d->usedId = id;
    d->showFoot();
}

void CountryPage::setChecks(const QList<CheckRow> &checks, const QString &summary)
{
    d->checks = checks;
    QSet<QString> open;
    for (int row = 0; row < d->checkModel->rowCount(); ++row) {
        const QModelIndex index = d->checkModel->index(row, 0);
        if (d->checkList->isExpanded(index))
            open.insert(index.data(rowRole).value<CheckRow>().name);
    }
    const int scrolled = d->checkList->verticalScrollBar()->value();
    const int current = d->checkList->currentIndex().row();
    d->checkModel->clear();
    std::array<int, 3> tally{};
    for (const CheckRow &check : checks) {
        auto *item = new QStandardItem(check.name);
        item->setEditable(false);
        item->setData(QVariant::fromValue(check), rowRole);
        item->setData(QStringList{check.name, wordFor(check.verdict), check.detail}.join(QStringLiteral(", ")),
                      Qt::AccessibleTextRole);
        item->setToolTip(check.detail);
        if (!(check.sent + check.came + check.means + check.todo).isEmpty()) {
            auto *detail = new QStandardItem;
            detail->setEditable(false);
            detail->setData(QVariant::fromValue(check), rowRole);
            detail->setData(QStringList{check.sent, check.came, check.means, check.todo}.join(QStringLiteral(". ")),
                            Qt::AccessibleTextRole);
            item->appendRow(detail);
        }
        d->checkModel->appendRow(item);
        if (open.contains(check.name))
            d->checkList->expand(item->index());
        tally[0] += check.verdict == Verdict::Pass;
        tally[1] += check.verdict == Verdict::Warn;
        tally[2] += check.verdict == Verdict::Fail;
    }
    if (current >= 0 && current < d->checkModel->rowCount())
        d->checkList->setCurrentIndex(d->checkModel->index(current, 0));
    d->checkList->verticalScrollBar()->setValue(scrolled);

    const std::array verdicts = {Verdict::Pass, Verdict::Warn, Verdict::Fail};
    const std::array texts = {tr("%n passed", nullptr, tally[0]),
                              tally[1] == 1 ? tr("1 warning") : tr("%n warnings", nullptr, tally[1]),
                              tr("%n failed", nullptr, tally[2])};
    for (std::size_t i = 0; i < texts.size(); ++i) {
        d->tallyGlyphs[i]->setVisible(!checks.isEmpty());
        d->tallyTexts[i]->setVisible(!checks.isEmpty());
        d->tallyGlyphs[i]->draw(iconOf(verdicts[i]), tally[i] > 0 ? colourOf(verdicts[i]) : Colour::Text3);
        d->tallyTexts[i]->setText(texts[i]);
        setTone(d->tallyTexts[i], tally[i] > 0 ? Tone::Text : Tone::Text2);
    }
    d->when->setText(summary);
    d->showFoot();
}

void CountryPage::setNotice(const std::optional<NoticeText> &notice)
{
    d->notice->setVisible(notice.has_value());
    if (notice)
        d->notice->setText(*notice);
}

void CountryPage::setStartNotice(const std::optional<NoticeText> &notice)
{
    d->startNotice->setVisible(notice.has_value());
    if (notice)
        d->startNotice->setText(*notice);
}

QAction *CountryPage::continueAnywayAction() const
{
    return d->continueAnyway;
}

QWidget *CountryPage::firstFocus() const
{
    return d->list;
}

const ProfileRow *CountryPage::Private::chosen() const
{
    for (const ProfileRow &profile : profiles) {
        if (profile.id == chosenId)
            return &profile;
    }
    return nullptr;
}

void CountryPage::Private::showChosen()
{
    const ProfileRow *profile = chosen();
    details->setVisible(profile || !profiles.isEmpty());
    noProfile->setVisible(profiles.isEmpty());
    hint->setVisible(!profiles.isEmpty());
    details->setEnabled(profile);
    while (QLayoutItem *item = facts->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const ProfileRow shown = profile ? *profile : ProfileRow();
    code->setText(shown.country);
    code->setVisible(profile);
    name->setText(profile ? shown.name : tr("Choose a profile"));
    const std::array<std::pair<QString, QString>, 8> texts = {{{tr("FHIR"), shown.fhir},
                                                               {tr("DICOMweb"), shown.dicomweb},
                                                               {tr("Direct to PACS"), shown.direct},
                                                               {tr("Routes"), shown.routes},
                                                               {tr("Guide"), shown.guide},
                                                               {tr("Sign-in"), shown.signIn},
                                                               {tr("Our certificate"), shown.certificate},
                                                               {tr("Identifiers"), shown.identifiers}}};
    facts->setColumnMinimumWidth(0, 116);
    facts->setColumnMinimumWidth(2, 116);
    facts->setColumnStretch(1, 11);
    facts->setColumnStretch(3, 10);
    std::array<int, 2> next{};
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (texts[i].second.isEmpty())
            continue;
        const int side = i < 4 ? 0 : 1;
        auto *key = label(theme, Type::Small, Tone::Text2, texts[i].first);
        key->setFixedHeight(20);
        auto *value = new ElidedLabel(theme, Type::Body, Colour::Text);
        value->setText(texts[i].second);
        facts->addWidget(key, next[std::size_t(side)], side * 2);
        facts->addWidget(value, next[std::size_t(side)], side * 2 + 1);
        ++next[std::size_t(side)];
    }
    showFoot();
}

void CountryPage::Private::showFoot()
{
    const ProfileRow *profile = chosen();
    const CheckState state = profile ? profile->state : CheckState::Unchecked;
    const bool usable = profile && state != CheckState::Failed && state != CheckState::Checking;
    const QString shortName = profile ? profile->name.section(u',', 0, 0) : QString();
    page->primary()->setText(profile ? tr("Continue with %1").arg(shortName) : tr("Continue"));
    page->primary()->setAccessibleName(page->primary()->text());
    page->primary()->setEnabled(usable);
    checkAgain->setEnabled(profile && state != CheckState::Checking);
    checkAgain->setText(state == CheckState::Unchecked ? tr("Check") : tr("Check again"));
    continueAnyway->setEnabled(profile && state == CheckState::Failed);
    if (!profile) {
        page->setFootText({}, Colour::Text2, {}, profiles.isEmpty() ? QString() : tr("No profile is chosen."));
        page->primary()->setHelp(tr("Choose a profile first"));
        return;
    }
    page->primary()->setHelp({});
    int warnings = 0;
    for (const CheckRow &check : checks)
        warnings += check.verdict == Verdict::Warn;
    const Verdict verdict = verdictOf(state);
    QString sentence;
    switch (state) {
    case CheckState::Unchecked:
        sentence = tr("Not checked yet.");
        break;
    case CheckState::Checking:
        sentence = tr("Checking. Nothing about any patient is sent.");
        page->primary()->setHelp(tr("The check is under way"));
        break;
    case CheckState::Passed:
        sentence = tr("Ready. Every check passed.");
        break;
    case CheckState::Warned:
        sentence = warnings == 1 ? tr("Usable. One warning does not stop a search.")
                                 : tr("Usable. Warnings do not stop a search.");
        break;
    case CheckState::Failed:
        sentence = tr("Not usable as it is. Open the failed line to see what to do.");
        page->primary()->setHelp(tr("The connection check failed"));
        break;
    }
    if (!usedId.isEmpty() && usedId != chosenId)
        sentence += u' ' + tr("%1 stays in use until you continue.").arg(usedId);
    page->setFootText(iconOf(verdict), colourOf(verdict), {}, sentence);
}

} // namespace ui
