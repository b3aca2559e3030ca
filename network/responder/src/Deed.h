#pragma once

#include <responder/Fault.h>

#include <string>
#include <string_view>
#include <vector>

namespace responder {

//! What a fault does, with its numbers and texts. Which of them count depends on the kind.
struct Deed
{
    enum class Kind {
        // On the request.
        Replace,      // `reply` is the answer
        RedirectLoop, //
        IgnoreOffset, //
        RepeatRow,    // each page after the first begins one row early
        ReadAsR5,     // the R4 base answers with R5 resources
        WrapBinary,   // a Binary is FHIR JSON whatever was asked for
        // On the line.
        CutAfter,    // number: bytes of body
        Reset,       // number: bytes of body
        Stall,       // number: bytes of body, negative: not even a head
        Slow,        // number: bytes a second
        Delay,       // number: milliseconds
        WrongLength, // number: difference
        TinyChunks,  // number: bytes a chunk
        CutGzip,     //
        // On JSON.
        CutJson,         // number: bytes
        PlainJson,       //
        EmptyBody,       //
        NoContent,       //
        EmptyList,       //
        NullValues,      //
        EmptyArrays,     //
        BlankValues,     //
        AbsentValues,    //
        NumbersAsText,   //
        NulPadding,      //
        SparseRows,      //
        Ideographic,     //
        ForeignRetrieve, // texts[0]: the other base
        Offline,         //
        Limit,           // number: rows
        SilentLimit,     // number: rows
        PagingLoop,      //
        EndlessPages,    //
        ForeignNext,     // texts[0]: the other base
        InternalNext,    // texts[0]: the origin behind the proxy
        RelativeNext,    //
        DoubledPort,     //
        OtherScheme,     //
        LostPath,        //
        LostPort,        //
        EscapedNext,     //
        RawNext,         //
        OutcomeEntry,    // texts[0]: code of the issue
        NoTotal,         //
        OddFullUrl,      //
        SplitStudy,      //
        NoInstances,     //
        PrefixedUids,    //
        WrongHash,       //
        DelayedHash,     //
        EndpointAddress, // texts[0]: the address, or what is put behind it when it begins with a slash
        OtherPatient,    // also in files
        // On a manifest that is a key object.
        ManifestWithoutTree, //
        ManifestTrialCodes,  //
        ManifestDraftCodes,  //
        ManifestLocation,    // texts[0]: the Retrieve Location UID, in place of an address
        ManifestViewer,      //
        ManifestTrialViewer, //
        ManifestAccessions,  //
        // On a WADO-RS body.
        WrongBoundary,     //
        NoClosing,         //
        QuotedBoundary,    //
        EarlyParameters,   //
        LfHeaders,         //
        NoPartHeaders,     //
        HeadersOnce,       //
        PartSyntax,        // texts[0]: the transfer-syntax of every part; empty: none
        ContentLocation,   //
        CollidingBoundary, //
        Preamble,          //
        BareDicom,         //
        UnexpectedUid,     //
        HostileUid,        //
        ForeignStudyUid,   //
        UidMismatch,       //
        Duplicate,         //
        Drop,              // number: parts
        Partial,           // number: parts
        BrokenInstance     //
    };
    //! What an answer must be to suffer.
    enum class Target { Request, Any, Body, Json, List, Parts, Manifest };
    //! Which requests have their answer replaced.
    enum class When {
        Always,
        UnlessAccepts, // one of texts stands in Accept
        IfAccepts,
        RawTarget, // characters that a URL must not hold
        ChainedIdentifier,
        BroadQuery,
        LargePage, // number: the largest that is served
        LaterPage,
        SeveralInstances // a retrieval of a study or series
    };

    Kind kind = Kind::Replace;
    Target target = Target::Request;
    When when = When::Always;
    std::string name = {};
    std::string value = {}; //!< as an order writes it
    std::string needs = {}; //!< what must stand in a JSON body
    long long number = 0;
    std::vector<std::string> texts = {};
    Reply reply = {};
};

//! What is known of a fault by its name.
struct Sort
{
    std::string_view name;
    Deed::Kind kind;
    Deed::Target target;
    std::string_view specification; //!< rows of section 9 and points of section 10
    std::string_view description;
    std::string_view usual;   //!< what follows the name when an order gives nothing there
    std::string_view meaning; //!< of the value; empty where there is none
    long long least;          //!< of a number; above `most` the value is a text
    long long most;
    void (*prepare)(Deed &deed); //!< completes a deed whose value is known; may be null
};

const std::vector<Sort> &sorts();
const Sort *sortNamed(std::string_view name);

} // namespace responder
