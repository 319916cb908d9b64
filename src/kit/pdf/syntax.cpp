#include "kit/pdf/syntax.h"

#include <array>
#include <cmath>
#include <cstdio>

#include <zlib.h>

#include "kit/base/result.h"
#include "kit/base/text.h"
#include "kit/pdf/qpdf.h"

namespace lt::pdf {

std::string text_string(std::string_view utf8)
{
    std::string out = "<FEFF";
    const auto unit = [&](unsigned value) {
        std::array<char, 8> digits{};
        std::snprintf(digits.data(), digits.size(), "%04X", value);
        out += digits.data();
    };
    for (const char32_t point : base::code_points(utf8)) {
        if (point >= 0x10000) {
            unit(0xd800 + ((point - 0x10000) >> 10U));
            unit(0xdc00 + ((point - 0x10000) & 0x3ffU));
        } else {
            unit(point);
        }
    }
    return out + ">";
}

std::string date_string(base::Time time)
{
    using namespace std::chrono;
    const auto day = floor<days>(time);
    const year_month_day date{day};
    const hh_mm_ss clock{floor<seconds>(time - day)};
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "(D:%04d%02u%02u%02d%02d%02dZ)", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    return text.data();
}

std::string number(double value)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.2f", value);
    std::string out = text.data();
    while (out.back() == '0') out.pop_back();
    if (out.back() == '.') out.pop_back();
    return out;
}

std::string deflate(std::string_view bytes)
{
    uLongf length = ::compressBound(bytes.size());
    std::string out(length, '\0');
    CHECK(::compress2(reinterpret_cast<Bytef*>(out.data()), &length,
                      reinterpret_cast<const Bytef*>(bytes.data()), bytes.size(),
                      Z_BEST_COMPRESSION) == Z_OK);
    out.resize(length);
    return out;
}

std::string stream(const std::string& entries, std::string_view data)
{
    return "<<" + entries + "/Length " + std::to_string(data.size()) + ">>\nstream\n" + std::string(data) +
           "\nendstream";
}

std::string with(QPDFObjectHandle dictionary, const std::map<std::string, std::string>& changes)
{
    std::string out = "<<";
    for (const std::string& key : dictionary.getKeys()) {
        if (!changes.contains(key))
            out += QPDFObjectHandle::newName(key).unparse() + " " + dictionary.getKey(key).unparse();
    }
    for (const auto& [key, value] : changes) {
        if (!value.empty()) out += key + " " + value;
    }
    return out + ">>";
}

Ref ref_of(const QPDFObjectHandle& object)
{
    CHECK(object.isIndirect());
    return {object.getObjGen().getObj(), object.getObjGen().getGen()};
}

}  // namespace lt::pdf
