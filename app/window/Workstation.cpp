#include "Workstation.h"

#include <ui/RecordView.h>

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QDirIterator>
#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>
#include <QStorageInfo>

using namespace Qt::Literals::StringLiterals;

namespace window {

namespace {

QString readableDate(const QDate &date)
{
    return QLocale().toString(date,
                              u"d MMM yyyy"_s); // the month in letters: 03/04 must not exist between two countries
}

//! A FHIR date in the user's words; a year or a month alone stays what it is.
QString born(const QString &fhirDate)
{
    const QDate date = QDate::fromString(fhirDate, Qt::ISODate);
    if (!date.isValid())
        return fhirDate;
    const QDate today = QDate::currentDate();
    int years = today.year() - date.year();
    if (today.month() < date.month() || (today.month() == date.month() && today.day() < date.day()))
        --years;
    return Workstation::tr("%1 (%2 y)").arg(readableDate(date)).arg(years);
}

QString readableName(const model::Patient &patient)
{
    if (patient.family.isEmpty() || patient.given.isEmpty())
        return patient.family + patient.given.join(u' ');
    return patient.family + u", "_s + patient.given.join(u' ');
}

QString readableGender(const QString &code)
{
    if (code == "female"_L1)
        return Workstation::tr("Female");
    if (code == "male"_L1)
        return Workstation::tr("Male");
    if (code == "other"_L1)
        return Workstation::tr("Other");
    return code.isEmpty() ? Workstation::tr("Not told") : Workstation::tr("Unknown");
}

//! 24 hours in every language, as clinics write it.
QString clock(const QTime &time)
{
    return time.toString(u"HH:mm"_s);
}

QString seconds(std::chrono::milliseconds time)
{
    return Workstation::tr("%1 s").arg(QLocale().toString(double(time.count()) / 1000, 'f', 1));
}

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
        return Workstation::tr("Connection");
    if (name == "tls"_L1)
        return Workstation::tr("TLS");
    if (name == "capability"_L1)
        return Workstation::tr("Capability statement");
    if (name == "qido"_L1)
        return Workstation::tr("DICOMweb search");
    if (name == "wado"_L1)
        return Workstation::tr("DICOMweb retrieve");
    return name;
}

QString iconFor(network::Error::Kind kind)
{
    using Kind = network::Error::Kind;
    switch (kind) {
    case Kind::Untrusted:
        return u"certificate"_s;
    case Kind::Unauthorised:
        return u"token"_s;
    case Kind::Forbidden:
        return u"lock"_s;
    case Kind::TimedOut:
        return u"waiting"_s;
    case Kind::Storage:
        return u"retrieval"_s;
    case Kind::NotFound:
        return u"search"_s;
    case Kind::Incomplete:
    case Kind::Truncated:
        return u"missing"_s;
    default:
        return u"fail"_s;
    }
}

QString fieldWord(const QString &field)
{
    if (field == "birthDate"_L1)
        return Workstation::tr("birth date");
    if (field == "sex"_L1)
        return Workstation::tr("sex");
    if (field == "name"_L1)
        return Workstation::tr("name");
    return Workstation::tr("identifier");
}

QString differenceWord(const QString &field)
{
    if (field == "date"_L1)
        return Workstation::tr("Date");
    if (field == "modalities"_L1)
        return Workstation::tr("Type");
    if (field == "description"_L1)
        return Workstation::tr("Description");
    if (field == "seriesCount"_L1)
        return Workstation::tr("Series");
    if (field == "instanceCount"_L1)
        return Workstation::tr("Images");
    return Workstation::tr("Patient");
}

QString actId(story::Act act)
{
    return QString::number(int(act));
}

model::Series seriesOf(const std::optional<model::Study> &study, const model::SeriesUid &uid)
{
    if (study)
        for (const model::Series &series : study->series)
            if (series.uid == uid)
                return series;
    model::Series unknown{.uid = uid};
    return unknown;
}

//! True where every chosen series of the study is listed down to its instances.
bool listsAllChosen(const model::Study &study, const model::Selection &selection)
{
    if (study.series.isEmpty())
        return false;
    for (const model::Series &series : study.series) {
        const bool chosen = selection.series.isEmpty() ||
                            std::any_of(selection.series.begin(), selection.series.end(),
                                        [&](const model::SeriesSelection &one) { return one.uid == series.uid; });
        if (chosen && series.instances.isEmpty())
            return false;
    }
    return true;
}

QString windowSettings()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + "/borderlight/window.ini"_L1;
}

//! "210, 211 and 212"; of many the first few.
QString listed(const QStringList &names)
{
    constexpr qsizetype most = 6;
    if (names.size() > most)
        return Workstation::tr("%1 and %2 more").arg(names.first(most).join(u", "_s)).arg(names.size() - most);
    if (names.size() < 2)
        return names.join(QString());
    return Workstation::tr("%1 and %2").arg(names.first(names.size() - 1).join(u", "_s), names.last());
}

} // namespace

Workstation::Workstation(Start start, QObject *parent)
    : QObject(parent),
      m_demo(std::move(start.demo)),
      m_storeFolder(std::move(start.storeFolder)),
      m_window(m_theme),
      m_country(new ui::CountryPage(m_theme)),
      m_patient(new ui::PatientPage(m_theme)),
      m_studies(new ui::StudiesPage(m_theme)),
      m_selection(new ui::SelectionPage(m_theme)),
      m_retrieval(new ui::RetrievalPage(m_theme)),
      m_viewing(new viewer::ViewingPanel),
      m_dock(new ui::TransfersDock(m_theme)),
      m_notes(std::make_unique<story::RetrievalNotes>(m_storeFolder)),
      m_transfers(std::make_unique<Transfers>(*m_dock, *m_notes))
{
    m_theme.apply(start.style);
    m_window.setPage(ui::Step::Country, m_country);
    m_window.setPage(ui::Step::Patient, m_patient);
    m_window.setPage(ui::Step::Studies, m_studies);
    m_window.setPage(ui::Step::Selection, m_selection);
    m_window.setPage(ui::Step::Retrieval, m_retrieval);
    m_window.setPage(ui::Step::Viewing, m_viewing);

    wireCountry();
    wirePatient();
    wireStudies();
    wireSelection();
    wireRetrieval();
    wireViewing();
    wireTransfers();
    wireFaults();
    addActions();

    connect(&m_window, &ui::MainWindow::stepRequested, this, &Workstation::goTo);
    // The patient stays confirmed until another question is asked: leaving this page again loses nothing.
    connect(&m_window, &ui::MainWindow::changePatientRequested, this, [this] { goTo(ui::Step::Patient); });

    if (m_demo) {
        for (const story::Profile &profile : m_demo->profiles())
            m_builtIn += profile.name();
    }
    if (start.profile)
        m_profiles += *start.profile;
    loadProfiles();
    m_window.setPatient(std::nullopt);
    m_window.setStepState(ui::Step::Country, ui::StepState::Reached);
    m_window.setStep(ui::Step::Country);
    showProfiles();
    if (!m_profiles.isEmpty())
        chooseProfile(m_profiles.first().name());
    m_window.restoreDocks(QSettings(windowSettings(), QSettings::IniFormat).value(u"docks"_s).toByteArray());
    lookForLeft();
}

Workstation::~Workstation()
{
    QSettings(windowSettings(), QSettings::IniFormat).setValue(u"docks"_s, m_window.savedDocks());
}

QString Workstation::exampleIdentifier() const
{
    if (!m_profile || m_profile->identifierSystems().isEmpty())
        return {};
    return m_profile->identifierSystems().first().example;
}

void Workstation::openFiles(const QStringList &paths)
{
    QStringList files;
    for (const QString &path : paths) {
        if (!QFileInfo(path).isDir()) {
            files += path;
            continue;
        }
        QDirIterator all(path, QDir::Files, QDirIterator::Subdirectories);
        while (all.hasNext())
            files += all.next();
    }
    files.sort();
    for (const QString &file : std::as_const(files))
        m_viewing->addFile(file);
    if (files.isEmpty())
        return;
    m_window.setStepState(ui::Step::Viewing, ui::StepState::Reached,
                          tr("%n files of this computer", nullptr, int(files.size())));
    goTo(ui::Step::Viewing);
}

// --- step 1 ------------------------------------------------------------------------------------------------------

void Workstation::wireCountry()
{
    connect(m_country, &ui::CountryPage::profileChosen, this, &Workstation::chooseProfile);
    connect(m_country, &ui::CountryPage::checkRequested, this, &Workstation::checkConnection);
    connect(m_country, &ui::CountryPage::continueRequested, this, [this] { goTo(ui::Step::Patient); });
    connect(m_country, &ui::CountryPage::importRequested, this, &Workstation::importProfile);
    connect(m_country, &ui::CountryPage::noticeActionTriggered, this,
            [this](const QString &id) { actOn(ui::Step::Country, id); });
    connect(&m_check, &story::ConnectionCheckFlow::finished, this, &Workstation::showCheck);
    connect(&m_check, &story::ConnectionCheckFlow::failed, this, &Workstation::checkFailed);
}

void Workstation::loadProfiles()
{
    const auto isKnown = [this](const QString &name) {
        return std::any_of(m_profiles.begin(), m_profiles.end(),
                           [&](const story::Profile &known) { return known.name() == name; });
    };
    for (const story::Profile &saved : m_profileStore.profiles())
        if (!isKnown(saved.name()))
            m_profiles += saved;
    if (!m_demo)
        return;
    for (const story::Profile &profile : m_demo->profiles())
        if (!isKnown(profile.name()))
            m_profiles += profile;
}

void Workstation::showProfiles()
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
    m_country->setProfiles(rows);
    if (!rows.isEmpty()) {
        if (m_country->chosenId().isEmpty())
            m_country->setNotice(std::nullopt);
        return;
    }
    m_country->setNotice(ui::NoticeText{
        .icon = u"country"_s,
        .headline = tr("No country yet"),
        .sentences = {tr("A profile holds a contact point's addresses, identifier masks and trust.")},
        .advice = {},
        .actions = {},
        .foldTitle = {},
        .foldText = {},
    });
}

void Workstation::chooseProfile(const QString &id)
{
    if (m_profile && m_profile->name() == id) {
        m_country->choose(id);
        return;
    }
    for (const story::Profile &profile : std::as_const(m_profiles))
        if (profile.name() == id)
            m_profile = profile;
    if (!m_profile || m_profile->name() != id)
        return;

    if (m_faults)
        m_window.setDockOffered(m_faults, m_builtIn.contains(id));
    m_resuming.reset();
    forgetPatient();
    m_check.stop();
    m_patientSearch.stop();
    m_client.reset();
    m_country->choose(id);
    m_country->setChecks({});
    m_window.setStepState(ui::Step::Country, ui::StepState::Reached, id);
    m_window.setStepState(ui::Step::Patient, ui::StepState::NotReached);

    QList<ui::IdentifierSystem> systems;
    for (const story::IdentifierSystem &system : m_profile->identifierSystems())
        systems += ui::IdentifierSystem{system.label, system.system, system.pattern, system.hint};
    m_patient->setCountry(countryName());
    m_patient->setIdentifierSystems(systems);
    m_patient->setQuery({});
    m_patient->setNothingAsked();

    const QUrl &base = m_profile->fhirBase().isEmpty() ? m_profile->wadoBase() : m_profile->fhirBase();
    m_window.setStatusCells({.profile = id,
                             .tls = base.scheme() == "https"_L1 ? tr("TLS") : tr("Not encrypted"),
                             .store = tr("Store %1").arg(freeSpace())});

    const auto endpoint = m_profile->toEndpoint();
    if (!endpoint) {
        checkFailed(endpoint.error());
        return;
    }
    m_client = std::make_shared<network::Client>(*endpoint);
    m_patient->setWhatIsSent(m_client->described(m_patient->query()).join(u'\n'));
    checkConnection();
}

void Workstation::importProfile()
{
    const QString file = QFileDialog::getOpenFileName(&m_window, tr("Import a profile"), {}, tr("Profiles (*.json)"));
    if (file.isEmpty())
        return;
    const auto imported = m_profileStore.import(file);
    if (!imported) {
        m_country->setNotice(noticeFor(imported.error(), story::Step::Country));
        return;
    }
    m_profiles.removeIf([&](const story::Profile &known) { return known.name() == imported->name(); });
    m_profiles.prepend(*imported);
    m_checked.erase(imported->name());
    m_profile.reset(); // the file may say something else now, also under the same name
    showProfiles();
    chooseProfile(imported->name());
}

void Workstation::checkConnection()
{
    if (!m_client || !m_profile)
        return;
    Checked &checked = m_checked[m_profile->name()];
    checked = {.state = ui::CheckState::Checking, .at = {}, .rows = {}, .summary = {}, .notice = {}};
    m_country->setNotice(std::nullopt);
    m_country->setChecks({}, tr("Checking"));
    showProfiles();
    m_checkClock.start();
    m_check.start(*m_client);
}

void Workstation::showCheck(const QList<network::Check> &checks)
{
    Checked &checked = m_checked[m_profile->name()];
    checked.at = QTime::currentTime();
    checked.state = ui::CheckState::Passed;
    for (const network::Check &check : checks) {
        checked.rows +=
            ui::CheckRow{.name = checkName(check.name),
                         .verdict = verdictOf(check.verdict),
                         .detail = check.detail,
                         .milliseconds = check.took.count() > 0 ? std::optional(int(check.took.count())) : std::nullopt,
                         .sent = {},
                         .came = {},
                         .means = {},
                         .todo = {}};
        if (check.verdict == network::Check::Verdict::Fail)
            checked.state = ui::CheckState::Failed;
        else if (check.verdict == network::Check::Verdict::Warn && checked.state == ui::CheckState::Passed)
            checked.state = ui::CheckState::Warned;
    }
    checked.summary =
        tr("%1, took %2").arg(clock(checked.at), seconds(std::chrono::milliseconds(m_checkClock.elapsed())));
    m_country->setChecks(checked.rows, checked.summary);
    showProfiles();

    const bool usable = checked.state != ui::CheckState::Failed;
    m_window.setStepState(ui::Step::Country,
                          checked.state == ui::CheckState::Passed   ? ui::StepState::Done
                          : checked.state == ui::CheckState::Warned ? ui::StepState::Warned
                                                                    : ui::StepState::Stopped,
                          m_profile->name());
    if (usable && m_window.stepState(ui::Step::Patient) == ui::StepState::NotReached)
        m_window.setStepState(ui::Step::Patient, ui::StepState::Reached);
}

void Workstation::checkFailed(const network::Error &error)
{
    Checked &checked = m_checked[m_profile->name()];
    checked.at = QTime::currentTime();
    checked.state = ui::CheckState::Failed;
    checked.notice = noticeFor(error, story::Step::Country);
    m_country->setChecks({}, clock(checked.at));
    m_country->setNotice(checked.notice);
    showProfiles();
    m_window.setStepState(ui::Step::Country, ui::StepState::Stopped, m_profile->name());
}

// --- step 2 ------------------------------------------------------------------------------------------------------

void Workstation::wirePatient()
{
    connect(m_patient, &ui::PatientPage::queryEdited, this, [this](const model::PatientQuery &query) {
        if (m_client)
            m_patient->setWhatIsSent(m_client->described(query).join(u'\n'));
    });
    connect(m_patient, &ui::PatientPage::searchRequested, this, [this](const model::PatientQuery &query) {
        if (!m_client)
            return;
        forgetPatient();
        m_asked = query;
        m_patient->setInlineNotice(std::nullopt);
        m_patient->setAsking();
        m_patientSearch.start(*m_client, query);
    });
    connect(&m_patientSearch, &story::PatientSearchFlow::patientsFound, this, [this](const model::PatientList &answer) {
        m_patient->setCandidates(answer, tr("The server answered and found no one."));
        m_window.setStepState(ui::Step::Patient, ui::StepState::Reached,
                              tr("%n candidates", nullptr, int(answer.patients.size())));
        QStringList ignored;
        for (const model::Note &note : answer.notes)
            if (note.kind == model::Note::Kind::IgnoredFilter)
                ignored += note.detail;
        if (ignored.isEmpty() && !answer.truncated)
            return;
        ui::NoticeText notice;
        notice.icon = u"warn"_s;
        notice.weight = ui::NoticeText::Weight::Warning;
        if (!ignored.isEmpty()) {
            notice.headline = tr("%1 ignored a part of the question").arg(countryName());
            notice.sentences = {
                tr("The answer does not say that every field was used. The candidates may be wider than you asked.")};
            notice.foldTitle = tr("What was not used");
            notice.foldText = ignored.join(u'\n');
        } else {
            notice.headline = tr("The list of candidates is cut off");
            notice.sentences = {tr("More people may fit. Add a birth date or an identifier.")};
        }
        m_patient->setInlineNotice(notice);
    });
    connect(&m_patientSearch, &story::PatientSearchFlow::failed, this, [this](const network::Error &error) {
        m_patient->setFailed(noticeFor(error, story::Step::Patient));
        m_window.setStepState(ui::Step::Patient, ui::StepState::Stopped, tr("No answer"));
    });
    connect(m_patient, &ui::PatientPage::confirmed, this, &Workstation::confirmPatient);
    connect(m_patient, &ui::PatientPage::noticeActionTriggered, this,
            [this](const QString &id) { actOn(ui::Step::Patient, id); });
}

void Workstation::confirmPatient(const model::Patient &patient, const QString &purpose)
{
    const bool same = m_confirmed && m_confirmed->confirmed == patient;
    if (!same) {
        forgetAfter(ui::Step::Patient);
        // The identifier that was asked for leads; a candidate found by name alone is followed by its own first one.
        model::PatientIdentifier identifier = m_asked.identifier.value_or(model::PatientIdentifier{});
        if (!patient.identifiers.contains(identifier) && !patient.identifiers.isEmpty())
            identifier = patient.identifiers.first();
        m_confirmed = network::ExpectedPatient{identifier, patient};
    }

    QString label = tr("Identifier");
    for (const story::IdentifierSystem &system : m_profile->identifierSystems())
        if (system.system == m_confirmed->identifier.system)
            label = system.label;
    const QString now = clock(QTime::currentTime());
    m_window.setPatient(ui::BannerText{
        .confirmedAt = now,
        .name = readableName(patient),
        .born = born(patient.birthDate),
        .gender = readableGender(patient.gender),
        .identifierLabel = label,
        .identifier = m_confirmed->identifier.value,
        .purpose = purpose == "ETREAT"_L1 ? tr("Emergency treatment") : tr("Treatment"),
        .countryCode = m_profile->country(),
        .receivedFrom = m_profile->name(),
    });
    m_window.setStepState(ui::Step::Patient, ui::StepState::Done, tr("Confirmed %1").arg(now));
    goTo(ui::Step::Studies);
    if (!same)
        searchStudies();
    if (m_resuming) {
        const story::LeftRetrieval left = *std::exchange(m_resuming, std::nullopt);
        m_patient->setCountry(countryName()); // with its own sentence again
        story::RetrievalOrder order;
        order.selections = left.note.selections;
        order.folder = left.note.folder;
        order.via = left.note.via;
        order.patient = m_confirmed;
        beginRetrieval(order, left.note.title);
    }
}

void Workstation::forgetPatient()
{
    m_confirmed.reset();
    m_window.setPatient(std::nullopt);
    if (m_window.stepState(ui::Step::Patient) == ui::StepState::Done)
        m_window.setStepState(ui::Step::Patient, ui::StepState::Reached);
    forgetAfter(ui::Step::Patient);
}

// --- step 3 ------------------------------------------------------------------------------------------------------

void Workstation::wireStudies()
{
    connect(m_studies, &ui::StudiesPage::askAgainRequested, this, &Workstation::searchStudies);
    connect(m_studies, &ui::StudiesPage::chooseRequested, this, &Workstation::chooseSeries);
    connect(m_studies, &ui::StudiesPage::noticeActionTriggered, this,
            [this](const QString &id) { actOn(ui::Step::Studies, id); });

    const auto setRoute = [this](model::Route route, ui::Verdict verdict, const QString &text) {
        for (ui::RouteAnswer &answer : m_routes)
            if (answer.route == route) {
                answer.verdict = verdict;
                answer.text = text;
            }
        m_studies->setRoutes(m_routes);
    };
    connect(&m_studySearch, &story::StudySearchFlow::routeAsked, this, [this](model::Route route) {
        m_routes += ui::RouteAnswer{route, ui::Verdict::Running, tr("asking")};
        m_studies->setRoutes(m_routes);
    });
    connect(&m_studySearch, &story::StudySearchFlow::routeAnswered, this,
            [setRoute](model::Route route, int count, std::chrono::milliseconds took) {
                setRoute(route, ui::Verdict::Pass, tr("%1, %2").arg(tr("%n studies", nullptr, count), seconds(took)));
            });
    connect(&m_studySearch, &story::StudySearchFlow::routeFailed, this,
            [this, setRoute](model::Route route, const network::Error &error) {
                m_failedRoutes.insert_or_assign(route, error);
                setRoute(route, ui::Verdict::Fail, tr("no answer"));
            });
    connect(&m_studySearch, &story::StudySearchFlow::studiesChanged, this,
            [this](const story::StudiesFound &found) { showStudies(found, false); });
    connect(&m_studySearch, &story::StudySearchFlow::finished, this,
            [this](const story::StudiesFound &found) { showStudies(found, true); });
    connect(&m_studySearch, &story::StudySearchFlow::failed, this, &Workstation::studiesFailed);
}

void Workstation::searchStudies()
{
    if (!m_client || !m_confirmed)
        return;
    m_routes.clear();
    m_failedRoutes.clear();
    m_studies->setRoutes({});
    m_studies->setInlineNotice(std::nullopt);
    m_studies->setPageNotice(std::nullopt);
    m_studies->setAsking(true);
    m_window.setStepState(ui::Step::Studies, ui::StepState::Reached, tr("Asking"));

    story::StudySearchRequest request;
    request.query.patient = m_confirmed->identifier;
    request.query.patientResourceId = m_confirmed->confirmed.id;
    request.confirmed = m_confirmed;
    m_studySearch.start(*m_client, request);
}

void Workstation::showStudies(const story::StudiesFound &found, bool final)
{
    m_found = found;
    const auto knows = [this](const model::Study &study, model::Route route) {
        if (study.routes.contains(route))
            return ui::RouteKnows::Yes;
        const bool answered = std::any_of(m_routes.begin(), m_routes.end(), [&](const ui::RouteAnswer &answer) {
            return answer.route == route && answer.verdict == ui::Verdict::Pass;
        });
        return answered ? ui::RouteKnows::No : ui::RouteKnows::NotAsked;
    };

    QList<ui::StudyRow> rows;
    for (const model::Study &study : found.studies) {
        QStringList differences;
        for (const story::Difference &difference : found.differences) {
            if (!(difference.study == study.uid))
                continue;
            QStringList values;
            for (const auto &[route, value] : difference.values)
                values += ui::tagOf(route) + u' ' + (value.isEmpty() ? tr("nothing") : value);
            differences += tr("%1: %2").arg(differenceWord(difference.field), values.join(u", "_s));
        }
        QString conflict;
        for (const story::PatientConflict &one : found.conflicts)
            if (one.study == study.uid)
                conflict =
                    tr("%1 gives another %2: %3.")
                        .arg(story::displayName(one.route), fieldWord(one.comparison.field), one.comparison.value);
        rows += ui::StudyRow{study,
                             knows(study, model::Route::Fhir),
                             knows(study, model::Route::Dicomweb),
                             knows(study, model::Route::Documents),
                             differences.join(u'\n'),
                             conflict};
    }
    m_studies->setStudies(rows);
    if (!final)
        return;

    m_studies->setAsking(false);
    // The list could not take the focus while there was none.
    QWidget *focused = QApplication::focusWidget();
    if (m_window.currentStep() == ui::Step::Studies && !(focused && m_studies->body()->isAncestorOf(focused)))
        m_studies->firstFocus()->setFocus();
    const QString count = tr("%n studies", nullptr, int(found.studies.size()));
    m_studies->setSentence(
        found.truncated ? tr("%1 so far: the list is cut off. One row a study, whichever route knows it.").arg(count)
                        : tr("%1. One row a study, whichever route knows it.").arg(count));
    const bool warned = found.truncated || !m_failedRoutes.empty() || !found.conflicts.isEmpty();
    m_window.setStepState(ui::Step::Studies, warned ? ui::StepState::Warned : ui::StepState::Done, count);

    if (found.studies.isEmpty() && m_failedRoutes.empty()) {
        QStringList answers;
        for (const ui::RouteAnswer &answer : std::as_const(m_routes))
            answers += ui::tagOf(answer.route) + u": "_s + answer.text;
        m_studies->setPageNotice(ui::NoticeText{
            .icon = u"lock"_s,
            .headline = tr("Nothing there, or no consent"),
            .sentences = {tr("%1 lists nothing for this patient. It does not say whether consent is missing.")
                              .arg(countryName())},
            .advice = tr("Ask the patient whether sharing is allowed in %1, then ask again.").arg(countryName()),
            .actions = {{actId(story::Act::AskAgain), tr("Ask again")}},
            .foldTitle = tr("Answers of the routes"),
            .foldText = answers.join(u'\n'),
        });
        return;
    }
    if (!m_failedRoutes.empty()) {
        const auto &[route, error] = *m_failedRoutes.begin();
        m_studies->setInlineNotice(noticeFor(error, story::Step::Studies, route));
    } else if (found.truncated) {
        QStringList reasons;
        for (const model::Note &note : found.notes)
            if (note.kind == model::Note::Kind::Truncated)
                reasons += note.detail;
        m_studies->setInlineNotice(ui::NoticeText{
            .icon = u"warn"_s,
            .weight = ui::NoticeText::Weight::Warning,
            .headline = tr("The list is cut off at %1").arg(found.studies.size()),
            .sentences = {tr(
                "The server stopped giving pages. More studies may exist. The list stays marked as incomplete.")},
            .advice = {},
            .actions = {{actId(story::Act::AskAgain), tr("Ask again")}},
            .foldTitle = tr("Why it stopped"),
            .foldText = reasons.join(u'\n'),
        });
    }
}

void Workstation::studiesFailed(const network::Error &error)
{
    m_studies->setAsking(false);
    m_found = {};
    m_studies->setStudies({});
    ui::NoticeText notice = noticeFor(error, story::Step::Studies);
    if (m_routes.size() > 1) {
        notice.headline = tr("No route answered");
        notice.sentences.prepend(tr("%n routes were asked, all failed.", nullptr, int(m_routes.size())));
        QStringList words;
        for (const auto &[route, failure] : m_failedRoutes)
            words += story::displayName(route) + u": "_s + network::nameOf(failure.kind) + u". "_s + failure.detail;
        notice.foldText = words.join(u"\n\n"_s);
    }
    m_studies->setPageNotice(notice);
    m_window.setStepState(ui::Step::Studies, ui::StepState::Stopped, tr("No answer"));
}

void Workstation::chooseSeries(const QList<model::StudyUid> &studies)
{
    if (studies == m_chosen) {
        goTo(ui::Step::Selection);
        return;
    }
    forgetAfter(ui::Step::Studies);
    m_chosen = studies;
    QList<model::Study> chosen;
    for (const model::StudyUid &uid : studies)
        for (const model::Study &study : std::as_const(m_found.studies))
            if (study.uid == uid)
                chosen += study;
    m_selection->tree().setStudies(chosen);
    m_selection->tree().tickAll(true);
    QList<ui::ViaChoice> vias{
        {u"ncpeh"_s, tr("NCPeH"), m_client->endpoint().wadoBase.toDisplayString(QUrl::RemoveUserInfo)}};
    if (!m_client->endpoint().directOrigins.isEmpty())
        vias += ui::ViaChoice{u"direct"_s, tr("PACS, direct"),
                              tr("Addresses of the studies, as far as the profile allows them")};
    m_selection->setVias(vias);
    m_selection->setFreeSpace(freeSpace());
    m_tree.start(*m_client, chosen, m_confirmed ? std::optional(m_confirmed->identifier) : std::nullopt);
    for (const model::StudyUid &uid : studies)
        m_tree.openStudy(uid); // a handful of series each: known before they are opened, and counted in the foot
    goTo(ui::Step::Selection);
}

// --- step 4 ------------------------------------------------------------------------------------------------------

void Workstation::wireSelection()
{
    ui::StudyTreeModel &tree = m_selection->tree();
    connect(&tree, &ui::StudyTreeModel::seriesWanted, &m_tree, &story::TreeFlow::openStudy);
    connect(&tree, &ui::StudyTreeModel::instancesWanted, &m_tree, &story::TreeFlow::openSeries);
    connect(&m_tree, &story::TreeFlow::seriesListed, this,
            [this](const model::StudyUid &study, const QList<model::Series> &series) {
                m_selection->tree().setSeries(study, series);
            });
    connect(&m_tree, &story::TreeFlow::instancesListed, this,
            [this](const model::StudyUid &, const model::SeriesUid &series, const QList<model::Instance> &instances) {
                m_selection->tree().setInstances(series, instances);
            });
    connect(&m_tree, &story::TreeFlow::seriesFailed, this,
            [this](const model::StudyUid &study, const network::Error &error) {
                m_selection->tree().setSeries(study, {});
                if (error.kind != network::Error::Kind::NotFound) // the study can still be chosen as a whole
                    m_selection->setNotice(noticeFor(error, story::Step::Selection));
            });
    connect(&m_tree, &story::TreeFlow::instancesFailed, this,
            [this](const model::StudyUid &, const model::SeriesUid &series, const network::Error &) {
                m_selection->tree().setInstances(series, {}); // the page says that the level is not offered
            });
    connect(m_selection, &ui::SelectionPage::selectionChanged, this, [this] {
        const auto counts = m_selection->tree().counts();
        QString images = tr("%n images", nullptr, counts.images);
        if (counts.imagesAtLeast)
            images = tr("at least %1").arg(images);
        m_window.setStepState(ui::Step::Selection, ui::StepState::Reached,
                              counts.studies ? images : tr("Nothing ticked"));
        m_roomSoon.start();
    });
    connect(m_selection, &ui::SelectionPage::otherFolderRequested, this, &Workstation::chooseFolder);
    m_roomSoon.setSingleShot(true);
    m_roomSoon.setInterval(200);
    connect(&m_roomSoon, &QTimer::timeout, this, &Workstation::checkRoom);
    connect(m_selection, &ui::SelectionPage::retrieveRequested, this, &Workstation::retrieve);
    connect(m_selection, &ui::SelectionPage::noticeActionTriggered, this,
            [this](const QString &id) { actOn(ui::Step::Selection, id); });
}

void Workstation::retrieve(const QList<model::Selection> &selections, const QString &via)
{
    const story::RetrievalFlow *flow = m_transfers->flow();
    if (flow && flow->isRunning() && m_transfers->order()->selections == selections) {
        goTo(ui::Step::Retrieval);
        return;
    }
    story::RetrievalOrder order;
    order.selections = selections;
    order.folder = m_storeFolder;
    order.patient = m_confirmed;
    order.via = via == "direct"_L1 ? network::Via::Direct : network::Via::Ncpeh;
    QStringList titles;
    for (const model::Selection &selection : selections) {
        const auto study = m_tree.study(selection.study);
        if (study && listsAllChosen(*study, selection))
            order.listings += *study;
        if (study)
            titles += tr("%1 %2").arg(study->modalities.join(u'/'), readableDate(study->date)).trimmed();
    }
    beginRetrieval(order, titles.isEmpty() ? tr("%n studies", nullptr, int(selections.size())) : listed(titles));
}

// --- step 5 ------------------------------------------------------------------------------------------------------

void Workstation::beginRetrieval(const story::RetrievalOrder &order, const QString &title)
{
    if (!m_client || !m_profile)
        return;
    m_viewing->clear();
    m_viewing->showNothingYet();
    m_window.setStepState(ui::Step::Viewing, ui::StepState::NotReached);
    m_studyOf.clear();
    m_sources.clear();
    QList<ui::SeriesRow> rows;
    for (const model::Selection &selection : order.selections) {
        const auto study = m_tree.study(selection.study);
        QList<model::SeriesSelection> chosen = selection.series;
        if (chosen.isEmpty() && study)
            for (const model::Series &series : study->series)
                chosen += model::SeriesSelection{series.uid, {}};
        const QString studyText =
            study ? tr("%1 %2").arg(study->modalities.join(u'/'), readableDate(study->date)).trimmed() : QString();
        for (const model::SeriesSelection &one : chosen) {
            const model::Series series = seriesOf(study, one.uid);
            std::optional<int> expected = series.instanceCount;
            if (!one.instances.isEmpty())
                expected = int(one.instances.size());
            else if (!series.instances.isEmpty())
                expected = int(series.instances.size());
            const QString description = series.description.isEmpty() ? series.modality : series.description;
            rows += ui::SeriesRow{.uid = one.uid,
                                  .number = series.number ? QString::number(*series.number) : QString(),
                                  .description = description.isEmpty() ? one.uid.text() : description,
                                  .study = studyText,
                                  .via = order.via == network::Via::Direct ? tr("PACS, direct") : tr("NCPeH"),
                                  .reason = viaReason(),
                                  .expected = expected};
            m_studyOf.insert(one.uid.text(), selection.study);
        }
    }
    m_retrieval->setSeries(rows);
    m_window.setStepState(ui::Step::Selection, m_chosen.isEmpty() ? ui::StepState::NotReached : ui::StepState::Done,
                          m_chosen.isEmpty() ? QString() : tr("%n series", nullptr, int(rows.size())));
    goTo(ui::Step::Retrieval);
    askRetrieval();
    m_transfers->begin(m_client, order, title, m_profile->name());
}

void Workstation::wireRetrieval()
{
    m_retrieval->setArrivedStrip(m_viewing->makeArrivedStrip());
    connect(m_viewing, &viewer::ViewingPanel::arrivedSeriesChosen, this, [this] { goTo(ui::Step::Viewing); });
    const auto withFlow = [this](auto deed) {
        return [this, deed] {
            if (story::RetrievalFlow *flow = m_transfers->flow())
                (flow->*deed)();
        };
    };
    connect(m_retrieval, &ui::RetrievalPage::cancelRequested, this, withFlow(&story::RetrievalFlow::cancel));
    connect(m_retrieval, &ui::RetrievalPage::pauseRequested, this, withFlow(&story::RetrievalFlow::pause));
    connect(m_retrieval, &ui::RetrievalPage::resumeRequested, this, withFlow(&story::RetrievalFlow::resume));
    connect(m_retrieval, &ui::RetrievalPage::seriesRaised, this, [this](const model::SeriesUid &series) {
        if (story::RetrievalFlow *flow = m_transfers->flow())
            flow->raise(series);
    });
    connect(m_retrieval, &ui::RetrievalPage::fetchMissingRequested, this, &Workstation::repeatRetrieval);
    connect(m_retrieval, &ui::RetrievalPage::viewRequested, this, [this] { goTo(ui::Step::Viewing); });
    connect(m_retrieval, &ui::RetrievalPage::recordRequested, this, &Workstation::showRecord);
    connect(m_retrieval, &ui::RetrievalPage::noticeActionTriggered, this, [this](const QString &id) {
        if (id == "otherFolder"_L1)
            chooseFolder();
        else
            actOn(ui::Step::Retrieval, id);
    });
}

//! Joins a retrieval to the page for as long as it is the one that the page shows.
void Workstation::watch(story::RetrievalFlow *flow)
{
    const auto onPage = [this, flow](auto deed) {
        return [this, flow, deed](const auto &...told) {
            if (m_transfers->flow() == flow)
                deed(told...);
        };
    };
    using Flow = story::RetrievalFlow;
    connect(flow, &Flow::studyBegan, this,
            onPage([this](const model::StudyUid &study, int, int) { m_receivingStudy = study; }));
    connect(flow, &Flow::ledgerChanged, this, onPage([this](const model::Ledger &ledger) { showLedger(ledger); }));
    connect(flow, &Flow::instanceStored, this, onPage([this](const model::StoredInstance &, const QString &path) {
                m_viewing->addFile(path);
                if (m_window.stepState(ui::Step::Viewing) == ui::StepState::NotReached)
                    m_window.setStepState(ui::Step::Viewing, ui::StepState::Reached);
            }));
    connect(flow, &Flow::happened, this, onPage([this](const story::RetrievalEvent &event) { showEvent(event); }));
    connect(flow, &Flow::finished, this,
            onPage([this](const model::RetrievalReport &report, const QList<story::FailedStudy> &failures) {
                retrievalFinished(report, failures);
            }));
    connect(flow, &Flow::failed, this,
            onPage([this](const network::Error &error, const model::RetrievalReport &) { retrievalFailed(error); }));
}

void Workstation::showEvent(const story::RetrievalEvent &event)
{
    using Kind = story::RetrievalEvent::Kind;
    ui::Verdict verdict = ui::Verdict::Info;
    switch (event.kind) {
    case Kind::SeriesComplete:
    case Kind::StudyEnded:
        verdict = ui::Verdict::Pass;
        break;
    case Kind::SeriesIncomplete:
        verdict = ui::Verdict::Missing;
        break;
    case Kind::SeriesFailed:
    case Kind::StudyFailed:
        verdict = ui::Verdict::Fail;
        break;
    case Kind::Note:
        verdict = ui::Verdict::Warn;
        break;
    case Kind::Paused:
        verdict = ui::Verdict::Paused;
        break;
    case Kind::StudyBegan:
    case Kind::FirstImage:
    case Kind::Resumed:
    case Kind::SeriesRaised:
        break;
    }
    m_retrieval->addEvent(verdict, story::textOf(event), event.when.toLocalTime().time());
}

void Workstation::repeatRetrieval()
{
    const story::RetrievalFlow *flow = m_transfers->flow();
    if (!flow || flow->isRunning())
        return;
    askRetrieval();
    m_transfers->repeat();
}

//! The page as it is when a request goes out.
void Workstation::askRetrieval()
{
    m_retrieval->setNotice(std::nullopt);
    m_retrieval->setSource(countryName(), QTime::currentTime());
    m_retrieval->setPatientCompared(m_confirmed.has_value());
    m_retrieval->setPhase(ui::RetrievalPage::Phase::Waiting);
    m_window.setStepState(ui::Step::Retrieval, ui::StepState::Reached, tr("Waiting for the first image"));
}

//! Says by which way each series of the study under way comes, and what became of the addresses that were told.
void Workstation::showSources(const model::Ledger &ledger)
{
    using Source = model::RetrievalSource;
    if (ledger.sources.isEmpty() || ledger.sources == m_sources || !m_receivingStudy)
        return;
    m_sources = ledger.sources;
    const auto tellsOf = [](const Source &source, const model::SeriesUid &series) {
        return source.series.isEmpty() || source.series.contains(series);
    };
    const bool wantsDirect = m_transfers->order()->via == network::Via::Direct;
    for (auto it = m_studyOf.cbegin(); it != m_studyOf.cend(); ++it) {
        const auto series = model::SeriesUid::parse(it.key());
        if (!series || !(it.value() == *m_receivingStudy))
            continue;
        const Source *used = nullptr;
        const Source *refused = nullptr;
        for (const Source &source : std::as_const(m_sources)) {
            if (!tellsOf(source, *series))
                continue;
            if (source.verdict == Source::Verdict::Allowed)
                used = used ? used : &source;
            else if (source.how != Source::How::ContactPoint)
                refused = refused ? refused : &source;
        }
        if (!used)
            continue;
        const QString host = QUrl(used->address).host();
        switch (used->how) {
        case Source::How::ContactPoint:
            m_retrieval->setVia(*series, tr("NCPeH"),
                                !wantsDirect ? viaReason()
                                : !refused   ? tr("no address given")
                                : refused->verdict == Source::Verdict::Foreign
                                    ? tr("direct refused: not in the profile")
                                    : tr("direct refused: no address"));
            break;
        case Source::How::SeriesEndpoint:
        case Source::How::StudyEndpoint:
            m_retrieval->setVia(*series, tr("PACS, direct"), tr("address given, %1").arg(host));
            break;
        case Source::How::LocationTable:
            m_retrieval->setVia(*series, tr("PACS, direct"), tr("location of the profile, %1").arg(host));
            break;
        }
    }
    if (!wantsDirect)
        return;
    QStringList found;
    bool anyRefused = false;
    for (const Source &source : std::as_const(m_sources)) {
        found += u"%1  %2  %3"_s.arg(model::nameOf(source.verdict), model::nameOf(source.how), source.address);
        anyRefused = anyRefused || source.verdict != Source::Verdict::Allowed;
    }
    if (anyRefused)
        m_retrieval->setNotice(ui::NoticeText{
            .icon = u"info"_s,
            .headline = tr("Direct way refused, going through the NCPeH."),
            .sentences = {tr("An address is not among the profile's origins, or none was given. Nothing was sent "
                             "to it, the token went nowhere else.")},
            .advice = {},
            .actions = {},
            .foldTitle = tr("How the addresses were found"),
            .foldText = found.join(u'\n'),
        });
}

void Workstation::showRecord()
{
    const story::RetrievalOrder *order = m_transfers->order();
    if (!order)
        return;
    QList<ui::RecordText> wanted;
    for (const model::Selection &selection : order->selections) {
        const auto study = m_tree.study(selection.study);
        const QString name = study ? tr("%1 %2").arg(study->modalities.join(u'/'), readableDate(study->date)).trimmed()
                                   : selection.study.text();
        const QDir folder(QDir(order->folder).filePath(selection.study.text()));
        wanted += ui::RecordText{tr("%1, report").arg(name), folder.filePath(u"retrieval.json"_s), {}};
        wanted += ui::RecordText{tr("%1, journal").arg(name), folder.filePath(u"retrieval.journal"_s), {}};
    }
    m_disk.start([this, wanted] {
        constexpr qint64 shown = 512 * 1024;
        QList<ui::RecordText> found;
        for (ui::RecordText record : wanted) {
            QFile file(record.path);
            if (!file.open(QIODevice::ReadOnly)) // the report comes at the end, the journal at the beginning
                continue;
            record.text = QString::fromUtf8(file.read(shown));
            record.isCut = file.size() > shown;
            found += record;
        }
        QMetaObject::invokeMethod(this, [this, found] {
            auto *view = new ui::RecordView(m_theme, found, &m_window);
            view->setAttribute(Qt::WA_DeleteOnClose);
            connect(view, &ui::RecordView::saveRequested, this, [this, view](const QString &path) {
                const QString to =
                    QFileDialog::getSaveFileName(view, tr("Save the record"), QFileInfo(path).fileName());
                if (to.isEmpty())
                    return;
                m_disk.start([path, to] {
                    QFile::remove(to); // the dialog has asked
                    QFile::copy(path, to);
                });
            });
            view->open();
        });
    });
}

void Workstation::showLedger(const model::Ledger &ledger)
{
    using Phase = ui::RetrievalPage::Phase;
    m_retrieval->setLedger(ledger);
    if (ledger.room.needed)
        m_retrieval->setExpectedBytes(ledger.bytes + *ledger.room.needed);
    showSources(ledger);
    const story::RetrievalFlow *flow = m_transfers->flow();
    const bool isRunning = flow && flow->isRunning();
    if (isRunning) {
        Phase phase = ledger.received > 0 ? Phase::Receiving : Phase::Waiting;
        if (ledger.phase == model::Ledger::Phase::Paused)
            phase = Phase::Paused;
        else if (ledger.phase == model::Ledger::Phase::Waiting)
            phase = Phase::Retrying;
        else if (ledger.phase == model::Ledger::Phase::Preparing && ledger.received == 0)
            phase = Phase::Estimating;
        if (phase != m_retrieval->phase())
            m_retrieval->setPhase(phase);
    }
    const QLocale locale;
    const QString requested = ledger.requested ? locale.toString(*ledger.requested) : tr("unknown");
    m_window.setLedgerText(tr("Requested %1, received %2, verified %3, missing %4")
                               .arg(requested, locale.toString(ledger.received), locale.toString(ledger.verified),
                                    locale.toString(ledger.missing)));
    QString summary = ledger.requested ? tr("%1 of %2").arg(locale.toString(ledger.verified), requested)
                                       : tr("%n images", nullptr, ledger.verified);
    if (ledger.missing > 0)
        summary = tr("%1, %2 missing").arg(summary, locale.toString(ledger.missing));
    if (isRunning && flow->isPaused())
        summary = tr("Paused, %1").arg(summary);
    if (isRunning)
        m_window.setStepState(ui::Step::Retrieval, ui::StepState::Reached, summary);
    for (const model::SeriesLedger &series : ledger.series)
        m_viewing->setSeriesState(series.uid.text(), series.verified, series.requested, series.missing,
                                  series.state == model::SeriesLedger::State::Complete);
}

void Workstation::retrievalFinished(const model::RetrievalReport &report, const QList<story::FailedStudy> &failures)
{
    showLedger(m_transfers->flow()->ledger());
    m_window.setStatusCells({.profile = m_profile->name(),
                             .tls = m_profile->wadoBase().scheme() == "https"_L1 ? tr("TLS") : tr("Not encrypted"),
                             .store = tr("Store %1").arg(freeSpace())});
    const QLocale locale;
    const int missing = int(report.missing.size());
    const bool whole = missing == 0 && report.bodyComplete && failures.isEmpty();
    if (whole) {
        m_retrieval->setPhase(ui::RetrievalPage::Phase::Complete);
        m_window.setStepState(ui::Step::Retrieval, ui::StepState::Done,
                              tr("%n images, whole", nullptr, report.received));
        if (report.requested) {
            m_retrieval->setSentence(
                tr("Complete: %1 of %2. All verified: the list, the patient, each image's own identifiers.")
                    .arg(locale.toString(report.received), locale.toString(*report.requested)));
        } else {
            m_retrieval->setSentence(
                tr("%n images came and the answer was closed properly. No list said how many there are.", nullptr,
                   report.received));
        }
        if (!report.unexpected.isEmpty()) {
            m_retrieval->setNotice(ui::NoticeText{
                .icon = u"info"_s,
                .headline = tr("%n images came that were not asked for", nullptr, int(report.unexpected.size())),
                .sentences = {tr("They belong to the same study. They are kept and not counted.")},
                .advice = {},
                .actions = {},
                .foldTitle = {},
                .foldText = {},
            });
        }
        return;
    }

    m_retrieval->setPhase(ui::RetrievalPage::Phase::Incomplete);
    m_retrieval->setSentence(tr("Incomplete. What came is whole; what is missing is named below."));
    m_window.setStepState(ui::Step::Retrieval, ui::StepState::Warned,
                          missing > 0 ? tr("%n missing", nullptr, missing) : tr("Incomplete"));
    if (!failures.isEmpty()) {
        ui::NoticeText notice = noticeFor(failures.first().error, story::Step::Retrieval);
        notice.sentences.prepend(tr("%n studies could not be retrieved.", nullptr, int(failures.size())));
        m_retrieval->setNotice(notice);
        return;
    }
    m_retrieval->setNotice(missingNotice(report));
}

QString Workstation::nameOf(const model::SeriesUid &series) const
{
    const auto study = m_studyOf.constFind(series.text());
    const model::Series known = seriesOf(study == m_studyOf.cend() ? std::nullopt : m_tree.study(*study), series);
    if (known.number)
        return tr("series %1, %2")
            .arg(*known.number)
            .arg(known.description.isEmpty() ? known.modality : known.description);
    return known.description.isEmpty() ? tr("series %1").arg(series.text()) : known.description;
}

ui::NoticeText Workstation::missingNotice(const model::RetrievalReport &report) const
{
    const QLocale locale;
    const int missing = int(report.missing.size());
    QStringList fold;
    QStringList series;
    QMap<QString, QStringList> images; // of a series, by what people call them
    for (const model::InstanceRef &ref : report.missing) {
        const auto study = m_studyOf.constFind(ref.series.text());
        QString number;
        for (const model::Instance &instance :
             seriesOf(study == m_studyOf.cend() ? std::nullopt : m_tree.study(*study), ref.series).instances)
            if (instance.uid == ref.sop && instance.number)
                number = QString::number(*instance.number);
        const QString name = nameOf(ref.series);
        if (!images.contains(name))
            series += name;
        images[name] += number.isEmpty() ? tr("one without a number") : number;
        fold += number.isEmpty() ? tr("%1: %2").arg(name, ref.sop.text())
                                 : tr("%1: image %2, %3").arg(name, number, ref.sop.text());
    }
    QStringList sentences;
    for (const QString &name : series.first(std::min<qsizetype>(2, series.size()))) {
        const QString sentence = tr("%1 lacks %2.").arg(name, listed(images[name]));
        sentences += sentence.left(1).toUpper() + sentence.mid(1);
    }
    if (series.size() > 2)
        sentences += tr("%n more series lack images.", nullptr, int(series.size()) - 2);
    if (report.retries > 0)
        sentences += tr("Tried %n times again.", nullptr, report.retries);
    if (!report.notes.isEmpty())
        fold += QString();
    for (const model::Note &note : report.notes)
        fold += note.detail;
    ui::NoticeText notice{
        .icon = u"missing"_s,
        .weight = ui::NoticeText::Weight::Failure,
        .headline = report.requested
                        ? tr("Incomplete: %1 of %2.")
                              .arg(locale.toString(*report.requested - missing), locale.toString(*report.requested))
                        : tr("The answer ended early."),
        .sentences = sentences,
        .advice = tr("Look at it knowing that it is incomplete."),
        .actions = {{actId(story::Act::FetchMissing),
                     missing > 0 ? tr("Fetch only these %1").arg(missing) : tr("Fetch the rest")}},
        .foldTitle = tr("Which images, and what the server said"),
        .foldText = fold.join(u'\n'),
    };
    if (missing > 0)
        notice.actions += {ui::RetrievalPage::showMissingAction(), tr("Show them")};
    notice.actions += {actId(story::Act::ViewAnyway), tr("View anyway")};
    return notice;
}

void Workstation::retrievalFailed(const network::Error &error)
{
    showLedger(m_transfers->flow()->ledger());
    if (error.kind == network::Error::Kind::Cancelled) {
        model::Ledger ledger = m_transfers->flow()->ledger();
        if (ledger.requested)
            ledger.missing = *ledger.requested - ledger.verified;
        for (model::SeriesLedger &series : ledger.series)
            if (series.requested && series.verified < *series.requested) {
                series.missing = *series.requested - series.verified;
                series.state = model::SeriesLedger::State::Incomplete;
            }
        showLedger(ledger);
        m_retrieval->setPhase(ui::RetrievalPage::Phase::Stopped);
        m_retrieval->setSentence(tr("Stopped by you. %n images are here and whole.", nullptr, ledger.verified));
        m_window.setStepState(ui::Step::Retrieval, ui::StepState::Warned, tr("Stopped by you"));
        ui::NoticeText notice;
        notice.icon = u"info"_s;
        notice.headline = tr("Stopped by you");
        notice.sentences = {tr("What came is kept. Resuming fetches only what is missing.")};
        notice.actions = {{actId(story::Act::FetchMissing), tr("Resume")}};
        if (ledger.verified > 0)
            notice.actions += ui::NoticeAction{actId(story::Act::ViewAnyway), tr("View")};
        m_retrieval->setNotice(notice);
        return;
    }
    if (error.kind == network::Error::Kind::PatientConflict) { // nothing of these files may stay on screen
        m_viewing->clear();
        m_viewing->showNothingYet();
        m_window.setStepState(ui::Step::Viewing, ui::StepState::NotReached);
    }
    m_retrieval->setPhase(ui::RetrievalPage::Phase::Failed);
    m_retrieval->setSentence(tr("Nothing more could be received. Everything received before is kept."));
    ui::NoticeText notice = noticeFor(error, story::Step::Retrieval);
    if (error.kind == network::Error::Kind::Storage) {
        const model::Ledger ledger = m_transfers->flow()->ledger();
        const auto size = [](qint64 bytes) { return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat); };
        if (!ledger.room.isEnough()) {
            notice.weight = ui::NoticeText::Weight::Warning;
            notice.headline = tr("The disk is nearly full.");
            notice.sentences = {
                tr("%1 are free, about %2 are still to come, %3 are kept in reserve.")
                    .arg(size(ledger.room.available), size(ledger.room.needed.value_or(0)), size(ledger.room.reserve))};
            notice.advice =
                tr("Make room, or choose another folder. All %n files received are whole.", nullptr, ledger.verified);
        }
        notice.actions = {{u"otherFolder"_s, tr("Other folder…")},
                          {actId(story::Act::FetchMissing), tr("Check again")}};
    }
    m_retrieval->setNotice(notice);
    m_window.setStepState(ui::Step::Retrieval, ui::StepState::Stopped, tr("Stopped"));
}

// --- step 6 ------------------------------------------------------------------------------------------------------

void Workstation::wireViewing()
{
    m_viewing->setIconProvider([this](const QString &name) {
        return m_theme.icon(name, ui::Colour::OnAccent); // white in both themes: the light box is always dark
    });
    m_viewing->showNothingYet();
    connect(m_viewing, &viewer::ViewingPanel::fullScreenRequested, this,
            [this] { m_window.setWindowState(m_window.windowState() ^ Qt::WindowFullScreen); });
    connect(m_viewing, &viewer::ViewingPanel::leaveRequested, this, [this] {
        if (m_window.stepState(ui::Step::Retrieval) != ui::StepState::NotReached)
            goTo(ui::Step::Retrieval);
    });
    connect(m_viewing, &viewer::ViewingPanel::imageShown, this, [this] {
        if (m_viewing->shownImages() == 1 && m_window.currentStep() == ui::Step::Viewing)
            m_viewing->setFocus(); // the tile could not take it while it was empty
        m_window.setStepState(ui::Step::Viewing, ui::StepState::Reached,
                              tr("%n series", nullptr, m_viewing->seriesCount()));
    });
}

// --- retrievals beside the steps ---------------------------------------------------------------------------------

void Workstation::wireTransfers()
{
    m_window.addDock(m_dock, QKeySequence(Qt::Key_F9));
    connect(m_transfers.get(), &Transfers::flowBegan, this, &Workstation::watch);
    connect(m_transfers.get(), &Transfers::goToRequested, this, [this] { goTo(ui::Step::Retrieval); });
    connect(m_transfers.get(), &Transfers::resumeLeftRequested, this, &Workstation::resumeLeft);
    connect(m_transfers.get(), &Transfers::deleteLeftRequested, this, &Workstation::askToDeleteLeft);
    connect(m_transfers.get(), &Transfers::runningChanged, &m_window, &ui::MainWindow::setCloseGuarded);
    connect(&m_window, &ui::MainWindow::closeRequested, this, &Workstation::askBeforeClosing);
    // What is paused when the window closes without a question is offered again.
    connect(qApp, &QCoreApplication::aboutToQuit, this, [this] { m_transfers->keepForNextStart(); });
    connect(m_country, &ui::CountryPage::startNoticeActionTriggered, this, [this](const QString &action) {
        const QString id = action.section(u':', 1);
        if (action.startsWith("resume:"_L1))
            resumeLeft(id);
        else if (action.startsWith("askDelete:"_L1))
            askToDeleteLeft(id);
        else if (action.startsWith("delete:"_L1))
            deleteLeft(id);
        else
            showLeft();
    });
}

void Workstation::lookForLeft()
{
    if (!m_notes->isKept()) // what is there may be under way in another window
        return;
    m_disk.start([this, folder = m_storeFolder] {
        const QList<story::LeftRetrieval> left = story::leftIn(folder);
        QMetaObject::invokeMethod(this, [this, left] {
            QStringList profiles;
            for (const story::Profile &profile : std::as_const(m_profiles))
                profiles += profile.name();
            m_transfers->setLeft(left, profiles);
            showLeft();
        });
    });
}

//! The latest of what earlier runs left is offered on the first page; the others stand in the list of transfers.
void Workstation::showLeft()
{
    if (m_transfers->left().isEmpty()) {
        m_country->setStartNotice(std::nullopt);
        return;
    }
    const story::LeftRetrieval &left = m_transfers->left().first();
    const QString &id = left.note.id;
    const QLocale locale;
    const QDateTime last = left.last.toLocalTime();
    const QString when = last.date() == QDate::currentDate()
                             ? clock(last.time())
                             : tr("%1, %2", "date, time").arg(readableDate(last.date()), clock(last.time()));
    const auto requested = left.requested();
    const QString whole =
        requested ? tr("%1 of %2 images are whole").arg(locale.toString(left.verified()), locale.toString(*requested))
                  : tr("%n images are whole", nullptr, left.verified());
    const bool isKnown = std::any_of(m_profiles.cbegin(), m_profiles.cend(), [&](const story::Profile &profile) {
        return profile.name() == left.note.profile;
    });
    ui::NoticeText notice;
    notice.icon = left.note.isPaused ? u"paused"_s : u"refresh"_s;
    notice.headline = left.note.isPaused ? tr("A retrieval was paused.") : tr("A retrieval was cut off.");
    QString sentence = left.note.isPaused ? tr("You left it at %1. %2").arg(when, whole)
                                          : tr("Power or program ended at %1. %2").arg(when, whole);
    sentence +=
        left.unfinished() > 0 ? u"; "_s + tr("%n half files will be removed.", nullptr, left.unfinished()) : u"."_s;
    notice.sentences = {sentence};
    if (left.note.profile.isEmpty())
        notice.advice = tr("Nothing tells from which country it came: it was not begun in this window. "
                           "Retrieve the study again, or delete what came.");
    else if (!isKnown)
        notice.advice = tr("The profile \"%1\" is not on this computer. Import it to resume, or delete what came.")
                            .arg(left.note.profile);
    else if (left.note.patientCompared)
        notice.advice = tr("Confirm the patient again and receive the rest, or delete everything that came.");
    else
        notice.advice = tr("Receive the rest, or delete everything that came.");
    if (m_transfers->left().size() > 1)
        notice.advice +=
            u' ' + tr("%n more are listed in Transfers, F9.", nullptr, int(m_transfers->left().size()) - 1);
    if (isKnown)
        notice.actions += {u"resume:"_s + id, tr("Resume")};
    notice.actions += {u"askDelete:"_s + id, tr("Delete all")};
    QStringList record;
    if (!left.note.title.isEmpty())
        record += left.note.title;
    if (!left.note.profile.isEmpty())
        record += tr("From %1").arg(left.note.profile);
    for (const model::Selection &selection : left.note.selections)
        record += selection.study.text();
    record += left.note.folder;
    notice.foldTitle = tr("Retrieval record");
    notice.foldText = record.join(u'\n');
    m_country->setStartNotice(notice);
}

void Workstation::resumeLeft(const QString &id)
{
    const QList<story::LeftRetrieval> &all = m_transfers->left();
    const auto found =
        std::find_if(all.begin(), all.end(), [&id](const story::LeftRetrieval &one) { return one.note.id == id; });
    if (found == all.end())
        return;
    // NOLINTNEXTLINE(performance-unnecessary-copy-initialization): choosing a profile may change the list
    const story::LeftRetrieval left = *found;
    chooseProfile(left.note.profile);
    if (!m_client || m_profile->name() != left.note.profile)
        return;
    if (!left.note.patientCompared) {
        story::RetrievalOrder order;
        order.selections = left.note.selections;
        order.folder = left.note.folder;
        order.via = left.note.via;
        beginRetrieval(order, left.note.title);
        return;
    }
    // Who she is stands nowhere on the disk; each file is compared with whom is confirmed now.
    m_resuming = left;
    m_country->setStartNotice(std::nullopt);
    m_patient->setSentence(tr("Confirm the patient to resume. Who it was is not kept on this computer; every image is "
                              "compared with whom you confirm."));
    goTo(ui::Step::Patient);
}

void Workstation::askToDeleteLeft(const QString &id)
{
    for (const story::LeftRetrieval &left : m_transfers->left()) {
        if (left.note.id != id)
            continue;
        goTo(ui::Step::Country);
        m_country->setStartNotice(ui::NoticeText{
            .icon = u"warn"_s,
            .weight = ui::NoticeText::Weight::Warning,
            .headline = tr("Delete %n images?", nullptr, left.verified()),
            .sentences = {tr("They are removed from this computer and can only be received again.")},
            .advice = {},
            .actions = {{u"delete:"_s + id, tr("Delete")}, {u"keep:"_s + id, tr("Keep")}},
            .foldTitle = {},
            .foldText = {},
        });
    }
}

void Workstation::deleteLeft(const QString &id)
{
    for (const story::LeftRetrieval &left : QList(m_transfers->left())) {
        if (left.note.id != id)
            continue;
        m_disk.start([this, left] {
            const auto gone = story::purge(left);
            QMetaObject::invokeMethod(this, [this, id = left.note.id, gone] {
                if (!gone) {
                    m_country->setStartNotice(noticeFor(gone.error(), story::Step::Country));
                    return;
                }
                m_transfers->forgetLeft(id);
                showLeft();
            });
        });
    }
}

//! One question, not more, whatever is under way.
void Workstation::askBeforeClosing()
{
    if (m_window.findChild<QMessageBox *>(u"quitQuestion"_s))
        return;
    auto *question = new QMessageBox(&m_window);
    question->setObjectName(u"quitQuestion"_s);
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setText(tr("Receiving from %1").arg(m_transfers->countries().join(u", "_s)));
    const QLocale locale;
    const auto requested = m_transfers->requested();
    question->setInformativeText(
        requested
            ? tr("%1 of %2 images are here.").arg(locale.toString(m_transfers->verified()), locale.toString(*requested))
            : tr("%n images are here.", nullptr, m_transfers->verified()));
    QPushButton *keep = question->addButton(tr("Keep receiving"), QMessageBox::RejectRole);
    QPushButton *pause = question->addButton(tr("Pause and quit"), QMessageBox::AcceptRole);
    QPushButton *stop = question->addButton(tr("Stop and quit"), QMessageBox::DestructiveRole);
    keep->setObjectName(u"keepReceiving"_s);
    pause->setObjectName(u"pauseAndQuit"_s);
    pause->setToolTip(tr("The next start offers to receive the rest"));
    stop->setObjectName(u"stopAndQuit"_s);
    stop->setToolTip(tr("What came is kept; the rest is not offered again"));
    question->setDefaultButton(keep);
    question->setEscapeButton(keep);
    connect(pause, &QPushButton::clicked, this, [this] {
        m_transfers->keepForNextStart();
        m_window.closeForGood();
    });
    connect(stop, &QPushButton::clicked, this, [this] {
        m_transfers->stopAll();
        m_window.closeForGood();
    });
    question->open();
}

//! Compares what is ticked with what is free, as far as lists tell.
void Workstation::checkRoom()
{
    const int asked = ++m_roomAsked;
    QList<std::pair<model::Selection, model::Study>> wanted;
    for (const model::Selection &selection : m_selection->selection())
        if (const auto study = m_tree.study(selection.study))
            wanted += {selection, *study};
    m_disk.start([this, asked, wanted, folder = m_storeFolder] {
        std::optional<model::Room> all;
        for (const auto &[selection, study] : wanted) {
            model::Room room = network::roomFor(folder, selection, study);
            if (all && all->needed)
                room.needed = room.needed.value_or(0) + *all->needed;
            all = room;
        }
        QMetaObject::invokeMethod(this, [this, asked, all] {
            if (asked == m_roomAsked)
                m_selection->setRoom(all);
        });
    });
}

void Workstation::chooseFolder()
{
    const QString folder =
        QFileDialog::getExistingDirectory(&m_window, tr("Folder for received images"), m_storeFolder);
    if (folder.isEmpty())
        return;
    m_storeFolder = folder;
    m_selection->setFreeSpace(freeSpace());
    checkRoom();
    const story::RetrievalOrder *order = m_transfers->order();
    if (m_window.currentStep() != ui::Step::Retrieval || !order || !m_client)
        return;
    story::RetrievalOrder again = *order; // a folder holds a study whole, so all of it comes again
    again.folder = folder;
    beginRetrieval(again, m_transfers->title());
}

// --- the demo country --------------------------------------------------------------------------------------------

void Workstation::wireFaults()
{
    if (!m_demo)
        return;
    m_faults = new ui::FaultDock(m_theme);
    m_window.addDock(m_faults, QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F), ui::MainWindow::Menu::Tools);
    m_window.setDockOffered(m_faults, false); // until the demo country is chosen
    m_laboratory = std::make_unique<FaultLaboratory>(*m_faults, *m_demo);
}

// --- all steps ---------------------------------------------------------------------------------------------------

void Workstation::addActions()
{
    auto *import = new QAction(tr("Import profile…"), &m_window);
    import->setObjectName(u"actionImportProfile"_s);
    connect(import, &QAction::triggered, this, &Workstation::importProfile);
    m_window.addMenuAction(ui::MainWindow::Menu::File, import);

    auto *open = new QAction(tr("Open images of this computer…"), &m_window);
    open->setObjectName(u"actionOpenFiles"_s);
    open->setShortcut(QKeySequence::Open);
    connect(open, &QAction::triggered, this, [this] {
        openFiles(
            QFileDialog::getOpenFileNames(&m_window, tr("Open images"), {}, tr("DICOM files (*.dcm);;All files (*)")));
    });
    m_window.addMenuAction(ui::MainWindow::Menu::File, open);

    auto *purge = new QAction(tr("Delete all received images…"), &m_window);
    purge->setObjectName(u"actionDeleteReceived"_s);
    connect(purge, &QAction::triggered, this, &Workstation::deleteReceived);
    m_window.addMenuAction(ui::MainWindow::Menu::File, purge);

    auto *pause = new QAction(tr("&Pause or resume receiving"), &m_window);
    pause->setObjectName(u"actionPause"_s);
    pause->setShortcut(QKeySequence(Qt::Key_F8));
    connect(pause, &QAction::triggered, this, [this] {
        story::RetrievalFlow *flow = m_transfers->flow();
        if (!flow)
            return;
        if (flow->isPaused())
            flow->resume();
        else
            flow->pause();
    });
    m_window.addMenuAction(ui::MainWindow::Menu::Study, pause);
    m_window.addMenuAction(ui::MainWindow::Menu::Tools, m_country->continueAnywayAction());
}

void Workstation::deleteReceived()
{
    const auto answer = QMessageBox::question(&m_window, tr("Delete all received images"),
                                              tr("Everything that was received is deleted from this computer. "
                                                 "It can be retrieved again."),
                                              QMessageBox::Yes | QMessageBox::No, QMessageBox::No);
    if (answer != QMessageBox::Yes)
        return;
    forgetAfter(ui::Step::Selection);
    m_transfers->stopAll();
    for (const story::LeftRetrieval &left : QList(m_transfers->left()))
        m_transfers->forgetLeft(left.note.id);
    showLeft();
    const QDir store(m_storeFolder);
    const auto studies = store.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &name : studies)
        if (model::StudyUid::parse(name)) // only what a retrieval made; the folder may hold other things
            QDir(store.filePath(name)).removeRecursively();
}

void Workstation::actOn(ui::Step step, const QString &actionId)
{
    switch (story::Act(actionId.toInt())) {
    case story::Act::AskAgain:
        if (step == ui::Step::Country)
            checkConnection();
        else if (step == ui::Step::Patient && m_client) {
            m_patient->setAsking();
            m_patientSearch.start(*m_client, m_asked);
        } else if (step == ui::Step::Studies)
            searchStudies();
        else if (step == ui::Step::Selection) {
            m_selection->setNotice(std::nullopt);
            for (const model::StudyUid &uid : std::as_const(m_chosen))
                m_tree.openStudy(uid);
        } else
            repeatRetrieval();
        break;
    case story::Act::ChangeIdentifier:
        if (QWidget *field = m_patient->findChild<QWidget *>(u"identifier"_s))
            field->setFocus(Qt::OtherFocusReason);
        break;
    case story::Act::SearchByName:
        if (QWidget *field = m_patient->findChild<QWidget *>(u"familyName"_s))
            field->setFocus(Qt::OtherFocusReason);
        break;
    case story::Act::CheckConnection:
        goTo(ui::Step::Country);
        checkConnection();
        break;
    case story::Act::FetchMissing:
        repeatRetrieval();
        break;
    case story::Act::ViewAnyway:
        goTo(ui::Step::Viewing);
        break;
    }
}

void Workstation::goTo(ui::Step step)
{
    if (m_window.stepState(step) == ui::StepState::NotReached)
        m_window.setStepState(step, ui::StepState::Reached);
    m_window.setStep(step);
}

void Workstation::forgetAfter(ui::Step step)
{
    if (step < ui::Step::Studies) {
        m_studySearch.stop();
        m_found = {};
        m_routes.clear();
        m_failedRoutes.clear();
        m_studies->setRoutes({});
        m_studies->setTicks({});
        m_studies->setStudies({});
        m_studies->setInlineNotice(std::nullopt);
        m_studies->setPageNotice(std::nullopt);
        m_studies->setNothingAsked();
        m_window.setStepState(ui::Step::Studies, ui::StepState::NotReached);
    }
    if (step < ui::Step::Selection) {
        m_tree.stop();
        m_chosen.clear();
        m_selection->tree().setStudies({});
        m_selection->setNotice(std::nullopt);
        m_window.setStepState(ui::Step::Selection, ui::StepState::NotReached);
    }
    m_transfers->leavePage(); // it goes on beside what is chosen next
    m_retrieval->setSeries({});
    m_retrieval->setLedger({});
    m_retrieval->setNotice(std::nullopt);
    m_retrieval->setPhase(ui::RetrievalPage::Phase::Idle);
    m_window.setLedgerText({});
    m_window.setStepState(ui::Step::Retrieval, ui::StepState::NotReached);
    m_viewing->clear();
    m_viewing->showNothingYet();
    m_window.setStepState(ui::Step::Viewing, ui::StepState::NotReached);
}

ui::NoticeText Workstation::noticeFor(const network::Error &error, story::Step step,
                                      std::optional<model::Route> route) const
{
    story::ErrorContext context;
    context.step = step;
    context.country = countryName();
    if (m_profile) {
        context.profile = m_profile->name();
        const bool dicomweb =
            step >= story::Step::Selection || route == model::Route::Dicomweb || m_profile->fhirBase().isEmpty();
        context.host = (dicomweb ? m_profile->wadoBase() : m_profile->fhirBase()).host();
    }
    context.route = route;
    if (m_client)
        context.silence = m_client->endpoint().idleTimeout;
    const story::Sentence sentence = story::sentenceFor(error, context);

    ui::NoticeText notice;
    notice.icon = iconFor(error.kind);
    notice.weight = error.kind == network::Error::Kind::NotFound ? ui::NoticeText::Weight::Quiet
                    : route                                      ? ui::NoticeText::Weight::Warning
                                                                 : ui::NoticeText::Weight::Failure;
    notice.headline = sentence.headline;
    notice.sentences = sentence.sentences;
    notice.advice = sentence.advice;
    for (const story::Action &action : sentence.actions)
        notice.actions += ui::NoticeAction{actId(action.act), action.text};
    if (!sentence.fold.isEmpty())
        notice.foldTitle = tr("The server's own words");
    notice.foldText = sentence.fold;
    return notice;
}

QString Workstation::countryName() const
{
    return m_profile ? m_profile->countryName() : QString();
}

QString Workstation::freeSpace() const
{
    QDir().mkpath(m_storeFolder);
    const QStorageInfo storage(m_storeFolder);
    return storage.isValid()
               ? tr("%1 free").arg(QLocale().formattedDataSize(storage.bytesAvailable(), 1, QLocale::DataSizeSIFormat))
               : QString();
}

QString Workstation::viaReason() const
{
    return m_client && !m_client->endpoint().directOrigins.isEmpty() ? tr("chosen by you") : tr("only address given");
}

} // namespace window
