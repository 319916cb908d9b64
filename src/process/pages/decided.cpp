// How a decision came about, in the history of an instance.
#include <nlohmann/json.hpp>

#include "decisions/feel/json.h"
#include "process/pages/call.h"

namespace lt::process::pages {
namespace {

using Json = nlohmann::ordered_json;  // entries as the model has them

// "so_trang = 12, so_ban = 2" of what was written as JSON.
std::string in_words(const Json& json)
{
    const auto value = feel::from_json(json.dump());
    if (!value) return {};
    if (!value->is(feel::Kind::context)) return feel::to_text(*value);
    std::string all;
    for (const feel::Entry& entry : value->entries())
        all += (all.empty() ? "" : ", ") + entry.key + " = " + feel::to_text(entry.value);
    return all;
}

}  // namespace

html::View decision_item(const Call& call, const std::string& json_text, base::Time at)
{
    const Json record = Json::parse(json_text);
    const auto text = [&](const char* key) { return record.value(key, std::string()); };
    std::string note;
    const auto part = [&](const char* key, const std::string& too_long) {
        return record.contains(key) ? in_words(record[key]) : too_long;
    };
    note = part("inputs", call.tr("(dữ liệu đầu vào quá dài, không ghi lại)")) + " → " +
           part("value", call.tr("(kết quả quá dài, không ghi lại)")) + ". ";
    std::map<std::string, std::string> rules;  // by whose table it is
    for (const auto& hit : record.value("hits", Json::array())) {
        std::string& of = rules[hit.value("element", "")];
        of += (of.empty() ? "" : ", ") + std::to_string(hit.value("rule", 0));
    }
    for (const auto& [element, numbers] : rules)
        note += call.tr("{{table}}: dòng {{rules}}.", {{"table", element}, {"rules", numbers}}) + " ";
    if (const auto more = record.value("more_hits", std::size_t(0)); more > 0)
        note +=
            call.tr("Còn {{count}} dòng khớp khác không ghi lại.", {{"count", std::to_string(more)}}) + " ";
    note += call.tr("Căn cứ: {{basis}}", {{"basis", text("basis")}});
    return {{"text", call.tr("Quyết định: {{decision}} ({{model}}, phiên bản {{version}})",
                             {{"decision", text("decision")},
                              {"model", text("name")},
                              {"version", std::to_string(record.value("version", 0))}})},
            {"href", "/admin/decisions/" + text("model")},
            {"at", base::format_vietnam(at)},
            {"by", false},
            {"note", note}};
}

}  // namespace lt::process::pages
