// `lienthong trust`: what the operator asks and decides about whom this installation believes.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "app/commands.h"
#include "kit/crypto/digest.h"
#include "kit/trust/load.h"
#include "kit/trust/timestamps.h"

namespace lt::app {
namespace {

constexpr std::chrono::hours kSoon{180 * 24};

std::string day_of(base::Time time) { return base::format_iso(base::vietnam_day(time)); }

std::string subject_of(const crypto::AlgorithmPolicy::Rule& rule)
{
    if (!rule.digest.empty()) return rule.digest;
    return (rule.kind == crypto::KeyKind::rsa ? "RSA keys below " : "elliptic curves below ") +
           std::to_string(rule.below_bits) + " bits";
}

trust::Folders all_of(const base::Config& config)
{
    return trust::load_folders({config.resources / "data" / "trust", base::trust_folder(config)});
}

// Runs a command whose input are files of trust.
template <class F>
int with_files(F&& run)
{
    try {
        return run();
    } catch (const trust::WrongFile& error) {
        std::fprintf(stderr, "trust: %s\n", error.what());
        return 2;
    }
}

// Each line says one thing that is wrong, or that it is right; the code is 1 when one is wrong.
class Findings {
public:
    void good(const std::string& words) const { std::printf("ok       %s\n", words.c_str()); }
    void wrong(const std::string& words)
    {
        std::printf("WRONG    %s\n", words.c_str());
        code_ = 1;
    }
    int code() const { return code_; }

private:
    int code_ = 0;
};

void check_anchors(const trust::Folders& folders, base::Time now, Findings& findings)
{
    const auto& anchors = folders.store.anchors();
    for (const trust::Wanted& wanted : folders.wanted) {
        const bool there = std::any_of(anchors.begin(), anchors.end(), [&](const crypto::Anchor& one) {
            return one.scope == wanted.scope && one.from <= now && now <= one.until;
        });
        if (!there)
            findings.wrong("no root of scope " + wanted.scope + ": " + wanted.name + "; ask " +
                           wanted.publisher + " (" + wanted.basis + ")");
    }
    for (const crypto::Anchor& one : anchors) {
        const base::Time ends = std::min(one.until, one.certificate.not_after());
        const std::string name = one.scope + ": " + one.certificate.common_name();
        if (ends < now)
            findings.good(name + ", for old documents only since " + day_of(ends));
        else if (ends < now + kSoon)
            findings.wrong(name + " ends on " + day_of(ends) + ": ask for its successor");
        else
            findings.good(name + " until " + day_of(ends));
    }
}

void check_timestamps(const base::Config& config, const crypto::TrustStore& store, const base::Clock& clock,
                      Findings& findings)
{
    if (config.timestamp_urls.empty()) findings.wrong("no timestamp authority: trust.timestamps is empty");
    fetch::HttpFetcher fetcher({.allow_private = true, .proxy = config.trust_proxy});
    for (const std::string& url : config.timestamp_urls) {
        trust::TimestampAuthorities one(store, fetcher, clock, {.urls = {url}, .tries = 1});
        const auto token = one.token(crypto::sha256(url));
        if (token)
            findings.good("timestamps by " + url);
        else
            findings.wrong("timestamps by " + url + ": " + token.error().message.str());
    }
}

}  // namespace

int list_trust(const base::Config& config)
{
    return with_files([&] {
        const trust::Folders folders = all_of(config);
        for (const crypto::Anchor& one : folders.store.anchors())
            std::printf("%-10s  %s to %s  %s\n            SHA-256 %s\n            %s\n", one.scope.c_str(),
                        day_of(one.from).c_str(), day_of(one.until).c_str(),
                        one.certificate.subject().c_str(), one.certificate.fingerprint().c_str(),
                        one.basis.empty() ? "no legal basis given" : one.basis.c_str());
        std::printf("%zu roots, %zu intermediate certificates, %zu revocation lists\n",
                    folders.store.anchors().size(), folders.store.intermediates().size(),
                    folders.store.known().crls.size());
        for (const auto& rule : folders.store.policy().rules())
            std::printf("%s: not from %s\n", subject_of(rule).c_str(), day_of(rule.until).c_str());
        return 0;
    });
}

int add_trust(const base::Config& config, const TrustAddition& addition)
{
    return with_files([&] {
        std::ifstream in(addition.file, std::ios::binary);
        const std::string file((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
        if (!in) {
            std::fprintf(stderr, "trust: %s can't be read\n", addition.file.c_str());
            return 2;
        }
        const auto added = trust::add_anchor(base::trust_folder(config), file,
                                             {.scope = addition.scope,
                                              .from = addition.from,
                                              .until = addition.until,
                                              .basis = addition.basis});
        if (!added) {
            std::fprintf(stderr, "trust: %s\n", added.error().message.str().c_str());
            return 2;
        }
        std::printf(
            "%s\nSHA-256 %s\nbelieved from %s to %s as %s. Compare the fingerprint with what its authority published.\n",
            added->certificate.subject().c_str(), added->certificate.fingerprint().c_str(),
            day_of(added->from).c_str(), day_of(added->until).c_str(), added->scope.c_str());
        return 0;
    });
}

int check_trust(const base::Config& config)
{
    return with_files([&] {
        const base::SystemClock clock;
        const trust::Folders folders = all_of(config);
        Findings findings;
        check_anchors(folders, clock.now(), findings);
        for (const auto& rule : folders.store.policy().rules())
            if (rule.until > clock.now() && rule.until < clock.now() + kSoon)
                findings.wrong(subject_of(rule) + " end on " + day_of(rule.until) +
                               ": renew what was signed with them");
        check_timestamps(config, folders.store, clock, findings);
        return findings.code();
    });
}

}  // namespace lt::app
