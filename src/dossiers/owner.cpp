// See owner.h.
#include "dossiers/owner.h"

#include "kit/base/text.h"

namespace lt::dossiers {
namespace {

std::string comparable(const std::string& name)
{
    std::string out;
    for (const char c : base::lower(base::normalise(name)))
        if (c != ' ' || (!out.empty() && out.back() != ' ')) out += c;
    return out;
}

}  // namespace

bool differs(const Person& owner, const KeptOwner& kept)
{
    if (comparable(owner.name) != comparable(kept.name)) return true;
    return owner.born_on && kept.born_on && *owner.born_on != *kept.born_on;
}

std::string words_of(const KeptOwner& kept)
{
    return kept.born_on ? kept.name + ", " + base::format_day(*kept.born_on) : kept.name;
}

}  // namespace lt::dossiers
