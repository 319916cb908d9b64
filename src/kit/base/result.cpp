// The far end of CHECK.
#include "kit/base/result.h"

namespace lt::base {

void check_failed(const char* expression, const char* file, int line)
{
    throw Bug(std::string("CHECK failed: ") + expression + " at " + file + ":" + std::to_string(line));
}

}  // namespace lt::base
