#include "FaultLaboratory.h"

#include <chrono>

using namespace std::chrono_literals;

namespace window {

namespace {
// Turns are used up in the country's own threads, by requests of which the window hears nothing.
constexpr auto lookEvery = 200ms;
} // namespace

FaultLaboratory::FaultLaboratory(ui::FaultDock &dock, story::DemoCountry &country, QObject *parent)
    : QObject(parent), m_dock(dock), m_country(country)
{
    QList<ui::FaultRow> rows;
    for (const story::DemoFault &fault : story::DemoCountry::faults())
        rows += ui::FaultRow{.name = fault.name,
                             .description = fault.description,
                             .specification = fault.specification,
                             .valueMeaning = fault.meaning,
                             .usualValue = fault.usualValue,
                             .usualPlace = fault.usualPlace,
                             .usualTurns = fault.usualTurns};
    m_dock.setFaults(rows);
    connect(&m_dock, &ui::FaultDock::playRequested, this, &FaultLaboratory::play);
    connect(&m_dock, &ui::FaultDock::healRequested, this, [this](int number) {
        m_country.heal(number);
        show();
    });
    connect(&m_dock, &ui::FaultDock::healAllRequested, this, [this] {
        m_country.healAll();
        show();
    });
    connect(&m_look, &QTimer::timeout, this, &FaultLaboratory::show);
    m_look.start(lookEvery);
    show();
}

void FaultLaboratory::play(const QString &order)
{
    const auto played = m_country.play(order);
    m_dock.setProblem(played ? QString() : played.error().detail);
    show();
}

void FaultLaboratory::show()
{
    QList<ui::PlayedFaultRow> rows;
    for (const story::PlayedFault &fault : m_country.played())
        rows += ui::PlayedFaultRow{fault.number, fault.order, fault.description, fault.turns};
    m_dock.setPlayed(rows);
}

} // namespace window
