//! The readers of QIDO-RS and FHIR answers beside simdjson's DOM parse of the same bytes. See README.md.

#include "Measure.h"
#include "dicomweb/Qido.h"
#include "fhir/Bundle.h"

#include <simdjson.h>

#include <functional>
#include <memory>

#include <ctime>

namespace {

constexpr int instances = 50'000;
constexpr int studies = 2'000;

QByteArray attribute(const char *tag, const char *vr, const QByteArray &value, bool isNumber = false)
{
    return '"' + QByteArray(tag) + R"(":{"vr":")" + vr + R"(","Value":[)" +
           (isNumber ? value : QByteArray('"' + value + '"')) + "]}";
}

//! One answer as archives give it at instance level: with what they know of series, study and patient.
QByteArray instanceRows()
{
    const QByteArray study = "1.2.826.0.1.3680043.8.498.11111111111111111111111111111111111";
    QByteArray body = "[";
    for (int i = 0; i < instances; ++i) {
        const QByteArray series = study.chopped(4) + QByteArray::number(1000 + i / 500);
        const QByteArray sop = study.chopped(6) + QByteArray::number(100'000 + i);
        const QByteArray url =
            "https://archive.example/dicom-web/studies/" + study + "/series/" + series + "/instances/" + sop;
        const QByteArrayList attributes{
            attribute("00080005", "CS", "ISO_IR 192"),
            attribute("00080016", "UI", "1.2.840.10008.5.1.4.1.1.2"),
            attribute("00080018", "UI", sop),
            attribute("00080020", "DA", "20240102"),
            attribute("00080030", "TM", "101112"),
            attribute("00080050", "SH", "A-123456"),
            attribute("00080056", "CS", "ONLINE"),
            attribute("00080060", "CS", "CT"),
            R"("00080090":{"vr":"PN","Value":[{"Alphabetic":"Refer^Anna"}]})",
            attribute("00081190", "UR", url),
            R"("00100010":{"vr":"PN","Value":[{"Alphabetic":"Doe^Jane"}]})",
            attribute("00100020", "LO", "123456789"),
            attribute("00100030", "DA", "19850114"),
            attribute("00100040", "CS", "F"),
            attribute("0020000D", "UI", study),
            attribute("0020000E", "UI", series),
            attribute("00200010", "SH", "1"),
            attribute("00200011", "IS", QByteArray::number(1 + i / 500), true),
            attribute("00200013", "IS", QByteArray::number(1 + i % 500), true),
            attribute("00280010", "US", "512", true),
            attribute("00280011", "US", "512", true),
            attribute("00280100", "US", "16", true),
        };
        body += (i ? ",{" : "{") + attributes.join(',') + '}';
    }
    return body + ']';
}

QByteArray studyBundle()
{
    const QByteArray root = "1.2.826.0.1.3680043.8.498.";
    QByteArray body = R"({"resourceType":"Bundle","type":"searchset","total":2000,"entry":[)";
    for (int i = 0; i < studies; ++i) {
        const QByteArray uid = root + QByteArray::number(1'000'000 + i);
        QByteArrayList series;
        for (int j = 1; j <= 3; ++j) {
            QByteArrayList rows;
            for (int k = 1; k <= 10; ++k)
                rows << R"({"uid":")" + uid + '.' + QByteArray::number(j) + '.' + QByteArray::number(k) +
                            R"(","sopClass":{"system":"urn:ietf:rfc:3986","code":"urn:oid:1.2.840.10008.5.1.4.1.1.4"},)"
                            R"("number":)" +
                            QByteArray::number(k) + '}';
            series << R"({"uid":")" + uid + '.' + QByteArray::number(j) + R"(","number":)" + QByteArray::number(j) +
                          R"(,"modality":{"system":"http://dicom.nema.org/resources/ontology/DCM","code":"MR"},)"
                          R"("description":"T2 axial","numberOfInstances":10,"bodySite":{"system":)"
                          R"("http://snomed.info/sct","code":"12738006","display":"Brain"},"endpoint":[{"reference":)"
                          R"("Endpoint/wado"}],"instance":[)" +
                          rows.join(',') + "]}";
        }
        body += (i ? "," : "") +
                (R"({"fullUrl":"https://server.example/fhir/ImagingStudy/)" + QByteArray::number(i) +
                 R"(","search":{"mode":"match"},"resource":{"resourceType":"ImagingStudy","id":")" +
                 QByteArray::number(i) + R"(","identifier":[{"system":"urn:dicom:uid","value":"urn:oid:)" + uid +
                 R"("},{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203",)"
                 R"("code":"ACSN"}]},"value":"A-)" +
                 QByteArray::number(i) +
                 R"("}],"status":"available","modality":[{"system":)"
                 R"("http://dicom.nema.org/resources/ontology/DCM","code":"MR"}],"subject":{)"
                 R"("reference":"Patient/1","identifier":{"system":"urn:oid:2.999.1","value":"1"}},)"
                 R"("started":"2024-01-02T10:11:12+01:00","numberOfSeries":3,"numberOfInstances":30,)"
                 R"("description":"MR brain","series":[)" +
                 series.join(',') + "]}}");
    }
    return body + "]}";
}

//! What was read; null where it is not what there is.
using Read = std::shared_ptr<const void>;

double ownCpu()
{
    timespec own{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &own);
    return double(own.tv_sec) + double(own.tv_nsec) / 1e9;
}

//! Seconds of CPU until it was read, so that other work on the machine does not count; negative where it was read
//! wrongly. Rows are there to stay, so giving them back does not count, for either side.
double took(const std::function<Read()> &work)
{
    const double before = ownCpu();
    const Read read = work();
    return read ? ownCpu() - before : -1;
}

Read parsed(const QByteArray &body)
{
    auto parser = std::make_shared<simdjson::dom::parser>();
    simdjson::dom::element root;
    return parser->parse(body.constData(), size_t(body.size())).get(root) ? nullptr : parser;
}

Read instancesOf(const QByteArray &body)
{
    auto rows = std::make_shared<QList<model::Instance>>();
    const auto read = network::readQidoRows(body, [&rows](const network::QidoRow &row) {
        if (auto instance = network::instanceIn(row))
            rows->append(*std::move(instance));
    });
    return read && rows->size() == instances && rows->constLast().number == 500 ? rows : nullptr;
}

Read studiesOf(const QByteArray &body)
{
    const auto page = std::make_shared<network::Result<network::StudyPage>>(
        network::imagingStudiesIn(body, QUrl(QStringLiteral("https://server.example/fhir"))));
    const bool isRight = *page && (*page)->studies.size() == studies &&
                         (*page)->studies.constLast().study.series.size() == 3 &&
                         (*page)->studies.constLast().study.series.constLast().instances.size() == 10;
    return isRight ? page : nullptr;
}

bool compared(const QString &name, const QByteArray &body, Read (*reads)(const QByteArray &), double most)
{
    constexpr int rounds = 7;
    std::vector<double> ratios, ours;
    parsed(body);
    for (int round = 0; round < rounds; ++round) {
        const double yardstick = took([&body] { return parsed(body); });
        const double reading = took([&body, reads] { return reads(body); });
        if (yardstick < 0 || reading < 0)
            return row(name, QStringLiteral("read wrongly"), false);
        ratios.push_back(reading / yardstick);
        ours.push_back(reading * 1000);
    }
    const Spread ratio = spreadOf(ratios);
    return row(name,
               QStringLiteral("%1 x simdjson's DOM parse in CPU time, at most %2; %3 ms for %4 MB")
                   .arg(written(ratio))
                   .arg(most)
                   .arg(written(spreadOf(ours), 0))
                   .arg(double(body.size()) / 1e6, 0, 'f', 1),
               ratio.median <= most);
}

} // namespace

int main()
{
    const bool isQidoGood =
        compared(QStringLiteral("QIDO-RS answer of 50,000 instances"), instanceRows(), instancesOf, 2);
    const bool isFhirGood =
        compared(QStringLiteral("ImagingStudy bundle of 2,000 studies"), studyBundle(), studiesOf, 3);
    return isQidoGood && isFhirGood ? 0 : 1;
}
