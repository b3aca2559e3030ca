//! Compares every file of the corpora with a reference and prints docs/conformance.md; exits 1 when one is off.

#include "Files.h"
#include "Reference.h"

#include <viewer/Decoders.h>
#include <viewer/Image.h>

#include <QCoreApplication>
#include <QMap>
#include <QSet>
#include <QTextStream>

namespace {

struct Row
{
    int files = 0, good = 0, noReference = 0, refused = 0;
    int grey = -1, colour = -1;
    QStringList references;
};

struct Exceptional
{
    QString name, what;
};

QString shown(int difference)
{
    return difference < 0 ? QStringLiteral("–") : QString::number(difference);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    viewer::Decoders decoders;
    QMap<QPair<QString, QString>, Row> rows;
    QList<Exceptional> refused, different, alone;
    bool isGreen = true;
    int pictures = 0, without = 0;
    for (const CorpusFile &file : corpusFiles()) {
        const auto header = viewer::readHeader(file.path);
        if (!header || header->frames == 0) {
            ++without;
            continue;
        }
        ++pictures;
        Row &row = rows[{viewer::transferSyntaxName(header->transferSyntax), header->photometric}];
        ++row.files;
        const QString why = whyDifferent(file.path);
        bool isGood = true;
        bool hasReference = false;
        for (const int frame : QSet<int>{0, header->frames - 1}) {
            const auto decoded = viewer::decode(file.path, frame, decoders.decoder());
            Reference reference;
            if (!decoded) {
                isGood = false;
                refused.append({file.name, QStringLiteral("frame %1: %2").arg(frame + 1).arg(decoded.error().detail)});
                continue;
            }
            if (!why.isEmpty() || !reference.load(file.path, frame))
                continue;
            hasReference = true;
            if (!row.references.contains(reference.name()))
                row.references.append(reference.name());
            const Comparison found = compared(*decoded, reference);
            int &largest = found.isColour ? row.colour : row.grey;
            largest = std::max(largest, found.largest);
            if (!found.isGood()) {
                isGood = isGreen = false;
                different.append({file.name, QStringLiteral("frame %1: %2 off").arg(frame + 1).arg(found.largest)});
            }
        }
        if (!isGood)
            ++row.refused;
        else if (hasReference)
            ++row.good;
        else
            ++row.noReference;
        if (isGood && !hasReference)
            alone.append({file.name, why.isEmpty() ? QStringLiteral("no reference reads it") : why});
    }

    QTextStream out(stdout);
    out << "# Pixels against a reference\n\n"
           "Generated, not written: `build/release/bin/conformance > docs/conformance.md`, with `libgdcm-tools` and\n"
           "`openjph-tools` installed. Every file of the corpora is decoded as the workstation does it, and its first "
           "and\n"
           "last frame are compared for three windows: the file's own, half and twice the range of its values. The "
           "reference\n"
           "is DCMTK's DicomImage; where DCMTK has no decoder GDCM unpacks the file for it; High-Throughput JPEG 2000 "
           "is\n"
           "compared with OpenJPH. Green is at most 1 of 255 off for grey and 3 for colour.\n\n"
        << pictures << " files with pictures, " << without
        << " others (reports, plans, lists, no DICOM).\n\n"
           "| transfer syntax | photometry | files | equal | no reference | not drawn or off | grey off | colour off | "
           "reference "
           "|\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n";
    for (auto row = rows.cbegin(); row != rows.cend(); ++row)
        out << "| " << row.key().first << " | " << row.key().second << " | " << row->files << " | " << row->good
            << " | " << row->noReference << " | " << row->refused << " | " << shown(row->grey) << " | "
            << shown(row->colour) << " | " << row->references.join(QStringLiteral(", ")) << " |\n";
    const auto list = [&out](const char *title, const QList<Exceptional> &files) {
        out << "\n## " << title << "\n\n";
        for (const Exceptional &file : files)
            out << "- `" << file.name << "`: " << file.what << "\n";
        if (files.isEmpty())
            out << "None.\n";
    };
    list("Off", different);
    list("Not drawn, with the sentence that is said", refused);
    list("Drawn without a reference", alone);
    return isGreen ? 0 : 1;
}
