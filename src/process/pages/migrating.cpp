// Running cases go over to another version: which one, what stands for what, a dry run, and how far it went. One form carries all of it
// from page to page, so that nothing is kept before it is confirmed.
#include "process/migrating.h"

#include <nlohmann/json.hpp>

#include "kit/base/text.h"
#include "process/pages/call.h"

namespace lt::process::pages {
namespace {

using page::msg;

constexpr std::size_t kLongestReason = 500;

std::string field_of(const std::string& element) { return "m_" + element; }
std::string digits(std::int64_t count) { return std::to_string(count); }

// What the agency's cases can go over to: what was deployed later and is in use.
std::vector<DefinitionRow> later_versions(db::Transaction& tx, const DefinitionRow& from)
{
    std::vector<DefinitionRow> later;
    for (DefinitionRow& one : definition_rows(tx, from.key))
        if (one.deployed_at > from.deployed_at && !one.retired_at) later.push_back(std::move(one));
    return later;
}

std::string version_words(const Call& call, const DefinitionRow& row)
{
    const std::string version = call.tr("Phiên bản {{version}}", {{"version", digits(row.version)}});
    return (row.agency ? version : version + ", " + call.tr("dùng chung toàn tỉnh")) +
           (row.note.empty() ? "" : " – " + row.note);
}

// What the form is about: both versions, and what has to be said of them.
struct Move {
    DefinitionRow from{};
    std::vector<DefinitionRow> later{};  // the newest first
    const DefinitionRow* to = nullptr;   // one of `later`; null: there is none
    Comparison comparison{};
};

// `to`: as the form says it; the newest where it says nothing.
std::optional<Move> find_move(const Call& call, db::Transaction& tx, const std::string& to)
{
    auto from = find_definition(tx, call.request.param("uid"));
    if (!from) return std::nullopt;
    Move move{.from = std::move(*from)};
    move.later = later_versions(tx, move.from);
    for (const DefinitionRow& one : move.later)
        if (one.uid == to) move.to = &one;
    if (move.to == nullptr && !move.later.empty()) move.to = &move.later.front();
    if (move.to == nullptr) return move;
    const DefinitionPtr old = find_version(tx, call.process(), move.from.uid),
                        fresh = find_version(tx, call.process(), move.to->uid);
    CHECK(old && fresh);
    move.comparison = compare(old->graph, fresh->graph);
    return move;
}

// What was chosen; anything that the page did not offer is no choice.
Mapping mapping_of(const Call& call, const Comparison& comparison)
{
    Mapping mapping;
    for (const Open& open : comparison.open) {
        const std::string chosen = call.request.form.get(field_of(open.old.element));
        for (const Image& one : open.candidates)
            if (one.element == chosen) mapping[open.old.element] = chosen;
    }
    return mapping;
}

html::View facts_of(const Call& call, const Move& move)
{
    html::View facts{fact(call.tr("Quy trình"), move.from.name, definition_path(move.from)),
                     fact(call.tr("Từ"), version_words(call, move.from)),
                     fact(call.tr("Hồ sơ đang chạy"), digits(move.from.open))};
    if (move.to != nullptr && move.later.size() == 1)
        facts.push_back(fact(call.tr("Sang"), version_words(call, *move.to)));
    return facts;
}

http::Response edit_page(const Call& call, const Move& move, bool typed)
{
    html::View view{{"title", call.tr("Chuyển hồ sơ sang phiên bản khác")},
                    {"action", definition_path(move.from) + "/migration"},
                    {"cancel_href", definition_path(move.from)},
                    {"facts", facts_of(call, move)},
                    {"has_target", move.to != nullptr},
                    {"several", move.later.size() > 1},
                    {"kept", move.comparison.kept},
                    {"has_open", !move.comparison.open.empty()}};
    const http::Form nothing_typed;
    page::FormView form(view, typed ? call.request.form : nothing_typed, nullptr, call.tr);
    if (move.to != nullptr) {
        view["to"] = move.to->uid;
        std::vector<page::Choice> versions;
        for (const DefinitionRow& one : move.later)
            versions.push_back({one.uid, version_words(call, one), {}, &one == move.to});
        form.choices("to", call.tr("Sang phiên bản"), versions);
    }
    view["rows"] = html::View::array();
    for (const Open& open : move.comparison.open) {
        std::vector<page::Choice> choices{{"", call.tr("Không có bước thay"), {}, open.proposed.empty()}};
        for (const Image& one : open.candidates)
            choices.push_back({one.element,
                               one.name == one.element ? one.element : one.name + " (" + one.element + ")",
                               {},
                               one.element == open.proposed});
        const std::string name = field_of(open.old.element);
        form.choices(name,
                     open.old.name == open.old.element ? open.old.element
                                                       : open.old.name + " (" + open.old.element + ")",
                     choices);
        view["rows"].push_back(view["fields"][name]);
    }
    return call.show("process/migration", std::move(view));
}

html::View obstacle_rows(const Call& call, const std::vector<Obstacle>& obstacles,
                         const std::map<std::string, std::string>& names)
{
    html::View rows = html::View::array();
    for (const Obstacle& one : obstacles) {
        const auto name = names.find(one.element);
        rows.push_back({{"href", std::string(kInstances) + "/" + one.instance},
                        {"name", one.business_key.empty() ? one.instance : one.business_key},
                        {"element", name == names.end() ? one.element : name->second},
                        {"why", call.tr(one.why)}});
    }
    return rows;
}

http::Response trial_page(const Call& call, db::Transaction& tx, const Move& move, const Mapping& mapping,
                          const base::Error* error)
{
    const auto run = try_migration(tx, call.process(), move.from.uid, move.to->uid, mapping);
    if (!run) return call.refuse(run.error());
    html::View view{{"title", call.tr("Chạy thử: chuyển sang phiên bản {{version}}",
                                      {{"version", digits(move.to->version)}})},
                    {"action", definition_path(move.from) + "/migration"},
                    {"cancel_href", definition_path(move.from)},
                    {"facts",
                     {fact(call.tr("Quy trình"), move.from.name, definition_path(move.from)),
                      fact(call.tr("Từ"), version_words(call, move.from)),
                      fact(call.tr("Sang"), version_words(call, *move.to)),
                      fact(call.tr("Chuyển được"), digits(run->movable)),
                      fact(call.tr("Không chuyển được"), digits(run->held_back))}},
                    {"can_move", run->movable > 0},
                    {"has_rows", run->held_back > 0},
                    {"more", run->held_back > std::ssize(run->obstacles)},
                    {"rows", obstacle_rows(call, run->obstacles, names_in(*source_of(tx, move.from.uid)))}};
    view["kept_fields"] = html::View::array();
    view["kept_fields"].push_back({{"name", "to"}, {"value", move.to->uid}});
    for (const Open& open : move.comparison.open) {
        const auto chosen = mapping.find(open.old.element);
        view["kept_fields"].push_back(
            {{"name", field_of(open.old.element)}, {"value", chosen == mapping.end() ? "" : chosen->second}});
    }
    page::FormView form(view, call.request.form, error, call.tr);
    form.field("reason", call.tr("Lý do"), "",
               {{"rows", 3}, {"hint", call.tr("Được ghi vào lịch sử của từng hồ sơ và nhật ký.")}});
    return call.show("process/migration_trial", std::move(view), error);
}

}  // namespace

http::Response migration_ask(const Call& call)
{
    db::Transaction tx = call.begin();
    const auto move = find_move(call, tx, call.request.query.get("to"));
    return move ? edit_page(call, *move, false) : call.nothing();
}

http::Response migration_do(const Call& call)
{
    const auto typed = [&](const char* name) { return call.request.form.get(name); };
    db::Transaction tx = call.begin();
    const auto move = find_move(call, tx, typed("to"));
    if (!move || move->to == nullptr) return call.nothing();
    const Mapping mapping = mapping_of(call, move->comparison);
    if (typed("then") == "edit") return edit_page(call, *move, true);
    if (typed("then") != "move") return trial_page(call, tx, *move, mapping, nullptr);
    const std::string reason = typed("reason");
    if (base::length(reason) > kLongestReason) {
        const base::Error error = base::invalid("reason", msg("Lý do dài quá 500 chữ. Viết ngắn lại."));
        return trial_page(call, tx, *move, mapping, &error);
    }
    const auto begun =
        migrate_all(tx, call.process(), call.actor(), move->from.uid, move->to->uid, mapping, reason);
    if (!begun) {
        const base::Error& error = begun.error();
        return error.field.empty() ? call.refuse(error) : trial_page(call, tx, *move, mapping, &error);
    }
    tx.commit();
    return http::redirect(std::string(kMigrations) + "/" + *begun + "?done=migrating");
}

http::Response migration_show(const Call& call)
{
    db::Transaction tx = call.begin();
    const auto row = find_migration(tx, call.request.param("uid"));
    if (!row) return call.nothing();
    const auto held_back = held_back_by(tx, row->id);
    const auto people = names_of_people(tx, call.me().agency, call.now);
    const auto who = people.find(row->started_by);
    html::View view{
        {"title", call.tr("Chuyển hồ sơ từ phiên bản {{from}} sang phiên bản {{to}}",
                          {{"from", digits(row->from_version)}, {"to", digits(row->to_version)}})},
        {"path", std::string(kMigrations) + "/" + row->uid},
        {"running", row->waiting > 0},
        {"has_rows", row->held_back > 0},
        {"more", row->held_back > std::ssize(held_back)},
        {"rows", obstacle_rows(call, held_back, names_in(*source_of(tx, row->from)))}};
    view["facts"] = {fact(call.tr("Quy trình"), row->process, std::string(kDefinitions) + "/" + row->to),
                     fact(call.tr("Lý do"), row->reason),
                     fact(call.tr("Bắt đầu"), base::format_vietnam(row->started_at))};
    if (who != people.end()) view["facts"].push_back(fact(call.tr("Người chuyển"), who->second));
    view["facts"].push_back(fact(call.tr("Đã chuyển"), digits(row->moved)));
    view["facts"].push_back(fact(call.tr("Đang chờ chuyển"), digits(row->waiting)));
    view["facts"].push_back(fact(call.tr("Không chuyển được"), digits(row->held_back)));
    add_flash(view, call);
    return call.show("process/migrated", std::move(view));
}

}  // namespace lt::process::pages
