#include "kit/trust/load.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "kit/crypto/revocation_data.h"
#include "kit/trust/tables.h"

namespace lt::trust {
namespace {

namespace fs = std::filesystem;
using crypto::Certificate;

constexpr std::uintmax_t kLargestFile = 64U << 20U;

// What lies in a folder beside its tables.
struct Lying {
    std::vector<std::pair<std::string, Certificate>> certificates{};  // with the name of the file
    std::vector<std::string> crls{};
};

std::string contents(const fs::path& file)
{
    std::error_code error;
    if (fs::file_size(file, error) > kLargestFile || error)
        throw WrongFile(file.string() + ":1: the file can't be read, or has more than 64 MB");
    std::ifstream in(file, std::ios::binary);
    std::string out((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    if (!in) throw WrongFile(file.string() + ":1: the file can't be read");
    return out;
}

std::vector<Certificate> certificates_in(const std::string& bytes)
{
    if (auto one = Certificate::parse(bytes)) return {std::move(*one)};
    if (auto several = Certificate::parse_pem(bytes)) return std::move(*several);
    return {};
}

std::vector<fs::path> files_in(const fs::path& folder)
{
    std::vector<fs::path> out;
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
        if (at->is_regular_file() && !at->path().filename().string().starts_with('.'))
            out.push_back(at->path());
    if (error && error != std::errc::no_such_file_or_directory)
        throw WrongFile(folder.string() + ":1: the folder can't be read: " + error.message());
    std::sort(out.begin(), out.end());
    return out;
}

bool is_certificate(const fs::path& file)
{
    const std::string kind = file.extension().string();
    return kind == ".pem" || kind == ".crt" || kind == ".cer" || kind == ".der";
}

Lying what_lies_in(const std::vector<fs::path>& files)
{
    Lying out;
    for (const fs::path& file : files) {
        if (is_certificate(file)) {
            const auto found = certificates_in(contents(file));
            if (found.empty()) throw WrongFile(file.string() + ":1: there is no certificate in this file");
            for (const Certificate& one : found) out.certificates.emplace_back(file.filename().string(), one);
        } else if (file.extension() == ".crl") {
            auto crl = crypto::read_crl(contents(file));
            if (!crl) throw WrongFile(file.string() + ":1: this is no certificate revocation list");
            out.crls.push_back(std::move(*crl));
        }
    }
    return out;
}

// The certificate that an [[anchor]] speaks of, out of those beside it.
Certificate certificate_of(const AnchorRow& row, const Lying& lying)
{
    const auto fits = [&](const auto& one) {
        return (row.file.empty() || one.first == row.file) &&
               (row.sha256.empty() || one.second.fingerprint() == row.sha256);
    };
    const auto found = std::find_if(lying.certificates.begin(), lying.certificates.end(), fits);
    if (found != lying.certificates.end()) return found->second;
    const bool there = std::any_of(lying.certificates.begin(), lying.certificates.end(),
                                   [&](const auto& one) { return one.first == row.file; });
    throw WrongFile(row.place +
                    (there ? "sha256: the certificate in the file is another one"
                           : "file: no certificate of this name or fingerprint lies beside this file"));
}

}  // namespace

Folders load_folders(const std::vector<fs::path>& folders)
{
    std::vector<crypto::Anchor> anchors;
    std::vector<Certificate> intermediates;
    crypto::Revocations known;
    Tables tables;
    for (const fs::path& folder : folders) {
        const auto files = files_in(folder);
        const Lying lying = what_lies_in(files);
        tables.anchors.clear();
        for (const fs::path& file : files)
            if (file.extension() == ".toml") tables.read(contents(file), file.string());
        for (const AnchorRow& row : tables.anchors)
            anchors.push_back({certificate_of(row, lying), row.scope, row.from, row.until, row.basis});
        for (const auto& [name, one] : lying.certificates) {
            const bool named =
                std::any_of(anchors.begin(), anchors.end(),
                            [&, &one = one](const auto& anchor) { return anchor.certificate == one; });
            if (named) continue;
            if (one.issued_itself())
                anchors.push_back({one, "other", one.not_before(), one.not_after(), {}});
            else
                intermediates.push_back(one);
        }
        known.crls.insert(known.crls.end(), lying.crls.begin(), lying.crls.end());
    }
    return {crypto::TrustStore(std::move(anchors), crypto::AlgorithmPolicy(tables.rules()),
                               std::move(intermediates), std::move(known)),
            std::move(tables.wanted)};
}

crypto::TrustStore load_trust(const fs::path& folder) { return load_folders({folder}).store; }

}  // namespace lt::trust
