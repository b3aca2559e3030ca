#pragma once

#include <QByteArray>
#include <QList>
#include <QPair>
#include <QString>
#include <QUrl>

namespace network {

//! Scheme, host and path; every query value that might tell who somebody is becomes dots, and so does the logical id
//! after a Patient segment.
QString maskedUrl(const QUrl &url);

//! The items of a query or a form, masked in the same way.
QString maskedQuery(const QString &encoded);

//! Whether a query parameter of this name can be shown with its value.
bool isHarmless(QStringView parameter);

//! Host and path of a URL, for messages.
QString placeOf(const QUrl &url);

//! The values in query, form or JSON of a request that may tell who somebody is, whole and in parts.
QStringList personalValuesIn(const QUrl &url, const QByteArray &body);

//! Those of them that are numbers of a person, which identify her wherever they turn up; no UIDs.
QStringList numbersAmong(const QStringList &personalValues);

//! A text of the server's without these values: servers like to repeat what they were asked. A number goes also where
//! it is written with other separators, a date also in its other orders.
QString without(const QStringList &values, QString text);

//! The first words of a page: tags, scripts and styles gone, blanks collapsed, at most 200 characters.
QString firstWords(const QByteArray &page);

//! Header list for a record: credentials and cookies without their values.
QList<QPair<QByteArray, QByteArray>> withoutCredentials(QList<QPair<QByteArray, QByteArray>> headers);

} // namespace network
