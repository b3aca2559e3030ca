#pragma once

#include <story/Profile.h>

#include <memory>

namespace story {

//! One way in which the demo country can misbehave.
struct DemoFault
{
    QString name;
    QString description;   //!< one English line
    QString specification; //!< rows of section 9 and points of section 10 of the specification; may be empty
    QString usual;         //!< the order that the name alone means
    QString meaning;       //!< of its value, with the unit; empty where it takes none
    QString usualValue;
    bool isNumber = false; //!< the value is a number from `least` to `most`, else a text
    qint64 least = 0;
    qint64 most = 0;
    QString usualPlace;            //!< empty: every request that it means something for
    std::optional<int> usualTurns; //!< nothing: always
};

//! A fault that is ordered and still has turns.
struct PlayedFault
{
    int number = 0;
    QString order;
    QString description;
    std::optional<int> turns; //!< nothing: always
};

//! The built-in contact point with invented patients, on loopback: another address, not another path. It answers as
//! long as the object lives.
class DemoCountry
{
public:
    struct Options
    {
        int port = 0;       //!< 0: any free one
        QStringList faults; //!< orders, see play()
    };

    static network::Result<std::unique_ptr<DemoCountry>> start(const Options &options);
    static network::Result<std::unique_ptr<DemoCountry>> start() { return start(Options{}); }
    ~DemoCountry();

    //! Of the country whose people show most.
    const Profile &profile() const { return profiles().first(); }
    //! Of every country that the contact point speaks for, profile() first; never empty.
    const QList<Profile> &profiles() const;

    //! Every fault that can be ordered, by name.
    static QList<DemoFault> faults();
    //! How orders are written, for people.
    static QString orderHelp();
    //! Orders a fault by its text, such as `cut-after=40000@/studies/*2+1`. Usage says what is wrong with it.
    network::Result<void> play(const QString &order);
    QList<PlayedFault> played() const;
    //! Takes back one order; it may have had its turns already.
    void heal(int number);
    void healAll();

private:
    class Private;
    explicit DemoCountry(std::unique_ptr<Private> started);
    std::unique_ptr<Private> d;
};

} // namespace story
