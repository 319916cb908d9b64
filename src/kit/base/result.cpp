// The far end of CHECK, and refusals of several fields.
#include "kit/base/result.h"

#include <iterator>

namespace lt::base {

void check_failed(const char* expression, const char* file, int line)
{
    throw Bug(std::string("CHECK failed: ") + expression + " at " + file + ":" + std::to_string(line));
}

std::optional<Error> invalid(Wrong wrong)
{
    if (wrong.empty()) return std::nullopt;
    Error error = invalid(std::move(wrong.front().first), std::move(wrong.front().second));
    error.more.assign(std::make_move_iterator(wrong.begin() + 1), std::make_move_iterator(wrong.end()));
    return error;
}

}  // namespace lt::base
