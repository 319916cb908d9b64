// See before.h.
#include "dossiers/before.h"

#include <nlohmann/json.hpp>

namespace lt::dossiers {
namespace {

using Json = nlohmann::json;

Json time_json(const std::optional<base::Time>& time)
{
    return time ? Json(time->time_since_epoch().count()) : Json(nullptr);
}
std::optional<base::Time> read_time(const Json& json)
{
    if (json.is_null()) return std::nullopt;
    return base::Time(std::chrono::microseconds(json.get<std::int64_t>()));
}

Json beside_json(const Before::Beside& beside)
{
    Json out{{"due_at", time_json(beside.due_at)},
             {"supplement_by", time_json(beside.supplement_by)},
             {"delivery_state", beside.delivery_state}};
    for (const Paper& paper : beside.papers)
        out["papers"].push_back({{"no", paper.no},
                                 {"originals", paper.originals},
                                 {"certified", paper.certified},
                                 {"copies", paper.copies},
                                 {"missing", paper.missing}});
    if (!beside.files.empty()) out["files"] = beside.files;
    return out;
}

Before::Beside beside_of(const Json& json)
{
    Before::Beside out{.due_at = read_time(json.at("due_at")),
                       .supplement_by = read_time(json.at("supplement_by")),
                       .delivery_state = json.at("delivery_state").get<std::string>()};
    if (json.contains("papers"))
        for (const Json& paper : json.at("papers"))
            out.papers.push_back({.no = paper.at("no").get<int>(),
                                  .originals = paper.at("originals").get<int>(),
                                  .certified = paper.at("certified").get<int>(),
                                  .copies = paper.at("copies").get<int>(),
                                  .missing = paper.at("missing").get<std::string>()});
    if (json.contains("files")) out.files = json.at("files").get<std::vector<std::string>>();
    return out;
}

}  // namespace

Before before_act(const Dossier& dossier)
{
    return {.life = dossier.life,
            .beside = Before::Beside{.due_at = dossier.due_at,
                                     .supplement_by = dossier.supplement_by,
                                     .delivery_state = dossier.delivery_state}};
}

std::string to_json(const Before& before)
{
    if (!before.beside) return to_json(before.life);
    Json out = Json::parse(to_json(before.life));
    out["beside"] = beside_json(*before.beside);
    return out.dump();
}

Before before_from_json(const std::string& json)
{
    Before out{.life = life_from_json(json)};
    try {
        const Json all = Json::parse(json);
        if (all.contains("beside")) out.beside = beside_of(all.at("beside"));
    } catch (const Json::exception& wrong) {
        throw base::Bug(std::string("what a dossier was is kept in another form: ") + wrong.what());
    }
    return out;
}

}  // namespace lt::dossiers
