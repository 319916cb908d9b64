// For the platform operator: what is in force, and the versions of one procedure.
#include <array>

#include <nlohmann/json.hpp>

#include "kit/base/ids.h"
#include "kit/http/ascii.h"
#include "kit/page/notice.h"
#include "procedures/drafting.h"
#include "procedures/pages/call.h"

namespace lt::procedures::pages {
namespace {

using html::View;
using page::msg;

constexpr int kInForcePage = 30;
constexpr const char* kInForce = "/admin/procedures/in-force";

View named_column(const std::string& label) { return {{"label", label}, {"class", ""}}; }

std::string path_of_procedure(const std::string& code)
{
    return std::string(kDrafts) + "/" + http::percent_encode(code);
}

struct Mark {
    const char* text;
    const char* css;
};
Mark mark_of(const Past& past, base::Day today)
{
    if (past.state == State::draft) return {msg("Dự thảo"), "govuk-tag--grey lt-todo"};
    if (past.from && *past.from > today) return {msg("Sẽ áp dụng"), "govuk-tag--blue lt-doing"};
    if (past.to && *past.to < today) return {msg("Đã hết áp dụng"), "govuk-tag--grey lt-done"};
    return {msg("Đang áp dụng"), "govuk-tag--green lt-done"};
}

std::string made_by(const Past& past, const page::Words& tr)
{
    if (past.edited) return tr("{{name}} sửa", {{"name", past.edited_by}});
    return tr(msg("Từ bản ghi hoặc bản phát hành"));
}

View row_of_version(const Call& call, const Past& past)
{
    const page::Words& tr = call.tr;
    const Mark mark = mark_of(past, call.today());
    const std::string from = past.from ? base::format_day(*past.from) : "";
    const std::string to = past.to ? base::format_day(*past.to) : tr(msg("nay"));
    const std::string uid_href = std::string(kDrafts) + "/" + past.uid;
    return {{"number", past.number},
            {"state", tr(base::Message(mark.text))},
            {"css", mark.css},
            {"validity", from.empty() ? std::string() : from + " – " + to},
            {"made_by", made_by(past, tr)},
            {"approved", past.approved_at ? base::format_day(base::vietnam_day(*past.approved_at)) : ""},
            {"approved_by", past.approved_by},
            {"runnable", past.runnable},
            {"draft_href", past.state == State::draft ? View(uid_href) : View(false)}};
}

}  // namespace

void add_lists(View& view, const Call& call, const char* open)
{
    view["lists"] = {
        {{"href", kDrafts}, {"label", call.tr(msg("Chờ duyệt"))}, {"current", open == std::string(kDrafts)}},
        {{"href", kInForce},
         {"label", call.tr(msg("Đang áp dụng"))},
         {"current", open == std::string(kInForce)}}};
}

std::string name_of_procedure(db::Transaction& tx, const std::string& code, base::Day day)
{
    if (const auto version = store::find_in_force(tx, code, day)) return version->procedure.name;
    const std::vector<Past> all = store::history(tx, code);
    return all.empty() ? std::string() : all.front().name;
}

http::Response in_force(const Call& call)
{
    store::Wish wish{.words = call.request.query.get("q"), .limit = kInForcePage + 1};
    if (const std::string after = call.request.query.get("after"); !after.empty())
        wish.after = Listed{.uid = after, .sort_name = call.request.query.get("name")};
    if (wish.after && !base::is_uid(wish.after->uid)) wish.after.reset();
    db::Transaction tx = call.begin();
    std::vector<Listed> rows = store::search(tx, wish, call.today());
    View view{{"title", call.tr(msg("Thủ tục đang áp dụng"))}, {"q", wish.words}, {"rows", View::array()}};
    add_lists(view, call, kInForce);
    if (rows.size() > kInForcePage) {
        rows.pop_back();
        view["next_href"] = std::string(kInForce) + "?after=" + rows.back().uid +
                            "&name=" + http::percent_encode(rows.back().sort_name) +
                            (wish.words.empty() ? "" : "&q=" + http::percent_encode(wish.words));
    }
    for (const Listed& one : rows)
        view["rows"].push_back({{"href", path_of_procedure(one.code)},
                                {"code", one.code},
                                {"name", one.name},
                                {"field", one.field}});
    view["columns"] = {named_column(call.tr(msg("Mã"))), named_column(call.tr(msg("Tên thủ tục"))),
                       named_column(call.tr(msg("Lĩnh vực")))};
    view["has_rows"] = !view["rows"].empty();
    return call.services.pages.show(call.request, "procedures/in_force", std::move(view));
}

http::Response history(const Call& call)
{
    const std::string& code = call.request.param("key");
    db::Transaction tx = call.begin();
    const std::vector<Past> all = store::history(tx, code);
    if (all.empty()) return call.refuse(base::not_found(msg("Không có thủ tục nào mang mã này.")));
    const auto now = store::find_in_force(tx, code, call.today());
    View view{
        {"title", now ? now->procedure.name : all.front().name},
        {"code", code},
        {"back", {{"href", kInForce}, {"label", call.tr(msg("Thủ tục đang áp dụng"))}}},
        {"public_href", now ? View(std::string(kCatalogue) + "/" + http::percent_encode(code)) : View(false)},
        {"offers_href", path_of_procedure(code) + "/offers"},
        {"draft_action", now ? View(path_of_procedure(code) + "/draft") : View(false)},
        {"runnable", now && now->runnable()},
        {"rows", View::array()}};
    std::size_t receiving = 0;
    for (const Offer& offer : store::offered(tx, code))
        if (offer.share == Share::receives) ++receiving;
    view["receiving"] = receiving;
    for (const Past& past : all) view["rows"].push_back(row_of_version(call, past));
    view["columns"] = {named_column(call.tr(msg("Phiên bản"))), named_column(call.tr(msg("Trạng thái"))),
                       named_column(call.tr(msg("Áp dụng"))), named_column(call.tr(msg("Do ai")))};
    return call.services.pages.show(call.request, "procedures/history", std::move(view));
}

http::Response make_draft(const Call& call)
{
    db::Transaction tx = call.begin();
    const auto begun = begin_draft(tx, call.request.param("key"), call.now);
    if (!begun) return call.refuse(begun.error());
    if (begun->made) tx.commit();
    return http::redirect(std::string(kDrafts) + "/" + begun->uid +
                          (begun->made ? "?done=drafted" : "?done=there"));
}

}  // namespace lt::procedures::pages
