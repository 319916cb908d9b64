// The desktop plug-in for signatures of government ("VGCA Sign Service" of Ban Cơ yếu Chính phủ): what it is told, and what it sends.
// The contract, and where it is known from, is in docs/integrator/vgca.md. Pure: no HTTP, no database.
//
// The browser hands the plug-in two addresses. It fetches the file from one, lets the user sign, and posts the signed file to the other,
// without the user's cookies. So each address carries a ticket, and the one for posting counts once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kit/base/clock.h"
#include "kit/base/result.h"

namespace lt::signing::vgca {

// What the plug-in is asked to do: the leader signs, the agency seals an outgoing document, stamps an incoming one, signs an annex
// or a copy apart, adds a comment.
enum class Act : std::uint8_t { approve, issue, income, appendix, copy, comment };

// Where the plug-in listens, on the signer's own machine: a page that uses it must be allowed to connect there.
inline constexpr std::string_view kSocket = "wss://127.0.0.1:8987";

// What an address may be used for.
enum class Use : std::uint8_t { fetch, deliver };

struct Ticket {
    Use use = Use::fetch;
    Act act = Act::approve;
    std::string id{};       // of the signing act, uid
    int position = 0;       // of the file in it; together they count once
    std::string session{};  // of the browser that asked, as a raw digest: never the cookie's own value
    std::string sha256{};   // of the file that is to be signed, hexadecimal
    base::Time expires_at{};
};

// For an address: letters, digits, "-", "_" and one ".". `key` is secret and at least 32 bytes.
std::string seal(const Ticket& ticket, std::string_view key);
// Forged, changed or for another use: `forbidden`. Too late: `conflict`.
base::Result<Ticket> unseal(std::string_view sealed, Use use, std::string_view key, base::Time now);

// A part of the plug-in's multipart body.
struct Upload {
    std::string field{};      // of the form; the plug-in calls it "uploadfile"
    std::string file_name{};  // as it claims; for nothing but showing
    std::string content{};
};
inline constexpr std::string_view kUploadField = "uploadfile";

// Whether what came in under an address for delivering may be a signed file at all; delivered.h says whether it is the one.
base::Result<base::Done> check_upload(const Upload& upload);

// The plug-in's answer wants these four members, whatever happened, and status 200. `address` is where the browser may see the file.
std::string accepted(const std::string& file_name, const std::string& address);
std::string refused(const base::Error& why);

// What the page gives to the plug-in.
struct Call {
    Act act = Act::approve;
    std::string fetch_url{};  // whole addresses, https
    std::string deliver_url{};
    std::string number{};                   // "12/QĐ-UBND": for issue, appendix and copy
    std::optional<base::Time> issued_at{};  // for issue
};
struct Request {
    std::string path{};        // of the plug-in's socket: "SignApproved"
    std::string parameters{};  // JSON, one message
};
Request request_for(const Call& call);

}  // namespace lt::signing::vgca
