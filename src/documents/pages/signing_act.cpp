// A signature of documents that is made elsewhere, on its way (signing/act_pages.h).
#include "documents/pages/key_fields.h"

namespace lt::documents::pages {
namespace {

std::string title_of(const Words& tr, const signing::Act& act, bool leader)
{
    if (act.by_plugin)
        return leader ? tr("Ký số bằng phần mềm VGCA") : tr("Ký số của cơ quan bằng phần mềm VGCA");
    return leader ? tr("Ký số từ xa") : tr("Ký số của cơ quan từ xa");
}

}  // namespace

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

}  // namespace lt::documents::pages
