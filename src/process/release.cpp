// Drawings that other features bring along.
#include "decisions/api.h"
#include "process/definitions.h"
#include "process/deploy.h"

namespace lt::process {

base::Result<base::Done> deploy_file(db::Transaction& tx, Services& services, std::string_view source)
{
    const auto deployed = deploy(tx, services, std::nullopt, source, "");
    if (!deployed) return deployed.error();
    for (const bpmn::Finding& finding : deployed->findings)
        if (finding.severity == bpmn::Severity::error)
            return base::invalid("source", base::Message(base::msg("Dòng {{line}}: {{why}}"),
                                                         {{"line", std::to_string(finding.line)},
                                                          {"why", finding.message.str()}}));
    return base::Done{};
}

bool is_deployed(db::Transaction& tx, Services& services, std::int64_t agency, std::string_view key)
{
    return newest(tx, *services.definitions, agency, key) != nullptr;
}

std::vector<std::string> models_called(std::string_view source)
{
    std::vector<std::string> keys;
    const auto ready = make_ready(source);
    if (!ready) return keys;
    for (const Definition& definition : ready->definitions)
        for (const auto& [node, rules] : definition.decisions)
            if (const auto named = decisions::parse_name(rules->decision)) keys.push_back(named->key);
    return keys;
}

}  // namespace lt::process
