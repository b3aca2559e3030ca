#include "DicomFile.h"

#include "Compression.h"
#include "DicomWriter.h"
#include "DocumentReport.h"
#include "Phantom.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcfilefo.h>
#include <dcmtk/dcmdata/dcistrmb.h>
#include <dcmtk/dcmdata/dcsequen.h>
#include <dcmtk/dcmdata/dctk.h>

#include <cmath>
#include <map>
#include <memory>

namespace responder {

namespace {

using phantom::Picture;

std::string pair(const std::string &one, const std::string &other)
{
    return one + '\\' + other;
}

constexpr double chestHeight = 280.0; // what the phantoms show from their first slice to the last, millimetres
constexpr double brainHeight = 120.0;
constexpr double perfusionSliceDistance = 5.0;
constexpr int perfusionSlices = 20;

Picture enhancedBrain(int frames)
{
    Picture all;
    for (int frame = 0; frame < frames; ++frame) {
        auto one = phantom::brainMr(frame, frames, phantom::Weighting::Flair);
        if (frame == 0)
            all = std::move(one);
        else
            all.grey.insert(all.grey.end(), one.grey.begin(), one.grey.end());
    }
    all.frames = frames;
    return all;
}

Picture pictureOf(const Place &place)
{
    switch (place.series->subject) {
    case Subject::Chest:
        return phantom::thoraxCt(place.index, place.series->instances);
    case Subject::BrainT1:
        return phantom::brainMr(place.index, place.series->instances, phantom::Weighting::T1);
    case Subject::BrainT2:
        return phantom::brainMr(place.index, place.series->instances, phantom::Weighting::T2);
    case Subject::ChestRadiograph:
        return phantom::chestRadiograph(place.person == &mainPerson() ? 0 : 1);
    case Subject::LeftBreast:
        return phantom::breast(phantom::Laterality::Left, phantom::View::CranioCaudal);
    case Subject::RightBreast:
        return phantom::breast(phantom::Laterality::Right, phantom::View::CranioCaudal);
    case Subject::LeftBreastOblique:
        return phantom::breast(phantom::Laterality::Left, phantom::View::MedioLateralOblique);
    case Subject::RightBreastOblique:
        return phantom::breast(phantom::Laterality::Right, phantom::View::MedioLateralOblique);
    case Subject::Heart:
        return phantom::heartUltrasound(place.series->frames);
    case Subject::Hand:
        return phantom::handRadiograph();
    case Subject::Skin:
        return phantom::skinPhotograph();
    case Subject::AbdomenScout:
        return phantom::abdomenScout();
    case Subject::AbdomenArterial:
        return phantom::abdomenCt(place.index, place.series->instances, phantom::Phase::Arterial);
    case Subject::AbdomenPortal:
        return phantom::abdomenCt(place.index, place.series->instances, phantom::Phase::PortalVenous);
    case Subject::SpineT1:
        return phantom::spineMr(place.index, place.series->instances, phantom::Weighting::T1);
    case Subject::SpineT2:
        return phantom::spineMr(place.index, place.series->instances, phantom::Weighting::T2);
    case Subject::EnhancedBrain:
        return enhancedBrain(place.series->frames);
    case Subject::Perfusion:
        return phantom::perfusionMr(place.index % perfusionSlices, perfusionSlices, place.index / perfusionSlices,
                                    place.series->instances / perfusionSlices);
    case Subject::Coronary:
        return phantom::coronaryAngiogram(place.series->frames);
    case Subject::BoneScan:
        return phantom::boneScan();
    case Subject::Pet:
        return phantom::fdgPet(place.index);
    case Subject::Video:
    case Subject::KeyImages:
    case Subject::Measurements:
    case Subject::ReportPdf:
        break;
    }
    return {};
}

void describePatientAndStudy(Writer data, const Place &place)
{
    const auto &[person, study, series, index] = place;
    const auto named = series->stranger.value_or(
        Stranger{person->system, person->value, person->family, person->given, person->birthDate, person->gender});
    data.text(DCM_SpecificCharacterSet, "ISO_IR 192")
        .text(DCM_SOPClassUID, series->sopClass)
        .text(DCM_SOPInstanceUID, series->instanceUid(index))
        .text(DCM_InstanceCreationDate, study->date)
        .text(DCM_InstanceCreationTime, study->time)
        .text(DCM_PatientName, named.family + '^' + named.given)
        .text(DCM_PatientID, named.value)
        .text(DCM_IssuerOfPatientID, named.system.substr(named.system.rfind(':') + 1))
        .text(DCM_PatientBirthDate, named.birthDate)
        .text(DCM_PatientSex, named.gender == "male" ? "M" : "F")
        .text(DCM_StudyInstanceUID, study->uid)
        .text(DCM_StudyID, study->studyId)
        .text(DCM_StudyDate, study->date)
        .text(DCM_StudyTime, study->time)
        .text(DCM_StudyDescription, study->description)
        .text(DCM_AccessionNumber, study->accession)
        .text(DCM_ReferringPhysicianName, study->referrer)
        .text(DCM_SeriesInstanceUID, series->uid)
        .text(DCM_SeriesNumber, std::to_string(series->number))
        .text(DCM_SeriesDescription, series->description)
        .text(DCM_SeriesDate, study->date)
        .text(DCM_SeriesTime, study->time)
        .text(DCM_AcquisitionDate, study->date)
        .text(DCM_AcquisitionTime, study->time)
        .text(DCM_ContentDate, study->date)
        .text(DCM_ContentTime, study->time)
        .text(DCM_Modality, series->modality)
        .text(DCM_BodyPartExamined, series->bodyPart)
        .text(DCM_InstanceNumber, std::to_string(index + 1))
        .text(DCM_AcquisitionNumber, "1")
        .text(DCM_Manufacturer, "Borderlight")
        .text(DCM_ManufacturerModelName, "Demo country")
        .text(DCM_DeviceSerialNumber, "1")
        .text(DCM_SoftwareVersions, "1")
        .text(DCM_InstitutionName, person->country->institution)
        .text(DCM_ProtocolName, series->description);
}

std::string triple(double x, double y, double z)
{
    return decimal(x) + '\\' + decimal(y) + '\\' + decimal(z);
}

//! A slice in space: where the middle of its first pixel is, and the directions of its rows and columns.
void describePlane(Writer data, const Place &place, double spacing, const std::string &orientation,
                   const std::string &position, double location, double distance)
{
    data.text(DCM_FrameOfReferenceUID, place.study->uid + ".99")
        .text(DCM_PositionReferenceIndicator, "")
        .text(DCM_PatientPosition, "HFS")
        .text(DCM_PixelSpacing, pair(decimal(spacing), decimal(spacing)))
        .text(DCM_ImageOrientationPatient, orientation)
        .text(DCM_ImagePositionPatient, position)
        .text(DCM_SliceLocation, decimal(location))
        .text(DCM_SliceThickness, decimal(distance))
        .text(DCM_SpacingBetweenSlices, decimal(distance));
}

constexpr auto axial = "1\\0\\0\\0\\1\\0";
constexpr auto coronal = "1\\0\\0\\0\\0\\-1";
constexpr auto sagittal = "0\\1\\0\\0\\0\\-1";

//! A stack of axial slices from the top down, the first at this height.
void describeVolume(Writer data, const Place &place, const Picture &picture, double distance, int index, double first)
{
    const double edge = -picture.spacing * (picture.columns - 1) / 2;
    const double height = first - distance * index;
    describePlane(data, place, picture.spacing, axial, triple(edge, edge, height), height, distance);
}

void describeWindow(Writer data, const std::string &centers, const std::string &widths, const std::string &names)
{
    data.text(DCM_WindowCenter, centers).text(DCM_WindowWidth, widths).text(DCM_WindowCenterWidthExplanation, names);
}

void describeRadiograph(Writer data, const Picture &picture)
{
    const auto spacing = pair(decimal(picture.spacing), decimal(picture.spacing));
    data.text(DCM_ImagerPixelSpacing, spacing).text(DCM_PixelSpacing, spacing).text(DCM_KVP, "");
    data.text(DCM_RescaleIntercept, "0").text(DCM_RescaleSlope, "1").text(DCM_RescaleType, "US");
    data.text(DCM_LossyImageCompression, "00").text(DCM_BurnedInAnnotation, "NO");
}

//! What the digital X-ray objects ask for, in presentation form.
void describeDigitalRadiograph(Writer data, const std::string &laterality)
{
    data.text(DCM_PresentationIntentType, "FOR PRESENTATION")
        .text(DCM_PixelIntensityRelationship, "LOG")
        .text(DCM_PresentationLUTShape, "IDENTITY")
        .text(DCM_ImageLaterality, laterality)
        .text(DCM_DetectorType, "DIRECT")
        .text(DCM_DetectorID, "1")
        .emptySequence(DCM_AcquisitionContextSequence);
    check(data.item().putAndInsertSint16(DCM_PixelIntensityRelationshipSign, -1), "writing a number");
}

//! What the scanner did for a picture of the abdomen.
void describeScan(Writer data, bool contrast)
{
    data.text(DCM_KVP, "120")
        .text(DCM_ConvolutionKernel, "SOFT")
        .text(DCM_RescaleIntercept, "-1024")
        .text(DCM_RescaleSlope, "1")
        .text(DCM_RescaleType, "HU");
    if (contrast)
        data.text(DCM_ContrastBolusAgent, "Iodine");
}

void describeSpinEcho(Writer data, bool t1)
{
    data.text(DCM_ImageType, "ORIGINAL\\PRIMARY\\M\\SE")
        .text(DCM_ScanningSequence, "SE")
        .text(DCM_SequenceVariant, t1 ? "NONE" : "SK")
        .text(DCM_ScanOptions, "")
        .text(DCM_MRAcquisitionType, "2D")
        .text(DCM_RepetitionTime, t1 ? "520" : "4800")
        .text(DCM_EchoTime, t1 ? "12" : "98")
        .text(DCM_EchoTrainLength, t1 ? "1" : "13")
        .text(DCM_FlipAngle, t1 ? "90" : "150")
        .text(DCM_MagneticFieldStrength, "1.5");
}

//! One object with all slices, told apart by functional groups (PS3.3 C.7.6.16).
void describeEnhanced(Writer data, const Place &place, const Picture &picture)
{
    const double distance = brainHeight / picture.frames;
    const double edge = -picture.spacing * (picture.columns - 1) / 2;
    const auto organization = place.study->uid + ".98";
    data.text(DCM_ImageType, "ORIGINAL\\PRIMARY\\FLAIR\\NONE")
        .text(DCM_PixelPresentation, "MONOCHROME")
        .text(DCM_VolumetricProperties, "VOLUME")
        .text(DCM_VolumeBasedCalculationTechnique, "NONE")
        .text(DCM_ComplexImageComponent, "MAGNITUDE")
        .text(DCM_AcquisitionContrast, "FLUID_ATTENUATED")
        .text(DCM_AcquisitionDateTime, place.study->date + place.study->time)
        .real(DCM_AcquisitionDuration, 214)
        .text(DCM_ResonantNucleus, "1H")
        .text(DCM_ContentQualification, "RESEARCH")
        .text(DCM_MagneticFieldStrength, "3")
        .text(DCM_BurnedInAnnotation, "NO")
        .text(DCM_LossyImageCompression, "00")
        .text(DCM_PresentationLUTShape, "IDENTITY")
        .text(DCM_PatientPosition, "HFS")
        .text(DCM_FrameOfReferenceUID, place.study->uid + ".99")
        .text(DCM_PositionReferenceIndicator, "")
        .text(DCM_NumberOfFrames, std::to_string(picture.frames))
        .emptySequence(DCM_AcquisitionContextSequence);
    data.entry(DCM_DimensionOrganizationSequence).text(DCM_DimensionOrganizationUID, organization);
    for (const auto &pointer : {DCM_StackID, DCM_InStackPositionNumber}) {
        auto index = data.entry(DCM_DimensionIndexSequence);
        index.text(DCM_DimensionOrganizationUID, organization);
        check(index.item().putAndInsertTagKey(DCM_DimensionIndexPointer, pointer), "writing a tag");
        check(index.item().putAndInsertTagKey(DCM_FunctionalGroupPointer, DCM_FrameContentSequence), "writing a tag");
    }
    auto shared = data.entry(DCM_SharedFunctionalGroupsSequence);
    shared.entry(DCM_PixelMeasuresSequence)
        .text(DCM_PixelSpacing, pair(decimal(picture.spacing), decimal(picture.spacing)))
        .text(DCM_SliceThickness, decimal(distance))
        .text(DCM_SpacingBetweenSlices, decimal(distance));
    shared.entry(DCM_PlaneOrientationSequence).text(DCM_ImageOrientationPatient, axial);
    shared.entry(DCM_FrameAnatomySequence)
        .text(DCM_FrameLaterality, "U")
        .code(DCM_AnatomicRegionSequence, place.series->bodySite, "SCT", place.series->bodySiteName);
    shared.entry(DCM_MRImageFrameTypeSequence)
        .text(DCM_FrameType, "ORIGINAL\\PRIMARY\\FLAIR\\NONE")
        .text(DCM_PixelPresentation, "MONOCHROME")
        .text(DCM_VolumetricProperties, "VOLUME")
        .text(DCM_VolumeBasedCalculationTechnique, "NONE")
        .text(DCM_ComplexImageComponent, "MAGNITUDE")
        .text(DCM_AcquisitionContrast, "FLUID_ATTENUATED");
    shared.entry(DCM_PixelValueTransformationSequence)
        .text(DCM_RescaleIntercept, "0")
        .text(DCM_RescaleSlope, "1")
        .text(DCM_RescaleType, "US");
    shared.entry(DCM_FrameVOILUTSequence).text(DCM_WindowCenter, "420").text(DCM_WindowWidth, "840");
    shared.entry(DCM_MRTimingAndRelatedParametersSequence)
        .text(DCM_RepetitionTime, "9000")
        .text(DCM_FlipAngle, "150")
        .text(DCM_EchoTrainLength, "16");
    shared.entry(DCM_MREchoSequence).real(DCM_EffectiveEchoTime, 120);
    for (int frame = 0; frame < picture.frames; ++frame) {
        auto own = data.entry(DCM_PerFrameFunctionalGroupsSequence);
        auto content = own.entry(DCM_FrameContentSequence);
        content.text(DCM_StackID, "1").text(DCM_FrameAcquisitionDateTime, place.study->date + place.study->time);
        check(content.item().putAndInsertUint32(DCM_InStackPositionNumber, static_cast<Uint32>(frame + 1)),
              "writing a number");
        const Uint32 indices[] = {1, static_cast<Uint32>(frame + 1)};
        check(content.item().putAndInsertUint32Array(DCM_DimensionIndexValues, indices, 2), "writing numbers");
        own.entry(DCM_PlanePositionSequence).text(DCM_ImagePositionPatient, triple(edge, edge, -distance * frame));
    }
}

void describeBoneScan(Writer data, const Picture &picture)
{
    describeWindow(data, "20", "40", "BONE");
    data.text(DCM_ImageType, "ORIGINAL\\PRIMARY\\WHOLE BODY\\EMISSION")
        .text(DCM_PatientOrientation, "")
        .text(DCM_NumberOfFrames, std::to_string(picture.frames))
        .text(DCM_PixelSpacing, pair(decimal(picture.spacing), decimal(picture.spacing)))
        .text(DCM_CountsAccumulated, "2150000")
        .text(DCM_ScanVelocity, "2")
        .text(DCM_WholeBodyTechnique, "1PASS")
        .text(DCM_LossyImageCompression, "00")
        .number(DCM_NumberOfEnergyWindows, 1)
        .number(DCM_NumberOfDetectors, 2);
    const Uint16 windows[] = {1, 1};
    const Uint16 detectors[] = {1, 2};
    check(data.item().putAndInsertUint16Array(DCM_EnergyWindowVector, windows, 2), "writing numbers");
    check(data.item().putAndInsertUint16Array(DCM_DetectorVector, detectors, 2), "writing numbers");
    auto pointer = std::make_unique<DcmAttributeTag>(DCM_FrameIncrementPointer);
    check(pointer->putTagVal(DCM_EnergyWindowVector, 0), "writing a tag");
    check(pointer->putTagVal(DCM_DetectorVector, 1), "writing a tag");
    check(data.item().insert(pointer.release(), OFTrue), "writing a tag");
    auto window = data.entry(DCM_EnergyWindowInformationSequence);
    window.text(DCM_EnergyWindowName, "Tc99m");
    window.entry(DCM_EnergyWindowRangeSequence)
        .text(DCM_EnergyWindowLowerLimit, "126")
        .text(DCM_EnergyWindowUpperLimit, "154");
    auto agent = data.entry(DCM_RadiopharmaceuticalInformationSequence);
    agent.code(DCM_RadionuclideCodeSequence, "72454007", "SCT", "^99m^Technetium")
        .text(DCM_Radiopharmaceutical, "Tc99m HDP")
        .text(DCM_RadionuclideTotalDose, "620");
    for (const char *view : {"ANTERIOR", "POSTERIOR"})
        data.entry(DCM_DetectorInformationSequence)
            .text(DCM_CollimatorType, "PARA")
            .text(DCM_FieldOfViewShape, "RECTANGLE")
            .code(DCM_ViewCodeSequence, *view == 'A' ? "399348003" : "272460009", "SCT",
                  *view == 'A' ? "antero-posterior" : "postero-anterior");
}

void describePet(Writer data, const Place &place, const Picture &picture)
{
    // With this dose and weight one unit of uptake (SUVbw) is 3,658 Bq/ml, and the picture stores thousandths of it.
    describeVolume(data, place, picture, phantom::petSliceDistance, place.index, -phantom::petTop + 5);
    describeWindow(data, "14632", "29264", "SUV 0-8");
    data.text(DCM_ImageType, "ORIGINAL\\PRIMARY")
        .text(DCM_SeriesType, "WHOLE BODY\\IMAGE")
        .text(DCM_Units, "BQML")
        .text(DCM_CountsSource, "EMISSION")
        .text(DCM_CorrectedImage, "NORM\\DTIM\\ATTN\\SCAT\\DECY\\RAN")
        .text(DCM_DecayCorrection, "START")
        .text(DCM_AttenuationCorrectionMethod, "CT")
        .text(DCM_ReconstructionMethod, "OSEM")
        .text(DCM_CollimatorType, "NONE")
        .text(DCM_PatientWeight, "82")
        .text(DCM_PatientSize, "1.81")
        .text(DCM_RescaleIntercept, "0")
        .text(DCM_RescaleSlope, "3.658")
        .text(DCM_RescaleType, "BQML")
        .text(DCM_FrameReferenceTime, "60000")
        .text(DCM_ActualFrameDuration, "120000")
        .text(DCM_LossyImageCompression, "00")
        .number(DCM_NumberOfSlices, place.series->instances)
        .number(DCM_ImageIndex, place.index + 1);
    auto agent = data.entry(DCM_RadiopharmaceuticalInformationSequence);
    agent.code(DCM_RadionuclideCodeSequence, "77004003", "SCT", "^18^Fluorine")
        .code(DCM_RadiopharmaceuticalCodeSequence, "35321007", "SCT", "Fluorodeoxyglucose F^18^")
        .text(DCM_Radiopharmaceutical, "Fluorodeoxyglucose")
        .text(DCM_RadiopharmaceuticalStartTime, "091500")
        .text(DCM_RadionuclideTotalDose, "300000000")
        .text(DCM_RadionuclideHalfLife, "6586.2");
}

// ---- documents among the series ----

//! Refers to pictures of the same study, in the content tree and in the evidence.
void referToPictures(Writer data, Writer tree, const Place &place, const char *relation)
{
    auto evidence = data.entry(DCM_CurrentRequestedProcedureEvidenceSequence);
    evidence.text(DCM_StudyInstanceUID, place.study->uid);
    std::map<int, std::unique_ptr<Writer>> proofs; // an item for each series
    for (const auto &[number, index] : place.series->references) {
        const auto &series = place.study->series.at(static_cast<std::size_t>(number));
        const auto uid = series.instanceUid(index);
        auto &proof = proofs[number];
        if (!proof) {
            proof = std::make_unique<Writer>(evidence.entry(DCM_ReferencedSeriesSequence));
            proof->text(DCM_SeriesInstanceUID, series.uid);
        }
        proof->entry(DCM_ReferencedSOPSequence)
            .text(DCM_ReferencedSOPClassUID, series.sopClass)
            .text(DCM_ReferencedSOPInstanceUID, uid);
        auto item = tree.entry(DCM_ContentSequence);
        item.text(DCM_RelationshipType, relation).text(DCM_ValueType, "IMAGE");
        item.entry(DCM_ReferencedSOPSequence)
            .text(DCM_ReferencedSOPClassUID, series.sopClass)
            .text(DCM_ReferencedSOPInstanceUID, uid);
    }
}

void describeContainer(Writer data, const char *code, const char *meaning)
{
    data.emptySequence(DCM_ReferencedPerformedProcedureStepSequence)
        .text(DCM_ValueType, "CONTAINER")
        .code(DCM_ConceptNameCodeSequence, code, "DCM", meaning)
        .text(DCM_ContinuityOfContent, "SEPARATE");
}

void writeKeyImages(Writer data, const Place &place)
{
    describeContainer(data, "113000", "Of Interest");
    data.entry(DCM_ContentSequence)
        .text(DCM_RelationshipType, "CONTAINS")
        .text(DCM_ValueType, "TEXT")
        .code(DCM_ConceptNameCodeSequence, "113012", "DCM", "Key Object Description")
        .text(DCM_TextValue, place.series->text);
    referToPictures(data, data, place, "CONTAINS");
}

//! A measured length with the picture that it was measured in.
void writeMeasurements(Writer data, const Place &place)
{
    describeContainer(data, "126000", "Imaging Measurement Report");
    data.text(DCM_CompletionFlag, "COMPLETE")
        .text(DCM_VerificationFlag, "UNVERIFIED")
        .emptySequence(DCM_PerformedProcedureCodeSequence);
    auto finding = data.entry(DCM_ContentSequence);
    finding.text(DCM_RelationshipType, "CONTAINS")
        .text(DCM_ValueType, "TEXT")
        .code(DCM_ConceptNameCodeSequence, "121071", "DCM", "Finding")
        .text(DCM_TextValue, place.series->text);
    auto length = data.entry(DCM_ContentSequence);
    length.text(DCM_RelationshipType, "CONTAINS")
        .text(DCM_ValueType, "NUM")
        .code(DCM_ConceptNameCodeSequence, "103339001", "SCT", "Long axis");
    length.entry(DCM_MeasuredValueSequence)
        .code(DCM_MeasurementUnitsCodeSequence, "mm", "UCUM", "millimeter")
        .text(DCM_NumericValue, "16");
    referToPictures(data, length, place, "INFERRED FROM");
}

void writeReportPdf(Writer data, const Place &place)
{
    const Report report{
        place.series->instanceUid(0), place.series->description, "en",
        place.study->referrer,        place.study->started(),    {{"19005-8", "Impression", place.series->text}}};
    auto pdf = pdfReport(*place.person, *place.study, report);
    pdf.resize(pdf.size() + pdf.size() % 2);
    data.text(DCM_ConversionType, "WSD")
        .text(DCM_BurnedInAnnotation, "YES")
        .text(DCM_DocumentTitle, report.title)
        .text(DCM_MIMETypeOfEncapsulatedDocument, "application/pdf")
        .code(DCM_ConceptNameCodeSequence, "18748-4", "LN", "Diagnostic imaging study");
    check(data.item().putAndInsertUint8Array(DCM_EncapsulatedDocument, reinterpret_cast<const Uint8 *>(pdf.data()),
                                             pdf.size()),
          "writing a document");
}

void describeImage(Writer data, const Place &place, const Picture &picture)
{
    const auto subject = place.series->subject;
    switch (subject) {
    case Subject::Chest:
        describeVolume(data, place, picture, chestHeight / place.series->instances, place.index, 0);
        describeWindow(data, "40\\-600", "400\\1500", "MEDIASTINUM\\LUNG");
        data.text(DCM_ImageType, "ORIGINAL\\PRIMARY\\AXIAL")
            .text(DCM_KVP, "120")
            .text(DCM_XRayTubeCurrent, "180")
            .text(DCM_ConvolutionKernel, "STANDARD")
            .text(DCM_ContrastBolusAgent, "Iodine")
            .text(DCM_RescaleIntercept, "-1024")
            .text(DCM_RescaleSlope, "1")
            .text(DCM_RescaleType, "HU");
        break;
    case Subject::BrainT1:
    case Subject::BrainT2: {
        const bool t1 = subject == Subject::BrainT1;
        describeVolume(data, place, picture, brainHeight / place.series->instances, place.index, 0);
        describeWindow(data, t1 ? "480" : "600", t1 ? "960" : "1150", "BRAIN");
        data.text(DCM_ImageType, "ORIGINAL\\PRIMARY\\M\\SE")
            .text(DCM_ScanningSequence, "SE")
            .text(DCM_SequenceVariant, t1 ? "NONE" : "SK")
            .text(DCM_ScanOptions, "")
            .text(DCM_MRAcquisitionType, "2D")
            .text(DCM_RepetitionTime, t1 ? "520" : "4800")
            .text(DCM_EchoTime, t1 ? "12" : "98")
            .text(DCM_EchoTrainLength, t1 ? "1" : "13")
            .text(DCM_FlipAngle, t1 ? "90" : "150")
            .text(DCM_MagneticFieldStrength, "1.5");
        break;
    }
    case Subject::ChestRadiograph:
        describeRadiograph(data, picture);
        describeDigitalRadiograph(data, "U");
        describeWindow(data, "2048", "4000", "NORMAL");
        data.text(DCM_ImageType, "ORIGINAL\\PRIMARY")
            .text(DCM_PatientOrientation, "L\\F")
            .text(DCM_ViewPosition, "PA")
            .code(DCM_AnatomicRegionSequence, place.series->bodySite, "SCT", place.series->bodySiteName)
            .code(DCM_ViewCodeSequence, "399348003", "SCT", "postero-anterior");
        break;
    case Subject::LeftBreast:
    case Subject::RightBreast:
    case Subject::LeftBreastOblique:
    case Subject::RightBreastOblique: {
        const bool left = subject == Subject::LeftBreast || subject == Subject::LeftBreastOblique;
        const bool oblique = subject == Subject::LeftBreastOblique || subject == Subject::RightBreastOblique;
        const std::string down = oblique ? "F" : "";
        describeRadiograph(data, picture);
        describeDigitalRadiograph(data, left ? "L" : "R");
        describeWindow(data, "1700", "3200", "NORMAL");
        data.text(DCM_ImageType, "ORIGINAL\\PRIMARY")
            .text(DCM_PatientOrientation, left ? "A\\" + down + 'R' : "P\\" + down + 'L')
            .text(DCM_ViewPosition, oblique ? "MLO" : "CC")
            .text(DCM_PositionerPrimaryAngle, oblique ? (left ? "45" : "-45") : "0")
            .text(DCM_OrganExposed, "BREAST")
            .text(DCM_PositionerType, "MAMMOGRAPHIC")
            .text(DCM_BreastImplantPresent, "NO")
            .code(DCM_AnatomicRegionSequence, place.series->bodySite, "SCT", place.series->bodySiteName)
            .code(DCM_ViewCodeSequence, oblique ? "399368009" : "399162004", "SCT",
                  oblique ? "medio-lateral oblique" : "cranio-caudal");
        DcmItem *view = nullptr;
        check(data.item().findOrCreateSequenceItem(DCM_ViewCodeSequence, view, 0), "writing a code");
        Writer(*view).emptySequence(DCM_ViewModifierCodeSequence);
        break;
    }
    case Subject::Hand:
        describeRadiograph(data, picture);
        describeWindow(data, "2048", "4000", "NORMAL");
        data.text(DCM_ImageType, "ORIGINAL\\PRIMARY")
            .text(DCM_PatientOrientation, "R\\F")
            .text(DCM_ViewPosition, "PA")
            .text(DCM_Laterality, "L");
        break;
    case Subject::Heart:
        data.text(DCM_ImageType, "ORIGINAL\\PRIMARY")
            .text(DCM_PatientOrientation, "")
            .text(DCM_NumberOfFrames, std::to_string(picture.frames))
            .text(DCM_FrameTime, "70")
            .text(DCM_CineRate, "14")
            .text(DCM_HeartRate, "71")
            .text(DCM_LossyImageCompression, "00")
            .number(DCM_UltrasoundColorDataPresent, 1);
        check(data.item().putAndInsertTagKey(DCM_FrameIncrementPointer, DCM_FrameTime), "writing a tag");
        break;
    case Subject::Skin:
        data.text(DCM_ImageType, "ORIGINAL\\PRIMARY")
            .text(DCM_PatientOrientation, "")
            .text(DCM_ConversionType, "DI")
            .text(DCM_Laterality, "L")
            .text(DCM_LossyImageCompression, "00")
            .text(DCM_PixelSpacing, pair(decimal(picture.spacing), decimal(picture.spacing)));
        break;
    case Subject::AbdomenScout: {
        const double edge = -picture.spacing * (picture.columns - 1) / 2;
        describePlane(data, place, picture.spacing, coronal, triple(edge, 0, 0), 0, 1);
        describeWindow(data, "1000", "1900", "SCOUT");
        describeScan(data, false);
        data.text(DCM_ImageType, "ORIGINAL\\PRIMARY\\LOCALIZER").text(DCM_XRayTubeCurrent, "40");
        break;
    }
    case Subject::AbdomenArterial:
    case Subject::AbdomenPortal: {
        const double distance = phantom::abdomenHeight / place.series->instances;
        describeVolume(data, place, picture, distance, place.index, -distance / 2);
        describeWindow(data, "50\\400", "400\\1800", "ABDOMEN\\BONE");
        describeScan(data, true);
        data.text(DCM_ImageType, "ORIGINAL\\PRIMARY\\AXIAL").text(DCM_XRayTubeCurrent, "210");
        break;
    }
    case Subject::SpineT1:
    case Subject::SpineT2: {
        const bool t1 = subject == Subject::SpineT1;
        const double across = (place.index - (place.series->instances - 1) / 2.0) * phantom::spineSliceDistance;
        describePlane(data, place, picture.spacing, sagittal, triple(across, -200 * picture.spacing, 0), across,
                      phantom::spineSliceDistance);
        describeWindow(data, t1 ? "420" : "480", t1 ? "840" : "960", "SPINE");
        describeSpinEcho(data, t1);
        break;
    }
    case Subject::Perfusion: {
        const int moment = place.index / perfusionSlices;
        describeVolume(data, place, picture, perfusionSliceDistance, place.index % perfusionSlices, 0);
        describeWindow(data, "420", "840", "BRAIN");
        data.text(DCM_ImageType, "ORIGINAL\\PRIMARY\\PERFUSION\\NONE")
            .text(DCM_ScanningSequence, "EP\\GR")
            .text(DCM_SequenceVariant, "SK")
            .text(DCM_ScanOptions, "")
            .text(DCM_MRAcquisitionType, "2D")
            .text(DCM_RepetitionTime, "1400")
            .text(DCM_EchoTime, "30")
            .text(DCM_EchoTrainLength, "48")
            .text(DCM_FlipAngle, "75")
            .text(DCM_MagneticFieldStrength, "3")
            .text(DCM_TriggerTime, decimal(1400.0 * moment))
            .text(DCM_TemporalPositionIdentifier, std::to_string(moment + 1))
            .text(DCM_NumberOfTemporalPositions, std::to_string(place.series->instances / perfusionSlices));
        break;
    }
    case Subject::EnhancedBrain:
        describeEnhanced(data, place, picture);
        break;
    case Subject::Coronary:
        describeWindow(data, "128", "256", "NORMAL");
        data.text(DCM_ImageType, "ORIGINAL\\PRIMARY\\SINGLE PLANE")
            .text(DCM_PatientOrientation, "")
            .text(DCM_NumberOfFrames, std::to_string(picture.frames))
            .text(DCM_FrameTime, "66.7")
            .text(DCM_CineRate, "15")
            .text(DCM_RecommendedDisplayFrameRate, "15")
            .text(DCM_PixelIntensityRelationship, "LIN")
            .text(DCM_PositionerMotion, "STATIC")
            .text(DCM_PositionerPrimaryAngle, "-30")
            .text(DCM_PositionerSecondaryAngle, "20")
            .text(DCM_ImagerPixelSpacing, pair(decimal(picture.spacing), decimal(picture.spacing)))
            .text(DCM_RadiationSetting, "GR")
            .text(DCM_KVP, "78")
            .text(DCM_ContrastBolusAgent, "Iodine")
            .text(DCM_LossyImageCompression, "00");
        check(data.item().putAndInsertTagKey(DCM_FrameIncrementPointer, DCM_FrameTime), "writing a tag");
        break;
    case Subject::BoneScan:
        describeBoneScan(data, picture);
        break;
    case Subject::Pet:
        describePet(data, place, picture);
        break;
    case Subject::Video:
        data.text(DCM_ImageType, "ORIGINAL\\PRIMARY")
            .text(DCM_PatientOrientation, "")
            .text(DCM_NumberOfFrames, "1")
            .text(DCM_FrameTime, "40")
            .text(DCM_CineRate, "25")
            .text(DCM_LossyImageCompression, "01")
            .emptySequence(DCM_AcquisitionContextSequence);
        check(data.item().putAndInsertTagKey(DCM_FrameIncrementPointer, DCM_FrameTime), "writing a tag");
        break;
    case Subject::KeyImages:
    case Subject::Measurements:
    case Subject::ReportPdf:
        break;
    }
}

void writePixels(Writer data, const Place &place, const Picture &picture)
{
    const auto subject = place.series->subject;
    data.number(DCM_Rows, place.series->rows)
        .number(DCM_Columns, place.series->columns)
        .number(DCM_PixelRepresentation, 0);
    if (!picture.grey.empty()) {
        const bool inverted = subject == Subject::Hand;
        const bool narrow = place.series->bitsAllocated == 8;
        const int bits = narrow ? 8 : (subject == Subject::Pet ? 16 : 12);
        data.number(DCM_SamplesPerPixel, 1)
            .text(DCM_PhotometricInterpretation, inverted ? "MONOCHROME1" : "MONOCHROME2")
            .number(DCM_BitsAllocated, narrow ? 8 : 16)
            .number(DCM_BitsStored, bits)
            .number(DCM_HighBit, bits - 1);
        auto pixels = picture.grey;
        if (inverted) {
            for (auto &pixel : pixels)
                pixel = static_cast<std::uint16_t>(4095 - pixel);
        }
        if (narrow) {
            const std::vector<Uint8> bytes(pixels.begin(), pixels.end());
            check(data.item().putAndInsertUint8Array(DCM_PixelData, bytes.data(), bytes.size()), "writing pixels");
        } else {
            check(data.item().putAndInsertUint16Array(DCM_PixelData, pixels.data(), pixels.size()), "writing pixels");
        }
    } else {
        data.number(DCM_SamplesPerPixel, 3)
            .text(DCM_PhotometricInterpretation, subject == Subject::Video ? "YBR_PARTIAL_420" : "RGB")
            .number(DCM_PlanarConfiguration, 0)
            .number(DCM_BitsAllocated, 8)
            .number(DCM_BitsStored, 8)
            .number(DCM_HighBit, 7);
        if (!picture.colour.empty())
            check(data.item().putAndInsertUint8Array(DCM_PixelData, picture.colour.data(), picture.colour.size()),
                  "writing pixels");
    }
}

} // namespace

Bytes newFile(const Place &place, const std::string &transferSyntax)
{
    DcmFileFormat file;
    const Writer data(*file.getDataset());
    describePatientAndStudy(data, place);
    switch (place.series->subject) {
    case Subject::KeyImages:
        writeKeyImages(data, place);
        break;
    case Subject::Measurements:
        writeMeasurements(data, place);
        break;
    case Subject::ReportPdf:
        writeReportPdf(data, place);
        break;
    default: {
        const auto picture = pictureOf(place);
        describeImage(data, place, picture);
        writePixels(data, place, picture);
    }
    }
    if (place.series->characterSet != "ISO_IR 192")
        check(file.getDataset()->convertCharacterSet(place.series->characterSet), "converting the texts");
    return encoded(file, transferSyntax);
}

Bytes changedFile(const std::string &file, const std::vector<Change> &changes)
{
    DcmInputBufferStream stream;
    stream.setBuffer(file.data(), static_cast<offile_off_t>(file.size()));
    stream.setEos();
    DcmFileFormat format;
    format.transferInit();
    check(format.read(stream), "reading a file");
    format.transferEnd();
    check(format.loadAllDataIntoMemory(), "reading a file");
    for (const auto &[tag, value] : changes) {
        const DcmTagKey key(static_cast<Uint16>(tag >> 16), static_cast<Uint16>(tag & 0xFFFF));
        check(format.getDataset()->putAndInsertString(key, value.c_str()), "changing a value");
    }
    return bytesOf(format);
}

} // namespace responder
