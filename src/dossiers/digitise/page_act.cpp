// The signature of an electronic copy that is made elsewhere, on its way (signing/act_pages.h).
#include "dossiers/digitise/elsewhere.h"
#include "dossiers/digitise/pages.h"

namespace lt::dossiers::pages {

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

}  // namespace lt::dossiers::pages
