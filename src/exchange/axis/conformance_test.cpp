// What clients of the field send (tests/axis/reference_client.py, in all its variants), read by this platform and by the reference hub.
#include <gtest/gtest.h>

#include "exchange/axis/reference_client_testing.h"
#include "exchange/axis/reference_hub_testing.h"
#include "exchange/axis/sign_headers.h"
#include "kit/base/clock.h"

namespace lt::axis {
namespace {

using nlohmann::json;

class FieldClients : public ::testing::Test {
protected:
    json near(const std::string& words) const
    {
        return client_.run(ReferenceHub::kSystem, ReferenceHub::kSecret, words);
    }
    json far(const std::string& words) const
    {
        return client_.run(ReferenceHub::kOtherSystem, ReferenceHub::kOtherSecret, words);
    }

    ReferenceHub hub_{base::SystemClock().now()};
    ReferenceClientProgram client_{hub_.url()};
    std::string message_ = client_.file(
        "message.edxml", R"(<?xml version="1.0"?><edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016"/>)");
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
    for (const std::string variant : kFieldVariants) {
        SCOPED_TRACE(variant);
        const json sent = far(variant + " send " + message_ + " --from 000.00.00.G22 --to 000.00.13.H53");
        ASSERT_EQ(sent.value("status", ""), "OK") << sent.dump();
        const json list = near(variant + " list");
        ASSERT_EQ(list.at("data").size(), 1U) << list.dump();
        const std::string id = list.at("data").at(0).at("docId");
        EXPECT_EQ(near(variant + " get " + id).value("status", ""), "OK");
        EXPECT_EQ(near(variant + " download " + id + " --out " + client_.path("got")).value("status", ""),
                  "OK");
        EXPECT_EQ(near(variant + " status " + id + " done").value("status", ""), "OK");
        EXPECT_EQ(near(variant + " list").at("data").size(), 0U);
        const json state = far(variant + " sent --id " + sent.at("DocId").get<std::string>());
        EXPECT_EQ(state.at("data").at(0).at("receiveStatus"), "done");
    }
    all_are_understood(hub_.log());
}

TEST_F(FieldClients, ask_for_everything_else)
{
    EXPECT_EQ(near("count").at("data"), "0");
    EXPECT_EQ(near("count --type status").at("data"), "0");
    EXPECT_EQ(near(R"(register '{"code":"000.00.15.H53","name":"Sở"}')").at("status"), "OK");
    EXPECT_EQ(near("agencies").at("data").size(), 4U);
    EXPECT_EQ(near("agencies-qd20 --level 1").at("data").size(), 4U);
    EXPECT_EQ(near("units").at("data").size(), 4U);
    EXPECT_EQ(near("delete 000.00.15.H53").at("status"), "OK");
    EXPECT_EQ(near("list --from-date 2026/11/01").at("status"), "OK");
    all_are_understood(hub_.log());
    EXPECT_EQ(far("send " + client_.file("text", "no XML") + " --from 000.00.00.G22").at("ErrorCode"), "22");
    EXPECT_EQ(far("send " + message_ + " --from 000.00.00.G22 --hash 00").at("ErrorCode"), "10");
    hub_.fault({{"path", "/getReceivedEdocList"}, {"do", "html"}});
    EXPECT_TRUE(near("list").contains("error"));
}

}  // namespace
}  // namespace lt::axis
