// Fees from cells and the words beside them.
#include "procedures/records/fees.h"

#include <gtest/gtest.h>

namespace lt::procedures {
namespace {

// "70000 VND/Giấy chứng nhận; …", "free", "unclear fee_disagrees".
std::string settled(const char* cell, const char* words)
{
    Procedure procedure;
    std::string out;
    for (const Fee& fee : settle_fees(read_fee_cell(cell), words, procedure)) {
        if (!out.empty()) out += "; ";
        out += fee.state == FeeState::amount ? std::to_string(fee.amount) + " " + fee.currency
                                             : std::string(to_text(fee.state));
        if (!fee.per.empty()) out += "/" + fee.per;
        if (!fee.condition.empty()) out += " [" + fee.condition + "]";
        EXPECT_FALSE(fee.state == FeeState::unclear && fee.text.empty());
    }
    for (const Issue& issue : procedure.issues) out += " " + std::string(to_text(issue.trouble));
    return out;
}

TEST(Fees, AreSettledFromCellAndWords)
{
    EXPECT_EQ(settled("Miễn phí", ""), "free");
    EXPECT_EQ(settled("Miễn phí", "Không"), "free");
    EXPECT_EQ(settled("Miễn phí", "Không thu lệ phí đăng ký đối với tổ hợp tác"), "free");
    EXPECT_EQ(settled("Không có thông tin", ""), "");
    EXPECT_EQ(settled("50,000 Việt Nam Đồng", "/văn bản"), "50000 VND/văn bản");
    EXPECT_EQ(settled("70,000 VNĐ", "70.000 đồng/Giấy chứng nhận"),
              "70000 VND/Giấy chứng nhận [70.000 đồng/Giấy chứng nhận]");
    EXPECT_EQ(settled("10 USD", "10 USD/người"), "10 USD/người [10 USD/người]");
    EXPECT_EQ(settled("300,000 VNĐ", "Phí thẩm định đối với cơ sở an toàn dịch bệnh"),
              "300000 VND [Phí thẩm định đối với cơ sở an toàn dịch bệnh]");
}

TEST(Fees, InWordsAreATableWhereEachSumHasItsClause)
{
    EXPECT_EQ(
        settled("Không có thông tin",
                "- Dưới 5 tấn: 50.000 đồng/giấy; - Từ 5 tấn đến 15 tấn: 100.000 đồng/giấy"),
        "50000 VND/giấy [Dưới 5 tấn: 50.000 đồng/giấy]; 100000 VND/giấy [Từ 5 tấn đến 15 tấn: 100.000 đồng/giấy]");
    EXPECT_EQ(settled("Không có thông tin", "từ trang thứ 3 thu 1.000 đồng/trang, tối đa 200.000 đồng/bản"),
              "unclear fee_unclear");
}

TEST(Fees, ThatContradictThemselvesAreNotTaken)
{
    EXPECT_EQ(settled("Miễn phí", "Mức thu do Hội đồng nhân dân cấp tỉnh quyết định"), "unclear fee_unclear");
    EXPECT_EQ(settled("Miễn phí", "Dưới 5 tấn: 50.000 đồng/giấy"), "unclear fee_disagrees");
    EXPECT_EQ(settled("500,000 Việt Nam Đồng", "Áp dụng mức phí: 250.000 đồng"), "unclear fee_disagrees");
    EXPECT_EQ(settled("20 VNĐ", "20.000 đ/tờ khai"), "unclear fee_disagrees");
    EXPECT_EQ(settled("50 VNĐ", ""), "unclear fee_too_small");
    EXPECT_EQ(settled("theo bảng giá", ""), "unclear fee_unclear");
}

}  // namespace
}  // namespace lt::procedures
