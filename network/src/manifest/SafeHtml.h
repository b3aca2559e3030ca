#pragma once

#include <model/Report.h>

#include <QList>
#include <QPair>

namespace network {

//! What one report may become. What is beyond is left out and said.
struct ReportRoom
{
    qsizetype characters = 512 * 1024; //!< of HTML
    qsizetype sections = 500;
};

//! Writes HTML that consists of an allow-list of elements and, on them, of spans, the start of a list and the direction
//! of a script. Whoever reads a document tells what it finds; what is not on the list is left out, with its content
//! where that is not text for people, and said in the report.
class SafeHtml
{
public:
    using Attributes = QList<QPair<QString, QString>>;

    SafeHtml(model::ReadableReport &report, ReportRoom &room) : m_report(report), m_room(room) {}

    //! An element began. Names in lower case; values with their entities resolved.
    void open(const QString &element, const Attributes &attributes);
    //! It ended, and with it all in it that is still open.
    void close(const QString &element);
    void text(QStringView text);

    //! Closes what is open and gives what was written.
    model::ReportSection taken();
    //! How many elements are open.
    qsizetype depth() const { return m_open.size(); }

private:
    struct Open
    {
        QString name;
        QString behind; //!< written when it ends
        bool isWritten = false;
        bool isHidden = false;
    };

    void judge(const QString &element, const Attributes &attributes);
    void write(const QString &html);
    void breakLine();
    void endLast();

    model::ReadableReport &m_report;
    ReportRoom &m_room;
    QList<Open> m_open;
    qsizetype m_hidden = 0; //!< open elements whose content is left out
    qsizetype m_written = 0;
    QString m_html;
    QString m_plain;
};

//! Whom a part of the report says that it is about. Said once; nothing where it does not say.
void addSubject(model::ReadableReport &report, const model::StudyPatient &patient);

//! Something of the report is not shown. Said once.
void leaveOut(model::ReadableReport &report, const QString &what);
//! The same of something that a report must not have.
void refuse(model::ReadableReport &report, const QString &what);

//! Reads HTML or XHTML of whatever quality, as the narrative of FHIR is.
model::ReportSection safeHtmlOf(QByteArrayView utf8, model::ReadableReport &report, ReportRoom &room);

} // namespace network
