#pragma once

#include "Qido.h"
#include "Workplace.h"

namespace network {

//! Asks one QIDO-RS search, in a plainer form where the full one is refused, and follows its pages. Lives in the
//! network thread; destroyed, it stops.
class QidoWalk final : public QObject
{
public:
    struct Ending
    {
        std::optional<Error> error; //!< the first page failed; a later one only makes the list truncated
        bool truncated = false;
        QList<model::Note> notes;
        QString rest; //!< the row at which the page begins that was not read, where it can be asked for later
    };
    //! Keeps a row; true when it was new. Unreadable rows count as not new.
    using ReadRow = std::function<bool(const QidoRow &row)>;
    //! Called once; may destroy the walk.
    using WhenEnded = std::function<void(const Ending &)>;

    QidoWalk(Workplace &workplace, QidoSearch search, ReadRow readRow, WhenEnded whenEnded);
    //! So many rows the level above counts: with these here, a page that was asked for in doubt alone may fail.
    void expect(std::optional<int> rows) { m_expected = rows; }
    void start();
    //! Instead of start(): reads on from where an earlier walk of the same search ended.
    void goOnAt(const QString &rest);
    //! Adds a note to the ending, once, with the identity masked.
    void remark(const QString &words);

private:
    void ask();
    void answered(const Result<HttpAnswer> &answer);
    void failed(const Error &error);
    //! Moves to a plainer form; false when there is none.
    bool simplify(int httpStatus);
    //! From the first page, which came in this form.
    void learn();
    void stopShort(const QString &why);
    void end();

    Workplace &m_workplace;
    const QidoSearch m_search;
    ReadRow m_readRow;
    WhenEnded m_whenEnded;

    std::unique_ptr<HttpCall> m_call;
    QUrl m_current;
    QidoForm m_form;
    QidoForm m_full;           //!< the one that is tried first
    QList<QidoForm> m_plainer; //!< what is left to be tried
    bool m_plainJson = false;  //!< Accept: application/json
    int m_pages = 0;
    int m_kept = 0; //!< rows that were new
    std::optional<int> m_expected;
    int m_begin = 0; //!< the first row that is asked for
    QidoPaging m_paging;
    QString m_moreRows; //!< what the server said last of rows beyond those that it sent
    Ending m_ending;
};

} // namespace network
