// Results on their way to the citizen: drafted, submitted, signed with their number, sealed. Values and rows; what is done with them is in
// drafting.h and signing.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dossiers/store.h"

namespace lt::dossiers {

enum class DraftState : std::uint8_t { draft, submitted, is_signed, sealed, dropped };
std::string_view to_text(DraftState state);  // "submitted": as stored
DraftState draft_state_from(std::string_view text);
const char* words_of(DraftState state, bool has_seal);  // "Chờ ký"

struct ResultDraft {
    std::string uid{};
    std::int64_t dossier = 0;
    std::string dossier_uid{};
    std::string dossier_code{};
    std::string owner{};
    std::string procedure{};
    std::int64_t agency = 0;
    std::string code{};  // of the kind of result
    std::string name{};
    DraftState state{};
    int version = 1;
    std::string fields = "{}";  // JSON of FieldValues
    std::string file{};         // uid
    bool own_file = false;      // uploaded, not drawn
    bool has_seal = true;
    std::int64_t signer = 0;  // official
    std::string signer_name{};
    std::string signer_title{};
    std::string note{};  // why it was returned
    std::int64_t drafted_by = 0;
    base::Time drafted_at{};
    std::optional<base::Time> submitted_at{};
    std::string book{};  // of numbers
    int year = 0;
    std::int64_t number = 0;
    std::string notation{};
    std::optional<base::Day> issued_on{};
    std::optional<base::Time> signed_at{};
    std::optional<base::Time> sealed_at{};
    std::int64_t sealed_by = 0;
    std::optional<int> result{};         // row of dossier_results
    std::optional<base::Time> due_at{};  // of the dossier
};

namespace store {

// False: this form made a draft before.
bool insert_draft(db::Transaction& tx, const ResultDraft& draft);
std::optional<ResultDraft> find_draft(db::Transaction& tx, const std::string& uid, Lock lock = Lock::none);
std::vector<ResultDraft> drafts_of(db::Transaction& tx, std::int64_t dossier);
// Results and documents that wait for a signature, a seal or their issue, for who sees the dossier.
struct Awaited {
    std::string uid{};
    bool is_document = false;
    std::int64_t agency = 0;  // whose it is; one that is gone leaves it behind
    std::string name{};
    std::string notation{};  // once it has its number
    DraftState state{};      // of a draft
};
std::vector<Awaited> awaited_of(db::Transaction& tx, std::int64_t dossier);
bool awaits_result(db::Transaction& tx, std::int64_t dossier);
std::vector<ResultDraft> drafts_to_sign(db::Transaction& tx, std::int64_t agency, std::int64_t signer,
                                        int limit);
std::vector<ResultDraft> drafts_to_seal(db::Transaction& tx, std::int64_t agency, int limit);
// All that may change; `version` counts up.
void update_draft(db::Transaction& tx, ResultDraft& draft);
// Its number, before it is signed; its version stays.
void number_draft(db::Transaction& tx, const ResultDraft& draft);
// The last number of its book, as it stands now.
std::int64_t last_number(db::Transaction& tx, const ResultDraft& draft);

// A file that a newer one stands for.
void replace_file(db::Transaction& tx, const std::string& file, base::Time now);
void judge_file(db::Transaction& tx, const std::string& file, const std::string& verdict);
// One more result; its number in the dossier.
int add_result(db::Transaction& tx, std::int64_t dossier, const Outcome& outcome,
               const std::string& document = {});

}  // namespace store

}  // namespace lt::dossiers
