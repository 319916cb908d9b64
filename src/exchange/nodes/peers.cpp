// See peers.h.
#include "exchange/nodes/peers.h"

#include <algorithm>
#include <map>

#include "exchange/queries.h"
#include "kit/audit/audit.h"
#include "kit/base/locked.h"

namespace lt::exchange::nodes {

using base::msg;

namespace {

// OpenSSL takes a fifth of a millisecond for each key, every round asks for all, and what a PEM says stays.
std::vector<crypto::Certificate> certificates_in(std::string_view pem)
{
    using Known = std::map<std::string, std::vector<crypto::Certificate>, std::less<>>;
    constexpr std::size_t kMost = 200;
    static base::Locked<Known> known;
    return known.with([&](Known& all) {
        const auto found = all.find(pem);
        if (found != all.end()) return found->second;
        auto read = crypto::Certificate::parse_pem(pem);
        if (all.size() >= kMost) all.clear();
        return all.emplace(pem, read ? *std::move(read) : std::vector<crypto::Certificate>()).first->second;
    });
}

}  // namespace

std::vector<Peer> peers(db::Transaction& tx)
{
    std::vector<Peer> out;
    for (const db::Row row : tx.run(sql::node_peers)) {
        out.push_back({.id = row["id"].int64(),
                       .code = row["code"].str(),
                       .name = row["name"].str(),
                       .may_send = row["may_send"].boolean(),
                       .largest = static_cast<std::uint64_t>(row["largest"].int64()),
                       .active = row["active"].boolean(),
                       .certificates = certificates_in(row["certificate"].text())});
    }
    return out;
}

namespace {

constexpr std::size_t kLongest = 65536;  // bytes of PEM

void keep(db::Transaction& tx, Services& services, const System& system, std::string_view pem)
{
    tx.run(sql::node_certificate, system.id, pem);
    audit::record(tx, {.action = "system.certificate_changed",
                       .subject = system.uid,
                       .detail = "{}",
                       .at = services.clock->now()});
}

std::string pem_of(const std::vector<crypto::Certificate>& certificates)
{
    std::string out;
    for (const crypto::Certificate& one : certificates) out += one.pem();
    return out;
}

}  // namespace

base::Result<base::Done> set_certificate(db::Transaction& tx, Services& services, const System& system,
                                         std::string_view pem)
{
    CHECK(system.kind == SystemKind::node);
    const auto read = crypto::Certificate::parse_pem(pem);
    if (!read || read->empty() || pem.size() > kLongest ||
        !std::ranges::all_of(*read, &crypto::Certificate::may_sign))
        return base::invalid("certificate", "Dán chứng thư số của nút kia (PEM, dùng để ký).");
    keep(tx, services, system, pem);
    return base::Done{};
}

std::vector<crypto::Certificate> certificates_of(db::Transaction& tx, const System& system)
{
    const db::Rows rows = tx.run(sql::node_certificates, system.id);
    CHECK(rows.size() == 1);
    auto read = crypto::Certificate::parse_pem(rows[0]["certificate"].text());
    return read ? *std::move(read) : std::vector<crypto::Certificate>{};
}

base::Result<base::Done> add_certificate(db::Transaction& tx, Services& services, const System& system,
                                         std::string_view pem)
{
    CHECK(system.kind == SystemKind::node);
    const auto refused = [](base::Message words) { return base::invalid("certificate", std::move(words)); };
    const auto read = crypto::Certificate::parse_pem(pem);
    if (!read || read->empty())
        return refused(msg("Không đọc được chứng thư số. Dán cả đoạn từ -----BEGIN CERTIFICATE----- đến "
                           "-----END CERTIFICATE-----."));
    auto all = certificates_of(tx, system);
    for (const crypto::Certificate& one : *read) {
        if (!one.may_sign())
            return refused(
                {msg("Chứng thư số “{{name}}” không dùng để ký được. Xin nút kia chứng thư số dùng để ký."),
                 {{"name", one.common_name()}}});
        if (one.not_after() < services.clock->now())
            return refused(
                {msg("Chứng thư số “{{name}}” đã hết hạn ngày {{day}}. Xin nút kia chứng thư số mới."),
                 {{"name", one.common_name()},
                  {"day", base::format_day(base::vietnam_day(one.not_after()))}}});
        if (std::ranges::find(all, one) != all.end())
            return refused(
                {msg("Chứng thư số “{{name}}” đã có trong danh sách."), {{"name", one.common_name()}}});
        all.push_back(one);
    }
    const std::string kept = pem_of(all);
    if (kept.size() > kLongest)
        return refused(msg("Quá nhiều chứng thư số. Bỏ chứng thư số cũ trước khi thêm."));
    keep(tx, services, system, kept);
    return base::Done{};
}

bool remove_certificate(db::Transaction& tx, Services& services, const System& system,
                        std::string_view fingerprint)
{
    auto all = certificates_of(tx, system);
    const auto removed =
        std::erase_if(all, [&](const crypto::Certificate& one) { return one.fingerprint() == fingerprint; });
    if (removed > 0) keep(tx, services, system, pem_of(all));
    return removed > 0;
}

}  // namespace lt::exchange::nodes
