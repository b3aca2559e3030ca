#pragma once

#include <model/Study.h>

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

namespace model {

//! A part of a report under its own heading, in the order of the document.
struct ReportSection
{
    QString title;              //!< as sent; may be empty
    QString meaning;            //!< what the document says that its code means, empty where the title says it already
    QString code;               //!< as sent; LOINC as a rule
    int level = 0;              //!< 0 for a section of the document, 1 for one inside of it …
    QString html;               //!< safe: nothing in it runs, loads or leads anywhere
    QString text;               //!< the same without markup, paragraphs on lines of their own
    QString language;           //!< BCP 47, where the section tells one of its own
    bool isTranslation = false; //!< the document's own one of the section before it

    friend bool operator==(const ReportSection &, const ReportSection &) = default;
};

//! A report made readable, in the language in which it was sent.
struct ReadableReport
{
    QString title;
    QString language; //!< BCP 47; empty when not told
    QString author;   //!< as sent
    QString written;  //!< when, as sent
    QString status;   //!< "final", "amended", "entered-in-error" …; empty when not told
    QList<ReportSection> sections;
    QByteArray pdf;               //!< the report is or encloses this PDF; never looked into here
    QStringList removed;          //!< what of the document is not shown, in plain words
    bool isUnsafe = false;        //!< it carries what runs or what is foreign to a report
    QString unreadable;           //!< neither sections nor a PDF: why
    QList<StudyPatient> subjects; //!< whom its parts say that it is about

    //! All sections with their headings as plain text.
    QString plainText() const;
};

} // namespace model
