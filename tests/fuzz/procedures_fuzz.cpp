// Any bytes as a record of a procedure, as its tables, and as the prose of times and fees. What was read is kept, and must be read again
// as the same procedure.
#include <cstdlib>

#include "procedures/records/content.h"
#include "procedures/records/durations.h"
#include "procedures/records/fees.h"
#include "procedures/records/record.h"
#include "procedures/records/tables.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    using namespace lt::procedures;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto read = read_record(text);
    if (read) {
        const std::string kept = to_json(*read);
        if (to_json(from_json(kept)) != kept) std::abort();
        return 0;
    }
    Procedure procedure;
    (void)read_times(text);
    (void)times_named(text);
    (void)read_time_cell(text);
    (void)settle_fees(read_fee_cell(text), text, procedure);
    (void)read_channel_rows(text);
    (void)read_paper_table(text, procedure);
    (void)read_law_table(text, procedure);
    (void)read_result_list(text, procedure);
    return 0;
}
