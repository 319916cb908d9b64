// What is behind the numbers of the index: dossiers, procedures, decisions that announced them, petitions.
#include <nlohmann/json.hpp>

#include "dossiers/figures/call.h"
#include "dossiers/looks.h"
#include "kit/base/text.h"
#include "kit/http/ascii.h"

namespace lt::dossiers::pages {
namespace {

const char* place_of(Counted counted)
{
    switch (counted) {
    case Counted::dossiers: return "/dossiers";
    case Counted::procedures:
    case Counted::publications: return "/procedures";
    case Counted::petitions: return "/petitions";
    case Counted::nothing: break;
    }
    throw base::Bug("nothing is behind what is not counted");
}

// What of which component is asked for, of a period that was counted.
struct AskedBehind {
    behind::IndexWish wish{};
    const IndexRules* rules = nullptr;
    const Component* component = nullptr;
};
base::Result<AskedBehind> asked_behind(const FigureCall& figures, db::Transaction& tx)
{
    const auto period = asked_period(figures);
    if (!period) return period.error();
    const auto kept = kept_count(tx, *period);
    const IndexRules& rules = figures.rules.named(kept ? kept->rules : "", period->first);
    const Component* component = rules.find(figures.asked("component"));
    const auto part = behind::part_from(figures.asked("part"));
    if (!kept || component == nullptr || component->measure == Measure::none || !part)
        return base::not_found(msg("Không có danh sách nào sau số liệu này."));
    return AskedBehind{{*period, kept->as_of, component->measure, *part}, &rules, component};
}

std::string intro_of(const FigureCall& figures, const AskedBehind& asked)
{
    const page::Words& tr = figures.call.tr;
    std::string part;
    switch (asked.wish.part) {
    case behind::Part::numerator: part = tr("phần đạt"); break;
    case behind::Part::denominator: part = tr("phần được tính"); break;
    case behind::Part::rest: part = tr("phần chưa đạt"); break;
    }
    return tr("Kỳ {{period}}, {{part}}.", {{"period", tr(words_of(asked.wish.period))}, {"part", part}}) +
           " " + asked.component->rule;
}

View page_view(const FigureCall& figures, const Subject& subject, const AskedBehind& asked)
{
    const std::string back = kIndices + query_of({{"period", asked.wish.period.key()}, {"of", subject.of}});
    return {
        {"title", asked.component->id + " " + asked.component->name},
        {"intro", intro_of(figures, asked)},
        {"back", {{"href", back}, {"label", figures.call.tr("Về số liệu")}}},
        {"rows", View::array()},
        {"next_href", false},
        {"first_href", figures.call.request.query.has("after")
                           ? View(behind_path(subject, asked.wish.period, *asked.component, asked.wish.part))
                           : View(false)}};
}

// Cuts to a page; whether there is a next one.
template <class T>
bool cut(std::vector<T>& rows)
{
    if (std::ssize(rows) <= kBehindPage) return false;
    rows.pop_back();
    return true;
}

View cell(const std::string& label, const std::string& text, const std::string& note = "")
{
    return {{"label", label},
            {"text", text.empty() ? "–" : text},
            {"note", note.empty() ? View(false) : View(note)}};
}

View procedure_row(const std::string& code, const std::string& name, View cells)
{
    return {{"href", "/thu-tuc/" + http::percent_encode(code)},
            {"code", code},
            {"name", name},
            {"cells", std::move(cells)}};
}

// Of the list of a component that says more of each procedure than its name.
View more_of(const page::Words& tr, Measure measure, const behind::ProcedureRow& row)
{
    View cells = View::array();
    std::string text, note;
    const auto join = [](std::string& all, const std::string& one) {
        all += (all.empty() ? "" : "; ") + one;
    };
    if (measure == Measure::whole) {
        for (const procedures::RequiredPart part : row.lacks)
            text += (text.empty() ? "" : ", ") + tr(base::Message(procedures::words_of(part)));
        cells.push_back(cell(tr("Còn thiếu"), text));
    }
    if (measure == Measure::fees_payable_online) {
        for (const behind::ProcedureRow::Payable& one : row.payable) {
            join(text, tr("{{way}}, từ {{day}}",
                          {{"way", tr(words_of(one.way))}, {"day", base::format_day(one.since)}}));
            join(note, one.everywhere ? tr("{{basis}}, toàn tỉnh", {{"basis", one.basis}}) : one.basis);
        }
        cells.push_back(cell(tr("Thanh toán qua"), text, note));
    }
    return cells;
}

http::Response show_procedures(const FigureCall& figures, db::Transaction& tx, const Subject& subject,
                               const AskedBehind& asked)
{
    const Call& call = figures.call;
    View view = page_view(figures, subject, asked);
    auto rows = behind::procedures_of_index(tx, subject.agency, asked.wish, *asked.rules,
                                            figures.asked("after"), kBehindPage + 1);
    if (cut(rows))
        view["next_href"] = behind_path(subject, asked.wish.period, *asked.component, asked.wish.part) +
                            "&after=" + http::percent_encode(rows.back().code);
    view["columns"] = {column(call.tr("Thủ tục"))};
    for (const behind::ProcedureRow& row : rows)
        view["rows"].push_back(procedure_row(row.code, row.name, more_of(call.tr, asked.wish.measure, row)));
    if (asked.wish.measure == Measure::whole) view["columns"].push_back(column(call.tr("Còn thiếu")));
    if (asked.wish.measure == Measure::fees_payable_online)
        view["columns"].push_back(column(call.tr("Thanh toán qua")));
    return call.show("dossiers/figures/procedures_behind", std::move(view));
}

http::Response show_publications(const FigureCall& figures, db::Transaction& tx, const Subject& subject,
                                 const AskedBehind& asked)
{
    const Call& call = figures.call;
    View view = page_view(figures, subject, asked);
    auto rows = behind::publications_of_index(tx, subject.agency, asked.wish, figures.asked("after"),
                                              figures.asked("decision"), kBehindPage + 1);
    if (cut(rows))
        view["next_href"] = behind_path(subject, asked.wish.period, *asked.component, asked.wish.part) +
                            "&after=" + http::percent_encode(rows.back().code) +
                            "&decision=" + http::percent_encode(rows.back().decision);
    const auto until = [&](base::Day day) {
        return call.tr("hạn {{day}}", {{"day", base::format_day(day)}});
    };
    for (const behind::PublicationRow& row : rows)
        view["rows"].push_back(procedure_row(
            row.code, row.name,
            View::array({cell(call.tr("Quyết định công bố"), row.decision),
                         cell(call.tr("Ban hành"), base::format_day(row.decided_on), until(row.decide_by)),
                         cell(call.tr("Công khai"),
                              row.published_on ? base::format_day(*row.published_on) : std::string(),
                              until(row.publish_by))})));
    view["columns"] = {column(call.tr("Thủ tục")), column(call.tr("Quyết định công bố")),
                       column(call.tr("Ban hành")), column(call.tr("Công khai"))};
    return call.show("dossiers/figures/procedures_behind", std::move(view));
}

}  // namespace

std::string behind_path(const Subject& subject, const IndexPeriod& period, const Component& component,
                        behind::Part part)
{
    const Counted counted = counted_by(component.measure);
    // Dossiers and petitions are seen by the agencies that have them alone; what a procedure is like by everybody.
    const bool is_open = counted == Counted::publications ||
                         (counted == Counted::procedures && component.measure != Measure::identifying);
    if (!subject.own && !(is_open && subject.agency != 0)) return "";
    return std::string(kIndices) + place_of(counted) +
           query_of({{"period", period.key()},
                     {"component", component.id},
                     {"part", std::string(to_text(part))},
                     {"of", is_open ? subject.of : std::string()}});
}

http::Response index_behind(const FigureCall& figures)
{
    db::Transaction tx = figures.begin();
    const auto asked = asked_behind(figures, tx);
    if (!asked) return figures.call.refuse(asked.error());
    if (counted_by(asked->wish.measure) != Counted::dossiers)
        return figures.call.refuse(base::not_found(msg("Không có danh sách nào sau số liệu này.")));
    const Subject own{.agency = figures.call.actor.agency, .own = true};
    return show_behind(figures, tx,
                       {.title = asked->component->id + " " + asked->component->name,
                        .intro = intro_of(figures, *asked),
                        .back = kIndices + query_of({{"period", asked->wish.period.key()}}),
                        .path = behind_path(own, asked->wish.period, *asked->component, asked->wish.part),
                        .rows = behind::of_index(tx, asked->wish, *asked->rules,
                                                 after_of(figures.call.request), kBehindPage + 1)});
}

http::Response index_procedures(const FigureCall& figures)
{
    const Call& call = figures.call;
    db::Transaction tx = figures.begin();
    const auto subject = subject_of(figures, tx);
    if (!subject) return call.refuse(subject.error());
    const auto asked = asked_behind(figures, tx);
    if (!asked) return call.refuse(asked.error());
    const Counted counted = counted_by(asked->wish.measure);
    // Nothing leads there for whom it is not.
    if (behind_path(*subject, asked->wish.period, *asked->component, asked->wish.part).empty() ||
        (counted != Counted::procedures && counted != Counted::publications))
        return call.refuse(base::not_found(msg("Không có danh sách nào sau số liệu này.")));
    return counted == Counted::procedures ? show_procedures(figures, tx, *subject, *asked)
                                          : show_publications(figures, tx, *subject, *asked);
}

http::Response index_petitions(const FigureCall& figures)
{
    const Call& call = figures.call;
    db::Transaction tx = figures.begin();
    const auto asked = asked_behind(figures, tx);
    if (!asked) return call.refuse(asked.error());
    if (counted_by(asked->wish.measure) != Counted::petitions)
        return call.refuse(base::not_found(msg("Không có danh sách nào sau số liệu này.")));
    const Subject own{.agency = call.actor.agency, .own = true};
    View view = page_view(figures, own, *asked);
    looks::note_many(tx, "figures", call.request.target, call.now);
    auto rows = behind::petitions_of_index(tx, asked->wish, call.request.query.integer("after").value_or(0),
                                           kBehindPage + 1);
    tx.commit();
    if (cut(rows))
        view["next_href"] = behind_path(own, asked->wish.period, *asked->component, asked->wish.part) +
                            "&after=" + std::to_string(rows.back().id);
    for (const behind::PetitionRow& row : rows)
        view["rows"].push_back(
            {{"href", "/dossiers/petitions/" + row.uid},
             {"code", row.code},
             {"owner", row.owner},
             {"procedure", row.procedure},
             {"lodged", base::format_vietnam(row.lodged_at)},
             {"due", base::format_vietnam(row.due_at)},
             {"answered", row.answered_at ? View(base::format_vietnam(*row.answered_at)) : View(false)},
             {"mark", row.liked ? View(call.tr(*row.liked ? msg("hài lòng") : msg("không hài lòng")))
                                : View(false)}});
    view["columns"] = {column(call.tr("Hồ sơ")), column(call.tr("Phản ánh lúc")),
                       column(call.tr("Hạn trả lời")), column(call.tr("Trả lời lúc"))};
    return call.show("dossiers/figures/petitions_behind", std::move(view));
}

}  // namespace lt::dossiers::pages
