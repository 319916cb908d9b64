#include "decisions/dmn/table.h"

#include <algorithm>
#include <numeric>

#include "decisions/dmn/allowed.h"
#include "decisions/feel/operators.h"

namespace lt::dmn {
namespace {

using base::msg;
using feel::Value;

const Text* priorities_of(const TableOutput& output)
{
    if (output.allowed) return &*output.allowed;
    if (output.type == nullptr || output.type->allowed == nullptr) return nullptr;
    const auto* allowed = dynamic_cast<const AllowedValues*>(output.type->allowed.get());
    return allowed == nullptr ? nullptr : &allowed->tests();
}

}  // namespace

bool Table::read_inputs(Machine& machine, const feel::Scope& scope, Row& values) const
{
    for (const TableInput& input : inputs) {
        Value value = conforming(machine, input.expression.eval(machine, scope), input.type);
        if (input.allowed && !value.is_null() && !input.allowed->test(machine, value, scope).is_true()) {
            machine.null(msg("Giá trị đầu vào nằm ngoài các giá trị cho phép của bảng."));
            return false;
        }
        values.push_back(std::move(value));
    }
    return true;
}

bool Table::is_met(Machine& machine, const TableRule& rule, const Row& inputs_read,
                   const feel::Scope& scope) const
{
    machine.step();
    for (std::size_t i = 0; i < inputs_read.size(); ++i) {
        if (rule.tests[i] && !rule.tests[i]->test(machine, inputs_read[i], scope).is_true()) return false;
    }
    return true;
}

// Nothing where a value is not among those that its output allows.
std::optional<Table::Row> Table::row_of(Machine& machine, const TableRule& rule,
                                        const feel::Scope& scope) const
{
    Row row;
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        Value value = conforming(machine, rule.outputs[i].eval(machine, scope), outputs[i].type);
        const auto& allowed = outputs[i].allowed;
        if (allowed && !value.is_null() && !allowed->test(machine, value, scope).is_true()) {
            machine.null(msg("Giá trị đầu ra nằm ngoài các giá trị cho phép của bảng."));
            return std::nullopt;
        }
        row.push_back(std::move(value));
    }
    return row;
}

Value Table::shown(Machine& machine, const Row& row) const
{
    if (outputs.size() == 1) return row[0];
    std::vector<feel::Entry> entries;
    for (std::size_t i = 0; i < outputs.size(); ++i) entries.push_back({outputs[i].name, row[i]});
    return machine.context(std::move(entries));
}

Value Table::list_of(Machine& machine, const std::vector<Row>& rows) const
{
    std::vector<Value> list;
    for (const Row& row : rows) list.push_back(shown(machine, row));
    return machine.list(std::move(list));
}

Value Table::nothing_met(Machine& machine, const feel::Scope& scope) const
{
    if (policy == HitPolicy::collect && aggregation == Aggregation::count) return Value::integer(0);
    const bool has_default = std::any_of(outputs.begin(), outputs.end(),
                                         [](const TableOutput& o) { return o.otherwise.has_value(); });
    if (!has_default) return {};
    Row row;
    for (const TableOutput& output : outputs) {
        row.push_back(output.otherwise
                          ? conforming(machine, output.otherwise->eval(machine, scope), output.type)
                          : Value());
    }
    return shown(machine, row);
}

// Sorts by the place of each output among the allowed ones, from the first output to the last.
bool Table::by_priority(Machine& machine, std::vector<Row>& rows, const feel::Scope& scope) const
{
    std::vector<std::vector<std::size_t>> ranks(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (std::size_t column = 0; column < outputs.size(); ++column) {
            const Text* order = priorities_of(outputs[column]);
            if (order == nullptr) continue;
            const auto rank = feel::first_met(machine, order->expression, rows[i][column], scope);
            ranks[i].push_back(rank.value_or(~std::size_t(0)));
        }
    }
    if (ranks.empty() || ranks[0].empty()) return false;
    std::vector<std::size_t> order(rows.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return ranks[a] < ranks[b]; });
    std::vector<Row> sorted;
    for (const std::size_t at : order) sorted.push_back(std::move(rows[at]));
    rows = std::move(sorted);
    return true;
}

Value Table::collected(Machine& machine, const std::vector<Row>& rows) const
{
    if (aggregation == Aggregation::none) return list_of(machine, rows);
    if (aggregation == Aggregation::count) return Value::integer(std::int64_t(rows.size()));
    if (outputs.size() != 1) return machine.null(msg("Chỉ tổng hợp được bảng có một đầu ra."));
    Value total = rows[0][0];
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const Value& next = rows[i][0];
        if (aggregation == Aggregation::sum) {
            total = feel::added(machine, total, next);
            continue;
        }
        const auto order = feel::compare(next, total);
        if (!order) return machine.null(msg("Không so sánh được hai giá trị khác loại."));
        if (aggregation == Aggregation::least ? *order < 0 : *order > 0) total = next;
    }
    return total;
}

Value Table::work(Machine& machine, const feel::Scope& scope) const
{
    Row values;
    if (!read_inputs(machine, scope, values)) return {};
    std::vector<Row> rows;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const TableRule& rule = rules[i];
        if (!is_met(machine, rule, values, scope)) continue;
        if (machine.witness != nullptr) machine.witness->met(element(), number_, int(i) + 1);
        auto row = row_of(machine, rule, scope);
        if (!row) return {};
        rows.push_back(std::move(*row));
        if (policy == HitPolicy::first) break;
        if (policy == HitPolicy::unique && rows.size() > 1) {
            return machine.null(msg("Hơn một dòng của bảng khớp, trong khi bảng chỉ cho phép một dòng."));
        }
    }
    if (rows.empty()) return nothing_met(machine, scope);
    switch (policy) {
    case HitPolicy::unique:
    case HitPolicy::first: return shown(machine, rows[0]);
    case HitPolicy::any: {
        const Value first = shown(machine, rows[0]);
        for (const Row& row : rows) {
            if (machine.equal(first, shown(machine, row)) != true) {
                return machine.null(msg("Các dòng khớp của bảng cho kết quả khác nhau."));
            }
        }
        return first;
    }
    case HitPolicy::priority:
    case HitPolicy::output_order:
        if (!by_priority(machine, rows, scope)) {
            return machine.null(msg("Bảng chọn theo thứ tự ưu tiên nhưng không liệt kê các giá trị đầu ra."));
        }
        return policy == HitPolicy::priority ? shown(machine, rows[0]) : list_of(machine, rows);
    case HitPolicy::rule_order: return list_of(machine, rows);
    case HitPolicy::collect: return collected(machine, rows);
    }
    return {};
}

}  // namespace lt::dmn
