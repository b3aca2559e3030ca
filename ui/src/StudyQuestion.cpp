#include "StudyQuestion.h"

#include "Metrics.h"
#include "Widgets.h"
#include "Words.h"

#include <ui/Button.h>

#include <QGridLayout>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QStyle>
#include <QVBoxLayout>

namespace ui {
namespace {

//! A text as it is, into a member that is a text.
auto into(QString model::StudyQuery::*member)
{
    return [member](const QString &text, model::StudyQuery &query) {
        query.*member = text;
        return true;
    };
}

auto from(QString model::StudyQuery::*member)
{
    return [member](const model::StudyQuery &query) { return query.*member; };
}

auto intoDate(QDate model::StudyQuery::*member)
{
    return [member](const QString &text, model::StudyQuery &query) {
        query.*member = dateIn(text);
        return (query.*member).isValid();
    };
}

auto fromDate(QDate model::StudyQuery::*member)
{
    return [member](const model::StudyQuery &query) { return dateText(query.*member); };
}

//! A time of day says nothing without its day.
auto intoTime(QTime model::StudyQuery::*member, QDate model::StudyQuery::*day)
{
    return [member, day](const QString &text, model::StudyQuery &query) {
        query.*member = QTime::fromString(text, QStringLiteral("H:mm"));
        return (query.*member).isValid() && (query.*day).isValid();
    };
}

auto fromTime(QTime model::StudyQuery::*member)
{
    return [member](const model::StudyQuery &query) { return (query.*member).toString(QStringLiteral("HH:mm")); };
}

template <class Uid>
auto intoUid(std::optional<Uid> model::StudyQuery::*member)
{
    return [member](const QString &text, model::StudyQuery &query) {
        query.*member = Uid::parse(text);
        return (query.*member).has_value();
    };
}

template <class Uid>
auto fromUid(std::optional<Uid> model::StudyQuery::*member)
{
    return [member](const model::StudyQuery &query) { return query.*member ? (query.*member)->text() : QString(); };
}

} // namespace

StudyQuestion::StudyQuestion(Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    const QString date = tr("This is not one day. Write it with the month in letters: 14 Mar 1958.");
    add("askFrom", tr("From"), tr("d MMM yyyy"), date, intoDate(&model::StudyQuery::from),
        fromDate(&model::StudyQuery::from));
    add(
        "askTo", tr("To"), tr("d MMM yyyy"),
        tr("This is not one day, or it lies before the first. Write it with the month in letters: 14 Mar 1958."),
        [](const QString &text, model::StudyQuery &query) {
            query.to = dateIn(text);
            return query.to.isValid() && (!query.from.isValid() || query.from <= query.to);
        },
        fromDate(&model::StudyQuery::to));
    add(
        "askModality", tr("Type"), tr("CT"), tr("A type is a DICOM code of capital letters, such as CT or MR."),
        [](const QString &text, model::StudyQuery &query) {
            static const QRegularExpression code(QStringLiteral("^[A-Z][A-Z0-9_ ]{0,15}$"));
            query.modality = text.toUpper();
            return code.match(query.modality).hasMatch();
        },
        from(&model::StudyQuery::modality));
    add("askAccession", tr("Accession number"), {}, {}, into(&model::StudyQuery::accession),
        from(&model::StudyQuery::accession));
    add("askBodySite", tr("Body site"), tr("code, such as 51185008"), {}, into(&model::StudyQuery::bodySite),
        from(&model::StudyQuery::bodySite));
    add("askReason", tr("Reason"), tr("system|code"), {}, into(&model::StudyQuery::reason),
        from(&model::StudyQuery::reason));
    const QString uid = tr("A UID has digits and dots only, at most 64 of them.");
    add("askStudyUid", tr("Study Instance UID"), {}, uid, intoUid<model::StudyUid>(&model::StudyQuery::study),
        fromUid(&model::StudyQuery::study));
    add("askSeriesUid", tr("Series Instance UID"), {}, uid, intoUid<model::SeriesUid>(&model::StudyQuery::series),
        fromUid(&model::StudyQuery::series));
    add(
        "askSopClass", tr("SOP class"), tr("UID"), uid,
        [](const QString &text, model::StudyQuery &query) {
            const auto read = model::SopUid::parse(text); // a class is written as an instance is
            query.sopClass = read ? read->text() : QString();
            return read.has_value();
        },
        from(&model::StudyQuery::sopClass));
    add("askIdentifier", tr("Other identifier"), tr("system|value"), {}, into(&model::StudyQuery::identifier),
        from(&model::StudyQuery::identifier));
    const QString time = tr("This is not a time of day, or the day that it is of is not given. Write it as 14:30.");
    add("askFromTime", tr("From, time"), tr("HH:mm"), time,
        intoTime(&model::StudyQuery::fromTime, &model::StudyQuery::from), fromTime(&model::StudyQuery::fromTime));
    add("askToTime", tr("To, time"), tr("HH:mm"), time, intoTime(&model::StudyQuery::toTime, &model::StudyQuery::to),
        fromTime(&model::StudyQuery::toTime));
    add("askReferrer", tr("Referring physician"), {}, {}, into(&model::StudyQuery::referrer),
        from(&model::StudyQuery::referrer));
    add("askStudyId", tr("Study ID"), {}, {}, into(&model::StudyQuery::studyId), from(&model::StudyQuery::studyId));

    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(8);
    constexpr int columns = 4;
    int place = 0;
    for (const Parameter &parameter : std::as_const(m_parameters)) {
        auto *cell = new QVBoxLayout;
        cell->setSpacing(4);
        auto *name = label(theme, Type::Small, Tone::Text2, parameter.name);
        name->setBuddy(parameter.field);
        cell->addWidget(name);
        cell->addWidget(parameter.field);
        grid->addLayout(cell, place / columns, place % columns);
        ++place;
    }
    for (int column = 0; column < columns; ++column)
        grid->setColumnStretch(column, 1);

    m_hint = label(theme, Type::Small, Tone::Fail);
    m_hint->setObjectName(QStringLiteral("askHint"));
    m_hint->setWordWrap(true);
    auto *ask = new Button(theme, Button::Look::Plain, tr("Ask with these"));
    ask->setObjectName(QStringLiteral("askNow"));
    ask->setIconName(QStringLiteral("search"));
    ask->setKeyHint(tr("Enter"));
    auto *clear = new Button(theme, Button::Look::Link, tr("Clear"));
    clear->setObjectName(QStringLiteral("askClear"));
    clear->setHelp(tr("Ask for everything again"));
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(12);
    buttons->addWidget(ask);
    buttons->addWidget(clear);
    buttons->addWidget(m_hint, 1);

    auto *left = new QVBoxLayout;
    left->setContentsMargins(0, 0, 0, 0);
    left->setSpacing(12);
    left->addLayout(grid);
    left->addLayout(buttons);
    left->addStretch();

    m_sent = new QPlainTextEdit;
    describe(m_sent, QStringLiteral("studiesWhatIsSent"), tr("What is sent"));
    m_sent->setReadOnly(true);
    m_sent->setTabChangesFocus(true);
    m_sent->setFont(theme.font(Type::Mono));
    m_sent->setWordWrapMode(QTextOption::WrapAnywhere); // an address has no spaces
    auto *right = new QVBoxLayout;
    right->setContentsMargins(0, 0, 0, 0);
    right->setSpacing(4);
    right->addWidget(label(theme, Type::Small, Tone::Text2, tr("What is sent")));
    right->addWidget(m_sent, 1);

    auto *row = new QHBoxLayout;
    row->setContentsMargins(metrics::pagePadding, 12, metrics::pagePadding, 12);
    row->setSpacing(24);
    row->addLayout(left, 3);
    row->addLayout(right, 2);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row, 1);
    column->addWidget(hairline(Qt::Horizontal));

    connect(ask, &QPushButton::clicked, this, &StudyQuestion::askRequested);
    connect(clear, &QPushButton::clicked, this, [this] {
        setQuery({});
        firstFocus()->setFocus();
        emit edited();
    });
}

void StudyQuestion::add(const char *objectName, const QString &name, const QString &hint, const QString &wrong,
                        std::function<bool(const QString &, model::StudyQuery &)> read,
                        std::function<QString(const model::StudyQuery &)> write)
{
    auto *field = new Field(m_theme);
    field->setSmall();
    field->setHint(hint);
    describe(field, QLatin1StringView(objectName), name, hint);
    m_parameters.append({field, name, wrong, std::move(read), std::move(write)});
    connect(field, &QLineEdit::editingFinished, this, [this] {
        for (const Parameter &one : std::as_const(m_parameters)) // the last day depends on the first, a time on its day
            check(one);
    });
    connect(field, &QLineEdit::textEdited, this, &StudyQuestion::edited);
    connect(field, &QLineEdit::returnPressed, this, &StudyQuestion::askRequested);
}

model::StudyQuery StudyQuestion::query() const
{
    return queryBefore(nullptr);
}

model::StudyQuery StudyQuestion::queryBefore(const Parameter *end) const
{
    model::StudyQuery query;
    for (const Parameter &parameter : m_parameters) {
        if (&parameter == end)
            break;
        const QString text = parameter.field->text().trimmed();
        model::StudyQuery with = query;
        if (!text.isEmpty() && parameter.read(text, with))
            query = with;
    }
    return query;
}

void StudyQuestion::setQuery(const model::StudyQuery &query)
{
    for (const Parameter &parameter : std::as_const(m_parameters)) {
        parameter.field->setText(parameter.write(query));
        check(parameter);
    }
}

void StudyQuestion::setWhatIsSent(const QString &text)
{
    m_sent->setPlainText(text);
}

QString StudyQuestion::summary() const
{
    const model::StudyQuery asked = query();
    QStringList parts;
    for (const Parameter &parameter : m_parameters) {
        if (const QString value = parameter.write(asked); !value.isEmpty())
            parts << tr("%1 %2", "name and value of a search parameter").arg(parameter.name, value);
    }
    return parts.join(QStringLiteral(", "));
}

bool StudyQuestion::check()
{
    for (const Parameter &parameter : std::as_const(m_parameters)) {
        if (!check(parameter)) {
            parameter.field->setFocus();
            return false;
        }
    }
    return true;
}

bool StudyQuestion::check(const Parameter &parameter)
{
    const QString text = parameter.field->text().trimmed();
    model::StudyQuery read = queryBefore(&parameter);
    const bool right = text.isEmpty() || parameter.read(text, read);
    if (right && !text.isEmpty())
        parameter.field->setText(parameter.write(read));
    if (parameter.field->property("wrong").toBool() == right) {
        parameter.field->setProperty("wrong", !right);
        parameter.field->style()->unpolish(parameter.field);
        parameter.field->style()->polish(parameter.field);
    }
    parameter.field->setVerdict(right ? Verdict::Unknown : Verdict::Fail);
    if (!right)
        parameter.field->setAccessibleDescription(parameter.wrong);
    QString hint;
    for (const Parameter &one : std::as_const(m_parameters)) {
        if (one.field->property("wrong").toBool())
            hint = one.wrong;
    }
    m_hint->setText(hint);
    return right;
}

QWidget *StudyQuestion::firstFocus() const
{
    return m_parameters.first().field;
}

} // namespace ui
