// What is known of who owns a dossier, by the names that the forms of procedures ask for. Pure.
#pragma once

#include "dossiers/types.h"
#include "forms/fill.h"

namespace lt::dossiers {

// A person is "owner", anybody else "organisation": the applicant of a form is a person.
forms::Facts facts_of(const Person& owner, const forms::Units& units);

}  // namespace lt::dossiers
