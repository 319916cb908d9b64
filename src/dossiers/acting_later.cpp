// See acting_later.h.
#include "dossiers/acting_later.h"

#include <nlohmann/json.hpp>

namespace lt::dossiers {

std::string acting_later(const Actor& actor, const std::string& act)
{
    return nlohmann::json{{"act", act},
                          {"agency", actor.agency},
                          {"official", actor.official},
                          {"role", directory::to_text(actor.role)},
                          {"name", actor.name},
                          {"title", actor.title},
                          {"request_id", actor.request_id}}
        .dump();
}

ActingLater acting_later_from(const std::string& payload)
{
    const auto json = nlohmann::json::parse(payload);
    const auto role = directory::role_from(json.at("role").get<std::string>());
    CHECK(role);
    return {.actor = {.agency = json.at("agency"),
                      .official = json.at("official"),
                      .role = *role,
                      .name = json.at("name"),
                      .title = json.at("title"),
                      .request_id = json.at("request_id")},
            .act = json.at("act")};
}

}  // namespace lt::dossiers
