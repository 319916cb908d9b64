// Headers as the reference clients make them, and what a server must not believe.
#include "exchange/axis/sign_headers.h"

#include <gtest/gtest.h>

#include "kit/base/ids.h"
#include "kit/crypto/digest.h"

namespace lt::axis {
namespace {

using namespace std::chrono;

constexpr const char* kSignedWith = "khoa-bí-mật-7c1e";
const base::Time kSigned = sys_days(2026y / November / 20) + 2h + 42min + 7s + 123ms;

class ReceivedHeaders {
public:
    ReceivedHeaders(Headers headers) : headers_(std::move(headers)) {}
    // As a server sees them: names in lower case.
    std::string operator()(std::string_view name) const
    {
        for (const auto& [key, value] : headers_) {
            std::string lower = key;
            for (char& c : lower) c = static_cast<char>(std::tolower(c));
            if (lower == name) return value;
        }
        return "";
    }
    void set(const std::string& name, const std::string& value)
    {
        for (auto& [key, old] : headers_)
            if (key == name) old = value;
    }
    void drop(const std::string& name)
    {
        std::erase_if(headers_, [&](const auto& one) { return one.first == name; });
    }

private:
    Headers headers_;
};

ReceivedHeaders signed_call(Headers parameters = {{"servicetype", "eDoc"}, {"messagetype", "edoc"}})
{
    return ReceivedHeaders(sign({std::move(parameters), "000.00.13.H53"}, kSignedWith, kSigned));
}

// A server's view of a text of whatever form, with the right hash.
ReceivedHeaders signed_text(const std::string& text)
{
    return ReceivedHeaders({{"XroadVnpt-sign-header", text},
                            {"XroadVnpt-hash-header", base::to_hex(crypto::hmac_sha256(kSignedWith, text))}});
}

std::string signed_with(const std::string& more)
{
    return R"({"XroadVnpt-timestamp":"20112026T094207+0123","XroadVnpt-systemid":"a")" + more + "}";
}

TEST(SignHeaders, have_the_form_of_the_reference_client)
{
    const Headers headers =
        sign({{{"docId", "a\"b"}, {"status", "done"}}, "00.53.W00", "text/plain"}, kSignedWith, kSigned);
    const std::string text =
        R"({"XroadVnpt-docId":"a\"b","XroadVnpt-status":"done","XroadVnpt-timestamp":"20112026T094207+0123",)"
        R"("XroadVnpt-systemid":"00.53.W00","XroadVnpt-Content-Type":"text/plain"})";
    const Headers wanted{
        {"XroadVnpt-docId", "a\"b"},
        {"XroadVnpt-status", "done"},
        {"XroadVnpt-timestamp", "20112026T094207+0123"},
        {"XroadVnpt-systemid", "00.53.W00"},
        {"XroadVnpt-Content-Type", "text/plain"},
        {"Content-Type", "text/plain"},
        {"XroadVnpt-sign-header-key", "docId;status;timestamp;systemid;Content-Type"},
        {"XroadVnpt-hash-header", base::to_hex(crypto::hmac_sha256(kSignedWith, text))},
        {"XroadVnpt-sign-header", text},
        {"User-Agent", "JAVASDKAgent/1.0.0 XRoad/VPCP"},
        {"XroadVnpt-version", "3.0.201608"},
    };
    EXPECT_EQ(headers, wanted);
}

TEST(SignHeaders, let_no_line_into_a_header)
{
    for (const char* wrong : {"a\r\nX-Evil: 1", "a\nb", "\x01", "a\x7f", "\xff"}) {
        EXPECT_FALSE(is_header_text(wrong));
        EXPECT_THROW(sign({{{"docId", wrong}}, "a"}, kSignedWith, kSigned), base::Bug);
        EXPECT_THROW(sign({{}, wrong}, kSignedWith, kSigned), base::Bug);
    }
    EXPECT_THROW(sign({{{"a", "1"}, {"a", "2"}}, "a"}, kSignedWith, kSigned), base::Bug);
    EXPECT_TRUE(is_header_text("Sở Nội vụ"));
}

TEST(SignHeaders, are_read_back)
{
    const auto claim = read_headers(signed_call({{"docId", "x-1"}, {"from", "Sở"}}));
    ASSERT_TRUE(claim) << claim.error().message;
    EXPECT_EQ(claim->system_id, "000.00.13.H53");
    EXPECT_EQ(claim->at, kSigned);
    EXPECT_EQ(claim->parameters,
              (std::map<std::string, std::string>{
                  {"docid", "x-1"}, {"from", "Sở"}, {"content-type", "application/json"}}));
    EXPECT_EQ(claim->parameter("docid"), "x-1");
    EXPECT_EQ(claim->parameter("status"), "");
    EXPECT_TRUE(hash_fits(*claim, kSignedWith));
    EXPECT_FALSE(hash_fits(*claim, "khác"));
    EXPECT_FALSE(hash_fits(*claim, ""));
}

TEST(SignHeaders, give_only_what_was_signed)
{
    ReceivedHeaders request = signed_call({{"docId", "x-1"}});
    EXPECT_EQ(read_headers([&](std::string_view name) {
                  return name == "xroadvnpt-status" ? "done" : request(name);
              })->parameter("status"),
              "");
    request.set("XroadVnpt-docId", "x-2");
    EXPECT_EQ(read_headers(request).error().fault, base::Fault::forbidden);
    request.set("XroadVnpt-docId", " x-1\t");
    EXPECT_TRUE(read_headers(request)) << "HTTP drops blanks at the ends";
    request.drop("XroadVnpt-docId");
    EXPECT_EQ(read_headers(request)->parameter("docid"), "x-1") << "a header of its own is not needed";
    request.set("XroadVnpt-systemid", "other");
    EXPECT_FALSE(read_headers(request));
}

TEST(SignHeaders, are_read_as_the_field_spells_them)
{
    const auto claim = read_headers(signed_text(
        R"({ "systemid" : "a", "XROADVNPT-DocID":"1", "XroadVnpt-level": 2, "XroadVnpt-Timestamp":"20112026T094207+7"})"));
    ASSERT_TRUE(claim) << claim.error().message;
    EXPECT_EQ(claim->parameter("docid"), "1");
    EXPECT_EQ(claim->parameter("level"), "2");
    EXPECT_TRUE(hash_fits(*claim, kSignedWith));
}

TEST(SignHeaders, are_refused_when_they_are_no_flat_object_of_texts)
{
    EXPECT_TRUE(read_headers(signed_text(signed_with(""))));
    for (const std::string& wrong : {std::string(),
                                     std::string("{"),
                                     std::string("[]"),
                                     std::string("\"a\""),
                                     std::string("{}"),
                                     signed_with(",1"),
                                     signed_with(R"(,"a":["b"])"),
                                     signed_with(R"(,"a":{"b":"c"})"),
                                     signed_with(R"(,"a":true)"),
                                     signed_with(R"(,"a":null)"),
                                     signed_with(R"(,"a":1.5)"),
                                     signed_with("") + "x",
                                     signed_with(R"(,"a":"b")") + "{}",
                                     signed_with(",\"a\":\"\xff\""),
                                     signed_with(R"(,"a":"1","a":"2")"),
                                     signed_with(R"(,"XroadVnpt-docId":"1","xroadvnpt-docid":"1")"),
                                     signed_with(R"(,"docId":"1","XroadVnpt-docid":"2")"),
                                     signed_with(R"(,"XroadVnpt-SystemId":"b")"),
                                     signed_with(",\"a\":\"" + std::string(kMostSignedText, 'x') + "\""),
                                     std::string(kMostSignedText + 1, '['),
                                     std::string(kMostSignedText, '[')}) {
        const auto claim = read_headers(signed_text(wrong));
        ASSERT_FALSE(claim) << wrong.substr(0, 200);
        EXPECT_EQ(claim.error().fault, base::Fault::forbidden);
        EXPECT_FALSE(claim.error().message.empty());
    }
    ReceivedHeaders request = signed_call();
    request.drop("XroadVnpt-hash-header");
    EXPECT_FALSE(read_headers(request));
}

TEST(SignHeaders, need_a_time_and_a_system)
{
    EXPECT_FALSE(read_headers(signed_text(R"({"XroadVnpt-timestamp":"20112026T094207+0123"})")));
    EXPECT_FALSE(read_headers(
        signed_text(R"({"XroadVnpt-timestamp":"20112026T094207+0123","XroadVnpt-systemid":""})")));
    EXPECT_FALSE(read_headers(signed_text(R"({"XroadVnpt-systemid":"a"})")));
    EXPECT_FALSE(read_headers(
        signed_text(R"({"XroadVnpt-systemid":"a","XroadVnpt-timestamp":"2026-11-20T09:42:07Z"})")));
}

TEST(SignHeaders, take_hashes_in_both_cases_and_nothing_else)
{
    auto claim = *read_headers(signed_call());
    const std::string hash = claim.hash;
    std::string upper = hash;
    for (char& c : upper) c = static_cast<char>(std::toupper(c));
    claim.hash = upper;
    EXPECT_TRUE(hash_fits(claim, kSignedWith));
    claim.hash = " " + hash;
    EXPECT_TRUE(hash_fits(claim, kSignedWith));
    for (std::size_t i = 0; i < hash.size(); ++i) {
        claim.hash = hash;
        claim.hash[i] = claim.hash[i] == '0' ? '1' : '0';
        EXPECT_FALSE(hash_fits(claim, kSignedWith));
    }
    for (const std::string& wrong : {hash.substr(1), hash + "0", std::string(), hash + hash}) {
        claim.hash = wrong;
        EXPECT_FALSE(hash_fits(claim, kSignedWith));
    }
    claim.hash = hash;
    claim.text += ' ';
    EXPECT_FALSE(hash_fits(claim, kSignedWith)) << "what is signed is the text, not what it means";
}

TEST(Timestamps, are_of_vietnam_with_milliseconds)
{
    EXPECT_EQ(format_timestamp(kSigned), "20112026T094207+0123");
    EXPECT_EQ(format_timestamp(sys_days(2026y / December / 31) + 20h), "01012027T030000+0000");
    for (const char* same : {"20112026T094207+0123", "20112026T094207+123"})
        EXPECT_EQ(parse_timestamp(same), kSigned) << same;
    for (const char* wrong :
         {"", "20112026", "20112026T094207", "20112026T094207+", "20112026T094207+01234", "20112026T094207Z",
          "20112026 094207+0123", "31022026T094207+0000", "00112026T094207+0000", "20132026T094207+0000",
          "20112026T244207+0000", "20112026T096007+0000", "20112026T094260+0000", "20110000T094207+0000",
          "2011-026T094207+0000", "20112026T094207-0123", "20112026T094207+01x3", " 20112026T094207+0123"})
        EXPECT_FALSE(parse_timestamp(wrong)) << wrong;
}

}  // namespace
}  // namespace lt::axis
