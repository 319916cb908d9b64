// Times and fees as one says them.
#pragma once

#include <string>

#include "kit/page/page.h"
#include "procedures/records/procedure.h"

namespace lt::procedures::pages {

const char* name_of(Way way);
const char* name_of(Level level);
// "3 ngày làm việc", "trong ngày; nhận sau 15:00 thì trả trong ngày làm việc tiếp theo"; without the case it is for.
std::string said(const Duration& duration, const page::Words& tr);
// "50.000 đồng/giấy phép", "Miễn phí"; of what was not understood the record's own words.
std::string said(const Fee& fee, const page::Words& tr);

}  // namespace lt::procedures::pages
