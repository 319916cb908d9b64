// The rules of logging in: when an account locks, how long a session lasts, what a password must be, which step comes
// next. Pure: no database, no HTTP, no clock.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "directory/types.h"
#include "kit/base/clock.h"
#include "kit/base/result.h"

namespace lt::accounts {

// QCVN 12:2026/BCA: five wrong passwords lock for 12 hours to 30 days. An administrator may unlock earlier.
constexpr int kFailuresAllowed = 5;
constexpr std::chrono::hours kLockFor{12};

// An agency's 150 officials may stand behind one address, so this only stops machines: failures in a quarter of an hour.
constexpr int kAddressFailures = 60;
constexpr std::chrono::minutes kAddressWindow{15};

// Between the password and the code, or the choice of a post.
constexpr std::chrono::minutes kPendingLasts{15};
// A session ends with the working day at the latest, whatever happens.
constexpr std::chrono::hours kSessionLasts{12};
// Without a request. Those who can change other people's rights are asked again sooner.
constexpr std::chrono::hours kIdle{4};
constexpr std::chrono::minutes kIdleAdministrator{30};
// seen_at is kept to the minute, so that reading pages hardly writes.
constexpr std::chrono::minutes kSeenEvery{1};

constexpr std::size_t kPasswordLength = 10;  // code points, at least
constexpr std::size_t kPasswordLongest = 200;
constexpr int kRecoveryCodes = 10;

std::chrono::microseconds idle_limit(directory::Role role);

// May be abused to take over others: the second factor is a duty.
bool needs_second_factor(directory::Role role);

// Wrong attempts in a row, of a known or an unknown login.
struct Failures {
    int count = 0;
    std::optional<base::Time> locked_until{};
    std::optional<base::Time> last{};
};
bool is_locked(const Failures& failures, base::Time now);
// One more; a lock that has run out starts a new count, and so does a last failure as long ago as a lock lasts.
Failures after_failure(const Failures& failures, base::Time now);
int attempts_left(const Failures& failures);

// What stands between the log-in form and the first page. The order is the order of the checks.
enum class Step : std::uint8_t { code, enrol, password, post, done };
struct LogInState {
    bool code_given = false;  // or no code is needed
    bool has_second_factor = false;
    bool must_enrol = false;  // one of the posts makes it a duty
    bool must_change_password = false;
    int posts = 0;  // valid today
    bool post_chosen = false;
};
Step next_step(const LogInState& state);

// What is wrong with a new password, in the user's words; empty when it is good.
std::string password_fault(std::string_view password, std::string_view login, std::string_view name);

// "kinhbac.vanthu" from what was typed; nothing for what can't be a login.
std::optional<std::string> parse_login(std::string_view typed);

// "/documents?x=1" and nothing that leads to another site.
std::string safe_return(std::string_view target);

}  // namespace lt::accounts
