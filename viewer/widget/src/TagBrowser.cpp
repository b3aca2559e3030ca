#include "TagBrowser.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>
#include <QtConcurrent>

namespace viewer {

namespace {

//! What is listed depends on all of this.
struct Question
{
    QString path, kept, text;
    bool onlyDifferences = false;
};

QList<TagPair> aloneRows(const TagTree &tree)
{
    QList<TagPair> rows;
    rows.reserve(tree.nodes.size());
    for (int i = 0; i < tree.nodes.size(); ++i)
        rows.append({i, -1, false, tree.nodes[i].parent});
    return rows;
}

QList<bool> visibleRows(const TagContent &content, const Question &question)
{
    const QList<bool> inTree = tagsWith(content.tree, question.text);
    const QList<bool> inOther = content.other ? tagsWith(*content.other, question.text) : QList<bool>();
    QList<bool> visible;
    visible.reserve(content.rows.size());
    for (const TagPair &pair : content.rows) {
        const bool found = (pair.left >= 0 && inTree[pair.left]) || (pair.right >= 0 && inOther[pair.right]);
        visible.append(found && (!question.onlyDifferences || !content.other || pair.differs));
    }
    return visible;
}

std::shared_ptr<const TagContent> contentFor(const Question &question, const std::stop_token &stop)
{
    auto content = std::make_shared<TagContent>();
    auto tree = readTags(question.kept.isEmpty() ? question.path : question.kept, stop);
    if (!tree) {
        content->sentence = tree.error().detail;
        return content;
    }
    content->tree = std::move(*tree);
    content->sentence = content->tree.damage;
    if (!question.kept.isEmpty()) {
        auto other = readTags(question.path, stop);
        if (!other) {
            content->sentence = other.error().detail;
            return content;
        }
        content->other = std::move(*other);
        if (content->sentence.isEmpty())
            content->sentence = content->other->damage;
        content->rows = compareTags(content->tree, *content->other, stop);
    } else {
        content->rows = aloneRows(content->tree);
    }
    const QList<bool> visible = visibleRows(*content, question);
    content->children.resize(content->rows.size() + 1);
    content->places.resize(content->rows.size());
    for (int i = 0; i < content->rows.size(); ++i) {
        if (!visible[i])
            continue;
        QList<int> &siblings = content->children[content->rows[i].parent + 1];
        content->places[i] = static_cast<int>(siblings.size());
        siblings.append(i);
    }
    return content;
}

} // namespace

TagBrowser::TagBrowser(QWidget *parent) : QFrame(parent)
{
    setObjectName(QStringLiteral("tagBrowser"));
    setAccessibleName(tr("Tags"));
    build();
    connect(&m_reading, &QFutureWatcherBase::finished, this, &TagBrowser::listed);
    connect(&m_copying, &QFutureWatcherBase::finished, this,
            [this] { QGuiApplication::clipboard()->setText(m_copying.result()); });
}

TagBrowser::~TagBrowser()
{
    m_stop.request_stop();
    m_reading.waitForFinished();
    m_copying.waitForFinished();
}

void TagBrowser::build()
{
    m_title = new QLabel(tr("Tags"), this);
    m_title->setObjectName(QStringLiteral("tagTitle"));
    m_search = new QLineEdit(this);
    m_search->setObjectName(QStringLiteral("tagSearch"));
    m_search->setPlaceholderText(tr("Find tag, name or value"));
    m_search->setAccessibleName(tr("Find in tags"));
    m_search->setClearButtonEnabled(true);
    m_search->setMaximumWidth(320);
    setFocusProxy(m_search);
    m_keep = new QToolButton(this);
    m_keep->setObjectName(QStringLiteral("tagKeep"));
    m_keep->setText(tr("Compare"));
    m_keep->setToolTip(tr("Keeps these tags beside those of the next images"));
    m_keep->setCheckable(true);
    m_keep->setAutoRaise(true);
    m_onlyDifferences = new QToolButton(this);
    m_onlyDifferences->setObjectName(QStringLiteral("tagDifferences"));
    m_onlyDifferences->setText(tr("Differences only"));
    m_onlyDifferences->setCheckable(true);
    m_onlyDifferences->setAutoRaise(true);
    m_onlyDifferences->setVisible(false);
    auto *close = new QToolButton(this);
    close->setObjectName(QStringLiteral("tagClose"));
    close->setText(tr("Close"));
    close->setToolTip(tr("Close the tags, T"));
    close->setAutoRaise(true);
    m_sentence = new QLabel(this);
    m_sentence->setObjectName(QStringLiteral("tagSentence"));
    m_sentence->setWordWrap(true);
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->hide();
    m_tree = new QTreeView(this);
    m_tree->setObjectName(QStringLiteral("tagTree"));
    m_tree->setAccessibleName(tr("Tags of the image"));
    m_tree->setModel(&m_model);
    m_tree->setUniformRowHeights(true);
    m_tree->setAlternatingRowColors(false);
    m_tree->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_tree->header()->setStretchLastSection(true);

    auto *head = new QHBoxLayout;
    head->setContentsMargins(12, 4, 8, 4);
    head->setSpacing(8);
    head->addWidget(m_title, 1);
    head->addWidget(m_onlyDifferences);
    head->addWidget(m_keep);
    head->addWidget(m_search, 1);
    head->addWidget(close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_sentence);
    column->addWidget(m_tree, 1);

    connect(m_search, &QLineEdit::textChanged, this, &TagBrowser::read);
    connect(m_onlyDifferences, &QToolButton::toggled, this, &TagBrowser::read);
    connect(m_keep, &QToolButton::toggled, this, &TagBrowser::keepForComparison);
    connect(close, &QToolButton::clicked, this, &TagBrowser::closeRequested);
}

void TagBrowser::setFile(const QString &path, const QString &name)
{
    m_name = name;
    if (path == m_path)
        return;
    m_path = path;
    read();
}

void TagBrowser::clear()
{
    m_keep->setChecked(false);
    setFile({}, {});
}

void TagBrowser::keepForComparison(bool keep)
{
    m_kept = keep ? m_path : QString();
    m_keptName = keep ? m_name : QString();
    m_onlyDifferences->setVisible(keep);
    read();
}

void TagBrowser::read()
{
    m_isStale = true;
    if (!isVisible())
        return;
    if (m_reading.isRunning()) {
        m_stop.request_stop(); // what is asked for now is read when that has ended
        return;
    }
    m_isStale = false;
    if (m_path.isEmpty()) {
        m_model.setContent({});
        m_title->setText(tr("Tags"));
        m_sentence->hide();
        return;
    }
    m_title->setText(m_kept.isEmpty() ? tr("Tags of %1").arg(m_name) : tr("%1 against %2").arg(m_keptName, m_name));
    m_stop = std::stop_source();
    const Question question{m_path, m_kept, m_search->text().trimmed(), m_onlyDifferences->isChecked()};
    m_reading.setFuture(
        QtConcurrent::run([question, stop = m_stop.get_token()] { return contentFor(question, stop); }));
}

void TagBrowser::listed()
{
    if (m_isStale) {
        read();
        return;
    }
    const auto content = m_reading.result();
    const bool columnsChange = m_model.columnCount() != (content->other ? 6 : 5) || !m_model.content();
    m_model.setContent(content);
    m_sentence->setText(content->sentence);
    m_sentence->setVisible(!content->sentence.isEmpty());
    if (columnsChange) {
        const int widths[] = {180, 240, 40, 90, 320};
        for (int i = 0; i < 5; ++i)
            m_tree->setColumnWidth(i, widths[i]);
    }
    if (!m_search->text().trimmed().isEmpty() || m_onlyDifferences->isChecked())
        m_tree->expandAll();
}

void TagBrowser::copy()
{
    const QModelIndex index = m_tree->currentIndex();
    if (!index.isValid() || m_copying.isRunning())
        return;
    // What is listed of a value may be its beginning only.
    m_copying.setFuture(QtConcurrent::run([content = m_model.content(), row = m_model.rowIn(index)] {
        const TagPair &pair = content->rows[row];
        const TagTree &tree = pair.left >= 0 ? content->tree : *content->other;
        const int place = pair.left >= 0 ? pair.left : pair.right;
        const TagNode &node = tree.nodes[place];
        QStringList parts{node.number(), node.name, node.vr, wholeTagValue(tree, place)};
        if (content->other && pair.left >= 0 && pair.right >= 0)
            parts << wholeTagValue(*content->other, pair.right);
        return parts.join(QLatin1Char('\t'));
    }));
}

void TagBrowser::showEvent(QShowEvent *event)
{
    QFrame::showEvent(event);
    if (m_isStale)
        read();
}

void TagBrowser::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        copy();
    else if (event->key() == Qt::Key_Escape && !m_search->text().isEmpty())
        m_search->clear();
    else if (event->key() == Qt::Key_Escape)
        emit closeRequested();
    else
        QFrame::keyPressEvent(event);
}

} // namespace viewer
