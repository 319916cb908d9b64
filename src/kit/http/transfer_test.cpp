// What is larger than memory: downloads with ranges, uploads into sinks.
#include "kit/base/locked.h"
#include "kit/http/csrf.h"
#include "kit/http/server.h"
#include "kit/http/test_client.h"

using namespace lt;
using namespace lt::http::testing;
using http::Request;

namespace {

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
    base::Result<std::string> finish() override
    {
        if (bytes_ == "too many") return base::Error{base::Fault::too_large, "files", "no room", {}};
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
        options.file_sink = [this](const Request& request, const std::string& name) {
            EXPECT_EQ(request.user->log_name(), "an");
            EXPECT_EQ(name, "a.pdf");
            return std::make_unique<MemorySink>(files);
        };
        options.limits.file_bytes = 2 << 20;
        http::Router router;
        router.post(
            "/upload", logged_in(),
            [](Request& r) {
                std::string out = r.form.get("note");
                for (const auto& f : r.files)
                    out += ";" + f.field + "," + f.name + "," + std::to_string(f.size) + "," +
                           (f.refused ? f.refused->message.str() : f.id);
                return http::text(out);
            },
            http::Body::upload(8 << 20, 2 << 20));
        router.post(
            "/plain", logged_in(), [](Request& r) { return http::text(r.form.get("note")); },
            http::Body::upload(8 << 20));
        server = serve(std::move(router), options);
    }
    static std::string fields_only(const std::string& csrf, const std::string& note)
    {
        return "--b\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n" + csrf +
               "\r\n--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n" + note + "\r\n--b--\r\n";
    }
    static std::string body(const std::string& csrf, const std::string& bytes)
    {
        return "--b\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n" + csrf +
               "\r\n--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nghi chú" +
               "\r\n--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.pdf\"\r\n\r\n" + bytes +
               "\r\n--b--\r\n";
    }
    static std::string post(const std::string& fields, const std::string& content,
                            const std::string& path = "/upload")
    {
        return request("POST " + path, "Content-Type: multipart/form-data; boundary=b\r\n" + fields, content);
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

TEST_F(Upload, AnEmptyFieldIsNoFileAndARefusedOneSaysWhy)
{
    Client client(server->port());
    auto content = body(token, "too many");
    content.insert(0, "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\"\r\n\r\n\r\n");
    EXPECT_EQ(client.ask(post("Cookie: user=an\r\n", content)).body, "ghi chú;f,a.pdf,8,no room");
    EXPECT_EQ(files.begun, 1);
    EXPECT_EQ(files.open, 0);
}

TEST_F(Upload, ALongTextTravelsWhereTheRouteSaysSo)
{
    const std::string text((2 << 20) - 1, 'x');
    Client client(server->port());
    EXPECT_EQ(client.ask(post("Cookie: user=an\r\n", fields_only(token, text))).body.size(), text.size());
    EXPECT_EQ(client.ask(post("Cookie: user=an\r\n", fields_only(token, text + "xx"))).status, 413);
    Client plain(server->port());
    const std::string most(64 << 10, 'x');
    EXPECT_EQ(plain.ask(post("Cookie: user=an\r\n", fields_only(token, most), "/plain")).body, most);
    EXPECT_EQ(plain.ask(post("Cookie: user=an\r\n", fields_only(token, most + "x"), "/plain")).status, 413);
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
