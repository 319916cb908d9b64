// Making a batch: what waits for the receiver is there, checked; codes are added by a bar-code reader; one button gives all that is
// checked. Nothing is kept before that, so no half-made batch lies about. All is one form: who chooses another receiver keeps the codes, and
// papers go to the receiver that the form shows.
#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "dossiers/batches/elsewhere.h"
#include "dossiers/batches/pages.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"

namespace lt::dossiers::pages {

using batches::Candidate;
using batches::Kind;

namespace {

constexpr std::size_t kNamedCodes = 5;
constexpr std::size_t kMostChosen = 100;  // in a list: they fit into an address

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

View line_view(const Call& call, const Candidate& one, Kind kind, const std::optional<base::Message>& why,
               bool checked, bool added)
{
    return {{"uid", one.uid},
            {"added", added},
            {"code", one.code},
            {"owner", one.owner},
            {"procedure", one.procedure},
            {"field", one.field},
            {"contents", batch_contents(call.tr, kind, one.contents)},
            {"ready", one.ready_at ? base::format_vietnam(*one.ready_at) : std::string()},
            {"refused", one.refused ? View(*one.refused) : View(false)},
            {"why", why ? View(call.tr(*why)) : View(false)},
            {"checked", checked && !why}};
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

bool is_among(const std::vector<std::string>& uids, const std::string& uid)
{
    return std::ranges::find(uids, uid) != uids.end();
}

// What the page lists: `added` of them were scanned or came with the address, the rest is suggested.
struct Listing {
    std::vector<std::string> uids{};
    std::size_t added = 0;
};
// `another`: the form was not sent, or asks for another list than it shows. Scanned ones on top, the last one first, where the eye looks for it.
Listing listing_of(const Call& call, db::Transaction& tx, const Making& making, const http::Form& typed,
                   const std::vector<std::string>& chosen, bool another)
{
    std::vector<std::string> suggested;
    if (making.receiver != nullptr && making.span != "codes") {
        batches::Wish wish{.kind = making.kind,
                           .receiver = making.receiver->id,
                           .unit = making.unit == nullptr ? 0 : making.unit->id};
        if (making.span == "today") wish.from = base::Time(call.today()) - std::chrono::hours(7);
        suggested = batches::suggested(tx, call.actor.agency, wish);
    }
    const auto lines = typed.all("line");
    const auto by_code = typed.all("added");
    Listing out;
    for (const std::string& uid : chosen) {
        const bool of_other_list = another && is_among(lines, uid) && !is_among(by_code, uid);
        if (!of_other_list && !is_among(suggested, uid) && !is_among(out.uids, uid)) out.uids.push_back(uid);
    }
    // Scanned and unchecked since.
    for (const std::string& uid : by_code)
        if (!is_among(out.uids, uid) && !is_among(suggested, uid)) out.uids.push_back(uid);
    out.added = out.uids.size();
    out.uids.insert(out.uids.end(), suggested.begin(), suggested.end());
    return out;
}

// What can't go stands on top, unchecked, with the reason.
View give_rows(const Call& call, db::Transaction& tx, const Making& making, const Listing& listing,
               const std::vector<std::string>* chosen)
{
    std::map<std::string, Candidate> known;
    for (Candidate& one : batches::candidates(tx, making.kind, listing.uids, {}))
        known.emplace(one.uid, std::move(one));
    const batches::Direction direction{making.kind, call.actor.agency,
                                       making.receiver == nullptr ? 0 : making.receiver->id};
    View rows = View::array();
    View able = View::array();
    for (std::size_t i = 0; i < listing.uids.size(); ++i) {
        const auto it = known.find(listing.uids[i]);
        if (it == known.end()) continue;
        const auto why = batches::why_not(call.dossiers(), it->second, direction);
        const bool checked = chosen == nullptr || is_among(*chosen, listing.uids[i]);
        (why ? rows : able)
            .push_back(line_view(call, it->second, making.kind, why, checked, i < listing.added));
    }
    for (View& row : able) rows.push_back(std::move(row));
    return rows;
}

constexpr SigningPart kGiveDossiers{msg("Ký số phiếu bàn giao"), msg("Ký số và bàn giao"),
                                    msg("Bàn giao, không ký số"), msg("Bàn giao hồ sơ đã chọn"), "give"};
constexpr SigningPart kGiveResults{msg("Ký số phiếu bàn giao"), msg("Ký số và bàn giao"),
                                   msg("Bàn giao, không ký số"), msg("Bàn giao kết quả đã chọn"), "give"};

// `chosen`: what the form was sent with, or the address asks for.
http::Response give_page(const Call& call, const http::Form& typed, const std::vector<std::string>& chosen,
                         const base::Error* error)
{
    // Before the transaction: it takes a connection of its own.
    const Keys keys = keys_of(call, scope_of(call.actor), call.actor.official);
    View open{};
    add_open_acts(open, call);
    db::Transaction tx = call.begin();
    const Table table = read_table(call, tx, typed);
    const Making& making = table.making;
    const bool dossiers = making.kind == Kind::dossiers;
    const bool refused = error != nullptr && error->field != "code";
    const bool another = !refused && typed.get("shown") != making.words();
    const Listing listing = listing_of(call, tx, making, typed, chosen, another);
    View view{{"title", call.tr(batches::words_of(making.kind))},
              {"back", {{"href", kBatches}, {"label", call.tr("Bàn giao")}}},
              {"batch", typed.find("batch").value_or(base::new_uid(call.now))},
              {"kind", batches::to_text(making.kind)},
              {"shown", making.words()},
              {"columns",
               {column(call.tr("Hồ sơ"), "lt-w-30"), column(call.tr("Thủ tục")),
                column(call.tr(dossiers ? msg("Giấy tờ") : msg("Số, ký hiệu")), "lt-w-20"),
                column(call.tr(dossiers ? msg("Tiếp nhận lúc") : msg("Có kết quả lúc")), "lt-col-due")}},
              {"pick", true},
              {"rows", give_rows(call, tx, making, listing, another ? nullptr : &chosen)}};
    add_choice(view, call, table);
    // A code that was taken leaves the field, ready for the next one.
    http::Form kept;
    if (error != nullptr && error->field == "code") kept.add("code", typed.get("code"));
    if (typed.has("key")) kept.add("key", typed.get("key"));
    page::FormView form(view, kept, error, call.tr);
    form.field(
        "code", call.tr("Thêm mã hồ sơ"), "",
        {{"autocomplete", "off"},
         {"nospell", true},
         {"hint",
          call.tr(
              "Quét mã QR hoặc mã vạch trên giấy hẹn, hoặc gõ mã rồi Enter; nhiều mã cách nhau bằng dấu cách.")}});
    form.field("lines", call.tr("Hồ sơ bàn giao"));
    add_signing_part(view, form, call, keys, dossiers ? kGiveDossiers : kGiveResults);
    view["has_rows"] = !view["rows"].empty();
    view.update(open);
    view["lines_error"] = form.error("lines").empty() ? View(false) : View(form.error("lines"));
    return call.show("dossiers/batches/give", std::move(view), error);
}

// To whom most of the chosen dossiers go from here; "" where none does.
std::string receiver_of(const Call& call, Kind kind, const std::vector<std::string>& chosen)
{
    std::map<std::int64_t, int> counts;
    {
        db::Transaction tx = call.begin();
        for (const Candidate& one : batches::candidates(tx, kind, chosen, {}))
            if (const batches::Direction direction = direction_of(one, kind);
                direction.giver == call.actor.agency)
                ++counts[direction.receiver];
    }
    const auto most = std::ranges::max_element(counts, {}, [](const auto& count) { return count.second; });
    const auto directory = call.dossiers().directory.snapshot();
    const directory::Agency* agency = most == counts.end() ? nullptr : directory->find(most->first);
    return agency == nullptr ? "" : agency->uid;
}

// Codes that a reader typed, or another list: nothing is given.
http::Response give_more(const Call& call, const http::Form& typed, const std::vector<std::string>& codes)
{
    std::vector<std::string> chosen = typed.all("line");
    std::optional<base::Error> error;
    if (!codes.empty()) {
        db::Transaction tx = call.begin();
        error = add_codes(tx, batches::given_by(call.actor.role), codes, chosen);
    } else if (typed.get("action") == "add") {
        error = base::invalid("code", msg("Nhập hoặc quét mã hồ sơ."));
    }
    return give_page(call, typed, chosen, error ? &*error : nullptr);
}

// What an act of signing was begun with that came to nothing; its number stays with it.
http::Form form_of(const Call& call, const batches::Giving& begun)
{
    http::Form out;
    out.add("batch", begun.batch);
    out.add("span", "codes");
    const auto directory = call.dossiers().directory.snapshot();
    if (const directory::Agency* agency = directory->find(begun.receiver)) out.add("to", agency->uid);
    if (const directory::Unit* unit = directory->find_unit(begun.unit)) out.add("unit", unit->uid);
    return out;
}

}  // namespace

http::Response batch_chosen(const Call& call)
{
    const auto chosen = call.request.form.all("dossier");
    if (chosen.empty()) return list_again(call, base::invalid("dossier", msg("Chọn ít nhất một hồ sơ.")));
    if (chosen.size() > kMostChosen)
        return list_again(call, base::invalid("dossier", {msg("Chọn tối đa {{count}} hồ sơ mỗi lần."),
                                                          {{"count", std::to_string(kMostChosen)}}}));
    std::string form = batch_new_path(batches::given_by(call.actor.role), "") + "&span=codes";
    for (const std::string& uid : chosen)
        if (base::is_uid(uid)) form += "&added=" + uid;
    return http::redirect(form);
}

http::Response batch_form(const Call& call)
{
    http::Form asked = call.request.query;
    if (const auto begun = batches::giving_of(call.dossiers(), call.actor, asked.get("act")))
        return give_page(call, form_of(call, *begun), begun->dossiers, nullptr);
    const auto chosen = asked.all("added");
    if (!chosen.empty() && !asked.has("to"))
        asked.add("to", receiver_of(call, batches::given_by(call.actor.role), chosen));
    return give_page(call, asked, chosen, nullptr);
}

http::Response batch_send(const Call& call)
{
    http::Form& typed = call.request.form;
    batches::SigningWish wish = signing_wish(typed);
    const std::string action = typed.get("action");
    const auto codes = batches::codes_in(typed.get("code"));
    // "enter": the key was pressed in a field. Behind the PIN it means to sign.
    const bool signs = action == "sign" || (action == "enter" && codes.empty() && !wish.pin.empty());
    if (!signs && action != "give") return give_more(call, typed, codes);
    batches::Giving giving{
        .batch = typed.get("batch"),
        .kind = batches::kind_from(typed.get("kind")).value_or(batches::given_by(call.actor.role)),
        .dossiers = typed.all("line")};
    {
        const auto directory = call.dossiers().directory.snapshot();
        if (const directory::Agency* agency = directory->find_uid(typed.get("to")))
            giving.receiver = agency->id;
        if (const directory::Unit* unit = directory->find_unit_uid(typed.get("unit"))) giving.unit = unit->id;
    }
    const auto again = [&](const base::Error& error) {
        return error.fault == base::Fault::invalid ? give_page(call, typed, giving.dossiers, &error)
                                                   : call.refuse(error);
    };
    if (const auto key =
            signs ? key_away_in_form(call, scope_of(call.actor), call.actor.official) : std::nullopt) {
        const auto act = batches::begin_giving(call.dossiers(), call.actor, giving, *key);
        if (!act) return again(act.error());
        return http::redirect(act->empty() ? batch_path(giving.batch) + "?done=again" : batch_act_path(*act));
    }
    const auto given = batches::give(call.dossiers(), call.actor, giving,
                                     signs ? std::optional(std::move(wish)) : std::nullopt);
    if (!given) return again(given.error());
    return http::redirect(batch_path(given->uid) + "?done=" + (given->again ? "again" : "given"));
}

}  // namespace lt::dossiers::pages
