// What is larger than memory: downloads with ranges, uploads into sinks, resumable uploads, event streams,
// static files.
#include <filesystem>
#include <fstream>

#include "kit/base/locked.h"
#include "kit/crypto/digest.h"
#include "kit/http/csrf.h"
#include "kit/http/server.h"
#include "kit/http/static_files.h"
#include "kit/http/test_client.h"
#include "kit/http/tus.h"
#include "kit/http/tus_protocol.h"

using namespace lt;
using namespace lt::http::testing;
using namespace std::chrono_literals;
using http::Request;

namespace {

std::string pattern(std::size_t size)
{
    std::string out(size, '\0');
    for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<char>(i * 2654435761U >> 13);
    return out;
}

// Like a stored file: read on a worker, gives fewer bytes than asked for now and then, may fail.
class FileContent final : public http::Content {
public:
    FileContent(std::string bytes, std::uint64_t fails_at) : bytes_(std::move(bytes)), fails_at_(fails_at) {}
    std::uint64_t size() const override { return bytes_.size(); }
    std::size_t read(std::uint64_t offset, std::span<std::byte> buffer) override
    {
        if (offset >= fails_at_) throw std::runtime_error("disk");
        const auto part =
            std::string_view(bytes_).substr(offset, std::min<std::size_t>(buffer.size(), 50000));
        std::copy(part.begin(), part.end(), reinterpret_cast<char*>(buffer.data()));
        return part.size();
    }

private:
    std::string bytes_;
    std::uint64_t fails_at_;
};

// Files that were finished, and how many were begun.
struct Files {
    base::Locked<std::vector<std::string>> kept{};
    std::atomic<int> begun = 0;
    std::atomic<int> open = 0;
};

class MemorySink final : public http::FileSink {
public:
    explicit MemorySink(Files& files) : files_(files)
    {
        ++files_.begun;
        ++files_.open;
    }
    ~MemorySink() override { --files_.open; }
    void write(std::span<const std::byte> chunk) override
    {
        bytes_.append(reinterpret_cast<const char*>(chunk.data()), chunk.size());
    }
    std::string finish() override
    {
        return files_.kept.with([&](auto& kept) {
            kept.push_back(bytes_);
            return std::to_string(kept.size());
        });
    }

private:
    Files& files_;
    std::string bytes_{};
};

struct Upload : ::testing::Test {
    Files files;
    std::unique_ptr<http::Server> server;
    const std::string token = http::csrf_mask("0123456789abcdef");

    Upload()
    {
        http::ServerOptions options;
        options.authenticate = user_from_cookie;
        options.file_sink = [this] { return std::make_unique<MemorySink>(files); };
        options.limits.file_bytes = 2 << 20;
        http::Router router;
        router.post(
            "/upload", logged_in(),
            [](Request& r) {
                std::string out = r.form.get("note");
                for (const auto& f : r.files)
                    out += ";" + f.field + "," + f.name + "," + std::to_string(f.size) + "," + f.id;
                return http::text(out);
            },
            http::Body::upload(8 << 20));
        server = serve(std::move(router), options);
    }
    static std::string body(const std::string& csrf, const std::string& bytes)
    {
        return "--b\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n" + csrf +
               "\r\n--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nghi chú" +
               "\r\n--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.pdf\"\r\n\r\n" + bytes +
               "\r\n--b--\r\n";
    }
    static std::string post(const std::string& fields, const std::string& content)
    {
        return request("POST /upload", "Content-Type: multipart/form-data; boundary=b\r\n" + fields, content);
    }
};

}  // namespace

TEST(Download, WholeAndParts)
{
    const auto bytes = pattern(300000);
    http::Router router;
    router.get("/file", http::everybody(), [&](Request&) {
        http::Response out{.content = std::make_shared<FileContent>(bytes, UINT64_MAX)};
        return out.header("ETag", "\"v1\"").header("Content-Type", "application/pdf");
    });
    router.get("/broken", http::everybody(), [&](Request&) {
        return http::Response{.content = std::make_shared<FileContent>(bytes, 100000)};
    });
    const auto server = serve(std::move(router));
    Client client(server->port());
    const auto get = [&](const std::string& fields) { return client.ask(request("GET /file", fields)); };

    EXPECT_EQ(get("").body, bytes);
    EXPECT_EQ(get("").headers.at("accept-ranges"), "bytes");
    const auto part = get("Range: bytes=65000-199999\r\n");
    EXPECT_EQ(part.status, 206);
    EXPECT_EQ(part.headers.at("content-range"), "bytes 65000-199999/300000");
    EXPECT_EQ(part.body, bytes.substr(65000, 135000));
    EXPECT_EQ(get("Range: bytes=-5\r\n").body, bytes.substr(299995));
    EXPECT_EQ(get("Range: bytes=0-0,5-6\r\n").status, 200);
    const auto beyond = get("Range: bytes=300000-\r\n");
    EXPECT_EQ(beyond.status, 416);
    EXPECT_EQ(beyond.headers.at("content-range"), "bytes */300000");
    EXPECT_EQ(get("Range: bytes=0-0\r\nIf-Range: \"v1\"\r\n").status, 206);
    EXPECT_EQ(get("Range: bytes=0-0\r\nIf-Range: \"v0\"\r\n").status, 200);
    EXPECT_EQ(get("If-None-Match: \"v1\"\r\n").status, 304);
    EXPECT_EQ(get("If-None-Match: \"v0\"\r\n").status, 200);
    EXPECT_EQ(client.ask(request("HEAD /file"), true).headers.at("content-length"), "300000");

    const auto broken = client.ask(request("GET /broken"));
    EXPECT_EQ(broken.headers.at("content-length"), "300000");
    EXPECT_LT(broken.body.size(), 300000U);
    EXPECT_TRUE(client.ended());
}

TEST_F(Upload, StreamsIntoTheSink)
{
    const auto bytes = pattern(1 << 20);
    Client client(server->port());
    for (int i = 1; i <= 2; ++i) {
        const auto reply = client.ask(post("Cookie: user=an\r\n", body(token, bytes)));
        EXPECT_EQ(reply.body, "ghi chú;f,a.pdf,1048576," + std::to_string(i));
    }
    EXPECT_EQ(files.kept.with([](auto& kept) { return kept.at(1); }), bytes);
}

TEST_F(Upload, StrangersCannotStoreAByte)
{
    Client client(server->port());
    EXPECT_EQ(client.ask(post("", body(token, pattern(1 << 20)))).status, 403);
    Client banned(server->port());
    banned.send(request("POST /upload",
                        "Cookie: user=banned\r\nContent-Type: multipart/form-data; boundary=b\r\n"
                        "Expect: 100-continue\r\nContent-Length: 1000000\r\n"));
    EXPECT_EQ(banned.reply().status, 403);
    EXPECT_EQ(files.begun, 0);
}

TEST_F(Upload, NothingStaysWithoutTheToken)
{
    Client client(server->port());
    const auto reply = client.ask(post("Cookie: user=an\r\n", body("wrong", "x")));
    EXPECT_EQ(reply.status, 403);
    EXPECT_EQ(files.begun, 1);
    EXPECT_EQ(files.open, 0);
    EXPECT_TRUE(files.kept.with([](auto& kept) { return kept.empty(); }));
}

TEST_F(Upload, TooLargeBrokenAndTruncated)
{
    Client large(server->port());
    const auto reply = large.ask(post("Cookie: user=an\r\n", body(token, pattern(3 << 20))));
    EXPECT_EQ(reply.status, 413);
    EXPECT_NE(reply.body.find("lớn hơn mức cho phép"), std::string::npos);
    Client truncated(server->port());
    const auto whole = body(token, "x");
    EXPECT_EQ(truncated.ask(post("Cookie: user=an\r\n", whole.substr(0, whole.size() - 6))).status, 400);
    {
        Client gone(server->port());
        gone.send(post("Cookie: user=an\r\n", body(token, pattern(1 << 20))).substr(0, 500000));
        while (files.begun < 3) std::this_thread::yield();
    }
    while (files.open > 0 || server->counters().connections > 2) std::this_thread::yield();
    EXPECT_TRUE(files.kept.with([](auto& kept) { return kept.empty(); }));
}

namespace {

class MemoryTus final : public http::TusStore {
public:
    struct Item {
        http::PartialUpload upload{};
        std::string bytes{};
    };
    http::PartialUpload create(const std::string& owner, std::uint64_t length,
                               const std::string& metadata) override
    {
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
    std::unique_ptr<Writer> append(const std::string& id, std::uint64_t) override
    {
        struct Piece final : Writer {
            MemoryTus& store;
            std::string id, bytes{};
            Piece(MemoryTus& s, std::string i) : store(s), id(std::move(i)) {}
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

TEST_F(TusTest, BrokenConnectionKeepsWhatCame)
{
    create("1000000");
    const auto bytes = pattern(1000000);
    client->send(
        request("PATCH /uploads/u1", user + octets + "Upload-Offset: 0\r\nContent-Length: 1000000\r\n") +
        bytes.substr(0, 300000));
    client->hang_up();
    reconnect();
    while (offset() == "0") std::this_thread::yield();
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
    while (server->counters().requests < 2) std::this_thread::yield();
    client->hang_up();
    while (server->counters().connections > 0) std::this_thread::yield();
    reconnect();
    EXPECT_EQ(offset(), "0");
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

TEST(Events, PublishedToThoseWhoListen)
{
    http::Router router;
    router.get("/events/{topic}", http::everybody(),
               [](Request& r) { return http::event_stream(r.param("topic")); });
    http::ServerOptions options;
    options.limits.ping = 100ms;
    const auto server = serve(std::move(router), options);
    Client one(server->port()), two(server->port()), other(server->port());
    one.send(request("GET /events/a"));
    two.send(request("GET /events/a"));
    other.send(request("GET /events/b"));
    const auto head = one.read_until("\r\n\r\n");
    EXPECT_NE(head.find("Content-Type: text/event-stream"), std::string::npos);
    EXPECT_NE(head.find("Connection: close"), std::string::npos);
    EXPECT_EQ(one.read_until("\n\n"), "retry: 3000\n\n");
    two.read_until("3000\n\n");
    other.read_until("3000\n\n");
    while (server->counters().event_streams < 3) std::this_thread::yield();
    server->publish("a", "count", "1\n2");
    server->publish("nobody", "count", "0");
    server->publish("b", "", "x");
    const std::string expected = "event: count\ndata: 1\ndata: 2\n\n";
    EXPECT_TRUE(one.read_until(expected).ends_with(expected));
    EXPECT_TRUE(two.read_until(expected).ends_with(expected));
    const auto b = other.read_until("data: x\n\n");
    EXPECT_EQ(b.find("count"), std::string::npos);
    EXPECT_EQ(one.read_until(": \n\n"), ": \n\n");  // a silent stream is kept alive
    one.hang_up();
    while (server->counters().event_streams > 2) std::this_thread::yield();
}

TEST(Events, SlowReaderIsDisconnected)
{
    http::Router router;
    router.get("/events", http::everybody(), [](Request&) { return http::event_stream("t"); });
    const auto server = serve(std::move(router));
    Client client(server->port());
    client.send(request("GET /events"));
    client.read_until("3000\n\n");
    while (server->counters().event_streams < 1) std::this_thread::yield();
    const std::string data(10000, 'x');
    for (int i = 0; i < 100000 && server->counters().event_streams > 0; ++i) {
        server->publish("t", "", data);
        std::this_thread::yield();
    }
    EXPECT_EQ(server->counters().event_streams, 0U);
}

TEST(Static, ImmutableCompressedAndSafe)
{
    namespace fs = std::filesystem;
    const auto folder = fs::temp_directory_path() / ("lt-static-" + std::to_string(::getpid()));
    fs::create_directories(folder / "fonts");
    fs::create_directories(folder / ".git");
    const auto write = [&](const std::string& name, const std::string& text) {
        std::ofstream(folder / name) << text;
    };
    write("theme.css", std::string(2000, 'x'));
    write("fonts/a.woff2", pattern(1000));
    write(".secret", "x");
    write(".git/config", "x");
    write("a b.css", "x");
    const auto version = http::static_version(folder);
    http::Router router;
    http::add_static_routes(router, "/static", folder, version);
    const auto server = serve(std::move(router));
    Client client(server->port());
    const auto get = [&](const std::string& path, const std::string& fields = "") {
        return client.ask(request("GET /static/" + path, fields));
    };
    const auto plain = get(version + "/theme.css");
    EXPECT_EQ(plain.body, std::string(2000, 'x'));
    EXPECT_EQ(plain.headers.at("content-type"), "text/css; charset=utf-8");
    EXPECT_EQ(plain.headers.at("cache-control"), "public, max-age=31536000, immutable");
    const auto small = get(version + "/theme.css", "Accept-Encoding: gzip\r\n");
    EXPECT_EQ(small.headers.at("content-encoding"), "gzip");
    EXPECT_LT(small.body.size(), 100U);
    EXPECT_NE(small.headers.at("etag"), plain.headers.at("etag"));
    EXPECT_EQ(get(version + "/theme.css", "If-None-Match: " + plain.headers.at("etag") + "\r\n").status, 304);
    EXPECT_EQ(get(version + "/fonts/a.woff2").headers.at("content-type"), "font/woff2");
    EXPECT_EQ(get("older/theme.css").headers.at("cache-control"), "no-cache");
    for (const char* hidden : {"/.secret", "/.git/config", "/a%20b.css", "/fonts", "/fonts/"})
        EXPECT_GE(get(version + hidden).status, 400) << hidden;
    write("theme.css", "changed");
    EXPECT_NE(http::static_version(folder), version);
    fs::remove_all(folder);
}
