#include "app/believed.h"

#include "app/remote_signing.h"
#include "signing/judge.h"
#include "signing/preserve.h"

namespace lt::app {

Believed::Believed(const base::Config& config, std::shared_ptr<const base::Clock> clock)
    : clock_(std::move(clock)),
      folders_(trust::load_folders({config.resources / "data" / "trust", base::trust_folder(config)})),
      strangers_({.allow_private = config.trust_private_addresses, .proxy = config.trust_proxy}),
      chosen_({.allow_private = true, .proxy = config.trust_proxy}),
      store_(config.state / "revocation", *clock_),
      collector_(folders_.store, strangers_, *clock_, {.grace = std::chrono::hours(config.trust_grace_hours)},
                 &store_),
      renewal_margin_(std::chrono::hours(24) * config.renewal_days)
{
    if (!config.timestamp_urls.empty())
        timestamps_.emplace(folders_.store, chosen_, *clock_,
                            trust::TimestampOptions{.urls = config.timestamp_urls});
}

void Believed::serve(const base::Config& config, signing::Services& signing)
{
    signing.remote = remote_signing(config, chosen_);
    signing.judge = [this](const std::string& bytes) {
        return signing::judge_pdf(bytes, folders_.store, clock_->now(), &collector_);
    };
    signing.believes = [this](const crypto::Certificate& certificate,
                              const std::vector<crypto::Certificate>& others) {
        return !folders_.store.judge(certificate, others, {}, clock_->now()).path.empty();
    };
    signing.revoked_at = [this](const crypto::Certificate& certificate,
                                const std::vector<crypto::Certificate>& others) {
        const base::Time now = clock_->now();
        // Not what was kept from an earlier question: it may be good for days yet.
        const trust::Collected said =
            collector_.collect(certificate, others, now, trust::Freshness::after_moment);
        return folders_.store.judge(certificate, others, said.known, now, collector_.grace()).revoked_at;
    };
    if (!timestamps_) return;
    signing.timestamp = [this](std::string_view digest) { return timestamps_->token(digest); };
    signing.preserve = [this](std::string bytes) {
        return signing::preserve_pdf(
            std::move(bytes),
            {.trust = folders_.store,
             .collector = collector_,
             .timestamp = [this](std::string_view digest) { return timestamps_->token(digest); },
             .margin = renewal_margin_},
            clock_->now());
    };
}

edxml::MessageSignature Believed::judge_message(std::string_view xml, const edxml::Message& message)
{
    const base::Time now = clock_->now();
    crypto::ValidationInput input{.trust = folders_.store, .now = now};
    auto found = edxml::verify_message(xml, message, input);
    if (!found.verdict || found.verdict->sub != crypto::SubIndication::try_later) return found;
    const auto& path = found.verdict->path;
    if (path.empty()) return found;
    input.known = collector_.collect(path.front(), path, now).known;
    input.grace = collector_.grace();
    return edxml::verify_message(xml, message, input);
}

}  // namespace lt::app
