#pragma once

#include <network/Client.h>
#include <story/ErrorText.h>
#include <story/PatientSearchFlow.h>
#include <story/Profile.h>

#include <QCommandLineParser>
#include <QJsonArray>
#include <QJsonObject>
#include <QObject>

#include <functional>

namespace cli {

//! The exit status that scripts know a kind by.
int statusFor(network::Error::Kind kind);

//! A program's run: its exit status and the one document that goes to standard output.
struct Outcome
{
    int status = 0;
    QJsonObject document;
};

//! {"error":{…}} and the kind's status.
Outcome failure(const network::Error &error);

//! One command of the program. It ends once, with ended().
class Command : public QObject
{
    Q_OBJECT

public:
    //! Declares the command's own options.
    virtual void declare(QCommandLineParser &parser) const = 0;
    //! Reads the options and begins. Usage when they do not fit; then nothing has begun.
    virtual network::Result<void> start(const QCommandLineParser &parser) = 0;
    //! Ends early, by the user's wish.
    virtual void interrupt();

signals:
    void ended(const cli::Outcome &outcome);

protected:
    //! Loads the profile that --profile names and makes its client.
    network::Result<void> openProfile(const QCommandLineParser &parser);
    network::Client &client() const { return *m_client; }
    const story::Profile &profile() const { return *m_profile; }

    //! Declares --show-requests.
    static void declareShowRequests(QCommandLineParser &parser);
    //! Adds what was really sent, identity masked, where --show-requests asks for it.
    void addRequests(QJsonObject &document) const;

    //! Asks for the records that bear this number, which must be asked once at most.
    void findPatients(const model::PatientIdentifier &identifier,
                      const std::function<void(const network::Result<model::PatientList> &)> &then);

    //! Tells the person at the terminal in words and ends with the error's document.
    void fail(const network::Error &error, story::Step step);
    //! The same words, without ending.
    void say(const network::Error &error, story::Step step) const;

private:
    std::unique_ptr<network::Client> m_client;
    std::optional<story::Profile> m_profile;
    story::PatientSearchFlow m_patientSearch;
    bool m_showsRequests = false;
    QJsonArray m_requests;
};

//! The one patient in an answer, or in words why none can be taken.
tl::expected<model::Patient, QString> onlyOneIn(const network::Result<model::PatientList> &found);

//! A Usage error with these words.
tl::unexpected<network::Error> usage(const QString &detail);

} // namespace cli
