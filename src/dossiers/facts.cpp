// See facts.h.
#include "dossiers/facts.h"

namespace lt::dossiers {

forms::Facts facts_of(const Person& owner, const forms::Units& units)
{
    forms::Facts facts;
    if (owner.kind != OwnerKind::person) {
        if (!owner.name.empty()) facts["organisation.full_name"] = owner.name;
        if (!owner.number.empty()) facts["organisation.number"] = owner.number;
        return facts;
    }
    forms::Person person{.full_name = owner.name,
                         .identity_number = owner.number,
                         .birth_date = owner.born_on,
                         .sex = owner.sex,
                         .phone = owner.phone,
                         .email = owner.email,
                         .detail = owner.address};
    if (const auto* commune = units.commune(owner.commune)) {
        person.commune = commune->code;
        person.province = commune->province;
    }
    forms::add_person(facts, "owner", person);
    return facts;
}

}  // namespace lt::dossiers
