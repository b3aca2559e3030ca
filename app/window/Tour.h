#pragma once

#include <ui/MainWindow.h>

#include <QElapsedTimer>
#include <QJsonArray>
#include <QTimer>

#include <functional>
#include <vector>

class QAbstractItemView;

namespace window {

//! Plays the main job in the real window, from the country to the pictures. It types and clicks through the same
//! widgets as a person, waits for what a person would wait for, and keeps a picture and a line of tour.json for every
//! step.
class Tour final : public QObject
{
    Q_OBJECT

public:
    //! `identifier` gets typed as the patient's number. Pictures and tour.json go to `folder`, which is created.
    Tour(ui::MainWindow &window, QString identifier, QString folder, QObject *parent = nullptr);

    void start();

signals:
    //! Both texts are empty when all six steps were played; else the step that could not be, and why.
    void finished(const QString &failedStep, const QString &reason);

private:
    //! One thing to do once something has come about.
    struct Act
    {
        QString awaited; //!< said when it does not come
        std::function<bool()> ready;
        std::function<void()> act;
    };
    struct Step
    {
        QString name;
        QString picture;
        std::function<QString()> shown;
        std::vector<Act> before; //!< the picture is taken after these
        std::vector<Act> after;  //!< leads to the next step
    };

    std::vector<Step> script();
    void poll();
    bool keepPicture(const Step &step);
    bool keepRecord() const;
    void end(const QString &failedStep, const QString &reason);

    QWidget *find(const char *objectName) const;
    QAbstractItemView *view(const char *objectName) const;
    int rows(const char *objectName) const;
    bool canPress(const char *objectName) const;
    void press(const char *objectName) const;
    void type(const char *objectName, const QString &text) const;
    void pressKey(QWidget *target, int key, const QString &text = {}) const;
    void clickRow(const char *objectName, int row) const;

    ui::MainWindow &m_window;
    QString m_identifier;
    QString m_folder;
    std::vector<Step> m_steps;
    size_t m_step = 0;
    size_t m_act = 0; //!< counts through before, picture, after
    QElapsedTimer m_sinceStart;
    QElapsedTimer m_sinceStep;
    QElapsedTimer m_sinceAct;
    QTimer m_poll;
    QJsonArray m_played;
};

} // namespace window
