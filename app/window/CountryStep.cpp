#include "CountryStep.h"

#include "Words.h"

#include <QFileDialog>

using namespace Qt::Literals::StringLiterals;

namespace window {

namespace {

ui::Verdict verdictOf(network::Check::Verdict verdict)
{
    switch (verdict) {
    case network::Check::Verdict::Pass:
        return ui::Verdict::Pass;
    case network::Check::Verdict::Warn:
        return ui::Verdict::Warn;
    case network::Check::Verdict::Fail:
        return ui::Verdict::Fail;
    }
    Q_UNREACHABLE();
}

QString checkName(const QString &name)
{
    if (name == "connection"_L1)
        return CountryStep::tr("Connection");
    if (name == "tls"_L1)
        return CountryStep::tr("TLS");
    if (name == "capability"_L1)
        return CountryStep::tr("Capability statement");
    if (name == "qido"_L1)
        return CountryStep::tr("DICOMweb search");
    if (name == "wado"_L1)
        return CountryStep::tr("DICOMweb retrieve");
    return name;
}

//! What a check found, in few words of the user's language; the network's own words stand in the fold.
QString foundBy(const network::Check &check)
{
    using Verdict = network::Check::Verdict;
    const QString &subject = check.subject;
    if (check.name == "connection"_L1 && check.verdict == Verdict::Pass)
        return CountryStep::tr("%1 answers.").arg(subject);
    if (check.name == "tls"_L1 && check.verdict == Verdict::Pass)
        return CountryStep::tr("The certificate of %1 is trusted.").arg(subject);
    if (check.name == "tls"_L1 && check.verdict == Verdict::Warn)
        return CountryStep::tr("%1 uses plain http: nothing is encrypted.").arg(subject);
    if (check.name == "capability"_L1 && check.verdict == Verdict::Pass)
        return subject;
    if (check.name == "capability"_L1 && !subject.isEmpty())
        return CountryStep::tr("%1. It does not name all that is needed.").arg(subject);
    if (check.name == "qido"_L1 && check.verdict == Verdict::Pass)
        return CountryStep::tr("QIDO-RS answers as it should.");
    if (check.name == "wado"_L1 && check.verdict == Verdict::Pass)
        return CountryStep::tr("WADO-RS answers.");
    return check.detail;
}

QString linesOf(const model::Exchange::Headers &headers)
{
    QString lines;
    for (const auto &[name, value] : headers)
        lines += u'\n' + QString::fromLatin1(name) + u": "_s + QString::fromUtf8(value);
    return lines;
}

QString sentIn(const model::Exchange &exchange)
{
    return QString::fromLatin1(exchange.method) + u' ' + exchange.maskedUrl + linesOf(exchange.requestHeaders);
}

//! A page of somebody's is shown as far as it was kept, an answer as we expect it by its beginning.
enum class Body { None, Beginning, Kept };

QString cameIn(const model::Exchange &exchange, Body shown)
{
    if (exchange.status == 0)
        return CountryStep::tr("No answer in %1.").arg(seconds(exchange.duration));
    QString text = CountryStep::tr("Status %1, %2 bytes", "HTTP status, length of the body")
                       .arg(QString::number(exchange.status), QLocale().toString(exchange.bytesReceived)) +
                   linesOf(exchange.responseHeaders);
    constexpr qsizetype beginning = 400;
    const QString body = exchange.bodyStart.reveal().trimmed();
    if (shown != Body::None && !body.isEmpty())
        text += u"\n\n"_s + (shown == Body::Kept || body.size() <= beginning ? body : body.left(beginning) + u'\u2026');
    return text;
}

//! Rows of a search are of somebody, whom nobody here has asked for.
Body bodyOf(const network::Check &check)
{
    if (check.name == "connection"_L1)
        return Body::None; // the next line shows it
    const model::Exchange &exchange = *check.exchange;
    const auto isPage = [](const auto &header) {
        return header.first.compare("Content-Type", Qt::CaseInsensitive) == 0 && header.second.contains("html");
    };
    if (exchange.status < 200 || exchange.status > 299 ||
        std::any_of(exchange.responseHeaders.begin(), exchange.responseHeaders.end(), isPage))
        return Body::Kept;
    return check.name == "capability"_L1 ? Body::Beginning : Body::None;
}

//! What a line that is no failure means, and what to do.
void explain(const network::Check &check, ui::CheckRow &row)
{
    const bool warns = check.verdict == network::Check::Verdict::Warn;
    if (check.name == "tls"_L1 && warns) {
        row.means = CountryStep::tr("Whoever sits on the way can read and change what is sent and what comes.");
        row.todo =
            CountryStep::tr("Use it within this computer only. Else ask the contact point for an https address.");
    } else if (check.name == "tls"_L1) {
        row.means = CountryStep::tr("What is sent and what comes is encrypted, and the other end is whom its "
                                    "certificate names.");
    } else if (warns) {
        row.means = CountryStep::tr("Searches for a patient may be answered all the same.");
        row.todo = CountryStep::tr("Go on. Where a search fails, show this to the contact point.");
    }
    if (check.name != "tls"_L1 && check.detail != row.detail) // what was read in the answer
        row.means = row.means.isEmpty() ? check.detail : check.detail + u' ' + row.means;
}

} // namespace

CountryStep::CountryStep(Workbench &bench, const story::DemoCountry *demo, const std::optional<story::Profile> &first,
                         QObject *parent)
    : QObject(parent), m_bench(bench), m_demo(demo), m_page(new ui::CountryPage(bench.theme))
{
    m_bench.window.setPage(ui::Step::Country, m_page);
    connect(m_page, &ui::CountryPage::profileChosen, this, &CountryStep::look);
    connect(m_page, &ui::CountryPage::checkRequested, this, &CountryStep::check);
    connect(m_page, &ui::CountryPage::continueRequested, this, [this](const QString &id) {
        choose(id);
        m_bench.goTo(ui::Step::Patient);
    });
    connect(m_page, &ui::CountryPage::importRequested, this, &CountryStep::importProfile);
    connect(m_page, &ui::CountryPage::noticeActionTriggered, this,
            [this](const QString &id) { emit actRequested(story::Act(id.toInt())); });
    connect(&m_check, &story::ConnectionCheckFlow::checked, this, &CountryStep::addCheck);
    connect(&m_check, &story::ConnectionCheckFlow::finished, this, &CountryStep::showCheck);
    connect(&m_check, &story::ConnectionCheckFlow::failed, this, &CountryStep::checkFailed);

    if (m_demo) {
        for (const story::Profile &profile : m_demo->profiles())
            m_builtIn += profile.name();
    }
    if (first)
        m_profiles += besideBuiltIn(*first);
    loadProfiles();
}

void CountryStep::begin()
{
    m_bench.window.setStepState(ui::Step::Country, ui::StepState::Reached);
    m_bench.window.setStep(ui::Step::Country);
    showProfiles();
    if (!m_profiles.isEmpty())
        choose(m_profiles.first().name());
}

void CountryStep::loadProfiles()
{
    const auto isKnown = [this](const QString &name) {
        return std::any_of(m_profiles.begin(), m_profiles.end(),
                           [&](const story::Profile &known) { return known.name() == name; });
    };
    for (const story::Profile &stored : m_profileStore.profiles())
        if (const story::Profile saved = besideBuiltIn(stored); !isKnown(saved.name()))
            m_profiles += saved;
    if (!m_demo)
        return;
    for (const story::Profile &profile : m_demo->profiles())
        if (!isKnown(profile.name()))
            m_profiles += profile;
}

story::Profile CountryStep::besideBuiltIn(const story::Profile &profile) const
{
    if (!m_demo || !m_builtIn.contains(profile.name()))
        return profile;
    for (const story::Profile &own : m_demo->profiles())
        if (own.toJson() == profile.toJson())
            return profile;
    return profile.named(tr("%1 (file)", "the name of a profile").arg(profile.name()));
}

void CountryStep::showProfiles()
{
    QList<ui::ProfileRow> rows;
    for (const story::Profile &profile : std::as_const(m_profiles)) {
        const bool builtIn = m_builtIn.contains(profile.name());
        const Checked &checked = m_checked[profile.name()];
        QStringList routes;
        for (const model::Route route : profile.routes())
            routes += story::displayName(route);
        QStringList identifiers;
        for (const story::IdentifierSystem &system : profile.identifierSystems())
            identifiers += system.label;
        const QUrl &base = profile.fhirBase().isEmpty() ? profile.wadoBase() : profile.fhirBase();
        QString signIn = tr("None");
        if (profile.signIn().type == network::Auth::Type::Basic)
            signIn = tr("User and password");
        else if (profile.signIn().type == network::Auth::Type::Bearer)
            signIn = tr("Token");
        rows += ui::ProfileRow{
            .id = profile.name(),
            .name = profile.name(),
            .country = profile.country(),
            .host = builtIn ? tr("built in, this computer") : base.host(),
            .fhir = profile.fhirBase().toDisplayString(QUrl::RemoveUserInfo),
            .dicomweb = profile.wadoBase().toDisplayString(QUrl::RemoveUserInfo),
            .direct = {},
            .routes = routes.join(u", "_s),
            .guide = profile.specVersion().isEmpty() ? QString() : tr("NCPeH API %1").arg(profile.specVersion()),
            .signIn = signIn,
            .certificate = {},
            .identifiers = identifiers.join(u", "_s),
            .state = checked.state,
            .checkedAt = checked.at.isValid() ? tr("Today %1").arg(clock(checked.at)) : QString(),
        };
    }
    m_page->setProfiles(rows);
    if (!rows.isEmpty()) {
        if (m_page->chosenId().isEmpty())
            m_page->setNotice(std::nullopt);
        return;
    }
    m_page->setNotice(ui::NoticeText{
        .icon = u"country"_s,
        .headline = tr("No country yet"),
        .sentences = {tr("A profile holds a contact point's addresses, identifier masks and trust.")},
        .advice = {},
        .actions = {},
        .foldTitle = {},
        .foldText = {},
    });
}

const story::Profile *CountryStep::find(const QString &id) const
{
    const auto found = std::find_if(m_profiles.begin(), m_profiles.end(),
                                    [&id](const story::Profile &profile) { return profile.name() == id; });
    return found == m_profiles.end() ? nullptr : &*found;
}

//! Also a profile of the same name is another one, where its file says something else now.
bool CountryStep::isInUse(const story::Profile &profile) const
{
    return m_bench.profile && m_bench.profile->name() == profile.name() &&
           m_bench.profile->toJson() == profile.toJson();
}

void CountryStep::choose(const QString &id)
{
    const story::Profile *profile = find(id);
    if (!profile)
        return;
    if (isInUse(*profile))
        return look(id);

    m_bench.profile = *profile;
    m_bench.client.reset();
    m_page->setInUse(id);
    emit profileChosen();

    const QUrl &base =
        m_bench.profile->fhirBase().isEmpty() ? m_bench.profile->wadoBase() : m_bench.profile->fhirBase();
    m_bench.window.setStatusCells({.profile = id,
                                   .tls = base.scheme() == "https"_L1 ? tr("TLS") : tr("Not encrypted"),
                                   .store = tr("Store %1").arg(freeSpaceIn(m_bench.storeFolder))});
    look(id);
    use();
    showInRail();
}

//! Shows a profile and whether it can be used. What was found with the one in use stays.
void CountryStep::look(const QString &id)
{
    const story::Profile *profile = find(id);
    if (!profile)
        return;
    m_page->choose(id);
    if (m_shown == id)
        return;
    m_check.stop();
    if (Checked &left = m_checked[m_shown]; left.state == ui::CheckState::Checking) {
        left = {};
        showProfiles();
    }
    m_shown = id;
    m_client = isInUse(*profile) ? m_bench.client : nullptr;
    const Checked &checked = m_checked[id];
    m_page->setChecks(checked.rows, checked.summary);
    m_page->setNotice(checked.notice);
    if (checked.state == ui::CheckState::Unchecked)
        check();
}

void CountryStep::lookAtUsed()
{
    if (m_bench.profile)
        look(m_bench.profile->name());
}

//! Gives the steps after this one the client of the profile in use.
void CountryStep::use()
{
    const story::Profile *shown = find(m_shown);
    if (m_bench.client || !m_client || !shown || !isInUse(*shown))
        return;
    m_bench.client = m_client;
    emit connected();
}

void CountryStep::showInRail()
{
    if (!m_bench.profile)
        return;
    const ui::CheckState state = m_checked[m_bench.profile->name()].state;
    ui::StepState shown = ui::StepState::Reached;
    if (state == ui::CheckState::Passed)
        shown = ui::StepState::Done;
    else if (state == ui::CheckState::Warned)
        shown = ui::StepState::Warned;
    else if (state == ui::CheckState::Failed)
        shown = ui::StepState::Stopped;
    m_bench.window.setStepState(ui::Step::Country, shown, m_bench.profile->name());
    const bool isUsable = state == ui::CheckState::Passed || state == ui::CheckState::Warned;
    if (isUsable && m_bench.window.stepState(ui::Step::Patient) == ui::StepState::NotReached)
        m_bench.window.setStepState(ui::Step::Patient, ui::StepState::Reached);
}

void CountryStep::importProfile()
{
    const QString file =
        QFileDialog::getOpenFileName(&m_bench.window, tr("Import a profile"), {}, tr("Profiles (*.json)"));
    if (file.isEmpty())
        return;
    const auto read = m_profileStore.import(file);
    if (!read) {
        m_page->setNotice(m_bench.noticeFor(read.error(), story::Step::Country));
        return;
    }
    const story::Profile imported = besideBuiltIn(*read);
    m_profiles.removeIf([&](const story::Profile &known) { return known.name() == imported.name(); });
    m_profiles.prepend(imported);
    m_checked.erase(imported.name());
    m_shown.clear(); // the file may say something else now, also under the same name
    m_client.reset();
    showProfiles();
    look(imported.name());
}

void CountryStep::check()
{
    const story::Profile *profile = find(m_shown);
    if (!profile)
        return;
    if (!m_client) {
        const auto endpoint = profile->toEndpoint();
        if (!endpoint)
            return checkFailed(endpoint.error());
        m_client = std::make_shared<network::Client>(*endpoint);
        use();
    }
    Checked &checked = m_checked[m_shown];
    checked = {.state = ui::CheckState::Checking, .at = {}, .rows = {}, .summary = {}, .notice = {}};
    m_page->setNotice(std::nullopt);
    m_page->setChecks({}, tr("Checking"));
    showProfiles();
    m_clock.start();
    m_check.start(*m_client);
}

ui::CheckRow CountryStep::rowOf(const network::Check &check) const
{
    ui::CheckRow row{.name = checkName(check.name),
                     .verdict = verdictOf(check.verdict),
                     .detail = foundBy(check),
                     .milliseconds = check.took.count() > 0 ? std::optional(int(check.took.count())) : std::nullopt,
                     .sent = check.exchange ? sentIn(*check.exchange) : QString(),
                     .came = check.exchange ? cameIn(*check.exchange, bodyOf(check)) : QString(),
                     .means = {},
                     .todo = {}};
    if (check.error) {
        const ui::NoticeText words = m_bench.noticeFor(*check.error, story::Step::Country, {}, find(m_shown));
        row.detail = words.headline.isEmpty() ? check.detail : words.headline;
        row.means = words.sentences.join(u' ');
        row.todo = words.advice;
        row.came = row.came.isEmpty() ? check.detail : check.detail + u"\n\n"_s + row.came;
    } else {
        explain(check, row);
    }
    return row;
}

//! The lines fill in order while the check runs.
void CountryStep::addCheck(const network::Check &check)
{
    Checked &checked = m_checked[m_shown];
    checked.rows += rowOf(check);
    m_page->setChecks(checked.rows, tr("Checking"));
}

void CountryStep::showCheck(const QList<network::Check> &checks)
{
    const story::Profile *profile = find(m_shown);
    Checked &checked = m_checked[m_shown];
    checked.at = QTime::currentTime();
    checked.state = ui::CheckState::Passed;
    for (const network::Check &check : checks) {
        if (check.verdict == network::Check::Verdict::Fail)
            checked.state = ui::CheckState::Failed;
        else if (check.verdict == network::Check::Verdict::Warn && checked.state == ui::CheckState::Passed)
            checked.state = ui::CheckState::Warned;
    }
    checked.summary = tr("%1, took %2").arg(clock(checked.at), seconds(std::chrono::milliseconds(m_clock.elapsed())));
    m_page->setChecks(checked.rows, checked.summary);
    showProfiles();

    if (profile && isInUse(*profile))
        showInRail();
}

void CountryStep::checkFailed(const network::Error &error)
{
    const story::Profile *profile = find(m_shown);
    Checked &checked = m_checked[m_shown];
    checked.at = QTime::currentTime();
    checked.state = ui::CheckState::Failed;
    checked.rows.clear();
    checked.summary = clock(checked.at);
    checked.notice = m_bench.noticeFor(error, story::Step::Country, {}, profile);
    m_page->setChecks({}, checked.summary);
    m_page->setNotice(checked.notice);
    showProfiles();
    if (profile && isInUse(*profile))
        showInRail();
}

} // namespace window
