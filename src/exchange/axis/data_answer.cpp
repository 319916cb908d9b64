#include "exchange/axis/data_answer.h"

#include <algorithm>
#include <charconv>

#include "kit/base/text.h"

namespace lt::axis {
namespace {

constexpr std::size_t kMostRest = 65536;

bool is_data(std::string_view key) { return base::lower(key) == "data"; }

}  // namespace

void DataAnswer::push(std::string_view piece)
{
    while (!piece.empty() && !wrong_) {
        if (in_data_) {
            push_data(piece);
        } else {
            push_rest(piece.front());
            piece.remove_prefix(1);
        }
    }
}

void DataAnswer::decode(std::string_view text)
{
    while (!text.empty() && !wrong_) {
        const std::string_view part = text.substr(0, buffer_.size() / 2);
        text.remove_prefix(part.size());
        const std::size_t count = base64_.push(part, buffer_.data());
        if (count == edxml::Base64::kBad) {
            wrong_ = true;
        } else if (count > 0) {
            bytes_ += count;
            sink_({reinterpret_cast<const char*>(buffer_.data()), count});
        }
    }
}

// Inside the string of data. Some writers of JSON escape the characters / = + and the ends of lines in it.
void DataAnswer::push_data(std::string_view& text)
{
    if (!after_backslash_) {
        const std::size_t plain = std::min(text.find_first_of("\"\\"), text.size());
        decode(text.substr(0, plain));
        text.remove_prefix(plain);
        if (text.empty()) return;
        after_backslash_ = text.front() == '\\';
        if (!after_backslash_) {
            in_data_ = false;
            ended_ = true;
            rest_ += '"';
        }
        text.remove_prefix(1);
        return;
    }
    escape_ += text.front();
    text.remove_prefix(1);
    if (escape_.front() == 'u' && escape_.size() < 5) return;
    after_backslash_ = false;
    if (escape_ == "/") {
        decode("/");
    } else if (escape_.front() == 'u') {
        unsigned code = 0;
        const auto [end, error] = std::from_chars(escape_.data() + 1, escape_.data() + 5, code, 16);
        wrong_ = wrong_ || error != std::errc() || end != escape_.data() + 5 || code > 0x7f;
        const char c = static_cast<char>(code);
        decode({&c, 1});
    } else if (escape_ != "n" && escape_ != "r" && escape_ != "t") {
        wrong_ = true;
    }
    escape_.clear();
}

void DataAnswer::push_rest(char c)
{
    rest_ += c;
    wrong_ = wrong_ || rest_.size() > kMostRest;
    if (in_string_) {
        if (after_backslash_) {
            after_backslash_ = false;
        } else if (c == '\\') {
            after_backslash_ = true;
        } else if (c == '"') {
            in_string_ = false;
            return;
        }
        if (depth_ == 1 && !after_colon_) key_ += c;
        return;
    }
    if (c == '"') {
        if (depth_ == 1 && after_colon_ && is_data(key_)) {
            wrong_ = wrong_ || ended_;
            in_data_ = true;
        } else {
            in_string_ = true;
            if (!after_colon_) key_.clear();
        }
    } else if (c == '{' || c == '[') {
        ++depth_;
    } else if (c == '}' || c == ']') {
        --depth_;
    } else if (depth_ == 1 && (c == ':' || c == ',')) {
        after_colon_ = c == ':';
    }
}

}  // namespace lt::axis
