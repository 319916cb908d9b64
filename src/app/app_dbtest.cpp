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

    // A file of a multipart form, as the server hands it to the sink; "" when it was refused.
    std::string send(const std::string& owner, const std::string& content,
                     const std::string& name = "cong-van.pdf")
    {
        const auto sink = app::make_file_sinks(store_, uploads_)(request(owner), name);
        sink->write(bytes(content));
        const auto kept = sink->finish();
        return kept ? *kept : "";
    }

    static http::Request request(const std::string& owner)
    {
        http::Request request;
        request.user = std::make_shared<Official>(owner);
        return request;
    }

    void send_as_visitor() { std::ignore = app::make_file_sinks(store_, uploads_)({}, "a.pdf"); }

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
    blob::Uploads uploads_{store_, database_.pool(), clock_, {.files = 5, .bytes = 1000}};
    documents::TakeFiles take_ = app::make_take_files(uploads_);
};

TEST_F(Uploading, a_multipart_file_has_its_name_and_waits_for_who_sent_it)
{
    const std::string id = send("official/7", pdf_, "../../Công văn.pdf");
    // However often its form is shown again.
    for (int i = 0; i < 3; ++i) {
        const auto taken = take_(request("official/7"), {id});
        ASSERT_TRUE(taken) << taken.error().message;
        EXPECT_EQ(taken->front().name, "Công văn.pdf");
        EXPECT_EQ(taken->front().blob.media_type, "application/pdf");
        EXPECT_EQ(taken->front().upload, id);
        EXPECT_FALSE(taken->front().used);
        EXPECT_EQ(store_.get(taken->front().blob.sha256, 1000), pdf_);
    }
}

TEST_F(Uploading, keeps_files_from_others)
{
    const std::string id = send("official/7", pdf_);
    EXPECT_FALSE(take_(request("official/8"), {id}));
    EXPECT_FALSE(take_(request("official/7"), {"no-such-id"}));
    app::make_drop_files(uploads_)(request("official/8"), {id});
    EXPECT_TRUE(take_(request("official/7"), {id}));
    app::make_drop_files(uploads_)(request("official/7"), {id});
    EXPECT_FALSE(take_(request("official/7"), {id}));
    EXPECT_THROW(send_as_visitor(), base::Bug);
}

TEST_F(Uploading, refuses_programs_and_empty_files)
{
    for (const std::string& content : {std::string("MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff", 14),
                                       std::string("#!/bin/sh\nrm -rf /\n"), std::string()}) {
        const auto taken = take_(request("official/7"), {send("official/7", content)});
        ASSERT_FALSE(taken) << content;
        EXPECT_EQ(taken.error().field, "files");
        EXPECT_EQ(taken.error().fault, base::Fault::invalid);
    }
}

TEST_F(Uploading, forms_on_their_way_have_no_more_room_than_waiting_files)
{
    const auto sinks = app::make_file_sinks(store_, uploads_);
    const auto staged = [&] {
        std::uintmax_t all = 0;
        for (const auto& entry : fs::directory_iterator(folder_ / "files" / "staging"))
            all += entry.file_size();
        return all;
    };
    std::vector<std::unique_ptr<http::FileSink>> forms;
    for (int i = 0; i < 10; ++i) {
        forms.push_back(sinks(request("official/7"), "a.pdf"));
        for (int k = 0; k < 4; ++k) forms.back()->write(bytes(std::string(100, 'x')));
    }
    EXPECT_LE(staged(), 2000U) << "of 4,000 that were sent 1,000 may stay, and what encryption adds";
    const auto refused = forms.back()->finish();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().field, "files");
    EXPECT_EQ(refused.error().fault, base::Fault::too_large);
    EXPECT_NE(send("official/8", pdf_), "") << "others are not concerned";
    forms.clear();
    EXPECT_NE(send("official/7", pdf_), "") << "there is room again";
}

TEST_F(Uploading, no_way_in_gives_more_room_than_the_other)
{
    const auto tus = app::make_tus_store(uploads_);
    for (int i = 0; i < 2; ++i) EXPECT_TRUE(tus->create("official/7", 10, ""));
    for (int i = 0; i < 3; ++i) EXPECT_NE(send("official/7", pdf_), "");
    EXPECT_EQ(send("official/7", pdf_), "");
    const auto refused = tus->create("official/7", 10, "");
    ASSERT_FALSE(refused);
    EXPECT_EQ(http::status_of(refused.error().fault), 413);
    EXPECT_NE(refused.error().message.str().find("5 tệp"), std::string::npos) << refused.error().message;
    EXPECT_TRUE(tus->create("official/8", 10, ""));
    // By size as well, each by itself and together.
    EXPECT_EQ(send("official/8", std::string(991, 'x')), "");
    EXPECT_FALSE(tus->create("official/8", 991, ""));
    EXPECT_TRUE(tus->create("official/8", 990, ""));
}

TEST_F(Uploading, goes_on_by_the_resumable_protocol)
{
    const auto tus = app::make_tus_store(uploads_);
    const std::string metadata =
        "filename " + http::base64_encode("Phụ lục.pdf") + ",filetype " + http::base64_encode("x");
    const http::PartialUpload begun = *tus->create("official/7", pdf_.size(), metadata);
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
    // What a form has used is no longer to be gone on with, and can't be taken away from it.
    auto tx = database_.pool().begin({});
    EXPECT_TRUE(blob::use(tx, {begun.id}, clock_->now()).empty());
    tx.commit();
    EXPECT_FALSE(tus->find(begun.id));
    tus->remove(begun.id);
    EXPECT_TRUE(take_(request("official/7"), {begun.id})->front().used);
    EXPECT_TRUE(store_.contains(taken->front().blob.sha256));

    const http::PartialUpload removed = *tus->create("official/7", pdf_.size(), metadata);
    tus->remove(removed.id);
    EXPECT_FALSE(tus->find(removed.id));
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
