#pragma once

#include <QByteArray>
#include <QList>
#include <QPair>
#include <QString>

#include <functional>

namespace network {

//! What is told of an XML document as it is read. Names without their prefix.
struct XmlEvents
{
    using Attributes = QList<QPair<QString, QString>>;

    //! False ends the walk.
    std::function<bool(const QString &element, const Attributes &attributes)> began;
    std::function<void(const QString &element)> ended;
    std::function<void(const QString &text)> text;
};

struct XmlOutcome
{
    bool isRead = false;          //!< false: there was no memory for it
    bool hasDocumentType = false; //!< the walk ended there, before anything that it declares was read
    bool isStopped = false;       //!< at the wish of who listens, or because it nests too deeply
    int damagedAt = 0;            //!< line; 0: well formed as far as it was read
};

//! Reads an XML document without ever holding a tree of it. Document types are refused, so that there are neither
//! entities nor anything to load; elements nest at most a thousand deep.
XmlOutcome walkXml(const QByteArray &xml, const XmlEvents &events);

//! The value of an attribute; empty where there is none.
QString valueOf(const XmlEvents::Attributes &attributes, QLatin1String name);

} // namespace network
