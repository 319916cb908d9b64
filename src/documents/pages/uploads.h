// Files of a form: what was just sent, and what an earlier sending of the same form left behind.
#pragma once

#include <string>
#include <vector>

#include "documents/pages/call.h"

namespace lt::documents::pages {

struct FormFiles {
    std::vector<std::string> ids{};  // of all that was sent
    base::Result<std::vector<NewFile>> files = std::vector<NewFile>{};
    std::vector<NewFile> good{};  // kept when another one is refused
};
FormFiles take_form_files(const Call& call);

// A form that was marked as secret: its files go, only the fact that it was refused stays in the journal.
void forget_secret(const Call& call, const FormFiles& sent);

// The file field. After an error the files that have arrived stand below it, kept unless unchecked.
void add_file_field(const Call& call, page::FormView& form, const std::string& label, const FormFiles* sent);

}  // namespace lt::documents::pages
