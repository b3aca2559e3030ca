#include "DicomFile.h"

#include "DicomWriter.h"
#include "Phantom.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcfilefo.h>
#include <dcmtk/dcmdata/dcistrmb.h>
#include <dcmtk/dcmdata/dcsequen.h>
#include <dcmtk/dcmdata/dctk.h>

#include <cmath>

namespace responder {

namespace {

using phantom::Picture;

std::string pair(const std::string &one, const std::string &other)
{
    return one + '\\' + other;
}

constexpr double chestSliceDistance = 7.0;
constexpr double brainSliceDistance = 6.0;

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
        return phantom::breast(phantom::Laterality::Left);
    case Subject::RightBreast:
        return phantom::breast(phantom::Laterality::Right);
    case Subject::Heart:
        return phantom::heartUltrasound(place.series->frames);
    case Subject::Hand:
        return phantom::handRadiograph();
    case Subject::Skin:
        return phantom::skinPhotograph();
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

void describeVolume(Writer data, const Place &place, const Picture &picture, double distance)
{
    const double edge = -picture.spacing * (picture.columns - 1) / 2;
    const double height = -distance * place.index;
    data.text(DCM_FrameOfReferenceUID, place.study->uid + ".99")
        .text(DCM_PositionReferenceIndicator, "")
        .text(DCM_PatientPosition, "HFS")
        .text(DCM_PixelSpacing, pair(decimal(picture.spacing), decimal(picture.spacing)))
        .text(DCM_ImageOrientationPatient, "1\\0\\0\\0\\1\\0")
        .text(DCM_ImagePositionPatient, pair(pair(decimal(edge), decimal(edge)), decimal(height)))
        .text(DCM_SliceLocation, decimal(height))
        .text(DCM_SliceThickness, decimal(distance))
        .text(DCM_SpacingBetweenSlices, decimal(distance));
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

void describeImage(Writer data, const Place &place, const Picture &picture)
{
    const auto subject = place.series->subject;
    switch (subject) {
    case Subject::Chest:
        describeVolume(data, place, picture, chestSliceDistance);
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
        describeVolume(data, place, picture, brainSliceDistance);
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
    case Subject::RightBreast: {
        const bool left = subject == Subject::LeftBreast;
        describeRadiograph(data, picture);
        describeDigitalRadiograph(data, left ? "L" : "R");
        describeWindow(data, "1700", "3200", "NORMAL");
        data.text(DCM_ImageType, "ORIGINAL\\PRIMARY")
            .text(DCM_PatientOrientation, left ? "A\\R" : "P\\L")
            .text(DCM_ViewPosition, "CC")
            .text(DCM_OrganExposed, "BREAST")
            .text(DCM_PositionerType, "MAMMOGRAPHIC")
            .text(DCM_BreastImplantPresent, "NO")
            .code(DCM_AnatomicRegionSequence, place.series->bodySite, "SCT", place.series->bodySiteName)
            .code(DCM_ViewCodeSequence, "399162004", "SCT", "cranio-caudal");
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
    }
}

void writePixels(Writer data, const Picture &picture, bool inverted)
{
    data.number(DCM_Rows, picture.rows).number(DCM_Columns, picture.columns).number(DCM_PixelRepresentation, 0);
    if (picture.colour.empty()) {
        data.number(DCM_SamplesPerPixel, 1)
            .text(DCM_PhotometricInterpretation, inverted ? "MONOCHROME1" : "MONOCHROME2")
            .number(DCM_BitsAllocated, 16)
            .number(DCM_BitsStored, 12)
            .number(DCM_HighBit, 11);
        auto pixels = picture.grey;
        if (inverted) {
            for (auto &pixel : pixels)
                pixel = static_cast<std::uint16_t>(4095 - pixel);
        }
        check(data.item().putAndInsertUint16Array(DCM_PixelData, pixels.data(), pixels.size()), "writing pixels");
    } else {
        data.number(DCM_SamplesPerPixel, 3)
            .text(DCM_PhotometricInterpretation, "RGB")
            .number(DCM_PlanarConfiguration, 0)
            .number(DCM_BitsAllocated, 8)
            .number(DCM_BitsStored, 8)
            .number(DCM_HighBit, 7);
        check(data.item().putAndInsertUint8Array(DCM_PixelData, picture.colour.data(), picture.colour.size()),
              "writing pixels");
    }
}

} // namespace

Bytes newFile(const Place &place)
{
    const auto picture = pictureOf(place);
    DcmFileFormat file;
    const Writer data(*file.getDataset());
    describePatientAndStudy(data, place);
    describeImage(data, place, picture);
    writePixels(data, picture, place.series->subject == Subject::Hand);
    if (place.series->characterSet != "ISO_IR 192")
        check(file.getDataset()->convertCharacterSet(place.series->characterSet.c_str()), "converting the texts");
    return bytesOf(file);
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
