#include <story/OtherProgram.h>

#include <QFileInfo>
#include <QProcess>

using namespace Qt::StringLiterals;

namespace story {

std::optional<OtherProgram> OtherProgram::parse(const QString &command)
{
    OtherProgram result;
    result.m_words = QProcess::splitCommand(command);
    // What came from elsewhere is never the program.
    if (result.m_words.isEmpty() || result.m_words.constFirst().startsWith(u'%'))
        return {};
    result.m_program = result.m_words.takeFirst();
    return result;
}

QStringList OtherProgram::arguments(const QStringList &files) const
{
    QStringList absolute;
    for (const QString &file : files)
        absolute << QFileInfo(file).absoluteFilePath();
    const QString first = absolute.value(0);
    QStringList result;
    bool areGiven = false;
    for (const QString &word : m_words) {
        if (word == "%F"_L1) {
            result << absolute;
            areGiven = true;
            continue;
        }
        // One pass: what a file is called is not looked through for places again.
        QString filled;
        for (qsizetype i = 0; i < word.size(); ++i) {
            const QStringView place = QStringView(word).sliced(i).left(2);
            if (place == "%f"_L1 || place == "%d"_L1) {
                filled += place == "%f"_L1 ? first : QFileInfo(first).absolutePath();
                areGiven = true;
                ++i;
            } else {
                filled += word[i];
            }
        }
        result << filled;
    }
    return areGiven ? result : result + absolute;
}

} // namespace story
