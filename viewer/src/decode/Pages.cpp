#include <viewer/Pages.h>

#include "decode/Channel.h"
#include "decode/HelperProcess.h"

#include <new>
#include <vector>

namespace viewer {

namespace {

constexpr int mostPages = 5000;
constexpr int widestPage = 4096;
constexpr int highestPage = 8192;
constexpr qint64 longestText = 4 * 1024 * 1024;
constexpr qint64 largestDocument = 512LL * 1024 * 1024;

struct PageRequest
{
    qint32 page; //!< -1: open the document in the memory file, and tell the sizes of its pages
    qint32 width;
    qint64 bytes;
};

struct PageAnswer
{
    bool isGood;
    Text<256> detail;
    qint32 pages;         //!< sizes in the memory file, two doubles a page
    qint32 width, height; //!< of the picture in the memory file, 32 bits a pixel
    qint64 textBytes;     //!< UTF-8, behind the picture
};

Error cannot(const QString &why)
{
    return {Error::Kind::Unreadable, why, {}};
}

} // namespace

struct Pages::Private
{
    QByteArray pdf;
    Options options;
    std::unique_ptr<HelperProcess> helper;

    //! A helper that has the document; the answer to it.
    Result<PageAnswer> begin(Descriptor &file, const std::stop_token &stop)
    {
        auto started = HelperProcess::start(options.program);
        if (!started)
            return tl::unexpected(started.error());
        helper = std::move(*started);
        const Descriptor document(memfd_create("document", MFD_CLOEXEC));
        if (document.number() < 0 || !writeAll(document.number(), pdf.constData(), pdf.size()))
            return tl::unexpected(cannot(QStringLiteral("There is not enough memory.")));
        return ask({-1, 0, pdf.size()}, document.number(), file, stop);
    }

    Result<PageAnswer> ask(const PageRequest &request, int document, Descriptor &file, const std::stop_token &stop)
    {
        PageAnswer answer{};
        if (!send(helper->socket(), request, document)) {
            helper.reset();
            return tl::unexpected(HelperProcess::cannotStart(QStringLiteral("it does not listen")));
        }
        const HelperProcess::Waited waited = helper->wait(stop, options.patience);
        if (waited == HelperProcess::Waited::Answered && receive(helper->socket(), answer, file)) {
            if (answer.isGood)
                return answer;
            return tl::unexpected(cannot(textOf(answer.detail)));
        }
        helper.reset();
        return tl::unexpected(Error{
            Error::Kind::DecoderFailed,
            waited == HelperProcess::Waited::TooLong   ? QStringLiteral("It did not come to an end and was stopped.")
            : waited == HelperProcess::Waited::Stopped ? QStringLiteral("Stopped.")
                                                       : QStringLiteral("What draws pages broke off."),
            {}});
    }
};

Pages::Pages(QByteArray pdf) : Pages(std::move(pdf), Options()) {}

Pages::Pages(QByteArray pdf, const Options &options) : d(std::make_unique<Private>())
{
    d->pdf = std::move(pdf);
    d->options = options;
    if (d->options.program.isEmpty())
        d->options.program = HelperProcess::programNamed(QStringLiteral("borderlight-pages"));
}

Pages::~Pages() = default;

Result<QList<QSizeF>> Pages::open(const std::stop_token &stop)
{
    Descriptor file;
    const auto answer = d->begin(file, stop);
    if (!answer)
        return tl::unexpected(answer.error());
    std::vector<double> sides(size_t(std::clamp(answer->pages, 0, mostPages)) * 2);
    if (!readAll(file.number(), reinterpret_cast<char *>(sides.data()), qint64(sides.size() * sizeof(double)), 0))
        return tl::unexpected(cannot(QStringLiteral("Its pages could not be counted.")));
    constexpr double longest = 100'000; // points; a side of nothing would divide by it
    QList<QSizeF> sizes;
    for (size_t i = 0; i < sides.size(); i += 2)
        sizes.append({sides[i] > 0 && sides[i] < longest ? sides[i] : 595,
                      sides[i + 1] > 0 && sides[i + 1] < longest ? sides[i + 1] : 842});
    return sizes;
}

Result<Page> Pages::page(int index, int width, const std::stop_token &stop)
{
    if (index < 0)
        return tl::unexpected(cannot(QStringLiteral("There is no such page.")));
    Descriptor file;
    if (!d->helper) { // the last page ended it
        Descriptor sizes;
        if (const auto begun = d->begin(sizes, stop); !begun)
            return tl::unexpected(begun.error());
    }
    const auto answer = d->ask({index, std::clamp(width, 1, widestPage - 1), 0}, -1, file, stop);
    if (!answer)
        return tl::unexpected(answer.error());
    const bool isSound = answer->width > 0 && answer->width <= widestPage && answer->height > 0 &&
                         answer->height <= highestPage && answer->textBytes >= 0 && answer->textBytes <= longestText;
    Page page;
    if (isSound)
        page.picture = QImage(answer->width, answer->height, QImage::Format_RGB32);
    QByteArray text(isSound ? answer->textBytes : 0, Qt::Uninitialized);
    if (!isSound || page.picture.isNull() ||
        !readAll(file.number(), reinterpret_cast<char *>(page.picture.bits()), page.picture.sizeInBytes(), 0) ||
        !readAll(file.number(), text.data(), text.size(), page.picture.sizeInBytes())) {
        d->helper.reset();
        return tl::unexpected(cannot(QStringLiteral("What draws pages answered with something else.")));
    }
    page.text = QString::fromUtf8(text);
    return page;
}

QString Pages::text(int count, const std::stop_token &stop)
{
    constexpr int small = 32; // the picture is not wanted
    QStringList texts;
    for (int i = 0; i < count && !stop.stop_requested(); ++i)
        if (const auto drawn = page(i, small, stop))
            texts += drawn->text.trimmed();
    texts.removeAll(QString());
    return texts.join(QStringLiteral("\n\n"));
}

namespace {

//! A memory file with these bytes, one part after the other; number() is negative where there is no memory.
std::unique_ptr<Descriptor> filled(std::initializer_list<QByteArrayView> parts)
{
    auto file = std::make_unique<Descriptor>(memfd_create("page", MFD_CLOEXEC));
    for (const QByteArrayView part : parts)
        if (file->number() < 0 || !writeAll(file->number(), part.data(), part.size()))
            return std::make_unique<Descriptor>();
    return file;
}

bool refuse(int socket, const Error &error)
{
    PageAnswer answer{};
    put(answer.detail, error.detail);
    return send(socket, answer, -1);
}

bool tellSizes(int socket, const QList<QSizeF> &sizes)
{
    std::vector<double> sides;
    for (const QSizeF &size : sizes.first(std::min<qsizetype>(sizes.size(), mostPages))) {
        sides.push_back(size.width());
        sides.push_back(size.height());
    }
    PageAnswer answer{};
    answer.isGood = true;
    answer.pages = qint32(sides.size() / 2);
    const auto file =
        filled({{reinterpret_cast<const char *>(sides.data()), qsizetype(sides.size() * sizeof(double))}});
    return send(socket, answer, file->number());
}

bool tellPage(int socket, const Page &page)
{
    const QImage picture = page.picture.convertToFormat(QImage::Format_RGB32);
    const QByteArray text = page.text.left(longestText / 4).toUtf8();
    PageAnswer answer{};
    answer.isGood = true;
    answer.width = picture.width();
    answer.height = picture.height();
    answer.textBytes = text.size();
    const auto file =
        filled({{reinterpret_cast<const char *>(picture.constBits()), picture.sizeInBytes()}, QByteArrayView(text)});
    return send(socket, answer, file->number());
}

bool answerPage(int socket, const PageRequest &request, const Descriptor &file, const PageSource &source)
{
    if (request.page >= 0) {
        const auto page = source.draw(request.page, request.width);
        return page ? tellPage(socket, *page) : refuse(socket, page.error());
    }
    if (request.bytes < 0 || request.bytes > largestDocument)
        return false;
    QByteArray pdf(request.bytes, Qt::Uninitialized);
    if (!readAll(file.number(), pdf.data(), pdf.size(), 0))
        return false;
    const auto sizes = source.open(pdf);
    return sizes ? tellSizes(socket, *sizes) : refuse(socket, sizes.error());
}

} // namespace

void servePages(int socket, const PageSource &source)
{
    for (;;) {
        PageRequest request{};
        Descriptor file;
        if (!receive(socket, request, file))
            return;
        try {
            if (!answerPage(socket, request, file, source))
                return;
        } catch (const std::bad_alloc &) {
            if (!refuse(socket, cannot(QStringLiteral("There is not enough memory."))))
                return;
        }
    }
}

} // namespace viewer
