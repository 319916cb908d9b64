// See policy.h.
#include "accounts/policy.h"

#include <algorithm>
#include <array>

#include "kit/base/text.h"
#include "kit/page/page.h"

namespace lt::accounts {
namespace {

// What guessers try first, folded; parts of passwords, not whole ones.
constexpr std::array<std::string_view, 12> kGuessable{"password", "matkhau",  "123456",  "abcdef",
                                                      "qwerty",   "iloveyou", "admin",   "lienthong",
                                                      "111111",   "000000",   "vietnam", "abc123"};

std::size_t different_characters(std::string_view text)
{
    std::string sorted(text);
    std::ranges::sort(sorted);
    const auto rest = std::ranges::unique(sorted);
    return sorted.size() - rest.size();
}

}  // namespace

std::chrono::microseconds idle_limit(directory::Role role)
{
    return needs_second_factor(role) ? std::chrono::microseconds(kIdleAdministrator)
                                     : std::chrono::microseconds(kIdle);
}

bool needs_second_factor(directory::Role role)
{
    switch (role) {
    case directory::Role::agency_administrator:
    case directory::Role::platform_operator: return true;
    case directory::Role::registry_clerk:
    case directory::Role::leader:
    case directory::Role::specialist:
    case directory::Role::desk_staff: return false;
    }
    return true;
}

bool is_locked(const Failures& failures, base::Time now)
{
    return failures.locked_until && now < *failures.locked_until;
}

Failures after_failure(const Failures& failures, base::Time now)
{
    if (is_locked(failures, now)) return failures;
    const bool forgotten = failures.locked_until || (failures.last && *failures.last + kLockFor <= now);
    Failures next{forgotten ? 1 : failures.count + 1, std::nullopt, now};
    if (next.count >= kFailuresAllowed) next.locked_until = now + kLockFor;
    return next;
}

int attempts_left(const Failures& failures) { return std::max(0, kFailuresAllowed - failures.count); }

Step next_step(const LogInState& state)
{
    if (state.has_second_factor && !state.code_given) return Step::code;
    if (!state.has_second_factor && state.must_enrol) return Step::enrol;
    if (state.must_change_password) return Step::password;
    if (!state.post_chosen && state.posts != 1) return Step::post;
    return Step::done;
}

std::string password_fault(std::string_view password, std::string_view login, std::string_view name)
{
    const std::size_t length = base::length(password);
    if (length < kPasswordLength) return page::msg("Nhập mật khẩu có ít nhất 10 ký tự.");
    if (length > kPasswordLongest) return page::msg("Nhập mật khẩu có nhiều nhất 200 ký tự.");
    std::string folded = base::fold(password);
    std::erase(folded, ' ');
    std::string own_name = base::fold(name);
    std::erase(own_name, ' ');
    const bool holds_login = login.size() >= 4 && folded.find(login) != std::string::npos;
    const bool holds_name = own_name.size() >= 4 && folded.find(own_name) != std::string::npos;
    if (holds_login || holds_name) return page::msg("Chọn mật khẩu không chứa tên đăng nhập hay họ tên.");
    const bool guessable = std::ranges::any_of(kGuessable, [&](std::string_view word) {
        return folded.find(word) != std::string::npos && length < 16;
    });
    if (guessable || different_characters(password) < 5) {
        return page::msg("Mật khẩu này dễ đoán. Chọn mật khẩu khác, ví dụ bốn từ không liên quan đến nhau.");
    }
    return {};
}

std::optional<std::string> parse_login(std::string_view typed)
{
    const std::string login = base::fold(base::normalise(typed));
    if (login.size() < 3 || login.size() > 64) return std::nullopt;
    bool after_separator = true;
    for (const char c : login) {
        const bool separator = c == '.' || c == '_' || c == '-';
        if (separator ? after_separator : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')))
            return std::nullopt;
        after_separator = separator;
    }
    return after_separator ? std::nullopt : std::optional(login);
}

std::string safe_return(std::string_view target)
{
    const bool local = target.starts_with('/') && !target.starts_with("//") &&
                       target.find('\\') == std::string_view::npos && target.size() <= 2000 &&
                       std::ranges::all_of(target, [](char c) { return c > ' ' && c != 0x7f; });
    return local ? std::string(target) : "/";
}

}  // namespace lt::accounts
