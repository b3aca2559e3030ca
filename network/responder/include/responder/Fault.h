#pragma once

#include <responder/Message.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace responder {

struct Deed;

//! One way in which a contact point misbehaves. A plain value: make it, narrow it, play it. Without narrowing it goes
//! on until Responder::heal(). Of two faults of the same kind on the line the later order counts.
//!     responder.play(Fault::cutAfter(40'000).onPath("/studies/").times(1));
//! Each has a name, and can be written and read as the text of an order, `NAME[=VALUE][@PLACE][*TIMES][+SKIP]`:
//!     cut-after=40000@/studies/*2+1
//! PLACE is a method or the word `retrievals`, and a part of the request target that begins with `/`, `?` or `&`; one
//! of both is enough (`@POST`, `@/Patient`, `@POST/Patient`, `@retrievals/series/`); `*` alone is every request. TIMES
//! is for how many requests, or the word `always`; SKIP is how many matching requests go well before. What an order
//! leaves out is as usual for the name. A fault that has only a name here and no function below is made by parse() or
//! named().
class Fault
{
public:
    //! What an order may say behind the name.
    struct Value
    {
        std::string meaning; //!< one English noun with its unit, such as `bytes of body`
        std::string usual;
        bool isNumber = false;
        long long least = 0; //!< of a number
        long long most = 0;
    };

    // What replaces the whole answer.
    static Fault status(int code, std::string contentType = "text/plain", std::string body = {}, Headers headers = {});
    static Fault htmlError(int code = 500); //!< the error page of a proxy
    static Fault loginPage();               //!< 200 with an HTML form
    //! An OperationOutcome with one issue. Severity is error, or warning for 404 and below 400.
    static Fault operationOutcome(int code, const std::string &issueCode, const std::string &diagnostics = {});
    static Fault emptyBundle(); //!< a searchset without entries
    static Fault redirectTo(std::string url, int code = 302);
    static Fault redirectLoop(); //!< each request is sent back to itself under a new query
    //! 503 (or another code) with Retry-After for the given number of requests.
    static Fault retryAfter(int seconds, int times = 1, int code = 503);
    //! 400 or 406 unless the Accept header contains one of these texts.
    static Fault refuseAccept(std::vector<std::string> accepted, int code = 406);

    // What happens on the line.
    static Fault cutAfter(std::size_t bodyBytes);  //!< orderly close in the middle of the body
    static Fault reset(std::size_t bodyBytes = 0); //!< TCP RST after that much of the body; with 0 before the head
    //! Silence: with `headFirst` after the head and that much of the body, else at once. Until the client leaves.
    static Fault stall(bool headFirst = false, std::size_t bodyBytes = 0);
    static Fault slow(std::size_t bytesPerSecond);
    static Fault delay(std::chrono::milliseconds before);  //!< an answer that is late but whole
    static Fault wrongContentLength(long long difference); //!< announces this much more (or less) than it sends

    // What happens to a JSON body.
    static Fault cutJson(std::size_t bytes); //!< a complete HTTP answer whose JSON ends after that much
    static Fault nullValues();               //!< QIDO-RS: every empty attribute has Value [null]
    static Fault numbersAsText();            //!< QIDO-RS: IS and DS as JSON strings
    static Fault noContentForEmpty();        //!< QIDO-RS: 204 instead of []
    static Fault limit(std::size_t rows);    //!< QIDO-RS: at most so many rows, with Warning 299 when there are more
    static Fault ignoreOffset();             //!< QIDO-RS: every page is the first page
    static Fault pagingLoop();               //!< FHIR: the next link leads to the same page
    static Fault
    foreignNext(std::string url = "http://127.0.0.1:9/fhir"); //!< FHIR: the next link leads to another origin
    static Fault relativeNext();                              //!< FHIR: the next link is relative
    static Fault otherPatient(); //!< FHIR, QIDO-RS, WADO-RS: the answer names another person

    // What happens to a WADO-RS body.
    static Fault wrongBoundary();     //!< the body uses another boundary than the header
    static Fault noClosingBoundary(); //!< all parts, no final delimiter, orderly end
    static Fault quotedBoundary();    //!< boundary="…" with a character that needs the quotes, and further parameters
    static Fault lfHeaders();         //!< part headers and delimiters end in LF alone
    static Fault noPartHeaders();
    static Fault preamble();          //!< text before the first delimiter and after the last
    static Fault bareDicom();         //!< application/dicom instead of multipart when the answer is one instance
    static Fault unexpectedUid();     //!< one more instance, of the same series, that was not asked for
    static Fault hostileUid();        //!< one more instance whose series and SOP Instance UIDs contain ../
    static Fault foreignStudyUid();   //!< the first instance belongs to another study
    static Fault duplicateInstance(); //!< the first instance comes twice
    static Fault dropInstances(std::size_t count); //!< 200, so many fewer parts, closing delimiter present
    static Fault partial206(std::size_t missing);  //!< 206 and so many fewer parts

    //! Only where the request target contains this text.
    Fault onPath(std::string part) const;
    Fault onMethod(std::string method) const;
    //! Only for WADO-RS retrievals of a study, series or instance, known by their path.
    Fault onRetrievals() const;
    //! Only for so many requests.
    Fault times(int requests) const;
    //! Not for the first so many matching requests. A request counts only if the fault means something for its answer.
    Fault after(int requests) const;

    //! The name that the command line knows it by, such as `cut-after`.
    std::string name() const;
    //! One English line on what happens.
    std::string description() const;
    //! Rows of section 9 and points of section 10 of the NCPeH imaging specification, such as `9.10, 10.4`; may be
    //! empty.
    std::string specification() const;
    std::optional<Value> value() const;
    //! The text that parse() reads as this fault. Replies and lists that only code can give do not show in it.
    std::string order() const;
    //! For how many more requests; nothing where it has no end.
    std::optional<int> turns() const;

    //! Reads an order. Without result `problem` says in one English sentence what is wrong, with names that are meant
    //! perhaps.
    static std::optional<Fault> parse(std::string_view order, std::string &problem);
    //! The fault of this name with sensible numbers; nothing for an unknown name.
    static std::optional<Fault> named(std::string_view name);
    //! Every name that named() knows, sorted.
    static std::vector<std::string> names();

private:
    friend class Playlist;
    explicit Fault(Deed deed);
    static Fault made(std::string_view name, std::string value = {});

    std::shared_ptr<const Deed> m_deed;
    std::string m_path;
    std::string m_method;
    bool m_retrievals = false;
    int m_times = -1;
    int m_skip = 0;
};

} // namespace responder
