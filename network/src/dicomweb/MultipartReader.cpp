#include "MultipartReader.h"

#include <algorithm>
#include <cstring>

namespace network {

namespace {

constexpr qsizetype longestPadding = 256;

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

//! memmem() prepares a table for each call, which small chunks do not repay.
qsizetype indexOf(QByteArrayView bytes, const QByteArray &needle)
{
    if (bytes.size() >= 1024) {
        const void *hit = memmem(bytes.data(), size_t(bytes.size()), needle.data(), size_t(needle.size()));
        return hit ? static_cast<const char *>(hit) - bytes.data() : -1;
    }
    const char *at = bytes.data();
    const char *end = at + bytes.size();
    while (end - at >= needle.size()) {
        at = static_cast<const char *>(memchr(at, needle.front(), size_t(end - at)));
        if (!at || end - at < needle.size())
            return -1;
        if (memcmp(at, needle.data(), size_t(needle.size())) == 0)
            return at - bytes.data();
        ++at;
    }
    return -1;
}

} // namespace

MediaType MediaType::parse(QByteArrayView value)
{
    MediaType media;
    const qsizetype size = value.size();
    qsizetype at = 0;
    const auto upTo = [&](auto &&stops) {
        const qsizetype from = at;
        while (at < size && !stops(value[at]))
            ++at;
        return value.sliced(from, at - from).trimmed().toByteArray();
    };
    const auto semicolon = [](char c) { return c == ';'; };

    media.type = upTo(semicolon).toLower();
    while (at < size) {
        ++at; // the semicolon
        const QByteArray name = upTo([](char c) { return c == ';' || c == '='; }).toLower();
        if (at == size || value[at] == ';')
            continue;
        ++at; // the equals sign
        while (at < size && isBlank(value[at]))
            ++at;
        QByteArray text;
        if (at < size && value[at] == '"') {
            for (++at; at < size && value[at] != '"'; ++at) {
                if (value[at] == '\\' && at + 1 < size)
                    ++at;
                text += value[at];
            }
            upTo(semicolon); // the closing quote, and what does not belong behind it
        } else {
            text = upTo(semicolon);
        }
        if (!name.isEmpty())
            media.parameters.emplaceBack(name, text);
    }
    return media;
}

QByteArray MediaType::parameter(QByteArrayView name) const
{
    for (const auto &[key, value] : parameters)
        if (key == name)
            return value;
    return {};
}

std::optional<QByteArray> MediaType::boundary() const
{
    if (!type.startsWith("multipart/"))
        return std::nullopt;
    const QByteArray boundary = parameter("boundary");
    const auto isControl = [](char c) { return uchar(c) < 0x20 || uchar(c) == 0x7f; };
    if (boundary.isEmpty() || boundary.size() > 200 || std::any_of(boundary.begin(), boundary.end(), isControl))
        return std::nullopt;
    return boundary;
}

MultipartReader::MultipartReader(const QByteArray &boundary, Events events)
    : m_events(std::move(events)), m_needle("\n--" + boundary)
{
    Q_ASSERT(!boundary.isEmpty() && !boundary.contains('\n'));
}

void MultipartReader::feed(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        if (m_state == State::Closed)
            return;
        if (m_inDelimiterLine)
            bytes = inDelimiterLine(bytes);
        else if (m_state == State::InHeaders)
            bytes = inHeaders(bytes);
        else
            bytes = inBody(bytes);
    }
}

void MultipartReader::bodyEnded()
{
    if (m_state != State::InPart || m_announced < 0)
        return;
    if (m_heldCr && m_partBytes + 1 == m_announced)
        deliver("\r");
    if (m_partBytes == m_announced)
        m_events.partEnded();
}

//! Reads payload (or preamble) up to a possible delimiter and returns what is left to be read in another way.
QByteArrayView MultipartReader::inBody(QByteArrayView bytes)
{
    const auto matched = [this](QByteArrayView rest) {
        if (delimiterMayStart()) {
            m_inDelimiterLine = true;
            m_line.clear();
        } else {
            giveUpMatch();
        }
        return rest;
    };

    while (m_matched > 0 && !bytes.isEmpty()) {
        if (bytes.front() != m_needle[m_matched]) {
            giveUpMatch();
            break;
        }
        bytes = bytes.sliced(1);
        if (++m_matched == m_needle.size())
            return matched(bytes);
    }
    if (bytes.isEmpty())
        return {};

    if (const qsizetype hit = indexOf(bytes, m_needle); hit >= 0) {
        payload(bytes.first(hit));
        m_matched = m_needle.size();
        return matched(bytes.sliced(hit + m_needle.size()));
    }
    // The needle may begin in the last bytes, and only at the last LF there.
    const QByteArrayView tail = bytes.last(std::min(bytes.size(), m_needle.size() - 1));
    const qsizetype lineFeed = tail.lastIndexOf('\n');
    if (lineFeed >= 0 && QByteArrayView(m_needle).startsWith(tail.sliced(lineFeed))) {
        m_matched = tail.size() - lineFeed;
        bytes.chop(m_matched);
    }
    payload(bytes);
    return {};
}

bool MultipartReader::delimiterMayStart() const
{
    return m_virtual || m_heldCr || m_bareLineFeeds.value_or(true);
}

//! What looked like the begin of a delimiter was payload.
void MultipartReader::giveUpMatch()
{
    const qsizetype skipped = m_virtual ? 1 : 0;
    const QByteArrayView held = QByteArrayView(m_needle).sliced(skipped, m_matched - skipped);
    m_matched = 0;
    m_virtual = false;
    payload(held);
}

//! Reads behind the boundary: two dashes close the body, padding and a line end begin a part, all else is a look-alike.
QByteArrayView MultipartReader::inDelimiterLine(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const char c = bytes.front();
        bytes = bytes.sliced(1);
        m_line += c;
        const char before = m_line.size() > 1 ? m_line[m_line.size() - 2] : '\0';
        bool fits = false;
        if (m_line[0] == '-')
            fits = c == '-';
        else if (before == '\r')
            fits = c == '\n';
        else if (c == '\n')
            fits = m_bareLineFeeds.value_or(true);
        else
            fits = (isBlank(c) || c == '\r') && m_line.size() < longestPadding;

        if (!fits) {
            const QByteArray line = std::exchange(m_line, {});
            m_inDelimiterLine = false;
            giveUpMatch();
            [[maybe_unused]] const QByteArrayView rest = inBody(line); // holds one LF at most, at its end
            Q_ASSERT(rest.isEmpty() && !m_inDelimiterLine);
            return bytes;
        }
        if (m_line == "--" || c == '\n') {
            if (c == '\n' && !m_bareLineFeeds)
                m_bareLineFeeds = before != '\r';
            delimiterEnded(c != '\n');
            return bytes;
        }
    }
    return bytes;
}

void MultipartReader::delimiterEnded(bool closing)
{
    // Where lines end in a bare LF, a CR before the delimiter is payload if the part was announced so long.
    if (m_heldCr && m_bareLineFeeds.value_or(false) && m_announced == m_partBytes + 1)
        deliver("\r");
    if (m_state == State::InPart)
        m_events.partEnded();
    m_inDelimiterLine = false;
    m_matched = 0;
    m_virtual = false;
    m_heldCr = false;
    m_line.clear();
    m_headers.clear();
    m_headerBytes = 0;
    m_state = closing ? State::Closed : State::InHeaders;
}

QByteArrayView MultipartReader::inHeaders(QByteArrayView bytes)
{
    const qsizetype lineFeed = bytes.indexOf('\n');
    const qsizetype wanted = lineFeed < 0 ? bytes.size() : lineFeed + 1;
    const qsizetype taken = std::min(wanted, maximumHeaderBytes - m_headerBytes);
    m_headerBytes += taken;
    m_line += bytes.first(taken);
    if (taken < wanted) {
        m_line.clear();
        beginPart();
        m_matched = 0; // in the middle of a line
        m_virtual = false;
        return bytes.sliced(taken);
    }
    // A delimiter may follow headers without an empty line, and the closing one may end the body without a line break:
    // its two dashes close, whatever follows them, as they do behind a payload.
    const QByteArrayView delimiter = QByteArrayView(m_needle).sliced(1);
    if (QByteArrayView(m_line).startsWith(delimiter) &&
        QByteArrayView(m_line).sliced(delimiter.size()).startsWith("--")) {
        beginPart();
        delimiterEnded(true);
    } else if (lineFeed >= 0 && headerLineEnded()) {
        beginPart();
    }
    return bytes.sliced(taken);
}

//! Takes the header line in; true when it was the empty line before the payload.
bool MultipartReader::headerLineEnded()
{
    QByteArrayView line = m_line;
    line.chop(1);
    if (line.endsWith('\r'))
        line.chop(1);
    if (line.isEmpty()) {
        m_line.clear();
        return true;
    }
    const QByteArrayView delimiter = QByteArrayView(m_needle).sliced(1);
    if (line.startsWith(delimiter) && line.sliced(delimiter.size()).trimmed().isEmpty()) {
        beginPart();
        delimiterEnded(false);
        return false;
    }
    if (isBlank(line.front()) && !m_headers.isEmpty()) {
        m_headers.last().second += ' ' + line.trimmed().toByteArray();
    } else if (const qsizetype colon = line.indexOf(':'); colon > 0) {
        m_headers.emplaceBack(line.first(colon).trimmed().toByteArray(),
                              line.sliced(colon + 1).trimmed().toByteArray());
    }
    m_line.clear();
    return false;
}

void MultipartReader::beginPart()
{
    m_announced = -1;
    for (const auto &[name, value] : m_headers) {
        bool isNumber = false;
        if (name.compare("Content-Length", Qt::CaseInsensitive) == 0) {
            m_announced = value.toLongLong(&isNumber);
            if (!isNumber)
                m_announced = -1;
        }
    }
    m_partBytes = 0;
    m_state = State::InPart;
    m_matched = 1;
    m_virtual = true;
    m_events.partBegan(m_headers);
}

void MultipartReader::payload(QByteArrayView data)
{
    if (data.isEmpty())
        return;
    if (std::exchange(m_heldCr, false))
        deliver("\r");
    if (data.back() == '\r') {
        m_heldCr = true;
        data.chop(1);
    }
    deliver(data);
}

void MultipartReader::deliver(QByteArrayView data)
{
    if (m_state != State::InPart || data.isEmpty())
        return;
    m_partBytes += data.size();
    m_events.partData(data);
}

} // namespace network
