// Connected systems: the list, one of them, and what the operator changes.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "exchange/operator.h"
#include "exchange/pages/call.h"
#include "kit/base/text.h"

namespace lt::exchange::pages {
namespace {

using page::msg;

constexpr const char* kUsualRate = "600";
constexpr const char* kUsualLargest = "50";

SystemForm typed_form(const http::Request& request)
{
    const auto get = [&](const char* name) { return request.form.get(name); };
    return {.code = get("code"),
            .name = get("name"),
            .kind = get("kind"),
            .address = get("address"),
            .secret = get("secret"),
            .rate = get("rate"),
            .largest = get("largest"),
            .may_send = request.form.has("may_send"),
            .may_register = request.form.has("may_register")};
}

http::Response form_page(const Call& call, const System* system, const base::Error* error)
{
    const auto& tr = call.tr;
    const bool sent = call.request.method == http::Method::post;
    html::View view{
        {"title", system ? tr("Sửa “{{name}}”", {{"name", system->name}}) : tr("Thêm hệ thống kết nối")},
        {"intro", false}};
    page::FormView form(view, call.request.form, error, tr);
    std::vector<std::pair<const char*, std::string>> rows;
    const auto input = [&](const char* name, const std::string& label, const std::string& value,
                           html::View extra) {
        form.field(name, label, value, std::move(extra));
        rows.emplace_back("input", name);
    };
    const auto check = [&](const char* name, const std::string& label, bool checked) {
        form.field(name, label, "1", {{"checked", sent ? call.request.form.has(name) : checked}});
        rows.emplace_back("checkbox", name);
    };
    input("name", tr("Tên hệ thống"), system ? system->name : "",
          {{"hint", tr("Ví dụ: Hệ thống quản lý văn bản của Sở Y tế")}});
    if (!system) {
        form.choices("kind", tr("Cách kết nối"),
                     {{"client", tr(label_of(SystemKind::client)), {}, true},
                      {"axis", tr(label_of(SystemKind::axis)), {}, false},
                      {"node", tr(label_of(SystemKind::node)), {}, false}});
        rows.emplace_back("select", "kind");
        input("code", tr("Mã hệ thống (SystemId)"), "",
              {{"width", 20}, {"hint", tr("Mã định danh của đơn vị, hoặc mã mà trục cấp trên đã cấp")}});
    }
    if (!system || system->kind == SystemKind::axis) {
        input("address", tr("Địa chỉ của trục cấp trên"), system ? system->address : "",
              {{"optional", true}, {"hint", tr("Chỉ điền khi kết nối đến trục cấp trên")}});
        input(
            "secret", tr("Khoá bí mật mà trục cấp trên đã cấp"), "",
            {{"type", "password"},
             {"autocomplete", "off"},
             {"optional", true},
             {"hint", system ? tr("Để trống nếu không đổi")
                             : tr("Hệ thống gọi đến trục này thì để trống: khoá được tạo và hiện một lần")}});
    }
    input("rate", tr("Số lần gọi tối đa mỗi phút"), system ? std::to_string(system->rate) : kUsualRate,
          {{"width", 10}});
    input("largest", tr("Thông điệp lớn nhất (MB)"),
          system ? std::to_string(system->largest >> 20U) : kUsualLargest, {{"width", 10}});
    check("may_send", tr("Được gửi văn bản"), system ? system->may_send : true);
    check("may_register", tr("Được tự đăng ký đơn vị của mình"), system && system->may_register);
    const std::string back = system ? system_path(system->uid) : kSystemsPath;
    return show_form(call, std::move(view), rows,
                     {.action = system ? back + "/details" : kSystemsPath,
                      .button = system ? tr("Lưu thông tin hệ thống") : tr("Thêm hệ thống"),
                      .back = back},
                     error);
}

http::Response secret_page(const Call& call, const std::string& uid, const std::string& code,
                           const base::Secret& secret)
{
    return call.show("exchange/secret", {{"title", call.tr("Khoá bí mật của hệ thống")},
                                         {"code", code},
                                         {"secret", std::string(secret.view())},
                                         {"address", call.address()},
                                         {"continue_href", system_path(uid)}});
}

}  // namespace

http::Response systems_list(const Call& call)
{
    const auto& tr = call.tr;
    db::Transaction tx = call.begin();
    const auto standing = standings(tx);
    const auto snapshot = call.exchange().directory.snapshot();
    html::View view{{"title", tr("Hệ thống kết nối")}, {"rows", html::View::array()}};
    for (const System& system : systems(tx)) {
        const auto found = std::ranges::find(standing, system.id, &Standing::system);
        const bool is_known = found != standing.end();
        const auto agencies = std::ranges::count(snapshot->agencies(), system.id, &directory::Agency::system);
        view["rows"].push_back(
            {{"href", system_path(system.uid)},
             {"name", system.name},
             {"code", system.code},
             {"kind", tr(label_of(system.kind))},
             {"agencies", tr("{{count}} cơ quan", {{"count", base::group_thousands(agencies)}})},
             {"waiting",
              tr("{{count}} đang chờ", {{"count", base::group_thousands(is_known ? found->waiting : 0)}})},
             {"failed",
              is_known && found->failed > 0
                  ? html::View(tr("{{count}} lỗi", {{"count", base::group_thousands(found->failed)}}))
                  : html::View(false)},
             {"suspended", !system.active},
             {"seen", system.seen_at ? base::format_vietnam(*system.seen_at) : tr("chưa lần nào")}});
    }
    view["has_rows"] = !view["rows"].empty();
    view["columns"] = html::View::array({column(tr("Hệ thống"), ""), column(tr("Cơ quan"), "lt-w-14"),
                                         column(tr("Đang chờ"), "lt-w-14"), column(tr("Lỗi"), "lt-w-14"),
                                         column(tr("Gọi gần nhất"), "lt-w-20")});
    view["empty"] =
        view["rows"].empty()
            ? html::View{{"title", tr("Chưa có hệ thống nào kết nối")},
                         {"text",
                          tr("Thêm hệ thống để cơ quan dùng phần mềm khác gửi và nhận văn bản qua đây.")},
                         {"href", false},
                         {"link", false}}
            : html::View(nullptr);
    add_flash(view, call);
    return call.show("exchange/systems", std::move(view));
}

http::Response system_new(const Call& call) { return form_page(call, nullptr, nullptr); }

http::Response system_create(const Call& call)
{
    db::Transaction tx = call.begin();
    const SystemForm form = typed_form(call.request);
    const auto made = register_system(tx, call.exchange(), form);
    if (!made) return form_page(call, nullptr, &made.error());
    tx.commit();
    if (form.kind == "axis") return http::redirect(system_path(made->uid) + "?done=added");
    if (form.kind == "node") return http::redirect(system_path(made->uid) + "/certificates?done=added");
    return secret_page(call, made->uid, form.code, made->secret);
}

http::Response system_edit(const Call& call)
{
    const auto system = call.system();
    return system ? form_page(call, &*system, nullptr) : call.no_system();
}

http::Response system_save(const Call& call)
{
    const auto system = call.system();
    if (!system) return call.no_system();
    db::Transaction tx = call.begin();
    const auto done = change_system(tx, call.exchange(), *system, typed_form(call.request));
    if (!done) return form_page(call, &*system, &done.error());
    tx.commit();
    return http::redirect(system_path(system->uid) + "?done=saved");
}

namespace {

http::Response agencies_form(const Call& call, const System& system, const base::Error* error)
{
    const auto snapshot = call.exchange().directory.snapshot();
    const bool sent = call.request.method == http::Method::post;
    const auto typed = call.request.form.all("agencies");
    html::View view{
        {"title", call.tr("Cơ quan của “{{name}}”", {{"name", system.name}})},
        {"intro",
         call.tr(
             "Văn bản gửi cho các cơ quan này được chuyển qua hệ thống đó. Cơ quan có người đang làm việc "
             "trên nền tảng này thì không chọn được.")}};
    std::vector<std::int64_t> peopled;
    {
        db::Transaction tx = call.begin();
        peopled = directory::peopled_agencies(tx, base::vietnam_day(call.now));
    }
    std::vector<page::Choice> choices;
    for (const directory::Agency* agency : snapshot->agencies()) {
        const bool is_free =
            (agency->system == 0 && std::ranges::find(peopled, agency->id) == peopled.end()) ||
            agency->system == system.id;
        if (!is_free || !agency->valid.holds(base::vietnam_day(call.now))) continue;
        const bool chosen =
            sent ? std::ranges::find(typed, agency->uid) != typed.end() : agency->system == system.id;
        choices.push_back({agency->uid, agency->name + " (" + agency->code + ")", {}, chosen});
    }
    std::ranges::stable_partition(choices, [](const page::Choice& choice) { return choice.selected; });
    if (choices.empty())
        view["intro"] = call.tr(
            "Chưa có cơ quan nào chọn được: cơ quan nào cũng có người đang làm việc trên nền tảng này hoặc đã "
            "thuộc hệ thống khác. Thêm cơ quan ở trang Cơ quan trước.");
    page::FormView form(view, call.request.form, error, call.tr);
    form.choices("agencies", call.tr("Cơ quan"), choices);
    return show_form(call, std::move(view), {{"checkboxes", "agencies"}},
                     {.action = system_path(system.uid) + "/agencies",
                      .button = call.tr("Lưu danh sách cơ quan"),
                      .back = system_path(system.uid)},
                     error);
}

}  // namespace

http::Response system_agencies(const Call& call)
{
    const auto system = call.system();
    return system ? agencies_form(call, *system, nullptr) : call.no_system();
}

http::Response system_agencies_save(const Call& call)
{
    const auto system = call.system();
    if (!system) return call.no_system();
    db::Transaction tx = call.begin();
    const auto done = set_agencies(tx, call.exchange(), *system, call.request.form.all("agencies"));
    if (!done) return agencies_form(call, *system, &done.error());
    tx.commit();
    call.exchange().directory.refresh();
    return http::redirect(system_path(system->uid) + "?done=agencies");
}

http::Response secret_ask(const Call& call)
{
    const auto system = call.system();
    if (!system || system->kind != SystemKind::client) return call.no_system();
    return call.show(
        "exchange/confirm",
        {{"title", call.tr("Khoá bí mật")},
         {"confirm",
          {{"question", call.tr("Cấp khoá bí mật mới cho “{{name}}”?", {{"name", system->name}})},
           {"text",
            call.tr("Khoá cũ hết hiệu lực ngay. Hệ thống đó chỉ kết nối lại được sau khi nhập khoá mới.")},
           {"action", system_path(system->uid) + "/secret"},
           {"reason", false},
           {"warning", true},
           {"label", call.tr("Cấp khoá mới")},
           {"cancel_href", system_path(system->uid)}}}});
}

http::Response secret_renew(const Call& call)
{
    const auto system = call.system();
    if (!system || system->kind != SystemKind::client) return call.no_system();
    db::Transaction tx = call.begin();
    const base::Secret secret = renew_secret(tx, call.exchange(), *system);
    tx.commit();
    return secret_page(call, system->uid, system->code, secret);
}

namespace {

http::Response switch_to(const Call& call, bool active)
{
    const auto system = call.system();
    if (!system) return call.no_system();
    db::Transaction tx = call.begin();
    set_active(tx, call.exchange(), *system, active);
    tx.commit();
    return http::redirect(system_path(system->uid) + (active ? "?done=resumed" : "?done=suspended"));
}

}  // namespace

http::Response system_suspend(const Call& call) { return switch_to(call, false); }
http::Response system_resume(const Call& call) { return switch_to(call, true); }

}  // namespace lt::exchange::pages
