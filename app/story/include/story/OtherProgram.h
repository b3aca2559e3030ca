#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace story {

//! How another program is called, as a person writes it: `weasis %F`, `"/opt/my viewer/bin/view" --open %f`. A word %F
//! stands for all files, each an argument of its own; %f for the first, %d for its folder, also inside a word. Without
//! any of them the files follow at the end. No shell has a part in it: nothing else in a word means anything.
class OtherProgram
{
public:
    //! Nothing when no program is named.
    static std::optional<OtherProgram> parse(const QString &command);

    QString program() const { return m_program; }
    //! What the program is given for files that exist.
    QStringList arguments(const QStringList &files) const;

private:
    QString m_program;
    QStringList m_words;
};

} // namespace story
