// From texts by path to the typed Message: dates, numbers, required fields, files against the list of files.
#pragma once

#include <string_view>
#include <vector>

#include "exchange/edxml/collector.h"

namespace lt::edxml {

struct Parts {
    const Record& whole;
    const std::vector<Record>& to;
    const std::vector<Record>& responses;
    const std::vector<Record>& traces;
    const std::vector<Record>& receivers;
    const std::vector<Record>& replacements;
    const std::vector<Record>& references;
    const std::vector<Record>& attachments;
};

// Fields that are read; the text of all others is dropped.
bool is_known_field(std::string_view path);

// Throws Refused.
Message build(const Parts& parts);

}  // namespace lt::edxml
