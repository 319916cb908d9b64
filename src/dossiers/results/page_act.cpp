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

}  // namespace

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

}  // namespace lt::dossiers::pages
