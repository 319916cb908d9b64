// A model as HTML tables.
#include <set>

#include <nlohmann/json.hpp>

#include "decisions/pages/call.h"

namespace lt::decisions::pages {
namespace {

using html::View;
using page::msg;

constexpr std::size_t kManyColumns = 6;     // more need a table that scrolls earlier
constexpr std::size_t kMostCells = 50'000;  // of a page; heads, formulas and decisions count as one each

using Rules = std::set<std::pair<int, int>>;  // table and rule

// What a page may still hold.
class Room {
public:
    bool take(std::size_t cells)
    {
        is_full_ = is_full_ || cells > left_;
        if (!is_full_) left_ -= cells;
        return !is_full_;
    }
    bool is_full() const { return is_full_; }

private:
    std::size_t left_ = kMostCells;
    bool is_full_ = false;
};

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

View table_view(const Call& call, const std::string& name, const dmn::TableOutline& table, const Rules& hits,
                Room& room)
{
    const auto& tr = call.tr;
    const std::size_t columns = table.inputs.size() + table.outputs.size() + table.annotations.size();
    if (!room.take(columns)) return false;
    View heads = View::array();
    for (const auto& column : table.inputs) heads.push_back(head(tr("Nếu"), column));
    for (const auto& column : table.outputs) heads.push_back(head(tr("Thì"), column));
    for (const std::string& note : table.annotations)
        heads.push_back(
            head(note.empty() ? "" : tr("Ghi chú"), {.label = note.empty() ? tr("Ghi chú") : note}));
    View rows = View::array();
    for (std::size_t i = 0; i < table.rules.size(); ++i) {
        if (!room.take(columns)) break;
        const auto& rule = table.rules[i];
        const bool hit = hits.count({table.number, int(i) + 1}) != 0;
        View row = cells(rule.inputs, true);
        for (auto& cell : cells(rule.outputs, true)) row.push_back(std::move(cell));
        for (auto& cell : cells(rule.notes, false)) row.push_back(std::move(cell));
        rows.push_back({{"number", i + 1}, {"hit", hit}, {"cells", std::move(row)}});
    }
    return {{"name", name},
            {"policy", tr(policy_words(table))},
            {"heads", std::move(heads)},
            {"rows", std::move(rows)},
            {"many", columns > kManyColumns}};
}

}  // namespace

void add_drawn(View& view, const Call& call, const dmn::Outline& outline, const std::vector<dmn::Hit>& hits)
{
    Rules rules;
    for (const dmn::Hit& hit : hits) rules.emplace(hit.table, hit.rule);
    Room room;
    View decisions = View::array();
    for (const dmn::DecisionOutline& one : outline.decisions) {
        if (!room.take(1)) break;
        std::string needs;
        for (const std::string& name : one.needs) needs += (needs.empty() ? "" : ", ") + name;
        View parts = View::array();
        for (const dmn::PartOutline& part : one.parts) {
            if (!room.take(1)) break;
            View table = false;
            if (!part.tables.empty())
                table = table_view(call, part.label.empty() ? one.name : one.name + ": " + part.label,
                                   part.tables.front(), rules, room);
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
    view["decisions"] = std::move(decisions);
    view["is_cut"] = room.is_full();
}

}  // namespace lt::decisions::pages
