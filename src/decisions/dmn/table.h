// Decision tables (DMN 1.3, chapter 8).
#pragma once

#include "decisions/dmn/logic.h"

namespace lt::dmn {

enum class HitPolicy : std::uint8_t { unique, first, priority, any, collect, rule_order, output_order };
enum class Aggregation : std::uint8_t { none, sum, count, least, greatest };

struct TableInput {
    Text expression;
    feel::TypeRef type{};
    std::optional<Text> allowed{};
};

struct TableOutput {
    std::string name{};
    feel::TypeRef type{};
    std::optional<Text> allowed{};
    std::optional<Text> otherwise{};
};

struct TableRule {
    std::vector<std::optional<Text>> tests{};  // none: any
    std::vector<Text> outputs{};
};

class Table final : public Logic {
public:
    Table(std::string element, int line, int number) : Logic(std::move(element), line), number_(number) {}

    HitPolicy policy = HitPolicy::unique;
    Aggregation aggregation = Aggregation::none;
    std::vector<TableInput> inputs{};
    std::vector<TableOutput> outputs{};
    std::vector<TableRule> rules{};

private:
    using Machine = feel::Machine;
    using Value = feel::Value;
    using Row = std::vector<Value>;  // one value for each output

    Value work(Machine& machine, const feel::Scope& scope) const override;
    bool read_inputs(Machine& machine, const feel::Scope& scope, Row& values) const;
    bool is_met(Machine& machine, const TableRule& rule, const Row& inputs_read,
                const feel::Scope& scope) const;
    std::optional<Row> row_of(Machine& machine, const TableRule& rule, const feel::Scope& scope) const;
    Value shown(Machine& machine, const Row& row) const;
    Value list_of(Machine& machine, const std::vector<Row>& rows) const;
    Value nothing_met(Machine& machine, const feel::Scope& scope) const;
    bool by_priority(Machine& machine, std::vector<Row>& rows, const feel::Scope& scope) const;
    Value collected(Machine& machine, const std::vector<Row>& rows) const;

    int number_;  // of its element
};

}  // namespace lt::dmn
