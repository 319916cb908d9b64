// See drafts.h.
#include "dossiers/results/drafts.h"

#include <array>

#include "dossiers/queries.h"
#include "kit/base/ids.h"

namespace lt::dossiers {

using base::msg;

namespace {

constexpr std::array<std::string_view, 5> kDraftStates{"draft", "submitted", "signed", "sealed", "dropped"};

ResultDraft read_draft(const db::Row& row)
{
    return {.uid = row["uid"].str(),
            .dossier = row["dossier_id"].int64(),
            .dossier_uid = row["dossier_uid"].str(),
            .dossier_code = row["dossier_code"].str(),
            .owner = row["owner_name"].str(),
            .procedure = row["procedure"].str(),
            .agency = row["agency_id"].int64(),
            .code = row["code"].str(),
            .name = row["name"].str(),
            .state = draft_state_from(row["state"].text()),
            .version = row["version"].int32(),
            .fields = row["fields"].str(),
            .file = row["file_uid"].str(),
            .own_file = row["own_file"].boolean(),
            .has_seal = row["has_seal"].boolean(),
            .signer = row["signer_id"].int64(),
            .signer_name = row["signer"].str(),
            .signer_title = row["signer_title"].str(),
            .note = row["note"].str(),
            .drafted_by = row["drafted_by"].int64(),
            .drafted_at = row["drafted_at"].time(),
            .submitted_at = row["submitted_at"].opt_time(),
            .book = row["book"].str_or(""),
            .year = static_cast<int>(row["year"].opt_int64().value_or(0)),
            .number = row["number"].opt_int64().value_or(0),
            .notation = row["notation"].str(),
            .issued_on = row["issued_on"].opt_day(),
            .signed_at = row["signed_at"].opt_time(),
            .sealed_at = row["sealed_at"].opt_time(),
            .sealed_by = row["sealed_by"].opt_int64().value_or(0),
            .result = row["result_no"].null() ? std::nullopt : std::optional(row["result_no"].int32()),
            .due_at = row["due_at"].opt_time()};
}

std::vector<ResultDraft> read_drafts(const db::Rows& rows)
{
    std::vector<ResultDraft> out;
    for (const db::Row row : rows) out.push_back(read_draft(row));
    return out;
}

template <class T>
std::optional<T> some(T value, const T& nothing = {})
{
    return value == nothing ? std::nullopt : std::optional(std::move(value));
}

}  // namespace

std::string_view to_text(DraftState state) { return kDraftStates.at(static_cast<std::size_t>(state)); }

DraftState draft_state_from(std::string_view text)
{
    for (std::size_t i = 0; i < kDraftStates.size(); ++i)
        if (kDraftStates[i] == text) return static_cast<DraftState>(i);
    throw base::Bug("no such state of a draft");
}

const char* words_of(DraftState state, bool has_seal)
{
    switch (state) {
    case DraftState::draft: return msg("Dự thảo");
    case DraftState::submitted: return msg("Chờ ký");
    case DraftState::is_signed: return has_seal ? msg("Chờ đóng dấu") : msg("Đã ký");
    case DraftState::sealed: return msg("Đã ký, đóng dấu");
    case DraftState::dropped: break;
    }
    return msg("Đã bỏ");
}

namespace store {

bool insert_draft(db::Transaction& tx, const ResultDraft& d)
{
    return !tx.run(sql::draft_insert, d.uid, d.dossier, d.agency, d.code, d.name, d.fields, d.file,
                   d.own_file, d.has_seal, d.signer, d.signer_name, d.signer_title, d.drafted_by,
                   d.drafted_at)
                .empty();
}

std::optional<ResultDraft> find_draft(db::Transaction& tx, const std::string& uid, Lock lock)
{
    if (!base::is_uid(uid)) return std::nullopt;
    if (lock == Lock::for_update && tx.run(sql::draft_lock, uid).empty()) return std::nullopt;
    const db::Rows rows = tx.run(sql::draft_by_uid, uid);
    return rows.empty() ? std::nullopt : std::optional(read_draft(rows[0]));
}

std::vector<ResultDraft> drafts_of(db::Transaction& tx, std::int64_t dossier)
{
    return read_drafts(tx.run(sql::drafts_of, dossier));
}

std::vector<Awaited> awaited_of(db::Transaction& tx, std::int64_t dossier)
{
    std::vector<Awaited> out;
    for (const db::Row row : tx.run(sql::awaited_of, dossier)) {
        const bool is_document = row["is_document"].boolean();
        out.push_back({.uid = row["uid"].str(),
                       .is_document = is_document,
                       .agency = row["agency_id"].int64(),
                       .name = row["name"].str(),
                       .notation = row["notation"].str(),
                       .state = is_document ? DraftState::draft : draft_state_from(row["state"].text())});
    }
    return out;
}

bool awaits_result(db::Transaction& tx, std::int64_t dossier) { return !awaited_of(tx, dossier).empty(); }

std::vector<ResultDraft> drafts_to_sign(db::Transaction& tx, std::int64_t agency, std::int64_t signer,
                                        int limit)
{
    return read_drafts(tx.run(sql::drafts_to_sign, agency, signer, limit));
}

std::vector<ResultDraft> drafts_to_seal(db::Transaction& tx, std::int64_t agency, int limit)
{
    return read_drafts(tx.run(sql::drafts_to_seal, agency, limit));
}

void update_draft(db::Transaction& tx, ResultDraft& d)
{
    const std::optional<std::int64_t> year =
        d.number == 0 ? std::nullopt : std::optional<std::int64_t>(d.year);
    const std::optional<std::int64_t> result = d.result;
    tx.send(sql::draft_update, d.uid, to_text(d.state), d.fields, d.file, d.own_file, d.signer, d.signer_name,
            d.signer_title, d.note, d.submitted_at, some(d.book), year, some(d.number), d.notation,
            d.issued_on, d.signed_at, d.sealed_at, some(d.sealed_by), result);
    ++d.version;
}

void number_draft(db::Transaction& tx, const ResultDraft& d)
{
    tx.send(sql::draft_number, d.uid, d.book, d.year, d.number, d.notation, d.issued_on);
}

std::int64_t last_number(db::Transaction& tx, const ResultDraft& d)
{
    const db::Rows rows = tx.run(sql::series_last, d.agency, d.book, std::to_string(d.year));
    return rows.empty() ? 0 : rows[0]["last"].int64();
}

void replace_file(db::Transaction& tx, const std::string& file, base::Time now)
{
    tx.send(sql::file_replace, file, now);
}

void judge_file(db::Transaction& tx, const std::string& file, const std::string& verdict)
{
    tx.send(sql::file_judge, file, verdict);
}

int add_result(db::Transaction& tx, std::int64_t dossier, const Outcome& outcome, const std::string& document)
{
    return tx
        .run(sql::result_add, dossier, outcome.code, outcome.name, outcome.number, outcome.issued_on,
             outcome.signer, some(outcome.file), some(document))[0]["no"]
        .int32();
}

}  // namespace store

}  // namespace lt::dossiers
