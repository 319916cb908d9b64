// See publications.h.
#include "dossiers/figures/publications.h"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "calendar/calendars/api.h"
#include "dossiers/figures/indices.h"
#include "dossiers/queries.h"
#include "kit/audit/audit.h"
#include "kit/base/text.h"

namespace lt::dossiers {

using base::msg;

namespace {

constexpr std::size_t kLongestNumber = 100;
constexpr std::size_t kMostCodes = 500;

std::optional<base::Day> step(const calendar::Calendar& calendar, base::Day day, int n,
                              std::chrono::days direction)
{
    while (n > 0) {
        day += direction;
        if (day < calendar::kFirstDay || day > calendar::kLastDay) return std::nullopt;
        n -= calendar.works_on(day);
    }
    return day;
}

void check_codes(db::Transaction& tx, const std::vector<std::string>& codes, base::Wrong& wrong)
{
    if (codes.empty()) wrong.emplace_back("codes", msg("Nhập mã các thủ tục, mỗi dòng một mã."));
    if (codes.size() > kMostCodes)
        wrong.emplace_back("codes", base::Message(msg("Nhập tối đa {{count}} mã mỗi lần."),
                                                  {{"count", std::to_string(kMostCodes)}}));
    if (codes.empty() || codes.size() > kMostCodes) return;
    std::set<std::string> unknown(codes.begin(), codes.end());
    for (const db::Row row : tx.run(sql::publications_known, codes)) unknown.erase(row["code"].str());
    if (unknown.empty()) return;
    std::string names;
    for (const std::string& code : unknown) names += (names.empty() ? "" : ", ") + code;
    wrong.emplace_back("codes", base::Message(msg("Danh mục không có thủ tục mang mã {{codes}}."),
                                              {{"codes", base::shorten(names, 300)}}));
}

// Also where the day of its publication was written down before and stays.
bool published_before_decided(db::Transaction& tx, const Announcement& one)
{
    if (!one.decided_on) return false;
    if (one.published_on) return *one.published_on < *one.decided_on;
    return std::ranges::any_of(announced_by(tx, one.decision), [&](const AnnouncedProcedure& before) {
        return before.published_on && *before.published_on < *one.decided_on &&
               std::ranges::find(one.codes, before.code) != one.codes.end();
    });
}

base::Wrong check(db::Transaction& tx, const Announcement& one, base::Day today)
{
    base::Wrong wrong;
    if (one.decision.empty())
        wrong.emplace_back("decision", msg("Nhập số, ký hiệu quyết định, ví dụ 1234/QĐ-UBND."));
    if (base::length(one.decision) > kLongestNumber)
        wrong.emplace_back("decision", base::Message(msg("Nhập tối đa {{limit}} ký tự."),
                                                     {{"limit", std::to_string(kLongestNumber)}}));
    if (!one.decided_on)
        wrong.emplace_back("decided_on", msg("Nhập ngày ban hành quyết định, ví dụ 02/09/2026."));
    if (one.decided_on && *one.decided_on > today)
        wrong.emplace_back("decided_on", msg("Ngày chưa đến. Ghi khi quyết định đã ban hành."));
    if (!one.effective_on)
        wrong.emplace_back("effective_on",
                           msg("Nhập ngày văn bản quy định thủ tục có hiệu lực, ví dụ 02/09/2026."));
    if (one.published_on && *one.published_on > today)
        wrong.emplace_back("published_on", msg("Ngày chưa đến. Ghi khi thủ tục đã công khai."));
    if (published_before_decided(tx, one))
        wrong.emplace_back("published_on",
                           msg("Ngày công khai trước ngày ban hành quyết định. Xem lại hai ngày."));
    check_codes(tx, one.codes, wrong);
    return wrong;
}

void note(db::Transaction& tx, const char* action, const std::string& decision, std::size_t count,
          base::Time now)
{
    audit::record(tx, {.action = action,
                       .subject = decision,
                       .detail = nlohmann::json{{"procedures", count}}.dump(),
                       .at = now});
}

base::Result<std::size_t> change(Services& services, db::Transaction& tx, const std::string& decision,
                                 const std::vector<std::string>& codes, std::optional<base::Day> published,
                                 bool dropped)
{
    const base::Time now = services.clock->now();
    if (codes.empty()) return base::invalid("codes", msg("Chọn ít nhất một thủ tục."));
    const db::Rows rows =
        tx.run(sql::publications_change, decision, codes, published, dropped, now, tx.scope().official);
    if (rows.empty()) return base::not_found(msg("Không có quyết định công bố này."));
    std::vector<base::Day> days;
    for (const db::Row row : rows) {
        days.push_back(row["decided_on"].day());
        days.push_back(row["publish_by"].day());
    }
    note(tx, dropped ? "procedure.announcement_dropped" : "procedure.published", decision, rows.size(), now);
    count_again_later(services, tx, days);
    return rows.size();
}

}  // namespace

std::optional<base::Day> working_day_before(const calendar::Calendar& calendar, base::Day day, int n)
{
    return step(calendar, day, n, std::chrono::days(-1));
}

std::optional<base::Day> working_day_after(const calendar::Calendar& calendar, base::Day day, int n)
{
    return step(calendar, day, n, std::chrono::days(1));
}

base::Result<std::size_t> announce(Services& services, db::Transaction& tx, const IndexRuleBook& book,
                                   const Announcement& one)
{
    const base::Time now = services.clock->now();
    if (auto error = base::invalid(check(tx, one, base::vietnam_day(now)))) return *error;
    const IndexRules& rules = book.on(*one.decided_on);
    const auto calendar = services.calendars->of(0);
    const auto decide_by =
        working_day_before(*calendar, *one.effective_on, rules.days_of(Measure::decided_in_time));
    const auto publish_by =
        working_day_after(*calendar, *one.decided_on, rules.days_of(Measure::listed_in_time));
    if (!decide_by || !publish_by)
        return base::invalid("effective_on", msg("Ngày ngoài những năm mà lịch làm việc có. Xem lại ngày."));
    std::vector<base::Day> days{*one.decided_on, *publish_by};
    // What it said before is not counted any more where it was.
    for (const AnnouncedProcedure& before : announced_by(tx, one.decision)) {
        days.push_back(before.decided_on);
        days.push_back(before.publish_by);
    }
    const std::size_t count =
        tx.run(sql::publications_put, one.codes, one.decision, *one.decided_on, *one.effective_on,
               one.published_on, *decide_by, *publish_by, now, tx.scope().official)
            .affected();
    note(tx, "procedure.announced", one.decision, count, now);
    count_again_later(services, tx, days);
    return count;
}

base::Result<std::size_t> mark_published(Services& services, db::Transaction& tx, const std::string& decision,
                                         const std::vector<std::string>& codes, std::optional<base::Day> day)
{
    if (!day) return base::invalid("published_on", msg("Nhập ngày/tháng/năm, ví dụ 02/09/2026."));
    if (*day > base::vietnam_day(services.clock->now()))
        return base::invalid("published_on", msg("Ngày chưa đến. Ghi khi thủ tục đã công khai."));
    for (const AnnouncedProcedure& one : announced_by(tx, decision))
        if (*day < one.decided_on && std::ranges::find(codes, one.code) != codes.end())
            return base::invalid("published_on",
                                 msg("Ngày công khai trước ngày ban hành quyết định. Xem lại hai ngày."));
    return change(services, tx, decision, codes, day, false);
}

base::Result<std::size_t> drop_announced(Services& services, db::Transaction& tx, const std::string& decision,
                                         const std::vector<std::string>& codes)
{
    return change(services, tx, decision, codes, std::nullopt, true);
}

std::vector<AnnouncedProcedure> announced_by(db::Transaction& tx, const std::string& decision)
{
    std::vector<AnnouncedProcedure> out;
    for (const db::Row row : tx.run(sql::publications_of, decision))
        out.push_back({.code = row["code"].str(),
                       .name = row["name"].str(),
                       .decided_on = row["decided_on"].day(),
                       .effective_on = row["effective_on"].day(),
                       .published_on = row["published_on"].opt_day(),
                       .decide_by = row["decide_by"].day(),
                       .publish_by = row["publish_by"].day()});
    return out;
}

std::vector<Announced> announcements(db::Transaction& tx, int limit)
{
    std::vector<Announced> out;
    for (const db::Row row : tx.run(sql::publications_list, limit))
        out.push_back({.decision = row["decision"].str(),
                       .decided_on = row["decided_on"].day(),
                       .effective_on = row["effective_on"].day(),
                       .publish_by = row["publish_by"].day(),
                       .in_time = row["in_time"].boolean(),
                       .procedures = row["procedures"].int64(),
                       .published = row["published"].int64()});
    return out;
}

}  // namespace lt::dossiers
