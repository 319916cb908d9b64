// Copies on the pages of other documents: asking for the agency's signature, and throwing one away.
#pragma once

#include "documents/pages/call.h"

namespace lt::documents::pages {

// Number and signature of a copy: the same form for the first try and for one that broke off.
http::Response copy_seal_page(const Call& call, const DocumentView& copy, const base::Error* error);
http::Response copy_discard_page(const Call& call, const DocumentView& copy, const base::Error* error);

// Whether the actor makes certified copies: a clerk of an agency that has a key to sign them with.
bool may_copy(const Call& call);

// The link to the form that copies this document; "" for those who may not, and where it can't be copied now.
std::string copy_href(const Call& call, const DocumentView& source);

}  // namespace lt::documents::pages
