#pragma once

#include <network/Client.h>
#include <responder/Responder.h>

#include <QDir>
#include <QDirIterator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using network::Client;
using network::Endpoint;
using network::Error;
using network::RetrievalJob;
using network::RetrievalRequest;
using responder::Fault;
using responder::Responder;

Q_DECLARE_METATYPE(Fault)

using namespace std::chrono_literals;

inline QString text(const std::string &from)
{
    return QString::fromStdString(from);
}

inline QUrl url(const std::string &from)
{
    return QUrl(text(from));
}

inline responder::DemoPatient person()
{
    for (const auto &patient : Responder::demoPatients())
        if (patient.system + '|' + patient.value == Responder::demoIdentifier())
            return patient;
    return {};
}

//! The study of that person with two series of twenty instances each.
inline responder::DemoStudy brain()
{
    for (const auto &study : person().studies)
        if (study.series.size() == 2 && study.series[0].instances.size() == 20)
            return study;
    return {};
}

//! A study of which ImagingStudy lists one series of twenty instances and QIDO-RS one more.
inline responder::DemoStudy lateSeriesStudy()
{
    for (const auto &patient : Responder::demoPatients())
        for (const auto &study : patient.studies)
            if (study.accession == "XA26-001990")
                return study;
    return {};
}

inline model::StudyUid uidOf(const responder::DemoStudy &study)
{
    return *model::StudyUid::parse(text(study.uid));
}

inline model::SeriesUid uidOf(const responder::DemoSeries &series)
{
    return *model::SeriesUid::parse(text(series.uid));
}

//! The tree of a demo study as a listing would give it.
inline model::Study listingOf(const responder::DemoStudy &study)
{
    model::Study tree{.uid = uidOf(study)};
    for (const auto &series : study.series) {
        model::Series listed{.uid = uidOf(series)};
        for (const auto &instance : series.instances)
            listed.instances << model::Instance{.uid = *model::SopUid::parse(text(instance))};
        listed.instanceCount = int(listed.instances.size());
        tree.series << listed;
    }
    return tree;
}

//! A contact point, a folder and a client for one test.
struct Walk
{
    Responder responder;
    QTemporaryDir folder;
    Endpoint endpoint;
    RetrievalRequest request{.selection = {.study = uidOf(brain())}};

    Walk()
    {
        endpoint.fhirBase = url(responder.fhirBase());
        endpoint.qidoBase = url(responder.dicomwebBase());
        endpoint.wadoBase = url(responder.dicomwebBase());
        endpoint.idleTimeout = 2s;
        request.folder = folder.filePath(QStringLiteral("images"));
    }

    network::Result<model::RetrievalReport> run() const
    {
        Client client(endpoint);
        const auto job = client.retrieve(request);
        QSignalSpy finished(job.get(), &RetrievalJob::finished);
        if (!finished.wait(30'000) || finished.size() != 1)
            return tl::unexpected(Error{Error::Kind::Usage, QStringLiteral("the job did not finish once")});
        return job->result();
    }

    //! Paths below /studies/UID of the image requests, in order.
    QStringList asked() const
    {
        QStringList paths;
        for (const auto &seen : responder.seen()) {
            const QString path = text(seen.path());
            const auto steps = path.split(u'/', Qt::SkipEmptyParts);
            // dicom-web/studies/UID[/series/UID[/instances/UID]]
            if (steps.size() % 2 == 1 && steps.size() >= 3 && steps[1] == QLatin1String("studies"))
                paths << QStringList(steps.sliced(3)).join(u'/');
        }
        return paths;
    }

    QStringList filesNamed(const QString &pattern) const
    {
        QStringList files;
        QDirIterator it(folder.path(), {pattern}, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (it.hasNext())
            files << it.next();
        return files;
    }

    //! Says what is wrong with the files under final names and beside them; empty when all are whole.
    QString flaws() const
    {
        if (const auto parts = filesNamed(QStringLiteral("*.part")); !parts.isEmpty())
            return parts.first();
        const QString images = request.folder + u'/' + request.selection.study.text() + u'/';
        const auto files = filesNamed(QStringLiteral("*.dcm"));
        for (const QString &path : files) {
            QFile file(path);
            if (!file.open(QIODevice::ReadOnly) || !path.startsWith(images))
                return path;
            const auto served = Responder::demoInstance(QFileInfo(path).completeBaseName().toStdString());
            if (!served.empty() && file.readAll() != QByteArray::fromStdString(served))
                return path + QStringLiteral(" differs from what was served");
        }
        const auto outside = QDir(folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
        return outside == QStringList{QStringLiteral("images")} || outside.isEmpty() ? QString() : outside.join(u' ');
    }

    QByteArray contentOf(const QString &name) const
    {
        QFile file(request.folder + u'/' + request.selection.study.text() + u'/' + name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
};

inline network::ExpectedPatient demoPerson()
{
    const auto demo = person();
    network::ExpectedPatient expected;
    expected.identifier = {text(demo.system), text(demo.value)};
    expected.confirmed.identifiers = {expected.identifier};
    expected.confirmed.family = text(demo.family);
    expected.confirmed.given = {text(demo.given)};
    expected.confirmed.birthDate = text(demo.birthDate);
    expected.confirmed.gender = text(demo.gender);
    return expected;
}
