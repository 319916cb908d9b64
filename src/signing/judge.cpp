#include "signing/judge.h"

#include <nlohmann/json.hpp>

#include "kit/pdf/verify/verify.h"

namespace lt::signing {
namespace {

nlohmann::json json_of(const base::Message& message)
{
    nlohmann::json values = nlohmann::json::array();
    for (const auto& value : message.values)
        values.push_back({{"name", value.name}, {"text", value.text}, {"in_catalogue", value.in_catalogue}});
    return {{"text", message.text}, {"values", std::move(values)}};
}

Judged of(const char* indication, const base::Message& headline)
{
    return {indication,
            nlohmann::json{{"headline", json_of(headline)}, {"lines", nlohmann::json::array()}}.dump()};
}

// What the authorities say today of signers and of those who gave the time, where the file does not bring it.
crypto::Revocations asked_for(const pdf::Report& report, base::Time now, trust::Collector& collector)
{
    crypto::Revocations known;
    const auto ask = [&](const std::vector<crypto::Certificate>& path, base::Time at) {
        if (path.empty()) return;
        trust::Collected found = collector.collect(path.front(), path, at);
        std::move(found.known.crls.begin(), found.known.crls.end(), std::back_inserter(known.crls));
        std::move(found.known.ocsps.begin(), found.known.ocsps.end(), std::back_inserter(known.ocsps));
    };
    for (const auto& signature : report.signatures) {
        const auto& verdict = signature.verdict;
        if (verdict.sub == crypto::SubIndication::try_later) ask(verdict.path, now);
        if (!verdict.proven_at) ask(verdict.timestamp_path, verdict.timestamped_at.value_or(now));
    }
    return known;
}

}  // namespace

Judged judge_pdf(const std::string& bytes, const crypto::TrustStore& trust, base::Time now,
                 trust::Collector* collector)
{
    pdf::VerifyOptions options{.trust = trust, .now = now};
    auto report = pdf::verify(bytes, options);
    if (!report) return of("unreadable", report.error().message);
    if (report->signatures.empty() && report->document_timestamps.empty())
        return of("unsigned", base::msg("Tệp không có chữ ký số."));
    if (collector != nullptr) {
        options.grace = collector->grace();
        options.known = asked_for(*report, now, *collector);
        if (!options.known.empty()) report = pdf::verify(bytes, options);
        if (!report) return of("unreadable", report.error().message);
    }
    const pdf::Words words = pdf::words_of(*report);
    nlohmann::json kept{{"headline", json_of(words.headline)},
                        {"lines", nlohmann::json::array()},
                        {"report", nlohmann::json::parse(pdf::to_json(*report))}};
    for (const base::Message& line : words.lines) kept["lines"].push_back(json_of(line));
    return {crypto::name_of(report->indication), kept.dump()};
}

}  // namespace lt::signing
