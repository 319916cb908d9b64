#include "kit/http/multipart.h"

#include "kit/base/text.h"
#include "kit/http/ascii.h"
#include "kit/http/forms.h"
#include "kit/http/policy.h"

namespace lt::http {

namespace {

[[noreturn]] void broken_form() { throw Refused(400, "Biểu mẫu gửi lên không hợp lệ."); }

}  // namespace

std::string multipart_boundary(std::string_view content_type)
{
    const auto type = parse_parameters(content_type);
    if (type.value != "multipart/form-data") return {};
    auto boundary = type.find("boundary").value_or("");
    if (boundary.size() > 70) return {};
    for (const char c : boundary)
        if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7e) return {};
    return boundary;
}

std::string safe_file_name(std::string_view name)
{
    if (const auto slash = name.find_last_of("/\\"); slash != std::string_view::npos)
        name.remove_prefix(slash + 1);
    std::string text = base::is_utf8(name) ? base::normalise(name) : "";
    std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    if (text.size() > 255) {
        std::size_t from = text.size() - 255;
        while (from < text.size() && (static_cast<unsigned char>(text[from]) & 0xc0) == 0x80) ++from;
        text.erase(0, from);
    }
    return text.empty() || text == "." || text == ".." ? "tep" : text;
}

MultipartParser::MultipartParser(const std::string& boundary, MultipartLimits limits, MultipartEvents& events)
    : limits_(limits), events_(events), delimiter_("\r\n--" + boundary)
{
}

void MultipartParser::feed(std::string_view piece)
{
    if (state_ == State::epilogue) return;
    buffer_.erase(0, at_);
    at_ = 0;
    buffer_ += piece;
    while (step()) {}
}

void MultipartParser::finish()
{
    if (state_ != State::epilogue) broken_form();
}

// Does one thing with what is in the buffer; false when more bytes are needed.
bool MultipartParser::step()
{
    const auto rest = std::string_view(buffer_).substr(at_);
    switch (state_) {
    case State::preamble:
    case State::content: {
        const auto found = rest.find(delimiter_);
        // Without the delimiter, all but a tail that may be its begin is content.
        const auto ready = found != std::string_view::npos   ? found
                           : rest.size() < delimiter_.size() ? 0
                                                             : rest.size() - delimiter_.size() + 1;
        if (state_ == State::content)
            content(rest.substr(0, ready));
        else if ((preamble_ += ready) > limits_.part_header)
            broken_form();
        at_ += ready;
        if (found == std::string_view::npos) return false;
        if (state_ == State::content) end_part();
        at_ += delimiter_.size();
        state_ = State::after_delimiter;
        return true;
    }
    case State::after_delimiter:
        if (rest.size() < 2) return false;
        if (rest.starts_with("--"))
            state_ = State::epilogue;
        else if (rest.starts_with("\r\n"))
            state_ = State::part_header;
        else
            broken_form();
        // The line break stays: an empty header is then CR LF CR LF as well, and found as such.
        return state_ != State::epilogue;
    case State::part_header: {
        const auto end = rest.find("\r\n\r\n");
        if (end == std::string_view::npos ? rest.size() > limits_.part_header : end > limits_.part_header)
            broken_form();
        if (end == std::string_view::npos) return false;
        begin_part(rest.substr(0, end));
        at_ += end + 4;
        state_ = State::content;
        return true;
    }
    case State::epilogue: return false;
    }
    return false;
}

void MultipartParser::begin_part(std::string_view header)
{
    Parameters disposition;
    for (std::size_t at = 2; at < header.size();) {
        const auto end = std::min(header.find("\r\n", at), header.size());
        const auto line = header.substr(at, end - at);
        at = end + 2;
        const auto colon = line.find(':');
        if (colon == std::string_view::npos || colon == 0) broken_form();
        const auto name = line.substr(0, colon);
        if (equal_ignoring_case(name, "content-disposition"))
            disposition = parse_parameters(line.substr(colon + 1));
        if (equal_ignoring_case(name, "content-transfer-encoding")) {
            const auto encoding = ascii_lower(trim(line.substr(colon + 1)));
            if (encoding != "binary" && encoding != "8bit" && encoding != "7bit") broken_form();
        }
    }
    const auto name = disposition.find("name");
    if (disposition.value != "form-data" || !name) broken_form();
    const auto file_name = disposition.find("filename");
    is_file_ = file_name.has_value();
    skip_ = is_file_ && file_name->empty();  // a file field in which nothing was chosen
    name_ = clean_text(*name);
    value_.clear();
    size_ = 0;
    if (++fields_ > limits_.fields) throw Refused(413, "Biểu mẫu có quá nhiều trường.");
    if (!is_file_ || skip_) return;
    if (++files_ > limits_.files)
        throw Refused(413,
                      {"Mỗi lần chỉ gửi được {{count}} tệp.", {{"count", std::to_string(limits_.files)}}});
    events_.file_begin(name_, safe_file_name(*file_name));
}

void MultipartParser::content(std::string_view data)
{
    if (data.empty()) return;
    size_ += data.size();
    if (skip_) {
        // Some browsers send no name for a file that has bytes: refusing is better than losing it silently.
        broken_form();
    }
    if (is_file_) {
        if (size_ > limits_.file)
            throw Refused(
                413, {"Tệp lớn hơn mức cho phép ({{size}}).", {{"size", base::format_size(limits_.file)}}});
        events_.file_data(data);
        return;
    }
    text_ += data.size();
    if (size_ > limits_.field || text_ > limits_.text) throw Refused(413, "Nội dung nhập vào quá dài.");
    value_ += data;
}

void MultipartParser::end_part()
{
    if (skip_) return;
    if (is_file_)
        events_.file_end();
    else
        events_.field(name_, clean_text(value_));
}

}  // namespace lt::http
