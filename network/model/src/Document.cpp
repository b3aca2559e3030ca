#include <model/Document.h>

namespace model {

QString nameOf(Document::Kind kind)
{
    switch (kind) {
    case Document::Kind::Report:
        return QStringLiteral("report");
    case Document::Kind::Manifest:
        return QStringLiteral("manifest");
    case Document::Kind::Other:
        return QStringLiteral("other");
    }
    Q_UNREACHABLE();
}

QString nameOf(StudyReference::Role role)
{
    switch (role) {
    case StudyReference::Role::Listed:
        return QStringLiteral("listed");
    case StudyReference::Role::Reported:
        return QStringLiteral("reported");
    case StudyReference::Role::Comparison:
        return QStringLiteral("comparison");
    case StudyReference::Role::KeyImage:
        return QStringLiteral("keyImage");
    case StudyReference::Role::Mentioned:
        return QStringLiteral("mentioned");
    }
    Q_UNREACHABLE();
}

QString sentenceOf(StudyReference::Reason reason)
{
    switch (reason) {
    case StudyReference::Reason::DicomDocument:
        return QStringLiteral("The DICOM document is part of it.");
    case StudyReference::Reason::Contents:
        return QStringLiteral("The manifest lists its contents.");
    case StudyReference::Reason::DocumentReference:
        return QStringLiteral("The DocumentReference names it.");
    case StudyReference::Reason::OtherDocument:
        return QStringLiteral("Another document with the same accession number names it.");
    case StudyReference::Reason::Accession:
        return QStringLiteral("It has the accession number of the report.");
    case StudyReference::Reason::Subject:
        return QStringLiteral("The report says that it is about it.");
    case StudyReference::Reason::Section:
        return QStringLiteral("A section of the report is about it.");
    case StudyReference::Reason::Comparison:
        return QStringLiteral("The report compares with it.");
    case StudyReference::Reason::Enclosed:
        return QStringLiteral("The report encloses a description of it.");
    case StudyReference::Reason::KeyImage:
        return QStringLiteral("A key image is of it.");
    case StudyReference::Reason::ObjectCatalog:
        return QStringLiteral("The report's catalog of DICOM objects lists it.");
    case StudyReference::Reason::ServiceEvent:
        return QStringLiteral("The report documents this examination.");
    case StudyReference::Reason::PrintedUid:
        return QStringLiteral("The text of its pages prints the Study UID.");
    case StudyReference::Reason::PrintedAccession:
        return QStringLiteral("The text of its pages prints the accession number.");
    }
    Q_UNREACHABLE();
}

} // namespace model
