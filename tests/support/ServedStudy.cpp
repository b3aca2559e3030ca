#include "support/ServedStudy.h"

#include <QHash>
#include <QStringList>

#include <memory>

namespace {

responder::Reply multipart(const SyntheticStudy &study, const QList<int> &slices)
{
    // Part by part, so that a large study needs no memory.
    auto next = std::make_shared<qsizetype>(0);
    responder::Reply reply{.contentType = SyntheticStudy::contentType().toStdString()};
    reply.more = [&study, slices, next]() -> std::string {
        const qsizetype at = (*next)++;
        if (at < slices.size())
            return (study.partHead(slices[at], at == 0) + study.file(slices[at])).toStdString();
        return at == slices.size() ? SyntheticStudy::closing().toStdString() : std::string();
    };
    return reply;
}

} // namespace

void serve(responder::Responder &responder, const SyntheticStudy &study)
{
    QHash<QString, int> sliceBySop;
    QList<int> all;
    for (int slice = 0; slice < study.slices(); ++slice) {
        sliceBySop.insert(QString::fromLatin1(study.sopUid(slice)), slice);
        all << slice;
    }
    const QString base = QStringLiteral("/dicom-web/studies/") + study.uid();
    const auto answer = [&study, sliceBySop, all, base](const responder::Request &request) -> responder::Reply {
        const QString path = QString::fromStdString(request.path());
        const QStringList steps = path.mid(base.size()).split(u'/', Qt::SkipEmptyParts);
        const auto json = [](const QByteArray &rows) {
            return responder::Reply{.contentType = "application/dicom+json", .body = rows.toStdString()};
        };
        const auto inSeries = [&](const QString &series) {
            QList<int> slices;
            for (const int slice : all)
                if (QString::fromLatin1(study.seriesUid(study.seriesOf(slice))) == series)
                    slices << slice;
            return slices;
        };
        if (steps.isEmpty())
            return multipart(study, all);
        if (steps == QStringList{QStringLiteral("series")})
            return json(study.seriesRows());
        if (steps == QStringList{QStringLiteral("instances")}) {
            const int offset = QString::fromStdString(request.parameter("offset")).toInt();
            return json(study.instanceRows(offset, offset + SyntheticStudy::rowsAPage));
        }
        if (steps.size() == 2)
            return multipart(study, inSeries(steps[1]));
        const int slice = sliceBySop.value(steps.value(3), -1);
        return slice < 0 ? responder::Reply{.status = 404} : multipart(study, {slice});
    };
    responder.handle(base.toStdString(), answer);
    responder.handle(
        "/dicom-web/studies", [&study, base](const responder::Request &request) -> std::optional<responder::Reply> {
            if (request.path() != "/dicom-web/studies" ||
                request.parameter("StudyInstanceUID") != study.uid().toStdString())
                return std::nullopt;
            return responder::Reply{.contentType = "application/dicom+json", .body = study.studyRows().toStdString()};
        });
}
