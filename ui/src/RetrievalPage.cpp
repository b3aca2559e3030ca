#include <ui/RetrievalPage.h>

#include "Metrics.h"
#include "Paint.h"
#include "Widgets.h"
#include "Words.h"

#include <QAbstractListModel>
#include <QAbstractTableModel>
#include <QAccessible>
#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QHBoxLayout>
#include <QListView>
#include <QSet>
#include <QStyledItemDelegate>
#include <QTimer>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>
#include <tuple>

namespace ui {
namespace {

using SeriesState = model::SeriesLedger::State;
using Phase = RetrievalPage::Phase;

//! Bytes over the last few seconds.
class Pace
{
public:
    void start()
    {
        m_clock.start();
        m_samples.clear();
    }
    void add(qint64 bytes)
    {
        if (!m_clock.isValid())
            return;
        m_samples.append({m_clock.elapsed(), bytes});
        while (m_samples.size() > 2 && m_samples.first().first < m_samples.last().first - 5000)
            m_samples.removeFirst();
    }
    //! Bytes a second; 0 while there is too little to tell.
    double rate() const
    {
        if (m_samples.size() < 2)
            return 0;
        const double span = double(m_samples.last().first - m_samples.first().first) / 1000;
        return span < 0.4 ? 0 : double(m_samples.last().second - m_samples.first().second) / span;
    }

private:
    QElapsedTimer m_clock;
    QList<std::pair<qint64, qint64>> m_samples;
};

QString rateText(double bytesPerSecond)
{
    return bytesPerSecond <= 0 ? QString() : RetrievalPage::tr("%1/s").arg(byteText(qint64(bytesPerSecond)));
}

QString durationText(qint64 seconds)
{
    const auto padded = [](qint64 value) { return QStringLiteral("%1").arg(value, 2, 10, QChar(u'0')); };
    return seconds < 3600
               ? QStringLiteral("%1:%2").arg(seconds / 60).arg(padded(seconds % 60))
               : QStringLiteral("%1:%2:%3").arg(seconds / 3600).arg(padded(seconds / 60 % 60), padded(seconds % 60));
}

bool isUnderWay(Phase phase)
{
    return phase == Phase::Estimating || phase == Phase::Waiting || phase == Phase::Receiving ||
           phase == Phase::Retrying;
}

//! Where nobody said how many there are, none may be missing or many.
bool isMissingKnown(const model::Ledger &ledger)
{
    return ledger.requested || ledger.missing > 0;
}

//! The four counts, bytes, rate and time left, and the bar below them. Repaints itself; children would flicker.
class LedgerPanel final : public QWidget
{
public:
    explicit LedgerPanel(Theme &theme) : m_theme(theme)
    {
        describe(this, QStringLiteral("ledgerPanel"), RetrievalPage::tr("Counts"));
        setFixedHeight(128);
    }

    model::Ledger ledger;
    std::optional<qint64> expectedBytes;
    double rate = 0;
    Phase phase = Phase::Idle;

    std::optional<qint64> secondsLeft() const
    {
        if (phase != Phase::Receiving || rate <= 0)
            return std::nullopt;
        if (expectedBytes && *expectedBytes > ledger.bytes)
            return qint64(double(*expectedBytes - ledger.bytes) / rate) + 1;
        if (ledger.requested && ledger.received > 0 && *ledger.requested > ledger.received) {
            const double perImage = double(ledger.bytes) / ledger.received;
            return qint64(perImage * (*ledger.requested - ledger.received) / rate) + 1;
        }
        return std::nullopt;
    }

    //! "3 requests open, 4 allowed", with the retries where there were any.
    QString requestWords() const
    {
        if (!isUnderWay(phase))
            return {};
        QStringList words;
        if (ledger.requestsAtOnce > 0)
            words << (ledger.requestsUnderWay > ledger.requestsAtOnce // those that were before the server tired
                          ? RetrievalPage::tr("%n requests open", nullptr, ledger.requestsUnderWay)
                          : RetrievalPage::tr("%n requests open, %1 allowed", nullptr, ledger.requestsUnderWay)
                                .arg(ledger.requestsAtOnce));
        if (ledger.retries > 0)
            words << RetrievalPage::tr("%1 of %2 retries used").arg(ledger.retries).arg(ledger.retriesAllowed);
        return words.join(QStringLiteral(", "));
    }

protected:
    //! "of ~520 MB", with the unit of the figure before it only where it is another one.
    QString expectedText(const QString &unit) const
    {
        const QString whole = byteText(*expectedBytes);
        return whole.endsWith(unit) ? RetrievalPage::tr("of ~%1").arg(whole)
                                    : RetrievalPage::tr("%1 of ~%2").arg(unit, whole);
    }

    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const QColor ink = m_theme.colour(Colour::Text);
        const QColor quiet = m_theme.colour(Colour::Text2);
        const QFont small = m_theme.font(Type::Small);
        const QFont figure = m_theme.font(Type::Figure);
        const int left = metrics::pagePadding;
        const int right = width() - metrics::pagePadding;
        // Columns keep their places while figures grow.
        const int column = std::max(112, widthOf(QStringLiteral("000 000"), figure) + 8);
        const auto count = [&](int at, const QString &title, const QString &value, bool bad) {
            const int x = left + at * column;
            paintText(painter, QRect(x, 14, column, 18), title, small, quiet);
            int shift = 0;
            if (bad) {
                paintGlyph(painter, m_theme, QRect(x, 34, 20, 30), QStringLiteral("missing"), Colour::Fail, 18);
                shift = 28;
            }
            paintText(painter, QRect(x + shift, 33, column - shift, 32), value, figure,
                      bad ? m_theme.colour(Colour::Fail) : ink);
        };
        const bool idle = phase == Phase::Idle;
        const QString none = QStringLiteral("–");
        count(0, RetrievalPage::tr("Requested"), ledger.requested ? number(*ledger.requested) : none, false);
        count(1, RetrievalPage::tr("Received"), idle ? none : number(ledger.received), false);
        count(2, RetrievalPage::tr("Verified"), idle ? none : number(ledger.verified), false);
        count(3, RetrievalPage::tr("Missing"), idle || !isMissingKnown(ledger) ? none : number(ledger.missing),
              ledger.missing > 0);

        const auto side = [&](int x, int room, const QString &title, const QString &value, const QString &unit) {
            paintText(painter, QRect(x, 14, room, 18), title, small, quiet);
            const int used = paintText(painter, QRect(x, 33, room, 32), value, figure, ink);
            paintText(painter, QRect(x + used + 6, 38, room - used - 6, 26), unit, small, quiet);
        };
        const auto split = [](const QString &text) {
            const qsizetype at = text.lastIndexOf(u' ');
            return std::pair(text.left(std::max<qsizetype>(at, 0)), text.mid(at + 1));
        };
        if (width() >= left + 4 * column + 360) {
            const auto [bytes, unit] = split(byteText(ledger.bytes));
            side(right - 352, 152, RetrievalPage::tr("Bytes"), idle ? none : bytes,
                 idle            ? QString()
                 : expectedBytes ? expectedText(unit)
                                 : unit);
            const auto [speed, speedUnit] = split(rateText(rate));
            side(right - 184, 104, RetrievalPage::tr("Rate"), speed.isEmpty() ? none : speed, speedUnit);
            const auto seconds = secondsLeft();
            side(right - 72, 72, RetrievalPage::tr("Left, about"), seconds ? durationText(*seconds) : none, {});
        }

        const int requested = ledger.requested.value_or(0);
        const double whole = std::max({1, requested, ledger.received + ledger.missing});
        paintBar(painter, m_theme, QRect(left, 80, right - left, 8), ledger.verified / whole,
                 std::max(0, ledger.received - ledger.verified) / whole, ledger.missing / whole);

        int x = left;
        const auto key = [&](Colour colour, const QString &text) {
            painter.fillRect(QRect(x, 100, 8, 8), m_theme.colour(colour));
            x += 14 + paintText(painter, QRect(x + 14, 94, 260, 20), text, small, quiet) + 24;
        };
        key(Colour::Progress, RetrievalPage::tr("verified"));
        key(Colour::Text2, RetrievalPage::tr("received, being verified"));
        key(Colour::Track, RetrievalPage::tr("still to come"));
        key(Colour::Fail, RetrievalPage::tr("missing, at the end of the bar"));
        const QString requests = requestWords();
        if (!requests.isEmpty() && ledger.unexpected == 0)
            paintText(painter, QRect(right - 320, 94, 320, 20), requests, small, quiet,
                      Qt::AlignRight | Qt::AlignVCenter);
        if (ledger.unexpected > 0)
            paintText(painter, QRect(right - 320, 94, 320, 20),
                      grouped(RetrievalPage::tr("%n not asked for, not counted", nullptr, ledger.unexpected),
                              ledger.unexpected),
                      small, quiet, Qt::AlignRight | Qt::AlignVCenter);
        painter.fillRect(QRect(0, height() - 1, width(), 1), m_theme.colour(Colour::Line));
    }

private:
    Theme &m_theme;
};

enum Column { Series, Via, Progress, State, Rate, ColumnCount };

struct ProgressRow
{
    SeriesRow row;
    model::SeriesLedger counts;
    Pace pace;
    std::optional<int> requested() const { return counts.requested ? counts.requested : row.expected; }
};

//! Whether more of the series may still come.
bool isOpen(const ProgressRow &row)
{
    return row.counts.state == SeriesState::Waiting || row.counts.state == SeriesState::Receiving;
}

Verdict verdictOf(const ProgressRow &row, Phase phase)
{
    switch (row.counts.state) {
    case SeriesState::Waiting:
        return Verdict::Waiting;
    case SeriesState::Receiving:
        return phase == Phase::Paused                                 ? Verdict::Paused
               : phase == Phase::Receiving || phase == Phase::Waiting ? Verdict::Running
                                                                      : Verdict::Waiting;
    case SeriesState::Complete:
        return Verdict::Pass;
    case SeriesState::Incomplete:
        return Verdict::Missing;
    case SeriesState::Failed:
        return Verdict::Fail;
    }
    Q_UNREACHABLE();
}

QString stateText(const ProgressRow &row, Phase phase)
{
    const bool over = !isUnderWay(phase) && phase != Phase::Paused;
    switch (row.counts.state) {
    case SeriesState::Waiting:
        return over                  ? RetrievalPage::tr("Not fetched")
               : row.counts.isRaised ? RetrievalPage::tr("Next")
                                     : RetrievalPage::tr("Waiting");
    case SeriesState::Receiving:
        return over                       ? RetrievalPage::tr("Stopped")
               : phase == Phase::Paused   ? RetrievalPage::tr("Paused")
               : row.counts.received == 0 ? RetrievalPage::tr("First byte awaited")
                                          : RetrievalPage::tr("Receiving");
    case SeriesState::Complete:
        return RetrievalPage::tr("Verified");
    case SeriesState::Incomplete:
        return RetrievalPage::tr("%n missing", nullptr, row.counts.missing);
    case SeriesState::Failed:
        return RetrievalPage::tr("Failed");
    }
    Q_UNREACHABLE();
}

class ProgressModel final : public QAbstractTableModel
{
public:
    using QAbstractTableModel::QAbstractTableModel;

    void set(const QList<SeriesRow> &series)
    {
        beginResetModel();
        m_rows.clear();
        m_ways.clear();
        for (const SeriesRow &one : series)
            m_rows.append({one, {one.uid, {}, 0, 0, 0, 0, SeriesState::Waiting}, {}});
        endResetModel();
    }

    void update(const model::Ledger &ledger)
    {
        QHash<QString, const model::SeriesLedger *> told;
        for (const model::SeriesLedger &series : ledger.series)
            told.insert(series.uid.text(), &series);
        addUnnamed(ledger);
        for (ProgressRow &row : m_rows) {
            const auto counts = told.constFind(row.row.uid.text());
            if (counts == told.cend())
                continue;
            if (row.counts.state != SeriesState::Receiving && (*counts)->state == SeriesState::Receiving)
                row.pace.start();
            row.counts = **counts;
            if (row.row.number.isEmpty() && row.row.description == row.row.uid.text())
                row.row = named(row.row, **counts);
            row.pace.add(row.counts.bytes);
        }
        refresh();
    }

    void setPhase(Phase phase)
    {
        m_phase = phase;
        refresh();
    }

    void setVia(const model::SeriesUid &series, const QString &via, const QString &reason)
    {
        m_ways.insert(series.text(), {via, reason}); // its row may come later
        for (int i = 0; i < m_rows.size(); ++i) {
            SeriesRow &row = m_rows[i].row;
            if (!(row.uid == series) || (row.via == via && row.reason == reason))
                continue;
            row.via = via;
            row.reason = reason;
            emit dataChanged(index(i, Via), index(i, Via));
        }
    }

    const ProgressRow &at(int row) const { return m_rows[row]; }
    const QList<ProgressRow> &rows() const { return m_rows; }
    Phase phase() const { return m_phase; }

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }

    QVariant data(const QModelIndex &index, int role) const override
    {
        const ProgressRow &row = m_rows[index.row()];
        const QString counts = QStringLiteral("%1 / %2").arg(
            number(row.counts.verified), row.requested() ? number(*row.requested()) : QStringLiteral("?"));
        if (role == Qt::AccessibleTextRole && index.column() == Series) {
            QStringList words{row.row.number, row.row.description,    row.row.study, row.row.via,
                              counts,         stateText(row, m_phase)};
            words.removeAll(QString());
            return words.join(QStringLiteral(", "));
        }
        if (role == Qt::ToolTipRole) {
            if (index.column() == Via)
                return row.row.reason;
            return isOpen(row) && isUnderWay(m_phase) ? RetrievalPage::tr("Click or Enter: this series next")
                                                      : QString();
        }
        if (role != Qt::DisplayRole)
            return {};
        switch (index.column()) {
        case Series:
            return QStringList{row.row.number, row.row.description}.join(QStringLiteral("  ")).trimmed();
        case Via:
            return row.row.via;
        case Progress:
            return counts;
        case State:
            return stateText(row, m_phase);
        case Rate:
            return row.counts.state == SeriesState::Receiving && m_phase == Phase::Receiving ? rateText(row.pace.rate())
                                                                                             : QString();
        default:
            return {};
        }
    }

    QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (orientation != Qt::Horizontal)
            return {};
        if (role == Qt::TextAlignmentRole && section == Rate)
            return int(Qt::AlignRight | Qt::AlignVCenter);
        if (role != Qt::DisplayRole)
            return {};
        switch (section) {
        case Series:
            return RetrievalPage::tr("Series");
        case Via:
            return RetrievalPage::tr("Via");
        case Progress:
            return RetrievalPage::tr("Progress");
        case State:
            return RetrievalPage::tr("State");
        case Rate:
            return RetrievalPage::tr("Rate");
        default:
            return {};
        }
    }

private:
    //! A series that nobody had named before it came has a row too, at the end.
    void addUnnamed(const model::Ledger &ledger)
    {
        QSet<QString> known;
        for (const ProgressRow &row : std::as_const(m_rows))
            known.insert(row.row.uid.text());
        for (const model::SeriesLedger &series : ledger.series) {
            if (known.contains(series.uid.text()))
                continue;
            beginInsertRows({}, int(m_rows.size()), int(m_rows.size()));
            SeriesRow row = named(SeriesRow{.uid = series.uid}, series);
            std::tie(row.via, row.reason) = m_ways.value(series.uid.text());
            m_rows.append({row, series, {}});
            endInsertRows();
        }
    }

    //! The row by what a listing tells of its series; by its UID where none tells anything.
    static SeriesRow named(SeriesRow row, const model::SeriesLedger &told)
    {
        row.number = told.number ? QString::number(*told.number) : QString();
        row.description = told.description.isEmpty() && !told.number ? row.uid.text() : told.description;
        return row;
    }

    void refresh()
    {
        if (!m_rows.isEmpty())
            emit dataChanged(index(0, 0), index(int(m_rows.size()) - 1, ColumnCount - 1));
    }

    QList<ProgressRow> m_rows;
    QHash<QString, std::pair<QString, QString>> m_ways; //!< of series: by which way and why
    Phase m_phase = Phase::Idle;
};

class ProgressDelegate final : public QStyledItemDelegate
{
public:
    ProgressDelegate(Theme &theme, const ProgressModel *rows, QTreeView *view)
        : QStyledItemDelegate(view), m_theme(theme), m_model(*rows), m_view(*view)
    {}

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {0, metrics::rowSeries}; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const ProgressRow &row = m_model.at(index.row());
        const QRect cell = option.rect;
        const bool current = m_view.hasFocus() && m_view.currentIndex().row() == index.row();
        const QFont body = m_theme.font(Type::Body);
        const QFont small = m_theme.font(Type::Small);
        const QColor ink = m_theme.colour(Colour::Text);
        const QColor quiet = m_theme.colour(Colour::Text2);
        const int x = index.column() == Series ? cell.left() + 52 : cell.left() + 8;
        const QRect first(x, cell.top() + 6, cell.right() - x - 4, 20);
        const QRect second(x, cell.top() + 24, cell.right() - x - 4, 18);
        const QRect middle(x, cell.top(), cell.right() - x - 7, cell.height() - 1);
        painter->save();
        paintRowGround(*painter, m_theme, cell, false, current, index.column() == 0);
        paintRowFocus(*painter, m_theme, option, m_view, index);
        switch (index.column()) {
        case Series: {
            const Verdict verdict = verdictOf(row, m_model.phase());
            paintGlyph(*painter, m_theme, QRect(cell.left() + 24, cell.top(), 16, cell.height() - 1), iconOf(verdict),
                       colourOf(verdict));
            paintText(*painter, first, index.data().toString(), body, ink);
            paintText(*painter, second, row.row.study, small, quiet);
            break;
        }
        case Via:
            paintText(*painter, row.row.reason.isEmpty() ? middle : first, row.row.via, body, ink);
            paintText(*painter, second, row.row.reason, small, quiet);
            break;
        case Progress: {
            const auto requested = row.requested();
            const double whole = std::max({1, requested.value_or(0), row.counts.received + row.counts.missing});
            const int figures = 112;
            paintBar(*painter, m_theme, QRect(x, cell.top() + 20, std::max(40, cell.width() - 16 - figures), 8),
                     row.counts.verified / whole, std::max(0, row.counts.received - row.counts.verified) / whole,
                     row.counts.missing / whole);
            const QString all = QStringLiteral(" / ") + (requested ? number(*requested) : QStringLiteral("?"));
            paintText(*painter, middle.adjusted(0, 0, -16, 0), all, body, quiet, Qt::AlignRight | Qt::AlignVCenter);
            paintText(*painter, middle.adjusted(0, 0, -16 - widthOf(all, body), 0), number(row.counts.verified), body,
                      ink, Qt::AlignRight | Qt::AlignVCenter);
            break;
        }
        case State: {
            const bool bad = row.counts.state == SeriesState::Incomplete || row.counts.state == SeriesState::Failed;
            const bool busy = row.counts.state == SeriesState::Receiving;
            paintText(*painter, middle.adjusted(0, 0, 4, 0), index.data().toString(),
                      bad ? m_theme.font(Type::Strong) : body,
                      bad    ? m_theme.colour(Colour::Fail)
                      : busy ? ink
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
    const ProgressModel &m_model;
    QTreeView &m_view;
};

class EventModel final : public QAbstractListModel
{
public:
    struct Event
    {
        QTime time;
        Verdict verdict;
        QString text;
    };
    using QAbstractListModel::QAbstractListModel;

    void add(const Event &event)
    {
        beginInsertRows({}, 0, 0);
        m_events.prepend(event);
        endInsertRows();
    }
    void clear()
    {
        beginResetModel();
        m_events.clear();
        endResetModel();
    }
    const Event &at(int row) const { return m_events[row]; }

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_events.size()); }
    QVariant data(const QModelIndex &index, int role) const override
    {
        const Event &event = m_events[index.row()];
        if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
            return event.text;
        if (role == Qt::AccessibleTextRole)
            return QStringList{event.time.toString(QStringLiteral("HH:mm:ss")), wordFor(event.verdict), event.text}
                .join(QStringLiteral(", "));
        return {};
    }

private:
    QList<Event> m_events;
};

class EventDelegate final : public QStyledItemDelegate
{
public:
    EventDelegate(Theme &theme, const EventModel *events, QObject *parent)
        : QStyledItemDelegate(parent), m_theme(theme), m_events(*events)
    {}

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {0, 28}; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const EventModel::Event &event = m_events.at(index.row());
        const QRect row = option.rect;
        QFont time = m_theme.font(Type::Mono);
        time.setPixelSize(11);
        painter->save();
        paintText(*painter, QRect(row.left() + 16, row.top(), 64, row.height()),
                  event.time.toString(QStringLiteral("HH:mm:ss")), time, m_theme.colour(Colour::Text3));
        paintGlyph(*painter, m_theme, QRect(row.left() + 78, row.top(), 14, row.height()), iconOf(event.verdict),
                   colourOf(event.verdict), 14);
        paintText(*painter, QRect(row.left() + 100, row.top(), row.width() - 112, row.height()), event.text,
                  m_theme.font(Type::Small), m_theme.colour(Colour::Text));
        if (showsFocus(option))
            paintFocusRing(*painter, m_theme, row.adjusted(4, 1, -4, -1));
        painter->restore();
    }

private:
    Theme &m_theme;
    const EventModel &m_events;
};

} // namespace

class RetrievalPage::Private
{
public:
    Private(RetrievalPage *aPage, Theme &aTheme) : page(aPage), theme(aTheme) {}

    void show();
    void showWords();
    void keepKeyboard();
    void showComplete(const QString &counts);
    QString keptWords() const;
    void announce();

    RetrievalPage *page;
    Theme &theme;
    LedgerPanel *panel = nullptr;
    Notice *notice = nullptr;
    Notice *silence = nullptr;
    ProgressModel *rows = nullptr;
    QTreeView *view = nullptr;
    EventModel *events = nullptr;
    QWidget *side = nullptr;
    QVBoxLayout *sideColumn = nullptr;
    QWidget *arrivedTitle = nullptr;
    QWidget *arrived = nullptr;
    Button *pause = nullptr;
    Button *cancel = nullptr;
    Button *record = nullptr;
    Button *fetchMissing = nullptr;
    QTimer *soon = nullptr; //!< runs for a while after what was shown
    bool isShowDue = false;
    model::Ledger ledger;
    Pace pace;
    Phase phase = Phase::Idle;
    int announcedQuarter = 0;
    bool announcedMissing = false;
    QString country;
    QTime since;
    bool patientCompared = false;
    model::PatientVerdict verdict = model::PatientVerdict::Unchecked;
    std::optional<Phase> announcedPhase;
    QDeadlineTimer nextTry;
    QTimer *second = nullptr; //!< counts down to the next try
};

RetrievalPage::RetrievalPage(Theme &theme, QWidget *parent)
    : Page(theme, tr("Retrieval"), parent), d(std::make_unique<Private>(this, theme))
{
    d->fetchMissing =
        addHeadAction(QStringLiteral("fetchMissing"), QStringLiteral("refresh"), tr("Fetch only the missing"));
    d->fetchMissing->setKeyHint(tr("F5"));
    setRefreshButton(d->fetchMissing);
    connect(d->fetchMissing, &QPushButton::clicked, this, &RetrievalPage::fetchMissingRequested);
    d->pause = addHeadAction(QStringLiteral("pauseRetrieval"), QStringLiteral("pause"), tr("Pause"));
    d->pause->setKeyHint(tr("F8"));
    connect(d->pause, &QPushButton::clicked, this, [this] {
        // Feedback at once; the new phase is told by whoever runs it.
        d->keepKeyboard();
        d->pause->setEnabled(false);
        if (isUnderWay(d->phase))
            emit pauseRequested();
        else
            emit resumeRequested();
    });
    d->cancel = addHeadAction(QStringLiteral("cancelRetrieval"), QStringLiteral("close"), tr("Cancel"));
    d->cancel->setHelp(tr("Stop here. Everything received is kept."));
    connect(d->cancel, &QPushButton::clicked, this, [this] {
        // Feedback at once; the end of the retrieval is reported by whoever runs it.
        d->keepKeyboard();
        d->cancel->setEnabled(false);
        emit cancelRequested();
    });

    d->panel = new LedgerPanel(theme);
    d->notice = new Notice(theme, Notice::Form::Inline);
    d->notice->setObjectName(QStringLiteral("retrievalNotice"));
    d->notice->hide();
    connect(d->notice, &Notice::actionTriggered, this, [this](const QString &id) {
        if (id == showMissingAction())
            d->notice->openFold();
        else
            emit noticeActionTriggered(id);
    });

    d->silence = new Notice(theme, Notice::Form::Inline);
    d->silence->setObjectName(QStringLiteral("silenceNotice"));
    d->silence->hide();
    connect(d->silence, &Notice::actionTriggered, this, [this](const QString &id) {
        d->silence->hide();
        if (id == QLatin1String("wait"))
            emit waitRequested();
        else
            emit cancelRequested();
    });

    d->rows = new ProgressModel(this);
    d->view = new QTreeView;
    describe(d->view, QStringLiteral("seriesProgress"), tr("Progress by series"));
    d->view->setModel(d->rows);
    d->view->setItemDelegate(new ProgressDelegate(theme, d->rows, d->view));
    auto *header = new Header(theme, d->view);
    d->view->setHeader(header);
    showAsRows(d->view);
    header->setFirstSectionInset(52);
    header->setStretchLastSection(false);
    header->setSectionResizeMode(QHeaderView::Fixed);
    header->setSectionResizeMode(Series, QHeaderView::Stretch);
    header->resizeSection(Via, 160);
    header->resizeSection(Progress, 248);
    header->resizeSection(State, 136);
    header->resizeSection(Rate, 96);

    const auto raise = [this](const QModelIndex &index) {
        const ProgressRow &row = d->rows->at(index.row());
        if (isUnderWay(d->phase) && isOpen(row))
            emit seriesRaised(row.row.uid);
    };
    connect(d->view, &QTreeView::clicked, this, raise);
    connect(d->view, &QTreeView::activated, this, raise);

    d->events = new EventModel(this);
    d->side = new QWidget;
    d->side->setFixedWidth(296);
    const auto sideTitle = [&](const QString &word, const QString &about) {
        auto *title = ground("raised");
        title->setFixedHeight(metrics::rowHeader - 1);
        auto *titleRow = new QHBoxLayout(title);
        titleRow->setContentsMargins(metrics::listPadding, 0, metrics::listPadding, 0);
        titleRow->addWidget(label(theme, Type::Strong, Tone::Text, word));
        titleRow->addStretch();
        titleRow->addWidget(label(theme, Type::Small, Tone::Text2, about));
        return title;
    };
    d->arrivedTitle = sideTitle(tr("Arrived"), tr("first image of each series"));
    d->arrivedTitle->setObjectName(QStringLiteral("arrivedTitle"));
    d->arrivedTitle->hide();
    auto *eventList = new QListView;
    describe(eventList, QStringLiteral("eventList"), tr("Events, newest first"));
    eventList->setModel(d->events);
    eventList->setItemDelegate(new EventDelegate(theme, d->events, eventList));
    eventList->setUniformItemSizes(true);
    eventList->setFrameShape(QFrame::NoFrame);
    eventList->setSelectionMode(QAbstractItemView::NoSelection);
    eventList->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    eventList->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    d->sideColumn = new QVBoxLayout(d->side);
    d->sideColumn->setContentsMargins(0, 0, 0, 0);
    d->sideColumn->setSpacing(0);
    d->sideColumn->addWidget(d->arrivedTitle);
    d->sideColumn->addWidget(sideTitle(tr("Events"), tr("newest first")));
    d->sideColumn->addWidget(hairline(Qt::Horizontal));
    d->sideColumn->addSpacing(4);
    d->sideColumn->addWidget(eventList, 1);

    auto *row = new QHBoxLayout;
    row->setSpacing(0);
    row->addWidget(d->view, 1);
    row->addWidget(hairline(Qt::Vertical));
    row->addWidget(d->side);
    bodyLayout()->addWidget(d->panel);
    bodyLayout()->addWidget(d->notice);
    bodyLayout()->addWidget(d->silence);
    bodyLayout()->addLayout(row, 1);

    d->second = new QTimer(this);
    d->second->setInterval(1000);
    connect(d->second, &QTimer::timeout, this, [this] { d->showWords(); });
    d->soon = new QTimer(this);
    d->soon->setSingleShot(true);
    d->soon->setInterval(metrics::repaintEvery);
    connect(d->soon, &QTimer::timeout, this, [this] {
        if (d->isShowDue) {
            d->show();
            d->soon->start();
        }
    });

    d->record = addFootAction(QStringLiteral("retrievalRecord"), {}, tr("Retrieval record…"));
    d->record->setHelp(tr("What was asked for, what came, when and from where"));
    connect(d->record, &QPushButton::clicked, this, &RetrievalPage::recordRequested);
    describe(primary(), QStringLiteral("viewImages"), tr("View"));
    primary()->setIconName(QStringLiteral("viewing"));
    primary()->setKeyHint(tr("Ctrl+Enter"));
    connect(primary(), &QPushButton::clicked, this, &RetrievalPage::viewRequested);
    setPhase(Phase::Idle);
}

RetrievalPage::~RetrievalPage() = default;

void RetrievalPage::setSeries(const QList<SeriesRow> &series)
{
    d->rows->set(series);
    d->view->setFocusPolicy(series.isEmpty() ? Qt::NoFocus : Qt::StrongFocus); // nothing would show it there
    d->events->clear();
    d->ledger = {};
    d->pace.start();
    d->announcedQuarter = 0;
    d->announcedMissing = false;
    d->announcedPhase.reset();
    d->panel->expectedBytes.reset();
    d->country.clear();
    d->since = {};
    d->patientCompared = false;
    d->verdict = model::PatientVerdict::Unchecked;
    setNotice(std::nullopt);
    d->show();
}

void RetrievalPage::setVia(const model::SeriesUid &series, const QString &via, const QString &reason)
{
    d->rows->setVia(series, via, reason);
}

void RetrievalPage::showApartDeleted()
{
    setSentence(tr("Stopped: this may be another patient. What was set apart is deleted."));
    setFootText(iconOf(Verdict::Info), Colour::Text2, {}, tr("Nothing of it is kept."));
}

QString RetrievalPage::countsIn(const model::Ledger &ledger)
{
    return tr("Requested %1, received %2, verified %3, missing %4")
        .arg(ledger.requested ? number(*ledger.requested) : tr("not told"), number(ledger.received),
             number(ledger.verified), isMissingKnown(ledger) ? number(ledger.missing) : tr("not told"));
}

void RetrievalPage::setLedger(const model::Ledger &ledger)
{
    if (ledger.nextTry != d->ledger.nextTry)
        d->nextTry.setRemainingTime(ledger.nextTry);
    d->ledger = ledger;
    d->pace.add(ledger.bytes);
    // At once, so that the window says the same number everywhere, but not more often than it can be read.
    if (d->soon->isActive()) {
        d->isShowDue = true;
    } else {
        d->show();
        d->soon->start();
    }
}

void RetrievalPage::setExpectedBytes(std::optional<qint64> bytes)
{
    d->panel->expectedBytes = bytes;
    d->panel->update();
}

QString RetrievalPage::showMissingAction()
{
    return QStringLiteral("showMissing");
}

void RetrievalPage::setSource(const QString &country, const QTime &since)
{
    d->country = country;
    d->since = since;
    d->showWords();
}

void RetrievalPage::setPatientCompared(bool compared)
{
    d->patientCompared = compared;
    d->showWords();
}

void RetrievalPage::setVerdict(model::PatientVerdict verdict)
{
    d->verdict = verdict;
    d->showWords();
}

void RetrievalPage::setArrivedStrip(QWidget *strip)
{
    delete d->arrived;
    d->arrived = strip;
    d->sideColumn->insertWidget(1, hairline(Qt::Horizontal));
    d->sideColumn->insertWidget(2, strip);
    d->sideColumn->insertWidget(3, hairline(Qt::Horizontal));
    d->arrivedTitle->show();
}

void RetrievalPage::setPhase(Phase phase)
{
    if (phase == Phase::Receiving && d->phase != phase)
        d->pace.start(); // a pause does not count
    d->phase = phase;
    if (!isUnderWay(phase))
        setSilence({});
    d->pause->setEnabled(true);
    if (phase == Phase::Retrying)
        d->second->start();
    else
        d->second->stop();
    d->rows->setPhase(phase);
    // The last counts are shown together with the end, not after it.
    d->show();
}

RetrievalPage::Phase RetrievalPage::phase() const
{
    return d->phase;
}

void RetrievalPage::addEvent(Verdict verdict, const QString &text, const QTime &time)
{
    d->events->add({time, verdict, text});
}

void RetrievalPage::setNotice(const std::optional<NoticeText> &notice)
{
    d->notice->setVisible(notice.has_value());
    if (notice)
        d->notice->setText(*notice);
}

void RetrievalPage::setIdentityHidden(bool hidden)
{
    d->notice->setIdentityHidden(hidden);
}

void RetrievalPage::setSilence(std::chrono::seconds silence, const QTime &lastByte)
{
    if (silence.count() < 1 || !isUnderWay(d->phase)) {
        d->silence->hide();
        return;
    }
    const QString headline =
        tr("%1 has been silent for %2 s.")
            .arg(d->country.isEmpty() ? tr("The other side") : d->country, number(int(silence.count())));
    if (!d->silence->isHidden()) // what the pointer aims at stays where it is
        return d->silence->setHeadline(headline);
    d->silence->setText(NoticeText{
        .icon = QStringLiteral("waiting"),
        .weight = NoticeText::Weight::Warning,
        .headline = headline,
        .sentences = {tr("The connection is open, nothing comes. Some archives fetch from tape first.")},
        .advice = tr("Keep waiting, or stop. Everything received is kept."),
        .actions = {{QStringLiteral("wait"), tr("Wait two minutes more")}, {QStringLiteral("stop"), tr("Stop")}},
        .foldTitle = tr("What the connection tells"),
        .foldText =
            (lastByte.isValid() ? tr("The last byte came at %1.").arg(lastByte.toString(QStringLiteral("HH:mm:ss")))
                                : tr("No byte has come yet.")) +
            u'\n' + tr("%n requests are open.", nullptr, d->ledger.requestsUnderWay),
    });
    d->silence->show();
}

QWidget *RetrievalPage::firstFocus() const
{
    return d->view;
}

void RetrievalPage::Private::show()
{
    isShowDue = false;
    rows->update(ledger);
    panel->ledger = ledger;
    panel->phase = phase;
    panel->rate = phase == Phase::Receiving ? pace.rate() : 0;
    panel->update();
    showWords();
    announce();
}

//! A button that is disabled or goes would hand the keyboard on to whatever comes next in the window.
void RetrievalPage::Private::keepKeyboard()
{
    if (pause->hasFocus() || cancel->hasFocus())
        page->firstFocus()->setFocus();
}

void RetrievalPage::Private::showWords()
{
    const bool running = isUnderWay(phase);
    const bool paused = phase == Phase::Paused;
    if (!running && !paused)
        keepKeyboard();
    pause->setVisible(running || paused);
    pause->setText(paused ? tr("Resume") : tr("Pause"));
    pause->setIconName(paused ? QStringLiteral("resume") : QStringLiteral("pause"));
    pause->setAccessibleName(pause->text());
    pause->setHelp(paused ? tr("Go on and receive what is missing")
                          : tr("Close the connections; everything received is kept"));
    cancel->setVisible(running || paused);
    if (running && phase != Phase::Receiving)
        cancel->setEnabled(true);
    record->setVisible(phase != Phase::Idle);
    const bool missing = ledger.missing > 0 && !running && !paused && phase != Phase::Withdrawn;
    fetchMissing->setVisible(missing);
    fetchMissing->setText(ledger.missing == 1
                              ? tr("Fetch only this one")
                              : grouped(tr("Fetch only these %n", nullptr, ledger.missing), ledger.missing));

    const bool anything = ledger.verified > 0;
    page->primary()->setEnabled(anything);
    page->primary()->setText(running || paused                       ? tr("View what has arrived")
                             : phase == Phase::Incomplete || missing ? tr("View anyway")
                                                                     : tr("View"));
    page->primary()->setAccessibleName(page->primary()->text());
    page->primary()->setHelp(anything ? QString() : tr("Nothing has arrived yet"));

    const QString counts = ledger.requested ? tr("%1 of %2").arg(number(ledger.verified), number(*ledger.requested))
                                            : number(ledger.verified);
    int complete = 0;
    for (const ProgressRow &row : rows->rows())
        complete += row.counts.state == SeriesState::Complete;
    const int all = int(rows->rows().size());
    QString soFar = all > 0 ? tr("%1 of %2 series are complete.").arg(number(complete), number(all))
                            : tr("%1 images are here and whole.").arg(number(ledger.verified));
    if (patientCompared && ledger.verified > 0)
        soFar += u' ' + tr("None of the %1 verified images names another patient.").arg(number(ledger.verified));
    switch (phase) {
    case Phase::Idle:
        page->setSentence(tr("Nothing is being received."));
        page->setFootText({}, Colour::Text2, {}, tr("Tick what you need in Selection, then retrieve it."));
        break;
    case Phase::Estimating:
        page->setSentence(tr("Finding out what there is to receive."));
        page->setFootText(iconOf(Verdict::Running), Colour::Accent, {}, tr("Asking for the list of images."));
        break;
    case Phase::Waiting:
        page->setSentence(tr("Waiting for the first image. Some archives fetch from tape first."));
        page->setFootText(iconOf(Verdict::Waiting), Colour::Text2, {}, tr("The request has been sent."));
        break;
    case Phase::Receiving:
        page->setSentence(
            country.isEmpty() ? tr("Receiving. You may look at what has arrived while the rest comes.")
            : since.isValid()
                ? tr("Receiving from %1 since %2. You may look at what has arrived while the rest comes.")
                      .arg(country, since.toString(QStringLiteral("HH:mm")))
                : tr("Receiving from %1. You may look at what has arrived while the rest comes.").arg(country));
        page->setFootText(iconOf(Verdict::Running), Colour::Accent, {}, soFar);
        break;
    case Phase::Retrying: {
        const qint64 left = (std::max<qint64>(0, nextTry.remainingTime()) + 999) / 1000;
        page->setSentence(left > 0 ? tr("The other side did not answer as it should. Trying again in %1 s.").arg(left)
                                   : tr("The other side did not answer as it should. Trying again."));
        page->setFootText(iconOf(Verdict::Waiting), Colour::Text2, {}, soFar);
        break;
    }
    case Phase::Paused:
        page->setSentence(tr("Paused. No connection is open. %1 images are here and whole.").arg(counts));
        page->setFootText(iconOf(Verdict::Paused), Colour::Text2, {}, tr("Resuming fetches only what is missing."));
        break;
    case Phase::Complete:
        showComplete(counts);
        break;
    case Phase::Incomplete:
        page->setSentence(tr("Incomplete: %1. Look at it knowing that it is incomplete.").arg(counts));
        page->setFootText(iconOf(Verdict::Missing), Colour::Fail, {},
                          ledger.missing == 0   ? tr("Not everything came. Everything received is kept.")
                          : ledger.missing == 1 ? tr("1 image is missing. Everything received is kept.")
                                                : grouped(tr("%n images are missing. Everything received is kept.",
                                                             nullptr, ledger.missing),
                                                          ledger.missing));
        break;
    case Phase::Stopped:
        page->setSentence(tr("Stopped by you. %1 images are here and whole.").arg(counts));
        page->setFootText(iconOf(Verdict::Info), Colour::Text2, {}, keptWords());
        break;
    case Phase::Withdrawn:
        page->setSentence(tr("Stopped: this may be another patient. What there is of the study is set apart."));
        page->setFootText(iconOf(Verdict::Fail), Colour::Fail, {}, tr("Nothing of it is shown. Only you can decide."));
        break;
    case Phase::Failed:
        page->setSentence(tr("Nothing more could be fetched. %1 images are here and whole.").arg(counts));
        page->setFootText(iconOf(Verdict::Fail), Colour::Fail, {}, keptWords());
        break;
    }
}

QString RetrievalPage::Private::keptWords() const
{
    return ledger.verified > 0 ? tr("Everything received is kept.") : tr("Nothing was received.");
}

//! Says no more of what came than what was looked at: against a list only where there was one, and the patient only
//! where the images name her.
void RetrievalPage::Private::showComplete(const QString &counts)
{
    using PatientVerdict = model::PatientVerdict;
    const bool isListed = ledger.requested.has_value();
    if (isListed)
        page->setSentence(tr("Complete: %1. Everything that was asked for is here.").arg(counts));
    else
        page->setSentence(
            grouped(tr("%n images came and the answer was closed properly. No list said how many there are.", nullptr,
                       ledger.verified),
                    ledger.verified));
    if (isListed && verdict == PatientVerdict::Match)
        return page->setFootText(iconOf(Verdict::Pass), Colour::Ok, {},
                                 tr("All verified: the list, the patient, each image's own identifiers."));
    const QString patient = verdict == PatientVerdict::Match ? tr("The patient is the confirmed one.")
                            : verdict == PatientVerdict::Unchecked
                                ? tr("The patient was not compared.")
                                : tr("Some images name the patient in another way or not at all.");
    page->setFootText(iconOf(Verdict::Info), Colour::Text2, {},
                      (isListed
                           ? tr("Verified: the list, each image's own identifiers.")
                           : tr("Verified: each image's own identifiers. There was no list to hold them against.")) +
                          u' ' + patient);
}

//! Screen readers hear of milestones only: every quarter, the first missing image, a pause, the end.
void RetrievalPage::Private::announce()
{
    const int quarter = ledger.requested.value_or(0) > 0 ? ledger.verified * 4 / *ledger.requested : 0;
    const bool missing = ledger.missing > 0;
    const bool turned = announcedPhase && *announcedPhase != phase && !isUnderWay(phase);
    announcedPhase = phase;
    if (quarter == announcedQuarter && missing == announcedMissing && !turned)
        return;
    announcedQuarter = quarter;
    announcedMissing = missing;
    const QString counts = countsIn(panel->ledger);
    panel->setAccessibleDescription(turned ? page->sentence() + u' ' + counts : counts);
    QAccessibleEvent event(panel, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&event);
}

} // namespace ui
