#pragma once

#include <model/Secret.h>

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QPair>
#include <QString>

#include <chrono>

namespace model {

//! One request and its answer as they went over the wire: the recording seam that inspectors and evidence read.
//! What can be shown or logged freely is masked when the value is made; what names a person is behind Secret.
struct Exchange
{
    using Headers = QList<QPair<QByteArray, QByteArray>>;

    quint64 number = 0; //!< counts up within a Client
    QString requestId;  //!< the X-Request-Id that was sent
    QDateTime started;  //!< UTC
    QByteArray method;
    QString maskedUrl;      //!< scheme, host and path; query values replaced by dots unless they carry no identity
    Secret url;             //!< as sent
    QString maskedForm;     //!< a form that was sent in the body, masked as the query of maskedUrl; else empty
    Secret body;            //!< the first 2 kB of what was sent in the body
    Headers requestHeaders; //!< without the values of Authorization and Cookie
    int status = 0;         //!< 0: no answer
    Headers responseHeaders;
    qint64 bytesReceived = 0;
    std::chrono::milliseconds firstByte{-1}; //!< from start to the response's head; -1: none came
    std::chrono::milliseconds duration{0};
    Secret bodyStart; //!< the first 2 kB of an answer that was not streamed to disk
    QString failure;  //!< empty, or why the exchange failed, in plain words
};

} // namespace model
