#include "exchange/pages/call.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "kit/page/notice.h"

namespace lt::exchange::pages {
namespace {

using page::msg;

constexpr std::array kNotices{
    page::Notice{"added", msg("Đã thêm hệ thống.")},
    page::Notice{"saved", msg("Đã lưu thông tin hệ thống.")},
    page::Notice{"agencies", msg("Đã lưu danh sách cơ quan của hệ thống.")},
    page::Notice{"suspended", msg("Đã tạm ngừng kết nối. Mọi lời gọi của hệ thống này bị từ chối.")},
    page::Notice{"resumed", msg("Đã cho kết nối lại.")},
    page::Notice{"listing",
                 msg("Đang lấy danh mục cơ quan của trục. Tải lại trang sau ít phút để xem kết quả.")},
    page::Notice{"certificate", msg("Đã thêm chứng thư số.")},
    page::Notice{"certificate-removed",
                 msg("Đã bỏ chứng thư số. Thông điệp ký bằng khoá ấy không được tin nữa.")},
    page::Notice{"replayed", msg("Đã đưa thông điệp trở lại hàng chờ.")},
    page::Notice{"given-up", msg("Đã thôi gửi thông điệp. Bên gửi thấy lý do.")},
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

std::string system_path(const std::string& uid) { return std::string(kSystemsPath) + "/" + uid; }

const char* label_of(SystemKind kind)
{
    switch (kind) {
    case SystemKind::client: return msg("Hệ thống gọi đến trục này");
    case SystemKind::axis: return msg("Trục cấp trên mà nền tảng này gọi đến");
    case SystemKind::node: return msg("Nền tảng Liên Thông khác");
    }
    return "";
}

void add_flash(html::View& view, const Call& call)
{
    page::add_notice(view, call.request, kNotices, call.tr);
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
    view["multipart"] = form.multipart;
    return call.show("exchange/form", std::move(view), error);
}

}  // namespace lt::exchange::pages
