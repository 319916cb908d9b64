#include "exchange/edxml/collector.h"

#include <algorithm>
#include <array>
#include <utility>

#include "exchange/edxml/build.h"
#include "kit/base/text.h"

namespace lt::edxml {
namespace {

// Blocks that come more than once.
constexpr std::array<std::string_view, 7> kBlocks = {
    "MessageHeader/To",
    "MessageHeader/ResponseFor",
    "TraceHeaderList/TraceHeader",
    "TraceHeaderList/Bussiness/BussinessDocumentInfo/ReceiverList/Receiver",
    "TraceHeaderList/Bussiness/ReplacementInfoList/ReplacementInfo",
    "edXMLManifest/Reference",
    "AttachmentEncoded/Attachment",
};

// Single texts that come more than once.
constexpr std::array<std::string_view, 4> kLists = {
    "MessageHeader/ResponseForTask/TaskCode",
    "MessageHeader/ToPlaces/Place",
    "MessageHeader/OtherInfo/Appendixes/Appendix",
    "TraceHeaderList/Bussiness/ReplacementInfoList/ReplacementInfo/OrganIdList/OrganId",
};

constexpr std::array<std::string_view, 4> kSections = {"MessageHeader", "TraceHeaderList", "edXMLManifest",
                                                       "AttachmentEncoded"};

// Names under which other generations and builders of the format carry the degree of secrecy.
constexpr std::array<std::string_view, 9> kSecrecy = {"Secret",        "SecretLevel",  "Secrecy",
                                                      "SecrecyLevel",  "Security",     "SecurityLevel",
                                                      "SecurityClass", "Confidential", "DoMat"};
constexpr std::array<std::string_view, 11> kNotSecret = {
    "", "0", "thuong", "binh thuong", "khong", "khong mat", "false", "no", "none", "null", "normal"};

template <class Names>
bool contains(const Names& names, std::string_view name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::string_view trim(std::string_view text)
{
    const std::size_t from = text.find_first_not_of(" \t\r\n");
    if (from == std::string_view::npos) return {};
    return text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

bool is_secrecy(std::string_view sphere)
{
    const std::string low = base::lower(base::normalise(sphere));
    return low == "mật" || low == "tối mật" || low == "tuyệt mật";
}

std::string_view Record::get(std::string_view path) const
{
    const auto found = fields.find(path);
    return found == fields.end() ? std::string_view() : std::string_view(found->second.text);
}

bool Collector::begin(std::string_view path, int line)
{
    if (path == "MessageHeader" && std::exchange(has_header_, true)) {
        refuse(Code::duplicate_field, "Thông điệp có hai phần MessageHeader.", line);
    }
    if (path == "MessageHeader") whole_.line = line;
    if (contains(kBlocks, path)) {
        std::vector<Record>& all = blocks_[std::string(path)];
        const bool is_attachment = path == kBlocks.back() || path == "edXMLManifest/Reference";
        if (all.size() >= (is_attachment ? limits_.attachments : limits_.receivers)) {
            refuse(Code::too_large, "Thông điệp có quá nhiều mục " + std::string(last_part(path)) + ".",
                   line);
        }
        all.emplace_back().line = line;
        open_.emplace_back(path);
        return false;
    }
    const std::string_view section = path.substr(0, path.find('/'));
    return path != section && contains(kSections, section);
}

Record& Collector::target() { return open_.empty() ? whole_ : blocks_[open_.back()].back(); }

void Collector::check_secrecy(std::string_view path, std::string_view text, int line) const
{
    bool secret = contains(kSecrecy, last_part(path)) && !contains(kNotSecret, base::fold(text));
    secret = secret || (last_part(path) == "SphereOfPromulgation" && is_secrecy(text));
    if (!secret) return;
    refuse(Code::secret_refused,
           "Văn bản có độ mật. Văn bản mật không được gửi, nhận qua hệ thống này (khoản 2 Điều 1 Quyết định "
           "28/2018/QĐ-TTg).",
           line);
}

void Collector::text(std::string_view path, std::string text, int line)
{
    const std::string_view trimmed = trim(text);
    check_secrecy(path, base::normalise(trimmed), line);
    if (trimmed.empty() || !is_known_field(path)) return;
    kept_ += trimmed.size();
    if (kept_ > limits_.text) refuse(Code::too_large, "Phần chữ của thông điệp dài quá giới hạn.", line);
    Record& record = target();
    if (contains(kLists, path)) {
        auto& list = record.lists[std::string(path)];
        if (list.size() >= limits_.receivers) {
            refuse(Code::too_large, "Thông điệp có quá nhiều mục " + std::string(last_part(path)) + ".",
                   line);
        }
        list.emplace_back(trimmed);
        return;
    }
    const auto [at, is_new] = record.fields.try_emplace(std::string(path), Value{std::string(trimmed), line});
    if (!is_new && at->second.text != trimmed) {
        refuse(Code::duplicate_field,
               "Thông điệp có hai giá trị khác nhau cho " + std::string(last_part(path)) + ".", line);
    }
}

void Collector::end(std::string_view path)
{
    if (!open_.empty() && open_.back() == path) open_.pop_back();
}

Attachment Collector::attachment_so_far() const
{
    const auto found = blocks_.find(kBlocks.back());
    if (found == blocks_.end() || found->second.empty()) return {};
    const Record& record = found->second.back();
    Attachment attachment;
    attachment.name = record.get("AttachmentEncoded/Attachment/AttachmentName");
    attachment.declared_type = record.get("AttachmentEncoded/Attachment/ContentType");
    return attachment;
}

Message Collector::finish() const
{
    const auto block = [this](std::string_view path) -> const std::vector<Record>& {
        static const std::vector<Record> none;
        const auto found = blocks_.find(path);
        return found == blocks_.end() ? none : found->second;
    };
    if (!has_header_) refuse(Code::missing_field, "Thông điệp thiếu phần MessageHeader.");
    return build({whole_, block(kBlocks[0]), block(kBlocks[1]), block(kBlocks[2]), block(kBlocks[3]),
                  block(kBlocks[4]), block(kBlocks[5]), block(kBlocks[6])});
}

}  // namespace lt::edxml
