// What clients of the field send (tests/axis/reference_client.py, in all its variants), read by this platform and by the reference hub.
#include <array>
#include <cstdio>

#include <gtest/gtest.h>

#include "exchange/axis/reference_hub_testing.h"
#include "exchange/axis/sign_headers.h"
#include "kit/base/clock.h"

namespace lt::axis {
namespace {

using nlohmann::json;

class FieldClients : public ::testing::Test {
protected:
    FieldClients() : hub_(base::SystemClock().now())
    {
        std::string name = (std::filesystem::temp_directory_path() / "lt-field-XXXXXX").string();
        EXPECT_NE(::mkdtemp(name.data()), nullptr);
        folder_ = name;
        write("near", ReferenceHub::kSecret);
        write("far", ReferenceHub::kOtherSecret);
        write("message.edxml",
              R"(<?xml version="1.0"?><edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016"/>)");
    }
    ~FieldClients() override { std::filesystem::remove_all(folder_); }

    void write(const char* name, const std::string& text) const
    {
        std::ofstream(folder_ / name, std::ios::binary) << text;
    }
    // The JSON that it prints. `words` are of the tests alone: no shell has to be guarded against.
    json run(const std::string& who, const std::string& words) const
    {
        const std::string program = (base::find_resources() / "tests/axis/reference_client.py").string();
        const std::string command = "python3 '" + program + "' --endpoint " + hub_.url() + " --system " +
                                    (who == "near" ? ReferenceHub::kSystem : ReferenceHub::kOtherSystem) +
                                    " --secret-file '" + (folder_ / who).string() + "' " + words;
        FILE* pipe = ::popen(command.c_str(), "r");
        EXPECT_NE(pipe, nullptr);
        std::string out;
        std::array<char, 4096> buffer{};
        for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
            out.append(buffer.data(), n);
        ::pclose(pipe);
        return json::parse(out, nullptr, false);
    }
    std::string in_folder(const char* name) const { return "'" + (folder_ / name).string() + "'"; }

    ReferenceHub hub_;
    std::filesystem::path folder_{};
};

// Every call in the hub's log is read by this platform as the hub read it.
void all_are_understood(const json& log)
{
    ASSERT_FALSE(log.empty());
    for (const json& call : log) {
        const json& headers = call.at("headers");
        const auto claim = read_headers(
            [&](std::string_view name) { return headers.value(std::string(name), std::string()); });
        ASSERT_TRUE(claim) << claim.error().message << headers.dump(1);
        const bool near = claim->system_id == ReferenceHub::kSystem;
        EXPECT_TRUE(hash_fits(*claim, near ? ReferenceHub::kSecret : ReferenceHub::kOtherSecret));
        EXPECT_FALSE(hash_fits(*claim, near ? ReferenceHub::kOtherSecret : ReferenceHub::kSecret));
        EXPECT_LT(std::chrono::abs(claim->at - base::SystemClock().now()), std::chrono::minutes(5));
        const std::string path = call.at("path");
        const bool about_one = path == "/updateStatus" || path == "/getEdoc" || path == "/downloadEdoc";
        EXPECT_EQ(claim->parameter("docid").empty(), !about_one && path != "/getSentEdocList") << path;
        EXPECT_EQ(claim->parameter("to"), path == "/sendEdoc" ? R"(["000.00.13.H53"])" : "");
    }
}

TEST_F(FieldClients, are_understood_in_every_variant)
{
    for (
        const std::string variant :
        {"", "--order reversed --docid-spelling docid --no-crlf --no-hash-file",
         "--upper-hash --json gson --content-type 'multipart/form-data; boundary=\"x=<y>\"'",
         "--order given --chunked --content-type 'application/octet-stream; charset=UTF-8' --fresh-timestamps"}) {
        SCOPED_TRACE(variant);
        const json sent = run("far", variant + " send " + in_folder("message.edxml") +
                                         " --from 000.00.00.G22 --to 000.00.13.H53");
        ASSERT_EQ(sent.value("status", ""), "OK") << sent.dump();
        const json list = run("near", variant + " list");
        ASSERT_EQ(list.at("data").size(), 1U) << list.dump();
        const std::string id = list.at("data").at(0).at("docId");
        EXPECT_EQ(run("near", variant + " get " + id).value("status", ""), "OK");
        EXPECT_EQ(run("near", variant + " download " + id + " --out " + in_folder("got")).value("status", ""),
                  "OK");
        EXPECT_EQ(run("near", variant + " status " + id + " done").value("status", ""), "OK");
        EXPECT_EQ(run("near", variant + " list").at("data").size(), 0U);
        EXPECT_EQ(run("far", variant + " sent --id " + sent.at("DocId").get<std::string>())
                      .at("data")
                      .at(0)
                      .at("receiveStatus"),
                  "done");
    }
    all_are_understood(hub_.log());
}

TEST_F(FieldClients, ask_for_everything_else)
{
    EXPECT_EQ(run("near", "count").at("data"), "0");
    EXPECT_EQ(run("near", "count --type status").at("data"), "0");
    EXPECT_EQ(run("near", R"(register '{"code":"000.00.15.H53","name":"Sở"}')").at("status"), "OK");
    EXPECT_EQ(run("near", "agencies").at("data").size(), 4U);
    EXPECT_EQ(run("near", "agencies-qd20 --level 1").at("data").size(), 4U);
    EXPECT_EQ(run("near", "units").at("data").size(), 4U);
    EXPECT_EQ(run("near", "delete 000.00.15.H53").at("status"), "OK");
    EXPECT_EQ(run("far", "send " + in_folder("near") + " --from 000.00.00.G22").at("ErrorCode"), "22");
    EXPECT_EQ(
        run("far", "send " + in_folder("message.edxml") + " --from 000.00.00.G22 --hash 00").at("ErrorCode"),
        "10");
    EXPECT_EQ(run("near", "list --from-date 2026/11/01").at("status"), "OK");
    json log = hub_.log();
    log.erase(
        std::remove_if(log.begin(), log.end(), [](const json& one) { return one.at("path") == "/sendEdoc"; }),
        log.end());
    all_are_understood(log);
    hub_.fault({{"path", "/getReceivedEdocList"}, {"do", "html"}});
    EXPECT_TRUE(run("near", "list").contains("error"));
}

}  // namespace
}  // namespace lt::axis
