// See rows.h.
#include "signing/acts/rows.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "kit/audit/audit.h"
#include "signing/queries.h"

namespace lt::signing::act_rows {
namespace {

constexpr std::pair<ActState, const char*> kStates[] = {{ActState::waiting, "waiting"},
                                                        {ActState::confirmed, "confirmed"},
                                                        {ActState::done, "done"},
                                                        {ActState::undone, "undone"}};

ActState state_of(std::string_view text)
{
    for (const auto& [state, name] : kStates)
        if (text == name) return state;
    CHECK(false);
    return {};
}

const char* text_of(ActState state)
{
    for (const auto& [known, name] : kStates)
        if (known == state) return name;
    CHECK(false);
    return "";
}

base::Message message_of(const db::Value& value)
{
    if (value.null()) return {};
    const auto json = nlohmann::json::parse(value.text());
    base::Message message(json.at("text").get<std::string>());
    for (const auto& one : json.at("values"))
        message.values.push_back({one.at("name"), one.at("text"), one.at("in_catalogue")});
    return message;
}

}  // namespace

std::string to_json(const base::Message& message)
{
    nlohmann::json values = nlohmann::json::array();
    for (const auto& value : message.values)
        values.push_back({{"name", value.name}, {"text", value.text}, {"in_catalogue", value.in_catalogue}});
    return nlohmann::json{{"text", message.text}, {"values", std::move(values)}}.dump();
}

std::vector<std::span<const ActFile>> by_item(const std::vector<ActFile>& files)
{
    std::vector<std::span<const ActFile>> groups;
    for (auto at = files.begin(); at != files.end();) {
        const auto end =
            std::find_if(at, files.end(), [&](const ActFile& one) { return one.item != at->item; });
        groups.emplace_back(at, end);
        at = end;
    }
    return groups;
}

std::int64_t add(db::Transaction& tx, const Act& act, const std::string& key,
                 const std::vector<ActFile>& files, base::Time now)
{
    const db::Scope& scope = tx.scope();
    const std::int64_t id = tx.run(sql::signing_act_add, act.uid, scope.agency, scope.official, key,
                                   act.purpose, act.expires_at, now)[0]["id"]
                                .int64();
    int position = 0;
    for (const ActFile& file : files)
        tx.run(sql::signing_act_file_add, id, position++, file.item, file.version, file.name, file.file,
               file.before, file.content, static_cast<std::int64_t>(file.begin),
               static_cast<std::int64_t>(file.end), std::as_bytes(std::span(file.digest)), file.detail);
    note(tx, "begun", act, now);
    return id;
}

std::optional<Stored> find(db::Transaction& tx, const std::string& uid)
{
    const db::Rows rows = tx.run(sql::signing_act_one, uid);
    if (rows.empty()) return std::nullopt;
    const db::Row row = rows[0];
    Stored stored{.id = row["id"].int64(),
                  .act = {.uid = row["uid"].str(),
                          .purpose = row["purpose"].str(),
                          .state = state_of(row["state"].text()),
                          .asked = !row["transaction"].text().empty(),
                          .by_code = row["by_code"].boolean(),
                          .by_plugin = row["by_plugin"].boolean(),
                          .expires_at = row["expires_at"].time(),
                          .why = message_of(row["why"])},
                  .key = row["key_uid"].str(),
                  .transaction = row["transaction"].str()};
    for (const db::Row file : tx.run(sql::signing_act_files_of, stored.id)) {
        stored.files.push_back({.item = file["document_uid"].str(),
                                .version = file["document_version"].int32(),
                                .name = file["document_name"].str(),
                                .detail = file["detail"].str(),
                                .file = file["file_uid"].str(),
                                .before = file["before_sha256"].str(),
                                .content = file["sha256"].str_or(""),
                                .begin = static_cast<std::size_t>(file["hole_begin"].int64()),
                                .end = static_cast<std::size_t>(file["hole_end"].int64()),
                                .digest = file["digest"].bytes(),
                                .delivered = file["delivered_sha256"].str_or(""),
                                .closed = file["closed"].boolean(),
                                .failed = !file["why"].null()});
        const ActFile& added = stored.files.back();
        auto& items = stored.act.items;
        if (items.empty() || items.back().uid != added.item)
            items.push_back({.uid = added.item,
                             .name = added.name,
                             .detail = added.detail,
                             .why = added.closed ? base::Message() : message_of(file["why"]),
                             .closed = added.closed});
    }
    return stored;
}

std::vector<OpenAct> open(db::Transaction& tx, const std::vector<std::string>& purposes)
{
    std::vector<OpenAct> acts;
    for (const db::Row row :
         tx.run(sql::signing_acts_open, tx.scope().agency, tx.scope().official, purposes)) {
        if (row["items"].texts().empty()) continue;  // about to end
        acts.push_back({.uid = row["uid"].str(),
                        .expires_at = row["expires_at"].time(),
                        .items = row["items"].texts(),
                        .first_name = row["first_name"].str()});
    }
    return acts;
}

void note(db::Transaction& tx, const char* action, const Act& act, base::Time now)
{
    const nlohmann::json detail{{"purpose", act.purpose}, {"documents", act.items.size()}};
    audit::record(tx, {"signing_act." + std::string(action), act.uid, detail.dump(), now});
}

bool end(db::Transaction& tx, const Stored& stored, const std::vector<std::string>& from, ActState state,
         base::Time now, const base::Message& why)
{
    const auto reason = why.empty() ? std::optional<std::string>() : std::optional(to_json(why));
    if (tx.run(sql::signing_act_end, stored.id, from, text_of(state), now, reason).empty()) return false;
    tx.run(sql::signing_act_forget, stored.id);
    note(tx, text_of(state), stored.act, now);
    return true;
}

bool end_by_items(db::Transaction& tx, const Stored& stored, const std::vector<std::string>& from,
                  base::Time now, const base::Message& why)
{
    if (std::ranges::any_of(stored.act.items, &ActItem::closed))
        return end(tx, stored, from, ActState::done, now, {});
    return end(tx, stored, from, ActState::undone, now, why.empty() ? stored.act.items.back().why : why);
}

}  // namespace lt::signing::act_rows
