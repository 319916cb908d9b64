// Styles, scripts, fonts and icons of web/dist, from memory.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "kit/http/router.h"

namespace lt::app {

// All files with a common version, which is in their address: browsers keep them for a year and never ask again.
class Assets {
public:
    explicit Assets(
        const std::filesystem::path& folder);  // throws std::runtime_error when it is empty or not there
    std::string prefix() const;                // "/assets/3f2a91c0"
    void add_routes(http::Router& router) const;

private:
    std::shared_ptr<const struct AssetFiles> files_;
};

}  // namespace lt::app
