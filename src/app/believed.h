// Whom this installation believes and whom it asks: roots, revocation data, timestamps.
#pragma once

#include <optional>
#include <string>

#include "exchange/edxml/signature.h"
#include "kit/base/clock.h"
#include "kit/base/config.h"
#include "kit/fetch/fetch.h"
#include "kit/trust/collect.h"
#include "kit/trust/load.h"
#include "kit/trust/timestamps.h"
#include "signing/api.h"

namespace lt::app {

// Members in the order in which they need one another. Throws trust::WrongFile for a folder that can't be used.
class Believed {
public:
    Believed(const base::Config& config, std::shared_ptr<const base::Clock> clock);
    Believed(const Believed&) = delete;
    Believed& operator=(const Believed&) = delete;

    // Gives the feature its ways to ask and to judge; they live as long as this.
    void serve(const base::Config& config, signing::Services& signing);

    // Judges the signature over a message of the exchange axis; `xml` are the bytes that it was read from.
    edxml::MessageSignature judge_message(std::string_view xml, const edxml::Message& message);

private:
    std::shared_ptr<const base::Clock> clock_;
    trust::Folders folders_;
    fetch::HttpFetcher strangers_;  // addresses that stand in certificates
    fetch::HttpFetcher chosen_;     // addresses that the operator wrote down
    trust::FolderStore store_;
    trust::Collector collector_;
    std::chrono::hours renewal_margin_;
    std::optional<trust::TimestampAuthorities> timestamps_{};
};

}  // namespace lt::app
