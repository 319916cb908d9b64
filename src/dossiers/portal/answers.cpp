// See answers.h.
#include "dossiers/portal/answers.h"

#include <nlohmann/json.hpp>

namespace lt::dossiers::portal {

std::string member_of(const nlohmann::json& object, const char* name)
{
    if (!object.is_object()) return {};
    const auto found = object.find(name);
    if (found == object.end() || found->is_null()) return {};
    return found->is_string() ? found->get<std::string>() : found->dump();
}

base::Error unavailable(base::Message words) { return {base::Fault::unavailable, {}, std::move(words), {}}; }

}  // namespace lt::dossiers::portal
