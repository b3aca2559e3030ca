#pragma once

#include "SentRequests.h"
#include "Workbench.h"

#include <story/PatientSearchFlow.h>
#include <ui/PatientPage.h>

namespace window {

//! Step 2: who it is. Candidates are shown, one is confirmed by the user and then stands in the banner.
class PatientStep final : public QObject
{
    Q_OBJECT

public:
    //! The workbench outlives this.
    explicit PatientStep(Workbench &bench, QObject *parent = nullptr);

    //! An empty form for the identifiers of the chosen country.
    void begin();
    //! The request that the form stands for, on the page; below it what the last question was sent as.
    void showWhatIsSent(const model::PatientQuery &query);
    void askAgain();
    void focusIdentifier();
    void focusName();
    //! Nobody is confirmed.
    void forget();

    ui::PatientPage &page() { return *m_page; }

signals:
    //! The workbench names the patient. She is another one than before, or the same once more.
    void confirmed(bool isAnother);
    //! What was found for her is void.
    void forgotten();
    void actRequested(story::Act act);

private:
    //! A search has ended.
    void showWhatWasSent();
    void confirm(const model::Patient &patient, const QString &purpose);
    static QString remarksIn(const model::PatientList &answer);
    QList<ui::NoticeText> noticesFor(const model::PatientList &answer) const;
    //! The number by which the patient is followed from now on.
    model::PatientIdentifier identifierOf(const model::Patient &patient) const;

    Workbench &m_bench;
    ui::PatientPage *m_page;
    story::PatientSearchFlow m_search;
    SentRequests m_sent;
    model::PatientQuery m_asked; //!< of the candidates on screen
};

} // namespace window
