#include "Cda.h"

#include "XmlWalk.h"

#include <QStringList>

#include <algorithm>

namespace network {

namespace {

using Role = model::StudyReference::Role;
using Reason = model::StudyReference::Reason;

constexpr QLatin1String comparisonSection("18834-2"); // LOINC: comparison study

//! Follows the elements of a CDA document as they come and keeps what names studies.
struct Reader
{
    //! An open element with what counts of it.
    struct Open
    {
        QString name;
        QString idRoot; //!< of the first id below it
        QString code;
    };

    DocumentContent &content;
    QList<Open> open = {};
    bool isCda = false;
    bool inTitle = false;

    bool began(const QString &element, const XmlEvents::Attributes &attributes)
    {
        if (open.isEmpty())
            isCda = element == u"ClinicalDocument";
        if (!isCda)
            return false;
        if (!open.isEmpty()) {
            Open &parent = open.last();
            if (element == u"id" && parent.idRoot.isEmpty())
                parent.idRoot = valueOf(attributes, QLatin1String("root"));
            else if (element == u"code" && parent.code.isEmpty())
                parent.code = valueOf(attributes, QLatin1String("code"));
            inTitle = element == u"title" && open.size() == 1;
        }
        open.append({element, {}, {}});
        return true;
    }
    void ended()
    {
        inTitle = false;
        if (!open.isEmpty())
            judge(open.takeLast());
    }
    void text(const QString &text)
    {
        constexpr qsizetype longestTitle = 500;
        if (inTitle && content.title.size() < longestTitle)
            content.title += text;
    }

    bool isInComparison() const
    {
        return std::any_of(open.begin(), open.end(), [](const Open &element) {
            return element.name == u"section" && element.code == comparisonSection;
        });
    }
    //! An act of the DICOM object catalog names a study once its id and its code are known.
    void judge(const Open &element)
    {
        const auto study = model::StudyUid::parse(element.idRoot);
        if (!study)
            return;
        if (element.name == u"act" && element.code == u"113014")
            addStudy(content, *study, isInComparison() ? Role::Comparison : Role::Reported, Reason::ObjectCatalog);
        else if (element.name == u"serviceEvent")
            addStudy(content, *study, Role::Reported, Reason::ServiceEvent);
    }
};

} // namespace

void readCda(const QByteArray &xml, DocumentContent &content)
{
    Reader reader{content};
    const XmlOutcome outcome =
        walkXml(xml, {[&](const QString &element, const auto &attributes) { return reader.began(element, attributes); },
                      [&](const QString &) { reader.ended(); }, [&](const QString &text) { reader.text(text); }});
    if (!outcome.isRead)
        return complain(content, QStringLiteral("The XML document could not be read."));
    content.title = content.title.simplified();
    if (outcome.hasDocumentType) {
        content.studies.clear();
        return complain(content, QStringLiteral("The XML document declares a document type, which no CDA report needs; "
                                                "it is not read."));
    }
    if (!reader.isCda)
        return complain(content, QStringLiteral("The XML document is no CDA document."));
    content.kind = model::Document::Kind::Report;
    if (outcome.isStopped)
        complain(content, QStringLiteral("The CDA document nests too deeply; what is deeper is not read."));
    if (outcome.damagedAt > 0)
        complain(content, QStringLiteral("The CDA document is damaged after line %1.").arg(outcome.damagedAt));
}

} // namespace network
