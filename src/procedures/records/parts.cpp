// See parts.h.
#include "procedures/records/parts.h"

#include <algorithm>
#include <array>

#include "kit/base/result.h"

namespace lt::procedures {

using base::msg;

namespace {

struct PartName {
    RequiredPart part{};
    std::string_view text{};
    const char* words = "";
};
constexpr std::array kParts{PartName{RequiredPart::name, "name", msg("tên thủ tục")},
                            PartName{RequiredPart::steps, "steps", msg("trình tự thực hiện")},
                            PartName{RequiredPart::ways, "ways", msg("cách thức thực hiện")},
                            PartName{RequiredPart::papers, "papers", msg("thành phần, số lượng hồ sơ")},
                            PartName{RequiredPart::time, "time", msg("thời hạn giải quyết")},
                            PartName{RequiredPart::subjects, "subjects", msg("đối tượng thực hiện")},
                            PartName{RequiredPart::agency, "agency", msg("cơ quan thực hiện")}};

const PartName& name_of(RequiredPart part) { return kParts[static_cast<std::size_t>(part)]; }

bool papers_have_counts(const Procedure& procedure)
{
    bool any = false;
    for (const Case& one : procedure.cases)
        for (const Paper& paper : one.papers) {
            if (paper.originals + paper.copies <= 0) return false;
            any = true;
        }
    return any;
}

bool says_time(const Term& term)
{
    return term.state == TimeState::stated || term.state == TimeState::not_fixed ||
           term.state == TimeState::no_result;
}

bool is_missing(const Procedure& procedure, RequiredPart part)
{
    switch (part) {
    case RequiredPart::name: return procedure.name.empty();
    case RequiredPart::steps: return procedure.steps.empty();
    case RequiredPart::ways: return procedure.channels.empty();
    case RequiredPart::papers: return !papers_have_counts(procedure);
    case RequiredPart::time:
        return procedure.channels.empty() ||
               !std::ranges::all_of(procedure.channels, [](const Channel& channel) {
                   return std::ranges::any_of(channel.terms, says_time);
               });
    case RequiredPart::subjects: return procedure.subjects.empty();
    case RequiredPart::agency: break;
    }
    return procedure.agencies.decides.empty() && procedure.agencies.executes.empty();
}

}  // namespace

std::string_view to_text(RequiredPart part) { return name_of(part).text; }

std::optional<RequiredPart> required_part_from(std::string_view text)
{
    const auto found = std::ranges::find(kParts, text, &PartName::text);
    return found == kParts.end() ? std::nullopt : std::optional(found->part);
}

const char* words_of(RequiredPart part) { return name_of(part).words; }

std::vector<RequiredPart> missing_parts(const Procedure& procedure)
{
    std::vector<RequiredPart> out;
    for (const PartName& one : kParts)
        if (is_missing(procedure, one.part)) out.push_back(one.part);
    return out;
}

bool has_online_way(const Procedure& procedure)
{
    return std::ranges::find(procedure.channels, Way::online, &Channel::way) != procedure.channels.end();
}

bool has_amounts(const Procedure& procedure)
{
    for (const Channel& channel : procedure.channels)
        for (const Term& term : channel.terms)
            for (const Fee& fee : term.fees)
                if (fee.state == FeeState::amount && fee.amount > 0) return true;
    return false;
}

}  // namespace lt::procedures
