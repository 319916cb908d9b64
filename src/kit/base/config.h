// The settings of one installation: a TOML file, each key overridden by an environment variable.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace lt::base {

// Read once at the start and passed down. Key `a.b_c` is overridden by LT_A_B_C. An unknown key in the file
// or a value of the wrong type throws std::runtime_error that names the key and the line.
struct Config {
    std::string listen_address = "127.0.0.1";  // server.address
    std::uint16_t listen_port = 8080;          // server.port; 0 takes a free one
    unsigned workers = 0;                      // server.workers; 0 = 4 for each core
    bool secure_cookies = false;               // server.secure: true behind TLS
    std::string public_url{};                  // server.public_url
    std::string tls_certificate{};             // server.tls_certificate (PEM file), empty: plain HTTP
    std::string tls_key{};                     // server.tls_key
    std::string dsn{};                    // database.dsn of the application's role; empty: private cluster
    std::string owner_dsn{};              // database.owner_dsn of the role that migrates
    std::filesystem::path state = "var";  // paths.state: cluster, blobs, keys
    std::filesystem::path
        resources{};  // paths.resources: views, web, data, migrations; empty: found by itself
    std::uint64_t upload_limit = 200ull << 20;  // uploads.limit, bytes a file
    unsigned waiting_files = 100;  // uploads.waiting_files of one official that no form has used yet
    std::uint64_t waiting_bytes = 2ull << 30;  // uploads.waiting_bytes, all of them together
    std::string log_level = "info";            // log.level
    bool reload_views = false;                 // development.reload_views
};

Config load_config(const std::filesystem::path& file);  // an empty path: defaults and environment only

// The folder that holds db/migrations, web and data: beside the program when installed, above it in a
// checkout.
std::filesystem::path find_resources();

}  // namespace lt::base
