#include <ui/TransfersDock.h>

#include "Metrics.h"
#include "Paint.h"
#include "Widgets.h"
#include "Words.h"

#include <ui/Button.h>

#include <QAbstractTableModel>
#include <QStackedLayout>
#include <QStyledItemDelegate>
#include <QTreeView>

#include <algorithm>

namespace ui {
namespace {

using State = TransferRow::State;

enum Column { Title, Progress, StateColumn, Bytes, Rate, ColumnCount };

QString iconOf(State state)
{
    switch (state) {
    case State::Waiting:
        return QStringLiteral("waiting");
    case State::Receiving:
        return QStringLiteral("running");
    case State::Paused:
        return QStringLiteral("paused");
    case State::Complete:
        return QStringLiteral("pass");
    case State::Incomplete:
        return QStringLiteral("missing");
    case State::Stopped:
        return QStringLiteral("info");
    case State::Failed:
        return QStringLiteral("fail");
    case State::Unfinished:
        return QStringLiteral("refresh");
    case State::SetApart:
        return QStringLiteral("warn");
    }
    Q_UNREACHABLE();
}

Colour colourOf(State state)
{
    switch (state) {
    case State::Receiving:
        return Colour::Accent;
    case State::Complete:
        return Colour::Ok;
    case State::Incomplete:
    case State::Failed:
        return Colour::Fail;
    case State::SetApart:
        return Colour::Warn;
    case State::Waiting:
    case State::Paused:
    case State::Stopped:
    case State::Unfinished:
        return Colour::Text2;
    }
    Q_UNREACHABLE();
}

QString textOf(const TransferRow &row)
{
    switch (row.state) {
    case State::Waiting:
        return TransfersDock::tr("Waiting");
    case State::Receiving:
        return TransfersDock::tr("Receiving");
    case State::Paused:
        return TransfersDock::tr("Paused");
    case State::Complete:
        return TransfersDock::tr("Complete");
    case State::Incomplete:
        return row.missing > 0 ? TransfersDock::tr("%n missing", nullptr, row.missing)
                               : TransfersDock::tr("Incomplete");
    case State::Stopped:
        return TransfersDock::tr("Stopped by you");
    case State::Failed:
        return TransfersDock::tr("Stopped");
    case State::Unfinished:
        return TransfersDock::tr("Cut off");
    case State::SetApart:
        return TransfersDock::tr("Another patient?");
    }
    Q_UNREACHABLE();
}

bool isUnderWay(State state)
{
    return state == State::Waiting || state == State::Receiving;
}

class TransferModel final : public QAbstractTableModel
{
public:
    using QAbstractTableModel::QAbstractTableModel;

    void set(const QList<TransferRow> &rows)
    {
        const auto sameRows = [&] {
            return std::equal(rows.begin(), rows.end(), m_rows.begin(), m_rows.end(),
                              [](const TransferRow &a, const TransferRow &b) { return a.id == b.id; });
        };
        if (sameRows()) {
            m_rows = rows;
            if (!rows.isEmpty())
                emit dataChanged(index(0, 0), index(int(rows.size()) - 1, ColumnCount - 1));
            return;
        }
        beginResetModel();
        m_rows = rows;
        endResetModel();
    }
    const TransferRow &at(int row) const { return m_rows[row]; }
    int rowOf(const QString &id) const
    {
        const auto found =
            std::find_if(m_rows.begin(), m_rows.end(), [&](const TransferRow &row) { return row.id == id; });
        return found == m_rows.end() ? -1 : int(found - m_rows.begin());
    }

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }

    QVariant data(const QModelIndex &index, int role) const override
    {
        const TransferRow &row = m_rows[index.row()];
        const QString counts = QStringLiteral("%1 / %2").arg(
            number(row.verified), row.requested ? number(*row.requested) : QStringLiteral("?"));
        if (role == Qt::AccessibleTextRole && index.column() == Title) {
            QStringList words{row.title, row.country, row.time, textOf(row), counts};
            words.removeAll(QString());
            return words.join(QStringLiteral(", "));
        }
        if (role != Qt::DisplayRole)
            return {};
        switch (index.column()) {
        case Title:
            return row.title;
        case Progress:
            return counts;
        case StateColumn:
            return textOf(row);
        case Bytes:
            return row.bytes > 0 ? byteText(row.bytes) : QString();
        case Rate:
            return row.state == State::Receiving && row.bytesPerSecond > 0
                       ? TransfersDock::tr("%1/s").arg(byteText(qint64(row.bytesPerSecond)))
                       : QString();
        default:
            return {};
        }
    }

    QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (orientation != Qt::Horizontal)
            return {};
        if (role == Qt::TextAlignmentRole && (section == Bytes || section == Rate))
            return int(Qt::AlignRight | Qt::AlignVCenter);
        if (role != Qt::DisplayRole)
            return {};
        switch (section) {
        case Title:
            return TransfersDock::tr("Retrieval");
        case Progress:
            return TransfersDock::tr("Progress");
        case StateColumn:
            return TransfersDock::tr("State");
        case Bytes:
            return TransfersDock::tr("Bytes");
        case Rate:
            return TransfersDock::tr("Rate");
        default:
            return {};
        }
    }

private:
    QList<TransferRow> m_rows;
};

class TransferDelegate final : public QStyledItemDelegate
{
public:
    TransferDelegate(Theme &theme, const TransferModel *rows, QTreeView *view)
        : QStyledItemDelegate(view), m_theme(theme), m_model(*rows), m_view(*view)
    {}

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {0, metrics::rowSeries}; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const TransferRow &row = m_model.at(index.row());
        const QRect cell = option.rect;
        const QFont body = m_theme.font(Type::Body);
        const QColor ink = m_theme.colour(Colour::Text);
        const QColor quiet = m_theme.colour(Colour::Text2);
        const bool current = m_view.currentIndex().row() == index.row();
        const int x = index.column() == Title ? cell.left() + 44 : cell.left() + 8;
        const QRect middle(x, cell.top(), cell.right() - x - 7, cell.height() - 1);
        painter->save();
        paintRowGround(*painter, m_theme, cell, false, current, index.column() == 0);
        paintRowFocus(*painter, m_theme, option, m_view, index);
        switch (index.column()) {
        case Title: {
            paintGlyph(*painter, m_theme, QRect(cell.left() + 16, cell.top(), 16, cell.height() - 1), iconOf(row.state),
                       colourOf(row.state));
            paintText(*painter, QRect(x, cell.top() + 6, cell.right() - x - 4, 20), row.title, body, ink);
            QStringList second{row.country, row.time};
            if (row.isOnPage)
                second << TransfersDock::tr("on the page");
            second.removeAll(QString());
            paintText(*painter, QRect(x, cell.top() + 24, cell.right() - x - 4, 18), second.join(QStringLiteral(", ")),
                      m_theme.font(Type::Small), quiet);
            break;
        }
        case Progress: {
            const double whole = std::max({1, row.requested.value_or(0), row.verified + row.missing});
            const int figures = 112;
            paintBar(*painter, m_theme, QRect(x, cell.top() + 20, std::max(40, cell.width() - 16 - figures), 8),
                     row.requested || !isUnderWay(row.state) ? row.verified / whole : 0, 0, row.missing / whole);
            paintText(*painter, middle.adjusted(0, 0, -16, 0), index.data().toString(), body, quiet,
                      Qt::AlignRight | Qt::AlignVCenter);
            break;
        }
        case StateColumn: {
            const bool bad =
                row.state == State::Incomplete || row.state == State::Failed || row.state == State::SetApart;
            paintText(*painter, middle, index.data().toString(), bad ? m_theme.font(Type::Strong) : body,
                      bad                     ? m_theme.colour(Colour::Fail)
                      : isUnderWay(row.state) ? ink
                                              : quiet);
            break;
        }
        default:
            paintText(*painter, middle, index.data().toString(), body, quiet, Qt::AlignRight | Qt::AlignVCenter);
            break;
        }
        painter->restore();
    }

private:
    Theme &m_theme;
    const TransferModel &m_model;
    QTreeView &m_view;
};

} // namespace

class TransfersDock::Private
{
public:
    explicit Private(TransfersDock *aDock) : dock(aDock) {}

    const TransferRow *current() const
    {
        const int row = view->currentIndex().row();
        return row >= 0 && row < model->rowCount() ? &model->at(row) : nullptr;
    }
    void showActions();
    template <class Signal>
    void onClick(Button *button, Signal signal)
    {
        connect(button, &QPushButton::clicked, dock, [this, signal] {
            if (const TransferRow *row = current())
                emit(dock->*signal)(QString(row->id));
        });
    }

    TransfersDock *dock;
    TransferModel *model = nullptr;
    QTreeView *view = nullptr;
    QStackedLayout *body = nullptr;
    Button *pause = nullptr;
    Button *cancel = nullptr;
    Button *remove = nullptr;
    Button *folder = nullptr;
    Button *goTo = nullptr;
};

TransfersDock::TransfersDock(Theme &theme, QWidget *parent)
    : Dock(theme, QStringLiteral("transfersDock"), QStringLiteral("transfers"), tr("Transfers"), parent),
      d(std::make_unique<Private>(this))
{
    d->model = new TransferModel(this);
    d->view = new QTreeView;
    describe(d->view, QStringLiteral("transferList"), tr("Transfers"));
    d->view->setModel(d->model);
    d->view->setItemDelegate(new TransferDelegate(theme, d->model, d->view));
    auto *header = new Header(theme, d->view);
    d->view->setHeader(header);
    showAsRows(d->view);
    d->view->setMinimumHeight(metrics::rowHeader + metrics::rowSeries);
    header->setFirstSectionInset(44);
    header->setStretchLastSection(false);
    header->setSectionResizeMode(QHeaderView::Fixed);
    header->setSectionResizeMode(Title, QHeaderView::Stretch);
    header->resizeSection(Progress, 264);
    header->resizeSection(StateColumn, 136);
    header->resizeSection(Bytes, 96);
    header->resizeSection(Rate, 104);

    auto *nothing = label(theme, Type::Body, Tone::Text2, tr("Nothing has been retrieved since the program started."));
    nothing->setAlignment(Qt::AlignCenter);
    auto *content = ground("page");
    d->body = new QStackedLayout(content);
    d->body->addWidget(nothing);
    d->body->addWidget(d->view);
    setWidget(content);

    const auto button = [&](const char *name, const char *icon, const QString &text) {
        auto *made = new Button(theme, Button::Look::Small, text);
        made->setObjectName(QLatin1StringView(name));
        made->setIconName(QLatin1StringView(icon));
        addTitleWidget(made);
        return made;
    };
    d->pause = button("pauseTransfer", "pause", tr("Pause"));
    d->cancel = button("cancelTransfer", "close", tr("Cancel"));
    d->cancel->setHelp(tr("Stop here. Everything received is kept."));
    d->remove = button("deleteTransfer", "close", tr("Delete all"));
    d->remove->setHelp(tr("Delete what this retrieval has left on this computer"));
    d->folder = button("openTransferFolder", "", tr("Open folder"));
    d->folder->setHelp(tr("Show the files in the desktop's file manager"));
    d->goTo = button("goToTransfer", "expand", tr("Go to"));
    connect(d->pause, &QPushButton::clicked, this, [this] {
        if (const TransferRow *row = d->current()) {
            if (isUnderWay(row->state))
                emit pauseRequested(QString(row->id));
            else
                emit resumeRequested(QString(row->id));
        }
    });
    d->onClick(d->cancel, &TransfersDock::cancelRequested);
    d->onClick(d->remove, &TransfersDock::deleteRequested);
    d->onClick(d->folder, &TransfersDock::openFolderRequested);
    d->onClick(d->goTo, &TransfersDock::goToRequested);
    connect(d->view, &QTreeView::activated, d->goTo, &QPushButton::click);
    connect(d->view->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] { d->showActions(); });
    d->showActions();
}

TransfersDock::~TransfersDock() = default;

QWidget *TransfersDock::firstFocus() const
{
    return d->view;
}

void TransfersDock::setTransfers(const QList<TransferRow> &transfers)
{
    const TransferRow *before = d->current();
    const QString id = before ? before->id : QString();
    d->model->set(transfers);
    const int row = std::max(0, d->model->rowOf(id));
    if (!transfers.isEmpty() && d->view->currentIndex().row() != row)
        d->view->setCurrentIndex(d->model->index(row, 0));
    d->body->setCurrentIndex(transfers.isEmpty() ? 0 : 1);

    int active = 0;
    int paused = 0;
    for (const TransferRow &transfer : transfers) {
        active += isUnderWay(transfer.state);
        paused += transfer.state == State::Paused;
    }
    setCount(active + paused);
    QStringList words;
    if (active > 0)
        words << tr("%n under way", nullptr, active);
    if (paused > 0)
        words << tr("%n paused", nullptr, paused);
    setSummary(words.join(QStringLiteral(", ")));
    d->showActions();
}

void TransfersDock::Private::showActions()
{
    const TransferRow *row = current();
    const bool active = row && isUnderWay(row->state);
    const bool left = row && (row->state == State::Unfinished || row->state == State::SetApart);
    const bool resumable = row && !active && row->state != State::Complete;
    pause->setText(resumable ? (row->state == State::Incomplete ? tr("Fetch the missing") : tr("Resume"))
                             : tr("Pause"));
    pause->setIconName(resumable ? QStringLiteral("resume") : QStringLiteral("pause"));
    pause->setAccessibleName(pause->text());
    pause->setEnabled(active || (resumable && row->resumeRefusal.isEmpty()));
    pause->setHelp(resumable && !row->resumeRefusal.isEmpty() ? row->resumeRefusal : pause->text());
    cancel->setVisible(!left);
    cancel->setEnabled(active || (row && row->state == State::Paused));
    remove->setVisible(left);
    folder->setEnabled(row);
    goTo->setEnabled(row && row->isOnPage);
    goTo->setHelp(!row || row->isOnPage ? tr("Show it on the retrieval page")
                                        : tr("It belongs to a patient or a choice that is not on the pages now"));
}

} // namespace ui
