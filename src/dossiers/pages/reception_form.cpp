// See reception_form.h.
#include "dossiers/pages/reception_form.h"

#include <nlohmann/json.hpp>

#include "dossiers/digitise/pages.h"
#include "forms/fill.h"
#include "forms/view/view.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"

namespace lt::dossiers::pages {
namespace {

constexpr int kMostPapers = 100;

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

// Questions of the form, first filled with what is known of the owner.
void add_questions(const Call& call, View& view, const http::Form& typed, const procedures::Version& version,
                   const base::Error* error)
{
    view["has_questions"] = false;
    if (version.ready.form.empty()) return;
    const auto schema = forms::read(version.ready.form);
    if (!schema) throw base::Bug("the form of an approved procedure can't be read: " + version.code);
    forms::Facts facts;
    base::Wrong ignored;
    const Person owner = person_in(typed, "owner", ignored);
    forms::add_person(facts, "owner",
                      {.full_name = owner.name,
                       .identity_number = owner.number,
                       .birth_date = owner.born_on,
                       .sex = owner.sex,
                       .phone = owner.phone,
                       .email = owner.email,
                       .detail = owner.address});
    const forms::Asked asked{.lists = *call.services.lists, .today = call.today()};
    const forms::Filled filled = forms::fill(*schema, facts, "{}", asked);
    const forms::Typed sent = typed_of(typed);
    const bool shown_before = typed.get("questions_shown") == version.uid;
    forms::draw(view, {.schema = *schema,
                       .lists = *call.services.lists,
                       .today = call.today(),
                       .words = call.tr,
                       .answers = filled.answers,
                       .typed = shown_before ? &sent : nullptr,
                       .error = error,
                       .filled = filled.paths});
    view["has_questions"] = true;
}

void add_papers(const Call& call, View& view, page::FormView& form,
                const std::vector<procedures::NeededPaper>& papers, const FormFiles* sent)
{
    view["papers"] = View::array();
    for (std::size_t i = 0; i < papers.size() && i < kMostPapers; ++i) {
        const std::string no = std::to_string(i);
        const auto count = [&](const char* name, const char* label) {
            form.field(std::string(name) + "_" + no, call.tr(label), "",
                       {{"width", "2"}, {"inputmode", "numeric"}});
        };
        count("originals", msg("Bản chính"));
        count("certified", msg("Bản chứng thực"));
        count("copies", msg("Bản sao"));
        add_file_field(form, "scan_" + no, call.tr("Bản quét"), sent, static_cast<int>(i), call.tr);
        const View& fields = view["fields"];
        std::string wanted;
        const auto want = [&](int number, const char* what) {
            if (number > 0)
                wanted += (wanted.empty() ? "" : ", ") + std::to_string(number) + " " + call.tr(what);
        };
        want(papers[i].paper.originals, msg("bản chính"));
        want(papers[i].paper.copies, msg("bản sao"));
        view["papers"].push_back(
            {{"name", papers[i].paper.name},
             {"required", papers[i].kind.required},
             {"wanted", wanted.empty() ? View(false) : View(wanted)},
             {"hint", papers[i].kind.hint.empty() ? View(false) : View(papers[i].kind.hint)},
             {"originals", fields["originals_" + no]},
             {"certified", fields["certified_" + no]},
             {"copies", fields["copies_" + no]},
             {"scan", fields["scan_" + no]}});
    }
    view["has_papers"] = !papers.empty();
}

void add_preview(const Call& call, View& view, const Preview& preview)
{
    view["due_preview"] = preview.due_at ? View(base::format_vietnam(*preview.due_at)) : View(false);
    view["decides"] = preview.decides == 0 ? View(false) : View(call.agency_name(preview.decides));
    view["charges"] = View::array();
    view["charges_unclear"] = false;
    if (!preview.charges) {
        view["charges_unclear"] = call.tr(preview.charges.error().message);
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
               {{"optional", true},
                {"hint", call.tr("Phải có khi sửa. Ví dụ: theo thẻ căn cước người nộp xuất trình.")}});
}

void add_procedure_part(const Call& call, db::Transaction& tx, View& view, page::FormView& form,
                        const http::Form& typed, const procedures::Version& version, const FormFiles* sent,
                        const base::Error* error)
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
    form.field("agent_name", tr("Họ và tên người nộp"), "", {{"optional", true}});
    form.field("agent_number", tr("Số định danh người nộp"), "",
               {{"width", "20"}, {"inputmode", "numeric"}, {"optional", true}});
    form.field("agent_phone", tr("Điện thoại người nộp"), "",
               {{"width", "20"}, {"inputmode", "tel"}, {"optional", true}});
    const std::string answers = answers_in(call, typed, version, nullptr);
    const Preview seen =
        preview(call.dossiers(), tx, call.actor, version, case_in(typed), way_in(typed), answers);
    add_papers(call, view, form, seen.papers, sent);
    base::Wrong ignored;
    add_reuse(view, call, tx, form, typed, person_in(typed, "owner", ignored), version, seen.papers);
    add_file_field(form, "scan", tr("Giấy tờ khác, bản quét"), sent, -1, tr);
    add_preview(call, view, seen);
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
    form.field("reject_reason", tr("Lý do từ chối"), "", {{"rows", 2}, {"optional", true}});
    add_questions(call, view, typed, version, error);
}

Reception read_reception(const Call& call, const http::Form& form, const FormFiles& sent, bool reject)
{
    Reception it{.wrong = sent.wrong};
    it.key = form.get("key");
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
    it.incomplete_anyway = form.has("incomplete_anyway");
    it.begin = form.has("begin");
    for (int no = 0; no < kMostPapers && form.has("originals_" + std::to_string(no)); ++no) {
        const std::string text = std::to_string(no);
        it.papers.push_back({count_in(form, "originals_" + text, &it.wrong),
                             count_in(form, "certified_" + text, &it.wrong),
                             count_in(form, "copies_" + text, &it.wrong)});
    }
    if (!reject) read_reuse(form, it.papers.size(), it);
    if (reject) {
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
    // What is refused needs no complete answers.
    it.answers = answers_in(call, form, *version, reject ? nullptr : &it.wrong);
    return it;
}

}  // namespace lt::dossiers::pages
