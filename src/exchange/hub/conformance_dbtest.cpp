// Our own axis on a socket, called by clients that are written independently of it (tests/axis/reference_client.py) and by our own client.
#include <nlohmann/json.hpp>

#include "exchange/axis/client.h"
#include "exchange/axis/reference_client_testing.h"
#include "exchange/fixture_dbtest.h"
#include "exchange/hub/hub.h"
#include "kit/crypto/digest.h"
#include "kit/fetch/fetch.h"
#include "kit/http/server.h"

namespace lt::exchange {
namespace {

using Json = nlohmann::json;

class ConformanceTest : public ExchangeTest {
protected:
    ConformanceTest()
    {
        clock->set(base::SystemClock().now());  // clients of the field know no other
        http::Router router;
        add_hub_routes(router, services);
        http::ServerOptions options;
        options.port = 0;
        options.workers = 2;
        server = std::make_unique<http::Server>(options, std::move(router));
        server->start();
        client = std::make_unique<axis::ReferenceClientProgram>(endpoint());
    }
    ~ConformanceTest() override { server->stop(std::chrono::seconds(1)); }

    std::string endpoint() const { return "http://127.0.0.1:" + std::to_string(server->port()) + "/axis"; }
    Json run(const Peer& peer, const std::string& words) const
    {
        return client->run(peer.code, peer.secret, words);
    }
    axis::AxisClient own_client(const Peer& peer)
    {
        return axis::AxisClient({.endpoint = endpoint(),
                                 .system_id = peer.code,
                                 .secret = base::Secret(std::string(peer.secret))},
                                fetcher, *clock);
    }
    base::Result<std::string> send(axis::AxisClient& from, const std::string& bytes)
    {
        return from.send({.from = "H05.2",
                          .to = {"H05.3"},
                          .sha256_hex = crypto::sha256_hex(bytes),
                          .size = bytes.size(),
                          .next = [&bytes, at = std::size_t{0}](std::span<char> buffer) mutable {
                              const std::size_t count = bytes.copy(buffer.data(), buffer.size(), at);
                              at += count;
                              return count;
                          }});
    }

    std::unique_ptr<http::Server> server{};
    std::unique_ptr<axis::ReferenceClientProgram> client{};
    fetch::HttpFetcher fetcher{{.allow_private = true}};
};

TEST_F(ConformanceTest, ClientsOfTheFieldInEveryVariant)
{
    int number = 0;
    for (const std::string variant : axis::kFieldVariants) {
        SCOPED_TRACE(variant);
        const std::string bytes =
            edoc("H05.2", {"H05.3"}, "H05.2,2026/11/20," + std::to_string(++number) + "/UBND-VX");
        const Json sent =
            run(near, variant + " send " + client->file("message", bytes) + " --from H05.2 --to H05.3");
        ASSERT_EQ(sent.value("status", ""), "OK") << sent.dump();
        const Json list = run(far, variant + " list");
        ASSERT_EQ(list.at("data").size(), 1U) << list.dump();
        const std::string id = list.at("data").at(0).at("docId");
        const Json got = run(far, variant + " get " + id + " --out " + client->path("got"));
        EXPECT_EQ(got.value("status", ""), "OK") << got.dump();
        EXPECT_EQ(client->content("got"), bytes);
        const Json downloaded = run(far, variant + " download " + id + " --out " + client->path("down"));
        EXPECT_EQ(downloaded.value("status", ""), "OK") << downloaded.dump();
        EXPECT_EQ(client->content("down"), bytes);
        EXPECT_EQ(run(far, variant + " status " + id + " done").value("status", ""), "OK");
        EXPECT_EQ(run(far, variant + " list").at("data").size(), 0U);
        const Json state = run(near, variant + " sent --id " + sent.at("DocId").get<std::string>());
        ASSERT_EQ(state.at("data").size(), 1U) << state.dump();
        EXPECT_EQ(state.at("data").at(0).at("toCode"), "H05.3");
    }
    const Json refused = run({near.code, "another", ""}, "list");
    EXPECT_EQ(refused.at("status"), "FAIL");
    EXPECT_EQ(refused.at("ErrorCode"), "15");
    const Json unknown =
        run(near, "send " + client->file("message", edoc("H05.2", {"H99.1"}, "x")) + " --from H05.2");
    EXPECT_EQ(unknown.at("ErrorCode"), "18") << unknown.dump();
    for (const char* words : {"count", "count --type status", "agencies", "agencies-qd20", "units"})
        EXPECT_EQ(run(near, words).value("status", ""), "OK") << words;
    const Json fresh = run(near, R"(register '{"code":"H05.2.01","name":"Trạm Y tế"}')");
    EXPECT_EQ(fresh.value("status", ""), "OK") << fresh.dump();
    EXPECT_EQ(run(near, "delete H05.2.01").value("status", ""), "OK");
}

TEST_F(ConformanceTest, OurOwnClient)
{
    axis::AxisClient sender = own_client(near);
    axis::AxisClient receiver = own_client(far);
    const std::string bytes = edoc("H05.2", {"H05.3"});
    const auto id = send(sender, bytes);
    ASSERT_TRUE(id) << id.error().message;
    EXPECT_FALSE(id->empty());
    EXPECT_EQ(*receiver.count_received(axis::MessageType::edoc), 1);
    const auto items = receiver.received(axis::MessageType::edoc);
    ASSERT_TRUE(items && items->size() == 1U);
    std::string got;
    const auto size = receiver.get(items->front().doc_id, [&](std::string_view piece) { got.append(piece); });
    ASSERT_TRUE(size) << size.error().message;
    EXPECT_EQ(got, bytes);
    ASSERT_TRUE(receiver.update_status(items->front().doc_id, axis::Progress::processing));
    ASSERT_TRUE(receiver.update_status(items->front().doc_id, axis::Progress::done));
    EXPECT_TRUE(receiver.received(axis::MessageType::edoc)->empty());
    const auto sent = sender.sent(axis::MessageType::edoc, *id);
    ASSERT_TRUE(sent && sent->size() == 1U);
    EXPECT_EQ(sent->front().receive_status, "done");
    EXPECT_TRUE(sender.agencies());
    EXPECT_TRUE(sender.agencies_qd20());
    EXPECT_TRUE(sender.synchronized_units());

    EXPECT_EQ(axis::axis_code(send(sender, edoc("H05.2", {"H99.1"}, "x")).error()), 18);
    EXPECT_EQ(axis::axis_code(send(receiver, edoc("H05.2", {"H05.3"}, "y")).error()), 19);
    EXPECT_EQ(axis::axis_code(send(sender, "no XML").error()), 22);
    EXPECT_EQ(send(sender, edoc("H05.2", {"H05.3"}, std::string(2U << 20U, 'x'))).error().fault,
              base::Fault::too_large)
        << "over what this system may send";
    axis::AxisClient stranger = own_client({near.code, "another", ""});
    EXPECT_EQ(stranger.agencies().error().fault, base::Fault::forbidden);
}

}  // namespace
}  // namespace lt::exchange
