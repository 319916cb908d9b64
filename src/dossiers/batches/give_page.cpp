// Making a batch: what waits for the receiver is there, checked; codes are added by a bar-code reader; one button gives all that is
// checked. Nothing is kept before that, so no half-made batch lies about. All is one form: who chooses another receiver keeps the codes, and
// papers go to the receiver that the form shows.
#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "dossiers/batches/pages.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"

namespace lt::dossiers::pages {

using batches::Candidate;
using batches::Kind;

namespace {

constexpr std::size_t kNamedCodes = 5;

// What the address or the form asks for.
struct Making {
    Kind kind = Kind::dossiers;
    const directory::Agency* receiver = nullptr;
    const directory::Unit* unit = nullptr;
    std::string span{};  // "today", "all", "codes"

    std::string words() const
    {
        return (receiver == nullptr ? "" : receiver->uid) + " " + (unit == nullptr ? "" : unit->uid) + " " +
               span;
    }
};

// Holds the snapshot that the pointers of Making are of.
struct Table {
    std::shared_ptr<const directory::Snapshot> directory;
    Making making{};
    std::vector<batches::Waiting> waiting{};
};

Table read_table(const Call& call, db::Transaction& tx, const http::Form& typed)
{
    Table out{.directory = call.dossiers().directory.snapshot()};
    Making& making = out.making;
    making.kind = batches::given_by(call.actor.role);
    out.waiting = batches::waiting(tx, call.actor.agency, making.kind,
                                   base::Time(call.today()) - std::chrono::hours(7));
    making.receiver = out.directory->find_uid(typed.get("to"));
    if (making.receiver == nullptr)
        making.receiver =
            out.directory->find(out.waiting.empty() ? call.actor.agency : out.waiting.front().receiver);
    making.unit = out.directory->find_unit_uid(typed.get("unit"));
    if (making.unit != nullptr && (making.receiver == nullptr || making.unit->agency != making.receiver->id ||
                                   making.kind == Kind::results))
        making.unit = nullptr;
    making.span = typed.get("span");
    if (making.span != "all" && making.span != "codes") making.span = "today";
    return out;
}

View option(const std::string& value, const std::string& label, bool selected)
{
    return {{"value", value}, {"label", label}, {"selected", selected}};
}

// Of today, and of all days.
std::pair<std::int64_t, std::int64_t> waits_for(const Table& table)
{
    const directory::Agency* receiver = table.making.receiver;
    for (const batches::Waiting& one : table.waiting)
        if (receiver != nullptr && one.receiver == receiver->id) return {one.today, one.all};
    return {0, 0};
}

// The choice of receiver, unit and span, above the list.
void add_choice(View& view, const Call& call, const Table& table)
{
    const Making& making = table.making;
    const auto [today, all] = waits_for(table);
    View to = View::array();
    std::set<std::int64_t> offered{call.actor.agency};
    if (making.receiver != nullptr) offered.insert(making.receiver->id);
    for (const batches::Waiting& one : table.waiting) offered.insert(one.receiver);
    for (const std::int64_t id : offered) {
        const directory::Agency* agency = table.directory->find(id);
        if (agency == nullptr) continue;
        const auto it = std::ranges::find(table.waiting, id, &batches::Waiting::receiver);
        const std::int64_t count = it == table.waiting.end() ? 0 : it->all;
        to.push_back(option(agency->uid, agency->short_name + " (" + std::to_string(count) + ")",
                            agency == making.receiver));
    }
    View selects = View::array();
    selects.push_back(
        {{"id", "to"}, {"name", "to"}, {"label", call.tr("Bên nhận")}, {"options", std::move(to)}});
    if (making.kind == Kind::dossiers && making.receiver != nullptr) {
        View units = View::array();
        units.push_back(option("", call.tr("Cả cơ quan"), making.unit == nullptr));
        for (const directory::Unit* unit : table.directory->units(making.receiver->id, call.today()))
            units.push_back(option(unit->uid, unit->name, unit == making.unit));
        selects.push_back(
            {{"id", "unit"}, {"name", "unit"}, {"label", call.tr("Đơn vị")}, {"options", std::move(units)}});
    }
    selects.push_back(
        {{"id", "span"},
         {"name", "span"},
         {"label", call.tr("Liệt kê")},
         {"options",
          {option("today", call.tr("Của hôm nay ({{count}})", {{"count", std::to_string(today)}}),
                  making.span == "today"),
           option("all", call.tr("Tất cả chưa bàn giao ({{count}})", {{"count", std::to_string(all)}}),
                  making.span == "all"),
           option("codes", call.tr("Chỉ mã quét vào"), making.span == "codes")}}});
    view["selects"] = std::move(selects);
    view["earlier"] = making.span == "today" && all > today
                          ? View(call.tr("Còn {{count}} của những ngày trước chưa bàn giao.",
                                         {{"count", batch_count(call.tr, making.kind, all - today)}}))
                          : View(false);
}

View line_view(const Call& call, const Candidate& one, bool checked, bool added)
{
    return {{"uid", one.uid},
            {"added", added},
            {"code", one.code},
            {"owner", one.owner},
            {"procedure", one.procedure},
            {"field", one.field},
            {"contents", one.contents},
            {"ready", one.ready_at ? base::format_vietnam(*one.ready_at) : std::string()},
            {"refused", one.refused ? View(*one.refused) : View(false)},
            {"lies_in", one.lies_in.empty()
                            ? View(false)
                            : View(call.tr("Đang ở phiếu {{number}}", {{"number", one.lies_in}}))},
            {"checked", checked}};
}

// Codes that were typed: found ones join the checked; what was not found is named.
std::optional<base::Error> add_codes(db::Transaction& tx, Kind kind, const std::vector<std::string>& codes,
                                     std::vector<std::string>& chosen)
{
    const auto found = batches::candidates(tx, kind, {}, codes);
    std::string missing;
    std::size_t count = 0;
    for (const std::string& code : codes) {
        const auto it = std::ranges::find(found, code, &Candidate::code);
        if (it == found.end()) {
            if (++count <= kNamedCodes) missing += (missing.empty() ? "" : "; ") + code;
        } else if (std::ranges::find(chosen, it->uid) == chosen.end()) {
            chosen.insert(chosen.begin(), it->uid);
        }
    }
    if (count == 0) return std::nullopt;
    return base::invalid("code", {msg("Không tìm thấy hồ sơ {{codes}} trong những hồ sơ bạn được xem."),
                                  {{"codes", missing}}});
}

// `chosen`: what the form was sent with. All that is suggested is checked where the form was not sent, or asks for another list than it shows.
http::Response give_page(const Call& call, db::Transaction& tx, const http::Form& typed,
                         const std::vector<std::string>& chosen, const base::Error* error)
{
    const Table table = read_table(call, tx, typed);
    const Making& making = table.making;
    const bool refused = error != nullptr && error->field != "code";
    const bool another = !refused && typed.get("shown") != making.words();
    std::vector<std::string> suggested;
    if (making.receiver != nullptr && making.span != "codes") {
        batches::Wish wish{.kind = making.kind,
                           .receiver = making.receiver->id,
                           .unit = making.unit == nullptr ? 0 : making.unit->id};
        if (making.span == "today") wish.from = base::Time(call.today()) - std::chrono::hours(7);
        suggested = batches::suggested(tx, call.actor.agency, wish);
    }
    // Scanned ones on top, the last one first, where the eye looks for it.
    const auto holds = [](const std::vector<std::string>& uids, const std::string& uid) {
        return std::ranges::find(uids, uid) != uids.end();
    };
    const auto lines = typed.all("line");
    const auto by_code = typed.all("added");
    std::vector<std::string> shown;
    for (const std::string& uid : chosen) {
        const bool of_other_list = another && holds(lines, uid) && !holds(by_code, uid);
        if (!of_other_list && !holds(suggested, uid)) shown.push_back(uid);
    }
    const std::size_t added = shown.size();
    shown.insert(shown.end(), suggested.begin(), suggested.end());

    std::map<std::string, Candidate> known;
    for (Candidate& one : batches::candidates(tx, making.kind, shown, {}))
        known.emplace(one.uid, std::move(one));
    View view{
        {"title", call.tr(batches::words_of(making.kind))},
        {"back", {{"href", kBatches}, {"label", call.tr("Bàn giao")}}},
        {"key", typed.find("key").value_or(base::new_uid(call.now))},
        {"kind", batches::to_text(making.kind)},
        {"shown", making.words()},
        {"button", call.tr(making.kind == Kind::dossiers ? msg("Bàn giao hồ sơ đã chọn")
                                                         : msg("Bàn giao kết quả đã chọn"))},
        {"columns",
         {column(call.tr("Hồ sơ"), "lt-w-30"), column(call.tr("Thủ tục")),
          column(call.tr(making.kind == Kind::dossiers ? msg("Giấy tờ") : msg("Số, ký hiệu")), "lt-w-20"),
          column(call.tr(making.kind == Kind::dossiers ? msg("Tiếp nhận lúc") : msg("Có kết quả lúc")),
                 "lt-col-due")}},
        {"pick", true},
        {"rows", View::array()}};
    for (std::size_t i = 0; i < shown.size(); ++i)
        if (const auto it = known.find(shown[i]); it != known.end())
            view["rows"].push_back(
                line_view(call, it->second, another || holds(chosen, shown[i]), i < added));
    add_choice(view, call, table);
    // A code that was taken leaves the field, ready for the next one.
    http::Form kept;
    if (error != nullptr && error->field == "code") kept.add("code", typed.get("code"));
    page::FormView form(view, kept, error, call.tr);
    form.field(
        "code", call.tr("Thêm mã hồ sơ"), "",
        {{"autocomplete", "off"},
         {"nospell", true},
         {"hint",
          call.tr(
              "Quét mã QR hoặc mã vạch trên giấy hẹn, hoặc gõ mã rồi Enter; nhiều mã cách nhau bằng dấu cách.")}});
    form.field("lines", call.tr("Hồ sơ bàn giao"));
    view["has_rows"] = !view["rows"].empty();
    view["lines_error"] = form.error("lines").empty() ? View(false) : View(form.error("lines"));
    return call.show("dossiers/batches/give", std::move(view), error);
}

}  // namespace

http::Response batch_form(const Call& call)
{
    db::Transaction tx = call.begin();
    return give_page(call, tx, call.request.query, {}, nullptr);
}

http::Response batch_send(const Call& call)
{
    const http::Form& typed = call.request.form;
    std::vector<std::string> chosen = typed.all("line");
    const std::string action = typed.get("action");
    if (action != "give") {
        db::Transaction tx = call.begin();
        const auto codes = batches::codes_in(typed.get("code"));
        std::optional<base::Error> error;
        if (!codes.empty())
            error = add_codes(tx, batches::given_by(call.actor.role), codes, chosen);
        else if (action == "add")
            error = base::invalid("code", msg("Nhập hoặc quét mã hồ sơ."));
        return give_page(call, tx, typed, chosen, error ? &*error : nullptr);
    }
    batches::Giving giving{
        .key = typed.get("key"),
        .kind = batches::kind_from(typed.get("kind")).value_or(batches::given_by(call.actor.role)),
        .dossiers = chosen};
    {
        const auto directory = call.dossiers().directory.snapshot();
        if (const directory::Agency* agency = directory->find_uid(typed.get("to")))
            giving.receiver = agency->id;
        if (const directory::Unit* unit = directory->find_unit_uid(typed.get("unit"))) giving.unit = unit->id;
    }
    const auto given = batches::give(call.dossiers(), call.actor, giving);
    if (given) return http::redirect(batch_path(given->uid) + "?done=" + (given->again ? "again" : "given"));
    if (given.error().fault != base::Fault::invalid) return call.refuse(given.error());
    db::Transaction tx = call.begin();
    return give_page(call, tx, typed, chosen, &given.error());
}

}  // namespace lt::dossiers::pages
