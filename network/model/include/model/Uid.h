#pragma once

#include <QHashFunctions>
#include <QString>

#include <optional>

namespace model {

//! The rule behind every DICOM unique identifier: dotted digits, at most 64 characters (PS3.5 section 9.1).
//! Accepts the spellings that servers use (leading "urn:oid:" or "oid:", surrounding blanks, trailing NUL) and
//! returns the bare UID, or nothing where what remains is not one. A UID that passed is safe in a URL and as a file
//! name.
std::optional<QString> normalisedUid(QStringView text);

//! A UID of one kind, so that a series is never asked for by the UID of its study.
template <class Kind>
class Uid
{
public:
    //! The UID in `text` after normalisation, or nothing.
    static std::optional<Uid> parse(QStringView text)
    {
        if (auto uid = normalisedUid(text))
            return Uid(*std::move(uid));
        return std::nullopt;
    }

    const QString &text() const { return m_text; }

    friend bool operator==(const Uid &, const Uid &) = default;
    friend bool operator<(const Uid &a, const Uid &b) { return a.m_text < b.m_text; }
    friend size_t qHash(const Uid &uid, size_t seed = 0) { return ::qHash(uid.m_text, seed); }

private:
    explicit Uid(QString text) : m_text(std::move(text)) {}
    QString m_text;
};

using StudyUid = Uid<struct StudyKind>;
using SeriesUid = Uid<struct SeriesKind>;
using SopUid = Uid<struct SopKind>;

} // namespace model
