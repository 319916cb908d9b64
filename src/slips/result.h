// A result of a dossier as the agency's official paper: with blanks for number and date, a place to sign and the seal, filled in when the
// leader signs.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "slips/types.h"

namespace lt::slips {

// A sentence of the text, as "Căn cứ …" or "1. Cho phép …".
struct ResultText {
    std::string text{};
    bool bold = false;    // alone on its line in the middle when it is all capitals: "QUYẾT ĐỊNH:"
    bool italic = false;  // the grounds of a decision
};

// "Họ, chữ đệm, tên: Nguyễn Văn An"; what is long has the whole line.
struct ResultFact {
    std::string label{};
    std::string value{};
};

struct ResultPaper {
    Office office{};
    std::string form{};           // "Mẫu số 01", or empty
    std::string title{};          // "GIẤY PHÉP XÂY DỰNG"
    std::string heading{};        // below the title, or empty: "Kính gửi: …", what the paper is about
    std::string behind_number{};  // "/GPXD", "/2026": printed, the number itself is not
    int year = 0;                 // of number and date
    std::vector<std::variant<ResultText, ResultFact>> lines{};
    std::vector<std::string> recipients{};
    Signer signer{};
    std::string code{};     // of the dossier, at the foot
    std::string look_up{};  // address in the QR code, or empty
    base::Time at{};        // when it was drafted
};

}  // namespace lt::slips
