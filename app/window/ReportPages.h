#pragma once

#include <viewer/Pages.h>

#include <QObject>
#include <QThreadPool>

#include <memory>
#include <stop_token>

namespace window {

//! Draws the pages of one PDF in another thread, those first that are looked at. The last document wins.
class ReportPages final : public QObject
{
    Q_OBJECT

public:
    explicit ReportPages(QObject *parent = nullptr);
    ~ReportPages() override;

    void open(const QByteArray &pdf);
    //! Replaces what was wanted before.
    void want(const QList<int> &pages, int width);
    //! The text of all pages, of very many the first ones.
    void readText();
    //! Stops silently.
    void close();

signals:
    void opened(const QList<QSizeF> &sizes);
    void failed(const viewer::Error &error);
    //! At the width at which it was wanted.
    void drawn(int page, const QImage &picture, int width);
    void pageFailed(int page, const viewer::Error &error);
    void textRead(const QString &text);
    //! The text of the first pages, once after a page has been drawn and none is waited for.
    void textSeen(const QString &text);

private:
    void drawNext();
    void seeText();
    void read(int most, void (ReportPages::*tell)(const QString &));

    std::shared_ptr<viewer::Pages> m_pages;
    std::stop_source m_stop;
    int m_document = 0; //!< which one an answer is for
    int m_count = 0;
    QList<int> m_wanted;
    int m_width = 0;
    bool m_isDrawing = false;
    bool m_isSeen = false; //!< its text has been looked into
    QThreadPool m_helper;  //!< one thread; waited for at the end, so it is the last
};

} // namespace window
