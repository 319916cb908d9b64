// See reception_form.h.
#include "dossiers/pages/reception_form.h"

#include <set>

#include <nlohmann/json.hpp>

#include "dossiers/digitise/pages.h"
#include "dossiers/pages/first_answers.h"
#include "dossiers/paper_keys.h"
#include "dossiers/sources/pages.h"
#include "forms/view/view.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"

namespace lt::dossiers::pages {
namespace {

Way way_in(const http::Form& form) { return form.get("dossier_way") == "post" ? Way::post : Way::counter; }

int case_in(const http::Form& form) { return static_cast<int>(form.integer("dossier_case").value_or(0)); }

int count_in(const http::Form& form, const std::string& name, base::Wrong* wrong)
{
    const std::string typed = form.get(name);
    if (typed.empty()) return 0;
    const auto value = form.integer(name);
    if (value && *value >= 0 && *value <= 99) return static_cast<int>(*value);
    if (wrong != nullptr) wrong->emplace_back(name, msg("Nhập số bản từ 0 đến 99."));
    return 0;
}

Person person_in(const http::Form& form, const std::string& prefix, base::Wrong& wrong)
{
    const auto get = [&](const char* name) { return form.get(prefix + "_" + name); };
    Person out{.kind = owner_kind_from(get("kind")).value_or(OwnerKind::person),
               .number = get("number"),
               .name = get("name"),
               .born_on = base::parse_day(get("born_on")),
               .sex = get("sex"),
               .phone = get("phone"),
               .email = get("email"),
               .address = get("address")};
    std::erase_if(out.number, [](char c) { return c == ' ' || c == '.'; });
    if (!get("born_on").empty() && !out.born_on)
        wrong.emplace_back(prefix + "_born_on", msg("Nhập ngày/tháng/năm, ví dụ 02/09/1990."));
    if (out.sex != "male" && out.sex != "female") out.sex.clear();
    return out;
}

forms::Typed typed_of(const http::Form& form) { return form.fields(); }

// The answers to the questions of the procedure, as far as they are right; what is wrong in `wrong`.
std::string answers_in(const Call& call, const http::Form& form, const procedures::Version& version,
                       base::Wrong* wrong)
{
    if (version.ready.form.empty()) return "{}";
    const auto schema = forms::read(version.ready.form);
    if (!schema) throw base::Bug("the form of an approved procedure can't be read: " + version.code);
    forms::Taken taken =
        forms::take(*schema, typed_of(form), {.lists = *call.services.lists, .today = call.today()});
    if (wrong != nullptr) wrong->insert(wrong->end(), taken.wrong.begin(), taken.wrong.end());
    return taken.answers;
}

// Questions of the form, with what is known of the owner where nothing was typed.
void add_questions(const Call& call, View& view, const FirstAnswers& first,
                   const procedures::Version& version, const base::Error* error)
{
    view["has_questions"] = false;
    if (version.ready.form.empty()) return;
    const auto schema = forms::read(version.ready.form);
    if (!schema) throw base::Bug("the form of an approved procedure can't be read: " + version.code);
    const forms::Typed typed = typed_of(first.form());
    forms::draw(view, {.schema = *schema,
                       .lists = *call.services.lists,
                       .today = call.today(),
                       .words = call.tr,
                       .typed = &typed,
                       .error = error,
                       .filled = first.hints()});
    view["filled"] = first.marks();
    view["has_steps"] = schema->steps().size() > 1;
    view["has_questions"] = true;
}

// The fields of one row; `says` has what is known of its paper.
View paper_row(const Call& call, const View& view, page::FormView& form, std::size_t place,
               const FormFiles* sent, View says)
{
    const std::string no = std::to_string(place);
    const auto count = [&](const char* name, const char* label) {
        form.field(std::string(name) + "_" + no, call.tr(label), "",
                   {{"width", "2"}, {"inputmode", "numeric"}});
    };
    count("originals", msg("Bản chính"));
    count("certified", msg("Bản chứng thực"));
    count("copies", msg("Bản sao"));
    add_file_field(form, "scan_" + no, call.tr("Bản quét"), sent, static_cast<int>(place), call.tr);
    const View& fields = view["fields"];
    says["no"] = no;
    for (const char* name : {"originals", "certified", "copies", "scan"})
        says[name] = fields[std::string(name) + "_" + no];
    return says;
}

// The papers that are needed, and behind them rows of others that hold something (paper_rows.h).
void add_papers(const Call& call, View& view, page::FormView& form, const http::Form& typed,
                const procedures::Version& version, const std::vector<procedures::NeededPaper>& papers,
                const FormFiles* sent)
{
    view["papers"] = View::array();
    const std::vector<std::string> keys = keys_of(papers);
    for (std::size_t i = 0; i < papers.size() && i < kMostPapers; ++i) {
        std::string wanted;
        const auto want = [&](int number, const char* what) {
            if (number > 0)
                wanted += (wanted.empty() ? "" : ", ") + std::to_string(number) + " " + call.tr(what);
        };
        want(papers[i].paper.originals, msg("bản chính"));
        want(papers[i].paper.copies, msg("bản sao"));
        view["papers"].push_back(
            paper_row(call, view, form, i, sent,
                      {{"key", keys[i]},
                       {"name", papers[i].paper.name},
                       {"required", papers[i].kind.required},
                       {"wanted", wanted.empty() ? View(false) : View(wanted)},
                       {"hint", papers[i].kind.hint.empty() ? View(false) : View(papers[i].kind.hint)}}));
    }
    for (std::size_t i = papers.size(); i < kMostPapers && typed.has("paper_" + std::to_string(i)); ++i) {
        const std::string key = typed.get("paper_" + std::to_string(i));
        view["papers"].push_back(paper_row(
            call, view, form, i, sent,
            {{"key", key},
             {"name", name_of_paper(version, key)},
             {"required", true},
             {"wanted", false},
             {"hint", call.tr("Không thuộc thành phần hồ sơ theo câu trả lời. Xoá số bản và bỏ tệp, "
                              "hoặc sửa lại câu trả lời.")}}));
    }
    view["has_papers"] = !view["papers"].empty();
    const std::string problem = form.error("papers");
    view["papers_problem"] = problem.empty() ? View(false) : View(problem);
}

// The agency that the desk has chosen; 0: none.
std::int64_t decider_in(const Call& call, const http::Form& form, base::Wrong& wrong)
{
    const std::string code = form.get("decides");
    if (code.empty()) return 0;
    const auto directory = call.dossiers().directory.snapshot();
    if (const directory::Agency* agency = directory->find_code(code)) return agency->id;
    wrong.emplace_back("decides", msg("Chọn cơ quan giải quyết trong danh sách."));
    return 0;
}

// Where it is received anywhere and several decide it, the desk may say which.
void add_deciders(const Call& call, db::Transaction& tx, View& view, page::FormView& form,
                  const http::Form& typed, const procedures::Version& version)
{
    view["has_deciders"] = false;
    if (!version.ready.anywhere) return;
    std::set<std::int64_t> deciders;
    for (const procedures::Offer& offer : procedures::offers_of(tx, version.code))
        if (offer.share == procedures::Share::decides) deciders.insert(offer.agency);
    if (deciders.size() < 2) return;
    const std::string chosen = typed.get("decides");
    View options = View::array();
    options.push_back({{"value", ""},
                       {"label", call.tr("Theo câu trả lời và nơi tiếp nhận")},
                       {"selected", chosen.empty()}});
    const auto directory = call.dossiers().directory.snapshot();
    for (const directory::Agency* agency : directory->agencies())
        if (deciders.contains(agency->id) && agency->valid.holds(call.today()))
            options.push_back(
                {{"value", agency->code}, {"label", agency->name}, {"selected", agency->code == chosen}});
    form.field(
        "decides", call.tr("Cơ quan giải quyết"), "",
        {{"options", std::move(options)},
         {"hint", call.tr("Chọn khi việc thuộc thẩm quyền của nơi khác; giấy tờ được bàn giao đến đó.")}});
    view["has_deciders"] = true;
}

// `answered`: nothing in the form is left to be answered, so that what can't be reckoned is the fault of a decision.
void add_preview(const Call& call, View& view, const Preview& preview, bool answered)
{
    view["due_preview"] = preview.due_at ? View(base::format_vietnam(*preview.due_at)) : View(false);
    view["decides"] = preview.decides == 0 ? View(false) : View(call.agency_name(preview.decides));
    view["not_here"] = preview.not_here ? View(call.tr(preview.not_here->message)) : View(false);
    view["charges"] = View::array();
    view["charges_unclear"] = false;
    if (!preview.charges) {
        view["charges_unclear"] =
            answered ? call.tr(preview.charges.error().message)
                     : call.tr("Chưa tính được phí, lệ phí vì tờ khai chưa đủ. Khai xong thì bấm “Tính lại "
                               "theo tờ khai”.");
        return;
    }
    std::int64_t sum = 0;
    for (const procedures::Charge& charge : *preview.charges) {
        sum += charge.amount;
        view["charges"].push_back(
            {{"name", charge.name},
             {"amount", charge.amount == 0 ? call.tr("miễn") : money(call.tr, charge.amount)},
             {"basis", charge.basis}});
    }
    view["sum"] = money(call.tr, sum);
    view["has_charges"] = !preview.charges->empty();
}

}  // namespace

void set_value(http::Form& form, const std::string& name, const std::string& value)
{
    http::Form out;
    for (const auto& [known, text] : form.fields())
        if (known != name) out.add(known, text);
    out.add(name, value);
    form = std::move(out);
}

void fill_empty(http::Form& form, const std::string& name, const std::string& value)
{
    if (!value.empty() && form.get(name).empty()) set_value(form, name, value);
}

Person owner_in(const http::Form& form)
{
    base::Wrong ignored;
    return person_in(form, "owner", ignored);
}

void add_person_fields(const Call& call, page::FormView& form, const std::string& prefix)
{
    const page::Words& tr = call.tr;
    const auto name = [&](const char* field) { return prefix + "_" + field; };
    form.choices(name("kind"), tr("Chủ hồ sơ là"),
                 {{"person", tr("Cá nhân"), "", true},
                  {"enterprise", tr("Doanh nghiệp"), "", false},
                  {"organisation", tr("Tổ chức"), "", false}},
                 {{"inline", true}});
    form.field(name("number"), tr("Số định danh"), "",
               {{"width", "20"},
                {"inputmode", "numeric"},
                {"autocomplete", "off"},
                {"hint", tr("12 chữ số trên thẻ căn cước; của doanh nghiệp là mã số thuế.")}});
    form.field(name("name"), tr("Họ và tên, hoặc tên tổ chức"), "", {{"autocomplete", "off"}});
    form.field(name("born_on"), tr("Ngày sinh"), "",
               {{"width", "10"}, {"optional", true}, {"hint", tr("Ví dụ: 02/09/1990")}});
    form.choices(name("sex"), tr("Giới tính"),
                 {{"male", tr("Nam"), "", false}, {"female", tr("Nữ"), "", false}},
                 {{"inline", true}, {"optional", true}});
    form.field(name("phone"), tr("Số điện thoại"), "",
               {{"width", "20"}, {"inputmode", "tel"}, {"optional", true}});
    form.field(name("email"), tr("Thư điện tử"), "", {{"type", "email"}, {"optional", true}});
    form.field(name("address"), tr("Địa chỉ"), "", {{"optional", true}});
}

void add_kept_fields(const Call& call, page::FormView& form)
{
    form.choices("owner_kept", call.tr("Thông tin đang lưu"),
                 {{"stays", call.tr("Giữ nguyên; chỉ hồ sơ này ghi như vừa nhập"), "", false},
                  {"corrected", call.tr("Sửa theo hồ sơ này, cho cả những lần sau"), "", false}});
    form.field("correction", call.tr("Lý do sửa"), "",
               {{"hint", call.tr("Phải có khi sửa. Ví dụ: theo thẻ căn cước người nộp xuất trình.")}});
}

void add_procedure_part(const Call& call, db::Transaction& tx, View& view, page::FormView& form,
                        const http::Form& typed, const std::optional<Person>& kept,
                        const procedures::Version& version, const FormFiles* sent, const base::Error* error)
{
    const page::Words& tr = call.tr;
    view["chosen"] = {{"uid", version.uid}, {"name", version.procedure.name}, {"code", version.code}};
    std::vector<page::Choice> cases;
    for (const procedures::Case& one : version.procedure.cases)
        cases.push_back(
            {std::to_string(cases.size()), one.name.empty() ? tr("Chung") : one.name, "", cases.empty()});
    view["has_cases"] = cases.size() > 1;
    if (cases.size() > 1) form.choices("dossier_case", tr("Trường hợp"), cases);
    form.choices("dossier_way", tr("Cách nộp"),
                 {{"counter", tr("Trực tiếp"), "", true}, {"post", tr("Bưu chính công ích"), "", false}},
                 {{"inline", true}});
    form.field("agent", tr("Người khác nộp thay"), "1", {{"checked", false}});
    form.field("agent_name", tr("Họ và tên người nộp"));
    form.field("agent_number", tr("Số định danh người nộp"), "",
               {{"width", "20"}, {"inputmode", "numeric"}, {"optional", true}});
    form.field("agent_phone", tr("Điện thoại người nộp"), "",
               {{"width", "20"}, {"inputmode", "tel"}, {"optional", true}});
    const Person owner = owner_in(typed);
    FirstAnswers first(call, version, typed, owner, kept);
    first.fill_from_owner(tx);
    // Rows of papers that were sent stand as the answers beside them said.
    base::Wrong unanswered;
    const std::string answers =
        answers_in(call, first.is_first() ? first.form() : typed, version, &unanswered);
    base::Wrong unread;
    const Preview seen =
        preview(call.dossiers(), tx, call.actor, version, case_in(typed), way_in(typed), answers,
                decider_in(call, typed, unread), commune_told(version, answers, owner));
    add_deciders(call, tx, view, form, typed, version);
    add_papers(call, view, form, typed, version, seen.papers, sent);
    const auto offered = add_reuse(view, call, tx, form, typed, owner, version, seen.papers);
    if (view["agreed"].get<bool>())
        first.fill_from_vault(tx, offered);
    else
        first.forget_vault();
    add_file_field(form, "scan", tr("Giấy tờ khác, bản quét"), sent, -1, tr);
    add_preview(call, view, seen, unanswered.empty());
    view["due_unclear"] = !seen.due_at && !version.ready.times.no_due && !unanswered.empty();
    form.field("incomplete_anyway", tr("Còn thiếu giấy tờ, vẫn tiếp nhận và yêu cầu bổ sung sau"), "1",
               {{"checked", false}});
    form.field("dossier_sets", tr("Số bộ hồ sơ"), "1", {{"width", "2"}, {"inputmode", "numeric"}});
    std::vector<page::Choice> ways{{"desk", tr(words_of(Delivery::desk)), "", true}};
    if (version.ready.post_return) ways.push_back({"post", tr(words_of(Delivery::post)), "", false});
    ways.push_back({"electronic", tr(words_of(Delivery::electronic)), "", false});
    form.choices("delivery", tr("Nhận kết quả"), ways);
    form.field("delivery_to", tr("Địa chỉ nhận qua bưu chính"), "", {{"optional", true}});
    form.field("dossier_note", tr("Ghi chú"), "", {{"rows", 2}, {"optional", true}});
    form.field("begin", tr("Chuyển xử lý ngay"), "1", {{"checked", true}});
    form.field("reject_reason", tr("Lý do từ chối"), "", {{"rows", 2}});
    add_questions(call, view, first, version, error);
}

PaperRows arrange_papers(const Call& call)
{
    const http::Form& form = call.request.form;
    db::Transaction tx = call.begin();
    const std::string uid = form.get("procedure");
    const VersionPtr version = base::is_uid(uid) ? version_of(call.dossiers(), tx, uid) : nullptr;
    if (!version) return {};
    const std::string answers = answers_in(call, form, *version, nullptr);
    return arrange_papers(call.request, keys_of(needed_papers(call.dossiers(), *version, case_in(form),
                                                              way_in(form), answers)));
}

Reception read_reception(const Call& call, const http::Form& form, const FormFiles& sent,
                         const PaperRows& rows, bool reject)
{
    Reception it{.wrong = sent.wrong};
    it.key = form.get("key");
    it.decides = decider_in(call, form, it.wrong);
    it.version = form.get("procedure");
    it.case_no = case_in(form);
    it.way = way_in(form);
    it.owner = person_in(form, "owner", it.wrong);
    if (form.has("agent")) it.agent = person_in(form, "agent", it.wrong);
    const std::string kept = form.get("owner_kept");
    it.kept = kept == "stays" ? Kept::stays : kept == "corrected" ? Kept::is_corrected : Kept::ask;
    it.correction = form.get("correction");
    it.files = sent.good;
    it.sets =
        static_cast<int>(form.integer("dossier_sets").value_or(form.get("dossier_sets").empty() ? 1 : 0));
    it.note = form.get("dossier_note");
    it.delivery = delivery_from(form.get("delivery")).value_or(Delivery::desk);
    it.delivery_to = form.get("delivery_to");
    it.incomplete_anyway = form.has("incomplete_anyway") || reject;  // what is refused may lack papers
    it.begin = form.has("begin");
    for (std::size_t no = 0; no < rows.needed && no < kMostPapers; ++no) {
        const std::string text = std::to_string(no);
        it.papers.push_back({.originals = count_in(form, "originals_" + text, &it.wrong),
                             .certified = count_in(form, "certified_" + text, &it.wrong),
                             .copies = count_in(form, "copies_" + text, &it.wrong),
                             .key = form.get("paper_" + text)});
    }
    if (!reject) read_reuse(form, it.papers.size(), it);
    if (!reject) read_held(form, it.papers.size(), it);
    if (reject) {
        // Its papers need not be right; a file of a paper that is not needed stays with the dossier.
        for (NewFile& file : it.files)
            if (file.paper >= static_cast<int>(rows.needed)) file.paper = -1;
        it.rejected = form.get("reject_reason");
        if (it.rejected.empty()) it.wrong.emplace_back("reject_reason", msg("Nhập lý do từ chối."));
    }
    db::Transaction tx = call.begin();
    const VersionPtr version =
        base::is_uid(it.version) ? version_of(call.dossiers(), tx, it.version) : nullptr;
    if (!version) {
        it.wrong.emplace_back("procedure_words", msg("Chọn thủ tục."));
        return it;
    }
    if (!reject) {
        const base::Wrong papers = wrong_papers(rows, *version);
        it.wrong.insert(it.wrong.end(), papers.begin(), papers.end());
    }
    // What is refused needs no complete answers.
    it.answers = answers_in(call, form, *version, reject ? nullptr : &it.wrong);
    it.owner.commune = commune_told(*version, it.answers, it.owner);
    return it;
}

}  // namespace lt::dossiers::pages
