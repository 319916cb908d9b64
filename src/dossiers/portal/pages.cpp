// See pages.h.
#include "dossiers/portal/pages.h"

#include <array>

#include <nlohmann/json.hpp>

#include "accounts/api.h"
#include "directory/api.h"
#include "dossiers/portal/page_call.h"
#include "dossiers/portal/rights_page.h"
#include "kit/audit/audit.h"
#include "kit/base/text.h"
#include "kit/page/notice.h"

namespace lt::dossiers::portal {

using html::View;
using page::msg;

namespace {

constexpr int kOnPage = 50;

constexpr std::array kNotices{
    page::Notice{"saved", msg("Đã lưu. Việc đã làm từ ngày đã chọn được đưa vào hàng chờ trong ít phút.")},
    page::Notice{"again", msg("Đã đưa trở lại hàng chờ.")},
    page::Notice{"given-up", msg("Đã thôi đồng bộ. Các lần sau của hồ sơ này được gửi tiếp.")},
};

View column(const std::string& label, const char* css_class)
{
    return {{"label", label}, {"class", *css_class == '\0' ? View(false) : View(css_class)}, {"href", false}};
}

std::string path_of(const Item& item)
{
    return std::string(kPortal) + "/" + std::to_string(item.dossier) + "/" + std::to_string(item.event_no) +
           "/" + std::string(to_text(item.service));
}

const char* label_of(Service service)
{
    switch (service) {
    case Service::record: return msg("hồ sơ");
    case Service::progress: return msg("tiến độ");
    case Service::status: break;
    }
    return msg("trạng thái");
}

// The item of the path; nothing when there is none.
std::optional<Item> item_of(const Call& call, db::Transaction& tx)
{
    const auto number = [&](const char* name) {
        const std::string& text = call.request.param(name);
        const bool digits = !text.empty() && text.size() <= 18 &&
                            std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
        return digits ? std::stoll(text) : 0;
    };
    const auto service = service_from(call.request.param("service"));
    const std::int64_t no = number("no");
    if (!service || no > 1'000'000) return std::nullopt;
    return find_item(tx, number("dossier"), static_cast<int>(no), *service);
}

base::Error no_item() { return base::not_found(msg("Không có lần đồng bộ này.")); }

View item_view(const Call& call, const Item& item)
{
    const std::string path = path_of(item);
    return {{"code", item.code},
            {"agency", call.services.portal.dossiers.directory.snapshot()->name(item.agency)},
            {"what", call.tr(label_of(item.service))},
            {"service", to_text(item.service)},
            {"why", item.error},
            {"tries", call.tr("{{count}} lần thử", {{"count", std::to_string(item.tries)}})},
            {"at", base::format_vietnam(item.changed_at)},
            {"again_action", path + "/replay"},
            {"give_up_href", path + "/closure"},
            {"payload_href", path + "/payload.json"}};
}

std::string state_words(const Call& call, const std::optional<Known>& known, const Counts& counts)
{
    if (!known) return call.tr("Chưa khai Cổng: không có gì được gửi đi.");
    const Settings& settings = known->settings;
    if (!settings.active) return call.tr("Đang tắt: không có gì được gửi đi.");
    if (!settings.filled)
        return call.tr("Đang đưa việc đã làm từ {{day}} vào hàng chờ.",
                       {{"day", base::format_day(settings.since)}});
    if (settings.silences > 0) return call.tr("Không liên lạc được. {{why}}", {{"why", settings.trouble}});
    if (counts.waiting == 0) return call.tr("Mọi việc đã được gửi.");
    return call.tr("Đang gửi.");
}

http::Response overview(const Call& call)
{
    const auto& tr = call.tr;
    db::Transaction tx = call.begin();
    const auto known = find(tx);
    const Counts now = counts(tx);
    const auto microseconds = call.request.query.integer("before");
    const auto before =
        microseconds ? std::optional(base::Time(std::chrono::microseconds(*microseconds))) : std::nullopt;
    const auto rows = failed(tx, before, kOnPage);
    View view{{"title", tr("Cổng Dịch vụ công quốc gia")},
              {"state", state_words(call, known, now)},
              {"trouble", known && known->settings.active && known->settings.silences > 0},
              {"waiting", base::group_thousands(now.waiting)},
              {"failed", base::group_thousands(now.failed)},
              {"oldest", now.oldest ? View(base::format_vietnam(*now.oldest)) : View(false)},
              {"answered", known && known->settings.answered_at
                               ? View(base::format_vietnam(*known->settings.answered_at))
                               : View(false)},
              {"rows", View::array()}};
    for (const Item& item : rows) view["rows"].push_back(item_view(call, item));
    view["has_rows"] = !rows.empty();
    view["columns"] = View::array({column(tr("Hồ sơ"), ""), column(tr("Nội dung"), "lt-w-14"),
                                   column(tr("Lý do"), "lt-w-30"), column(tr("Xử lý"), "lt-w-21")});
    view["first_href"] = before ? View(kPortal) : View(false);
    view["next_href"] = rows.size() == static_cast<std::size_t>(kOnPage)
                            ? View(std::string(kPortal) + "?before=" +
                                   std::to_string(rows.back().changed_at.time_since_epoch().count()))
                            : View(false);
    page::add_notice(view, call.request, kNotices, tr);
    return call.show("dossiers/portal", std::move(view));
}

http::Response replay(const Call& call)
{
    db::Transaction tx = call.begin();
    const auto item = item_of(call, tx);
    if (!item) return call.refuse(no_item());
    if (const auto done = again(tx, *item, call.now); !done) return call.refuse(done.error());
    tx.commit();
    return http::redirect(std::string(kPortal) + "?done=again");
}

http::Response replay_all(const Call& call)
{
    db::Transaction tx = call.begin();
    all_again(tx, call.now);
    tx.commit();
    return http::redirect(std::string(kPortal) + "?done=again");
}

http::Response closure_page(const Call& call, const Item& item, const base::Error* error)
{
    View view{{"title", call.tr("Thôi đồng bộ")}};
    page::FormView form(view, call.request.form, error, call.tr);
    form.field("reason", call.tr("Lý do"), "", {{"rows", 3}});
    view["confirm"] = {
        {"question", call.tr("Thôi gửi lần đồng bộ này của hồ sơ {{code}}?", {{"code", item.code}})},
        {"text", call.tr("Cổng sẽ không biết việc này. Không lấy lại được sau khi thôi gửi.")},
        {"action", path_of(item) + "/closure"},
        {"reason", view["fields"]["reason"]},
        {"warning", true},
        {"label", call.tr("Thôi gửi")},
        {"cancel_href", kPortal}};
    view["fields"].erase("reason");
    return call.show("dossiers/portal-confirm", std::move(view), error);
}

http::Response closure_ask(const Call& call)
{
    db::Transaction tx = call.begin();
    const auto item = item_of(call, tx);
    return item ? closure_page(call, *item, nullptr) : call.refuse(no_item());
}

http::Response closure_do(const Call& call)
{
    db::Transaction tx = call.begin();
    const auto item = item_of(call, tx);
    if (!item) return call.refuse(no_item());
    const auto done = give_up(tx, *item, call.request.form.get("reason"), call.now);
    if (!done && done.error().fault == base::Fault::invalid) return closure_page(call, *item, &done.error());
    if (!done) return call.refuse(done.error());
    tx.commit();
    return http::redirect(std::string(kPortal) + "?done=given-up");
}

// Personal data of an agency that the operator does not belong to: the look stands in this agency's journal.
http::Response payload(const Call& call)
{
    std::optional<Item> item;
    {
        db::Transaction tx = call.begin();
        item = item_of(call, tx);
    }
    if (!item) return call.refuse(no_item());
    const db::Scope scope{.agency = item->agency,
                          .official = accounts::me(call.request).official,
                          .reach = db::Reach::agency,
                          .request_id = call.request.id};
    {
        db::Transaction tx = call.services.portal.dossiers.pool.begin(scope);
        audit::record(
            tx,
            {.action = "dossier.sync_payload_read", .subject = item->uid, .detail = "{}", .at = call.now});
        tx.commit();
    }
    const auto text = payload_now(call.services.portal.dossiers, *item, scope);
    if (!text) return call.refuse(no_item());
    http::Response out;
    out.body = View::parse(*text).dump(2);
    out.header("Content-Type", "application/octet-stream");
    out.header("Content-Disposition",
               "attachment; filename=\"" + std::string(to_text(item->service)) + ".json\"");
    return out;
}

}  // namespace

void add_page_routes(http::Router& router, std::shared_ptr<const PageServices> services)
{
    using Page = http::Response (*)(const Call&);
    const http::Access operators = accounts::needs({directory::Role::platform_operator});
    const auto handler = [services](Page page) {
        return [services, page](http::Request& request) {
            return page(
                {*services, request, services->pages.words(request), services->portal.dossiers.clock->now()});
        };
    };
    const auto get = [&](const char* path, Page page) { router.get(path, operators, handler(page)); };
    const auto post = [&](const char* path, Page page) { router.post(path, operators, handler(page)); };
    get("/admin/portal", overview);
    get("/admin/portal/settings", settings_show);
    post("/admin/portal/settings", settings_save);
    post("/admin/portal/replay", replay_all);
    post("/admin/portal/{dossier}/{no}/{service}/replay", replay);
    get("/admin/portal/{dossier}/{no}/{service}/closure", closure_ask);
    post("/admin/portal/{dossier}/{no}/{service}/closure", closure_do);
    get("/admin/portal/{dossier}/{no}/{service}/payload.json", payload);
    add_rights_routes(router, std::move(services));
}

}  // namespace lt::dossiers::portal
