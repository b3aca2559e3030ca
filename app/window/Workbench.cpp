#include "Workbench.h"

#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QStandardPaths>
#include <QStorageInfo>

using namespace Qt::Literals::StringLiterals;

namespace window {

namespace {

QString iconFor(network::Error::Kind kind)
{
    using Kind = network::Error::Kind;
    switch (kind) {
    case Kind::Untrusted:
        return u"certificate"_s;
    case Kind::Unauthorised:
        return u"token"_s;
    case Kind::Forbidden:
        return u"lock"_s;
    case Kind::TimedOut:
        return u"waiting"_s;
    case Kind::Storage:
        return u"retrieval"_s;
    case Kind::NotFound:
        return u"search"_s;
    case Kind::Incomplete:
    case Kind::Truncated:
        return u"missing"_s;
    default:
        return u"fail"_s;
    }
}

} // namespace

QString windowSettings()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + "/borderlight/window.ini"_L1;
}

QString folderProblem(const QString &folder)
{
    const QString name = QDir::toNativeSeparators(folder);
    if (!QDir().mkpath(folder))
        return Workbench::tr("The folder %1 cannot be made.").arg(name);
    return QFileInfo(folder).isWritable() ? QString() : Workbench::tr("The folder %1 cannot be written.").arg(name);
}

QString idOf(story::Act act)
{
    return QString::number(int(act));
}

Workbench::Workbench(QString folder, ui::Style style) : storeFolder(std::move(folder))
{
    theme.apply(style);
}

void Workbench::goTo(ui::Step step)
{
    if (window.stepState(step) == ui::StepState::NotReached)
        window.setStepState(step, ui::StepState::Reached);
    window.setStep(step);
}

ui::NoticeText Workbench::noticeFor(const network::Error &error, story::Step step, std::optional<model::Route> route,
                                    const story::Profile *asked) const
{
    if (!asked && profile)
        asked = &*profile;
    story::ErrorContext context;
    context.step = step;
    if (asked) {
        context.country = asked->countryName();
        context.profile = asked->name();
        const bool dicomweb =
            step >= story::Step::Selection || route == model::Route::Dicomweb || asked->fhirBase().isEmpty();
        context.host = (dicomweb ? asked->wadoBase() : asked->fhirBase()).host();
    }
    context.route = route;
    if (client)
        context.silence = client->endpoint().idleTimeout;
    const story::Sentence sentence = story::sentenceFor(error, context);

    ui::NoticeText notice;
    notice.icon = iconFor(error.kind);
    notice.weight = error.kind == network::Error::Kind::NotFound ? ui::NoticeText::Weight::Quiet
                    : route                                      ? ui::NoticeText::Weight::Warning
                                                                 : ui::NoticeText::Weight::Failure;
    notice.headline = sentence.headline;
    notice.sentences = sentence.sentences;
    notice.advice = sentence.advice;
    for (const story::Action &action : sentence.actions)
        notice.actions += ui::NoticeAction{idOf(action.act), action.text};
    if (!sentence.fold.isEmpty())
        notice.foldTitle = tr("Details");
    notice.foldText = sentence.fold;
    return notice;
}

QString Workbench::countryName() const
{
    return profile ? profile->countryName() : QString();
}

QString freeSpaceIn(const QString &folder)
{
    if (!folderProblem(folder).isEmpty())
        return Workbench::tr("cannot be written", "the store, in the status line");
    const QStorageInfo storage(folder);
    return storage.isValid() ? Workbench::tr("%1 free").arg(
                                   QLocale().formattedDataSize(storage.bytesAvailable(), 1, QLocale::DataSizeSIFormat))
                             : QString();
}

} // namespace window
