// Reading answers of axes, which differ in small things: names in other cases, numbers as texts, members that are missing.
#include <charconv>

#include <nlohmann/json.hpp>

#include "exchange/axis/answer.h"
#include "exchange/axis/answer_fields.h"

namespace lt::axis {
namespace {

bool same_name(std::string_view a, std::string_view b)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [&](char x, char y) { return lower(x) == lower(y); });
}

std::optional<std::int64_t> whole_number(std::string_view text)
{
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

using Put = std::function<void(const std::string& name, std::string& value)>;

// The members of the answer go to `member`, those of each object in data to `field` after `row`; deeper ones nowhere.
class AnswerParts : public nlohmann::json_sax<nlohmann::json> {
public:
    AnswerParts(Put member, std::function<void()> row, Put field)
        : member_(std::move(member)), row_(std::move(row)), field_(std::move(field))
    {
    }

    bool start_object(std::size_t) override
    {
        is_object_ = true;
        ++depth_;
        if (depth_ == 3) is_row_ = is_array_ && in_data_;
        if (in_row() && row_) row_();
        return true;
    }
    bool end_object() override { return up(); }
    bool start_array(std::size_t) override
    {
        if (depth_ == 0) return false;
        if (depth_ == 1) in_data_ = same_name(name_, "data");
        ++depth_;
        if (depth_ == 2) is_array_ = true;
        if (depth_ == 3) is_row_ = false;  // an array in place of a row
        return true;
    }
    bool end_array() override { return up(); }
    bool key(std::string& name) override
    {
        name_ = name;
        return true;
    }
    bool null() override { return true; }
    bool boolean(bool value) override { return put(value ? "true" : "false"); }
    bool number_integer(std::int64_t value) override { return put(std::to_string(value)); }
    bool number_unsigned(std::uint64_t value) override { return put(std::to_string(value)); }
    bool number_float(double, const std::string& text) override { return put(text); }
    bool string(std::string& value) override { return put(std::move(value)); }
    bool binary(nlohmann::json::binary_t&) override { return false; }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override
    {
        return false;
    }

    bool is_object() const { return is_object_; }

private:
    bool in_row() const { return depth_ == 3 && is_row_; }
    bool up()
    {
        if (--depth_ == 1) is_array_ = in_data_ = false;
        return true;
    }
    bool put(std::string value)
    {
        if (depth_ == 0) name_ = "count";
        if (depth_ <= 1) member_(name_, value);
        if (in_row() && field_) field_(name_, value);
        return true;
    }

    Put member_;
    std::function<void()> row_;
    Put field_;
    std::string name_{};
    int depth_ = 0;
    bool is_object_ = false;  // at depth 1
    bool is_array_ = false;   // what stands at depth 2
    bool in_data_ = false;    // and whether it is the array of rows
    bool is_row_ = false;     // what stands at depth 3
};

std::optional<Answer> read_parts(std::string_view text, const std::function<void()>& row, const Put& field)
{
    Answer answer;
    std::optional<std::string> status;
    std::optional<std::int64_t> code;
    bool has_code = false;
    const auto member = [&](const std::string& name, std::string& value) {
        if (same_name(name, "status")) status = value;
        if (same_name(name, "ErrorCode")) {
            has_code = true;
            code = whole_number(value);
        }
        if (same_name(name, "ErrorDesc")) answer.description = value;
        if (same_name(name, "DocId")) answer.doc_id = value;
        if (same_name(name, "count") || (same_name(name, "data") && !answer.count))
            answer.count = whole_number(value);
        if (same_name(name, "data")) answer.data = std::move(value);
    };
    AnswerParts parts(member, row, field);
    if (!nlohmann::json::sax_parse(text, &parts)) return std::nullopt;
    if (!parts.is_object() && !answer.count) return std::nullopt;
    const bool bare_count = !parts.is_object();
    const bool said_ok = status ? same_name(*status, "OK") : has_code || bare_count;
    answer.ok = said_ok && (!has_code || code == 0);
    answer.code = code && *code >= 0 && *code <= 1000000 ? static_cast<int>(*code) : answer.ok ? 0 : -1;
    return answer;
}

void set_member(std::string& member, std::string& value) { member = std::move(value); }
void set_member(bool& member, const std::string& value)
{
    member = same_name(value, "true") || value == "1" || same_name(value, "Y");
}

template <class Row>
void set_field(Row& row, const std::string& name, std::string& value)
{
    visit_fields(row, static_cast<Row*>(nullptr), [&](const char* known, auto& member) {
        if (same_name(name, known)) set_member(member, value);
    });
}

}  // namespace

std::optional<Answer> read_answer(std::string_view text) { return read_parts(text, {}, {}); }

template <class Row>
std::optional<ListAnswer<Row>> read_list(std::string_view text)
{
    ListAnswer<Row> out;
    auto answer = read_parts(
        text, [&] { out.rows.emplace_back(); },
        [&](const std::string& name, std::string& value) { set_field(out.rows.back(), name, value); });
    if (!answer) return std::nullopt;
    out.answer = *std::move(answer);
    return out;
}

template std::optional<ListAnswer<ReceivedItem>> read_list(std::string_view);
template std::optional<ListAnswer<SentItem>> read_list(std::string_view);
template std::optional<ListAnswer<Agency>> read_list(std::string_view);
template std::optional<ListAnswer<AgencyQd20>> read_list(std::string_view);
template std::optional<ListAnswer<SynchronizedUnit>> read_list(std::string_view);

std::optional<NewAgency> read_new_agency(std::string_view text)
{
    NewAgency out;
    AnswerParts parts([&](const std::string& name, std::string& value) { set_field(out, name, value); }, {},
                      {});
    if (!nlohmann::json::sax_parse(text, &parts) || !parts.is_object() || out.code.empty())
        return std::nullopt;
    return out;
}

}  // namespace lt::axis
