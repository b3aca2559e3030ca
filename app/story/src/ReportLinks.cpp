#include <story/ReportLinks.h>

#include <QHash>

#include <algorithm>

namespace story {

QList<LinkedReport> linkReports(const QList<model::Document> &documents, const QList<model::Study> &studies)
{
    QMultiHash<QString, model::StudyUid> byAccession;
    QHash<QString, QString> accessions; // by Study UID
    for (const model::Study &study : studies) {
        accessions.insert(study.uid.text(), study.accession);
        if (!study.accession.isEmpty())
            byAccession.insert(study.accession, study.uid);
    }
    QList<LinkedReport> reports;
    for (const model::Document &document : documents) {
        if (document.kind == model::Document::Kind::Manifest)
            continue;
        LinkedReport report{document, {}};
        for (const model::StudyReference &named : document.studies) {
            const auto known = accessions.constFind(named.study.text());
            const bool isThere = std::any_of(report.links.cbegin(), report.links.cend(),
                                             [&named](const ReportLink &link) { return link.study == named.study; });
            if (known != accessions.cend() && !isThere)
                report.links.append(
                    {named.study, named.role, true, !document.accession.isEmpty() && *known == document.accession});
        }
        // Two studies under one number: which of them is meant nobody has said.
        if (document.studies.isEmpty() && byAccession.count(document.accession) == 1)
            report.links.append(
                {*byAccession.constFind(document.accession), model::StudyReference::Role::Reported, false, true});
        reports.append(report);
    }
    return reports;
}

} // namespace story
