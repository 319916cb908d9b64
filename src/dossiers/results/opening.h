// A signature on a result in two steps: opened, made by whoever has the key – at once, or somewhere else after minutes –, and closed. Only
// closing changes the draft, so whatever breaks off in between has changed nothing but its number. Inside results only.
#pragma once

#include "dossiers/results/signing.h"
#include "signing/acts.h"

namespace lt::dossiers {

// The job that judges what was signed.
inline constexpr const char* kJudgeResult = "dossiers.judge_result";

enum class ResultSignature : std::uint8_t { leader, seal };
// The state of a draft that waits for it.
DraftState before(ResultSignature what);
// Signed, and perhaps sealed since.
bool is_behind(const ResultDraft& draft, ResultSignature what);
// Whose key it is: the leader who was asked to sign, or the registry of the agency that decides.
bool may_sign(const Actor& actor, ResultSignature what, const ResultDraft& draft);

struct HowToSign {
    ResultSignature what{};
    const pdf::Picture* picture = nullptr;
    signing::Writer writer = signing::Writer::here;
};

// Looked at and rehearsed with a number as long as any that can come: what is refused here is refused before a number is given.
base::Result<base::Done> check_result_signature(Services& services, const Actor& actor, const Signature& wish,
                                                const HowToSign& how);

struct OpenResult {
    ResultDraft draft{};
    signing::OpenFile file{};
};
// Numbered for good where the leader signs, unless an earlier try did. Faults as of sign_result().
base::Result<OpenResult> open_result_signature(Services& services, const Actor& actor, const Signature& wish,
                                               const HowToSign& how);

struct ResultToClose {
    std::string draft{};
    int version = 0;
    std::string file{};    // uid
    std::string before{};  // SHA-256 of the content that was given out
    bool ends_step = true;
};
// The signed content takes the place of what was signed, once. conflict: it is not any more what was given out.
base::Result<Signed> close_result_signature(Services& services, const Actor& actor, ResultSignature what,
                                            const ResultToClose& to_close, const std::string& content);

}  // namespace lt::dossiers
