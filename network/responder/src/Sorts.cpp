#include "Deed.h"

#include <algorithm>
#include <limits>

namespace responder {

namespace {

using Kind = Deed::Kind;
using Target = Deed::Target;
using When = Deed::When;

constexpr std::string_view htmlPage = "<!DOCTYPE html><html><head><title>Bad gateway</title></head>"
                                      "<body><h1>The service behind this proxy did not answer</h1></body></html>\n";
constexpr std::string_view loginForm = "<!DOCTYPE html><html><head><title>Sign in</title></head><body>"
                                       "<form method=\"post\"><input name=\"user\"><input name=\"secret\" "
                                       "type=\"password\"></form></body></html>\n";
constexpr std::string_view emptySearchset = R"({"resourceType":"Bundle","type":"searchset","total":0})";
constexpr auto fhirJson = "application/fhir+json";

constexpr long long anyNumber = std::numeric_limits<int>::max();

Reply plain(long long status, std::string text)
{
    return {static_cast<int>(status), "text/plain", std::move(text) + '\n', {}, {}};
}

Reply refusal(long long status, const std::string &severity, const std::string &code, const std::string &words)
{
    return {static_cast<int>(status),
            fhirJson,
            R"({"resourceType":"OperationOutcome","issue":[{"severity":")" + severity + R"(","code":")" + code +
                R"(","diagnostics":")" + words + R"("}]})",
            {},
            {}};
}

void refuseUnless(Deed &deed, std::string accepted, int status)
{
    deed.when = When::UnlessAccepts;
    deed.texts = {std::move(accepted)};
    deed.reply = plain(status, "this representation is not offered");
}

void setText(Deed &deed)
{
    deed.texts = {deed.value};
}

//! A fault that has no value.
constexpr Sort simple(std::string_view name, Kind kind, Target target, std::string_view specification,
                      std::string_view description, std::string_view usual = {}, void (*prepare)(Deed &) = nullptr)
{
    return {name, kind, target, specification, description, usual, {}, 0, 0, prepare};
}

constexpr Sort withNumber(std::string_view name, Kind kind, Target target, std::string_view specification,
                          std::string_view description, std::string_view usual, std::string_view meaning,
                          long long least, long long most, void (*prepare)(Deed &) = nullptr)
{
    return {name, kind, target, specification, description, usual, meaning, least, most, prepare};
}

constexpr Sort withText(std::string_view name, Kind kind, Target target, std::string_view specification,
                        std::string_view description, std::string_view usual, std::string_view meaning,
                        void (*prepare)(Deed &) = setText)
{
    return {name, kind, target, specification, description, usual, meaning, 1, 0, prepare};
}

void needNext(Deed &deed)
{
    deed.needs = "\"next\"";
}
void needSearchset(Deed &deed)
{
    deed.needs = "\"searchset\"";
}
void needStudies(Deed &deed)
{
    deed.needs = "\"ImagingStudy\"";
}

std::vector<Sort> replacing()
{
    const auto on = Target::Request;
    return {
        withNumber("status", Kind::Replace, on, "10.1", "answers with an HTTP status of choice", "=500", "HTTP status",
                   200, 599,
                   [](Deed &deed) {
                       deed.reply = {static_cast<int>(deed.number), "text/plain", {}, {}, {}};
                   }),
        withNumber(
            "html-error", Kind::Replace, on, "10.1", "answers with the HTML error page of a proxy", "=500",
            "HTTP status", 200, 599,
            [](Deed &deed) {
                deed.reply = {static_cast<int>(deed.number), "text/html; charset=utf-8", std::string(htmlPage), {}, {}};
            }),
        simple("login-page", Kind::Replace, on, "10.1", "answers 200 with an HTML sign-in form", {},
               [](Deed &deed) {
                   deed.reply = {200, "text/html; charset=utf-8", std::string(loginForm), {}, {}};
               }),
        withNumber("operation-outcome", Kind::Replace, on, "10.1", "answers with a status and an OperationOutcome",
                   "=403", "HTTP status", 200, 599,
                   [](Deed &deed) {
                       const bool mild = deed.number == 404 || deed.number < 400;
                       deed.reply = refusal(deed.number, mild ? "warning" : "error",
                                            deed.number == 404 ? "not-found" : "suppressed",
                                            "withheld by the responding country");
                   }),
        simple("empty-bundle", Kind::Replace, on, "10.1", "answers every FHIR search with an empty searchset", "@/fhir",
               [](Deed &deed) {
                   deed.reply = {200, fhirJson, std::string(emptySearchset), {}, {}};
               }),
        withText("redirect", Kind::Replace, on, "10.9", "sends every request to another address",
                 "=http://127.0.0.1:9/elsewhere", "where to",
                 [](Deed &deed) {
                     deed.reply = {302, "", "", {{"Location", deed.value}}, {}};
                 }),
        simple("redirect-loop", Kind::RedirectLoop, on, "10.9", "redirects without end"),
        withNumber("retry-after", Kind::Replace, on, "10.1",
                   "answers 503 and asks to come back later, for two requests", "=1*2", "seconds to wait", 0, 3600,
                   [](Deed &deed) {
                       deed.reply = plain(503, "come back later");
                       deed.reply.headers = {{"Retry-After", deed.value}};
                   }),
        simple("no-content", Kind::Replace, on, "9.8, 9.28", "answers 204 to everything", {},
               [](Deed &deed) {
                   deed.reply = {204, {}, {}, {}, {}};
               }),
        simple("strict-url", Kind::Replace, on, "9.6", "refuses with 400 what is not percent-encoded in the URL", {},
               [](Deed &deed) {
                   deed.when = When::RawTarget;
                   deed.reply = plain(400, "the URL holds a character that must be encoded");
               }),
        simple("chain-unsupported", Kind::Replace, on, "9.7", "FHIR: refuses chained search by patient.identifier", {},
               [](Deed &deed) {
                   deed.when = When::ChainedIdentifier;
                   deed.reply = refusal(400, "error", "not-supported", "chained parameters are not supported");
               }),
        simple("chain-empty", Kind::Replace, on, "9.7", "FHIR: chained search by patient.identifier finds nothing", {},
               [](Deed &deed) {
                   deed.when = When::ChainedIdentifier;
                   deed.reply = {200, fhirJson, std::string(emptySearchset), {}, {}};
               }),
        withNumber("refuse-broad", Kind::Replace, on, "9.12",
                   "QIDO-RS: refuses studies searched by neither patient, study nor date", "=413", "HTTP status", 400,
                   499,
                   [](Deed &deed) {
                       deed.when = When::BroadQuery;
                       deed.reply = plain(deed.number, "the query is too broad");
                   }),
        withNumber("refuse-large-page", Kind::Replace, on, "9.12", "QIDO-RS: refuses with 413 a limit above a number",
                   "=200", "largest limit", 1, anyNumber,
                   [](Deed &deed) {
                       deed.when = When::LargePage;
                       deed.reply = plain(413, "the limit is too large");
                   }),
        withNumber("failing-page", Kind::Replace, on, "10.2", "fails on every page after the first", "=500",
                   "HTTP status", 400, 599,
                   [](Deed &deed) {
                       deed.when = When::LaterPage;
                       deed.reply = plain(deed.number, "this page is lost");
                   }),
        withText("refuse-accept", Kind::Replace, on, "10.6",
                 "refuses with 406 retrievals whose Accept does not hold a text",
                 "=transfer-syntax=1.2.840.10008.1.2.1@retrievals", "what must stand in Accept",
                 [](Deed &deed) { refuseUnless(deed, deed.value, 406); }),
        withText("refuse-accept-400", Kind::Replace, on, "9.24",
                 "refuses with 400 retrievals whose Accept does not hold a text", "=type=application/dicom@retrievals",
                 "what must stand in Accept", [](Deed &deed) { refuseUnless(deed, deed.value, 400); }),
        simple("unquoted-type-only", Kind::Replace, on, "9.25", "WADO-RS: knows the type in Accept only unquoted",
               "@retrievals", [](Deed &deed) { refuseUnless(deed, "type=application/dicom", 406); }),
        simple("quoted-type-only", Kind::Replace, on, "9.25", "WADO-RS: knows the type in Accept only quoted",
               "@retrievals", [](Deed &deed) { refuseUnless(deed, "type=\"application/dicom\"", 406); }),
        simple("star-unknown", Kind::Replace, on, "9.26", "WADO-RS: refuses with 406 transfer-syntax=* in Accept",
               "@retrievals",
               [](Deed &deed) {
                   deed.when = When::IfAccepts;
                   deed.texts = {"transfer-syntax=*"};
                   deed.reply = plain(406, "this transfer syntax is not offered");
               }),
        simple("original-syntax-only", Kind::Replace, on, "9.31",
               "WADO-RS: cannot transcode, so refuses all but transfer-syntax=*", "@retrievals",
               [](Deed &deed) { refuseUnless(deed, "transfer-syntax=*", 406); }),
        simple("too-large", Kind::Replace, on, "10.6", "WADO-RS: refuses with 413 all but single instances",
               "@retrievals",
               [](Deed &deed) {
                   deed.when = When::SeveralInstances;
                   deed.reply = plain(413, "ask for less");
               }),
        simple("expired-token", Kind::Replace, on, "10.6",
               "WADO-RS: answers 401 after the first retrieval, as when the token ends meanwhile", "@retrievals+1",
               [](Deed &deed) {
                   deed.reply = plain(401, "the token has expired");
                   deed.reply.headers = {{"WWW-Authenticate", "Bearer error=\"invalid_token\""}};
               }),
    };
}

std::vector<Sort> onTheLine()
{
    return {
        withNumber("cut-after", Kind::CutAfter, Target::Body, "10.5", "closes the connection in the middle of a body",
                   "=40000", "bytes of body", 0, anyNumber),
        withNumber("reset", Kind::Reset, Target::Any, "", "resets the connection", "=0", "bytes of body", 0, anyNumber),
        withNumber("stall", Kind::Stall, Target::Any, "",
                   "takes the request and falls silent: at once, or after some bytes of body", "=-1",
                   "bytes of body; -1 for not even a head", -1, anyNumber),
        withNumber("slow", Kind::Slow, Target::Any, "", "sends every body at a low rate", "=64000", "bytes a second", 1,
                   anyNumber),
        withNumber("delay", Kind::Delay, Target::Any, "", "answers late", "=3000", "milliseconds", 0, 600'000),
        withNumber("wrong-content-length", Kind::WrongLength, Target::Body, "10.5",
                   "announces more bytes of a retrieval than it sends", "=1000@retrievals", "bytes too many",
                   -anyNumber, anyNumber),
        withNumber("tiny-chunks", Kind::TinyChunks, Target::Body, "10.5", "sends bodies in tiny pieces", "=100",
                   "bytes a piece", 1, 1'000'000),
        simple("cut-gzip", Kind::CutGzip, Target::Json, "", "compresses JSON and ends in the middle"),
    };
}

std::vector<Sort> onRows()
{
    const auto on = Target::List;
    return {
        simple("empty-list", Kind::EmptyList, on, "9.9", "QIDO-RS: finds nothing and says so with []"),
        simple("no-content-for-empty", Kind::NoContent, on, "9.8", "QIDO-RS: answers 204 instead of an empty list"),
        simple("empty-body", Kind::EmptyBody, on, "9.8",
               "QIDO-RS: answers 200 without a body instead of an empty list"),
        simple("null-values", Kind::NullValues, on, "9.15", "QIDO-RS: writes empty attributes as [null]"),
        simple("empty-values", Kind::EmptyArrays, on, "9.15", "QIDO-RS: writes empty attributes as []"),
        simple("blank-values", Kind::BlankValues, on, "9.15", "QIDO-RS: writes empty attributes as [\"\"]"),
        simple("absent-values", Kind::AbsentValues, on, "9.15", "QIDO-RS: leaves empty attributes out"),
        simple("numbers-as-text", Kind::NumbersAsText, on, "9.13",
               "QIDO-RS: writes integer and decimal strings as text"),
        simple("nul-padded", Kind::NulPadding, on, "9.14", "QIDO-RS: pads texts and numbers with NUL"),
        simple("sparse-rows", Kind::SparseRows, on, "9.37", "QIDO-RS: rows hold nothing but UIDs and the patient"),
        simple("ideographic-names", Kind::Ideographic, on, "10.4", "QIDO-RS: names have no alphabetic group"),
        withText("foreign-retrieve-url", Kind::ForeignRetrieve, on, "9.34",
                 "QIDO-RS: the Retrieve URL leads to a host behind the proxy", "=http://pacs.internal:8042/dicom-web",
                 "base of the URLs"),
        simple("offline", Kind::Offline, on, "9.29", "QIDO-RS: instances are OFFLINE and no search lists them"),
        withNumber("limit", Kind::Limit, on, "9.11, 10.4",
                   "QIDO-RS: never returns more than some rows and warns of more", "=12", "rows", 1, anyNumber),
        withNumber("silent-limit", Kind::SilentLimit, on, "9.10",
                   "QIDO-RS: never returns more than some rows and says nothing", "=12", "rows", 1, anyNumber),
        simple("ignore-offset", Kind::IgnoreOffset, Target::Request, "10.2",
               "QIDO-RS: returns the first page whatever the offset"),
        simple("duplicate-rows", Kind::RepeatRow, Target::Request, "9.38",
               "QIDO-RS: each page begins with the last row of the page before"),
        simple("plain-json-type", Kind::PlainJson, Target::Json, "9.16",
               "calls its JSON application/json whatever was asked for"),
        withNumber("cut-json", Kind::CutJson, Target::Json, "", "sends JSON that ends in the middle", "=200", "bytes",
                   0, anyNumber),
    };
}

std::vector<Sort> onBundles()
{
    const auto on = Target::Json;
    return {
        simple("paging-loop", Kind::PagingLoop, on, "10.2", "FHIR: the next link leads to the page it stands on", {},
               needSearchset),
        simple("endless-pages", Kind::EndlessPages, on, "10.2", "FHIR: every page has another one behind it", {},
               needSearchset),
        withText("foreign-next", Kind::ForeignNext, on, "10.2, 10.9", "FHIR: the next link leads to another origin",
                 "=http://127.0.0.1:9/elsewhere", "where to",
                 [](Deed &deed) {
                     setText(deed);
                     needSearchset(deed);
                 }),
        withText("internal-next", Kind::InternalNext, on, "9.2", "FHIR: next links name a host behind the proxy",
                 "=http://fhir.internal:8080", "origin of the links",
                 [](Deed &deed) {
                     setText(deed);
                     needNext(deed);
                 }),
        simple("other-scheme-next", Kind::OtherScheme, on, "9.2",
               "FHIR: next links have http for https, or the reverse", {}, needNext),
        simple("relative-next", Kind::RelativeNext, on, "9.3", "FHIR: the next link is relative", {}, needNext),
        simple("doubled-port-next", Kind::DoubledPort, on, "9.1", "FHIR: next links have the port twice", {}, needNext),
        simple("lost-path-next", Kind::LostPath, on, "9.4", "FHIR: next links lose the path of the service", {},
               needNext),
        simple("lost-port-next", Kind::LostPort, on, "9.4", "FHIR: next links lose the port", {}, needNext),
        simple("escaped-next", Kind::EscapedNext, on, "9.5", "FHIR: next links are escaped once too often", {},
               needNext),
        simple("raw-next", Kind::RawNext, on, "9.5", "FHIR: next links hold characters that must be encoded", {},
               needNext),
        withText("outcome-entry", Kind::OutcomeEntry, on, "10.1", "FHIR: an OperationOutcome stands among the entries",
                 "=informational", "code of its issue, such as incomplete",
                 [](Deed &deed) {
                     setText(deed);
                     needSearchset(deed);
                 }),
        simple("no-total", Kind::NoTotal, on, "10.1", "FHIR: searchsets have no total", {}, needSearchset),
        simple("odd-full-url", Kind::OddFullUrl, on, "9.35", "FHIR: fullUrl is urn:TYPE/ID", {}, needSearchset),
        simple("split-study", Kind::SplitStudy, on, "10.3", "FHIR: a study comes as two ImagingStudy resources", {},
               needStudies),
        simple("no-instances", Kind::NoInstances, on, "10.3", "FHIR: series do not list their instances", {},
               needStudies),
        simple("prefixed-uids", Kind::PrefixedUids, on, "9.33, 10.3",
               "FHIR: UIDs of series and instances begin with urn:oid:", {}, needStudies),
        simple("r5-resources", Kind::ReadAsR5, Target::Request, "10.3", "FHIR: answers in the forms of R5", "@/fhir/"),
        simple("endpoint-with-studies", Kind::EndpointAddress, on, "9.32",
               "FHIR: the Endpoint's address ends in /studies/", {},
               [](Deed &deed) {
                   deed.texts = {"/studies/"};
                   deed.needs = "\"Endpoint\"";
               }),
        simple("placeholder-endpoint", Kind::EndpointAddress, on, "9.36",
               "FHIR: the Endpoint's address is a placeholder", {},
               [](Deed &deed) {
                   deed.texts = {"http://notspecified/"};
                   deed.needs = "\"Endpoint\"";
               }),
        withText("foreign-endpoint", Kind::EndpointAddress, on, "10.9", "FHIR: the Endpoint names another origin",
                 "=http://127.0.0.1:9/dicom-web", "its address",
                 [](Deed &deed) {
                     setText(deed);
                     deed.needs = "\"Endpoint\"";
                 }),
        simple("wrong-hash", Kind::WrongHash, on, "10.7",
               "FHIR: DocumentReferences tell hashes that are not their documents'", {},
               [](Deed &deed) { deed.needs = "\"DocumentReference\""; }),
        simple("delayed-hash", Kind::DelayedHash, on, "10.7",
               "FHIR: DocumentReferences tell size 0 and the hash of nothing, as of a document made on demand", {},
               [](Deed &deed) { deed.needs = "\"DocumentReference\""; }),
        simple("wrapped-binary", Kind::WrapBinary, Target::Request, "10.7",
               "FHIR: a Binary comes as FHIR JSON whatever was asked for", "@/Binary/"),
        simple("other-patient", Kind::OtherPatient, on, "10.6", "rows, resources and files name another person"),
    };
}

std::vector<Sort> onParts()
{
    const auto on = Target::Parts;
    const auto syntax = [](std::string_view name, std::string_view description, void (*prepare)(Deed &)) {
        return simple(name, Kind::PartSyntax, Target::Parts, "9.22", description, {}, prepare);
    };
    return {
        simple("wrong-boundary", Kind::WrongBoundary, on, "10.5",
               "WADO-RS: the body uses another boundary than the header says"),
        simple("no-closing-boundary", Kind::NoClosing, on, "10.5", "WADO-RS: the final delimiter is missing"),
        simple("quoted-boundary", Kind::QuotedBoundary, on, "9.18",
               "WADO-RS: the boundary is quoted, as its characters require"),
        simple("parameters-before-boundary", Kind::EarlyParameters, on, "9.19",
               "WADO-RS: start= and other parameters stand before the boundary"),
        simple("lf-headers", Kind::LfHeaders, on, "10.5", "WADO-RS: lines of the multipart body end in LF alone"),
        simple("no-part-headers", Kind::NoPartHeaders, on, "9.20", "WADO-RS: parts come without headers"),
        simple("headers-once", Kind::HeadersOnce, on, "9.20", "WADO-RS: only the first part has headers"),
        simple("colliding-boundary", Kind::CollidingBoundary, on, "9.21",
               "WADO-RS: always the same boundary, and data that looks like it"),
        syntax("no-part-syntax", "WADO-RS: parts do not tell their transfer syntax",
               [](Deed &deed) { deed.texts = {""}; }),
        syntax("wrong-part-syntax", "WADO-RS: parts tell a transfer syntax that is not theirs",
               [](Deed &deed) { deed.texts = {"1.2.840.10008.1.2.4.50"}; }),
        syntax("star-part-syntax", "WADO-RS: parts tell transfer-syntax=*, as it was asked for",
               [](Deed &deed) { deed.texts = {"*"}; }),
        simple("wrong-content-location", Kind::ContentLocation, on, "9.23",
               "WADO-RS: the Content-Location of parts has a step twice"),
        simple("preamble", Kind::Preamble, on, "10.5", "WADO-RS: text before the first part and after the last"),
        simple("bare-dicom", Kind::BareDicom, on, "9.17", "WADO-RS: one instance comes without multipart"),
        simple("unexpected-uid", Kind::UnexpectedUid, on, "10.6", "WADO-RS: one more instance that was not asked for"),
        simple("hostile-uid", Kind::HostileUid, on, "10.6",
               "WADO-RS: one more instance whose UIDs try to leave the folder"),
        simple("foreign-study-uid", Kind::ForeignStudyUid, on, "10.6",
               "WADO-RS: the first instance belongs to another study"),
        simple("uid-mismatch", Kind::UidMismatch, on, "10.6",
               "WADO-RS: the first instance has another UID in its group 2 than in its dataset"),
        simple("duplicate-instance", Kind::Duplicate, on, "10.6", "WADO-RS: the first instance comes twice"),
        withNumber("drop-instances", Kind::Drop, on, "10.6", "WADO-RS: 200 and fewer instances than there are", "=1",
                   "instances that are missing", 1, anyNumber),
        withNumber("partial-206", Kind::Partial, on, "9.27", "WADO-RS: 206 and fewer instances than there are", "=1",
                   "instances that are missing", 1, anyNumber),
        simple("broken-instance", Kind::BrokenInstance, on, "9.30",
               "WADO-RS: the first instance is left out, and a single instance gives 500"),
    };
}

std::vector<Sort> onManifests()
{
    const auto on = Target::Manifest;
    return {
        simple("manifest-without-tree", Kind::ManifestWithoutTree, on, "10.8",
               "key objects: a manifest has no content tree"),
        simple("manifest-trial-codes", Kind::ManifestTrialCodes, on, "10.8",
               "key objects: a manifest is written in the codes of the trials (MADOTEMP)"),
        simple("manifest-draft-codes", Kind::ManifestDraftCodes, on, "10.8",
               "key objects: a manifest has the title of the drafts (ddd001)"),
        withText("manifest-location-only", Kind::ManifestLocation, on, "9.35, 10.8",
                 "key objects: a manifest names locations, no addresses, and AE titles that mean nothing", "=ACME",
                 "Retrieve Location UID"),
        simple("manifest-viewer", Kind::ManifestViewer, on, "10.8",
               "key objects: a manifest names a viewer by Display URI"),
        simple("manifest-trial-viewer", Kind::ManifestTrialViewer, on, "10.8",
               "key objects: a manifest names a viewer in the private attribute of the trials"),
        simple("manifest-two-orders", Kind::ManifestAccessions, on, "10.8",
               "key objects: a manifest has two accession numbers, none at its top"),
    };
}

} // namespace

const std::vector<Sort> &sorts()
{
    static const std::vector<Sort> all = [] {
        std::vector<Sort> list;
        for (const auto &some : {replacing(), onTheLine(), onRows(), onBundles(), onParts(), onManifests()})
            list.insert(list.end(), some.begin(), some.end());
        std::sort(list.begin(), list.end(), [](const Sort &a, const Sort &b) { return a.name < b.name; });
        return list;
    }();
    return all;
}

const Sort *sortNamed(std::string_view name)
{
    const auto &all = sorts();
    const auto it = std::lower_bound(all.begin(), all.end(), name,
                                     [](const Sort &sort, auto wanted) { return sort.name < wanted; });
    return it == all.end() || it->name != name ? nullptr : &*it;
}

} // namespace responder
