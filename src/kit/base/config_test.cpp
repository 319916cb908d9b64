#include "kit/base/config.h"

#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace lt::base {
namespace {

class ConfigFile : public testing::Test {
protected:
    Config load(const std::string& text)
    {
        std::ofstream(path_) << text;
        return load_config(path_);
    }
    std::string refusal(const std::string& text)
    {
        try {
            static_cast<void>(load(text));
        } catch (const std::runtime_error& error) {
            return error.what();
        }
        return "accepted";
    }
    void set(const char* name, const char* value)
    {
        ::setenv(name, value, 1);
        names_.emplace_back(name);
    }
    void TearDown() override
    {
        for (const std::string& name : names_) ::unsetenv(name.c_str());
        std::filesystem::remove(path_);
    }

private:
    std::filesystem::path path_ = testing::TempDir() + "lt_config_test.toml";
    std::vector<std::string> names_{};
};

TEST_F(ConfigFile, has_defaults)
{
    const Config config = load_config({});
    EXPECT_EQ(config.listen_port, 8080);
    EXPECT_EQ(config.upload_limit, 200u << 20);
    EXPECT_TRUE(std::filesystem::is_directory(config.resources / "db" / "migrations"));
}

TEST_F(ConfigFile, reads_services)
{
    const std::string one =
        "[[signing.remote]]\nname = 'SmartCA'\nurl = 'https://a.vn'\nkey_file = '/etc/a'\n";
    const Config config =
        load(one + "[[signing.remote]]\nname = 'MySign'\nurl = 'https://b.vn'\nkey_file = '/etc/b'\n");
    ASSERT_EQ(config.remote_signing.size(), 2U);
    EXPECT_EQ(config.remote_signing[1].name, "MySign");
    EXPECT_EQ(config.remote_signing[1].url, "https://b.vn");
    EXPECT_EQ(config.remote_signing[1].key_file, "/etc/b");
    for (const std::string& wrong :
         {one + one, std::string("[[signing.remote]]\nname = 'A'\nurl = 'https://a.vn'\n"),
          std::string("[[signing.remote]]\nname = 'A/B'\nurl = 'https://a.vn'\nkey_file = 'k'\n"),
          std::string("[[signing.remote]]\nname = 'A'\nurl = 'https://a.vn'\nkey_file = 'k'\nx = 1\n"),
          std::string("[signing]\nremote = 'https://a.vn'\n")})
        EXPECT_NE(refusal(wrong).find("signing.remote"), std::string::npos) << wrong;
}

TEST_F(ConfigFile, reads_sections_in_sections)
{
    const Config config = load("[exchange.node]\ncode = 'H05'\nkey = '/etc/node.key'\n[exchange.nats]\n"
                               "servers = ['nats://a:4222', 'nats://b:4222']\nreplicas = 3\n");
    EXPECT_EQ(config.node_code, "H05");
    EXPECT_EQ(config.node_key, "/etc/node.key");
    EXPECT_EQ(config.nats_servers.size(), 2U);
    EXPECT_EQ(config.nats_replicas, 3U);
    EXPECT_NE(refusal("[exchange.nats]\nserver = 'a'\n").find("exchange.nats.server: this key is not known"),
              std::string::npos);
    EXPECT_NE(refusal("[exchange.nuts]\na = 1\n").find("exchange.nuts: this key is not known"),
              std::string::npos);
    EXPECT_NE(refusal("[exchange]\nnode = 'H05'\n").find("exchange.node: this key is not known"),
              std::string::npos);
}

TEST_F(ConfigFile, reads_lists)
{
    const Config config =
        load("[trust]\ntimestamps = ['http://a.vn', 'http://b.vn/tsa']\ngrace_hours = 12\n");
    EXPECT_EQ(config.timestamp_urls, (std::vector<std::string>{"http://a.vn", "http://b.vn/tsa"}));
    EXPECT_EQ(config.trust_grace_hours, 12U);
    EXPECT_EQ(trust_folder(config), config.state / "trust");
    EXPECT_EQ(trust_folder(load("[trust]\ndirectory = '/etc/t'\n")), "/etc/t");
    EXPECT_NE(refusal("[trust]\ntimestamps = 'http://a.vn'\n").find(":2: trust.timestamps"),
              std::string::npos);
    EXPECT_NE(refusal("[trust]\ntimestamps = ['http://a.vn', 1]\n").find(":2: trust.timestamps"),
              std::string::npos);
    set("LT_TRUST_TIMESTAMPS", "http://c.vn  http://d.vn");
    EXPECT_EQ(load("[trust]\ntimestamps = ['http://a.vn']\n").timestamp_urls,
              (std::vector<std::string>{"http://c.vn", "http://d.vn"}));
}

TEST_F(ConfigFile, reads_each_kind_of_value)
{
    const Config config =
        load("[server]\nport = 9000\nsecure = true\npublic_url = 'https://a.example'\n"
             "[database]\ndsn = 'host=/run'\n[paths]\nstate = '/srv/lt'\n"
             "[uploads]\nlimit = 5_000_000_000\nwaiting_files = 7\nwaiting_bytes = 6_000_000_000\n");
    EXPECT_EQ(config.listen_port, 9000);
    EXPECT_TRUE(config.secure_cookies);
    EXPECT_EQ(config.public_url, "https://a.example");
    EXPECT_EQ(config.dsn, "host=/run");
    EXPECT_EQ(config.state, "/srv/lt");
    EXPECT_EQ(config.upload_limit, 5'000'000'000u);
    EXPECT_EQ(config.waiting_files, 7u);
    EXPECT_EQ(config.waiting_bytes, 6'000'000'000u);
}

TEST_F(ConfigFile, the_environment_wins)
{
    set("LT_SERVER_PORT", "0");
    set("LT_DATABASE_OWNER_DSN", "host=/x");
    set("LT_DEVELOPMENT_RELOAD_VIEWS", "true");
    const Config config = load("server.port = 9000");
    EXPECT_EQ(config.listen_port, 0);
    EXPECT_EQ(config.owner_dsn, "host=/x");
    EXPECT_TRUE(config.reload_views);
}

TEST_F(ConfigFile, names_the_key_and_the_line_of_a_mistake)
{
    EXPECT_NE(refusal("\n[server]\nprot = 1\n").find(":3: server.prot: this key is not known"),
              std::string::npos);
    EXPECT_NE(refusal("[sever]\nport = 1\n").find(":1: sever: "), std::string::npos);
    EXPECT_NE(refusal("port = 1\n").find(":1: port: "), std::string::npos);
    EXPECT_NE(refusal("server = 1\n").find(":1: server: "), std::string::npos);
    EXPECT_NE(refusal("[server]\nport = '1'\n").find(":2: server.port: the value"), std::string::npos);
    EXPECT_NE(refusal("[server]\nport = 70000\n").find(":2: server.port: the value"), std::string::npos);
    EXPECT_NE(refusal("[server]\nworkers = -1\n").find(":2: server.workers: the value"), std::string::npos);
    EXPECT_NE(refusal("[server]\nsecure = 1\n").find(":2: server.secure: the value"), std::string::npos);
    EXPECT_NE(refusal("[server]\naddress = 1\n").find(":2: server.address: the value"), std::string::npos);
    EXPECT_NE(refusal("[server\n").find(":1: "), std::string::npos);
}

TEST_F(ConfigFile, refuses_a_wrong_variable_by_name)
{
    set("LT_SERVER_WORKERS", "four");
    EXPECT_EQ(refusal("").find("LT_SERVER_WORKERS: "), 0u);
}

TEST_F(ConfigFile, a_missing_file_is_an_error)
{
    EXPECT_THROW(static_cast<void>(load_config("/nowhere/lt.toml")), std::runtime_error);
}

}  // namespace
}  // namespace lt::base
