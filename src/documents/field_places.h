// Where number, date and signatures stand on the main file, as people see and correct it: in millimetres from the left and the upper
// edge of the page as it is shown. Pure: no database, no HTTP, no PDF.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kit/base/result.h"

namespace lt::documents {

// The fields that a file is given before its first signature, in the order of the page (Nghị định 30/2020/NĐ-CP, Annex I).
constexpr std::array<std::string_view, 6> kPlacedFields{"so",  "ngay",       "thang",
                                                        "nam", "ky_lanhdao", "ky_coquan"};

// Filled with text; the others hold a signature.
bool is_text_field(std::string_view field);
// The date may be in the file already. The number can't: it is given when the document is issued.
bool may_be_in_text(std::string_view field);

enum class PlaceSource : std::uint8_t {
    found,    // the text says it
    derived,  // from what stands beside it
    assumed,  // where it usually is: somebody must look
    by_hand,
};

struct FieldPlace {
    std::string field{};
    bool in_text = false;  // the file has it already: nothing is filled in, the rest does not count
    int page = 1;
    double left = 0;
    double top = 0;
    double width = 0;
    double height = 0;
    PlaceSource source = PlaceSource::by_hand;
};

struct PageArea {
    double width = 0;
    double height = 0;
};

// Every wrong place at once, at the fields "so_page", "so_left", "so_top", "so_width", "so_height", … Text fields must have room for
// what is filled in: it can't be changed any more once the leader has signed.
std::optional<base::Error> check_places(const std::vector<FieldPlace>& places,
                                        const std::vector<PageArea>& pages);

// The JSON of document_files.places (signatures/places.h). The places were checked.
std::string to_stored(const std::vector<FieldPlace>& places, const std::vector<PageArea>& pages);

// "210", "12,5": to a tenth of a millimetre, as forms show it.
std::string format_millimetres(double value);

// What an official calls the field; a text of the catalogue.
const char* field_name(std::string_view field);

}  // namespace lt::documents
