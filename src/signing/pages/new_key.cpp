// Adding a key: which kind, and a form for each.
#include <nlohmann/json.hpp>

#include "signing/certificates.h"
#include "signing/pages/call.h"

namespace lt::signing::pages {
namespace {

using base::Error;
using html::View;
using page::msg;

View new_page(const Call& call, const std::string& title, const std::string& intro, const std::string& button)
{
    const std::string kinds = call.base() + "/new";
    return {{"title", title},       {"intro", intro},
            {"button", button},     {"action", call.request.path},
            {"cancel_href", kinds}, {"back", {{"href", kinds}, {"label", call.tr("Thêm khoá ký số")}}}};
}

http::Response show_file(const Call& call, const Error* error)
{
    View view =
        new_page(call, call.tr("Thêm tệp khoá"),
                 call.tr("Máy chủ giữ tệp đúng như khi gửi lên, được mã hoá. Mật khẩu chỉ dùng một lần "
                         "này để kiểm tra và không được lưu; mỗi lần ký phải nhập lại."),
                 call.tr("Thêm tệp khoá"));
    page::FormView form(view, call.request.form, error, call.tr);
    form.field("file", call.tr("Tệp khoá"), "",
               {{"hint", call.tr("Tệp PKCS#12, tên thường kết thúc bằng .p12 hoặc .pfx, tối đa 64 KB.")},
                {"accept", ".p12,.pfx,application/x-pkcs12"}});
    form.field("pin", call.tr("Mật khẩu của tệp khoá"), "",
               {{"type", "password"}, {"autocomplete", "off"}, {"nospell", true}, {"width", 20}});
    view["asks_pin"] = true;
    return call.show("signing/key_form", std::move(view), error);
}

http::Response show_plugin(const Call& call, const Error* error)
{
    View view =
        new_page(call, call.tr("Thêm chứng thư số của thiết bị ký"),
                 call.tr("Khoá bí mật ở nguyên trong thiết bị. Hệ thống chỉ cần chứng thư số, để biết "
                         "ai ký và kiểm tra chữ ký vừa ký."),
                 call.tr("Thêm chứng thư số"));
    page::FormView form(view, call.request.form, error, call.tr);
    form.field("file", call.tr("Tệp chứng thư số"), "",
               {{"hint", call.tr("Xuất từ phần mềm của thiết bị: tệp .cer, .crt hoặc .pem, tối đa 64 KB. Tệp "
                                 "này không chứa khoá bí mật.")},
                {"accept", ".cer,.crt,.pem,.der"}});
    view["asks_pin"] = false;
    return call.show("signing/key_form", std::move(view), error);
}

http::Response show_token(const Call& call, const Error* error)
{
    const auto offer = offered(call.signing(), call.actor, call.whose);
    if (!offer && offer.error().fault != base::Fault::unavailable) return call.refuse(offer.error());
    View view =
        new_page(call, call.tr("Thêm khoá trên thiết bị bảo mật"),
                 call.tr("Khoá bí mật ở nguyên trong thiết bị bảo mật của máy chủ. Mã PIN phải nhập mỗi lần "
                         "ký, không được lưu."),
                 call.tr("Thêm khoá này"));
    // A device that is not there is no fault of the server: the page says what is wrong with it.
    view["problem"] = offer ? View(false) : View(call.tr(offer.error().message));
    if (!offer) return call.show("signing/key_token", std::move(view), error);
    view["label"] = offer->label;
    view["found"] = !offer->keys.empty();
    page::FormView form(view, call.request.form, error, call.tr);
    std::vector<page::Choice> choices;
    for (const OfferedKey& one : offer->keys) {
        const crypto::Certificate& certificate = one.key.certificate;
        choices.push_back({one.place, certificate.common_name(),
                           call.tr("Dùng đến {{day}}",
                                   {{"day", base::format_day(base::vietnam_day(certificate.not_after()))}}),
                           choices.empty()});
    }
    form.choices("file", call.tr("Khoá"), choices);
    return call.show("signing/key_token", std::move(view), error);
}

RemoteUser user_in(const Call& call)
{
    RemoteUser user{.service = call.request.form.get("service"), .user = call.request.form.get("user")};
    if (call.signing().remote.size() == 1) user.service = call.signing().remote.begin()->first;
    return user;
}

// First who the signer is at the service, then which of his certificates.
http::Response show_remote(const Call& call, const std::vector<OfferedCredential>* offer, const Error* error)
{
    View view = new_page(
        call, call.tr("Thêm khoá ở dịch vụ ký số từ xa"),
        call.tr("Khoá bí mật ở nguyên nơi nhà cung cấp. Mỗi lần ký, bạn xác nhận trên điện thoại hoặc bằng "
                "mã OTP do nhà cung cấp gửi."),
        offer != nullptr ? call.tr("Thêm khoá này") : call.tr("Tìm chứng thư số"));
    view["connected"] = !call.signing().remote.empty();
    view["offered"] = offer != nullptr;
    const RemoteUser user = user_in(call);
    view["service"] = user.service;
    view["user_id"] = user.user;
    page::FormView form(view, call.request.form, error, call.tr);
    if (offer == nullptr) {
        std::vector<page::Choice> services;
        for (const auto& [name, service] : call.signing().remote)
            services.push_back({name, name, {}, services.empty()});
        form.choices("service", call.tr("Dịch vụ"), services);
        form.field("user", call.tr("Mã người dùng ở dịch vụ"), "",
                   {{"hint", call.tr("Nhà cung cấp nhận ra bạn bằng mã này, thường là số căn cước.")},
                    {"autocomplete", "off"},
                    {"nospell", true},
                    {"width", 20}});
        return call.show("signing/key_remote", std::move(view), error);
    }
    std::vector<page::Choice> choices;
    for (const OfferedCredential& one : *offer) {
        const crypto::Certificate& certificate = one.credential.certificate;
        choices.push_back({one.place, certificate.common_name(),
                           call.tr("Dùng đến {{day}}",
                                   {{"day", base::format_day(base::vietnam_day(certificate.not_after()))}}),
                           false});
    }
    form.choices("file", call.tr("Chứng thư số"), choices);
    return call.show("signing/key_remote", std::move(view), error);
}

template <class Page>
http::Response after(const Call& call, const base::Result<std::string>& uid, Page&& again)
{
    if (uid) return http::redirect(call.path_of(*uid) + "?done=added");
    if (uid.error().fault != base::Fault::invalid) return call.refuse(uid.error());
    return again(call, &uid.error());
}

View kind(const Call& call, const char* path, const std::string& name, const std::string& words)
{
    return {{"href", call.base() + "/new/" + path}, {"name", name}, {"words", words}};
}

}  // namespace

http::Response choose(const Call& call)
{
    View view{{"title", call.tr("Thêm khoá ký số")},
              {"back", {{"href", call.base()}, {"label", call.title()}}},
              {"kinds", View::array()}};
    view["kinds"].push_back(
        kind(call, "plugin", call.tr("Thiết bị ký số cắm vào máy tính"),
             call.tr("USB Token hoặc thẻ do Ban Cơ yếu Chính phủ cấp. Ký bằng phần mềm VGCA trên máy của "
                     "người ký.")));
    view["kinds"].push_back(
        kind(call, "file", call.tr("Tệp khoá có mật khẩu"),
             call.tr("Tệp .p12 hoặc .pfx do tổ chức cấp chứng thư số giao. Máy chủ ký khi người ký nhập "
                     "mật khẩu.")));
    if (!call.signing().token_driver.empty()) {
        view["kinds"].push_back(kind(
            call, "token", call.tr("Thiết bị bảo mật của máy chủ (HSM)"),
            call.tr(
                "Quản trị hệ thống đã chuẩn bị khoá trên thiết bị. Máy chủ ký khi người ký nhập mã PIN.")));
    }
    if (!call.signing().remote.empty()) {
        view["kinds"].push_back(
            kind(call, "remote", call.tr("Dịch vụ ký số từ xa"),
                 call.tr("Nhà cung cấp giữ khoá. Người ký xác nhận trên điện thoại hoặc bằng mã OTP.")));
    }
    return call.show("signing/key_kinds", std::move(view));
}

http::Response file_form(const Call& call) { return show_file(call, nullptr); }

http::Response file_send(const Call& call)
{
    const base::Secret pin = call.request.form.take_secret("pin");
    const auto file = take_file(call, {.field = "file",
                                       .limit = kLargestKeyFile,
                                       .none = msg("Chọn tệp khoá .p12 hoặc .pfx."),
                                       .too_large = kKeyFileTooLarge});
    if (!file) return after(call, file, show_file);
    return after(call, add_file(call.signing(), call.actor, call.whose, *file, pin), show_file);
}

http::Response plugin_form(const Call& call) { return show_plugin(call, nullptr); }

http::Response plugin_send(const Call& call)
{
    const auto file = take_file(call, {.field = "file",
                                       .limit = kLargestKeyFile,
                                       .none = msg("Chọn tệp chứng thư số .cer, .crt hoặc .pem."),
                                       .too_large = kCertificateTooLarge});
    if (!file) return after(call, file, show_plugin);
    return after(call, add_plugin(call.signing(), call.actor, call.whose, *file), show_plugin);
}

http::Response token_form(const Call& call) { return show_token(call, nullptr); }

http::Response token_send(const Call& call)
{
    return after(call, add_token(call.signing(), call.actor, call.whose, call.request.form.get("file")),
                 show_token);
}

http::Response remote_form(const Call& call) { return show_remote(call, nullptr, nullptr); }

http::Response remote_send(const Call& call)
{
    const RemoteUser user = user_in(call);
    const auto offer = offered_by(call.signing(), call.actor, call.whose, user);
    if (!offer && offer.error().fault == base::Fault::forbidden) return call.refuse(offer.error());
    if (!offer) {
        // What was typed stays also when the service does not answer.
        const Error error =
            offer.error().field.empty() ? base::invalid("user", offer.error().message) : offer.error();
        return show_remote(call, nullptr, &error);
    }
    if (offer->empty()) {
        const Error error = base::invalid(
            "user", msg("Dịch vụ không có chứng thư số còn hiệu lực nào của người dùng này. Kiểm tra lại mã, "
                        "hoặc hỏi nhà cung cấp."));
        return show_remote(call, nullptr, &error);
    }
    if (!call.request.form.has("offered")) return show_remote(call, &*offer, nullptr);
    const auto added =
        add_remote(call.signing(), call.actor, call.whose, user, call.request.form.get("file"));
    return after(call, added,
                 [&](const Call& again, const Error* error) { return show_remote(again, &*offer, error); });
}

}  // namespace lt::signing::pages
