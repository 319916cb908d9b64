// string() of FEEL.
#include "decisions/feel/temporal_literal.h"
#include "decisions/feel/value.h"

namespace lt::feel {
namespace {

void append(std::string& out, const Value& value, bool quoted);

void append_quoted(std::string& out, std::string_view text)
{
    out += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    out += '"';
}

bool is_name(std::string_view key)
{
    if (key.empty() || (key[0] >= '0' && key[0] <= '9')) return false;
    for (const char c : key) {
        const auto code = static_cast<unsigned char>(c);
        if (code < 0x80 && c != '_' && c != ' ' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') &&
            (c < 'a' || c > 'z'))
            return false;
    }
    return true;
}

void append_range(std::string& out, const Range& range)
{
    if (range.form == Range::Form::not_equal) {
        out += "!=";
        return append(out, range.low, true);
    }
    if (range.form == Range::Form::comparison) {
        if (range.low.is_null()) {
            out += range.high_end == Range::End::closed ? "<=" : "<";
            return append(out, range.high, true);
        }
        if (range.high.is_null()) {
            out += range.low_end == Range::End::closed ? ">=" : ">";
            return append(out, range.low, true);
        }
        out += "=";
        return append(out, range.low, true);
    }
    out += range.low_end == Range::End::closed ? "[" : "(";
    append(out, range.low, true);
    out += "..";
    append(out, range.high, true);
    out += range.high_end == Range::End::closed ? "]" : ")";
}

void append_list(std::string& out, std::span<const Value> items)
{
    out += '[';
    bool first = true;
    for (const Value& item : items) {
        if (!first) out += ", ";
        first = false;
        append(out, item, true);
    }
    out += ']';
}

void append_context(std::string& out, std::span<const Entry> entries)
{
    out += '{';
    bool first = true;
    for (const Entry& entry : entries) {
        if (!first) out += ", ";
        first = false;
        if (is_name(entry.key)) {
            out += entry.key;
        } else {
            append_quoted(out, entry.key);
        }
        out += ": ";
        append(out, entry.value, true);
    }
    out += '}';
}

void append(std::string& out, const Value& value, bool quoted)
{
    switch (value.kind()) {
    case Kind::null: out += quoted ? "null" : ""; break;
    case Kind::boolean: out += value.is_true() ? "true" : "false"; break;
    case Kind::number: out += value.as_number().str(); break;
    case Kind::string:
        if (quoted) {
            append_quoted(out, value.as_string());
        } else {
            out += value.as_string();
        }
        break;
    case Kind::list: append_list(out, value.items()); break;
    case Kind::context: append_context(out, value.entries()); break;
    case Kind::date: out += to_text(value.as_date()); break;
    case Kind::time: out += to_text(value.as_time()); break;
    case Kind::date_time: out += to_text(value.as_date_time()); break;
    case Kind::day_time_duration: out += to_text(value.as_day_time()); break;
    case Kind::year_month_duration: out += to_text(value.as_year_month()); break;
    case Kind::range: append_range(out, value.as_range()); break;
    case Kind::function: out += "function"; break;
    }
}

}  // namespace

std::string to_text(const Value& value)
{
    std::string out;
    append(out, value, false);
    return out;
}

std::optional<Value> temporal_literal(std::string_view text)
{
    if (const auto date = parse_date(text)) return Value::date(*date);
    if (auto moment = parse_date_time(text)) return Value::date_time(std::move(*moment));
    if (auto time = parse_time(text)) return Value::time(std::move(*time));
    if (const auto duration = parse_day_time(text)) return Value::duration(*duration);
    if (const auto duration = parse_year_month(text)) return Value::duration(*duration);
    return std::nullopt;
}

std::string_view kind_name(Kind kind)
{
    switch (kind) {
    case Kind::null: return "null";
    case Kind::boolean: return "boolean";
    case Kind::number: return "number";
    case Kind::string: return "string";
    case Kind::list: return "list";
    case Kind::context: return "context";
    case Kind::date: return "date";
    case Kind::time: return "time";
    case Kind::date_time: return "date and time";
    case Kind::day_time_duration: return "days and time duration";
    case Kind::year_month_duration: return "years and months duration";
    case Kind::range: return "range";
    case Kind::function: return "function";
    }
    return "";
}

}  // namespace lt::feel
