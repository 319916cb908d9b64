// Authorities that answer without a network, at any time: for tests that let decades pass.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include "kit/base/ids.h"
#include "kit/crypto/cms.h"
#include "kit/crypto/digest.h"
#include "kit/pdf/pdf_testing.h"
#include "kit/pdf/sign.h"
#include "kit/pki/authority.h"
#include "kit/trust/timestamps.h"
#include "signing/preserve.h"

namespace lt::signing::decades {

using namespace std::chrono_literals;

constexpr auto kDay = std::chrono::hours(24);
constexpr auto kYear = 365 * kDay;
inline const base::Time kNow = base::Time(base::Day(std::chrono::year(2026) / 11 / 20)) + 2h;

// Two authorities in a folder, made once for all tests of a program: their keys take seconds.
class DecadesFolder {
public:
    ~DecadesFolder() { std::filesystem::remove_all(path_); }
    static std::filesystem::path path()
    {
        static const DecadesFolder made;
        return made.path_;
    }

private:
    std::filesystem::path path_ =
        std::filesystem::temp_directory_path() / ("lt-decades-" + base::random_hex(8));
};

// One authority, whose timestamps end ten years from kNow, on 2036-11-17, and its successor, whose timestamps end eight years later.
class Decades : public fetch::Fetcher {
public:
    explicit Decades(std::shared_ptr<base::VirtualClock> clock,
                     std::vector<crypto::AlgorithmPolicy::Rule> rules = {})
        : clock_(std::move(clock)), first(opened("first", 0)), second(opened("second", 8)),
          trust(believed(std::move(rules))), collector(trust, *this, *clock_),
          stamps(trust, *this, *clock_, {.urls = {"http://stamps/tsa"}})
    {
    }

    base::Result<std::string> fetch(const fetch::Request& request) override
    {
        const std::string server = fetch::origin_of(request.url);
        const std::string path = request.url.substr(server.size());
        const bool dead = path == "/tsa" ? stamps_dead : ocsp_dead;
        if (dead) return base::Error{base::Fault::unavailable, {}, {"{{s}} tắt.", {{"s", server}}}, {}};
        ++asked;
        if (path == "/tsa") return (successor ? second : first)->timestamp(request.body);
        const pki::Authority& one = server == second->url() ? *second : *first;
        if (path == "/ocsp") return one.ocsp(request.body);
        return path == "/root.crl" ? one.root_crl() : one.issuing_crl();
    }
    base::Result<Preserved> preserve(std::string bytes)
    {
        return preserve_pdf(std::move(bytes),
                            {.trust = trust,
                             .collector = collector,
                             .timestamp = [this](std::string_view digest) { return stamps.token(digest); },
                             .margin = 90 * kDay},
                            clock_->now());
    }
    // By our validator, with the roots only: nobody is asked.
    pdf::Report judged(const std::string& bytes, base::Time at) const
    {
        auto report = pdf::verify(bytes, {.trust = trust, .now = at});
        EXPECT_TRUE(report) << report.error().message;
        return *report;
    }
    bool passes(const std::string& bytes, base::Time at) const
    {
        return judged(bytes, at).indication == crypto::Indication::passed;
    }

private:
    std::shared_ptr<base::VirtualClock> clock_;
    std::unique_ptr<pki::Authority> opened(const std::string& name, int years)
    {
        clock_->set(kNow + years * kYear);
        auto out = std::make_unique<pki::Authority>(DecadesFolder::path() / name, "http://" + name, *clock_);
        clock_->set(kNow);
        return out;
    }
    crypto::TrustStore believed(std::vector<crypto::AlgorithmPolicy::Rule> rules) const
    {
        std::vector<crypto::Anchor> anchors;
        for (const auto* one : {&*first, &*second}) {
            const crypto::Certificate& root = one->root().certificate;
            anchors.push_back({root, "demo", root.not_before(), root.not_after(), "thử"});
        }
        return {std::move(anchors), crypto::AlgorithmPolicy(std::move(rules))};
    }

public:
    std::unique_ptr<pki::Authority> first, second;
    crypto::TrustStore trust;
    trust::Collector collector;
    trust::TimestampAuthorities stamps;
    bool successor = false;  // who makes timestamps now
    bool ocsp_dead = false;
    bool stamps_dead = false;
    int asked = 0;
};

struct AnyPdf : pdf::PdfTest {
    static std::string make(const std::string& words = "Cong hoa xa hoi chu nghia Viet Nam")
    {
        return plain(words);
    }
    void TestBody() override {}
};

}  // namespace lt::signing::decades
