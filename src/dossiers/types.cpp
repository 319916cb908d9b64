// Names of what types.h has.
#include "dossiers/types.h"

#include <nlohmann/json.hpp>

namespace lt::dossiers {

using base::msg;

std::string_view to_text(OwnerKind kind)
{
    switch (kind) {
    case OwnerKind::person: return "person";
    case OwnerKind::enterprise: return "enterprise";
    case OwnerKind::organisation: break;
    }
    return "organisation";
}

std::optional<OwnerKind> owner_kind_from(std::string_view text)
{
    for (const OwnerKind kind : {OwnerKind::person, OwnerKind::enterprise, OwnerKind::organisation})
        if (to_text(kind) == text) return kind;
    return std::nullopt;
}

std::string_view to_text(Delivery delivery)
{
    switch (delivery) {
    case Delivery::desk: return "desk";
    case Delivery::post: return "post";
    case Delivery::electronic: break;
    }
    return "electronic";
}

std::optional<Delivery> delivery_from(std::string_view text)
{
    for (const Delivery one : {Delivery::desk, Delivery::post, Delivery::electronic})
        if (to_text(one) == text) return one;
    return std::nullopt;
}

const char* words_of(Delivery delivery)
{
    switch (delivery) {
    case Delivery::desk: return msg("Nhận tại quầy");
    case Delivery::post: return msg("Nhận qua bưu chính công ích");
    case Delivery::electronic: break;
    }
    return msg("Nhận bản điện tử");
}

const char* words_of(Way way)
{
    switch (way) {
    case Way::counter: return msg("Trực tiếp");
    case Way::online: return msg("Trực tuyến");
    case Way::post: break;
    }
    return msg("Bưu chính công ích");
}

Way way_from(std::string_view text)
{
    for (const Way way : {Way::counter, Way::online, Way::post})
        if (procedures::to_text(way) == text) return way;
    throw base::Bug("a dossier came in another way");
}

std::string to_json(const Person& person)
{
    nlohmann::json out{{"kind", to_text(person.kind)}, {"number", person.number},
                       {"name", person.name},          {"sex", person.sex},
                       {"phone", person.phone},        {"email", person.email},
                       {"commune", person.commune},    {"address", person.address}};
    if (person.born_on) out["born_on"] = base::format_iso(*person.born_on);
    return out.dump();
}

Person person_from_json(std::string_view text)
{
    const nlohmann::json json = nlohmann::json::parse(text);
    const auto string = [&](const char* key) { return json.value(key, std::string()); };
    return {.kind = owner_kind_from(string("kind")).value_or(OwnerKind::person),
            .number = string("number"),
            .name = string("name"),
            .born_on = base::parse_day(string("born_on")),
            .sex = string("sex"),
            .phone = string("phone"),
            .email = string("email"),
            .commune = string("commune"),
            .address = string("address")};
}

}  // namespace lt::dossiers
