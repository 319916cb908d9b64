// The ranking of the agencies by their index, as a page and as a file.
#include <nlohmann/json.hpp>

#include "dossiers/figures/call.h"
#include "kit/base/csv.h"
#include "kit/base/text.h"

namespace lt::dossiers::pages {
namespace {

struct RankingAsked {
    IndexPeriod period{};
    std::optional<KeptCount> kept{};
    std::vector<Ranked> rows{};
};
base::Result<RankingAsked> ranking_asked(const FigureCall& figures, db::Transaction& tx)
{
    if (!oversees_province(tx))
        return base::forbidden(
            msg("Số liệu của cơ quan khác chỉ lãnh đạo Văn phòng UBND tỉnh và người vận hành xem được."));
    const auto period = asked_period(figures);
    if (!period) return period.error();
    RankingAsked out{.period = *period, .kept = kept_count(tx, *period)};
    if (out.kept)
        out.rows = ranked(province_indices(tx, *period), deciding_agencies(tx),
                          figures.rules.named(out.kept->rules, period->first));
    return out;
}

}  // namespace

http::Response ranking(const FigureCall& figures)
{
    const Call& call = figures.call;
    db::Transaction tx = figures.begin();
    const auto asked = ranking_asked(figures, tx);
    if (!asked) return call.refuse(asked.error());
    const IndexRules& rules = figures.rules.named(asked->kept ? asked->kept->rules : "", asked->period.first);
    const auto directory = call.dossiers().directory.snapshot();
    View view{{"title", call.tr("Xếp hạng cơ quan")},
              {"basis", rules.basis},
              {"publications_href", figures.is_operator() ? View(kPublications) : View(false)},
              {"online_payments_href", figures.is_operator() ? View(kOnlinePayments) : View(false)},
              {"of", "province"},
              {"missing", missing_points(rules)},
              {"rows", View::array()},
              {"file_href", std::string(kRanking) + "/file" + query_of({{"period", asked->period.key()}})}};
    add_period(view, figures, asked->period, asked->kept);
    for (const Ranked& row : asked->rows) {
        const directory::Agency* agency = directory->find(row.agency);
        if (agency == nullptr) continue;
        View one{{"name", agency->name},
                 {"href", kIndices + query_of({{"period", asked->period.key()}, {"of", agency->uid}})},
                 {"ranked", row.rank > 0},
                 {"dossiers", base::group_thousands(row.dossiers)}};
        if (row.rank > 0) {
            one["rank"] = std::to_string(row.rank);
            one["tied"] = row.tied;
            one["total"] = format_score(row.total);
            one["class"] = rules.class_of(row.total);
        }
        view["rows"].push_back(std::move(one));
    }
    view["any"] = !view["rows"].empty();
    if (!view["any"].get<bool>())
        view["empty"] = {
            {"title", call.tr("Chưa tính {{period}}", {{"period", call.tr(words_of(asked->period))}})},
            {"text",
             call.tr("Hệ thống tính khi kỳ kết thúc, riêng tháng này mỗi ngày một lần. Có thể tính ngay.")},
            {"href", false}};
    return call.show("dossiers/figures/ranking", std::move(view));
}

http::Response ranking_file(const FigureCall& figures)
{
    db::Transaction tx = figures.begin();
    const auto asked = ranking_asked(figures, tx);
    if (!asked) return figures.call.refuse(asked.error());
    const IndexRules& rules = figures.rules.named(asked->kept ? asked->kept->rules : "", asked->period.first);
    const auto directory = figures.call.dossiers().directory.snapshot();
    TableFile file{
        .name = "xep-hang-" + asked->period.key() + ".csv", .what = "ranking", .scope = asked->period.key()};
    file.rows.push_back({base::csv_text("Xếp hạng cơ quan"), base::csv_text(words_of(asked->period).str()),
                         base::csv_text(rules.basis)});
    file.rows.push_back({base::csv_text("Hạng"), base::csv_text("Mã định danh"), base::csv_text("Cơ quan"),
                         base::csv_text("Hồ sơ tiếp nhận"), base::csv_text("Điểm"),
                         base::csv_text("Xếp loại")});
    for (const Ranked& row : asked->rows) {
        const directory::Agency* agency = directory->find(row.agency);
        if (agency == nullptr) continue;
        const bool has_rank = row.rank > 0;
        file.rows.push_back({has_rank ? std::to_string(row.rank) : "", base::csv_text(agency->code),
                             base::csv_text(agency->name), std::to_string(row.dossiers),
                             has_rank ? "\"" + format_score(row.total) + "\"" : "",
                             base::csv_text(has_rank ? rules.class_of(row.total) : "Không phát sinh hồ sơ")});
    }
    return send_table(figures, tx, file);
}

}  // namespace lt::dossiers::pages
