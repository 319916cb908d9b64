// Pieces of PDF's syntax, written. For kit/pdf only.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "kit/base/clock.h"
#include "kit/pdf/update.h"

class QPDFObjectHandle;

namespace lt::pdf {

std::string text_string(std::string_view utf8);  // UTF-16BE with its mark, hexadecimal (7.9.2.2)
std::string date_string(base::Time time);        // "(D:20261120020000Z)" (7.9.4)
std::string number(double value);                // at most two decimals
std::string deflate(std::string_view bytes);     // for /FlateDecode
// "<<entries/Length n>>" and the stream.
std::string stream(const std::string& entries, std::string_view data);
// The dictionary as it is, but for these keys; "" takes a key out.
std::string with(QPDFObjectHandle dictionary, const std::map<std::string, std::string>& changes);
Ref ref_of(const QPDFObjectHandle& object);

}  // namespace lt::pdf
