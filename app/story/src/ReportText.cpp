#include <story/ReportText.h>

#include <network/Report.h>
#include <viewer/StructuredReport.h>

#include <QFile>

#include <sys/mman.h>

namespace story {

namespace {

constexpr qsizetype mostSections = 500;
constexpr qsizetype mostCharacters = 512 * 1024;

//! One item as a paragraph: what it is, and what it says. A reference to a picture alone says nothing to a reader.
void add(const viewer::ReportItem &item, model::ReportSection &section)
{
    QStringList words{item.heading, item.value};
    words.removeAll(QString());
    if (words.isEmpty())
        return;
    const QString line = words.join(QStringLiteral(": "));
    QString html = line.toHtmlEscaped();
    html.replace(u'\n', QStringLiteral("<br>"));
    section.html += (item.isContext ? QStringLiteral("<p><i>%1</i></p>") : QStringLiteral("<p>%1</p>")).arg(html);
    section.text += (section.text.isEmpty() ? QString() : QStringLiteral("\n")) + line;
}

QList<model::ReportSection> sectionsOf(const viewer::StructuredReport &report, QStringList &removed)
{
    QList<model::ReportSection> sections;
    qsizetype written = 0;
    for (const viewer::ReportItem &item : report.items) {
        if (sections.size() == mostSections || written > mostCharacters) {
            removed += QStringLiteral("The rest of a very long report.");
            break;
        }
        if (item.isSection || sections.isEmpty()) {
            model::ReportSection section;
            section.level = item.isSection ? item.depth : 0;
            section.title = item.isSection ? item.heading : QString();
            sections.append(section);
        }
        if (!item.isSection)
            add(item, sections.last());
        written += item.heading.size() + item.value.size();
    }
    sections.removeIf([](const auto &section) { return section.title.isEmpty() && section.text.isEmpty(); });
    return sections;
}

//! A structured report is read from a file: one in memory, for a report must not be seen on the disk.
viewer::Result<viewer::StructuredReport> structuredReport(const QByteArray &document)
{
    QFile file;
    if (!file.open(memfd_create("report", MFD_CLOEXEC), QIODevice::ReadWrite, QFile::AutoCloseHandle) ||
        file.write(document) != document.size() || !file.flush())
        return tl::unexpected(viewer::Error{viewer::Error::Kind::Unreadable, {}, file.errorString()});
    return viewer::readStructuredReport(QStringLiteral("/proc/self/fd/%1").arg(file.handle()));
}

} // namespace

model::ReadableReport readableReport(const QByteArray &document)
{
    model::ReadableReport report = network::readReport(document);
    if (!report.sections.isEmpty() || !report.pdf.isEmpty() || report.isUnsafe || document.mid(128, 4) != "DICM")
        return report;
    const auto tree = structuredReport(document);
    if (!tree)
        return report;
    report.sections = sectionsOf(*tree, report.removed);
    if (report.sections.isEmpty())
        return report;
    report.unreadable.clear();
    report.title = tree->title;
    report.written = tree->contentDate;
    report.author = tree->observers.join(QStringLiteral(", "));
    if (!tree->damage.isEmpty())
        report.removed += tree->damage;
    return report;
}

} // namespace story
