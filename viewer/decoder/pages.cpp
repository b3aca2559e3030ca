//! The helper that draws the pages of a PDF: it is started by the workstation with a socket as its descriptor 3, locks
//! itself in and answers until that is closed. Of files it can read fonts alone.

#include "Sandbox.h"

#include <viewer/Pages.h>

#include <poppler/qt6/poppler-qt6.h>

#include <unistd.h>

#include <algorithm>

namespace {

constexpr int workstation = 3;

tl::unexpected<viewer::Error> cannot(const QString &why)
{
    return tl::unexpected(viewer::Error{viewer::Error::Kind::Unreadable, why, {}});
}

viewer::Result<QList<QSizeF>> opened(std::unique_ptr<Poppler::Document> &document, const QByteArray &pdf)
{
    constexpr int mostPages = 5000;
    document = Poppler::Document::loadFromData(pdf);
    if (!document)
        return cannot(QStringLiteral("The file is no PDF, or a damaged one."));
    if (document->isLocked())
        return cannot(QStringLiteral("The PDF wants a password."));
    if (document->numPages() < 1)
        return cannot(QStringLiteral("The PDF has no pages."));
    document->setRenderHint(Poppler::Document::Antialiasing);
    document->setRenderHint(Poppler::Document::TextAntialiasing);
    QList<QSizeF> sizes;
    for (int i = 0; i < std::min(document->numPages(), mostPages); ++i) {
        const auto page = document->page(i);
        sizes.append(page ? page->pageSizeF() : QSizeF());
    }
    return sizes;
}

viewer::Result<viewer::Page> drawn(const Poppler::Document *document, int index, int width)
{
    constexpr double inch = 72;
    constexpr double highest = 8000;
    const auto page = document && index >= 0 && index < document->numPages() ? document->page(index) : nullptr;
    if (!page)
        return cannot(QStringLiteral("There is no such page."));
    const QSizeF size = page->pageSizeF();
    if (!(size.width() > 0 && size.height() > 0))
        return cannot(QStringLiteral("The page has no size."));
    const double scale = std::min(width / size.width(), highest / size.height());
    const QImage picture = page->renderToImage(scale * inch, scale * inch);
    if (picture.isNull())
        return cannot(QStringLiteral("The page cannot be drawn."));
    return viewer::Page{picture, page->text({})};
}

} // namespace

int main()
{
    ::close_range(workstation + 1, ~0U, 0);
    Poppler::setDebugErrorFunction([](const QString &, const QVariant &) {}, {}); // it would tell what is in the page
    if (!viewer::lockIn(viewer::Work::Pages))
        return 1;
    std::unique_ptr<Poppler::Document> document;
    viewer::servePages(workstation, {[&](const QByteArray &pdf) { return opened(document, pdf); },
                                     [&](int index, int width) { return drawn(document.get(), index, width); }});
    return 0;
}
