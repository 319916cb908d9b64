// The times in Vietnamese prose: "03 ngày làm việc kể từ ngày nhận đủ hồ sơ; trường hợp phải xác minh thì không quá 23 ngày".
// A sentence is either understood as a whole or not at all: a step's time, or two times one after the other, must never be taken for
// the time of the procedure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "procedures/records/procedure.h"

namespace lt::procedures {

struct ReadTimes {
    TimeState state = TimeState::absent;  // unclear: a part that names a time was not understood
    std::vector<Duration> durations{};    // of the parts that were
};
ReadTimes read_times(std::string_view prose);

// Every time that the text names wherever it stands, without its case; no dates and no times of the day.
std::vector<Duration> times_named(std::string_view prose);

// "Ngày làm việc", "ngày", "Giờ" … as records write a unit that stands alone.
TimeUnit read_unit(std::string_view text);

// A term from its cell (amount and unit, either may be missing) and the remark beside it. The cell is what counts; the remark names
// cases, says which days are working days, or stands in where the cell is empty.
struct TimeCell {
    TimeState state = TimeState::absent;
    int amount = 0;
    TimeUnit unit = TimeUnit::unstated;
    std::string text{};  // as it is written, when it is neither a number nor one of the known phrases
};
TimeCell read_time_cell(std::string_view text);
void settle_times(const TimeCell& cell, Term& term, Procedure& procedure);

}  // namespace lt::procedures
