#pragma once

#include <QDialog>
#include <QList>
#include <QString>

#include <memory>

namespace ui {

class Theme;

//! A text file that a retrieval left beside its images.
struct RecordText
{
    QString title; //!< "CT 2 Nov 2026, report"
    QString path;  //!< of the file; what is saved is a copy of it
    QString text;  //!< as much of it as is shown
    bool isCut = false;
};

//! Shows the records of a retrieval, one at a time, as text; any of them can be saved elsewhere. Made to be opened with
//! open(), not exec().
//!
//! Object names: recordView, recordChoice, recordText, recordSave, recordClose.
class RecordView final : public QDialog
{
    Q_OBJECT

public:
    RecordView(Theme &theme, const QList<RecordText> &records, QWidget *parent = nullptr);
    ~RecordView() override;

signals:
    void saveRequested(const QString &path);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace ui
