// What waits to be given, is under way, is to be received, and is done.
#include <nlohmann/json.hpp>

#include "dossiers/batches/pages.h"

namespace lt::dossiers::pages {

using batches::Batch;
using batches::Kind;

namespace {

constexpr int kClosedPage = 30;
constexpr int kCancelled = 200;

base::Time morning_of(base::Day day) { return base::Time(day) - std::chrono::hours(7); }

View batch_row(const Call& call, const Batch& batch)
{
    const bool mine = batch.giver == call.actor.agency;
    return {{"href", batch_path(batch.uid)},
            {"number", batches::notation(batch.kind, batch.number)},
            {"what", batch_count(call.tr, batch.kind, batch.lines)},
            {"refused", batch.refused == 0 ? View(false) : View(std::to_string(batch.refused))},
            {"giver", mine ? batch.giver_name : batch.giver_name + ", " + call.agency_name(batch.giver)},
            {"receiver", batches::receiver_name(call.dossiers(), batch)},
            {"at", base::format_vietnam(batch.closed_at.value_or(batch.given_at))},
            {"state", batch_state_view(call.tr, batch)}};
}

View waiting_row(const Call& call, Kind kind, const batches::Waiting& one)
{
    const auto directory = call.dossiers().directory.snapshot();
    const directory::Agency* receiver = directory->find(one.receiver);
    return {{"href", batch_new_path(kind, receiver == nullptr ? "" : receiver->uid)},
            {"receiver", receiver == nullptr ? "" : receiver->name},
            {"own", one.receiver == call.actor.agency},
            {"has_today", one.today > 0},
            {"today", batch_count(call.tr, kind, one.today)},
            {"all", batch_count(call.tr, kind, one.all)}};
}

// Recorded, as every number of the series is.
View cancelled_row(const Call& call, const batches::CancelledNumber& one)
{
    return {{"number", batches::notation(one.kind, one.number)},
            {"year", std::to_string(one.year)},
            {"why", call.tr("Không dùng đến khi hết năm: phiếu lập dở, chưa bàn giao.")},
            {"at", base::format_vietnam(one.at)}};
}

View empty_list(const Call& call, const std::string& shelf)
{
    const char* title = shelf == "give"      ? msg("Không có gì chờ bàn giao")
                        : shelf == "receive" ? msg("Không có phiếu nào chờ nhận")
                        : shelf == "way"     ? msg("Không có phiếu nào đang chuyển")
                                             : msg("Chưa có phiếu bàn giao nào đã xong");
    View out{{"title", call.tr(title)}, {"text", false}, {"href", false}};
    if (shelf == "give") {
        out["text"] = call.tr("Hồ sơ đã bàn giao hết. Vẫn lập phiếu được bằng cách nhập mã hồ sơ.");
        out["href"] = batch_new_path(batches::given_by(call.actor.role), "");
        out["link"] = call.tr("Lập phiếu bàn giao");
    }
    return out;
}

}  // namespace

std::string batch_path(const std::string& uid) { return std::string(kBatches) + "/" + uid; }

std::string batch_new_path(Kind kind, const std::string& receiver_uid)
{
    return std::string(kBatches) + "/new?kind=" + std::string(batches::to_text(kind)) +
           (receiver_uid.empty() ? "" : "&to=" + receiver_uid);
}

View batch_state_view(const page::Words& tr, const Batch& batch)
{
    switch (batch.stage) {
    case batches::Stage::given: return {{"label", tr("Chờ nhận")}, {"colour", "orange"}, {"shape", "todo"}};
    case batches::Stage::withdrawn:
        return {{"label", batches::was_cancelled(batch) ? tr("Đã huỷ") : tr("Đã rút lại")},
                {"colour", "red"},
                {"shape", "stop"}};
    case batches::Stage::received: break;
    }
    if (batch.refused == batch.lines)
        return {{"label", tr("Trả lại cả phiếu")}, {"colour", "red"}, {"shape", "stop"}};
    return {{"label", tr("Đã nhận")}, {"colour", "green"}, {"shape", "done"}};
}

std::string batch_contents(const page::Words& tr, Kind kind, const std::string& contents)
{
    const auto papers = kind == Kind::dossiers ? batches::papers_from(contents) : std::nullopt;
    if (!papers) return contents;
    std::string out;
    const auto add = [&](int count, const char* what) {
        if (count > 0) out += (out.empty() ? "" : ", ") + tr(what, {{"count", std::to_string(count)}});
    };
    add(papers->originals, msg("{{count}} bản chính"));
    add(papers->certified, msg("{{count}} bản chứng thực"));
    add(papers->copies, msg("{{count}} bản sao"));
    return out;
}

std::string batch_count(const page::Words& tr, Kind kind, std::int64_t count)
{
    const page::Words::Values value{{"count", std::to_string(count)}};
    return kind == Kind::dossiers ? tr("{{count}} hồ sơ", value) : tr("{{count}} kết quả", value);
}

http::Response batch_list(const Call& call)
{
    const Kind gives = batches::given_by(call.actor.role);
    const std::int64_t agency = call.actor.agency;
    db::Transaction tx = call.begin();
    const auto waiting = batches::waiting(tx, agency, gives, morning_of(call.today()));
    const auto under_way = batches::open_batches(tx, agency, gives, batches::received_by(call.actor.role));
    // Within one agency what one role gives is what the other receives, so that each batch is on one of the two.
    const auto is_mine = [&](const Batch& batch) { return batch.giver == agency && batch.kind == gives; };
    const auto given = std::ranges::count_if(under_way, is_mine);
    std::int64_t ready = 0;
    for (const batches::Waiting& one : waiting) ready += one.all;

    std::string shelf = call.request.query.get("view");
    if (shelf != "give" && shelf != "way" && shelf != "receive" && shelf != "done")
        shelf = given < std::ssize(under_way) ? "receive" : "give";
    View view{{"title", call.tr("Bàn giao")},
              {"waiting", View::array()},
              {"rows", View::array()},
              {"cancelled", View::array()},
              {"new_href", batch_new_path(gives, "")},
              {"next_href", false},
              {"first_href", false},
              {"columns",
               {column(call.tr("Phiếu")), column(call.tr("Bên giao")), column(call.tr("Bên nhận")),
                column(call.tr("Trạng thái"))}}};
    if (shelf == "give")
        for (const batches::Waiting& one : waiting) view["waiting"].push_back(waiting_row(call, gives, one));
    if (shelf == "way" || shelf == "receive")
        for (const Batch& one : under_way)
            if (is_mine(one) == (shelf == "way")) view["rows"].push_back(batch_row(call, one));
    if (shelf == "done") {
        const std::int64_t before = call.request.query.integer("before").value_or(0);
        auto closed = batches::closed_batches(tx, agency, before, kClosedPage + 1);
        if (std::ssize(closed) > kClosedPage) {
            closed.pop_back();
            view["next_href"] =
                std::string(kBatches) + "?view=done&before=" + std::to_string(closed.back().id);
        }
        if (before != 0) view["first_href"] = std::string(kBatches) + "?view=done";
        for (const Batch& one : closed) view["rows"].push_back(batch_row(call, one));
        if (before == 0)
            for (const batches::CancelledNumber& one : batches::cancelled_numbers(tx, gives, kCancelled))
                view["cancelled"].push_back(cancelled_row(call, one));
    }
    View items = View::array();
    const auto item = [&](const char* key, const char* label, const std::string& count) {
        items.push_back({{"label", call.tr(label)},
                         {"href", std::string(kBatches) + "?view=" + key},
                         {"count", count},
                         {"current", shelf == key}});
    };
    item("give", msg("Chờ bàn giao"), std::to_string(ready));
    item("way", msg("Đang chuyển"), std::to_string(given));
    item("receive", msg("Chờ nhận"), std::to_string(std::ssize(under_way) - given));
    item("done", msg("Đã xong"), "");
    view["views"] = {{"items", std::move(items)}};
    view["has_rows"] = !view["rows"].empty();
    view["has_cancelled"] = !view["cancelled"].empty();
    tx.commit();  // the acts take a connection of their own
    add_open_acts(view, call);
    view["has_waiting"] = !view["waiting"].empty();
    if (view["rows"].empty() && view["waiting"].empty()) view["empty"] = empty_list(call, shelf);
    return call.show("dossiers/batches/list", std::move(view));
}

}  // namespace lt::dossiers::pages
