// The signature of a slip or a record that is made elsewhere, on its way (signing/act_pages.h).
#include <nlohmann/json.hpp>

#include "dossiers/batches/elsewhere.h"
#include "dossiers/batches/pages.h"

namespace lt::dossiers::pages {
namespace {

std::string title_of_batch_act(const page::Words& tr, const signing::Act& act)
{
    if (batches::gives(act))
        return act.by_plugin ? tr("Ký phiếu bàn giao bằng phần mềm VGCA") : tr("Ký phiếu bàn giao từ xa");
    return act.by_plugin ? tr("Ký biên bản giao nhận bằng phần mềm VGCA") : tr("Ký biên bản giao nhận từ xa");
}

// The batch once it is signed; until then its form, with what was chosen there.
std::string path_of_batch(const signing::Act& act)
{
    const std::string& uid = act.items.front().uid;
    if (act.state == signing::ActState::done) return batch_path(uid);
    return (batches::gives(act) ? std::string(kBatches) + "/new" : batch_path(uid)) + "?act=" + act.uid;
}

}  // namespace

std::string batch_act_path(const std::string& act) { return std::string(kBatchActs) + "/" + act; }

signing::ActAbout about_batch_act(const page::Words& tr, const signing::Act& act, base::Time now)
{
    const bool gives = batches::gives(act);
    const std::string path = path_of_batch(act);
    return {.title = title_of_batch_act(tr, act),
            .items = gives ? tr("Phiếu của lần ký này") : tr("Biên bản của lần ký này"),
            .list = gives ? tr("Mở lại phiếu đang lập") : tr("Mở lại phiếu"),
            .list_href = path,
            .keeps_number = gives && now < batches::number_kept_until(act.items.front()),
            .after = path + (gives ? "?done=given" : "?done=received"),
            .href = [path](const signing::ActItem&) { return path; }};
}

void add_open_acts(View& view, const Call& call)
{
    view["open"] = View::array();
    for (const signing::OpenAct& act : batches::open_batch_acts(call.dossiers(), call.actor))
        view["open"].push_back({{"href", batch_act_path(act.uid)},
                                {"name", act.first_name},
                                {"until", base::format_vietnam(act.expires_at)}});
    view["has_open"] = !view["open"].empty();
}

}  // namespace lt::dossiers::pages
