// The slips of the one-stop desk as PDF. The same values give the same bytes, on any day: what is kept can be checked against them.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "slips/application.h"
#include "slips/notes.h"
#include "slips/result.h"
#include "slips/types.h"

namespace lt::slips {

// The seven forms, in the order of their numbers.
std::string receipt_pdf(const Receipt& receipt);
std::string supplement_pdf(const Supplement& supplement);
std::string refusal_pdf(const Refusal& refusal);
std::string apology_pdf(const Apology& apology);
std::string stop_pdf(const Stop& stop);
std::string control_slip_pdf(const ControlSlip& slip);

// The register takes its rows one by one, so that a year of a province needs no more memory than a page beside the file itself.
class RegisterPdf {
public:
    explicit RegisterPdf(const Register& head);
    ~RegisterPdf();
    RegisterPdf(const RegisterPdf&) = delete;
    RegisterPdf& operator=(const RegisterPdf&) = delete;

    void add(const RegisterRow& row);
    std::string finish();

private:
    struct Body;
    std::unique_ptr<Body> body_;
};

std::string handover_pdf(const Handover& handover);
std::string handover_record_pdf(const HandoverRecord& record);
std::string result_note_pdf(const ResultNote& note);
std::string fee_note_pdf(const FeeNote& note);
std::string consent_slip_pdf(const ConsentSlip& slip);
std::string queue_ticket_pdf(const QueueTicket& ticket);

// A result of a dossier, to be numbered, dated and signed.
std::string result_pdf(const ResultPaper& paper);
// An application form filled in.
std::string form_pdf(const Application& application);

// All that stands in a slip about a dossier, so that it can be kept and printed later as it was given.
using Content = std::variant<Receipt, Supplement, Refusal, Apology, Stop, ControlSlip, ResultNote, FeeNote>;
std::string json_of(const Content& content);
// `kind`: "receipt", "supplement", "refusal", "apology", "stop", "control", "return", "fees". Of what json_of() wrote; else it throws.
Content content_from_json(std::string_view kind, std::string_view json);
Heading& heading_of(Content& content);
std::string pdf_of(const Content& content);

// "09 giờ 42 phút, ngày 20 tháng 11 năm 2026", in Vietnam time.
std::string in_words(base::Time at);
// "ngày 20 tháng 11 năm 2026"; days below 10, January and February with a zero in front, as the decree on documents wants it.
std::string in_words(base::Day day);
// "Mười lăm nghìn đồng".
std::string money_in_words(std::int64_t amount);

}  // namespace lt::slips
