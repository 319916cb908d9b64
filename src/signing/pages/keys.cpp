// The list of keys, one key, its picture and its end.
#include <nlohmann/json.hpp>

#include "signing/certificates.h"
#include "signing/pages/call.h"
#include "signing/picture.h"

namespace lt::signing::pages {
namespace {

using base::Error;
using html::View;
using page::msg;

std::string where_words(const Call& call, Holder held_by)
{
    switch (held_by) {
    case Holder::pkcs12: return call.tr("Tệp khoá trên máy chủ");
    case Holder::token: return call.tr("Thiết bị bảo mật của máy chủ");
    case Holder::remote: return call.tr("Dịch vụ ký số từ xa");
    case Holder::plugin: return call.tr("Thiết bị trên máy của người ký");
    }
    return {};
}

View state_of(const Call& call, const crypto::Certificate& certificate)
{
    if (!certificate.valid_at(call.now)) {
        return {{"colour", "red"}, {"mark", "lt-stop"}, {"words", call.tr("Đã hết hạn")}};
    }
    if (ends_soon(certificate, call.now)) {
        const auto days = std::chrono::floor<std::chrono::days>(certificate.not_after() - call.now).count();
        return {{"colour", "orange"},
                {"mark", "lt-todo"},
                {"words", days > 0 ? call.tr("Còn {{days}} ngày", {{"days", std::to_string(days)}})
                                   : call.tr("Còn chưa đến một ngày")}};
    }
    return {{"colour", "green"}, {"mark", "lt-done"}, {"words", call.tr("Dùng được")}};
}

// Runs `work` on the key that the path names, or says that there is none.
template <class Work>
http::Response with_key(const Call& call, Work&& work)
{
    const auto key = key_of(call.signing(), call.actor, call.whose, call.uid());
    if (!key) return call.refuse(key.error());
    return work(*key);
}

View fact(std::string name, std::string words)
{
    return {{"key", std::move(name)}, {"value", std::move(words)}, {"href", false}, {"note", false}};
}

View facts_of(const Call& call, const Key& key)
{
    const crypto::Certificate& certificate = key.certificate;
    return {fact(call.tr("Chủ thể"), certificate.subject()),
            fact(call.tr("Tổ chức cấp"), certificate.issuer()),
            fact(call.tr("Số hiệu"), certificate.serial()),
            fact(call.tr("Hiệu lực"), call.tr("từ {{from}} đến {{until}}",
                                              {{"from", base::format_vietnam(certificate.not_before())},
                                               {"until", base::format_vietnam(certificate.not_after())}})),
            fact(call.tr("Nơi giữ khoá"), where_words(call, key.holder)),
            fact(call.tr("Thêm lúc"), base::format_vietnam(key.created_at))};
}

View warning_of(const Call& call, const crypto::Certificate& certificate)
{
    if (!certificate.valid_at(call.now)) {
        return call.tr(
            "Chứng thư số đã hết hạn nên không ký được nữa. Xin cấp chứng thư số mới rồi thêm khoá mới.");
    }
    if (ends_soon(certificate, call.now)) {
        return call.tr("Chứng thư số sắp hết hạn. Xin cấp chứng thư số mới trước {{until}} rồi thêm khoá "
                       "mới, để việc ký không bị ngắt quãng.",
                       {{"until", base::format_vietnam(certificate.not_after())}});
    }
    return false;
}

http::Response key_page(const Call& call, const Key& key, const Error* error)
{
    const bool own = call.whose == Whose::own;
    View view{{"title", key.certificate.common_name()},
              {"base", call.path_of(key.uid)},
              {"back", {{"href", call.base()}, {"label", call.title()}}},
              {"facts", facts_of(call, key)},
              {"state", state_of(call, key.certificate)},
              {"warning", warning_of(call, key.certificate)},
              {"own", own},
              {"picture", !key.picture_sha256.empty()}};
    page::FormView form(view, call.request.form, error, call.tr);
    form.field("picture", key.picture_sha256.empty() ? call.tr("Chọn ảnh") : call.tr("Chọn ảnh khác"), "",
               {{"hint", own ? call.tr("Chữ ký tay màu xanh trên nền trong suốt. Tệp PNG, tối đa 1 MB và 4 "
                                       "triệu điểm ảnh.")
                             : call.tr("Con dấu màu đỏ trên nền trong suốt, cắt sát mép dấu. Tệp PNG, tối đa "
                                       "1 MB và 4 triệu điểm ảnh.")},
                {"accept", ".png,image/png"}});
    add_flash(view, call);
    return call.show("signing/key", std::move(view), error);
}

template <class Result>
http::Response after(const Call& call, const Result& done, const char* what)
{
    if (done) return http::redirect(call.path_of(call.uid()) + "?done=" + what);
    if (done.error().fault != base::Fault::invalid) return call.refuse(done.error());
    return with_key(call, [&](const Key& key) { return key_page(call, key, &done.error()); });
}

View columns(const std::vector<std::string>& labels)
{
    View out = View::array();
    for (const std::string& label : labels)
        out.push_back(
            {{"label", label}, {"class", false}, {"sorted", false}, {"href", false}, {"mark", false}});
    return out;
}

}  // namespace

http::Response list(const Call& call)
{
    const bool own = call.whose == Whose::own;
    View view{
        {"title", call.title()}, {"own", own}, {"new_href", call.base() + "/new"}, {"keys", View::array()}};
    for (const Key& key : keys_of(call.signing(), call.actor, call.whose)) {
        view["keys"].push_back({{"href", call.path_of(key.uid)},
                                {"name", key.certificate.common_name()},
                                {"where", where_words(call, key.holder)},
                                {"until", base::format_day(base::vietnam_day(key.certificate.not_after()))},
                                {"state", state_of(call, key.certificate)},
                                {"picture", !key.picture_sha256.empty()}});
    }
    view["columns"] = columns({call.tr("Tên trong chứng thư số"), call.tr("Nơi giữ khoá"), call.tr("Hết hạn"),
                               own ? call.tr("Ảnh chữ ký") : call.tr("Ảnh con dấu"), call.tr("Tình trạng")});
    view["has_rows"] = !view["keys"].empty();
    if (view["keys"].empty()) {
        view["empty"] = {
            {"title", own ? call.tr("Chưa có khoá nào nên chưa ký số được.")
                          : call.tr("Chưa có khoá nào nên cơ quan chưa ký số được.")},
            {"text", call.tr("Chuẩn bị thiết bị ký số, hoặc tệp khoá và mật khẩu, rồi thêm khoá. "
                             "Việc này chỉ làm một lần, cho đến khi chứng thư số hết hạn.")},
            {"href", false},
            {"link", false}};
    }
    if (own) view["back"] = {{"href", "/account"}, {"label", call.tr("Tài khoản")}};
    add_flash(view, call);
    return call.show("signing/keys", std::move(view));
}

http::Response show_key(const Call& call)
{
    return with_key(call, [&](const Key& key) { return key_page(call, key, nullptr); });
}

http::Response picture(const Call& call)
{
    return with_key(call, [&](const Key& key) {
        if (key.picture_sha256.empty()) return call.refuse(base::not_found(msg("Khoá này chưa có ảnh.")));
        http::Response response;
        response.body = call.signing().blobs.get(key.picture_sha256, kLargestPicture);
        response.header("Content-Type", "image/png")
            .header("Cache-Control", "private, no-cache")
            .header("X-Content-Type-Options", "nosniff")
            .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        return response;
    });
}

http::Response picture_send(const Call& call)
{
    const auto png = take_file(call, {.field = "picture",
                                      .limit = kLargestPicture,
                                      .none = msg("Chọn ảnh: tệp PNG, tối đa 1 MB."),
                                      .too_large = kPictureTooLarge});
    if (!png) return after(call, png, "");
    return after(call, put_picture(call.signing(), call.actor, call.whose, call.uid(), *png), "picture");
}

http::Response picture_remove(const Call& call)
{
    return after(call, put_picture(call.signing(), call.actor, call.whose, call.uid(), {}),
                 "picture-removed");
}

http::Response closure_form(const Call& call)
{
    return with_key(call, [&](const Key& key) {
        const std::string question =
            call.tr("Ngừng dùng khoá của “{{name}}”?", {{"name", key.certificate.common_name()}});
        View view{{"title", question}};
        view["confirm"] = {
            {"question", question},
            {"text", key.holder == Holder::pkcs12
                         ? call.tr("Tệp khoá bị xoá khỏi máy chủ và khoá này không ký được nữa. Văn bản đã "
                                   "ký vẫn giữ nguyên giá trị. Muốn dùng lại thì phải thêm khoá một lần nữa.")
                         : call.tr("Khoá này không ký được nữa. Văn bản đã ký vẫn giữ nguyên giá trị. Muốn "
                                   "dùng lại thì phải thêm khoá một lần nữa.")},
            {"action", call.path_of(key.uid) + "/closure"},
            {"cancel_href", call.path_of(key.uid)},
            {"label", call.tr("Ngừng dùng khoá")},
            {"warning", true},
            {"reason", false}};
        return call.show("signing/key_closure", std::move(view));
    });
}

http::Response closure_send(const Call& call)
{
    const auto done = end_key(call.signing(), call.actor, call.whose, call.uid());
    if (!done) return call.refuse(done.error());
    return http::redirect(call.base() + "?done=ended");
}

}  // namespace lt::signing::pages
