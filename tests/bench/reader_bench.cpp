//! The multipart reader alone, beside memchr over the same bytes. See README.md.

#include "Measure.h"
#include "dicomweb/MultipartReader.h"
#include "support/SyntheticStudy.h"

#include <QElapsedTimer>

#include <algorithm>
#include <cstring>

namespace {

//! Seconds for all bytes in pieces of that size; what comes out has to be all there is.
double readingTakes(const QByteArray &body, qsizetype chunk, int parts, qint64 payload)
{
    int ended = 0;
    qint64 delivered = 0;
    network::MultipartReader reader(SyntheticStudy::boundary(),
                                    {.partBegan = [](const network::PartHeaders &) {},
                                     .partData = [&](QByteArrayView data) { delivered += data.size(); },
                                     .partEnded = [&] { ++ended; }});
    QElapsedTimer clock;
    clock.start();
    for (qsizetype at = 0; at < body.size(); at += chunk)
        reader.feed(QByteArrayView(body).sliced(at, std::min(chunk, body.size() - at)));
    const double took = double(clock.nsecsElapsed()) / 1e9;
    return ended == parts && delivered == payload ? took : -1;
}

//! Seconds for one search through all bytes, for one that is not among them.
double memchrTakes(const QByteArray &body)
{
    QElapsedTimer clock;
    clock.start();
    const bool isFound = memchr(body.constData(), '\xff', size_t(body.size())) != nullptr;
    return isFound ? -1 : double(clock.nsecsElapsed()) / 1e9;
}

QByteArray bodyOf(const SyntheticStudy &study)
{
    return study.body().replace('\xff', '\xfe');
}

} // namespace

int main()
{
    constexpr int rounds = 5;
    bool isGood = true;
    const SyntheticStudy half(1000);
    const SyntheticStudy whole(2000);
    const QByteArray halfBody = bodyOf(half);
    const QByteArray body = bodyOf(whole);
    const qint64 payload = whole.bytes();
    for (const qsizetype chunk : {1, 7, 256, 1460, 16 * 1024, 128 * 1024, 1024 * 1024}) {
        std::vector<double> ratios, growth;
        for (int round = 0; round < (chunk < 256 ? 1 : rounds); ++round) {
            const double yardstick = memchrTakes(body);
            const double ours = readingTakes(body, chunk, whole.slices(), payload);
            const double ofHalf = readingTakes(halfBody, chunk, half.slices(), half.bytes());
            if (yardstick < 0 || ours < 0 || ofHalf < 0)
                return 2;
            ratios.push_back(ours / yardstick);
            growth.push_back(ours / ofHalf);
        }
        const bool isLarge = chunk >= 16 * 1024;
        const Spread ratio = spreadOf(ratios);
        const Spread twice = spreadOf(growth);
        isGood &= row(QStringLiteral("multipart reader, 1 GB in pieces of %1").arg(chunk),
                      QStringLiteral("%1 x memchr%2; twice the bytes take %3 x, at most 2.6")
                          .arg(written(ratio), isLarge ? QStringLiteral(", at most 3") : QString(), written(twice)),
                      (!isLarge || ratio.median <= 3) && twice.median <= 2.6);
    }
    return isGood ? 0 : 1;
}
