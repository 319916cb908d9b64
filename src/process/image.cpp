#include "process/image.h"

#include <nlohmann/json.hpp>

namespace lt::process {
namespace {

using nlohmann::json;

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
        const auto chosen = [](const engine::Graph& graph, const engine::Node& one) {
            return one.ad_hoc != engine::kNone && graph.ad_hocs[one.ad_hoc].chosen;
        };
        if (old.kind != fresh.kind || chosen(from_, old) != chosen(to_, fresh))
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

}  // namespace

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

}  // namespace lt::process
