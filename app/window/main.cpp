#include "Tour.h"
#include "Workstation.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QFileInfo>
#include <QLibraryInfo>
#include <QScreen>
#include <QStandardPaths>
#include <QTextStream>
#include <QTranslator>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int usageStatus = 2;
constexpr int tourFailedStatus = 1;

int refuse(const QString &sentence)
{
    QTextStream(stderr) << sentence << Qt::endl;
    return usageStatus;
}

QString standardStore()
{
    return QDir(QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation)).filePath(u"received"_s);
}

int work(int argc, char **argv)
{
    // Qt takes some options for itself, --style among them, so it is not shown any.
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments += QString::fromLocal8Bit(argv[i]);
    int onlyName = 1;
    // What is only told needs no display.
    const bool onlyTells = std::any_of(arguments.begin(), arguments.end(), [](const QString &argument) {
        return argument == "--help"_L1 || argument == "-h"_L1 || argument == "--help-all"_L1 ||
               argument == "--version"_L1 || argument == "-v"_L1;
    });
    const std::unique_ptr<QCoreApplication> app(onlyTells ? new QCoreApplication(onlyName, argv)
                                                          : new QApplication(onlyName, argv));
    QApplication::setApplicationName(u"borderlight"_s);
    QGuiApplication::setApplicationDisplayName(u"Borderlight"_s);
    QApplication::setApplicationVersion(QStringLiteral(BORDERLIGHT_VERSION));
    QApplication::setDesktopFileName(u"borderlight"_s);

    QCommandLineParser options;
    options.setApplicationDescription(
        QApplication::translate("main", "Requester workstation for cross-border imaging."));
    options.addHelpOption();
    options.addVersionOption();
    const QCommandLineOption demo(u"demo"_s,
                                  QApplication::translate("main", "Start with the built-in demo country chosen."));
    const QCommandLineOption profile(
        u"profile"_s, QApplication::translate("main", "A profile's file or a saved profile's name."), u"FILE|NAME"_s);
    const QCommandLineOption tour(
        u"tour"_s, QApplication::translate("main", "Play the main job and keep a picture of each step in DIR."),
        u"DIR"_s);
    const QCommandLineOption language(
        u"lang"_s,
        QApplication::translate("main", "Language of dates and numbers, such as de; texts where they are translated."),
        u"xx"_s);
    const QCommandLineOption style(u"style"_s, QApplication::translate("main", "light, dark or system."), u"STYLE"_s,
                                   u"system"_s);
    const QCommandLineOption store(u"store"_s, QApplication::translate("main", "Folder for received images."), u"DIR"_s,
                                   standardStore());
    const QCommandLineOption fault(
        u"fault"_s,
        QApplication::translate("main", "A misbehaviour of the demo country, by name or order; may be given often."),
        u"ORDER"_s);
    options.addOptions({demo, profile, tour, language, style, store, fault});
    options.addPositionalArgument(u"files"_s, QApplication::translate("main", "DICOM files or folders to show."),
                                  u"[FILE.dcm|DIR ...]"_s);
    if (!options.parse(arguments))
        return refuse(options.errorText());
    options.process(arguments); // help and version

    window::Start start;
    const QHash<QString, ui::Style> styles{
        {u"light"_s, ui::Style::Light}, {u"dark"_s, ui::Style::Dark}, {u"system"_s, ui::Style::System}};
    if (!styles.contains(options.value(style)))
        return refuse(QApplication::translate("main", "--style is light, dark or system."));
    start.style = styles.value(options.value(style));
    start.storeFolder = QDir(options.value(store)).absolutePath();

    if (options.isSet(language)) {
        const QLocale wanted(options.value(language)); // C where it is no language
        QLocale::setDefault(wanted);
    }
    QTranslator plurals; // of English, in which the texts are written; a language of its own lies over it
    if (plurals.load(u":/borderlight/translations/borderlight_en.qm"_s))
        QApplication::installTranslator(&plurals);
    QTranslator texts;
    const bool isTranslated = texts.load(QLocale(), u"borderlight"_s, u"_"_s, u":/borderlight/translations"_s);
    if (isTranslated)
        QApplication::installTranslator(&texts);
    else if (options.isSet(language) && QLocale().language() != QLocale::English)
        QTextStream(stderr) << QApplication::translate("main",
                                                       "There is no translation for \"%1\"; texts stay English.")
                                   .arg(options.value(language))
                            << Qt::endl;
    QTranslator qtTexts;
    if (qtTexts.load(QLocale(), u"qtbase"_s, u"_"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QApplication::installTranslator(&qtTexts);

    if (options.isSet(profile)) {
        auto chosen = story::ProfileStore().load(options.value(profile));
        if (!chosen)
            return refuse(chosen.error().detail);
        start.profile = std::move(*chosen);
    }
    if (options.isSet(fault) && !options.isSet(demo))
        return refuse(QApplication::translate("main", "--fault is for the demo country; give --demo as well."));
    auto country = story::DemoCountry::start({0, options.values(fault)});
    if (country) {
        start.demo = std::move(*country);
        if (options.isSet(demo) && !start.profile)
            start.profile = start.demo->profile();
    } else if (options.isSet(demo)) {
        return refuse(country.error().detail);
    }

    const QStringList files = options.positionalArguments();
    for (const QString &file : files)
        if (!QFileInfo(file).isReadable())
            QTextStream(stderr) << QApplication::translate("main", "%1 cannot be opened.").arg(file) << Qt::endl;

    window::Workstation workstation(std::move(start));
    workstation.mainWindow().show();
    workstation.openFiles(files);

    if (options.isSet(tour)) {
        // The size that the pages are drawn for, where the screen has room for it; offscreen there is none to fill.
        const QSize drawnFor(1440, 900);
        const bool hasScreen = QGuiApplication::platformName() != "offscreen"_L1;
        workstation.mainWindow().resize(
            hasScreen ? drawnFor.boundedTo(workstation.mainWindow().screen()->availableSize()) : drawnFor);
        auto *play =
            new window::Tour(workstation.mainWindow(), workstation.exampleIdentifier(), options.value(tour), app.get());
        QObject::connect(
            play, &window::Tour::finished, app.get(), [](const QString &failedStep, const QString &reason) {
                if (!failedStep.isEmpty())
                    QTextStream(stderr) << QApplication::translate("main", "The tour stopped at the step \"%1\". %2")
                                               .arg(failedStep, reason)
                                        << Qt::endl;
                QApplication::exit(failedStep.isEmpty() ? 0 : tourFailedStatus);
            });
        play->start();
    }
    return QApplication::exec();
}

} // namespace

int main(int argc, char *argv[])
{
    std::signal(SIGXFSZ, SIG_IGN); // as in the command line
    const int status = work(argc, argv);
    // See the command line's: a thread that is still leaving OpenSSL must not meet an exit that takes it down.
    std::fflush(nullptr);
    std::_Exit(status);
}
