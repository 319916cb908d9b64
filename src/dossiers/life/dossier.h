// The life of a dossier: its states, which act leads from one to another, what each act does to the clock, and what can be taken
// back. Pure. Money, delivery and synchronisation have states of their own and change nothing here. States are the ten of the national
// exchange (their codes in national_code()).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "calendar/deadline.h"
#include "kit/base/result.h"

namespace lt::dossiers {

enum class State : std::uint8_t {
    registered,  // 1 Mới đăng ký: came online, nobody has looked at it yet
    received,    // 2 Được tiếp nhận
    rejected,    // 3 Không được tiếp nhận
    processing,  // 4 Đang xử lý
    supplement,  // 5 Yêu cầu bổ sung giấy tờ
    payment,     // 6 Yêu cầu thực hiện nghĩa vụ tài chính
    withdrawn,   // 7 Công dân yêu cầu rút hồ sơ
    stopped,     // 8 Dừng xử lý
    resolved,    // 9 Đã xử lý xong
    returned,    // 10 Đã trả kết quả
};
int national_code(State state);
std::string_view to_text(State state);  // "processing": as stored
std::optional<State> state_from(std::string_view text);
const char* words_of(State state);  // "Đang xử lý"
bool is_over(State state);          // nothing more happens: rejected, withdrawn, stopped, returned

enum class ActKind : std::uint8_t {
    lodge,           // online: it waits to be accepted
    receive,         // at the counter; for an online dossier: it is accepted
    reject,          // form 03
    begin,           // it goes to those who process it
    ask_supplement,  // form 02
    supplemented,    // what was asked for has come
    ask_payment,     // of a financial duty (tax, land use): the agency's clock stands still
    paid,
    extend,  // with an apology, form 04
    verify,  // something must be verified first, for which the law gives more time; form 04 tells until when
    withdraw,   // as the citizen asks
    stop,       // form 05
    resolve,    // there is a result
    hand_over,  // of the result
    note,       // a remark in the history; changes nothing
    take_back,  // of the act before
};
std::string_view to_text(ActKind kind);  // "ask_supplement": as stored
std::optional<ActKind> act_from(std::string_view text);
const char* words_of(ActKind kind);  // "Yêu cầu bổ sung", for histories and buttons

// What acts change. The clock has the acts of its own history; without one there is no due time.
struct Life {
    State state = State::registered;
    State before = State::registered;  // to which a supplement leads back
    std::optional<calendar::Deadline> clock{};
    int supplements = 0;  // asked for since it was received
    std::optional<base::Time> received_at{};
    std::optional<base::Time> resolved_at{};
    std::optional<base::Time> ended_at{};

    bool operator==(const Life&) const = default;
};

struct Act {
    ActKind kind{};
    base::Time at{};
    std::int64_t by = 0;        // official
    std::string reason{};       // of those that need one: see needs_reason()
    std::string basis{};        // of an extension, and of a second supplement
    calendar::Duration more{};  // of an extension
};
bool needs_reason(ActKind kind);

// What the act makes of the dossier. `limit`: of the procedure, for the act `receive`, and the longer one for `verify`; nothing: no due time.
// conflict: the act does not fit the state; the supplement was asked for already (by law once, but for a stated basis); the due time of an
// extension or a verification is over, or a verification gives no more time. invalid, at "reason", "basis", "more": as calendar/deadline.h.
base::Result<Life> act(const Life& life, const Act& act, const std::optional<calendar::Limit>& limit,
                       const calendar::Calendar& calendar);

// Whether the act fits the state, for the buttons of a page.
bool fits(State state, ActKind kind);

// The act before is taken back: all is as if it had never been done, and the history shows both. conflict: it is of a kind that stays.
// `before`: as the dossier was then.
base::Result<Life> take_back(ActKind last, const Life& before, const Act& act);
bool can_be_taken_back(ActKind last);
// Why an act of this kind stays, and what to do instead: a receipt has been given, work has begun, or it is a take back itself. nullptr: it can be
// taken back.
const char* why_not_taken_back(ActKind last);

// The time until which it is due; nothing while its clock stands still, and without one.
std::optional<base::Time> due_of(const Life& life, const calendar::Calendar& calendar);

// How it ended, or stands now, for figures: by the days of the two times (II.06a counts days).
enum class Timeliness : std::uint8_t { early, on_time, late };
Timeliness timeliness(std::optional<base::Time> due, base::Time done);

// The clock as it is kept in the database: one JSON object.
std::string to_json(const calendar::Deadline& clock);
calendar::Deadline clock_from_json(std::string_view json);  // of what to_json wrote; else throws base::Bug
std::string to_json(const Life& life);
Life life_from_json(std::string_view json);

}  // namespace lt::dossiers
