#pragma once

#include "TagModel.h"

#include <QFrame>
#include <QFutureWatcher>

#include <stop_token>

class QLabel;
class QLineEdit;
class QToolButton;
class QTreeView;

namespace viewer {

//! All attributes of the file that is looked at, with a search, and a comparison with another one that was kept. Reads
//! in another thread and only while it is seen.
class TagBrowser final : public QFrame
{
    Q_OBJECT

public:
    explicit TagBrowser(QWidget *parent = nullptr);
    ~TagBrowser() override;

    //! The file to list from now on; an empty path lists nothing. \a name is how a person knows it ("Image 3 / 20").
    void setFile(const QString &path, const QString &name);
    //! Forgets all files.
    void clear();

signals:
    void closeRequested();

protected:
    void showEvent(QShowEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void build();
    void keepForComparison(bool keep);
    void read();
    void listed();
    void copy();

    QString m_path, m_name;
    QString m_kept, m_keptName; //!< compared with, or empty
    bool m_isStale = false;     //!< something else is asked for than what is listed
    TagModel m_model;
    QFutureWatcher<std::shared_ptr<const TagContent>> m_reading;
    QFutureWatcher<QString> m_copying;
    std::stop_source m_stop;

    QLabel *m_title = nullptr;
    QLabel *m_sentence = nullptr;
    QLineEdit *m_search = nullptr;
    QToolButton *m_keep = nullptr;
    QToolButton *m_onlyDifferences = nullptr;
    QTreeView *m_tree = nullptr;
};

} // namespace viewer
