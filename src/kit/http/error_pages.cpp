#include "kit/http/error_pages.h"

#include "kit/http/ascii.h"
#include "kit/http/respond.h"

namespace lt::http {

std::string standard_message(int status)
{
    switch (status) {
    case 400: return "Yêu cầu không hợp lệ.";
    case 403: return "Bạn không có quyền thực hiện việc này.";
    case 404: return "Không tìm thấy trang này.";
    case 405: return "Địa chỉ này không nhận phương thức đã dùng.";
    case 408: return "Dữ liệu gửi lên quá chậm hoặc bị ngắt giữa chừng. Hãy thử lại.";
    case 409: return "Nội dung đã thay đổi. Hãy tải lại trang.";
    case 413: return "Nội dung gửi lên lớn hơn mức cho phép.";
    case 414: return "Địa chỉ quá dài.";
    case 415: return "Máy chủ không nhận loại nội dung này.";
    case 422: return "Thông tin gửi lên chưa đúng.";
    case 431: return "Phần đầu của yêu cầu quá dài.";
    case 503:
        return "Hệ thống đang bận hoặc tạm thời gián đoạn. Không có dữ liệu nào bị mất. "
               "Hãy thử lại sau ít phút.";
    default:
        return status < 500 ? "Yêu cầu không được chấp nhận."
                            : "Hệ thống gặp lỗi khi xử lý yêu cầu này. Không có dữ liệu nào bị mất.";
    }
}

Response plain_page(int status, const std::string& message, const std::string& incident)
{
    std::string page = "<!DOCTYPE html><html lang=\"vi\"><head><meta charset=\"utf-8\"><title>" +
                       std::to_string(status) + "</title></head><body><h1>" + html_escape(message) + "</h1>";
    if (!incident.empty()) page += "<p>Mã sự cố: " + html_escape(incident) + "</p>";
    return html(page + "</body></html>", status);
}

Response problem(int status, const std::string& message, const std::string& incident)
{
    std::string body = "{\"type\":\"about:blank\",\"title\":" + json_quote(reason(status)) +
                       ",\"status\":" + std::to_string(status) + ",\"detail\":" + json_quote(message);
    if (!incident.empty()) body += ",\"instance\":" + json_quote("urn:incident:" + incident);
    Response out{.status = status, .body = body + "}"};
    return out.header("Content-Type", "application/problem+json");
}

}  // namespace lt::http
