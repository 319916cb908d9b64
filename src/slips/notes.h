// Slips that no text prescribes: lists of what is handed over, notes of results and fees, tickets. Values only, as in types.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "slips/types.h"

namespace lt::slips {

enum class Handed : std::uint8_t { dossiers, results };

struct HandoverRow {
    std::string code{};
    std::string procedure{};
    std::string name{};
    std::string contents{};  // papers, or number and notation of the result
    std::string note{};
};

// Who gives or takes, and for whom.
struct HandoverSide {
    std::string of{};  // "Phòng Tư pháp, UBND phường Kinh Bắc"
    std::string name{};
    std::string title{};     // of the post
    bool is_signed = false;  // with a digital signature; otherwise by name and time alone
};
// Stands where the digital signature goes, between the side's title and the name.
inline constexpr const char* kDigitallySigned = "(Ký số)";
inline constexpr const char* kGiverTitle = "NGƯỜI GIAO";
inline constexpr const char* kReceiverTitle = "NGƯỜI NHẬN";

// A batch between the desk and a unit, as it is given. Who takes it is not known yet.
struct Handover {
    Heading heading{};
    Handed what = Handed::dossiers;
    HandoverSide giver{};
    HandoverSide receiver{};
    std::vector<HandoverRow> rows{};
};

// What was taken of it; the notes of the rows say of each line what became of it.
struct HandoverRecord {
    Handover handover{};
    base::Time received_at{};
    std::size_t refused = 0;    // of the rows
    std::string slip_sha256{};  // of the slip's file, or empty
};

struct ResultNote {
    Heading heading{};
    Dossier dossier{};
    std::string result{};         // "Giấy khai sinh"
    std::string result_number{};  // number and notation
    std::optional<base::Day> result_day{};
    unsigned copies = 1;
    Person receiver{};         // who takes it
    std::string authority{};   // of who takes it for somebody else: "Giấy uỷ quyền ngày …"
    std::string delivery{};    // "Trực tiếp tại quầy"
    std::string taken_back{};  // originals that the agency takes in
    std::string giver{};
};

struct FeeLine {
    std::string name{};
    std::string basis{};  // the text that sets it
    std::int64_t quantity = 1;
    std::int64_t price = 0;  // in đồng
};

// Says what was paid at the desk. Not a tax document: those have rules and numbers of their own.
struct FeeNote {
    Heading heading{};
    Dossier dossier{};
    std::vector<FeeLine> lines{};
    std::int64_t relief = 0;  // taken off the sum
    std::string relief_reason{};
    std::string payer{};
    std::string method{};  // "Tiền mặt", "Chuyển khoản"
    std::string cashier{};
};

// What a citizen agrees to about his data vault, to be signed by him.
struct ConsentSlip {
    Heading heading{};
    Person person{};
    std::string purpose{};  // the procedure, in words
    std::vector<std::string> papers{};
    std::vector<std::string> places{};  // that are searched beside his data vault
    std::string official{};             // who asks
};

struct QueueTicket {
    std::string office{};
    std::string desk{};
    std::string group{};   // kind of service
    std::string number{};  // "A012"
    base::Time at{};
    unsigned waiting = 0;   // before this one
    std::string look_up{};  // address in the QR code, or empty
};

}  // namespace lt::slips
