// For everybody who holds the receipt: the electronic copies of the result.
#include "dossiers/results/collecting.h"
#include "dossiers/results/pages.h"
#include "kit/page/stored_file.h"

namespace lt::dossiers::pages {
namespace {

std::string path(const Call& call, const std::string& below = {})
{
    return std::string(kFollow) + "/" + call.request.param("code") + "/results" + below;
}

View page_view(const Call& call)
{
    const std::string& code = call.request.param("code");
    return {{"title", call.tr("Nhận bản điện tử của kết quả")},
            {"code", code},
            {"back",
             {{"href", std::string(kFollow) + "/" + code},
              {"label", call.tr("Hồ sơ {{code}}", {{"code", code}})}}}};
}

http::Response door(const Call& call, const base::Error* error)
{
    View view = page_view(call);
    view["action"] = path(call);
    page::FormView form(view, call.request.form, error, call.tr);
    form.field(
        "secret", call.tr("Mã tải bản điện tử của kết quả"), "",
        {{"width", "10"},
         {"autocomplete", "off"},
         {"hint", call.tr("Tám ký tự in trên liên giao cho bạn của giấy tiếp nhận, ví dụ 7K2M-9QXA.")}});
    form.field("digits", call.tr("Bốn số cuối của số định danh (CCCD) hoặc mã số của chủ hồ sơ, người nộp"),
               "", {{"width", "4"}, {"inputmode", "numeric"}, {"autocomplete", "off"}});
    return call.services.pages.show(call.request, "dossiers/results/collect-door", std::move(view),
                                    error ? 422 : 200);
}

// Who may not: an address that asks too often, and whoever does not know what stands on the receipt.
base::Result<Place> enter(const Call& call)
{
    const http::Form& form = call.request.form;
    http::RateLimiter& wrong = *call.services.wrong_digits;
    if (wrong.wait(call.request.remote, call.now).count() > 0)
        return base::invalid(
            "digits", msg("Từ địa chỉ mạng này đã nhập sai quá nhiều lần. Chờ mười phút rồi thử lại."));
    auto place =
        open_results(call.dossiers(), call.request.param("code"), form.get("digits"), form.get("secret"));
    if (!place && place.error().fault == base::Fault::invalid) wrong.allow(call.request.remote, call.now);
    return place;
}

// Runs `page` for who may.
template <class Page>
http::Response entered(const Call& call, Page page)
{
    if (auto refused = too_many_look_ups(call)) return *std::move(refused);
    const auto place = enter(call);
    if (place) return page(*place);
    return place.error().fault == base::Fault::invalid ? door(call, &place.error())
                                                       : call.refuse(place.error());
}

}  // namespace

http::Response collect_form(const Call& call)
{
    if (auto refused = too_many_look_ups(call)) return *std::move(refused);
    return door(call, nullptr);
}

http::Response collect_show(const Call& call)
{
    return entered(call, [&](const Place& place) {
        View view = page_view(call);
        view["digits"] = call.request.form.get("digits");
        view["secret"] = collect_code_of(call.request.form.get("secret"));
        view["copies"] = View::array();
        for (const Copy& one : copies(call.dossiers(), place)) {
            std::string line = one.number;
            if (one.issued_on)
                line += (line.empty() ? "" : ", ") +
                        call.tr("ngày {{day}}", {{"day", base::format_day(*one.issued_on)}});
            view["copies"].push_back(
                {{"name", one.name},
                 {"line", line},
                 {"action", one.is_file ? View(path(call, "/" + std::to_string(one.no))) : View(false)}});
        }
        view["has_copies"] = !view["copies"].empty();
        return call.services.pages.show(call.request, "dossiers/results/collect", std::move(view));
    });
}

http::Response collect_file(const Call& call)
{
    return entered(call, [&](const Place& place) {
        const std::string& no = call.request.param("no");
        const bool is_number =
            !no.empty() && no.size() < 6 && no.find_first_not_of("0123456789") == std::string::npos;
        const auto file = collect(call.dossiers(), place, is_number ? std::stoi(no) : -1);
        if (!file) return call.refuse(file.error());
        return page::stored_file(
            call.dossiers().blobs.open(file->sha256),
            {.name = file->name, .media_type = file->media_type, .sha256 = file->sha256, .download = true});
    });
}

void add_collect_link(View& view, const std::string& code, State state)
{
    view["collect"] = false;
    if (state == State::returned)
        view["collect"] = {{"href", std::string(kFollow) + "/" + code + "/results"}};
}

}  // namespace lt::dossiers::pages
