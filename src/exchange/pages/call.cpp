#include "exchange/pages/call.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

namespace lt::exchange::pages {
namespace {

using page::msg;

struct Notice {
    const char* key;
    const char* text;
};
constexpr std::array kNotices{
    Notice{"added", msg("Đã thêm hệ thống.")},
    Notice{"saved", msg("Đã lưu thông tin hệ thống.")},
    Notice{"agencies", msg("Đã lưu danh sách cơ quan của hệ thống.")},
    Notice{"suspended", msg("Đã tạm ngừng kết nối. Mọi lời gọi của hệ thống này bị từ chối.")},
    Notice{"resumed", msg("Đã cho kết nối lại.")},
    Notice{"replayed", msg("Đã đưa thông điệp trở lại hàng chờ.")},
    Notice{"given-up", msg("Đã thôi gửi thông điệp. Bên gửi thấy lý do.")},
};

}  // namespace

http::Response Call::show(const char* view_name, html::View view, const base::Error* error) const
{
    return services.pages.show(request, view_name, std::move(view),
                               error ? http::status_of(error->fault) : 200);
}

std::string Call::address() const
{
    return services.address.empty() ? "http://" + request.header("host") + "/axis" : services.address;
}

std::optional<System> Call::system() const
{
    db::Transaction tx = begin();
    return find_system(tx, request.param("uid"));
}

http::Response Call::no_system() const { return refuse(base::not_found(msg("Không có hệ thống này."))); }

void add_flash(html::View& view, const Call& call)
{
    const std::string key = call.request.query.get("done");
    const auto* const notice = std::ranges::find(kNotices, key, &Notice::key);
    if (notice == kNotices.end()) return;
    view["flash"] = {{"text", call.tr(notice->text)}, {"neutral", false}, {"href", false}};
}

html::View column(const std::string& label, const char* css_class)
{
    return {{"label", label},
            {"class", *css_class == '\0' ? html::View(false) : html::View(css_class)},
            {"href", false}};
}

http::Response show_form(const Call& call, html::View view,
                         const std::vector<std::pair<const char*, std::string>>& rows, const OneForm& form,
                         const base::Error* error)
{
    view["rows"] = html::View::array();
    for (const auto& [kind, name] : rows) {
        view["rows"].push_back({{kind, std::move(view["fields"][name])}});
        view["fields"].erase(name);
    }
    view["action"] = form.action;
    view["button"] = form.button;
    view["cancel_href"] = form.back;
    view["warning"] = form.warning;
    return call.show("exchange/form", std::move(view), error);
}

}  // namespace lt::exchange::pages
