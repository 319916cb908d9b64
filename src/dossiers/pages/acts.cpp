// Acts on a dossier: each has a page that says what will happen, asks for what it needs, and then does it.
#include "dossiers/acts.h"

#include <nlohmann/json.hpp>

#include "dossiers/pages/call.h"
#include "dossiers/pages/looks.h"
#include "dossiers/results/show.h"
#include "kit/base/text.h"

namespace lt::dossiers::pages {
namespace {

struct ActPage {
    ActKind kind;
    const char* text;    // what will happen
    const char* reason;  // label of the reason; nullptr: none is asked for
    bool warning = false;
};
const ActPage& page_of(ActKind kind)
{
    static const std::vector<ActPage> all{
        {ActKind::receive,
         msg("Hồ sơ đủ và hợp lệ. Thời hạn giải quyết tính từ lúc này, người nộp nhận giấy tiếp nhận và hẹn trả kết quả."),
         nullptr},
        {ActKind::reject, msg("Hồ sơ không được tiếp nhận. Người nộp nhận phiếu từ chối, ghi rõ lý do."),
         msg("Lý do từ chối"), true},
        {ActKind::begin, msg("Hồ sơ vào quy trình xử lý của cơ quan giải quyết."), nullptr},
        {ActKind::ask_supplement,
         msg("Đồng hồ giải quyết dừng cho đến khi nhận đủ. Nêu một lần, đầy đủ những gì cần bổ sung."),
         msg("Nội dung cần bổ sung")},
        {ActKind::supplemented,
         msg("Ghi giấy tờ người nộp đã bổ sung. Đồng hồ giải quyết chạy tiếp theo quy định của thủ tục."),
         nullptr},
        {ActKind::ask_payment,
         msg("Đồng hồ giải quyết dừng trong thời gian người dân thực hiện nghĩa vụ tài chính."),
         msg("Nghĩa vụ phải thực hiện")},
        {ActKind::paid, msg("Người dân đã thực hiện nghĩa vụ tài chính. Đồng hồ giải quyết chạy tiếp."),
         nullptr},
        {ActKind::extend,
         msg("Người nộp nhận văn bản xin lỗi với hẹn trả mới. Chỉ gia hạn được khi hẹn trả chưa qua."),
         msg("Lý do chậm")},
        {ActKind::withdraw, msg("Hồ sơ dừng theo yêu cầu của người nộp. Quy trình đang chạy kết thúc."),
         msg("Lý do người nộp nêu"), true},
        {ActKind::stop,
         msg("Cơ quan dừng giải quyết. Quy trình đang chạy kết thúc, người nộp nhận thông báo."),
         msg("Lý do dừng"), true},
        {ActKind::resolve, msg("Hồ sơ đã có kết quả, chuyển về bộ phận một cửa để trả."), nullptr},
        {ActKind::hand_over, msg("Ghi người nhận kết quả. Hồ sơ kết thúc."), nullptr},
        {ActKind::note, msg("Ghi chú hiện trong lịch sử của hồ sơ, không đổi trạng thái."),
         msg("Nội dung ghi chú")},
        {ActKind::take_back, msg("Hồ sơ trở lại như trước thao tác gần nhất. Lịch sử giữ cả hai."),
         msg("Lý do lấy lại")},
    };
    const auto it = std::ranges::find(all, kind, &ActPage::kind);
    CHECK(it != all.end());
    return *it;
}

void add_supplement_fields(View& view, const Call& call, page::FormView& form, db::Transaction& tx,
                           const Dossier& dossier)
{
    view["papers"] = View::array();
    for (const Paper& paper : store::papers(tx, dossier.id)) {
        const std::string name = "missing_" + std::to_string(paper.no);
        form.field(name, paper.name, "", {{"optional", true}});
        view["papers"].push_back({{"field", view["fields"][name]}});
    }
    view["has_papers"] = !view["papers"].empty();
    if (dossier.life.supplements > 0)
        form.field("basis", call.tr("Căn cứ cho phép yêu cầu bổ sung thêm lần nữa"));
}

void add_paper_fields(View& view, const Call& call, page::FormView& form, db::Transaction& tx,
                      const Dossier& dossier, const FormFiles* sent)
{
    view["given"] = View::array();
    for (const Paper& paper : store::papers(tx, dossier.id)) {
        if (paper.missing.empty()) continue;
        const std::string no = std::to_string(paper.no);
        form.field("originals_" + no, call.tr("Bản chính"), "0", {{"width", "2"}, {"inputmode", "numeric"}});
        form.field("certified_" + no, call.tr("Bản chứng thực"), "0",
                   {{"width", "2"}, {"inputmode", "numeric"}});
        form.field("copies_" + no, call.tr("Bản sao"), "0", {{"width", "2"}, {"inputmode", "numeric"}});
        add_file_field(form, "scan_" + no, call.tr("Bản quét"), sent, paper.no, call.tr);
        const View& fields = view["fields"];
        view["given"].push_back({{"name", paper.name},
                                 {"why", paper.missing},
                                 {"originals", fields["originals_" + no]},
                                 {"certified", fields["certified_" + no]},
                                 {"copies", fields["copies_" + no]},
                                 {"scan", fields["scan_" + no]}});
    }
    view["has_given"] = !view["given"].empty();
    add_file_field(form, "scan", call.tr("Giấy tờ khác, bản quét"), sent, -1, call.tr);
}

void add_extension_fields(const Call& call, page::FormView& form)
{
    form.field("amount", call.tr("Gia hạn thêm"), "", {{"width", "3"}, {"inputmode", "decimal"}});
    form.choices("unit", call.tr("Đơn vị"),
                 {{"working_days", call.tr("ngày làm việc"), "", true},
                  {"working_hours", call.tr("giờ làm việc"), "", false},
                  {"calendar_days", call.tr("ngày"), "", false}},
                 {{"inline", true}});
    form.field("basis", call.tr("Căn cứ"), "Nghị định 118/2025/NĐ-CP");
}

void add_hand_over_fields(const Call& call, page::FormView& form, const Dossier& dossier)
{
    const Person& person = dossier.agent ? *dossier.agent : dossier.owner;
    form.field("taken_by", call.tr("Người nhận"), person.name);
    form.field("taken_number", call.tr("Số định danh của người nhận"), person.number,
               {{"width", "20"}, {"inputmode", "numeric"}, {"optional", true}});
    form.field("by_right", call.tr("Giấy uỷ quyền, nếu nhận thay"), "", {{"optional", true}});
    std::vector<page::Choice> means;
    for (const Delivery one : {Delivery::desk, Delivery::post, Delivery::electronic})
        means.push_back({std::string(to_text(one)), call.tr(words_of(one)), "", one == dossier.delivery});
    form.choices("means", call.tr("Cách trả"), means);
    form.field("proof", call.tr("Số hiệu bưu gửi"), "",
               {{"optional", true}, {"hint", call.tr("Khi trả qua bưu chính.")}});
    form.field(
        "originals_taken", call.tr("Bản gốc thu lại"), "",
        {{"optional", true},
         {"hint", call.tr("Giấy tờ cũ phải nộp lại khi nhận kết quả, ví dụ “Giấy phép lái xe số 0123”.")}});
}

// Who did not supplement in the time that he had been given has his dossier ended; why is known, and may be put in other words.
std::string reason_at_hand(const Call& call, ActKind kind, const Dossier& dossier)
{
    const auto& end = dossier.supplement_by;
    if (kind != ActKind::stop || dossier.life.state != State::supplement || !end || *end >= call.now)
        return {};
    return call.tr("Đã quá thời hạn bổ sung giấy tờ ({{time}}) mà người nộp không bổ sung.",
                   {{"time", base::format_vietnam(*end)}});
}

// What is done, and of what is taken back the name.
std::string title_of(const Call& call, db::Transaction& tx, ActKind kind, const Dossier& dossier)
{
    if (kind == ActKind::take_back) {
        const auto history = store::events(tx, dossier.id);
        const auto last = std::find_if(history.rbegin(), history.rend(),
                                       [](const Event& event) { return event.act != ActKind::note; });
        if (last != history.rend()) return call.tr("Lấy lại “{{act}}”", {{"act", words_of(last->act), true}});
    }
    return call.tr(words_of(kind));
}

http::Response act_page(const Call& call, ActKind kind, const FormFiles* sent, const base::Error* error)
{
    db::Transaction tx = call.begin();
    const auto dossier = look_at(call, tx, "act");
    if (!dossier) return call.refuse(no_dossier());
    const ActPage& what = page_of(kind);
    View view{{"title", title_of(call, tx, kind, *dossier)},
              {"back", {{"href", path_of(dossier->uid)}, {"label", dossier->code}}},
              {"action", path_of(dossier->uid) + "/acts/" + std::string(to_text(kind))},
              {"version", dossier->version},
              {"text", call.tr(what.text)},
              {"owner", dossier->owner.name},
              {"code", dossier->code},
              {"procedure", dossier->procedure_name},
              {"warning", what.warning},
              {"button", call.tr(words_of(kind))}};
    page::FormView form(view, call.request.form, error, call.tr);
    if (what.reason != nullptr)
        form.field("reason", call.tr(what.reason), reason_at_hand(call, kind, *dossier), {{"rows", 3}});
    if (kind == ActKind::ask_supplement) add_supplement_fields(view, call, form, tx, *dossier);
    if (kind == ActKind::supplemented) add_paper_fields(view, call, form, tx, *dossier, sent);
    if (kind == ActKind::extend) add_extension_fields(call, form);
    view["outstanding"] = view["fees_due"] = false;
    view["has_form"] = true;
    if (kind == ActKind::hand_over) {
        add_hand_over_fields(call, form, *dossier);
        if (store::fees_due(tx, dossier->id))
            view["fees_due"] = {{"href", path_of(dossier->uid) + "/payment"}};
        // What came up while the form was open leaves what was typed there.
        view["has_form"] = !add_outstanding(view, call, tx, *dossier) || error != nullptr;
    }
    tx.commit();
    return call.show("dossiers/act", std::move(view), error);
}

int count_in(const Call& call, const std::string& name)
{
    const auto value = call.request.form.integer(name);
    return value && *value >= 0 && *value <= 99 ? static_cast<int>(*value) : 0;
}

calendar::Duration duration_in(const http::Form& form)
{
    std::string amount = form.get("amount");
    std::ranges::replace(amount, ',', '.');
    char* end = nullptr;
    const double value = std::strtod(amount.c_str(), &end);
    calendar::Duration out{.amount = end == amount.c_str() + amount.size() && !amount.empty() ? value : 0,
                           .unit = calendar::Unit::working_days};
    if (form.get("unit") == "working_hours") out.unit = calendar::Unit::working_hours;
    if (form.get("unit") == "calendar_days") out.unit = calendar::Unit::calendar_days;
    return out;
}

Deed deed_of(const Call& call, ActKind kind, const FormFiles& sent)
{
    const http::Form& form = call.request.form;
    Deed deed{.kind = kind,
              .version = static_cast<int>(form.integer("version").value_or(0)),
              .reason = form.get("reason"),
              .basis = form.get("basis"),
              .more = duration_in(form),
              .files = sent.good};
    for (int no = 0; no < 100; ++no) {
        const std::string text = std::to_string(no);
        if (const std::string why = form.get("missing_" + text); !why.empty())
            deed.missing.emplace_back(no, why);
        const GivenPaper given{count_in(call, "originals_" + text), count_in(call, "certified_" + text),
                               count_in(call, "copies_" + text)};
        if (given.originals + given.certified + given.copies > 0) deed.papers.emplace_back(no, given);
    }
    deed.given = {.taken_by = form.get("taken_by"),
                  .taken_number = form.get("taken_number"),
                  .by_right = form.get("by_right"),
                  .means = delivery_from(form.get("means")).value_or(Delivery::desk),
                  .proof = form.get("proof"),
                  .originals_taken = base::normalise(form.get("originals_taken"))};
    return deed;
}

// What the dossier's page says then: the act that was done.
std::string notice_of(ActKind kind)
{
    switch (kind) {
    case ActKind::receive: return "received";
    case ActKind::reject: return "rejected";
    case ActKind::take_back: return "taken_back";
    case ActKind::paid: return "duty_done";
    case ActKind::lodge:
    case ActKind::begin:
    case ActKind::ask_supplement:
    case ActKind::supplemented:
    case ActKind::ask_payment:
    case ActKind::extend:
    case ActKind::verify:
    case ActKind::withdraw:
    case ActKind::stop:
    case ActKind::resolve:
    case ActKind::hand_over:
    case ActKind::note: break;
    }
    return std::string(to_text(kind));
}

}  // namespace

http::Response act_form(const Call& call)
{
    const auto kind = act_from(call.request.param("act"));
    if (!kind || *kind == ActKind::lodge || *kind == ActKind::verify) return call.refuse(no_dossier());
    return act_page(call, *kind, nullptr, nullptr);
}

http::Response act_send(const Call& call)
{
    const auto kind = act_from(call.request.param("act"));
    if (!kind || *kind == ActKind::lodge || *kind == ActKind::verify) return call.refuse(no_dossier());
    const FormFiles sent = *kind == ActKind::supplemented ? take_form_files(call, "scan", 100) : FormFiles{};
    FormFiles all = sent;
    make_viewable(call, "scan", all);
    if (const auto wrong = base::invalid(base::Wrong(all.wrong)))
        return act_page(call, *kind, &sent, &*wrong);
    const Deed deed = deed_of(call, *kind, all);
    const auto done = *kind == ActKind::take_back
                          ? take_back(call.dossiers(), call.actor, call.uid(), deed.version, deed.reason)
                          : carry_out(call.dossiers(), call.actor, call.uid(), deed);
    if (done) return http::redirect(path_of(call.uid()) + "?done=" + notice_of(*kind));
    if (done.error().fault == base::Fault::invalid) return act_page(call, *kind, &sent, &done.error());
    return call.refuse(done.error());
}

}  // namespace lt::dossiers::pages
