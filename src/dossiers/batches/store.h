// Rows of batches in and out. In the caller's transaction; the database shows each agency what it gives and receives.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dossiers/batches/batch.h"
#include "dossiers/services.h"
#include "kit/db/db.h"

namespace lt::dossiers::batches {

enum class Stage : std::uint8_t { given, received, withdrawn };

struct Batch {
    std::int64_t id = 0;
    std::string uid{};
    Kind kind = Kind::dossiers;
    std::int64_t giver = 0;     // agency
    std::int64_t receiver = 0;  // agency
    std::int64_t unit = 0;      // of the receiver; 0: the agency as a whole
    int year = 0;
    std::int64_t number = 0;
    Stage stage = Stage::given;
    int lines = 0;
    int refused = 0;
    base::Time given_at{};
    std::int64_t given_by = 0;  // official
    std::string giver_name{};
    std::string giver_title{};
    std::optional<base::Time> closed_at{};  // received or withdrawn
    std::int64_t closed_by = 0;
    std::string closer_name{};
    std::string closer_title{};
    std::string slip{};                // sha256, as it was given; "" where that was before slips were kept
    std::string giver_certificate{};   // name on the one that signed the slip; "": by name and time alone
    std::string record{};              // sha256, of what was taken; "" likewise
    std::string closer_certificate{};  // name on the one that signed the record
    bool takes = false;                // the reader is of the unit that it was given to
};

struct Line {
    int no = 0;
    std::string dossier{};  // uid; "" where the reader does not see it
    std::string code{};
    std::string procedure{};
    std::string owner{};
    std::string contents{};
    std::string state{};  // "open", "accepted", "refused", "withdrawn"
    std::string remark{};

    bool operator==(const Line&) const = default;
};

// A dossier that may become a line.
struct Candidate {
    std::int64_t id = 0;
    std::string uid{};
    std::string code{};
    std::string owner{};
    std::int64_t procedure_id = 0;
    std::string procedure{};
    std::string field{};
    State state{};
    std::int64_t agency = 0;
    std::int64_t decides = 0;
    std::optional<base::Time> ready_at{};
    std::string contents{};                // papers, or numbers of the results: as the slip says it
    std::string lies_in{};                 // notation of the open batch; "" for none
    std::optional<std::string> refused{};  // why it came back the last time
};

struct Waiting {
    std::int64_t receiver = 0;
    std::int64_t all = 0;
    std::int64_t today = 0;
};
std::vector<Waiting> waiting(db::Transaction& tx, std::int64_t agency, Kind kind, base::Time begin_of_day);

// uids of what waits for one receiver.
struct Wish {
    Kind kind{};
    std::int64_t receiver = 0;
    std::int64_t unit = 0;  // 0: any
    std::optional<base::Time> from{};
};
std::vector<std::string> suggested(db::Transaction& tx, std::int64_t agency, const Wish& wish);
std::vector<Candidate> candidates(db::Transaction& tx, Kind kind, const std::vector<std::string>& uids,
                                  const std::vector<std::string>& codes);
void lock(db::Transaction& tx, const std::vector<std::string>& dossier_uids);

// The number of a batch that is not given yet: that of an earlier try of the same form, one that another form left unused since before
// `left`, or the next of the series. For good, once this is committed.
std::int64_t take_number(db::Transaction& tx, const Batch& batch, base::Time now, base::Time left);
// The batch is given with it. False: another form has it by now, or it was cancelled.
bool use_number(db::Transaction& tx, const Batch& batch);
// A number that no slip has: at the end of its year nobody had used it.
struct CancelledNumber {
    Kind kind{};
    int year = 0;
    std::int64_t number = 0;
    base::Time at{};
};
// The agency's, of the newest year first.
std::vector<CancelledNumber> cancelled_numbers(db::Transaction& tx, Kind kind, int limit);

// Writes a new batch with its lines; sets the id. A dossier in another open batch is a violation of "hand_over_lines_open_key".
void insert(db::Transaction& tx, Batch& batch, const std::vector<Candidate>& lines);
void took_part(db::Transaction& tx, const Batch& batch);
// In the history of each dossier whose line is in the state.
void tell(db::Transaction& tx, const Batch& batch, std::string_view line_state, const base::Message& what,
          base::Time now);

enum class Hold : std::uint8_t { none, for_closing };
std::optional<Batch> find_batch(db::Transaction& tx, const std::string& uid, Hold hold = Hold::none);
std::vector<Line> lines_of(db::Transaction& tx, const Batch& batch);
void close(db::Transaction& tx, const Batch& batch, const std::vector<Line>& lines);

std::vector<Batch> open_batches(db::Transaction& tx, std::int64_t agency, Kind gives, Kind receives);
std::vector<Batch> closed_batches(db::Transaction& tx, std::int64_t agency, std::int64_t before, int limit);

// By whose hands a dossier went.
struct Passing {
    Batch batch{};  // without what only its own page needs
    std::string state{};
    std::string remark{};
};
std::vector<Passing> passings(db::Transaction& tx, std::int64_t dossier);

}  // namespace lt::dossiers::batches
