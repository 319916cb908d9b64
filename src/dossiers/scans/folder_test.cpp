#include "dossiers/scans/folder.h"

#include <fstream>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kit/base/ids.h"

namespace lt::dossiers::scans {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono;

class FolderTest : public testing::Test {
protected:
    FolderTest() { fs::create_directories(own()); }
    ~FolderTest() override { fs::remove_all(base_); }

    fs::path own() const { return base_ / "scans" / "H05.26.1"; }
    // Written `age` before now.
    fs::path drop(const std::string& name, const std::string& content = "%PDF-1.4 x",
                  milliseconds age = minutes(5))
    {
        const fs::path path = own() / name;
        std::ofstream(path) << content;
        settle(path, age);
        return path;
    }
    void settle(const fs::path& path, milliseconds age)
    {
        const auto at = duration_cast<nanoseconds>((now_ - age).time_since_epoch()).count();
        const timespec time{.tv_sec = static_cast<time_t>(at / 1'000'000'000),
                            .tv_nsec = static_cast<long>(at % 1'000'000'000)};
        const timespec both[2] = {time, time};
        ASSERT_EQ(::utimensat(AT_FDCWD, path.c_str(), both, AT_SYMLINK_NOFOLLOW), 0);
    }
    std::vector<std::string> names(const std::string& code = "H05.26.1")
    {
        std::vector<std::string> out;
        for (const Entry& entry : list(folder_, code, now_, 10)) out.push_back(entry.name);
        return out;
    }
    Entry entry(const std::string& name)
    {
        for (Entry& one : list(folder_, "H05.26.1", now_, 10))
            if (one.name == name) return std::move(one);
        ADD_FAILURE() << name;
        return {};
    }

    using Names = std::vector<std::string>;
    base::Time now_ = sys_days{year{2026} / 11 / 20} + hours(2);
    fs::path base_ = fs::temp_directory_path() / ("lt-scans-" + base::random_hex(8));
    Folder folder_{.root = base_ / "scans", .largest = 1000};
    blob::Store blobs_{base_ / "blobs", base_ / "key"};
};

TEST_F(FolderTest, OffersWhatIsFinishedTheNewestFirst)
{
    drop("cu.pdf", "%PDF-1.4 x", hours(3));
    drop("moi.PDF");
    drop("dang-ghi.pdf", "%PDF-1.4 x", milliseconds(1500));
    drop("rong.pdf", "");
    drop("ghi-chu.exe");
    drop("Thumbs.db");
    EXPECT_EQ(names(), (Names{"moi.PDF", "cu.pdf"}));
    // Held by a writer: not offered, and not read by who had seen it before.
    const Entry seen = entry("cu.pdf");
    const int writer = ::open((own() / "cu.pdf").c_str(), O_RDWR | O_CLOEXEC);
    ASSERT_EQ(::flock(writer, LOCK_EX), 0);
    EXPECT_EQ(names(), Names{"moi.PDF"});
    EXPECT_FALSE(read(folder_, "H05.26.1", seen, blobs_));
    ::close(writer);
    EXPECT_TRUE(read(folder_, "H05.26.1", seen, blobs_));
}

TEST_F(FolderTest, NeverLeavesTheAgencysOwnFolder)
{
    const fs::path secret = base_ / "secret.pdf";
    std::ofstream(secret) << "%PDF-1.4 secret";
    settle(secret, hours(1));
    fs::create_symlink(secret, own() / "link.pdf");
    fs::create_hard_link(secret, own() / "hard.pdf");
    ASSERT_EQ(::mkfifo((own() / "pipe.pdf").c_str(), 0600), 0);
    fs::create_directory(own() / "folder.pdf");
    for (const char* name : {".hidden.pdf", "two\nlines.pdf", "back\\slash.pdf", "bad\xff.pdf", ".pdf"})
        drop(name);
    for (const char* name : {"link.pdf", "pipe.pdf"}) settle(own() / name, hours(1));
    EXPECT_EQ(names(), Names{});
    // A name that was forged all the same opens nothing.
    const auto facts = [&](const std::string& name) {
        return Entry{.name = name, .on_disk = name, .size = 15};
    };
    for (const char* name : {"../../secret.pdf", "link.pdf", "pipe.pdf", "hard.pdf", "/etc/passwd"})
        EXPECT_FALSE(read(folder_, "H05.26.1", facts(name), blobs_)) << name;
    fs::create_directory_symlink(own(), base_ / "scans" / "H05.26.2");
    for (const char* code : {"", ".", "..", "../scans/H05.26.1", "H05.26.2", "H05.26.3"})
        EXPECT_EQ(names(code), Names{}) << code;
    drop("that.pdf");
    EXPECT_EQ(names(), Names{"that.pdf"});
    EXPECT_EQ(names("H05.26.2"), Names{});
}

TEST_F(FolderTest, ReadsWhatADossierCanTakeAndMovesItAway)
{
    drop("gia.pdf", "just text");
    drop("lon.pdf", "%PDF-1.4 " + std::string(2000, 'x'));
    const auto fake = read(folder_, "H05.26.1", entry("gia.pdf"), blobs_);
    ASSERT_FALSE(fake);
    EXPECT_EQ(fake.error().field, "scanned");
    EXPECT_FALSE(read(folder_, "H05.26.1", entry("lon.pdf"), blobs_));

    // Called by a scanner with combining marks, shown and chosen as everybody writes it.
    drop("To\xcc\x9b khai.pdf");
    const Entry first = entry("Tơ khai.pdf");
    const auto good = read(folder_, "H05.26.1", first, blobs_);
    ASSERT_TRUE(good);
    EXPECT_EQ(good->media_type, "application/pdf");
    EXPECT_TRUE(move_away(folder_, "H05.26.1", first));
    EXPECT_FALSE(move_away(folder_, "H05.26.1", first));
    EXPECT_TRUE(fs::exists(own() / "taken" / first.on_disk));

    // The scanner uses the name again: the new file is another one, and both stay.
    drop("To\xcc\x9b khai.pdf", "%PDF-1.4 other");
    EXPECT_FALSE(read(folder_, "H05.26.1", first, blobs_));
    EXPECT_FALSE(move_away(folder_, "H05.26.1", first));
    EXPECT_TRUE(move_away(folder_, "H05.26.1", entry("Tơ khai.pdf")));
    EXPECT_EQ(std::distance(fs::directory_iterator(own() / "taken"), {}), 2);
}

}  // namespace
}  // namespace lt::dossiers::scans
