// See desks.h.
#include "dossiers/desks/desks.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "directory/api.h"
#include "dossiers/life/code.h"
#include "dossiers/queries.h"
#include "kit/audit/audit.h"
#include "kit/base/text.h"
#include "kit/db/db.h"

namespace lt::dossiers::desks {

using base::msg;

namespace {

constexpr std::size_t kLongestAddress = 500;
constexpr std::size_t kLongestPhone = 50;
constexpr std::size_t kLongestBasis = 200;
constexpr std::size_t kLongestCode = 34;   // on a receipt, and on a phone
constexpr std::int64_t kLargest = 99'999;  // dossiers of a year: a code with this number must fit, too

std::int64_t whose(const Actor& actor)
{
    return actor.role == directory::Role::platform_operator ? 0 : actor.agency;
}

// A code is part of an address (/tra-cuu/CODE), and whoever types it at a hand-over types it in either case.
bool fits_everywhere(std::string_view code)
{
    return std::ranges::none_of(code, [](char c) { return c == '/' || (c >= 'a' && c <= 'z'); });
}

// "{agency}{seq:4}": the codes of two agencies, or of two numbers, could be the same.
bool run_together(std::string_view text) { return text.find("}{") != text.npos; }

bool touches_a_digit(std::string_view text)
{
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '{' && at > 0 && is_digit(text[at - 1])) return true;
        if (text[at] == '}' && at + 1 < text.size() && is_digit(text[at + 1])) return true;
    }
    return false;
}

// The longest code that the template gives to one of those for whom it would count.
std::size_t longest_code(const CodeTemplate& parsed, const directory::Snapshot& directory, const Actor& actor,
                         base::Day today)
{
    std::size_t out = 0;
    for (const directory::Agency* agency : directory.agencies())
        if (agency->valid.holds(today) && (whose(actor) == 0 || agency->id == actor.agency))
            out = std::max(out, parsed.format({agency->code, agency->alias}, today, kLargest).size());
    return out;
}

}  // namespace

std::optional<Desk> find(db::Transaction& tx, std::int64_t agency)
{
    const db::Rows rows = tx.run(sql::desk, agency);
    if (rows.empty()) return std::nullopt;
    return Desk{rows[0]["address"].str(), rows[0]["phone"].str()};
}

base::Result<base::Done> save(db::Transaction& tx, const Actor& actor, Desk desk, base::Time now)
{
    desk.address = base::normalise(desk.address);
    desk.phone = base::normalise(desk.phone);
    base::Wrong wrong;
    if (desk.address.empty()) wrong.emplace_back("address", msg("Nhập địa chỉ của bộ phận một cửa."));
    if (base::length(desk.address) > kLongestAddress)
        wrong.emplace_back("address", msg("Địa chỉ dài quá 500 ký tự."));
    if (base::length(desk.phone) > kLongestPhone)
        wrong.emplace_back("phone", msg("Số điện thoại dài quá 50 ký tự."));
    if (auto error = base::invalid(std::move(wrong))) return *error;
    tx.run(sql::desk_save, actor.agency, desk.address, desk.phone, now, actor.official);
    audit::record(tx, {.action = "desk.changed",
                       .subject = std::to_string(actor.agency),
                       .detail = nlohmann::json{{"address", desk.address}, {"phone", desk.phone}}.dump(),
                       .at = now});
    return base::Done{};
}

Template code_template(db::Transaction& tx, std::int64_t agency, base::Day day)
{
    const db::Rows rows = tx.run(sql::code_template, agency, day);
    if (rows.empty()) throw base::Bug("no template for codes of dossiers");
    return {rows[0]["template"].str(), rows[0]["own"].boolean()};
}

base::Result<std::vector<std::string>> next_codes(Services& services, db::Transaction& tx, const Actor& actor,
                                                  const std::string& text, base::Time now)
{
    const auto parsed = CodeTemplate::parse(text);
    if (!parsed) return parsed.error();
    if (run_together(text) || touches_a_digit(text))
        return base::invalid("template",
                             msg("Các phần của mã phải cách nhau bằng dấu gạch ngang, dấu chấm hoặc chữ, "
                                 "để không hai hồ sơ nào trùng mã."));
    const auto directory = services.directory.snapshot();
    const directory::Agency* agency = directory->find(actor.agency);
    if (agency == nullptr) throw base::Bug("an agency that the directory does not have");
    const base::Day today = base::vietnam_day(now);
    const CodeTemplate::Codes codes{agency->code, agency->alias};
    if (!fits_everywhere(parsed->format(codes, today, 1)))
        return base::invalid("template",
                             msg("Mã hồ sơ chỉ gồm chữ in hoa, chữ số, dấu chấm và gạch ngang: mã đứng "
                                 "trong đường dẫn tra cứu và mã QR. Bỏ chữ thường và dấu gạch chéo."));
    const db::Rows rows = tx.run(sql::series_last, actor.agency, "code", parsed->period(today));
    const std::int64_t last = rows.empty() ? 0 : rows[0]["last"].int64();
    if (longest_code(*parsed, *directory, actor, today) > kLongestCode)
        return base::invalid("template",
                             msg("Mã hồ sơ dài quá 34 ký tự, không in vừa giấy tiếp nhận. Rút ngắn mẫu."));
    constexpr int kShown = 3;
    std::vector<std::string> out;
    for (int i = 1; i <= kShown; ++i) out.push_back(parsed->format(codes, today, last + i));
    if (tx.run(sql::code_is_taken, out)[0]["taken"].boolean())
        return base::invalid("template",
                             {msg("Đã có hồ sơ mang mã {{code}}. Dùng mẫu khác."), {{"code", out.front()}}});
    return out;
}

base::Result<base::Done> change_template(Services& services, db::Transaction& tx, const Actor& actor,
                                         const std::string& text, const std::string& basis, base::Time now)
{
    const base::Day today = base::vietnam_day(now);
    const Template before = code_template(tx, whose(actor), today);
    if (base::length(basis) > kLongestBasis) return base::invalid("basis", msg("Căn cứ dài quá 200 ký tự."));
    const auto next = next_codes(services, tx, actor, text, now);
    if (!next) return next.error();
    tx.run(sql::code_template_save, whose(actor), text, today, basis);
    audit::record(
        tx, {.action = "desk.code_template_changed",
             .subject = std::to_string(whose(actor)),
             .detail = nlohmann::json{{"before", before.text}, {"after", text}, {"basis", basis}}.dump(),
             .at = now});
    return base::Done{};
}

}  // namespace lt::dossiers::desks
