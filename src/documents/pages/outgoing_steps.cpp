// Steps of an outgoing document that ask first: return, issue, recall, discard.
#include <algorithm>

#include "documents/copies/copies.h"
#include "documents/pages/confirm.h"
#include "documents/pages/copies.h"
#include "documents/pages/document_view.h"
#include "kit/base/text.h"

namespace lt::documents::pages {
namespace {

std::string outgoing_path(const Call& call) { return "/outgoing/" + call.uid(); }

std::string number(std::size_t count) { return base::group_thousands(static_cast<std::int64_t>(count)); }

http::Response return_page(const Call& call, const DocumentView& document, const base::Error* error)
{
    const Words& tr = call.tr;
    return confirm_page(
        call, document,
        {.title = tr("Trả lại dự thảo"),
         .question = tr("Trả lại dự thảo cho {{drafter}}?", {{"drafter", document.drafter_name}}),
         .text = tr("Người soạn sửa rồi trình lại."),
         .label = tr("Trả lại dự thảo"),
         .action = outgoing_path(call) + "/return",
         .cancel = outgoing_path(call),
         .reason_label = tr("Lý do"),
         .reason_hint = tr("Nói rõ chỗ phải sửa.")},
        error);
}

// So that nobody has to go back to see what is about to leave for good.
std::vector<std::pair<std::string, std::string>> facts_of_issue(const Call& call,
                                                                const DocumentView& document)
{
    constexpr std::size_t kNamed = 12;
    const Words& tr = call.tr;
    std::string files;
    for (const FileRow& file : document.files) files += (files.empty() ? "" : ", ") + file.name;
    std::string recipients;
    const auto snapshot = call.documents().directory.snapshot();
    for (std::size_t i = 0; i < std::min(kNamed, document.chosen_recipients.size()); ++i)
        recipients += (i == 0 ? "" : ", ") + snapshot->name(document.chosen_recipients[i]);
    if (document.chosen_recipients.size() > kNamed)
        recipients +=
            tr(" và {{count}} nơi khác", {{"count", number(document.chosen_recipients.size() - kNamed)}});
    return {{tr("Trích yếu"), document.subject},
            {tr("Người ký"), document.signer_name},
            {tr("Tệp"), files},
            {tr("Nơi nhận"), recipients}};
}

// The leader has signed: the agency's own signature goes with the number.
http::Response seal_page(const Call& call, const DocumentView& document, const base::Error* error)
{
    const Words& tr = call.tr;
    const auto keys = keys_at_hand(call, Owner::agency);
    if (keys.empty())
        return call.refuse(base::conflict(msg(
            "Lãnh đạo đã ký số nhưng cơ quan chưa có chứng thư số của cơ quan ở đây. Thêm chứng thư số của "
            "cơ quan rồi phát hành.")));
    const bool numbered = !document.notation.empty();
    return confirm_page(
        call, document,
        {.title = tr("Phát hành"),
         .question =
             tr("Phát hành đến {{count}} nơi nhận?", {{"count", number(document.chosen_recipients.size())}}),
         .text =
             numbered
                 ? tr("Văn bản đã được cấp số {{notation}}. Cơ quan ký số rồi văn bản đi ngay.",
                      {{"notation", document.notation}})
                 : tr("Số và ngày được cấp ngay, ghi vào tệp, cơ quan ký số rồi văn bản đi. Văn bản đã phát "
                      "hành thì không sửa được, chỉ thu hồi được."),
         .facts = facts_of_issue(call, document),
         .label = tr("Cấp số, ký số và phát hành"),
         .action = outgoing_path(call) + "/issue",
         .cancel = outgoing_path(call),
         .keys = keys},
        error);
}

http::Response issue_page(const Call& call, const DocumentView& document, const base::Error* error)
{
    if (!document.copy_form.empty()) return copy_seal_page(call, document, error);
    if (is_signed(document)) return seal_page(call, document, error);
    const Words& tr = call.tr;
    return confirm_page(
        call, document,
        {.title = tr("Phát hành"),
         .question =
             tr("Phát hành đến {{count}} nơi nhận?", {{"count", number(document.chosen_recipients.size())}}),
         .text =
             tr("Số được cấp ngay lúc phát hành. Văn bản đã phát hành thì không sửa được, chỉ thu hồi được."),
         .facts = facts_of_issue(call, document),
         .label = tr("Cấp số và phát hành"),
         .action = outgoing_path(call) + "/issue",
         .cancel = outgoing_path(call)},
        error);
}

http::Response recall_page(const Call& call, const DocumentView& document, const base::Error* error)
{
    const Words& tr = call.tr;
    const auto& all = document.recipients;
    const auto asked = std::count_if(all.begin(), all.end(), [](const RecipientRow& row) {
        return (row.recall.empty() || row.recall == "refused") && row.state != DeliveryState::refused &&
               row.state != DeliveryState::recalled;
    });
    const auto finished = std::count_if(
        all.begin(), all.end(), [](const RecipientRow& row) { return row.state == DeliveryState::done; });
    if (asked == 0) return call.refuse(base::conflict(msg("Không còn nơi nhận nào để đề nghị thu hồi.")));
    const auto count = [](std::ptrdiff_t value) { return number(static_cast<std::size_t>(value)); };
    return confirm_page(
        call, document,
        {.title = tr("Thu hồi văn bản"),
         .question = tr("Thu hồi {{notation}} ở {{count}} nơi nhận?",
                        {{"notation", document.notation}, {"count", count(asked)}}),
         .text = tr("{{count}} nơi đã làm xong. Mỗi nơi nhận đồng ý hoặc không; cả hai bên đều giữ vết.",
                    {{"count", count(finished)}}),
         .label = tr("Thu hồi"),
         .action = outgoing_path(call) + "/recall",
         .cancel = outgoing_path(call),
         .reason_label = tr("Lý do"),
         .reason_hint = tr("Nơi nhận đọc lý do này để quyết định."),
         .warning = true},
        error);
}

http::Response discard_page(const Call& call, const DocumentView& document, const base::Error* error)
{
    const Words& tr = call.tr;
    return confirm_page(call, document,
                        {.title = tr("Xoá dự thảo"),
                         .question = tr("Xoá dự thảo này?"),
                         .text = tr("Dự thảo và tệp kèm theo không lấy lại được."),
                         .label = tr("Xoá dự thảo"),
                         .action = outgoing_path(call) + "/discard",
                         .cancel = outgoing_path(call),
                         .warning = true},
                        error);
}

// The page of a step, only for whom it is there and while the document is at a point where it can be taken.
template <class Page>
http::Response ask(const Call& call, DraftStep step, Page&& page)
{
    return with_document(call, [&](const DocumentView& document) {
        if (!document.own) return call.refuse(no_document());
        const std::int64_t me = call.actor.official;
        if (!may(call.actor.role, step, document.drafter == me, document.signer == me))
            return call.refuse(
                base::forbidden(msg("Vai đang làm việc không làm được bước này với văn bản.")));
        if (const auto next = after(document.state, step); !next) return call.refuse(next.error());
        return page(call, document, nullptr);
    });
}

}  // namespace

http::Response return_form(const Call& call)
{
    return ask(call, DraftStep::give_back,
               [](const Call& asked, const auto& document, const base::Error* error) {
                   if (!document.notation.empty()) return asked.refuse(numbered_stays(document.notation));
                   return return_page(asked, document, error);
               });
}

http::Response return_send(const Call& call)
{
    const auto result =
        return_draft(call.documents(), call.actor, call.uid(), call.request.form.get("reason"));
    return finish(
        call, result, outgoing_path(call), "returned",
        [&](const auto& document, const base::Error* error) { return return_page(call, document, error); });
}

http::Response issue_form(const Call& call)
{
    // Issued meanwhile, by this clerk's other window or by a colleague: the result is there to see.
    const auto found = documents::document(call.documents(), call.actor, call.uid());
    if (found && found->own && found->state == DocumentState::issued)
        return http::redirect(outgoing_path(call));
    return ask(call, DraftStep::issue, issue_page);
}

http::Response issue_send(const Call& call)
{
    const auto again = [&](const auto& document, const base::Error* error) {
        return issue_page(call, document, error);
    };
    base::Secret pin = call.request.form.take_secret("pin");
    if (!call.request.form.has("key"))
        return finish(call, issue(call.documents(), call.actor, call.uid()), outgoing_path(call), "issued",
                      again);
    if (const auto key = key_elsewhere_in_form(call, Owner::agency)) {
        const auto next = at_key(begin_elsewhere(call, *key, Purpose::agency, {call.uid()}));
        return next && !next->empty() ? http::redirect(*next)
                                      : finish(call, next, outgoing_path(call), "issued", again);
    }
    auto seal = at_key(hand_in_form(call, Owner::agency, std::move(pin)));
    if (!seal) return finish(call, seal, outgoing_path(call), "issued", again);
    return finish(call, at_key(issue(call.documents(), call.actor, call.uid(), &*seal)), outgoing_path(call),
                  "issued", again);
}

http::Response recall_form(const Call& call)
{
    return with_document(call, [&](const DocumentView& document) {
        if (!document.own) return call.refuse(no_document());
        return recall_page(call, document, nullptr);
    });
}

http::Response recall_send(const Call& call)
{
    const auto result = recall(call.documents(), call.actor, call.uid(), call.request.form.get("reason"));
    return finish(
        call, result, outgoing_path(call), "recall_asked",
        [&](const auto& document, const base::Error* error) { return recall_page(call, document, error); });
}

http::Response discard_form(const Call& call)
{
    return with_document(call, [&](const DocumentView& document) {
        if (!document.own) return call.refuse(no_document());
        const bool is_copy = !document.copy_form.empty();
        const auto next = after(document.state, is_copy ? DraftStep::issue : DraftStep::edit);
        if (!next) return call.refuse(next.error());
        return is_copy ? copy_discard_page(call, document, nullptr) : discard_page(call, document, nullptr);
    });
}

http::Response discard_send(const Call& call)
{
    const auto found = documents::document(call.documents(), call.actor, call.uid());
    if (found && !found->copy_form.empty())
        return finish(call, discard_copy(call.documents(), call.actor, call.uid()), "/outgoing?view=approved",
                      "copy_discarded", [&](const auto& copy, const base::Error* error) {
                          return copy_discard_page(call, copy, error);
                      });
    const auto result = discard_draft(call.documents(), call.actor, call.uid());
    return finish(
        call, result, "/outgoing?view=drafts", "discarded",
        [&](const auto& draft, const base::Error* error) { return discard_page(call, draft, error); });
}

}  // namespace lt::documents::pages
