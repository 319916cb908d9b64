// Draws a letter as agencies write it (NĐ 30/2020/NĐ-CP, Annex I) into a PDF of one A4 page.
#pragma once

#include <string>
#include <vector>

namespace lt::app::demo {

struct Letter {
    std::string superior{};  // above the issuer, or ""
    std::string issuer{};
    std::string notation{};        // "Số:      /UBND-VX"
    std::string place_and_date{};  // "Bắc Ninh, ngày 20 tháng 11 năm 2026"
    std::string kind{};  // "QUYẾT ĐỊNH"; "" for a công văn, whose subject stands under the number
    std::string subject{};
    std::vector<std::string> paragraphs{};
    std::vector<std::string> recipients{};  // "Nơi nhận"
    std::string signer_title{};
    std::string signer{};
};

std::string draw(const Letter& letter);

}  // namespace lt::app::demo
