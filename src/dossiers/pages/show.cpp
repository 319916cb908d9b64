// One dossier: what there is to do, what it consists of, and what was done.
#include "dossiers/results/show.h"

#include <array>
#include <set>

#include <nlohmann/json.hpp>

#include "dossiers/acts.h"
#include "dossiers/consent/pages.h"
#include "dossiers/digitise/pages.h"
#include "dossiers/given_slips.h"
#include "dossiers/linked/page_parts.h"
#include "dossiers/pages/call.h"
#include "dossiers/prints.h"
#include "dossiers/satisfaction/show.h"
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
    page::Notice{"ask_supplement", msg("Đã yêu cầu bổ sung. In phiếu yêu cầu bổ sung cho người nộp.")},
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
    page::Notice{"waived", msg("Đã ghi hồ sơ không có kết quả này.")},
    page::Notice{"discarded", msg("Đã bỏ. Soạn lại kết quả để ký, đóng dấu ở cơ quan này.")},
    page::Notice{"files", msg("Đã thêm tệp.")},
    page::Notice{"dropped", msg("Đã bỏ dự thảo kết quả.")},
    page::Notice{"settled", msg("Đã ghi việc trả kết quả.")},
    page::Notice{"components",
                 msg("Đang thử mở lại các hồ sơ thành phần chưa mở được. Tải lại trang để xem.")},
};

// What goes to the printer next.
struct PrintedNow {
    std::string_view done;
    std::string_view slip;
    const char* label;
};
constexpr std::array kPrintedNow{
    PrintedNow{"received", "receipt", msg("In giấy tiếp nhận, 02 liên")},
    PrintedNow{"rejected", "refusal", msg("In phiếu từ chối")},
    PrintedNow{"ask_supplement", "supplement", msg("In phiếu yêu cầu bổ sung")},
    PrintedNow{"extend", "apology", msg("In văn bản xin lỗi")},
    PrintedNow{"stop", "stop", msg("In thông báo dừng giải quyết")},
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
    const auto file_view = [&](const File& file) -> View {
        return {{"href", path_of(dossier.uid) + "/files/" + file.uid},
                {"name", file.name},
                {"size", base::format_size(file.size)}};
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

void add_money(View& view, const Call& call, const std::vector<Fee>& fees)
{
    view["fees"] = View::array();
    for (const Fee& fee : fees) {
        const bool due = fee.state == "due";
        std::string state = due                     ? call.tr("Chưa thu")
                            : fee.state == "waived" ? call.tr("Miễn")
                                                    : call.tr("Đã thu");
        if (fee.paid_at) state += " " + base::format_vietnam(*fee.paid_at);
        view["fees"].push_back({{"name", fee.name},
                                {"amount", money(call.tr, fee.amount)},
                                {"state", state},
                                {"basis", fee.basis.empty() ? View(false) : View(fee.basis)},
                                {"due", due}});
    }
    view["has_fees"] = !fees.empty();
}

void add_results(View& view, const Call& call, db::Transaction& tx, const Dossier& dossier)
{
    view["results"] = View::array();
    for (const Outcome& one : store::outcomes(tx, dossier.id)) {
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
             {"href", one.file.empty() ? View(false) : View(path_of(dossier.uid) + "/files/" + one.file)}});
    }
    view["given"] = false;
    if (const auto given = store::find_return(tx, dossier.id))
        view["given"] =
            call.tr(given->means == Delivery::desk ? msg("{{name}} đã nhận lúc {{at}}. {{means}}.")
                                                   : msg("Đã gửi {{name}} lúc {{at}}. {{means}}."),
                    {{"name", given->taken_by},
                     {"at", base::format_vietnam(given->at)},
                     {"means", words_of(given->means), true}});
    for (View& row : waived_rows(call, tx, dossier)) view["results"].push_back(std::move(row));
    view["has_results"] = !view["results"].empty() || view["given"].is_string();
}

void add_slips(View& view, const Call& call, db::Transaction& tx, const Dossier& dossier)
{
    view["slips"] = View::array();
    view["print_now"] = false;
    const std::string done = call.request.query.get("done");
    const auto* wanted = std::ranges::find(kPrintedNow, done, &PrintedNow::done);
    const auto printed = prints::of(tx, dossier.id);
    for (const store::Slip& slip : store::slips(tx, dossier.id)) {
        std::string label = call.tr(slip_title(slip.kind));
        if (slip.number > 0)
            label += " " + call.tr("số {{number}}", {{"number", std::to_string(slip.number)}});
        const std::string href = path_of(dossier.uid) + "/slips/" + slip.uid;
        const auto print = printed.find(slip.uid);
        const bool before = print != printed.end();
        view["slips"].push_back(
            {{"href", href},
             {"label", label},
             {"at", base::format_vietnam(slip.at)},
             {"print", call.tr(before ? msg("In lại") : msg("In"))},
             {"printed", before ? View(call.tr("đã mở để in {{times}} lần, gần nhất {{at}}",
                                               {{"times", std::to_string(print->second.times)},
                                                {"at", base::format_vietnam(print->second.at)}}))
                                : View(false)}});
        // The newest of its kind, where an act may have been done before.
        if (wanted != kPrintedNow.end() && slip.kind == wanted->slip)
            view["print_now"] = {{"href", href}, {"label", call.tr(wanted->label)}};
    }
    view["slips"].push_back({{"href", path_of(dossier.uid) + "/control-slip"},
                             {"label", call.tr(slip_title("control"))},
                             {"at", call.tr("đến lúc này")},
                             {"print", call.tr("In")},
                             {"printed", false}});
}

// Beside the reason of an act: what was corrected in the owner as he is kept (reception.cpp).
std::string remark_of(const Call& call, const Event& event)
{
    const View detail = View::parse(event.detail, nullptr, false);
    if (!detail.is_object() || !detail.contains("corrected")) return event.reason;
    const View& it = detail["corrected"];
    return call.tr("Sửa thông tin đang lưu của công dân: {{before}} thành {{after}}. Lý do: {{reason}}",
                   {{"before", it.value("before", "")},
                    {"after", it.value("after", "")},
                    {"reason", it.value("reason", "")}});
}

void add_history(View& view, const Call& call, const std::vector<Event>& history,
                 const std::map<std::int64_t, std::string>& people)
{
    View items = View::array();
    for (auto it = history.rbegin(); it != history.rend(); ++it) {
        std::string by = people.contains(it->official) ? people.at(it->official) : "";
        if (it->agency != call.actor.agency) by += (by.empty() ? "" : ", ") + call.agency_name(it->agency);
        const bool note = it->act == ActKind::note;
        const std::string remark = remark_of(call, *it);
        const std::string text = note ? it->reason : call.tr(words_of(it->act));
        items.push_back({{"text", text},
                         {"_pieces", pieces_of(text)},
                         {"_note_pieces", pieces_of(remark)},
                         {"at", base::format_vietnam(it->at)},
                         {"by", by.empty() ? View(false) : View(by)},
                         {"href", false},
                         {"note", note || remark.empty() ? View(false) : View(remark)}});
    }
    view["log"] = {{"items", std::move(items)}, {"more_href", false}};
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
    store::note_look(tx, *dossier, reason_of(call, *dossier), call.now);
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
    add_money(view, call, store::fees(tx, dossier->id));
    add_results(view, call, tx, *dossier);
    add_result_work(view, call, tx, *dossier);
    add_consent_link(view, call, tx, *dossier);
    add_voices(view, call, tx, *dossier, people);
    add_slips(view, call, tx, *dossier);
    add_history(view, call, history, people);
    add_facts(view, call, *dossier, *version);
    add_answers(view, call, *dossier, *version);
    tx.commit();
    page::add_notice(view, call.request, kNotices, call.tr);
    return call.show("dossiers/dossier", std::move(view));
}

}  // namespace lt::dossiers::pages
