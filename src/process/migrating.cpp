#include "process/migrating.h"

#include <nlohmann/json.hpp>

#include "kit/audit/audit.h"
#include "kit/base/ids.h"
#include "kit/base/log.h"
#include "process/acts.h"
#include "process/queries.h"

namespace lt::process {
namespace {

using nlohmann::json;

constexpr std::size_t kMostObstacles = 100;
constexpr int kAtOnce = 200;

// A state's JSON names nodes and flows by id in these places (engine/state_json.cpp).
class Renamer {
public:
    explicit Renamer(const Mapping& mapping) : mapping_(mapping) {}
    void state(json& state) const
    {
        for (json& frame : state["frames"]) {
            named(frame);
            first_of(frame, "held");
            first_of(frame, "seen");
            if (frame.contains("served"))
                for (json& served : frame["served"]) {
                    id(served[0]);
                    for (json& flow : served[1]) id(flow);
                }
            if (frame.contains("enabled"))
                for (json& node : frame["enabled"]) id(node);
            records(frame);
            if (frame.contains("turns")) records(frame["turns"]);
        }
        for (json& wait : state["waits"]) named(wait);
    }

private:
    void id(json& text) const
    {
        if (const auto found = mapping_.find(text.get_ref<const std::string&>()); found != mapping_.end())
            text = found->second;
    }
    void named(json& one) const
    {
        for (const char* key : {"node", "flow"})
            if (one.contains(key)) id(one[key]);
    }
    void first_of(json& frame, const char* key) const
    {
        if (frame.contains(key))
            for (json& pair : frame[key]) id(pair[0]);
    }
    void records(json& holder) const
    {
        if (!holder.contains("records") && !holder.contains("inner")) return;
        for (json& record : holder[holder.contains("records") ? "records" : "inner"]) {
            named(record);
            records(record);
        }
    }
    const Mapping& mapping_;
};

base::Error held_back(const std::string& element, base::Message why)
{
    return {base::Fault::conflict, element, std::move(why), {}};
}

class Checker {
public:
    Checker(const engine::Graph& from, const engine::Graph& to, const Mapping& mapping)
        : from_(from), to_(to), mapping_(mapping)
    {
    }

    std::optional<base::Error> check(const engine::State& before, const engine::State& after) const
    {
        for (std::size_t i = 0; i < before.frames.size(); ++i) {
            const engine::Frame &was = before.frames[i], &is = after.frames[i];
            if (was.node != engine::kNone)
                if (auto error = node(was.node, is.node)) return error;
            for (std::size_t k = 0; k < was.held.size(); ++k)
                if (auto error = flow(was.held[k].flow, is.held[k].flow)) return error;
        }
        for (std::size_t i = 0; i < before.waits.size(); ++i) {
            const engine::Wait &was = before.waits[i], &is = after.waits[i];
            if (was.node == engine::kNone) continue;
            if (auto error = node(was.node, is.node)) return error;
            if (was.definition != engine::kNone &&
                from_.definitions[was.definition].kind != to_.definitions[is.definition].kind)
                return held_back(from_.id_of(was.node),
                                 base::msg("Sự kiện đang chờ đã đổi loại ở phiên bản mới."));
        }
        return std::nullopt;
    }

private:
    std::string image(const std::string& id) const
    {
        const auto found = mapping_.find(id);
        return found == mapping_.end() ? id : found->second;
    }
    // The sub-process that a level belongs to; empty for the process.
    static std::string level_of(const engine::Graph& graph, engine::Index level)
    {
        const engine::Index node = graph.levels[level].node;
        return node == engine::kNone ? std::string() : graph.id_of(node);
    }
    std::optional<base::Error> node(engine::Index was, engine::Index is) const
    {
        const engine::Node &old = from_.nodes[was], &fresh = to_.nodes[is];
        if (old.kind != fresh.kind)
            return held_back(old.id, base::msg("Bước này đã đổi loại ở phiên bản mới."));
        if (image(level_of(from_, old.level)) != level_of(to_, fresh.level))
            return held_back(old.id, base::msg("Bước này nằm trong quy trình con khác ở phiên bản mới."));
        const auto loop = [](const engine::Graph& graph, const engine::Node& one) {
            return one.loop == engine::kNone ? engine::Loop::none : graph.loops[one.loop].kind;
        };
        if (loop(from_, old) != loop(to_, fresh))
            return held_back(old.id, base::msg("Bước này lặp theo cách khác ở phiên bản mới."));
        return std::nullopt;
    }
    std::optional<base::Error> flow(engine::Index was, engine::Index is) const
    {
        const engine::Node &old = from_.nodes[from_.flows[was].target],
                           &fresh = to_.nodes[to_.flows[is].target];
        if (image(old.id) != fresh.id)
            return held_back(from_.flows[was].id,
                             base::msg("Đường đang có token chờ dẫn đến bước khác ở phiên bản mới."));
        return node(from_.flows[was].target, to_.flows[is].target);
    }

    const engine::Graph& from_;
    const engine::Graph& to_;
    const Mapping& mapping_;
};

base::Result<engine::State> image_of(const Case& it, const Definition& to, const Mapping& mapping)
{
    auto written = engine::to_json(it.definition->graph, it.state);
    if (!written) return written.error();
    json state = json::parse(*written);
    Renamer(mapping).state(state);
    auto read = engine::from_json(to.graph, state.dump());
    if (!read) {
        base::Error error = read.error();
        if (error.fault == base::Fault::conflict)
            error.message = base::msg("Phiên bản mới không có bước này; chọn bước thay cho nó.");
        return error;
    }
    if (auto error = Checker(it.definition->graph, to.graph, mapping).check(it.state, *read)) return *error;
    return read;
}

DefinitionPtr find_version(db::Transaction& tx, Services& services, const std::string& uid)
{
    if (!base::is_uid(uid)) return nullptr;
    const db::Rows rows = tx.run(sql::definition_id, uid);
    return rows.empty() ? nullptr : services.definitions->get(tx, rows[0]["id"].int64());
}

base::Error no_version() { return base::not_found(base::msg("Không có phiên bản này của quy trình.")); }

// The open instances of a version, in batches: nothing in memory grows with their number.
template <class Each>
void each_open(db::Transaction& tx, Services& services, std::int64_t definition, Each&& each)
{
    std::int64_t after = 0;
    for (;;) {
        const db::Rows rows = tx.run(sql::instances_open, tx.scope().agency, definition, after, kAtOnce);
        for (const db::Row row : rows) {
            after = row["id"].int64();
            if (const auto it = find_by_id(tx, services, after)) each(*it);
        }
        if (rows.size() < static_cast<std::size_t>(kAtOnce)) return;
    }
}

}  // namespace

base::Result<DryRun> try_migration(db::Transaction& tx, Services& services, const std::string& from,
                                   const std::string& to, const Mapping& mapping)
{
    const DefinitionPtr old = find_version(tx, services, from), fresh = find_version(tx, services, to);
    if (!old || !fresh || old->key != fresh->key) return no_version();
    DryRun run;
    each_open(tx, services, old->id, [&](const Case& it) {
        const auto image = image_of(it, *fresh, mapping);
        if (image) {
            ++run.movable;
            return;
        }
        ++run.held_back;
        if (run.obstacles.size() < kMostObstacles)
            run.obstacles.push_back({it.uid, it.business_key, image.error().field, image.error().message});
    });
    return run;
}

base::Result<base::Done> migrate(db::Transaction& tx, Services& services, const Actor& actor,
                                 const std::string& instance, const std::string& to, const Mapping& mapping,
                                 const std::string& reason)
{
    if (reason.empty()) return base::invalid("reason", base::msg("Nhập lý do."));
    auto it = lock(tx, services, instance);
    if (!it || it->state.ended()) return base::not_found(base::msg("Quy trình này đã kết thúc."));
    const DefinitionPtr fresh = find_version(tx, services, to);
    if (!fresh || fresh->key != it->definition->key) return no_version();
    if (fresh->id == it->definition->id) return base::Done{};
    const auto image = image_of(*it, *fresh, mapping);
    if (!image) return image.error();
    std::vector<std::int64_t> numbers;
    std::vector<std::string> elements;
    for (const engine::Wait& wait : image->waits) {
        if (wait.node == engine::kNone) continue;
        numbers.push_back(wait.number);
        elements.push_back(fresh->graph.id_of(wait.node));
    }
    const auto written = engine::to_json(fresh->graph, *image);
    if (!written) return written.error();
    const base::Time now = services.clock->now();
    const std::string events =
        json::array({{{"kind", "migrated"}, {"from", it->definition->version}, {"to", fresh->version}}})
            .dump();
    if (tx.run(sql::instance_migrate, it->id, it->version, fresh->id, *written, numbers, elements,
               actor.official, reason, events, now)
            .empty())
        throw db::TryAgain("another act on the instance was faster");
    audit::record(tx, {.action = "process.migrated",
                       .subject = it->uid,
                       .detail = json{{"to", fresh->uid}}.dump(),
                       .at = now});
    return base::Done{};
}

base::Result<std::int64_t> migrate_all(db::Transaction& tx, Services& services, const Actor& actor,
                                       const std::string& from, const std::string& to, const Mapping& mapping,
                                       const std::string& reason)
{
    if (reason.empty()) return base::invalid("reason", base::msg("Nhập lý do."));
    const DefinitionPtr old = find_version(tx, services, from), fresh = find_version(tx, services, to);
    if (!old || !fresh || old->key != fresh->key) return no_version();
    std::int64_t count = 0;
    each_open(tx, services, old->id, [&](const Case& it) {
        if (!image_of(it, *fresh, mapping)) return;
        jobs::enqueue(tx, services.queue, "process.migrate",
                      json{{"agency", actor.agency},
                           {"official", actor.official},
                           {"instance", it.uid},
                           {"to", to},
                           {"mapping", mapping},
                           {"reason", reason}}
                          .dump());
        ++count;
    });
    return count;
}

void do_migrate(Services& services, const jobs::Job& job)
{
    const auto payload = json::parse(job.payload);
    const Actor actor{.agency = payload.at("agency"), .official = payload.at("official")};
    const auto mapping = payload.at("mapping").get<std::map<std::string, std::string>>();
    services.pool.retry(scope_of(actor), [&](db::Transaction& tx) {
        const auto done = migrate(tx, services, actor, payload.at("instance"), payload.at("to"),
                                  Mapping(mapping.begin(), mapping.end()), payload.at("reason"));
        // It went on meanwhile and stands where it can't be moved: it stays on its version.
        if (!done)
            base::log(base::Level::warning, "process_not_migrated",
                      {{"instance", payload.at("instance").get<std::string>()},
                       {"why", done.error().message.str()}});
        else
            tx.commit();
    });
}

}  // namespace lt::process
