// Looking a dossier up by its code, for everybody: where it stands and what to do. No name, no content.
#include <nlohmann/json.hpp>

#include "dossiers/linked/page_parts.h"
#include "dossiers/pages/call.h"
#include "dossiers/results/show.h"
#include "dossiers/satisfaction/show.h"
#include "kit/http/ascii.h"
#include "kit/page/notice.h"

namespace lt::dossiers::pages {
namespace {

// The answer first: the state in one sentence, then what the citizen has to do.
struct Answer {
    std::string line{};
    std::string duty{};
};

Answer answer_of(const Call& call, const lists::Followed& it)
{
    const page::Words& tr = call.tr;
    const std::string nothing = tr("Bạn không phải làm gì lúc này.");
    const auto at = [](const std::optional<base::Time>& time) {
        return time ? base::format_vietnam(*time) : std::string();
    };
    switch (it.state) {
    case State::registered: return {tr("Hồ sơ đã nộp, đang chờ bộ phận một cửa tiếp nhận."), nothing};
    case State::received:
    case State::processing:
        if (!it.due_at) return {tr("Hồ sơ đang được giải quyết."), nothing};
        if (*it.due_at < call.now)
            return {tr("Hồ sơ đã quá hẹn trả {{at}}. Cơ quan giải quyết phải xin lỗi và báo thời gian mới.",
                       {{"at", at(it.due_at)}}),
                    tr("Bạn có thể hỏi bộ phận một cửa đã tiếp nhận.")};
        return {tr("Có kết quả trước {{at}}.", {{"at", at(it.due_at)}}), nothing};
    case State::supplement:
        return {tr("Hồ sơ cần bổ sung giấy tờ."),
                it.supplement_by
                    ? tr("Mang giấy tờ nêu trong phiếu yêu cầu bổ sung đến bộ phận một cửa trước {{at}}.",
                         {{"at", at(it.supplement_by)}})
                    : tr("Mang giấy tờ nêu trong phiếu yêu cầu bổ sung đến bộ phận một cửa.")};
    case State::payment:
        return {tr("Hồ sơ chờ bạn thực hiện nghĩa vụ tài chính."),
                tr("Nộp theo thông báo của cơ quan thuế, rồi báo bộ phận một cửa.")};
    case State::resolved:
        return {tr("Hồ sơ đã có kết quả từ {{at}}.", {{"at", at(it.resolved_at)}}),
                it.delivery == Delivery::desk
                    ? tr("Mang giấy hẹn và giấy tờ tuỳ thân đến nơi tiếp nhận để nhận kết quả.")
                    : nothing};
    case State::returned:
        if (it.delivery_state == "sent")
            return {tr("Kết quả đã được gửi."), tr("Nhận được thì xác nhận ở dưới.")};
        if (it.delivery_state == "failed")
            return {tr("Không giao được kết quả."), tr("Liên hệ bộ phận một cửa đã tiếp nhận để nhận.")};
        return {tr("Kết quả đã được trả."), nothing};
    case State::rejected: return {tr("Hồ sơ không được tiếp nhận."), tr("Lý do có trong phiếu từ chối.")};
    case State::withdrawn: return {tr("Hồ sơ đã được rút theo yêu cầu của bạn."), nothing};
    case State::stopped:
        return {tr("Cơ quan đã dừng giải quyết hồ sơ."), tr("Lý do có trong thông báo dừng giải quyết.")};
    }
    return {};
}

View form_view(const Call& call, const std::string& typed, const base::Error* error)
{
    View view{{"title", call.tr("Tra cứu hồ sơ")}};
    http::Form form;
    form.add("code", typed);
    page::FormView(view, form, error, call.tr)
        .field("code", call.tr("Mã hồ sơ"), "",
               {{"hint", call.tr("In trên giấy tiếp nhận, ví dụ H05.1-261129-0001.")}, {"width", "20"}});
    view["found"] = false;
    return view;
}

constexpr std::array kFollowNotices{
    page::Notice{"received", msg("Đã ghi nhận bạn đã nhận kết quả. Cảm ơn bạn.")},
    page::Notice{"rated", msg("Đã ghi đánh giá của bạn. Cảm ơn bạn.")},
    page::Notice{"petitioned", msg("Đã gửi phản ánh, kiến nghị đến cơ quan giải quyết hồ sơ.")},
    page::Notice{"withdrawn", msg("Đã ghi bạn rút lại sự đồng ý dùng giấy tờ trong kho dữ liệu.")},
    page::Notice{"judged", msg("Đã ghi ý kiến của bạn về câu trả lời. Cảm ơn bạn.")},
};

http::Response found_page(const Call& call, const std::string& code, const base::Error* error = nullptr)
{
    if (auto refused = too_many_look_ups(call)) return *std::move(refused);
    std::string wanted = code;
    std::erase_if(wanted, [](char c) { return c == ' '; });
    db::Transaction tx = call.dossiers().pool.begin({});
    const auto it = wanted.empty() || wanted.size() > 60 ? std::nullopt : lists::follow(tx, wanted);
    if (!it) {
        const base::Error unknown =
            base::invalid("code", msg("Không có hồ sơ nào có mã này. Xem lại mã in trên giấy tiếp nhận."));
        View view = form_view(call, code, &unknown);
        return call.services.pages.show(call.request, "dossiers/follow", std::move(view), 404);
    }
    View view = form_view(call, it->code, nullptr);
    const Answer answer = answer_of(call, *it);
    view["title"] = call.tr("Hồ sơ {{code}}", {{"code", it->code}});
    view["back"] = {{"href", kFollow}, {"label", call.tr("Tra cứu hồ sơ khác")}};
    view["found"] = {{"code", it->code},
                     {"procedure", it->procedure},
                     {"line", answer.line},
                     {"duty", answer.duty},
                     {"state", state_view(call.tr, it->state)}};
    View facts{fact(call.tr("Nơi tiếp nhận"), call.agency_name(it->agency))};
    if (it->decides != it->agency)
        facts.push_back(fact(call.tr("Cơ quan giải quyết"), call.agency_name(it->decides)));
    if (it->received_at)
        facts.push_back(fact(call.tr("Tiếp nhận lúc"), base::format_vietnam(*it->received_at)));
    if (it->first_due_at) facts.push_back(fact(call.tr("Hẹn trả"), base::format_vietnam(*it->first_due_at)));
    if (it->due_at && it->due_at != it->first_due_at)
        facts.push_back(fact(call.tr("Hẹn trả mới"), base::format_vietnam(*it->due_at)));
    for (const lists::FollowedStep& step : lists::followed_steps(tx, it->code))
        facts.push_back(
            fact(call.tr("Đang ở bước"), step.title, "",
                 call.tr("{{agency}}, từ {{at}}", {{"agency", call.agency_name(step.agency)},
                                                   {"at", base::format_vietnam(step.opened_at)}})));
    facts.push_back(fact(call.tr("Nhận kết quả"), call.tr(words_of(it->delivery))));
    view["facts"] = std::move(facts);
    linked::add_followed(view, call, tx, it->code);
    add_collect_link(view, it->code, it->state);
    add_receipt_form(view, call, it->code, it->delivery_state, error);
    add_followed_voices(view, call, tx, *it);
    page::add_notice(view, call.request, kFollowNotices, call.tr);
    return call.services.pages.show(call.request, "dossiers/follow", std::move(view), error ? 422 : 200);
}

}  // namespace

http::Response follow(const Call& call)
{
    const std::string code = call.request.query.get("code");
    if (!code.empty()) return found_page(call, code);
    return call.services.pages.show(call.request, "dossiers/follow", form_view(call, "", nullptr));
}

http::Response follow_code(const Call& call) { return found_page(call, call.request.param("code")); }

http::Response follow_again(const Call& call, const std::string& code, const base::Error& error)
{
    return found_page(call, code, &error);
}

}  // namespace lt::dossiers::pages
