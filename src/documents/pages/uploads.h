// Files of a form: what was just sent, and what an earlier sending of the same form left behind.
#pragma once

#include <string>
#include <vector>

#include "documents/pages/call.h"

namespace lt::documents::pages {

struct FormFiles {
    std::vector<std::string> ids{};
    base::Result<std::vector<NewFile>> files = std::vector<NewFile>{};
};
FormFiles take_form_files(const Call& call);

// The file field. After an error the files that have arrived stand below it, kept unless unchecked.
void add_file_field(const Call& call, page::FormView& form, const std::string& label, const FormFiles* sent);

}  // namespace lt::documents::pages
