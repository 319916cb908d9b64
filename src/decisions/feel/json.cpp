#include "decisions/feel/json.h"

#include <nlohmann/json.hpp>

#include "decisions/feel/temporal_literal.h"

namespace lt::feel {
namespace {

using base::msg;
using Sax = nlohmann::json_sax<nlohmann::json>;

void write(std::string& out, const Value& value);

void write_text(std::string& out, std::string_view text)
{
    constexpr std::string_view hex = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default:
            if (static_cast<unsigned char>(c) < 0x20) {
                out += "\\u00";
                out += hex[std::size_t(c) >> 4];
                out += hex[std::size_t(c) & 15U];
            } else {
                out += c;
            }
        }
    }
    out += '"';
}

void write_literal(std::string& out, const std::string& text)
{
    (out += "{\"@\":\"").append(text).append("\"}");
}

// Readers of JSON that think in doubles refuse what is larger than one.
void write_number(std::string& out, const Number& number)
{
    constexpr int largest = 300;
    const std::string text = number.str();
    if (number.exponent() + Number::kDigits < largest) {
        out += text;
    } else {
        write_literal(out, text);
    }
}

void write_range(std::string& out, const Range& range)
{
    out += "{\"@range\":[";
    write_text(out, range.low_end == Range::End::closed ? "[" : "(");
    out += ',';
    write(out, range.low);
    out += ',';
    write(out, range.high);
    out += ',';
    write_text(out, range.high_end == Range::End::closed ? "]" : ")");
    if (range.form == Range::Form::comparison) out += ",\"comparison\"";
    if (range.form == Range::Form::not_equal) out += ",\"not equal\"";
    out += "]}";
}

void write_context(std::string& out, std::span<const Entry> entries)
{
    out += '{';
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (i > 0) out += ',';
        // A key that begins like the forms of this file gets one sign more.
        const std::string& key = entries[i].key;
        write_text(out, key.starts_with('@') ? "@" + key : key);
        out += ':';
        write(out, entries[i].value);
    }
    out += '}';
}

void write(std::string& out, const Value& value)
{
    switch (value.kind()) {
    case Kind::null:
    case Kind::function: out += "null"; break;
    case Kind::boolean: out += value.is_true() ? "true" : "false"; break;
    case Kind::number: write_number(out, value.as_number()); break;
    case Kind::string: write_text(out, value.as_string()); break;
    case Kind::list: {
        out += '[';
        bool first = true;
        for (const Value& item : value.items()) {
            if (!first) out += ',';
            first = false;
            write(out, item);
        }
        out += ']';
        break;
    }
    case Kind::context: write_context(out, value.entries()); break;
    case Kind::date: write_literal(out, to_text(value.as_date())); break;
    case Kind::time: write_literal(out, to_text(value.as_time())); break;
    case Kind::date_time: write_literal(out, to_text(value.as_date_time())); break;
    case Kind::day_time_duration: write_literal(out, to_text(value.as_day_time())); break;
    case Kind::year_month_duration: write_literal(out, to_text(value.as_year_month())); break;
    case Kind::range: write_range(out, value.as_range()); break;
    }
}

std::optional<Value> literal(std::string_view text)
{
    if (auto value = temporal_literal(text)) return value;
    if (const auto number = Number::parse(text)) return Value::number(*number);
    return std::nullopt;
}

std::optional<Value> range_of(const Value& parts)
{
    if (!parts.is(Kind::list) || parts.items().size() < 4 || parts.items().size() > 5) return std::nullopt;
    for (const std::size_t at : {std::size_t(0), std::size_t(3), parts.items().size() - 1}) {
        if (!parts.items()[at].is(Kind::string)) return std::nullopt;
    }
    Range range;
    range.low = parts.items()[1];
    range.high = parts.items()[2];
    range.low_end = parts.items()[0].as_string() == "[" ? Range::End::closed : Range::End::open;
    range.high_end = parts.items()[3].as_string() == "]" ? Range::End::closed : Range::End::open;
    if (parts.items().size() == 5) {
        range.form =
            parts.items()[4].as_string() == "not equal" ? Range::Form::not_equal : Range::Form::comparison;
    }
    return Value::range(std::move(range));
}

// Builds values bottom up, without recursion, so that the depth of a text costs nothing before it is refused.
class Reader {
public:
    explicit Reader(std::uint32_t depth) : depth_(depth) {}

    bool null() { return put({}); }
    bool boolean(bool value) { return put(Value::boolean(value)); }
    bool number_integer(std::int64_t value) { return put(Value::integer(value)); }
    bool number_unsigned(std::uint64_t value)
    {
        const auto number = Number::make(false, 0, value, 0);
        return put(Value::number(*number));
    }
    bool number_float(double, const std::string& text)
    {
        const auto number = Number::parse(text);
        if (!number) return refuse(msg("Một số nằm ngoài phạm vi cho phép."));
        return put(Value::number(*number));
    }
    bool string(std::string& text) { return put(Value::string(std::move(text))); }
    bool binary(nlohmann::json::binary_t&) { return false; }
    bool start_object(std::size_t) { return open(true); }
    bool start_array(std::size_t) { return open(false); }
    bool key(std::string& name)
    {
        open_.back().entries.push_back({std::move(name), {}});
        return true;
    }
    bool end_array()
    {
        Value list = Value::list(std::move(open_.back().items));
        open_.pop_back();
        return put(std::move(list));
    }
    bool end_object()
    {
        std::vector<Entry> entries = std::move(open_.back().entries);
        open_.pop_back();
        if (entries.size() == 1 && (entries[0].key == "@" || entries[0].key == "@range")) {
            const Value& inner = entries[0].value;
            auto value = entries[0].key == "@range" ? range_of(inner)
                         : inner.is(Kind::string)   ? literal(inner.as_string())
                                                    : std::nullopt;
            if (!value) return refuse(msg("Giá trị ghi với \"@\" không hợp lệ."));
            return put(std::move(*value));
        }
        for (Entry& entry : entries) {
            if (entry.key.starts_with("@@")) entry.key.erase(0, 1);
        }
        return put(Value::context(std::move(entries)));
    }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&)
    {
        position_ = position;
        return false;
    }

    base::Result<Value> result(bool whole)
    {
        if (whole) return std::move(result_);
        if (!message_.empty()) return base::invalid("", message_);
        return base::invalid("", {msg("Không phải JSON: sai ở ký tự thứ {{position}}."),
                                  {{"position", std::to_string(position_)}}});
    }

private:
    struct Open {
        bool is_context = false;
        std::vector<Value> items{};
        std::vector<Entry> entries{};
    };

    bool open(bool is_context)
    {
        if (open_.size() >= depth_) return refuse(msg("JSON có quá nhiều tầng lồng nhau."));
        open_.push_back({is_context, {}, {}});
        return true;
    }
    bool put(Value value)
    {
        if (open_.empty()) {
            result_ = std::move(value);
        } else if (open_.back().is_context) {
            open_.back().entries.back().value = std::move(value);
        } else {
            open_.back().items.push_back(std::move(value));
        }
        return true;
    }
    bool refuse(const char* why)
    {
        message_ = why;
        return false;
    }

    std::uint32_t depth_;
    std::vector<Open> open_{};
    Value result_{};
    base::Message message_{};
    std::size_t position_ = 0;
};

}  // namespace

std::string to_json(const Value& value)
{
    std::string out;
    write(out, value);
    return out;
}

base::Result<Value> from_json(std::string_view text, const JsonLimits& limits)
{
    if (text.size() > limits.bytes) return base::invalid("", msg("Dữ liệu JSON quá lớn."));
    try {
        Reader reader(std::min(limits.depth, kMaxNesting));
        const bool whole = nlohmann::json::sax_parse(text, &reader);
        return reader.result(whole);
    } catch (const TooLarge&) {
        return base::invalid("", msg("Dữ liệu JSON quá lớn."));
    }
}

}  // namespace lt::feel
