// What the national store answers, as strangers' answers are read.
#include "dossiers/portal/national_store.h"

#include "kit/http/ascii.h"

namespace lt::dossiers::portal {
namespace {

constexpr const char* kCard =
    R"({"MaKetQua": "CCCD", "TenGiayTo": "Thẻ căn cước", "SoKyHieu": "027190001234", "CoQuanChuQuan": "Bộ Công an",
        "DanhSachTepDinhKem": [{"TenTep": "truoc.pdf", "DuongDan": "/a/1"}, {"TenTep": "sau.pdf", "DuongDan": "/a/2"}]})";

std::string answer(const std::string& papers, const std::string& code = "0")
{
    return R"({"errorCode": )" + code +
           R"(, "message": "x", "signature": "", "result": {"DanhSachGiayToKetQua": [)" + papers + "]}}";
}

TEST(NationalStore, EachFileOfAPaperIsOneThatItHolds)
{
    const auto found = read_holdings(answer(kCard), {"CCCD"});
    ASSERT_TRUE(found) << found.error().message;
    ASSERT_EQ(found->size(), 2u);
    EXPECT_EQ(found->front().type, "CCCD");
    EXPECT_EQ(found->front().name, "Thẻ căn cước");
    EXPECT_EQ(found->front().number, "027190001234");
    EXPECT_EQ(found->front().issuer, "Bộ Công an");
    EXPECT_EQ(found->front().file_name, "truoc.pdf");
    EXPECT_EQ(found->back().place, "/a/2");
    EXPECT_EQ(read_holdings(answer(kCard, "\"0\""), {"CCCD"})->size(), 2u) << "numbers may be texts";
}

TEST(NationalStore, WhatWasNotAskedForOrCantBeFetchedIsNothing)
{
    EXPECT_TRUE(read_holdings(answer(kCard), {"GKS"})->empty());
    EXPECT_TRUE(read_holdings(answer("1, null, [], {}"), {"CCCD", ""})->empty());
    EXPECT_TRUE(
        read_holdings(
            answer(R"({"MaKetQua": "CCCD", "TenGiayTo": "x", "DanhSachTepDinhKem": [{"TenTep": "x"}, 7]})"),
            {"CCCD"})
            ->empty())
        << "no place";
    EXPECT_TRUE(
        read_holdings(
            answer(
                R"({"MaKetQua": "CCCD", "TenGiayTo": "x", "DanhSachTepDinhKem": [{"DuongDan": "a\u0000b"}]})"),
            {"CCCD"})
            ->empty())
        << "a place that can't be written back";
    EXPECT_TRUE(read_holdings(
                    answer(R"({"MaKetQua": "CCCD", "TenGiayTo": "x", "DanhSachTepDinhKem": [{"DuongDan": ")" +
                           std::string(600, 'a') + R"("}]})"),
                    {"CCCD"})
                    ->empty());
    EXPECT_TRUE(read_holdings(R"({"errorCode": 0, "result": null})", {"CCCD"})->empty());
}

TEST(NationalStore, RefusalsAndNonsenseAreSaid)
{
    const auto refused = read_holdings(R"({"errorCode": 12, "message": "không có quyền"})", {"CCCD"});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, base::Fault::unavailable);
    EXPECT_NE(refused.error().message.str().find("(mã 12). không có quyền"), std::string::npos);
    for (const char* bad : {"", "<html>", "[]", "{}", "null", "\"x\"", R"({"errorCode": 0, "result": 7})"}) {
        const auto nothing = read_holdings(bad, {"CCCD"});
        ASSERT_FALSE(nothing) << bad;
        EXPECT_EQ(nothing.error().fault, base::Fault::unavailable);
    }
}

TEST(NationalStore, AFileIsBase64HoweverItIsWrapped)
{
    const std::string encoded = http::base64_encode("%PDF-1.4 thẻ");
    const std::string broken = encoded.substr(0, 4) + "\r\n" + encoded.substr(4) + "\n";
    for (const std::string& body :
         {encoded, broken, "\"" + encoded + "\"", R"({"errorCode": "0", "result": ")" + encoded + "\"}"}) {
        const auto bytes = read_store_file(body);
        ASSERT_TRUE(bytes) << body;
        EXPECT_EQ(*bytes, "%PDF-1.4 thẻ");
    }
    for (const std::string& body :
         {std::string(), std::string("%PDF-1.4"), std::string("\"\""), encoded + "!",
          std::string("{\"result\": \"QQ==\"}"), std::string(R"({"errorCode": 0, "result": {}})"),
          std::string(R"({"errorCode": 4, "result": "QQ=="})")})
        EXPECT_FALSE(read_store_file(body)) << body;
}

}  // namespace
}  // namespace lt::dossiers::portal
