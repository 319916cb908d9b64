// What the agency put into the vault: by the code of a dossier, and one item with who used it and who looked. Nothing is shown without a
// reason, which is written down.
#include <nlohmann/json.hpp>

#include "kit/audit/audit.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"
#include "kit/http/ascii.h"
#include "kit/page/notice.h"
#include "vault/pages/call.h"

namespace lt::vault::pages {
namespace {

constexpr int kTraces = 100;
constexpr std::size_t kLongestReason = 300;
constexpr std::array kNotices{
    page::Notice{"revoked", msg("Đã thu hồi giấy tờ khỏi kho. Từ nay không dùng lại được.")}};

std::string path_of(const std::string& uid, const std::string& why)
{
    std::string out = "/vault/items/" + uid;
    return why.empty() ? out : out + "?why=" + http::percent_encode(why);
}

View state_of(const Call& call, const store::Item& item)
{
    if (item.ended == "revoked")
        return {{"label", call.tr("Đã thu hồi")}, {"colour", "red"}, {"shape", "stop"}};
    if (item.ended == "withdrawn")
        return {{"label", call.tr("Đã rút theo hồ sơ")}, {"colour", "grey"}, {"shape", "stop"}};
    if (item.ended == "replaced")
        return {{"label", call.tr("Đã thay thế")}, {"colour", "grey"}, {"shape", "stop"}};
    if (item.paper.valid_to && *item.paper.valid_to < base::vietnam_day(call.now))
        return {{"label", call.tr("Hết hạn")}, {"colour", "red"}, {"shape", "stop"}};
    return {{"label", call.tr(signature_words(item.signature))},
            {"colour", counts(item.signature) ? "green" : "orange"},
            {"shape", counts(item.signature) ? "done" : "todo"}};
}

std::string uses_words(const Call& call, const store::Item& item)
{
    return item.uses == 0 ? call.tr("chưa dùng lần nào")
                          : call.tr("đã dùng {{count}} lần", {{"count", std::to_string(item.uses)}});
}

std::string number_line(const Call& call, const Paper& paper)
{
    std::string out = paper.number;
    if (paper.issued_on)
        out += (out.empty() ? "" : ", ") +
               call.tr("ngày {{day}}", {{"day", base::format_day(*paper.issued_on)}});
    return out;
}

base::Wrong check_reason(const std::string& why)
{
    base::Wrong wrong;
    if (base::normalise(why).empty()) wrong.emplace_back("why", msg("Nhập lý do xem; lý do được ghi lại."));
    if (base::length(why) > kLongestReason) wrong.emplace_back("why", msg("Lý do dài quá 300 ký tự."));
    return wrong;
}

void add_facts(View& view, const Call& call, const store::Item& item)
{
    View facts = View::array();
    const auto fact = [&](const char* key, const std::string& value, const std::string& href = "") {
        if (!value.empty())
            facts.push_back({{"key", call.tr(key)},
                             {"value", value},
                             {"whole", value == item.dossier_code},
                             {"href", href.empty() ? View(false) : View(href)},
                             {"note", false}});
    };
    fact(msg("Chủ sở hữu"), item.owner);
    fact(msg("Loại giấy tờ"), item.paper.code);
    fact(msg("Số, ngày"), number_line(call, item.paper));
    fact(msg("Cơ quan cấp"), item.paper.issuer);
    fact(msg("Có giá trị đến"), item.paper.valid_to ? base::format_day(*item.paper.valid_to) : "");
    fact(msg("Nguồn"), item.source == Source::paper ? call.tr("Số hoá giấy tờ của hồ sơ")
                                                    : call.tr("Kết quả giải quyết hồ sơ"));
    fact(msg("Hồ sơ"), item.dossier_code, "/dossiers/" + item.dossier);
    fact(msg("Đưa vào kho lúc"), base::format_vietnam(item.kept_at));
    if (item.ended_at) fact(msg("Chấm dứt lúc"), base::format_vietnam(*item.ended_at));
    fact(msg("Lý do chấm dứt"), item.ended_why);
    view["facts"] = std::move(facts);
}

// What was done, and whether the reason was typed by whoever did it.
std::pair<std::string, bool> trace_words(const Call& call, const store::Trace& trace)
{
    constexpr std::string_view kOffer = "offer ";
    std::string text;
    bool typed = false;
    if (trace.used)
        text = call.tr("Dùng lại cho thủ tục {{code}}", {{"code", trace.reason}});
    else if (trace.reason.starts_with(kOffer))
        text = call.tr("Tìm khi tiếp nhận thủ tục {{code}}", {{"code", trace.reason.substr(kOffer.size())}});
    else if (trace.reason == "dossier")
        text = call.tr("Mở từ hồ sơ");
    else
        text = call.tr("Xem"), typed = true;
    if (!trace.dossier_code.empty()) text += ", " + call.tr("hồ sơ {{code}}", {{"code", trace.dossier_code}});
    return {text, typed};
}

void add_history(View& view, const Call& call, db::Transaction& tx, const store::Item& item)
{
    std::map<std::int64_t, std::string> people;
    for (const directory::Person& person :
         directory::people(tx, call.me().agency, base::vietnam_day(call.now)))
        people.emplace(person.official, person.name);
    View items = View::array();
    for (const store::Trace& trace : store::history(tx, item.uid, kTraces)) {
        // Who it was in another agency is that agency's to tell.
        const bool own = trace.agency == call.me().agency;
        std::string by = call.agency_name(trace.agency);
        if (own && people.contains(trace.official)) by = people.at(trace.official);
        const auto [text, typed] = trace_words(call, trace);
        items.push_back({{"text", text},
                         {"at", base::format_vietnam(trace.at)},
                         {"by", by.empty() ? View(false) : View(by)},
                         {"href", false},
                         {"note", typed ? View(trace.reason) : View(false)}});
    }
    view["log"] = {{"items", std::move(items)}, {"more_href", false}};
}

http::Response item_page(const Call& call, const base::Error* error)
{
    const std::string& uid = call.request.param("uid");
    const std::string why = error ? call.request.form.get("why") : call.request.query.get("why");
    db::Transaction tx = call.begin();
    View view{{"title", call.tr("Giấy tờ trong kho")},
              {"back", {{"href", "/vault"}, {"label", call.tr("Kho dữ liệu điện tử")}}},
              {"action", "/vault/items/" + uid},
              {"shown", false}};
    const base::Wrong lacking = check_reason(why);
    if (!lacking.empty()) {
        page::FormView form(view, call.request.query, nullptr, call.tr);
        form.field("why", call.tr("Lý do xem"), "", {{"hint", call.tr("Được ghi lại cùng tên người xem.")}});
        return call.show("vault/item", std::move(view));
    }
    const auto item = store::find_one(tx, uid, why, call.now);
    if (!item) return call.refuse(base::not_found(msg("Không có giấy tờ này trong kho của cơ quan.")));
    view["title"] = item->paper.name;
    view["shown"] = true;
    view["state"] = state_of(call, *item);
    view["used"] = uses_words(call, *item);
    view["why"] = why;
    add_facts(view, call, *item);
    add_history(view, call, tx, *item);
    tx.commit();
    view["_can_end"] = call.me().role == directory::Role::leader && item->ended.empty();
    page::FormView form(view, call.request.form, error, call.tr);
    form.field("reason", call.tr("Lý do thu hồi"), "", {{"rows", 2}});
    page::add_notice(view, call.request, kNotices, call.tr);
    return call.show("vault/item", std::move(view), error);
}

}  // namespace

db::Transaction Call::begin() const
{
    return services.pool.begin({.agency = me().agency,
                                .official = me().official,
                                .reach = db::Reach::agency,
                                .request_id = request.id});
}

std::string Call::agency_name(std::int64_t agency) const
{
    const auto directory = services.directory.snapshot();
    const directory::Agency* found = directory->find(agency);
    return found == nullptr ? std::string() : found->name;
}

http::Response Call::show(const char* view_name, View view, const base::Error* error) const
{
    return services.pages.show(request, view_name, std::move(view), error ? 422 : 200);
}

http::Response list(const Call& call)
{
    const http::Form& query = call.request.query;
    const std::string code = base::normalise(query.get("code"));
    const std::string why = base::normalise(query.get("why"));
    const bool asked = query.has("code") || query.has("why");
    base::Wrong wrong;
    if (asked && code.empty()) wrong.emplace_back("code", msg("Nhập mã hồ sơ."));
    if (asked)
        for (auto& one : check_reason(why)) wrong.push_back(std::move(one));
    const auto error = base::invalid(std::move(wrong));
    View view{{"title", call.tr("Kho dữ liệu điện tử")}, {"rows", View::array()}, {"asked", asked && !error}};
    page::FormView form(view, query, error ? &*error : nullptr, call.tr);
    form.field("code", call.tr("Mã hồ sơ"), "", {{"width", "20"}, {"autocomplete", "off"}});
    form.field("why", call.tr("Lý do xem"), "", {{"hint", call.tr("Được ghi lại cùng tên người xem.")}});
    if (!asked || error) return call.show("vault/list", std::move(view), error ? &*error : nullptr);
    db::Transaction tx = call.begin();
    for (const store::Item& item : store::find(tx, code, why, call.now))
        view["rows"].push_back({{"href", path_of(item.uid, why)},
                                {"name", item.paper.name},
                                {"code", item.paper.code},
                                {"line", number_line(call, item.paper)},
                                {"owner", item.owner},
                                {"state", state_of(call, item)},
                                {"kept_at", base::format_vietnam(item.kept_at)},
                                {"used", uses_words(call, item)}});
    tx.commit();
    view["empty"] = false;
    view["columns"] = View::array();
    for (const char* label : {msg("Giấy tờ"), msg("Chủ sở hữu"), msg("Trạng thái"), msg("Đưa vào kho")})
        view["columns"].push_back({{"label", call.tr(label)}, {"class", ""}});
    if (view["rows"].empty())
        view["empty"] = {{"title", call.tr("Chưa có giấy tờ nào của hồ sơ này trong kho")},
                         {"text", call.tr("Kho chỉ cho xem giấy tờ do cơ quan mình số hoá hoặc ban hành.")},
                         {"href", false}};
    return call.show("vault/list", std::move(view));
}

http::Response item(const Call& call) { return item_page(call, nullptr); }

http::Response revoke(const Call& call)
{
    const std::string& uid = call.request.param("uid");
    const std::string reason = base::normalise(call.request.form.get("reason"));
    base::Wrong wrong;
    if (reason.empty()) wrong.emplace_back("reason", msg("Nhập lý do thu hồi."));
    if (base::length(reason) > kLongestReason) wrong.emplace_back("reason", msg("Lý do dài quá 300 ký tự."));
    if (const auto error = base::invalid(std::move(wrong))) return item_page(call, &*error);
    db::Transaction tx = call.begin();
    if (!base::is_uid(uid) || !store::revoke(tx, uid, reason, call.now))
        return call.refuse(base::conflict(msg("Giấy tờ không có trong kho của cơ quan hoặc đã chấm dứt.")));
    audit::record(tx, {.action = "vault.item_revoked",
                       .subject = uid,
                       .detail = nlohmann::json{{"reason", reason}}.dump(),
                       .at = call.now});
    tx.commit();
    return http::redirect(path_of(uid, call.request.form.get("why")) + "&done=revoked");
}

}  // namespace lt::vault::pages
