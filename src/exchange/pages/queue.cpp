// What is on its way between systems, what failed, and what the operator does about it.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "exchange/operator.h"
#include "exchange/pages/call.h"
#include "kit/base/text.h"
#include "kit/http/ascii.h"
#include "kit/page/blob_content.h"

namespace lt::exchange::pages {
namespace {

using page::msg;

constexpr const char* kQueuePath = "/admin/exchange";
constexpr int kOnPage = 50;
constexpr int kDays = 14;
constexpr std::chrono::hours kLate{1};  // a message that waits longer is worth a look

std::string path_of(const std::string& uid, const std::string& to_code)
{
    return std::string(kQueuePath) + "/" + uid + "/" + http::percent_encode(to_code);
}

// Bars of one scale, 0 to 100, in a picture that reads without its colours: the table below has the figures.
html::View chart_of(const Call& call, const std::vector<DayFigures>& days)
{
    std::int64_t most = 1;
    for (const DayFigures& day : days) most = std::max({most, day.brought + day.made});
    const auto height = [&](std::int64_t count) { return static_cast<int>(count * 100 / most); };
    html::View chart{
        {"bars", html::View::array()}, {"rows", html::View::array()}, {"most", base::group_thousands(most)}};
    int left = 0;
    for (const DayFigures& day : days) {
        const int brought = height(day.brought);
        const int made = height(day.made);
        chart["bars"].push_back({{"x", left},
                                 {"brought_y", 100 - brought},
                                 {"brought", brought},
                                 {"made_y", 100 - brought - made},
                                 {"made", made},
                                 {"title", call.tr("{{day}}: {{brought}} đến, {{made}} đi, {{failed}} lỗi",
                                                   {{"day", base::format_day(day.day)},
                                                    {"brought", base::group_thousands(day.brought)},
                                                    {"made", base::group_thousands(day.made)},
                                                    {"failed", base::group_thousands(day.failed)}})}});
        chart["rows"].push_back({{"day", base::format_day(day.day)},
                                 {"brought", base::group_thousands(day.brought)},
                                 {"made", base::group_thousands(day.made)},
                                 {"failed", base::group_thousands(day.failed)}});
        left += 40;
    }
    return chart;
}

html::View failure_row(const Call& call, const Failure& one, const std::vector<System>& all)
{
    const auto system = std::ranges::find(all, one.system, &System::id);
    const std::string path = path_of(one.uid, one.to_code);
    const std::string name = system == all.end() ? std::string() : system->name;
    return {{"title", one.title.empty() ? one.notation : one.title},
            {"notation", one.notation},
            {"kind", one.kind == edxml::Kind::edoc ? call.tr("văn bản") : call.tr("trạng thái")},
            {"from", one.from},
            {"to", one.to_name.empty() ? one.to_code : one.to_name},
            {"system", one.is_withheld       ? call.tr("đang ở {{system}}", {{"system", name}})
                       : system == all.end() ? call.tr("nền tảng này")
                                             : name},
            {"why", one.is_withheld
                        ? call.tr("Trục có thông điệp nhưng không cho lấy về. {{why}}", {{"why", one.why}})
                        : one.why},
            {"tries", call.tr("{{attempts}} lần thử", {{"attempts", std::to_string(one.attempts)}})},
            {"at", base::format_vietnam(one.changed_at)},
            {"file_href", one.is_withheld
                              ? html::View(false)
                              : html::View(std::string(kQueuePath) + "/" + one.uid + "/message.edxml")},
            {"again", one.is_withheld ? call.tr("Lấy lần nữa") : call.tr("Gửi lại")},
            {"stop", one.is_withheld ? call.tr("Thôi lấy…") : call.tr("Thôi gửi…")},
            {"replay_action", path + "/replay"},
            {"give_up_href", path + "/closure"}};
}

std::optional<base::Time> before_of(const http::Request& request)
{
    const auto microseconds = request.query.integer("before");
    if (!microseconds) return std::nullopt;
    return base::Time(std::chrono::microseconds(*microseconds));
}

http::Response give_up_form(const Call& call, const base::Error* error)
{
    html::View view{{"title", call.tr("Thôi gửi")}};
    page::FormView form(view, call.request.form, error, call.tr);
    form.field("reason", call.tr("Lý do"), "",
               {{"hint", call.tr("Bên gửi đọc được lý do này.")}, {"rows", 3}});
    const std::string path = path_of(call.request.param("uid"), call.request.param("to"));
    view["confirm"] = {{"question", call.tr("Thôi gửi thông điệp này?")},
                       {"text", call.tr("Nơi nhận sẽ không nhận được. Không lấy lại được sau khi thôi gửi.")},
                       {"action", path + "/closure"},
                       {"reason", view["fields"]["reason"]},
                       {"warning", true},
                       {"label", call.tr("Thôi gửi")},
                       {"cancel_href", kQueuePath}};
    view["fields"].erase("reason");
    return call.show("exchange/confirm", std::move(view), error);
}

}  // namespace

http::Response queue(const Call& call)
{
    const auto& tr = call.tr;
    db::Transaction tx = call.begin();
    const auto all = systems(tx);
    const auto before = before_of(call.request);
    const auto failed = failures(tx, before, kOnPage);
    html::View view{
        {"title", tr("Trao đổi văn bản")}, {"standings", html::View::array()}, {"rows", html::View::array()}};
    for (const Standing& one : standings(tx)) {
        const auto system = std::ranges::find(all, one.system, &System::id);
        const bool here = system == all.end();
        view["standings"].push_back(
            {{"name", here ? tr("Vào nền tảng này") : system->name},
             {"href", here ? html::View(false) : html::View("/admin/systems/" + system->uid)},
             {"waiting", base::group_thousands(one.waiting)},
             {"failed", one.failed > 0 ? html::View(base::group_thousands(one.failed)) : html::View(false)},
             {"since", one.oldest ? base::format_vietnam(*one.oldest) : ""},
             {"late", one.oldest && call.now - *one.oldest > kLate}});
    }
    view["has_standings"] = !view["standings"].empty();
    for (const Failure& one : failed) view["rows"].push_back(failure_row(call, one, all));
    view["has_rows"] = !view["rows"].empty();
    view["failed"] = base::group_thousands(count_failures(tx));
    view["first_href"] = before ? html::View(kQueuePath) : html::View(false);
    view["next_href"] = failed.size() == static_cast<std::size_t>(kOnPage)
                            ? html::View(std::string(kQueuePath) + "?before=" +
                                         std::to_string(failed.back().changed_at.time_since_epoch().count()))
                            : html::View(false);
    const auto days = figures(tx, call.now, kDays);
    const bool quiet =
        std::ranges::all_of(days, [](const DayFigures& day) { return day.brought + day.made == 0; });
    view["chart"] = quiet ? html::View(nullptr) : chart_of(call, days);
    view["columns"] = html::View::array({column(tr("Thông điệp"), ""), column(tr("Đến"), "lt-w-21"),
                                         column(tr("Lý do"), "lt-w-30"), column(tr("Xử lý"), "lt-w-21")});
    add_flash(view, call);
    return call.show("exchange/queue", std::move(view));
}

http::Response message_file(const Call& call)
{
    db::Transaction tx = call.begin();
    const auto sha256 = content_for_operator(tx, call.request.param("uid"), call.now);
    if (!sha256) return call.refuse(base::not_found(msg("Không có thông điệp này.")));
    tx.commit();
    http::Response response;
    response.content = std::make_shared<page::BlobContent>(call.exchange().blobs.open(*sha256));
    response.header("Content-Type", "application/octet-stream");
    response.header("Content-Disposition",
                    "attachment; filename=\"" + call.request.param("uid") + ".edxml\"");
    return response.header("ETag", "\"" + *sha256 + "\"");
}

http::Response message_replay(const Call& call)
{
    db::Transaction tx = call.begin();
    if (!replay(tx, call.exchange(), call.request.param("uid"), call.request.param("to")))
        return call.refuse(base::conflict(msg("Thông điệp này không còn ở trạng thái lỗi.")));
    tx.commit();
    return http::redirect(std::string(kQueuePath) + "?done=replayed");
}

http::Response give_up_ask(const Call& call) { return give_up_form(call, nullptr); }

http::Response give_up_do(const Call& call)
{
    db::Transaction tx = call.begin();
    const auto done = give_up(tx, call.exchange(), call.request.param("uid"), call.request.param("to"),
                              call.request.form.get("reason"));
    if (!done && done.error().fault == base::Fault::invalid) return give_up_form(call, &done.error());
    if (!done) return call.refuse(done.error());
    tx.commit();
    return http::redirect(std::string(kQueuePath) + "?done=given-up");
}

}  // namespace lt::exchange::pages
