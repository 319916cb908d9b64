// What both shapes have in common, and which shape a record has.
#include "procedures/records/record.h"

#include <nlohmann/json.hpp>

#include "kit/base/text.h"
#include "procedures/records/shapes.h"

namespace lt::procedures {
namespace {

// "1.001193", "1.001193.000.00.00.H17", "BTP-276123": what can stand in an address and in a list.
bool is_code(std::string_view code)
{
    if (code.empty() || code.size() > 60) return false;
    for (const char c : code) {
        const bool good = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                          c == '.' || c == '-';
        if (!good && (c & 0x80) == 0) return false;
    }
    return true;
}

// "Tiếp nhận không phụ thuộc vào địa giới hành chính", said anywhere in the steps.
bool is_received_anywhere(std::string_view text)
{
    const std::string lower = base::lower(text);
    for (const std::string_view phrase :
         {"không phụ thuộc vào địa giới", "không phụ thuộc địa giới", "phi địa giới",
          "không phụ thuộc vào nơi cư trú", "không phụ thuộc nơi cư trú"})
        if (lower.find(phrase) != std::string::npos) return true;
    return false;
}

}  // namespace

std::string stated(std::string_view text)
{
    std::string own;
    own.reserve(text.size());
    // The portal pads names with spaces that do not break.
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool hard_space = text.substr(i).starts_with("\xC2\xA0");
        own += hard_space ? ' ' : text[i];
        if (hard_space) ++i;
    }
    own = base::normalise(own);
    return own == "Không có thông tin" ? std::string() : own;
}

void add_level(Procedure& procedure, std::string_view name)
{
    const std::string folded = base::fold(name);
    Level level = Level::other;
    if (folded == "cap bo" || folded == "cap trung uong") {
        level = Level::ministry;
    } else if (folded == "cap tinh") {
        level = Level::province;
    } else if (folded == "cap xa") {
        level = Level::commune;
    } else if (folded != "co quan khac") {
        add_issue(procedure, Trouble::level_unknown, name);
    }
    procedure.levels.push_back(level);
}

base::Result<Procedure> read_record(std::string_view json)
{
    const nlohmann::json record = nlohmann::json::parse(json, nullptr, false);
    if (record.is_discarded()) return base::invalid("json", "Không phải JSON.");
    if (!record.is_object()) return base::invalid("json", "Không phải một đối tượng JSON.");
    Procedure procedure = record.contains("ma_thu_tuc") ? read_published(record) : read_exchanged(record);
    if (!is_code(procedure.code)) return base::invalid("code", "Không có mã thủ tục, hoặc mã không hợp lệ.");
    if (procedure.name.empty()) return base::invalid("name", "Không có tên thủ tục.");
    if (procedure.levels.empty()) add_issue(procedure, Trouble::level_unknown, "");
    procedure.agencies.anywhere =
        is_received_anywhere(procedure.steps) || is_received_anywhere(procedure.agencies.receives);
    return procedure;
}

}  // namespace lt::procedures
