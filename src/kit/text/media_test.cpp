#include "kit/text/media.h"

namespace lt::text {
namespace {

TEST(Media, WhatIsOnTheListPasses)
{
    EXPECT_EQ(*accept("application/pdf", "Công văn.PDF"), "application/pdf");
    EXPECT_EQ(*accept("image/jpeg", "a.jpeg"), "image/jpeg");
    EXPECT_EQ(*accept("application/zip", "a.docx"),
              "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
    EXPECT_EQ(*accept("application/CDFV2", "a.xls"), "application/vnd.ms-excel");
    EXPECT_EQ(accepted_names(), "PDF, DOCX, DOC, XLSX, XLS, ODT, PNG, JPEG, TIFF");
    EXPECT_EQ(accepted_extensions(), ".pdf,.docx,.doc,.xlsx,.xls,.odt,.png,.jpg,.jpeg,.jfif,.tif,.tiff");
}

TEST(Media, AProgramInDisguiseIsNamed)
{
    EXPECT_EQ(
        accept("application/x-dosexec", "x.pdf").error().message,
        "Tệp “x.pdf” không phải là PDF mà là chương trình chạy được (Windows). Hệ thống không nhận tệp này.");
    EXPECT_EQ(accept("application/x-pie-executable", "x").error().message,
              "Tệp “x” là chương trình chạy được (Linux). Hệ thống không nhận tệp này.");
}

TEST(Media, OtherTypesAreRefusedWithTheReason)
{
    EXPECT_EQ(accept("image/png", "scan.pdf").error().message,
              "Tệp “scan.pdf” không phải là PDF mà là PNG. Sửa đuôi tên tệp cho đúng hoặc chọn tệp khác.");
    EXPECT_EQ(
        accept("application/x-rar", "a.rar").error().message,
        "Tệp “a.rar” không thuộc loại được nhận. Chọn tệp PDF, DOCX, DOC, XLSX, XLS, ODT, PNG, JPEG, TIFF.");
    EXPECT_FALSE(accept("application/pdf", "a"));
    EXPECT_FALSE(accept("", "a.pdf"));
    EXPECT_FALSE(accept("application/zip", "a.pdf"));
    EXPECT_EQ(accept("text/html", "a.doc").error().field, "file");
}

}  // namespace
}  // namespace lt::text
