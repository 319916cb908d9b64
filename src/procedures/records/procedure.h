// An administrative procedure as a national record states it, and what of the record could not be understood. Values only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kit/base/clock.h"

namespace lt::procedures {

enum class Level : std::uint8_t { ministry, province, commune, other };

// How a dossier is handed in; the national codes are 1, 2 and 3.
enum class Way : std::uint8_t { counter, online, post };

enum class TimeUnit : std::uint8_t {
    unstated,  // the record gives the number alone
    minutes,
    hours,
    working_hours,
    days,
    working_days,
    months,
    same_day,  // amount 0
};

// A time within which the result is given. Of several, each says which case it is for.
struct Duration {
    int amount = 0;
    TimeUnit unit = TimeUnit::unstated;
    std::string condition{};  // "đối với nhà ở riêng lẻ"; empty: every case
    int cutoff_hour = 0;  // of same_day: received after this hour, on the next working day; 0: no such rule
    bool operator==(const Duration&) const = default;
};

enum class TimeState : std::uint8_t {
    stated,     // durations has it
    absent,     // the record is silent
    not_fixed,  // it says that the law fixes none
    no_result,  // nothing is handed back
    unclear,    // a time is written, and not understood: `time_text`
};

enum class FeeState : std::uint8_t { free, amount, absent, unclear };

struct Fee {
    FeeState state = FeeState::absent;
    std::int64_t amount = 0;  // of FeeState::amount, whole đồng or whole dollars
    std::string currency{};   // "VND", "USD"
    std::string per{};        // "giấy phép", "trang"; empty: a dossier
    std::string condition{};  // for which case, in the record's words
    std::string text{};       // the record's own words about it
    bool operator==(const Fee&) const = default;
};

// One line of the table of channels: a time, what is paid, and the record's remark.
struct Term {
    TimeState state = TimeState::absent;
    std::vector<Duration> durations{};
    std::string time_text{};
    std::vector<Fee> fees{};
    std::string note{};
};

struct Channel {
    Way way = Way::counter;
    std::vector<Term> terms{};
};

struct Paper {
    std::string code{};
    std::string name{};
    std::string form{};  // names of the form's files
    int originals = 0;
    int copies = 0;
};

struct Case {
    std::string name{};  // empty: the only one
    std::vector<Paper> papers{};
};

struct Outcome {
    std::string code{};
    std::string name{};
};

struct LegalBasis {
    std::string number{};  // "23/2015/NĐ-CP"
    std::string name{};
    std::string issuer{};  // as the number abbreviates it ("CP", "BTC"), or in words
    std::optional<base::Day> issued{};
};

struct Agencies {
    std::vector<std::string> decides{};     // cơ quan có thẩm quyền
    std::vector<std::string> executes{};    // cơ quan thực hiện
    std::vector<std::string> supports{};    // cơ quan phối hợp
    std::vector<std::string> authorised{};  // cơ quan được uỷ quyền
    std::string receives{};                 // địa chỉ tiếp nhận, in words
    bool anywhere = false;                  // received without regard to territory
};

// What was not understood; how it is said stands in words_of().
enum class Trouble : std::uint8_t {
    channels_unclear,
    time_without_unit,
    time_beside_fee,
    time_unclear,
    times_disagree,
    other_times,
    fee_unclear,
    fee_disagrees,
    fee_too_small,
    papers_unclear,
    count_unclear,
    form_unclear,
    law_unclear,
    result_unclear,
    level_unknown,
};
struct Issue {
    Trouble trouble{};
    std::string text{};  // of the record, shortened
};

struct Procedure {
    std::string code{};
    std::string name{};
    std::string field_code{};
    std::string field{};
    std::vector<Level> levels{};
    std::string kind{};      // loại thủ tục
    std::string decision{};  // which published it
    std::vector<std::string> subjects{};
    Agencies agencies{};
    std::string steps{};
    std::vector<Case> cases{};
    std::vector<Channel> channels{};
    std::vector<Outcome> results{};
    std::vector<LegalBasis> legal_bases{};
    std::string conditions{};
    std::string source{};  // where it is published
    std::vector<Issue> issues{};

    bool complete() const { return issues.empty(); }
};

// Stable names for files and the database: "working_days", "online" …
std::string_view to_text(Level);
std::string_view to_text(Way);
std::string_view to_text(TimeUnit);
std::string_view to_text(TimeState);
std::string_view to_text(FeeState);
std::string_view to_text(Trouble);

// Why it was not understood, in Vietnamese.
const char* words_of(Trouble);

// Notes what was not understood; `text` is cut to a line.
void add_issue(Procedure&, Trouble, std::string_view text);

}  // namespace lt::procedures
