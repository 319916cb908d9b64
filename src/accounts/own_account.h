// What officials do with their own account: password, second factor, recovery codes, other sessions, language.
#pragma once

#include <string>
#include <vector>

#include "accounts/core.h"
#include "accounts/log_in.h"
#include "accounts/sessions.h"
#include "kit/base/result.h"

namespace lt::accounts {

struct OwnAccount {
    store::Account account{};
    std::vector<store::PostChoice> posts{};
    int recovery_codes_left = 0;
};
OwnAccount own_account(Core& core, const Me& me);

// Needs the present password, which counts like one at log-in. Ends all other sessions; returns the new token.
base::Result<Token> change_password(Core& core, const Me& me, const std::string& present,
                                    const std::string& password, const std::string& again,
                                    const std::string& request_id);

// A secret that waits for its first code; the same one until it is confirmed, so that the page may be reloaded.
// conflict where a second factor is on already.
base::Result<std::string> begin_enrolment(Core& core, std::int64_t official);

// The first code proves that the telephone has the secret. Returns the recovery codes, which are never shown again.
struct Enrolled {
    std::vector<std::string> codes{};
    Token token{};  // of the session, which has changed
};
base::Result<Enrolled> confirm_enrolment(Core& core, const Me& me, const std::string& typed,
                                         const std::string& request_id);
// The same where it is a duty and the official is not in yet.
base::Result<Enrolled> confirm_enrolment(Core& core, const Pending& who, const std::string& typed,
                                         const std::string& request_id);

// Both need the password. Turning off is refused while a post makes the second factor a duty.
base::Result<base::Done> remove_second_factor(Core& core, const Me& me, const std::string& password,
                                              const std::string& request_id);
base::Result<std::vector<std::string>> renew_recovery_codes(Core& core, const Me& me,
                                                            const std::string& password,
                                                            const std::string& request_id);

void end_other_sessions(Core& core, const Me& me, const std::string& request_id);
void choose_language(Core& core, const Me& me, const std::string& language);

}  // namespace lt::accounts
