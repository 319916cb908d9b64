#include "kit/pdf/verify/verify.h"

#include <algorithm>

#include "kit/pdf/verify/history.h"
#include "kit/pdf/verify/permissions.h"
#include "kit/pdf/verify/security_store.h"

namespace lt::pdf {
namespace {

constexpr std::size_t kLargest = 192U << 20U;
constexpr std::size_t kLargestSignature = 8U << 20U;  // revocation data inside may take megabytes

constexpr std::size_t kStepsToJudge = 300'000;
constexpr std::size_t kBytesOfStep = 8;
constexpr std::size_t kStepsOfAnswerByte = 100;
constexpr std::size_t kStepsOfSignatureByte =
    100;                                        // most of them are certificates, whose keys are dear to read
constexpr std::size_t kDearBytes = 64U << 10U;  // what is longer than that has revocation lists

using crypto::Indication;
using crypto::SubIndication;

void fail(crypto::SignatureVerdict& verdict, SubIndication sub)
{
    verdict.indication = Indication::failed;
    verdict.sub = sub;
}

// Kinds of signatures (ISO 32000-2, 12.8.3; EN 319 142-1, 5.3).
bool is_judged(std::string_view sub_filter)
{
    return sub_filter == "ETSI.CAdES.detached" || sub_filter == "adbe.pkcs7.detached" ||
           sub_filter == "adbe.pkcs7.sha1" || sub_filter == "adbe.x509.rsa_sha1";
}

// The DER at the beginning of /Contents, what follows it being zeros.
struct Contents {
    std::string_view bytes{};
    bool padded_with_zeros(std::size_t length) const
    {
        return bytes.substr(std::min(length, bytes.size())).find_first_not_of('\0') == std::string_view::npos;
    }
};

class Judge {
public:
    Judge(const History& history, const VerifyOptions& options)
        : history_(history),
          store_(security_store(history.last())), input_{.trust = options.trust,
                                                         .now = options.now,
                                                         .known = store_.known,
                                                         .certificates = store_.certificates,
                                                         .grace = options.grace}
    {
        const auto add = [](auto& to, const auto& from) { to.insert(to.end(), from.begin(), from.end()); };
        add(input_.known.crls, options.known.crls);
        add(input_.known.ocsps, options.known.ocsps);
        add(input_.certificates, options.certificates);
    }

    // From the newest to the oldest: what comes later vouches for what was before it.
    Report report()
    {
        Report out;
        const auto& found = history_.signatures();
        for (auto one = found.rbegin(); one != found.rend(); ++one) {
            if (revision_of(*one).get(*one->dictionary, "SubFilter").name() == "ETSI.RFC3161")
                out.document_timestamps.push_back(timestamp(*one));
            else
                out.signatures.push_back(signature(*one));
        }
        std::reverse(out.signatures.begin(), out.signatures.end());
        std::reverse(out.document_timestamps.begin(), out.document_timestamps.end());
        conclude(out);
        return out;
    }

private:
    const Revision& revision_of(const FoundSignature& found) const
    {
        return found.revision ? history_.revisions()[*found.revision] : history_.last();
    }
    static std::string_view contents_of(const Revision& revision, const FoundSignature& found)
    {
        const Text* contents = revision.get(*found.dictionary, "Contents").text();
        return contents == nullptr ? std::string_view() : std::string_view(contents->bytes);
    }
    bool covers_all(const FoundSignature& found) const
    {
        return found.range.wrong.empty() &&
               found.range.revision_end == history_.last().source().bytes().size();
    }

    DocumentTimestampReport timestamp(const FoundSignature& found)
    {
        DocumentTimestampReport out;
        out.reason = found.range.wrong;
        out.revision_end = found.range.revision_end;
        out.covers_whole_file = covers_all(found);
        spend(found, revision_of(found));
        const auto stamp =
            crypto::read_timestamp(contents_of(revision_of(found), found).substr(0, kLargestSignature));
        if (!stamp || !found.range.readable) {
            if (out.reason.empty()) out.reason = "the timestamp can't be read";
            fail(out.verdict, SubIndication::format_failure);
            return out;
        }
        out.at = stamp->at;
        out.verdict = crypto::judge_timestamp(*stamp, found.range.content, input_);
        if (!found.range.wrong.empty()) {
            if (out.verdict.indication != Indication::failed)
                fail(out.verdict, SubIndication::format_failure);
        } else if (out.verdict.intact && out.verdict.cryptographically_valid) {
            stamped_ = true;
            if (!revision_of(found).catalog()["DSS"].is_null()) kept_ = true;
            if (out.verdict.passed()) input_.seen_at = stamp->at;
        }
        return out;
    }

    SignatureReport signature(const FoundSignature& found)
    {
        SignatureReport out;
        const Revision& revision = revision_of(found);
        out.field = found.field;
        out.sub_filter = revision.get(*found.dictionary, "SubFilter").name();
        out.reason = found.range.wrong;
        out.revision_end = found.range.revision_end;
        out.covers_whole_file = covers_all(found);
        check(found, revision, out);
        if (const Text* claimed = revision.get(*found.dictionary, "M").text(); claimed != nullptr)
            if (const auto time = time_of(claimed->bytes)) out.verdict.claimed_at = time;
        judge_changes(found, revision, out);
        raise_level(out);
        return out;
    }

    // A digest of all that is covered, and the work with keys, certificates and revocation data: as steps of the same budget.
    void spend(const FoundSignature& found, const Revision& revision) const
    {
        const std::size_t covered = found.range.content[0].size() + found.range.content[1].size();
        std::string_view contents = contents_of(revision, found);
        contents = contents.substr(0, contents.find_last_not_of('\0') + 1);
        std::size_t answers = 0;  // bytes that are read for each certificate of the path
        for (const std::string& one : store_.known.ocsps) answers += one.size();
        revision.source().budget().spend(kStepsToJudge + covered / kBytesOfStep +
                                         answers * kStepsOfAnswerByte +
                                         std::min(contents.size(), kDearBytes) * kStepsOfSignatureByte);
    }

    void check(const FoundSignature& found, const Revision& revision, SignatureReport& out)
    {
        spend(found, revision);
        const Contents contents{contents_of(revision, found)};
        if (!found.range.readable || contents.bytes.size() > kLargestSignature)
            return fail(out.verdict, SubIndication::format_failure);
        if (!is_judged(out.sub_filter)) {
            out.reason = "signatures of the kind “" + out.sub_filter + "” can't be judged";
            out.verdict.sub = SubIndication::format_failure;
            return;
        }
        if (out.sub_filter == "adbe.x509.rsa_sha1") {
            check_bare(found, revision, contents, out);
        } else {
            std::size_t length = 0;
            const auto cms = crypto::CmsSignature::parse(contents.bytes, length);
            if (!cms) {
                if (out.reason.empty()) out.reason = "the signature is no CMS of one signer";
                return fail(out.verdict, SubIndication::format_failure);
            }
            if (out.reason.empty() && !contents.padded_with_zeros(length))
                out.reason = "bytes that nobody signed stand behind the signature";
            check_cms(found, *cms, out);
        }
        // Hash and signature are told as they are; the wrong format counts all the same.
        if (!out.reason.empty() && out.verdict.indication != Indication::failed)
            fail(out.verdict, SubIndication::format_failure);
    }

    void check_cms(const FoundSignature& found, const crypto::CmsSignature& cms, SignatureReport& out)
    {
        input_.baseline = out.sub_filter == "ETSI.CAdES.detached";
        if (out.sub_filter == "adbe.pkcs7.sha1") {
            out.verdict = crypto::judge_wrapped_signature(cms, found.range.content, input_);
        } else {
            out.verdict = crypto::judge_signature(cms, found.range.content, input_);
            if (out.reason.empty() && cms.encloses())
                out.reason = "a detached signature has its content inside";
        }
        if (!input_.baseline) out.verdict.level = crypto::Level::none;
    }

    void check_bare(const FoundSignature& found, const Revision& revision, const Contents& contents,
                    SignatureReport& out)
    {
        const Value& cert = revision.get(*found.dictionary, "Cert");
        std::vector<crypto::Certificate> certificates;
        const auto take = [&](const Value& value) {
            const Text* der = revision.resolved(value).text();
            if (der == nullptr) return;
            if (auto one = crypto::Certificate::parse(der->bytes)) certificates.push_back(*one);
        };
        if (const Array* list = cert.array())
            std::for_each(list->begin(), list->end(), take);
        else
            take(cert);
        if (certificates.empty()) {
            if (out.reason.empty()) out.reason = "the signer's certificate is missing";
            return fail(out.verdict, SubIndication::no_signing_certificate_found);
        }
        crypto::ValidationInput input = input_;
        input.certificates.insert(input.certificates.end(), certificates.begin(), certificates.end());
        out.verdict =
            crypto::judge_bare_signature(certificates.front(), contents.bytes, found.range.content, input);
    }

    void judge_changes(const FoundSignature& found, const Revision& revision, SignatureReport& out)
    {
        const Permissions permissions = permissions_of(revision, *found.dictionary, found.lock);
        out.certifies = permissions.certifies;
        if (!found.revision) {
            out.modifications = Change::undefined;
        } else {
            for (const Step& step : history_.steps_after(*found.revision)) {
                out.modifications = std::max(out.modifications, step.change);
                out.covered = out.covered || step.covers;
                const std::string why =
                    step.change == Change::undefined ? step.why : permissions.broken_by(step);
                if (why.empty()) continue;
                out.permitted = false;
                if (out.reason.empty()) out.reason = why;
            }
            if (history_.loose_tail() && !out.covers_whole_file) {
                out.modifications = Change::undefined;
                if (out.reason.empty()) out.reason = "bytes behind the end of the file belong to no revision";
            }
        }
        if (out.modifications == Change::undefined) out.permitted = false;
        if (out.verdict.indication == Indication::failed) return;
        // A document that is not the signed one any more does not fit the format that PAdES demands of later revisions.
        if (!out.permitted) return fail(out.verdict, SubIndication::format_failure);
        // Notes may hide what was signed; nobody permitted them and nobody forbade them. A person has to look.
        if (out.modifications == Change::annotation && !permissions.allows_notes() && out.verdict.passed()) {
            out.verdict.indication = Indication::indeterminate;
            out.verdict.sub = SubIndication::sig_constraints_failure;
        }
    }

    // EN 319 142-1, 6.3: data for validation in the file make LT of T, a document timestamp over them LTA.
    void raise_level(SignatureReport& out) const
    {
        auto& verdict = out.verdict;
        if (verdict.level == crypto::Level::b && stamped_) verdict.level = crypto::Level::t;
        const bool complete =
            verdict.path.empty() ? !store_.known.empty() : crypto::tells_of(store_.known, verdict.path);
        if (verdict.level == crypto::Level::t && complete)
            verdict.level = kept_ ? crypto::Level::lta : crypto::Level::lt;
    }

    static void conclude(Report& out)
    {
        out.indication = Indication::indeterminate;
        if (out.signatures.empty()) return;
        out.indication = Indication::passed;
        for (const SignatureReport& one : out.signatures) {
            const bool worse =
                (one.verdict.indication == Indication::failed && out.indication != Indication::failed) ||
                (one.verdict.indication == Indication::indeterminate && out.indication == Indication::passed);
            if (!worse) continue;
            out.indication = one.verdict.indication;
            out.sub = one.verdict.sub;
        }
    }

    const History& history_;
    SecurityStore store_;
    crypto::ValidationInput input_;
    bool stamped_ = false;  // a document timestamp came later
    bool kept_ = false;     // and covers data for validation
};

}  // namespace

base::Result<Report> verify(const std::string& bytes, const VerifyOptions& options)
{
    const base::Error damaged = base::invalid(
        "file", "Không đọc được tệp: tệp bị hỏng hoặc không phải là PDF. Đề nghị bên gửi gửi lại.");
    if (bytes.size() > kLargest)
        return base::Error{
            base::Fault::too_large, "file", "Tệp lớn hơn 192 MB nên không kiểm tra được chữ ký.", {}};
    if (bytes.substr(0, 1024).find("%PDF-") == std::string::npos) return damaged;
    try {
        Source source(bytes);
        const auto history = History::read(source);
        if (!history) return damaged;
        if (!history->last().trailer()["Encrypt"].is_null())
            return base::invalid(
                "file",
                "Tệp PDF được đặt mật khẩu nên không kiểm tra được chữ ký. Đề nghị bên gửi bỏ mật khẩu.");
        return Judge(*history, options).report();
    } catch (const TooComplex&) {
        return base::invalid(
            "file",
            "Tệp PDF phức tạp khác thường nên không kiểm tra được chữ ký. Đề nghị bên gửi xuất lại tệp.");
    }
}

}  // namespace lt::pdf
