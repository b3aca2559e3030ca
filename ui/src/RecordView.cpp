#include <ui/RecordView.h>

#include "Metrics.h"
#include "Widgets.h"

#include <ui/Button.h>

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace ui {

class RecordView::Private
{
public:
    QList<RecordText> records;
    Choice *choice = nullptr;
    QPlainTextEdit *text = nullptr;
    QLabel *cut = nullptr;

    void show()
    {
        const RecordText &record = records[std::max(0, choice->currentIndex())];
        text->setPlainText(record.text);
        cut->setVisible(record.isCut);
    }
};

RecordView::RecordView(Theme &theme, const QList<RecordText> &records, QWidget *parent)
    : QDialog(parent), d(std::make_unique<Private>())
{
    setObjectName(QStringLiteral("recordView"));
    setWindowTitle(tr("Retrieval record"));
    setAttribute(Qt::WA_StyledBackground);
    setProperty("ground", QStringLiteral("page"));
    d->records = records.isEmpty() ? QList<RecordText>{RecordText{}} : records;
    d->choice = new Choice(theme);
    describe(d->choice, QStringLiteral("recordChoice"), tr("Record"));
    for (const RecordText &record : std::as_const(d->records))
        d->choice->addItem(record.title);
    d->choice->setVisible(d->records.size() > 1);
    d->text = new QPlainTextEdit;
    describe(d->text, QStringLiteral("recordText"), tr("Retrieval record"));
    d->text->setReadOnly(true);
    d->text->setTabChangesFocus(true);
    d->text->setLineWrapMode(QPlainTextEdit::NoWrap);
    d->text->setFont(theme.font(Type::Mono));
    d->cut = label(theme, Type::Small, Tone::Text2, tr("Only its beginning is shown. What is saved is whole."));
    auto *save = new Button(theme, Button::Look::Plain, tr("Save as…"));
    save->setIconName(QStringLiteral("save"));
    save->setEnabled(!records.isEmpty());
    describe(save, QStringLiteral("recordSave"), tr("Save as…"));
    auto *close = new Button(theme, Button::Look::Primary, tr("Close"));
    close->setKeyHint(tr("Esc"));
    describe(close, QStringLiteral("recordClose"), tr("Close"));

    auto *head = new QHBoxLayout;
    head->setSpacing(16);
    head->addWidget(label(theme, Type::Title, Tone::Text, tr("Retrieval record")));
    head->addStretch();
    head->addWidget(d->choice);
    auto *foot = new QHBoxLayout;
    foot->setSpacing(16);
    foot->addWidget(d->cut, 1);
    foot->addStretch();
    foot->addWidget(save);
    foot->addWidget(close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::pagePadding, 16, metrics::pagePadding, 16);
    column->setSpacing(16);
    column->addLayout(head);
    column->addWidget(d->text, 1);
    column->addLayout(foot);

    connect(d->choice, &QComboBox::currentIndexChanged, this, [this] { d->show(); });
    connect(save, &QPushButton::clicked, this,
            [this] { emit saveRequested(d->records[std::max(0, d->choice->currentIndex())].path); });
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    d->show();
    d->text->setFocus();
    resize(880, 560);
}

RecordView::~RecordView() = default;

} // namespace ui
