// One dossier: what there is to do, what it consists of, and what was done.
#include "dossiers/results/show.h"

#include <array>
#include <set>

#include <nlohmann/json.hpp>

#include "dossiers/acts.h"
#include "dossiers/consent/pages.h"
#include "dossiers/digitise/pages.h"
#include "dossiers/linked/page_parts.h"
#include "dossiers/pages/call.h"
#include "dossiers/pages/history.h"
#include "dossiers/pages/looks.h"
#include "dossiers/pages/printed_form.h"
#include "dossiers/pages/show_slips.h"
#include "dossiers/satisfaction/show.h"
#include "dossiers/undoing.h"
#include "forms/view/view.h"
#include "kit/base/text.h"
#include "kit/page/notice.h"

namespace lt::dossiers::pages {
namespace {

constexpr std::array kNotices{
    page::Notice{"received", msg("Đã tiếp nhận hồ sơ. In giấy tiếp nhận và hẹn trả kết quả cho người nộp.")},
    page::Notice{"again", msg("Biểu mẫu này đã được gửi trước đó. Đây là hồ sơ đã lập.")},
    page::Notice{"rejected", msg("Đã từ chối tiếp nhận. In phiếu từ chối cho người nộp.")},
    page::Notice{"begin", msg("Đã chuyển hồ sơ vào xử lý.")},
    page::Notice{"ask_supplement", msg("Đã yêu cầu bổ sung. Bộ phận một cửa in phiếu, giao cho người nộp.")},
    page::Notice{"supplemented", msg("Đã nhận giấy tờ bổ sung. Hồ sơ được giải quyết tiếp.")},
    page::Notice{"ask_payment", msg("Đã yêu cầu thực hiện nghĩa vụ tài chính. Đồng hồ giải quyết dừng.")},
    page::Notice{"duty_done", msg("Đã ghi nghĩa vụ tài chính đã thực hiện. Hồ sơ được giải quyết tiếp.")},
    page::Notice{"extend", msg("Đã gia hạn. In văn bản xin lỗi với hẹn trả mới cho người nộp.")},
    page::Notice{"withdraw", msg("Đã rút hồ sơ theo yêu cầu của người nộp.")},
    page::Notice{"stop", msg("Đã dừng giải quyết. In thông báo cho người nộp.")},
    page::Notice{"resolve", msg("Đã ghi hồ sơ có kết quả, chờ trả cho người nộp.")},
    page::Notice{"hand_over", msg("Đã ghi việc trả kết quả.")},
    page::Notice{"note", msg("Đã thêm ghi chú.")},
    page::Notice{"taken_back", msg("Đã lấy lại thao tác trước.")},
    page::Notice{"paid", msg("Đã ghi phí, lệ phí đã thu.")},
    page::Notice{"result", msg("Đã ghi kết quả.")},
    page::Notice{"unpaid", msg("Đã lấy lại khoản thu ghi nhầm. Khoản này lại phải thu.")},
    page::Notice{"given_back", msg("Đã ghi việc trả lại tiền cho người nộp.")},
    page::Notice{"unresulted", msg("Đã lấy lại kết quả ghi nhầm.")},
    page::Notice{"unfiled", msg("Đã lấy tệp ra khỏi hồ sơ.")},
    page::Notice{"waived", msg("Đã ghi hồ sơ không có kết quả này.")},
    page::Notice{"discarded", msg("Đã bỏ. Soạn lại kết quả để ký, đóng dấu ở cơ quan này.")},
    page::Notice{"files", msg("Đã thêm tệp.")},
    page::Notice{"dropped", msg("Đã bỏ dự thảo kết quả.")},
    page::Notice{"settled", msg("Đã ghi việc trả kết quả.")},
    page::Notice{"components",
                 msg("Đang thử mở lại các hồ sơ thành phần chưa mở được. Tải lại trang để xem.")},
};

// In which order an official meets the acts; the first that he may do is the button.
constexpr std::array kActs{ActKind::receive,     ActKind::begin,    ActKind::supplemented,
                           ActKind::hand_over,   ActKind::paid,     ActKind::ask_supplement,
                           ActKind::ask_payment, ActKind::extend,   ActKind::resolve,
                           ActKind::reject,      ActKind::withdraw, ActKind::stop};

// Why somebody may look: what stands in the list of looks.
std::string reason_of(const Call& call, const Dossier& dossier)
{
    const Part part = part_of(call.actor, dossier);
    if (part.receives && call.actor.role == directory::Role::desk_staff) return "desk";
    if (part.decides && call.actor.role == directory::Role::leader) return "leads";
    return "takes_part";
}

void add_acts(View& view, const Call& call, const Dossier& dossier, const std::vector<Event>& history,
              bool held_up)
{
    const Part part = part_of(call.actor, dossier);
    view["button"] = false;
    view["links"] = View::array();
    const auto link = [&](const std::string& href, const std::string& label) {
        view["links"].push_back({{"href", href}, {"label", label}});
    };
    const std::string path = path_of(dossier.uid);
    for (const ActKind kind : kActs) {
        if (!fits(dossier.life.state, kind) || !may(call.actor.role, part, kind)) continue;
        const bool for_parent = view["parent"].is_object() && view["parent"]["takes_results"];
        if (kind == ActKind::hand_over && (for_parent || held_up)) continue;
        // What the process itself brings about is no button, but where it did not.
        const std::string href = path + "/acts/" + std::string(to_text(kind));
        const bool main = kind == ActKind::receive || kind == ActKind::begin ||
                          kind == ActKind::supplemented || kind == ActKind::hand_over ||
                          kind == ActKind::paid;
        if (main && view["button"].is_boolean())
            view["button"] = {{"href", href}, {"label", call.tr(words_of(kind))}};
        else
            link(href, call.tr(words_of(kind)));
    }
    if (call.actor.role == directory::Role::desk_staff && part.receives && dossier.money == "due")
        link(path + "/payment", call.tr("Thu phí, lệ phí"));
    if (part.decides && call.actor.role != directory::Role::desk_staff &&
        (dossier.life.state == State::processing || dossier.life.state == State::resolved))
        link(path + "/results/new", call.tr("Ghi kết quả"));
    if (!is_over(dossier.life.state)) link(path + "/files/new", call.tr("Thêm tệp"));
    link(path + "/acts/note", call.tr("Thêm ghi chú"));
    for (auto it = history.rbegin(); it != history.rend(); ++it) {
        if (it->act == ActKind::note) continue;
        if (can_be_taken_back(it->act) && may(call.actor.role, part, ActKind::take_back))
            link(path + "/acts/take_back", call.tr("Lấy lại “{{act}}”", {{"act", words_of(it->act), true}}));
        break;
    }
    if (may_see_looks(call, dossier)) link(path + "/looks", call.tr("Ai đã xem hồ sơ"));
}

void add_tasks(View& view, const Call& call, db::Transaction& tx, const Dossier& dossier,
               const std::map<std::int64_t, std::string>& people)
{
    view["tasks"] = View::array();
    for (const lists::Task& task : lists::tasks_of(tx, dossier.instance)) {
        const bool mine = task.performer == call.actor.agency &&
                          (task.role.empty() || task.role == directory::to_text(call.actor.role)) &&
                          (!task.assignee || *task.assignee == call.actor.official);
        std::string who = task.assignee && people.contains(*task.assignee) ? people.at(*task.assignee)
                                                                           : call.agency_name(task.performer);
        if (const auto role = directory::role_from(task.role); role && !task.assignee)
            who += ", " + call.tr(directory::label(*role));
        view["tasks"].push_back(
            {{"title", task.title},
             {"who", who},
             {"href",
              mine ? View("/tasks/" + dossier.instance + "/" + std::to_string(task.no)) : View(false)},
             {"paused", task.paused_at.has_value()},
             {"due", task.paused_at ? View(nullptr) : due_view(call, task.performer, task.due_at)}});
    }
    view["has_tasks"] = !view["tasks"].empty();
}

void add_papers(View& view, const Call& call, const Dossier& dossier, const std::vector<Paper>& papers,
                const std::vector<File>& files)
{
    const bool may_undo = !is_over(dossier.life.state);
    const auto file_view = [&](const File& file) -> View {
        return {{"href", path_of(dossier.uid) + "/files/" + file.uid},
                {"name", file.name},
                {"size", base::format_size(file.size)},
                {"undo", may_undo && may_undo_file(call.actor, dossier, file)
                             ? View(path_of(dossier.uid) + "/files/" + file.uid + "/undo")
                             : View(false)}};
    };
    view["papers"] = View::array();
    for (const Paper& paper : papers) {
        std::string given;
        const auto add = [&](int count, const char* what) {
            if (count > 0) given += (given.empty() ? "" : ", ") + std::to_string(count) + " " + call.tr(what);
        };
        add(paper.originals, msg("bản chính"));
        add(paper.certified, msg("bản chứng thực"));
        add(paper.copies, msg("bản sao"));
        View one{{"name", paper.name},
                 {"given", given.empty() ? View(false) : View(given)},
                 {"missing", paper.missing.empty() ? View(false) : View(paper.missing)},
                 {"files", View::array()}};
        for (const File& file : files)
            if (file.paper == paper.no && !file.replaced_at) one["files"].push_back(file_view(file));
        one["lacks"] = given.empty() && one["files"].empty();
        one["optional"] = !paper.required;
        view["papers"].push_back(std::move(one));
    }
    view["other_files"] = View::array();
    for (const File& file : files)
        if (file.paper < 0 && file.kind == "other" && !file.replaced_at)
            view["other_files"].push_back(file_view(file));
    view["has_papers"] = !papers.empty();
    view["has_other_files"] = !view["other_files"].empty();
}

void add_money(View& view, const Call& call, const Dossier& dossier, const std::vector<Fee>& fees)
{
    view["fees"] = View::array();
    for (const Fee& fee : fees) {
        const bool due = fee.state == "due";
        std::string state = due                       ? call.tr("Chưa thu")
                            : fee.state == "waived"   ? call.tr("Miễn")
                            : fee.state == "refunded" ? call.tr("Đã trả lại, thu")
                                                      : call.tr("Đã thu");
        if (fee.paid_at) state += " " + base::format_vietnam(*fee.paid_at);
        view["fees"].push_back({{"name", fee.name},
                                {"amount", money(call.tr, fee.amount)},
                                {"state", state},
                                {"basis", fee.basis.empty() ? View(false) : View(fee.basis)},
                                {"due", due}});
    }
    view["has_fees"] = !fees.empty();
    const bool may_undo = dossier.life.state != State::returned && may_undo_payment(call.actor, dossier) &&
                          std::ranges::any_of(fees, [](const Fee& fee) { return fee.state == "paid"; });
    view["fees_undo"] = may_undo ? View(path_of(dossier.uid) + "/payment/undo") : View(false);
}

std::string given_line(const Call& call, const store::Return& given)
{
    std::string out = call.tr(given.means == Delivery::desk ? msg("{{name}} đã nhận lúc {{at}}. {{means}}.")
                                                            : msg("Đã gửi {{name}} lúc {{at}}. {{means}}."),
                              {{"name", given.taken_by},
                               {"at", base::format_vietnam(given.at)},
                               {"means", words_of(given.means), true}});
    if (!given.proof.empty()) out += " " + call.tr("Số hiệu bưu gửi: {{text}}.", {{"text", given.proof}});
    if (!given.by_right.empty())
        out += " " + call.tr("Nhận thay theo: {{text}}.", {{"text", given.by_right}});
    if (!given.originals_taken.empty())
        out += " " + call.tr("Bản gốc thu lại: {{text}}.", {{"text", given.originals_taken}});
    return out;
}

void add_results(View& view, const Call& call, db::Transaction& tx, const Dossier& dossier,
                 const std::vector<Event>& history)
{
    view["results"] = View::array();
    const auto recorded =
        is_over(dossier.life.state) ? std::map<int, std::int64_t>{} : recorded_results(history);
    for (const Outcome& one : store::outcomes(tx, dossier.id)) {
        const auto by = recorded.find(one.no);
        std::string line = one.number;
        if (one.issued_on)
            line += (line.empty() ? "" : ", ") +
                    call.tr("ngày {{day}}", {{"day", base::format_day(*one.issued_on)}});
        if (!one.signer.empty()) line += (line.empty() ? "" : ", ") + one.signer;
        if (!one.paper_why.empty())
            line += (line.empty() ? "" : ", ") + call.tr("bản giấy: {{reason}}", {{"reason", one.paper_why}});
        view["results"].push_back(
            {{"name", one.name},
             {"line", line},
             {"href", one.file.empty() ? View(false) : View(path_of(dossier.uid) + "/files/" + one.file)},
             {"undo", by != recorded.end() && may_undo_outcome(call.actor, dossier, by->second)
                          ? View(path_of(dossier.uid) + "/results/" + std::to_string(one.no) + "/undo")
                          : View(false)}});
    }
    view["given"] = false;
    if (const auto given = store::find_return(tx, dossier.id)) view["given"] = given_line(call, *given);
    for (View& row : waived_rows(call, tx, dossier)) {
        row["undo"] = false;
        view["results"].push_back(std::move(row));
    }
    view["has_results"] = !view["results"].empty() || view["given"].is_string();
}

std::string person_line(const Person& person)
{
    std::string out = person.name;
    if (!person.number.empty()) out += " · " + person.number;
    if (person.phone.empty()) return out;
    out += " · ";
    for (const char c : person.phone) out += c == ' ' ? std::string("\u00a0") : std::string(1, c);
    return out;
}

void add_facts(View& view, const Call& call, const Dossier& d, const procedures::Version& version)
{
    View facts = View::array();
    facts.push_back(fact(call.tr("Chủ hồ sơ"), person_line(d.owner)));
    if (!d.owner.address.empty()) facts.push_back(fact(call.tr("Địa chỉ"), d.owner.address));
    if (d.agent) facts.push_back(fact(call.tr("Người nộp thay"), person_line(*d.agent)));
    facts.push_back(fact(call.tr("Thủ tục"), d.procedure_name, "/thu-tuc/" + d.procedure_code,
                         call.tr("phiên bản {{number}}", {{"number", std::to_string(version.number)}})));
    const auto& cases = version.procedure.cases;
    if (cases.size() > 1 && static_cast<std::size_t>(d.case_no) < cases.size())
        facts.push_back(fact(call.tr("Trường hợp"), cases[static_cast<std::size_t>(d.case_no)].name));
    if (d.subject != d.procedure_name) facts.push_back(fact(call.tr("Nội dung"), d.subject));
    facts.push_back(fact(call.tr("Cách nộp"), call.tr(words_of(d.way))));
    facts.push_back(fact(call.tr("Nơi tiếp nhận"), call.agency_name(d.agency)));
    facts.push_back(fact(call.tr("Cơ quan giải quyết"), call.agency_name(d.decides)));
    if (d.life.received_at)
        facts.push_back(fact(call.tr("Tiếp nhận lúc"), base::format_vietnam(*d.life.received_at)));
    if (d.first_due_at) facts.push_back(fact(call.tr("Hẹn trả"), base::format_vietnam(*d.first_due_at)));
    if (d.due_at && d.due_at != d.first_due_at)
        facts.push_back(fact(call.tr("Hạn hiện nay"), base::format_vietnam(*d.due_at)));
    if (d.life.resolved_at)
        facts.push_back(fact(call.tr("Có kết quả lúc"), base::format_vietnam(*d.life.resolved_at)));
    facts.push_back(fact(call.tr("Nhận kết quả"), call.tr(words_of(d.delivery)), "", d.delivery_to));
    if (!d.note.empty()) facts.push_back(fact(call.tr("Ghi chú"), d.note));
    view["facts"] = std::move(facts);
}

void add_answers(View& view, const Call& call, const Dossier& dossier, const procedures::Version& version)
{
    view["has_answers"] = false;
    if (version.ready.form.empty() || dossier.answers == "{}") return;
    const auto schema = forms::read(version.ready.form);
    if (!schema) return;
    forms::summarise(view, *schema, dossier.answers, *call.services.lists, call.tr, {});
    view["has_answers"] = true;
}

}  // namespace

http::Response show(const Call& call)
{
    db::Transaction tx = call.begin();
    const auto dossier = store::find(tx, call.uid());
    if (!dossier) return call.refuse(no_dossier());
    const VersionPtr version = version_of(call.dossiers(), tx, dossier->version_uid);
    if (!version) throw base::Bug("the version of a dossier is gone");
    call.note_look(tx, *dossier, reason_of(call, *dossier));
    const auto history = store::events(tx, dossier->id);
    const auto papers = store::papers(tx, dossier->id);
    const auto files = store::files(tx, dossier->id);
    const auto people = names_of_people(call, tx, call.actor.agency);

    View view{{"title", dossier->owner.name},
              {"code", dossier->code},
              {"back", {{"href", kDossiers}, {"label", call.tr("Hồ sơ một cửa")}}},
              {"state", state_view(call.tr, dossier->life.state)},
              {"procedure", dossier->procedure_name}};
    const bool runs = dossier->life.state == State::received || dossier->life.state == State::processing;
    view["due"] = runs ? due_view(call, dossier->decides, dossier->due_at)
                  : dossier->life.state == State::supplement
                      ? due_view(call, dossier->agency, dossier->supplement_by)
                      : View(nullptr);
    view["has_due"] = !view["due"].is_null();
    linked::add_links(view, call, tx, *dossier);
    add_acts(view, call, *dossier, history, add_outstanding(view, call, tx, *dossier));
    add_tasks(view, call, tx, *dossier, people);
    add_papers(view, call, *dossier, papers, files);
    add_copies(view, call, tx, *dossier, papers, files);
    add_money(view, call, *dossier, store::fees(tx, dossier->id));
    add_results(view, call, tx, *dossier, history);
    add_result_work(view, call, tx, *dossier);
    add_consent_link(view, call, tx, *dossier);
    add_voices(view, call, tx, *dossier, people);
    add_slips(view, call, tx, *dossier);
    add_form_paper(view, call, *dossier, *version);
    add_history(view, call, history, steps_of(call.dossiers(), tx, *dossier), people);
    add_facts(view, call, *dossier, *version);
    add_answers(view, call, *dossier, *version);
    tx.commit();
    page::add_notice(view, call.request, kNotices, call.tr);
    return call.show("dossiers/dossier", std::move(view));
}

}  // namespace lt::dossiers::pages
