// Values as a desk would have them.
#pragma once

#include <string>

#include "slips/types.h"

namespace lt::slips {

inline base::Time at(const char* vietnam_time) { return *base::parse_vietnam_time(vietnam_time); }

inline Heading heading(const char* form, const char* number)
{
    return {.office = {.superior = "UBND TỈNH BẮC NINH",
                       .name = "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
                       .spoken = "Trung tâm Phục vụ hành chính công tỉnh Bắc Ninh",
                       .place = "Bắc Ninh",
                       .address = "Số 10 đường Phù Đổng Thiên Vương",
                       .phone = "0222 3822 222"},
            .form = form,
            .basis = "Thông tư số 03/2025/TT-VPCP",
            .number = number,
            .at = at("20/11/2026 09:42")};
}

inline Dossier dossier()
{
    return {.code = "H05.01.02-261120-0012",
            .request =
                "Đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất (1.012783)",
            .applicant = {.name = "Nguyễn Thị Hồng Nhung",
                          .identity = "027185000123",
                          .address = "Số 5, ngõ 12, đường Ngô Gia Tự, phường Kinh Bắc, tỉnh Bắc Ninh",
                          .phone = "0912 345 678",
                          .email = "nhung.nguyen@example.vn"},
            .received_at = at("20/11/2026 09:42"),
            .due_at = at("04/12/2026 17:00")};
}

inline constexpr const char* kLongName = "Chi nhánh Văn phòng Đăng ký đất đai khu vực Bắc Ninh";

inline std::string long_reason()
{
    std::string out;
    while (out.size() < 4200) out += "Hồ sơ còn thiếu giấy tờ theo quy định của pháp luật về đất đai; ";
    return out + "hết lý do.";
}

}  // namespace lt::slips
