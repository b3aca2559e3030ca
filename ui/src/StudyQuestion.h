#pragma once

#include <model/Study.h>

#include <QList>
#include <QWidget>

#include <functional>

class QLabel;
class QPlainTextEdit;

namespace ui {

class Button;
class Field;
class Theme;

//! What the server is asked for beside the patient: every parameter of the guide, and the requests that come of it.
//! A field that cannot be read is marked on leaving it, and nothing is asked before it is right or empty.
//!
//! Object names: askFrom, askTo, askModality, askBodySite, askAccession, askReason, askStudyUid, askSeriesUid,
//! askSopClass, askIdentifier, askFromTime, askToTime, askReferrer, askStudyId, askHint, askNow, askClear,
//! studiesWhatIsSent.
class StudyQuestion final : public QWidget
{
    Q_OBJECT

public:
    explicit StudyQuestion(Theme &theme, QWidget *parent = nullptr);

    //! Fields that are empty or cannot be read are left out.
    model::StudyQuery query() const;
    void setQuery(const model::StudyQuery &query);
    //! What would be sent, identity masked.
    void setWhatIsSent(const QString &text);
    //! In words, for a line beside the answers: "CT, from 2 Nov 2024"; empty: nothing beside the patient.
    QString summary() const;
    //! Marks what cannot be read; false where there is such a field.
    bool check();
    QWidget *firstFocus() const;

signals:
    void edited();
    void askRequested();

private:
    //! One parameter: its field, how it is read into a query and what it says of one.
    struct Parameter
    {
        Field *field = nullptr;
        QString name;
        QString wrong; //!< what to do about a text that cannot be read
        std::function<bool(const QString &, model::StudyQuery &)> read;
        std::function<QString(const model::StudyQuery &)> write;
    };

    void add(const char *objectName, const QString &name, const QString &hint, const QString &wrong,
             std::function<bool(const QString &, model::StudyQuery &)> read,
             std::function<QString(const model::StudyQuery &)> write);
    bool check(const Parameter &parameter);
    //! What the fields before this one say; what all say where there is none.
    model::StudyQuery queryBefore(const Parameter *end) const;

    Theme &m_theme;
    QList<Parameter> m_parameters;
    QLabel *m_hint = nullptr;
    QPlainTextEdit *m_sent = nullptr;
};

} // namespace ui
