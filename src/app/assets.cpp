#include "app/assets.h"

#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>

#include "kit/crypto/digest.h"

namespace lt::app {
namespace {

namespace fs = std::filesystem;

const char* media_type(const fs::path& file)
{
    const std::string ending = file.extension().string();
    if (ending == ".css") return "text/css; charset=utf-8";
    if (ending == ".js") return "text/javascript; charset=utf-8";
    if (ending == ".svg") return "image/svg+xml";
    if (ending == ".woff2") return "font/woff2";
    if (ending == ".png") return "image/png";
    return "application/octet-stream";
}

struct Asset {
    std::string bytes{};
    std::string media_type{};
};

}  // namespace

struct AssetFiles {
    std::string version{};
    std::map<std::string, Asset, std::less<>> files{};  // by path below the folder
};

Assets::Assets(const fs::path& folder)
{
    auto found = std::make_shared<AssetFiles>();
    if (fs::is_directory(folder)) {
        for (const auto& entry : fs::recursive_directory_iterator(folder)) {
            if (!entry.is_regular_file()) continue;
            std::ifstream in(entry.path(), std::ios::binary);
            found->files[fs::relative(entry.path(), folder).generic_string()] = {
                .bytes = {std::istreambuf_iterator<char>(in), {}}, .media_type = media_type(entry.path())};
        }
    }
    if (found->files.empty()) throw std::runtime_error(folder.string() + " holds no files: run bin/setup");
    crypto::Sha256 digest;
    for (const auto& [name, asset] : found->files) {
        digest.update(name);
        digest.update(crypto::sha256(asset.bytes));
    }
    const std::string raw = digest.finish();
    for (const char c : raw.substr(0, 6)) {
        constexpr const char* kDigits = "0123456789abcdef";
        found->version += kDigits[static_cast<unsigned char>(c) >> 4];
        found->version += kDigits[static_cast<unsigned char>(c) & 15];
    }
    files_ = std::move(found);
}

std::string Assets::prefix() const { return "/assets/" + files_->version; }

void Assets::add_routes(http::Router& router) const
{
    router.get("/assets/{version}/{rest*}", http::everybody(), [files = files_](http::Request& request) {
        const auto found = files->files.find(request.param("rest"));
        if (found == files->files.end()) return http::refuse(404);
        http::Response response;
        response.body = found->second.bytes;
        response.header("Content-Type", found->second.media_type);
        // A page that was open during an update asks for the old version once more and gets the new file.
        const bool current = request.param("version") == files->version;
        response.header("Cache-Control", current ? "public, max-age=31536000, immutable" : "no-cache");
        return response;
    });
}

}  // namespace lt::app
