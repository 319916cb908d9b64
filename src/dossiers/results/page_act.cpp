// A signature or seal of results that is made elsewhere, on its way (signing/act_pages.h).
#include "dossiers/results/elsewhere.h"
#include "dossiers/results/pages.h"

namespace lt::dossiers::pages {
namespace {

std::string title_of_act(const page::Words& tr, const signing::Act& act, bool seals)
{
    if (act.by_plugin)
        return seals ? tr("Đóng dấu kết quả bằng phần mềm VGCA") : tr("Ký kết quả bằng phần mềm VGCA");
    return seals ? tr("Đóng dấu kết quả từ xa") : tr("Ký kết quả từ xa");
}

signing::ActAbout about_result_act(const page::Words& tr, const signing::Act& act)
{
    const bool seals = signature_of(act) == ResultSignature::seal;
    return {.title = title_of_act(tr, act, seals),
            .items = tr("Kết quả của lần ký này"),
            .list = seals ? tr("Kết quả chờ đóng dấu") : tr("Kết quả chờ ký"),
            .list_href = seals ? kToSeal : kToSign,
            .keeps_number = true,
            .after = path_of_item(act.items.front()) + (seals ? "?done=sealed" : "?done=signed"),
            .href = path_of_item};
}

http::Response with_result_act(const Call& call, http::Response (*page)(const signing::ActCall&))
{
    const auto subject = result_acts(call.dossiers(), call.actor);
    return page({.signing = call.dossiers().signing,
                 .subject = *subject,
                 .plugin = call.services.plugin,
                 .pages = call.services.pages,
                 .request = call.request,
                 .tr = call.tr,
                 .now = call.now,
                 .act = call.uid(),
                 .path = result_act_path(call.uid()),
                 .vgca = kResultPlugin,
                 .about = [&call](const signing::Act& act) { return about_result_act(call.tr, act); }});
}

}  // namespace

http::Response result_act_show(const Call& call) { return with_result_act(call, signing::show_act); }
http::Response result_act_code(const Call& call) { return with_result_act(call, signing::send_code); }
http::Response result_act_cancel(const Call& call) { return with_result_act(call, signing::send_cancel); }
http::Response result_act_order(const Call& call) { return with_result_act(call, signing::send_order); }

}  // namespace lt::dossiers::pages
