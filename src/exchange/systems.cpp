// See systems.h.
#include "exchange/systems.h"

#include <algorithm>
#include <charconv>

#include "exchange/listing.h"
#include "exchange/queries.h"
#include "kit/audit/audit.h"
#include "kit/base/ids.h"
#include "kit/page/page.h"

namespace lt::exchange {
namespace {

using page::msg;

constexpr std::uint64_t kMegabyte = 1 << 20;
constexpr int kMostRate = 100'000;
constexpr int kMostMegabytes = 420;  // the reader's own limit

System read_system(const db::Row& row)
{
    const auto kind = system_kind(row["kind"].text());
    CHECK(kind);
    return {.id = row["id"].int64(),
            .uid = row["uid"].str(),
            .code = row["code"].str(),
            .name = row["name"].str(),
            .kind = *kind,
            .address = row["address"].str(),
            .may_send = row["may_send"].boolean(),
            .may_register = row["may_register"].boolean(),
            .rate = row["rate"].int32(),
            .largest = static_cast<std::uint64_t>(row["largest"].int64()),
            .active = row["active"].boolean(),
            .created_at = row["created_at"].time(),
            .secret_at = row["secret_at"].time(),
            .seen_at = row["seen_at"].opt_time()};
}

int number(std::string_view text)
{
    int value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    return fault == std::errc{} && end == text.data() + text.size() ? value : -1;
}

bool is_code(std::string_view code)
{
    return !code.empty() && code.size() <= 64 && std::ranges::all_of(code, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
               c == '_' || c == '-';
    });
}

// The right system of a form, or all that is wrong with it. `old` says what a form does not change.
base::Result<System> read_form(const SystemForm& form, const System* old)
{
    base::Wrong wrong;
    System out = old != nullptr ? *old : System{};
    out.name = form.name;
    if (form.name.empty() || form.name.size() > 200)
        wrong.emplace_back("name", msg("Nhập tên hệ thống, tối đa 200 ký tự."));
    if (old == nullptr) {
        const auto kind = system_kind(form.kind);
        if (!kind) wrong.emplace_back("kind", msg("Chọn cách kết nối."));
        out.kind = kind.value_or(SystemKind::client);
        out.code = form.code;
        if (!is_code(form.code))
            wrong.emplace_back("code",
                               msg("Nhập mã hệ thống: chữ, số, dấu chấm, gạch ngang, tối đa 64 ký tự."));
        if (out.kind == SystemKind::axis && form.secret.empty())
            wrong.emplace_back("secret", msg("Nhập khoá bí mật mà trục đã cấp."));
    }
    out.address = form.address;
    const bool is_address = form.address.starts_with("https://") || form.address.starts_with("http://");
    if (out.kind == SystemKind::axis && !is_address)
        wrong.emplace_back("address", msg("Nhập địa chỉ của trục, bắt đầu bằng https://."));
    out.rate = number(form.rate);
    if (out.rate < 1 || out.rate > kMostRate)
        wrong.emplace_back("rate", msg("Nhập số lần gọi mỗi phút, từ 1 đến 100000."));
    const int megabytes = number(form.largest);
    if (megabytes < 1 || megabytes > kMostMegabytes)
        wrong.emplace_back("largest", msg("Nhập cỡ thông điệp lớn nhất, từ 1 đến 420 MB."));
    out.largest = static_cast<std::uint64_t>(std::max(megabytes, 1)) * kMegabyte;
    out.may_send = form.may_send;
    out.may_register = form.may_register;
    if (auto error = base::invalid(std::move(wrong))) return *error;
    return out;
}

void note(db::Transaction& tx, const char* action, const System& system, base::Time now)
{
    audit::record(tx, {.action = action, .subject = system.uid, .detail = "{}", .at = now});
}

}  // namespace

base::Result<Registered> register_system(db::Transaction& tx, Services& services, const SystemForm& form)
{
    auto system = read_form(form, nullptr);
    if (!system) return system.error();
    if (find_system_by_code(tx, form.code))
        return base::invalid("code", msg("Mã hệ thống này đã có. Nhập mã khác."));
    const base::Time now = services.clock->now();
    system->uid = base::new_uid(now);
    std::string secret = system->kind == SystemKind::axis ? form.secret : base::random_hex(32);
    const std::string sealed = services.seal(secret);
    tx.run(sql::system_add, system->uid, system->code, system->name, to_text(system->kind),
           std::as_bytes(std::span(sealed)), system->address, system->may_send, system->may_register,
           system->rate, static_cast<std::int64_t>(system->largest), now);
    note(tx, "system.registered", *system, now);
    if (system->kind == SystemKind::axis) enqueue_listing(tx, services, *system);
    return Registered{system->uid, base::Secret(std::move(secret))};
}

base::Result<base::Done> change_system(db::Transaction& tx, Services& services, const System& system,
                                       const SystemForm& form)
{
    const auto changed = read_form(form, &system);
    if (!changed) return changed.error();
    const base::Time now = services.clock->now();
    tx.run(sql::system_change, system.id, changed->name, changed->address, changed->may_send,
           changed->may_register, changed->rate, static_cast<std::int64_t>(changed->largest));
    if (system.kind == SystemKind::axis && !form.secret.empty()) {
        const std::string sealed = services.seal(form.secret);
        tx.run(sql::system_secret, system.id, std::as_bytes(std::span(sealed)), now);
    }
    note(tx, "system.changed", system, now);
    return base::Done{};
}

base::Secret renew_secret(db::Transaction& tx, Services& services, const System& system)
{
    const base::Time now = services.clock->now();
    std::string secret = base::random_hex(32);
    const std::string sealed = services.seal(secret);
    tx.run(sql::system_secret, system.id, std::as_bytes(std::span(sealed)), now);
    note(tx, "system.secret_renewed", system, now);
    return base::Secret(std::move(secret));
}

void set_active(db::Transaction& tx, Services& services, const System& system, bool active)
{
    tx.run(sql::system_active, system.id, active);
    note(tx, active ? "system.resumed" : "system.suspended", system, services.clock->now());
}

base::Result<base::Done> set_agencies(db::Transaction& tx, Services& services, const System& system,
                                      const std::vector<std::string>& uids)
{
    const auto snapshot = services.directory.snapshot();
    const base::Time now = services.clock->now();
    for (const directory::Agency* agency : snapshot->agencies()) {
        const bool wanted = std::ranges::find(uids, agency->uid) != uids.end();
        if (wanted == (agency->system == system.id)) continue;
        if (!wanted) {
            if (auto left = directory::leave_elsewhere(tx, *agency, system.id, now); !left)
                return left.error();
            continue;
        }
        const auto added = directory::add_elsewhere(tx, *snapshot, {.code = agency->code}, system.id, now);
        if (!added) return base::invalid("agencies", added.error().message);
    }
    return base::Done{};
}

std::vector<System> systems(db::Transaction& tx)
{
    std::vector<System> out;
    for (const db::Row row : tx.run(sql::systems_all)) out.push_back(read_system(row));
    return out;
}

std::optional<System> find_system(db::Transaction& tx, std::string_view uid)
{
    if (!base::is_uid(uid)) return std::nullopt;
    const db::Rows rows = tx.run(sql::system_by_uid, uid);
    return rows.empty() ? std::nullopt : std::optional(read_system(rows[0]));
}

std::optional<System> find_system_by_code(db::Transaction& tx, std::string_view code)
{
    const db::Rows rows = tx.run(sql::system_by_code, code);
    return rows.empty() ? std::nullopt : std::optional(read_system(rows[0]));
}

std::optional<Known> find_known(db::Transaction& tx, const Services& services, std::string_view code)
{
    const db::Rows rows = tx.run(sql::system_by_code, code);
    if (rows.empty()) return std::nullopt;
    auto secret = services.unseal(rows[0]["secret"].bytes());
    return Known{read_system(rows[0]), base::Secret(std::move(secret).value_or(""))};
}

void seen(db::Transaction& tx, const System& system, base::Time now)
{
    tx.run(sql::system_seen, system.id, now);
}

}  // namespace lt::exchange
