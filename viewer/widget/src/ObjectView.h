#pragma once

#include <viewer_widgets/Tile.h>

#include <QFutureWatcher>
#include <QWidget>

class QTextBrowser;
class QToolButton;

namespace viewer {

//! What a series without pictures holds: reports and key object selections as text, everything else by its name with
//! what can be done with it. Reads in another thread and loads nothing from anywhere.
class ObjectView final : public QWidget
{
    Q_OBJECT

public:
    explicit ObjectView(QWidget *parent = nullptr);
    ~ObjectView() override;

    //! \a here are the images that can be jumped to.
    void setFiles(const ImageList &files, const ImagesByUid &here);
    //! What the patient is called in place of the name; with none the name itself.
    void setPseudonyms(const Pseudonyms &pseudonyms);
    void clear();

signals:
    void imageRequested(const QString &sopUid, int frame); //!< frame from 1
    void openElsewhereRequested(const QStringList &paths);
    void documentRequested(const QString &path); //!< a file that encloses a document, to be read here
    void seriesStepRequested(int by);
    void leaveRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void read();

    ImageList m_files;
    ImagesByUid m_here;
    Pseudonyms m_pseudonyms;
    bool m_isStale = false;
    QFutureWatcher<QString> m_reading;
    QTextBrowser *m_text;
    QToolButton *m_open;
    QToolButton *m_readHere;
};

} // namespace viewer
