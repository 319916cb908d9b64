// The settings of one installation: a TOML file, each key overridden by an environment variable.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace lt::base {

// A service that holds keys of signers: docs/integrator/remote-signing.md.
struct RemoteSigning {
    std::string name{};                // as people read it
    std::string url{};                 // "https://…"
    std::filesystem::path key_file{};  // the installation's key at the service
};

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
    std::filesystem::path scan_folder{};    // scans.folder: a sub-folder for each agency's code; empty: none
    std::filesystem::path pkcs11_module{};  // signing.pkcs11_module: driver of the tokens at this server
    std::vector<RemoteSigning> remote_signing{};  // [[signing.remote]]: name, url, key_file; in the file only
    std::filesystem::path trust{};                // trust.directory, see trust_folder()
    std::vector<std::string>
        timestamp_urls{};  // trust.timestamps, asked in this order; in the environment apart by spaces
    unsigned trust_grace_hours = 24;  // trust.grace_hours that old revocation data count while nobody answers
    unsigned renewal_days = 90;       // trust.renewal_days before a timestamp stops to count, it is renewed
    bool trust_private_addresses = false;  // trust.private_addresses may be asked for revocation data
    std::string trust_proxy{};             // trust.proxy for revocation data and timestamps
    std::string node_code{};  // exchange.node.code: of this node among others; empty: it stands alone
    std::filesystem::path node_certificate{};  // exchange.node.certificate (PEM)
    std::filesystem::path node_key{};          // exchange.node.key (PEM)
    std::vector<std::string> nats_servers{};   // exchange.nats.servers; in the environment apart by spaces
    std::filesystem::path nats_credentials{};  // exchange.nats.credentials: a .creds file
    std::filesystem::path
        nats_authorities{};  // exchange.nats.authorities (PEM): the servers' certificates are of these
    std::filesystem::path nats_certificate{};  // exchange.nats.certificate (PEM) of this client
    std::filesystem::path nats_key{};          // exchange.nats.key of it
    unsigned nats_replicas = 1;                // exchange.nats.replicas of each stream: 3 in a cluster
    std::string log_level = "info";            // log.level
    bool reload_views = false;                 // development.reload_views
};

// Where the operator keeps roots, policy of algorithms and revocation lists: trust.directory, or `trust` in the state folder.
std::filesystem::path trust_folder(const Config& config);

Config load_config(const std::filesystem::path& file);  // an empty path: defaults and environment only

// The folder that holds db/migrations, web and data: beside the program when installed, above it in a
// checkout.
std::filesystem::path find_resources();

}  // namespace lt::base
