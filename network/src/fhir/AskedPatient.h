#pragma once

#include <model/Study.h>

#include <QStringList>

#include <algorithm>
#include <iterator>
#include <optional>

namespace network {

//! The patient of a search, to whom its answer is kept where the server did not apply the parameter: then it holds
//! rows of everybody.
class AskedPatient
{
public:
    //! By a number, by the logical id of the Patient resource, or by both; by neither, everybody is asked for.
    AskedPatient(std::optional<model::PatientIdentifier> identifier, QString resourceId)
        : m_identifier(std::move(identifier)), m_resourceId(std::move(resourceId))
    {}

    //! Removes the rows that cannot be shown to be of the patient, when the server did not apply it or a row names
    //! somebody else; a note says that some were removed, and how many where all came under another number. Rows of
    //! another record stay, for it may be linked to hers or replaced by it; a note says that they are there.
    //! `patientOf(row)` is whom a row names; `row.subject` the reference to the Patient. Tells whether the server
    //! ignored the patient, or may have.
    //! `others`: gets the rows that were removed and name a patient by another number of the same authority.
    template <class Row, class PatientOf>
    bool keep(QList<Row> &rows, const QStringList &ignoredFilters, QList<model::Note> &notes, PatientOf patientOf,
              QList<Row> *others = nullptr) const
    {
        const bool namesAnother =
            std::any_of(rows.cbegin(), rows.cend(), [&](const Row &row) { return isAnother(patientOf(row)); });
        const bool isIgnored = namesAnother || wasIgnored(ignoredFilters);
        if (others && namesAnother)
            std::copy_if(rows.cbegin(), rows.cend(), std::back_inserter(*others), [&](const Row &row) {
                return isAnother(patientOf(row)) && !isNamed(patientOf(row), row.subject);
            });
        const auto removed =
            isIgnored ? rows.removeIf([&](const Row &row) { return !isNamed(patientOf(row), row.subject); }) : 0;
        if (removed > 0)
            notes.append(rows.isEmpty() && !wasIgnored(ignoredFilters) ? model::underOtherNumber(int(removed))
                                                                       : leftOut());
        const auto linked = std::count_if(
            rows.cbegin(), rows.cend(), [&](const Row &row) { return isOfAnotherRecord(patientOf(row), row.subject); });
        if (linked > 0)
            notes.append(ofOtherRecords(linked));
        return isIgnored || linked > 0;
    }

private:
    static bool wasIgnored(const QStringList &filters);
    static model::Note leftOut();
    static model::Note ofOtherRecords(qsizetype count);
    bool isNamed(const model::StudyPatient &named, const QString &subject) const;
    //! By a number of the authority that was asked.
    bool isAnother(const model::StudyPatient &named) const;
    //! By a reference to another Patient of the server, and by nothing to her.
    bool isOfAnotherRecord(const model::StudyPatient &named, const QString &subject) const;

    std::optional<model::PatientIdentifier> m_identifier;
    QString m_resourceId;
};

} // namespace network
