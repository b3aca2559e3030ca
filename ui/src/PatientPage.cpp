#include <ui/PatientPage.h>

#include "Comparison.h"
#include "Metrics.h"
#include "Paint.h"
#include "Widgets.h"
#include "Words.h"

#include <QAbstractListModel>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QListView>
#include <QLocale>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QTimer>
#include <QTreeView>
#include <QVBoxLayout>

namespace ui {
namespace {

constexpr int traitRole = Qt::UserRole + 1;

QString nameOf(const model::Patient &patient)
{
    QStringList names{patient.family, patient.given.join(u' ')};
    names.removeAll(QString());
    return names.join(QStringLiteral(", "));
}

QString ageText(const QString &birthDate)
{
    const QDate born = QDate::fromString(birthDate.left(10), Qt::ISODate);
    if (!born.isValid())
        return {};
    const QDate today = QDate::currentDate();
    int years = today.year() - born.year();
    if (QDate(2000, today.month(), today.day()) < QDate(2000, born.month(), born.day()))
        --years;
    return years == 1 ? PatientPage::tr("1 year") : PatientPage::tr("%n years", nullptr, years);
}

//! The candidates as received, and which of them was made current.
class CandidateModel final : public QAbstractListModel
{
public:
    using QAbstractListModel::QAbstractListModel;

    void set(const QList<model::Patient> &patients)
    {
        beginResetModel();
        m_patients = patients;
        m_chosen = -1;
        endResetModel();
    }
    void choose(int row)
    {
        m_chosen = row;
        refresh();
    }
    void setStale(bool stale)
    {
        if (m_stale == stale)
            return;
        m_stale = stale;
        refresh();
    }
    void setIdentityHidden(bool hidden)
    {
        m_isHidden = hidden;
        refresh();
    }
    bool isIdentityHidden() const { return m_isHidden; }
    int chosen() const { return m_chosen; }
    bool isStale() const { return m_stale; }
    const model::Patient &at(int row) const { return m_patients[row]; }
    //! Without what tells who it is, where that is wanted.
    auto shown(int row) const
    {
        model::Patient patient = m_patients[row];
        if (m_isHidden) {
            patient.family = PatientPage::tr("Patient %1", "a letter").arg(QChar(u'A' + row % 26));
            patient.given.clear();
            patient.identifiers.clear();
        }
        return patient;
    }
    QString bornText(int row) const
    {
        return m_isHidden ? ageText(m_patients[row].birthDate) : fhirDateText(m_patients[row].birthDate);
    }

    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_patients.size());
    }

    QVariant data(const QModelIndex &index, int role) const override
    {
        const model::Patient patient = shown(index.row());
        switch (role) {
        case Qt::DisplayRole:
            return nameOf(patient);
        case Qt::CheckStateRole:
            return index.row() == m_chosen ? Qt::Checked : Qt::Unchecked;
        case Qt::AccessibleTextRole: {
            QStringList words{nameOf(patient)};
            for (const model::PatientIdentifier &identifier : patient.identifiers)
                words << identifier.value;
            words << bornText(index.row()) << genderText(patient.gender) << recordWord(patient);
            if (const QString link = linkWord(index.row()); !link.isEmpty())
                words << link;
            if (const QString grade = matchWord(patient); !grade.isEmpty())
                words << PatientPage::tr("match by the server's own grade: %1").arg(grade);
            words << (index.row() == m_chosen ? PatientPage::tr("current") : PatientPage::tr("not current"));
            return words.join(QStringLiteral(", "));
        }
        default:
            return {};
        }
    }

    //! What a server that grades its answers says of this one: "certain, 0.99"; empty: it does not grade.
    static QString matchWord(const model::Patient &patient)
    {
        QStringList words;
        if (patient.matchGrade == QStringLiteral("certain"))
            words << PatientPage::tr("certain");
        else if (patient.matchGrade == QStringLiteral("probable"))
            words << PatientPage::tr("probable");
        else if (patient.matchGrade == QStringLiteral("possible"))
            words << PatientPage::tr("possible");
        else if (patient.matchGrade == QStringLiteral("certainly-not"))
            words << PatientPage::tr("certainly not");
        else if (!patient.matchGrade.isEmpty())
            words << patient.matchGrade;
        if (patient.matchScore)
            words << QLocale().toString(*patient.matchScore, 'f', 2);
        return words.join(QStringLiteral(", "));
    }
    bool isGraded() const
    {
        return std::any_of(m_patients.begin(), m_patients.end(),
                           [](const model::Patient &patient) { return !matchWord(patient).isEmpty(); });
    }

    static QString recordWord(const model::Patient &patient)
    {
        return !patient.replacedBy.isEmpty() ? PatientPage::tr("Replaced")
               : patient.active              ? PatientPage::tr("Active")
                                             : PatientPage::tr("Closed");
    }

    //! The candidate that replaces this one; -1: it is not among them.
    int successorOf(int row) const
    {
        const QString id = m_patients[row].replacedBy.section(u'/', -1);
        for (int other = 0; other < m_patients.size(); ++other)
            if (other != row && !id.isEmpty() && m_patients[other].id == id)
                return other;
        return -1;
    }

    //! Which record stands for this one, or for which this one stands; empty: it is on its own.
    QString linkWord(int row) const
    {
        const model::Patient &patient = m_patients[row];
        if (m_isHidden && !patient.replacedBy.isEmpty())
            return PatientPage::tr("Replaced by another record");
        if (!patient.replacedBy.isEmpty()) {
            const int successor = successorOf(row);
            return PatientPage::tr("Replaced by %1", "a number or record")
                .arg(successor >= 0 ? numberOf(m_patients[successor], patient) : patient.replacedBy.section(u'/', -1));
        }
        QStringList replaced;
        for (int other = 0; other < m_patients.size(); ++other)
            if (!m_patients[other].replacedBy.isEmpty() && successorOf(other) == row)
                replaced << numberOf(m_patients[other], patient);
        return replaced.isEmpty() ? QString()
               : m_isHidden
                   ? PatientPage::tr("Replaces another record")
                   : PatientPage::tr("Replaces %1", "numbers or records").arg(replaced.join(QStringLiteral(", ")));
    }

private:
    //! What tells it from the other: a number that only it has, else the name that its server gave the record.
    static QString numberOf(const model::Patient &patient, const model::Patient &other)
    {
        for (const model::PatientIdentifier &identifier : patient.identifiers)
            if (!other.identifiers.contains(identifier))
                return identifier.value;
        return patient.id;
    }
    void refresh()
    {
        if (!m_patients.isEmpty())
            emit dataChanged(index(0), index(int(m_patients.size()) - 1));
    }

    QList<model::Patient> m_patients;
    int m_chosen = -1;
    bool m_stale = false;
    bool m_isHidden = false;
};

//! Where the columns of the candidates begin.
struct CandidateColumns
{
    explicit CandidateColumns(int width)
        : born(std::max(232, width * 43 / 100)), record(std::max(born + 136, width * 64 / 100))
    {}
    int name = 48;
    int born;
    int record;
};

constexpr int matchWidth = 144;

class CandidateHeader final : public QWidget
{
public:
    CandidateHeader(Theme &theme, const CandidateModel *model) : m_theme(theme), m_model(*model)
    {
        setFixedHeight(metrics::rowHeader);
        connect(model, &QAbstractItemModel::modelReset, this, qOverload<>(&QWidget::update));
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), m_theme.colour(Colour::Raised));
        painter.fillRect(QRect(0, height() - 1, width(), 1), m_theme.colour(Colour::Line));
        const CandidateColumns columns(width());
        const auto title = [&](int left, int right, const QString &text) {
            paintText(painter, QRect(left, 0, right - left - 8, height()), text, m_theme.font(Type::Small),
                      m_theme.colour(Colour::Text2));
        };
        title(columns.name, columns.born, PatientPage::tr("Name and identifier"));
        title(columns.born, columns.record, PatientPage::tr("Born"));
        title(columns.record, width(), PatientPage::tr("Record"));
        if (m_model.isGraded())
            paintText(painter, QRect(width() - matchWidth, 0, matchWidth - 16, height()), PatientPage::tr("Match"),
                      m_theme.font(Type::Small), m_theme.colour(Colour::Text2), Qt::AlignRight | Qt::AlignVCenter);
    }

private:
    Theme &m_theme;
    const CandidateModel &m_model;
};

class CandidateDelegate final : public QStyledItemDelegate
{
public:
    CandidateDelegate(Theme &theme, const CandidateModel *model, QObject *parent)
        : QStyledItemDelegate(parent), m_theme(theme), m_model(*model)
    {}

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {0, metrics::rowCandidate};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const model::Patient patient = m_model.shown(index.row());
        const bool current = m_model.chosen() == index.row();
        const QRect row = option.rect;
        const CandidateColumns columns(row.width());
        const QColor ink = m_theme.colour(m_model.isStale() ? Colour::Text2 : Colour::Text);
        const QColor quiet = m_theme.colour(Colour::Text2);
        const QFont small = m_theme.font(Type::Small);
        const int first = row.top() + 13;
        const int second = row.top() + 33;
        painter->save();
        paintRowGround(*painter, m_theme, row, option.state & QStyle::State_MouseOver, current, true);
        paintRadio(*painter, m_theme, QRect(row.left() + 16, row.top() + 24, 16, 16), current);

        const int nameEnd = row.left() + columns.born - 16;
        const QRect name(row.left() + columns.name, first, nameEnd - row.left() - columns.name, 20);
        const int used = paintText(*painter, name, patient.family, m_theme.font(Type::Strong), ink);
        if (!patient.given.isEmpty())
            paintText(*painter, name.adjusted(used, 0, 0, 0),
                      (patient.family.isEmpty() ? QString() : QStringLiteral(", ")) + patient.given.join(u' '),
                      m_theme.font(Type::Body), ink);
        QStringList identifiers;
        for (const model::PatientIdentifier &identifier : patient.identifiers)
            identifiers << identifier.value;
        paintText(*painter, QRect(name.left(), second, name.width(), 18), identifiers.join(QStringLiteral("  ")),
                  m_theme.font(Type::Mono), quiet);

        const QRect born(row.left() + columns.born, first, columns.record - columns.born - 8, 20);
        const QString date = m_model.bornText(index.row());
        paintText(*painter, born, date.isEmpty() ? PatientPage::tr("Not told") : date, m_theme.font(Type::Body), ink);
        QStringList about{m_model.isIdentityHidden() ? QString() : ageText(patient.birthDate),
                          genderText(patient.gender).toLower()};
        about.removeAll(QString());
        paintText(*painter, QRect(born.left(), second, born.width(), 18), about.join(QStringLiteral(", ")), small,
                  quiet);

        const bool replaced = !patient.replacedBy.isEmpty();
        const Verdict verdict = replaced ? Verdict::Info : patient.active ? Verdict::Pass : Verdict::Warn;
        const QString link = m_model.linkWord(index.row());
        const int recordTop = !link.isEmpty() || !patient.active ? first : row.top() + 22;
        paintGlyph(*painter, m_theme, QRect(row.left() + columns.record, recordTop, 16, 20), iconOf(verdict),
                   colourOf(verdict));
        const QString grade = CandidateModel::matchWord(patient);
        if (!grade.isEmpty()) {
            const QRect match(row.right() - matchWidth, first, matchWidth - 16, 20);
            paintText(*painter, match, grade, m_theme.font(Type::Body), ink, Qt::AlignRight | Qt::AlignVCenter);
            paintText(*painter, QRect(match.left(), second, match.width(), 18), PatientPage::tr("server's own grade"),
                      small, quiet, Qt::AlignRight | Qt::AlignVCenter);
        }
        const int recordEnd = m_model.isGraded() ? matchWidth : 16;
        const QRect record(row.left() + columns.record + 22, recordTop, row.width() - columns.record - 22 - recordEnd,
                           20);
        paintText(*painter, record, CandidateModel::recordWord(patient), m_theme.font(Type::Body), ink);
        if (recordTop == first)
            paintText(*painter, QRect(row.left() + columns.record, second, record.width() + 22, 18),
                      link.isEmpty() ? PatientPage::tr("No longer kept up to date") : link, small, quiet);
        if (showsFocus(option))
            paintFocusRing(*painter, m_theme, row.adjusted(2, 0, 0, -1));
        painter->restore();
    }

private:
    Theme &m_theme;
    const CandidateModel &m_model;
};

//! Moving the cursor chooses nobody; a click or Space does.
class CandidateView final : public QListView
{
public:
    using QListView::QListView;
    std::function<void(int)> chosen;

protected:
    void keyPressEvent(QKeyEvent *event) override
    {
        if (event->key() == Qt::Key_Space && currentIndex().isValid()) {
            chosen(currentIndex().row());
            return;
        }
        if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
            return;
        QListView::keyPressEvent(event);
    }
};

class TraitDelegate final : public QStyledItemDelegate
{
public:
    TraitDelegate(Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme) {}

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {0, metrics::rowComparison};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const auto trait = index.siblingAtColumn(0).data(traitRole).value<ComparedTrait>();
        const QRect cell = option.rect;
        QRect text = cell.adjusted(index.column() == 0 ? metrics::listPadding : 8, 0, -4, -1);
        painter->save();
        painter->fillRect(QRect(cell.left(), cell.bottom(), cell.width(), 1), m_theme.colour(Colour::Line));
        const QColor ink = m_theme.colour(Colour::Text);
        switch (index.column()) {
        case 0:
            paintText(*painter, text, trait.name, m_theme.font(Type::Small), m_theme.colour(Colour::Text2));
            break;
        case 1:
        case 2: {
            const QString value = index.column() == 1 ? trait.asked : trait.answered;
            paintText(*painter, text, value.isEmpty() ? QStringLiteral("–") : value,
                      m_theme.font(trait.mono && !value.isEmpty() ? Type::Mono : Type::Body), ink);
            break;
        }
        default:
            paintGlyph(*painter, m_theme, QRect(text.left(), text.top(), 16, text.height()), iconOf(trait.verdict),
                       colourOf(trait.verdict));
            paintText(*painter, text.adjusted(22, 0, 0, 0), trait.word,
                      m_theme.font(trait.verdict == Verdict::Fail ? Type::Strong : Type::Body),
                      m_theme.colour(trait.verdict == Verdict::Fail   ? Colour::Fail
                                     : trait.verdict == Verdict::Pass ? Colour::Text2
                                                                      : Colour::Text));
            break;
        }
        if (showsFocus(option))
            paintFocusRing(*painter, m_theme, cell.adjusted(1, 1, -1, -2));
        painter->restore();
    }

private:
    Theme &m_theme;
};

//! Whether more than a number was asked.
bool hasTraits(const model::PatientQuery &query)
{
    return !query.name.isEmpty() || !query.family.isEmpty() || !query.given.isEmpty() || query.birthDate.isValid() ||
           !query.gender.isEmpty();
}

} // namespace

class PatientPage::Private
{
public:
    Private(PatientPage *aPage, Theme &aTheme) : page(aPage), theme(aTheme) {}

    QWidget *makeForm();
    QWidget *makeConfirmedLine();
    QWidget *makeAnswer();
    void orderTabs() const;
    QWidget *makeComparison();
    QWidget *group(const QString &title, QWidget *field, QLabel **titleLabel = nullptr);
    void edited();
    void judgeAge();
    void setFormOpen(bool open);
    static QString changedSince();
    void setAnswer(const NoticeText &text);
    void forgetWords();
    void teach();
    bool checkIdentifier(bool loud);
    void showIdentifierHint(const QString &text, bool wrong);
    void showRecordNotice();
    void showWhatIsNext();
    //! The candidate that replaces this one; -1: it is not among them.
    int successorOf(int row) const;
    bool checkDate();
    void search();
    void choose(int row);
    void compareChosen();
    void updatePrimary();
    const IdentifierSystem *system() const;
    int sentHeight() const;
    //! What is typed, from top to bottom.
    QList<Field *> fields() const { return {identifier, family, given, anyName, birthDate}; }

    PatientPage *page;
    Theme &theme;
    QString country;
    QList<IdentifierSystem> systems;
    model::PatientQuery asked;
    QString askedLabel;
    bool isWanting = false;    //!< an empty form was to be asked for
    bool isAnswered = false;   //!< by candidates or by words
    NoticeText answer;         //!< the words
    bool isAnswerLong = false; //!< more candidates than can be compared

    QLabel *formTitle = nullptr;
    QWidget *systemGroup = nullptr;
    QWidget *identifierGroup = nullptr;
    Choice *systemChoice = nullptr;
    QLabel *identifierTitle = nullptr;
    Field *identifier = nullptr;
    QLabel *identifierHint = nullptr;
    Field *family = nullptr;
    Field *given = nullptr;
    Field *anyName = nullptr;
    Field *birthDate = nullptr;
    QLabel *dateHint = nullptr;
    QWidget *dateChoice = nullptr; //!< of the days that figures alone can mean
    QList<Button *> days;
    Choice *gender = nullptr;
    Tick *match = nullptr;
    Button *searchButton = nullptr;
    FoldTitle *sentFold = nullptr;
    QPlainTextEdit *sent = nullptr;
    QTimer *editedSoon = nullptr;

    QWidget *formPart = nullptr;
    QWidget *confirmedLine = nullptr;
    QLabel *confirmedText = nullptr;
    std::pair<QString, QString> confirmedAs; //!< its words, and those while the identity is hidden
    Button *searchAnother = nullptr;
    QString askedAnyway; //!< a number with a wrong check character that is to be asked for all the same

    QStackedWidget *answers = nullptr;
    Notice *notice = nullptr;
    Notice *recordNotice = nullptr;
    QVBoxLayout *inlineNotices = nullptr;
    Skeleton *skeleton = nullptr;
    QWidget *listPage = nullptr;
    QLabel *count = nullptr;
    ElidedLabel *advice = nullptr;
    CandidateModel *candidates = nullptr;
    CandidateView *list = nullptr;
    QTreeView *comparison = nullptr;
    QStandardItemModel *traits = nullptr;
    QLabel *pickFirst = nullptr;
    QStackedWidget *comparisonStack = nullptr;
    Tick *treatment = nullptr;
    Tick *emergency = nullptr;
    Tick *involved = nullptr;
    Button *noneOfThese = nullptr;
};

PatientPage::PatientPage(Theme &theme, QWidget *parent)
    : Page(theme, tr("Patient"), parent), d(std::make_unique<Private>(this, theme))
{
    d->editedSoon = new QTimer(this);
    d->editedSoon->setSingleShot(true);
    d->editedSoon->setInterval(150);
    connect(d->editedSoon, &QTimer::timeout, this, [this] { emit queryEdited(query()); });

    auto *formRow = new QHBoxLayout;
    formRow->setContentsMargins(0, 0, 0, 0);
    formRow->setSpacing(0);
    formRow->addWidget(d->makeForm());
    formRow->addWidget(hairline(Qt::Vertical));
    d->formPart = holding(formRow);
    auto *row = new QHBoxLayout;
    row->setSpacing(0);
    row->addWidget(d->formPart);
    row->addWidget(d->makeAnswer(), 1);
    bodyLayout()->addWidget(d->makeConfirmedLine());
    bodyLayout()->addLayout(row, 1);

    d->noneOfThese = addFootAction(QStringLiteral("noneOfThese"), {}, tr("None of these"));
    d->noneOfThese->setHelp(tr("Take the mark away and go back to the form"));
    connect(d->noneOfThese, &QPushButton::clicked, this, [this] {
        d->choose(-1);
        firstFocus()->setFocus();
    });
    primary()->setText(tr("This is my patient"));
    describe(primary(), QStringLiteral("confirmPatient"), tr("This is my patient"));
    primary()->setKeyHint(tr("Ctrl+Enter"));
    connect(primary(), &QPushButton::clicked, this, [this] {
        if (const auto patient = currentCandidate())
            emit confirmed(*patient, d->emergency->isChecked() ? QStringLiteral("ETREAT") : QStringLiteral("TREAT"));
    });
    setCountry({});
    setIdentifierSystems({});
    setNothingAsked();
}

PatientPage::~PatientPage()
{
    hide(); // leaving a field judges what it holds, for which all must still be there
}

QWidget *PatientPage::Private::group(const QString &title, QWidget *field, QLabel **titleLabel)
{
    auto *holder = new QWidget;
    auto *column = new QVBoxLayout(holder);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    auto *name = label(theme, Type::Small, Tone::Text2, title);
    name->setBuddy(field);
    column->addWidget(name);
    column->addWidget(field);
    if (titleLabel)
        *titleLabel = name;
    return holder;
}

QWidget *PatientPage::Private::makeForm()
{
    formTitle = label(theme, Type::Strong, Tone::Text);
    systemChoice = new Choice(theme);
    describe(systemChoice, QStringLiteral("identifierSystem"), tr("Identifier system"));
    identifier = new Field(theme);
    identifier->setFont(theme.font(Type::MonoField));
    describe(identifier, QStringLiteral("identifier"), tr("Identifier"));
    identifierHint = label(theme, Type::Small, Tone::Text2);
    identifierHint->setObjectName(QStringLiteral("identifierHint"));
    identifierHint->setWordWrap(true);
    family = new Field(theme);
    describe(family, QStringLiteral("familyName"), tr("Family name"));
    given = new Field(theme);
    describe(given, QStringLiteral("givenNames"), tr("Given names"));
    anyName = new Field(theme);
    anyName->setHint(tr("beginning of any part"));
    describe(anyName, QStringLiteral("anyName"), tr("Any name"), tr("The beginning of a family or given name"));
    anyName->setToolTip(anyName->accessibleDescription());
    birthDate = new Field(theme);
    birthDate->setHint(tr("d MMM yyyy"));
    describe(birthDate, QStringLiteral("birthDate"), tr("Birth date"), tr("Day, month in letters, year"));
    dateHint = label(theme, Type::Small, Tone::Fail);
    dateHint->setObjectName(QStringLiteral("birthDateHint"));
    dateHint->setWordWrap(true);
    auto *dayRow = new QHBoxLayout;
    dayRow->setContentsMargins(0, 0, 0, 0);
    dayRow->setSpacing(12);
    for (const auto &name : {QStringLiteral("birthDateFirst"), QStringLiteral("birthDateSecond")}) {
        auto *day = new Button(theme, Button::Look::Small, {});
        describe(day, name, tr("Birth date"));
        connect(day, &QPushButton::clicked, page, [this, day] {
            birthDate->setText(day->text());
            checkDate();
            edited();
            birthDate->setFocus();
        });
        dayRow->addWidget(day);
        days << day;
    }
    dayRow->addStretch();
    dateChoice = holding(dayRow);
    gender = new Choice(theme);
    describe(gender, QStringLiteral("gender"), tr("Gender"));
    gender->addItem(tr("Any"), QString());
    for (const auto &code :
         {QStringLiteral("female"), QStringLiteral("male"), QStringLiteral("other"), QStringLiteral("unknown")})
        gender->addItem(genderText(code), code);
    match = new Tick(theme, Tick::Kind::Box, tr("Only certain matches ($match)"));
    describe(match, QStringLiteral("match"), tr("Only certain matches, by Patient $match"),
             tr("The server compares all that is given and answers only when it is certain"));
    match->setToolTip(match->accessibleDescription());
    searchButton = new Button(theme, Button::Look::Plain, tr("Search"));
    searchButton->setObjectName(QStringLiteral("search"));
    searchButton->setIconName(QStringLiteral("search"));
    searchButton->setKeyHint(tr("Enter"));
    page->setRefreshButton(searchButton);
    auto *clear = new Button(theme, Button::Look::Link, tr("Clear"));
    clear->setObjectName(QStringLiteral("clearForm"));
    clear->setHelp(tr("Empty the form"));
    sentFold = new FoldTitle(theme, FoldTitle::Look::Title, tr("What is sent"));
    describe(sentFold, QStringLiteral("whatIsSentFold"), tr("What is sent"),
             tr("Shows the request with the identity masked"));
    sent = new QPlainTextEdit;
    describe(sent, QStringLiteral("whatIsSent"), tr("What is sent"));
    sent->setReadOnly(true);
    sent->setTabChangesFocus(true);
    sent->setFont(theme.font(Type::Mono));
    sent->setWordWrapMode(QTextOption::WrapAnywhere);                  // an address has no spaces
    sent->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Minimum); // the form scrolls and does not squeeze it
    sent->setMaximumHeight(0);
    sent->hide();

    systemGroup = group(tr("Identifier system"), systemChoice);
    identifierGroup = group(tr("Identifier"), identifier, &identifierTitle);
    identifierGroup->layout()->addWidget(identifierHint);

    auto *names = new QHBoxLayout;
    names->setSpacing(12);
    names->addWidget(group(tr("Family name"), family), 1);
    names->addWidget(group(tr("Given names"), given), 1);
    auto *facts = new QHBoxLayout;
    facts->setSpacing(12);
    facts->addWidget(group(tr("Birth date"), birthDate), 3);
    facts->addWidget(group(tr("Gender"), gender), 2);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(12);
    buttons->addWidget(searchButton);
    buttons->addWidget(clear);
    buttons->addStretch();

    auto *form = new QWidget;
    auto *column = new QVBoxLayout(form);
    column->setContentsMargins(metrics::pagePadding, 16, metrics::pagePadding, 16);
    column->setSpacing(12);
    column->addWidget(formTitle);
    column->addWidget(systemGroup);
    column->addWidget(identifierGroup);
    column->addLayout(names);
    column->addWidget(group(tr("Any name"), anyName));
    column->addLayout(facts);
    column->addWidget(dateHint);
    column->addWidget(dateChoice);
    column->addWidget(match);
    column->addSpacing(4);
    column->addLayout(buttons);
    column->addWidget(hairline(Qt::Horizontal));
    column->addWidget(sentFold);
    column->addWidget(sent);
    column->addStretch();
    auto *scroll = new QScrollArea;
    scroll->setWidget(form);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFixedWidth(376);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    // Whoever opens the fold wants to read it, and on a small screen it opens below what is seen.
    connect(scroll->verticalScrollBar(), &QScrollBar::rangeChanged, page, [this, bar = scroll->verticalScrollBar()] {
        if (sentFold->isChecked() && sentFold->hasFocus()) // it is the last of the form
            bar->setValue(std::max(bar->value(), std::min(sentFold->y() - 8, bar->maximum())));
    });

    for (Field *field : fields()) {
        connect(field, &QLineEdit::textEdited, page, [this] { edited(); });
        connect(field, &QLineEdit::returnPressed, page, [this] { search(); });
    }
    connect(identifier, &QLineEdit::textEdited, page, [this] {
        identifier->setVerdict(Verdict::Unknown);
        checkIdentifier(false);
    });
    connect(identifier, &QLineEdit::editingFinished, page, [this] { checkIdentifier(true); });
    connect(birthDate, &QLineEdit::editingFinished, page, [this] { checkDate(); });
    checkDate();
    connect(systemChoice, &QComboBox::currentIndexChanged, page, [this] {
        checkIdentifier(!identifier->text().isEmpty());
        edited();
    });
    connect(gender, &QComboBox::currentIndexChanged, page, [this] { edited(); });
    connect(match, &QAbstractButton::toggled, page, [this] { edited(); });
    connect(searchButton, &QPushButton::clicked, page, [this] { search(); });
    connect(clear, &QPushButton::clicked, page, [this] {
        page->setQuery({});
        forgetWords();
        page->firstFocus()->setFocus();
    });
    connect(sentFold, &QAbstractButton::toggled, page, [this](bool open) { fold(sent, open, sentHeight()); });
    return scroll;
}

QWidget *PatientPage::Private::makeConfirmedLine()
{
    confirmedLine = ground("raised");
    auto *glyph = new Glyph(theme, metrics::iconRow);
    glyph->draw(Verdict::Pass);
    confirmedText = label(theme, Type::Body, Tone::Text);
    confirmedText->setObjectName(QStringLiteral("confirmedLine"));
    searchAnother = new Button(theme, Button::Look::Small, tr("Search another patient"));
    describe(searchAnother, QStringLiteral("searchAnother"), tr("Search another patient"));
    auto *line = new QHBoxLayout;
    line->setContentsMargins(metrics::pagePadding, 8, metrics::pagePadding, 8);
    line->setSpacing(8);
    line->addWidget(glyph);
    line->addWidget(confirmedText, 1);
    line->addWidget(searchAnother);
    auto *column = new QVBoxLayout(confirmedLine);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(holding(line));
    column->addWidget(hairline(Qt::Horizontal));
    confirmedLine->hide();
    connect(searchAnother, &QPushButton::clicked, page, &PatientPage::openForm);
    return confirmedLine;
}

QWidget *PatientPage::Private::makeAnswer()
{
    answers = new QStackedWidget;
    notice = new Notice(theme, Notice::Form::Page);
    notice->setObjectName(QStringLiteral("patientNotice"));
    skeleton = new Skeleton(theme, metrics::rowCandidate);
    listPage = new QWidget;
    answers->addWidget(notice);
    answers->addWidget(skeleton);
    answers->addWidget(listPage);

    auto *head = new QWidget;
    head->setFixedHeight(metrics::filterBar);
    count = label(theme, Type::Strong, Tone::Text);
    count->setObjectName(QStringLiteral("candidateCount"));
    advice = new ElidedLabel(theme, Type::Body, Colour::Text2);
    auto *headRow = new QHBoxLayout(head);
    headRow->setContentsMargins(metrics::listPadding, 0, metrics::listPadding, 0);
    headRow->setSpacing(12);
    headRow->addWidget(count);
    headRow->addWidget(advice, 1);

    candidates = new CandidateModel(page);
    list = new CandidateView;
    describe(list, QStringLiteral("candidateList"), tr("Candidates"),
             tr("Space makes a candidate current; nobody is chosen for you"));
    list->setModel(candidates);
    list->setItemDelegate(new CandidateDelegate(theme, candidates, list));
    list->setUniformItemSizes(true);
    list->setSelectionMode(QAbstractItemView::NoSelection);
    list->setFrameShape(QFrame::NoFrame);
    list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list->setMouseTracking(true);
    list->setMinimumHeight(metrics::rowCandidate);
    list->chosen = [this](int row) { choose(row); };
    connect(list, &QAbstractItemView::clicked, page, [this](const QModelIndex &index) { choose(index.row()); });

    auto *column = new QVBoxLayout(listPage);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(head);
    column->addWidget(new CandidateHeader(theme, candidates));
    column->addWidget(list, 1);
    recordNotice = new Notice(theme, Notice::Form::Inline);
    recordNotice->setObjectName(QStringLiteral("recordNotice"));
    recordNotice->hide();
    column->addWidget(recordNotice);
    column->addWidget(hairline(Qt::Horizontal, Edge::Strong));
    column->addWidget(makeComparison());

    const auto onAction = [this](const QString &id) {
        if (id == QStringLiteral("searchByName")) {
            identifier->clear();
            checkIdentifier(true); // the verdict was on what stood there
            edited();
            family->setFocus();
        } else if (id == QStringLiteral("identifierAlone")) {
            for (Field *field : fields())
                if (field != identifier)
                    field->clear();
            gender->setCurrentIndex(0);
            checkDate();
            edited();
            page->search();
        } else if (id == QStringLiteral("changeIdentifier")) {
            identifier->setFocus();
            identifier->selectAll();
        } else if (id == QStringLiteral("follow")) {
            if (const int next = successorOf(candidates->chosen()); next >= 0) {
                list->setCurrentIndex(candidates->index(next));
                choose(next);
                list->setFocus();
            }
        } else {
            emit page->noticeActionTriggered(id);
        }
    };
    connect(notice, &Notice::actionTriggered, page, onAction);
    // Queued: following rebuilds the notice.
    connect(recordNotice, &Notice::actionTriggered, page, onAction, Qt::QueuedConnection);

    auto *whole = new QWidget;
    auto *wholeColumn = new QVBoxLayout(whole);
    wholeColumn->setContentsMargins(0, 0, 0, 0);
    wholeColumn->setSpacing(0);
    inlineNotices = new QVBoxLayout;
    inlineNotices->setSpacing(0);
    wholeColumn->addLayout(inlineNotices);
    wholeColumn->addWidget(answers, 1);
    return whole;
}

//! What is made while the page stands there would come last, though it is seen above the list.
void PatientPage::Private::orderTabs() const
{
    QList<QWidget *> parts;
    for (int i = 0; i < inlineNotices->count(); ++i)
        for (QWidget *part : inlineNotices->itemAt(i)->widget()->findChildren<QWidget *>())
            if (part->focusPolicy() & Qt::TabFocus)
                parts += part;
    QWidget *before = list->previousInFocusChain();
    for (QWidget *part : std::as_const(parts)) {
        QWidget::setTabOrder(before, part);
        before = part;
    }
    if (!parts.isEmpty())
        QWidget::setTabOrder(before, list);
}

QWidget *PatientPage::Private::makeComparison()
{
    auto *panel = new QWidget;
    panel->setFixedHeight(40 + metrics::rowHeader + 5 * metrics::rowComparison + 8);
    auto *title = label(theme, Type::Strong, Tone::Text, tr("Is this your patient?"));
    title->setFixedHeight(39);
    title->setContentsMargins(metrics::listPadding, 0, 0, 0);

    traits = new QStandardItemModel(0, 4, page);
    comparison = new QTreeView;
    describe(comparison, QStringLiteral("comparison"), tr("Comparison of what you asked and what was answered"));
    comparison->setModel(traits);
    comparison->setItemDelegate(new TraitDelegate(theme, comparison));
    auto *header = new Header(theme, comparison);
    comparison->setHeader(header);
    showAsRows(comparison);
    comparison->setSelectionMode(QAbstractItemView::NoSelection);
    header->setStretchLastSection(true);
    header->setSectionResizeMode(QHeaderView::Interactive);
    comparison->setColumnWidth(0, 120);
    comparison->setColumnWidth(1, 120);
    comparison->setColumnWidth(2, 168); // a name of two parts

    pickFirst = label(theme, Type::Body, Tone::Text2,
                      tr("Make a candidate current to compare: click it, or press Space on it."));
    pickFirst->setWordWrap(true);
    pickFirst->setAlignment(Qt::AlignTop);
    pickFirst->setContentsMargins(metrics::listPadding, 16, metrics::listPadding, 0);
    comparisonStack = new QStackedWidget;
    comparisonStack->addWidget(pickFirst);
    comparisonStack->addWidget(comparison);

    auto *purpose = new QWidget;
    purpose->setFixedWidth(312);
    auto *purposeTitle = ground("raised");
    purposeTitle->setFixedHeight(metrics::rowHeader - 1);
    auto *purposeTitleRow = new QHBoxLayout(purposeTitle);
    purposeTitleRow->setContentsMargins(metrics::listPadding, 0, metrics::listPadding, 0);
    purposeTitleRow->addWidget(label(theme, Type::Small, Tone::Text2, tr("Purpose of use")));
    treatment = new Tick(theme, Tick::Kind::Radio, tr("Treatment"));
    describe(treatment, QStringLiteral("purposeTreatment"), tr("Purpose of use: treatment"));
    treatment->setChecked(true);
    emergency = new Tick(theme, Tick::Kind::Radio, tr("Emergency treatment"));
    describe(emergency, QStringLiteral("purposeEmergency"), tr("Purpose of use: emergency treatment"));
    involved = new Tick(theme, Tick::Kind::Box, tr("I am involved in the treatment of this patient."));
    describe(involved, QStringLiteral("involved"), involved->text());
    auto *radios = new QVBoxLayout;
    radios->setContentsMargins(metrics::listPadding, 12, metrics::listPadding, 12);
    radios->setSpacing(8);
    radios->addWidget(treatment);
    radios->addWidget(emergency);
    auto *statement = new QVBoxLayout;
    statement->setContentsMargins(metrics::listPadding, 12, metrics::listPadding, 0);
    statement->addWidget(involved);
    auto *purposeColumn = new QVBoxLayout(purpose);
    purposeColumn->setContentsMargins(0, 0, 0, 0);
    purposeColumn->setSpacing(0);
    purposeColumn->addWidget(purposeTitle);
    purposeColumn->addWidget(hairline(Qt::Horizontal));
    purposeColumn->addLayout(radios);
    purposeColumn->addWidget(hairline(Qt::Horizontal));
    purposeColumn->addLayout(statement);
    purposeColumn->addStretch();

    auto *row = new QHBoxLayout;
    row->setSpacing(0);
    row->addWidget(comparisonStack, 1);
    row->addWidget(hairline(Qt::Vertical));
    row->addWidget(purpose);
    auto *column = new QVBoxLayout(panel);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(title);
    column->addWidget(hairline(Qt::Horizontal));
    column->addLayout(row, 1);

    connect(involved, &QAbstractButton::toggled, page, [this] { updatePrimary(); });
    return panel;
}

void PatientPage::setCountry(const QString &name)
{
    d->country = name.isEmpty() ? tr("The country") : name;
    d->formTitle->setText(name.isEmpty() ? tr("Search") : tr("Search %1").arg(name));
    setSentence(
        name.isEmpty()
            ? tr("An identifier finds best. Name, birth date and gender narrow the answer.")
            : tr("%1 is asked. An identifier finds best; name, birth date and gender narrow the answer.").arg(name));
    d->traits->setHorizontalHeaderLabels({QString(), tr("You asked"), tr("They answered"), tr("Comparison")});
}

void PatientPage::setIdentifierSystems(const QList<IdentifierSystem> &systems)
{
    d->systems = systems;
    const QSignalBlocker silent(d->systemChoice);
    d->systemChoice->clear();
    for (const IdentifierSystem &system : systems)
        d->systemChoice->addItem(system.label, system.system);
    d->systemGroup->setVisible(systems.size() > 1);
    d->identifierGroup->setVisible(!systems.isEmpty());
    d->identifierTitle->setText(systems.size() == 1 ? systems.first().label : tr("Identifier"));
    d->checkIdentifier(!d->identifier->text().isEmpty());
}

void PatientPage::setWhatIsSent(const QString &text)
{
    d->sent->setPlainText(text);
    if (d->sentFold->isChecked())
        d->sent->setMaximumHeight(d->sentHeight());
}

//! Room for the lines as they wrap, and the frame.
int PatientPage::Private::sentHeight() const
{
    const QFontMetrics font(sent->font());
    const int inLine = std::max(20, (sentFold->width() - 24) / std::max(1, font.horizontalAdvance(u'0')));
    int lines = 0;
    for (const QString &line : sent->toPlainText().split(u'\n'))
        lines += 1 + int(line.size()) / inLine;
    return std::clamp(lines, 2, 12) * font.lineSpacing() + 24;
}

const IdentifierSystem *PatientPage::Private::system() const
{
    const int at = std::max(0, systemChoice->currentIndex());
    return at < systems.size() ? &systems[at] : nullptr;
}

model::PatientQuery PatientPage::query() const
{
    model::PatientQuery query;
    const QString value = d->identifier->text().trimmed();
    if (const IdentifierSystem *system = d->system(); system && !value.isEmpty())
        query.identifier = model::PatientIdentifier{system->system, value};
    query.family = d->family->text().simplified();
    query.given = d->given->text().simplified();
    query.name = d->anyName->text().simplified();
    query.birthDate = dateIn(d->birthDate->text());
    query.gender = d->gender->currentData().toString();
    query.match = d->match->isChecked();
    return query;
}

void PatientPage::setQuery(const model::PatientQuery &query)
{
    if (query.identifier) {
        for (int i = 0; i < d->systems.size(); ++i) {
            if (d->systems[i].system == query.identifier->system)
                d->systemChoice->setCurrentIndex(i);
        }
    }
    d->identifier->setText(query.identifier ? query.identifier->value : QString());
    d->family->setText(query.family);
    d->given->setText(query.given);
    d->anyName->setText(query.name);
    d->birthDate->setText(dateText(query.birthDate));
    d->gender->setCurrentIndex(std::max(0, d->gender->findData(query.gender)));
    d->match->setChecked(query.match);
    d->checkIdentifier(!d->identifier->text().isEmpty());
    d->checkDate();
    d->edited();
}

void PatientPage::Private::edited()
{
    isWanting = false;
    judgeAge();
    editedSoon->start();
}

//! What stands there answers what was asked, whether that was before or after the form changed.
void PatientPage::Private::judgeAge()
{
    const bool isOld = isAnswered && page->query() != asked;
    candidates->setStale(isOld);
    // The statement was made beside an answer to this form.
    if (isOld)
        involved->setChecked(false);
    if (answers->currentWidget() == notice && isAnswered) {
        NoticeText text = answer;
        if (isOld)
            text.sentences << changedSince();
        if (notice->text().sentences != text.sentences)
            notice->setText(text);
    }
    showWhatIsNext();
    updatePrimary();
}

QString PatientPage::Private::changedSince()
{
    return tr("The form has changed since. Search again, F5.");
}

int PatientPage::Private::successorOf(int row) const
{
    return row < 0 ? -1 : candidates->successorOf(row);
}

//! What is to be known of the current candidate's record before somebody confirms it.
void PatientPage::Private::showRecordNotice()
{
    const auto patient = page->currentCandidate();
    const bool closed = patient && (!patient->active || !patient->replacedBy.isEmpty());
    recordNotice->setVisible(closed);
    if (!closed)
        return;
    NoticeText text;
    text.icon = QStringLiteral("warn");
    text.weight = NoticeText::Weight::Warning;
    text.headline = tr("This record is closed.");
    text.sentences << tr("%1 says it was merged or removed.").arg(country);
    if (!patient->replacedBy.isEmpty())
        text.sentences << candidates->linkWord(candidates->chosen()) + u'.';
    if (successorOf(candidates->chosen()) >= 0)
        text.actions << NoticeAction{QStringLiteral("follow"), tr("Follow to the new record")};
    else if (!patient->replacedBy.isEmpty())
        text.advice = tr("The record that replaces it did not come with the answer.");
    text.actions << NoticeAction{QStringLiteral("changeIdentifier"), tr("Change identifier")};
    recordNotice->setText(text);
}

void PatientPage::Private::showIdentifierHint(const QString &text, bool wrong)
{
    if (identifier->property("wrong").toBool() != wrong) {
        identifier->setProperty("wrong", wrong);
        identifier->style()->unpolish(identifier);
        identifier->style()->polish(identifier);
    }
    identifierHint->setText(text);
    identifierHint->setVisible(!text.isEmpty());
    setTone(identifierHint, wrong ? Tone::Fail : Tone::Text2);
    identifier->setAccessibleDescription(text);
}

bool PatientPage::Private::checkIdentifier(bool loud)
{
    const IdentifierSystem *chosen = system();
    const QString value = identifier->text().trimmed();
    const QString hint = chosen ? chosen->hint : QString();
    if (!chosen || value.isEmpty()) {
        identifier->setVerdict(Verdict::Unknown);
        // Leaving the field changes nothing about what is wanted.
        showIdentifierHint(isWanting ? tr("%1 wants at least one identifier.").arg(country) : hint, isWanting);
        return true;
    }
    const QRegularExpression mask(QRegularExpression::anchoredPattern(chosen->pattern));
    // A mask that cannot be read forbids nothing.
    const bool fits = chosen->pattern.isEmpty() || !mask.isValid() || mask.match(value).hasMatch();
    const QString wanted = fits && chosen->wantedCheck ? chosen->wantedCheck(value) : QString();
    if (!loud) {
        showIdentifierHint(hint, false);
        return fits && wanted.isEmpty();
    }
    const bool judged = !chosen->pattern.isEmpty() || chosen->wantedCheck;
    identifier->setVerdict(!judged ? Verdict::Unknown : fits && wanted.isEmpty() ? Verdict::Pass : Verdict::Fail);
    if (!fits)
        showIdentifierHint(tr("Not of the form expected here: %1").arg(hint.isEmpty() ? chosen->label : hint), true);
    else if (!wanted.isEmpty())
        showIdentifierHint(tr("Check character should be %1. A second search asks all the same.").arg(wanted), true);
    else if (chosen->wantedCheck)
        showIdentifierHint(hint.isEmpty() ? tr("The check character is right.")
                                          : tr("%1. The check character is right.", "a hint").arg(hint),
                           false);
    else
        showIdentifierHint(hint, false);
    return fits && (wanted.isEmpty() || askedAnyway == value);
}

bool PatientPage::Private::checkDate()
{
    const QString text = birthDate->text().trimmed();
    const QList<QDate> dates = datesIn(text);
    if (dates.size() == 1)
        birthDate->setText(dateText(dates.first()));
    const bool open = dates.size() == 2; // 03/04 must not exist between two countries
    const bool wrong = dates.isEmpty() && !text.isEmpty();
    for (qsizetype i = 0; open && i < days.size(); ++i) {
        days[i]->setText(dateText(dates[i]));
        days[i]->setAccessibleName(tr("Born %1").arg(dateText(dates[i])));
    }
    birthDate->setVerdict(open ? Verdict::Warn : wrong ? Verdict::Fail : Verdict::Unknown);
    dateHint->setText(open    ? tr("%1 can be two days. Which one is it?").arg(text)
                      : wrong ? tr("This is not a date. Write it as 14 Mar 1958.")
                              : QString());
    setTone(dateHint, open ? Tone::Warn : Tone::Fail);
    birthDate->setAccessibleDescription(dateHint->text().isEmpty() ? tr("Day, month in letters, year")
                                                                   : dateHint->text());
    dateHint->setVisible(open || wrong);
    dateChoice->setVisible(open);
    return !open && !wrong;
}

void PatientPage::Private::search()
{
    if (!checkIdentifier(true)) {
        askedAnyway = identifier->text().trimmed();
        identifier->setFocus();
        return;
    }
    if (!checkDate()) {
        birthDate->setFocus();
        return;
    }
    const model::PatientQuery query = page->query();
    if (!query.identifier && !hasTraits(query)) {
        isWanting = !systems.isEmpty();
        checkIdentifier(true);
        forgetWords();
        page->firstFocus()->setFocus();
        return;
    }
    asked = query;
    askedLabel = system() ? system()->label : QString();
    editedSoon->stop();
    emit page->queryEdited(query);
    emit page->searchRequested(query);
}

void PatientPage::setConfirmed(const QString &line, const QString &hiddenLine)
{
    d->confirmedAs = {line, hiddenLine};
    d->confirmedText->setText(d->candidates->isIdentityHidden() ? hiddenLine : line);
    d->confirmedLine->setVisible(!line.isEmpty());
    d->setFormOpen(line.isEmpty());
    d->showWhatIsNext();
}

void PatientPage::setIdentityHidden(bool hidden)
{
    d->candidates->setIdentityHidden(hidden);
    d->confirmedText->setText(hidden ? d->confirmedAs.second : d->confirmedAs.first);
    for (Field *field : d->fields())
        field->setEchoMode(hidden ? QLineEdit::Password : QLineEdit::Normal);
    d->showRecordNotice();
    d->compareChosen();
}

void PatientPage::openForm()
{
    d->setFormOpen(true);
    QWidget *first = d->systems.isEmpty() ? d->family : d->identifier;
    first->setFocus();
    static_cast<Field *>(first)->selectAll();
}

void PatientPage::Private::setFormOpen(bool open)
{
    formPart->setVisible(open);
    searchAnother->setVisible(!open);
}

//! What is left to do on this page, beside the candidates and in the foot.
void PatientPage::Private::showWhatIsNext()
{
    const bool isConfirmed = !confirmedAs.first.isEmpty();
    if (candidates->isStale())
        advice->setText(changedSince());
    else if (isConfirmed)
        advice->setText(tr("You have confirmed. Another one can be made current and confirmed instead."));
    else
        advice->setText(isAnswerLong ? tr("Too many to compare safely. Add a birth date or an identifier.")
                                     : tr("None is chosen for you. Compare, then confirm."));
    page->setFootText(QStringLiteral("info"), Colour::Text2, {},
                      isConfirmed ? tr("The studies of the confirmed patient are asked for.")
                                  : tr("Studies are asked for once you have confirmed."));
}

void PatientPage::setNothingAsked()
{
    setConfirmed({});
    d->candidates->set({});
    d->choose(-1);
    d->teach();
}

void PatientPage::Private::teach()
{
    notice->setText(
        {QStringLiteral("patient"),
         NoticeText::Weight::Quiet,
         tr("Who is it?"),
         {tr("Type the identifier as it stands on the document. Candidates appear here; none is ever chosen for you.")},
         {},
         {},
         {},
         {}});
    answers->setCurrentWidget(notice);
    isAnswered = false;
    judgeAge();
}

//! Words about what was asked say nothing beside an empty form.
void PatientPage::Private::forgetWords()
{
    if (answers->currentWidget() != notice || !isAnswered)
        return;
    page->setInlineNotices({});
    teach();
}

void PatientPage::setAsking()
{
    d->isAnswered = false;
    d->candidates->set({});
    d->choose(-1);
    d->skeleton->start(tr("Asking %1…").arg(d->country));
    d->answers->setCurrentWidget(d->skeleton);
    d->judgeAge();
}

void PatientPage::setCandidates(const model::PatientList &answer, const QString &ownWords)
{
    d->candidates->set(answer.patients);
    d->choose(-1);
    if (answer.patients.isEmpty()) {
        NoticeText none;
        none.icon = QStringLiteral("patient");
        none.headline = tr("Nobody found");
        if (answer.leftOut > 0) {
            none.icon = QStringLiteral("warn");
            none.weight = NoticeText::Weight::Warning;
            none.sentences
                << (answer.leftOut == 1
                        ? tr("%1 sent another patient than the one asked for, who was left out.").arg(d->country)
                        : tr("%1 sent %n other patients than the one asked for, who were left out.", nullptr,
                             answer.leftOut)
                              .arg(d->country))
                << tr("Nothing says whether the one asked for is known there.");
            none.advice = tr("Compare what was asked with the document, then tell the contact point.");
            none.actions = {{QStringLiteral("changeIdentifier"),
                             d->asked.identifier ? tr("Change identifier") : tr("Use an identifier")}};
        } else if (d->asked.identifier && hasTraits(d->asked)) {
            none.sentences << tr("%1 answered properly: no patient has this identifier together with the name, birth "
                                 "date or gender that was asked.")
                                  .arg(d->country);
            none.advice = tr("Ask with the identifier alone, or compare all of it with the document.");
            none.actions = {{QStringLiteral("identifierAlone"), tr("Ask with the identifier alone")},
                            {QStringLiteral("changeIdentifier"), tr("Change identifier")}};
        } else if (d->asked.identifier) {
            none.sentences << tr("%1 answered properly: no patient has this identifier.").arg(d->country);
            none.advice = tr("Compare it with the document, character by character, or search by name and birth date.");
            none.actions = {{QStringLiteral("searchByName"), tr("Search by name")},
                            {QStringLiteral("changeIdentifier"), tr("Change identifier")}};
        } else {
            none.sentences << tr("%1 answered properly: no patient fits what was asked.").arg(d->country);
            none.advice = tr("Compare name and birth date with the document, or ask with an identifier.");
            none.actions = {{QStringLiteral("changeIdentifier"), tr("Use an identifier")}};
        }
        none.foldTitle = ownWords.isEmpty() ? QString() : tr("The server's own words");
        none.foldText = ownWords;
        d->setAnswer(none);
        return;
    }
    const int found = int(answer.patients.size());
    d->count->setText(found == 1 ? tr("1 candidate") : tr("%n candidates", nullptr, found));
    d->isAnswerLong = found > 20;
    d->answers->setCurrentWidget(d->listPage);
    d->isAnswered = true;
    d->judgeAge();
}

void PatientPage::setFailed(const NoticeText &notice)
{
    d->candidates->set({});
    d->choose(-1);
    d->setAnswer(notice);
}

//! Words in place of candidates.
void PatientPage::Private::setAnswer(const NoticeText &text)
{
    answer = text;
    notice->setText(text);
    answers->setCurrentWidget(notice);
    isAnswered = true;
    judgeAge();
}

void PatientPage::setInlineNotices(const QList<NoticeText> &notices)
{
    while (QLayoutItem *item = d->inlineNotices->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const NoticeText &text : notices) {
        auto *notice = new Notice(theme(), Notice::Form::Inline);
        notice->setObjectName(QStringLiteral("patientInlineNotice"));
        notice->setText(text);
        // Queued: what answers may take the notice away.
        connect(notice, &Notice::actionTriggered, this, &PatientPage::noticeActionTriggered, Qt::QueuedConnection);
        d->inlineNotices->addWidget(notice);
    }
    d->orderTabs();
}

std::optional<model::Patient> PatientPage::currentCandidate() const
{
    const int row = d->candidates->chosen();
    if (row < 0)
        return std::nullopt;
    return d->candidates->at(row);
}

void PatientPage::Private::choose(int row)
{
    const int before = candidates->chosen();
    candidates->choose(row);
    // The statement and the purpose are about one person: they do not carry over to the next. A purpose that was named
    // while nobody was current waits for whom it is about.
    if (row < 0 || before != row)
        involved->setChecked(false);
    if (row < 0 || (before >= 0 && before != row))
        treatment->setChecked(true);
    compareChosen();
    showRecordNotice();
    updatePrimary();
    emit page->currentChanged();
}

void PatientPage::Private::compareChosen()
{
    traits->removeRows(0, traits->rowCount());
    const auto patient = page->currentCandidate();
    comparisonStack->setCurrentWidget(patient ? static_cast<QWidget *>(comparison) : pickFirst);
    if (!patient)
        return;
    for (ComparedTrait &trait : compare(asked, *patient, askedLabel)) {
        if (candidates->isIdentityHidden())
            for (QString *value : {&trait.asked, &trait.answered})
                if (!value->isEmpty())
                    *value = tr("hidden", "a value that tells who it is");
        QList<QStandardItem *> row;
        for (const QString &text : {trait.name, trait.asked, trait.answered, trait.word}) {
            auto *item = new QStandardItem(text);
            item->setEditable(false);
            item->setToolTip(text);
            row << item;
        }
        row[0]->setData(QVariant::fromValue(trait), traitRole);
        row[0]->setData(QStringList{trait.name, trait.asked, trait.answered, trait.word}.join(QStringLiteral(", ")),
                        Qt::AccessibleTextRole);
        traits->appendRow(row);
    }
    comparison->setCurrentIndex(traits->index(0, 0)); // so that it is seen where the keyboard is
}

void PatientPage::Private::updatePrimary()
{
    const auto patient = page->currentCandidate();
    const bool replaced = patient && !patient->replacedBy.isEmpty();
    const bool isOld = candidates->isStale();
    page->primary()->setEnabled(patient && !isOld && !replaced && involved->isChecked());
    page->primary()->setHelp(isOld                    ? tr("The form has changed since; search again first")
                             : !patient               ? tr("Make a candidate current first")
                             : replaced               ? tr("Another record replaces this one; search for that record")
                             : !involved->isChecked() ? tr("Tick that you are involved in the treatment")
                                                      : QString());
    if (noneOfThese)
        noneOfThese->setVisible(answers->currentWidget() == listPage);
}

void PatientPage::search()
{
    d->search();
}

QWidget *PatientPage::firstFocus() const
{
    if (!d->formPart->isVisibleTo(this))
        return d->list;
    for (Field *field : d->fields()) {
        if (!field->isHidden() && field->text().isEmpty() && !(field == d->identifier && d->systems.isEmpty()))
            return field;
    }
    return d->systems.isEmpty() ? d->family : d->identifier;
}

} // namespace ui
