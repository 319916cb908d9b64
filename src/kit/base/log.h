// The log: one JSON object a line on standard error, for the operator. No personal data, no content of
// documents.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace lt::base {

enum class Level : unsigned char { debug, info, warning, error };

using LogFields = std::initializer_list<std::pair<std::string_view, std::string>>;

// `event` is a fixed snake_case word to search for ("http_request", "job_failed"); what varies goes into the
// fields.
void log(Level level, std::string_view event, LogFields fields = {});

void set_log_level(std::string_view name);  // debug, info, warning, error

// The id of the request that this thread works for; added to each line. Set by kit/http around a handler.
class LogScope {
public:
    explicit LogScope(std::string request_id);
    ~LogScope();
    LogScope(const LogScope&) = delete;
    LogScope& operator=(const LogScope&) = delete;

private:
    std::string previous_;
};

}  // namespace lt::base
