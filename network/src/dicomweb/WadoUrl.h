#pragma once

#include <model/Uid.h>

#include <QByteArray>
#include <QUrl>

#include <optional>

namespace network {

//! Builds WADO-RS addresses below one service base (PS3.18 section 10.4, Table 10.4.1-1).
class WadoUrl
{
public:
    //! The base in an address as servers and tools write it: with or without a final slash, `/studies` and what follows
    //! cut off, query and user information dropped. Nothing for placeholders and for addresses that are not http(s).
    static std::optional<WadoUrl> parse(const QUrl &address);

    //! The form that gateways between communities ask for (IHE MADO, XC-WADO): a pattern with {location}, where wanted
    //! {base}, and {study} as the last step of its path, such as
    //! https://gateway/homeCommunityId/1.2.3/RetrieveLocationUID/{location}/study/{study}?retrieveurl={base}. Nothing
    //! for a pattern without {study} there, or one whose host is not plain text.
    static std::optional<WadoUrl> fromPattern(const QString &pattern, const QString &location, const QUrl &base);

    //! Without a final slash.
    const QUrl &base() const { return m_base; }
    QUrl study(const model::StudyUid &study) const;
    QUrl series(const model::StudyUid &study, const model::SeriesUid &series) const;
    QUrl instance(const model::StudyUid &study, const model::SeriesUid &series, const model::SopUid &instance) const;

private:
    explicit WadoUrl(QUrl base) : m_base(std::move(base)) {}
    QUrl m_base;
    QString m_studyStep = QStringLiteral("studies"); //!< what stands before a Study UID
};

//! The Accept headers to try one after the other when a server refuses with 400, 406 or 415: from "as stored, whatever
//! the syntax" to "anything". The same rung means the same header at every level; instances have rungs of their own.
struct AcceptLadder
{
    //! The header of a rung; nothing past the last. Rungs that only instances may use are skipped elsewhere.
    static std::optional<QByteArray> header(int rung, bool instanceLevel);
    //! The next rung of that level.
    static std::optional<int> after(int rung, bool instanceLevel);
};

} // namespace network
