// Any bytes as a decision model; every decision of one that is accepted is decided, with small limits.
#include "decisions/dmn/dmn.h"

#include <cstdlib>

#include "decisions/dmn/outline.h"
#include "decisions/feel/json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace lt;
    const dmn::ReadModel read = dmn::read_model({reinterpret_cast<const char*>(data), size});
    if (const auto* findings = std::get_if<std::vector<dmn::Finding>>(&read)) {
        if (findings->empty() || findings->front().message.empty()) std::abort();
        return 0;
    }
    const auto& model = std::get<dmn::Model>(read);
    if (dmn::outline({reinterpret_cast<const char*>(data), size}).decisions.size() < model.decisions().size())
        std::abort();
    static const feel::Value inputs = *feel::from_json(R"({"x":5,"y":"a","z":[1,2]})");
    const feel::Limits limits{20'000, 200, 1U << 20, 5};
    std::size_t count = 0;
    for (const auto& decision : model.decisions()) {
        if (++count > 10) break;
        if (!model.has(decision.id)) std::abort();
        (void)model.inputs_of(decision.id);
        const dmn::Decided outcome = dmn::decide(model, decision.id, inputs, limits, {});
        if (outcome.refused() && !outcome.value.is_null()) std::abort();
        (void)feel::to_json(outcome.value);
    }
    return 0;
}
