#include <ui/Notice.h>

#include "Metrics.h"
#include "Paint.h"
#include "Widgets.h"

#include <ui/Button.h>

#include <QFontMetrics>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace ui {
namespace {

Colour inkOf(NoticeText::Weight weight)
{
    switch (weight) {
    case NoticeText::Weight::Quiet:
        return Colour::Text2;
    case NoticeText::Weight::Success:
        return Colour::Ok;
    case NoticeText::Weight::Warning:
        return Colour::Warn;
    case NoticeText::Weight::Failure:
        return Colour::Fail;
    }
    Q_UNREACHABLE();
}

Colour fillOf(NoticeText::Weight weight)
{
    switch (weight) {
    case NoticeText::Weight::Quiet:
        return Colour::Raised;
    case NoticeText::Weight::Success:
        return Colour::OkFill;
    case NoticeText::Weight::Warning:
        return Colour::WarnFill;
    case NoticeText::Weight::Failure:
        return Colour::FailFill;
    }
    Q_UNREACHABLE();
}

QLabel *wrapped(QLabel *text)
{
    text->setWordWrap(true);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    text->setSizePolicy(policy);
    return text;
}

//! What to do, and the fold: beside each other where both have room as a whole, else below each other.
class SecondLine final : public QWidget
{
public:
    SecondLine(QLabel *advice, FoldTitle *fold) : m_advice(advice), m_fold(fold)
    {
        if (advice)
            wrapped(advice)->setParent(this);
        if (fold)
            fold->setParent(this);
        QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
        policy.setHeightForWidth(true);
        setSizePolicy(policy);
    }

    QSize sizeHint() const override { return {adviceWidth() + gap + foldWidth(), foldHeight}; }
    QSize minimumSizeHint() const override { return {1, foldHeight}; }
    int heightForWidth(int width) const override
    {
        const int advice = m_advice ? m_advice->heightForWidth(std::min(width, adviceWidth())) : 0;
        return !m_fold ? advice : isOneLine(width) ? std::max(advice, foldHeight) : advice + foldHeight;
    }

protected:
    void resizeEvent(QResizeEvent *) override
    {
        const bool isOne = isOneLine(width());
        const int advice = std::min(width(), adviceWidth());
        if (m_advice)
            m_advice->setGeometry(0, 0, advice, isOne || !m_fold ? height() : height() - foldHeight);
        if (m_fold)
            m_fold->setGeometry(isOne && m_advice ? advice + gap : 0, height() - foldHeight,
                                std::min(width(), foldWidth()), foldHeight);
    }

private:
    int adviceWidth() const { return m_advice ? widthOf(m_advice->text(), m_advice->font()) + 2 : 0; }
    int foldWidth() const { return m_fold ? m_fold->sizeHint().width() : 0; }
    bool isOneLine(int width) const { return !m_advice || adviceWidth() + gap + foldWidth() <= width; }

    static constexpr int gap = 8;
    static constexpr int foldHeight = 20;
    QLabel *m_advice;
    FoldTitle *m_fold;
};

} // namespace

Notice::Notice(Theme &theme, Form form, QWidget *parent) : QFrame(parent), m_theme(theme), m_form(form)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Notice::setText(const NoticeText &text)
{
    m_text = text;
    choose();
}

void Notice::setIdentityHidden(bool hidden)
{
    if (m_isHidden == hidden)
        return;
    m_isHidden = hidden;
    if (!m_text.personal.isEmpty() || m_text.isFoldPersonal) // else its button may have the keyboard
        choose();
}

void Notice::choose()
{
    m_shown = m_text;
    if (!m_isHidden && !m_text.personal.isEmpty())
        m_shown.sentences.first() = m_text.personal;
    if (m_isHidden && m_text.isFoldPersonal) {
        m_shown.foldTitle.clear();
        m_shown.foldText.clear();
    }
    m_open = false;
    rebuild();
}

void Notice::setHeadline(const QString &headline)
{
    m_text.headline = headline;
    m_shown.headline = headline;
    setAccessibleName(headline);
    if (m_line)
        m_line->setText(line());
}

//! Escaped, because the sentences may carry words of a server.
QString Notice::line() const
{
    const QString sentence = m_shown.sentences.join(u' ');
    const bool isOpen =
        !sentence.isEmpty() && !m_shown.headline.isEmpty() && m_shown.headline.back().isLetterOrNumber();
    // Escaped, because the sentence may carry words of a server.
    return QStringLiteral("<span style=\"font-weight:%1\">%2</span> %3")
        .arg(int(m_theme.font(Type::Strong).weight()))
        .arg(m_shown.headline.toHtmlEscaped() + (isOpen ? QStringLiteral(".") : QString()), sentence.toHtmlEscaped());
}

void Notice::rebuild()
{
    delete m_content;
    m_line = nullptr;
    m_foldTitle = nullptr;
    m_fold = nullptr;
    m_content = new QWidget(this);
    const bool inlineForm = m_form == Form::Inline;
    setAccessibleName(m_shown.headline);
    setAccessibleDescription((m_shown.sentences + QStringList(m_shown.advice)).join(u' ').trimmed());

    auto *icon = new Glyph(m_theme, inlineForm ? metrics::iconTool : metrics::iconNotice);
    icon->draw(m_shown.icon, inkOf(m_shown.weight));

    auto *texts = new QVBoxLayout;
    texts->setContentsMargins(0, 0, 0, 0);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(inlineForm ? 12 : 8);
    bool first = true;
    for (const NoticeAction &action : m_shown.actions) {
        const bool filled = first && !inlineForm;
        auto *button = new Button(m_theme, filled ? Button::Look::Primary : Button::Look::Plain, action.text);
        button->setObjectName(QStringLiteral("noticeAction_") + action.id);
        connect(button, &QPushButton::clicked, this, [this, id = action.id] { emit actionTriggered(id); });
        buttons->addWidget(button);
        first = false;
    }

    if (!m_shown.foldTitle.isEmpty()) {
        m_foldTitle = new FoldTitle(m_theme, FoldTitle::Look::Link, m_shown.foldTitle);
        m_foldTitle->setObjectName(QStringLiteral("noticeFold"));
        m_fold = new QPlainTextEdit(m_shown.foldText);
        describe(m_fold, QStringLiteral("noticeFoldText"), m_shown.foldTitle);
        m_fold->setReadOnly(true);
        m_fold->setTabChangesFocus(true);
        m_fold->setFont(m_theme.font(Type::Mono));
        m_fold->setMaximumHeight(0);
        m_fold->hide();
        connect(m_foldTitle, &QAbstractButton::toggled, this, &Notice::setFoldOpen);
    }

    if (inlineForm) {
        m_line = wrapped(label(m_theme, Type::Body, Tone::Text));
        m_line->setTextFormat(Qt::RichText);
        m_line->setText(line());
        texts->setSpacing(0);
        texts->addStretch();
        texts->addWidget(m_line);
        if (!m_shown.advice.isEmpty() || m_foldTitle) {
            auto *advice =
                m_shown.advice.isEmpty() ? nullptr : label(m_theme, Type::Small, Tone::Text2, m_shown.advice);
            if (m_foldTitle)
                m_foldTitle->setFixedHeight(20);
            texts->addWidget(new SecondLine(advice, m_foldTitle));
        }
        if (m_fold) {
            texts->addSpacing(4);
            texts->addWidget(m_fold);
        }
        texts->addStretch();
        auto *row = new QHBoxLayout(m_content);
        row->setContentsMargins(metrics::pagePadding, 12, metrics::pagePadding, 12);
        row->setSpacing(0);
        row->addWidget(icon, 0, Qt::AlignTop);
        row->addSpacing(12);
        row->addLayout(texts, 1);
        row->addSpacing(24);
        row->addLayout(buttons);
        layout()->addWidget(m_content);
        m_content->setMinimumHeight(64);
    } else {
        texts->setSpacing(0);
        auto *headline = wrapped(label(m_theme, Type::Section, Tone::Text, m_shown.headline));
        headline->setObjectName(QStringLiteral("noticeHeadline"));
        texts->addWidget(headline);
        texts->addSpacing(8);
        for (const QString &sentence : m_shown.sentences) {
            texts->addWidget(wrapped(label(m_theme, Type::Body, Tone::Text2, sentence)));
            texts->addSpacing(6);
        }
        if (!m_shown.advice.isEmpty())
            texts->addWidget(wrapped(label(m_theme, Type::Body, Tone::Text, m_shown.advice)));
        if (!m_shown.actions.isEmpty()) {
            texts->addSpacing(12);
            buttons->addStretch();
            texts->addLayout(buttons);
        } else {
            delete buttons;
        }
        if (m_foldTitle) {
            texts->addSpacing(8);
            texts->addWidget(m_foldTitle);
            texts->addSpacing(4);
            texts->addWidget(m_fold);
        }
        texts->addStretch();
        auto *column = new QWidget;
        column->setLayout(texts);
        column->setMaximumWidth(440);
        auto *row = new QHBoxLayout(m_content);
        row->setContentsMargins(32, 32, 32, 24);
        row->setSpacing(12);
        row->addWidget(icon, 0, Qt::AlignTop);
        row->addWidget(column, 1);
        row->addStretch(0);
        layout()->addWidget(m_content);
    }
    m_content->show();
    updateGeometry();
}

void Notice::openFold()
{
    if (!m_foldTitle)
        return;
    m_foldTitle->setChecked(true);
    m_fold->setFocus(Qt::OtherFocusReason);
}

void Notice::setFoldOpen(bool open)
{
    m_open = open;
    const int lines = std::clamp(int(m_shown.foldText.count(u'\n')) + 1, 2, 8);
    const int height = lines * QFontMetrics(m_theme.font(Type::Mono)).lineSpacing() + 24;
    fold(m_fold, open, height);
}

void Notice::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_open) {
        m_foldTitle->setChecked(false);
        m_foldTitle->setFocus();
        return;
    }
    QFrame::keyPressEvent(event);
}

void Notice::paintEvent(QPaintEvent *)
{
    if (m_form == Form::Page)
        return;
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colour(fillOf(m_shown.weight)));
    painter.fillRect(QRect(0, height() - 1, width(), 1), m_theme.colour(Colour::Line));
    painter.fillRect(QRect(0, 0, metrics::noticeMarker, height()), m_theme.colour(inkOf(m_shown.weight)));
}

} // namespace ui
