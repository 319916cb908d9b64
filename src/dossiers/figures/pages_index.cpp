// The index of QĐ 766/QĐ-TTg of an agency: its components with the dossiers behind them, as a page and as a file.
#include <nlohmann/json.hpp>

#include "dossiers/figures/call.h"
#include "kit/base/csv.h"
#include "kit/base/text.h"
#include "kit/jobs/jobs.h"

namespace lt::dossiers::pages {
namespace {

View component_view(const FigureCall& figures, const Subject& subject, const IndexPeriod& period,
                    const Component& component, const KeptScore* kept)
{
    const page::Words& tr = figures.call.tr;
    View view{{"id", component.id},
              {"name", component.name},
              {"rule", component.rule},
              {"uncertain", component.uncertain},
              {"most", std::to_string(component.most)},
              {"points", component.most > 0},
              {"known", component.measure != Measure::none},
              {"counted", kept != nullptr}};
    if (kept == nullptr) return view;
    const auto href = [&](behind::Part part) { return behind_path(subject, period, component, part); };
    view["numerator"] = number_view(kept->share.numerator, href(behind::Part::numerator));
    view["denominator"] = number_view(kept->share.denominator, href(behind::Part::denominator));
    view["rest"] = number_view(kept->share.denominator - kept->share.numerator, href(behind::Part::rest));
    view["percent"] = kept->share.denominator == 0
                          ? tr("không phát sinh")
                          : percent(tr, kept->share.numerator, kept->share.denominator);
    view["score"] = format_score(kept->score);
    return view;
}

View index_view(const FigureCall& figures, const Subject& subject, const IndexPeriod& period,
                const IndexRules& rules, const AgencyIndex& index)
{
    const page::Words& tr = figures.call.tr;
    const std::int64_t total = index.total();
    return {{"total", format_score(total)},
            // A period without a dossier has points, and no class.
            {"class", index.dossiers(rules) > 0 ? View(rules.class_of(total)) : View(false)},
            {"counted_most", std::to_string(rules.counted_most())},
            {"missing", missing_points(rules)},
            {"share", percent(tr, total, rules.counted_most() * 100)},
            {"file_href",
             std::string(kIndices) + "/file" + query_of({{"period", period.key()}, {"of", subject.of}})}};
}

// What is kept of whom is asked for; nothing: nothing to count, or not counted.
std::optional<AgencyIndex> index_of(db::Transaction& tx, const Subject& subject, const IndexPeriod& period)
{
    if (subject.own) return kept_index(tx, period, subject.agency);
    for (AgencyIndex& one : province_indices(tx, period))
        if (one.agency == subject.agency) return std::move(one);
    return std::nullopt;
}

}  // namespace

http::Response index(const FigureCall& figures)
{
    const Call& call = figures.call;
    db::Transaction tx = figures.begin();
    const auto subject = subject_of(figures, tx);
    if (!subject) return call.refuse(subject.error());
    if (subject->agency == 0) return ranking(figures);
    const auto period = asked_period(figures);
    if (!period) return call.refuse(period.error());
    const auto kept = kept_count(tx, *period);
    const auto index = index_of(tx, *subject, *period);
    const IndexRules& rules =
        kept ? figures.rules.named(kept->rules, period->first) : figures.rules.on(period->first);
    View view{{"title", call.tr("Chỉ số phục vụ người dân, doanh nghiệp")},
              {"subject", subject->name},
              {"of", subject->of},
              {"basis", rules.basis},
              {"groups", View::array()},
              {"index", false},
              {"empty", false},
              {"publications_href", figures.is_operator() ? View(kPublications) : View(false)},
              {"online_payments_href", figures.is_operator() ? View(kOnlinePayments) : View(false)},
              {"ranking_href",
               subject->oversees ? View(kRanking + query_of({{"period", period->key()}})) : View(false)},
              {"views", subject_views(figures, *subject, kIndices, query_of({{"period", period->key()}}))}};
    add_period(view, figures, *period, kept);
    for (const ComponentGroup& group : rules.groups) {
        std::int64_t sum = 0;
        View components = View::array();
        for (const Component& component : group.components) {
            const auto found = index ? index->components.find(component.id)
                                     : std::map<std::string, KeptScore>::const_iterator{};
            const KeptScore* score = index && found != index->components.end() ? &found->second : nullptr;
            if (score != nullptr) sum += score->score;
            components.push_back(component_view(figures, *subject, *period, component, score));
        }
        view["groups"].push_back({{"name", group.name},
                                  {"most", std::to_string(group.most)},
                                  {"score", format_score(sum)},
                                  {"components", std::move(components)}});
    }
    if (index) view["index"] = index_view(figures, *subject, *period, rules, *index);
    if (kept && (!index || index->dossiers(rules) == 0))
        view["empty"] = {{"title", call.tr("Không phát sinh hồ sơ trong {{period}}",
                                           {{"period", call.tr(words_of(*period))}})},
                         {"text", call.tr("Không xếp loại kỳ không có hồ sơ tiếp nhận.")},
                         {"href", false}};
    if (!kept)
        view["empty"] = {
            {"title", call.tr("Chưa tính {{period}}", {{"period", call.tr(words_of(*period))}})},
            {"text",
             call.tr("Hệ thống tính khi kỳ kết thúc, riêng tháng này mỗi ngày một lần. Có thể tính ngay.")},
            {"href", false}};
    return call.show("dossiers/figures/index", std::move(view));
}

http::Response index_file(const FigureCall& figures)
{
    db::Transaction tx = figures.begin();
    const auto subject = subject_of(figures, tx);
    if (!subject) return figures.call.refuse(subject.error());
    const auto period = asked_period(figures);
    if (!period) return figures.call.refuse(period.error());
    const auto kept = kept_count(tx, *period);
    const auto index = subject->agency == 0 ? std::nullopt : index_of(tx, *subject, *period);
    if (!index || !kept) return figures.call.refuse(base::not_found(msg("Kỳ này chưa có số liệu.")));
    const IndexRules& rules = figures.rules.named(kept->rules, period->first);
    TableFile file{.name = "chi-so-" + period->key() + ".csv",
                   .what = "index",
                   .scope = subject->name + ", " + period->key()};
    file.rows.push_back({base::csv_text(rules.title), base::csv_text(rules.basis),
                         base::csv_text(subject->name), base::csv_text(words_of(*period).str())});
    file.rows.push_back({base::csv_text("Mã"), base::csv_text("Thành phần"), base::csv_text("Tử số"),
                         base::csv_text("Mẫu số"), base::csv_text("Điểm"), base::csv_text("Điểm tối đa")});
    for (const ComponentGroup& group : rules.groups)
        for (const Component& component : group.components) {
            const auto found = index->components.find(component.id);
            const bool known = found != index->components.end();
            file.rows.push_back(
                {base::csv_text(component.id), base::csv_text(component.name),
                 known ? std::to_string(found->second.share.numerator) : base::csv_text("chưa có dữ liệu"),
                 known ? std::to_string(found->second.share.denominator) : "",
                 "\"" + format_score(known ? found->second.score : 0) + "\"",
                 std::to_string(component.most)});
        }
    file.rows.push_back({"", base::csv_text("Tổng điểm"), "", "", "\"" + format_score(index->total()) + "\"",
                         std::to_string(rules.most())});
    const bool is_classed = index->dossiers(rules) > 0;
    file.rows.push_back(
        {"", base::csv_text("Xếp loại"),
         base::csv_text(is_classed ? rules.class_of(index->total()) : "Không phát sinh hồ sơ")});
    return send_table(figures, tx, file);
}

http::Response count_now(const FigureCall& figures)
{
    const Call& call = figures.call;
    const auto period = asked_period(figures);
    if (!period) return call.refuse(period.error());
    db::Transaction tx = figures.begin();
    jobs::enqueue(tx, call.dossiers().queue, kCountIndices, nlohmann::json{{"period", period->key()}}.dump());
    tx.commit();
    return http::redirect(
        kIndices +
        query_of({{"period", period->key()}, {"of", call.request.form.get("of")}, {"done", "counting"}}));
}

}  // namespace lt::dossiers::pages
