// What is paid, from a cell ("70,000 VNĐ", "Miễn phí") and the words beside it ("2.000 đồng/trang; từ trang thứ 3 trở lên 1.000 đồng").
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "procedures/records/procedure.h"

namespace lt::procedures {

// "Miễn phí", "Không có thông tin", "50,000 Việt Nam Đồng", "10 USD"; anything else is unclear.
Fee read_fee_cell(std::string_view text);

// The amounts that the words name, each with what it is for; empty when they name none.
std::vector<Fee> fees_named(std::string_view prose);

// The fees of one line. A sum that only the words name, or that they contradict, is kept as text and noted.
std::vector<Fee> settle_fees(Fee cell, std::string_view words, Procedure& procedure);

}  // namespace lt::procedures
