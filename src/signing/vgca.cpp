#include "signing/vgca.h"

#include <nlohmann/json.hpp>
#include <sodium.h>

#include "kit/crypto/digest.h"

namespace lt::signing::vgca {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kForm = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
constexpr std::size_t kLongestTicket = 2000;

// Names of the plug-in's sockets.
const char* path_of(Act act)
{
    switch (act) {
    case Act::approve: return "SignApproved";
    case Act::issue: return "SignIssued";
    case Act::income: return "SignIncome";
    case Act::appendix: return "SignAppendix";
    case Act::copy: return "SignCopy";
    case Act::comment: return "Comment";
    }
    return "";
}

std::string base64_url(std::string_view bytes)
{
    std::string out(sodium_base64_ENCODED_LEN(bytes.size(), kForm), '\0');
    sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                      bytes.size(), kForm);
    out.pop_back();  // the zero byte
    return out;
}

std::optional<std::string> from_base64_url(std::string_view text)
{
    std::string out(text.size(), '\0');
    std::size_t length = 0;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(), text.size(),
                          nullptr, &length, nullptr, kForm) != 0)
        return std::nullopt;
    out.resize(length);
    return out;
}

// Another purpose than any other HMAC under the same key.
std::string mac_of(std::string_view body, std::string_view key)
{
    CHECK(key.size() >= 32);
    return crypto::hmac_sha256(key, "vgca-ticket-1\n" + std::string(body));
}

base::Error forged()
{
    return base::forbidden("Địa chỉ nhận tệp ký số không hợp lệ. Hãy mở lại trang ký và ký từ đó.");
}

// "2026-11-20T09:00:00+07:00": Vietnam's time, whole seconds.
std::string date_time(base::Time at)
{
    const std::string local = base::format_iso(at + std::chrono::hours(7));
    return local.substr(0, 19) + "+07:00";
}

}  // namespace

std::string seal(const Ticket& ticket, std::string_view key)
{
    const std::string body = base64_url(Json{{"use", static_cast<int>(ticket.use)},
                                             {"act", static_cast<int>(ticket.act)},
                                             {"id", ticket.id},
                                             {"position", ticket.position},
                                             {"session", base64_url(ticket.session)},
                                             {"sha256", ticket.sha256},
                                             {"until", ticket.expires_at.time_since_epoch().count()}}
                                            .dump());
    return body + "." + base64_url(mac_of(body, key));
}

base::Result<Ticket> unseal(std::string_view sealed, Use use, std::string_view key, base::Time now)
{
    const std::size_t dot = sealed.find('.');
    if (dot == std::string_view::npos || sealed.size() > kLongestTicket) return forged();
    const std::string_view body = sealed.substr(0, dot);
    const std::optional<std::string> mac = from_base64_url(sealed.substr(dot + 1));
    if (!mac || !crypto::equal_constant_time(*mac, mac_of(body, key))) return forged();
    // From here on it is our own writing.
    const std::optional<std::string> text = from_base64_url(body);
    CHECK(text.has_value());
    const Json json = Json::parse(*text);
    const auto session = from_base64_url(json.at("session").get<std::string>());
    const Ticket ticket{.use = static_cast<Use>(json.at("use").get<int>()),
                        .act = static_cast<Act>(json.at("act").get<int>()),
                        .id = json.at("id").get<std::string>(),
                        .position = json.at("position").get<int>(),
                        .session = session.value_or(""),
                        .sha256 = json.at("sha256").get<std::string>(),
                        .expires_at =
                            base::Time(std::chrono::microseconds(json.at("until").get<std::int64_t>()))};
    if (ticket.use != use) return forged();
    if (now >= ticket.expires_at)
        return base::conflict(
            "Phiên ký số đã hết hạn. Tệp vừa ký chưa được nhận; hãy mở lại trang ký và ký lại.");
    return ticket;
}

base::Result<base::Done> check_upload(const Upload& upload)
{
    if (upload.field != kUploadField || upload.content.empty())
        return base::invalid("uploadfile", "Phần mềm ký số không gửi kèm tệp nào.");
    if (std::string_view(upload.content).substr(0, 1024).find("%PDF-") == std::string_view::npos)
        return base::invalid("uploadfile", "Tệp do phần mềm ký số gửi về không phải là PDF.");
    return base::Done{};
}

std::string accepted(const std::string& file_name, const std::string& address)
{
    return Json{{"Status", true}, {"Message", ""}, {"FileName", file_name}, {"FileServer", address}}.dump(
        -1, ' ', false, Json::error_handler_t::replace);
}

std::string refused(const base::Error& why)
{
    return Json{{"Status", false}, {"Message", why.message.str()}, {"FileName", ""}, {"FileServer", ""}}.dump(
        -1, ' ', false, Json::error_handler_t::replace);
}

Request request_for(const Call& call)
{
    // The plug-in is given no session and no token of ours: what it may do is in the addresses.
    Json parameters{{"FileUploadHandler", call.deliver_url},
                    {"SessionId", ""},
                    {"JWTToken", ""},
                    {"FileName", call.fetch_url}};
    const Act act = call.act;
    if (act == Act::issue || act == Act::appendix || act == Act::copy) parameters["DocNumber"] = call.number;
    if (act == Act::issue) parameters["IssuedDate"] = call.issued_at ? date_time(*call.issued_at) : "";
    if (act != Act::approve && act != Act::issue) parameters["MetaData"] = Json::array();
    return {path_of(act), parameters.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

}  // namespace lt::signing::vgca
