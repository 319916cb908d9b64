// Desks, kinds of service, counters and kiosks. See actions.h.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "kit/audit/audit.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"
#include "kit/crypto/digest.h"
#include "queue/actions.h"
#include "queue/store.h"

namespace lt::queue {
namespace {

using base::Done;
using base::msg;
using base::Result;

constexpr std::size_t kLongest = 120;

void note_change(db::Transaction& tx, const char* action, const std::string& desk,
                 const nlohmann::json& detail, base::Time now)
{
    audit::record(tx, {.action = action, .subject = desk, .detail = detail.dump(), .at = now});
}

void check_name(base::Wrong& wrong, const std::string& name, const char* missing)
{
    if (name.empty())
        wrong.emplace_back("name", missing);
    else if (base::length(name) > kLongest)
        wrong.emplace_back("name", base::Message(msg("Nhập tối đa {{limit}} ký tự."),
                                                 {{"limit", std::to_string(kLongest)}}));
}

std::optional<int> parse_number(const std::string& typed)
{
    if (typed.empty() || typed.size() > 3 || typed.find_first_not_of("0123456789") != std::string::npos)
        return std::nullopt;
    const int number = std::stoi(typed);
    return number > 0 ? std::optional(number) : std::nullopt;
}

}  // namespace

Result<Done> open_desk(db::Transaction& tx, std::int64_t agency, const std::string& name,
                       const std::string& code, base::Time now)
{
    base::Wrong wrong;
    check_name(wrong, name, msg("Nhập tên nơi tiếp dân, ví dụ Bộ phận Một cửa tầng 1."));
    if (!is_desk_code(code))
        wrong.emplace_back("code", msg("Nhập chữ thường không dấu, chữ số và dấu gạch nối, ví dụ kinh-bac."));
    if (auto error = base::invalid(std::move(wrong))) return *error;
    auto done = store::add_desk(tx, {.agency = agency, .code = code, .name = name});
    if (done) note_change(tx, "queue.desk_opened", code, nlohmann::json::object(), now);
    return done;
}

Result<Done> open_group(db::Transaction& tx, const Desk& desk, const Group& group, base::Time now)
{
    base::Wrong wrong;
    if (group.letter.size() != 1 || group.letter[0] < 'A' || group.letter[0] > 'Z')
        wrong.emplace_back("letter", msg("Nhập một chữ cái từ A đến Z."));
    check_name(wrong, group.name, msg("Nhập tên nhóm, ví dụ Hộ tịch, chứng thực."));
    if (auto error = base::invalid(std::move(wrong))) return *error;
    auto done = store::add_group(tx, desk, group);
    if (done) note_change(tx, "queue.group_opened", desk.code, {{"letter", group.letter}}, now);
    return done;
}

Result<Done> close_group(db::Transaction& tx, const Desk& desk, const std::string& letter, base::Time now)
{
    if (!store::close_group(tx, desk.id, letter, now))
        return base::not_found(msg("Không có nhóm dịch vụ này, hoặc đã ngừng."));
    note_change(tx, "queue.group_closed", desk.code, {{"letter", letter}}, now);
    return Done{};
}

Result<Done> put_counter(db::Transaction& tx, const Desk& desk, const std::string& number,
                         const std::vector<std::string>& letters, base::Time now)
{
    const auto parsed = parse_number(number);
    if (!parsed) return base::invalid("number", msg("Nhập số của quầy, từ 1 đến 999."));
    Counter counter{.number = *parsed};
    for (const Group& group : store::groups(tx, desk.id)) {
        if (std::find(letters.begin(), letters.end(), group.letter) != letters.end())
            counter.groups.push_back(group.id);
    }
    if (counter.groups.empty()) return base::invalid("letters", msg("Chọn ít nhất một nhóm dịch vụ."));
    store::put_counter(tx, desk, counter);
    note_change(tx, "queue.counter_set", desk.code, {{"counter", *parsed}, {"letters", letters}}, now);
    return Done{};
}

Result<std::string> open_kiosk(db::Transaction& tx, const Desk& desk, const std::string& name, base::Time now)
{
    base::Wrong wrong;
    check_name(wrong, name, msg("Nhập tên máy, ví dụ Máy lấy số sảnh chính."));
    if (auto error = base::invalid(std::move(wrong))) return *error;
    const std::string secret = base::random_hex(24);
    const std::string uid = base::new_uid(now);
    store::add_kiosk(tx, desk, {.uid = uid, .name = name, .made_at = now}, crypto::sha256_hex(secret));
    note_change(tx, "queue.kiosk_opened", desk.code, {{"kiosk", uid}}, now);
    return secret;
}

Result<Done> revoke_kiosk(db::Transaction& tx, const Desk& desk, const std::string& uid, base::Time now)
{
    if (!base::is_uid(uid) || !store::revoke_kiosk(tx, desk.id, uid, now))
        return base::not_found(msg("Không có máy này, hoặc đã thu hồi."));
    note_change(tx, "queue.kiosk_revoked", desk.code, {{"kiosk", uid}}, now);
    return Done{};
}

}  // namespace lt::queue
