// Times and fees of each way of handing in, a row each.
#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "kit/base/text.h"
#include "procedures/pages/edit_form.h"
#include "procedures/pages/words.h"

namespace lt::procedures::pages {
namespace {

using page::msg;

constexpr const char* kTimes = "time";
constexpr const char* kFees = "fee";
constexpr std::int64_t kMostAmount = 1'000'000'000'000;

struct UnitName {
    TimeUnit unit;
    const char* name;
};
constexpr std::array kUnitNames{UnitName{TimeUnit::working_days, msg("ngày làm việc")},
                                UnitName{TimeUnit::working_hours, msg("giờ làm việc")},
                                UnitName{TimeUnit::days, msg("ngày")},
                                UnitName{TimeUnit::months, msg("tháng")},
                                UnitName{TimeUnit::hours, msg("giờ")},
                                UnitName{TimeUnit::minutes, msg("phút")},
                                UnitName{TimeUnit::same_day, msg("trong ngày")},
                                UnitName{TimeUnit::unstated, msg("(chưa rõ đơn vị)")}};
constexpr std::array kWayOrder{Way::counter, Way::online, Way::post};

struct TimeRow {
    Way way{};
    Duration duration{};
};
struct FeeRow {
    Way way{};
    Fee fee{};
};

std::vector<page::Choice> way_choices(const Call& call, std::optional<Way> chosen)
{
    std::vector<page::Choice> out{{.value = "", .label = call.tr(msg("Bỏ dòng này")), .selected = !chosen}};
    for (const Way way : kWayOrder)
        out.push_back({.value = std::string(to_text(way)),
                       .label = call.tr(base::Message(name_of(way))),
                       .selected = chosen == way});
    return out;
}

std::optional<Way> typed_way(const Call& call, const std::string& name)
{
    const std::string value = typed(call, name);
    for (const Way way : kWayOrder)
        if (to_text(way) == value) return way;
    return std::nullopt;
}

std::vector<page::Choice> case_choices(const Call& call, const Version& draft, const std::string& chosen)
{
    std::vector<page::Choice> out{
        {.value = "", .label = call.tr(msg("Mọi trường hợp")), .selected = chosen.empty()}};
    bool known = chosen.empty();
    for (const Case& one : draft.procedure.cases) {
        if (one.name.empty()) continue;
        known = known || one.name == chosen;
        out.push_back({.value = one.name, .label = one.name, .selected = one.name == chosen});
    }
    // A condition in the record's own words, which is the name of no case.
    if (!known) out.push_back({.value = chosen, .label = chosen, .selected = true});
    return out;
}

std::vector<TimeRow> time_rows(const Procedure& procedure)
{
    std::vector<TimeRow> out;
    for (const Channel& channel : procedure.channels)
        for (const Term& term : channel.terms)
            for (const Duration& one : term.durations) out.push_back({channel.way, one});
    return out;
}

std::vector<FeeRow> fee_rows(const Procedure& procedure)
{
    std::vector<FeeRow> out;
    for (const Channel& channel : procedure.channels)
        for (const Term& term : channel.terms)
            for (const Fee& fee : term.fees) out.push_back({channel.way, fee});
    return out;
}

Channel& channel_of(std::vector<Channel>& channels, Way way)
{
    for (Channel& channel : channels)
        if (channel.way == way) return channel;
    channels.push_back({.way = way, .terms = {{}}});
    return channels.back();
}

// What a way says beside times and fees stays with it.
std::string notes_of(const Procedure& procedure, Way way)
{
    std::string out;
    for (const Channel& channel : procedure.channels)
        if (channel.way == way)
            for (const Term& term : channel.terms)
                if (!term.note.empty()) out += (out.empty() ? "" : "\n") + term.note;
    return out;
}

// `before`: the fee of that row as it is in the draft. What was not understood stays so until somebody enters an amount.
Fee typed_fee(const Call& call, std::size_t row, const Fee* before, base::Wrong& wrong)
{
    Fee fee{.per = typed(call, row_name(kFees, row, "per")),
            .condition = typed(call, row_name(kFees, row, "for")),
            .text = typed(call, row_name(kFees, row, "text"))};
    fee.amount = typed_number(call, row_name(kFees, row, "amount"), kMostAmount, wrong);
    fee.state = fee.amount > 0 ? FeeState::amount : FeeState::free;
    if (fee.amount > 0) fee.currency = "VND";
    const bool open = before && (before->state == FeeState::unclear || before->state == FeeState::absent);
    if (open && fee.amount == 0) fee.state = before->state;
    return fee;
}

// What the record says of the time of a way in its own words, and ways of which no row was shown, stay.
void keep_unshown(const Procedure& before, std::vector<Channel>& channels)
{
    for (const Channel& old : before.channels) {
        bool shown = false;
        for (const Term& term : old.terms) shown = shown || !term.durations.empty() || !term.fees.empty();
        const auto there = std::find_if(channels.begin(), channels.end(),
                                        [&](const Channel& channel) { return channel.way == old.way; });
        if (there == channels.end()) {
            if (!shown) channels.push_back(old);
            continue;
        }
        Term& term = there->terms.front();
        if (term.state != TimeState::absent || old.terms.empty()) continue;
        const Term& first = old.terms.front();
        if (first.state == TimeState::stated) continue;
        term.state = first.state;
        term.time_text = first.time_text;
    }
}

}  // namespace

void draw_ways(EditForm& form, const Call& call, const Version& draft)
{
    const page::Words& tr = call.tr;
    const std::vector<TimeRow> times = time_rows(draft.procedure);
    const std::vector<FeeRow> fees = fee_rows(draft.procedure);
    for (std::size_t i = 0; i < rows_shown(call, kTimes, times.size()); ++i) {
        const TimeRow row =
            i < times.size() ? times[i] : TimeRow{.duration = {.unit = TimeUnit::working_days}};
        form.group(tr("Thời hạn {{number}}", {{"number", std::to_string(i + 1)}}));
        form.select(row_name(kTimes, i, "way"), tr(msg("Nộp bằng cách")),
                    way_choices(call, i < times.size() ? std::optional(row.way) : std::nullopt));
        form.input(row_name(kTimes, i, "amount"), tr(msg("Số")),
                   row.duration.amount == 0 ? "" : std::to_string(row.duration.amount),
                   {{"width", "4"}, {"inputmode", "numeric"}});
        std::vector<page::Choice> units;
        for (const UnitName& unit : kUnitNames)
            units.push_back({.value = std::string(to_text(unit.unit)),
                             .label = tr(base::Message(unit.name)),
                             .selected = unit.unit == row.duration.unit});
        form.select(row_name(kTimes, i, "unit"), tr(msg("Đơn vị")), units);
        form.select(row_name(kTimes, i, "for"), tr(msg("Cho trường hợp")),
                    case_choices(call, draft, row.duration.condition));
    }
    for (std::size_t i = 0; i < rows_shown(call, kFees, fees.size()); ++i) {
        const FeeRow row = i < fees.size() ? fees[i] : FeeRow{};
        form.group(tr("Mức thu {{number}}", {{"number", std::to_string(i + 1)}}));
        form.select(row_name(kFees, i, "way"), tr(msg("Nộp bằng cách")),
                    way_choices(call, i < fees.size() ? std::optional(row.way) : std::nullopt));
        form.input(row_name(kFees, i, "amount"), tr(msg("Số tiền (đồng)")),
                   row.fee.amount == 0 ? "" : base::group_thousands(row.fee.amount),
                   {{"width", "10"}, {"inputmode", "numeric"}, {"hint", tr(msg("Để trống là miễn phí."))}});
        form.input(row_name(kFees, i, "per"), tr(msg("Tính theo")), row.fee.per,
                   {{"width", "20"}, {"hint", tr(msg("Ví dụ bản sao, trang. Để trống là cả hồ sơ."))}});
        form.select(row_name(kFees, i, "for"), tr(msg("Cho trường hợp")),
                    case_choices(call, draft, row.fee.condition));
        form.input(row_name(kFees, i, "text"), tr(msg("Nói thêm")), row.fee.text, nullptr);
    }
    form.more({{kTimes, tr(msg("Thêm một thời hạn"))}, {kFees, tr(msg("Thêm một mức thu"))}});
}

void read_ways(const Call& call, Version& draft, base::Wrong& wrong)
{
    const Procedure before = draft.procedure;
    std::vector<Channel> channels;
    for (std::size_t i = 0; i < rows_shown(call, kTimes, 0); ++i) {
        const auto way = typed_way(call, row_name(kTimes, i, "way"));
        if (!way) continue;
        Duration one{.condition = typed(call, row_name(kTimes, i, "for"))};
        const std::string unit = typed(call, row_name(kTimes, i, "unit"));
        for (const UnitName& name : kUnitNames)
            if (to_text(name.unit) == unit) one.unit = name.unit;
        const std::string field = row_name(kTimes, i, "amount");
        const std::size_t found = wrong.size();
        one.amount = static_cast<int>(typed_number(call, field, 10'000, wrong));
        if (one.unit == TimeUnit::same_day) {
            one.amount = 0;
            one.cutoff_hour = draft.ready.times.received_by;
        } else if (one.amount == 0 && wrong.size() == found) {
            wrong.emplace_back(field, msg("Nhập số ngày hoặc số giờ, từ 1."));
        }
        Term& term = channel_of(channels, *way).terms.front();
        term.state = TimeState::stated;
        term.durations.push_back(std::move(one));
    }
    const std::vector<FeeRow> fees = fee_rows(before);
    for (std::size_t i = 0; i < rows_shown(call, kFees, 0); ++i)
        if (const auto way = typed_way(call, row_name(kFees, i, "way")))
            channel_of(channels, *way)
                .terms.front()
                .fees.push_back(typed_fee(call, i, i < fees.size() ? &fees[i].fee : nullptr, wrong));
    for (Channel& channel : channels) channel.terms.front().note = notes_of(before, channel.way);
    keep_unshown(before, channels);
    if (channels.empty()) wrong.emplace_back("", msg("Giữ ít nhất một thời hạn hoặc một mức thu."));
    draft.procedure.channels = std::move(channels);
}

}  // namespace lt::procedures::pages
