#include "Reports.h"

#include "Words.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDesktopServices>
#include <QFileDialog>
#include <QHash>
#include <QLocale>
#include <QSaveFile>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace window {

namespace {

// Buttons of notices beside those of story::Act.
const QString plainText = u"plainText"_s;
const QString saveIt = u"saveReport"_s;
const QString readAnyway = u"readAnyway"_s;
const QString compareIt = u"compareIt"_s;
const QString openOther = u"openReport:"_s; //!< and its id behind
const QString theRest = u"restOfReports"_s;

// Views of a report beside the forms that its reference offers.
const QString enclosedPdf = u"enclosedPdf"_s;
const QString pagesText = u"pagesText"_s;

//! An instant in the sender's own time; anything else as it came.
QDateTime momentIn(const QString &fhirInstant)
{
    return QDateTime::fromString(fhirInstant, Qt::ISODate);
}

QString dateOf(const model::Document &document)
{
    const QDate date = momentIn(document.date).date();
    return date.isValid() ? readableDate(date) : Reports::tr("No date");
}

QString languageWord(const QString &tag)
{
    if (tag.isEmpty())
        return {};
    static const QHash<QLocale::Language, const char *> words{
        {QLocale::Bulgarian, QT_TRANSLATE_NOOP("language", "Bulgarian")},
        {QLocale::Croatian, QT_TRANSLATE_NOOP("language", "Croatian")},
        {QLocale::Czech, QT_TRANSLATE_NOOP("language", "Czech")},
        {QLocale::Danish, QT_TRANSLATE_NOOP("language", "Danish")},
        {QLocale::Dutch, QT_TRANSLATE_NOOP("language", "Dutch")},
        {QLocale::English, QT_TRANSLATE_NOOP("language", "English")},
        {QLocale::Estonian, QT_TRANSLATE_NOOP("language", "Estonian")},
        {QLocale::Finnish, QT_TRANSLATE_NOOP("language", "Finnish")},
        {QLocale::French, QT_TRANSLATE_NOOP("language", "French")},
        {QLocale::German, QT_TRANSLATE_NOOP("language", "German")},
        {QLocale::Greek, QT_TRANSLATE_NOOP("language", "Greek")},
        {QLocale::Hungarian, QT_TRANSLATE_NOOP("language", "Hungarian")},
        {QLocale::Icelandic, QT_TRANSLATE_NOOP("language", "Icelandic")},
        {QLocale::Irish, QT_TRANSLATE_NOOP("language", "Irish")},
        {QLocale::Italian, QT_TRANSLATE_NOOP("language", "Italian")},
        {QLocale::Latvian, QT_TRANSLATE_NOOP("language", "Latvian")},
        {QLocale::Lithuanian, QT_TRANSLATE_NOOP("language", "Lithuanian")},
        {QLocale::Luxembourgish, QT_TRANSLATE_NOOP("language", "Luxembourgish")},
        {QLocale::Maltese, QT_TRANSLATE_NOOP("language", "Maltese")},
        {QLocale::NorwegianBokmal, QT_TRANSLATE_NOOP("language", "Norwegian")},
        {QLocale::Polish, QT_TRANSLATE_NOOP("language", "Polish")},
        {QLocale::Portuguese, QT_TRANSLATE_NOOP("language", "Portuguese")},
        {QLocale::Romanian, QT_TRANSLATE_NOOP("language", "Romanian")},
        {QLocale::Slovak, QT_TRANSLATE_NOOP("language", "Slovak")},
        {QLocale::Slovenian, QT_TRANSLATE_NOOP("language", "Slovenian")},
        {QLocale::Spanish, QT_TRANSLATE_NOOP("language", "Spanish")},
        {QLocale::Swedish, QT_TRANSLATE_NOOP("language", "Swedish")},
        {QLocale::Ukrainian, QT_TRANSLATE_NOOP("language", "Ukrainian")}};
    const QLocale::Language language = QLocale(tag).language();
    if (const char *word = words.value(language))
        return QCoreApplication::translate("language", word);
    return language == QLocale::C ? tag : QLocale::languageToString(language);
}

QString statusWord(const QString &code)
{
    const QHash<QString, QString> words = {{u"final"_s, Reports::tr("final")},
                                           {u"preliminary"_s, Reports::tr("preliminary")},
                                           {u"partial"_s, Reports::tr("preliminary")},
                                           {u"registered"_s, Reports::tr("registered")},
                                           {u"amended"_s, Reports::tr("amended")},
                                           {u"corrected"_s, Reports::tr("corrected")},
                                           {u"appended"_s, Reports::tr("with an addendum")},
                                           {u"cancelled"_s, Reports::tr("cancelled")},
                                           {u"entered-in-error"_s, Reports::tr("withdrawn")}};
    return words.value(code, code);
}

//! How people call a form: FHIR, PDF, CDA, DICOM.
QString formWord(const QString &contentType)
{
    if (contentType.contains("fhir"_L1) || contentType == "application/json"_L1)
        return u"FHIR"_s;
    if (contentType.contains("pdf"_L1))
        return u"PDF"_s;
    if (contentType.contains("xml"_L1))
        return u"CDA"_s;
    if (contentType.contains("dicom"_L1))
        return u"DICOM"_s;
    return contentType.isEmpty() ? u"?"_s : contentType.section(u'/', -1).toUpper();
}

QString suffixFor(const QString &contentType)
{
    const QString word = formWord(contentType);
    return word == "FHIR"_L1    ? u".json"_s
           : word == "PDF"_L1   ? u".pdf"_s
           : word == "CDA"_L1   ? u".xml"_s
           : word == "DICOM"_L1 ? u".dcm"_s
                                : u".bin"_s;
}

QString roleWord(model::StudyReference::Role role)
{
    switch (role) {
    case model::StudyReference::Role::Listed:
        return Reports::tr("Listed");
    case model::StudyReference::Role::Reported:
        return Reports::tr("Reported");
    case model::StudyReference::Role::Comparison:
        return Reports::tr("Comparison");
    case model::StudyReference::Role::KeyImage:
        return Reports::tr("Key image");
    case model::StudyReference::Role::Mentioned:
        return Reports::tr("Mentioned");
    }
    Q_UNREACHABLE();
}

QString reasonFor(const story::ReportLink &link)
{
    const QString why = link.byUid && link.byAccession ? Reports::tr("Linked by Study UID and accession number")
                        : link.byUid                   ? Reports::tr("Linked by Study UID")
                                                       : Reports::tr("Linked by accession number only");
    return link.role == model::StudyReference::Role::Comparison  ? Reports::tr("Compares with this study. %1").arg(why)
           : link.role == model::StudyReference::Role::Mentioned ? Reports::tr("Its text mentions this study")
                                                                 : why;
}

QString reasonWords(model::StudyReference::Reason reason)
{
    using Reason = model::StudyReference::Reason;
    switch (reason) {
    case Reason::DicomDocument:
        return Reports::tr("The DICOM document is part of it.");
    case Reason::Contents:
        return Reports::tr("The manifest lists its contents.");
    case Reason::DocumentReference:
        return Reports::tr("The DocumentReference names it.");
    case Reason::OtherDocument:
        return Reports::tr("Another document with the same accession number names it.");
    case Reason::Accession:
        return Reports::tr("It has the accession number of the report.");
    case Reason::Subject:
        return Reports::tr("The report says that it is about it.");
    case Reason::Section:
        return Reports::tr("A section of the report is about it.");
    case Reason::Comparison:
        return Reports::tr("The report compares with it.");
    case Reason::Enclosed:
        return Reports::tr("The report encloses a description of it.");
    case Reason::KeyImage:
        return Reports::tr("A key image is of it.");
    case Reason::ObjectCatalog:
        return Reports::tr("The report's catalog of DICOM objects lists it.");
    case Reason::ServiceEvent:
        return Reports::tr("The report documents this examination.");
    case Reason::PrintedUid:
        return Reports::tr("The text of its pages prints the Study UID.");
    case Reason::PrintedAccession:
        return Reports::tr("The text of its pages prints the accession number.");
    }
    Q_UNREACHABLE();
}

//! A report that compares with a study, or mentions it, is not a report of it.
bool isOwn(model::StudyReference::Role role)
{
    return role != model::StudyReference::Role::Comparison && role != model::StudyReference::Role::Mentioned;
}

ui::NoticeText notice(ui::NoticeText::Weight weight, const QString &headline, const QString &sentence)
{
    ui::NoticeText text;
    text.icon = weight == ui::NoticeText::Weight::Quiet ? u"report"_s : u"warn"_s;
    text.weight = weight;
    text.headline = headline;
    text.sentences = {sentence};
    return text;
}

} // namespace

Reports::Reports(Workbench &bench, ui::StudiesPage &page, ui::ReportPane &pane, viewer::ViewingPanel &panel,
                 QObject *parent)
    : QObject(parent), m_bench(bench), m_page(page), m_pane(pane), m_panel(panel)
{
    m_pane.hide();
    connect(&m_page, &ui::StudiesPage::reportOpenRequested, this, [this](const QString &id) {
        emit wanted();
        open(id);
        reveal();
    });
    connect(&m_page, &ui::StudiesPage::reportsNoticeActionTriggered, this, [this] { ask(m_answer.rest); });
    connect(&m_page, &ui::StudiesPage::viewerRequested, this, [](const QUrl &address) {
        if (address.scheme() == "https"_L1 || address.scheme() == "http"_L1)
            QDesktopServices::openUrl(address);
    });
    connect(&m_pane, &ui::ReportPane::reportChosen, this, &Reports::open);
    connect(&m_pane, &ui::ReportPane::formChosen, this, &Reports::openForm);
    connect(&m_pane, &ui::ReportPane::saveRequested, this, &Reports::save);
    connect(&m_pane, &ui::ReportPane::closeRequested, this, &Reports::toggle);
    connect(&m_pane, &ui::ReportPane::noticeActionTriggered, this, &Reports::act);
    connect(&m_pane, &ui::ReportPane::pictureRequested, this, [this](int index) {
        const QList<model::KeyImage> images = m_opened ? m_opened->document.keyImages : QList<model::KeyImage>();
        if (index < images.size() && m_panel.showImage(images[index].instance.text()))
            m_panel.setFocus();
        else
            showReferences();
    });
    connect(&m_panel, &viewer::ViewingPanel::reportsRequested, this, &Reports::toggle);
    connect(&m_panel, &viewer::ViewingPanel::documentRequested, this, &Reports::openFile);
    connect(&m_panel, &viewer::ViewingPanel::filesTaken, this, &Reports::showReferences);
    connect(&m_panel, &viewer::ViewingPanel::seriesOpened, this, [this] {
        showStudyBar();
        showReferences();
    });
    connect(&m_flow, &story::ReportFlow::opened, this, &Reports::show);
    connect(&m_pane, &ui::ReportPane::pagesWanted, &m_pages, &ReportPages::want);
    connect(&m_pages, &ReportPages::opened, &m_pane, &ui::ReportPane::showPages);
    connect(&m_pages, &ReportPages::drawn, &m_pane, &ui::ReportPane::setPage);
    connect(&m_pages, &ReportPages::pageFailed, this, [this](int index, const viewer::Error &error) {
        m_pane.setPageFailed(index, tr("Page %1 cannot be shown. %2").arg(index + 1).arg(error.detail));
    });
    connect(&m_pages, &ReportPages::failed, this, [this](const viewer::Error &error) {
        ui::NoticeText text = notice(ui::NoticeText::Weight::Warning, tr("This PDF cannot be shown"),
                                     tr("It is kept as it came and can be saved."));
        text.actions = {{saveIt, tr("Save…")}};
        text.foldTitle = tr("Why");
        text.foldText = error.detail;
        m_pane.showNotice(text);
    });
    connect(&m_pages, &ReportPages::textSeen, this, &Reports::takePrinted);
    connect(&m_pages, &ReportPages::textRead, this, [this](const QString &text) {
        m_pane.showPlainText(text.isEmpty() ? tr("The pages hold no text, only pictures.") : text);
    });
    connect(&m_flow, &story::ReportFlow::failed, this, &Reports::showFailure);
    connect(&m_keyImageFlow, &story::KeyImageFlow::told, this, &Reports::takeKeyImages);
    connect(&m_keyImageFlow, &story::KeyImageFlow::finished, this,
            [this](int unread) { emit askingForKeyImages(false, unread); });
}

void Reports::search()
{
    if (!m_bench.client || !m_bench.confirmed)
        return;
    // The routes of a profile are ways to studies; reports are asked for wherever there is FHIR.
    const bool offered = !m_bench.client->endpoint().fhirBase.isEmpty();
    m_page.setReportsOffered(offered);
    if (!offered)
        return;
    ask({});
}

void Reports::ask(const QString &rest)
{
    if (!m_bench.client || !m_bench.confirmed)
        return;
    m_page.setReportsState(tr("Asking for reports…"));
    m_page.setReportsNotices({});
    model::DocumentQuery query;
    query.patient = m_bench.confirmed->identifier;
    query.patientResourceId = m_bench.confirmed->confirmed.id;
    query.kind = model::Document::Kind::Report;
    query.rest = rest;
    m_search = m_bench.client->searchDocuments(query);
    connect(m_search.get(), &network::AnyJob::finished, this, [this, isRest = !rest.isEmpty()] { answered(isRest); });
}

void Reports::answered(bool isRest)
{
    using Kind = model::Note::Kind;
    const auto &found = m_search->result();
    if (!isRest) {
        m_documents.clear();
        m_answer = {};
    }
    m_answer.notes.removeIf([](const model::Note &note) { return note.kind == Kind::Truncated; });
    QString state;
    if (found) {
        for (const model::Document &document : found->documents)
            if (std::none_of(m_documents.cbegin(), m_documents.cend(),
                             [&document](const model::Document &known) { return known.id == document.id; }))
                m_documents.append(document);
        for (const model::Note &note : found->notes)
            if (!m_answer.notes.contains(note))
                m_answer.notes += note;
        m_answer.truncated = found->truncated;
        m_answer.rest = found->rest;
    } else if (isRest) { // what is listed stays, and so does the way to the rest
        m_answer.notes +=
            {Kind::Truncated, tr("The rest of the list could not be read: %1").arg(found.error().detail), {}};
    } else if (found.error().httpStatus == 404) { // the type is not supported there, which says nothing of reports
        state = tr("Reports could not be asked for. %1 does not list documents (404).").arg(m_bench.countryName());
    } else {
        const ui::NoticeText why = m_bench.noticeFor(found.error(), story::Step::Studies);
        state = tr("Reports could not be asked for. %1.").arg(why.headline);
    }
    m_page.setReportsState(m_answer.truncated ? tr("The list of reports is cut off; there may be more.") : state);
    showNotices();
    list();
}

//! What the answer told beside the reports.
void Reports::showNotices()
{
    using Kind = model::Note::Kind;
    QStringList reasons;
    QStringList remarks;
    for (const model::Note &note : std::as_const(m_answer.notes))
        (note.kind == Kind::Truncated ? reasons : remarks) += note.detail;
    QList<ui::NoticeText> notices;
    if (m_answer.truncated && !m_answer.rest.isEmpty()) {
        ui::NoticeText text = notice(ui::NoticeText::Weight::Warning, tr("The list of reports is cut off"),
                                     tr("More reports may exist."));
        text.actions = {{theRest, tr("Ask for the rest")}};
        text.foldTitle = tr("Why it stopped");
        text.foldText = reasons.join(u'\n');
        notices += text;
    } else {
        remarks = reasons + remarks;
    }
    if (!remarks.isEmpty()) {
        ui::NoticeText text = notice(ui::NoticeText::Weight::Quiet, tr("The list of reports came with remarks"),
                                     tr("It may hold more or less than was asked for."));
        text.icon = u"info"_s;
        text.foldTitle = tr("The remarks");
        text.foldText = remarks.join(u'\n');
        notices += text;
    }
    m_page.setReportsNotices(notices);
}

void Reports::setStudies(const QList<model::Study> &studies)
{
    m_studies = studies;
    list();
}

//! In the list beside the studies and in the choice of the pane.
void Reports::list()
{
    m_reports = story::linkReports(m_documents, m_studies);
    QList<ui::ReportRow> rows;
    QList<ui::ReportChoice> choices;
    for (const story::LinkedReport &report : std::as_const(m_reports)) {
        const model::Document &document = report.document;
        ui::ReportRow row;
        row.id = document.id;
        row.title = document.title.isEmpty() ? tr("Without a title") : document.title;
        row.date = dateOf(document);
        const QTime time = momentIn(document.date).time();
        const QString &status = document.docStatus;
        row.isWithdrawn = story::standingOf(document, {}, {}).isWithdrawn;
        QStringList details{statusWord(status), time.isValid() ? row.date + u' ' + clock(time) : row.date};
        for (const model::DocumentFormat &format : document.formats) {
            if (const QString word = languageWord(format.language); !word.isEmpty() && !details.contains(word))
                details += word;
            if (const QString word = formWord(format.contentType); !row.tags.contains(word))
                row.tags += word;
        }
        details.removeAll(QString());
        row.details = details.join(u", "_s);
        for (const story::ReportLink &link : report.links)
            row.links.append({link.study, reasonFor(link)});
        choices.append({row.id, row.title, row.date});
        rows.append(row);
    }
    m_page.setReports(rows);
    m_pane.setReports(choices, m_current);
    if (m_isAmongImages)
        m_pane.setUnlisted(m_opened && !m_opened->readable.title.isEmpty() ? m_opened->readable.title
                                                                           : tr("Document among the images"));
    showStudyBar();
    if (m_opened)
        showForms();
}

const story::LinkedReport *Reports::find(const QString &id) const
{
    const auto found = std::find_if(m_reports.cbegin(), m_reports.cend(),
                                    [&id](const story::LinkedReport &report) { return report.document.id == id; });
    return found == m_reports.cend() ? nullptr : &*found;
}

void Reports::open(const QString &id)
{
    if (id == m_current && m_opened)
        return;
    m_current = id;
    m_isAmongImages = false;
    m_form = 0;
    m_opened.reset();
    list();
    openForm(QString::number(m_form));
}

void Reports::reveal()
{
    m_pane.show();
    m_panel.setReportsShown(true);
    m_pane.firstFocus()->setFocus();
}

void Reports::openFile(const QString &path)
{
    m_flow.stop();
    m_pages.close();
    m_current.clear();
    m_isAmongImages = true;
    m_form = 0;
    m_shownForm = QString::number(m_form);
    m_opened.reset();
    m_showsPlainText = false;
    m_isOtherAccepted = false;
    list();
    m_pane.setBar(std::nullopt);
    m_pane.setReferences({}, {});
    m_pane.setFoot({});
    m_pane.showWaiting(tr("Opening the document…"));
    reveal();
    model::FetchedDocument document;
    document.file = path;
    document.contentType = u"application/dicom"_s;
    document.kind = model::Document::Kind::Report;
    if (const auto study = model::StudyUid::parse(m_panel.openedStudy()))
        document.studies.append(
            {*study, model::StudyReference::Role::Reported, model::StudyReference::Reason::DicomDocument});
    m_flow.openFile(document);
}

void Reports::openForm(const QString &form)
{
    const story::LinkedReport *report = find(m_current);
    if (!m_opened && (!report || !m_bench.client))
        return;
    if (form == enclosedPdf || form == pagesText) {
        m_shownForm = form;
        showForms();
        m_pane.showWaiting(form == pagesText ? tr("Reading the text of the pages…") : tr("Opening the PDF…"));
        return form == pagesText ? m_pages.readText() : m_pages.open(m_opened->readable.pdf);
    }
    m_shownForm = form;
    if (m_opened && form.toInt() == m_form && !m_opened->readable.isUnsafe) { // back from another view of it
        showForms();
        return showBody();
    }
    if (!report || !m_bench.client) // a file, which has one form
        return;
    m_form = form.toInt();
    m_pages.close();
    m_opened.reset();
    m_showsPlainText = false;
    m_isOtherAccepted = false;
    m_pane.setSaveable(false);
    m_pane.setBar(std::nullopt);
    showStudyBar();
    m_pane.setReferences({}, {});
    m_pane.setFoot({});
    showForms();
    const model::DocumentFormat format = report->document.formats.value(m_form);
    m_pane.showWaiting(tr("Asking for the report…"));
    m_flow.open(*m_bench.client, format.reference.isEmpty() ? report->document.id : format.reference,
                format.contentType, report->document.formats.isEmpty() ? std::nullopt : std::optional(format.position));
}

void Reports::showForms()
{
    const story::LinkedReport *report = find(m_current);
    QList<ui::ReportForm> forms;
    QStringList words;
    for (const model::DocumentFormat &format : report ? report->document.formats : QList<model::DocumentFormat>())
        words += formWord(format.contentType);
    for (int i = 0; i < words.size(); ++i) {
        const QString language = languageWord(report->document.formats[i].language);
        const bool isAlone = words.count(words[i]) == 1 || language.isEmpty();
        forms.append({QString::number(i), isAlone ? words[i] : words[i] + u", "_s + language});
    }
    if (!report && m_opened)
        forms.append({QString::number(m_form), formWord(m_opened->document.contentType)});
    // A PDF that a FHIR or CDA document encloses, and the text of pages, are further views of what has been fetched.
    const bool isHeldBack = otherPatient() && !m_isOtherAccepted;
    if (m_opened && !m_opened->readable.pdf.isEmpty() && !isHeldBack) {
        if (!m_opened->readable.sections.isEmpty())
            forms.append({enclosedPdf, tr("Enclosed PDF")});
        forms.append({pagesText, tr("Text")});
    }
    m_pane.setForms(forms, m_shownForm);
}

void Reports::show(const story::OpenedReport &report)
{
    m_opened = report;
    // What the report itself names may link it where its reference did not.
    for (model::Document &document : m_documents) {
        if (document.id != m_current)
            continue;
        for (const model::StudyReference &study : report.document.studies)
            if (!document.studies.contains(study))
                document.studies.append(study);
    }
    takeKeyImages(m_current, report.document.keyImages);
    list();
    m_pane.setSaveable(true);
    showForms();
    showBody();
    showBar();
    showReferences();
    showFoot();
    showStudyBar();
}

void Reports::takeKeyImages(const QString &report, const QList<model::KeyImage> &images)
{
    m_keyImages.insert(report, images);
    QStringList uids;
    for (const model::KeyImage &image : images)
        uids += image.instance.text();
    m_panel.addKeyImages(uids);
    QList<model::KeyImage> all;
    for (const QList<model::KeyImage> &some : std::as_const(m_keyImages))
        all += some;
    emit keyImagesTold(all);
}

void Reports::lookForKeyImages(const QList<model::StudyUid> &studies)
{
    constexpr qsizetype mostReports = 50;
    QList<model::Document> unread;
    for (const story::LinkedReport &report : std::as_const(m_reports))
        if (!m_keyImages.contains(report.document.id) && unread.size() < mostReports &&
            std::any_of(report.links.cbegin(), report.links.cend(),
                        [&studies](const story::ReportLink &link) { return studies.contains(link.study); }))
            unread += report.document;
    if (unread.isEmpty() || !m_bench.client)
        return;
    emit askingForKeyImages(true, 0);
    m_keyImageFlow.start(*m_bench.client, unread);
}

//! What the pages of a PDF print is all that some of them say of their study.
void Reports::takePrinted(const QString &text)
{
    const QList<model::StudyReference> printed = story::studiesPrintedIn(text, m_studies);
    if (!m_opened || printed.isEmpty())
        return;
    const auto add = [&printed](QList<model::StudyReference> &studies) {
        for (const model::StudyReference &study : printed)
            if (std::none_of(studies.cbegin(), studies.cend(),
                             [&study](const auto &known) { return known.study == study.study; }))
                studies.append(study);
    };
    add(m_opened->document.studies);
    for (model::Document &document : m_documents)
        if (document.id == m_current)
            add(document.studies);
    list();
    showReferences();
    showFoot();
}

void Reports::showBody()
{
    const model::ReadableReport &readable = m_opened->readable;
    if (const auto other = otherPatient(); other && !m_isOtherAccepted) {
        ui::NoticeText text = notice(ui::NoticeText::Weight::Failure, tr("Another patient?"),
                                     tr("The report gives another %1.").arg(fieldWord(other->field)));
        text.personal = tr("The report gives another %1: %2.")
                            .arg(fieldWord(other->field), readableTrait(other->field, other->value));
        text.advice = tr("Compare it with your patient before you read it.");
        text.actions = {{compareIt, tr("Compare")}, {readAnyway, tr("Read it all the same")}, {saveIt, tr("Save…")}};
        text.foldTitle = tr("Your patient and the report");
        text.foldText = besideConfirmed(m_bench.confirmed->confirmed, other->patient, NamedIn::Report);
        text.isFoldPersonal = true;
        m_pane.showNotice(text);
    } else if (readable.isUnsafe && !m_showsPlainText) {
        ui::NoticeText text = notice(ui::NoticeText::Weight::Failure, tr("This report cannot be shown safely"),
                                     tr("It carries scripts or files that a report must not have."));
        text.icon = u"shield"_s;
        text.advice = readable.sections.isEmpty() ? tr("Save it.") : tr("Save it, or read its plain text.");
        if (!readable.sections.isEmpty())
            text.actions += {plainText, tr("Plain text")};
        text.actions += {saveIt, tr("Save…")};
        text.foldTitle = tr("What was found");
        text.foldText = readable.removed.join(u'\n');
        m_pane.showNotice(text);
    } else if (m_showsPlainText) {
        m_pane.showPlainText(readable.plainText());
    } else if (!readable.sections.isEmpty()) {
        m_pane.showSections(readable.sections);
    } else if (!readable.pdf.isEmpty()) {
        m_pane.showWaiting(tr("Opening the PDF…"));
        m_pages.open(readable.pdf);
    } else {
        ui::NoticeText text = notice(ui::NoticeText::Weight::Warning, tr("This report cannot be read here"),
                                     tr("It is kept as it came and can be saved."));
        text.actions = {{saveIt, tr("Save…")}};
        text.foldTitle = tr("Why");
        text.foldText = readable.unreadable;
        m_pane.showNotice(text);
    }
}

//! What a reader must know before the first line.
void Reports::showBar()
{
    using Weight = ui::NoticeText::Weight;
    const story::LinkedReport *report = find(m_current);
    const auto standing =
        story::standingOf(report ? report->document : model::Document(), m_opened->readable.status, m_documents);
    std::optional<ui::NoticeText> bar;
    const bool isOther = otherPatient().has_value();
    if (isOther && m_isOtherAccepted)
        bar = notice(Weight::Failure, tr("Another patient?"),
                     tr("The report or its reference names somebody else than the confirmed patient."));
    else if (isOther) // the notice in place of the report says so
        bar.reset();
    else if (standing.isWithdrawn)
        bar = notice(Weight::Failure, tr("This report was withdrawn"), tr("Its author says that it is not valid."));
    else if (m_opened->document.hash == model::FetchedDocument::Hash::Differs)
        bar = notice(Weight::Warning, tr("Not the report that was announced"),
                     tr("Its bytes are not those that its reference describes."));
    else if (const auto others = barOfOthers(standing))
        bar = others;
    else if (standing.isPreliminary)
        bar = notice(Weight::Warning, tr("This report is preliminary"), tr("It may change."));
    else if (standing.isChanged)
        bar = notice(Weight::Warning, tr("This report was changed after it had been signed"),
                     tr("It is the version that holds now."));
    m_pane.setBar(bar);
}

std::optional<Reports::Other> Reports::otherPatient() const
{
    if (!m_bench.confirmed || !m_opened)
        return std::nullopt;
    QList<model::StudyPatient> named = m_opened->readable.subjects;
    if (const story::LinkedReport *report = find(m_current))
        named.prepend(report->document.patient);
    for (const model::StudyPatient &one : std::as_const(named)) {
        const auto compared = model::compare(m_bench.confirmed->identifier, m_bench.confirmed->confirmed, one);
        if (compared.verdict == model::PatientVerdict::Conflict)
            return Other{one, compared.field, compared.value};
    }
    return std::nullopt;
}

//! What another report does to this one, or this one to it.
std::optional<ui::NoticeText> Reports::barOfOthers(const story::ReportStanding &standing) const
{
    const auto bar = [this](const QString &headline, const QString &sentence, const QString &id, const QString &words) {
        ui::NoticeText text = notice(ui::NoticeText::Weight::Warning, headline, sentence);
        if (find(id))
            text.actions = {{openOther + id, words}};
        return text;
    };
    const auto barOf = [&](const QString &headline, const QString &id) {
        const story::LinkedReport *other = find(id);
        return bar(headline,
                   other ? tr("It is of %1.").arg(dateOf(other->document)) : tr("It is not in the list of reports."),
                   id, tr("Open it"));
    };
    if (standing.isReplaced)
        return barOf(tr("There is a newer version of this report"), standing.newerVersions.value(0));
    if (!standing.addenda.isEmpty())
        return barOf(tr("An addendum changes this report"), standing.addenda.constFirst());
    if (!standing.addsTo.isEmpty())
        return bar(tr("This is an addendum"), tr("It adds to another report."), standing.addsTo.constFirst(),
                   tr("Open that report"));
    return std::nullopt;
}

const story::LinkedReport *Reports::reportOf(const model::StudyUid &study) const
{
    const auto found = std::find_if(m_reports.cbegin(), m_reports.cend(), [&study](const story::LinkedReport &report) {
        return std::any_of(report.links.cbegin(), report.links.cend(),
                           [&study](const story::ReportLink &link) { return link.study == study && isOwn(link.role); });
    });
    return found == m_reports.cend() ? nullptr : &*found;
}

QString Reports::titleOfStudy(const model::StudyUid &study) const
{
    const auto known = std::find_if(m_studies.cbegin(), m_studies.cend(),
                                    [&study](const model::Study &one) { return one.uid == study; });
    if (known == m_studies.cend())
        return {};
    QStringList words{titleOf(*known), known->description};
    words.removeAll(QString());
    return words.join(u", "_s);
}

std::optional<ui::NoticeText> Reports::barOfStudy() const
{
    const auto looked = model::StudyUid::parse(m_panel.openedStudy());
    if (!looked || !m_opened)
        return std::nullopt;
    QList<model::StudyUid> own;
    if (const story::LinkedReport *report = find(m_current)) {
        for (const story::ReportLink &link : report->links)
            if (isOwn(link.role))
                own += link.study;
    } else {
        for (const model::StudyReference &study : m_opened->document.studies)
            if (isOwn(study.role))
                own += study.study;
    }
    if (own.isEmpty() || own.contains(*looked)) // without a link the foot says that nobody knows
        return std::nullopt;
    const QString its = titleOfStudy(own.first());
    const QString theirs = titleOfStudy(*looked);
    ui::NoticeText text =
        notice(ui::NoticeText::Weight::Warning, tr("This report is of another study"),
               its.isEmpty() || theirs.isEmpty() ? tr("One of the two is not in the list of studies.")
                                                 : tr("It is of %1. The pictures are of %2.").arg(its, theirs));
    if (const story::LinkedReport *right = reportOf(*looked))
        text.actions = {{openOther + right->document.id, tr("Open the report of these pictures")}};
    else
        text.sentences += tr("No report is linked to their study.");
    return text;
}

void Reports::showStudyBar()
{
    m_pane.setStudyBar(barOfStudy());
}

void Reports::showReferences()
{
    if (!m_opened)
        return;
    QList<ui::ReportStudy> studies;
    for (const model::StudyReference &named : m_opened->document.studies) {
        const QString known = titleOfStudy(named.study);
        const QString title = !known.isEmpty()                              ? known
                              : named.study.text() == m_panel.openedStudy() ? tr("The study of these pictures")
                                                                            : tr("A study that is not in the list");
        studies.append({roleWord(named.role), title, reasonWords(named.reason)});
    }
    QStringList pictures;
    for (const model::KeyImage &image : m_opened->document.keyImages) {
        const QString place = m_panel.placeOf(image.instance.text());
        pictures += place.isEmpty() ? tr("Key image %1, not received yet").arg(pictures.size() + 1)
                                    : tr("Key image %1: %2").arg(pictures.size() + 1).arg(place);
    }
    m_pane.setReferences(studies, pictures);
}

void Reports::showFoot()
{
    const model::ReadableReport &readable = m_opened->readable;
    const story::LinkedReport *report = find(m_current);
    QStringList sentences;
    QString language = readable.language;
    if (language.isEmpty() && report)
        language = report->document.formats.value(m_form).language;
    const auto translation = std::find_if(readable.sections.cbegin(), readable.sections.cend(),
                                          [](const auto &section) { return section.isTranslation; });
    if (!language.isEmpty())
        sentences += tr("In %1, as sent.").arg(languageWord(language));
    if (translation != readable.sections.cend())
        sentences += tr("The %1 below it came with the document, not from Borderlight.")
                         .arg(languageWord(translation->language));
    if (!readable.author.isEmpty())
        sentences += tr("By %1.").arg(readable.author);
    if (report && report->links.isEmpty())
        sentences += tr("Not linked to any study of the list.");
    else if (report)
        sentences += reasonFor(report->links.first()) + u'.';
    if (!readable.removed.isEmpty())
        sentences += tr("Not shown: %1").arg(readable.removed.join(u' '));
    m_pane.setFoot(sentences.join(u' '));
}

void Reports::showFailure(const network::Error &error)
{
    ui::NoticeText text = m_bench.noticeFor(error, story::Step::Document);
    text.actions = {{idOf(story::Act::AskAgain), tr("Ask again")}};
    m_pane.showNotice(text);
}

void Reports::act(const QString &id)
{
    if (id == saveIt) {
        save();
    } else if (id == compareIt) {
        m_pane.openNoticeFold();
    } else if (id.startsWith(openOther)) {
        open(id.mid(openOther.size()));
    } else if (id == readAnyway) {
        m_isOtherAccepted = true;
        showForms();
        showBody();
        showBar();
        m_pane.firstFocus()->setFocus();
    } else if (id == plainText) {
        m_showsPlainText = true;
        showBody();
        m_pane.firstFocus()->setFocus();
    } else {
        openForm(QString::number(m_form));
    }
}

void Reports::save()
{
    if (!m_opened)
        return;
    // The suggested name says nothing of the patient.
    const QString path = QFileDialog::getSaveFileName(&m_bench.window, tr("Save as received"),
                                                      tr("report") + suffixFor(m_opened->document.contentType));
    if (!path.isEmpty())
        saveTo(path);
}

void Reports::saveTo(const QString &path)
{
    if (!m_opened)
        return;
    m_disk.start([this, path, bytes = m_opened->bytes] {
        QSaveFile file(path);
        const bool isKept =
            file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.flush() && file.commit();
        QMetaObject::invokeMethod(
            this,
            [this, isKept, why = file.errorString()] {
                m_bench.window.setLedgerText(isKept ? tr("The report was saved") : tr("Not saved: %1").arg(why));
            },
            Qt::QueuedConnection);
    });
}

void Reports::toggle()
{
    const bool shows = m_pane.isHidden();
    m_pane.setVisible(shows);
    m_panel.setReportsShown(shows);
    if (!shows)
        return m_panel.setFocus();
    if (m_current.isEmpty() || barOfStudy()) { // nobody has it before the eyes
        const auto looked = model::StudyUid::parse(m_panel.openedStudy());
        if (const story::LinkedReport *report = looked ? reportOf(*looked) : nullptr)
            open(report->document.id);
    }
    m_pane.firstFocus()->setFocus();
}

void Reports::forget()
{
    m_search.reset();
    m_flow.stop();
    m_keyImageFlow.stop();
    m_keyImages.clear();
    emit keyImagesTold({});
    m_pages.close();
    m_documents.clear();
    m_answer = {};
    m_studies.clear();
    m_reports.clear();
    m_current.clear();
    m_isAmongImages = false;
    m_opened.reset();
    m_pane.setReports({}, {});
    m_pane.hide();
    m_panel.setReportsShown(false);
}

} // namespace window
