// Where number, date and signatures go in a document, found in its text (layout by Nghị định 30/2020/NĐ-CP, Annex I).
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "kit/pdf/sign.h"

namespace lt::pdf {

enum class Certainty : std::uint8_t {
    found,    // the text says it
    derived,  // from what stands beside it
    assumed,  // where it usually is: somebody must look
};

struct Place {
    Box box{};
    double size = 13;  // of the text around it, points
    Certainty certainty = Certainty::assumed;
};

// What the text has already.
struct Written {
    bool number = false;
    std::optional<int> day{};
    std::optional<int> month{};
    std::optional<int> year{};
};

struct Places {
    Written written{};
    std::optional<Place> number{};  // nothing where the text has it already
    std::optional<Place> day{};
    std::optional<Place> month{};
    std::optional<Place> year{};
    Place leader{};  // between the title and the name of who signs
    Place agency{};  // the seal, over a third of the leader's signature from the left
};

inline constexpr double kSealSize = 36 / 25.4 * 72;  // 36 mm, the seal of most agencies

struct Signatory {
    std::string name{};
    std::vector<std::string> titles{};  // "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", in any order
    double picture_ratio = 2;           // width to height of the signature's image
    double seal_size = kSealSize;       // points, the real size of the seal
};

// Refused: a file whose text can't be read.
base::Result<Places> find_places(const File& file, const Signatory& signatory);

// What the first page says of the document's number and date. Refused as find_places() is.
base::Result<Written> written_in(const File& file);

// Where they usually are, all of them assumed: for a file whose text can't be read.
Places usual_places(const File& file, const Signatory& signatory);

// Every page as it is shown, in points.
struct PageSize {
    double width = 0;
    double height = 0;
};
std::vector<PageSize> page_sizes(const File& file);

// The form for these places: texts "so", "ngay", "thang", "nam", signatures "ky_lanhdao", "ky_coquan". The date is italic where there is a
// font for it.
Form form_of(const Places& places, const std::filesystem::path& font,
             const std::filesystem::path& italic_font = {});

}  // namespace lt::pdf
