// See ratings.h.
#include "dossiers/satisfaction/ratings.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "dossiers/queries.h"
#include "dossiers/store.h"
#include "kit/audit/audit.h"
#include "kit/base/text.h"

namespace lt::dossiers {

using base::msg;

namespace {

struct LevelName {
    Level level{};
    std::string_view text{};
    const char* words = "";
};
constexpr std::array kLevelNames{
    LevelName{Level::very_satisfied, "very_satisfied", msg("Rất hài lòng")},
    LevelName{Level::satisfied, "satisfied", msg("Hài lòng")},
    LevelName{Level::unsatisfied, "unsatisfied", msg("Không hài lòng")},
};

struct DispleasureName {
    Displeasure reason{};
    std::string_view text{};
    const char* words = "";
};
constexpr std::array kDispleasureNames{
    DispleasureName{Displeasure::late, "late", msg("Giải quyết chậm so với hẹn trả")},
    DispleasureName{Displeasure::waiting, "waiting", msg("Phải chờ lâu ở nơi tiếp nhận")},
    DispleasureName{Displeasure::journeys, "journeys", msg("Phải đi lại nhiều lần")},
    DispleasureName{Displeasure::guidance, "guidance", msg("Hướng dẫn không rõ, không đủ")},
    DispleasureName{Displeasure::papers, "papers", msg("Yêu cầu giấy tờ ngoài quy định")},
    DispleasureName{Displeasure::attitude, "attitude", msg("Thái độ phục vụ chưa đúng mực")},
    DispleasureName{Displeasure::costs, "costs", msg("Phải trả khoản ngoài phí, lệ phí")},
    DispleasureName{Displeasure::result, "result", msg("Kết quả có sai sót")},
};

const LevelName& named(Level level) { return kLevelNames[static_cast<std::size_t>(level)]; }
const DispleasureName& named(Displeasure reason)
{
    return kDispleasureNames[static_cast<std::size_t>(reason)];
}

base::Error too_late() { return base::conflict(msg("Đánh giá chỉ sửa được trong một ngày kể từ lần đầu.")); }

}  // namespace

std::string_view to_text(Level level) { return named(level).text; }

std::optional<Level> level_from(std::string_view text)
{
    const auto found = std::ranges::find(kLevelNames, text, &LevelName::text);
    return found == kLevelNames.end() ? std::nullopt : std::optional(found->level);
}

const char* words_of(Level level) { return named(level).words; }

std::string_view to_text(Displeasure reason) { return named(reason).text; }

std::optional<Displeasure> displeasure_from(std::string_view text)
{
    const auto found = std::ranges::find(kDispleasureNames, text, &DispleasureName::text);
    return found == kDispleasureNames.end() ? std::nullopt : std::optional(found->reason);
}

const char* words_of(Displeasure reason) { return named(reason).words; }

std::string_view to_text(RatedAt way) { return way == RatedAt::page ? "page" : "desk"; }

const char* words_of(RatedAt way) { return way == RatedAt::page ? msg("ở trang tra cứu") : msg("tại quầy"); }

base::Wrong wrong_in(const Rating& rating, RatedAt way)
{
    base::Wrong wrong;
    if (way == RatedAt::page && rating.level == Level::unsatisfied && rating.reasons.empty() &&
        rating.remark.empty())
        wrong.emplace_back("reasons", msg("Chọn ít nhất một điều chưa hài lòng, hoặc viết ý kiến."));
    if (base::length(rating.remark) > kLongestRemark)
        wrong.emplace_back("remark", base::Message(msg("Nhập tối đa {{limit}} ký tự."),
                                                   {{"limit", std::to_string(kLongestRemark)}}));
    return wrong;
}

base::Result<base::Done> rate(Services& services, const Place& place, RatedAt way, const Rating& rating)
{
    if (auto error = base::invalid(wrong_in(rating, way))) return *error;
    const base::Time now = services.clock->now();
    db::Transaction tx = services.pool.begin(scope_of(place.actor()));
    const auto dossier = store::find(tx, place.uid, store::Lock::for_update);
    if (!dossier) return no_dossier();
    if (!is_over(dossier->life.state))
        return base::conflict(
            msg("Hồ sơ chưa kết thúc. Đánh giá sau khi hồ sơ đã trả kết quả hoặc đã dừng."));
    for (const Rated& before : ratings_of(tx, dossier->id))
        if (before.way == way && now > before.first_at + kRatingMayChange) return too_late();
    std::vector<std::string> reasons;
    if (rating.level == Level::unsatisfied)
        for (const Displeasure reason : rating.reasons) reasons.emplace_back(to_text(reason));
    tx.run(sql::rating_insert, dossier->id, to_text(way), to_text(rating.level), reasons, rating.remark, now);
    audit::record(tx,
                  {.action = "dossier.rated",
                   .subject = dossier->uid,
                   .detail = nlohmann::json{{"way", to_text(way)}, {"level", to_text(rating.level)}}.dump(),
                   .at = now});
    tx.commit();
    if (services.notify) services.notify(place.agency);
    return base::Done{};
}

std::vector<Rated> ratings_of(db::Transaction& tx, std::int64_t dossier)
{
    std::vector<Rated> out;
    for (const db::Row row : tx.run(sql::ratings_of, dossier)) {
        Rated one{.way = row["way"].text() == "page" ? RatedAt::page : RatedAt::desk,
                  .rating = {.level = level_from(row["level"].text()).value_or(Level::satisfied),
                             .remark = row["remark"].str()},
                  .first_at = row["first_at"].time(),
                  .at = row["at"].time()};
        for (const std::string& reason : row["reasons"].texts())
            if (const auto known = displeasure_from(reason)) one.rating.reasons.push_back(*known);
        out.push_back(std::move(one));
    }
    return out;
}

std::optional<base::Time> rated_on_page(db::Transaction& tx, const std::string& code)
{
    return tx.run(sql::follow_rating, code)[0]["at"].opt_time();
}

}  // namespace lt::dossiers
