// A model as HTML tables.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "decisions/pages/call.h"

namespace lt::decisions::pages {
namespace {

using html::View;
using page::msg;

constexpr std::size_t kManyColumns = 6;  // more need a table that scrolls earlier

const char* policy_words(const dmn::TableOutline& table)
{
    if (table.policy == "FIRST") return msg("Lấy dòng khớp đầu tiên");
    if (table.policy == "PRIORITY") return msg("Lấy dòng khớp có kết quả ưu tiên nhất");
    if (table.policy == "ANY") return msg("Các dòng khớp phải cho cùng kết quả");
    if (table.policy == "RULE ORDER") return msg("Lấy mọi dòng khớp, theo thứ tự dòng");
    if (table.policy == "OUTPUT ORDER") return msg("Lấy mọi dòng khớp, kết quả ưu tiên đứng trước");
    if (table.policy != "COLLECT") return msg("Chỉ được một dòng khớp");
    if (table.aggregation == "SUM") return msg("Cộng kết quả của mọi dòng khớp");
    if (table.aggregation == "COUNT") return msg("Đếm số dòng khớp");
    if (table.aggregation == "MIN") return msg("Lấy kết quả nhỏ nhất của các dòng khớp");
    if (table.aggregation == "MAX") return msg("Lấy kết quả lớn nhất của các dòng khớp");
    return msg("Gom kết quả của mọi dòng khớp");
}

View or_false(const std::string& text) { return text.empty() ? View(false) : View(text); }

View head(const std::string& kind, const dmn::TableOutline::Column& column)
{
    return {{"kind", kind},
            {"label", column.label},
            {"detail", or_false(column.detail)},
            {"allowed", or_false(column.allowed)},
            {"otherwise", or_false(column.otherwise)}};
}

View cells(const std::vector<std::string>& texts, bool is_code)
{
    View out = View::array();
    for (const std::string& text : texts) out.push_back({{"text", text}, {"code", is_code}});
    return out;
}

View table_view(const Call& call, const std::string& name, const dmn::TableOutline& table,
                const std::vector<dmn::Hit>& hits)
{
    const auto& tr = call.tr;
    View heads = View::array();
    for (const auto& column : table.inputs) heads.push_back(head(tr("Nếu"), column));
    for (const auto& column : table.outputs) heads.push_back(head(tr("Thì"), column));
    for (const std::string& note : table.annotations)
        heads.push_back(
            head(note.empty() ? "" : tr("Ghi chú"), {.label = note.empty() ? tr("Ghi chú") : note}));
    View rows = View::array();
    for (std::size_t i = 0; i < table.rules.size(); ++i) {
        const auto& rule = table.rules[i];
        const bool hit = std::any_of(hits.begin(), hits.end(), [&](const dmn::Hit& one) {
            return one.table == table.number && one.rule == int(i) + 1;
        });
        View row = cells(rule.inputs, true);
        for (auto& cell : cells(rule.outputs, true)) row.push_back(std::move(cell));
        for (auto& cell : cells(rule.notes, false)) row.push_back(std::move(cell));
        rows.push_back({{"number", i + 1}, {"hit", hit}, {"cells", std::move(row)}});
    }
    return {{"name", name},
            {"policy", tr(policy_words(table))},
            {"heads", std::move(heads)},
            {"rows", std::move(rows)},
            {"many", table.inputs.size() + table.outputs.size() + table.annotations.size() > kManyColumns}};
}

}  // namespace

View drawn(const Call& call, const dmn::Outline& outline, const std::vector<dmn::Hit>& hits)
{
    View decisions = View::array();
    for (const dmn::DecisionOutline& one : outline.decisions) {
        std::string needs;
        for (const std::string& name : one.needs) needs += (needs.empty() ? "" : ", ") + name;
        View parts = View::array();
        for (const dmn::PartOutline& part : one.parts) {
            View table = false;
            if (!part.tables.empty())
                table = table_view(call, part.label.empty() ? one.name : one.name + ": " + part.label,
                                   part.tables.front(), hits);
            parts.push_back({{"label", or_false(part.label)},
                             {"formula", or_false(part.formula)},
                             {"table", std::move(table)}});
        }
        decisions.push_back({{"id", one.id},
                             {"name", one.name},
                             {"knowledge", one.is_knowledge},
                             {"question", or_false(one.question)},
                             {"description", or_false(one.description)},
                             {"needs", or_false(needs)},
                             {"parts", std::move(parts)}});
    }
    return decisions;
}

}  // namespace lt::decisions::pages
