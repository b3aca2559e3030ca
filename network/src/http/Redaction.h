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

//! A text of the server's without the values that this request asked for: servers like to repeat them.
QString withoutIdentity(QString text, const QUrl &url, const QByteArray &formBody);

//! The first words of a page: tags, scripts and styles gone, blanks collapsed, at most 200 characters.
QString firstWords(const QByteArray &page);

//! Header list for a record: credentials and cookies without their values.
QList<QPair<QByteArray, QByteArray>> withoutCredentials(QList<QPair<QByteArray, QByteArray>> headers);

} // namespace network
