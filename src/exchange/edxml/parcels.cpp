#include "exchange/edxml/parcels.h"

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>
#include <utility>

#include "exchange/edxml/attachment.h"
#include "exchange/edxml/base64.h"
#include "exchange/edxml/transport_zip.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"
#include "kit/crypto/digest.h"

namespace lt::edxml {
namespace {

constexpr std::size_t kRead = 48 << 10;  // of a content at a time
constexpr const char* kZipType = "application/zip";
const Label kAttachment{"Attachment", base::msg("tệp đính kèm")};

// What the reference implementation (EdXML102) sends as it is, and what it calls it. "xsl" and "xslx" are its own
// misspellings, so that a real xls or xlsx is zipped; whoever reads by its rules must find it so.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kRaw = {{
    {"pdf", "application/pdf"},
    {"doc", "application/doc"},
    {"docx", "application/docx"},
    {"xsl", "application/xsl"},
    {"xslx", "application/xslx"},
    {"zip", kZipType},
}};

std::string extension_of(std::string_view name)
{
    const std::size_t dot = name.rfind('.');
    return dot == std::string_view::npos ? std::string() : base::lower(name.substr(dot + 1));
}

// "1.xlsx": nothing of the sender's name, so that nobody can be tricked with it.
std::string entry_name(std::string_view name, std::size_t index)
{
    const std::string extension = extension_of(name);
    const bool plain =
        !extension.empty() && extension.size() <= 10 &&
        extension.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") == std::string::npos;
    return std::to_string(index + 1) + (plain ? "." + extension : "");
}

[[noreturn]] void refuse_attachment(std::string_view element, base::Message message,
                                    base::Fault fault = base::Fault::invalid)
{
    throw Refusal({fault, std::string(element), std::move(message), {}});
}

std::string clean_name(const std::string& name)
{
    if (!base::is_utf8(name)) {
        refuse_attachment("AttachmentName",
                          "Tên tệp đính kèm (AttachmentName) sai bảng mã. Đặt lại tên tệp rồi gửi lại.");
    }
    try {
        return clean_file_name(name, 0);
    } catch (const Refused& refused) {
        refuse_attachment("AttachmentName", refused.error.message);
    }
}

[[noreturn]] void refuse_size(std::uint64_t limit, const char* message)
{
    refuse_attachment("ContentTransferEncoded", {message, {{"limit", base::format_size(limit)}}},
                      base::Fault::too_large);
}
[[noreturn]] void refuse_one(std::uint64_t limit)
{
    refuse_size(limit,
                "Một tệp đính kèm (ContentTransferEncoded) lớn hơn {{limit}}. Chia nhỏ tệp rồi gửi lại.");
}
[[noreturn]] void refuse_all(std::uint64_t limit)
{
    refuse_size(
        limit,
        "Các tệp đính kèm (AttachmentEncoded) cộng lại lớn hơn {{limit}}. Gửi trong nhiều thông điệp.");
}

void check_sizes(const Message& message, const Limits& limits)
{
    std::uint64_t all = 0;
    for (const Attachment& one : message.attachments) {
        if (one.length > limits.attachment) refuse_one(limits.attachment);
        all += one.length;
    }
    if (all > limits.all_attachments) refuse_all(limits.all_attachments);
}

}  // namespace

std::vector<Parcel> make_parcels(const Message& message, const Limits& limits)
{
    check_sizes(message, limits);
    std::set<std::string> taken;
    for (const Attachment& one : message.attachments) {
        if (one.content_id.empty() || taken.insert(one.content_id).second) continue;
        refuse_attachment("ContentId",
                          {"Hai tệp đính kèm có cùng mã {{id}} (ContentId).", {{"id", one.content_id}}});
    }
    std::vector<Parcel> parcels;
    std::size_t number = 0;
    for (const Attachment& one : message.attachments) {
        Parcel parcel{
            .name = clean_name(one.name), .content_id = one.content_id, .description = one.description};
        while (parcel.content_id.empty()) {
            const std::string next = std::to_string(++number);
            if (taken.insert(next).second) parcel.content_id = next;
        }
        const std::string extension = extension_of(parcel.name);
        const auto raw =
            std::find_if(kRaw.begin(), kRaw.end(), [&](auto& type) { return type.first == extension; });
        parcel.is_zipped = raw == kRaw.end();
        parcel.content_type = parcel.is_zipped ? kZipType : raw->second;
        parcels.push_back(std::move(parcel));
    }
    return parcels;
}

void look_into(std::vector<Parcel>& parcels, const ContentOpener& contents)
{
    for (std::size_t i = 0; i < parcels.size(); ++i) {
        Parcel& parcel = parcels[i];
        if (parcel.is_zipped || !may_unzip(parcel.name, parcel.content_type)) continue;
        const ByteSource source = contents(i);
        std::array<char, 4> first{};
        std::size_t size = 0;
        while (size < first.size()) {
            const std::size_t more = source(std::span(first).subspan(size));
            if (more == 0) break;
            size += more;
        }
        if (std::string_view(first.data(), size) != std::string_view("PK\3\4", 4)) continue;
        parcel.is_zipped = true;
        parcel.content_type = kZipType;
    }
}

void write_content(XmlOut& out, const Parcel& parcel, std::size_t index, const Attachment& expected,
                   const ContentOpener& contents, const Limits& limits, std::uint64_t& room)
{
    Base64Encoder base64;
    std::string text;
    std::uint64_t sent = 0;
    const auto encode = [&](std::span<const std::byte> piece) {
        text.clear();
        base64.push(piece, text);
        out.raw(text);
        sent += piece.size();
        if (sent > limits.attachment) refuse_one(limits.attachment);
        if (sent + 2 > room || out.bytes() > limits.message) refuse_all(limits.all_attachments);
    };
    std::optional<TransportZip> zip;
    if (parcel.is_zipped) zip.emplace(entry_name(parcel.name, index), encode);

    const ByteSource source = contents(index);
    std::vector<char> buffer(kRead);
    crypto::Sha256 hash;
    std::uint64_t length = 0;
    while (const std::size_t size = source(buffer)) {
        const auto piece = std::as_bytes(std::span(buffer.data(), size));
        hash.update(piece);
        length += size;
        if (length > limits.attachment) refuse_one(limits.attachment);
        zip ? zip->write(piece) : encode(piece);
    }
    if (zip) zip->finish();
    text.clear();
    base64.finish(text);
    out.raw(text);
    room -= sent + (3 - sent % 3) % 3;  // a receiver counts the padding, too
    const bool is_expected = expected.sha256.empty() ? expected.length == 0 || expected.length == length
                                                     : expected.sha256 == base::to_hex(hash.finish());
    if (!is_expected) throw std::runtime_error("attachment: the content isn't what was announced");
}

}  // namespace lt::edxml
