// See store.h.
#include "dossiers/batches/store.h"

#include <nlohmann/json.hpp>

#include "dossiers/queries.h"
#include "dossiers/store.h"
#include "kit/base/ids.h"

namespace lt::dossiers::batches {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kStages[] = {"given", "received", "withdrawn"};

std::string_view stage_text(Stage stage) { return kStages[static_cast<std::size_t>(stage)]; }

Stage read_stage(std::string_view text)
{
    if (text == "received") return Stage::received;
    return text == "withdrawn" ? Stage::withdrawn : Stage::given;
}

std::optional<std::int64_t> unit_or_null(std::int64_t unit)
{
    return unit == 0 ? std::nullopt : std::optional(unit);
}

Batch read_batch(const db::Row& row)
{
    return {.id = row["id"].int64(),
            .uid = row["uid"].str(),
            .kind = kind_from(row["kind"].text()).value_or(Kind::dossiers),
            .giver = row["giver_id"].int64(),
            .receiver = row["receiver_id"].int64(),
            .unit = row["unit_id"].opt_int64().value_or(0),
            .year = row["year"].int32(),
            .number = row["number"].int64(),
            .stage = read_stage(row["state"].text()),
            .lines = row["lines"].int32(),
            .refused = row["refused"].int32(),
            .given_at = row["given_at"].time(),
            .given_by = row["given_by"].int64(),
            .giver_name = row["giver_name"].str(),
            .giver_title = row["giver_title"].str(),
            .closed_at = row["closed_at"].opt_time(),
            .closed_by = row["closed_by"].opt_int64().value_or(0),
            .closer_name = row["closer_name"].str(),
            .closer_title = row["closer_title"].str(),
            .slip = row["slip_sha256"].str_or(""),
            .giver_certificate = row["giver_certificate"].str(),
            .record = row["sha256"].str_or(""),
            .closer_certificate = row["closer_certificate"].str(),
            .takes = row["takes"].boolean()};
}

std::vector<Batch> read_batches(const db::Rows& rows)
{
    std::vector<Batch> out;
    for (const db::Row row : rows) out.push_back(read_batch(row));
    return out;
}

Candidate read_candidate(const db::Row& row, Kind kind)
{
    const auto state = state_from(row["state"].text());
    CHECK(state);
    const PaperCounts papers{row["originals"].int32(), row["certified"].int32(), row["copies"].int32()};
    Candidate out{.id = row["id"].int64(),
                  .uid = row["uid"].str(),
                  .code = row["code"].str(),
                  .owner = row["owner_name"].str(),
                  .procedure_id = row["procedure_id"].int64(),
                  .procedure = row["procedure"].str(),
                  .field = row["field"].str_or(""),
                  .state = *state,
                  .agency = row["agency_id"].int64(),
                  .decides = row["decides_id"].int64(),
                  .ready_at = row["ready_at"].opt_time(),
                  .contents = kind == Kind::results ? row["numbers"].str() : to_words(papers)};
    if (const auto open = row["open_number"].opt_int64())
        out.lies_in = notation(kind_from(row["open_kind"].text()).value_or(kind), *open);
    if (const std::string why = row["refused"].str_or(""); !why.empty()) out.refused = why;
    return out;
}

}  // namespace

std::vector<Waiting> waiting(db::Transaction& tx, std::int64_t agency, Kind kind, base::Time begin_of_day)
{
    std::vector<Waiting> out;
    for (const db::Row row : tx.run(sql::batch_waiting, agency, to_text(kind), begin_of_day))
        out.push_back({row["receiver_id"].int64(), row["all"].int64(), row["today"].int64()});
    return out;
}

std::vector<std::string> suggested(db::Transaction& tx, std::int64_t agency, const Wish& wish)
{
    std::vector<std::string> out;
    for (const db::Row row : tx.run(sql::batch_suggested, agency, to_text(wish.kind), wish.receiver,
                                    unit_or_null(wish.unit), wish.from, static_cast<int>(kMostLines)))
        out.push_back(row["uid"].str());
    return out;
}

std::vector<Candidate> candidates(db::Transaction& tx, Kind kind, const std::vector<std::string>& uids,
                                  const std::vector<std::string>& codes)
{
    std::vector<std::string> asked;
    for (const std::string& uid : uids)
        if (base::is_uid(uid)) asked.push_back(uid);
    std::vector<Candidate> out;
    for (const db::Row row : tx.run(sql::batch_dossiers, asked, codes, to_text(kind)))
        out.push_back(read_candidate(row, kind));
    return out;
}

void lock(db::Transaction& tx, const std::vector<std::string>& dossier_uids)
{
    std::vector<std::string> asked;
    for (const std::string& uid : dossier_uids)
        if (base::is_uid(uid)) asked.push_back(uid);
    tx.run(sql::batch_lock, asked);
}

std::int64_t take_number(db::Transaction& tx, const Batch& batch, base::Time now, base::Time left)
{
    const std::string_view kind = to_text(batch.kind);
    const db::Rows own = tx.run(sql::batch_number, batch.uid, kind, batch.year, now);
    if (!own.empty()) return own[0]["number"].int64();
    const db::Rows unused = tx.run(sql::batch_number_left, batch.uid, kind, batch.year, now, left);
    if (!unused.empty()) return unused[0]["number"].int64();
    const std::int64_t number = lt::dossiers::store::take_number(
        tx, batch.giver, "batch_" + std::string(kind), std::to_string(batch.year));
    tx.send(sql::batch_number_keep, batch.uid, kind, batch.year, number, now);
    return number;
}

bool use_number(db::Transaction& tx, const Batch& batch)
{
    return !tx.run(sql::batch_number_use, batch.uid, to_text(batch.kind), batch.year, batch.number).empty();
}

std::vector<CancelledNumber> cancelled_numbers(db::Transaction& tx, Kind kind, int limit)
{
    std::vector<CancelledNumber> out;
    for (const db::Row row : tx.run(sql::batch_numbers_cancelled, to_text(kind), limit))
        out.push_back({kind, row["year"].int32(), row["number"].int64(), row["cancelled_at"].time()});
    return out;
}

void insert(db::Transaction& tx, Batch& batch, const std::vector<Candidate>& lines)
{
    batch.id =
        tx.run(sql::batch_insert, batch.uid, to_text(batch.kind), batch.receiver, unit_or_null(batch.unit),
               batch.year, batch.number, batch.given_at, batch.giver_name, batch.giver_title,
               static_cast<int>(lines.size()), batch.slip, batch.giver_certificate)[0]["id"]
            .int64();
    Json rows = Json::array();
    for (const Candidate& line : lines)
        rows.push_back({{"no", rows.size() + 1},
                        {"dossier", line.id},
                        {"procedure_id", line.procedure_id},
                        {"code", line.code},
                        {"procedure", line.procedure},
                        {"owner", line.owner},
                        {"contents", line.contents}});
    tx.run(sql::batch_lines_insert, batch.id, to_text(batch.kind), rows.dump());
}

void took_part(db::Transaction& tx, const Batch& batch) { tx.send(sql::batch_took_part, batch.id); }

void tell(db::Transaction& tx, const Batch& batch, std::string_view line_state, const base::Message& what,
          base::Time now)
{
    tx.send(sql::batch_events, batch.id, line_state, what.str(), Json{{"batch", batch.uid}}.dump(), now);
}

std::optional<Batch> find_batch(db::Transaction& tx, const std::string& uid, Hold hold)
{
    if (!base::is_uid(uid)) return std::nullopt;
    if (hold == Hold::for_closing) tx.run(sql::batch_hold, uid);
    const db::Rows rows = tx.run(sql::batch_by_uid, uid);
    return rows.empty() ? std::nullopt : std::optional(read_batch(rows[0]));
}

std::vector<Line> lines_of(db::Transaction& tx, const Batch& batch)
{
    std::vector<Line> out;
    for (const db::Row row : tx.run(sql::batch_lines, batch.id))
        out.push_back({.no = row["no"].int32(),
                       .dossier = row["uid"].str_or(""),
                       .code = row["code"].str(),
                       .procedure = row["procedure"].str(),
                       .owner = row["owner_name"].str(),
                       .contents = row["contents"].str(),
                       .state = row["state"].str(),
                       .remark = row["remark"].str()});
    return out;
}

void close(db::Transaction& tx, const Batch& batch, const std::vector<Line>& lines)
{
    Json rows = Json::array();
    for (const Line& line : lines)
        rows.push_back({{"no", line.no}, {"state", line.state}, {"remark", line.remark}});
    tx.send(sql::batch_lines_close, batch.id, rows.dump());
    tx.send(sql::batch_close, batch.id, stage_text(batch.stage), batch.closed_at, batch.closer_name,
            batch.closer_title, batch.refused,
            batch.record.empty() ? std::nullopt : std::optional(batch.record), batch.closer_certificate);
}

std::vector<Batch> open_batches(db::Transaction& tx, std::int64_t agency, Kind gives, Kind receives)
{
    return read_batches(tx.run(sql::batches_open, agency, to_text(gives), to_text(receives)));
}

std::vector<Batch> closed_batches(db::Transaction& tx, std::int64_t agency, std::int64_t before, int limit)
{
    return read_batches(tx.run(sql::batches_closed, agency, before, limit));
}

std::vector<Passing> passings(db::Transaction& tx, std::int64_t dossier)
{
    std::vector<Passing> out;
    for (const db::Row row : tx.run(sql::batches_of_dossier, dossier))
        out.push_back({.batch = {.kind = kind_from(row["kind"].text()).value_or(Kind::dossiers),
                                 .giver = row["giver_id"].int64(),
                                 .receiver = row["receiver_id"].int64(),
                                 .unit = row["unit_id"].opt_int64().value_or(0),
                                 .number = row["number"].int64(),
                                 .given_at = row["given_at"].time(),
                                 .giver_name = row["giver_name"].str(),
                                 .closed_at = row["closed_at"].opt_time(),
                                 .closer_name = row["closer_name"].str()},
                       .state = row["state"].str(),
                       .remark = row["remark"].str()});
    return out;
}

}  // namespace lt::dossiers::batches
