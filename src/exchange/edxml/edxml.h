// A message of the document exchange between agencies (edXML, QCVN 102:2016/BTTTT) after it was read: values
// only. Texts are trimmed and in Unicode NFC; identifiers are as received. An empty string means "not given".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kit/base/clock.h"

namespace lt::edxml {

enum class Kind : std::uint8_t { edoc, status };

struct Organ {
    std::string organ_id{};
    std::string in_charge{};  // the superior body
    std::string name{};
    std::string address{};
    std::string email{};
    std::string telephone{};
    std::string fax{};
    std::string website{};
    friend bool operator==(const Organ&, const Organ&) = default;
};

// The earlier document that this message answers, or of which a status tells.
struct ResponseFor {
    std::string organ_id{};
    std::string code{};
    std::optional<base::Day> promulgation_date{};
    std::string document_id{};
    bool empty() const
    {
        return organ_id.empty() && code.empty() && !promulgation_date && document_id.empty();
    }
    friend bool operator==(const ResponseFor&, const ResponseFor&) = default;
};

struct Staff {
    std::string department{};
    std::string staff{};
    std::string email{};
    std::string mobile{};
    std::string department_id{};
    std::string staff_id{};
    bool empty() const { return *this == Staff{}; }
    friend bool operator==(const Staff&, const Staff&) = default;
};

struct Trace {
    std::string organ_id{};          // may be missing: some hubs write none
    std::optional<base::Time> at{};  // empty when it was missing or unreadable
    friend bool operator==(const Trace&, const Trace&) = default;
};

// What a message of business type 2 (update) changes among the receivers.
struct ReceiverChange {
    std::string organ_id{};
    bool added = false;
    friend bool operator==(const ReceiverChange&, const ReceiverChange&) = default;
};

struct Replacement {
    std::string document_id{};
    std::vector<std::string> organ_ids{};
    friend bool operator==(const Replacement&, const Replacement&) = default;
};

enum class BusinessType : std::uint8_t { create = 0, recall = 1, update = 2, replace = 3 };

struct Business {
    std::optional<BusinessType> type{};  // missing means `create`
    std::string reason{};
    std::string document_id{};  // often missing or stale; the message's own document_id says what is recalled
    bool paper = false;         // a paper copy follows
    // Of an update: the data of the document changed; so did its receivers, and how.
    bool document_changed = false;
    bool receivers_changed = false;
    std::vector<ReceiverChange> receivers{};
    std::vector<Replacement> replacements{};
    Staff staff{};
    bool empty() const { return *this == Business{}; }
    friend bool operator==(const Business&, const Business&) = default;
};

// One file. `length` and `sha256` are of the content after a transport ZIP was removed.
struct Attachment {
    std::string name{};           // one path component without control characters; may be empty
    std::string content_id{};     // without "cid:"
    std::string declared_type{};  // never to be believed
    std::string description{};
    std::uint64_t length = 0;
    std::string sha256{};  // 64 hexadecimal digits
    bool unzipped = false;
    friend bool operator==(const Attachment&, const Attachment&) = default;
};

struct Message {
    Kind kind = Kind::edoc;
    Organ from{};
    std::vector<Organ> to{};
    std::string document_id{};
    std::string code_number{};
    std::string code_notation{};
    std::string place{};
    std::optional<base::Day> promulgation_date{};
    std::optional<int> type{};  // agencies disagree on the meaning of the two numbers: go by `type_name`
    std::optional<int> type_detail{};
    std::string type_name{};
    std::string subject{};
    std::string content{};
    std::string competence{};  // "TM.", "KT.", "TL.", "TUQ.", "Q."
    std::string position{};
    std::string signer{};
    std::optional<base::Day> due_date{};
    std::optional<int> priority{};  // 0 thường, 1 khẩn, 2 thượng khẩn, 3 hoả tốc, 4 hoả tốc hẹn giờ
    std::string sphere{};
    std::string typist{};
    std::optional<int> copies{};
    std::optional<int> pages{};
    std::vector<std::string> appendixes{};
    std::vector<ResponseFor> responses_for{};  // empty ones are left out
    std::optional<int> steering_type{};
    std::vector<std::string> task_codes{};  // tasks of the Government's task system that are reported on
    std::string application_type{};
    std::vector<std::string> places{};  // "Nơi nhận" as printed; not the routing
    std::vector<Trace> traces{};        // the sender, then each hub
    Business business{};
    std::vector<Attachment> attachments{};
    bool has_signature = false;  // an XML signature over the message; see signature.h

    std::string
        status_code{};  // of a status: "01" to "06", "13", "15", "16" or a private one; at least two digits
    std::string status_description{};
    std::optional<base::Time> status_at{};
    Staff status_staff{};
    friend bool operator==(const Message&, const Message&) = default;
};

}  // namespace lt::edxml
