// A new version, and one that is withdrawn.
#include "decisions/deploy.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "decisions/pages/call.h"
#include "decisions/store.h"
#include "kit/base/text.h"
#include "kit/page/form_file.h"

namespace lt::decisions::pages {
namespace {

using html::View;
using page::msg;

constexpr std::size_t kMostShown = 20;  // findings: more help nobody

// A page with one form: its fields in their order.
class Fields {
public:
    Fields(View& view, const Call& call, const base::Error* error)
        : view_(view), form_(view, call.request.form, error, call.tr)
    {
        view_["rows"] = View::array();
    }
    void add(const char* kind, const char* name, const std::string& label, const std::string& value,
             View extra)
    {
        form_.field(name, label, value, std::move(extra));
        view_["rows"].push_back({{kind, std::move(view_["fields"][name])}});
        view_["fields"].erase(name);
    }

private:
    View& view_;
    page::FormView form_;
};

// What the form begins with: the version that the new one comes after.
Form before(const Call& call)
{
    Form form;
    const std::string from = call.request.query.get("from");
    if (from.empty()) return form;
    db::Transaction tx = call.begin();
    const auto id = store::find(tx, call.agency(), from);
    if (!id) return form;
    form.key = call.services.decisions->get(tx, *id)->version.key;
    form.source = store::source(tx, *id);
    return form;
}

http::Response form_page(const Call& call, const Form& begun, const base::Error* error)
{
    const auto& tr = call.tr;
    View view{
        {"title", tr("Thêm mô hình quyết định")},
        {"intro",
         tr("Phiên bản đã thêm không sửa được. Thay đổi mức phí, thời hạn là thêm phiên bản có ngày hiệu lực mới; hồ sơ bắt đầu theo phiên bản cũ vẫn theo phiên bản cũ.")},
        {"action", kModels},
        {"cancel_href", kModels},
        {"button", tr("Kiểm tra và triển khai")},
        {"warning", false},
        {"multipart", true}};
    Fields fields(view, call, error);
    fields.add(
        "file", "file", tr("Tệp .dmn"), "",
        {{"accept", ".dmn,.xml"}, {"hint", tr("Vẽ bằng công cụ DMN nào cũng được. Có tệp thì dùng tệp.")}});
    View source{{"rows", 12}};
    // Of a file that came, too, so that it can be mended here; not what could not be sent back.
    const bool fits = begun.source.size() <= kLargestModel && base::is_utf8(begun.source);
    source["value"] = fits ? begun.source : std::string();
    fields.add("textarea", "source", tr("Hoặc dán nội dung DMN"), "", std::move(source));
    fields.add("input", "key", tr("Mã mô hình"), begun.key,
               {{"nospell", true},
                {"width", 20},
                {"hint", tr("Quy trình gọi quyết định theo mã này. Để trống thì lấy mã trong tệp.")}});
    fields.add("date", "valid_from", tr("Có hiệu lực từ ngày"), begun.valid_from,
               {{"hint", tr("Ngày/tháng/năm. Để trống nếu tệp đã ghi.")}});
    fields.add("date", "valid_to", tr("Đến hết ngày"), begun.valid_to,
               {{"optional", true}, {"hint", tr("Để trống: đến khi có phiên bản khác")}});
    fields.add(
        "textarea", "basis", tr("Căn cứ pháp lý"), begun.basis,
        {{"rows", 2}, {"hint", tr("Số, ký hiệu, ngày, điều khoản của văn bản. Để trống nếu tệp đã ghi.")}});
    fields.add("input", "note", tr("Phiên bản này có gì mới"), begun.note, {{"optional", true}});
    return call.services.pages.show(call.request, "decisions/form", std::move(view),
                                    error != nullptr ? 422 : 200);
}

// What is wrong with a model, each with its place, at the field where it was typed.
base::Error error_of(const Call& call, const std::vector<dmn::Finding>& findings)
{
    base::Wrong wrong;
    for (std::size_t i = 0; i < std::min(findings.size(), kMostShown); ++i)
        wrong.emplace_back("source", words_of(call, findings[i]));
    return *base::invalid(std::move(wrong));
}

std::optional<Version> own_version(const Call& call)
{
    db::Transaction tx = call.begin();
    const CompiledPtr compiled = call.version_in_path(tx);
    if (!compiled || compiled->version.agency != call.owner()) return std::nullopt;
    return compiled->version;
}

http::Response withdrawal_page(const Call& call, const Version& version, const base::Error* error)
{
    const auto& tr = call.tr;
    View view{
        {"title", tr("Bỏ {{name}}, phiên bản {{version}}?",
                     {{"name", version.name}, {"version", std::to_string(version.version)}})},
        {"intro",
         tr("Từ nay không quyết định nào được tính theo phiên bản này nữa. Những gì đã quyết định theo nó vẫn giữ nguyên và vẫn giải thích được.")},
        {"action", path_of(version) + "/withdrawal"},
        {"cancel_href", path_of(version)},
        {"button", tr("Bỏ phiên bản")},
        {"warning", true},
        {"multipart", false}};
    Fields fields(view, call, error);
    fields.add("textarea", "why", tr("Lý do"), "",
               {{"rows", 2}, {"hint", tr("Được ghi vào lịch sử và nhật ký.")}});
    return call.services.pages.show(call.request, "decisions/form", std::move(view),
                                    error != nullptr ? 422 : 200);
}

}  // namespace

http::Response model_new(const Call& call) { return form_page(call, before(call), nullptr); }

http::Response model_deploy(const Call& call)
{
    const auto typed = [&](const char* name) { return call.request.form.get(name); };
    Form form{.source = typed("source"),
              .key = typed("key"),
              .valid_from = typed("valid_from"),
              .valid_to = typed("valid_to"),
              .basis = typed("basis"),
              .note = typed("note")};
    const auto& files = call.request.files;
    if (std::any_of(files.begin(), files.end(),
                    [](const auto& file) { return file.refused || file.size > 0; })) {
        auto file =
            page::take_file(call.request, call.services.uploads, call.services.blobs,
                            {"file", kLargestModel, msg("Chọn tệp .dmn."), msg("Tệp mô hình lớn hơn 2 MB.")});
        if (!file) {
            const base::Error error = file.error();
            return form_page(call, form, &error);
        }
        form.source = *std::move(file);
    }
    db::Transaction tx = call.begin();
    const auto done = deploy(tx, call.owner(), form, call.now);
    if (!done) return form_page(call, form, &done.error());
    if (!done->findings.empty()) {
        const base::Error error = error_of(call, done->findings);
        return form_page(call, form, &error);
    }
    tx.commit();
    const Deployed& deployed = done->deployed;
    return http::redirect(std::string(kModels) + "/" + deployed.uid +
                          "?done=" + (deployed.added ? "deployed" : "same"));
}

http::Response withdrawal_ask(const Call& call)
{
    const auto version = own_version(call);
    if (!version) return call.nothing();
    // As it is now: what is kept for deciding does not know what became of it since.
    db::Transaction tx = call.begin();
    for (const Version& one : store::versions(tx, version->agency.value_or(0), version->key))
        if (one.id == version->id && one.withdrawn_at)
            return call.refuse(base::conflict(msg("Phiên bản này đã bị bỏ trước đó.")));
    return withdrawal_page(call, *version, nullptr);
}

http::Response withdrawal_do(const Call& call)
{
    const auto version = own_version(call);
    if (!version) return call.nothing();
    db::Transaction tx = call.begin();
    const auto done = withdraw(tx, call.owner(), version->uid, call.request.form.get("why"), call.now);
    if (!done && done.error().fault == base::Fault::invalid)
        return withdrawal_page(call, *version, &done.error());
    if (!done) return call.refuse(done.error());
    tx.commit();
    return http::redirect(path_of(*version) + "?done=withdrawn");
}

}  // namespace lt::decisions::pages
