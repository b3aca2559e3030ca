// What a large tree costs the thread of the window: a study of 100,000 instances in a page as it stands on the screen.
#include "Measure.h"

#include <ui/SelectionPage.h>

#include <QApplication>
#include <QEventLoop>
#include <QThread>
#include <QTimer>
#include <QTreeView>

#include <algorithm>

#include <ctime>

namespace {

constexpr double goal = 16; // milliseconds of CPU an event
constexpr int seriesCount = 5;
constexpr int imagesEach = 20'000;

double ownCpu()
{
    timespec own{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &own);
    return double(own.tv_sec) * 1e3 + double(own.tv_nsec) / 1e6;
}

//! Knows what each event costs the thread of the window.
class CountingApplication final : public QApplication
{
public:
    using QApplication::QApplication;
    bool notify(QObject *receiver, QEvent *event) override
    {
        if (QThread::currentThread() != thread() || m_depth > 0)
            return QApplication::notify(receiver, event);
        ++m_depth;
        const double before = ownCpu();
        const bool done = QApplication::notify(receiver, event);
        m_dearest = std::max(m_dearest, ownCpu() - before);
        --m_depth;
        return done;
    }
    //! The dearest event while `deed` runs, as an event of its own, and for 400 ms after it.
    double dearest(const std::function<void()> &deed)
    {
        m_dearest = 0;
        QTimer::singleShot(0, deed);
        QEventLoop loop;
        QTimer::singleShot(400, &loop, &QEventLoop::quit);
        loop.exec();
        return m_dearest;
    }

private:
    int m_depth = 0;
    double m_dearest = 0;
};

QString uid(int series, int image = -1)
{
    const QString base = QStringLiteral("2.999.20000.%1").arg(series);
    return image < 0 ? base : base + QStringLiteral(".%1").arg(image);
}

QList<model::Instance> images(int series)
{
    QList<model::Instance> all;
    all.reserve(imagesEach);
    for (int i = 1; i <= imagesEach; ++i)
        all << model::Instance{.uid = *model::SopUid::parse(uid(series, i)),
                               .sopClass = QStringLiteral("1.2.840.10008.5.1.4.1.1.2"),
                               .number = i,
                               .frames = 1};
    return all;
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    CountingApplication app(argc, argv);
    ui::Theme theme;
    theme.apply(ui::Style::Light);
    ui::SelectionPage page(theme);
    page.resize(1200, 760);
    page.show();

    model::Study study{.uid = *model::StudyUid::parse(QStringLiteral("2.999.20000"))};
    for (int i = 1; i <= seriesCount; ++i) {
        model::Series series{.uid = *model::SeriesUid::parse(uid(i))};
        series.number = i;
        series.instanceCount = imagesEach;
        study.series << series;
    }
    auto *view = page.findChild<QTreeView *>(QStringLiteral("selectionTree"));
    ui::StudyTreeModel &tree = page.tree();
    tree.setStudies({study});
    view->expandAll();
    app.dearest([] {}); // what the first painting costs is not the tree's

    bool isGood = true;
    const auto tell = [&](const QString &name, double cost) {
        isGood &= row(name, QStringLiteral("dearest event %1 ms of CPU").arg(cost, 0, 'f', 1), cost <= goal);
    };
    double filled = 0;
    for (int i = 1; i <= seriesCount; ++i) {
        const QList<model::Instance> listed = images(i);
        filled = std::max(
            filled, app.dearest([&] { tree.setInstances(study.series[i - 1].uid, listed, QStringLiteral("QIDO")); }));
    }
    tell(QStringLiteral("20,000 listed below an open series"), filled);
    const QModelIndex third = tree.indexOf(study.series[2].uid);
    tell(QStringLiteral("a series of 20,000 closed"), app.dearest([&] { view->collapse(third); }));
    tell(QStringLiteral("a series of 20,000 opened"), app.dearest([&] { view->expand(third); }));
    tell(QStringLiteral("one of 100,000 ticked"),
         app.dearest([&] { tree.setData(tree.index(7, 0, third), Qt::Checked, Qt::CheckStateRole); }));
    tell(QStringLiteral("all 100,000 ticked"), app.dearest([&] { tree.tickAll(true); }));
    tell(QStringLiteral("scrolled to the end of 100,000"), app.dearest([&] { view->scrollToBottom(); }));
    return isGood ? 0 : 1;
}
