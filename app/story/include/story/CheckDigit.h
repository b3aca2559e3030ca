#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace story {

//! How a kind of number guards itself against mistyping: one of the schemes of docs/discovery.md.
class CheckDigit
{
public:
    enum class Scheme {
        Luhn,           //!< ISO/IEC 7812-1, annex B; the last digit
        WeightedMod11,  //!< digits times weights add up to a multiple of 11; the last digit
        LetterMod23,    //!< the last letter stands at the remainder by 23 of the digits
        Iso7064Mod11_2, //!< ISO/IEC 7064; the last digit, or X for 10
        Iso7064Mod11_10,
        Iso7064Mod97_10, //!< the last two digits
        Mod97            //!< the last two digits are 97 less the remainder by 97 of those before
    };

    //! "luhn", "weighted-mod-11", "letter-mod-23", "iso-7064-mod-11-2", "iso-7064-mod-11-10", "iso-7064-mod-97-10",
    //! "mod-97".
    static QStringList names();
    static std::optional<CheckDigit> named(const QString &name);

    //! The usual ones are those of the demo country: weights 1 2 8 5 3 7 6 9 4 1, letters W A B … V.
    void setWeights(const QList<int> &weights) { m_weights = weights; }
    void setLetters(const QString &letters) { m_letters = letters; }

    //! True where the number is in itself without mistake. Blanks, hyphens and the like do not count.
    bool accepts(const QString &value) const;
    //! The check characters with which `value` would be right, all else kept; empty where it is right already, or no
    //! character would make it so.
    QString wanted(const QString &value) const;

    friend bool operator==(const CheckDigit &, const CheckDigit &) = default;

private:
    explicit CheckDigit(Scheme scheme) : m_scheme(scheme) {}
    //! Places of the check characters in `value`; fewer than wanted where it is too short.
    QList<qsizetype> places(const QString &value) const;

    Scheme m_scheme;
    QList<int> m_weights{1, 2, 8, 5, 3, 7, 6, 9, 4, 1};
    QString m_letters = QStringLiteral("WABCDEFGHIJKLMNOPQRSTUV");
};

} // namespace story
