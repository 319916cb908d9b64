// See checks.h.
#include "directory/checks.h"

#include "kit/base/text.h"

namespace lt::directory {

void Checks::require(bool right, const char* field, const char* message)
{
    if (right) return;
    if (!failed_) {
        error_.field = field;
        error_.message = message;
    } else {
        error_.more.emplace_back(field, message);
    }
    failed_ = true;
}

void Checks::text(const std::string& value, const char* field, const char* missing, std::size_t limit)
{
    require(!value.empty(), field, missing);
    require(base::length(value) <= limit, field, msg("Nội dung quá dài. Rút ngắn lại."));
}

base::Day Checks::day(const std::string& typed, const char* field)
{
    const auto day = base::parse_day(typed);
    require(day.has_value(), field, msg("Nhập ngày theo dạng ngày/tháng/năm, ví dụ 01/07/2025."));
    return day.value_or(base::Day{});
}

}  // namespace lt::directory
