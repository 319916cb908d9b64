// Confirmations: what was done, the number, where it went, what is next.
#include "documents/pages/flash.h"

#include "kit/base/text.h"

namespace lt::documents::pages {
namespace {

View flash(const std::string& text, const std::string& href = {}, const std::string& link = {})
{
    return {{"text", text},
            {"href", href.empty() ? View(false) : View(href)},
            {"link", link},
            {"focus", false},
            {"neutral", false}};
}

View neutral(const std::string& text)
{
    View view = flash(text);
    view["neutral"] = true;
    return view;
}

// A count in an address is only a number.
std::string count_of(const Call& call, std::string_view name)
{
    const auto count = call.request.query.integer(name).value_or(0);
    return base::group_thousands(count < 0 || count > 1000 ? 0 : count);
}

View bulk(const Call& call, const char* text)
{
    View view = flash(call.tr(text, {{"count", count_of(call, "count")}}));
    if (const std::string failed = count_of(call, "failed"); failed != "0") {
        view["text"] = view["text"].get<std::string>() + " " +
                       call.tr("{{count}} văn bản không ở bước này nên giữ nguyên.", {{"count", failed}});
        view["neutral"] = true;
    }
    return view;
}

// How many the last act of this name was about.
std::string last_count(const DocumentView& document, std::string_view action)
{
    for (const EventRow& event : document.events) {
        if (event.action == action) return counted(event.detail).count;
    }
    return "0";
}

View incoming_flash(const Call& call, const std::string& what, const DocumentView& document)
{
    const Words& tr = call.tr;
    const DocumentView::Incoming& in = *document.incoming;
    const std::string number = in.arrival_number ? base::group_thousands(*in.arrival_number) : "";
    if (what == "accepted" && in.leader != 0) {
        return flash(tr("Đã tiếp nhận, số đến {{number}}, và trình {{leader}}. Nơi gửi đã thấy.",
                        {{"number", number}, {"leader", in.leader_name}}),
                     "/incoming?view=waiting", tr("Xem văn bản chờ đăng ký"));
    }
    if (what == "accepted") {
        return flash(tr("Đã tiếp nhận, số đến {{number}}. Nơi gửi đã thấy.", {{"number", number}}),
                     "/incoming?view=waiting", tr("Xem văn bản chờ đăng ký"));
    }
    // Papers come in piles: the next one is one key away.
    if (what == "registered") {
        View view = flash(tr("Đã đăng ký, số đến {{number}}.", {{"number", number}}), "/incoming/new?next=1",
                          tr("Đăng ký văn bản tiếp theo"));
        view["focus"] = true;
        return view;
    }
    if (what == "judged") return flash(tr("Đã kiểm tra lại chữ ký số."));
    if (what == "refused") return flash(tr("Đã từ chối tiếp nhận. Nơi gửi đã thấy lý do."));
    if (what == "submitted") return flash(tr("Đã trình {{leader}}.", {{"leader", in.leader_name}}));
    if (what == "assigned") {
        std::string lead;
        std::size_t open = 0;
        for (const AssignmentRow& row : in.assignments) {
            if (row.state == "withdrawn") continue;
            ++open;
            if (row.role == AssignmentRole::lead) lead = row.official_name;
        }
        return flash(tr("Đã phân công cho {{count}} người. Chủ trì: {{lead}}.",
                        {{"count", std::to_string(open)}, {"lead", lead}}),
                     "/incoming?view=to_assign", tr("Xem văn bản chờ phân công"));
    }
    if (what == "started") return flash(tr("Đã ghi nhận bắt đầu xử lý. Nơi gửi đã thấy."));
    if (what == "reported") return flash(tr("Đã gửi báo cáo kết quả."));
    if (what == "completed") return flash(tr("Đã hoàn thành. Nơi gửi đã thấy."));
    if (what == "recall_agreed") return flash(tr("Đã đồng ý cho lấy lại. Tệp của văn bản đã đóng."));
    if (what == "recall_refused") return flash(tr("Đã trả lời không đồng ý. Nơi gửi đã thấy lý do."));
    return nullptr;
}

}  // namespace

View list_flash(const Call& call)
{
    const Words& tr = call.tr;
    const std::string what = call.request.query.get("done");
    if (what == "bulk_accepted") return bulk(call, msg("Đã tiếp nhận {{count}} văn bản."));
    if (what == "bulk_submitted") return bulk(call, msg("Đã trình {{count}} văn bản."));
    if (what == "discarded") return flash(tr("Đã xoá dự thảo."));
    if (what == "copy_discarded") return flash(tr("Đã bỏ bản sao."));
    return nullptr;
}

View document_flash(const Call& call, const DocumentView& document)
{
    const Words& tr = call.tr;
    const std::string what = call.request.query.get("done");
    if (what.empty()) return nullptr;
    if (document.incoming && call.request.path.starts_with("/incoming/"))
        return incoming_flash(call, what, document);
    const std::string count = base::group_thousands(static_cast<std::int64_t>(document.recipients.size()));
    if (what == "created") return flash(tr("Đã lưu dự thảo."));
    if (what == "edited") return flash(tr("Đã lưu thay đổi của dự thảo."));
    if (what == "submitted") return flash(tr("Đã trình {{signer}} ký.", {{"signer", document.signer_name}}));
    if (what == "taken-back") return flash(tr("Đã rút dự thảo về. Sửa rồi trình lại."));
    if (what == "approved") return flash(tr("Đã duyệt ký. Văn thư đã thấy văn bản để phát hành."));
    if (what == "signed") return flash(tr("Đã ký số và duyệt. Văn thư đã thấy văn bản để phát hành."));
    if (what == "returned") return flash(tr("Đã trả lại {{drafter}}.", {{"drafter", document.drafter_name}}));
    if (what == "issued" && !document.copy_form.empty() && document.recipients.empty())
        return flash(tr("Đã cấp số và ký số bản sao {{notation}}. Bản sao lưu tại cơ quan, chưa gửi nơi nào.",
                        {{"notation", document.notation}}));
    if (what == "issued" && !document.notation.empty()) {
        return flash(tr("Đã phát hành {{notation}} đến {{count}} nơi nhận.",
                        {{"notation", document.notation}, {"count", count}}),
                     "#recipients", tr("Xem tiến độ"));
    }
    if (what == "recipients_added") {
        return flash(tr("Đã gửi bổ sung {{notation}} đến {{count}} nơi nhận.",
                        {{"notation", document.notation}, {"count", last_count(document, what)}}),
                     "#recipients", tr("Xem tiến độ"));
    }
    if (what == "recipients_had_it")
        return neutral(tr("Các nơi đã chọn đều có văn bản này rồi, không gửi lần nữa."));
    if (what == "reminded") {
        return flash(
            tr("Đã đôn đốc {{count}} nơi nhận. Nơi nhận thấy ngay.", {{"count", last_count(document, what)}}),
            "#recipients", tr("Xem tiến độ"));
    }
    if (what == "reminded_none")
        return neutral(tr("Các nơi đã chọn đã làm xong hoặc đã được đôn đốc hôm nay."));
    if (what == "recall_asked") {
        std::size_t asked = 0;
        for (const RecipientRow& row : document.recipients) asked += row.recall.empty() ? 0U : 1U;
        return flash(tr("Đã đề nghị {{count}} nơi nhận trả lại {{notation}}.",
                        {{"count", std::to_string(asked)}, {"notation", document.notation}}),
                     "#recipients", tr("Xem tiến độ"));
    }
    return nullptr;
}

}  // namespace lt::documents::pages
