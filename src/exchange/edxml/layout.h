// Which elements a message has, in which order, and what each may hold (docs/edxml.md). Throws Refusal.
#pragma once

#include <string>
#include <vector>

#include "exchange/edxml/form.h"

namespace lt::edxml {

// Lengths of QCVN 102:2016/BTTTT as the known implementations have them, in characters.
constexpr std::size_t kOrganId = 35;  // Quyết định 20/2020/QĐ-TTg
constexpr std::size_t kId = 200;      // what receivers take
constexpr std::size_t kLine = 200;    // names, places in an agency
constexpr std::size_t kWords = 500;   // sentences
constexpr int kShort = 65'535;        // unsignedShort of the schema

// MessageHeader of a document, and TraceHeaderList.
void write_document_header(Form& form, const Message& message);

// MessageHeader of a status.
void write_status_header(Form& form, const Message& message);

// Parts of both.
void write_staff(Form& form, const Staff& staff, Kind kind);
void write_traces(Form& form, const Message& message);

// An attachment as it travels.
struct Parcel {
    std::string name{};
    std::string content_id{};
    std::string content_type{};
    std::string description{};
    bool is_zipped = false;
};

void write_manifest(Form& form, const std::vector<Parcel>& parcels);

// All of an Attachment but its content.
void write_parcel(Form& form, const Parcel& parcel);

}  // namespace lt::edxml
