#include "ObjectView.h"

#include "ImagingColours.h"
#include "Words.h"

#include <viewer/StructuredReport.h>

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QTextBrowser>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>
#include <QtConcurrent>

#include <algorithm>

namespace viewer {

namespace {

constexpr qsizetype mostFiles = 50;
constexpr int mostIndent = 12;

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(viewer::ObjectView)
};

//! Text without a way out: nothing in it is a tag or a link.
QString plain(const QString &text)
{
    return text.toHtmlEscaped().replace(QLatin1Char('\n'), QLatin1String("<br>"));
}

QString coloured(QRgb colour, const QString &html)
{
    return QStringLiteral("<span style=\"color:%1\">%2</span>").arg(QColor(colour).name(), html);
}

QString referenceLine(const ObjectReference &reference, const ImagesByUid &here)
{
    const auto image = here.value(reference.sopUid);
    QString words = image ? placeLine(*image) : sopClassName(reference.sopClass);
    if (!reference.frames.isEmpty()) {
        QStringList frames;
        for (const int frame : reference.frames.mid(0, 20))
            frames << QString::number(frame);
        words += QLatin1Char(' ') + Texts::tr("frame %1").arg(frames.join(QLatin1String(", ")));
    }
    if (!image)
        return coloured(imaging::text3, plain(Texts::tr("%1 (not here)").arg(words)));
    return QStringLiteral("<a style=\"color:%1\" href=\"image:%2#%3\">%4</a>")
        .arg(QColor(imaging::accent).name(), plain(reference.sopUid))
        .arg(reference.frames.isEmpty() ? 1 : reference.frames.constFirst())
        .arg(plain(words));
}

QString itemHtml(const ReportItem &item, const ImagesByUid &here)
{
    const int indent = 16 * std::min(item.depth, mostIndent);
    QString line;
    if (item.isSection) {
        line = QStringLiteral("<b>%1</b>").arg(plain(item.heading));
    } else {
        if (!item.heading.isEmpty())
            line = coloured(imaging::text2, plain(item.heading) + QLatin1String(": "));
        line += plain(item.value);
        if (item.isContext)
            line = QStringLiteral("<i>%1</i>").arg(line);
    }
    if (!item.reference.isEmpty())
        line += (line.isEmpty() ? QString() : QStringLiteral(" ")) + referenceLine(item.reference, here);
    return QStringLiteral("<p style=\"margin:%1px 0 2px %2px\">%3</p>")
        .arg(item.isSection ? 10 : 0)
        .arg(indent)
        .arg(line);
}

QString note(const QString &text)
{
    return QStringLiteral("<p>%1</p>").arg(coloured(imaging::warn, QChar(0x26A0) + QLatin1Char(' ') + plain(text)));
}

//! The words of the flags (0040,A491) and (0040,A493), PS3.3 C.17.2; others as they stand there.
QString stateInWords(const QString &state)
{
    QStringList words = state.split(QStringLiteral(", "));
    for (QString &word : words) {
        if (word == QLatin1String("COMPLETE"))
            word = Texts::tr("complete");
        else if (word == QLatin1String("PARTIAL"))
            word = Texts::tr("partial");
        else if (word == QLatin1String("VERIFIED"))
            word = Texts::tr("verified");
        else if (word == QLatin1String("UNVERIFIED"))
            word = Texts::tr("not verified");
    }
    return words.join(QStringLiteral(", "));
}

//! \a name is what the patient is called; empty for what the file says.
QString reportHtml(const FileHeader &header, const QString &name, const ImagesByUid &here)
{
    const auto report = readStructuredReport(header.path);
    if (!report) {
        const Sentence sentence = sentenceFor(report.error(), 1);
        return QStringLiteral("<h3>%1</h3>").arg(plain(sentence.headline)) + note(report.error().detail);
    }
    QString html = QStringLiteral("<h3>%1</h3>")
                       .arg(plain(report->title.isEmpty() ? sopClassName(header.sopClass) : report->title));
    QStringList about;
    about << (name.isEmpty() ? header.patientName : name)
          << dateWithLetters(QDate::fromString(report->contentDate, Qt::ISODate)) << stateInWords(report->state);
    about << report->observers;
    about.removeAll(QString());
    html += QStringLiteral("<p>%1</p>").arg(coloured(imaging::text2, plain(about.join(QLatin1String(", ")))));
    if (!report->damage.isEmpty())
        html += note(report->damage);
    if (!name.isEmpty())
        html += note(Texts::tr("What the report says may name the patient."));
    for (const ReportItem &item : report->items)
        html += itemHtml(item, here);
    return html;
}

QString otherHtml(const FileHeader &header)
{
    const QString name = sopClassName(header.sopClass);
    QString headline = Texts::tr("This is no picture");
    QString meaning;
    switch (kindOf(header.sopClass)) {
    case ObjectKind::Document:
        headline = Texts::tr("A document: %1").arg(header.documentTitle.isEmpty() ? name : header.documentTitle);
        meaning = header.documentType.isEmpty() ? name : Texts::tr("%1, %2").arg(name, header.documentType);
        break;
    case ObjectKind::Waveform:
        headline = Texts::tr("Curves: %1").arg(name);
        meaning = Texts::tr("Curves are not drawn here.");
        break;
    case ObjectKind::PresentationState:
        headline = Texts::tr("A presentation state");
        meaning = Texts::tr("%1. It says how other images are to be seen.").arg(name);
        break;
    default:
        meaning = header.sopClass.isEmpty() ? Texts::tr("The file does not say what it is.") : name;
    }
    return QStringLiteral("<h3>%1</h3><p>%2</p><p><b>%3</b></p>")
        .arg(plain(headline), plain(meaning),
             plain(Texts::tr("The file is whole and can be handed over or opened in another program.")));
}

bool isDocument(const std::shared_ptr<const FileHeader> &file)
{
    return kindOf(file->sopClass) == ObjectKind::Document;
}

QString htmlOf(const ImageList &files, const QStringList &names, const ImagesByUid &here)
{
    QStringList parts;
    for (const auto &file : files.mid(0, mostFiles)) {
        const ObjectKind kind = kindOf(file->sopClass);
        parts << (kind == ObjectKind::Report || kind == ObjectKind::KeyObjects
                      ? reportHtml(*file, names.value(parts.size()), here)
                      : otherHtml(*file));
    }
    if (files.size() > mostFiles)
        parts << note(Texts::tr("%1 more files are not listed here.").arg(files.size() - mostFiles));
    return parts.join(QStringLiteral("<hr>"));
}

} // namespace

ObjectView::ObjectView(QWidget *parent)
    : QWidget(parent), m_text(new QTextBrowser(this)), m_open(new QToolButton(this)), m_readHere(new QToolButton(this))
{
    setObjectName(QStringLiteral("objectView"));
    setAccessibleName(tr("Contents"));
    m_text->setObjectName(QStringLiteral("objectText"));
    m_text->setAccessibleName(tr("Contents as text"));
    m_text->setOpenLinks(false);
    m_text->document()->setDocumentMargin(24);
    m_text->installEventFilter(this);
    m_open->setObjectName(QStringLiteral("objectOpenWith"));
    m_open->setText(tr("Open with…"));
    m_open->setToolTip(tr("Opens the files in another program"));
    m_readHere->setObjectName(QStringLiteral("objectReadHere"));
    m_readHere->setText(tr("Read it here"));
    m_readHere->setToolTip(tr("Shows the document beside the pictures"));
    m_readHere->hide();
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(24, 8, 24, 8);
    foot->setSpacing(8);
    foot->addWidget(m_readHere);
    foot->addWidget(m_open);
    foot->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_text, 1);
    column->addLayout(foot);
    setFocusProxy(m_text);

    connect(&m_reading, &QFutureWatcherBase::finished, this, [this] {
        if (m_isStale)
            read();
        else
            m_text->setHtml(m_reading.result());
    });
    connect(m_text, &QTextBrowser::anchorClicked, this, [this](const QUrl &url) {
        if (url.scheme() == QLatin1String("image"))
            emit imageRequested(url.path(), std::max(url.fragment().toInt(), 1));
    });
    connect(m_readHere, &QToolButton::clicked, this, [this] {
        if (const auto document = std::find_if(m_files.cbegin(), m_files.cend(), isDocument);
            document != m_files.cend())
            emit documentRequested((*document)->path);
    });
    connect(m_open, &QToolButton::clicked, this, [this] {
        QStringList paths;
        for (const auto &file : std::as_const(m_files))
            paths << file->path;
        emit openElsewhereRequested(paths);
    });
}

ObjectView::~ObjectView()
{
    m_reading.waitForFinished();
}

void ObjectView::setFiles(const ImageList &files, const ImagesByUid &here)
{
    if (files == m_files && here == m_here)
        return;
    m_files = files;
    m_here = here;
    m_readHere->setVisible(std::any_of(m_files.cbegin(), m_files.cend(), isDocument));
    read();
}

void ObjectView::setPseudonyms(const Pseudonyms &pseudonyms)
{
    m_pseudonyms = pseudonyms;
    if (!m_files.isEmpty())
        read();
}

void ObjectView::clear()
{
    m_files.clear();
    m_here.clear();
    m_text->clear();
    m_isStale = true;
}

void ObjectView::read()
{
    m_isStale = m_reading.isRunning();
    if (m_isStale)
        return;
    QStringList names;
    if (m_pseudonyms)
        for (const auto &file : m_files.mid(0, mostFiles))
            names << m_pseudonyms(*file);
    m_reading.setFuture(
        QtConcurrent::run([files = m_files, names, here = m_here] { return htmlOf(files, names, here); }));
}

bool ObjectView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_text && event->type() == QEvent::KeyPress) {
        switch (static_cast<QKeyEvent *>(event)->key()) {
        case Qt::Key_PageUp:
            emit seriesStepRequested(-1);
            return true;
        case Qt::Key_PageDown:
            emit seriesStepRequested(1);
            return true;
        case Qt::Key_Escape:
            emit leaveRequested();
            return true;
        default:
            break;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace viewer
