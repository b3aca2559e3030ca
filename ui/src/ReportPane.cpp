#include <ui/ReportPane.h>

#include "Metrics.h"
#include "PageView.h"
#include "Paint.h"
#include "Widgets.h"
#include "Words.h"

#include <ui/Button.h>
#include <ui/Theme.h>

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QStackedWidget>
#include <QTextBrowser>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace ui {
namespace {

constexpr int narrowest = 360;
constexpr int referencesHeight = 132;

//! Shows HTML and loads nothing for it: neither pictures nor styles, from nowhere.
class Text final : public QTextBrowser
{
public:
    explicit Text(Theme &theme) : m_theme(theme)
    {
        setOpenLinks(false);
        setUndoRedoEnabled(false);
        setFrameShape(QFrame::NoFrame);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
        viewport()->setAutoFillBackground(false); // the pane's ground
    }

protected:
    QVariant loadResource(int, const QUrl &) override { return {}; }

    void paintEvent(QPaintEvent *event) override
    {
        QTextBrowser::paintEvent(event);
        if (!hasFocus())
            return;
        QPainter painter(viewport());
        paintFocusRing(painter, m_theme, viewport()->rect());
    }
    void focusInEvent(QFocusEvent *event) override
    {
        QTextBrowser::focusInEvent(event);
        viewport()->update();
    }
    void focusOutEvent(QFocusEvent *event) override
    {
        QTextBrowser::focusOutEvent(event);
        viewport()->update();
    }
    void scrollContentsBy(int dx, int dy) override
    {
        QTextBrowser::scrollContentsBy(dx, dy);
        viewport()->update(); // the ring stays where it is
    }

private:
    Theme &m_theme;
};

QString nameOf(const Theme &theme, Colour colour)
{
    return theme.colour(colour).name();
}

} // namespace

class ReportPane::Private
{
public:
    Private(ReportPane *aPane, Theme &aTheme) : pane(aPane), theme(aTheme) {}

    void build();
    void render();
    void renderReferences();
    void fitReferences();
    void show(QWidget *page);
    void say(Notice *above, const std::optional<NoticeText> &said);
    QString style() const;

    ReportPane *pane;
    Theme &theme;
    QHBoxLayout *forms = nullptr;
    Button *save = nullptr;
    Button *close = nullptr;
    Choice *choice = nullptr;
    QLabel *position = nullptr;
    QLabel *pageLabel = nullptr; //!< of a PDF: which page is read
    Notice *bar = nullptr;
    Notice *studyBar = nullptr;
    Notice *hiddenBar = nullptr;
    QStackedWidget *body = nullptr;
    Text *text = nullptr;
    PageView *pages = nullptr;
    qsizetype pageCount = 0;
    Notice *notice = nullptr;
    QLabel *waiting = nullptr;
    QWidget *references = nullptr;
    Text *referenceText = nullptr;
    QLabel *foot = nullptr;

    QList<model::ReportSection> sections;
    QString plain;
    QList<ReportStudy> studies;
    QStringList pictures;
};

void ReportPane::Private::build()
{
    auto *title = new QHBoxLayout;
    title->setContentsMargins(20, 0, 12, 0);
    title->setSpacing(8);
    title->addWidget(label(theme, Type::Strong, Tone::Text, tr("Reports")));
    title->addStretch(1);
    save = new Button(theme, Button::Look::Small, tr("Save as received…"));
    save->setIconName(QStringLiteral("save"));
    save->setHelp(tr("Keeps the document byte for byte as it came"));
    describe(save, QStringLiteral("reportSave"), tr("Save as received"));
    connect(save, &QPushButton::clicked, pane, &ReportPane::saveRequested);
    title->addWidget(save);
    close = new Button(theme, Button::Look::Small, QString());
    close->setIconName(QStringLiteral("close"));
    close->setHelp(tr("Ctrl+R"));
    describe(close, QStringLiteral("reportClose"), tr("Close reports"));
    connect(close, &QPushButton::clicked, pane, &ReportPane::closeRequested);
    title->addWidget(close);
    auto *titleRow = holding(title);
    titleRow->setFixedHeight(metrics::dockTitle);

    choice = new Choice(theme);
    describe(choice, QStringLiteral("reportChoice"), tr("Report"));
    choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    connect(choice, &QComboBox::activated, pane,
            [this](int index) { emit pane->reportChosen(choice->itemData(index).toString()); });
    position = label(theme, Type::Small, Tone::Text2);
    position->setObjectName(QStringLiteral("reportPosition"));
    auto *choose = new QHBoxLayout;
    choose->setContentsMargins(20, 4, 20, 4);
    choose->setSpacing(12);
    choose->addWidget(choice, 1);
    choose->addWidget(position);
    pageLabel = label(theme, Type::Small, Tone::Text2);
    pageLabel->setObjectName(QStringLiteral("reportPage"));
    pageLabel->setToolTip(tr("Larger, smaller, as wide as the pane: Ctrl++, Ctrl+-, Ctrl+0, or Ctrl and the wheel"));
    choose->addWidget(pageLabel);

    forms = new QHBoxLayout; // a line of their own: three of them beside the title would be cut to a letter each
    forms->setSpacing(8);
    auto *formsLine = new QHBoxLayout;
    formsLine->setContentsMargins(20, 0, 20, 4);
    formsLine->addLayout(forms);
    formsLine->addStretch(1);

    bar = new Notice(theme, Notice::Form::Inline);
    bar->setObjectName(QStringLiteral("reportBar"));
    bar->hide();
    connect(bar, &Notice::actionTriggered, pane, &ReportPane::noticeActionTriggered, Qt::QueuedConnection);

    hiddenBar = new Notice(theme, Notice::Form::Inline);
    hiddenBar->setObjectName(QStringLiteral("reportHiddenBar"));
    hiddenBar->setText({QStringLiteral("hide"),
                        NoticeText::Weight::Quiet,
                        tr("The identity is hidden."),
                        {tr("A report is shown as it came: its title and its text may name the patient.")},
                        {},
                        {},
                        {},
                        {}});
    hiddenBar->hide();

    studyBar = new Notice(theme, Notice::Form::Inline);
    studyBar->setObjectName(QStringLiteral("reportStudyBar"));
    studyBar->hide();
    connect(studyBar, &Notice::actionTriggered, pane, &ReportPane::noticeActionTriggered, Qt::QueuedConnection);

    text = new Text(theme);
    describe(text, QStringLiteral("reportText"), tr("Report"));
    text->document()->setDocumentMargin(20);
    notice = new Notice(theme, Notice::Form::Page);
    notice->setObjectName(QStringLiteral("reportNotice"));
    connect(notice, &Notice::actionTriggered, pane, &ReportPane::noticeActionTriggered, Qt::QueuedConnection);
    waiting = label(theme, Type::Body, Tone::Text2);
    waiting->setAlignment(Qt::AlignCenter);
    waiting->setWordWrap(true);
    waiting->setFocusPolicy(Qt::StrongFocus); // whoever opens a report is where it will be
    describe(waiting, QStringLiteral("reportWaiting"), tr("Report"));
    body = new QStackedWidget;
    body->addWidget(notice);
    body->addWidget(text);
    body->addWidget(waiting);
    pages = new PageView(theme);
    describe(pages, QStringLiteral("reportPages"), tr("Pages of the report"));
    connect(pages, &PageView::pagesWanted, pane, &ReportPane::pagesWanted);
    connect(pages, &PageView::positionChanged, pane, [this](int page) {
        pages->setAccessibleDescription(tr("Page %1 of %2").arg(number(page + 1), number(pageCount)));
        pageLabel->setText(pages->accessibleDescription());
    });
    body->addWidget(pages);

    referenceText = new Text(theme);
    describe(referenceText, QStringLiteral("reportReferences"), tr("Studies that the report names"));
    referenceText->document()->setDocumentMargin(0);
    connect(referenceText, &QTextBrowser::anchorClicked, pane, [this](const QUrl &link) {
        bool isNumber = false;
        const int index = link.path().toInt(&isNumber);
        if (link.scheme() == QStringLiteral("picture") && isNumber)
            emit pane->pictureRequested(index);
    });
    auto *referenceColumn = new QVBoxLayout;
    referenceColumn->setContentsMargins(0, 0, 0, 0);
    referenceColumn->setSpacing(0);
    referenceColumn->addWidget(hairline(Qt::Horizontal));
    auto *referenceRow = new QHBoxLayout;
    referenceRow->setContentsMargins(20, 8, 8, 8);
    referenceRow->addWidget(referenceText);
    referenceColumn->addLayout(referenceRow);
    references = holding(referenceColumn);
    references->hide();

    foot = label(theme, Type::Small, Tone::Text2);
    foot->setObjectName(QStringLiteral("reportFoot"));
    foot->setWordWrap(true);
    foot->setMargin(0);
    foot->setContentsMargins(20, 8, 20, 8);
    foot->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);

    auto *column = new QVBoxLayout(pane);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(titleRow);
    column->addWidget(hairline(Qt::Horizontal));
    column->addLayout(choose);
    column->addLayout(formsLine);
    column->addWidget(hairline(Qt::Horizontal));
    column->addWidget(hiddenBar);
    column->addWidget(studyBar);
    column->addWidget(bar);
    column->addWidget(body, 1);
    column->addWidget(references);
    column->addWidget(hairline(Qt::Horizontal));
    column->addWidget(foot);
}

//! Whoever is in the body stays in it.
void ReportPane::Private::show(QWidget *page)
{
    const bool isInside = body->isAncestorOf(QApplication::focusWidget());
    body->setCurrentWidget(page);
    pageLabel->setVisible(page == pages);
    if (isInside && !page->isAncestorOf(QApplication::focusWidget()))
        pane->firstFocus()->setFocus();
}

//! A bar that goes, or says something else, would hand the keyboard on to whatever comes next in the window.
void ReportPane::Private::say(Notice *above, const std::optional<NoticeText> &said)
{
    QString focused;
    if (QWidget *inside = QApplication::focusWidget(); above->isAncestorOf(inside)) {
        focused = inside->objectName();
        pane->firstFocus()->setFocus();
    }
    if (said)
        above->setText(*said);
    above->setVisible(said.has_value());
    if (auto *again = focused.isEmpty() || !said ? nullptr : above->findChild<QWidget *>(focused))
        again->setFocus();
}

QString ReportPane::Private::style() const
{
    return QStringLiteral("body, p, li, td, th, pre { color: %1; }"
                          "p { margin-top: 2px; margin-bottom: 6px; } a { color: %2; } .quiet { color: %3; }"
                          "td, th { padding: 2px 8px 2px 0; } th { text-align: left; }"
                          ".translation { padding-left: 10px; color: %3; } .translation p { color: %3; }"
                          "pre { white-space: pre-wrap; }")
        .arg(nameOf(theme, Colour::Text), nameOf(theme, Colour::Accent), nameOf(theme, Colour::Text2));
}

void ReportPane::Private::render()
{
    text->document()->setDefaultFont(theme.font(Type::Body));
    text->document()->setDefaultStyleSheet(style());
    if (sections.isEmpty()) {
        text->setPlainText(plain);
        return;
    }
    const QString quiet = nameOf(theme, Colour::Text2);
    QString html;
    for (const model::ReportSection &section : std::as_const(sections)) {
        if (section.isTranslation) { // behind a line, so that nobody takes it for what the author signed
            html += QStringLiteral("<table cellspacing=\"0\" cellpadding=\"0\" style=\"margin-left:%1px; "
                                   "margin-bottom:6px\"><tr><td width=\"2\" bgcolor=\"%2\"></td>"
                                   "<td class=\"translation\">%3</td></tr></table>")
                        .arg(std::max(section.level - 1, 0) * 12)
                        .arg(nameOf(theme, Colour::LineStrong), section.html);
            continue;
        }
        QStringList beside{section.meaning, section.code};
        beside.removeAll(QString());
        if (!section.title.isEmpty() || !beside.isEmpty())
            html += QStringLiteral("<p style=\"margin-top:14px; margin-bottom:2px; margin-left:%1px\"><b>%2</b> "
                                   "<span style=\"color:%3; font-size:12px\">&nbsp;%4</span></p>")
                        .arg(section.level * 12)
                        .arg(section.title.toHtmlEscaped(), quiet, beside.join(QStringLiteral(" · ")).toHtmlEscaped());
        if (!section.html.isEmpty())
            html +=
                QStringLiteral("<div style=\"margin-left:%1px\">%2</div>").arg(section.level * 12).arg(section.html);
    }
    text->setHtml(html);
}

void ReportPane::Private::renderReferences()
{
    references->setVisible(!studies.isEmpty() || !pictures.isEmpty());
    referenceText->document()->setDefaultFont(theme.font(Type::Small));
    referenceText->document()->setDefaultStyleSheet(style());
    const QString quiet = nameOf(theme, Colour::Text2);
    QString html;
    for (const ReportStudy &study : std::as_const(studies))
        html +=
            QStringLiteral("<p style=\"margin:0 0 4px 0\"><b>%1</b> &nbsp;%2<br><span style=\"color:%3\">%4</span></p>")
                .arg(study.role.toHtmlEscaped(), study.title.toHtmlEscaped(), quiet, study.reason.toHtmlEscaped());
    for (int i = 0; i < pictures.size(); ++i)
        html += QStringLiteral("<p style=\"margin:0 0 4px 0\"><a href=\"picture:%1\">%2</a></p>")
                    .arg(i)
                    .arg(pictures[i].toHtmlEscaped());
    referenceText->setHtml(html);
    fitReferences();
}

//! As high as what it says, up to a bound.
void ReportPane::Private::fitReferences()
{
    const int width = referenceText->viewport()->width();
    referenceText->document()->setTextWidth(width);
    const int height = int(std::ceil(referenceText->document()->size().height()));
    referenceText->setFixedHeight(std::clamp(height, 1, referencesHeight));
}

ReportPane::ReportPane(Theme &theme, QWidget *parent) : QFrame(parent), d(std::make_unique<Private>(this, theme))
{
    describe(this, QStringLiteral("reportPane"), tr("Reports"));
    setAttribute(Qt::WA_StyledBackground);
    setProperty("ground", QStringLiteral("page"));
    setMinimumWidth(narrowest);
    d->build();
    connect(&theme, &Theme::changed, this, [this] {
        d->render();
        d->renderReferences();
    });
    setReports({}, {});
    setForms({}, {});
    setSaveable(false);
}

ReportPane::~ReportPane() = default;

void ReportPane::setReports(const QList<ReportChoice> &reports, const QString &current)
{
    const QSignalBlocker still(d->choice);
    d->choice->clear();
    for (const ReportChoice &report : reports)
        d->choice->addItem(
            report.date.isEmpty() ? report.title : QStringLiteral("%1  %2").arg(report.title, report.date), report.id);
    d->choice->setPlaceholderText({});
    const int at = d->choice->findData(current);
    d->choice->setCurrentIndex(at);
    d->choice->setEnabled(!reports.isEmpty());
    d->position->setText(at < 0 ? QString() : tr("%1 of %2").arg(number(at + 1), number(reports.size())));
    if (!reports.isEmpty())
        return;
    setForms({}, {});
    setSaveable(false);
    setBar(std::nullopt);
    setStudyBar(std::nullopt);
    setReferences({}, {});
    setFoot({});
    showNotice({QStringLiteral("report"),
                NoticeText::Weight::Quiet,
                tr("No report here"),
                {tr("Reports of the patient are listed with the studies.")},
                {},
                {},
                {},
                {}});
}

void ReportPane::setUnlisted(const QString &title)
{
    d->choice->setCurrentIndex(-1);
    d->choice->setPlaceholderText(title.simplified());
    d->position->clear();
}

void ReportPane::setForms(const QList<ReportForm> &forms, const QString &current)
{
    QString focused;
    QWidgetList before;
    while (QLayoutItem *item = d->forms->takeAt(0)) {
        before << item->widget();
        if (before.last()->hasFocus())
            focused = before.last()->objectName();
        before.last()->setObjectName({});
        delete item;
    }
    if (!focused.isEmpty())
        d->choice->setFocus(); // what is hidden would hand the keyboard on to whatever comes next in the window
    for (const ReportForm &form : forms) {
        auto *chip = new Chip(d->theme, form.word, {});
        describe(chip, QStringLiteral("reportForm_") + form.id, tr("Form: %1").arg(form.word));
        chip->setChecked(form.id == current);
        connect(chip, &QAbstractButton::clicked, this, [this, chip, id = form.id] {
            chip->setChecked(true);
            emit formChosen(id);
        });
        d->forms->addWidget(chip);
        chip->show();
        if (chip->objectName() == focused)
            chip->setFocus();
    }
    for (QWidget *chip : std::as_const(before)) {
        chip->hide();
        chip->deleteLater(); // it may be the one that was pressed
    }
}

void ReportPane::setSaveable(bool saveable)
{
    d->save->setEnabled(saveable);
}

void ReportPane::showSections(const QList<model::ReportSection> &sections)
{
    d->sections = sections;
    d->plain.clear();
    d->render();
    d->show(d->text);
}

void ReportPane::showPlainText(const QString &text)
{
    d->sections.clear();
    d->plain = text;
    d->render();
    d->show(d->text);
}

void ReportPane::showPages(const QList<QSizeF> &sizes)
{
    d->pageCount = sizes.size();
    d->show(d->pages);
    d->pages->setPages(sizes);
}

void ReportPane::setPage(int index, const QImage &picture, int width)
{
    d->pages->setPage(index, picture, width);
}

void ReportPane::setPageFailed(int index, const QString &sentence)
{
    d->pages->setFailed(index, sentence);
}

void ReportPane::showNotice(const NoticeText &notice)
{
    d->notice->setText(notice);
    d->show(d->notice);
}

void ReportPane::showWaiting(const QString &sentence)
{
    d->waiting->setText(sentence);
    d->waiting->setAccessibleDescription(sentence);
    d->show(d->waiting);
}

void ReportPane::setBar(const std::optional<NoticeText> &notice)
{
    d->say(d->bar, notice);
}

void ReportPane::setStudyBar(const std::optional<NoticeText> &notice)
{
    d->say(d->studyBar, notice);
}

void ReportPane::setIdentityHidden(bool hidden)
{
    d->hiddenBar->setVisible(hidden);
    d->notice->setIdentityHidden(hidden);
}

void ReportPane::openNoticeFold()
{
    d->notice->openFold();
}

void ReportPane::setReferences(const QList<ReportStudy> &studies, const QStringList &pictures)
{
    if (d->studies == studies && d->pictures == pictures)
        return; // whoever reads them is not disturbed
    d->studies = studies;
    d->pictures = pictures;
    d->renderReferences();
}

void ReportPane::setFoot(const QString &text)
{
    d->foot->setText(text);
    d->foot->setVisible(!text.isEmpty());
}

QWidget *ReportPane::firstFocus() const
{
    QWidget *shown = d->body->currentWidget();
    return shown == d->notice ? d->choice : shown;
}

//! Forms and bars come and go, so the order is made when it is needed.
bool ReportPane::focusNextPrevChild(bool next)
{
    QWidgetList order{d->choice};
    for (int i = 0; i < d->forms->count(); ++i)
        order << d->forms->itemAt(i)->widget();
    for (const Notice *one : {d->studyBar, d->bar, d->notice})
        for (QWidget *part : one->findChildren<QWidget *>())
            if (part->focusPolicy() & Qt::TabFocus)
                order << part;
    order << d->save << d->close << d->text << d->pages << d->waiting << d->referenceText;
    for (qsizetype i = 1; i < order.size(); ++i)
        setTabOrder(order[i - 1], order[i]);
    return QFrame::focusNextPrevChild(next);
}

void ReportPane::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    d->fitReferences();
}

void ReportPane::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        emit closeRequested();
    else
        QFrame::keyPressEvent(event);
}

} // namespace ui
