#pragma once

#include <model/Study.h>
#include <network/Result.h>

#include <QList>
#include <QStringList>

#include <chrono>
#include <optional>

namespace story {

//! Where in the walk something went wrong.
enum class Step {
    Country,
    Patient,
    Studies,
    Document, //!< of step 3: one report or manifest of the list
    Selection,
    Retrieval,
    Viewing
};

//! What sentences need to know beside the error.
struct ErrorContext
{
    Step step = Step::Country;
    QString country;                  //!< short name of the country
    QString profile;                  //!< name of the profile; used where a sentence speaks of the contact point itself
    QString host;                     //!< of the contact point
    std::chrono::seconds silence{60}; //!< after how long an answer was given up
    std::optional<model::Route> route; //!< the one that failed while others answered
};

//! What a button of a notice does; the window carries it out. A sentence offers only what exists.
enum class Act {
    AskAgain,         //!< the step's own request once more: check, search, fetch
    ChangeIdentifier, //!< to the identifier field
    SearchByName,     //!< to the family name field
    CheckConnection,  //!< to step 1, checking
    FetchMissing,
    ViewAnyway
};

struct Action
{
    Act act;
    QString text; //!< a verb

    friend bool operator==(const Action &, const Action &) = default;
};

//! Words for a notice. Buttons are verbs, the first is the default.
struct Sentence
{
    QString headline; //!< what happened, at most six words
    QStringList sentences;
    QString advice;
    QList<Action> actions;
    QString fold; //!< the server's own words and codes

    //! True where nothing is to be shown.
    bool isEmpty() const { return headline.isEmpty(); }
};

//! What a person is told about an error. Empty for Cancelled.
Sentence sentenceFor(const network::Error &error, const ErrorContext &context);

//! One line for a terminal: the headline, what it means, and the detail. Empty for Cancelled.
QString lineFor(const network::Error &error, const ErrorContext &context);

//! "FHIR", "QIDO", "Documents": how sentences call a route.
QString displayName(model::Route route);

} // namespace story
