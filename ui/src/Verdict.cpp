#include <ui/Verdict.h>

#include <QCoreApplication>

namespace ui {

QString iconOf(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Unknown:
        return QStringLiteral("unknown");
    case Verdict::Waiting:
        return QStringLiteral("waiting");
    case Verdict::Running:
        return QStringLiteral("running");
    case Verdict::Pass:
        return QStringLiteral("pass");
    case Verdict::Info:
        return QStringLiteral("info");
    case Verdict::Warn:
        return QStringLiteral("warn");
    case Verdict::Fail:
        return QStringLiteral("fail");
    case Verdict::Missing:
        return QStringLiteral("missing");
    case Verdict::Paused:
        return QStringLiteral("paused");
    }
    Q_UNREACHABLE();
}

QString wordFor(Verdict verdict)
{
    const auto word = [](const char *text) { return QCoreApplication::translate("ui::Verdict", text); };
    switch (verdict) {
    case Verdict::Unknown:
        return word(QT_TRANSLATE_NOOP("ui::Verdict", "not asked"));
    case Verdict::Waiting:
        return word(QT_TRANSLATE_NOOP("ui::Verdict", "waiting"));
    case Verdict::Running:
        return word(QT_TRANSLATE_NOOP("ui::Verdict", "under way"));
    case Verdict::Pass:
        return word(QT_TRANSLATE_NOOP("ui::Verdict", "passed"));
    case Verdict::Info:
        return word(QT_TRANSLATE_NOOP("ui::Verdict", "note"));
    case Verdict::Warn:
        return word(QT_TRANSLATE_NOOP("ui::Verdict", "warning"));
    case Verdict::Fail:
        return word(QT_TRANSLATE_NOOP("ui::Verdict", "failed"));
    case Verdict::Missing:
        return word(QT_TRANSLATE_NOOP("ui::Verdict", "missing"));
    case Verdict::Paused:
        return word(QT_TRANSLATE_NOOP("ui::Verdict", "paused"));
    }
    Q_UNREACHABLE();
}

} // namespace ui
