#include "kit/http/tus.h"

#include "kit/base/locked.h"
#include "kit/crypto/digest.h"
#include "kit/http/csrf.h"
#include "kit/http/server.h"
#include "kit/http/test_client.h"
#include "kit/http/tus_protocol.h"

using namespace lt;
using namespace lt::http::testing;

namespace {

class MemoryTus final : public http::TusStore {
public:
    struct Item {
        http::PartialUpload upload{};
        std::string bytes{};
    };
    base::Result<http::PartialUpload> create(const std::string& owner, std::uint64_t length,
                                             const std::string& metadata) override
    {
        if (length == 777)
            return base::Error{base::Fault::too_large, "files", {"No room for {{n}}", {{"n", "777"}}}, {}};
        return items.with([&](auto& map) {
            const auto id = "u" + std::to_string(map.size() + 1);
            map[id].upload = {id, owner, length, 0, metadata};
            return map[id].upload;
        });
    }
    std::optional<http::PartialUpload> find(const std::string& id) override
    {
        return items.with([&](auto& map) -> std::optional<http::PartialUpload> {
            const auto at = map.find(id);
            return at == map.end() ? std::nullopt : std::optional(at->second.upload);
        });
    }
    std::unique_ptr<Writer> append(const std::string& id, std::uint64_t offset) override
    {
        if (busy || offset == find(id)->length) return nullptr;
        struct Piece final : Writer {
            MemoryTus& store;
            std::string id, bytes{};
            Piece(MemoryTus& s, std::string i) : store(s), id(std::move(i)) {}
            ~Piece() override
            {
                ++store.ended;
                store.ended.notify_all();
            }
            void write(std::span<const std::byte> chunk) override
            {
                bytes.append(reinterpret_cast<const char*>(chunk.data()), chunk.size());
            }
            std::uint64_t commit() override
            {
                return store.items.with([&](auto& map) {
                    map[id].bytes += bytes;
                    return map[id].upload.offset += bytes.size();
                });
            }
        };
        return std::make_unique<Piece>(*this, id);
    }
    void remove(const std::string& id) override
    {
        items.with([&](auto& map) { map.erase(id); });
    }
    base::Locked<std::map<std::string, Item>> items{};
    std::atomic<bool> busy = false;  // another process writes
    std::atomic<int> ended = 0;      // writers that are done, by commit or without
};

struct TusTest : ::testing::Test {
    std::shared_ptr<MemoryTus> store = std::make_shared<MemoryTus>();
    std::unique_ptr<http::Server> server;
    std::unique_ptr<Client> client;
    const std::string user =
        "Cookie: user=an\r\nTus-Resumable: 1.0.0\r\nX-CSRF-Token: " + http::csrf_mask("0123456789abcdef") +
        "\r\n";
    const std::string octets = "Content-Type: application/offset+octet-stream\r\n";

    TusTest()
    {
        http::ServerOptions options;
        options.authenticate = user_from_cookie;
        options.workers = 1;  // what a broken PATCH leaves to do is over before the next request begins
        http::Router router;
        http::add_tus_routes(router, "/uploads", logged_in(), store, 1 << 20);
        server = serve(std::move(router), options);
        client = std::make_unique<Client>(server->port());
    }
    Reply create(const std::string& length, const std::string& more = "")
    {
        return client->ask(request("POST /uploads", user + "Upload-Length: " + length + "\r\n" + more));
    }
    Reply patch(const std::string& offset, const std::string& bytes, const std::string& more = "")
    {
        return client->ask(
            request("PATCH /uploads/u1", user + octets + "Upload-Offset: " + offset + "\r\n" + more, bytes));
    }
    std::string offset()
    {
        const auto reply = client->ask(request("HEAD /uploads/u1", user), true);
        return reply.status == 200 ? reply.headers.at("upload-offset") : std::to_string(reply.status);
    }
    // Until the server has noticed that the connection broke and has done with what came.
    void wait_for_end() { store->ended.wait(0); }
    void reconnect() { client = std::make_unique<Client>(server->port()); }
};

}  // namespace

TEST_F(TusTest, WholeUploadInTwoPieces)
{
    const auto options = client->ask(request("OPTIONS /uploads", user));
    EXPECT_EQ(options.status, 204);
    EXPECT_EQ(options.headers.at("tus-extension"), "creation,termination,checksum");
    EXPECT_EQ(options.headers.at("tus-max-size"), "1048576");
    const auto created = create("10", "Upload-Metadata: filename YS5wZGY=,empty\r\n");
    EXPECT_EQ(created.status, 201);
    EXPECT_EQ(created.headers.at("location"), "/uploads/u1");
    EXPECT_EQ(offset(), "0");
    EXPECT_EQ(patch("0", "01234").headers.at("upload-offset"), "5");
    EXPECT_EQ(offset(), "5");
    const auto last = patch("5", "56789");
    EXPECT_EQ(last.status, 204);
    EXPECT_EQ(last.headers.at("upload-offset"), "10");
    EXPECT_EQ(store->items.with([](auto& map) { return map["u1"].bytes; }), "0123456789");
    EXPECT_EQ(client->ask(request("DELETE /uploads/u1", user)).status, 204);
    EXPECT_EQ(offset(), "404");
}

TEST_F(TusTest, NothingLeftToWriteAndNoWriter)
{
    create("5");
    store->busy = true;
    EXPECT_EQ(patch("0", "01234").status, 409);
    reconnect();
    store->busy = false;
    EXPECT_EQ(patch("0", "01234").status, 204);
    const auto again = patch("5", "");
    EXPECT_EQ(again.status, 204);
    EXPECT_EQ(again.headers.at("upload-offset"), "5");
    EXPECT_EQ(patch("5", "6").status, 413);
    reconnect();
    EXPECT_EQ(offset(), "5");
}

TEST_F(TusTest, BrokenConnectionKeepsWhatCame)
{
    create("1000000");
    const auto bytes = pattern(1000000);
    client->send(
        request("PATCH /uploads/u1", user + octets + "Upload-Offset: 0\r\nContent-Length: 1000000\r\n") +
        bytes.substr(0, 300000));
    client->hang_up();
    wait_for_end();
    reconnect();
    EXPECT_EQ(offset(), "300000");
    EXPECT_EQ(patch("300000", bytes.substr(300000)).headers.at("upload-offset"), "1000000");
    EXPECT_EQ(store->items.with([](auto& map) { return map["u1"].bytes; }), bytes);
}

TEST_F(TusTest, BrokenConnectionWithChecksumKeepsNothing)
{
    create("1000");
    const auto checksum = "Upload-Checksum: sha256 " + http::base64_encode(crypto::sha256("x")) + "\r\n";
    client->send(request("PATCH /uploads/u1",
                         user + octets + checksum + "Upload-Offset: 0\r\nContent-Length: 1000\r\n") +
                 std::string(300, 'x'));
    client->hang_up();
    wait_for_end();
    reconnect();
    EXPECT_EQ(offset(), "0");
    EXPECT_EQ(patch("0", std::string(1000, 'x')).status, 204);
}

TEST_F(TusTest, Checksums)
{
    create("10");
    const auto sum = "Upload-Checksum: sha256 " + http::base64_encode(crypto::sha256("01234")) + "\r\n";
    EXPECT_EQ(patch("0", "0123X", sum).status, 460);
    EXPECT_EQ(offset(), "0");
    EXPECT_EQ(patch("0", "01234", sum).status, 204);
    // The SHA-1 of "56789".
    EXPECT_EQ(patch("5", "56789", "Upload-Checksum: sha1 8iMdKHHmkKKZVwT3ope9e8ZL5yA=\r\n").status, 204);
    reconnect();
    for (const char* bad : {"md5 AAAA", "sha256 AAAA", "sha256", "sha256 ?"}) {
        EXPECT_EQ(patch("10", "", "Upload-Checksum: " + std::string(bad) + "\r\n").status, 400) << bad;
        reconnect();
    }
}

TEST_F(TusTest, Refusals)
{
    EXPECT_EQ(create("1048577").status, 413);
    EXPECT_EQ(create("x").status, 400);
    const auto full = create("777", "Accept: application/json\r\n");
    EXPECT_EQ(full.status, 413);
    EXPECT_NE(full.body.find("No room for 777"), std::string::npos);
    EXPECT_EQ(full.headers.at("tus-resumable"), "1.0.0");
    EXPECT_EQ(create("1", "Upload-Metadata: a !!\r\n").status, 400);
    EXPECT_EQ(create("1", "Upload-Metadata: a YQ==,a YQ==\r\n").status, 400);
    EXPECT_EQ(create("10").status, 201);
    EXPECT_EQ(patch("5", "x").status, 409);
    reconnect();
    EXPECT_EQ(patch("0", std::string(11, 'x')).status, 413);
    reconnect();
    EXPECT_EQ(client->ask(request("PATCH /uploads/u1", user + "Upload-Offset: 0\r\n", "x")).status, 415);
    reconnect();
    EXPECT_EQ(client->ask(request("HEAD /uploads/u1", "Cookie: user=an\r\n"), true).status, 412);
    const std::string other = "Cookie: user=binh\r\nTus-Resumable: 1.0.0\r\n";
    EXPECT_EQ(client->ask(request("HEAD /uploads/u1", other), true).status, 404);
    EXPECT_EQ(client->ask(request("POST /uploads", other + "Upload-Length: 1\r\n")).status,
              403);  // no CSRF token
    EXPECT_EQ(client->ask(request("POST /uploads", "Tus-Resumable: 1.0.0\r\nUpload-Length: 1\r\n")).status,
              403);
    EXPECT_EQ(offset(), "0");
}

TEST(TusProtocol, Metadata)
{
    EXPECT_EQ(http::tus_metadata("filename YsOhby5wZGY=,x", "filename"), "báo.pdf");
    EXPECT_FALSE(http::tus_metadata("filename YQ==", "name"));
    EXPECT_FALSE(http::tus_metadata("filename /w==", "filename"));
    EXPECT_TRUE(http::is_tus_metadata(""));
}
