// Making a certified copy: from a document that is here, or from a scan.
#include "documents/pages/copies.h"

#include <algorithm>

#include "documents/copies/copies.h"
#include "documents/pages/confirm.h"
#include "documents/pages/document_view.h"
#include "documents/pages/recipients.h"
#include "documents/pages/uploads.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"

namespace lt::documents::pages {
namespace {

constexpr const char* kOfCopy = "certified_copy";
constexpr const char* kCopyOfCopy = "copy_of_a_copy";

base::Error no_agency_key()
{
    return base::conflict(msg("Cơ quan chưa có chứng thư số của cơ quan ở đây nên chưa ký được bản sao. Thêm "
                              "chứng thư số của cơ quan rồi làm bản sao."));
}

std::string shown(const DocumentView::Link& link)
{
    return link.notation.empty() ? link.subject : link.notation;
}

// Signed here or, as far as it was judged, elsewhere: an original, which is not copied.
bool is_original(const FileRow& file)
{
    return !file.signed_by.empty() ||
           (!file.indication.empty() && file.indication != "unsigned" && file.indication != "unreadable");
}

std::vector<page::Choice> files_to_copy(const DocumentView& source)
{
    std::vector<page::Choice> files;
    for (const FileRow& file : source.files)
        if (file.media_type == "application/pdf" && !is_original(file))
            files.push_back({file.uid, file.name, base::format_size(file.size), true});
    return files;
}

void add_fields(const Call& call, page::FormView& form, const DocumentView* source)
{
    const Words& tr = call.tr;
    std::vector<page::Choice> forms;
    const std::string usual = source && source->kind_code == kOfCopy ? kCopyOfCopy : kOfCopy;
    for (const Kind& kind : kinds(call.documents())) {
        if (kind.copy_form.empty()) continue;
        std::string hint = tr("Chỉ phần cần trích, lập lại thành tệp mới.");
        if (kind.code == kOfCopy) hint = tr("Cả văn bản, từ bản gốc hoặc bản chính.");
        if (kind.code == kCopyOfCopy) hint = tr("Cả văn bản, từ một bản sao y.");
        forms.push_back({kind.code, kind.name, hint, kind.code == usual});
    }
    form.choices("kind", tr("Hình thức sao"), forms);
    if (source) form.choices("copied", tr("Tệp của văn bản được sao"), files_to_copy(*source));
    form.field("subject", tr("Trích yếu"), source ? source->subject : "",
               {{"rows", 2}, {"hint", tr("Như trên văn bản được sao, nhiều nhất 500 ký tự.")}});
    form.choices(
        "secrecy", tr("Độ mật"), {{"thường", tr("Thường"), "", true}},
        {{"hint", tr("Hệ thống này chỉ nhận văn bản thường. Văn bản có độ mật không được đưa lên đây.")}});
}

http::Response copy_page(const Call& call, const DocumentView* source, const FormFiles* sent,
                         const base::Error* error)
{
    const Words& tr = call.tr;
    const http::Form& typed = call.request.form;
    const std::string from = !source            ? std::string("/outgoing")
                             : source->incoming ? "/incoming/" + source->uid
                                                : "/outgoing/" + source->uid;
    View view{{"title", tr("Làm bản sao")},
              {"back", {{"href", from}, {"label", source ? tr("Văn bản được sao") : tr("Văn bản đi")}}},
              {"key", typed.find("key").value_or(base::new_uid(call.now))},
              {"source", source ? View(source->uid) : View(false)},
              {"document", source ? document_summary(call, *source) : View(false)}};
    view["has_files"] = source && !files_to_copy(*source).empty();
    view["has_originals"] = source && std::any_of(source->files.begin(), source->files.end(), is_original);
    page::FormView form(view, typed, error, tr);
    if (error)
        view["error_title"] = tr("Chưa làm được bản sao, cần sửa {{count}} chỗ",
                                 {{"count", std::to_string(view["errors"].size())}});
    add_fields(call, form, source);
    add_file_field(call, form, source ? tr("Bản quét hoặc bản trích tải lên") : tr("Bản quét"), sent);
    View& files = view["fields"]["files"];
    files["hint"] = tr("PDF 1.4 trở lên, quét màu, từ 200 dpi, tỷ lệ 100 %. Tối đa 100 MB mỗi tệp.");
    files["accept"] = ".pdf";
    files["optional"] = view["has_files"];
    add_recipients(call, form, chosen_recipients(call), typed.get("find"), view);
    return call.show("documents/copy", std::move(view), error);
}

// The document that the request names; refused when it is not there or can't be copied now. Nothing when none is named.
base::Result<std::optional<DocumentView>> source_of(const Call& call, const std::string& uid)
{
    if (uid.empty()) return std::optional<DocumentView>();
    auto source = document(call.documents(), call.actor, uid);
    if (!source) return no_document();
    if (const auto checked = check_source(*source); !checked) return checked.error();
    return source;
}

}  // namespace

bool may_copy(const Call& call)
{
    return may(call.actor.role, DraftStep::issue, false, false) && !keys_at_hand(call, Owner::agency).empty();
}

std::string copy_href(const Call& call, const DocumentView& source)
{
    return check_source(source) && may_copy(call) ? "/copies/new?of=" + source.uid : "";
}

http::Response copy_new(const Call& call)
{
    if (keys_at_hand(call, Owner::agency).empty()) return call.refuse(no_agency_key());
    const auto source = source_of(call, call.request.query.get("of"));
    if (!source) return call.refuse(source.error());
    return copy_page(call, *source ? &**source : nullptr, nullptr, nullptr);
}

http::Response copy_create(const Call& call)
{
    const http::Form& form = call.request.form;
    const auto found = source_of(call, form.get("of"));
    if (!found) return call.refuse(found.error());
    const DocumentView* source = *found ? &**found : nullptr;
    const FormFiles sent = take_form_files(call);
    if (!is_not_secret(form.get("secrecy"))) {
        forget_secret(call, sent);
        const auto refused = secret_refused();
        return copy_page(call, source, nullptr, &refused);
    }
    if (form.has("narrow")) return copy_page(call, source, &sent, nullptr);
    if (!sent.files) return copy_page(call, source, &sent, &sent.files.error());
    const NewCopy copy{.kind_code = form.get("kind"),
                       .source = form.get("of"),
                       .files = form.all("copied"),
                       .subject = form.get("subject"),
                       .recipients = chosen_recipients(call)};
    const auto made = make_copy(call.documents(), call.actor, form.get("key"), copy, *sent.files);
    if (made) return http::redirect("/outgoing/" + made->uid + "/issue");
    if (made.error().fault != base::Fault::invalid) return call.refuse(made.error());
    return copy_page(call, source, &sent, &made.error());
}

http::Response copy_seal_page(const Call& call, const DocumentView& copy, const base::Error* error)
{
    const Words& tr = call.tr;
    auto keys = keys_at_hand(call, Owner::agency);
    if (keys.empty()) return call.refuse(no_agency_key());
    std::string files;
    for (const FileRow& file : copy.files) files += (files.empty() ? "" : ", ") + file.name;
    std::string recipients;
    const auto directory = call.documents().directory.snapshot();
    for (const std::int64_t agency : copy.chosen_recipients)
        recipients += (recipients.empty() ? "" : ", ") + directory->name(agency);
    std::vector<std::pair<std::string, std::string>> facts{{tr("Hình thức sao"), copy.kind_name},
                                                           {tr("Trích yếu"), copy.subject}};
    if (copy.copied_from) facts.emplace_back(tr("Sao từ"), shown(*copy.copied_from));
    facts.emplace_back(tr("Tệp"), files);
    facts.emplace_back(tr("Nơi nhận"), recipients.empty() ? tr("Không gửi, lưu tại cơ quan") : recipients);
    const std::string path = "/outgoing/" + copy.uid;
    return confirm_page(
        call, copy,
        {.title = tr("Ký bản sao"),
         .question = tr("Cấp số và ký số bản sao này?"),
         .text =
             copy.notation.empty()
                 ? tr("Số được cấp ngay trong dãy số chung của các bản sao. Chữ ký số của cơ quan hiện ở góc "
                      "trên bên phải trang đầu mỗi tệp. Bản sao đã ký thì không sửa được.")
                 : tr("Bản sao đã được cấp số {{notation}}. Cơ quan ký số để hoàn thành.",
                      {{"notation", copy.notation}}),
         .facts = std::move(facts),
         .label = tr("Cấp số và ký số bản sao"),
         .action = path + "/issue",
         .cancel = path,
         .keys = std::move(keys)},
        error);
}

http::Response copy_discard_page(const Call& call, const DocumentView& copy, const base::Error* error)
{
    const Words& tr = call.tr;
    const std::string path = "/outgoing/" + copy.uid;
    return confirm_page(call, copy,
                        {.title = tr("Bỏ bản sao"),
                         .question = tr("Bỏ bản sao chưa có số này?"),
                         .text = tr("Văn bản được sao vẫn còn. Bản quét đã tải lên thì không lấy lại được."),
                         .label = tr("Bỏ bản sao"),
                         .action = path + "/discard",
                         .cancel = path,
                         .warning = true},
                        error);
}

}  // namespace lt::documents::pages
