#pragma once

#include <responder/Fault.h>

#include <string>
#include <vector>

namespace responder {

//! What a fault does, with its numbers and texts. Which of them count depends on the kind.
struct Deed
{
    enum class Kind {
        Replace,         // `reply` is the answer
        RedirectLoop,    //
        RefuseAccept,    // texts: what is accepted; reply: what is said otherwise
        CutAfter,        // number: bytes of body
        Reset,           // number: bytes of body
        Stall,           // number: bytes of body, negative: not even a head
        Slow,            // number: bytes a second
        Delay,           // number: milliseconds
        WrongLength,     // number: difference
        CutJson,         // number: bytes
        NullValues,      //
        NumbersAsText,   //
        NoContent,       //
        Limit,           // number: rows
        IgnoreOffset,    //
        PagingLoop,      //
        ForeignNext,     // texts[0]: the other base
        RelativeNext,    //
        OtherPatient,    //
        WrongBoundary,   //
        NoClosing,       //
        QuotedBoundary,  //
        LfHeaders,       //
        NoPartHeaders,   //
        Preamble,        //
        BareDicom,       //
        UnexpectedUid,   //
        HostileUid,      //
        ForeignStudyUid, //
        Duplicate,       //
        Drop,            // number: parts
        Partial          // number: parts
    };

    Kind kind = Kind::Replace;
    std::string name;
    std::string description;
    long long number = 0;
    std::vector<std::string> texts = {};
    Reply reply = {};
};

} // namespace responder
