// One connected system: its facts, the directory that an axis lists, the certificates of a node.
#include <nlohmann/json.hpp>

#include "exchange/listing.h"
#include "exchange/nodes/peers.h"
#include "exchange/pages/call.h"
#include "kit/base/text.h"
#include "kit/page/form_file.h"

namespace lt::exchange::pages {
namespace {

using page::msg;

constexpr std::uint64_t kLargestCertificate = 64 << 10;  // bytes

html::View listing_view(const Call& call, const ListingState& state)
{
    const auto& tr = call.tr;
    html::View view{{"has_list", state.at.has_value()},
                    {"why", state.why.empty() ? html::View(false) : html::View(state.why)}};
    view["text"] =
        state.at
            ? tr("Có {{count}} cơ quan, cập nhật lúc {{time}}. Người soạn văn bản tìm được theo tên hoặc mã định danh.",
                 {{"count", base::group_thousands(state.offered)}, {"time", base::format_vietnam(*state.at)}})
            : tr("Chưa có danh mục. Danh mục được lấy khi thêm trục và mỗi ngày một lần.");
    const std::int64_t hubs = state.agencies - state.offered;
    view["hubs"] =
        hubs > 0
            ? html::View(tr(
                  "{{count}} mã là trục hoặc trung tâm, không phải nơi nhận, nên không hiện khi chọn nơi nhận.",
                  {{"count", base::group_thousands(hubs)}}))
            : html::View(false);
    return view;
}

// Pairs of hexadecimal digits, as other programs print them: what two operators compare on the telephone.
std::string in_pairs(std::string_view hex)
{
    std::string out;
    for (std::size_t i = 0; i < hex.size(); ++i) {
        if (i > 0 && i % 2 == 0) out += ':';
        out += hex[i] >= 'a' ? static_cast<char>(hex[i] - 'a' + 'A') : hex[i];
    }
    return out;
}

// A line ends between two pairs.
html::View pieces_of(const std::string& fingerprint)
{
    html::View out = html::View::array();
    for (std::size_t at = 0; at < fingerprint.size(); at += 3)
        out.push_back({{"pair", fingerprint.substr(at, 3)}});
    return out;
}

void add_certificates(html::View& view, const Call& call, db::Transaction& tx, const System& system)
{
    view["certificates"] = html::View::array();
    for (const crypto::Certificate& one : nodes::certificates_of(tx, system)) {
        const bool is_over = one.not_after() < call.now;
        view["certificates"].push_back(
            {{"subject", one.subject()},
             {"name", one.common_name()},
             {"fingerprint", in_pairs(one.fingerprint())},
             {"_pairs", pieces_of(in_pairs(one.fingerprint()))},
             {"validity", call.tr("từ {{from}} đến {{to}}",
                                  {{"from", base::format_day(base::vietnam_day(one.not_before()))},
                                   {"to", base::format_day(base::vietnam_day(one.not_after()))}})},
             {"is_over", is_over},
             {"is_early", !is_over && !one.valid_at(call.now)},
             {"remove_action", system_path(system.uid) + "/certificates/" + one.fingerprint() + "/removal"}});
    }
    view["has_certificates"] = !view["certificates"].empty();
}

http::Response certificate_form(const Call& call, const System& system, const base::Error* error)
{
    const auto& tr = call.tr;
    html::View view{
        {"title", tr("Thêm chứng thư số của “{{name}}”", {{"name", system.name}})},
        {"intro",
         tr("Chữ ký của nút kia chỉ được tin khi đúng chứng thư số ở đây. Nhận chứng thư số từ người vận hành nút kia, đối chiếu dấu vân tay SHA-256 qua kênh khác.")}};
    page::FormView form(view, call.request.form, error, tr);
    form.field(
        "certificate", tr("Dán chứng thư số (PEM)"), "",
        {{"rows", 8}, {"hint", tr("Cả đoạn từ -----BEGIN CERTIFICATE----- đến -----END CERTIFICATE-----")}});
    form.field("file", tr("Hoặc chọn tệp chứng thư số"), "",
               {{"optional", true}, {"accept", ".pem,.crt,.cer"}, {"hint", tr("Tệp PEM, tối đa 64 KB")}});
    add_flash(view, call);
    return show_form(call, std::move(view), {{"textarea", "certificate"}, {"file", "file"}},
                     {.action = system_path(system.uid) + "/certificates",
                      .button = tr("Thêm chứng thư số"),
                      .back = system_path(system.uid),
                      .multipart = true},
                     error);
}

std::optional<System> node_of(const Call& call)
{
    auto system = call.system();
    if (system && system->kind != SystemKind::node) return std::nullopt;
    return system;
}

}  // namespace

http::Response system_show(const Call& call)
{
    const auto& tr = call.tr;
    const auto system = call.system();
    if (!system) return call.no_system();
    html::View view{{"title", system->name},
                    {"uid", system->uid},
                    {"active", system->active},
                    {"is_client", system->kind == SystemKind::client},
                    {"listing", false},
                    {"is_node", system->kind == SystemKind::node},
                    {"facts", html::View::array()},
                    {"agencies", html::View::array()},
                    {"back", {{"href", kSystemsPath}, {"label", tr("Hệ thống kết nối")}}}};
    const auto fact = [&](const std::string& key, const std::string& value) {
        view["facts"].push_back({{"key", key}, {"value", value}, {"href", false}, {"note", false}});
    };
    fact(tr("Cách kết nối"), tr(label_of(system->kind)));
    fact(tr("Mã hệ thống (SystemId)"), system->code);
    if (system->kind == SystemKind::axis) fact(tr("Địa chỉ của trục cấp trên"), system->address);
    if (system->kind == SystemKind::client) fact(tr("Địa chỉ để gọi (endpoint)"), call.address());
    fact(tr("Tình trạng"), system->active ? tr("Đang kết nối") : tr("Tạm ngừng"));
    fact(tr("Gọi gần nhất"), system->seen_at ? base::format_vietnam(*system->seen_at) : tr("chưa lần nào"));
    if (system->kind != SystemKind::node) fact(tr("Khoá bí mật từ"), base::format_vietnam(system->secret_at));
    fact(tr("Giới hạn"), tr("{{rate}} lần gọi mỗi phút, thông điệp đến {{size}} MB",
                            {{"rate", base::group_thousands(system->rate)},
                             {"size", std::to_string(system->largest >> 20U)}}));
    fact(tr("Quyền"), system->may_send
                          ? (system->may_register ? tr("Gửi, nhận, tự đăng ký đơn vị") : tr("Gửi, nhận"))
                          : tr("Chỉ nhận"));
    const auto snapshot = call.exchange().directory.snapshot();
    for (const directory::Agency* agency : snapshot->agencies())
        if (agency->system == system->id)
            view["agencies"].push_back(
                {{"href", "/admin/agencies/" + agency->uid}, {"name", agency->name}, {"code", agency->code}});
    view["has_agencies"] = !view["agencies"].empty();
    db::Transaction tx = call.begin();
    if (system->kind == SystemKind::axis) view["listing"] = listing_view(call, listing_state(tx, system->id));
    if (system->kind == SystemKind::node) add_certificates(view, call, tx, *system);
    add_flash(view, call);
    return call.show("exchange/system", std::move(view));
}

http::Response listing_ask(const Call& call)
{
    const auto system = call.system();
    if (!system || system->kind != SystemKind::axis) return call.no_system();
    db::Transaction tx = call.begin();
    enqueue_listing(tx, call.exchange(), *system);
    tx.commit();
    return http::redirect(system_path(system->uid) + "?done=listing");
}

http::Response certificates(const Call& call)
{
    const auto system = node_of(call);
    return system ? certificate_form(call, *system, nullptr) : call.no_system();
}

http::Response certificate_add(const Call& call)
{
    const auto system = node_of(call);
    if (!system) return call.no_system();
    std::string pem = call.request.form.get("certificate");
    const auto file =
        page::take_file(call.request, call.services.uploads, call.exchange().blobs,
                        {.field = "file",
                         .limit = kLargestCertificate,
                         .none = msg("Dán chứng thư số, hoặc chọn tệp chứng thư số."),
                         .too_large = msg("Tệp quá lớn. Chọn tệp chứng thư số, tối đa 64 KB.")});
    const bool is_pasted = !pem.empty();
    if (!is_pasted && !file) return certificate_form(call, *system, &file.error());
    if (!is_pasted) pem = *file;
    db::Transaction tx = call.begin();
    auto added = nodes::add_certificate(tx, call.exchange(), *system, pem);
    if (!added) {
        base::Error error = added.error();
        if (!is_pasted) error.field = "file";
        return certificate_form(call, *system, &error);
    }
    tx.commit();
    return http::redirect(system_path(system->uid) + "?done=certificate");
}

http::Response certificate_remove(const Call& call)
{
    const auto system = node_of(call);
    if (!system) return call.no_system();
    db::Transaction tx = call.begin();
    if (!nodes::remove_certificate(tx, call.exchange(), *system, call.request.param("fingerprint")))
        return call.refuse(base::not_found(msg("Không có chứng thư số này.")));
    tx.commit();
    return http::redirect(system_path(system->uid) + "?done=certificate-removed");
}

}  // namespace lt::exchange::pages
