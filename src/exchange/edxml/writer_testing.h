// Messages to write in tests, and how to look at what was written. Not for the product.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "exchange/edxml/reader.h"
#include "exchange/edxml/writer.h"
#include "kit/crypto/digest.h"

namespace lt::edxml::testing {

inline base::Day day(int year, unsigned month, unsigned of_month)
{
    return base::Day(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(of_month));
}

// 09:42:07 of 20 November 2026 in Vietnam.
inline const base::Time kWrittenAt =
    base::Time(day(2026, 11, 20)) + std::chrono::hours(2) + std::chrono::seconds(42 * 60 + 7);

// Nothing but what a document must have.
inline Message small_document()
{
    Message m;
    m.from = {.organ_id = "H05", .name = "UBND tỉnh"};
    m.to = {{.organ_id = "H05.02", .name = "Sở Tài chính"}};
    m.document_id = document_id_of("H05", day(2026, 11, 20), "12/UBND-VX");
    m.code_number = "12";
    m.code_notation = "UBND-VX";
    m.promulgation_date = day(2026, 11, 20);
    m.type = 2;
    m.type_name = "Công văn";
    m.subject = "Về việc báo cáo";
    m.traces = {{"H05", kWrittenAt}};
    return m;
}

inline Message status(const std::string& code)
{
    Message m;
    m.kind = Kind::status;
    m.from = {.organ_id = "H05.02", .name = "Sở Tài chính"};
    m.responses_for = {{"H05", "12/UBND-VX", day(2026, 11, 20), "H05,2026/11/20,12/UBND-VX"}};
    m.status_code = code;
    m.status_description = "Đã tiếp nhận";
    m.status_at = kWrittenAt;
    m.status_staff = {
        .department = "Văn thư", .staff = "Nguyễn Thị Hoà", .email = "a@b.vn", .mobile = "0912"};
    return m;
}

// Files as the sender has them: attaches them to the message, and opens them.
inline ContentOpener attach(Message& message, const std::vector<std::pair<std::string, std::string>>& files)
{
    std::vector<std::string> contents;
    for (const auto& [name, content] : files) {
        message.attachments.push_back(
            {.name = name, .length = content.size(), .sha256 = crypto::sha256_hex(content)});
        contents.push_back(content);
    }
    return [contents](std::size_t index) -> ByteSource {
        return [content = contents.at(index), at = std::size_t(0)](std::span<char> buffer) mutable {
            // Odd pieces, so that no group of base64 ends with a piece.
            const std::size_t size =
                content.copy(buffer.data(), std::min<std::size_t>(buffer.size(), 4'099), at);
            at += size;
            return size;
        };
    };
}

inline std::string written(const Message& message, const ContentOpener& contents = {},
                           const WriteOptions& options = {})
{
    const auto xml = write_bytes(message, contents, options);
    if (xml) return *xml;
    ADD_FAILURE() << xml.error().field << ": " << xml.error().message;
    return {};
}

inline Message read_again(const std::string& xml, const SinkFactory& sinks = {})
{
    const Result result = read_bytes(xml, sinks);
    if (const auto* error = std::get_if<Error>(&result)) {
        ADD_FAILURE() << name(error->code) << ": " << error->message << ", line " << error->line << "\n"
                      << xml.substr(0, 20'000);
        return {};
    }
    return std::get<Message>(result);
}

// "" when it is written, else the field and the refusal.
inline std::string refusal(const Message& message, const ContentOpener& contents = {},
                           const WriteOptions& options = {})
{
    bool touched = false;
    const auto done = write(
        message, contents, [&](std::string_view) { touched = true; }, options);
    if (done) return {};
    EXPECT_FALSE(touched) << "a refused message was begun";
    return done.error().field + ": " + done.error().message.str();
}

// The same values. How a file travelled is not the sender's business, and a signature does not live on.
inline void expect_same(Message read, Message sent)
{
    read.has_signature = sent.has_signature = false;
    for (Message* one : {&read, &sent}) {
        for (Attachment& file : one->attachments) file.declared_type.clear(), file.unzipped = false;
    }
    if (read == sent) return;
    ASSERT_EQ(read.attachments.size(), sent.attachments.size());
    for (std::size_t i = 0; i < read.attachments.size(); ++i) {
        EXPECT_EQ(read.attachments[i].name, sent.attachments[i].name);
        EXPECT_EQ(read.attachments[i].content_id, sent.attachments[i].content_id);
        EXPECT_EQ(read.attachments[i].description, sent.attachments[i].description);
        EXPECT_EQ(read.attachments[i].length, sent.attachments[i].length);
        EXPECT_EQ(read.attachments[i].sha256, sent.attachments[i].sha256);
    }
    read.attachments.clear();
    sent.attachments.clear();
    EXPECT_EQ(written(read, {}, {.rules = Rules::passed_on}), written(sent, {}, {.rules = Rules::passed_on}));
    ADD_FAILURE() << "the messages differ";
}

// Names of all elements in order, with their prefixes; without those in which no text is, and without signatures.
inline std::vector<std::string> names_of(std::string_view xml)
{
    std::vector<std::string> names;
    std::vector<std::size_t> open;  // where each open element stands in `names`
    std::size_t text_until = 0;     // elements before this one hold text
    std::size_t signature = std::string::npos;
    while (!xml.empty()) {
        const std::size_t tag = std::min(xml.find('<'), xml.size());
        const bool has_text = xml.substr(0, tag).find_first_not_of(" \t\r\n") != std::string_view::npos;
        if (has_text && !open.empty()) text_until = names.size();
        xml.remove_prefix(tag);
        if (xml.empty()) break;
        const bool is_comment = xml.starts_with("<!--");
        const std::size_t end = is_comment ? xml.find("-->") + 2 : xml.find('>');
        const std::string_view inside = xml.substr(1, end - 1);
        xml.remove_prefix(end + 1);
        if (is_comment || inside.starts_with('?')) continue;
        const bool closes = inside.starts_with('/');
        if (!closes) {
            open.push_back(names.size());
            names.emplace_back(inside.substr(0, inside.find_first_of(" /")));
            if (names.back() == "Signature" && signature == std::string::npos) signature = open.back();
        }
        if (!closes && !inside.ends_with('/')) continue;
        const std::size_t begin = open.back();
        open.pop_back();
        const bool is_signature = begin == signature;
        if (is_signature) signature = std::string::npos;
        if (is_signature || text_until <= begin) names.resize(begin);
        text_until = std::min(text_until, names.size());
    }
    return names;
}

}  // namespace lt::edxml::testing
