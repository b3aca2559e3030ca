#include <model/Document.h>

namespace model {

QString nameOf(Document::Kind kind)
{
    switch (kind) {
    case Document::Kind::Report:
        return QStringLiteral("report");
    case Document::Kind::Manifest:
        return QStringLiteral("manifest");
    case Document::Kind::Other:
        return QStringLiteral("other");
    }
    Q_UNREACHABLE();
}

QString nameOf(StudyReference::Role role)
{
    switch (role) {
    case StudyReference::Role::Listed:
        return QStringLiteral("listed");
    case StudyReference::Role::Reported:
        return QStringLiteral("reported");
    case StudyReference::Role::Comparison:
        return QStringLiteral("comparison");
    case StudyReference::Role::KeyImage:
        return QStringLiteral("keyImage");
    case StudyReference::Role::Mentioned:
        return QStringLiteral("mentioned");
    }
    Q_UNREACHABLE();
}

} // namespace model
