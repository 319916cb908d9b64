#include "signing/preserve.h"

#include <algorithm>

#include "kit/crypto/timestamp.h"
#include "kit/pdf/long_term.h"

namespace lt::signing {
namespace {

using crypto::Certificate;

base::Error unavailable(base::Message why) { return {base::Fault::unavailable, {}, std::move(why), {}}; }

// What the authorities say of everybody whose word the file rests on and does not bring yet.
class Proofs {
public:
    explicit Proofs(trust::Collector& collector) : collector_(collector) {}

    // About a certificate and all above it; what was said after `moment` is best, because it knows of that moment.
    std::optional<base::Error> add(const std::vector<Certificate>& path, const Certificate& signer,
                                   base::Time moment)
    {
        const trust::Collected found =
            collector_.collect(signer, path, moment, trust::Freshness::after_moment);
        if (found.certificates.empty())
            return base::invalid("file", {"Chứng thư số của {{name}} không dẫn đến chứng thư số gốc nào được "
                                          "tin. Thêm chứng thư số gốc rồi cho chạy lại.",
                                          {{"name", signer.common_name()}}});
        if (!found.missing.empty()) return unavailable(found.missing.front().why);
        if (found.stale)
            return unavailable(
                {"Dữ liệu thu hồi về chứng thư số của {{name}} đã quá hạn và nơi cấp không trả "
                 "lời; hệ thống sẽ hỏi lại sau.",
                 {{"name", signer.common_name()}}});
        for (const Certificate& one : found.certificates) data_.certificates.push_back(one.der());
        data_.crls.insert(data_.crls.end(), found.known.crls.begin(), found.known.crls.end());
        data_.ocsps.insert(data_.ocsps.end(), found.known.ocsps.begin(), found.known.ocsps.end());
        return std::nullopt;
    }
    const pdf::ValidationData& data() const { return data_; }

private:
    trust::Collector& collector_;
    pdf::ValidationData data_{};
};

base::Error broken(const pdf::Report& report)
{
    return base::invalid("file", base::Message{"Không lập được bản lưu lâu dài. {{why}}",
                                               {{"why", pdf::words_of(report).headline.str()}}});
}

// Signatures whose proofs lie in the file under a timestamp need nothing more; the last timestamp always does.
std::optional<base::Error> add_all(Proofs& proofs, const pdf::Report& report, base::Time now)
{
    for (const auto& one : report.signatures) {
        const auto& verdict = one.verdict;
        if (verdict.level == crypto::Level::lta) continue;
        if (verdict.indication == crypto::Indication::failed || !verdict.signer) return broken(report);
        const base::Time moment = verdict.timestamped_at.value_or(now);
        if (auto error = proofs.add(verdict.path, *verdict.signer, moment)) return error;
        if (verdict.timestamp_path.empty()) continue;
        if (auto error = proofs.add(verdict.timestamp_path, verdict.timestamp_path.front(), moment))
            return error;
    }
    if (report.document_timestamps.empty()) return std::nullopt;
    const auto& last = report.document_timestamps.back();
    if (last.verdict.indication == crypto::Indication::failed || !last.verdict.signer) return broken(report);
    return proofs.add(last.verdict.path, *last.verdict.signer, last.at);
}

bool lasts(const pdf::Report& report)
{
    return report.indication == crypto::Indication::passed &&
           report.document_timestamps.back().verdict.passed() &&
           std::all_of(report.signatures.begin(), report.signatures.end(),
                       [](const auto& one) { return one.verdict.level == crypto::Level::lta; });
}

}  // namespace

base::Time counts_until(const crypto::TrustStore& trust, const std::vector<Certificate>& path,
                        const std::vector<std::string>& digests)
{
    CHECK(!path.empty());
    base::Time until = base::Time::min();
    for (const crypto::Anchor& anchor : trust.anchors())
        if (anchor.certificate == path.back()) until = std::max(until, anchor.until);
    for (std::size_t i = 0; i + 1 < path.size(); ++i) until = std::min(until, path[i].not_after());
    for (const auto& rule : trust.policy().rules()) {
        const bool of_timestamp = std::find(digests.begin(), digests.end(), rule.digest) != digests.end();
        const bool of_path = std::any_of(path.begin(), path.end() - 1, [&](const Certificate& one) {
            return rule.digest.empty() ? one.key_kind() == rule.kind && one.key_bits() < rule.below_bits
                                       : one.signature_digest() == rule.digest;
        });
        if (of_timestamp || of_path) until = std::min(until, rule.until);
    }
    return until;
}

base::Result<Preserved> preserve_pdf(std::string bytes, const Preserving& by, base::Time now)
{
    const auto before = pdf::verify(bytes, {.trust = by.trust, .now = now});
    if (!before) return before.error();
    if (before->signatures.empty())
        return base::invalid("file", "Tệp không có chữ ký số nên không có gì để lưu bằng chứng.");
    Proofs proofs(by.collector);
    if (auto error = add_all(proofs, *before, now)) return *error;

    auto file = pdf::File::open(std::move(bytes));
    if (!file) return file.error();
    auto with_proofs = pdf::add_validation_data(*file, proofs.data());
    if (!with_proofs) return with_proofs.error();
    file = pdf::File::open(std::move(*with_proofs));
    if (!file) return file.error();
    auto open = pdf::begin_document_timestamp(*file);
    if (!open) return open.error();
    const auto token = by.timestamp(open->digest);
    if (!token) return token.error();
    const auto stamp = crypto::read_timestamp(*token);
    if (!stamp) return stamp.error();
    auto out = pdf::complete(std::move(*open), *token);
    if (!out) return out.error();

    // The authority's clock may be a little ahead of ours.
    const pdf::VerifyOptions options{.trust = by.trust, .now = std::max(now, stamp->at)};
    auto after = pdf::verify(*out, options);
    if (!after) return after.error();
    if (after->document_timestamps.back().verdict.sub == crypto::SubIndication::try_later) {
        // An authority that nothing in the file tells of: its proofs follow its timestamp.
        Proofs of_stamp(by.collector);
        if (auto error = add_all(of_stamp, *after, now)) return *error;
        file = pdf::File::open(std::move(*out));
        if (!file) return file.error();
        out = pdf::add_validation_data(*file, of_stamp.data());
        if (!out) return out.error();
        after = pdf::verify(*out, options);
        if (!after) return after.error();
    }
    if (!lasts(*after)) return broken(*after);
    const auto& last = after->document_timestamps.back().verdict;
    return Preserved{std::move(*out),
                     counts_until(by.trust, last.path, {last.digest, stamp->digest}) - by.margin};
}

}  // namespace lt::signing
