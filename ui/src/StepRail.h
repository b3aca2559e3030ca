#pragma once

#include <ui/Step.h>
#include <ui/Theme.h>

#include <QListView>

#include <array>

namespace ui {

class RailModel;

//! The six steps with their states and what was chosen in each. The row of the current step has the colour of the page
//! and no right edge, so that it opens into the page.
class StepRail final : public QWidget
{
    Q_OBJECT

public:
    explicit StepRail(Theme &theme, QWidget *parent = nullptr);

    void setStep(Step step);
    Step step() const { return m_step; }
    void setState(Step step, StepState state, const QString &summary);
    StepState state(Step step) const { return m_states[std::size_t(step)]; }
    void setNarrow(bool narrow);
    bool isNarrow() const { return m_narrow; }
    QWidget *firstFocus() const { return m_list; }

signals:
    void stepRequested(ui::Step step);
    void keyMapRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    friend class RailModel;
    friend class RailDelegate;

    int rowHeight() const;

    Theme &m_theme;
    QListView *m_list = nullptr;
    RailModel *m_model = nullptr;
    class QAbstractButton *m_keyMap = nullptr;
    std::array<StepState, stepCount> m_states{};
    std::array<QString, stepCount> m_summaries;
    Step m_step = Step::Country;
    bool m_narrow = false;
};

//! The name of a step as the rail and the Go menu show it.
QString nameOf(Step step);

} // namespace ui
