#include "MetadataJobs.h"

#include "Qido.h"
#include "WadoUrl.h"
#include "fhir/Bundle.h"

#include <QSet>

namespace network {

namespace {

class MetadataReading final : public Work<Job<model::Study>>
{
public:
    MetadataReading(model::StudyUid study, std::optional<model::SeriesUid> series)
        : m_uid(std::move(study)), m_series(std::move(series))
    {}

    void start() override
    {
        const auto base = WadoUrl::parse(workplace().endpoint().wadoBase);
        if (!base)
            return fail(
                {Error::Kind::Usage, QStringLiteral("This contact point has no WADO-RS address (wadoBase)."), 0});
        const QUrl level = m_series ? base->series(m_uid, *m_series) : base->study(m_uid);
        HttpRequest request;
        request.service = HttpRequest::Service::Dicomweb;
        request.url = QUrl::fromEncoded(level.toEncoded() + "/metadata", QUrl::StrictMode);
        request.headers.emplaceBack("Accept", "application/dicom+json");
        m_call = workplace().http().send(request);
        connect(m_call.get(), &HttpCall::done, this, [this](const Result<HttpAnswer> &answer) { came(answer); });
    }

private:
    void came(const Result<HttpAnswer> &answer)
    {
        if (!answer)
            return fail(answer.error());
        model::Study study{.uid = m_uid};
        QHash<model::SeriesUid, qsizetype> places;
        QSet<model::SopUid> seen;
        bool duplicateKeys = false;
        const auto rows = readQidoRows(answer->body, [&](const QidoRow &row) {
            duplicateKeys = duplicateKeys || row.hasDuplicateKey();
            const auto uid = model::StudyUid::parse(row.text("0020000D"));
            auto series = seriesIn(row);
            auto instance = instanceIn(row);
            if (!series || !instance || (uid && *uid != m_uid) || seen.contains(instance->uid))
                return;
            seen.insert(instance->uid);
            if (seen.size() == 1)
                study = studyIn(row).value_or(study);
            auto place = places.constFind(series->uid);
            if (place == places.cend()) {
                place = places.insert(series->uid, study.series.size());
                series->instanceCount.reset(); // an object does not tell how many others there are
                series->instancesFrom = model::Source::Metadata;
                study.series.append(*std::move(series));
            }
            study.series[*place].instances.append(*std::move(instance));
        });
        if (!rows)
            return fail(rows.error());
        if (seen.isEmpty())
            return fail({Error::Kind::NotFound, QStringLiteral("The metadata of this study list no instances."), 0});
        if (m_series) {
            study.series.removeIf([this](const model::Series &series) { return series.uid != *m_series; });
        } else {
            study.seriesFrom = model::Source::Metadata;
            for (const model::Series &series : std::as_const(study.series))
                if (!study.modalities.contains(series.modality) && !series.modality.isEmpty())
                    study.modalities << series.modality;
        }
        if (duplicateKeys)
            study.notes.append({model::Note::Kind::ServerWarning, duplicateKeyWords()});
        sortByNumber(study);
        finish(study);
    }

    const model::StudyUid m_uid;
    const std::optional<model::SeriesUid> m_series;
    std::unique_ptr<HttpCall> m_call;
};

} // namespace

JobPtr<Job<model::Study>> startMetadataReading(const WorkplaceDoor &door, const model::StudyUid &study,
                                               const std::optional<model::SeriesUid> &series)
{
    return startWork<MetadataReading>(door, study, series);
}

} // namespace network
