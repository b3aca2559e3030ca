#include "ReportPages.h"

#include <algorithm>

namespace window {

ReportPages::ReportPages(QObject *parent) : QObject(parent)
{
    m_helper.setMaxThreadCount(1);
}

ReportPages::~ReportPages()
{
    close();
}

void ReportPages::close()
{
    m_stop.request_stop();
    m_stop = {};
    ++m_document;
    m_pages.reset();
    m_count = 0;
    m_wanted.clear();
    m_isDrawing = false;
    m_isSeen = false;
}

void ReportPages::open(const QByteArray &pdf)
{
    close();
    m_pages = std::make_shared<viewer::Pages>(pdf);
    m_helper.start([this, pages = m_pages, stop = m_stop.get_token(), document = m_document] {
        const auto sizes = pages->open(stop);
        QMetaObject::invokeMethod(
            this,
            [this, sizes, document] {
                if (document != m_document)
                    return;
                m_count = sizes ? int(sizes->size()) : 0;
                if (sizes)
                    emit opened(*sizes);
                else
                    emit failed(sizes.error());
            },
            Qt::QueuedConnection);
    });
}

void ReportPages::want(const QList<int> &pages, int width)
{
    m_wanted = pages;
    m_width = width;
    drawNext();
}

void ReportPages::drawNext()
{
    if (m_isDrawing || m_wanted.isEmpty() || !m_pages)
        return;
    m_isDrawing = true;
    m_helper.start([this, pages = m_pages, index = m_wanted.takeFirst(), width = m_width, stop = m_stop.get_token(),
                    document = m_document] {
        const auto page = pages->page(index, width, stop);
        QMetaObject::invokeMethod(
            this,
            [this, page, index, width, document] {
                if (document != m_document)
                    return;
                m_isDrawing = false;
                if (page)
                    emit drawn(index, page->picture, width);
                else
                    emit pageFailed(index, page.error());
                drawNext();
                seeText();
            },
            Qt::QueuedConnection);
    });
}

void ReportPages::readText()
{
    constexpr int most = 200;
    read(most, &ReportPages::textRead);
}

void ReportPages::seeText()
{
    constexpr int most = 20; // what a report is about stands in front
    if (m_isSeen || m_isDrawing)
        return;
    m_isSeen = true;
    read(most, &ReportPages::textSeen);
}

void ReportPages::read(int most, void (ReportPages::*tell)(const QString &))
{
    if (!m_pages)
        return;
    m_helper.start([this, pages = m_pages, count = std::min(m_count, most), stop = m_stop.get_token(),
                    document = m_document, tell] {
        const QString text = pages->text(count, stop);
        QMetaObject::invokeMethod(
            this,
            [this, text, document, tell] {
                if (document == m_document)
                    emit(this->*tell)(text);
            },
            Qt::QueuedConnection);
    });
}

} // namespace window
