// What an axis answers: its closed list of error codes, and its answers in JSON, made and read. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kit/base/message.h"

namespace lt::axis {

// The error codes of the connecting guide of Văn phòng Chính phủ, v2.2, section 4.
enum class Code : std::uint8_t {
    ok = 0,
    bad_file = 10,           // the file is missing, damaged or not what its hash says
    wrong_credentials = 15,  // systemid, secret, signature or time
    unknown_receiver = 18,
    unknown_sender = 19,
    axis_error = 20,  // the axis itself is in trouble: worth another try later
    processing_error = 21,
    bad_format = 22,  // not edXML, or an element is wrong
    receiver_locked = 23,
};

std::string_view name(Code code);         // "unknown_receiver"
base::Message message_of(Code code);      // Vietnamese, for the operator
std::optional<Code> code_of(int number);  // nothing for a number that is not in the list
std::string number_of(Code code);         // "18", as it stands in ErrorCode

// Rows of the lists, named as on the wire. All are texts there; dates as the axis writes them.
struct ReceivedItem {
    std::string doc_id{};        // of the transport: what getEdoc and updateStatus take
    std::string service_type{};  // "eDoc"
    std::string message_type{};  // "edoc" or "status"
    std::string created_time{};
    std::string updated_time{};
    std::string from{};
    std::string to{};
    std::string status{};  // "initial", "processing", "done", "fail"
    std::string status_desc{};
};
struct SentItem {  // one a receiver
    std::string service_type{};
    std::string message_type{};
    std::string sender_doc_id{};
    std::string receiver_doc_id{};
    std::string from_code{};
    std::string to_code{};
    std::string title{};
    std::string notation{};
    std::string sent_time{};
    std::string received_time{};
    std::string send_status{};
    std::string send_status_desc{};
    std::string receive_status{};
    std::string receive_status_desc{};
};
struct Agency {  // getAgenciesList, and the body of registerAgency with `mobile` and `fax`
    std::string id{};
    std::string pid{};  // of the agency above
    std::string code{};
    std::string name{};
    std::string mail{};
    std::string old_code{};
};
struct AgencyQd20 {  // getAgenciesListQD20
    std::string id{};
    std::string code{};  // of Quyết định 20/2020
    std::string name{};
    std::string mail{};
    std::string code102{};  // of QCVN 102:2016
};
struct SynchronizedUnit {  // getSynchronizeUnit
    std::string id{};
    std::string pid{};
    std::string code{};
    std::string name{};
    std::string mail{};
    std::string version{};
    std::string center_code{};
    bool deleted = false;
    std::string modify_date{};
    bool is_agency = true;
};
struct NewAgency {  // the body of registerAgency
    std::string id{};
    std::string pcode{};
    std::string code{};
    std::string name{};
    std::string mail{};
    std::string mobile{};
    std::string fax{};
};

// Answers: {"status":"OK"|"FAIL","ErrorCode":"0","ErrorDesc":"", …}.
std::string ok_answer();
std::string ok_answer(const std::vector<ReceivedItem>& data);
std::string ok_answer(const std::vector<SentItem>& data);
std::string ok_answer(const std::vector<Agency>& data);
std::string ok_answer(const std::vector<AgencyQd20>& data);
std::string ok_answer(const std::vector<SynchronizedUnit>& data);
std::string sent_answer(std::string_view doc_id);  // with DocId
std::string count_answer(std::int64_t count);      // with data and count
std::string fail_answer(Code code);                // with the list's own text
std::string fail_answer(Code code, std::string_view description);
// Around the base64 of a message, which is too large to be held: head, base64, tail.
std::string_view data_head();
std::string_view data_tail();

// What an answer says besides its list. Tolerant: names in any case, ErrorCode as text or number, data missing or null.
struct Answer {
    bool ok = false;
    int code = -1;              // ErrorCode; 0 when it is missing in an OK, -1 when it is missing otherwise
    std::string description{};  // ErrorDesc, as given
    std::string doc_id{};
    std::string data{};                   // data, when it is a text
    std::optional<std::int64_t> count{};  // data or count, when it is a number
};
// Nothing when it is no JSON object (HTML of a proxy, cut off). A bare number is an OK with a count.
std::optional<Answer> read_answer(std::string_view text);

// An answer with its rows. The text is read once from front to back, without a tree of it in memory. Rows that are no objects are
// left out; unknown members too; numbers and booleans become texts.
template <class Row>
struct ListAnswer {
    Answer answer{};
    std::vector<Row> rows{};
};
template <class Row>  // of the rows above
std::optional<ListAnswer<Row>> read_list(std::string_view text);

// The body of registerAgency.
std::string to_json(const NewAgency& agency);
std::optional<NewAgency> read_new_agency(std::string_view text);

}  // namespace lt::axis
