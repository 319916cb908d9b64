// See chosen.h.
#include "dossiers/together/chosen.h"

#include "dossiers/queries.h"
#include "kit/base/ids.h"

namespace lt::dossiers::together {

using base::msg;

namespace {

Chosen read_chosen(const db::Row& row)
{
    const auto state = state_from(row["state"].text());
    if (!state) throw base::Bug("a dossier is in a state that there is not");
    return {.uid = row["uid"].str(),
            .code = row["code"].str(),
            .procedure = row["procedure"].str(),
            .owner = row["owner_name"].str(),
            .state = *state,
            .version = row["version"].int32(),
            .due_at = row["due_at"].opt_time(),
            .agency = row["agency_id"].int64(),
            .decides = row["decides_id"].int64(),
            .instance = row["instance_uid"].str_or("")};
}

Step read_step(const db::Row& row)
{
    return {.no = row["no"].int32(),
            .agency = row["process_agency_id"].int64(),
            .performer = row["performer_id"].int64(),
            .title = row["title"].str(),
            .element = row["element"].str(),
            .role = row["role"].str(),
            .assignee = row["assignee_id"].opt_int64(),
            .paused = !row["paused_at"].null(),
            .drawing = row["drawing"].str(),
            .process = row["process"].str()};
}

bool waits_for(const Actor& actor, const Step& step)
{
    return step.performer == actor.agency &&
           (step.role.empty() || step.role == directory::to_text(actor.role)) &&
           (!step.assignee || *step.assignee == actor.official);
}

}  // namespace

std::string key_of(const Step& step) { return step.drawing + "_" + step.element; }

std::vector<Chosen> chosen(db::Transaction& tx, const std::vector<std::string>& uids)
{
    std::vector<std::string> asked;
    for (const std::string& uid : uids)
        if (base::is_uid(uid)) asked.push_back(uid);
    std::vector<Chosen> out;
    for (const db::Row row : tx.run(sql::together_chosen, asked)) {
        if (out.empty() || out.back().uid != row["uid"].text()) out.push_back(read_chosen(row));
        if (!row["no"].null()) out.back().steps.push_back(read_step(row));
    }
    return out;
}

base::Result<Step> step_for(const Actor& actor, const Chosen& dossier)
{
    if (dossier.steps.empty()) return base::conflict(msg("Không có bước nào đang chờ."));
    const auto mine = std::ranges::count_if(dossier.steps, [&](auto& one) { return waits_for(actor, one); });
    if (mine > 1)
        return base::conflict(
            {msg("Có {{count}} bước đang chờ bạn. Làm riêng từng bước."), {{"count", std::to_string(mine)}}});
    const auto step = std::ranges::find_if(dossier.steps, [&](auto& one) { return waits_for(actor, one); });
    if (step == dossier.steps.end())
        return base::conflict(
            {msg("Bước “{{step}}” đang chờ người khác."), {{"step", dossier.steps.front().title}}});
    if (step->paused)
        return base::conflict({msg("Đồng hồ của bước “{{step}}” đang dừng: {{state}}."),
                               {{"step", step->title}, {"state", words_of(dossier.state), true}}});
    return *step;
}

base::Result<base::Done> may_extend(const Actor& actor, const Chosen& dossier, base::Time now)
{
    const Part part{.receives = dossier.agency == actor.agency, .decides = dossier.decides == actor.agency};
    if (!may(actor.role, part, ActKind::extend))
        return base::forbidden(msg("Chỉ lãnh đạo cơ quan giải quyết được xin lỗi và gia hạn hồ sơ này."));
    if (!fits(dossier.state, ActKind::extend))
        return base::conflict(
            {msg("Hồ sơ ở trạng thái “{{state}}”, không thực hiện được “{{act}}”."),
             {{"state", words_of(dossier.state), true}, {"act", words_of(ActKind::extend), true}}});
    if (!dossier.due_at) return base::conflict(msg("Hồ sơ không có hẹn trả, không phải gia hạn."));
    if (*dossier.due_at < now)
        return base::conflict(msg("Hẹn trả đã qua. Văn bản xin lỗi và gia hạn phải có trước hẹn trả."));
    return base::Done{};
}

}  // namespace lt::dossiers::together
