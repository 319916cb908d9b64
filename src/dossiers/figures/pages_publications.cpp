// For the platform operator: decisions that announced procedures, and their publication in the national database.
#include <nlohmann/json.hpp>

#include "dossiers/figures/call.h"
#include "dossiers/figures/publications.h"
#include "kit/base/text.h"
#include "kit/http/ascii.h"
#include "kit/page/notice.h"

namespace lt::dossiers::pages {
namespace {

constexpr int kDecisionsShown = 200;

constexpr std::array kPublicationNotices{
    page::Notice{"announced", msg("Đã ghi quyết định công bố. Kỳ đã tính có quyết định này được tính lại.")},
    page::Notice{"listed", msg("Đã ghi ngày công khai. Kỳ đã tính có quyết định này được tính lại.")},
    page::Notice{"dropped", msg("Đã bỏ thủ tục ghi nhầm. Kỳ đã tính có quyết định này được tính lại.")}};

std::string decision_path(const std::string& decision)
{
    return std::string(kPublications) + "/decision?number=" + http::percent_encode(decision);
}

http::Response show_form(const FigureCall& figures, const base::Error* error)
{
    const Call& call = figures.call;
    View view{
        {"title", call.tr("Ghi quyết định công bố")},
        {"back", {{"href", kPublications}, {"label", call.tr("Công bố, công khai thủ tục")}}},
        {"action", kPublications},
        {"cancel_href", kPublications},
        {"intro",
         call.tr(
             "Quyết định của Chủ tịch UBND tỉnh công bố thủ tục. Ghi lại lần nữa với cùng số thì sửa ngày đã ghi.")},
        {"button", call.tr("Ghi quyết định")},
        {"rows", View::array()}};
    page::FormView form(view, call.request.form, error, call.tr);
    form.field("decision", call.tr("Số, ký hiệu quyết định"), call.request.query.get("number"),
               {{"width", "20"}});
    form.field("decided_on", call.tr("Ngày ban hành"));
    form.field("effective_on", call.tr("Ngày văn bản quy định thủ tục có hiệu lực"));
    form.field("published_on", call.tr("Ngày công khai trên Cơ sở dữ liệu quốc gia"), "",
               {{"optional", true}, {"hint", call.tr("Để trống nếu chưa công khai, ghi sau.")}});
    form.field("codes", call.tr("Mã các thủ tục được công bố"), "",
               {{"rows", 6}, {"hint", call.tr("Mỗi dòng một mã, ví dụ 1.001193.")}});
    for (const char* name : {"decision", "decided_on", "effective_on", "published_on", "codes"}) {
        const char* kind = std::string_view(name) == "decision" ? "input"
                           : std::string_view(name) == "codes"  ? "textarea"
                                                                : "date";
        View row{{"input", false},  {"textarea", false}, {"date", false},      {"file", false},
                 {"select", false}, {"checkbox", false}, {"checkboxes", false}};
        row[kind] = view["fields"][name];
        view["rows"].push_back(std::move(row));
    }
    return call.show("dossiers/figures/publication_form", std::move(view), error);
}

http::Response show_decision(const FigureCall& figures, const std::string& number, const base::Error* error)
{
    const Call& call = figures.call;
    db::Transaction tx = figures.begin();
    const auto all = announced_by(tx, number);
    if (all.empty()) return call.refuse(base::not_found(msg("Không có quyết định công bố này.")));
    View view{{"title", call.tr("Quyết định {{number}}", {{"number", number}})},
              {"back", {{"href", kPublications}, {"label", call.tr("Công bố, công khai thủ tục")}}},
              {"action", std::string(kPublications) + "/decision"},
              {"number", number},
              {"again_href", std::string(kPublications) + "/new?number=" + http::percent_encode(number)}};
    const AnnouncedProcedure& first = all.front();
    view["facts"] = {fact(call.tr("Ban hành"), base::format_day(first.decided_on), "",
                          call.tr("hạn {{day}}", {{"day", base::format_day(first.decide_by)}})),
                     fact(call.tr("Văn bản có hiệu lực"), base::format_day(first.effective_on)),
                     fact(call.tr("Hạn công khai"), base::format_day(first.publish_by))};
    page::FormView form(view, call.request.form, error, call.tr);
    std::vector<page::Choice> choices;
    for (const AnnouncedProcedure& one : all)
        choices.push_back({one.code, one.code + " · " + one.name,
                           one.published_on
                               ? call.tr("công khai {{day}}", {{"day", base::format_day(*one.published_on)}})
                               : call.tr("chưa công khai"),
                           !one.published_on});
    form.choices("codes", call.tr("Thủ tục được công bố"), choices);
    form.field("published_on", call.tr("Ngày công khai trên Cơ sở dữ liệu quốc gia"));
    page::add_notice(view, call.request, kPublicationNotices, call.tr);
    return call.show("dossiers/figures/publication", std::move(view), error);
}

}  // namespace

http::Response publications(const FigureCall& figures)
{
    const Call& call = figures.call;
    const std::string number = figures.asked("number");
    if (call.request.path.ends_with("/decision")) return show_decision(figures, number, nullptr);
    db::Transaction tx = figures.begin();
    View view{{"title", call.tr("Công bố, công khai thủ tục")},
              {"back", {{"href", kIndices}, {"label", call.tr("Chỉ số phục vụ")}}},
              {"new_href", std::string(kPublications) + "/new"},
              {"rows", View::array()},
              {"empty", false}};
    for (const Announced& one : announcements(tx, kDecisionsShown))
        view["rows"].push_back({{"href", decision_path(one.decision)},
                                {"decision", one.decision},
                                {"decided", base::format_day(one.decided_on)},
                                {"effective", base::format_day(one.effective_on)},
                                {"in_time", one.in_time},
                                {"publish_by", base::format_day(one.publish_by)},
                                {"procedures", base::group_thousands(one.procedures)},
                                {"published", base::group_thousands(one.published)},
                                {"late", one.published < one.procedures && one.publish_by < call.today()}});
    if (view["rows"].empty())
        view["empty"] = {
            {"title", call.tr("Chưa ghi quyết định công bố nào")},
            {"text", call.tr("Thành phần 1.1 và 1.2 của chỉ số tính theo các quyết định ghi ở đây.")},
            {"href", false}};
    view["columns"] = {column(call.tr("Quyết định")), column(call.tr("Ban hành")),
                       column(call.tr("Văn bản có hiệu lực")), column(call.tr("Công khai"))};
    page::add_notice(view, call.request, kPublicationNotices, call.tr);
    return call.show("dossiers/figures/publications", std::move(view));
}

http::Response publication_new(const FigureCall& figures) { return show_form(figures, nullptr); }

http::Response publication_send(const FigureCall& figures)
{
    const http::Form& form = figures.call.request.form;
    const std::string published = form.get("published_on");
    const Announcement one{.decision = base::normalise(form.get("decision")),
                           .decided_on = base::parse_day(form.get("decided_on")),
                           .effective_on = base::parse_day(form.get("effective_on")),
                           .published_on = base::parse_day(published),
                           .codes = codes_in(form.get("codes"))};
    if (!published.empty() && !one.published_on) {
        const base::Error error =
            base::invalid("published_on", msg("Nhập ngày/tháng/năm, ví dụ 02/09/2026."));
        return show_form(figures, &error);
    }
    db::Transaction tx = figures.begin();
    const auto done = announce(figures.call.dossiers(), tx, figures.rules, one);
    if (!done) return show_form(figures, &done.error());
    tx.commit();
    return http::redirect(decision_path(one.decision) + "&done=announced");
}

http::Response publication_listed(const FigureCall& figures)
{
    const Call& call = figures.call;
    const http::Form& form = call.request.form;
    const std::string number = form.get("number");
    const bool drops = form.get("what") == "drop";
    db::Transaction tx = figures.begin();
    const auto done = drops ? drop_announced(call.dossiers(), tx, number, form.all("codes"))
                            : mark_published(call.dossiers(), tx, number, form.all("codes"),
                                             base::parse_day(form.get("published_on")));
    if (!done)
        return done.error().fault == base::Fault::invalid ? show_decision(figures, number, &done.error())
                                                          : call.refuse(done.error());
    const bool any_left = !announced_by(tx, number).empty();
    tx.commit();
    if (!any_left) return http::redirect(std::string(kPublications) + "?done=dropped");
    return http::redirect(decision_path(number) + (drops ? "&done=dropped" : "&done=listed"));
}

}  // namespace lt::dossiers::pages
