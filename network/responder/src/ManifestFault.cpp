#include "ManifestFault.h"

#include "DicomWriter.h"

#include <dcmtk/dcmdata/dcistrmb.h>

#include <string_view>
#include <utility>

namespace responder {

namespace {

using Kind = Deed::Kind;
using Codes = std::vector<std::pair<std::string_view, const char *>>;

// What today's codes were in the two generations before.
const Codes trialCodes = {{"113030", "MADOTEMP001"}, {"131561", "MADOTEMP003"}, {"131562", "MADOTEMP004"},
                          {"131563", "MADOTEMP002"}, {"131564", "MADOTEMP007"}, {"131565", "MADOTEMP009"}};
const Codes draftCodes = {{"113030", "ddd001"}};

const DcmTagKey displayUri(0x0040, 0xE012); // not in DCMTK 3.6.7's dictionary
const DcmTagKey trialCreator(0x000D, 0x0010);
const DcmTagKey trialDisplayUri(0x000D, 0x1001);
constexpr auto viewer = "https://viewer.example/show";

DcmItem &evidenceOf(DcmDataset &data)
{
    DcmItem *evidence = nullptr;
    check(data.findAndGetSequenceItem(DCM_CurrentRequestedProcedureEvidenceSequence, evidence), "reading the evidence");
    return *evidence;
}

template <class Change>
void forEachSeries(DcmDataset &data, Change change)
{
    DcmSequenceOfItems *series = nullptr;
    check(evidenceOf(data).findAndGetSequence(DCM_ReferencedSeriesSequence, series), "reading the evidence");
    for (unsigned long i = 0; i < series->card(); ++i)
        change(*series->getItem(i));
}

void writeCodesOf(DcmDataset &data, const Codes &generation)
{
    DcmStack stack;
    while (data.nextObject(stack, OFTrue).good()) {
        OFString value;
        auto *element = dynamic_cast<DcmElement *>(stack.top());
        if (!element || element->getTag() != DCM_CodeValue || element->getOFString(value, 0).bad())
            continue;
        for (const auto &[code, before] : generation) {
            if (std::string_view(value.c_str()) != code)
                continue;
            check(element->putString(before), "changing a code");
            Writer(*dynamic_cast<DcmItem *>(stack.elem(1))).text(DCM_CodingSchemeDesignator, "99IHE");
        }
    }
}

void nameViewer(DcmItem &evidence, const DcmTagKey &key)
{
    auto *address = new DcmUniversalResourceIdentifierOrLocator(DcmTag(key, EVR_UR));
    check(address->putString(viewer), "writing an address");
    check(evidence.insert(address), "writing an address"); // which owns it now
}

void change(DcmDataset &data, const Deed &deed)
{
    switch (deed.kind) {
    case Kind::ManifestWithoutTree:
        check(data.findAndDeleteElement(DCM_ContentSequence), "dropping the content tree");
        break;
    case Kind::ManifestTrialCodes:
        writeCodesOf(data, trialCodes);
        break;
    case Kind::ManifestDraftCodes:
        writeCodesOf(data, draftCodes);
        break;
    case Kind::ManifestLocation:
        forEachSeries(data, [&](DcmItem &series) {
            series.findAndDeleteElement(DCM_RetrieveURL);
            Writer(series).text(DCM_RetrieveLocationUID, deed.texts.front()).text(DCM_RetrieveAETitle, "UNKNOWN");
        });
        break;
    case Kind::ManifestViewer:
        nameViewer(evidenceOf(data), displayUri);
        break;
    case Kind::ManifestTrialViewer:
        check(evidenceOf(data).putAndInsertString(DcmTag(trialCreator, EVR_LO), "IHE_MADO_PRIVATE"),
              "writing a private creator");
        nameViewer(evidenceOf(data), trialDisplayUri);
        break;
    case Kind::ManifestAccessions: {
        OFString accession;
        check(data.findAndGetOFString(DCM_AccessionNumber, accession), "reading the accession number");
        Writer writer(data);
        writer.text(DCM_AccessionNumber, {});
        writer.entry(DCM_ReferencedRequestSequence).text(DCM_AccessionNumber, accession.c_str());
        writer.entry(DCM_ReferencedRequestSequence).text(DCM_AccessionNumber, "SECOND-ORDER");
        break;
    }
    default:
        break;
    }
}

} // namespace

bool isKeyObjectManifest(const std::string &file)
{
    return file.size() > 132 && file.compare(128, 4, "DICM") == 0 &&
           file.find(UID_KeyObjectSelectionDocumentStorage) != std::string::npos &&
           file.find("Image Library") != std::string::npos;
}

Bytes changedManifest(const std::string &file, const Deed &deed)
{
    DcmInputBufferStream stream;
    stream.setBuffer(file.data(), static_cast<offile_off_t>(file.size()));
    stream.setEos();
    DcmFileFormat format;
    format.transferInit();
    check(format.read(stream), "reading a manifest");
    format.transferEnd();
    check(format.loadAllDataIntoMemory(), "reading a manifest");
    change(*format.getDataset(), deed);
    return bytesOf(format);
}

} // namespace responder
