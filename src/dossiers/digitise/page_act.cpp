// The signature of an electronic copy that is made elsewhere, on its way (signing/act_pages.h).
#include "dossiers/digitise/elsewhere.h"
#include "dossiers/digitise/pages.h"

namespace lt::dossiers::pages {
namespace {

signing::ActAbout about_copy_act(const page::Words& tr, const signing::Act& act)
{
    const std::string path = path_of_copy(act.items.front());
    return {.title = act.by_plugin ? tr("Ký bản điện tử bằng phần mềm VGCA") : tr("Ký bản điện tử từ xa"),
            .items = tr("Giấy tờ của lần ký này"),
            .list = tr("Về trang số hoá"),
            .list_href = path,
            .after = path + "?done=signed",
            .href = path_of_copy};
}

http::Response with_copy_act(const Call& call, http::Response (*page)(const signing::ActCall&))
{
    const auto subject = copy_acts(call.dossiers(), call.actor);
    return page({.signing = call.dossiers().signing,
                 .subject = *subject,
                 .plugin = call.services.plugin,
                 .pages = call.services.pages,
                 .request = call.request,
                 .tr = call.tr,
                 .now = call.now,
                 .act = call.uid(),
                 .path = copy_act_path(call.uid()),
                 .vgca = kCopyPlugin,
                 .about = [&call](const signing::Act& act) { return about_copy_act(call.tr, act); }});
}

}  // namespace

http::Response copy_act_show(const Call& call) { return with_copy_act(call, signing::show_act); }
http::Response copy_act_code(const Call& call) { return with_copy_act(call, signing::send_code); }
http::Response copy_act_cancel(const Call& call) { return with_copy_act(call, signing::send_cancel); }
http::Response copy_act_order(const Call& call) { return with_copy_act(call, signing::send_order); }

}  // namespace lt::dossiers::pages
