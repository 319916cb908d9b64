// Builds the lines by hand, so that whatever a field holds, a line stays one JSON object; spdlog filters and
// writes.
#include "kit/base/log.h"

#define SPDLOG_COMPILED_LIB
#define SPDLOG_FMT_EXTERNAL
#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "kit/base/clock.h"
#include "kit/base/text.h"

namespace lt::base {
namespace {

spdlog::logger& logger()
{
    // Never destroyed: threads may still log while the program ends.
    static auto* const instance = [] {
        auto* made = new spdlog::logger("lienthong", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        made->set_pattern("%v");
        made->set_level(spdlog::level::info);
        return made;
    }();
    return *instance;
}

std::string& current_request()
{
    thread_local std::string id;
    return id;
}

void append_json(std::string& out, std::string_view text)
{
    std::string cleaned;
    if (!is_utf8(text)) {
        // Bytes that are no UTF-8 would make the whole line unreadable.
        for (const char c : text) cleaned += static_cast<unsigned char>(c) < 0x80 ? c : '?';
        text = cleaned;
    }
    out += '"';
    for (const char c : text) {
        switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default:
            if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
                static constexpr char kDigits[] = "0123456789abcdef";
                out += "\\u00";
                out += kDigits[(static_cast<unsigned char>(c) >> 4) & 15];
                out += kDigits[static_cast<unsigned char>(c) & 15];
            } else {
                out += c;
            }
        }
    }
    out += '"';
}

void append_field(std::string& out, std::string_view name, std::string_view value)
{
    out += ',';
    append_json(out, name);
    out += ':';
    append_json(out, value);
}

spdlog::level::level_enum level_of(Level level)
{
    switch (level) {
    case Level::debug: return spdlog::level::debug;
    case Level::info: return spdlog::level::info;
    case Level::warning: return spdlog::level::warn;
    case Level::error: break;
    }
    return spdlog::level::err;
}

std::string_view name_of(Level level)
{
    switch (level) {
    case Level::debug: return "debug";
    case Level::info: return "info";
    case Level::warning: return "warning";
    case Level::error: break;
    }
    return "error";
}

}  // namespace

void log(Level level, std::string_view event, LogFields fields)
{
    if (!logger().should_log(level_of(level))) return;
    std::string line = "{\"time\":\"" + format_iso(SystemClock().now()) + '"';
    append_field(line, "level", name_of(level));
    append_field(line, "event", event);
    if (!current_request().empty()) append_field(line, "request_id", current_request());
    for (const auto& [name, value] : fields) append_field(line, name, value);
    line += '}';
    logger().log(level_of(level), spdlog::string_view_t(line.data(), line.size()));
}

void set_log_level(std::string_view name)
{
    for (const Level level : {Level::debug, Level::info, Level::warning, Level::error}) {
        if (name == name_of(level)) return logger().set_level(level_of(level));
    }
    throw std::runtime_error("log.level: debug, info, warning or error is wanted, not \"" +
                             std::string(name) + "\"");
}

LogScope::LogScope(std::string request_id)
    : previous_(std::exchange(current_request(), std::move(request_id)))
{
}

LogScope::~LogScope() { current_request() = std::move(previous_); }

}  // namespace lt::base
