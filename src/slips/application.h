// An application as the official form prints it, from blocks that whoever knows the form hands over.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "kit/base/clock.h"

namespace lt::slips {

// "I. THÔNG TIN NGƯỜI YÊU CẦU"
struct Section {
    std::string title{};
};

// "Họ, chữ đệm, tên: Nguyễn Văn An", several on one line where they are short.
struct Answers {
    struct One {
        std::string label{};
        std::string value{};
        double share = 1;
    };
    std::vector<One> line{};
};

// "☒ Nam  ☐ Nữ": what can be chosen, and what was.
struct Choices {
    struct One {
        std::string label{};
        bool chosen = false;
    };
    std::string label{};
    std::vector<One> options{};
};

struct Sentence {
    std::string text{};
    bool bold = false;
    bool italic = false;
};

struct Grid {
    std::vector<std::string> heads{};
    std::vector<double> shares{};  // of the width; empty: all alike
    std::vector<std::vector<std::string>> rows{};
};

using Block = std::variant<Section, Answers, Choices, Sentence, Grid>;

struct SigningPlace {
    std::string title{};  // "NGƯỜI YÊU CẦU"
    std::string hint{};   // "(Ký, ghi rõ họ tên)"
    std::string name{};
};

struct Application {
    std::string form{};   // "Mẫu số 01"
    std::string basis{};  // the text that prescribes it
    std::string title{};  // "TỜ KHAI ĐĂNG KÝ KHAI SINH"
    std::string subtitle{};
    std::string addressee{};  // after "Kính gửi:"
    std::vector<Block> blocks{};
    std::string place{};
    base::Time at{};  // when it was handed in
    std::vector<SigningPlace> signatures{};
    std::string code{};     // of the dossier, at the foot
    std::string look_up{};  // address in the QR code, or empty
};

}  // namespace lt::slips
