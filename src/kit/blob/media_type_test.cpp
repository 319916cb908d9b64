#include "kit/blob/media_type.h"

#include <cstring>

#include <gtest/gtest.h>

#include "kit/blob/blob.h"
#include "kit/blob/files.h"

namespace lt::blob {
namespace {

class Memory final : public Reader {
public:
    explicit Memory(std::string bytes) : bytes_(std::move(bytes)) {}
    std::uint64_t size() const override { return bytes_.size(); }
    std::size_t read(std::uint64_t offset, std::span<std::byte> buffer) override
    {
        if (offset >= bytes_.size()) return 0;
        const std::size_t length = std::min<std::size_t>(buffer.size(), bytes_.size() - offset);
        std::memcpy(buffer.data(), bytes_.data() + offset, length);
        return length;
    }

private:
    std::string bytes_;
};

std::string number(std::size_t value, int bytes)
{
    std::string text;
    for (int i = 0; i < bytes; ++i)
        text += static_cast<char>(value >> (8 * static_cast<unsigned>(i)) & 0xffU);
    return text;
}

// A ZIP archive of stored (not compressed) files.
std::string zip(const std::vector<std::pair<std::string, std::string>>& files,
                const std::string& comment = "")
{
    std::string body;
    std::string directory;
    for (const auto& [name, content] : files) {
        const std::string sizes = number(0, 4) + number(content.size(), 4) + number(content.size(), 4) +
                                  number(name.size(), 2) + number(0, 2);
        directory += "PK\x01\x02" + number(20, 2) + number(20, 2) + number(0, 2) + number(0, 2) +
                     number(0, 4) + sizes + number(0, 2) + number(0, 2) + number(0, 2) + number(0, 4) +
                     number(body.size(), 4) + name;
        body += "PK\x03\x04" + number(20, 2) + number(0, 2) + number(0, 2) + number(0, 4) + sizes + name +
                content;
    }
    return body + directory + "PK\x05\x06" + number(0, 4) + number(files.size(), 2) +
           number(files.size(), 2) + number(directory.size(), 4) + number(body.size(), 4) +
           number(comment.size(), 2) + comment;
}

std::string type_of(const std::string& bytes)
{
    static MediaTypes types;
    Memory file(bytes);
    return types.of(as_bytes(bytes).first(std::min<std::size_t>(bytes.size(), 64 * 1024)), file);
}

TEST(MediaType, goes_by_content)
{
    EXPECT_EQ(type_of("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"), "application/pdf");
    EXPECT_EQ(type_of("\x89PNG\r\n\x1a\n" + std::string("\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\2\0\0\0", 21)),
              "image/png");
    EXPECT_EQ(type_of("Kính gửi: Ủy ban nhân dân tỉnh\n"), "text/plain");
    EXPECT_EQ(type_of("#!/bin/sh\necho x\n"), "text/x-shellscript");
    const std::string program = "MZ" + std::string(58, '\0') + number(0x80, 4) + std::string(64, '\0') +
                                "PE" + std::string(2, '\0') + number(0x8664, 2) + std::string(200, '\0');
    EXPECT_EQ(type_of(program), "application/vnd.microsoft.portable-executable");
    EXPECT_EQ(type_of(""), "application/x-empty");
    EXPECT_EQ(type_of("<!DOCTYPE html><html><script>alert(1)</script></html>"), "text/html");
}

TEST(MediaType, sees_office_files_in_any_order_of_their_parts)
{
    const std::string word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    const std::string xml = "<?xml version=\"1.0\"?><x/>";
    EXPECT_EQ(type_of(zip({{"[Content_Types].xml", xml}, {"_rels/.rels", xml}, {"word/document.xml", xml}})),
              word);
    EXPECT_EQ(
        type_of(zip({{"docProps/app.xml", xml}, {"word/document.xml", xml}, {"[Content_Types].xml", xml}})),
        word);
    // The parts that tell lie behind the first 64 KB.
    EXPECT_EQ(type_of(zip({{"media/big.png", std::string(200'000, 'x')},
                           {"word/document.xml", xml},
                           {"[Content_Types].xml", xml}},
                          "a comment")),
              word);
    EXPECT_EQ(type_of(zip({{"a", xml}, {"[Content_Types].xml", xml}, {"xl/workbook.xml", xml}})),
              "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    EXPECT_EQ(type_of(zip({{"a", xml}, {"[Content_Types].xml", xml}, {"ppt/presentation.xml", xml}})),
              "application/vnd.openxmlformats-officedocument.presentationml.presentation");
}

TEST(MediaType, tells_office_files_with_macros_apart)
{
    EXPECT_EQ(type_of(zip({{"[Content_Types].xml", "x"},
                           {"_rels/.rels", "x"},
                           {"word/document.xml", "x"},
                           {"word/vbaProject.bin", "x"}})),
              "application/vnd.ms-word.document.macroenabled.12");
}

TEST(MediaType, an_archive_is_no_office_file)
{
    EXPECT_EQ(type_of(zip({{"word/document.xml", "x"}})), "application/zip");
    EXPECT_EQ(type_of(zip({{"setup.exe", "MZ"}})), "application/zip");
    const std::string glued = "%PDF-1.7\n" + zip({{"[Content_Types].xml", "x"}, {"word/document.xml", "x"}});
    EXPECT_EQ(type_of(glued), "application/pdf");
}

TEST(MediaType, survives_archives_that_lie)
{
    const std::string good = zip({{"[Content_Types].xml", "x"}, {"word/document.xml", "x"}});
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (const char value : {'\0', '\xff', '\x7f'}) {
            std::string bad = good;
            bad[at] = value;
            EXPECT_FALSE(type_of(bad).empty());
        }
        EXPECT_FALSE(type_of(good.substr(0, at)).empty());
    }
}

}  // namespace
}  // namespace lt::blob
