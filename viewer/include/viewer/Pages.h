#pragma once

#include <viewer/Result.h>

#include <QByteArray>
#include <QImage>
#include <QList>
#include <QSizeF>

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>

namespace viewer {

//! One page of a document.
struct Page
{
    QImage picture;
    QString text; //!< in reading order; empty where the page has none
};

//! Shows the pages of one PDF, which is a stranger's: a helper process draws them, without network, without the user's
//! files, and ended when a page takes too long. A page that breaks it off costs that page alone. Blocks; may be used
//! from one thread at a time.
class Pages
{
public:
    struct Options
    {
        QString program; //!< empty: borderlight-pages beside this program, or in ../libexec/borderlight
        std::chrono::milliseconds patience = std::chrono::seconds(10); //!< for one page, then the helper is ended
    };
    explicit Pages(QByteArray pdf);
    Pages(QByteArray pdf, const Options &options);
    ~Pages();

    //! The size of each page in points, at most of the first 5,000. An error where the bytes are no PDF, or one that
    //! wants a password.
    Result<QList<QSizeF>> open(const std::stop_token &stop = {});
    //! Page \a index, counted from 0, so many pixels wide. The height is bounded as well, so a page may be narrower.
    Result<Page> page(int index, int width, const std::stop_token &stop = {});
    //! The text of the first \a count pages, an empty line between two. Pages without any, and those that fail, are
    //! left out.
    QString text(int count, const std::stop_token &stop = {});

private:
    struct Private;
    std::unique_ptr<Private> d;
};

//! Who draws, in the helper.
struct PageSource
{
    std::function<Result<QList<QSizeF>>(const QByteArray &pdf)> open;
    std::function<Result<Page>(int index, int width)> draw;
};

//! The other end, for the helper itself: answers one request after the other until the socket is closed.
void servePages(int socket, const PageSource &source);

} // namespace viewer
