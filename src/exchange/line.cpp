// See line.h.
#include "exchange/line.h"

#include "exchange/queries.h"
#include "exchange/systems.h"

namespace lt::exchange {

std::unique_ptr<Line> line_to(Services& services, fetch::HttpFetcher& fetcher, const std::string& code)
{
    db::Transaction tx = services.pool.begin({});
    auto known = find_known(tx, services, code);
    if (!known || known->system.kind != SystemKind::axis || !known->system.active || known->secret.empty())
        return nullptr;
    axis::ClientOptions options{.endpoint = known->system.address,
                                .system_id = known->system.code,
                                .secret = std::move(known->secret),
                                .most_message = known->system.largest};
    return std::unique_ptr<Line>(
        new Line{known->system, axis::AxisClient(std::move(options), fetcher, *services.clock)});
}

std::vector<std::string> axes(Services& services)
{
    std::vector<std::string> out;
    db::Transaction tx = services.pool.begin({});
    for (const db::Row row : tx.run(sql::systems_of_kind, to_text(SystemKind::axis)))
        out.push_back(row["code"].str());
    return out;
}

}  // namespace lt::exchange
