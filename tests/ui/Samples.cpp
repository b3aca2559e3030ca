#include "Samples.h"

namespace samples {
namespace {

const QString root = QStringLiteral("2.999.7.41");

QString text(const char *utf8)
{
    return QString::fromUtf8(utf8);
}

ui::StudyRow study(int number, const QDate &date, const QTime &time, const char *modality, const char *description,
                   const char *institution, const char *accession, const char *site, int series, int images)
{
    ui::StudyRow row{model::Study{.uid = studyUid(number)}};
    row.study.date = date;
    row.study.time = time;
    row.study.modalities = {text(modality)};
    row.study.description = text(description);
    row.study.institution = text(institution);
    if (*accession)
        row.study.accessions = QStringList{text(accession)};
    row.study.bodySite = text(site);
    row.study.seriesCount = series;
    row.study.instanceCount = images;
    row.study.routes = {model::Route::Fhir};
    row.fhir = row.dicomweb = row.documents = ui::RouteKnows::Yes;
    return row;
}

model::Series series(int study, int number, const char *modality, const char *description, int images, bool listed)
{
    model::Series series{.uid = seriesUid(study, number)};
    series.number = number;
    series.modality = text(modality);
    series.description = text(description);
    series.instanceCount = images;
    for (int i = 1; listed && i <= images; ++i)
        series.instances << model::Instance{sopUid(study, number, i), text("1.2.840.10008.5.1.4.1.1.2"), i, 1};
    return series;
}

} // namespace

model::StudyUid studyUid(int number)
{
    return *model::StudyUid::parse(QStringLiteral("%1.%2").arg(root).arg(number));
}

model::SeriesUid seriesUid(int study, int number)
{
    return *model::SeriesUid::parse(QStringLiteral("%1.%2.%3").arg(root).arg(study).arg(number));
}

model::SopUid sopUid(int study, int series, int number)
{
    return *model::SopUid::parse(QStringLiteral("%1.%2.%3.%4").arg(root).arg(study).arg(series).arg(number));
}

QList<ui::ProfileRow> profiles()
{
    ui::ProfileRow finland{.id = text("fi"),
                           .name = text("Finland, acceptance"),
                           .country = text("FI"),
                           .host = text("ncp-acc.fi.example")};
    finland.fhir = text("https://ncp-acc.fi.example/fhir");
    finland.dicomweb = text("https://ncp-acc.fi.example/dicom-web");
    finland.direct = text("2 allowed origins, 3 retrieve locations");
    finland.routes = text("FHIR ImagingStudy, DICOMweb, documents");
    finland.guide = text("NCPeH API 0.0.1, FHIR R4");
    finland.signIn = text("Bearer token");
    finland.certificate = text("borderlight.sonnau");
    finland.identifiers = text("2 masks");
    finland.state = ui::CheckState::Warned;
    finland.checkedAt = text("Today 10:14");
    const auto plain = [](const char *id, const char *name, const char *host, ui::CheckState state, const char *when) {
        ui::ProfileRow row{.id = text(id), .name = text(name), .country = text(id).toUpper(), .host = text(host)};
        row.fhir = QStringLiteral("https://%1/fhir").arg(row.host);
        row.state = state;
        row.checkedAt = text(when);
        return row;
    };
    return {finland,
            plain("at", "Austria, test", "fhir.ncp-at.example", ui::CheckState::Passed, "Today 09:58"),
            plain("el", "Greece, connectathon", "ncp.el-test.example", ui::CheckState::Passed, "Yesterday"),
            plain("pt", "Portugal, pilot", "ncpeh-piloto.pt.example", ui::CheckState::Failed, "Yesterday"),
            plain("mt", "Malta, acceptance", "ncp-acc.mt.example", ui::CheckState::Unchecked, ""),
            plain("xa", "Demo country", "built in, this computer", ui::CheckState::Passed, "Today 09:41")};
}

QList<ui::CheckRow> checks()
{
    using ui::Verdict;
    ui::CheckRow clock{
        .name = text("Clock"), .verdict = Verdict::Warn, .detail = text("server is 41 s ahead of this computer")};
    clock.came = text("Date: Tue, 24 Nov 2026 09:14:58 GMT");
    clock.means = text("Tokens with a “not before” time may be refused.");
    clock.todo = text("Let this computer take its time from the network.");
    return {
        {.name = text("Connection"),
         .verdict = Verdict::Pass,
         .detail = text("ncp-acc.fi.example, 192.0.2.41, HTTP/2"),
         .milliseconds = 18},
        {.name = text("TLS"), .verdict = Verdict::Pass, .detail = text("1.3, AES-256-GCM, X25519"), .milliseconds = 41},
        {.name = text("Server certificate"),
         .verdict = Verdict::Pass,
         .detail = text("National Test CA G3, valid to 3 Mar 2027")},
        clock,
        {.name = text("Capability statement"),
         .verdict = Verdict::Pass,
         .detail = text("FHIR 4.0.1, 9 resource types, 31 search parameters"),
         .milliseconds = 164,
         .came = text("200 OK, application/fhir+json")},
        {.name = text("Study search"),
         .verdict = Verdict::Warn,
         .detail = text("parameter “reason” is not offered, so Borderlight filters by it here"),
         .means = text("More rows come than are shown.")},
        {.name = text("DICOMweb search"),
         .verdict = Verdict::Pass,
         .detail = text("1 of 1 row, paging by offset works"),
         .milliseconds = 388},
        {.name = text("DICOMweb retrieve"),
         .verdict = Verdict::Pass,
         .detail = text("multipart, any transfer syntax, accepted at the first try"),
         .milliseconds = 451}};
}

QList<ui::IdentifierSystem> identifierSystems()
{
    return {{text("Personal identity code"), text("urn:oid:2.999.246.21"), text("[0-9]{6}[-A][0-9]{3}[0-9A-Z]"),
             text("DDMMYY, sign, four characters")},
            {text("Passport"), text("urn:oid:2.999.246.22"), text("[A-Z0-9]{6,9}"), text("6 to 9 letters and digits")}};
}

model::PatientQuery query()
{
    model::PatientQuery query;
    query.identifier = model::PatientIdentifier{text("urn:oid:2.999.246.21"), text("140358-936L")};
    query.family = text("Tammerkoski");
    query.given = text("Eevi");
    query.birthDate = QDate(1958, 3, 14);
    query.gender = text("female");
    return query;
}

QList<model::Patient> candidates()
{
    model::Patient first;
    first.id = text("p1");
    first.identifiers = {{text("urn:oid:2.999.246.21"), text("140358-936L")}};
    first.family = text("Tammerkoski");
    first.given = {text("Eevi"), text("Orvokki")};
    first.birthDate = text("1958-03-14");
    first.gender = text("female");
    model::Patient second = first;
    second.id = text("p2");
    second.identifiers = {{text("urn:oid:2.999.246.21"), text("140358-938N")}};
    second.given = {text("Eeva"), text("Orvokki")};
    second.birthDate = text("1958-03-15");
    model::Patient third = first;
    third.id = text("p3");
    third.family = text("Aallokas");
    third.replacedBy = text("Patient/p1");
    return {first, second, third};
}

QList<ui::StudyRow> studies()
{
    using ui::RouteKnows;
    QList<ui::StudyRow> rows = {study(1, {2026, 11, 2}, {14, 31}, "CT", "CT thorax and abdomen, i.v. contrast",
                                      "Harjuvesi Central Hospital", "HC-26-118204", "Thorax, abdomen", 8, 1111),
                                study(2, {2026, 9, 21}, {9, 12}, "CR", "Chest, two views", "Harjuvesi Central Hospital",
                                      "HC-26-101877", "Thorax", 2, 2),
                                study(3, {2025, 8, 17}, {23, 52}, "MR", "MRI lumbar spine", "Lumivaara Imaging",
                                      "LV-25-04471", "Lumbar spine", 7, 214),
                                study(4, {2025, 6, 4}, {10, 5}, "MG", "Mammography, bilateral", "Lumivaara Imaging",
                                      "LV-25-03190", "Breast", 4, 4),
                                study(5, {2025, 6, 4}, {10, 40}, "US", "Breast ultrasound, left", "Lumivaara Imaging",
                                      "LV-25-03191", "Breast", 1, 18),
                                study(6, {2025, 1, 11}, {8, 20}, "CT", "CT thorax, low dose follow-up",
                                      "Harjuvesi Central Hospital", "HC-25-009342", "Thorax", 4, 622),
                                study(7, {2024, 10, 30}, {16, 44}, "MR", "MRI brain", "Harjuvesi Central Hospital",
                                      "HC-24-121560", "Head", 9, 486),
                                study(8, {2024, 5, 12}, {11, 3}, "CR", "Hand right, two views",
                                      "Kuusiranta Health Centre", "KR-24-0817", "Hand", 1, 2),
                                study(9, {2024, 1, 28}, {13, 15}, "NM", "Bone scan, whole body",
                                      "Harjuvesi Central Hospital", "HC-24-010938", "Whole body", 2, 4),
                                study(10, {2023, 6, 6}, {9, 50}, "MG", "Mammography, bilateral", "Lumivaara Imaging",
                                      "LV-23-03344", "Breast", 4, 4),
                                study(11, {2023, 3, 15}, {15, 27}, "US", "Abdomen", "Kuusiranta Health Centre",
                                      "KR-23-0402", "Abdomen", 1, 32)};
    rows[0].difference = text("FHIR 1 108 images, QIDO 1 111");
    rows[2].difference = text("FHIR 210 images, QIDO 214");
    rows[5].difference = text("FHIR 620 images, QIDO 622");
    rows[3].dicomweb = RouteKnows::No;
    rows[4].fhir = rows[4].documents = RouteKnows::No;
    rows[6].documents = RouteKnows::NotAsked;
    rows[7].documents = RouteKnows::No;
    rows[8].fhir = RouteKnows::No;
    rows[8].conflict = text("QIDO gives another birth date: 14 Mar 1985.");
    rows[10].documents = RouteKnows::No;
    return rows;
}

QList<ui::DifferingStudy> differences()
{
    using model::Route;
    using ui::Reading;
    const auto all = [](const char *fhir, const char *qido, const char *document) {
        return QList<QPair<Route, QString>>{
            {Route::Fhir, text(fhir)}, {Route::Dicomweb, text(qido)}, {Route::Documents, text(document)}};
    };
    const QString patient = text("Patient");
    const QString study = text("Study");
    ui::DifferingStudy thorax{
        studyUid(1), text("CT"), text("CT thorax and abdomen, i.v. contrast"), QDate(2026, 11, 2), {}};
    thorax.fields = {
        {patient, text("Number"), all("140358-936L", "140358-936L", "140358-936L"), std::nullopt, Reading::Same,
         text("Same as the confirmed patient"), true},
        {patient, text("Name"), all("Tammerkoski, Eevi", "TAMMERKOSKI^EEVI", "Tammerkoski, Eevi O"), std::nullopt,
         Reading::Explained, text("Letter case and given names")},
        {study, text("Type"), all("CT", "CT, KO, SR", "CT, KO, SR"), Route::Documents, Reading::Explained,
         text("Reports and key images")},
        {study, text("Series"), all("8", "9", "8"), Route::Documents, Reading::Open, text("Open: QIDO lists 1 more")},
        {study, text("Images"), all("1 108", "1 112", "1 111"), Route::Documents, Reading::Open,
         text("Open: QIDO lists 4 more")},
        {study, text("Description"), all("Vartalon TT", "CT THORAX ABDOMEN", "CT thorax, abdomen"), Route::Documents,
         Reading::Explained, text("Two wordings of one study")},
    };
    ui::DifferingStudy spine{studyUid(3), text("MR"), text("MRI lumbar spine"), QDate(2025, 8, 17), {}};
    spine.fields = {{study, text("Description"),
                     QList<QPair<Route, QString>>{{Route::Fhir, text("Lannerangan MK")},
                                                  {Route::Dicomweb, text("MRI lumbar spine")}},
                     Route::Fhir, Reading::Explained, text("Two wordings of one study")}};
    ui::DifferingStudy bones{studyUid(9), text("NM"), text("Bone scan, whole body"), QDate(2024, 1, 28), {}};
    bones.fields = {{patient, text("Birth date"), QList<QPair<Route, QString>>{{Route::Dicomweb, text("14 Mar 1985")}},
                     std::nullopt, Reading::Conflict, text("QIDO gives another birth date.")}};
    return {thorax, spine, bones};
}

model::Study chest()
{
    model::Study study = studies().first().study;
    study.series = {series(1, 1, "CT", "Topogram", 2, false),
                    series(1, 2, "CT", "Axial 3.0 soft tissue, portal venous", 224, false),
                    series(1, 3, "CT", "Coronal 3.0 soft tissue", 151, false),
                    series(1, 4, "CT", "Sagittal 3.0 bone", 133, false),
                    series(1, 5, "CT", "Axial 1.0 lung", 412, false),
                    series(1, 6, "CT", "Axial 1.0 soft tissue, late phase", 186, true),
                    series(1, 7, "KO", "Key objects", 1, false),
                    series(1, 8, "SR", "Dose report", 2, false)};
    return study;
}

ui::BannerText banner()
{
    return {text("10:16"),  text("Tammerkoski, Eevi Orvokki"), text("14 Mar 1958 (68 y)"), text("68 y"),
            text("Female"), text("Personal identity code"),    text("140358-936L"),        text("Treatment"),
            text("FI"),     text("Finland, acceptance")};
}

QList<ui::SeriesRow> seriesRows()
{
    const auto row = [](int study, int number, const char *description, const char *of, const char *via,
                        const char *reason, int expected) {
        return ui::SeriesRow{seriesUid(study, number),
                             QString::number(number),
                             text(description),
                             text(of),
                             text(via),
                             text(reason),
                             expected};
    };
    return {row(1, 5, "Axial 1.0 lung", "CT 2 Nov 2026", "NCPeH", "only address given", 412),
            row(1, 2, "Axial 3.0 soft tissue, portal venous", "CT 2 Nov 2026", "NCPeH", "only address given", 224),
            row(1, 6, "Axial 1.0 soft tissue, late phase", "CT 2 Nov 2026", "NCPeH", "only address given", 170),
            row(4, 1, "R CC", "MG 4 Jun 2025", "PACS, direct", "location 2.999.246.10.4", 1),
            row(4, 2, "L CC", "MG 4 Jun 2025", "PACS, direct", "location 2.999.246.10.4", 1),
            row(3, 3, "Sagittal T2 TSE", "MR 17 Aug 2025", "NCPeH", "direct refused: 403", 19),
            row(3, 4, "Sagittal T1 TSE", "MR 17 Aug 2025", "NCPeH", "direct refused: 403", 19)};
}

model::Ledger ledger()
{
    using State = model::SeriesLedger::State;
    model::Ledger ledger;
    ledger.requested = 1024;
    ledger.received = 691;
    ledger.verified = 688;
    ledger.missing = 3;
    ledger.bytes = 368'000'000;
    ledger.requestsUnderWay = 3;
    ledger.requestsAtOnce = 4;
    ledger.series = {{seriesUid(1, 5), 412, 409, 409, 3, 204'500'000, State::Incomplete},
                     {seriesUid(1, 2), 224, 224, 224, 0, 112'000'000, State::Complete},
                     {seriesUid(1, 6), 170, 57, 54, 0, 27'500'000, State::Receiving},
                     {seriesUid(4, 1), 1, 0, 0, 0, 2'000'000, State::Receiving},
                     {seriesUid(4, 2), 1, 1, 1, 0, 8'000'000, State::Complete},
                     {seriesUid(3, 3), 19, 0, 0, 0, 0, State::Receiving},
                     {seriesUid(3, 4), 19, 0, 0, 0, 0, State::Waiting}};
    return ledger;
}

QList<ui::TransferRow> transfers()
{
    using State = ui::TransferRow::State;
    const auto row = [](const char *id, const char *title, const char *country, const char *time, State state,
                        int verified, std::optional<int> requested, int missing, qint64 bytes) {
        ui::TransferRow made{.id = text(id), .title = text(title), .country = text(country), .time = text(time)};
        made.state = state;
        made.verified = verified;
        made.requested = requested;
        made.missing = missing;
        made.bytes = bytes;
        return made;
    };
    QList<ui::TransferRow> rows{
        row("1", "CT 2 Nov 2026, MR 17 Aug 2025 and MG 4 Jun 2025", "Finland, acceptance", "10:20", State::Paused, 688,
            1024, 3, 368'000'000),
        row("2", "CR 21 Sep 2026", "Finland, acceptance", "10:02", State::Receiving, 1, 2, 0, 9'000'000),
        row("3", "US 12 Jan 2026", "Austria, test", "09:41", State::Complete, 24, 24, 0, 31'000'000),
        row("4", "MR 3 Mar 2026", "Austria, test", "09:30", State::Incomplete, 180, 192, 12, 96'000'000),
        row("5", "CT 11 Feb 2026", "Portugal, pilot", "23 Nov 2026 17:12", State::Unfinished, 311, 640, 0,
            160'000'000)};
    rows[0].isOnPage = true;
    rows[1].bytesPerSecond = 2'100'000;
    return rows;
}

QList<ui::FaultRow> faults()
{
    const auto row = [](const char *name, const char *description, const char *specification, const char *meaning = "",
                        const char *value = "", const char *place = "", std::optional<int> turns = std::nullopt) {
        return ui::FaultRow{.name = text(name),
                            .description = text(description),
                            .specification = text(specification),
                            .valueMeaning = text(meaning),
                            .usualValue = text(value),
                            .usualPlace = text(place),
                            .usualTurns = turns};
    };
    return {
        row("cut-after", "closes the connection in the middle of a body", "10.5", "bytes of body", "40000"),
        row("limit", "QIDO-RS: never returns more than some rows and warns of more", "9.11, 10.4", "rows", "12"),
        row("login-page", "answers 200 with an HTML sign-in form", "10.1"),
        row("paging-loop", "FHIR: the next link leads to the page it stands on", "10.2"),
        row("retry-after", "answers 503 and asks to come back later, for two requests", "10.1", "seconds", "1", "", 2),
        row("silent-limit", "QIDO-RS: never returns more than some rows and says nothing", "9.10", "rows", "12"),
        row("stall", "takes the request and falls silent: at once, or after some bytes of body", "",
            "bytes of body, or -1", "-1"),
        row("star-unknown", "WADO-RS: refuses with 406 transfer-syntax=* in Accept", "9.26", "", "", "retrievals")};
}

} // namespace samples
