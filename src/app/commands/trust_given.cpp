#include "app/commands/trust_given.h"

#include <algorithm>
#include <charconv>

#include "app/whole_file.h"
#include "kit/crypto/revocation_data.h"

namespace lt::app {

namespace fs = std::filesystem;
using crypto::Certificate;

namespace {

constexpr std::uintmax_t kLargestTrustFile = 192U << 20U;

}  // namespace

crypto::TrustStore trust_in(const fs::path& folder, const crypto::AlgorithmPolicy& policy)
{
    std::vector<Certificate> certificates;
    crypto::Revocations known;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (!entry.is_regular_file() || entry.file_size() > kLargestTrustFile) continue;
        const std::string bytes = whole_file(entry.path());
        if (auto one = Certificate::parse(bytes))
            certificates.push_back(*one);
        else if (auto several = Certificate::parse_pem(bytes))
            certificates.insert(certificates.end(), several->begin(), several->end());
        else if (auto crl = crypto::read_crl(bytes))
            known.crls.push_back(*crl);
        else
            known.ocsps.push_back(bytes);  // whatever it is: what is no answer says nothing
    }
    // Roots are believed. Where there is none, whoever lies there is.
    const bool roots = std::any_of(certificates.begin(), certificates.end(),
                                   [](const auto& one) { return one.issued_itself(); });
    std::vector<crypto::Anchor> anchors;
    std::vector<Certificate> others;
    for (const Certificate& one : certificates) {
        if (roots && !one.issued_itself())
            others.push_back(one);
        else
            anchors.push_back({one, "given", one.not_before(), one.not_after(), "--trust"});
    }
    return {std::move(anchors), policy, std::move(others), std::move(known)};
}

std::optional<base::Time> iso_time(std::string_view text)
{
    const auto day = base::parse_day(text.substr(0, 10));
    if (!day) return std::nullopt;
    base::Time time{*day};
    text.remove_prefix(std::min<std::size_t>(10, text.size()));
    if (text.empty()) return time;
    if (text[0] != 'T' && text[0] != 't' && text[0] != ' ') return std::nullopt;
    const auto two = [&](std::size_t at, int highest) -> std::optional<int> {
        int value = 0;
        if (text.size() < at + 2) return std::nullopt;
        const auto [end, error] = std::from_chars(text.data() + at, text.data() + at + 2, value);
        if (error != std::errc() || end != text.data() + at + 2 || value < 0 || value > highest)
            return std::nullopt;
        return value;
    };
    const auto hours = two(1, 23);
    const auto minutes = two(4, 59);
    if (!hours || !minutes || text[3] != ':') return std::nullopt;
    time += std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
    text.remove_prefix(6);
    if (!text.empty() && text[0] == ':') {
        const auto seconds = two(1, 60);
        if (!seconds) return std::nullopt;
        time += std::chrono::seconds(*seconds);
        text.remove_prefix(3);
        if (!text.empty() && text[0] == '.') {
            const std::size_t end = text.find_first_not_of("0123456789", 1);
            text.remove_prefix(std::min(end, text.size()));
        }
    }
    if (text.empty() || text == "Z" || text == "z") return time;
    const auto zone_hours = two(1, 14);
    if ((text[0] != '+' && text[0] != '-') || !zone_hours) return std::nullopt;
    const std::string_view rest = text.substr(3);
    const auto zone_minutes = rest.empty() ? std::optional(0) : two(rest[0] == ':' ? 4 : 3, 59);
    if (!zone_minutes) return std::nullopt;
    const auto offset = std::chrono::hours(*zone_hours) + std::chrono::minutes(*zone_minutes);
    return text[0] == '+' ? time - offset : time + offset;
}

}  // namespace lt::app
