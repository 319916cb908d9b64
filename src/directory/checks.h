// Small help for checking forms: collects every wrong field into one Error.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kit/base/clock.h"
#include "kit/base/result.h"

namespace lt::directory {

using base::msg;

class Checks {
public:
    // Adds the message when `right` is false.
    void require(bool right, const char* field, const char* message);
    // A text of 1 to `limit` characters.
    void text(const std::string& value, const char* field, const char* missing, std::size_t limit);
    base::Day day(const std::string& typed, const char* field);

    bool any() const { return failed_; }
    const base::Error& error() const { return error_; }

private:
    bool failed_ = false;
    base::Error error_{base::Fault::invalid, {}, {}, {}};
};

}  // namespace lt::directory
