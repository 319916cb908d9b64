// See succession.h.
#include "directory/succession.h"

namespace lt::directory {

std::vector<const Agency*> in_force(const Snapshot& directory, std::string_view code, base::Day day)
{
    std::vector<const Agency*> out;
    const Agency* agency = directory.find_code(code);
    if (agency == nullptr) return out;
    if (agency->valid.holds(day)) return {agency};
    for (const std::int64_t id : agency->successors)
        if (const Agency* successor = directory.find(id); successor != nullptr && successor->valid.holds(day))
            out.push_back(successor);
    return out;
}

}  // namespace lt::directory
