// The form that says how the national portal is reached.
#include <nlohmann/json.hpp>

#include "dossiers/portal/page_call.h"

namespace lt::dossiers::portal {

using html::View;
using page::msg;

namespace {

http::Response settings_page(const Call& call, const base::Error* error)
{
    const auto& tr = call.tr;
    std::optional<Known> known;
    {
        db::Transaction tx = call.begin();
        known = find(tx);
    }
    const Settings there =
        known ? known->settings : Settings{.auth = "/mapi/login", .integration = "/mapi/g"};
    const bool sent = call.request.method == http::Method::post;
    View view{{"title", tr("Khai Cổng Dịch vụ công quốc gia")}, {"intro", false}, {"rows", View::array()}};
    page::FormView form(view, call.request.form, error, tr);
    const auto add = [&](const char* kind, const char* name) {
        view["rows"].push_back({{kind, view["fields"][name]}});
        view["fields"].erase(name);
    };
    const auto input = [&](const char* name, const std::string& label, const std::string& value,
                           View extra = View::object()) {
        form.field(name, label, value, std::move(extra));
        add("input", name);
    };
    input("adapter", tr("Địa chỉ của trục liên thông"), there.adapter,
          {{"hint", tr("Bắt đầu bằng https://")}});
    input("auth", tr("Phần địa chỉ để đăng nhập"), there.auth);
    input("integration", tr("Phần địa chỉ của dịch vụ"), there.integration);
    input("username", tr("Tên đăng nhập"), there.username, {{"autocomplete", "off"}});
    input("password", tr("Mật khẩu"), "",
          {{"type", "password"},
           {"autocomplete", "off"},
           {"optional", known.has_value()},
           {"hint", known ? tr("Để trống nếu không đổi") : tr("Được cất dưới dạng mã hoá")}});
    input("destination", tr("Mã thành viên của Cổng (dstcode)"), there.destination);
    input("member", tr("Mã đơn vị của tỉnh (madonvi)"), there.member);
    input("since", tr("Gửi việc đã làm từ ngày"),
          base::format_day(known ? there.since : base::vietnam_day(call.now)),
          {{"width", 10}, {"hint", tr("Việc trước ngày này không được gửi")}});
    form.field("active", tr("Bật đồng bộ"), "1",
               {{"checked", sent ? call.request.form.has("active") : there.active}});
    add("checkbox", "active");
    input("store_search", tr("Kho số hoá: phần địa chỉ để tra cứu"), there.store_search,
          {{"optional", true},
           {"hint", tr("Để trống cả ba ô nếu chưa kết nối kho số hoá; khi đó không hỏi kho")}});
    input("store_file", tr("Kho số hoá: phần địa chỉ để lấy tệp"), there.store_file, {{"optional", true}});
    input("store_destination", tr("Mã thành viên của kho số hoá (dstcode)"), there.store_destination,
          {{"optional", true}});
    view["action"] = std::string(kPortal) + "/settings";
    view["button"] = tr("Lưu");
    view["cancel_href"] = kPortal;
    view["warning"] = false;
    view["multipart"] = false;
    return call.show("dossiers/portal-form", std::move(view), error);
}

}  // namespace

http::Response settings_show(const Call& call) { return settings_page(call, nullptr); }

http::Response settings_save(const Call& call)
{
    http::Form& typed = call.request.form;
    Form form{.adapter = typed.get("adapter"),
              .auth = typed.get("auth"),
              .integration = typed.get("integration"),
              .username = typed.get("username"),
              .destination = typed.get("destination"),
              .member = typed.get("member"),
              .since = typed.get("since"),
              .password = typed.take_secret("password"),
              .active = typed.has("active"),
              .store_search = typed.get("store_search"),
              .store_file = typed.get("store_file"),
              .store_destination = typed.get("store_destination")};
    {
        db::Transaction tx = call.begin();
        const auto done = change(tx, call.services.portal.sealing, form, call.now);
        if (done) {
            fill_later(call.services.portal, tx);
            tx.commit();
            return http::redirect(std::string(kPortal) + "?done=saved");
        }
        if (done.error().fault != base::Fault::invalid) return call.refuse(done.error());
        const base::Error error = done.error();
        return settings_page(call, &error);
    }
}

}  // namespace lt::dossiers::portal
