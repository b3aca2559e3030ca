#include "QidoJobs.h"

#include "MetadataJobs.h"
#include "QidoWalk.h"
#include "StudyFilter.h"
#include "fhir/Bundle.h"

#include <model/PatientComparison.h>

#include <algorithm>
#include <map>

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
        if (!asksForOneNumber(m_query))
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
            keep(*study, row.text("00080020"));
        report({m_list.studies.size(), std::nullopt, model::Progress::Unit::Rows});
        return true;
    }

    void keep(const model::Study &study, const QString &date)
    {
        mergeInto(m_list.studies, m_places, study);
        if (!study.date.isValid() && !date.isEmpty())
            m_walk->remark(dateNotRead(study.uid, date));
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

//! `inWhat`: "study UID", "series UID".
Note rowsLeftOut(int count, const QString &uidName, const QString &inWhat)
{
    return {Note::Kind::UnreadableRow,
            count == 1 ? QStringLiteral("1 row of %1 has no usable %2 and was left out.").arg(inWhat, uidName)
                       : QStringLiteral("%1 rows of %2 have no usable %3 and were left out.")
                             .arg(QString::number(count), inWhat, uidName)};
}

Note instancesLeftOut(int count, const QString &inWhat)
{
    return rowsLeftOut(count, QStringLiteral("SOP Instance UID"), inWhat);
}

QString named(const model::StudyUid &study)
{
    return QStringLiteral("study ") + study.text();
}

QString named(const model::SeriesUid &series)
{
    return QStringLiteral("series ") + series.text();
}

void unite(QList<Note> &kept, const QList<Note> &others)
{
    for (const Note &other : others)
        if (!kept.contains(other))
            kept.append(other);
}

//! A listing of one level below a study. An incomplete list is no list here: who counts on it must not be misled.
template <class Row>
class LevelListing : public Work<Job<model::Listing<Row>>>
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
    explicit LevelListing(std::optional<int> counted) : m_counted(counted) {}
    virtual QidoSearch search() const = 0;
    virtual std::optional<Row> read(const QidoRow &row) const = 0;
    virtual Note leftOut(int count) const = 0;

private:
    bool readRow(const QidoRow &row)
    {
        auto read = this->read(row);
        if (!read)
            ++m_unreadable;
        if (!read || m_seen.contains(read->uid.text()))
            return false;
        m_seen.insert(read->uid.text());
        m_listing.rows.append(std::move(*read));
        return true;
    }

    void ended(const QidoWalk::Ending &ending)
    {
        if (ending.error)
            return this->fail(*ending.error);
        if (ending.truncated)
            return this->fail(
                {Error::Kind::Truncated, ending.notes.isEmpty() ? QString() : ending.notes.constLast().detail, 0});
        m_listing.notes = ending.notes;
        if (m_unreadable > 0)
            m_listing.notes.append(leftOut(m_unreadable));
        std::stable_sort(m_listing.rows.begin(), m_listing.rows.end(),
                         [](const Row &a, const Row &b) { return a.number && (!b.number || *a.number < *b.number); });
        this->finish(m_listing);
    }

    const std::optional<int> m_counted; //!< rows, as the level above says
    model::Listing<Row> m_listing;
    int m_unreadable = 0;
    QSet<QString> m_seen;
    std::unique_ptr<QidoWalk> m_walk;
};

class SeriesListing final : public LevelListing<model::Series>
{
public:
    SeriesListing(model::StudyUid study, std::optional<int> counted) : LevelListing(counted), m_study(std::move(study))
    {}

private:
    QidoSearch search() const override { return qidoSeries(m_study, workplace().endpoint().pageSize); }
    std::optional<model::Series> read(const QidoRow &row) const override { return seriesIn(row); }
    Note leftOut(int count) const override
    {
        return rowsLeftOut(count, QStringLiteral("Series Instance UID"), named(m_study));
    }

    const model::StudyUid m_study;
};

class InstanceListing final : public LevelListing<model::Instance>
{
public:
    InstanceListing(model::StudyUid study, model::SeriesUid series, std::optional<int> counted)
        : LevelListing(counted), m_study(std::move(study)), m_series(std::move(series))
    {}

private:
    QidoSearch search() const override { return qidoInstances(m_study, m_series, instancesAPage); }
    std::optional<model::Instance> read(const QidoRow &row) const override { return instanceIn(row); }
    Note leftOut(int count) const override { return instancesLeftOut(count, named(m_series)); }

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
        if (found)
            m_study.notes = found->notes;
        m_seriesListing = startSeriesListing(workplace().door(), m_uid, m_study.seriesCount);
        connect(m_seriesListing.get(), &AnyJob::finished, this, &QidoTree::seriesCame);
    }

    void seriesCame()
    {
        const auto &series = m_seriesListing->result();
        if (series)
            unite(m_study.notes, series->notes);
        // What QIDO-RS does not list of a study that it knows, the objects tell themselves.
        if (m_isKnown && canReadMetadata() && (!series || series->rows.isEmpty()))
            return readMetadata(series ? unknown() : series.error());
        if (!series)
            return fail(series.error());
        if (series->rows.isEmpty())
            return fail(unknown());
        m_study.series = series->rows;
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
        const auto study = model::StudyUid::parse(row.text("0020000D"));
        if (study && *study != m_uid) // some servers do not narrow the list by the study in the address
            return false;
        if (!instance)
            ++m_unreadable[series ? named(*series) : named(m_uid)];
        else if (!series)
            m_strays.insert(instance->uid);
        if (!instance || !series || m_seen.contains(instance->uid))
            return false;
        m_seen.insert(instance->uid);
        auto rows = m_rows.find(*series);
        if (rows == m_rows.end()) // the first row of a series tells of it all that others do
            rows = m_rows.emplace(*series, *seriesIn(row)).first;
        rows->second.instances.append(std::move(*instance));
        report({m_seen.size(), m_study.instanceCount ? std::optional<qint64>(*m_study.instanceCount) : std::nullopt,
                model::Progress::Unit::Instances});
        return true;
    }

    void instancesCame(const QidoWalk::Ending &ending)
    {
        if (!ending.error && !ending.truncated)
            takeRows(ending.notes);
        // One answer with all that the objects say is cheaper than a question a series.
        constexpr int mostAsked = 3;
        const auto open = std::count_if(m_study.series.cbegin(), m_study.series.cend(),
                                        [](const model::Series &series) { return series.instances.isEmpty(); });
        open > mostAsked &&canReadMetadata() ? readMetadata(std::nullopt) : nextSeries();
    }

    void takeRows(const QList<Note> &notes)
    {
        unite(m_study.notes, notes);
        for (model::Series &series : m_study.series)
            if (const auto rows = m_rows.extract(series.uid))
                take(series, rows.mapped().instances);
        for (auto &[uid, series] : m_rows) { // the list of series lacks them
            take(series, series.instances);
            m_study.series.append(series);
        }
        for (const auto &[where, count] : m_unreadable)
            m_study.notes.append(instancesLeftOut(count, where));
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
        if (m_next == m_study.series.size())
            return end();
        const model::Series &next = m_study.series.at(m_next);
        m_instanceListing = startInstanceListing(workplace().door(), m_uid, next.uid, next.instanceCount);
        connect(m_instanceListing.get(), &AnyJob::finished, this, [this] {
            const auto &instances = m_instanceListing->result();
            if (!instances)
                return fail(instances.error());
            unite(m_study.notes, instances->notes); // what the list of the whole study left out may be told already
            take(m_study.series[m_next], instances->rows);
            ++m_next;
            nextSeries();
        });
    }

    void end()
    {
        for (const model::Series &series : std::as_const(m_study.series))
            for (const model::Instance &instance : series.instances)
                m_strays.remove(instance.uid);
        if (!m_strays.isEmpty())
            m_study.notes.append(
                rowsLeftOut(int(m_strays.size()), QStringLiteral("Series Instance UID"), named(m_uid)));
        sortByNumber(m_study);
        finish(m_study);
    }

    Error unknown() const
    {
        return {Error::Kind::NotFound,
                m_study.notes.isEmpty() ? QStringLiteral("QIDO-RS does not know this study.")
                                        : m_study.notes.constLast().detail,
                0};
    }

    const model::StudyUid m_uid;
    const std::optional<model::PatientIdentifier> m_patient;
    model::Study m_study;
    JobPtr<Job<model::StudyList>> m_search;
    JobPtr<Job<model::Listing<model::Series>>> m_seriesListing;
    JobPtr<Job<model::Listing<model::Instance>>> m_instanceListing;
    JobPtr<Job<model::Study>> m_metadata;
    bool m_isKnown = false; //!< QIDO-RS has a row of the study
    std::unique_ptr<QidoWalk> m_walk;
    std::map<model::SeriesUid, model::Series> m_rows; //!< of instances, each in the series that it names
    std::map<QString, int> m_unreadable;              //!< rows of instances without UID, by what they are of
    QSet<model::SopUid> m_strays;                     //!< instances that name no series
    QSet<model::SopUid> m_seen;
    qsizetype m_next = 0;
};

} // namespace

JobPtr<Job<model::StudyList>> startQidoStudySearch(const WorkplaceDoor &door, const model::StudyQuery &query)
{
    return startWork<QidoStudySearch>(door, query);
}

JobPtr<Job<model::Listing<model::Series>>> startSeriesListing(const WorkplaceDoor &door, const model::StudyUid &study,
                                                              std::optional<int> counted)
{
    return startWork<SeriesListing>(door, study, counted);
}

JobPtr<Job<model::Listing<model::Instance>>> startInstanceListing(const WorkplaceDoor &door,
                                                                  const model::StudyUid &study,
                                                                  const model::SeriesUid &series,
                                                                  std::optional<int> counted)
{
    return startWork<InstanceListing>(door, study, series, counted);
}

JobPtr<Job<model::Study>> startQidoTree(const WorkplaceDoor &door, const model::StudyUid &study,
                                        const std::optional<model::PatientIdentifier> &patient)
{
    return startWork<QidoTree>(door, study, patient);
}

} // namespace network
