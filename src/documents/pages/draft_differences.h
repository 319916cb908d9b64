// What differs between a draft as it was saved meanwhile and as it was typed here.
#pragma once

#include "documents/pages/call.h"

namespace lt::documents::pages {

// [{label, stored, typed}], field by field; without the files, which the form shows itself.
View differences_of(const Call& call, const DocumentView& stored, const Draft& typed);

}  // namespace lt::documents::pages
