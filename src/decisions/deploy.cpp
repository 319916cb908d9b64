#include "decisions/deploy.h"

#include "decisions/store.h"
#include "kit/audit/audit.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"
#include "kit/crypto/digest.h"

namespace lt::decisions {
namespace {

using base::msg;

constexpr std::size_t kLongestKey = 80;
constexpr std::size_t kLongestBasis = 500;
constexpr std::size_t kLongestNote = 300;

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

// As the database has it: letters, digits, "_", ".", "-", with a letter or "_" in front.
bool is_key(const std::string& key)
{
    const auto named = parse_name(key);
    const bool begins = !key.empty() && (key[0] == '_' || (key[0] >= 'a' && key[0] <= 'z') ||
                                         (key[0] >= 'A' && key[0] <= 'Z'));
    return begins && key.size() <= kLongestKey && named && named->decision.empty();
}

void require_length(base::Wrong& wrong, const char* field, const std::string& text, std::size_t limit)
{
    if (base::length(text) > limit)
        wrong.emplace_back(
            field, base::Message(msg("Nhập tối đa {{limit}} ký tự."), {{"limit", std::to_string(limit)}}));
}

// What the form says, and where it says nothing the file.
base::Result<Version> version_in(const Form& form, const dmn::Model::Heading& file)
{
    const auto either = [](const std::string& typed, const std::string& written) {
        return is_blank(typed) ? written : typed;
    };
    base::Wrong wrong;
    Version version{
        .key = either(form.key, file.id), .basis = either(form.basis, file.basis), .note = form.note};
    version.name = file.name.empty() ? version.key : file.name;
    if (!is_key(version.key))
        wrong.emplace_back(
            "key", msg("Nhập mã gồm chữ không dấu, số, dấu “_”, “.” hoặc “-”, ví dụ phi_chung_thuc."));
    const auto from = base::parse_day(either(form.valid_from, file.valid_from));
    if (!from) wrong.emplace_back("valid_from", msg("Nhập ngày bắt đầu có hiệu lực, ví dụ 01/01/2027."));
    if (const std::string typed = either(form.valid_to, file.valid_to); !is_blank(typed)) {
        version.valid_to = base::parse_day(typed);
        if (!version.valid_to)
            wrong.emplace_back("valid_to", msg("Nhập ngày/tháng/năm, ví dụ 31/12/2027, hoặc để trống."));
        else if (from && *version.valid_to < *from)
            wrong.emplace_back("valid_to", msg("Ngày hết hiệu lực phải từ ngày có hiệu lực trở đi."));
    }
    if (is_blank(version.basis))
        wrong.emplace_back("basis", msg("Nhập căn cứ pháp lý: số, ký hiệu, ngày của văn bản."));
    require_length(wrong, "basis", version.basis, kLongestBasis);
    require_length(wrong, "note", version.note, kLongestNote);
    if (auto error = base::invalid(std::move(wrong))) return *error;
    version.valid_from = *from;
    return version;
}

}  // namespace

base::Result<Deployment> deploy(db::Transaction& tx, std::optional<std::int64_t> owner, const Form& form,
                                base::Time now)
{
    if (is_blank(form.source))
        return base::invalid("source", msg("Chọn tệp .dmn hoặc dán nội dung của mô hình."));
    if (form.source.size() > kLargestModel) return base::invalid("source", msg("Mô hình lớn hơn 2 MB."));
    Deployment deployment;
    dmn::ReadModel read = dmn::read_model(form.source);
    if (auto* findings = std::get_if<std::vector<dmn::Finding>>(&read)) {
        deployment.findings = std::move(*findings);
        return deployment;
    }
    const auto& model = std::get<dmn::Model>(read);
    if (model.decisions().empty()) return base::invalid("source", msg("Mô hình không có quyết định nào."));
    auto version = version_in(form, model.heading());
    if (!version) return version.error();
    version->uid = base::new_uid(now);
    version->agency = owner;
    version->deployed_at = now;
    const store::Added added = store::add(tx, *version, crypto::sha256_hex(form.source), form.source);
    deployment.deployed = {added.uid, version->key, added.version, added.added};
    if (added.added)
        audit::record(tx, {.action = "decision_model.deployed",
                           .subject = added.uid,
                           .detail = R"({"version":)" + std::to_string(added.version) + "}",
                           .at = now,
                           .agency = owner.value_or(0)});
    return deployment;
}

base::Result<base::Done> deploy_file(db::Transaction& tx, const std::string& source, base::Time now)
{
    const auto deployed = deploy(tx, std::nullopt, {.source = source}, now);
    if (!deployed) return base::invalid("source", deployed.error().message);
    if (deployed->findings.empty()) return base::Done{};
    const dmn::Finding& first = deployed->findings.front();
    return base::invalid("source",
                         base::Message(msg("Dòng {{line}}: {{why}}"),
                                       {{"line", std::to_string(first.line)}, {"why", first.message.str()}}));
}

base::Result<base::Done> withdraw(db::Transaction& tx, std::optional<std::int64_t> owner,
                                  const std::string& uid, const std::string& why, base::Time now)
{
    base::Wrong wrong;
    if (is_blank(why)) wrong.emplace_back("why", msg("Nhập lý do. Lý do ở lại trong lịch sử của mô hình."));
    require_length(wrong, "why", why, kLongestNote);
    if (auto error = base::invalid(std::move(wrong))) return *error;
    if (!store::withdraw(tx, uid, owner, now, why))
        return base::not_found(msg("Không có phiên bản này, hoặc nó đã bị bỏ."));
    audit::record(tx, {.action = "decision_model.withdrawn",
                       .subject = uid,
                       .detail = "{}",
                       .at = now,
                       .agency = owner.value_or(0)});
    return base::Done{};
}

}  // namespace lt::decisions
