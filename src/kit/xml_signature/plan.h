// What a signature asks for, read from its elements and held against the closed list of what is allowed. Inside kit/xml_signature.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "kit/xml_signature/read.h"
#include "kit/xml_signature/xml.h"

namespace lt::xml_signature {

// Elements by the values of their attributes Id, ID, id and xml:id.
using Ids = std::multimap<std::string, xmlAttr*, std::less<>>;
Ids all_ids(xmlDoc* document);

struct Plan {
    XmlSignature found{};
    std::size_t references = 0;
};

// Fills what can be known before anything is computed. `found.form_refused` is set when the signature must not be tried.
Plan plan_of(xmlDoc* document, xmlNode* signature, const Ids& ids, const FileOpener& files);

}  // namespace lt::xml_signature
