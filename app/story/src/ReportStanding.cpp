#include <story/ReportStanding.h>

using namespace Qt::StringLiterals;

namespace story {

ReportStanding standingOf(const model::Document &reference, const QString &written,
                          const QList<model::Document> &listed)
{
    ReportStanding standing;
    // One that withdraws is believed, wherever it stands.
    const QStringList all{written, reference.docStatus, reference.status};
    standing.isWithdrawn = all.contains("entered-in-error"_L1) || all.contains("cancelled"_L1);
    for (const model::Document &other : listed)
        for (const model::DocumentRelation &relation : other.relations)
            if (relation.target == reference.id && other.id != reference.id)
                (relation.code == "appends"_L1 ? standing.addenda : standing.newerVersions) += other.id;
    standing.isReplaced = !standing.newerVersions.isEmpty() || reference.status == "superseded"_L1;
    for (const model::DocumentRelation &relation : reference.relations)
        if (relation.code == "appends"_L1)
            standing.addsTo += relation.target;
    const QString status = written.isEmpty() ? reference.docStatus : written;
    standing.isPreliminary = status == "preliminary"_L1 || status == "partial"_L1;
    const bool isChanged = status == "amended"_L1 || status == "corrected"_L1 || status == "appended"_L1;
    standing.isChanged = isChanged && !standing.isWithdrawn && !standing.isReplaced;
    return standing;
}

} // namespace story
