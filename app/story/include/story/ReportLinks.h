#pragma once

#include <model/Document.h>
#include <model/Study.h>

namespace story {

//! A study that a report belongs to, and what says so.
struct ReportLink
{
    model::StudyUid study;
    model::StudyReference::Role role = model::StudyReference::Role::Reported;
    bool byUid = false;       //!< its reference or the report itself names the Study UID
    bool byAccession = false; //!< both have the same accession number

    friend bool operator==(const ReportLink &, const ReportLink &) = default;
};

//! A report with the studies that it is about. One without a study is as normal as a study without a report.
struct LinkedReport
{
    model::Document document;
    QList<ReportLink> links; //!< of studies in the list alone
};

//! Finds the study of each report: by the Study UIDs that it names, else by an accession number that one study alone
//! has. Manifests are left out. The order of the reports stays.
QList<LinkedReport> linkReports(const QList<model::Document> &documents, const QList<model::Study> &studies);

//! The UIDs that a text prints, in its order, each once; one that goes on in the next line is one. A number of few
//! parts, such as a date, is none.
QStringList uidsPrintedIn(const QString &text);

//! The studies of the list that the text of a report names by their UID or their accession number, each with the role
//! Mentioned: that it is about them nobody has said.
QList<model::StudyReference> studiesPrintedIn(const QString &text, const QList<model::Study> &studies);

} // namespace story
