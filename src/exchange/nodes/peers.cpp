// See peers.h.
#include "exchange/nodes/peers.h"

#include <algorithm>

#include "exchange/queries.h"
#include "kit/audit/audit.h"

namespace lt::exchange::nodes {

std::vector<Peer> peers(db::Transaction& tx)
{
    std::vector<Peer> out;
    for (const db::Row row : tx.run(sql::node_peers)) {
        auto certificates = crypto::Certificate::parse_pem(row["certificate"].text());
        out.push_back({.id = row["id"].int64(),
                       .code = row["code"].str(),
                       .name = row["name"].str(),
                       .may_send = row["may_send"].boolean(),
                       .largest = static_cast<std::uint64_t>(row["largest"].int64()),
                       .active = row["active"].boolean()});
        if (certificates) out.back().certificates = *std::move(certificates);
    }
    return out;
}

base::Result<base::Done> set_certificate(db::Transaction& tx, Services& services, const System& system,
                                         std::string_view pem)
{
    CHECK(system.kind == SystemKind::node);
    const auto read = crypto::Certificate::parse_pem(pem);
    if (!read || read->empty() || pem.size() > 65536 ||
        !std::ranges::all_of(*read, &crypto::Certificate::may_sign))
        return base::invalid("certificate", "Dán chứng thư số của nút kia (PEM, dùng để ký).");
    tx.run(sql::node_certificate, system.id, pem);
    audit::record(tx, {.action = "system.certificate_changed",
                       .subject = system.uid,
                       .detail = "{}",
                       .at = services.clock->now()});
    return base::Done{};
}

}  // namespace lt::exchange::nodes
