// For the platform operator: drafts, what was not understood of each, approval.
#include <array>

#include <nlohmann/json.hpp>

#include "accounts/api.h"
#include "kit/base/ids.h"
#include "kit/http/ascii.h"
#include "kit/page/notice.h"
#include "procedures/actions.h"
#include "procedures/drafting.h"
#include "procedures/pages/call.h"
#include "procedures/pages/edit_form.h"

namespace lt::procedures::pages {
namespace {

using html::View;
using page::msg;

constexpr int kDraftsPage = 30;

constexpr std::array kNotices{
    page::Notice{"approved", msg("Đã duyệt. Thủ tục áp dụng từ ngày đã chọn.")},
    page::Notice{"dropped", msg("Đã bỏ bản dự thảo. Phiên bản đang áp dụng không thay đổi.")}};
constexpr std::array kDraftNotices{
    page::Notice{"drafted", msg("Đây là bản dự thảo từ phiên bản đang áp dụng. Sửa rồi duyệt.")},
    page::Notice{"there", msg("Thủ tục này đã có bản dự thảo, là bản dưới đây.")},
    page::Notice{"saved", msg("Đã lưu vào bản dự thảo. Chưa áp dụng cho đến khi duyệt.")}};

View column(const std::string& label) { return {{"label", label}, {"class", ""}}; }

http::Response show_draft(const Call& call, const Version& version, const base::Error* error)
{
    View view{{"title", version.procedure.name},
              {"back", {{"href", kDrafts}, {"label", call.tr(msg("Thủ tục chờ duyệt"))}}},
              {"action", std::string(kDrafts) + "/" + version.uid + "/approval"},
              {"removal", std::string(kDrafts) + "/" + version.uid + "/removal"},
              {"issues", View::array()}};
    add_procedure(view, version, call.tr);
    add_parts(view, call, version, "");
    view["runnable"] = version.runnable();
    page::add_notice(view, call.request, kDraftNotices, call.tr);
    for (const Issue& issue : version.procedure.issues)
        view["issues"].push_back(
            {{"why", call.tr(base::Message(words_of(issue.trouble)))}, {"text", issue.text}});
    view["has_issues"] = !view["issues"].empty();
    page::FormView form(view, call.request.form, error, call.tr);
    form.field("from", call.tr(msg("Áp dụng từ ngày")), base::format_day(call.today()), {{"width", "10"}});
    return call.services.pages.show(call.request, "procedures/draft", std::move(view), error ? 422 : 200);
}

}  // namespace

http::Response drafts(const Call& call)
{
    store::DraftWish wish{.words = call.request.query.get("q"), .limit = kDraftsPage + 1};
    const std::string after = call.request.query.get("after");
    if (!after.empty())
        wish.after = Draft{.code = after,
                           .issues = static_cast<int>(call.request.query.integer("issues").value_or(0))};
    db::Transaction tx = call.services.pool.begin(accounts::scope_of(call.request));
    std::vector<Draft> rows = store::drafts(tx, wish);
    View view{{"title", call.tr(msg("Thủ tục chờ duyệt"))}, {"q", wish.words}, {"rows", View::array()}};
    add_lists(view, call, kDrafts);
    if (rows.size() > kDraftsPage) {
        rows.pop_back();
        view["next_href"] = std::string(kDrafts) + "?after=" + http::percent_encode(rows.back().code) +
                            "&issues=" + std::to_string(rows.back().issues) +
                            (wish.words.empty() ? "" : "&q=" + http::percent_encode(wish.words));
    }
    for (const Draft& one : rows)
        view["rows"].push_back({{"href", std::string(kDrafts) + "/" + one.uid},
                                {"code", one.code},
                                {"name", one.name},
                                {"version", one.version},
                                {"issues", one.issues},
                                {"whole", one.issues == 0}});
    view["columns"] = {column(call.tr(msg("Mã"))), column(call.tr(msg("Tên thủ tục"))),
                       column(call.tr(msg("Chỗ chưa hiểu")))};
    view["has_rows"] = !view["rows"].empty();
    page::add_notice(view, call.request, kNotices, call.tr);
    return call.services.pages.show(call.request, "procedures/drafts", std::move(view));
}

http::Response draft(const Call& call)
{
    const std::string uid = call.request.param("key");
    if (!base::is_uid(uid)) return history(call);
    db::Transaction tx = call.services.pool.begin(accounts::scope_of(call.request));
    const auto version = store::find(tx, uid);
    if (!version || version->state != State::draft)
        return call.refuse(base::not_found(msg("Không có bản dự thảo này, hoặc đã được duyệt.")));
    return show_draft(call, *version, nullptr);
}

http::Response approve_draft(const Call& call)
{
    const std::string uid = call.request.param("key");
    const auto done = [&] {
        db::Transaction tx = call.services.pool.begin(accounts::scope_of(call.request));
        auto result = approve(tx, uid, base::parse_day(call.request.form.get("from")), call.now);
        if (result) tx.commit();
        return result;
    }();
    if (done) return http::redirect(std::string(kDrafts) + "?done=approved");
    if (done.error().fault != base::Fault::invalid) return call.refuse(done.error());
    db::Transaction tx = call.services.pool.begin(accounts::scope_of(call.request));
    const auto version = store::find(tx, uid);
    if (!version) return call.refuse(base::not_found(msg("Không có bản dự thảo này, hoặc đã được duyệt.")));
    return show_draft(call, *version, &done.error());
}

http::Response drop_draft(const Call& call)
{
    db::Transaction tx = call.begin();
    const auto done = procedures::drop_draft(tx, call.request.param("key"), call.now);
    if (!done) return call.refuse(done.error());
    tx.commit();
    return http::redirect(std::string(kDrafts) + "?done=dropped");
}

}  // namespace lt::procedures::pages
