// What stands on the printed slips of the one-stop desk. Values only: who may print, what is kept and which number comes next is the
// business of the caller; so is the law, which comes in as text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kit/base/clock.h"

namespace lt::slips {

// The desk that prints.
struct Office {
    std::string superior{};  // above the name, in capitals: "UBND TỈNH BẮC NINH"
    std::string name{};      // in capitals: "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG"
    std::string spoken{};  // within a sentence: "Trung tâm Phục vụ hành chính công tỉnh Bắc Ninh"
    std::string place{};   // before the date: "Bắc Ninh"
    std::string address{};
    std::string phone{};
};

// Head and foot of a slip.
struct Heading {
    Office office{};
    std::string form{};    // "Mẫu số 01"; empty where no text prescribes the slip
    std::string basis{};   // "Thông tư số 03/2025/TT-VPCP": the text that prescribes it
    std::string number{};  // number and notation: "12/HDHS"; empty: a blank to write on
    base::Time at{};       // when it was made out
    std::string mark{};    // what a reader must know first: "Đã thu hồi …"; on each page
};

// Who signs, with the words above the name.
struct Signer {
    std::string title{};  // "NGƯỜI TIẾP NHẬN HỒ SƠ", "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC"
    std::string name{};
};

struct Person {
    std::string name{};
    std::string identity{};  // number of the identity card, or of the enterprise
    std::string address{};
    std::string phone{};
    std::string email{};
};

// What every slip says about its dossier.
struct Dossier {
    std::string code{};     // empty before the dossier has one
    std::string request{};  // what is asked for: the procedure, in words
    Person applicant{};
    std::string owner{};  // whom it is for, where that is somebody else
    std::string owner_address{};
    std::optional<base::Time> received_at{};
    std::optional<base::Time> due_at{};  // none: the procedure has no due time
};

struct Paper {
    std::string name{};
    unsigned originals = 0;
    unsigned certified = 0;  // certified copies
    unsigned copies = 0;     // plain copies
    bool electronic = false;
    std::string note{};
};

// How the copies of a receipt lie on the paper. Two beside each other save a sheet; a long list needs a sheet each in any case.
enum class Copies : std::uint8_t { beside_each_other, one_a_page };

struct Receipt {
    Heading heading{};
    Dossier dossier{};
    std::vector<Paper> papers{};
    unsigned sets = 1;
    std::string duration{};      // "03 ngày làm việc"
    std::string fee{};           // "Thu trước: 15.000 đồng"
    std::string result_place{};  // where the result will be handed over
    std::string book{};          // of the register of dossiers, and the number in it
    std::string book_number{};
    std::string look_up{};  // address in the QR code
    std::string collect{};  // for taking the electronic result there: on the citizen's copy only
    std::string receiver{};
    Copies copies = Copies::beside_each_other;
    unsigned count = 2;  // of copies
};

struct Missing {
    std::string paper{};
    std::string what{};  // what must be done: "Nộp bản chính"
    std::string reason{};
};

struct Supplement {
    Heading heading{};
    Dossier dossier{};
    std::vector<Missing> missing{};
    std::string reason{};  // for the whole
    std::optional<base::Time> until{};
    std::string contact{};  // who helps; empty: the guide
    std::string contact_phone{};
    std::string guide{};
};

struct Refusal {
    Heading heading{};
    Dossier dossier{};
    std::string reason{};
    std::string guidance{};  // where to go instead, or empty
    std::string receiver{};
};

// One of the extensions that a dossier had before.
struct Extension {
    base::Time at{};
    std::string more{};  // "02 ngày làm việc"
    std::string reason{};
    std::string basis{};
};

struct Apology {
    Heading heading{};
    Dossier dossier{};     // with the due time as it was
    std::string desk{};    // that received the dossier, within a sentence; empty: who issues the slip
    std::string agency{};  // that is late, within a sentence
    std::string reason{};
    base::Time new_due{};
    std::optional<base::Time> first_due{};  // as it stands on the receipt, where it was moved before
    std::string basis{};                    // the text that allows the extension
    std::string limit{};                    // "Tối đa 01 lần, theo …"
    std::vector<Extension> before{};        // this one is not among them
    Signer signer{};
    std::vector<std::string> recipients{};
};

struct Stop {
    Heading heading{};
    Dossier dossier{};
    std::string desk{};  // as of Apology
    std::string agency{};
    bool asked_by_applicant = true;
    std::optional<base::Day> asked_on{};
    std::string grounds{};   // why
    std::string stage{};     // how far the dossier had come
    std::string decision{};  // what is decided, beyond the stop itself
    std::string money{};     // what was paid and what is given back
    std::string papers{};    // how the papers are given back
    Signer signer{};
    std::vector<std::string> recipients{};
};

enum class Outcome : std::uint8_t { none, early, on_time, late };

struct Handing {
    std::string from{};  // unit and agency
    std::string to{};
    base::Time at{};
    std::string giver{};
    std::string receiver{};
    Outcome outcome = Outcome::none;  // of the work that ended with it
    std::string result{};
    std::string note{};
};

struct ControlSlip {
    Heading heading{};
    Dossier dossier{};
    std::vector<Handing> steps{};
};

struct Register {
    Heading heading{};
    std::string book{};
    base::Day from{};
    base::Day to{};
    std::string maker{};  // who prints it
};

struct RegisterRow {
    std::string code{};
    std::string procedure{};
    unsigned sets = 1;
    std::string name{};
    std::string contact{};  // address and telephone
    std::string agency{};   // that decides
    base::Time received_at{};
    std::optional<base::Time> due_at{};
    std::optional<base::Time> returned_at{};
    std::string delivery{};  // how the result is received
    std::string receiver{};  // who received it
    std::string note{};
};

}  // namespace lt::slips
