// What makes signatures last (EN 319 142-1, levels B-LT and B-LTA): what proves them inside the file, under a timestamp of the whole
// document. Renewal is the same again: the data of the last timestamp, then a new timestamp.
#pragma once

#include <string>
#include <vector>

#include "kit/pdf/sign.h"

namespace lt::pdf {

// Each in DER.
struct ValidationData {
    std::vector<std::string> certificates{};
    std::vector<std::string> crls{};
    std::vector<std::string> ocsps{};  // whole OCSP responses
};

// The file with the data in its security store (ISO 32000-2, 12.8.4.3), beside what the store has already; the same bytes when it has
// all of it. Refused: a file that is not to be signed (open() says why), a damaged store.
base::Result<std::string> add_validation_data(const File& file, const ValidationData& data);

// A document timestamp: complete() takes the token over `digest`.
base::Result<Unsigned> begin_document_timestamp(const File& file, std::size_t room = 16384);

}  // namespace lt::pdf
