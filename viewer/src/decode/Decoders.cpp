#include "decode/Helper.h"
#include "decode/HelperProcess.h"

#include <mutex>
#include <vector>

namespace viewer {

namespace {

Error stopped()
{
    return {Error::Kind::Unreadable, QStringLiteral("Stopped."), {}};
}

} // namespace

struct Decoders::Private
{
    QString program;
    std::chrono::milliseconds patience;

    mutable std::mutex mutex;
    std::vector<std::unique_ptr<HelperProcess>> idle;
    QList<qint64> processes;

    Result<std::unique_ptr<HelperProcess>> begin()
    {
        auto helper = HelperProcess::start(program);
        if (helper) {
            const std::lock_guard lock(mutex);
            processes.append((*helper)->process());
        }
        return helper;
    }
    Result<std::unique_ptr<HelperProcess>> take()
    {
        {
            const std::lock_guard lock(mutex);
            if (!idle.empty()) {
                auto helper = std::move(idle.back());
                idle.pop_back();
                return helper;
            }
        }
        return begin();
    }
    void giveBack(std::unique_ptr<HelperProcess> helper)
    {
        const std::lock_guard lock(mutex);
        idle.push_back(std::move(helper));
    }
    //! Ends a helper and has the next one ready.
    void replace(std::unique_ptr<HelperProcess> helper)
    {
        {
            const std::lock_guard lock(mutex);
            processes.removeOne(helper->process());
        }
        helper.reset();
        if (auto next = begin())
            giveBack(std::move(*next));
    }
};

Decoders::Decoders() : Decoders(Options()) {}

Decoders::Decoders(const Options &options) : d(std::make_unique<Private>())
{
    d->program =
        options.program.isEmpty() ? HelperProcess::programNamed(QStringLiteral("borderlight-decode")) : options.program;
    d->patience = options.patience;
    if (auto first = d->begin())
        d->giveBack(std::move(*first));
}

Decoders::~Decoders() = default;

Result<DecodedFrame> Decoders::decode(const CompressedFrame &frame, const std::stop_token &stop)
{
    auto helper = d->take();
    if (!helper)
        return tl::unexpected(helper.error());
    if (!sendFrame((*helper)->socket(), frame)) {
        // It went while it had nothing to do, so this frame is not to blame.
        d->replace(std::move(*helper));
        helper = d->take();
        if (!helper)
            return tl::unexpected(helper.error());
        if (!sendFrame((*helper)->socket(), frame)) {
            d->replace(std::move(*helper));
            return tl::unexpected(HelperProcess::cannotStart(QStringLiteral("it does not listen")));
        }
    }
    const HelperProcess::Waited waited = (*helper)->wait(stop, d->patience);
    if (waited == HelperProcess::Waited::Answered) {
        if (auto answer = receiveAnswer((*helper)->socket(), frame)) {
            d->giveBack(std::move(*helper));
            return std::move(*answer);
        }
    }
    d->replace(std::move(*helper));
    if (waited == HelperProcess::Waited::Stopped || stop.stop_requested())
        return tl::unexpected(stopped());
    return tl::unexpected(Error{Error::Kind::DecoderFailed,
                                waited == HelperProcess::Waited::TooLong
                                    ? QStringLiteral("The decoder did not come to an end and was stopped.")
                                    : QStringLiteral("The decoder broke off at this frame."),
                                {}});
}

FrameDecoder Decoders::decoder()
{
    return [this](const CompressedFrame &frame, const std::stop_token &stop) { return decode(frame, stop); };
}

QList<qint64> Decoders::processIds() const
{
    const std::lock_guard lock(d->mutex);
    return d->processes;
}

} // namespace viewer
