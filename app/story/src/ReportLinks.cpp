#include <story/ReportLinks.h>

#include <QHash>
#include <QRegularExpression>

#include <algorithm>

namespace story {

QList<LinkedReport> linkReports(const QList<model::Document> &documents, const QList<model::Study> &studies)
{
    QMultiHash<QString, model::StudyUid> byAccession;
    QHash<QString, QStringList> accessions; // by Study UID
    for (const model::Study &study : studies) {
        accessions.insert(study.uid.text(), study.accessions);
        for (const QString &accession : study.accessions)
            byAccession.insert(accession, study.uid);
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
                report.links.append({named.study, named.role, true,
                                     std::any_of(document.accessions.cbegin(), document.accessions.cend(),
                                                 [known](const QString &one) { return known->contains(one); })});
        }
        if (document.studies.isEmpty())
            for (const QString &accession : document.accessions) {
                // Two studies under one number: which of them is meant nobody has said.
                if (byAccession.count(accession) != 1)
                    continue;
                const model::StudyUid study = *byAccession.constFind(accession);
                if (std::none_of(report.links.cbegin(), report.links.cend(),
                                 [&study](const ReportLink &link) { return link.study == study; }))
                    report.links.append({study, model::StudyReference::Role::Reported, false, true});
            }
        reports.append(report);
    }
    return reports;
}

QStringList uidsPrintedIn(const QString &text)
{
    static const QRegularExpression brokenLine(
        QStringLiteral(R"((\.)[ \t]*\n[ \t]*(?=\d)|(?<=\d)[ \t]*\n[ \t]*(\.)(?=\d))"));
    static const QRegularExpression uid(QStringLiteral(R"((?<![\d.])[0-2](?:\.(?:0|[1-9]\d*)){4,}(?!\d|\.\d))"));
    QString joined = text;
    joined.replace(brokenLine, QStringLiteral("."));
    QStringList all;
    for (auto found = uid.globalMatch(joined); found.hasNext();) {
        const QString one = found.next().captured();
        if (model::StudyUid::parse(one) && !all.contains(one))
            all += one;
    }
    return all;
}

QList<model::StudyReference> studiesPrintedIn(const QString &text, const QList<model::Study> &studies)
{
    constexpr qsizetype shortest = 6; // fewer signs are found in any text
    const QStringList uids = uidsPrintedIn(text);
    QList<model::StudyReference> named;
    const auto name = [&named](const model::Study &study, model::StudyReference::Reason reason) {
        named.append({study.uid, model::StudyReference::Role::Mentioned, reason});
    };
    const auto isPrinted = [&text](const QString &accession) {
        if (accession.size() < shortest || !text.contains(accession)) // which is told much faster
            return false;
        const QRegularExpression word(
            QStringLiteral("(?<![\\w-])%1(?![\\w-])").arg(QRegularExpression::escape(accession)),
            QRegularExpression::UseUnicodePropertiesOption);
        return text.contains(word);
    };
    for (const model::Study &study : studies) {
        if (uids.contains(study.uid.text())) {
            name(study, model::StudyReference::Reason::PrintedUid);
        } else if (std::any_of(study.accessions.begin(), study.accessions.end(), isPrinted)) {
            name(study, model::StudyReference::Reason::PrintedAccession);
        }
    }
    return named;
}

} // namespace story
