#include "Tour.h"

#include <ui/RetrievalPage.h>
#include <viewer_widgets/ViewingPanel.h>

#include <QAbstractItemView>
#include <QApplication>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMouseEvent>
#include <QSaveFile>

using namespace Qt::Literals::StringLiterals;

namespace window {

namespace {

constexpr auto pollEvery = std::chrono::milliseconds(30);
constexpr qint64 patienceForOneAct = 20'000; // ms
constexpr qint64 patienceInAll = 42'000;     // ms; the whole tour has to end within 45 s
constexpr int studiesToTick = 2;

void click(QWidget *target, const QPoint &where)
{
    const QPointF local = where;
    const QPointF global = target->mapToGlobal(local);
    for (const auto type : {QEvent::MouseMove, QEvent::MouseButtonPress, QEvent::MouseButtonRelease}) {
        const bool move = type == QEvent::MouseMove;
        QMouseEvent event(type, local, global, move ? Qt::NoButton : Qt::LeftButton,
                          type == QEvent::MouseButtonPress ? Qt::LeftButton : Qt::NoButton, Qt::NoModifier);
        QApplication::sendEvent(target, &event);
    }
}

} // namespace

Tour::Tour(ui::MainWindow &window, QString identifier, QString folder, QObject *parent)
    : QObject(parent), m_window(window), m_identifier(std::move(identifier)), m_folder(std::move(folder))
{
    m_steps = script();
    m_poll.setInterval(pollEvery);
    connect(&m_poll, &QTimer::timeout, this, &Tour::poll);
}

void Tour::start()
{
    if (!QDir().mkpath(m_folder)) {
        QMetaObject::invokeMethod(
            this, [this] { emit finished(u"country"_s, tr("The folder for the pictures cannot be made.")); },
            Qt::QueuedConnection);
        return;
    }
    m_sinceStart.start();
    m_sinceStep.start();
    m_sinceAct.start();
    m_poll.start();
}

std::vector<Tour::Step> Tour::script()
{
    const auto always = [] { return true; };
    const auto at = [this](ui::Step step) { return [this, step] { return m_window.currentStep() == step; }; };
    const auto retrieval = [this] { return qobject_cast<ui::RetrievalPage *>(m_window.page(ui::Step::Retrieval)); };
    const auto panel = [this] { return m_window.page(ui::Step::Viewing)->findChild<viewer::ViewingPanel *>(); };

    std::vector<Step> steps;
    steps.push_back({u"country"_s,
                     u"01-country.png"_s,
                     [this] { return tr("%n checks", nullptr, rows("checkList")); },
                     {{tr("a contact point that passes its check"), [this] { return canPress("continue"); }, [] {}}},
                     {{{}, always, [this] { press("continue"); }}}});
    steps.push_back(
        {u"patient"_s,
         u"02-patient.png"_s,
         [this] { return tr("%n candidates", nullptr, rows("candidateList")); },
         {{tr("the patient page"), at(ui::Step::Patient), [this] { type("identifier", m_identifier); }},
          {{}, always, [this] { pressKey(find("identifier"), Qt::Key_Return); }},
          {tr("a candidate"), [this] { return rows("candidateList") > 0; }, [this] { clickRow("candidateList", 0); }},
          {{}, [this] { return canPress("involved"); }, [this] { press("involved"); }},
          {tr("a patient that can be confirmed"), [this] { return canPress("confirmPatient"); }, [] {}}},
         {{{}, always, [this] { press("confirmPatient"); }}}});
    steps.push_back({u"studies"_s,
                     u"03-studies.png"_s,
                     [this] { return tr("%n studies", nullptr, rows("studyList")); },
                     {{tr("an answer about studies"),
                       [this, at] {
                           return m_window.currentStep() == ui::Step::Studies && rows("studyList") > 0 &&
                                  (m_window.stepState(ui::Step::Studies) == ui::StepState::Done ||
                                   m_window.stepState(ui::Step::Studies) == ui::StepState::Warned);
                       },
                       [this] {
                           // The newest comes last, so that its reports are shown.
                           for (int row = qMin(studiesToTick, rows("studyList")) - 1; row >= 0; --row) {
                               clickRow("studyList", row);
                               pressKey(view("studyList"), Qt::Key_Space, u" "_s);
                           }
                       }},
                      {tr("a study that can be chosen"), [this] { return canPress("chooseSeries"); }, [] {}}},
                     {{{}, always, [this] { press("chooseSeries"); }}}});
    steps.push_back({u"selection"_s,
                     u"04-selection.png"_s,
                     [this] { return tr("%n studies in the tree", nullptr, rows("selectionTree")); },
                     {{tr("the tree of series"),
                       [this] {
                           const QAbstractItemView *tree = view("selectionTree");
                           return m_window.currentStep() == ui::Step::Selection && rows("selectionTree") > 0 &&
                                  tree->model()->rowCount(tree->model()->index(0, 0)) > 0;
                       },
                       [this] {
                           clickRow("selectionTree", 0);
                           for (const int key : {Qt::Key_Right, Qt::Key_Down, Qt::Key_Right})
                               pressKey(view("selectionTree"), key);
                       }},
                      {tr("series that can be retrieved"), [this] { return canPress("retrieve"); }, [] {}}},
                     {{{}, always, [this] { press("retrieve"); }}}});
    steps.push_back({u"retrieval"_s,
                     u"05-retrieval.png"_s,
                     [retrieval] { return retrieval()->sentence(); },
                     {{tr("the end of the retrieval"),
                       [retrieval] {
                           return retrieval()->phase() == ui::RetrievalPage::Phase::Complete ||
                                  retrieval()->phase() == ui::RetrievalPage::Phase::Incomplete;
                       },
                       [] {}},
                      {tr("images that can be viewed"), [this] { return canPress("viewImages"); }, [] {}}},
                     {{{}, always, [this] { press("viewImages"); }}}});
    steps.push_back(
        {u"viewing"_s,
         u"06-viewing.png"_s,
         [panel] { return tr("%n series", nullptr, panel()->seriesCount()); },
         {{tr("a picture"),
           [this, panel] {
               return m_window.currentStep() == ui::Step::Viewing && panel()->shownImages() > 0 &&
                      panel()->tile().isPainted();
           },
           [this, panel] { // to the middle of the series, where there is most to see
               pressKey(&panel()->tile(), Qt::Key_Home);
               for (int image = 0; image < panel()->tile().pictureCount() / 2; ++image)
                   pressKey(&panel()->tile(), Qt::Key_Down);
           }},
          {tr("the picture in the middle of the series"), [panel] { return panel()->tile().isPainted(); }, [] {}}},
         {}});
    return steps;
}

void Tour::poll()
{
    const Step &step = m_steps[m_step];
    const size_t ofPicture = step.before.size();
    if (m_act == ofPicture) {
        if (!keepPicture(step)) {
            end(step.name, tr("The picture or tour.json could not be written."));
            return;
        }
        ++m_act;
    } else {
        const Act &act = m_act < ofPicture ? step.before[m_act] : step.after[m_act - ofPicture - 1];
        if (!act.ready()) {
            if (m_sinceAct.elapsed() > patienceForOneAct || m_sinceStart.elapsed() > patienceInAll)
                end(step.name, tr("Waited in vain for %1.").arg(act.awaited.isEmpty() ? tr("the page") : act.awaited));
            return;
        }
        act.act();
        ++m_act;
        m_sinceAct.restart();
    }
    if (m_act < ofPicture + 1 + step.after.size())
        return;
    m_act = 0;
    m_sinceStep.restart();
    m_sinceAct.restart();
    if (++m_step == m_steps.size())
        end({}, {});
}

bool Tour::keepPicture(const Step &step)
{
    const qint64 milliseconds = m_sinceStep.elapsed();
    m_played += QJsonObject{{u"step"_s, step.name},
                            {u"picture"_s, step.picture},
                            {u"shown"_s, step.shown()},
                            {u"milliseconds"_s, milliseconds}};
    const QDir folder(m_folder);
    if (!m_window.grab().save(folder.filePath(step.picture)))
        return false;
    return keepRecord();
}

bool Tour::keepRecord() const
{
    QSaveFile file(QDir(m_folder).filePath(u"tour.json"_s));
    return file.open(QIODevice::WriteOnly) &&
           file.write(QJsonDocument(QJsonObject{{u"steps"_s, m_played}}).toJson()) > 0 && file.flush() && file.commit();
}

void Tour::end(const QString &failedStep, const QString &reason)
{
    m_poll.stop();
    if (!failedStep.isEmpty()) { // what stood in the way is worth a look
        keepRecord();
        m_window.grab().save(QDir(m_folder).filePath(u"failed-"_s + failedStep + u".png"_s));
    }
    emit finished(failedStep, reason);
}

QWidget *Tour::find(const char *objectName) const
{
    return m_window.findChild<QWidget *>(QLatin1StringView(objectName));
}

QAbstractItemView *Tour::view(const char *objectName) const
{
    return m_window.findChild<QAbstractItemView *>(QLatin1StringView(objectName));
}

int Tour::rows(const char *objectName) const
{
    const QAbstractItemView *list = view(objectName);
    return list && list->model() ? list->model()->rowCount(list->rootIndex()) : 0;
}

bool Tour::canPress(const char *objectName) const
{
    const QWidget *button = find(objectName);
    return button && button->isVisible() && button->isEnabled();
}

void Tour::press(const char *objectName) const
{
    QWidget *button = find(objectName);
    click(button, QPoint(button->height() / 2, button->height() / 2)); // for a check box this is the box itself
}

void Tour::type(const char *objectName, const QString &text) const
{
    QWidget *field = find(objectName);
    field->setFocus(Qt::OtherFocusReason);
    for (const QChar character : text)
        pressKey(field, 0, QString(character));
}

void Tour::pressKey(QWidget *target, int key, const QString &text) const
{
    for (const auto type : {QEvent::KeyPress, QEvent::KeyRelease}) {
        QKeyEvent event(type, key, Qt::NoModifier, text);
        QApplication::sendEvent(target, &event);
    }
}

void Tour::clickRow(const char *objectName, int row) const
{
    QAbstractItemView *list = view(objectName);
    const QModelIndex index =
        list->model()->index(row, list->model()->columnCount(list->rootIndex()) > 1 ? 1 : 0, list->rootIndex());
    list->scrollTo(index);
    click(list->viewport(), list->visualRect(index).center());
}

} // namespace window
