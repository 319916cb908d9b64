// Services of the configuration: which are taken, and what the operator reads of the others.
#include "app/remote_signing.h"

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <gtest/gtest.h>

namespace lt::app {
namespace {

class RemoteServices : public ::testing::Test {
protected:
    RemoteServices() { std::ofstream(key_) << "khoa-cua-tinh\n"; }
    ~RemoteServices() override { std::filesystem::remove(key_); }
    std::string refusal(const std::string& url, const std::filesystem::path& key)
    {
        base::Config config;
        config.remote_signing = {{.name = "SmartCA", .url = url, .key_file = key}};
        try {
            return remote_signing(config, fetcher_).contains("SmartCA") ? "" : "nothing";
        } catch (const std::runtime_error& error) {
            return error.what();
        }
    }
    std::filesystem::path key_ = ::testing::TempDir() + "lt_remote_key";
    fetch::HttpFetcher fetcher_{{.allow_private = true}};
};

TEST_F(RemoteServices, connects_what_is_safe)
{
    EXPECT_EQ(refusal("https://bridge.example.vn/", key_), "");
    EXPECT_EQ(refusal("http://127.0.0.1:8990", key_), "");
    for (const char* open : {"http://bridge.example.vn", "http://127.0.0.1.evil.vn", "ftp://a", "a"})
        EXPECT_NE(refusal(open, key_).find("https://"), std::string::npos) << open;
    const std::string lost = refusal("https://bridge.example.vn", "/nowhere/key");
    EXPECT_NE(lost.find("SmartCA"), std::string::npos);
    EXPECT_NE(lost.find("/nowhere/key"), std::string::npos);
    EXPECT_EQ(lost.find("khoa-cua-tinh"), std::string::npos);
}

}  // namespace
}  // namespace lt::app
