// See problem.h.
#include "dossiers/rest/problem.h"

#include <array>

#include <nlohmann/json.hpp>

namespace lt::dossiers::rest {

using base::msg;

namespace {

constexpr const char* kRetryAfter = "60";  // seconds

constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kPointers{
    {{"delivery", "/delivery/means"},
     {"delivery_to", "/delivery/address"},
     {"case", "/case"},
     {"dossier_case", "/case"},
     {"sets", "/sets"},
     {"dossier_sets", "/sets"},
     {"dossier_subject", "/subject"},
     {"dossier_note", "/note"},
     {"version", "/procedure"},
     {"key", ""},
     {"papers", "/papers"},
     {"files", "/files"},
     {"reason", "/note"},
     {"fees", ""},
     {"taken_by", ""},
     {"basis", ""}}};

const char* title_of(int status)
{
    switch (status) {
    case 400: return msg("Yêu cầu không đúng dạng");
    case 401: return msg("Chưa xác thực được hệ thống gọi");
    case 403: return msg("Hệ thống không có quyền này");
    case 404: return msg("Không có");
    case 409: return msg("Không làm được ở trạng thái hiện tại");
    case 413: return msg("Quá lớn");
    case 422: return msg("Dữ liệu gửi đến có chỗ sai");
    case 429: return msg("Gọi quá nhiều");
    case 503: return msg("Tạm thời chưa làm được");
    default: return msg("Không làm được");
    }
}

}  // namespace

std::string pointer_of(std::string_view field)
{
    if (field.starts_with('/')) return std::string(field);
    for (const auto& [name, pointer] : kPointers)
        if (name == field) return std::string(pointer);
    for (const std::string_view person : {"owner_", "agent_"})
        if (field.starts_with(person))
            return "/" + std::string(person.substr(0, person.size() - 1)) + "/" +
                   std::string(field.substr(person.size()));
    return field.empty() ? std::string() : "/" + std::string(field);
}

http::Response problem(int status, const base::Message& detail, const Wrongs& wrongs)
{
    nlohmann::ordered_json out{
        {"type", "about:blank"}, {"title", title_of(status)}, {"status", status}, {"detail", detail.str()}};
    if (!wrongs.empty()) out["errors"] = nlohmann::ordered_json::array();
    for (const auto& [pointer, words] : wrongs)
        out["errors"].push_back({{"pointer", pointer}, {"detail", words.str()}});
    http::Response response = http::json(out.dump(), status);
    std::erase_if(response.headers, [](const auto& header) { return header.first == "Content-Type"; });
    response.header("Content-Type", "application/problem+json");
    return response;
}

http::Response problem(const base::Error& error)
{
    Wrongs wrongs;
    if (error.fault == base::Fault::invalid && !error.field.empty()) {
        wrongs.emplace_back(pointer_of(error.field), error.message);
        for (const auto& [field, words] : error.more) wrongs.emplace_back(pointer_of(field), words);
    }
    http::Response out = problem(http::status_of(error.fault), error.message, wrongs);
    if (error.fault == base::Fault::unavailable) out.header("Retry-After", kRetryAfter);
    return out;
}

http::Response problem(const Wrongs& wrongs)
{
    return problem(422,
                   wrongs.empty() ? base::Message(msg("Dữ liệu gửi đến có chỗ sai")) : wrongs.front().second,
                   wrongs);
}

}  // namespace lt::dossiers::rest
