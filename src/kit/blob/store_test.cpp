#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "kit/blob/blob.h"
#include "kit/blob/stored_file.h"
#include "kit/crypto/digest.h"

namespace lt::blob {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMegabyte = 1024 * 1024;

// Bytes that look random and never repeat at a segment's length.
std::string content(std::size_t size, std::uint64_t seed = 1)
{
    std::string bytes(size, '\0');
    for (char& byte : bytes) {
        seed = seed * 6364136223846793005U + 1442695040888963407U;
        byte = static_cast<char>(seed >> 56U);
    }
    return bytes;
}

std::span<const std::byte> as_span(std::string_view text) { return as_bytes(text); }

class StoreTest : public ::testing::Test {
protected:
    StoreTest()
    {
        std::string pattern = (fs::temp_directory_path() / "lt-blob-XXXXXX").string();
        root_ = ::mkdtemp(pattern.data());
        store_ = std::make_unique<Store>(root_ / "files", root_ / "key");
    }
    ~StoreTest() override { fs::remove_all(root_); }

    fs::path path_of(const Blob& blob) const
    {
        return root_ / "files" / blob.sha256.substr(0, 2) / blob.sha256.substr(2);
    }
    std::string stored(const Blob& blob) const
    {
        std::ifstream in(path_of(blob), std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    void overwrite(const Blob& blob, const std::string& bytes) const
    {
        std::ofstream(path_of(blob), std::ios::binary | std::ios::trunc) << bytes;
    }
    // What reading gives: the content, or what the exception says.
    std::string read(const Blob& blob) const
    {
        try {
            return store_->get(blob.sha256, 100 * kMegabyte);
        } catch (const std::runtime_error& error) {
            return error.what();
        }
    }
    std::size_t files_in(const fs::path& folder) const
    {
        const auto all = fs::recursive_directory_iterator(folder);
        return static_cast<std::size_t>(
            std::count_if(begin(all), end(all), [](const auto& entry) { return entry.is_regular_file(); }));
    }

    fs::path root_{};
    std::unique_ptr<Store> store_{};
};

TEST_F(StoreTest, gives_back_what_was_written_at_every_edge_of_the_format)
{
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{1}, kMessage - 1, kMessage, kMessage + 1, kSegment - 1, kSegment,
          kSegment + 1, 2 * kSegment, 2 * kSegment + kMessage + 5}) {
        const std::string bytes = content(size, size + 1);
        const Blob blob = store_->put(bytes);
        EXPECT_EQ(blob.sha256, crypto::sha256_hex(bytes));
        EXPECT_EQ(blob.size, size);
        EXPECT_EQ(fs::file_size(path_of(blob)), stored_size(size));
        EXPECT_TRUE(read(blob) == bytes) << size;
    }
    EXPECT_EQ(files_in(root_ / "files" / "staging"), 0U);
}

TEST_F(StoreTest, does_not_care_how_the_content_was_cut)
{
    const std::string bytes = content(kSegment + 3 * kMessage + 11);
    for (const std::size_t piece : {std::size_t{777}, kMessage, kMessage + 1, kSegment, bytes.size()}) {
        const auto writer = store_->writer();
        for (std::size_t at = 0; at < bytes.size(); at += piece) {
            writer->write(as_span(bytes).subspan(at, std::min(piece, bytes.size() - at)));
        }
        const Blob blob = writer->finish();
        EXPECT_EQ(blob.sha256, crypto::sha256_hex(bytes));
        EXPECT_TRUE(read(blob) == bytes) << piece;
        fs::remove(path_of(blob));
    }
}

TEST_F(StoreTest, reads_any_range)
{
    const std::string bytes = content(3 * kSegment + 100);
    const auto reader = store_->open(store_->put(bytes).sha256);
    EXPECT_EQ(reader->size(), bytes.size());
    for (const auto& [offset, length] :
         std::vector<std::pair<std::size_t, std::size_t>>{{0, 1},
                                                          {kSegment - 1, 2},
                                                          {2 * kSegment + 5, 10},
                                                          {5, kSegment},
                                                          {3 * kSegment + 90, 50},
                                                          {0, bytes.size()}}) {
        std::string part(length, '?');
        const std::size_t done =
            reader->read(offset, std::as_writable_bytes(std::span(part.data(), part.size())));
        EXPECT_EQ(done, std::min(length, bytes.size() - offset));
        EXPECT_TRUE(part.substr(0, done) == bytes.substr(offset, length)) << offset;
    }
    std::array<std::byte, 4> none{};
    EXPECT_EQ(reader->read(bytes.size(), none), 0U);
    EXPECT_EQ(reader->read(bytes.size() + 7, none), 0U);
}

TEST_F(StoreTest, the_same_content_is_stored_once)
{
    const Blob first = store_->put("quyết định");
    const std::string before = stored(first);
    const Blob second = store_->put("quyết định");
    EXPECT_EQ(first.sha256, second.sha256);
    EXPECT_EQ(stored(first), before);
    EXPECT_EQ(files_in(root_ / "files"), 1U);
    // What was cut off by a broken disk is replaced when the content comes again.
    overwrite(first, before.substr(0, before.size() - 1));
    EXPECT_NE(read(first), "quyết định");
    store_->put("quyết định");
    EXPECT_EQ(read(first), "quyết định");
}

TEST_F(StoreTest, without_finish_nothing_stays)
{
    {
        const auto writer = store_->writer();
        writer->write(as_span(content(kSegment * 2)));
        EXPECT_EQ(files_in(root_ / "files" / "staging"), 1U);
    }
    EXPECT_EQ(files_in(root_ / "files"), 0U);
}

TEST_F(StoreTest, nothing_on_the_disk_is_readable_without_the_key)
{
    const Blob blob = store_->put("một nội dung kín đáo, dài hơn một chút");
    EXPECT_EQ(stored(blob).find("kín đáo"), std::string::npos);
    struct stat info {};
    ASSERT_EQ(::stat((root_ / "key").c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0600U);
    EXPECT_EQ(info.st_size, 32);
    ASSERT_EQ(::stat(path_of(blob).c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0600U);
    fs::remove(root_ / "key");
    std::ofstream(root_ / "key", std::ios::binary) << content(32, 99);
    Store other(root_ / "files", root_ / "key");
    EXPECT_THROW(other.open(blob.sha256), std::runtime_error);
}

TEST_F(StoreTest, a_missing_key_is_not_made_anew_over_stored_files)
{
    const Blob blob = store_->put("x");
    fs::rename(root_ / "key", root_ / "key.away");
    EXPECT_THROW(Store(root_ / "files", root_ / "key"), std::runtime_error);
    fs::rename(root_ / "key.away", root_ / "key");
    EXPECT_EQ(Store(root_ / "files", root_ / "key").get(blob.sha256, 10), "x");
    std::ofstream(root_ / "key", std::ios::app) << "y";
    EXPECT_THROW(Store(root_ / "files", root_ / "key"), std::runtime_error);
}

TEST_F(StoreTest, finds_a_flipped_bit_anywhere)
{
    const std::string bytes = content(3000);
    const Blob blob = store_->put(bytes);
    const std::string good = stored(blob);
    for (std::size_t at = 0; at < good.size(); at += at < 200 ? 1 : 97) {
        std::string bad = good;
        bad[at] = static_cast<char>(bad[at] ^ 0x10);
        overwrite(blob, bad);
        EXPECT_NE(read(blob).find("is damaged"), std::string::npos) << at;
    }
    overwrite(blob, good);
    EXPECT_TRUE(read(blob) == bytes);
}

TEST_F(StoreTest, finds_damage_far_inside_and_still_reads_the_rest)
{
    const std::string bytes = content(3 * kSegment);
    const Blob blob = store_->put(bytes);
    std::string bad = stored(blob);
    const std::size_t middle = bad.size() / 2;
    bad[middle] = static_cast<char>(bad[middle] ^ 1);
    overwrite(blob, bad);
    const auto reader = store_->open(blob.sha256);
    std::string part(kSegment, '?');
    const auto buffer = std::as_writable_bytes(std::span(part.data(), part.size()));
    EXPECT_EQ(reader->read(0, buffer), kSegment);
    EXPECT_TRUE(part == bytes.substr(0, kSegment));
    EXPECT_THROW(reader->read(kSegment, buffer), std::runtime_error);
    EXPECT_THROW(reader->read(kSegment, buffer), std::runtime_error);  // and again: nothing half-read is kept
    EXPECT_EQ(reader->read(2 * kSegment, buffer), kSegment);
    EXPECT_TRUE(part == bytes.substr(2 * kSegment));
}

TEST_F(StoreTest, finds_segments_exchanged_cut_or_brought_from_elsewhere)
{
    const Blob blob = store_->put(content(3 * kSegment, 1));
    const Blob other = store_->put(content(3 * kSegment, 2));
    const std::string good = stored(blob);
    const std::string foreign = stored(other);
    const std::size_t segment = (good.size() - kHead) / 3;
    const auto part = [&](const std::string& from, std::size_t i) {
        return from.substr(kHead + i * segment, segment);
    };
    const std::string head = good.substr(0, kHead);
    const std::vector<std::pair<std::string, std::string>> attacks{
        {"exchanged", head + part(good, 1) + part(good, 0) + part(good, 2)},
        {"doubled", head + part(good, 0) + part(good, 0) + part(good, 2)},
        {"foreign", head + part(good, 0) + part(foreign, 1) + part(good, 2)},
        {"cut", head + part(good, 0) + part(good, 1)},
        {"one byte short", good.substr(0, good.size() - 1)},
        {"longer", good + "x"},
        {"only a head", head},
        {"half a head", head.substr(0, 50)},
        {"empty", ""},
        {"another file", foreign},
        {"head of another", foreign.substr(0, kHead) + good.substr(kHead)},
    };
    for (const auto& [name, bytes] : attacks) {
        overwrite(blob, bytes);
        EXPECT_NE(read(blob).find("is damaged"), std::string::npos) << name;
    }
    overwrite(blob, good);
    EXPECT_TRUE(read(blob) == content(3 * kSegment, 1));
}

TEST_F(StoreTest, addresses_are_no_paths)
{
    for (const char* address : {"", "..", "../../etc/passwd", "zz", "ABCDEF"}) {
        EXPECT_FALSE(store_->contains(address));
        EXPECT_THROW(store_->open(address), std::runtime_error);
    }
    EXPECT_THROW(store_->open(std::string(64, 'a')), std::runtime_error);
    EXPECT_THROW(store_->get(store_->put("12345").sha256, 4), std::length_error);
}

TEST_F(StoreTest, many_writers_of_the_same_content_agree)
{
    const std::string bytes = content(kSegment + 5);
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int n = 0; n < 5; ++n) store_->put(bytes);
        });
    }
    threads.clear();
    EXPECT_EQ(files_in(root_ / "files"), 1U);
    EXPECT_TRUE(store_->get(crypto::sha256_hex(bytes), 2 * kMegabyte) == bytes);
}

TEST_F(StoreTest, time_of_64_megabytes)
{
    const std::string bytes = content(64 * kMegabyte);
    const auto seconds = [](const std::function<void()>& work) {
        const auto begin = std::chrono::steady_clock::now();
        work();
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    };
    Blob blob;
    const double writing = seconds([&] { blob = store_->put(bytes); });
    std::size_t read = 0;
    const double reading = seconds([&] { read = store_->get(blob.sha256, 100 * kMegabyte).size(); });
    EXPECT_EQ(read, bytes.size());
    std::cout << "write " << static_cast<int>(64 / writing) << " MB/s, read "
              << static_cast<int>(64 / reading) << " MB/s\n";
}

}  // namespace
}  // namespace lt::blob
