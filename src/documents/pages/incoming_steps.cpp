// Steps of an incoming document that have a page of their own: refuse, report, answer a recall.
#include "documents/pages/confirm.h"

namespace lt::documents::pages {
namespace {

std::string incoming_path(const Call& call) { return "/incoming/" + call.uid(); }

std::string name_of(const DocumentView& document)
{
    return document.notation.empty() ? document.subject : document.notation;
}

http::Response refusal_page(const Call& call, const DocumentView& document, const base::Error* error)
{
    const Words& tr = call.tr;
    return confirm_page(
        call, document,
        {.title = tr("Từ chối tiếp nhận"),
         .question = tr("Từ chối tiếp nhận {{notation}}?", {{"notation", name_of(document)}}),
         .text = tr("Nơi gửi thấy lý do ngay. Văn bản không vào sổ và không tiếp nhận lại được."),
         .label = tr("Từ chối tiếp nhận"),
         .action = incoming_path(call) + "/refusal",
         .cancel = incoming_path(call),
         .reason_label = tr("Lý do"),
         .reason_hint = tr("Nói điều nơi gửi phải sửa. Ví dụ: “Tệp gửi thiếu Phụ lục II.”"),
         .warning = true},
        error);
}

const AssignmentRow* own_part(const Call& call, const DocumentView& document)
{
    if (!document.incoming) return nullptr;
    for (const AssignmentRow& row : document.incoming->assignments) {
        if (row.official == call.actor.official && row.state == "open") return &row;
    }
    return nullptr;
}

http::Response report_page(const Call& call, const DocumentView& document, const base::Error* error)
{
    const Words& tr = call.tr;
    const AssignmentRow* mine = own_part(call, document);
    if (!mine) return call.refuse(base::conflict(msg("Bạn không có phần việc đang mở ở văn bản này.")));
    Confirm page{.title = tr("Báo cáo kết quả"),
                 .question = tr("Báo cáo kết quả xử lý {{notation}}", {{"notation", name_of(document)}}),
                 .text = mine->instruction.empty() ? "" : "“" + mine->instruction + "”",
                 .label = tr("Gửi báo cáo"),
                 .action = incoming_path(call) + "/report",
                 .cancel = incoming_path(call),
                 .reason_label = tr("Kết quả"),
                 .reason_name = "report",
                 .reason_hint = tr("Việc đã làm, số văn bản trả lời nếu có.")};
    if (mine->role == AssignmentRole::lead)
        page.finish_label = tr(
            "Việc đã xong: đóng văn bản và báo nơi gửi là hoàn thành. Không đánh dấu thì đây là báo cáo tiến độ");
    return confirm_page(call, document, page, error);
}

http::Response recall_answer_page(const Call& call, const DocumentView& document, const base::Error* error)
{
    const Words& tr = call.tr;
    if (!document.incoming || document.incoming->recall != "asked") {
        return call.refuse(
            base::conflict(msg("Không có đề nghị lấy lại nào đang chờ trả lời cho văn bản này.")));
    }
    View view{{"title", tr("Trả lời đề nghị lấy lại")},
              {"uid", document.uid},
              {"notation", name_of(document)},
              {"sender", document.issuer_name},
              {"recall_reason", document.incoming->recall_reason}};
    page::FormView form(view, call.request.form, error, tr);
    form.choices(
        "answer", tr("Trả lời"),
        {{"agree", tr("Đồng ý"), tr("Tệp đóng lại với cơ quan này; vết tiếp nhận vẫn giữ trong sổ."), false},
         {"refuse", tr("Không đồng ý"), tr("Văn bản vẫn xử lý như thường. Nơi gửi thấy lý do."), false}});
    form.field("reason", tr("Lý do, bắt buộc khi không đồng ý"), "", {{"rows", 3}});
    return call.show("documents/recall_answer", std::move(view), error);
}

}  // namespace

http::Response refusal_form(const Call& call)
{
    return with_document(call,
                         [&](const DocumentView& document) { return refusal_page(call, document, nullptr); });
}

http::Response refusal(const Call& call)
{
    const auto result = refuse(call.documents(), call.actor, call.uid(), call.request.form.get("reason"));
    return finish(call, result, incoming_path(call), "refused",
                  [&](const DocumentView& document, const base::Error* error) {
                      return refusal_page(call, document, error);
                  });
}

http::Response report_form(const Call& call)
{
    return with_document(call,
                         [&](const DocumentView& document) { return report_page(call, document, nullptr); });
}

http::Response report_send(const Call& call)
{
    const http::Form& form = call.request.form;
    const bool whole = form.has("complete");
    const auto result = report(call.documents(), call.actor, call.uid(), form.get("report"), whole);
    return finish(call, result, incoming_path(call), whole ? "completed" : "reported",
                  [&](const DocumentView& document, const base::Error* error) {
                      return report_page(call, document, error);
                  });
}

http::Response recall_answer_form(const Call& call)
{
    return with_document(
        call, [&](const DocumentView& document) { return recall_answer_page(call, document, nullptr); });
}

http::Response recall_answer(const Call& call)
{
    const http::Form& form = call.request.form;
    const std::string answer = form.get("answer");
    const auto again = [&](const DocumentView& document, const base::Error* error) {
        return recall_answer_page(call, document, error);
    };
    if (answer != "agree" && answer != "refuse") {
        const base::Result<base::Done> missing =
            base::invalid("answer", msg("Chọn đồng ý hoặc không đồng ý."));
        return finish(call, missing, {}, "", again);
    }
    const bool agree = answer == "agree";
    const auto result = answer_recall(call.documents(), call.actor, call.uid(), agree, form.get("reason"));
    return finish(call, result, incoming_path(call), agree ? "recall_agreed" : "recall_refused", again);
}

}  // namespace lt::documents::pages
