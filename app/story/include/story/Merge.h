#pragma once

#include <model/Study.h>

#include <QPair>

namespace story {

//! What one route answered.
struct RouteAnswer
{
    model::Route route;
    model::StudyList list;
};

//! A field of one study, or of a series of it, about which routes disagree, each value as its route gave it. Among
//! agreements the same of a field about which they do not.
struct Difference
{
    model::StudyUid study;
    QString field; //!< "date", "time", "modalities", "description", "accession", "seriesCount", "instanceCount",
                   //!< "endpoints", "patientId", "patientName", "patientBirthDate" or "patientSex"
    QList<QPair<model::Route, QString>> values;
    //! Of this series, about whose "instanceCount" they disagree: "0" where a route lists others of the study alone.
    std::optional<model::SeriesUid> series = {};

    friend bool operator==(const Difference &, const Difference &) = default;
};

//! One list from several routes.
struct MergedStudies
{
    QList<model::Study> studies; //!< newest first, undated last; routes tells who knows each
    QList<Difference> differences;
    //! Of fields of which two routes or more tell the same: what merely does not contradict is in neither list.
    QList<Difference> agreements;
};

//! For each study that some answers list and others do not: a note for the others. Nothing is said of answers that are
//! cut short, that a server filtered by less than was asked or of which rows were left out, nor of documents: not every
//! study has one. Where the question narrows, a route may know the study with other values, and the note says so.
QList<model::Note> unknownToRoutes(const QList<RouteAnswer> &answers, const model::StudyQuery &query);

//! One row a Study Instance UID. The first answer that tells a field wins; others fill what is empty. What differs is
//! listed, never averaged. A row that came under another patient number counts where another route lists its study.
//! Rows of one route that describe the same study (parts of it) become one row.
MergedStudies merge(const QList<RouteAnswer> &answers);

} // namespace story
