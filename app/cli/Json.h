#pragma once

#include <model/Document.h>
#include <model/Ledger.h>
#include <model/Patient.h>
#include <model/Study.h>
#include <network/Client.h>
#include <story/Merge.h>

#include <QJsonArray>
#include <QJsonObject>

namespace cli {

// Values as the documents of the command line show them. What was not told is null.

QJsonObject toJson(const model::Patient &patient);
QJsonObject toJson(const model::Study &study);
//! The study with its series and their instances.
QJsonObject treeToJson(const model::Study &study);
QJsonObject toJson(const story::Difference &difference);
QJsonObject toJson(const model::RetrievalReport &report);
QJsonObject toJson(const network::Check &check);
QJsonObject toJson(const model::Document &document);
QJsonObject toJson(const model::FetchedDocument &document);
QJsonObject toJson(const model::Note &note);

template <class T>
QJsonArray toJson(const QList<T> &values)
{
    QJsonArray array;
    for (const T &value : values)
        array += toJson(value);
    return array;
}

} // namespace cli
