#include "kit/pdf/places.h"

#include <algorithm>

#include "kit/base/text.h"
#include "kit/pdf/blanks.h"
#include "kit/pdf/page.h"
#include "kit/pdf/qpdf.h"
#include "kit/pdf/words.h"

namespace lt::pdf {
namespace {

constexpr double kTallest = 72;   // points, of the leader's signature
constexpr double kWidest = 170;   // that is 60 mm
constexpr double kLeastGap = 24;  // between title and name, for a signature
constexpr double kFarthest = 220;

struct Segment {
    int page = 1;
    Word word{};
    std::string lower{};
};

// The space for the leader's signature: what is above and below it.
struct Gap {
    int page = 1;
    double middle = 0;  // from left to right
    double top = 0;
    double bottom = 0;
    Certainty certainty = Certainty::assumed;
};

std::vector<Segment> segments_of(const std::vector<Sheet>& sheets)
{
    std::vector<Segment> out;
    for (std::size_t i = 0; i < sheets.size(); ++i)
        for (const Row& row : sheets[i].rows)
            for (Word& word : segments(row)) {
                std::string lower = base::lower(word.text);
                out.push_back({static_cast<int>(i + 1), std::move(word), std::move(lower)});
            }
    return out;
}

double middle(const Word& word) { return (word.left + word.right) / 2; }

// The name alone, or behind a rank: "TS. Nguyễn Văn Đức".
bool is_name(const std::string& line, const std::string& name)
{
    constexpr std::size_t kRank = 30;  // bytes
    return line == name || (line.ends_with(" " + name) && line.size() <= name.size() + kRank);
}

bool is_title(const std::string& line, const std::vector<std::string>& titles)
{
    return std::any_of(titles.begin(), titles.end(), [&](const std::string& title) { return line == title; });
}

bool is_above(const Segment& upper, const Segment& lower)
{
    return upper.page == lower.page && upper.word.bottom >= lower.word.top - 2 &&
           upper.word.left < lower.word.right && upper.word.right > lower.word.left;
}

// The nearest line above or below in the same column.
template <class Fits>
const Segment* nearest(const std::vector<Segment>& all, const Segment& from, Fits&& fits)
{
    const Segment* best = nullptr;
    const auto distance = [&](const Segment& one) { return std::abs(one.word.bottom - from.word.bottom); };
    for (const Segment& one : all)
        if (&one != &from && fits(one) && (best == nullptr || distance(one) < distance(*best))) best = &one;
    return best;
}

std::optional<Gap> gap_above_name(const std::vector<Segment>& all, const std::string& name,
                                  const std::vector<std::string>& titles)
{
    std::optional<Gap> best;
    // The last one that fits: a name may be in the text before.
    for (const Segment& line : all) {
        if (name.empty() || !is_name(line.lower, name)) continue;
        const Segment* above = nearest(all, line, [&](const Segment& one) { return is_above(one, line); });
        if (above == nullptr || above->word.bottom - line.word.top > kFarthest) continue;
        const double height = above->word.bottom - line.word.top;
        const bool is_sure = is_title(above->lower, titles) && height >= kLeastGap;
        const Certainty certainty = is_sure               ? Certainty::found
                                    : height >= kLeastGap ? Certainty::derived
                                                          : Certainty::assumed;
        if (!best || certainty <= best->certainty)
            best = Gap{line.page, middle(line.word), above->word.bottom, line.word.top, certainty};
    }
    return best;
}

std::optional<Gap> gap_below_title(const std::vector<Segment>& all, const std::vector<std::string>& titles)
{
    const Segment* title = nullptr;
    for (const Segment& line : all)
        if (is_title(line.lower, titles)) title = &line;
    if (title == nullptr) return std::nullopt;
    const Segment* below = nearest(all, *title, [&](const Segment& one) { return is_above(*title, one); });
    const double room = below == nullptr ? kTallest : title->word.bottom - below->word.top;
    return Gap{title->page, middle(title->word), title->word.bottom,
               title->word.bottom - std::clamp(room, kLeastGap, kTallest),
               room >= kLeastGap ? Certainty::derived : Certainty::assumed};
}

// Below the last line of the document, at the right.
Gap usual_gap(const std::vector<Sheet>& sheets)
{
    const Sheet& last = sheets.back();
    const double lowest = last.rows.empty() ? last.height * 0.5 : last.rows.back().front().bottom;
    const double top = std::clamp(lowest - 40, kTallest + 40, std::max(kTallest + 40, last.height - 60));
    return {static_cast<int>(sheets.size()), last.width * 0.72, top, top - kTallest, Certainty::assumed};
}

// Moved onto the page where it reaches over its edge.
Box on_page(Box box, const Sheet& sheet)
{
    const double across = box.left < 0 ? -box.left : std::min(0.0, sheet.width - box.right);
    const double up = box.bottom < 0 ? -box.bottom : std::min(0.0, sheet.height - box.top);
    return {box.page, box.left + across, box.bottom + up, box.right + across, box.top + up};
}

Places places_in(const std::vector<Sheet>& sheets, const Signatory& signatory)
{
    Places out;
    find_blanks(sheets.front(), out);

    const std::vector<Segment> all = segments_of(sheets);
    const std::string name = base::lower(base::normalise(signatory.name));
    std::vector<std::string> titles;
    for (const std::string& title : signatory.titles) titles.push_back(base::lower(base::normalise(title)));
    std::optional<Gap> gap = gap_above_name(all, name, titles);
    if (!gap || gap->certainty == Certainty::assumed) {
        if (const auto below = gap_below_title(all, titles)) gap = below;
    }
    if (!gap) gap = usual_gap(sheets);

    CHECK(signatory.picture_ratio > 0 && signatory.seal_size > 0);
    constexpr double kAir = 2;
    double height = std::clamp(gap->top - gap->bottom - 2 * kAir, kLeastGap, kTallest);
    height = std::min(height, kWidest / signatory.picture_ratio);
    const double width = height * signatory.picture_ratio;
    const double centre = (gap->top + gap->bottom) / 2;
    const Sheet& sheet = sheets[static_cast<std::size_t>(gap->page - 1)];
    const Box leader = on_page({gap->page, gap->middle - width / 2, centre - height / 2,
                                gap->middle + width / 2, centre + height / 2},
                               sheet);
    out.leader = {leader, 13, gap->certainty};
    const double right = leader.left + width / 3;
    const double seal = signatory.seal_size;
    out.agency = {on_page({gap->page, right - seal, centre - seal / 2, right, centre + seal / 2}, sheet), 13,
                  std::max(gap->certainty, Certainty::derived)};
    return out;
}

}  // namespace

base::Result<Places> find_places(const File& file, const Signatory& signatory)
{
    const auto sheets = words_of(file);
    if (!sheets) return sheets.error();
    return places_in(*sheets, signatory);
}

base::Result<Written> written_in(const File& file)
{
    const auto sheets = words_of(file);
    if (!sheets) return sheets.error();
    Places out;
    find_blanks(sheets->front(), out);
    return out.written;
}

Places usual_places(const File& file, const Signatory& signatory)
{
    std::vector<Sheet> empty;
    for (const PageSize& page : page_sizes(file))
        empty.push_back({.width = page.width, .height = page.height});
    return places_in(empty, signatory);
}

std::vector<PageSize> page_sizes(const File& file)
{
    std::vector<PageSize> out;
    for (const QPDFObjectHandle& page : file.objects().getAllPages()) {
        const PageView view(page);
        out.push_back({view.width(), view.height()});
    }
    return out;
}

Form form_of(const Places& places, const std::filesystem::path& font,
             const std::filesystem::path& italic_font)
{
    Form form{.signatures = {{"ky_lanhdao", places.leader.box}, {"ky_coquan", places.agency.box}},
              .font = font,
              .italic_font = italic_font};
    const auto add = [&](const char* name, const std::optional<Place>& place, bool is_date) {
        if (place) form.texts.push_back({name, place->box, place->size, is_date && !italic_font.empty()});
    };
    add("so", places.number, false);
    add("ngay", places.day, true);
    add("thang", places.month, true);
    add("nam", places.year, true);
    return form;
}

}  // namespace lt::pdf
