// For the platform operator: who supports, receives and decides a procedure.
#include <algorithm>
#include <array>
#include <map>

#include <nlohmann/json.hpp>

#include "directory/api.h"
#include "kit/audit/audit.h"
#include "kit/base/text.h"
#include "kit/http/ascii.h"
#include "kit/page/notice.h"
#include "procedures/pages/call.h"

namespace lt::procedures::pages {
namespace {

using html::View;
using page::msg;

constexpr std::array kOfferNotices{page::Notice{"added", msg("Đã ghi cơ quan vào thủ tục.")},
                                   page::Notice{"dropped", msg("Đã bỏ cơ quan khỏi thủ tục.")}};

struct ShareName {
    Share share;
    const char* key;
    const char* name;
};
constexpr std::array kShares{ShareName{Share::supports, "supports", msg("Hướng dẫn, hỗ trợ")},
                             ShareName{Share::receives, "receives", msg("Tiếp nhận")},
                             ShareName{Share::decides, "decides", msg("Quyết định")}};

std::string path_of_offers(const std::string& code)
{
    return std::string(kDrafts) + "/" + http::percent_encode(code) + "/offers";
}

std::vector<page::Choice> share_choices(const Call& call)
{
    std::vector<page::Choice> out;
    for (const ShareName& one : kShares)
        out.push_back({.value = one.key, .label = call.tr(base::Message(one.name))});
    return out;
}

std::vector<page::Choice> group_choices(const Call& call, const directory::Snapshot& snapshot)
{
    std::vector<page::Choice> out{{.value = "", .label = call.tr(msg("Chọn nhóm cơ quan"))},
                                  {.value = "commune", .label = call.tr(msg("Mọi UBND xã, phường"))}};
    for (const directory::Group& group : snapshot.groups())
        out.push_back({.value = group.key, .label = group.name});
    return out;
}

http::Response show_offers(const Call& call, db::Transaction& tx, const std::string& code,
                           const std::string& name, const base::Error* error)
{
    const std::vector<Offer> offers = store::offered(tx, code);
    const auto version = store::find_in_force(tx, code, call.today());
    const auto snapshot = call.services.process.directory.snapshot();
    View view{{"title", call.tr(msg("Cơ quan thực hiện thủ tục"))},
              {"name", name},
              {"code", code},
              {"back", {{"href", std::string(kDrafts) + "/" + http::percent_encode(code)}, {"label", name}}},
              {"action", path_of_offers(code)},
              {"anywhere", version && version->ready.anywhere},
              {"rows", View::array()}};
    std::map<std::int64_t, std::vector<Share>> by_agency;
    for (const Offer& offer : offers) by_agency[offer.agency].push_back(offer.share);
    for (const directory::Agency* agency : snapshot->agencies()) {
        const auto found = by_agency.find(agency->id);
        if (found == by_agency.end()) continue;
        View shares = View::array();
        for (const ShareName& one : kShares)
            if (std::find(found->second.begin(), found->second.end(), one.share) != found->second.end())
                shares.push_back(call.tr(base::Message(one.name)));
        view["rows"].push_back({{"agency", agency->name},
                                {"agency_code", agency->code},
                                {"agency_uid", agency->uid},
                                {"ended", !agency->valid.holds(call.today())},
                                {"shares", std::move(shares)}});
    }
    view["has_rows"] = !view["rows"].empty();
    view["count"] = view["rows"].size();
    view["columns"] = {{{"label", call.tr(msg("Cơ quan"))}, {"class", ""}},
                       {{"label", call.tr(msg("Làm gì"))}, {"class", ""}},
                       {{"label", call.tr(msg("Thao tác"))}, {"class", ""}}};
    page::FormView form(view, call.request.form, error, call.tr);
    form.field("agency", call.tr(msg("Tên hoặc mã định danh của cơ quan")), "", {{"optional", true}});
    form.choices("group", call.tr(msg("Hoặc cả một nhóm")), group_choices(call, *snapshot));
    form.choices("share", call.tr(msg("Làm gì với thủ tục này")), share_choices(call));
    page::add_notice(view, call.request, kOfferNotices, call.tr);
    return call.services.pages.show(call.request, "procedures/offers", std::move(view), error ? 422 : 200);
}

// The agencies that the form names: one, or a group.
base::Result<std::vector<std::int64_t>> named_agencies(const Call& call)
{
    const auto snapshot = call.services.process.directory.snapshot();
    const std::string typed = base::normalise(call.request.form.get("agency"));
    const std::string group = call.request.form.get("group");
    std::vector<std::int64_t> out;
    if (typed.empty() && group.empty())
        return base::invalid("agency", msg("Nhập tên hoặc mã một cơ quan, hoặc chọn một nhóm."));
    if (!typed.empty()) {
        if (const directory::Agency* agency = snapshot->find_code(typed)) {
            out.push_back(agency->id);
        } else {
            const auto found = snapshot->search(typed, call.today());
            if (found.empty())
                return base::invalid("agency",
                                     base::Message(msg("Không có cơ quan nào có tên hay mã “{{typed}}”."),
                                                   {{"typed", typed}}));
            // The whole name names one, however many others hold it.
            const auto whole = std::find_if(found.begin(), found.end(), [&](const directory::Agency* one) {
                return base::fold(one->name) == base::fold(typed);
            });
            if (whole == found.end() && found.size() > 1)
                return base::invalid(
                    "agency",
                    base::Message(
                        msg("Có {{count}} cơ quan như vậy, trong đó có {{first}}. Nhập đủ tên, hoặc mã."),
                        {{"count", std::to_string(found.size())}, {"first", found.front()->name}}));
            out.push_back(whole == found.end() ? found.front()->id : (*whole)->id);
        }
    }
    if (group == "commune") {
        for (const directory::Agency* agency : snapshot->agencies())
            if (agency->level == directory::Level::commune && agency->kind == directory::Kind::government &&
                agency->valid.holds(call.today()))
                out.push_back(agency->id);
    } else if (!group.empty()) {
        for (const directory::Agency* agency : snapshot->members(group, call.today()))
            out.push_back(agency->id);
        if (out.empty()) return base::invalid("group", msg("Nhóm này không có cơ quan nào đang hoạt động."));
    }
    return out;
}

base::Result<base::Done> add_offers(const Call& call, db::Transaction& tx, const std::string& code)
{
    base::Wrong wrong;
    const auto agencies = named_agencies(call);
    if (!agencies) wrong.emplace_back(agencies.error().field, agencies.error().message);
    const std::vector<std::string> picked = call.request.form.all("share");
    if (picked.empty()) wrong.emplace_back("share", msg("Chọn ít nhất một việc mà cơ quan làm."));
    if (auto error = base::invalid(std::move(wrong))) return *error;
    for (const ShareName& one : kShares) {
        if (std::find(picked.begin(), picked.end(), one.key) == picked.end()) continue;
        for (const std::int64_t agency : *agencies) store::offer(tx, code, {agency, one.share}, call.now);
    }
    return base::Done{};
}

base::Result<base::Done> drop_offers(const Call& call, db::Transaction& tx, const std::string& code)
{
    const auto snapshot = call.services.process.directory.snapshot();
    const directory::Agency* agency = snapshot->find_uid(call.request.form.get("drop"));
    if (agency == nullptr) return base::not_found(msg("Không có cơ quan này."));
    for (const ShareName& one : kShares) store::offer_no_more(tx, code, {agency->id, one.share}, call.now);
    return base::Done{};
}

}  // namespace

http::Response offers(const Call& call)
{
    const std::string& code = call.request.param("key");
    db::Transaction tx = call.begin();
    const std::string name = name_of_procedure(tx, code, call.today());
    if (name.empty()) return call.refuse(base::not_found(msg("Không có thủ tục nào mang mã này.")));
    return show_offers(call, tx, code, name, nullptr);
}

http::Response change_offers(const Call& call)
{
    const std::string& code = call.request.param("key");
    db::Transaction tx = call.begin();
    const std::string name = name_of_procedure(tx, code, call.today());
    if (name.empty()) return call.refuse(base::not_found(msg("Không có thủ tục nào mang mã này.")));
    const bool drops = call.request.form.has("drop");
    const auto done = drops ? drop_offers(call, tx, code) : add_offers(call, tx, code);
    if (!done && done.error().fault != base::Fault::invalid) return call.refuse(done.error());
    if (!done) return show_offers(call, tx, code, name, &done.error());
    audit::record(tx, {.action = "procedure.offered", .subject = code, .detail = "{}", .at = call.now});
    tx.commit();
    return http::redirect(path_of_offers(code) + (drops ? "?done=dropped" : "?done=added"));
}

}  // namespace lt::procedures::pages
