// What strangers say to an axis, and what an axis says: signed headers, answers in JSON, answers with a message in base64. Whatever is
// accepted holds together, and where a text is cut makes no difference.
#include <cstdlib>

#include "exchange/axis/answer.h"
#include "exchange/axis/data_answer.h"
#include "exchange/axis/sign_headers.h"

namespace {

using namespace lt;

void must_hold(bool claim)
{
    if (!claim) std::abort();
}

void try_headers(std::string_view text)
{
    const auto claim = axis::read_headers([&](std::string_view name) {
        if (name == "xroadvnpt-sign-header") return std::string(text);
        return std::string(name == "xroadvnpt-hash-header" ? "00" : "");
    });
    if (!claim) return;
    must_hold(text.size() <= axis::kMostSignedText && !claim->system_id.empty());
    must_hold(!axis::hash_fits(*claim, "secret"));
    for (const auto& [name, value] : claim->parameters)
        for (const char c : name) must_hold(c < 'A' || c > 'Z');
}

void try_timestamp(std::string_view text)
{
    const auto time = axis::parse_timestamp(text);
    // Milliseconds may carry into a year that is no longer taken.
    const auto again = time ? axis::parse_timestamp(axis::format_timestamp(*time)) : time;
    if (again) must_hold(again == time);
}

void try_lists(std::string_view text)
{
    const auto answer = axis::read_answer(text);
    const auto items = axis::read_list<axis::ReceivedItem>(text);
    const auto units = axis::read_list<axis::SynchronizedUnit>(text);
    must_hold(answer.has_value() == items.has_value() && answer.has_value() == units.has_value());
    if (items)
        must_hold(axis::read_list<axis::ReceivedItem>(axis::ok_answer(items->rows))->rows.size() ==
                  items->rows.size());
    if (const auto agency = axis::read_new_agency(text))
        must_hold(axis::read_new_agency(axis::to_json(*agency))->code == agency->code);
}

std::string taken_apart(std::string_view text, std::size_t piece, bool& good)
{
    std::string out;
    axis::DataAnswer data([&](std::string_view part) { out.append(part); });
    for (; !text.empty(); text.remove_prefix(std::min(piece, text.size()))) data.push(text.substr(0, piece));
    good = data.good();
    return out + "|" + data.rest();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    try_headers(text);
    try_timestamp(text);
    try_lists(text);
    bool whole_good = false;
    bool cut_good = false;
    const std::string whole = taken_apart(text, size + 1, whole_good);
    const std::string cut = taken_apart(text, 1 + size % 7, cut_good);
    must_hold(whole_good == cut_good);
    if (whole_good) must_hold(whole == cut);
    return 0;
}
