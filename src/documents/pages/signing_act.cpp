// A signature of documents that is made elsewhere, on its way (signing/act_pages.h).
#include "documents/pages/key_fields.h"
#include "signing/act_pages.h"

namespace lt::documents::pages {
namespace {

std::string title_of(const Words& tr, const signing::Act& act, bool leader)
{
    if (act.by_plugin)
        return leader ? tr("Ký số bằng phần mềm VGCA") : tr("Ký số của cơ quan bằng phần mềm VGCA");
    return leader ? tr("Ký số từ xa") : tr("Ký số của cơ quan từ xa");
}

signing::ActAbout about_act(const Words& tr, const signing::Act& act)
{
    const bool leader = act.purpose == to_text(Purpose::leader);
    return {.title = title_of(tr, act, leader),
            .items = tr("Văn bản của lần ký này"),
            .list = leader ? tr("Văn bản chờ ký") : tr("Văn bản đi"),
            .list_href = leader ? "/outgoing/signing" : "/outgoing",
            .keeps_number = !leader,
            .after = "/outgoing/" + act.items.front().uid + (leader ? "?done=signed" : "?done=issued"),
            .href = [](const signing::ActItem& one) { return "/outgoing/" + one.uid; }};
}

http::Response with_act(const Call& call, http::Response (*page)(const signing::ActCall&))
{
    const auto subject = act_subject(call.documents(), call.actor);
    return page({.signing = call.documents().signing,
                 .subject = *subject,
                 .plugin = call.services.plugin,
                 .pages = call.services.pages,
                 .request = call.request,
                 .tr = call.tr,
                 .now = call.now,
                 .act = call.uid(),
                 .path = act_path(call.uid()),
                 .vgca = kPlugin,
                 .about = [&call](const signing::Act& act) { return about_act(call.tr, act); }});
}

}  // namespace

http::Response act_show(const Call& call) { return with_act(call, signing::show_act); }
http::Response act_code(const Call& call) { return with_act(call, signing::send_code); }
http::Response act_cancel(const Call& call) { return with_act(call, signing::send_cancel); }
http::Response plugin_order(const Call& call) { return with_act(call, signing::send_order); }

}  // namespace lt::documents::pages
