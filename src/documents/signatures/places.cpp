#include "documents/signatures/places.h"

#include <algorithm>
#include <charconv>

#include <nlohmann/json.hpp>

#include "documents/signatures/signatures.h"
#include "kit/pdf/numbering.h"
#include "kit/pdf/places.h"

namespace lt::documents {
namespace {

// The metric twin of Times New Roman, with all Vietnamese letters.
constexpr const char* kFont = "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf";

pdf::Box box_of(const nlohmann::json& value)
{
    return {.page = value.at("page").get<int>(),
            .left = value.at("left").get<double>(),
            .bottom = value.at("bottom").get<double>(),
            .right = value.at("right").get<double>(),
            .top = value.at("top").get<double>()};
}

constexpr const char* kAssumed = "assumed";  // beside the names of fields
constexpr const char* kWritten = "written";

nlohmann::json parsed(const std::string& stored)
{
    return stored.empty() ? nlohmann::json::object() : nlohmann::json::parse(stored);
}

}  // namespace

base::Result<pdf::Places> places_of(const pdf::File& file, const std::string& stored,
                                    const pdf::Signatory& signatory)
{
    auto places = pdf::find_places(file, signatory);
    const bool is_set = is_by_hand(stored, kLeaderField) && is_by_hand(stored, kAgencyField);
    if (!places && is_set) places = pdf::usual_places(file, signatory);
    if (!places || stored.empty()) return places;
    // Corrected by hand: what is named there takes the place of what was found; null takes it out.
    const auto by_hand = parsed(stored);
    const auto correct = [&](const char* name, std::optional<pdf::Place>& place) {
        const auto found = by_hand.find(name);
        if (found == by_hand.end()) return;
        if (found->is_null()) {
            place.reset();
            return;
        }
        place = pdf::Place{.box = box_of(*found),
                           .size = found->value("size", place ? place->size : 13.0),
                           .certainty = pdf::Certainty::found};
    };
    // Beside a number of the file's own there is no place for the true one, whoever sets it.
    if (is_by_hand(stored, kNumberField) && !places->written.number) correct(kNumberField, places->number);
    correct("ngay", places->day);
    correct("thang", places->month);
    correct("nam", places->year);
    std::optional<pdf::Place> signature = places->leader;
    correct(kLeaderField, signature);
    if (signature) places->leader = *signature;
    signature = places->agency;
    correct(kAgencyField, signature);
    if (signature) places->agency = *signature;
    return places;
}

base::Result<pdf::Form> form_of(const pdf::File& file, const std::string& stored,
                                const pdf::Signatory& signatory)
{
    const auto places = places_of(file, stored, signatory);
    if (!places) return places.error();
    if (!places->number)
        return base::conflict(
            "Tệp đã ghi sẵn số văn bản. Số chỉ được cấp khi phát hành: trả lại người soạn để thay bằng tệp để "
            "trống chỗ ghi số.");
    return pdf::form_of(*places, kFont);
}

bool is_by_hand(const std::string& stored, std::string_view field)
{
    const auto all = parsed(stored);
    const auto found = all.find(std::string(field));
    return found != all.end() && !(found->is_null() && field == kNumberField);
}

bool has_assumed(const std::string& stored)
{
    const auto all = parsed(stored);
    const auto assumed = all.find(kAssumed);
    return assumed != all.end() && !assumed->empty();
}

std::string with_assumed(const std::string& stored, const pdf::Places& places)
{
    auto out = parsed(stored);
    auto assumed = nlohmann::json::array();
    const auto add = [&](const char* name, const std::optional<pdf::Place>& place) {
        if (place && place->certainty == pdf::Certainty::assumed) assumed.push_back(name);
    };
    if (!places.number) assumed.push_back(kNumberField);
    add(kNumberField, places.number);
    add("ngay", places.day);
    add("thang", places.month);
    add("nam", places.year);
    add(kLeaderField, places.leader);
    add(kAgencyField, places.agency);
    out[kAssumed] = std::move(assumed);
    return with_written(out.dump(), places.written);
}

std::string with_written(const std::string& stored, const pdf::Written& written)
{
    auto out = parsed(stored);
    auto& date = out[kWritten] = nlohmann::json::object();
    if (written.day) date["ngay"] = *written.day;
    if (written.month) date["thang"] = *written.month;
    if (written.year) date["nam"] = *written.year;
    return out.dump();
}

std::map<std::string, std::string> texts_of(const LockedDocument& document, const pdf::File& file)
{
    CHECK(document.issued_on);
    int number = 0;
    std::from_chars(document.number_text.data(), document.number_text.data() + document.number_text.size(),
                    number);
    auto texts = pdf::number_and_date(number, *document.issued_on);
    // Fields that the file was not given: it has that part in its text already.
    const std::vector<std::string> open = pdf::open_fields(file);
    std::erase_if(texts, [&](const auto& text) {
        return std::find(open.begin(), open.end(), text.first) == open.end();
    });
    return texts;
}

std::optional<base::Error> check_written_date(const LockedDocument& document, const pdf::File& file,
                                              const std::string& stored)
{
    CHECK(document.issued_on);
    const std::chrono::year_month_day day{*document.issued_on};
    const std::vector<std::string> open = pdf::open_fields(file);
    const auto is_open = [&](const char* name) {
        return std::find(open.begin(), open.end(), name) != open.end();
    };
    if (is_open("ngay") && is_open("thang") && is_open("nam")) return std::nullopt;
    std::string known = stored;
    if (!parsed(known).contains(kWritten)) {
        // A page that is only a picture says nothing here; who drafted, signed and seals it has seen it.
        const auto written = pdf::written_in(file);
        if (!written) return std::nullopt;
        known = with_written(known, *written);
    }
    const auto there = parsed(known).at(kWritten);
    const auto differs = [&](const char* name, int ours) {
        return !is_open(name) && there.contains(name) && there.at(name).get<int>() != ours;
    };
    if (!differs("ngay", static_cast<int>(static_cast<unsigned>(day.day()))) &&
        !differs("thang", static_cast<int>(static_cast<unsigned>(day.month()))) &&
        !differs("nam", static_cast<int>(day.year())))
        return std::nullopt;
    return base::conflict({"Ngày ghi sẵn trong tệp khác ngày cấp số, {{day}}. Trả lại dự thảo để bỏ trống "
                           "ngày hoặc sửa ngày trong tệp.",
                           {{"day", base::format_day(*document.issued_on)}}});
}

base::Result<pdf::Unsigned> begin_annex(const pdf::File& file, const std::string& notation, base::Time now)
{
    return pdf::begin_text_signature(file,
                                     {.lines = pdf::annex_lines(notation, now), .font = kFont, .at = now});
}

base::Result<pdf::Unsigned> begin_copy(const pdf::File& file, const std::string& form,
                                       const std::string& agency, base::Time now)
{
    return pdf::begin_text_signature(file,
                                     {.lines = pdf::copy_lines(form, agency, now), .font = kFont, .at = now});
}

base::Error named(base::Error error, const std::string& file_name)
{
    if (error.fault == base::Fault::invalid)
        return base::conflict(
            {"Tệp “{{name}}”: {{reason}}", {{"name", file_name}, {"reason", error.message.str(), true}}});
    return error;
}

}  // namespace lt::documents
