// Archives as an independent program sees them.
#include "exchange/edxml/transport_zip.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "kit/base/ids.h"

namespace lt::edxml {
namespace {

std::string packed(std::string_view content, std::size_t piece)
{
    std::string archive;
    TransportZip zip("1.xlsx", [&](std::span<const std::byte> bytes) {
        archive.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    });
    for (; !content.empty(); content.remove_prefix(std::min(piece, content.size()))) {
        const std::string_view now = content.substr(0, piece);
        zip.write(std::as_bytes(std::span(now.data(), now.size())));
    }
    zip.finish();
    return archive;
}

TEST(TransportZip, IsWhatJavaWritesAndUnzipReads)
{
    // Zeros that pack too well, then what does not pack, then zeros again: deflated and stored blocks in one stream.
    std::string mixed(4 << 20, '\0');
    unsigned state = 1;
    for (int i = 0; i < 1 << 20; ++i) mixed += char((state = state * 1664525 + 1013904223) >> 24);
    mixed.append(4 << 20, '\0');
    const auto file = std::filesystem::temp_directory_path() / ("transport-" + base::random_hex(8) + ".zip");
    const auto copy = std::filesystem::path(file.string() + ".content");
    for (const std::string& content : {std::string(), std::string("bảng"), mixed}) {
        const std::string archive = packed(content, 48 << 10);
        EXPECT_EQ(archive.substr(0, 10), std::string("PK\3\4\x14\0\x08\x08\x08\0", 10));
        std::ofstream(file, std::ios::binary) << archive;
        EXPECT_EQ(std::system(("unzip -tqq " + file.string()).c_str()), 0);
        EXPECT_EQ(std::system(("unzip -p " + file.string() + " 1.xlsx > " + copy.string()).c_str()), 0);
        std::ifstream in(copy, std::ios::binary);
        EXPECT_TRUE(std::string(std::istreambuf_iterator<char>(in), {}) == content);
    }
    // No reader that guards against bombs takes it for one.
    EXPECT_GT(packed(std::string(40 << 20, '\0'), 48 << 10).size(), (40u << 20) / 100);
    EXPECT_EQ(packed(mixed, 48 << 10), packed(mixed, 48 << 10));
    std::filesystem::remove(file);
    std::filesystem::remove(copy);
}

}  // namespace
}  // namespace lt::edxml
