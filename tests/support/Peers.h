#pragma once

#include <network/Endpoint.h>

#include <QByteArray>
#include <QJsonObject>
#include <QMap>
#include <QString>
#include <QStringList>

namespace support {

//! A study as the archive itself knows it, by its own API beside DICOMweb.
struct ArchivedStudy
{
    QString uid;
    QString patientId;
    QMap<QString, QMap<QString, QString>> series; //!< Series UID -> SOP UID -> Orthanc's name of the instance

    int instanceCount() const;
};

//! The real servers of tests/peers: those that ctest has started (BORDERLIGHT_PEERS names their description), or
//! else some of its own that live as long as this object.
class Peers
{
public:
    enum class Front { R4, R5, Converted, Latin, Mutual, Stranger, Anonymous };

    Peers();
    //! Servers of its own in any case: Orthanc holds the files of one folder, the FHIR engines hold the Bundles r4.json
    //! and r5.json of the other. There is no damaged study.
    Peers(const QString &files, const QString &bundles);
    ~Peers();
    Peers(const Peers &) = delete;
    Peers &operator=(const Peers &) = delete;

    //! Why there are none; empty when there are.
    QString problem() const { return m_problem; }

    //! The contact point by one of its fronts: FHIR R4 or R5 over plain http; R4 that asks its archive for images
    //! without `transfer-syntax=*` whatever it is asked; R4 with an archive that answers in Latin-1, as Orthanc does
    //! unless told otherwise; mutual TLS with the right client certificate, with a stranger's, with none.
    network::Endpoint endpoint(Front front) const;
    //! The same as a profile's file.
    QString profileFile(Front front) const;
    //! The assigning authority of all patient identifiers.
    QString authority() const;

    //! A study of which Orthanc sends only a part and then ends without a word.
    QString damagedStudy() const;
    //! What it cannot send, as SERIES/SOP, in order.
    QStringList lostInstances() const;

    //! Everything the archive holds, the damaged study included. A UID under which it keeps two patients' studies is
    //! one entry.
    QMap<QString, ArchivedStudy> archive() const;
    //! SHA-256, in lower-case hex, of the file as the archive keeps it.
    QString fileHash(const QString &orthancInstance) const;
    //! What the file itself says in an element, named by its keyword, as Orthanc reads it; empty when it has none.
    QString tag(const QString &orthancInstance, const QString &keyword) const;

private:
    void start(const QStringList &options);
    QByteArray fromOrthanc(const QString &path) const;

    QString m_problem;
    QString m_ownState;
    QJsonObject m_peers;
};

} // namespace support
