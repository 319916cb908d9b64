// `lienthong signature verify`.
#include <fstream>
#include <iostream>

#include <nlohmann/json.hpp>

#include "app/commands.h"
#include "app/commands/trust_given.h"
#include "kit/asic/read.h"
#include "kit/crypto/cades.h"
#include "kit/crypto/validation.h"
#include "kit/trust/load.h"
#include "kit/xml_signature/judge.h"

namespace lt::app {
namespace {

namespace fs = std::filesystem;
using crypto::Indication;
using Json = nlohmann::ordered_json;

constexpr int kNotReadable = 2;

int not_readable(const base::Message& why)
{
    std::cerr << "lienthong: " << why << "\n";
    std::cout << R"({"indication":"indeterminate","subIndication":"","signatures":[],"readable":false})"
              << "\n";
    return kNotReadable;
}

crypto::ByteSource source_of(const fs::path& file)
{
    auto in = std::make_shared<std::ifstream>(file, std::ios::binary);
    if (!*in || fs::is_directory(file)) throw std::runtime_error("can't read " + file.string());
    return [in, file](std::span<char> buffer) {
        in->read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        if (in->bad()) throw std::runtime_error("can't read " + file.string());
        return static_cast<std::size_t>(in->gcount());
    };
}

Json time_or_null(const std::optional<base::Time>& time)
{
    return time ? Json(base::format_iso(*time)) : Json();
}

Json json_of(const crypto::SignatureVerdict& verdict, bool covers_whole_file, const base::Message& reason)
{
    return {{"signer", verdict.signer ? verdict.signer->common_name() : std::string()},
            {"intact", verdict.intact},
            {"cryptographicallyValid", verdict.cryptographically_valid},
            {"coversWholeFile", covers_whole_file},
            {"level", crypto::name_of(verdict.level)},
            {"signingTime", time_or_null(verdict.proven_at ? verdict.proven_at : verdict.claimed_at)},
            {"indication", crypto::name_of(verdict.indication)},
            {"subIndication", crypto::name_of(verdict.sub)},
            {"claimedTime", time_or_null(verdict.claimed_at)},
            {"provenTime", time_or_null(verdict.proven_at)},
            {"revokedAt", time_or_null(verdict.revoked_at)},
            {"digest", verdict.digest},
            {"scope", verdict.scope},
            {"reason", reason.str()}};
}

// What is printed, and the worst of the signatures: none at all can't pass.
struct Told {
    const char* format = "";
    Json signatures = Json::array();
    std::optional<Indication> indication{};
    crypto::SubIndication sub = crypto::SubIndication::none;
    Json more = Json::object();

    void add(Json one, Indication its, crypto::SubIndication its_sub)
    {
        signatures.push_back(std::move(one));
        const auto rank = [](Indication i) {
            return i == Indication::failed ? 2 : i == Indication::indeterminate ? 1 : 0;
        };
        if (indication && rank(its) <= rank(*indication)) return;
        indication = its;
        sub = its_sub;
    }
    int print() const
    {
        const Indication shown = indication.value_or(Indication::indeterminate);
        Json out{{"indication", crypto::name_of(shown)},
                 {"subIndication", crypto::name_of(sub)},
                 {"format", format},
                 {"signatures", signatures}};
        out.update(more);
        std::cout << out.dump(-1, ' ', false, Json::error_handler_t::replace) << "\n";
        return shown == Indication::passed ? 0 : shown == Indication::failed ? 1 : 3;
    }
};

int verify_cms(const fs::path& file, fs::path content, const crypto::ValidationInput& input)
{
    auto read = crypto::read_signed_file(source_of(file));
    if (!read) return not_readable(read.error().message);
    if (content.empty() && file.extension() == ".p7s") content = fs::path(file).replace_extension();
    if (!read->enveloping) {
        if (!fs::is_regular_file(content))
            return not_readable("Chữ ký nằm rời. Chỉ ra tệp đã được ký bằng --content.");
        crypto::measure(*read, source_of(content));
    }
    Told told{.format = read->enveloping ? "cades-enveloping" : "cades-detached"};
    for (const crypto::CmsSignature& one : read->signatures) {
        const auto verdict = crypto::judge_signature(one, {}, input);
        told.add(json_of(verdict, true, {}), verdict.indication, verdict.sub);
    }
    return told.print();
}

int verify_xml(const fs::path& file, const crypto::ValidationInput& input)
{
    if (fs::file_size(file) > xml_signature::kMostXml)
        return not_readable("Tệp XML quá lớn để kiểm tra chữ ký.");
    std::ifstream in(file, std::ios::binary);
    const std::string xml{std::istreambuf_iterator<char>(in), {}};
    const auto read = xml_signature::read_signatures(xml);
    if (!read) return not_readable(read.error().message);
    Told told{.format = "xml"};
    for (const xml_signature::XmlSignature& one : read->signatures) {
        auto verdict = xml_signature::judge(one, input);
        base::Message reason = one.form_refused;
        // A signature over a part says nothing of the rest, which is where a wrapped document hides what it wants.
        if (!one.covers_document && verdict.passed()) {
            verdict.indication = Indication::indeterminate;
            verdict.sub = crypto::SubIndication::sig_constraints_failure;
            reason = "Chữ ký không bao trùm cả tệp.";
        }
        told.add(json_of(verdict, one.covers_document, reason), verdict.indication, verdict.sub);
    }
    if (read->rewritten) {
        told.more["rewritten"] = true;
        if (told.indication == Indication::passed) told.indication = Indication::indeterminate;
    }
    return told.print();
}

int verify_container(const fs::path& file, const crypto::ValidationInput& input)
{
    const auto container = asic::read_container([&] { return source_of(file); }, input);
    if (!container) return not_readable(container.error().message);
    Told told{.format = "asic-e"};
    for (const asic::ContainerSignature& one : container->signatures) {
        Json json = json_of(one.verdict, one.covers.size() == container->files.size(), one.reason);
        json["file"] = one.file;
        json["covers"] = one.covers;
        told.add(std::move(json), one.verdict.indication, one.verdict.sub);
    }
    told.indication = container->indication;
    told.more = {{"files", container->files}, {"notCovered", container->not_covered}};
    return told.print();
}

}  // namespace

int verify_signature(const base::Config& config, const fs::path& file, const fs::path& content,
                     const fs::path& trust, const std::string& at)
{
    const auto now = at.empty() ? std::optional(base::SystemClock().now()) : iso_time(at);
    if (!now) return not_readable({"Thời điểm “{{at}}” không đúng dạng ISO 8601.", {{"at", at}}});
    try {
        if (!fs::is_regular_file(file))
            return not_readable({"Không có tệp “{{name}}”.", {{"name", file.string()}}});
        const trust::Folders installed =
            trust::load_folders({config.resources / "data" / "trust", base::trust_folder(config)});
        std::optional<crypto::TrustStore> given;
        if (!trust.empty()) given.emplace(trust_in(trust, installed.store.policy()));
        const crypto::ValidationInput input{.trust = given ? *given : installed.store,
                                            .now = *now,
                                            .grace = std::chrono::hours(config.trust_grace_hours)};
        std::string start(64, '\0');
        start.resize(source_of(file)({start.data(), start.size()}));
        if (start.starts_with("%PDF")) return not_readable("Tệp PDF được kiểm tra bằng lệnh “pdf verify”.");
        if (start.starts_with("PK")) return verify_container(file, input);
        const std::size_t first = start.find_first_not_of(" \t\r\n\xef\xbb\xbf");
        if (first != std::string::npos && start[first] == '<') return verify_xml(file, input);
        return verify_cms(file, content, input);
    } catch (const std::exception& error) {
        return not_readable(std::string_view(error.what()));
    }
}

}  // namespace lt::app
