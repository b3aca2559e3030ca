#include "QidoJobs.h"

#include "MetadataJobs.h"
#include "QidoWalk.h"
#include "StudyFilter.h"
#include "fhir/Bundle.h"

#include <model/PatientComparison.h>

#include <QRegularExpression>

#include <algorithm>

namespace network {

namespace {

using model::Note;

constexpr int instancesAPage = 1000;

Error noQidoBase()
{
    return {Error::Kind::Usage, QStringLiteral("This contact point has no QIDO-RS address (qidoBase)."), 0};
}

class QidoStudySearch final : public Work<Job<model::StudyList>>
{
public:
    explicit QidoStudySearch(const model::StudyQuery &query) : m_query(withNumbersRead(query)) {}

    void start() override
    {
        if (workplace().endpoint().qidoBase.isEmpty())
            return fail(noQidoBase());
        if (m_query.patient && m_query.patient->value.contains(QRegularExpression(QStringLiteral("[*?]"))))
            return fail({Error::Kind::Usage,
                         QStringLiteral("A patient number with * or ? is not asked for by QIDO-RS: both stand for any "
                                        "characters there, so studies of other people would come."),
                         0});
        ask();
    }

private:
    void ask()
    {
        m_walk = std::make_unique<QidoWalk>(
            workplace(), inSpelling(m_spelling), [this](const QidoRow &row) { return readRow(row); },
            [this](const QidoWalk::Ending &ending) { ended(ending); });
        m_query.rest.isEmpty() ? m_walk->start() : m_walk->goOnAt(m_query.rest);
    }

    QidoSearch inSpelling(QidoSpelling spelling) const
    {
        return qidoStudies(m_query, workplace().endpoint().pageSize, spelling);
    }

    bool readRow(const QidoRow &row)
    {
        const auto study = studyIn(row);
        if (!study) {
            ++m_unreadable;
            return false;
        }
        // One study may come on two pages, and two patients may share one Study Instance UID.
        const std::pair key{study->uid, study->patient.id};
        if (m_seen.contains(key))
            return false;
        m_seen.insert(key);
        const QString &id = study->patient.id;
        if (m_query.patient && !id.isEmpty() && !model::isSameNumber(id, m_query.patient->value))
            m_list.ofOthers.append(model::patientOf(*study));
        else if (!hasOtherClasses(row) && fits(*study, m_query))
            mergeInto(m_list.studies, m_places, *study);
        report({m_list.studies.size(), std::nullopt, model::Progress::Unit::Rows});
        return true;
    }

    //! The row tells the SOP classes of its study, and the one that was asked for is not among them.
    bool hasOtherClasses(const QidoRow &row)
    {
        if (m_query.sopClass.isEmpty())
            return false;
        const QStringList classes = row.texts("00080062");
        m_isClassUntold = m_isClassUntold || classes.isEmpty();
        return !classes.isEmpty() && !classes.contains(m_query.sopClass);
    }

    void ended(const QidoWalk::Ending &ending)
    {
        const bool isEmpty = m_seen.isEmpty() && m_unreadable == 0;
        if (m_spelling == QidoSpelling::Encoded && ending.error) // nobody minds a second question that is refused
            return finish(m_list);
        if (ending.error)
            return fail(*ending.error);
        if (isEmpty && m_spelling == QidoSpelling::Wildcards && m_query.rest.isEmpty() &&
            inSpelling(QidoSpelling::Encoded).keys != inSpelling(QidoSpelling::Wildcards).keys) {
            m_spelling = QidoSpelling::Encoded;
            return ask();
        }
        m_list.truncated = ending.truncated;
        m_list.rest = ending.rest;
        m_list.notes = ending.notes;
        if (m_spelling == QidoSpelling::Encoded && !isEmpty)
            m_list.notes.append(
                {Note::Kind::Fallback, QStringLiteral("The server found nothing with wildcards in the place of special "
                                                      "characters, so it was asked again with these.")});
        // No keys of the study level (PS3.18 10.6), or a second number where there is a key for one.
        for (const auto &[parameter, value] :
             {std::pair(QStringLiteral("bodysite"), m_query.bodySite),
              std::pair(QStringLiteral("dicom-class"), m_isClassUntold ? m_query.sopClass : QString()),
              std::pair(QStringLiteral("reason"), m_query.reason),
              std::pair(QStringLiteral("identifier"), hasFurtherNumber(m_query) ? m_query.identifier : QString())})
            if (!value.isEmpty() && !m_list.studies.isEmpty())
                m_list.notes.append({Note::Kind::IgnoredFilter,
                                     QStringLiteral("QIDO-RS knows no search for studies by %1: its rows are not "
                                                    "filtered by it.")
                                         .arg(parameter),
                                     parameter});
        if (m_unreadable > 0)
            m_list.notes.append({Note::Kind::UnreadableRow,
                                 m_unreadable == 1
                                     ? QStringLiteral("1 row has no usable Study Instance UID and was left out.")
                                     : QStringLiteral("%1 rows have no usable Study Instance UID and were left out.")
                                           .arg(m_unreadable)});
        if (!m_list.ofOthers.isEmpty())
            m_list.notes.append(model::underOtherNumber(int(m_list.ofOthers.size())));
        m_query.series && !m_list.studies.isEmpty() ? findSeries() : finish(m_list);
    }

    //! Servers ignore the key of a lower level, so the series itself is asked for its study.
    void findSeries()
    {
        QidoSearch search{QStringLiteral("series"), {}, "0020000D", {}, workplace().endpoint().pageSize, {}};
        search.keys.emplaceBack("SeriesInstanceUID", m_query.series->text().toLatin1());
        m_walk = std::make_unique<QidoWalk>(
            workplace(), search,
            [this](const QidoRow &row) {
                const auto study = model::StudyUid::parse(row.text("0020000D"));
                if (!study || m_holding.contains(*study) ||
                    model::SeriesUid::parse(row.text("0020000E")) != m_query.series)
                    return false;
                m_holding.insert(*study);
                return true;
            },
            [this](const QidoWalk::Ending &ending) {
                if (ending.error)
                    m_list.notes.append({Note::Kind::IgnoredFilter,
                                         QStringLiteral("QIDO-RS does not tell which study the series belongs to: its "
                                                        "rows are not filtered by it."),
                                         QStringLiteral("series")});
                else
                    m_list.studies.removeIf(
                        [this](const model::Study &study) { return !m_holding.contains(study.uid); });
                finish(m_list);
            });
        m_walk->start();
    }

    const model::StudyQuery m_query;
    QidoSpelling m_spelling = QidoSpelling::Wildcards;
    model::StudyList m_list;
    StudyPlaces m_places; //!< of its studies
    QSet<std::pair<model::StudyUid, QString>> m_seen;
    QSet<model::StudyUid> m_holding; //!< studies that hold the series that was asked for
    int m_unreadable = 0;
    bool m_isClassUntold = false; //!< a row does not tell the SOP classes of its study
    std::unique_ptr<QidoWalk> m_walk;
};

//! A listing of one level below a study. An incomplete list is no list here: who counts on it must not be misled.
template <class Row>
class Listing : public Work<Job<QList<Row>>>
{
public:
    void start() override
    {
        if (this->workplace().endpoint().qidoBase.isEmpty())
            return this->fail(noQidoBase());
        m_walk = std::make_unique<QidoWalk>(
            this->workplace(), search(), [this](const QidoRow &row) { return readRow(row); },
            [this](const QidoWalk::Ending &ending) { ended(ending); });
        m_walk->expect(m_counted);
        m_walk->start();
    }

protected:
    explicit Listing(std::optional<int> counted) : m_counted(counted) {}
    virtual QidoSearch search() const = 0;
    virtual std::optional<Row> read(const QidoRow &row) const = 0;

private:
    bool readRow(const QidoRow &row)
    {
        auto read = this->read(row);
        if (!read || m_seen.contains(read->uid.text()))
            return false;
        m_seen.insert(read->uid.text());
        m_rows.append(std::move(*read));
        return true;
    }

    void ended(const QidoWalk::Ending &ending)
    {
        if (ending.error)
            return this->fail(*ending.error);
        if (ending.truncated)
            return this->fail(
                {Error::Kind::Truncated, ending.notes.isEmpty() ? QString() : ending.notes.constLast().detail, 0});
        std::stable_sort(m_rows.begin(), m_rows.end(),
                         [](const Row &a, const Row &b) { return a.number && (!b.number || *a.number < *b.number); });
        this->finish(m_rows);
    }

    const std::optional<int> m_counted; //!< rows, as the level above says
    QList<Row> m_rows;
    QSet<QString> m_seen;
    std::unique_ptr<QidoWalk> m_walk;
};

class SeriesListing final : public Listing<model::Series>
{
public:
    SeriesListing(model::StudyUid study, std::optional<int> counted) : Listing(counted), m_study(std::move(study)) {}

private:
    QidoSearch search() const override { return qidoSeries(m_study, workplace().endpoint().pageSize); }
    std::optional<model::Series> read(const QidoRow &row) const override { return seriesIn(row); }

    const model::StudyUid m_study;
};

class InstanceListing final : public Listing<model::Instance>
{
public:
    InstanceListing(model::StudyUid study, model::SeriesUid series, std::optional<int> counted)
        : Listing(counted), m_study(std::move(study)), m_series(std::move(series))
    {}

private:
    QidoSearch search() const override { return qidoInstances(m_study, m_series, instancesAPage); }
    std::optional<model::Instance> read(const QidoRow &row) const override { return instanceIn(row); }

    const model::StudyUid m_study;
    const model::SeriesUid m_series;
};

//! The study's row, its series, then all instances at once; series by series where the server does not offer that.
class QidoTree final : public Work<Job<model::Study>>
{
public:
    QidoTree(model::StudyUid study, std::optional<model::PatientIdentifier> patient)
        : m_uid(std::move(study)), m_patient(std::move(patient)), m_study{m_uid, {}, {}, {},
                                                                          {},    {}, {}, {},
                                                                          {},    {}, {}, {model::Route::Dicomweb},
                                                                          {},    {}}
    {}

    void start() override
    {
        model::StudyQuery query;
        query.study = m_uid;
        query.patient = m_patient;
        m_search = startQidoStudySearch(workplace().door(), query);
        connect(m_search.get(), &AnyJob::finished, this, &QidoTree::rowCame);
    }

private:
    void rowCame()
    {
        const auto &found = m_search->result();
        if (!found && found.error().kind != Error::Kind::NotFound && found.error().kind != Error::Kind::Rejected)
            return fail(found.error());
        m_isKnown = found && !found->studies.isEmpty();
        if (m_isKnown)
            m_study = found->studies.constFirst();
        else if (found && std::any_of(found->notes.cbegin(), found->notes.cend(),
                                      [](const Note &note) { return note.kind == Note::Kind::OtherNumber; }))
            return fail(
                {Error::Kind::NotFound, QStringLiteral("QIDO-RS has this study under another patient number."), 0});
        else if (m_patient)
            return fail(unknown()); // listing its series all the same would show the study of whoever has it
        m_seriesListing = startSeriesListing(workplace().door(), m_uid, m_study.seriesCount);
        connect(m_seriesListing.get(), &AnyJob::finished, this, &QidoTree::seriesCame);
    }

    void seriesCame()
    {
        const auto &series = m_seriesListing->result();
        // What QIDO-RS does not list of a study that it knows, the objects tell themselves.
        if (m_isKnown && canReadMetadata() && (!series || series->isEmpty()))
            return readMetadata(series ? unknown() : series.error());
        if (!series)
            return fail(series.error());
        if (series->isEmpty())
            return fail(unknown());
        m_study.series = *series;
        m_study.seriesFrom = model::Source::Qido;
        m_walk = std::make_unique<QidoWalk>(
            workplace(), qidoInstances(m_uid, std::nullopt, instancesAPage),
            [this](const QidoRow &row) { return readInstance(row); },
            [this](const QidoWalk::Ending &ending) { instancesCame(ending); });
        m_walk->expect(m_study.instanceCount);
        m_walk->start();
    }

    bool readInstance(const QidoRow &row)
    {
        auto instance = instanceIn(row);
        const auto series = model::SeriesUid::parse(row.text("0020000E"));
        if (!instance || !series || m_seen.contains(instance->uid))
            return false;
        m_seen.insert(instance->uid);
        m_instances[series->text()].append(std::move(*instance));
        report({m_seen.size(), m_study.instanceCount ? std::optional<qint64>(*m_study.instanceCount) : std::nullopt,
                model::Progress::Unit::Instances});
        return true;
    }

    void instancesCame(const QidoWalk::Ending &ending)
    {
        if (!ending.error && !ending.truncated)
            for (model::Series &series : m_study.series)
                take(series, m_instances.value(series.uid.text()));
        // One answer with all that the objects say is cheaper than a question a series.
        constexpr int mostAsked = 3;
        const auto open = std::count_if(m_study.series.cbegin(), m_study.series.cend(),
                                        [](const model::Series &series) { return series.instances.isEmpty(); });
        open > mostAsked &&canReadMetadata() ? readMetadata(std::nullopt) : nextSeries();
    }

    static void take(model::Series &series, const QList<model::Instance> &instances)
    {
        series.instances = instances;
        if (!instances.isEmpty())
            series.instancesFrom = model::Source::Qido;
    }

    bool canReadMetadata() const { return !m_metadata && !workplace().endpoint().wadoBase.isEmpty(); }

    //! Completes the tree from the objects' metadata. Where they cannot be had either, the tree fails with `error`, or
    //! is asked for series by series when there is none.
    void readMetadata(const std::optional<Error> &error)
    {
        m_metadata = startMetadataReading(workplace().door(), m_uid, std::nullopt);
        connect(m_metadata.get(), &AnyJob::finished, this, [this, error] {
            const auto &tree = m_metadata->result();
            if (!tree)
                return error ? fail(*error) : nextSeries();
            QList<model::Study> merged{m_study};
            mergeInto(merged, *tree);
            m_study = merged.constFirst();
            nextSeries();
        });
    }

    //! Fills the first series that still has no instances.
    void nextSeries()
    {
        while (m_next < m_study.series.size() && !m_study.series.at(m_next).instances.isEmpty())
            ++m_next;
        if (m_next == m_study.series.size()) {
            sortByNumber(m_study);
            return finish(m_study);
        }
        const model::Series &next = m_study.series.at(m_next);
        m_instanceListing = startInstanceListing(workplace().door(), m_uid, next.uid, next.instanceCount);
        connect(m_instanceListing.get(), &AnyJob::finished, this, [this] {
            const auto &instances = m_instanceListing->result();
            if (!instances)
                return fail(instances.error());
            take(m_study.series[m_next], *instances);
            ++m_next;
            nextSeries();
        });
    }

    static Error unknown() { return {Error::Kind::NotFound, QStringLiteral("QIDO-RS does not know this study."), 0}; }

    const model::StudyUid m_uid;
    const std::optional<model::PatientIdentifier> m_patient;
    model::Study m_study;
    JobPtr<Job<model::StudyList>> m_search;
    JobPtr<Job<QList<model::Series>>> m_seriesListing;
    JobPtr<Job<QList<model::Instance>>> m_instanceListing;
    JobPtr<Job<model::Study>> m_metadata;
    bool m_isKnown = false; //!< QIDO-RS has a row of the study
    std::unique_ptr<QidoWalk> m_walk;
    QHash<QString, QList<model::Instance>> m_instances;
    QSet<model::SopUid> m_seen;
    qsizetype m_next = 0;
};

} // namespace

JobPtr<Job<model::StudyList>> startQidoStudySearch(const WorkplaceDoor &door, const model::StudyQuery &query)
{
    return startWork<QidoStudySearch>(door, query);
}

JobPtr<Job<QList<model::Series>>> startSeriesListing(const WorkplaceDoor &door, const model::StudyUid &study,
                                                     std::optional<int> counted)
{
    return startWork<SeriesListing>(door, study, counted);
}

JobPtr<Job<QList<model::Instance>>> startInstanceListing(const WorkplaceDoor &door, const model::StudyUid &study,
                                                         const model::SeriesUid &series, std::optional<int> counted)
{
    return startWork<InstanceListing>(door, study, series, counted);
}

JobPtr<Job<model::Study>> startQidoTree(const WorkplaceDoor &door, const model::StudyUid &study,
                                        const std::optional<model::PatientIdentifier> &patient)
{
    return startWork<QidoTree>(door, study, patient);
}

} // namespace network
