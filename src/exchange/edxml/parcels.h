// How attachments travel: as they are or in a transport ZIP, in base64.
#pragma once

#include <vector>

#include "exchange/edxml/layout.h"

namespace lt::edxml {

// Names, content ids and types of all attachments, decided by the names alone. Throws Refusal.
std::vector<Parcel> make_parcels(const Message& message, const Limits& limits);

// Zips also what a receiver would take for a transport ZIP when it comes as it is: an archive under another name.
// Looks at the first bytes of each content.
void look_into(std::vector<Parcel>& parcels, const ContentOpener& contents);

// Writes the content as base64 into the open leaf. `room` is how many bytes all attachments may still have, as they
// travel; what was used is taken off. Throws Refusal when the content is over a limit, std::runtime_error when it
// isn't what `expected` says.
void write_content(XmlOut& out, const Parcel& parcel, std::size_t index, const Attachment& expected,
                   const ContentOpener& contents, const Limits& limits, std::uint64_t& room);

}  // namespace lt::edxml
