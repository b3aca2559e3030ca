#pragma once

#include <responder/Fault.h>
#include <responder/Message.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace responder {

//! One series of the demo country, with the SOP Instance UIDs in the order in which it serves them.
struct DemoSeries
{
    std::string uid;
    std::string modality;
    std::string description;
    std::vector<std::string> instances;
};

//! One study of the demo country.
struct DemoStudy
{
    std::string uid;
    std::string date; //!< YYYYMMDD
    std::string description;
    std::string accession;
    std::vector<DemoSeries> series;
};

//! One invented person of a demo country.
struct DemoPatient
{
    std::string id;     //!< logical id of the Patient resource
    std::string system; //!< of the identifier, also its issuer in DICOM
    std::string value;  //!< of the identifier, also the Patient ID in DICOM
    std::string family;
    std::string given;
    std::string birthDate; //!< YYYY-MM-DD
    std::string gender;    //!< FHIR administrative gender
    std::vector<DemoStudy> studies;
    std::string country; //!< code of the country, as its profile has it
};

//! A fault on the line, with the turns that it still has.
struct PlayedFault
{
    int number; //!< of the order, never given twice
    Fault fault;
};

//! A contact point on loopback: FHIR R4 and R5, QIDO-RS and WADO-RS over countries of invented people, with faults to
//! order. For testers the path /faults takes orders as well, untouched by faults and not seen(): GET lists them, POST
//! adds one a line (see Fault), DELETE takes back all, or one at /faults/NUMBER. It listens when the constructor
//! returns and is silent when the destructor returns. All members may be called from any thread while requests are
//! being answered.
class Responder
{
public:
    //! Answers a request, or leaves it to the demo country by returning nothing.
    using Handler = std::function<std::optional<Reply>(const Request &)>;

    //! Listens on 127.0.0.1. Port 0 takes a free one. Throws std::system_error when the port cannot be had.
    explicit Responder(std::uint16_t port = 0);
    ~Responder();
    Responder(const Responder &) = delete;
    Responder &operator=(const Responder &) = delete;

    std::uint16_t port() const;
    std::string origin() const;       //!< http://127.0.0.1:PORT
    std::string fhirBase() const;     //!< FHIR R4, origin + /fhir
    std::string fhirR5Base() const;   //!< FHIR R5, origin + /fhir-r5
    std::string dicomwebBase() const; //!< QIDO-RS and WADO-RS, origin + /dicom-web

    //! Orders a fault. A request suffers every matching fault that changes an answer; of those that replace the whole
    //! answer it suffers only the one that was ordered first and still has turns, so they form a queue. Returns the
    //! number of the order.
    int play(Fault fault);
    //! Takes back all faults.
    void heal();
    //! Takes back one order; false when it has had its turns already.
    bool heal(int number);
    //! The faults on the line, in the order in which they came.
    std::vector<PlayedFault> played() const;

    //! Answers this method and path with a fixed reply from now on. A path with a `?` must equal the whole request
    //! target, one without is compared to the target before its `?`. The latest answer to the same wins. Faults apply
    //! to it too.
    void answer(std::string method, std::string path, Reply reply);
    //! Answers what is at this path or below it, any method, by a function that runs in a thread of the responder.
    void handle(std::string path, Handler handler);
    //! Answers GET on this path with the bytes of a file, read anew each time; 404 when it cannot be read.
    void serveFile(std::string path, std::string contentType, std::string file);
    //! Takes back all scripted answers.
    void forgetAnswers();

    //! The requests as they came, in order of arrival, the failing ones too.
    std::vector<Request> seen() const;
    void clearSeen();

    //! The profile of the demo country, as the workstation's profile files have it (JSON text).
    std::string demoProfileJson() const;
    //! The profiles of all countries that this contact point speaks for, that of the demo country first.
    std::vector<std::string> demoProfiles() const;
    //! `system|value` of the person whose studies show most.
    static std::string demoIdentifier();
    //! Everybody who lives in one of the countries, with all that can be fetched; the demo country's people first.
    static std::vector<DemoPatient> demoPatients();
    //! The DICOM file that the demo country serves for a SOP Instance UID; empty for an unknown one.
    static std::string demoInstance(std::string_view sopInstanceUid);

private:
    class Private;
    std::unique_ptr<Private> m_d;
};

} // namespace responder
