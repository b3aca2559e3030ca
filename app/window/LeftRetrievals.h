#pragma once

#include "CountryStep.h"
#include "PatientStep.h"
#include "RetrievalStep.h"

#include <QThreadPool>

namespace window {

//! What earlier runs of the program left unfinished: offered on the first page, resumed once its patient is confirmed
//! again, or deleted.
class LeftRetrievals final : public QObject
{
    Q_OBJECT

public:
    //! All of these outlive this.
    LeftRetrievals(Workbench &bench, CountryStep &country, PatientStep &patient, RetrievalStep &retrieval,
                   QObject *parent = nullptr);

    //! Reads the notes in the folder of received files and offers what they tell.
    void look();
    //! Goes on with the one that waits for a patient, now that one is confirmed.
    void resumeConfirmed();
    //! Deletes what any retrieval brought into this folder; then nothing of it is offered any more. What cannot be
    //! deleted is told on the first page.
    void deleteAll(const QString &folder);

signals:
    void resumeRequested(const story::RetrievalOrder &order, const QString &title);

private:
    void show();
    void resume(const QString &id);
    void askToDelete(const QString &id);
    void remove(const QString &id);

    Workbench &m_bench;
    CountryStep &m_country;
    ui::PatientPage &m_patient;
    Transfers &m_transfers;
    const story::RetrievalNotes &m_notes;
    std::optional<story::LeftRetrieval> m_resuming; //!< waits for its patient to be confirmed
    QThreadPool m_disk; //!< reads and deletes files; waited for at the end, so it is the last
};

} // namespace window
