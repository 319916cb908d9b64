// Registering a document that came on paper or by e-mail, with its scan.
#include "directory/api.h"
#include "documents/pages/marks.h"
#include "documents/pages/uploads.h"
#include "kit/base/ids.h"

namespace lt::documents::pages {
namespace {

http::Response paper_page(const Call& call, const FormFiles* sent, const base::Error* error)
{
    const Words& tr = call.tr;
    const http::Form& typed = call.request.form;
    View view{{"title", tr("Đăng ký văn bản đến")},
              {"back", {{"href", "/incoming"}, {"label", tr("Văn bản đến")}}},
              {"key", typed.find("key").value_or(base::new_uid(call.now))},
              {"_doubled", error && error->field == "confirm"},
              {"_broken", (error && error->field == "signature_reason") || typed.has("signature_reason")}};
    page::FormView form(view, typed, error, tr);
    if (error) {
        view["error_title"] = tr("Chưa đăng ký được, cần sửa {{count}} chỗ",
                                 {{"count", std::to_string(view["errors"].size())}});
    }
    std::vector<page::Choice> kind_choices;
    for (const Kind& kind : kinds(call.documents())) {
        kind_choices.push_back({kind.code, kind.name, "", kind.code == kUsualKind});
    }
    form.choices("kind", tr("Loại văn bản"), kind_choices);
    form.field("number", tr("Số"), "", {{"width", "10"}, {"hint", tr("Bỏ trống nếu không có.")}});
    form.field("notation", tr("Ký hiệu"), "", {{"hint", tr("Ví dụ: UBND-VX")}});
    // Names of the directory are offered while typing: the same agency is written in one way.
    form.field("issuer", tr("Cơ quan, người ban hành"), "", {{"list", "issuers"}});
    view["_issuers"] = View::array();
    const auto directory = call.documents().directory.snapshot();
    for (const directory::Agency* agency : directory->agencies())
        if (agency->id != call.actor.agency) view["_issuers"].push_back(agency->name);
    form.field("issued_on", tr("Ngày của văn bản"), "", {{"hint", tr("Ví dụ: 23/11/2026")}});
    form.field("subject", tr("Trích yếu"), "", {{"rows", 2}});
    form.field("signer_name", tr("Người ký"), "", {{"optional", true}});
    std::vector<page::Choice> urgencies;
    for (const Urgency value : {Urgency::normal, Urgency::urgent, Urgency::very_urgent, Urgency::immediate}) {
        urgencies.push_back(
            {std::string(to_text(value)), urgency_label(tr, value), "", value == Urgency::normal});
    }
    form.choices("urgency", tr("Độ khẩn"), urgencies, {{"inline", true}});
    form.choices(
        "secrecy", tr("Độ mật"), {{"thường", tr("Thường"), "", true}},
        {{"hint", tr("Hệ thống này chỉ nhận văn bản thường. Văn bản có độ mật không được đưa lên đây.")}});
    form.field("reply_due", tr("Hạn trả lời"), "",
               {{"optional", true}, {"hint", tr("Ví dụ: 23/11/2026 17:00")}});
    form.choices("leader", tr("Trình lãnh đạo"),
                 person_choices(people_of(call, directory::Role::leader), tr("Chưa trình")));
    form.field("confirm", tr("Đây là văn bản khác, vẫn đăng ký"), "", {{"checked", false}});
    form.field("signature_reason", tr("Lý do vẫn tiếp nhận dù chữ ký số không hợp lệ"), "",
               {{"rows", 2}, {"hint", tr("Được giữ trong lịch sử của văn bản.")}});
    add_file_field(call, form, tr("Bản quét"), sent);
    // From one document of a pile to the next: the keyboard goes on where the form begins.
    view["fields"]["files"]["autofocus"] = !error && call.request.query.has("next");
    return call.show("documents/paper", std::move(view), error);
}

// The rule's errors together with what only the page can see: a time that is none, a leader who is none any more, files that
// were refused.
std::optional<base::Error> check_form(const Call& call, const PaperDocument& paper, const FormFiles& sent,
                                      const base::Result<std::int64_t>& leader)
{
    base::Wrong wrong;
    const auto add = [&](const base::Error& error) {
        wrong.emplace_back(error.field, error.message);
        wrong.insert(wrong.end(), error.more.begin(), error.more.end());
    };
    if (!sent.files) add(sent.files.error());
    const bool has_file = !sent.files || !sent.files->empty();
    if (const auto error = check_paper(paper, kinds(call.documents()), has_file, call.now)) add(*error);
    if (!call.request.form.get("reply_due").empty() && !paper.reply_due_at) {
        add(base::invalid(
            "reply_due", msg("Nhập hạn trả lời theo dạng ngày/tháng/năm giờ:phút, ví dụ 23/11/2026 17:00.")));
    }
    if (!leader) add(leader.error());
    return base::invalid(std::move(wrong));
}

}  // namespace

http::Response incoming_new(const Call& call) { return paper_page(call, nullptr, nullptr); }

http::Response incoming_create(const Call& call)
{
    const http::Form& form = call.request.form;
    const FormFiles sent = take_form_files(call);
    PaperDocument paper;
    paper.kind_code = form.get("kind");
    paper.subject = form.get("subject");
    paper.urgency = urgency(form.get("urgency")).value_or(Urgency::normal);
    paper.secrecy = form.get("secrecy");
    paper.number_text = form.get("number");
    paper.notation = form.get("notation");
    paper.issuer_name = form.get("issuer");
    paper.issued_on = base::parse_day(form.get("issued_on"));
    paper.reply_due_at = base::parse_vietnam_time(form.get("reply_due"));
    paper.signer_name = form.get("signer_name");
    paper.confirmed = form.has("confirm");
    paper.signature_reason = form.get("signature_reason");
    if (!is_not_secret(paper.secrecy)) {
        forget_secret(call, sent);
        const auto refused = secret_refused();
        return paper_page(call, nullptr, &refused);
    }
    const auto leader = leader_in_form(call);
    if (leader) paper.leader = *leader;
    if (const auto error = check_form(call, paper, sent, leader)) return paper_page(call, &sent, &*error);
    const auto result = register_paper(call.documents(), call.actor, form.get("key"), paper, *sent.files);
    if (result) return done("/incoming/" + result->uid, "registered");
    const base::Error& error = result.error();
    const bool doubled = error.fault == base::Fault::conflict && error.field == "confirm";
    if (error.fault != base::Fault::invalid && !doubled) return call.refuse(error);
    return paper_page(call, &sent, &error);
}

}  // namespace lt::documents::pages
