#include <ui/MainWindow.h>

#include "Metrics.h"
#include "Paint.h"
#include "PlainToolTips.h"
#include "StepRail.h"
#include "Widgets.h"
#include "Words.h"

#include <ui/Dock.h>
#include <ui/Page.h>

#include <QAbstractItemView>
#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenuBar>
#include <QPointer>
#include <QRadioButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>
#include <iterator>

namespace ui {
namespace {

//! A label above a value, both on one line each.
class BannerCell final : public QWidget
{
public:
    BannerCell(Theme &theme, const char *valueName, Type type)
    {
        auto *layout = new QVBoxLayout(this);
        layout->setContentsMargins(24, 0, 24, 0);
        layout->setSpacing(0);
        m_label = label(theme, Type::Micro, Tone::Text2);
        m_label->setFixedHeight(16);
        m_value = label(theme, type, Tone::Text);
        m_value->setObjectName(QLatin1StringView(valueName));
        m_value->setFixedHeight(20);
        m_value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        layout->addStretch();
        layout->addWidget(m_label);
        layout->addWidget(m_value);
        layout->addStretch();
    }

    void setTexts(const QString &name, const QString &value)
    {
        m_label->setText(name);
        m_value->setText(value);
        m_value->setAccessibleName(name);
        setVisible(!value.isEmpty());
    }

private:
    QLabel *m_label;
    QLabel *m_value;
};

QWidget *separator(int height)
{
    auto *line = hairline(Qt::Vertical);
    line->setFixedHeight(height);
    return line;
}

class Banner final : public QWidget
{
public:
    explicit Banner(Theme &theme)
    {
        describe(this, QStringLiteral("patientBanner"), MainWindow::tr("Patient"));
        setAttribute(Qt::WA_StyledBackground);
        setProperty("ground", QStringLiteral("raised"));
        setFixedHeight(metrics::patientBanner);

        m_first = new QWidget;
        auto *icon = new Glyph(theme, 24);
        icon->draw(QStringLiteral("patient"), Colour::Text);
        m_confirmedWord = label(theme, Type::Body, Tone::Text2);
        m_confirmedWord->setWordWrap(true);
        m_confirmedAt = label(theme, Type::Small, Tone::Text2);
        auto *words = new QVBoxLayout;
        words->setSpacing(0);
        words->addStretch();
        words->addWidget(m_confirmedWord);
        words->addWidget(m_confirmedAt);
        words->addStretch();
        m_words = new QWidget;
        m_words->setLayout(words);
        words->setContentsMargins(0, 0, 0, 0);
        auto *first = new QHBoxLayout(m_first);
        first->setContentsMargins(20, 0, 0, 0);
        first->setSpacing(14);
        first->addWidget(icon);
        first->addWidget(m_words, 1);

        m_nobody = label(theme, Type::Body, Tone::Text2);
        m_nobody->setContentsMargins(24, 0, 0, 0);
        m_nameEdge = separator(32);
        m_name = label(theme, Type::Identity, Tone::Text);
        m_name->setObjectName(QStringLiteral("bannerName"));
        m_name->setContentsMargins(24, 0, 24, 0);
        m_name->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        m_born = new BannerCell(theme, "bannerBorn", Type::Body);
        m_gender = new BannerCell(theme, "bannerGender", Type::Body);
        m_identifier = new BannerCell(theme, "bannerIdentifier", Type::MonoField);
        m_purpose = new BannerCell(theme, "bannerPurpose", Type::Body);
        m_received = new BannerCell(theme, "bannerReceivedFrom", Type::Body);
        m_received->layout()->setContentsMargins(12, 0, 16, 0);
        m_code = new Tag(theme, QSize(32, 24));
        change = new Button(theme, Button::Look::Plain, MainWindow::tr("Change patient…"));
        change->setObjectName(QStringLiteral("changePatient"));
        change->setHelp(MainWindow::tr("Leave this patient and search for another"));
        change->setAccessibleName(MainWindow::tr("Change patient…"));
        m_edges = {separator(32), separator(32), separator(32), separator(32)};

        m_person = new QWidget;
        auto *person = new QHBoxLayout(m_person);
        person->setContentsMargins(0, 0, 16, 0);
        person->setSpacing(0);
        person->addWidget(m_nameEdge, 0, Qt::AlignVCenter);
        person->addWidget(m_name);
        person->addWidget(m_edges[0], 0, Qt::AlignVCenter);
        person->addWidget(m_born);
        person->addWidget(m_edges[1], 0, Qt::AlignVCenter);
        person->addWidget(m_gender);
        person->addWidget(m_edges[2], 0, Qt::AlignVCenter);
        person->addWidget(m_identifier);
        person->addStretch(1);
        person->addWidget(m_purpose);
        person->addWidget(m_edges[3], 0, Qt::AlignVCenter);
        person->addSpacing(24);
        person->addWidget(m_code);
        person->addWidget(m_received);
        person->addSpacing(8);
        person->addWidget(change);

        auto *row = new QHBoxLayout;
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(0);
        row->addWidget(m_first);
        row->addWidget(m_nobody, 1);
        row->addWidget(m_person, 1);
        auto *all = new QVBoxLayout(this);
        all->setContentsMargins(0, 0, 0, 0);
        all->setSpacing(0);
        all->addWidget(holding(row), 1);
        all->addWidget(hairline(Qt::Horizontal, Edge::Strong));
        setPatient(std::nullopt);
        setNarrow(false);
    }

    void setLocalFiles(bool local)
    {
        m_local = local;
        showNobody();
    }
    //! Nothing of what is seen came from a contact point.
    bool isAllLocal() const { return m_local && !m_known; }

    void setIdentityHidden(bool hidden)
    {
        m_isHidden = hidden;
        setPatient(m_patient);
    }

    void setPatient(const std::optional<BannerText> &patient)
    {
        m_patient = patient;
        m_known = patient.has_value();
        m_nobody->setVisible(!m_known);
        m_person->setVisible(m_known);
        showNobody();
        QFont font = m_confirmedAt->font();
        font.setPixelSize(m_known ? 12 : 13);
        m_confirmedWord->setFont(font);
        m_confirmedAt->setVisible(m_known);
        const BannerText text = shown();
        m_confirmedAt->setText(text.confirmedAt);
        m_fullName = text.name;
        m_name->setText(m_fullName);
        m_born->setTexts(m_isHidden ? MainWindow::tr("Age") : MainWindow::tr("Born"), text.born);
        m_gender->setTexts(MainWindow::tr("Gender"), text.gender);
        m_identifier->setTexts(text.identifierLabel, text.identifier);
        m_purpose->setTexts(MainWindow::tr("Purpose of use"), text.purpose);
        m_received->setTexts(MainWindow::tr("Received from"), text.receivedFrom);
        m_code->setText(text.countryCode);
        m_code->setToolTip(text.receivedFrom);
        m_code->setVisible(!text.countryCode.isEmpty());
        m_edges[0]->setVisible(!text.born.isEmpty());
        m_edges[1]->setVisible(!text.gender.isEmpty());
        m_edges[2]->setVisible(!text.identifier.isEmpty());
        m_hasPurpose = !text.purpose.isEmpty();
        giveWay(width());
        setAccessibleDescription(
            m_known ? QStringLiteral("%1, %2, %3, %4").arg(text.name, text.born, text.gender, text.identifier)
                    : m_nobody->text());
    }

    void setNarrow(bool narrow)
    {
        m_first->setFixedWidth(narrow ? metrics::stepRailNarrow : metrics::stepRail);
        // Alone in its cell the drawing stands in the middle, above the numbers of the rail.
        m_first->layout()->setContentsMargins(narrow && m_known ? 16 : 20, 0, narrow && m_known ? 16 : 0, 0);
        m_first->layout()->setSpacing(narrow && m_known ? 0 : 14);
        // With nobody confirmed the cell keeps its words: there is room and they are all that is said.
        m_words->setVisible(!narrow || !m_known);
        giveWay(width());
        if (narrow && !m_known)
            m_first->setFixedWidth(metrics::stepRail);
    }

    Button *change = nullptr;

protected:
    void resizeEvent(QResizeEvent *event) override
    {
        giveWay(width());
        QWidget::resizeEvent(event);
    }

private:
    //! Without all that tells who she is, where that is wanted.
    BannerText shown() const
    {
        BannerText text = m_patient.value_or(BannerText());
        if (m_known && m_isHidden) {
            text.name = MainWindow::tr("Patient A");
            text.born = text.age;
            text.identifier.clear();
        }
        return text;
    }

    void showNobody()
    {
        m_confirmedWord->setText(m_known   ? MainWindow::tr("Confirmed")
                                 : m_local ? MainWindow::tr("Files from this computer")
                                           : MainWindow::tr("No patient confirmed"));
        m_nobody->setText(m_local
                              ? MainWindow::tr("Whose they are is told by the files alone; no patient was confirmed.")
                              : MainWindow::tr("Studies and images are asked for once a patient is confirmed."));
        if (!m_known)
            setAccessibleDescription(m_nobody->text());
    }

    //! The purpose goes first when there is no room, then the words of the country; the name is elided last.
    void giveWay(int room)
    {
        const bool shown = m_hasPurpose && room >= 1200;
        m_purpose->setVisible(shown);
        m_edges[3]->setVisible(shown);
        m_received->setVisible(m_known && room >= 1100);
        const int side = room >= 1000 ? 24 : 12;
        for (BannerCell *cell : {m_born, m_gender, m_identifier, m_purpose})
            cell->layout()->setContentsMargins(side, 0, side, 0);
        m_name->setContentsMargins(side, 0, side, 0);

        change->setText(room >= 900 ? MainWindow::tr("Change patient…") : MainWindow::tr("Change…"));
        int taken = m_first->width() + m_person->layout()->contentsMargins().right();
        for (int i = 0; i < m_person->layout()->count(); ++i) {
            QLayoutItem *item = m_person->layout()->itemAt(i);
            if (item->widget() != m_name && !item->isEmpty())
                taken += item->sizeHint().width();
            else if (item->spacerItem())
                taken += item->spacerItem()->sizeHint().width();
        }
        const int left = std::max(72, room - taken - 2 * side);
        m_name->setText(QFontMetrics(m_name->font()).elidedText(m_fullName, Qt::ElideRight, left));
        m_name->setToolTip(m_fullName);
    }

    std::optional<BannerText> m_patient;
    bool m_isHidden = false;
    bool m_known = false;
    bool m_local = false;
    bool m_hasPurpose = false;
    QString m_fullName;
    QWidget *m_first = nullptr;
    QWidget *m_words = nullptr;
    QWidget *m_person = nullptr;
    QWidget *m_nameEdge = nullptr;
    QLabel *m_confirmedWord = nullptr;
    QLabel *m_confirmedAt = nullptr;
    QLabel *m_nobody = nullptr;
    QLabel *m_name = nullptr;
    BannerCell *m_born = nullptr;
    BannerCell *m_gender = nullptr;
    BannerCell *m_identifier = nullptr;
    BannerCell *m_purpose = nullptr;
    BannerCell *m_received = nullptr;
    Tag *m_code = nullptr;
    std::array<QWidget *, 4> m_edges{};
};

class Strip final : public QWidget
{
public:
    explicit Strip(Theme &theme)
    {
        setObjectName(QStringLiteral("statusStrip"));
        setAttribute(Qt::WA_StyledBackground);
        setProperty("ground", QStringLiteral("window"));
        setFixedHeight(metrics::statusStrip);
        auto *shield = new Glyph(theme, 14);
        shield->draw(QStringLiteral("shield"), Colour::Text);
        auto *warning = label(theme, Type::Micro, Tone::Text, MainWindow::tr("Not for primary diagnosis"));
        warning->setObjectName(QStringLiteral("statusNotForDiagnosis"));
        QFont heavy = theme.font(Type::Strong);
        heavy.setPixelSize(11);
        warning->setFont(heavy);
        ledger = label(theme, Type::Micro, Tone::Text2);
        ledger->setFont(heavy);
        ledger->setObjectName(QStringLiteral("statusLedger"));
        ledger->setMinimumWidth(1); // a long sentence does not make the window wide
        ledgerEdge = separator(16);
        m_row = new QHBoxLayout;
        m_row->setContentsMargins(16, 0, 16, 0);
        m_row->setSpacing(0);
        m_row->addWidget(shield);
        m_row->addSpacing(6);
        m_row->addWidget(warning);
        m_row->addSpacing(12);
        m_row->addWidget(ledgerEdge, 0, Qt::AlignVCenter);
        m_row->addSpacing(12);
        m_row->addWidget(ledger);
        m_row->addStretch(1);
        profile = cell(theme, "statusProfile", QString());
        tls = cell(theme, "statusTls", QStringLiteral("lock"));
        store = cell(theme, "statusStore", QString());
        auto *all = new QVBoxLayout(this);
        all->setContentsMargins(0, 0, 0, 0);
        all->setSpacing(0);
        all->addWidget(hairline(Qt::Horizontal));
        all->addWidget(holding(m_row), 1);
        setLedger(QString());
        setCells({});
    }

    void setLedger(const QString &text)
    {
        ledger->setText(text);
        ledger->setToolTip(text);
        ledger->setVisible(!text.isEmpty());
        ledgerEdge->setVisible(!text.isEmpty());
        giveWay();
    }

    void setCells(const StatusCells &cells)
    {
        profile->setText(cells.profile);
        tls->setText(cells.tls);
        setStore(cells.store);
    }

    void setStore(const QString &text)
    {
        store->setText(text);
        giveWay();
    }

    //! Where the files are of this computer, a contact point and how it is reached are not what they came by.
    void setLocal(bool local)
    {
        m_isLocal = local;
        giveWay();
    }

protected:
    void resizeEvent(QResizeEvent *event) override
    {
        giveWay();
        QWidget::resizeEvent(event);
    }

private:
    //! What was requested and what is missing is always whole; the cells at the right go where there is no room.
    void giveWay()
    {
        for (const QLabel *cell : {profile, store, tls})
            cell->parentWidget()->setVisible(!cell->text().isEmpty() && (cell == store || !m_isLocal));
        for (const QLabel *cell : {profile, store, tls}) {
            m_row->invalidate();
            if (m_row->sizeHint().width() <= width())
                break;
            cell->parentWidget()->hide();
        }
    }

    QLabel *cell(Theme &theme, const char *name, const QString &icon)
    {
        auto *holder = new QWidget;
        auto *row = new QHBoxLayout(holder);
        row->setContentsMargins(12, 0, 0, 0);
        row->setSpacing(0);
        row->addWidget(separator(16), 0, Qt::AlignVCenter);
        row->addSpacing(12);
        if (!icon.isEmpty()) {
            auto *glyph = new Glyph(theme, 12);
            glyph->draw(icon, Colour::Text2);
            row->addWidget(glyph);
            row->addSpacing(6);
        }
        auto *text = label(theme, Type::Micro, Tone::Text2);
        text->setObjectName(QLatin1StringView(name));
        row->addWidget(text);
        m_row->addWidget(holder);
        return text;
    }

    bool m_isLocal = false;
    QHBoxLayout *m_row = nullptr;
    QLabel *ledger = nullptr;
    QWidget *ledgerEdge = nullptr;
    QLabel *profile = nullptr;
    QLabel *tls = nullptr;
    QLabel *store = nullptr;
};

//! A toggle in the menu bar: icon, word and a figure.
class MenuBarButton final : public PaintedButton
{
public:
    MenuBarButton(Theme &theme, const QString &icon, const QString &word) : m_theme(theme), m_icon(icon)
    {
        setText(word);
        setCheckable(true);
        setFixedHeight(metrics::buttonSmall);
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
        setFocusPolicy(Qt::TabFocus);
        setAttribute(Qt::WA_Hover);
    }

    void setCount(int count)
    {
        m_count = count > 0 ? number(count) : QString();
        setAccessibleName(QStringList{text(), m_count}.join(u' ').trimmed());
        updateGeometry();
        update();
    }

    QSize sizeHint() const override
    {
        int width = 8 + 16 + 6 + widthOf(text(), m_theme.font(Type::Body)) + 10;
        if (!m_count.isEmpty())
            width += 6 + widthOf(m_count, m_theme.font(Type::Strong));
        return {width, metrics::buttonSmall};
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        if (isChecked() || underMouse()) {
            painter.setPen(isChecked() ? QPen(m_theme.colour(Colour::Accent)) : QPen(Qt::NoPen));
            painter.setBrush(m_theme.colour(isChecked() ? Colour::Selected : Colour::Hover));
            painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::radius, metrics::radius);
        }
        paintGlyph(painter, m_theme, QRect(8, 0, 16, height()), m_icon, Colour::Text);
        const int x = 30;
        const int used = paintText(painter, QRect(x, 0, width() - x, height()), text(), m_theme.font(Type::Body),
                                   m_theme.colour(Colour::Text));
        paintText(painter, QRect(x + used + 6, 0, width() - x - used - 6, height()), m_count,
                  m_theme.font(Type::Strong), m_theme.colour(Colour::Text));
        if (hasFocus())
            paintFocusRing(painter, m_theme, rect());
    }

private:
    Theme &m_theme;
    QString m_icon;
    QString m_count;
};

//! Which key does what, over a veil. Escape, a click beside it or the same key closes it.
class KeyMap final : public QWidget
{
public:
    using Lines = QList<std::pair<QString, QString>>;

    KeyMap(Theme &theme, const Lines &everywhere, MainWindow *window)
        : QWidget(window),
          m_theme(theme),
          m_window(window),
          m_everywhere(everywhere),
          m_before(QApplication::focusWidget())
    {
        describe(this, QStringLiteral("keyMapSheet"), MainWindow::tr("Keys"));
        setAttribute(Qt::WA_DeleteOnClose);
        setFocusPolicy(Qt::StrongFocus);
        // Inside of it the focus may move, between the maps.
        connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) {
            if (now && now != this && !isAncestorOf(now))
                close();
        });
    }

    void fill(const ViewingKeys &viewing)
    {
        const bool isFirst = !m_sheet;
        delete std::exchange(m_sheet, nullptr);
        m_sheet = new QFrame(this);
        m_sheet->setAttribute(Qt::WA_StyledBackground);
        m_sheet->setStyleSheet(
            QStringLiteral(".QFrame { background: %1; border: 1px solid %2; } QScrollArea, #keyMapLines { background: "
                           "%1; border: none; }")
                .arg(m_theme.colour(Colour::Page).name(), m_theme.colour(Colour::LineStrong).name()));
        auto *head = new QHBoxLayout;
        head->setSpacing(8);
        head->addWidget(label(m_theme, Type::Title, Tone::Text, MainWindow::tr("Keys")));
        head->addStretch();
        if (!viewing.maps.isEmpty())
            head->addWidget(label(m_theme, Type::Body, Tone::Text2, MainWindow::tr("In Viewing as in")));
        QWidget *focus = this;
        for (int i = 0; i < viewing.maps.size(); ++i) {
            auto *map = new QRadioButton(viewing.maps[i], m_sheet);
            map->setFont(m_theme.font(Type::Body));
            map->setObjectName(QStringLiteral("keyMap%1").arg(i));
            map->setChecked(i == viewing.chosen);
            // The button goes with the sheet that is made anew.
            connect(
                map, &QRadioButton::clicked, m_window, [window = m_window, i] { emit window->keyMapChosen(i); },
                Qt::QueuedConnection);
            head->addWidget(map);
            if (i == viewing.chosen)
                focus = map;
        }
        QWidget *lines = nullptr;
        for (int columns = 3; columns > 0; --columns) { // as many as the words of the language leave room for
            delete lines;
            lines = new QWidget;
            lines->setObjectName(QStringLiteral("keyMapLines"));
            fillLines(*lines, viewing.lines, columns);
            if (lines->sizeHint().width() + 64 <= m_window->width() - 16)
                break;
        }
        auto *area = new QScrollArea(m_sheet);
        area->setWidgetResizable(true);
        area->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
        area->setFocusPolicy(Qt::NoFocus);
        area->setWidget(lines);
        auto *layout = new QVBoxLayout(m_sheet);
        layout->setContentsMargins(24, 16, 24, 16);
        layout->setSpacing(12);
        layout->addLayout(head);
        layout->addWidget(area, 1);
        setGeometry(m_window->rect());
        m_wanted = lines->sizeHint() + QSize(64, 96);
        place();
        m_sheet->show();
        if (isFirst) {
            show();
            raise();
        }
        focus->setFocus();
    }

protected:
    void paintEvent(QPaintEvent *) override { QPainter(this).fillRect(rect(), QColor(0, 0, 0, 82)); }
    void resizeEvent(QResizeEvent *) override { place(); }
    void mousePressEvent(QMouseEvent *event) override
    {
        if (!m_sheet->geometry().contains(event->position().toPoint()))
            leave();
    }
    void keyPressEvent(QKeyEvent *event) override
    {
        if (event->key() == Qt::Key_Escape || event->key() == Qt::Key_Question || event->key() == Qt::Key_F1)
            leave();
    }

private:
    void fillLines(QWidget &into, const Lines &viewing, int columns)
    {
        Lines all{{QString(), MainWindow::tr("Everywhere")}};
        all += m_everywhere;
        if (!viewing.isEmpty())
            all.append({QString(), MainWindow::tr("In Viewing")});
        all += viewing;
        auto *grid = new QGridLayout(&into);
        grid->setContentsMargins(0, 0, 0, 0);
        grid->setHorizontalSpacing(16);
        grid->setVerticalSpacing(2);
        const int rows = int(all.size() + columns - 1) / columns;
        for (int i = 0; i < all.size(); ++i) {
            const auto &[key, deed] = all[i];
            const int column = i / rows * 3; // the third is the gap
            grid->setColumnMinimumWidth(column + 2, 16);
            if (key.isEmpty()) {
                grid->addWidget(label(m_theme, Type::Strong, Tone::Text, deed), i % rows, column, 1, 2);
                continue;
            }
            grid->addWidget(label(m_theme, Type::Mono, Tone::Text, key), i % rows, column);
            grid->addWidget(label(m_theme, Type::Body, Tone::Text2, deed), i % rows, column + 1);
        }
        grid->setRowStretch(rows, 1);
    }

    void place()
    {
        if (!m_sheet)
            return;
        m_sheet->resize(m_wanted.boundedTo(size() - QSize(16, 16)));
        m_sheet->move((width() - m_sheet->width()) / 2, (height() - m_sheet->height()) / 2);
    }

    void leave()
    {
        if (m_before)
            m_before->setFocus();
        close();
    }

    Theme &m_theme;
    MainWindow *m_window;
    Lines m_everywhere;
    QFrame *m_sheet = nullptr;
    QSize m_wanted;
    QPointer<QWidget> m_before;
};

bool isFocusable(const QWidget *widget)
{
    return widget->focusPolicy() & Qt::TabFocus && widget->isEnabled() && widget->isVisible();
}

//! The first widget in `area` that takes the keyboard, in tab order.
QWidget *firstFocusIn(QWidget *area)
{
    for (QWidget *next = area->nextInFocusChain(); next && next != area; next = next->nextInFocusChain()) {
        if (area->isAncestorOf(next) && isFocusable(next))
            return next;
    }
    return isFocusable(area) ? area : nullptr;
}

} // namespace

class MainWindow::Private
{
public:
    Private(Theme &aTheme, MainWindow *aWindow) : theme(aTheme), window(aWindow) {}

    QAction *action(Menu menu, const char *name, const QString &text, const QList<QKeySequence> &keys);
    void goTo(Step step);
    Step reachedFrom(Step step, int by) const;
    void updateRail();
    void updateActions();
    void moveArea(int by);
    void fitMenuBar();
    QWidget *currentWidget() const
    {
        const auto at = std::size_t(rail->step());
        return onSide ? sidePages[at] : pages[at];
    }
    Page *currentPage() const { return qobject_cast<Page *>(currentWidget()); }
    void showKeyMap();

    Theme &theme;
    MainWindow *window;
    std::array<QMenu *, 8> menus{};
    Banner *banner = nullptr;
    StepRail *rail = nullptr;
    QStackedWidget *stack = nullptr;
    QMainWindow *dockArea = nullptr; //!< holds the pages and what is docked beside them
    QHBoxLayout *menuBarButtons = nullptr;
    QList<Dock *> docks;
    bool closeGuarded = false;
    Strip *strip = nullptr;
    std::array<QPointer<QWidget>, stepCount> pages;
    std::array<QPointer<QWidget>, stepCount> sidePages;
    bool onSide = false; //!< the side page of the current step is shown
    std::array<QPointer<QWidget>, stepCount> focusOf;
    QHash<QWidget *, QPointer<QWidget>> leftIn; //!< by area, what had the focus when F6 left it
    std::array<QAction *, stepCount> stepActions{};
    QAction *back = nullptr;
    QAction *forward = nullptr;
    QAction *changePatient = nullptr;
    std::optional<bool> narrowByHand;
    QPointer<KeyMap> keyMap;
    ViewingKeys viewingKeys;
};

QAction *MainWindow::Private::action(Menu menu, const char *name, const QString &text, const QList<QKeySequence> &keys)
{
    auto *action = new QAction(text, window);
    action->setObjectName(QLatin1StringView(name));
    action->setShortcuts(keys);
    window->addMenuAction(menu, action);
    return action;
}

MainWindow::MainWindow(Theme &theme, QWidget *parent) : QMainWindow(parent), d(std::make_unique<Private>(theme, this))
{
    setWindowTitle(QStringLiteral("Borderlight"));
    setObjectName(QStringLiteral("mainWindow"));
    qApp->installEventFilter(new PlainToolTips(this));

    // One less for the line below it.
    menuBar()->setFixedHeight(metrics::menuStrip - 1);
    menuBar()->setFont(theme.font(Type::Body));
    menuBar()->setNativeMenuBar(false);
    const std::array titles = {tr("&File"),  tr("&Go"),    tr("&Patient"), tr("&Study"),
                               tr("&Image"), tr("&Tools"), tr("&Window"),  tr("&Help")};
    for (std::size_t i = 0; i < titles.size(); ++i) {
        d->menus[i] = menuBar()->addMenu(titles[i]);
        d->menus[i]->menuAction()->setVisible(false);
    }

    d->banner = new Banner(theme);
    d->rail = new StepRail(theme);
    d->stack = new QStackedWidget;
    d->stack->setObjectName(QStringLiteral("stepPages"));
    d->strip = new Strip(theme);
    for (int i = 0; i < stepCount; ++i)
        d->stack->addWidget(ground("page"));

    auto *corner = new QWidget;
    d->menuBarButtons = new QHBoxLayout(corner);
    d->menuBarButtons->setContentsMargins(0, 4, 12, 3); // a corner widget sits at the top of the bar
    d->menuBarButtons->setSpacing(8);
    menuBar()->setCornerWidget(corner);

    // A window of its own inside this one, so that docks lie below the pages and not below the status strip.
    d->dockArea = new QMainWindow(nullptr, Qt::Widget);
    d->dockArea->setObjectName(QStringLiteral("dockArea"));
    d->dockArea->setDockOptions(QMainWindow::AllowTabbedDocks);
    d->dockArea->setContextMenuPolicy(Qt::NoContextMenu);
    d->dockArea->setCentralWidget(d->stack);

    auto *middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(d->rail);
    middle->addWidget(d->dockArea, 1);
    auto *centre = new QWidget;
    auto *column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(hairline(Qt::Horizontal));
    column->addWidget(d->banner);
    column->addLayout(middle, 1);
    column->addWidget(d->strip);
    setCentralWidget(centre);

    using Keys = QList<QKeySequence>;
    connect(d->action(Menu::File, "actionQuit", tr("&Quit"), Keys{QKeySequence(Qt::CTRL | Qt::Key_Q)}),
            &QAction::triggered, this, &QWidget::close);

    for (int i = 0; i < stepCount; ++i) {
        const QByteArray name = "actionStep" + QByteArray::number(i + 1);
        d->stepActions[std::size_t(i)] = d->action(Menu::Go, name.constData(), nameOf(Step(i)),
                                                   Keys{QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + i))});
        connect(d->stepActions[std::size_t(i)], &QAction::triggered, this, [this, i] { d->goTo(Step(i)); });
    }
    d->menus[std::size_t(Menu::Go)]->addSeparator();
    d->back = d->action(Menu::Go, "actionBack", tr("&Back"), Keys{QKeySequence(Qt::ALT | Qt::Key_Left)});
    d->forward = d->action(Menu::Go, "actionForward", tr("For&ward"), Keys{QKeySequence(Qt::ALT | Qt::Key_Right)});
    connect(d->back, &QAction::triggered, this, [this] { d->goTo(d->reachedFrom(currentStep(), -1)); });
    connect(d->forward, &QAction::triggered, this, [this] { d->goTo(d->reachedFrom(currentStep(), 1)); });
    d->menus[std::size_t(Menu::Go)]->addSeparator();
    connect(d->action(Menu::Go, "actionPrimary", tr("&Primary action of the step"),
                      Keys{QKeySequence(Qt::CTRL | Qt::Key_Enter), QKeySequence(Qt::CTRL | Qt::Key_Return)}),
            &QAction::triggered, this, [this] {
                if (Page *page = d->currentPage(); page && page->primary()->isVisible())
                    page->primary()->click();
            });
    connect(d->action(Menu::Go, "actionNextArea", tr("&Next area"), Keys{QKeySequence(Qt::Key_F6)}),
            &QAction::triggered, this, [this] { d->moveArea(1); });
    connect(d->action(Menu::Go, "actionPreviousArea", tr("Pre&vious area"), Keys{QKeySequence(Qt::SHIFT | Qt::Key_F6)}),
            &QAction::triggered, this, [this] { d->moveArea(-1); });

    d->changePatient = d->action(Menu::Patient, "actionChangePatient", tr("&Change patient…"), {});
    d->changePatient->setEnabled(false);
    connect(d->changePatient, &QAction::triggered, this, &MainWindow::changePatientRequested);
    QAction *hide = d->action(Menu::Patient, "actionHideIdentity", tr("&Hide identity in banner and pictures"),
                              Keys{QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_H)});
    hide->setCheckable(true);
    connect(hide, &QAction::toggled, this, [this](bool hidden) {
        d->banner->setIdentityHidden(hidden);
        emit identityHidden(hidden);
    });
    connect(d->banner->change, &QPushButton::clicked, this, &MainWindow::changePatientRequested);

    connect(d->action(Menu::Study, "actionAskAgain", tr("&Ask again"), Keys{QKeySequence(Qt::Key_F5)}),
            &QAction::triggered, this, [this] {
                if (Page *page = d->currentPage(); page && page->refreshButton() && page->refreshButton()->isVisible())
                    page->refreshButton()->click();
            });
    connect(d->action(Menu::Study, "actionFilter", tr("&Filter the list"), Keys{QKeySequence(Qt::CTRL | Qt::Key_F)}),
            &QAction::triggered, this, [this] {
                if (Page *page = d->currentPage(); page && page->filterField())
                    page->filterField()->setFocus(Qt::ShortcutFocusReason);
            });

    auto *styles = new QActionGroup(this);
    const auto addStyle = [&](const char *name, const QString &text, Style style) {
        QAction *action = d->action(Menu::Window, name, text, {});
        action->setCheckable(true);
        action->setChecked(theme.style() == style);
        styles->addAction(action);
        connect(action, &QAction::triggered, this, [this, style] { d->theme.apply(style); });
        connect(&d->theme, &Theme::changed, action,
                [this, action, style] { action->setChecked(d->theme.style() == style); });
    };
    addStyle("actionLight", tr("&Light"), Style::Light);
    addStyle("actionDark", tr("&Dark"), Style::Dark);
    addStyle("actionSystem", tr("As the des&ktop"), Style::System);
    d->menus[std::size_t(Menu::Window)]->addSeparator();
    connect(d->action(Menu::Window, "actionRail", tr("&Rail wide or narrow"), Keys{QKeySequence(Qt::CTRL | Qt::Key_B)}),
            &QAction::triggered, this, [this] {
                d->narrowByHand = !d->rail->isNarrow();
                d->updateRail();
            });
    connect(d->action(Menu::Help, "actionKeyMap", tr("&Keys"),
                      Keys{QKeySequence(Qt::Key_F1), QKeySequence(Qt::Key_Question),
                           QKeySequence(Qt::SHIFT | Qt::Key_Question)}),
            &QAction::triggered, this, [this] { d->showKeyMap(); });

    connect(d->rail, &StepRail::stepRequested, this, [this](Step step) { d->goTo(step); });
    connect(d->rail, &StepRail::keyMapRequested, this, [this] { d->showKeyMap(); });
    setMinimumSize(QSize(800, 480).boundedTo(screen()->availableSize()));
    // The size that the pages are drawn for, where the screen has room for it.
    resize(QSize(1440, 900).boundedTo(screen()->availableSize()));
    d->updateActions();
    d->updateRail();
}

MainWindow::~MainWindow() = default;

void MainWindow::setPage(Step step, QWidget *page)
{
    const int at = int(step);
    QWidget *before = d->stack->widget(at);
    const bool shown = d->stack->currentIndex() == at;
    d->stack->insertWidget(at, page);
    d->stack->removeWidget(before);
    delete before;
    d->pages[std::size_t(at)] = page;
    if (shown)
        d->stack->setCurrentIndex(at);
    if (shown && isVisible())
        setStep(step);
}

QWidget *MainWindow::page(Step step) const
{
    return d->pages[std::size_t(step)];
}

void MainWindow::setStep(Step step)
{
    const auto before = std::size_t(d->rail->step());
    QWidget *focused = QApplication::focusWidget();
    if (d->pages[before] && focused && d->pages[before]->isAncestorOf(focused))
        d->focusOf[before] = focused;
    d->onSide = false;
    d->rail->setStep(step);
    d->stack->setCurrentIndex(int(step));
    d->updateRail();
    d->updateActions();
    const auto now = std::size_t(step);
    if (d->focusOf[now] && isFocusable(d->focusOf[now]))
        d->focusOf[now]->setFocus();
    else if (Page *page = d->currentPage())
        page->firstFocus()->setFocus();
    else if (d->pages[now])
        d->pages[now]->setFocus();
    emit stepShown(step);
}

void MainWindow::setSidePage(Step step, QWidget *page)
{
    d->stack->addWidget(page);
    d->sidePages[std::size_t(step)] = page;
}

void MainWindow::showSidePage(Step step)
{
    QWidget *page = d->sidePages[std::size_t(step)];
    if (!page)
        return;
    setStep(step);
    if (d->pages[std::size_t(step)]->isAncestorOf(QApplication::focusWidget()))
        d->focusOf[std::size_t(step)] = QApplication::focusWidget();
    d->onSide = true;
    d->stack->setCurrentWidget(page);
    d->updateActions();
    if (Page *side = d->currentPage())
        side->firstFocus()->setFocus();
    else
        page->setFocus();
}

Step MainWindow::currentStep() const
{
    return d->rail->step();
}

void MainWindow::setStepState(Step step, StepState state, const QString &summary)
{
    d->rail->setState(step, state, summary);
    d->updateActions();
}

StepState MainWindow::stepState(Step step) const
{
    return d->rail->state(step);
}

void MainWindow::setPatient(const std::optional<BannerText> &patient)
{
    d->banner->setPatient(patient);
    d->strip->setLocal(d->banner->isAllLocal());
    d->changePatient->setEnabled(patient.has_value());
    d->updateRail();
}

void MainWindow::setLocalFiles(bool local)
{
    d->banner->setLocalFiles(local);
    d->strip->setLocal(d->banner->isAllLocal());
}

void MainWindow::setLedgerText(const QString &text)
{
    d->strip->setLedger(text);
}

void MainWindow::setStatusCells(const StatusCells &cells)
{
    d->strip->setCells(cells);
}

void MainWindow::setStoreText(const QString &text)
{
    d->strip->setStore(text);
}

void MainWindow::addMenuAction(Menu menu, QAction *action)
{
    QMenu *target = d->menus[std::size_t(menu)];
    const QList<QAction *> actions = target->actions();
    const auto quit = std::find_if(actions.begin(), actions.end(), [](const QAction *one) {
        return one->objectName() == QStringLiteral("actionQuit");
    });
    if (quit != actions.end()) { // it stays the last, below a line
        const bool isFirst = quit == actions.begin();
        QAction *before = isFirst ? target->insertSeparator(*quit) : *std::prev(quit);
        target->insertAction(before, action);
    } else {
        target->addAction(action);
    }
    target->menuAction()->setVisible(true);
}

void MainWindow::setCloseGuarded(bool guarded)
{
    d->closeGuarded = guarded;
}

void MainWindow::closeForGood()
{
    d->closeGuarded = false;
    close();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (d->closeGuarded) {
        event->ignore();
        emit closeRequested();
        return;
    }
    QMainWindow::closeEvent(event);
}

void MainWindow::addDock(Dock *dock, const QKeySequence &key, Menu menu)
{
    d->dockArea->addDockWidget(Qt::BottomDockWidgetArea, dock);
    if (!d->docks.isEmpty())
        d->dockArea->tabifyDockWidget(d->docks.first(), dock);
    d->docks.append(dock);
    dock->close();
    const auto nameTabs = [area = d->dockArea] { // Qt makes the bars of tabs as it needs them
        for (auto *bar : area->findChildren<QTabBar *>())
            describe(bar, QStringLiteral("dockTabs"), tr("Panes"));
    };
    nameTabs();
    connect(dock, &QDockWidget::visibilityChanged, d->dockArea, nameTabs);

    QAction *toggle = dock->toggleViewAction();
    toggle->setObjectName(QStringLiteral("action_") + dock->objectName());
    toggle->setShortcut(key);
    toggle->setShortcutContext(Qt::WindowShortcut);
    addMenuAction(menu, toggle);
    auto *button = new MenuBarButton(d->theme, dock->iconName(), dock->windowTitle());
    button->setObjectName(dock->objectName() + QStringLiteral("Button"));
    button->setToolTip(
        tr("%1, %2", "what a button opens, its key").arg(dock->windowTitle(), key.toString(QKeySequence::NativeText)));
    button->setCount(dock->count());
    d->menuBarButtons->addWidget(button);
    connect(dock, &Dock::countChanged, button, [this, button](int count) {
        button->setCount(count);
        d->fitMenuBar();
    });
    connect(button, &QAbstractButton::clicked, toggle, &QAction::trigger);
    connect(toggle, &QAction::toggled, button, &QAbstractButton::setChecked);
    connect(toggle, &QAction::triggered, dock, [this, dock](bool open) {
        if (open) {
            dock->raise();
            dock->firstFocus()->setFocus(Qt::ShortcutFocusReason);
        }
    });
    connect(dock, &Dock::leftByKeyboard, this, [this] { setStep(currentStep()); });
    d->fitMenuBar();
}

void MainWindow::setDockOffered(Dock *dock, bool offered)
{
    dock->toggleViewAction()->setVisible(offered);
    findChild<QWidget *>(dock->objectName() + QStringLiteral("Button"))->setVisible(offered);
    if (!offered)
        dock->close();
    d->fitMenuBar();
}

//! A corner widget is placed when the bar is laid out, not when its own size changes.
void MainWindow::Private::fitMenuBar()
{
    QWidget *corner = window->menuBar()->cornerWidget();
    menuBarButtons->activate();
    corner->adjustSize();
    window->menuBar()->setCornerWidget(corner);
    corner->show();
}

namespace {
constexpr int docksVersion = 1;
}

QByteArray MainWindow::savedDocks() const
{
    return d->dockArea->saveState(docksVersion);
}

void MainWindow::restoreDocks(const QByteArray &saved)
{
    d->dockArea->restoreState(saved, docksVersion);
    for (Dock *dock : std::as_const(d->docks)) {
        // The screen on which it floated may be gone.
        if (dock->isFloating() && !QGuiApplication::screenAt(dock->geometry().center()))
            dock->setFloating(false);
        if (!dock->toggleViewAction()->isVisible())
            dock->close();
    }
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    d->updateRail();
    if (d->keyMap)
        d->keyMap->setGeometry(rect());
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        update();
}

void MainWindow::Private::goTo(Step step)
{
    if (int(step) < 0 || int(step) >= stepCount || step == rail->step() || rail->state(step) == StepState::NotReached)
        return;
    emit window->stepRequested(step);
}

void MainWindow::Private::updateRail()
{
    const bool narrow = narrowByHand.value_or(window->width() < metrics::narrowBelow || rail->step() == Step::Viewing);
    rail->setNarrow(narrow);
    banner->setNarrow(narrow);
}

void MainWindow::Private::updateActions()
{
    const int current = int(rail->step());
    for (int i = 0; i < stepCount; ++i)
        stepActions[std::size_t(i)]->setEnabled(i == current || rail->state(Step(i)) != StepState::NotReached);
    back->setEnabled(reachedFrom(rail->step(), -1) != rail->step());
    forward->setEnabled(reachedFrom(rail->step(), 1) != rail->step());
}

//! The next step in that direction that can be gone to; a report leads past some. Itself where there is none.
Step MainWindow::Private::reachedFrom(Step step, int by) const
{
    for (int next = int(step) + by; next >= 0 && next < stepCount; next += by)
        if (rail->state(Step(next)) != StepState::NotReached)
            return Step(next);
    return step;
}

void MainWindow::Private::moveArea(int by)
{
    QList<QWidget *> areas;
    if (Page *page = currentPage())
        areas << page->body() << page->foot() << page->head();
    else if (QWidget *foreign = currentWidget())
        areas << foreign;
    for (Dock *dock : std::as_const(docks)) {
        if (dock->isVisible())
            areas << dock;
    }
    areas << banner << rail; // an open menu would swallow the next F6; Alt marks one
    QWidget *focused = QApplication::focusWidget();
    qsizetype at = by > 0 ? -1 : 0;
    for (qsizetype i = 0; i < areas.size(); ++i) {
        if (focused && (areas[i] == focused || areas[i]->isAncestorOf(focused)))
            at = i;
    }
    if (at >= 0 && focused && (areas[at] == focused || areas[at]->isAncestorOf(focused)))
        leftIn.insert(areas[at], focused);
    // The tab order goes round the window and may enter an area anywhere; what one chooses first is told by the area.
    const auto firstOf = [this](QWidget *area) {
        if (QWidget *before = leftIn.value(area); before && area->isAncestorOf(before) && isFocusable(before))
            return before;
        QWidget *first = nullptr;
        if (area == rail)
            first = rail->firstFocus();
        else if (const auto *dock = qobject_cast<Dock *>(area))
            first = dock->firstFocus();
        return first && isFocusable(first) ? first : firstFocusIn(area);
    };
    for (qsizetype tried = 0; tried < areas.size(); ++tried) {
        at = (at + by + areas.size()) % areas.size();
        if (QWidget *first = firstOf(areas[at])) {
            first->setFocus(Qt::ShortcutFocusReason);
            return;
        }
    }
}

void MainWindow::setViewingKeys(const ViewingKeys &keys)
{
    d->viewingKeys = keys;
    if (d->keyMap)
        d->keyMap->fill(keys);
}

void MainWindow::Private::showKeyMap()
{
    if (keyMap) {
        keyMap->close();
        return;
    }
    QList<std::pair<QString, QString>> lines;
    for (QMenu *menu : menus) {
        for (QAction *action : menu->actions()) {
            if (action->shortcut().isEmpty() || !action->isVisible())
                continue;
            QString text = action->text();
            text.remove(u'&').remove(u'…');
            lines.append({action->shortcut().toString(QKeySequence::NativeText), text});
        }
    }
    lines.append({tr("Space"), tr("Tick the row; make a candidate current")});
    lines.append({tr("Enter"), tr("Open the row's details")});
    lines.append({tr("Right, Left, *"), tr("Open, close, open all below")});
    lines.append({tr("Menu"), tr("Sort the list; the tools of a picture")});
    lines.append({tr("Ctrl+A"), tr("Tick all studies that are shown, or none")});
    lines.append({tr("Ctrl+C"), tr("Copy the row's identifier")});
    lines.append({tr("Ctrl+Shift+T"), tr("In Selection: only what is ticked")});
    lines.append({tr("Ctrl+Shift+K"), tr("In Selection: only key images")});
    lines.append({tr("Ctrl++, -, 0"), tr("Report pages: larger, smaller, fitted")});
    lines.append({tr("Esc"), tr("Close a fold, empty a filter")});
    lines.append({tr("?"), tr("These keys")});
    keyMap = new KeyMap(theme, lines, window);
    keyMap->fill(viewingKeys);
}

} // namespace ui
