// By what a paper is known while the list of papers changes with the answers: never by its place in the list. Pure.
#pragma once

#include <string>
#include <vector>

#include "dossiers/types.h"
#include "procedures/api.h"

namespace lt::dossiers {

// Of each paper its code; its name where the record gives no code, and "…#2" for the second one of the same code.
std::vector<std::string> keys_of(const std::vector<procedures::NeededPaper>& papers);
std::vector<std::string> keys_of(const std::vector<Paper>& papers);

// As the procedure calls it in whichever case has it; the key itself where none does.
std::string name_of_paper(const procedures::Version& version, const std::string& key);

}  // namespace lt::dossiers
