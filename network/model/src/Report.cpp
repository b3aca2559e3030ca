#include <model/Report.h>

namespace model {

QString ReadableReport::plainText() const
{
    QStringList parts;
    for (const ReportSection &section : sections) {
        if (!section.title.isEmpty())
            parts += section.title;
        if (!section.text.isEmpty())
            parts += section.text;
    }
    return parts.join(QStringLiteral("\n\n"));
}

} // namespace model
