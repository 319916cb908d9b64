#include "kit/asic/read.h"

#include <algorithm>

#include "kit/asic/archive.h"
#include "kit/asic/manifest.h"
#include "kit/xml_signature/judge.h"

namespace lt::asic {
namespace {

using crypto::Indication;
using crypto::SubIndication;

constexpr std::size_t kMostSignatures = 50;

bool is_signature(const std::string& name, std::string_view kind, std::string_view ending)
{
    return name.find(kind) != std::string::npos && name.ends_with(ending) &&
           name.find('/') == name.rfind('/');  // right in META-INF
}

void lower_to(ContainerSignature& signature, Indication indication, SubIndication sub, base::Message reason)
{
    signature.reason = std::move(reason);
    // What failed stays failed.
    if (signature.verdict.indication == Indication::failed) return;
    signature.verdict.indication = indication;
    signature.verdict.sub = sub;
}

class Reader {
public:
    Reader(const Opener& open, Archive archive, const crypto::ValidationInput& input)
        : open_(open), archive_(std::move(archive)), input_(input)
    {
    }
    base::Result<Container> run();

private:
    void read_manifests();
    void judge_cades(const std::string& name, const std::string& bytes);
    void judge_xades(const std::string& name, const std::string& bytes);
    void hold_against_files(ContainerSignature& signature, const Manifest& manifest);
    crypto::ByteSource open_file(const std::string& name) const;

    struct NamedManifest {
        std::string name{};
        Manifest manifest{};
    };

    const Opener& open_;
    Archive archive_;
    const crypto::ValidationInput& input_;
    std::vector<NamedManifest> manifests_{};
    Digests digests_{};
    Container out_{};
};

void Reader::read_manifests()
{
    Wanted wanted;
    for (const auto& [name, bytes] : archive_.meta) {
        if (!is_signature(name, "ASiCManifest", ".xml")) continue;
        auto manifest = read_manifest(bytes);
        if (!manifest) continue;  // its signature will find no manifest
        for (const ManifestEntry& entry : manifest->entries)
            if (archive_.data_files.contains(entry.name) && !entry.algorithm.empty())
                wanted[entry.name].insert(entry.algorithm);
        manifests_.push_back({name, std::move(*manifest)});
    }
    digests_ = measure(open_, wanted);
}

void Reader::hold_against_files(ContainerSignature& signature, const Manifest& manifest)
{
    for (const ManifestEntry& entry : manifest.entries) {
        const base::Message::Value value{"name", entry.name};
        if (!archive_.data_files.contains(entry.name)) {
            signature.verdict.intact = false;
            lower_to(signature, Indication::indeterminate, SubIndication::signed_data_not_found,
                     {"Bảng kê nêu tệp “{{name}}” nhưng gói không có tệp đó.", {value}});
            continue;
        }
        if (std::find(signature.covers.begin(), signature.covers.end(), entry.name) !=
            signature.covers.end()) {
            lower_to(signature, Indication::indeterminate, SubIndication::format_failure,
                     {"Bảng kê nêu hai lần tệp “{{name}}”.", {value}});
            continue;
        }
        const auto found = digests_.find({entry.name, entry.algorithm});
        if (found == digests_.end() ||
            !input_.trust.policy().digest_counts(entry.algorithm,
                                                 signature.verdict.proven_at.value_or(input_.now))) {
            lower_to(signature, Indication::indeterminate, SubIndication::crypto_constraints_failure,
                     {"Mã băm của tệp “{{name}}” dùng thuật toán không còn được tin cậy.", {value}});
            continue;
        }
        if (found->second != entry.digest) {
            signature.verdict.intact = false;
            lower_to(signature, Indication::failed, SubIndication::hash_failure,
                     {"Tệp “{{name}}” đã bị thay đổi sau khi ký.", {value}});
            continue;
        }
        signature.covers.push_back(entry.name);
    }
}

void Reader::judge_cades(const std::string& name, const std::string& bytes)
{
    const auto of_it = std::find_if(manifests_.begin(), manifests_.end(),
                                    [&](const NamedManifest& one) { return one.manifest.signature == name; });
    const bool several = std::count_if(manifests_.begin(), manifests_.end(), [&](const NamedManifest& one) {
                             return one.manifest.signature == name;
                         }) > 1;
    std::size_t length = 0;
    const auto signatures = crypto::CmsSignature::parse_all(bytes, length);
    ContainerSignature unreadable{.file = name};
    unreadable.verdict.sub = SubIndication::format_failure;
    if (!signatures) {
        unreadable.reason = signatures.error().message;
    } else if (of_it == manifests_.end() || several) {
        unreadable.reason = "Chữ ký trong gói không có bảng kê (ASiCManifest) của riêng nó.";
    }
    if (!unreadable.reason.empty()) {
        out_.signatures.push_back(std::move(unreadable));
        return;
    }
    const std::string_view content = archive_.meta.at(of_it->name);
    for (const crypto::CmsSignature& one : *signatures) {
        ContainerSignature judged{.file = name,
                                  .verdict = crypto::judge_signature(one, {&content, 1}, input_)};
        hold_against_files(judged, of_it->manifest);
        out_.signatures.push_back(std::move(judged));
    }
}

crypto::ByteSource Reader::open_file(const std::string& name) const
{
    return archive_.data_files.contains(name) ? entry_source(open_, name) : nullptr;
}

void Reader::judge_xades(const std::string& name, const std::string& bytes)
{
    const auto document =
        xml_signature::read_signatures(bytes, [this](const std::string& file) { return open_file(file); });
    if (!document) {
        ContainerSignature unreadable{.file = name, .reason = document.error().message};
        unreadable.verdict.sub = SubIndication::format_failure;
        out_.signatures.push_back(std::move(unreadable));
        return;
    }
    for (const xml_signature::XmlSignature& one : document->signatures) {
        ContainerSignature judged{
            .file = name, .verdict = xml_signature::judge(one, input_), .reason = one.form_refused};
        if (judged.verdict.intact) judged.covers = one.files;
        if (judged.reason.empty() && one.files.empty())
            lower_to(judged, Indication::indeterminate, SubIndication::signed_data_not_found,
                     "Chữ ký không bao trùm tệp nào của gói.");
        out_.signatures.push_back(std::move(judged));
    }
}

base::Result<Container> Reader::run()
{
    read_manifests();
    for (const auto& [name, bytes] : archive_.meta) {
        if (is_signature(name, "signature", ".p7s")) judge_cades(name, bytes);
        if (is_signature(name, "signatures", ".xml")) judge_xades(name, bytes);
        if (out_.signatures.size() > kMostSignatures)
            return base::invalid("file", "Gói có quá nhiều chữ ký.");
    }
    if (out_.signatures.empty()) return base::invalid("file", "Gói không có chữ ký nào.");
    for (const auto& data_file : archive_.data_files) {
        const std::string& name = data_file.first;
        out_.files.push_back(name);
        const bool covered =
            std::any_of(out_.signatures.begin(), out_.signatures.end(), [&](const ContainerSignature& one) {
                return std::find(one.covers.begin(), one.covers.end(), name) != one.covers.end();
            });
        if (!covered) out_.not_covered.push_back(name);
    }
    const auto any = [&](Indication indication) {
        return std::any_of(
            out_.signatures.begin(), out_.signatures.end(),
            [&](const ContainerSignature& one) { return one.verdict.indication == indication; });
    };
    if (any(Indication::failed))
        out_.indication = Indication::failed;
    else if (any(Indication::indeterminate) || !out_.not_covered.empty())
        out_.indication = Indication::indeterminate;
    else
        out_.indication = Indication::passed;
    return std::move(out_);
}

}  // namespace

base::Result<Container> read_container(const Opener& open, const crypto::ValidationInput& input)
{
    auto archive = read_archive(open);
    if (!archive) return archive.error();
    return Reader(open, std::move(*archive), input).run();
}

}  // namespace lt::asic
