#pragma once

#include <model/Study.h>
#include <ui/Page.h>

#include <QDate>
#include <QList>
#include <QPair>

#include <memory>
#include <optional>

namespace ui {

//! What several answers about one field come to.
enum class Reading {
    Same,      //!< all say the same
    Explained, //!< they differ, and it is known why; nobody need act
    Open,      //!< they differ, and nothing tells who is right
    Conflict   //!< one of them speaks of another patient
};

//! One field of a study as each route tells it.
struct DifferingField
{
    QString group; //!< "Patient", "Study"; fields of one group stand together
    QString name;
    QList<QPair<model::Route, QString>> values; //!< as told; a route that is missing told nothing
    std::optional<model::Route> used;           //!< whose value the program goes by
    Reading reading = Reading::Open;
    QString words;           //!< why, or what is open
    bool mono = false;       //!< an identifier
    bool isPersonal = false; //!< the values are not shown while identity is hidden
};

struct DifferingStudy
{
    model::StudyUid uid;
    QString modality;
    QString description;
    QDate date;
    QList<DifferingField> fields;
};

//! Beside step 3: what the routes say of each study about which they do not agree, side by side. Nothing is averaged;
//! what the program goes by is marked. Fields on which all agree are there when asked for. It lies on the page of
//! studies; Escape goes back.
//!
//! Object names: differenceList, differenceTable, showAgreeing, copyDifferences, showConflict, backToStudies (primary),
//! differencesNotice (where all agree).
class DifferencesPage final : public Page
{
    Q_OBJECT

public:
    explicit DifferencesPage(Theme &theme, QWidget *parent = nullptr);
    ~DifferencesPage() override;

    //! A column for each of `routes`; `agreeing` studies have nothing to show. The study that is shown stays.
    void setDifferences(const QList<model::Route> &routes, const QList<DifferingStudy> &studies, int agreeing);
    void setIdentityHidden(bool hidden);
    //! Makes this study the one that is shown; nothing for a study about which all agree.
    void show(const model::StudyUid &study);
    std::optional<model::StudyUid> current() const;

    //! What Copy as text puts on the clipboard: the fields that are shown, of every study.
    QString asText() const;
    QWidget *firstFocus() const override;

    using Page::show;

signals:
    void backRequested();
    //! The user opened what a row says that names another patient.
    void conflictLookedAt(const model::StudyUid &study);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace ui
