// See desk.h.
#include "exchange/nodes/desk.h"

namespace lt::exchange::nodes {
namespace {

const char* word(Way way)
{
    switch (way) {
    case Way::mail: return "mail";
    case Way::parts: return "part";
    case Way::receipts: return "receipt";
    }
    return "";
}

}  // namespace

nats::Stream stream_of(Way way, const std::string& code, int replicas)
{
    const bool is_store = way == Way::parts;
    return {.name = std::string(word(way)) + "_" + nats::token(code),
            .subjects = "lt." + nats::token(code) + "." + word(way) + (is_store ? ".*.*" : ".*"),
            .kind = is_store ? nats::Stream::Kind::store : nats::Stream::Kind::work,
            .replicas = replicas};
}

std::string subject_of(Way way, const std::string& code, const std::string& dispatch)
{
    return "lt." + nats::token(code) + "." + word(way) + "." + dispatch;
}

std::string part_of(const std::string& code, const std::string& dispatch, std::size_t number)
{
    return subject_of(Way::parts, code, dispatch) + "." + std::to_string(number);
}

std::string all_parts_of(const std::string& code, const std::string& dispatch)
{
    return subject_of(Way::parts, code, dispatch) + ".*";
}

void ensure_towards(Desk& desk, const std::string& code)
{
    if (desk.reached.with([&](const auto& known) { return known.contains(code); })) return;
    for (const Way way : {Way::mail, Way::parts, Way::receipts})
        desk.line.ensure_stream(stream_of(way, code, desk.options.replicas));
    desk.reached.with([&](auto& known) { known.insert(code); });
}

void lost(Desk& desk, const std::string& code)
{
    desk.reached.with([&](auto& known) { known.erase(code); });
}

}  // namespace lt::exchange::nodes
