// What a dossier costs.
#include "procedures/asking.h"

namespace lt::procedures {
namespace {

constexpr std::int64_t kMostDong = 1'000'000'000'000;
constexpr std::size_t kMostCharges = 50;

base::Error no_charges(const std::string& model)
{
    return base::conflict(
        {"Mô hình “{{model}}” không cho ra danh sách khoản thu hợp lệ: mỗi khoản có mã, tên, số tiền (đồng).",
         {{"model", model}}});
}

std::string text_in(const feel::Value& context, std::string_view key)
{
    const feel::Value* value = context.find(key);
    return value != nullptr && value->is(feel::Kind::string) ? value->as_string() : std::string();
}

// Nothing for what is no charge.
std::optional<Charge> charge_of(const feel::Value& item)
{
    if (!item.is(feel::Kind::context)) return std::nullopt;
    Charge charge{
        .code = text_in(item, "code"), .name = text_in(item, "name"), .basis = text_in(item, "basis")};
    const feel::Value* amount = item.find("amount");
    const std::string when = text_in(item, "when");
    if (charge.code.empty() || charge.name.empty() || amount == nullptr || !amount->is(feel::Kind::number))
        return std::nullopt;
    const auto dong = amount->as_number().to_int64();
    if (!dong || *dong < 0 || *dong > kMostDong) return std::nullopt;
    if (when != "reception" && when != "result" && !when.empty()) return std::nullopt;
    charge.amount = *dong;
    charge.when = when == "result" ? PaidWhen::result : PaidWhen::reception;
    return charge;
}

base::Result<std::vector<Charge>> charges_from(const feel::Value& value, const std::string& model)
{
    std::vector<Charge> out;
    if (value.is_null()) return out;
    if (!value.is(feel::Kind::list) || value.items().size() > kMostCharges) return no_charges(model);
    for (const feel::Value& item : value.items()) {
        auto charge = charge_of(item);
        if (!charge) return no_charges(model);
        out.push_back(*std::move(charge));
    }
    return out;
}

// A fee of another case of the version, so that it says nothing of this one.
bool is_for_another_case(const Version& version, int case_no, const Fee& fee)
{
    const std::string meant = case_key(fee.condition);
    for (int no = 0; no < static_cast<int>(version.procedure.cases.size()); ++no)
        if (no != case_no && case_key(case_name(version, no)) == meant) return true;
    return false;
}

base::Result<std::vector<Charge>> charges_of_record(const Version& version, const Asked& asked)
{
    const auto not_plain = [&] {
        return base::conflict(
            {"Mức thu của thủ tục {{code}} không phải một số tiền cố định. Chọn mô hình tính phí cho thủ tục này.",
             {{"code", version.code}}});
    };
    const std::string own = case_key(case_name(version, asked.case_no));
    std::vector<Charge> out;
    for (const Channel& channel : version.procedure.channels) {
        if (channel.way != asked.way) continue;
        for (const Term& term : channel.terms)
            for (const Fee& fee : term.fees) {
                if (fee.state == FeeState::free || fee.state == FeeState::absent) continue;
                if (!fee.condition.empty() && is_for_another_case(version, asked.case_no, fee)) continue;
                const bool ours = fee.condition.empty() || (!own.empty() && case_key(fee.condition) == own);
                if (fee.state != FeeState::amount || fee.currency == "USD" || !fee.per.empty() || !ours)
                    return not_plain();
                out.push_back({.code = "LP",
                               .name = base::Message(base::msg("Phí, lệ phí")).str(),
                               .amount = fee.amount,
                               .basis = fee.text});
            }
    }
    return out;
}

}  // namespace

base::Result<std::vector<Charge>> charges(db::Transaction& tx, decisions::Decisions& decisions,
                                          const Version& version, const Asked& asked)
{
    const std::string& model = version.ready.fees;
    if (model.empty()) return charges_of_record(version, asked);
    const auto decided = decide(tx, decisions, model, asked.fees_model, version, asked);
    if (!decided) return decided.error();
    return charges_from(decided->value, model);
}

}  // namespace lt::procedures
