// See settings.h.
#include "dossiers/portal/settings.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "dossiers/queries.h"
#include "kit/audit/audit.h"
#include "kit/base/text.h"

namespace lt::dossiers::portal {

using base::msg;

namespace {

constexpr std::size_t kLongest = 300;

bool is_web_address(const std::string& text)
{
    return (text.starts_with("https://") || text.starts_with("http://")) &&
           text.find_first_of(" \t\r\n@") == std::string::npos;
}

// It travels as a header.
bool is_plain(const std::string& text)
{
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f; });
}

void check_path(const std::string& path, const char* field, base::Wrong& wrong)
{
    if (!path.starts_with('/') || path.size() > kLongest ||
        path.find_first_of(" \t\r\n") != std::string::npos)
        wrong.emplace_back(field, msg("Nhập phần địa chỉ bắt đầu bằng dấu /, ví dụ /mapi/login."));
}

void check_store(const Form& form, base::Wrong& wrong)
{
    if (form.store_search.empty() && form.store_file.empty() && form.store_destination.empty()) return;
    check_path(form.store_search, "store_search", wrong);
    check_path(form.store_file, "store_file", wrong);
    if (!is_plain(form.store_destination) || form.store_destination.size() > kLongest)
        wrong.emplace_back("store_destination",
                           msg("Nhập mã thành viên của kho số hoá (dstcode): chữ không dấu, số và dấu."));
}

}  // namespace

std::optional<Known> find(db::Transaction& tx)
{
    const db::Rows rows = tx.run(sql::portal_find);
    if (rows.empty()) return std::nullopt;
    const db::Row row = rows[0];
    return Known{.settings = {.adapter = row["adapter"].str(),
                              .auth = row["auth"].str(),
                              .integration = row["integration"].str(),
                              .username = row["username"].str(),
                              .destination = row["destination"].str(),
                              .member = row["member"].str(),
                              .since = row["since"].day(),
                              .active = row["active"].boolean(),
                              .filled = row["filled"].boolean(),
                              .store_search = row["store_search"].str(),
                              .store_file = row["store_file"].str(),
                              .store_destination = row["store_destination"].str(),
                              .changed_at = row["changed_at"].time(),
                              .quiet_until = row["quiet_until"].opt_time(),
                              .silences = row["silences"].int32(),
                              .trouble = row["trouble"].str(),
                              .answered_at = row["answered_at"].opt_time()},
                 .sealed = row["password"].bytes()};
}

base::Secret password_of(const Known& known, const Sealing& sealing)
{
    auto password = sealing.unseal(known.sealed);
    return base::Secret(std::move(password).value_or(""));
}

base::Result<base::Done> change(db::Transaction& tx, const Sealing& sealing, const Form& form, base::Time now)
{
    base::Wrong wrong;
    const auto before = find(tx);
    if (!is_web_address(form.adapter) || form.adapter.size() > kLongest)
        wrong.emplace_back("adapter", msg("Nhập địa chỉ của trục liên thông, bắt đầu bằng https://."));
    check_path(form.auth, "auth", wrong);
    check_path(form.integration, "integration", wrong);
    if (form.username.empty() || form.username.size() > kLongest)
        wrong.emplace_back("username", msg("Nhập tên đăng nhập mà Cổng đã cấp."));
    if (form.password.empty() && !before)
        wrong.emplace_back("password", msg("Nhập mật khẩu mà Cổng đã cấp."));
    if (!is_plain(form.destination) || form.destination.size() > kLongest)
        wrong.emplace_back("destination",
                           msg("Nhập mã thành viên của Cổng (dstcode): chữ không dấu, số và dấu."));
    if (!is_plain(form.member) || form.member.size() > kLongest)
        wrong.emplace_back("member", msg("Nhập mã đơn vị của tỉnh (madonvi): chữ không dấu, số và dấu."));
    check_store(form, wrong);
    const auto since = base::parse_day(form.since);
    if (!since)
        wrong.emplace_back("since", msg("Nhập ngày/tháng/năm, ví dụ 02/09/2026."));
    else if (*since > base::vietnam_day(now))
        wrong.emplace_back("since", msg("Ngày chưa đến. Nhập hôm nay hoặc một ngày trước."));
    if (auto error = base::invalid(std::move(wrong))) return *error;

    std::string sealed;
    if (!form.password.empty()) sealed = sealing.seal(form.password.view());
    const auto bytes = std::as_bytes(std::span(sealed));
    // Acts of before are committed now, and those behind this transaction see whether the portal is to be told.
    tx.run(sql::portal_between_acts);
    tx.run(sql::portal_put, form.adapter, form.auth, form.integration, form.username,
           sealed.empty() ? db::Param(nullptr) : db::Param(bytes), form.destination, form.member, *since,
           form.active, now, form.store_search, form.store_file, form.store_destination);
    audit::record(tx, {.action = "portal.changed",
                       .subject = form.destination,
                       .detail = nlohmann::json{{"active", form.active},
                                                {"since", base::format_iso(*since)},
                                                {"store", !form.store_search.empty()}}
                                     .dump(),
                       .at = now});
    return base::Done{};
}

void answered(db::Transaction& tx, base::Time now) { tx.run(sql::portal_answered, now); }

void silent(db::Transaction& tx, base::Time now, const std::string& why)
{
    tx.run(sql::portal_silent, now, why);
}

}  // namespace lt::dossiers::portal
