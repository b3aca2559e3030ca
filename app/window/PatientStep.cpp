#include "PatientStep.h"

#include "Words.h"

#include <model/PatientComparison.h>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace window {

namespace {

//! What people call a search parameter of Patient; empty for one that the form does not have.
QString parameterWord(const QString &parameter)
{
    if (parameter == "identifier"_L1)
        return PatientStep::tr("the identifier");
    if (parameter == "family"_L1)
        return PatientStep::tr("the family name");
    if (parameter == "given"_L1)
        return PatientStep::tr("the given names");
    if (parameter == "name"_L1)
        return PatientStep::tr("the name");
    if (parameter == "birthdate"_L1)
        return PatientStep::tr("the birth date");
    if (parameter == "gender"_L1)
        return PatientStep::tr("the gender");
    return {};
}

//! Hints are shown as the profile words them; those of the demo country are ours.
QString hintInWords(const QString &hint)
{
    static const char *const ours[] = {
        QT_TRANSLATE_NOOP("window::PatientStep", "10 digits, the first six are the date of birth"),
        QT_TRANSLATE_NOOP("window::PatientStep", "2 letters and 8 digits"),
        QT_TRANSLATE_NOOP("window::PatientStep", "date of birth, hyphen, 4 digits"),
        QT_TRANSLATE_NOOP("window::PatientStep", "H, 7 digits and a digit or X")};
    const auto same = std::find_if(std::begin(ours), std::end(ours),
                                   [&hint](const char *one) { return hint == QLatin1StringView(one); });
    return same == std::end(ours) ? hint : PatientStep::tr(*same);
}

} // namespace

PatientStep::PatientStep(Workbench &bench, QObject *parent)
    : QObject(parent), m_bench(bench), m_page(new ui::PatientPage(bench.theme))
{
    m_bench.window.setPage(ui::Step::Patient, m_page);
    connect(m_page, &ui::PatientPage::queryEdited, this, &PatientStep::showWhatIsSent);
    connect(m_page, &ui::PatientPage::searchRequested, this, [this](const model::PatientQuery &query) {
        if (!m_bench.client)
            return;
        forget();
        m_asked = query;
        m_page->setInlineNotices({});
        m_page->setAsking();
        m_sent.clear();
        m_sent.record(*m_bench.client);
        m_search.start(*m_bench.client, query);
    });
    connect(&m_search, &story::PatientSearchFlow::patientsFound, this, [this](const model::PatientList &answer) {
        showWhatWasSent();
        const QString words = remarksIn(answer);
        m_page->setCandidates(answer, words.isEmpty() ? tr("The server answered and found no one.") : words);
        m_bench.window.setStepState(ui::Step::Patient, ui::StepState::Reached,
                                    tr("%n candidates", nullptr, int(answer.patients.size())));
        m_page->setInlineNotices(noticesFor(answer));
    });
    connect(&m_search, &story::PatientSearchFlow::failed, this, [this](const network::Error &error) {
        showWhatWasSent();
        m_page->setFailed(m_bench.noticeFor(error, story::Step::Patient));
        m_bench.window.setStepState(ui::Step::Patient, ui::StepState::Stopped, tr("No answer"));
    });
    connect(&m_bench.window, &ui::MainWindow::identityHidden, m_page, &ui::PatientPage::setIdentityHidden);
    connect(m_page, &ui::PatientPage::confirmed, this, &PatientStep::confirm);
    connect(m_page, &ui::PatientPage::noticeActionTriggered, this,
            [this](const QString &id) { emit actRequested(story::Act(id.toInt())); });
}

//! What the server warned of, and what could not be read.
QString PatientStep::remarksIn(const model::PatientList &answer)
{
    QStringList remarks;
    for (const model::Note &note : answer.notes)
        if (note.kind == model::Note::Kind::ServerWarning || note.kind == model::Note::Kind::UnreadableRow)
            remarks += note.detail;
    return remarks.join(u'\n');
}

//! An ignored question, a list that is cut off and a warning are three things, of which one answer may have all.
QList<ui::NoticeText> PatientStep::noticesFor(const model::PatientList &answer) const
{
    QList<ui::NoticeText> notices;
    QStringList ignored;
    QStringList fields;
    for (const model::Note &note : answer.notes) {
        if (note.kind != model::Note::Kind::IgnoredFilter)
            continue;
        ignored += note.detail;
        if (const QString word = parameterWord(note.parameter); !word.isEmpty() && !fields.contains(word))
            fields += word;
    }
    if (!ignored.isEmpty()) {
        const QString what = fields.isEmpty() ? tr("a part of the question") : listed(fields);
        ui::NoticeText notice;
        notice.icon = u"warn"_s;
        notice.weight = ui::NoticeText::Weight::Warning;
        notice.headline = tr("%1 ignored %2", "country, fields of the form").arg(m_bench.countryName(), what);
        notice.sentences = {
            tr("The answer does not say that %1 was used. The candidates may be wider than you asked.").arg(what)};
        notice.foldTitle = tr("What was not used");
        notice.foldText = ignored.join(u'\n');
        notices += notice;
    }
    if (answer.truncated) {
        ui::NoticeText notice;
        notice.icon = u"warn"_s;
        notice.weight = ui::NoticeText::Weight::Warning;
        notice.headline = tr("The list of candidates is cut off");
        notice.sentences = {tr("More people may fit. Add a birth date or an identifier.")};
        notices += notice;
    }
    if (const QString remarks = remarksIn(answer); !remarks.isEmpty() && !answer.patients.isEmpty()) {
        ui::NoticeText notice;
        notice.icon = u"info"_s;
        notice.weight = ui::NoticeText::Weight::Quiet;
        notice.headline = tr("The answer came with remarks");
        notice.sentences = {tr("The server warned of something, or a record could not be read and is not listed.")};
        notice.foldTitle = tr("The remarks");
        notice.foldText = remarks;
        notices += notice;
    }
    return notices;
}

void PatientStep::begin()
{
    forget();
    m_search.stop();
    m_sent.stop();
    m_sent.clear();
    m_bench.window.setStepState(ui::Step::Patient, ui::StepState::NotReached);
    QList<ui::IdentifierSystem> systems;
    for (const story::IdentifierSystem &system : m_bench.profile->identifierSystems()) {
        ui::IdentifierSystem shown{system.label, system.system, system.pattern, hintInWords(system.hint)};
        if (system.checkDigit)
            shown.wantedCheck = [system](const QString &value) { return system.wantedCheck(value); };
        systems += shown;
    }
    m_page->setCountry(m_bench.countryName());
    m_page->setIdentifierSystems(systems);
    m_page->setQuery({});
    m_page->setInlineNotices({});
    m_page->setNothingAsked();
}

void PatientStep::showWhatIsSent(const model::PatientQuery &query)
{
    if (!m_bench.client)
        return;
    QStringList requests{m_bench.client->described(query).join(u'\n')};
    if (const QString sent = m_sent.inWords(); !sent.isEmpty())
        requests += sent;
    m_page->setWhatIsSent(requests.join(u"\n\n"_s));
}

void PatientStep::showWhatWasSent()
{
    m_sent.stop();
    showWhatIsSent(m_page->query());
}

void PatientStep::askAgain()
{
    m_page->search(); // the form may say something else by now
}

void PatientStep::focusIdentifier()
{
    if (QWidget *field = m_page->findChild<QWidget *>(u"identifier"_s))
        field->setFocus(Qt::OtherFocusReason);
}

void PatientStep::focusName()
{
    if (QWidget *field = m_page->findChild<QWidget *>(u"familyName"_s))
        field->setFocus(Qt::OtherFocusReason);
}

model::PatientIdentifier PatientStep::identifierOf(const model::Patient &patient) const
{
    const auto first = [&patient](const auto &fits) -> std::optional<model::PatientIdentifier> {
        const auto found = std::find_if(patient.identifiers.begin(), patient.identifiers.end(), fits);
        return found == patient.identifiers.end() ? std::nullopt : std::optional(*found);
    };
    const auto ofSystem = [&first](const QString &system) {
        return first([&system](const auto &one) { return model::isSameAuthority(one.system, system); });
    };
    // As the record writes it, since a server may look for just these signs.
    if (m_asked.identifier) {
        if (const auto asked = first([this](const auto &one) {
                return model::isSameAuthority(one.system, m_asked.identifier->system) &&
                       model::isSameNumber(one.value, m_asked.identifier->value);
            }))
            return *asked;
        if (const auto other = ofSystem(m_asked.identifier->system)) // of a record that replaces the one asked for
            return *other;
    }
    for (const story::IdentifierSystem &system : m_bench.profile->identifierSystems())
        if (const auto known = ofSystem(system.system))
            return *known;
    if (!patient.identifiers.isEmpty())
        return patient.identifiers.first();
    return m_asked.identifier.value_or(model::PatientIdentifier{});
}

void PatientStep::confirm(const model::Patient &patient, const QString &purpose)
{
    const bool same = m_bench.confirmed && m_bench.confirmed->confirmed == patient;
    if (!same)
        m_bench.confirmed = network::ExpectedPatient{identifierOf(patient), patient};

    QString label = tr("Identifier");
    for (const story::IdentifierSystem &system : m_bench.profile->identifierSystems())
        if (model::isSameAuthority(system.system, m_bench.confirmed->identifier.system))
            label = system.label;
    const QString now = clock(QTime::currentTime());
    m_bench.window.setPatient(ui::BannerText{
        .confirmedAt = now,
        .name = readableName(patient),
        .born = born(patient.birthDate),
        .age = age(patient.birthDate),
        .gender = readableGender(patient.gender),
        .identifierLabel = label,
        .identifier = m_bench.confirmed->identifier.value,
        .purpose = purpose == "ETREAT"_L1 ? tr("Emergency treatment") : tr("Treatment"),
        .countryCode = m_bench.profile->country(),
        .receivedFrom = m_bench.profile->name(),
    });
    m_bench.window.setStepState(ui::Step::Patient, ui::StepState::Done, tr("Confirmed %1").arg(now));
    const QString line = tr("Confirmed %1: %2");
    m_page->setConfirmed(line.arg(now, readableName(patient)), line.arg(now, tr("Patient A")));
    emit confirmed(!same);
}

void PatientStep::forget()
{
    m_bench.confirmed.reset();
    m_page->setConfirmed({});
    m_bench.window.setPatient(std::nullopt);
    if (m_bench.window.stepState(ui::Step::Patient) == ui::StepState::Done)
        m_bench.window.setStepState(ui::Step::Patient, ui::StepState::Reached);
    emit forgotten();
}

} // namespace window
