// Reads TOML and the environment into Config. toml++ stays in this file.
#include "kit/base/config.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <iterator>
#include <map>
#include <sstream>
#include <stdexcept>
#include <variant>

#include <toml++/toml.h>

namespace lt::base {
namespace {

using Target = std::variant<std::string*, std::filesystem::path*, bool*, unsigned*, std::uint16_t*,
                            std::uint64_t*, std::vector<std::string>*, std::vector<RemoteSigning>*>;

std::map<std::string, Target> targets(Config& config)
{
    return {
        {"server.address", &config.listen_address},
        {"server.port", &config.listen_port},
        {"server.workers", &config.workers},
        {"server.secure", &config.secure_cookies},
        {"server.public_url", &config.public_url},
        {"server.tls_certificate", &config.tls_certificate},
        {"server.tls_key", &config.tls_key},
        {"database.dsn", &config.dsn},
        {"database.owner_dsn", &config.owner_dsn},
        {"paths.state", &config.state},
        {"paths.resources", &config.resources},
        {"uploads.limit", &config.upload_limit},
        {"uploads.waiting_files", &config.waiting_files},
        {"uploads.waiting_bytes", &config.waiting_bytes},
        {"scans.folder", &config.scan_folder},
        {"signing.pkcs11_module", &config.pkcs11_module},
        {"signing.remote", &config.remote_signing},
        {"trust.directory", &config.trust},
        {"trust.timestamps", &config.timestamp_urls},
        {"trust.grace_hours", &config.trust_grace_hours},
        {"trust.renewal_days", &config.renewal_days},
        {"trust.private_addresses", &config.trust_private_addresses},
        {"trust.proxy", &config.trust_proxy},
        {"exchange.node.code", &config.node_code},
        {"exchange.node.certificate", &config.node_certificate},
        {"exchange.node.key", &config.node_key},
        {"exchange.nats.servers", &config.nats_servers},
        {"exchange.nats.credentials", &config.nats_credentials},
        {"exchange.nats.authorities", &config.nats_authorities},
        {"exchange.nats.certificate", &config.nats_certificate},
        {"exchange.nats.key", &config.nats_key},
        {"exchange.nats.replicas", &config.nats_replicas},
        {"log.level", &config.log_level},
        {"development.reload_views", &config.reload_views},
    };
}

// Puts the text into the target; false when it is no value of the target's type.
bool assign(const Target& target, std::string_view text)
{
    return std::visit(
        [&](auto* place) {
            using T = std::remove_pointer_t<decltype(place)>;
            if constexpr (std::is_same_v<T, bool>) {
                if (text != "true" && text != "false") return false;
                *place = text == "true";
            } else if constexpr (std::is_integral_v<T>) {
                const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *place);
                return error == std::errc() && end == text.data() + text.size();
            } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
                std::istringstream words{std::string(text)};
                place->assign(std::istream_iterator<std::string>(words), {});
            } else if constexpr (std::is_same_v<T, std::vector<RemoteSigning>>) {
                return false;  // a text can't hold it
            } else {
                *place = T(text);
            }
            return true;
        },
        target);
}

bool is_text(const Target& target)
{
    return std::holds_alternative<std::string*>(target) ||
           std::holds_alternative<std::filesystem::path*>(target);
}

// An array of texts; false when it is something else.
bool read_list(const toml::node& node, std::vector<std::string>& into)
{
    const toml::array* array = node.as_array();
    if (array == nullptr) return false;
    into.clear();
    for (const toml::node& one : *array) {
        if (!one.is_string()) return false;
        into.push_back(one.as_string()->get());
    }
    return true;
}

// An array of tables, each with exactly the members of a service; a name that stands twice is wrong, too.
bool read_services(const toml::node& node, std::vector<RemoteSigning>& into)
{
    const toml::array* array = node.as_array();
    if (array == nullptr) return false;
    into.clear();
    for (const toml::node& one : *array) {
        const toml::table* table = one.as_table();
        if (table == nullptr || table->size() != 3) return false;
        const auto text = [&](const char* name) { return (*table)[name].value_or(std::string()); };
        RemoteSigning service{.name = text("name"), .url = text("url"), .key_file = text("key_file")};
        const bool again = std::ranges::find(into, service.name, &RemoteSigning::name) != into.end();
        const bool good_name = !service.name.empty() && service.name.size() <= 100 &&
                               service.name.find('/') == std::string::npos;
        if (!good_name || again || service.url.empty() || service.key_file.empty()) return false;
        into.push_back(std::move(service));
    }
    return true;
}

[[noreturn]] void refuse(const std::string& file, const std::string& key, const toml::node& node,
                         const char* why)
{
    throw std::runtime_error(file + ":" + std::to_string(node.source().begin.line) + ": " + key + ": " + why);
}

void read_table(const toml::table& table, const std::string& prefix, const std::string& file,
                const std::map<std::string, Target>& known)
{
    for (const auto& [name, node] : table) {
        const std::string key = prefix + std::string(name.str());
        const auto found = known.find(key);
        if (found == known.end()) {
            if (!node.is_table()) refuse(file, key, node, "this key is not known");
            const auto section = known.lower_bound(key + ".");
            if (section == known.end() || !section->first.starts_with(key + ".")) {
                refuse(file, key, node, "this key is not known");
            }
            read_table(*node.as_table(), key + ".", file, known);
            continue;
        }
        bool good = false;
        if (is_text(found->second)) {
            good = node.is_string() && assign(found->second, node.as_string()->get());
        } else if (auto* const* list = std::get_if<std::vector<std::string>*>(&found->second)) {
            good = read_list(node, **list);
        } else if (auto* const* services = std::get_if<std::vector<RemoteSigning>*>(&found->second)) {
            good = read_services(node, **services);
        } else if (std::holds_alternative<bool*>(found->second)) {
            good = node.is_boolean() && assign(found->second, node.as_boolean()->get() ? "true" : "false");
        } else {
            good = node.is_integer() && assign(found->second, std::to_string(node.as_integer()->get()));
        }
        if (!good) refuse(file, key, node, "the value has the wrong type or is out of range");
    }
}

std::string variable_of(const std::string& key)
{
    std::string name = "LT_";
    for (const char c : key)
        name += c == '.' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    return name;
}

bool holds_resources(const std::filesystem::path& folder)
{
    std::error_code ignored;
    return std::filesystem::is_directory(folder / "db" / "migrations", ignored) &&
           std::filesystem::is_directory(folder / "data", ignored);
}

}  // namespace

Config load_config(const std::filesystem::path& file)
{
    Config config;
    const auto known = targets(config);
    if (!file.empty()) {
        try {
            read_table(toml::parse_file(file.string()), "", file.string(), known);
        } catch (const toml::parse_error& error) {
            throw std::runtime_error(file.string() + ":" + std::to_string(error.source().begin.line) + ": " +
                                     std::string(error.description()));
        }
    }
    for (const auto& [key, target] : known) {
        const std::string name = variable_of(key);
        const char* value = std::getenv(name.c_str());
        if (value == nullptr || assign(target, value)) continue;
        throw std::runtime_error(name + ": the value has the wrong type or is out of range");
    }
    if (config.resources.empty()) config.resources = find_resources();
    return config;
}

std::filesystem::path trust_folder(const Config& config)
{
    return config.trust.empty() ? config.state / "trust" : config.trust;
}

std::filesystem::path find_resources()
{
    std::error_code ignored;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", ignored);
    for (auto folder = program.parent_path();; folder = folder.parent_path()) {
        if (holds_resources(folder)) return folder;
        if (holds_resources(folder / "share" / "lienthong")) return folder / "share" / "lienthong";
        if (folder == folder.parent_path()) break;
    }
    throw std::runtime_error("the folder with db/migrations and data was not found above " +
                             program.string() + "; name it in paths.resources");
}

}  // namespace lt::base
