#pragma once

#include "Workplace.h"

#include <QObject>

namespace network {

//! Finds the logical id of the Patient record that bears a number, for servers that do not chain (spec 3.2). Lives in
//! the network thread; destroyed, it stops.
class RecordLookup final : public QObject
{
public:
    //! Called once, not within start(); empty where no record, or more than one, bears the number.
    using WhenFound = std::function<void(const QString &resourceId)>;

    RecordLookup(Workplace &workplace, model::PatientIdentifier patient, WhenFound whenFound);
    void start();

private:
    void ended();

    Workplace &m_workplace;
    const model::PatientIdentifier m_patient;
    WhenFound m_whenFound;
    JobPtr<Job<model::PatientList>> m_search;
};

} // namespace network
