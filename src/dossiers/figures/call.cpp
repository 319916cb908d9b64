// See call.h.
#include "dossiers/figures/call.h"

#include <algorithm>
#include <sstream>

#include <nlohmann/json.hpp>

#include "dossiers/looks.h"
#include "kit/audit/audit.h"
#include "kit/base/csv.h"
#include "kit/base/text.h"
#include "kit/http/ascii.h"

namespace lt::dossiers::pages {

db::Transaction FigureCall::begin() const
{
    if (!is_operator()) return call.begin();
    return call.dossiers().pool.begin(
        {.official = call.actor.official, .reach = db::Reach::platform, .request_id = call.actor.request_id});
}

base::Result<Subject> subject_of(const FigureCall& figures, db::Transaction& tx)
{
    const Call& call = figures.call;
    Subject out{.oversees = oversees_province(tx), .of = figures.asked("of")};
    if (out.of.empty() && figures.is_operator()) out.of = "province";
    if (out.of.empty()) {
        out.agency = call.actor.agency;
    } else if (out.of != "province") {
        const auto directory = call.dossiers().directory.snapshot();
        const directory::Agency* agency = directory->find_uid(out.of);
        if (agency == nullptr) return base::not_found(msg("Không có cơ quan này."));
        out.agency = agency->id;
        if (agency->id == call.actor.agency && !figures.is_operator()) out.of.clear();
    }
    out.own = out.of.empty();
    if (!out.own && !out.oversees)
        return base::forbidden(
            msg("Số liệu của cơ quan khác chỉ lãnh đạo Văn phòng UBND tỉnh và người vận hành xem được."));
    out.name = out.agency == 0 ? call.tr("Toàn tỉnh") : call.agency_name(out.agency);
    return out;
}

View subject_views(const FigureCall& figures, const Subject& subject, const std::string& path,
                   const std::string& rest)
{
    View items = View::array();
    if (!subject.oversees) return nullptr;
    const page::Words& tr = figures.call.tr;
    const auto add_item = [&](const std::string& label, const std::string& of, bool current) {
        std::string href = path + rest;
        if (!of.empty()) href += (rest.empty() ? "?of=" : "&of=") + of;
        items.push_back({{"label", label}, {"href", href}, {"count", ""}, {"current", current}});
    };
    if (!figures.is_operator()) add_item(tr("Cơ quan mình"), "", subject.own);
    add_item(tr("Toàn tỉnh"), "province", subject.agency == 0);
    if (!subject.own && subject.agency != 0) add_item(subject.name, subject.of, true);
    return {{"items", std::move(items)}};
}

std::string query_of(const std::vector<std::pair<std::string, std::string>>& fields)
{
    std::string out;
    for (const auto& [name, value] : fields)
        if (!value.empty()) out += (out.empty() ? "?" : "&") + name + "=" + http::percent_encode(value);
    return out;
}

View number_view(std::int64_t number, const std::string& href, bool is_late)
{
    return {{"number", base::group_thousands(number)},
            {"href", number == 0 || href.empty() ? View(false) : View(href)},
            {"late", is_late && number > 0}};
}

std::string percent(const page::Words& tr, std::int64_t part, std::int64_t whole)
{
    if (whole == 0) return "";
    const std::int64_t tenths = part * 1000 / whole;  // cut, so that only all is 100
    return tr("{{percent}} %",
              {{"percent", std::to_string(tenths / 10) + "," + std::to_string(tenths % 10)}});
}

View missing_points(const IndexRules& rules)
{
    const int missing = rules.most() - rules.counted_most();
    return missing == 0 ? View(false) : View(std::to_string(missing));
}

std::vector<std::string> codes_in(std::string text)
{
    for (char& c : text)
        if (c == ',' || c == ';') c = ' ';
    std::vector<std::string> out;
    std::istringstream words(text);
    for (std::string word; words >> word;)
        if (std::ranges::find(out, word) == out.end()) out.push_back(word);
    return out;
}

std::map<std::int64_t, std::string> names_of_fields(const FigureCall& figures, db::Transaction& tx)
{
    std::map<std::int64_t, std::string> out{{0, figures.call.tr("Không rõ lĩnh vực")}};
    for (const FieldName& field : field_names(tx)) out[field.id] = field.name;
    return out;
}

behind::After after_of(const http::Request& request)
{
    const auto time = request.query.integer("time");
    const auto id = request.query.integer("id");
    if (!time || !id) return {};
    return {base::Time(std::chrono::microseconds(*time)), *id};
}

http::Response show_behind(const FigureCall& figures, db::Transaction& tx, BehindPage page)
{
    const Call& call = figures.call;
    looks::note_many(tx, "figures", call.request.target, call.now);
    tx.commit();
    View view{{"title", page.title},
              {"intro", page.intro},
              {"back", {{"href", page.back}, {"label", call.tr("Về số liệu")}}},
              {"rows", View::array()},
              {"next_href", false},
              {"first_href", call.request.query.has("id") ? View(page.path) : View(false)}};
    if (std::ssize(page.rows) > kBehindPage) {
        page.rows.pop_back();
        const behind::Row& last = page.rows.back();
        view["next_href"] = page.path + (page.path.find('?') == std::string::npos ? "?" : "&") +
                            "time=" + std::to_string(last.received_at.time_since_epoch().count()) +
                            "&id=" + std::to_string(last.id);
    }
    for (const behind::Row& row : page.rows)
        view["rows"].push_back(
            {{"href", path_of(row.uid)},
             {"code", row.code},
             {"owner", row.owner},
             {"procedure", row.procedure},
             {"way", call.tr(words_of(row.way))},
             {"state", state_view(call.tr, row.state)},
             {"received", base::format_vietnam(row.received_at)},
             {"due", row.due_at ? View(base::format_vietnam(*row.due_at)) : View(false)},
             {"promised", row.first_due_at && row.first_due_at != row.due_at
                              ? View(base::format_vietnam(*row.first_due_at))
                              : View(false)},
             {"ended", row.ended_at ? View(base::format_vietnam(*row.ended_at)) : View(false)}});
    view["columns"] = {column(call.tr("Hồ sơ")), column(call.tr("Thủ tục")), column(call.tr("Tiếp nhận")),
                       column(call.tr("Hẹn trả")), column(call.tr("Kết thúc"))};
    if (page.rows.empty())
        view["empty"] = {{"title", call.tr("Không có hồ sơ nào ở đây")},
                         {"text", false},
                         {"href", page.back},
                         {"link", call.tr("Về số liệu")}};
    return call.show("dossiers/figures/behind", std::move(view));
}

http::Response send_table(const FigureCall& figures, db::Transaction& tx, const TableFile& table)
{
    const Call& call = figures.call;
    audit::record(tx, {.action = "dossier_figures.exported",
                       .subject = call.dossiers().directory.snapshot()->find(call.actor.agency) == nullptr
                                      ? std::string()
                                      : call.dossiers().directory.snapshot()->find(call.actor.agency)->uid,
                       .detail = nlohmann::json{{"what", table.what}, {"of", table.scope}}.dump(),
                       .at = call.now,
                       .agency = call.actor.agency});
    tx.commit();
    // The file goes to other offices: Vietnamese in every language of the pages.
    std::string body(base::kByteOrderMark);
    for (const auto& row : table.rows) body += base::csv_row(row);
    body += base::csv_row({});
    body += base::csv_row({base::csv_text("Người xuất"), base::csv_text(call.actor.name),
                           base::csv_text(call.actor.title),
                           base::csv_text(call.agency_name(call.actor.agency))});
    body += base::csv_row({base::csv_text("Xuất lúc"), base::csv_text(base::format_vietnam(call.now))});
    http::Response response;
    response.body = std::move(body);
    response.header("Content-Type", "text/csv; charset=utf-8; header=present");
    response.header("Content-Disposition", "attachment; filename=\"" + table.name + "\"");
    return response;
}

}  // namespace lt::dossiers::pages
