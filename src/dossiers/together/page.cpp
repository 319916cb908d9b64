// One act on the dossiers that were chosen in a list: it is asked for on a page of its own, then carried out.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "decisions/api.h"
#include "dossiers/together/actions.h"
#include "dossiers/together/pages.h"
#include "kit/http/ascii.h"
#include "process/api.h"

namespace lt::dossiers::pages {

namespace {

// Dossiers that wait at the same step.
struct StepGroup {
    together::Step step{};
    process::Asked asked{};
    // Each with the number that the step has there.
    std::vector<std::pair<const together::Chosen*, int>> dossiers{};

    std::string field(const process::Ask& ask) const { return key_of(step) + "_" + ask.variable; }
};

// What may be done with the chosen ones, and what stands apart with the reason why not.
struct Sorted {
    std::vector<StepGroup> groups{};
    std::vector<const together::Chosen*> extended{};
    std::vector<together::Refused> apart{};
};

bool extends(const Call& call) { return call.request.form.get("act") == "extend"; }

View apart_view(const Call& call, const together::Refused& one)
{
    const bool seen = !one.dossier.empty();
    return {{"href", seen ? View(path_of(one.dossier)) : View(false)},
            {"owner", seen ? one.owner : call.tr("Hồ sơ bạn không xem được")},
            {"code", seen ? View(one.code) : View(false)},
            {"why", call.tr(one.why)}};
}

void sort_one(const Call& call, db::Transaction& tx, const together::Chosen& dossier, Sorted& out)
{
    const auto refuse = [&](base::Message why) {
        out.apart.push_back({dossier.uid, dossier.code, dossier.owner, std::move(why)});
    };
    if (extends(call)) {
        if (const auto may = together::may_extend(call.actor, dossier, call.now); may)
            out.extended.push_back(&dossier);
        else
            refuse(may.error().message);
        return;
    }
    const auto step = together::step_for(call.actor, dossier);
    if (!step) return refuse(step.error().message);
    auto group = std::ranges::find_if(
        out.groups, [&](const StepGroup& one) { return key_of(one.step) == key_of(*step); });
    if (group == out.groups.end()) {
        auto asked = process::asked_by(tx, call.dossiers().process, {dossier.instance, step->no});
        if (!asked) return refuse(msg("Bước này đã xong hoặc không còn nữa."));
        out.groups.push_back({.step = *step, .asked = *std::move(asked)});
        group = std::prev(out.groups.end());
    }
    if (group->asked.chooses)
        return refuse({msg("Bước “{{step}}” chọn việc riêng cho từng hồ sơ. Làm ở trang của bước."),
                       {{"step", group->step.title}}});
    group->dossiers.emplace_back(&dossier, step->no);
}

Sorted sort(const Call& call, db::Transaction& tx, const std::vector<together::Chosen>& all,
            const std::vector<std::string>& wanted)
{
    Sorted out;
    for (const together::Chosen& dossier : all) sort_one(call, tx, dossier, out);
    std::erase_if(out.groups, [](const StepGroup& group) { return group.dossiers.empty(); });
    for (const std::string& uid : wanted)
        if (std::ranges::find(all, uid, &together::Chosen::uid) == all.end())
            out.apart.push_back({.why = no_dossier().message});
    return out;
}

View chosen_view(const Call& call, const together::Chosen& one, int step)
{
    return {{"line", to_text(together::Line{one.uid, one.version, step})},
            {"href", path_of(one.uid)},
            {"owner", one.owner},
            {"code", one.code},
            {"procedure", one.procedure},
            {"due", due_view(call, one.decides, one.due_at)}};
}

View group_view(const Call& call, page::FormView& form, const View& fields, const StepGroup& group)
{
    const std::string& title = group.step.title.empty() ? group.step.element : group.step.title;
    View view{{"id", key_of(group.step)},
              {"step", title},
              {"caption", title},
              {"process", group.step.process},
              {"count", call.tr("{{count}} hồ sơ", {{"count", std::to_string(group.dossiers.size())}})},
              {"asks", View::array()},
              {"lines", View::array()}};
    for (const process::Ask& ask : group.asked.asks) {
        const std::string name = group.field(ask);
        if (ask.is_number)
            form.field(name, ask.question, "", {{"width", 10}, {"inputmode", "decimal"}});
        else
            form.choices(name, ask.question,
                         {{"yes", call.tr("Có"), {}, false}, {"no", call.tr("Không"), {}, false}});
        view["asks"].push_back({{ask.is_number ? "number" : "choice", fields[name]}});
    }
    for (const auto& [dossier, step] : group.dossiers)
        view["lines"].push_back(chosen_view(call, *dossier, step));
    return view;
}

std::string came_from(const Call& call)
{
    const std::string view = call.request.form.get("view");
    return std::string(kDossiers) + (view.empty() ? "" : "?view=" + http::percent_encode(view));
}

http::Response confirm_page(const Call& call, db::Transaction& tx, const std::vector<std::string>& uids,
                            const base::Error* error)
{
    const auto all = together::chosen(tx, uids);
    const Sorted sorted = sort(call, tx, all, uids);
    const bool extend = extends(call);
    const char* name = extend ? msg("Xin lỗi và gia hạn") : msg("Hoàn thành bước đang chờ");
    View view{{"title", call.tr(name)},
              {"caption", call.tr(name)},
              {"back", {{"href", came_from(call)}, {"label", call.tr("Hồ sơ một cửa")}}},
              {"action", kTogether},
              {"act", extend ? "extend" : "complete"},
              {"_view", call.request.form.get("view")},
              {"extends", extend},
              {"groups", View::array()},
              {"lines", View::array()},
              {"apart", View::array()},
              {"has_apart", !sorted.apart.empty()},
              {"can", !sorted.groups.empty() || !sorted.extended.empty()},
              {"apart_title", call.tr("{{count}} hồ sơ không làm cùng được",
                                      {{"count", std::to_string(sorted.apart.size())}})},
              {"columns", {column(call.tr("Hồ sơ")), column(call.tr("Thủ tục")), column(call.tr("Hạn"))}},
              {"pick", false}};
    page::FormView form(view, call.request.form, error, call.tr);
    std::size_t count = sorted.extended.size();
    for (const StepGroup& group : sorted.groups) {
        view["groups"].push_back(group_view(call, form, view["fields"], group));
        count += group.dossiers.size();
    }
    for (const together::Chosen* one : sorted.extended) view["lines"].push_back(chosen_view(call, *one, 0));
    for (const together::Refused& one : sorted.apart) view["apart"].push_back(apart_view(call, one));
    const page::Words::Values counted{{"count", std::to_string(count)}};
    view["button"] = extend ? call.tr("Xin lỗi và gia hạn {{count}} hồ sơ", counted)
                            : call.tr("Hoàn thành bước của {{count}} hồ sơ", counted);
    if (extend) {
        form.field("reason", call.tr("Lý do chậm"), "", {{"rows", 3}});
        form.field("amount", call.tr("Gia hạn thêm, ngày làm việc"), "",
                   {{"width", "3"},
                    {"inputmode", "numeric"},
                    {"hint", call.tr("Hồ sơ có thời hạn tính theo ngày lịch thì gia hạn riêng.")}});
        form.field("basis", call.tr("Căn cứ"), "Nghị định 118/2025/NĐ-CP");
    }
    return call.show("dossiers/together/confirm", std::move(view), error);
}

http::Response done_page(const Call& call, const together::CarriedOut& carried)
{
    const bool extend = extends(call);
    const page::Words::Values done{{"count", std::to_string(carried.done.size())}};
    const page::Words::Values refused{{"count", std::to_string(carried.refused.size())}};
    View view{{"title", extend ? call.tr("Đã xin lỗi và gia hạn {{count}} hồ sơ", done)
                               : call.tr("Đã hoàn thành bước của {{count}} hồ sơ", done)},
              {"back", {{"href", came_from(call)}, {"label", call.tr("Hồ sơ một cửa")}}},
              {"extends", extend},
              {"done_rows", View::array()},
              {"apart", View::array()},
              {"has_done", !carried.done.empty()},
              {"has_apart", !carried.refused.empty()},
              {"apart_title", call.tr("{{count}} hồ sơ chưa thực hiện được", refused)}};
    for (const together::Chosen& one : carried.done)
        view["done_rows"].push_back({{"href", path_of(one.uid)}, {"owner", one.owner}, {"code", one.code}});
    for (const together::Refused& one : carried.refused) view["apart"].push_back(apart_view(call, one));
    return call.show("dossiers/together/done", std::move(view));
}

// What was answered to the questions of each step; errors at their fields.
together::Answers read_answers(const Call& call, const Sorted& sorted, base::Wrong& wrong)
{
    together::Answers out;
    for (const StepGroup& group : sorted.groups) {
        std::vector<feel::Entry> entries;
        for (const process::Ask& ask : group.asked.asks) {
            const std::string name = group.field(ask);
            const std::string answer = call.request.form.get(name);
            if (ask.is_number) {
                auto number = decisions::read_number(answer);
                if (number)
                    entries.push_back({ask.variable, *std::move(number)});
                else
                    wrong.emplace_back(name, number.error().message);
                continue;
            }
            if (answer != "yes" && answer != "no") wrong.emplace_back(name, msg("Chọn có hoặc không."));
            entries.push_back({ask.variable, feel::Value::boolean(answer == "yes")});
        }
        out.emplace(key_of(group.step), feel::Value::context(std::move(entries)));
    }
    return out;
}

http::Response carry_out_lines(const Call& call, const std::vector<together::Line>& lines,
                               const std::vector<std::string>& uids)
{
    if (extends(call)) {
        const together::Extension extension{
            .reason = call.request.form.get("reason"),
            .basis = call.request.form.get("basis"),
            .working_days = static_cast<int>(
                std::clamp<std::int64_t>(call.request.form.integer("amount").value_or(0), 0, 100'000))};
        if (const auto good = together::check(extension); !good) {
            db::Transaction tx = call.begin();
            return confirm_page(call, tx, uids, &good.error());
        }
        return done_page(call, together::extend_all(call.dossiers(), call.actor, lines, extension));
    }
    together::Answers answers;
    {
        db::Transaction tx = call.begin();
        base::Wrong wrong;
        const auto all = together::chosen(tx, uids);
        answers = read_answers(call, sort(call, tx, all, uids), wrong);
        if (const auto error = base::invalid(std::move(wrong))) return confirm_page(call, tx, uids, &*error);
    }
    return done_page(call, together::complete_steps(call.dossiers(), call.actor, lines, answers));
}

}  // namespace

http::Response together_send(const Call& call)
{
    std::vector<together::Line> lines;
    std::vector<std::string> uids;
    const auto choose = [&](const std::string& uid) {
        const bool first = std::ranges::find(uids, uid) == uids.end();
        if (first) uids.push_back(uid);
        return first;
    };
    const bool confirmed = call.request.form.has("confirmed");
    if (confirmed) {
        for (const std::string& text : call.request.form.all("line"))
            if (auto line = together::line_from(text); line && choose(line->dossier))
                lines.push_back(*std::move(line));
    } else {
        for (const std::string& uid : call.request.form.all("dossier")) choose(uid);
    }
    if (uids.empty()) return list_again(call, base::invalid("dossier", msg("Chọn ít nhất một hồ sơ.")));
    if (uids.size() > together::kMost)
        return list_again(call, base::invalid("dossier", {msg("Chọn tối đa {{count}} hồ sơ mỗi lần."),
                                                          {{"count", std::to_string(together::kMost)}}}));
    if (confirmed) return carry_out_lines(call, lines, uids);
    db::Transaction tx = call.begin();
    return confirm_page(call, tx, uids, nullptr);
}

}  // namespace lt::dossiers::pages
