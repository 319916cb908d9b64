// The written forms of values: whether a text is one, never what it means.
#pragma once

#include <string_view>

namespace lt::bpmn {

bool is_ncname(
    std::string_view text);  // XML names without a colon; letters beyond ASCII are taken as they come
bool is_integer(std::string_view text);  // of any size
bool is_decimal(std::string_view text);  // xsd:double
bool is_uri(
    std::string_view text);  // xsd:anyURI, as strictly as validators are: scheme, escapes, one fragment
bool is_media_type(std::string_view text);     // RFC 2045: type/subtype, parameters behind
bool is_iso_date_time(std::string_view text);  // ISO 8601: 2015-12-24, 2015-12-24T20:00:00+07:00
bool is_iso_duration(std::string_view text);   // P1Y2M3DT4H5M6S, P2W
bool is_iso_cycle(std::string_view text);  // R, R5 and then duration, start/duration, duration/end, start/end

// Whether a text is written as a formula (call, operator, quotes, ${…}, leading =, true, false, number) and not as plain words.
bool is_formula(std::string_view text);
// A number or a quoted text: nothing that could ever be true.
bool is_no_condition(std::string_view text);

}  // namespace lt::bpmn
