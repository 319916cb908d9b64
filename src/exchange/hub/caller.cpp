// See caller.h.
#include "exchange/hub/caller.h"

#include <nlohmann/json.hpp>

#include "exchange/axis/sign_headers.h"
#include "exchange/hub/window.h"
#include "exchange/queries.h"
#include "kit/base/log.h"
#include "kit/base/text.h"
#include "kit/crypto/digest.h"

namespace lt::exchange::hub {
namespace {

using base::msg;
using Parameters = std::map<std::string, std::string>;

Refusal wrong_credentials(base::Message words = axis::message_of(axis::Code::wrong_credentials))
{
    return {axis::Code::wrong_credentials, std::move(words)};
}

Refusal too_often(base::Message words) { return {axis::Code::axis_error, std::move(words), 429}; }

// Who has just called in vain so often is not looked at.
std::optional<Refusal> check_failures(const Rates& rates, const http::Request& request, std::string_view name,
                                      base::Time now)
{
    if (rates.may_try(request, name, now)) return std::nullopt;
    return too_often(msg("Quá nhiều lời gọi sai từ địa chỉ này. Chờ một phút rồi gọi lại."));
}

std::string caller_of(const http::Request& request, std::string_view name)
{
    return request.remote + " " + std::string(name);
}

// What every good caller must still pass. Knows the system by its secret already.
std::optional<Refusal> check_system(Services& services, Rates& rates, const System& system, base::Time now)
{
    if (system.kind != SystemKind::client) return wrong_credentials();
    if (!system.active)
        return wrong_credentials(
            msg("Hệ thống này đang bị tạm ngừng kết nối. Liên hệ đơn vị vận hành trục."));
    if (!rates.allow(system, now))
        return too_often({msg("Gọi quá nhiều: tối đa {{rate}} lần mỗi phút. Chờ rồi gọi lại."),
                          {{"rate", std::to_string(system.rate)}}});
    if (!system.seen_at || now - *system.seen_at > std::chrono::minutes(1)) {
        db::Transaction tx = services.pool.begin({});
        seen(tx, system, now);
        tx.commit();
    }
    return std::nullopt;
}

std::optional<Known> known_system(Services& services, std::string_view code)
{
    db::Transaction tx = services.pool.begin({});
    return find_known(tx, services, code);
}

// Members of a JSON object that are texts or numbers; the same names as in headers.
void add_members(Parameters& out, const std::string& body)
{
    const auto json = nlohmann::json::parse(body, nullptr, false);
    if (!json.is_object()) return;
    for (const auto& [name, value] : json.items())
        out[base::fold(name)] = value.is_string() ? value.get<std::string>() : value.dump();
}

}  // namespace

http::Response answer_of(const Refusal& refusal)
{
    auto response = http::json(axis::fail_answer(refusal.code, refusal.words.str()), refusal.status);
    if (refusal.status == 429) response.header("Retry-After", "60");
    return response;
}

http::RateLimiter& Rates::limiter(int rate)
{
    return *limiters_.with([&](auto& all) {
        auto& one = all[rate];
        if (!one)
            one = std::make_unique<http::RateLimiter>(rate,
                                                      std::chrono::milliseconds(60'000 / std::max(rate, 1)));
        return one.get();
    });
}

bool Rates::allow(const System& system, base::Time now)
{
    return limiter(system.rate).allow(system.uid, now);
}

bool Rates::may_try(const http::Request& request, std::string_view name, base::Time now) const
{
    return failures_.wait(caller_of(request, name), now).count() == 0;
}

void Rates::failed(const http::Request& request, std::string_view name, base::Time now)
{
    failures_.allow(caller_of(request, name), now);
}

const std::string& Caller::parameter(const std::string& name) const
{
    static const std::string kNone;
    const auto found = parameters.find(name);
    return found == parameters.end() ? kNone : found->second;
}

Called signed_caller(Services& services, Rates& rates, const http::Request& request)
{
    auto claim = axis::read_headers([&](std::string_view name) { return request.header(name); });
    if (!claim) return wrong_credentials(claim.error().message);
    const base::Time now = services.clock->now();
    if (auto refusal = check_failures(rates, request, claim->system_id, now)) return *refusal;
    const auto known = known_system(services, claim->system_id);
    // An unknown system takes as long as a wrong signature.
    const bool fits = axis::hash_fits(*claim, known ? known->secret.view() : std::string_view("-"));
    if (!known || known->secret.empty() || !fits) {
        rates.failed(request, claim->system_id, now);
        return wrong_credentials();
    }
    if (claim->at < now - kWindow || claim->at > now + kWindow)
        return wrong_credentials(
            {msg("Dấu thời gian của lời gọi lệch quá {{minutes}} phút so với giờ của trục ({{now}}). Chỉnh lại đồng hồ."),
             {{"minutes", std::to_string(kWindow.count())}, {"now", base::format_vietnam(now)}}});
    if (auto refusal = check_system(services, rates, known->system, now)) return *refusal;
    return Caller{known->system, std::move(claim->parameters), crypto::sha256(claim->text), claim->at};
}

Called plain_caller(Services& services, Rates& rates, const http::Request& request)
{
    const base::Time now = services.clock->now();
    const std::string code = request.header("x-systemid");
    if (auto refusal = check_failures(rates, request, code, now)) return *refusal;
    const auto known = known_system(services, code);
    const std::string given = request.header("x-secretkey");
    const bool fits = crypto::equal_constant_time(crypto::sha256(given),
                                                  crypto::sha256(known ? known->secret.view() : "-"));
    if (!known || known->secret.empty() || !fits) {
        rates.failed(request, code, now);
        return wrong_credentials();
    }
    if (auto refusal = check_system(services, rates, known->system, now)) return *refusal;
    Caller caller{.system = known->system, .signed_at = now};
    for (const auto& [name, value] : request.query.fields()) caller.parameters[base::fold(name)] = value;
    add_members(caller.parameters, request.body);
    return caller;
}

std::optional<std::string> used_before(db::Transaction& tx, const Caller& caller, const std::string& answer)
{
    if (caller.signature.empty()) return std::nullopt;
    const auto hash = std::as_bytes(std::span(caller.signature));
    if (!tx.run(sql::signature_use, caller.system.id, hash, caller.signed_at, answer).empty())
        return std::nullopt;
    const db::Rows rows = tx.run(sql::signature_answer, caller.system.id, hash);
    return rows.empty() ? std::string() : rows[0]["answer"].str();
}

}  // namespace lt::exchange::hub
