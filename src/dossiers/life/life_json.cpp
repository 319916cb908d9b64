// The clock and the life as JSON; see dossier.h.
#include <nlohmann/json.hpp>

#include "dossiers/life/dossier.h"

namespace lt::dossiers {
namespace {

using Json = nlohmann::json;

Json time_json(const std::optional<base::Time>& time)
{
    return time ? Json(time->time_since_epoch().count()) : Json(nullptr);
}
base::Time time_of(const Json& json)
{
    return base::Time(std::chrono::microseconds(json.get<std::int64_t>()));
}
std::optional<base::Time> optional_time(const Json& json)
{
    return json.is_null() ? std::nullopt : std::optional(time_of(json));
}

Json duration_json(const calendar::Duration& duration)
{
    return {{"amount", duration.amount}, {"unit", static_cast<int>(duration.unit)}};
}
calendar::Duration duration_of(const Json& json)
{
    return {.amount = json.at("amount").get<double>(),
            .unit = static_cast<calendar::Unit>(json.at("unit").get<int>())};
}

Json limit_json(const calendar::Limit& limit)
{
    Json out{{"duration", duration_json(limit.duration)},
             {"working_day", limit.working_day.count()},
             {"after_pause", static_cast<int>(limit.after_pause)},
             {"basis", limit.basis}};
    if (limit.received_by) out["received_by"] = *limit.received_by;
    if (limit.most_extensions) out["most_extensions"] = *limit.most_extensions;
    return out;
}
std::optional<int> optional_int(const Json& json, const char* key)
{
    return json.contains(key) ? std::optional(json.at(key).get<int>()) : std::nullopt;
}
calendar::Limit limit_of(const Json& json)
{
    return {.duration = duration_of(json.at("duration")),
            .working_day = std::chrono::seconds(json.at("working_day").get<std::int64_t>()),
            .received_by = optional_int(json, "received_by"),
            .after_pause = static_cast<calendar::AfterPause>(json.at("after_pause").get<int>()),
            .most_extensions = optional_int(json, "most_extensions"),
            .basis = json.at("basis").get<std::string>()};
}

Json clock_json(const calendar::Deadline& clock)
{
    Json acts = Json::array();
    for (const calendar::Act& act : clock.acts)
        acts.push_back({{"kind", static_cast<int>(act.kind)},
                        {"at", time_json(act.at)},
                        {"by", act.by},
                        {"reason", act.reason},
                        {"basis", act.basis},
                        {"more", duration_json(act.more)},
                        {"goes_on", act.goes_on}});
    return {{"limit", limit_json(clock.limit)}, {"received", time_json(clock.received)}, {"acts", acts}};
}
calendar::Deadline clock_of(const Json& json)
{
    calendar::Deadline out{
        .limit = limit_of(json.at("limit")), .received = time_of(json.at("received")), .acts = {}};
    for (const Json& act : json.at("acts"))
        out.acts.push_back({.kind = static_cast<calendar::ActKind>(act.at("kind").get<int>()),
                            .at = time_of(act.at("at")),
                            .by = act.at("by").get<std::int64_t>(),
                            .reason = act.at("reason").get<std::string>(),
                            .basis = act.at("basis").get<std::string>(),
                            .more = duration_of(act.at("more")),
                            .goes_on = act.at("goes_on").get<bool>()});
    return out;
}

// Only what this file wrote is read.
template <class Read>
auto read_own(std::string_view text, Read read)
{
    try {
        return read(Json::parse(text));
    } catch (const Json::exception& wrong) {
        throw base::Bug(std::string("a dossier's life is kept in another form: ") + wrong.what());
    }
}

}  // namespace

std::string to_json(const calendar::Deadline& clock) { return clock_json(clock).dump(); }

calendar::Deadline clock_from_json(std::string_view json) { return read_own(json, clock_of); }

std::string to_json(const Life& life)
{
    Json out{{"state", to_text(life.state)},
             {"before", to_text(life.before)},
             {"supplements", life.supplements},
             {"received_at", time_json(life.received_at)},
             {"resolved_at", time_json(life.resolved_at)},
             {"ended_at", time_json(life.ended_at)}};
    if (life.clock) out["clock"] = clock_json(*life.clock);
    return out.dump();
}

Life life_from_json(std::string_view json)
{
    return read_own(json, [](const Json& it) {
        Life out{.state = state_from(it.at("state").get<std::string>()).value_or(State::registered),
                 .before = state_from(it.at("before").get<std::string>()).value_or(State::registered),
                 .supplements = it.at("supplements").get<int>(),
                 .received_at = optional_time(it.at("received_at")),
                 .resolved_at = optional_time(it.at("resolved_at")),
                 .ended_at = optional_time(it.at("ended_at"))};
        if (it.contains("clock")) out.clock = clock_of(it.at("clock"));
        return out;
    });
}

}  // namespace lt::dossiers
