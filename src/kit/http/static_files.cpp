#include "kit/http/static_files.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "kit/base/ids.h"
#include "kit/crypto/digest.h"
#include "kit/http/ascii.h"
#include "kit/http/respond.h"

namespace lt::http {

namespace {

namespace fs = std::filesystem;

struct StaticFile {
    std::string type{};
    std::string etag{};
    std::shared_ptr<const std::string> bytes{};
    std::shared_ptr<const std::string> gzipped{};  // when it is worth it
};
using StaticFiles = std::map<std::string, StaticFile, std::less<>>;

class MemoryContent final : public Content {
public:
    explicit MemoryContent(std::shared_ptr<const std::string> bytes) : bytes_(std::move(bytes)) {}
    std::uint64_t size() const override { return bytes_->size(); }
    std::size_t read(std::uint64_t offset, std::span<std::byte> buffer) override
    {
        if (offset >= bytes_->size()) return 0;
        const auto n =
            std::min<std::size_t>(buffer.size(), bytes_->size() - static_cast<std::size_t>(offset));
        std::memcpy(buffer.data(), bytes_->data() + offset, n);
        return n;
    }
    bool quick() const override { return true; }

private:
    std::shared_ptr<const std::string> bytes_;
};

// Names that need no escaping and hide nothing; others are not served.
bool is_safe(const std::string& name)
{
    if (name.empty() || name.front() == '.') return false;
    for (const char c : name) {
        const bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                          c == '.' || c == '-' || c == '_';
        if (!good) return false;
    }
    return true;
}

// Regular files with safe names by their path inside the folder, in the order of names.
std::map<std::string, fs::path> list(const fs::path& folder)
{
    std::map<std::string, fs::path> out;
    for (auto at = fs::recursive_directory_iterator(folder); at != fs::recursive_directory_iterator(); ++at) {
        if (!is_safe(at->path().filename().string())) {
            if (at->is_directory()) at.disable_recursion_pending();
            continue;
        }
        if (at->is_regular_file())
            out.emplace(at->path().lexically_relative(folder).generic_string(), at->path());
    }
    return out;
}

std::string read_file(const fs::path& path)
{
    std::ifstream in(path, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (!in && !in.eof()) throw std::runtime_error("can't read " + path.string());
    return bytes;
}

StaticFile load(const fs::path& path)
{
    StaticFile file{.type = media_type_of(path)};
    auto bytes = read_file(path);
    file.etag = crypto::sha256_hex(bytes).substr(0, 32);
    const bool is_text = file.type.starts_with("text/") || file.type.starts_with("application/json") ||
                         file.type.starts_with("image/svg");
    if (is_text && bytes.size() > 512) {
        auto small = gzip(bytes, 9);
        if (small.size() < bytes.size()) file.gzipped = std::make_shared<const std::string>(std::move(small));
    }
    file.bytes = std::make_shared<const std::string>(std::move(bytes));
    return file;
}

Response serve(const StaticFile& file, const Request& request, bool current)
{
    const bool small = file.gzipped && quality(request.header("accept-encoding"), "gzip") > 0;
    Response out{.content = memory_content(small ? file.gzipped : file.bytes)};
    out.header("Content-Type", file.type);
    out.header("Cache-Control", current ? "public, max-age=31536000, immutable" : "no-cache");
    // Two forms of one file must not share a strong tag.
    out.header("ETag", "\"" + file.etag + (small ? "-gz\"" : "\""));
    if (file.gzipped) out.header("Vary", "Accept-Encoding");
    if (small) out.header("Content-Encoding", "gzip");
    return out;
}

}  // namespace

std::string media_type_of(const fs::path& file)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kTypes{{
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".map", "application/json"},
        {".json", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".html", "text/html; charset=utf-8"},
        {".txt", "text/plain; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".jpeg", "image/jpeg"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".woff", "font/woff"},
        {".pdf", "application/pdf"},
    }};
    const auto suffix = ascii_lower(file.extension().string());
    for (const auto& [end, type] : kTypes)
        if (suffix == end) return std::string(type);
    return "application/octet-stream";
}

std::shared_ptr<Content> memory_content(std::shared_ptr<const std::string> bytes)
{
    return std::make_shared<MemoryContent>(std::move(bytes));
}

std::string static_version(const fs::path& folder)
{
    if (!fs::is_directory(folder)) return "0";
    crypto::Sha256 digest;
    for (const auto& [name, path] : list(folder)) {
        digest.update(name);
        digest.update(crypto::sha256(read_file(path)));
    }
    return base::to_hex(digest.finish().substr(0, 6));
}

void add_static_routes(Router& router, const std::string& prefix, const fs::path& folder,
                       const std::string& version)
{
    auto files = std::make_shared<StaticFiles>();
    for (const auto& [name, path] : list(folder)) files->emplace(name, load(path));
    router.get(prefix + "/{version}/{file*}", everybody(), [files, version](Request& request) {
        const auto at = files->find(request.param("file"));
        if (at == files->end()) return refuse(404);
        return serve(at->second, request, request.param("version") == version);
    });
}

}  // namespace lt::http
