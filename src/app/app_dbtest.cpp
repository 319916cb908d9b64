// Uploads on their way into documents, and what machines that watch the server are told.
#include <filesystem>

#include <gtest/gtest.h>

#include "app/health.h"
#include "app/queries.h"
#include "app/uploads.h"
#include "kit/db/testing.h"
#include "kit/http/ascii.h"

using namespace lt;

namespace {

namespace fs = std::filesystem;

class Official final : public http::User {
public:
    explicit Official(std::string name) : name_(std::move(name)) {}
    std::string_view csrf_token() const override { return "token"; }
    std::string log_name() const override { return name_; }

private:
    std::string name_;
};

class Uploading : public testing::Test {
protected:
    Uploading() { fs::create_directories(folder_); }
    ~Uploading() override { fs::remove_all(folder_); }

    static std::span<const std::byte> bytes(const std::string& text)
    {
        return std::as_bytes(std::span(text.data(), text.size()));
    }

    // A file of a multipart form, as the server hands it to the sink.
    std::string send(const std::string& content)
    {
        const auto sink = app::make_file_sinks(store_, uploads_)();
        sink->write(bytes(content));
        return sink->finish();
    }

    static http::Request request(const std::string& owner)
    {
        http::Request request;
        request.user = std::make_shared<Official>(owner);
        return request;
    }

    static fs::path make_folder()
    {
        std::string pattern = (fs::temp_directory_path() / "lt-app-XXXXXX").string();
        return ::mkdtemp(pattern.data());
    }

    const std::string pdf_ = "%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";
    fs::path folder_ = make_folder();
    db::TestDatabase database_{};
    std::shared_ptr<base::VirtualClock> clock_ =
        std::make_shared<base::VirtualClock>(base::SystemClock().now());
    blob::Store store_{folder_ / "files", folder_ / "key"};
    blob::Uploads uploads_{store_, database_.pool(), clock_};
    documents::TakeFiles take_ = app::make_take_files(database_.pool(), uploads_);
};

TEST_F(Uploading, gives_a_multipart_file_its_name_and_owner)
{
    const std::string id = send(pdf_);
    http::Request first = request("official/7");
    first.files.push_back({.field = "files", .name = "../../Công văn.pdf", .id = id, .size = pdf_.size()});
    const auto taken = take_(first, {id});
    ASSERT_TRUE(taken) << taken.error().message;
    EXPECT_EQ(taken->front().name, "Công văn.pdf");
    EXPECT_EQ(taken->front().blob.media_type, "application/pdf");
    EXPECT_EQ(store_.get(taken->front().blob.sha256, 1000), pdf_);

    // The form is shown again after an error and sent once more: now the id comes as a field.
    const auto again = take_(request("official/7"), {id});
    ASSERT_TRUE(again);
    EXPECT_EQ(again->front().name, "Công văn.pdf");
}

TEST_F(Uploading, keeps_files_from_others)
{
    const std::string id = send(pdf_);
    // Nobody has sent it with a form yet: knowing the id is not enough.
    EXPECT_FALSE(take_(request("official/8"), {id}));
    http::Request first = request("official/7");
    first.files.push_back({.field = "files", .name = "a.pdf", .id = id, .size = pdf_.size()});
    EXPECT_TRUE(take_(first, {id}));
    EXPECT_FALSE(take_(request("official/8"), {id}));
    EXPECT_FALSE(take_(request("official/7"), {"no-such-id"}));
}

TEST_F(Uploading, refuses_programs_and_empty_files)
{
    for (const std::string& content : {std::string("MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff", 14),
                                       std::string("#!/bin/sh\nrm -rf /\n"), std::string()}) {
        const std::string id = send(content);
        http::Request sent = request("official/7");
        sent.files.push_back({.field = "files", .name = "cong-van.pdf", .id = id, .size = content.size()});
        const auto taken = take_(sent, {id});
        ASSERT_FALSE(taken) << content;
        EXPECT_EQ(taken.error().field, "files");
        EXPECT_EQ(taken.error().fault, base::Fault::invalid);
    }
}

TEST_F(Uploading, goes_on_by_the_resumable_protocol)
{
    const auto tus = app::make_tus_store(uploads_);
    const std::string metadata =
        "filename " + http::base64_encode("Phụ lục.pdf") + ",filetype " + http::base64_encode("x");
    const auto begun = tus->create("official/7", pdf_.size(), metadata);
    for (std::uint64_t offset = 0; offset < pdf_.size();) {
        const auto piece = tus->append(begun.id, offset);
        ASSERT_TRUE(piece);
        piece->write(bytes(pdf_.substr(offset, 20)));
        offset = piece->commit();
    }
    EXPECT_EQ(tus->find(begun.id)->offset, pdf_.size());
    const auto taken = take_(request("official/7"), {begun.id});
    ASSERT_TRUE(taken) << taken.error().message;
    EXPECT_EQ(taken->front().name, "Phụ lục.pdf");
    EXPECT_FALSE(take_(request("official/8"), {begun.id}));
    tus->remove(begun.id);
    EXPECT_FALSE(tus->find(begun.id));
    // What came by multipart is no resumable upload.
    EXPECT_FALSE(tus->find(send(pdf_)));
}

TEST_F(Uploading, health_and_metrics)
{
    http::Router router;
    app::add_health_routes(router,
                           {.pool = database_.pool(), .state = folder_, .clock = clock_, .counters = [] {
                                return http::Counters{.requests = 3};
                            }});
    http::Request request;
    request.remote = "127.0.0.1";
    const auto get = [&](const char* path) {
        return router.match(http::Method::get, path).route->handler(request);
    };
    EXPECT_EQ(get("/healthz").status, 200);
    const auto metrics = get("/metrics");
    EXPECT_NE(metrics.body.find("\nlienthong_requests_total 3\n"), std::string::npos);
    EXPECT_NE(metrics.body.find("\nlienthong_jobs_pending 0\n"), std::string::npos);
    EXPECT_NE(metrics.body.find("\nlienthong_journal_sealed_at_seconds -1\n"), std::string::npos);
    EXPECT_NE(metrics.body.find("\nlienthong_database_up 1\n"), std::string::npos);
    request.remote = "10.0.0.7";
    EXPECT_EQ(get("/metrics").status, 404);
    fs::remove_all(folder_);
    EXPECT_EQ(get("/healthz").status, 503);
}

TEST_F(Uploading, statistics_after_a_bulk_load)
{
    db::Pool owner({.dsn = database_.dsn("lt_owner"), .size = 1});
    owner.begin({}).run_and_commit(app::sql::analyze);
    EXPECT_NE(database_.value("SELECT last_analyze FROM pg_stat_user_tables WHERE relname = 'officials'"),
              "");
}

}  // namespace
