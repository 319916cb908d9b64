#include "vault/extract.h"

#include <gtest/gtest.h>

namespace lt::vault {
namespace {

base::Day day(int y, unsigned m, unsigned d)
{
    return std::chrono::sys_days{std::chrono::year{y} / static_cast<int>(m) / static_cast<int>(d)};
}

TEST(Extract, KnowsPapersByTheirNames)
{
    EXPECT_EQ(shape_of("Giấy khai sinh của trẻ"), Shape::birth);
    EXPECT_EQ(shape_of("Giấy báo tử hoặc giấy tờ thay thế"), Shape::death);
    EXPECT_EQ(shape_of("Giấy chứng nhận kết hôn"), Shape::marriage);
    EXPECT_EQ(shape_of("Giấy chứng nhận quyền sử dụng đất"), Shape::land);
    EXPECT_EQ(shape_of("Thẻ căn cước hoặc hộ chiếu"), Shape::identity_card);
    EXPECT_EQ(shape_of("Tờ khai"), Shape::other);
}

TEST(Extract, ReadsABirthCertificateWithNoise)
{
    // As Tesseract gives it: letters for digits, accents lost, a label on one line and its value on the next.
    const Found found = extract("ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
                                "PHƯỜNG KINH BẮC Độc lập - Tự do - Hạnh phúc\n\n"
                                "GIẤY KHAI SINH\n Số: 123/2024 .\n"
                                "Họ, chữ đệm, tên: NGUYÊN THỊ ÁNH ..\n"
                                "Ngày, tháng. năm sinh: O6/05/199O Giới tinh: Nữ\n"
                                "Nơi sinh: Bệnh viện Sản Nhi tỉnh Bắc Ninh\n"
                                "Sô định danh cá nhan: 027 19O 001 234\n"
                                "Nơi đăng ký khai sinh:\nUBND phường Kinh Bắc, tỉnh Bắc Ninh\n"
                                "Ngày, tháng, nãm đăng ký: 20/l1/2024\n",
                                Shape::birth);
    EXPECT_EQ(found.number, "123/2024");
    EXPECT_EQ(found.full_name, "NGUYÊN THỊ ÁNH");
    EXPECT_EQ(found.born_on, day(1990, 5, 6));
    EXPECT_EQ(found.identity_number, "027190001234");
    EXPECT_EQ(found.issuer, "UBND phường Kinh Bắc, tỉnh Bắc Ninh");
    EXPECT_EQ(found.issued_on, day(2024, 11, 20));
    EXPECT_EQ(found.address, "Bệnh viện Sản Nhi tỉnh Bắc Ninh");
    EXPECT_FALSE(found.valid_to);
    EXPECT_EQ(found_from_json(to_json(found)), found);
}

TEST(Extract, ReadsAnIdentityCardWithoutAccents)
{
    const Found found =
        extract("CAN CUOC CONG DAN\nSo / No.: 027190001234\nHo va ten / Full name:\nNGUYEN THI ANH\n"
                "Ngay sinh / Date of birth: 06/05/1990\nGioi tinh / Sex: Nu Quoc tich: Viet Nam\n"
                "Noi thuong tru: So 5 duong Nguyen Trai, Bac Ninh\nCo gia tri den: 06/05/2030\n",
                Shape::identity_card);
    EXPECT_EQ(found.identity_number, "027190001234");
    EXPECT_EQ(found.number, "027190001234");
    EXPECT_EQ(found.born_on, day(1990, 5, 6));
    EXPECT_EQ(found.valid_to, day(2030, 5, 6));
    EXPECT_EQ(found.full_name, "NGUYEN THI ANH");
    EXPECT_EQ(found.address, "So 5 duong Nguyen Trai, Bac Ninh");
}

TEST(Extract, ReadsADecisionByItsHead)
{
    const Found found = extract(
        "ỦY BAN NHÂN DÂN\nTỈNH BẮC NINH\nSố: 05/QĐ-UBND Bắc Ninh, ngày 05 tháng 11 năm 2024\n"
        "QUYẾT ĐỊNH\nVề việc cấp giấy phép xây dựng\nGiấy phép có giá trị đến ngày 05 tháng 11 năm 2025.\n",
        Shape::decision);
    EXPECT_EQ(found.number, "05/QĐ-UBND");
    EXPECT_EQ(found.issued_on, day(2024, 11, 5));
    EXPECT_EQ(found.valid_to, day(2025, 11, 5));
    EXPECT_EQ(found.issuer, "ỦY BAN NHÂN DÂN");
    EXPECT_EQ(found.full_name, "");
}

TEST(Extract, FindsNothingInNothing)
{
    EXPECT_EQ(extract("", Shape::birth), Found{});
    EXPECT_EQ(extract("· ~ | \n\n ll ..", Shape::land), Found{});
    EXPECT_EQ(extract("Ngày sinh: 45/13/2024\nSố: .....\nSố định danh: 12345\n", Shape::birth).born_on,
              std::nullopt);
    EXPECT_EQ(found_from_json("{}"), Found{});
    // No digits in a row make a number of nine digits overflow.
    EXPECT_EQ(extract("Ngày sinh: 99999999999999999999/1/1", Shape::birth).born_on, std::nullopt);
}

}  // namespace
}  // namespace lt::vault
