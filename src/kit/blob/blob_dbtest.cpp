#include "kit/blob/blob.h"

#include <atomic>
#include <barrier>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <limits>
#include <thread>
#include <tuple>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "kit/blob/files.h"
#include "kit/blob/uploads.h"
#include "kit/crypto/digest.h"
#include "kit/db/testing.h"

namespace lt::blob {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr std::size_t kMegabyte = 1024 * 1024;

std::string content(std::size_t size, std::uint64_t seed = 1)
{
    std::string bytes(size, '\0');
    for (char& byte : bytes) {
        seed = seed * 6364136223846793005U + 1442695040888963407U;
        byte = static_cast<char>(seed >> 56U);
    }
    return bytes;
}

class BlobTest : public ::testing::Test {
protected:
    BlobTest()
    {
        std::string pattern = (fs::temp_directory_path() / "lt-blob-XXXXXX").string();
        root_ = ::mkdtemp(pattern.data());
        restart();
    }
    ~BlobTest() override { fs::remove_all(root_); }

    void restart()
    {
        uploads_.reset();
        store_ = std::make_unique<Store>(root_ / "files", root_ / "key");
        uploads_ = std::make_unique<Uploads>(*store_, database_.pool(), clock_, most_);
    }
    fs::path partial(const std::string& id) const { return root_ / "files" / "staging" / id; }
    std::size_t partial_files() const
    {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(root_ / "files" / "staging"), {}));
    }
    void make_old(const fs::path& path, std::chrono::hours age) const
    {
        const auto then =
            std::chrono::duration_cast<std::chrono::seconds>((now_ - age).time_since_epoch()).count();
        const timespec times[2] = {{then, 0}, {then, 0}};
        ASSERT_EQ(::utimensat(AT_FDCWD, path.c_str(), times, 0), 0);
    }
    fs::path path_of(const Blob& blob) const
    {
        return root_ / "files" / blob.sha256.substr(0, 2) / blob.sha256.substr(2);
    }
    void keep(const Blob& blob)
    {
        auto tx = database_.pool().begin({});
        remember(tx, blob);
        tx.commit();
    }
    Upload begin(const std::string& owner, const std::string& name, std::uint64_t length,
                 const std::string& metadata = {})
    {
        const auto created = uploads_->create(owner, name, length, metadata);
        EXPECT_TRUE(created);
        return *created;
    }
    std::string adopt(const std::string& owner, const std::string& name, std::string_view bytes)
    {
        const auto writer = store_->writer();
        writer->write(as_bytes(bytes));
        const auto id = uploads_->adopt(owner, name, bytes.size(), *writer);
        EXPECT_TRUE(id);
        return *id;
    }
    // Runs `work(i)` on so many threads, all let go at the same time.
    static void at_once(int threads, const std::function<void(int)>& work)
    {
        std::barrier all(threads);
        std::vector<std::jthread> running;
        for (int i = 0; i < threads; ++i) {
            running.emplace_back([&, i] {
                all.arrive_and_wait();
                work(i);
            });
        }
    }
    // Appends one piece and commits it; the new offset, 0 when refused.
    std::uint64_t append(const std::string& id, std::uint64_t offset, std::string_view piece)
    {
        const auto appender = uploads_->append(id, offset);
        if (!appender) return 0;
        appender->write(as_bytes(piece));
        return appender->commit();
    }

    // Files carry the real time; the clock of the rows begins there too.
    const base::Time now_ = base::SystemClock().now();
    std::shared_ptr<base::VirtualClock> clock_ = std::make_shared<base::VirtualClock>(now_);
    db::TestDatabase database_{};
    fs::path root_{};
    Waiting most_{};
    std::unique_ptr<Store> store_{};
    std::unique_ptr<Uploads> uploads_{};
};

TEST_F(BlobTest, remembers_a_blob_once)
{
    const Blob blob = store_->put("quyết định");
    keep(blob);
    keep(blob);
    auto tx = database_.pool().begin({});
    const auto found = find(tx, blob.sha256);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->size, blob.size);
    EXPECT_EQ(found->media_type, "text/plain");
    EXPECT_FALSE(find(tx, std::string(64, '0')));
}

TEST_F(BlobTest, sweeps_only_what_is_old_and_unnamed)
{
    const Blob named = store_->put("named");
    keep(named);
    adopt("an", "a.txt", "waiting for its form");
    const Blob waiting = store_->put("waiting for its form");
    const Blob young = store_->put("young");
    const Blob old = store_->put("old");
    const Blob again = store_->put("old, then sent again");
    for (const Blob& blob : {named, waiting, old, again}) make_old(path_of(blob), 49h);
    make_old(path_of(young), 47h);
    store_->put("old, then sent again");
    EXPECT_EQ(store_->sweep(database_.pool(), now_, 48h), 1U);
    EXPECT_FALSE(store_->contains(old.sha256));
    for (const Blob& blob : {named, waiting, young, again}) EXPECT_TRUE(store_->contains(blob.sha256));
    EXPECT_EQ(store_->sweep(database_.pool(), now_, 48h), 0U);
}

TEST_F(BlobTest, sweeps_what_documents_have_let_go)
{
    const Blob held = store_->put("held by a document");
    const Blob let_go = store_->put("of a discarded draft");
    const Blob lately = store_->put("of a draft discarded just now");
    const Blob waiting = store_->put("used before, and waiting again");
    adopt("an", "a.txt", "used before, and waiting again");
    for (const Blob& blob : {held, let_go, lately, waiting}) {
        keep(blob);
        make_old(path_of(blob), 49h);
        if (blob.sha256 != lately.sha256)
            database_.execute("UPDATE blobs SET created_at = now() - interval '49 hours' WHERE sha256 = '" +
                              blob.sha256 + "'");
    }
    database_.execute(
        "INSERT INTO document_kinds VALUES ('k', 'k', 'k', false, 1);"
        "INSERT INTO documents (id, uid, origin, state, kind_code, subject, urgency, issuer_name, created_at, changed_at) VALUES "
        "(1, gen_random_uuid(), 'own', 'draft', 'k', 'x', 'normal', 'x', now(), now());"
        "INSERT INTO document_files VALUES (1, 1, gen_random_uuid(), 'x', 'x', 1, '" +
        held.sha256 + "')");
    EXPECT_EQ(store_->sweep(database_.pool(), now_, 48h), 1U);
    EXPECT_FALSE(store_->contains(let_go.sha256));
    for (const Blob& blob : {held, lately, waiting}) EXPECT_TRUE(store_->contains(blob.sha256));
    EXPECT_EQ(database_.value("SELECT count(*) FROM blobs WHERE sha256 = '" + let_go.sha256 + "'"), "0");
}

TEST_F(BlobTest, sweeps_more_files_than_one_batch)
{
    // 600 files in one folder of addresses.
    const Blob blob = store_->put("x");
    const fs::path folder = path_of(blob).parent_path();
    fs::remove(path_of(blob));
    for (int i = 0; i < 600; ++i) {
        const std::string tail = std::to_string(i);
        const fs::path file = folder / (std::string(62 - tail.size(), 'a') + tail);
        File::create(file);
        make_old(file, 49h);
    }
    database_.execute("INSERT INTO blobs (sha256, size, media_type) VALUES ('" + folder.filename().string() +
                      std::string(61, 'a') + "7', 0, 'x')");
    EXPECT_EQ(store_->sweep(database_.pool(), now_, 48h), 599U);
}

TEST_F(BlobTest, sweeps_what_writers_left_in_staging)
{
    const Upload upload = begin("an", "a.pdf", 10);
    const auto writer = store_->writer();
    for (const auto& entry : fs::directory_iterator(root_ / "files" / "staging")) make_old(entry.path(), 49h);
    EXPECT_EQ(store_->sweep(database_.pool(), now_, 48h), 1U);
    EXPECT_TRUE(fs::exists(partial(upload.id)));
}

TEST_F(BlobTest, an_upload_arrives_in_pieces_of_any_size)
{
    const std::string bytes = content(3 * kMegabyte + 17);
    const Upload upload = begin("an", "a.bin", bytes.size(), "filename YS5iaW4=");
    std::uint64_t offset = 0;
    for (const std::size_t piece :
         {std::size_t{1}, std::size_t{65535}, std::size_t{65536}, kMegabyte + 1, bytes.size()}) {
        offset = append(upload.id, offset, std::string_view(bytes).substr(offset, piece));
    }
    EXPECT_EQ(offset, bytes.size());
    const auto found = uploads_->find(upload.id);
    ASSERT_TRUE(found && found->blob);
    EXPECT_EQ(found->owner, "an");
    EXPECT_EQ(found->name, "a.bin");
    EXPECT_EQ(found->metadata, "filename YS5iaW4=");
    EXPECT_EQ(found->blob->sha256, crypto::sha256_hex(bytes));
    EXPECT_TRUE(store_->get(found->blob->sha256, 4 * kMegabyte) == bytes);
    EXPECT_FALSE(fs::exists(partial(upload.id)));
    EXPECT_EQ(partial_files(), 0U);
}

TEST_F(BlobTest, an_empty_upload_is_complete_at_once)
{
    const Upload upload = begin("an", "empty", 0);
    ASSERT_TRUE(upload.blob);
    EXPECT_EQ(upload.blob->sha256, crypto::sha256_hex(""));
}

TEST_F(BlobTest, an_upload_goes_on_after_a_restart)
{
    const std::string bytes = content(300'000);
    const Upload upload = begin("an", "a.bin", bytes.size());
    EXPECT_EQ(append(upload.id, 0, std::string_view(bytes).substr(0, 100'000)), 100'000U);
    {
        // Killed in the middle of a piece: bytes lie in the file that no row counts.
        const auto appender = uploads_->append(upload.id, 100'000);
        appender->write(as_bytes(std::string(150'000, '!')));
    }
    EXPECT_GT(fs::file_size(partial(upload.id)), 200'000U);
    restart();
    EXPECT_EQ(uploads_->find(upload.id)->offset, 100'000U);
    EXPECT_EQ(append(upload.id, 100'000, std::string_view(bytes).substr(100'000)), 300'000U);
    EXPECT_EQ(uploads_->find(upload.id)->blob->sha256, crypto::sha256_hex(bytes));
}

TEST_F(BlobTest, finishes_what_a_crash_left_complete_but_not_stored)
{
    const std::string bytes = content(100'000);
    const Upload upload = begin("an", "a.bin", bytes.size());
    append(upload.id, 0, std::string_view(bytes).substr(0, 50'000));
    // The last piece is counted, but where files are stored nothing can be made.
    const fs::path folder = root_ / "files" / crypto::sha256_hex(bytes).substr(0, 2);
    std::ofstream(folder.string()) << "in the way";
    EXPECT_THROW(append(upload.id, 50'000, std::string_view(bytes).substr(50'000)), std::exception);
    fs::remove(folder);
    restart();
    const auto found = uploads_->find(upload.id);
    ASSERT_TRUE(found && found->blob);
    EXPECT_EQ(found->blob->sha256, crypto::sha256_hex(bytes));
}

TEST_F(BlobTest, refuses_pieces_at_the_wrong_place_or_from_two_sides)
{
    const Upload upload = begin("an", "a.bin", 10);
    EXPECT_FALSE(uploads_->append(upload.id, 1));
    EXPECT_FALSE(uploads_->append(std::string(32, 'a'), 0));
    EXPECT_FALSE(uploads_->append("../../key", 0));
    EXPECT_FALSE(uploads_->find("../../key"));
    {
        const auto first = uploads_->append(upload.id, 0);
        ASSERT_TRUE(first);
        EXPECT_FALSE(uploads_->append(upload.id, 0));
        EXPECT_THROW(first->write(as_bytes("eleven bytes")), std::length_error);
        EXPECT_EQ(first->commit(), 0U);
    }
    EXPECT_EQ(append(upload.id, 0, "0123456789"), 10U);
    EXPECT_FALSE(uploads_->append(upload.id, 10));
}

TEST_F(BlobTest, finds_a_partial_file_that_was_changed)
{
    const std::string bytes = content(200'000);
    for (const std::size_t at : {std::size_t{3}, std::size_t{30}, std::size_t{40'000}, std::size_t{99'000}}) {
        const Upload upload = begin("an", "a.bin", bytes.size());
        append(upload.id, 0, std::string_view(bytes).substr(0, 100'000));
        {
            const File file = File::open_rw(partial(upload.id));
            std::array<std::byte, 1> byte{};
            file.read_at(at, byte);
            byte[0] ^= std::byte{1};
            file.write_at(at, byte);
        }
        EXPECT_THROW(append(upload.id, 100'000, std::string_view(bytes).substr(100'000)), std::runtime_error)
            << at;
        EXPECT_THROW(uploads_->find(upload.id), std::runtime_error);
    }
    const Upload cut = begin("an", "a.bin", bytes.size());
    append(cut.id, 0, std::string_view(bytes).substr(0, 100'000));
    fs::resize_file(partial(cut.id), 99'000);
    EXPECT_THROW(uploads_->append(cut.id, 100'000), std::runtime_error);
}

TEST_F(BlobTest, a_complete_upload_serves_one_form)
{
    const Upload upload = begin("an", "a.txt", 5);
    const auto serves = [&](bool commit) {
        auto tx = database_.pool().begin({});
        const auto unusable = use(tx, {upload.id}, clock_->now());
        if (commit) tx.commit();
        return unusable.empty();
    };
    EXPECT_FALSE(serves(true));  // not complete yet
    append(upload.id, 0, "hello");
    EXPECT_FALSE(uploads_->find(upload.id)->used);
    EXPECT_TRUE(serves(false));  // the form failed: nothing is lost
    EXPECT_FALSE(uploads_->find(upload.id)->used);
    EXPECT_TRUE(serves(true));
    EXPECT_FALSE(serves(true));
    // The same form sent twice still finds it.
    const auto found = uploads_->find(upload.id);
    ASSERT_TRUE(found && found->blob);
    EXPECT_TRUE(found->used);
    EXPECT_EQ(found->name, "a.txt");
    // It can't be taken away from the form any more.
    uploads_->discard(upload.id);
    EXPECT_TRUE(uploads_->find(upload.id));
    EXPECT_TRUE(store_->contains(found->blob->sha256));
}

TEST_F(BlobTest, says_which_uploads_cannot_serve)
{
    const std::string good = adopt("an", "a", "one");
    const std::string expired = adopt("an", "b", "two");
    database_.execute("UPDATE uploads SET expires_at = '2000-01-01' WHERE id = '" + expired + "'");
    auto tx = database_.pool().begin({});
    EXPECT_EQ(use(tx, {good, expired, "unknown"}, clock_->now()),
              (std::vector<std::string>{expired, "unknown"}));
}

// Eight forms want the same upload at the same moment: one gets it.
TEST_F(BlobTest, of_forms_at_the_same_time_one_gets_the_upload)
{
    const std::string id = adopt("an", "a", "one");
    std::atomic<int> served = 0;
    at_once(8, [&](int) {
        auto tx = database_.pool().begin({});
        if (!use(tx, {id}, clock_->now()).empty()) return;
        tx.commit();
        ++served;
    });
    EXPECT_EQ(served, 1);
}

TEST_F(BlobTest, a_multipart_file_waits_like_an_upload)
{
    const std::string id = adopt("an", "tờ trình.pdf", "%PDF-1.7\n");
    const auto found = uploads_->find(id);
    ASSERT_TRUE(found && found->blob);
    EXPECT_EQ(found->owner, "an");
    EXPECT_EQ(found->name, "tờ trình.pdf");
    EXPECT_EQ(found->blob->media_type, "application/pdf");
    EXPECT_EQ(found->offset, found->length);
}

TEST_F(BlobTest, more_files_than_may_wait_are_refused_with_the_figures)
{
    most_ = {.files = 3, .bytes = 10 * kMegabyte};
    restart();
    begin("an", "a", 10);
    adopt("an", "b", "complete");
    const std::string used = adopt("an", "c", "used");
    const auto refused = uploads_->create("an", "d", 10);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, base::Fault::too_large);
    EXPECT_EQ(refused.error().field, "files");
    EXPECT_EQ(
        refused.error().message.str(),
        "Bạn đang có 3 tệp (22 B) đã tải lên mà chưa lưu cùng biểu mẫu nào. Mỗi người được để chờ nhiều nhất 3 "
        "tệp, 10,0 MB. Bỏ bớt tệp hoặc lưu biểu mẫu đang mở, rồi tải lại tệp này.");
    const auto writer = store_->writer();
    writer->write(as_bytes("e"));
    EXPECT_FALSE(uploads_->adopt("an", "e", 1, *writer));
    EXPECT_EQ(partial_files(), 2U) << "the first upload, and the writer that still lives";
    EXPECT_FALSE(store_->contains(crypto::sha256_hex("e")));
    // Others have their own room; what a form used, what is removed and what has expired makes room.
    begin("bình", "a", 10);
    {
        auto tx = database_.pool().begin({});
        use(tx, {used}, clock_->now());
        tx.commit();
    }
    const Upload removed = begin("an", "f", 10);
    EXPECT_FALSE(uploads_->create("an", "g", 10));
    uploads_->discard(removed.id);
    begin("an", "h", 10);
    EXPECT_FALSE(uploads_->create("an", "i", 10));
    clock_->advance(24h);
    begin("an", "j", 10);
}

TEST_F(BlobTest, what_waits_counts_with_the_length_that_was_announced)
{
    most_ = {.files = 100, .bytes = 1000};
    restart();
    begin("an", "a", 600);
    EXPECT_FALSE(uploads_->create("an", "b", 401));
    EXPECT_FALSE(uploads_->create("an", "b", std::numeric_limits<std::int64_t>::max() - 1000));
    begin("an", "b", 400);
    EXPECT_FALSE(uploads_->create("an", "c", 1));
    begin("an", "empty", 0);
}

// Twenty at once want the last five places: five get them, whichever.
TEST_F(BlobTest, at_the_same_time_no_more_is_let_in)
{
    most_ = {.files = 5, .bytes = 1000};
    restart();
    std::atomic<int> let_in = 0;
    at_once(20, [&](int i) {
        if (i % 2 == 0) {
            if (uploads_->create("an", std::to_string(i), 10)) ++let_in;
        } else {
            const auto writer = store_->writer();
            writer->write(as_bytes(std::to_string(i)));
            if (uploads_->adopt("an", "x", std::to_string(i).size(), *writer)) ++let_in;
        }
    });
    EXPECT_EQ(let_in, 5);
    EXPECT_EQ(database_.value("SELECT count(*) FROM uploads"), "5");
    most_ = {.files = 100, .bytes = 1000};
    restart();
    at_once(20, [&](int i) { std::ignore = uploads_->create("bình", std::to_string(i), 300); });
    EXPECT_EQ(database_.value("SELECT sum(length) FROM uploads WHERE owner = 'bình'"), "900");
}

// The disk fails between the row and the content: the place is free again.
TEST_F(BlobTest, what_could_not_be_stored_takes_no_room)
{
    most_ = {.files = 1, .bytes = 1000};
    restart();
    const fs::path folder = root_ / "files" / crypto::sha256_hex("x").substr(0, 2);
    std::ofstream(folder.string()) << "in the way";
    const auto writer = store_->writer();
    writer->write(as_bytes("x"));
    EXPECT_THROW(std::ignore = uploads_->adopt("an", "x", 1, *writer), std::exception);
    fs::remove(folder);
    EXPECT_EQ(database_.value("SELECT count(*) FROM uploads"), "0");
    adopt("an", "x", "x");
}

TEST_F(BlobTest, what_is_discarded_leaves_nothing_unless_somebody_else_holds_it)
{
    const std::string secret = crypto::sha256_hex("only here");
    const std::string id = adopt("an", "a.pdf", "only here");
    EXPECT_TRUE(store_->contains(secret));
    uploads_->discard(id);
    EXPECT_FALSE(store_->contains(secret));

    const std::string first = adopt("an", "a.pdf", "two uploads");
    adopt("bình", "b.pdf", "two uploads");
    uploads_->discard(first);
    EXPECT_FALSE(uploads_->find(first));
    EXPECT_TRUE(store_->contains(crypto::sha256_hex("two uploads")));
}

// Somebody sends the same content at the moment when it is discarded: the file is there for the row that comes.
TEST_F(BlobTest, what_a_writer_has_just_found_is_not_taken_away)
{
    const std::string id = adopt("an", "a.pdf", "shared");
    for (const bool found_it : {true, false}) {
        auto writer = store_->writer();
        writer->write(as_bytes("shared"));
        if (!found_it) store_->remove(crypto::sha256_hex("shared"), [] { return false; });
        const Blob blob = writer->finish();
        if (found_it) uploads_->discard(id);
        store_->remove(blob.sha256, [] { return false; });
        EXPECT_TRUE(store_->contains(blob.sha256)) << found_it;
        writer.reset();
        store_->remove(blob.sha256, [] { return true; });
        EXPECT_TRUE(store_->contains(blob.sha256));
    }
    store_->remove(crypto::sha256_hex("shared"), [] { return false; });
    EXPECT_FALSE(store_->contains(crypto::sha256_hex("shared")));
}

TEST_F(BlobTest, uploads_expire_and_can_be_removed)
{
    const Upload gone = begin("an", "a", 10);
    const Upload removed = begin("an", "b", 10);
    uploads_->remove(removed.id);
    EXPECT_FALSE(uploads_->find(removed.id));
    EXPECT_FALSE(fs::exists(partial(removed.id)));
    clock_->advance(23h);
    const Upload young = begin("an", "c", 10);
    EXPECT_EQ(uploads_->sweep(), 0U);
    clock_->advance(1h);
    EXPECT_FALSE(uploads_->find(gone.id));
    EXPECT_FALSE(uploads_->append(gone.id, 0));
    EXPECT_EQ(uploads_->sweep(), 1U);
    EXPECT_FALSE(fs::exists(partial(gone.id)));
    EXPECT_TRUE(uploads_->find(young.id));
}

}  // namespace
}  // namespace lt::blob
