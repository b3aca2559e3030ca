#pragma once

#include "ReportPages.h"
#include "Workbench.h"

#include <model/PatientComparison.h>
#include <story/KeyImageFlow.h>
#include <story/ReportFlow.h>
#include <story/ReportLinks.h>
#include <story/ReportStanding.h>
#include <ui/ReportPane.h>
#include <ui/StudiesPage.h>
#include <viewer_widgets/ViewingPanel.h>

#include <QHash>
#include <QThreadPool>

namespace window {

//! The reports of the patient: listed beside the studies with what links them, and read beside the pictures.
class Reports final : public QObject
{
    Q_OBJECT

public:
    //! All of them outlive this.
    Reports(Workbench &bench, ui::StudiesPage &page, ui::ReportPane &pane, viewer::ViewingPanel &panel,
            QObject *parent = nullptr);

    //! Asks for the reports of the confirmed patient.
    void search();
    //! The studies to which they may belong.
    void setStudies(const QList<model::Study> &studies);
    void forget();
    //! Asks the reports of these studies which pictures they point to, each of them once.
    void lookForKeyImages(const QList<model::StudyUid> &studies);
    //! Opens or closes the pane; with no report in it, or one of another study, that of the study which is looked at.
    void toggle();

signals:
    //! A report is to be read: the light box and its pane are wanted.
    void wanted();
    //! All that reports have pointed to by now.
    void keyImagesTold(const QList<model::KeyImage> &images);
    //! The reports are being asked for key images, or have been; `unread` of them could not be read.
    void askingForKeyImages(bool asking, int unread);

private:
    //! The whole list, or what follows the part that is here.
    void ask(const QString &rest);
    void answered(bool isRest);
    void showNotices();
    void list();
    void takeKeyImages(const QString &report, const QList<model::KeyImage> &images);
    void open(const QString &id);
    void openForm(const QString &form);
    //! A document among the files of a study.
    void openFile(const QString &path);
    void reveal();
    void show(const story::OpenedReport &report);
    void showFailure(const network::Error &error);
    void takePrinted(const QString &text);
    void showBody();
    void showForms();
    void showReferences();
    void showFoot();
    void showBar();
    //! Whom the report or its reference names instead of the confirmed patient.
    struct Other
    {
        model::StudyPatient patient;
        QString field; //!< the first that differs
        QString value; //!< what the report says there
    };
    std::optional<Other> otherPatient() const;
    std::optional<ui::NoticeText> barOfOthers(const story::ReportStanding &standing) const;
    //! What is to be said where the pictures are of another study than the report.
    std::optional<ui::NoticeText> barOfStudy() const;
    void showStudyBar();
    //! The first report of a study; nothing where none is linked to it.
    const story::LinkedReport *reportOf(const model::StudyUid &study) const;
    QString titleOfStudy(const model::StudyUid &study) const; //!< empty for one that is not in the list
    void save();
    //! Writes the report that is open to a file, as it was received.
    void saveTo(const QString &path);
    void act(const QString &id);
    const story::LinkedReport *find(const QString &id) const;

    Workbench &m_bench;
    ui::StudiesPage &m_page;
    ui::ReportPane &m_pane;
    viewer::ViewingPanel &m_panel;
    network::JobPtr<network::Job<model::DocumentList>> m_search;
    model::DocumentList m_answer; //!< what it told beside the documents
    QList<model::Document> m_documents;
    QList<model::Study> m_studies;
    QList<story::LinkedReport> m_reports;
    story::ReportFlow m_flow;
    story::KeyImageFlow m_keyImageFlow;
    QHash<QString, QList<model::KeyImage>> m_keyImages; //!< by the id of the report that points to them
    QString m_current;                                  //!< id of the report in the pane
    bool m_isAmongImages = false; //!< what is in the pane is no report of the list but a file of the study
    int m_form = 0;               //!< which of its formats
    QString m_shownForm;          //!< that, or another view of it
    std::optional<story::OpenedReport> m_opened;
    bool m_showsPlainText = false;
    bool m_isOtherAccepted = false; //!< somebody wants to read it although it names another patient
    ReportPages m_pages;
    QThreadPool m_disk; //!< waited for at the end, so it is the last
};

} // namespace window
