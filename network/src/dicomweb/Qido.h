#pragma once

#include "Json.h"

#include <model/Study.h>
#include <network/Result.h>

#include <QUrl>

#include <functional>

namespace network {

//! A QIDO-RS search (spec 4.2) before it is put on the wire.
struct QidoSearch
{
    QString path;                              //!< below the base: studies, studies/UID/series, …
    QList<QPair<QByteArray, QByteArray>> keys; //!< attribute and value, made safe for the wire
    QByteArray includeFields;                  //!< comma list of tags
    QByteArray modality;                       //!< study level only
    int limit = 100;
    QList<QPair<QByteArray, QByteArray>> optionalKeys; //!< left out where the server refuses the full form
};

//! What of a search is left out or said differently for servers that refuse the full form.
struct QidoForm
{
    bool withIncludeFields = true;
    int modalityKey = 0; //!< into qidoModalityKeys(); past its end the modality is not sent
    int limit = 100;
    bool withOptionalKeys = true;

    friend bool operator==(const QidoForm &, const QidoForm &) = default;
};

//! The keys that ask for a modality at study level: the standard's, then the guide's.
QList<QByteArray> qidoModalityKeys();

//! The forms in which a search is tried where a server refuses this one, the next first: mostly it does not know one
//! thing, so each is left out alone before all of them are.
QList<QidoForm> plainerForms(const QidoForm &refused, const QidoSearch &search);

//! How the characters of a match value are written that a URL cannot hold: as the wildcard `?`, which also servers
//! understand that do not undo percent-encoding, so that more may match than was meant and rows have to be filtered; or
//! percent-encoded, for servers that match some attributes without wildcards.
enum class QidoSpelling { Wildcards, Encoded };
QByteArray qidoValue(const QString &value, QidoSpelling spelling = QidoSpelling::Wildcards);

//! False where the number of the patient holds a wildcard: studies of other people would come.
bool asksForOneNumber(const model::StudyQuery &query);

QidoSearch qidoStudies(const model::StudyQuery &query, int limit, QidoSpelling spelling = QidoSpelling::Wildcards);
QidoSearch qidoSeries(const model::StudyUid &study, int limit);
//! All instances of a series, or of the study where no series is named.
QidoSearch qidoInstances(const model::StudyUid &study, const std::optional<model::SeriesUid> &series, int limit);
QUrl urlFor(const QUrl &base, const QidoSearch &search, const QidoForm &form, int offset);

//! One object of a DICOM JSON array (spec 4.4) while its body is being read. Keys are eight upper-case hex digits.
class QidoRow
{
public:
    explicit QidoRow(const json::Value &object);

    //! The first value as text without padding; empty when there is none.
    QString text(std::string_view tag) const;
    QStringList texts(std::string_view tag) const;
    std::optional<int> integer(std::string_view tag) const;
    std::optional<int> count(std::string_view tag) const; //!< as json::count()
    //! The alphabetic group of a person name, else the ideographic, else the phonetic.
    QString personName(std::string_view tag) const;
    //! A date in DICOM's form or with dots or dashes; invalid when it is none.
    QDate date(std::string_view tag) const;
    QTime time(std::string_view tag) const;
    //! A key comes twice in the object; the first is the one that is read.
    bool hasDuplicateKey() const { return m_hasDuplicateKey; }

private:
    std::optional<json::Value> attribute(std::string_view tag) const;
    std::optional<json::Value> firstOf(std::string_view tag) const;

    //! In ascending order of their keys.
    std::vector<std::pair<std::string_view, json::Value>> m_attributes;
    bool m_hasDuplicateKey = false;
};

//! What is said where an object of an answer has a duplicate key.
QString duplicateKeyWords();

//! Reads a QIDO-RS body row by row; an empty body has no rows. Gives their number; anything but an array is Malformed.
Result<int> readQidoRows(const QByteArray &body, const std::function<void(const QidoRow &)> &readRow);

std::optional<model::Study> studyIn(const QidoRow &row);
std::optional<model::Series> seriesIn(const QidoRow &row);
std::optional<model::Instance> instanceIn(const QidoRow &row);

//! What a Warning header of a QIDO-RS answer tells: more rows than were sent, or words to show.
struct QidoWarnings
{
    QString moreRows; //!< the words that say so; empty where none do
    QStringList words;
};
QidoWarnings warningsIn(const QList<QByteArray> &headers);

//! When to stop asking for pages (spec 4.3).
class QidoPaging
{
public:
    explicit QidoPaging(int limit, int begin = 0) : m_limit(limit), m_offset(begin) {}

    enum class Next { Ask, Done, Repeated, PageCap };
    //! Says what comes after a page of so many rows, of which so many were new.
    Next after(int rows, int newRows, bool moreRows, int maximumPages);
    int offset() const { return m_offset; }
    //! The page that comes is asked for only because servers cap answers without a word; it decides nothing when it is
    //! refused or repeats what is known.
    bool isDoubting() const { return m_isDoubting; }

private:
    int m_limit;
    int m_effective = 0;
    int m_pages = 0;
    int m_offset;
    bool m_isDoubting = false;
};

} // namespace network
