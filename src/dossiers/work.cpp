// See work.h.
#include "dossiers/work.h"

#include <nlohmann/json.hpp>

#include "dossiers/batches/pages.h"
#include "dossiers/results/pages.h"
#include "dossiers/rights.h"
#include "kit/db/db.h"

namespace lt::dossiers {

using base::msg;
using directory::Role;
using html::View;

namespace {

constexpr auto kQuietFor = std::chrono::minutes(1);

base::Time end_of_day(base::Time now)
{
    return base::Time(base::vietnam_day(now) + std::chrono::days(1)) - std::chrono::hours(7);
}

View tile(const std::string& href, std::int64_t number, const std::string& label, const std::string& note)
{
    return {{"href", href},   {"number", number == 0 ? "0" : count_label(number)},
            {"label", label}, {"note", note},
            {"live", false},  {"late", false},
            {"soon", false}};
}

class Tiles {
public:
    explicit Tiles(const page::Words& tr) : tr_(tr) {}

    void late(std::int64_t number)
    {
        add("/dossiers?view=late", number, msg("Hồ sơ quá hạn"),
            number == 0 ? msg("không có hồ sơ nào") : msg("làm trước"));
        items_.back()["late"] = number > 0;
    }
    void today(std::int64_t number)
    {
        add("/dossiers?view=today", number, msg("Hồ sơ đến hạn hôm nay"), msg("trước 24:00"));
        items_.back()["soon"] = number > 0;
    }
    void add(const std::string& href, std::int64_t number, const char* label, const char* note)
    {
        items_.push_back(tile(href, number, tr_(label), tr_(note)));
    }
    void add_if_any(const std::string& href, std::int64_t number, const char* label, const char* note)
    {
        if (number > 0) add(href, number, label, note);
    }
    View finish() { return std::move(items_); }

private:
    const page::Words& tr_;
    View items_ = View::array();
};

}  // namespace

bool works_on_dossiers(Role role)
{
    switch (role) {
    case Role::desk_staff:
    case Role::leader:
    case Role::specialist:
    case Role::registry_clerk: return true;
    case Role::agency_administrator:
    case Role::platform_operator: break;
    }
    return false;
}

lists::Work work_for(Services& services, db::Transaction& tx, const Actor& actor, lists::Numbers numbers)
{
    const base::Time now = services.clock->now();
    const lists::Work work = lists::work(tx, actor.role, now, end_of_day(now), numbers);
    if (!work.any) services.quiet->with([&](auto& quiet) { quiet[actor.agency] = now + kQuietFor; });
    return work;
}

lists::Work work_for(Services& services, const Actor& actor, lists::Numbers numbers)
{
    if (!works_on_dossiers(actor.role)) return {};
    const bool is_quiet = services.quiet->with([&](const auto& quiet) {
        const auto until = quiet.find(actor.agency);
        return until != quiet.end() && services.clock->now() < until->second;
    });
    if (is_quiet) return {};
    db::Transaction tx = services.pool.begin(scope_of(actor));
    return work_for(services, tx, actor, numbers);
}

void work_comes(Services& services, std::initializer_list<std::int64_t> agencies)
{
    services.quiet->with([&](auto& quiet) {
        for (const std::int64_t agency : agencies) quiet.erase(agency);
    });
}

std::string count_label(std::int64_t count)
{
    if (count <= 0) return {};
    return count >= 1000 ? "999+" : std::to_string(count);
}

View menu_counts(const lists::Work& work, Role role)
{
    return {{"/dossiers", count_label(role == Role::desk_staff ? work.working : work.mine)},
            {pages::kBatches, count_label(work.to_take)},
            {pages::kToSign, count_label(work.to_sign)},
            {pages::kToSeal, count_label(work.to_seal)}};
}

View home_part(const lists::Work& work, Role role, const page::Words& tr)
{
    if (!work.any) return nullptr;
    Tiles tiles(tr);
    switch (role) {
    case Role::desk_staff:
        tiles.late(work.late);
        tiles.today(work.today);
        tiles.add("/dossiers?view=new", work.fresh, msg("Chờ tiếp nhận"),
                  msg("nộp trực tuyến, qua bưu chính"));
        tiles.add("/dossiers?view=waiting", work.waiting, msg("Chờ bổ sung"), msg("người nộp chưa mang đến"));
        tiles.add("/dossiers?view=results", work.results, msg("Chờ trả kết quả"), msg("đã có kết quả"));
        break;
    case Role::leader:
        tiles.add(pages::kToSign, work.to_sign, msg("Kết quả chờ ký"), msg("chuyên viên đã trình"));
        tiles.late(work.late);
        tiles.today(work.today);
        tiles.add("/dossiers?view=mine", work.mine, msg("Hồ sơ chờ bạn"), msg("theo quy trình"));
        break;
    case Role::specialist:
        tiles.late(work.mine_late);
        tiles.today(work.mine_today);
        tiles.add("/dossiers?view=mine", work.mine, msg("Hồ sơ chờ bạn"), msg("theo quy trình"));
        break;
    case Role::registry_clerk:
        tiles.add(pages::kToSeal, work.to_seal, msg("Kết quả chờ đóng dấu"), msg("lãnh đạo đã ký"));
        tiles.add_if_any("/dossiers?view=mine", work.mine, msg("Hồ sơ chờ bạn"), msg("theo quy trình"));
        break;
    case Role::agency_administrator:
    case Role::platform_operator: return nullptr;
    }
    tiles.add_if_any(std::string(pages::kBatches) + "?view=receive", work.to_take,
                     msg("Phiếu bàn giao chờ nhận"), msg("giấy tờ đang chuyển đến"));
    return {{"heading", tr("Hồ sơ một cửa")}, {"tiles", {{"items", tiles.finish()}}}};
}

View home_act(Role role, const page::Words& tr)
{
    if (!may(role, {.receives = true}, ActKind::receive)) return nullptr;
    return {{"href", "/dossiers/new"}, {"label", tr("Tiếp nhận hồ sơ")}};
}

}  // namespace lt::dossiers
