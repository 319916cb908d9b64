// Chooses between the page and its view as JSON; the pages of errors.
#include "kit/page/page.h"

#include <array>
#include <utility>

#include <nlohmann/json.hpp>

#include "kit/http/ascii.h"
#include "kit/http/csrf.h"

namespace lt::page {
namespace {

struct ErrorPage {
    int status;
    const char* view;
    const char* title;
};
constexpr std::array<ErrorPage, 12> kErrorPages{{
    {400, "errors/400", msg("Yêu cầu chưa đọc được")},
    {403, "errors/403", msg("Vai đang dùng không xem được trang này")},
    {404, "errors/404", msg("Không tìm thấy trang này")},
    {405, "errors/405", msg("Trang này không nhận cách gửi vừa dùng")},
    {408, "errors/408", msg("Đường truyền quá chậm nên chưa nhận đủ")},
    {409, "page/error_409", msg("Chưa làm được")},
    {413, "errors/413", msg("Tệp quá lớn")},
    {415, "errors/415", msg("Loại tệp này không nhận được")},
    {416, "errors/416", msg("Phần tệp cần tải không còn")},
    {429, "errors/429", msg("Thử quá nhiều lần")},
    {500, "errors/500", msg("Trang này gặp lỗi")},
    {503, "errors/503", msg("Chưa mở được trang này")},
}};

const ErrorPage& page_of(int status)
{
    if (status == 422) status = 409;  // a refusal without a form to show again
    const ErrorPage* general = &kErrorPages[0];
    for (const ErrorPage& page : kErrorPages) {
        if (page.status == status) return page;
        if (status >= 500 && page.status == 500) general = &page;
    }
    return *general;
}

// Keys that begin with "_" are for the page only, at any depth.
html::View without_private(const html::View& view)
{
    if (view.is_object()) {
        html::View out = html::View::object();
        for (const auto& [key, value] : view.items()) {
            if (!key.starts_with('_')) out[key] = without_private(value);
        }
        return out;
    }
    if (view.is_array()) {
        html::View out = html::View::array();
        for (const auto& item : view) out.push_back(without_private(item));
        return out;
    }
    return view;
}

}  // namespace

Pages::Pages(const html::Templates& templates, Options options)
    : templates_(templates), options_(std::move(options))
{
}

http::Response Pages::show(const http::Request& request, std::string_view name, html::View view,
                           int status) const
{
    if (request.wants_json()) {
        http::Response response = http::json(without_private(view).dump(), status);
        // A program that acts for a person sends this back with its next form.
        if (request.user) response.header("X-CSRF-Token", http::csrf_mask(request.user->csrf_token()));
        response.header("Vary", "Accept");
        return response;
    }
    add_basics(request, view);
    if (options_.decorate) options_.decorate(request, view);
    http::Response response = http::html(templates_.render(name, view, language(request)), status);
    response.header("Vary", "Accept");
    return response;
}

http::Response Pages::refuse(const http::Request& request, const base::Error& error) const
{
    return this->error(request, http::status_of(error.fault), {}, error.message);
}

http::Response Pages::error(const http::Request& request, int status, const std::string& incident,
                            const base::Message& message) const
{
    const ErrorPage& page = page_of(status);
    const std::string title = translate(request, page.title);
    const std::string words = this->words(request)(message);
    if (request.wants_json()) {
        html::View problem{{"type", "about:blank"}, {"title", title}, {"status", status}};
        if (!message.empty()) problem["detail"] = words;
        if (!incident.empty()) problem["incident"] = incident;
        http::Response response = http::json(problem.dump(), status);
        response.headers.clear();
        response.header("Content-Type", "application/problem+json").header("Vary", "Accept");
        return response;
    }
    html::View view{{"title", title}};
    view["message"] = message.empty() ? html::View(false) : html::View(words);
    view["incident"] = incident.empty() ? html::View(false) : html::View(incident);
    for (const char* key : {"max_size", "retry_after", "since", "retry_href"}) view[key] = false;
    if (status == 503 && request.method == http::Method::get) view["retry_href"] = request.target;
    // Nothing that needs the database: it may be what is broken.
    add_basics(request, view);
    http::Response response = http::html(templates_.render(page.view, view, language(request)), status);
    response.header("Vary", "Accept");
    return response;
}

http::Response Pages::picture(const http::Request& request, const std::string& name) const
{
    const bool has_query = request.target.find('?') != std::string::npos;
    html::View view{{"title", name},
                    {"src", request.target},
                    {"download_href", request.target + (has_query ? "&" : "?") + "download=1"}};
    add_basics(request, view);
    return http::html(templates_.render("page/picture", view, language(request)));
}

std::string Pages::language(const http::Request& request) const
{
    return http::cookie(request, "language", options_.secure_cookies) == "en" ? "en" : "vi";
}

std::string Pages::translate(const http::Request& request, std::string_view text) const
{
    return templates_.translate(text, language(request));
}

Words Pages::words(const http::Request& request) const { return {templates_, language(request)}; }

void Pages::add_basics(const http::Request& request, html::View& view) const
{
    const std::string lang = language(request);
    view["lang"] = lang;
    view["assets"] = options_.assets;
    view["province"] = options_.province;
    if (request.user) view["csrf"] = http::csrf_mask(request.user->csrf_token());
    const bool english = lang == "en";
    const std::string back = request.method == http::Method::get ? request.target : "/";
    view["other_lang"] = {
        {"href", std::string("/language/") + (english ? "vi" : "en") + "?back=" + http::percent_encode(back)},
        {"code", english ? "vi" : "en"},
        {"label", english ? "Tiếng Việt" : "English"}};
}

}  // namespace lt::page
