// See show_slips.h.
#include "dossiers/pages/show_slips.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "dossiers/given_slips.h"
#include "dossiers/prints.h"
#include "kit/base/text.h"

namespace lt::dossiers::pages {
namespace {

// What goes to the printer next.
struct PrintedNow {
    std::string_view done;
    std::string_view slip;
    const char* label;
};
constexpr std::array kPrintedNow{
    PrintedNow{"received", "receipt", msg("In giấy tiếp nhận, 02 liên")},
    PrintedNow{"rejected", "refusal", msg("In phiếu từ chối")},
    PrintedNow{"ask_supplement", "supplement", msg("In phiếu yêu cầu bổ sung")},
    PrintedNow{"extend", "apology", msg("In văn bản xin lỗi")},
    PrintedNow{"stop", "stop", msg("In thông báo dừng giải quyết")},
};

// What lacks is said by whoever finds it, but the citizen is given it by the desk.
bool is_for(const Actor& actor, const store::Slip& slip)
{
    return slip.agency == actor.agency &&
           (slip.kind != "supplement" || actor.role == directory::Role::desk_staff);
}

}  // namespace

void add_slips(View& view, const Call& call, db::Transaction& tx, const Dossier& dossier)
{
    view["slips"] = View::array();
    view["print_now"] = false;
    const std::string done = call.request.query.get("done");
    const auto* wanted = std::ranges::find(kPrintedNow, done, &PrintedNow::done);
    const auto printed = prints::of(tx, dossier.id);
    for (const store::Slip& slip : store::slips(tx, dossier.id)) {
        std::string label = call.tr(slip_title(slip.kind));
        if (slip.number > 0)
            label += " " + call.tr("số {{number}}", {{"number", std::to_string(slip.number)}});
        const std::string href = path_of(dossier.uid) + "/slips/" + slip.uid;
        const auto print = printed.find(slip.uid);
        const bool before = print != printed.end();
        const std::string taken_back =
            slip.taken_back_at
                ? call.tr("Đã thu hồi {{at}}", {{"at", base::format_vietnam(*slip.taken_back_at)}})
                : "";
        view["slips"].push_back(
            {{"href", href},
             {"label", label},
             {"at", base::format_vietnam(slip.at)},
             {"taken_back", taken_back.empty() ? View(false) : View(taken_back)},
             {"print", call.tr(before ? msg("In lại") : msg("In"))},
             {"printed", before ? View(call.tr("đã mở để in {{times}} lần, gần nhất {{at}}",
                                               {{"times", std::to_string(print->second.times)},
                                                {"at", base::format_vietnam(print->second.at)}}))
                                : View(false)}});
        // The newest of its kind, where an act may have been done before.
        if (wanted != kPrintedNow.end() && slip.kind == wanted->slip && is_for(call.actor, slip))
            view["print_now"] = {{"href", href}, {"label", call.tr(wanted->label)}};
    }
    view["slips"].push_back({{"href", path_of(dossier.uid) + "/control-slip"},
                             {"label", call.tr(slip_title("control"))},
                             {"at", call.tr("đến lúc này")},
                             {"taken_back", false},
                             {"print", call.tr("In")},
                             {"printed", false}});
}

}  // namespace lt::dossiers::pages
