// The list of codes, and the answers that are written.
#include "exchange/axis/answer.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "exchange/axis/answer_fields.h"
#include "kit/base/result.h"

namespace lt::axis {
namespace {

using base::msg;
using Json = nlohmann::ordered_json;

struct KnownCode {
    Code code;
    std::string_view name;
    const char* text;
};

constexpr std::array<KnownCode, 9> kCodes{{
    {Code::ok, "ok", msg("Thành công.")},
    {Code::bad_file, "bad_file", msg("Tệp gửi đi bị thiếu, bị hỏng hoặc không khớp mã băm.")},
    {Code::wrong_credentials, "wrong_credentials",
     msg("Sai mã hệ thống, khoá bí mật hoặc chữ ký của lời gọi.")},
    {Code::unknown_receiver, "unknown_receiver", msg("Đơn vị nhận không có trên trục liên thông.")},
    {Code::unknown_sender, "unknown_sender", msg("Đơn vị gửi chưa đăng ký trên trục liên thông.")},
    {Code::axis_error, "axis_error", msg("Trục liên thông đang có lỗi. Hãy gửi lại sau.")},
    {Code::processing_error, "processing_error", msg("Trục liên thông không xử lý được tệp.")},
    {Code::bad_format, "bad_format", msg("Gói tin không đúng định dạng edXML.")},
    {Code::receiver_locked, "receiver_locked", msg("Đơn vị nhận đang bị khoá trên trục liên thông.")},
}};

const KnownCode& known_code(Code code)
{
    const auto* const found =
        std::find_if(kCodes.begin(), kCodes.end(), [&](const KnownCode& one) { return one.code == code; });
    CHECK(found != kCodes.end());
    return *found;
}

std::string print_answer(const Json& json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json answer_head(Code code, std::string_view description)
{
    return {{"status", code == Code::ok ? "OK" : "FAIL"},
            {"ErrorCode", number_of(code)},
            {"ErrorDesc", description}};
}

template <class Row>
Json row_json(const Row& row)
{
    Json out = Json::object();
    visit_fields(row, static_cast<Row*>(nullptr),
                 [&](const char* name, const auto& value) { out[name] = value; });
    return out;
}

// Row by row, so that a directory of a hundred thousand agencies is in memory once.
template <class Row>
std::string list_answer(const std::vector<Row>& data)
{
    std::string out = print_answer(answer_head(Code::ok, ""));
    out.back() = ',';
    out += "\"data\":[";
    for (const Row& row : data) {
        if (&row != data.data()) out += ',';
        out += print_answer(row_json(row));
    }
    return out += "]}";
}

}  // namespace

std::string_view name(Code code) { return known_code(code).name; }

base::Message message_of(Code code) { return known_code(code).text; }

std::optional<Code> code_of(int number)
{
    for (const KnownCode& one : kCodes)
        if (static_cast<int>(one.code) == number) return one.code;
    return std::nullopt;
}

std::string number_of(Code code) { return std::to_string(static_cast<int>(code)); }

std::string ok_answer() { return print_answer(answer_head(Code::ok, "")); }
std::string ok_answer(const std::vector<ReceivedItem>& data) { return list_answer(data); }
std::string ok_answer(const std::vector<SentItem>& data) { return list_answer(data); }
std::string ok_answer(const std::vector<Agency>& data) { return list_answer(data); }
std::string ok_answer(const std::vector<AgencyQd20>& data) { return list_answer(data); }
std::string ok_answer(const std::vector<SynchronizedUnit>& data) { return list_answer(data); }

std::string sent_answer(std::string_view doc_id)
{
    Json json = answer_head(Code::ok, "");
    json["DocId"] = doc_id;
    return print_answer(json);
}

std::string count_answer(std::int64_t count)
{
    Json json = answer_head(Code::ok, "");
    json["data"] = count;
    json["count"] = count;
    return print_answer(json);
}

std::string fail_answer(Code code) { return fail_answer(code, known_code(code).text); }

std::string fail_answer(Code code, std::string_view description)
{
    CHECK(code != Code::ok);
    return print_answer(answer_head(code, description));
}

std::string_view data_head() { return R"({"status":"OK","ErrorCode":"0","ErrorDesc":"","data":")"; }
std::string_view data_tail() { return "\"}"; }

std::string to_json(const NewAgency& agency) { return print_answer(row_json(agency)); }

}  // namespace lt::axis
