#include "kit/trust/collect.h"

#include <algorithm>

#include "kit/base/log.h"
#include "kit/crypto/authority.h"
#include "kit/crypto/digest.h"
#include "kit/crypto/revocation.h"
#include "kit/crypto/revocation_data.h"
#include "kit/trust/back_off.h"
#include "kit/trust/statements.h"

namespace lt::trust {
namespace {

using crypto::Certificate;
using crypto::Standing;
using Kind = Statement::Kind;

constexpr std::size_t kAddresses = 3;  // of one kind in one certificate
constexpr auto kSkew =
    std::chrono::minutes(5);  // of the clocks of others; also how long OCSP without nextUpdate is good

struct Held {
    Statement statement{};
    Standing standing{};
};

// Until when nobody needs to ask again.
base::Time good_until(const Standing& standing)
{
    return standing.next_update.value_or(standing.this_update + kSkew);
}

void add_once(std::vector<std::string>& list, const std::string& der)
{
    if (std::find(list.begin(), list.end(), der) == list.end()) list.push_back(der);
}

void add_once(std::vector<Certificate>& list, const Certificate& one)
{
    if (std::find(list.begin(), list.end(), one) == list.end()) list.push_back(one);
}

}  // namespace

struct CollectorState {
    const crypto::TrustStore& trust;
    fetch::Fetcher& fetcher;
    const base::Clock& clock;
    CollectorOptions options;
    Statements statements;
    BackOff back_off;
};

namespace {

// The questions about one certificate of a path.
class Inquiry {
public:
    Inquiry(CollectorState& state, const Certificate& certificate, const Certificate& issuer, base::Time ends)
        : state_(state), certificate_(certificate), issuer_(issuer), ends_(ends)
    {
    }

    // Something that is good now: of the operator's files, kept, or asked for.
    bool ask_ocsp(base::Time not_before)
    {
        take_kept(Kind::ocsp, ocsp_key());
        if (is_good() && best_->standing.this_update >= not_before) return true;
        const fetch::Request question{.content_type = "application/ocsp-request",
                                      .body = crypto::ocsp_request(certificate_, issuer_),
                                      .limit = state_.options.ocsp_bytes};
        for (const std::string& url : first(certificate_.ocsp_urls()))
            if (ask(Kind::ocsp, url, ocsp_key(), question)) return true;
        return is_good();
    }
    bool ask_lists()
    {
        for (const std::string& crl : state_.trust.known().crls) take({Kind::crl, crl});
        if (is_good()) return true;
        const auto urls = first(certificate_.crl_urls());
        for (const std::string& url : urls) take_kept(Kind::crl, crl_key(url));
        if (is_good()) return true;
        for (const std::string& url : urls)
            if (ask(Kind::crl, url, crl_key(url), {.limit = state_.options.crl_bytes})) return true;
        return false;
    }
    bool is_good() const { return best_ && state_.clock.now() < good_until(best_->standing); }
    // What was revoked stays so, however old the word.
    bool is_good_with_grace() const
    {
        return best_ && (best_->standing.revoked_at ||
                         state_.clock.now() <= good_until(best_->standing) + state_.options.grace);
    }
    const Statement& statement() const { return best_->statement; }
    base::Message why() const
    {
        return why_.empty() ? base::Message("Chứng thư số không ghi nơi tra cứu tình trạng thu hồi.") : why_;
    }

private:
    static std::vector<std::string> first(std::vector<std::string> urls)
    {
        std::erase_if(urls, [](const std::string& url) { return !url.starts_with("http"); });
        if (urls.size() > kAddresses) urls.erase(urls.begin() + kAddresses, urls.end());
        return urls;
    }
    std::string ocsp_key() const
    {
        return crypto::sha256_hex("ocsp\n" + issuer_.fingerprint() + "\n" + certificate_.serial());
    }
    std::string crl_key(const std::string& url) const
    {
        return crypto::sha256_hex("crl\n" + issuer_.fingerprint() + "\n" + url);
    }

    // Keeps it in mind when it is about this certificate and newer than what there is; true when it is about it.
    bool take(Statement statement)
    {
        const auto standing = statement.kind == Kind::ocsp
                                  ? crypto::standing_by_ocsp(statement.der, certificate_, issuer_)
                                  : crypto::standing_by_crl(statement.der, certificate_, issuer_);
        if (!standing || standing->this_update > state_.clock.now() + kSkew) return false;
        if (!best_ || good_until(*standing) > good_until(best_->standing))
            best_ = Held{std::move(statement), *standing};
        return true;
    }
    void take_kept(Kind kind, const std::string& key)
    {
        if (auto der = state_.statements.find(key)) take({kind, std::move(*der)});
    }

    // True when the answer is good now. Whoever does not answer rests, and whoever answers wrongly rests with this question, so that
    // nobody waits twice.
    bool ask(Kind kind, const std::string& url, const std::string& key, fetch::Request request)
    {
        const base::Time now = state_.clock.now();
        const std::string server = fetch::origin_of(url);
        if (state_.back_off.rests(server, now) || state_.back_off.rests(url + key, now) || now >= ends_) {
            why_ = {"Máy chủ {{server}} vừa không trả lời; hệ thống sẽ hỏi lại sau.", {{"server", server}}};
            return false;
        }
        request.url = url;
        request.connect = state_.options.connect;
        request.timeout = std::min(state_.options.timeout,
                                   std::chrono::duration_cast<std::chrono::milliseconds>(ends_ - now) +
                                       std::chrono::milliseconds(1));
        auto answer = state_.fetcher.fetch(request);
        if (!answer) {
            why_ = answer.error().message;
            state_.back_off.failed(answer.error().fault == base::Fault::unavailable ? server : url + key,
                                   state_.clock.now());
            base::log(base::Level::warning, "revocation_not_answered",
                      {{"url", url}, {"reason", why_.str()}});
            return false;
        }
        if (take({kind, *answer})) {
            state_.statements.keep(key, *answer, good_until(best_->standing) + state_.options.grace);
            if (is_good()) return true;
            why_ = {"Máy chủ {{server}} chỉ có dữ liệu thu hồi đã quá hạn.", {{"server", server}}};
        } else {
            why_ = {"Máy chủ {{server}} trả lời không đúng về tình trạng thu hồi.", {{"server", server}}};
        }
        state_.back_off.failed(url + key, state_.clock.now());
        base::log(base::Level::warning, "revocation_answer_unusable", {{"url", url}, {"reason", why_.str()}});
        return false;
    }

    CollectorState& state_;
    const Certificate& certificate_;
    const Certificate& issuer_;
    base::Time ends_;
    std::optional<Held> best_{};
    base::Message why_{};
};

}  // namespace

Collector::Collector(const crypto::TrustStore& trust, fetch::Fetcher& fetcher, const base::Clock& clock,
                     CollectorOptions options, StatementStore* store)
    : state_(new CollectorState{
          trust, fetcher, clock, options, {options.kept_bytes, store}, BackOff(options.back_off)})
{
}

Collector::~Collector() = default;

std::chrono::seconds Collector::grace() const { return state_->options.grace; }

Collected Collector::collect(const Certificate& certificate, const std::vector<Certificate>& others,
                             base::Time at, Freshness freshness)
{
    Collected out;
    const auto judged = state_->trust.judge(certificate, others, {}, at);
    if (judged.scope.empty()) return out;
    out.certificates = judged.path;
    const base::Time ends = state_->clock.now() + state_->options.whole;
    const base::Time not_before = freshness == Freshness::after_moment ? at : base::Time::min();
    const auto settle = [&](const Inquiry& inquiry, const Certificate& about, bool good) {
        if (!good && !inquiry.is_good_with_grace()) {
            out.missing.push_back({about, inquiry.why()});
            return false;
        }
        out.stale = out.stale || !good;
        const Statement& statement = inquiry.statement();
        add_once(statement.kind == Kind::ocsp ? out.known.ocsps : out.known.crls, statement.der);
        return true;
    };
    for (std::size_t i = 0; i + 1 < judged.path.size(); ++i) {
        const Certificate& one = judged.path[i];
        const Certificate& issuer = judged.path[i + 1];
        Inquiry inquiry(*state_, one, issuer, ends);
        const bool good = inquiry.ask_ocsp(not_before) || inquiry.ask_lists();
        if (!settle(inquiry, one, good) || inquiry.statement().kind != Kind::ocsp) continue;
        const auto responder = crypto::ocsp_responder(inquiry.statement().der, issuer);
        if (!responder) continue;
        add_once(out.certificates, responder->certificate);
        if (responder->needs_no_check) continue;
        // Only lists: an answer signed by itself would say nothing.
        Inquiry about_responder(*state_, responder->certificate, issuer, ends);
        settle(about_responder, responder->certificate, about_responder.ask_lists());
    }
    return out;
}

}  // namespace lt::trust
