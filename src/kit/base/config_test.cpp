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
