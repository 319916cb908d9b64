// See letterhead.h.
#include "dossiers/letterhead.h"

#include "kit/base/text.h"

namespace lt::dossiers {
namespace {

constexpr std::string_view kShort = "UBND ";
constexpr std::string_view kWhole = "Uỷ ban nhân dân ";

}  // namespace

std::string whole_name(const std::string& name)
{
    return name.starts_with(kShort) ? std::string(kWhole) + name.substr(kShort.size()) : name;
}

slips::Office letterhead(const directory::Snapshot& directory, const directory::Agency& agency)
{
    const std::string whole = whole_name(agency.name);
    slips::Office out{.superior = base::upper(directory.name(agency.parent)),
                      .name = base::upper(whole),
                      .spoken = whole,
                      .place = agency.place};
    if (whole.starts_with(kWhole)) {
        out.superior.clear();
        out.name = base::upper(kWhole.substr(0, kWhole.size() - 1)) + "\n" +
                   base::upper(whole.substr(kWhole.size()));
    }
    return out;
}

}  // namespace lt::dossiers
