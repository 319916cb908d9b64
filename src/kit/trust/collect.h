// Revocation data of a signature's certificates, asked for where they say, checked, and kept: OCSP first, then the list.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kit/base/clock.h"
#include "kit/base/message.h"
#include "kit/crypto/trust.h"
#include "kit/fetch/fetch.h"

namespace lt::trust {

// Revocation data that were checked once. Both kinds are DER.
struct Statement {
    enum class Kind : std::uint8_t { ocsp, crl } kind = Kind::ocsp;
    std::string der{};
};

// Where statements outlive the process: files, a table. For many threads at a time. What comes back is checked again, so a damaged
// one costs a question and nothing more.
class StatementStore {
public:
    virtual ~StatementStore() = default;
    virtual std::optional<std::string> find(const std::string& key) = 0;  // a key has 64 hexadecimal digits
    // `until` is when nobody needs it any more.
    virtual void keep(const std::string& key, const std::string& der, base::Time until) = 0;
};

struct CollectorOptions {
    // How long after its nextUpdate a statement counts while its authority does not answer.
    std::chrono::seconds grace = std::chrono::hours(24);
    // A server that did not answer is left alone this long.
    std::chrono::seconds back_off = std::chrono::minutes(5);
    std::size_t ocsp_bytes = 256U << 10U;
    std::size_t crl_bytes = 32U << 20U;
    std::size_t kept_bytes = 64U << 20U;  // in memory, of all statements together
    std::chrono::milliseconds connect{3000};
    std::chrono::milliseconds timeout{10000};  // for one answer
    std::chrono::milliseconds whole{20000};    // for all questions about one signature's certificates
};

struct Collected {
    crypto::Revocations known{};  // each one checked: about one of `certificates`, signed by who may say it
    // Of the path and of OCSP responders, for a file's DSS: no certificate twice, the one asked for first.
    std::vector<crypto::Certificate> certificates{};
    struct Missing {
        crypto::Certificate certificate;
        base::Message why{};  // "Máy chủ … không trả lời …"
    };
    std::vector<Missing> missing{};  // certificates about which nothing that counts is known
    // Statements past their nextUpdate stand in, because whoever should say newer ones does not answer. They count in
    // TrustStore::judge with the collector's grace.
    bool stale = false;
};

enum class Freshness : std::uint8_t {
    current,       // a statement before its nextUpdate is good enough: validation
    after_moment,  // OCSP is asked again when the answer was given before the moment: data for B-LT
};

// For many threads at a time.
class Collector {
public:
    // All but the options must outlive the collector. `store` may be missing.
    Collector(const crypto::TrustStore& trust, fetch::Fetcher& fetcher, const base::Clock& clock,
              CollectorOptions options = {}, StatementStore* store = nullptr);
    ~Collector();

    // About the certificate and all between it and an anchor that is believed at `at`, and about the OCSP responders. Nobody is asked
    // when there is no such anchor: addresses in a stranger's certificate are a stranger's. Then everything is empty.
    Collected collect(const crypto::Certificate& certificate, const std::vector<crypto::Certificate>& others,
                      base::Time at, Freshness freshness = Freshness::current);
    std::chrono::seconds grace() const;

private:
    std::unique_ptr<struct CollectorState> state_;
};

// Statements as files of one folder, named by their keys; those that nobody needs are removed now and then.
class FolderStore final : public StatementStore {
public:
    explicit FolderStore(std::filesystem::path folder, const base::Clock& clock);
    std::optional<std::string> find(const std::string& key) override;
    void keep(const std::string& key, const std::string& der, base::Time until) override;

private:
    std::filesystem::path folder_;
    const base::Clock& clock_;
};

}  // namespace lt::trust
