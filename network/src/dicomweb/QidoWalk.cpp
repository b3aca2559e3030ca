#include "QidoWalk.h"

#include <algorithm>

namespace network {

using model::Note;

QidoWalk::QidoWalk(Workplace &workplace, QidoSearch search, ReadRow readRow, WhenEnded whenEnded)
    : m_workplace(workplace),
      m_search(std::move(search)),
      m_readRow(std::move(readRow)),
      m_whenEnded(std::move(whenEnded)),
      m_paging(m_search.limit)
{}

void QidoWalk::start()
{
    const Learned &learned = m_workplace.learned();
    m_form = m_full = {!learned.includeFieldRefused, learned.modalityKey, m_search.limit, true};
    m_plainer = plainerForms(m_full, m_search);
    ask();
}

void QidoWalk::goOnAt(const QString &rest)
{
    m_begin = std::max(0, rest.toInt());
    m_paging = QidoPaging(m_search.limit, m_begin);
    start();
}

void QidoWalk::ask()
{
    HttpRequest request;
    request.service = HttpRequest::Service::Dicomweb;
    request.url = urlFor(m_workplace.endpoint().qidoBase, m_search, m_form, m_paging.offset());
    request.headers.emplaceBack("Accept", m_plainJson ? "application/json" : "application/dicom+json");
    m_current = request.url;
    m_call = m_workplace.http().send(request);
    connect(m_call.get(), &HttpCall::done, this, &QidoWalk::answered);
}

void QidoWalk::answered(const Result<HttpAnswer> &answer)
{
    if (!answer)
        return failed(answer.error());
    int newRows = 0;
    bool duplicateKeys = false;
    const auto rows = readQidoRows(answer->text(), [&](const QidoRow &row) {
        newRows += m_readRow(row) ? 1 : 0;
        duplicateKeys = duplicateKeys || row.hasDuplicateKey();
    });
    if (!rows)
        return failed(rows.error());
    m_kept += newRows;
    if (m_pages++ == 0)
        learn();
    if (duplicateKeys)
        remark(duplicateKeyWords());
    const QidoWarnings warnings = warningsIn(answer->head.allOf("Warning"));
    for (const QString &words : warnings.words)
        remark(words);

    if (!warnings.moreRows.isEmpty())
        m_moreRows = warnings.moreRows;
    const bool moreRows = !warnings.moreRows.isEmpty() || answer->head.status == 206; // 206: editions before 2020
    switch (m_paging.after(*rows, newRows, moreRows, m_workplace.endpoint().maximumPages)) {
    case QidoPaging::Next::Ask:
        return ask();
    case QidoPaging::Next::Done:
        if (moreRows && *rows == 0)
            stopShort(QStringLiteral("The server says that there are more rows, but sends none."));
        return end();
    case QidoPaging::Next::Repeated:
        stopShort(QStringLiteral("Page %1 held nothing new, so the server does not page; there may be more rows.")
                      .arg(m_pages));
        return end();
    case QidoPaging::Next::PageCap:
        stopShort(QStringLiteral("Reading stopped after %1 pages.").arg(m_pages));
        m_ending.rest = QString::number(m_paging.offset());
        return end();
    }
}

void QidoWalk::remark(const QString &words)
{
    const Note note{Note::Kind::ServerWarning, m_workplace.http().masked(words, m_current)};
    if (!m_ending.notes.contains(note))
        m_ending.notes.append(note);
}

bool QidoWalk::simplify(int httpStatus)
{
    if (httpStatus == 406 && !m_plainJson) {
        m_plainJson = true;
        return true;
    }
    if (httpStatus != 400 && httpStatus != 413)
        return false;
    if (httpStatus == 413) // only smaller pages help against that
        m_plainer.removeIf([this](const QidoForm &form) { return form.limit >= m_form.limit; });
    if (m_plainer.isEmpty())
        return false;
    m_form = m_plainer.takeFirst();
    m_paging = QidoPaging(m_form.limit, m_begin);
    return true;
}

void QidoWalk::learn()
{
    const auto tell = [this](const QByteArray &key, const QString &words) {
        const QString name = QString::fromLatin1(key);
        m_ending.notes.append({Note::Kind::IgnoredFilter, words.arg(name), name});
    };
    if (!m_form.withOptionalKeys)
        for (const auto &[name, value] : m_search.optionalKeys)
            tell(name, QStringLiteral("The server refuses %1, so rows are not filtered by it."));
    if (!m_search.modality.isEmpty() && m_form.modalityKey >= qidoModalityKeys().size())
        tell(qidoModalityKeys().constFirst(), QStringLiteral("The server refuses %1, so what it sent was filtered here "
                                                             "as far as the rows tell their modalities."));
    // Each of two that are left out did not help alone; of more, some may be innocent.
    const int changes = (m_form.withIncludeFields != m_full.withIncludeFields) +
                        (m_form.withOptionalKeys != m_full.withOptionalKeys) +
                        (m_form.modalityKey != m_full.modalityKey) + (m_form.limit != m_full.limit);
    if (changes > 2)
        return;
    m_workplace.learned().includeFieldRefused = !m_form.withIncludeFields;
    m_workplace.learned().modalityKey = m_form.modalityKey;
}

void QidoWalk::failed(const Error &error)
{
    // Some servers refuse an offset behind the last row; whatever else fails may have held rows.
    const bool saysNoSuchPage = error.httpStatus == 400 || error.httpStatus == 404 || error.httpStatus == 416;
    const bool isAllHere = m_expected.value_or(0) > 0 && m_kept >= *m_expected;
    if (m_paging.isDoubting() && (saysNoSuchPage || isAllHere))
        return end();
    if (m_pages > 0) {
        stopShort(QStringLiteral("Page %1 could not be read: %2").arg(m_pages + 1).arg(error.detail));
        m_ending.rest = QString::number(m_paging.offset());
        return end();
    }
    if (simplify(error.httpStatus))
        return ask();
    m_ending.error = error;
    end();
}

void QidoWalk::stopShort(const QString &why)
{
    m_ending.truncated = true;
    const QString words = m_moreRows.isEmpty() ? why : QStringLiteral("%1 It says: %2").arg(why, m_moreRows);
    m_ending.notes.append({Note::Kind::Truncated, m_workplace.http().masked(words, m_current)});
}

void QidoWalk::end()
{
    const WhenEnded whenEnded = std::move(m_whenEnded); // it may destroy the walk and all that it owns
    const Ending ending = m_ending;
    whenEnded(ending);
}

} // namespace network
