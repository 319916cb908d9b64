#include "exchange/axis/judge.h"

#include <algorithm>

#include "exchange/axis/client.h"
#include "kit/base/text.h"

namespace lt::axis {
namespace {

using base::Fault;
using base::msg;

constexpr std::size_t kLongestDescription = 500;
constexpr std::size_t kSniffed = 64;  // bytes, enough to tell a message from a page
constexpr std::size_t kMostOther = 1U << 20U;

bool is_message(std::string_view beginning)
{
    if (beginning.starts_with("\xef\xbb\xbf")) beginning.remove_prefix(3);
    beginning.remove_prefix(std::min(beginning.find_first_not_of(" \t\r\n"), beginning.size()));
    const std::string lower = base::lower(beginning.substr(0, 14));
    return !lower.starts_with('{') && !lower.starts_with('[') && !lower.starts_with("<!doctype html") &&
           !lower.starts_with("<html");
}

Fault fault_of(int code)
{
    // A refusal without a reason is the axis's own trouble.
    if (code <= 0 || code == static_cast<int>(Code::axis_error)) return Fault::unavailable;
    return code == static_cast<int>(Code::wrong_credentials) ? Fault::forbidden : Fault::invalid;
}

base::Error by_status(std::string_view server, int status)
{
    const auto error = [&](Fault fault, const char* text) {
        return base::Error{
            fault, {}, {text, {{"server", std::string(server)}, {"status", std::to_string(status)}}}, {}};
    };
    if (status == 401 || status == 403)
        return error(Fault::forbidden,
                     msg("Trục liên thông {{server}} không cho phép gọi (mã HTTP {{status}})."));
    if (status == 404 || status == 405 || status == 501)
        return error(Fault::not_found,
                     msg("Trục liên thông {{server}} không có chức năng này (mã HTTP {{status}})."));
    if (status == 413)
        return error(Fault::too_large, msg("Gói tin lớn hơn mức trục liên thông {{server}} cho phép."));
    if (status >= 400 && status < 500 && status != 408 && status != 429)
        return error(Fault::invalid, msg("Trục liên thông {{server}} từ chối lời gọi (mã HTTP {{status}})."));
    return not_an_axis(server, status);
}

}  // namespace

base::Error refused_by(const Answer& answer)
{
    const auto code = code_of(answer.code);
    const base::Message meaning = code && *code != Code::ok
                                      ? message_of(*code)
                                      : base::Message(msg("Trục liên thông không thực hiện lời gọi."));
    base::Message message("{{meaning}}", {{"meaning", meaning.text, true}});
    if (answer.code > 0) {
        message.text = msg("{{meaning}} Mã của trục: {{code}}.");
        message.values.push_back({"code", std::to_string(answer.code)});
    }
    const std::string description = base::shorten(base::normalise(answer.description), kLongestDescription);
    if (!description.empty()) {
        message.text = answer.code > 0 ? msg("{{meaning}} Mã của trục: {{code}}. Lý do: {{description}}")
                                       : msg("{{meaning}} Lý do: {{description}}");
        message.values.push_back({"description", description});
    }
    return {fault_of(answer.code), {}, std::move(message), {}};
}

base::Error not_an_axis(std::string_view server, int status)
{
    return {Fault::unavailable,
            {},
            {"Máy chủ {{server}} trả lời không theo giao thức của trục liên thông (mã HTTP {{status}}).",
             {{"server", std::string(server)}, {"status", std::to_string(status)}}},
            {}};
}

std::optional<base::Error> why_failed(std::string_view server, int status,
                                      const std::optional<Answer>& answer)
{
    if (status == 200 && answer && answer->ok) return std::nullopt;
    const bool told = answer && !answer->ok && (answer->code > 0 || status == 200);
    if (!told) return status == 200 ? not_an_axis(server, status) : by_status(server, status);
    base::Error error = refused_by(*answer);
    if (status >= 500) error.fault = Fault::unavailable;
    if (status == 413) error.fault = Fault::too_large;
    return error;
}

void Arriving::push(std::string_view piece)
{
    if (kind_ == Kind::message) return pass(piece);
    if (kind_ == Kind::unknown || held_.size() < kMostOther) held_.append(piece);
    if (kind_ == Kind::unknown && held_.size() >= kSniffed) decide();
}

void Arriving::end()
{
    if (kind_ == Kind::unknown) decide();
}

void Arriving::decide()
{
    kind_ = is_message(held_) ? Kind::message : Kind::other;
    if (kind_ == Kind::message) pass(std::exchange(held_, {}));
}

void Arriving::pass(std::string_view piece)
{
    if (piece.empty()) return;
    bytes_ += piece.size();
    sink_(piece);
}

std::optional<int> axis_code(const base::Error& error)
{
    for (const base::Message::Value& value : error.message.values)
        if (value.name == "code") return std::stoi(value.text);
    return std::nullopt;
}

}  // namespace lt::axis
