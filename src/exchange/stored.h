// A message as it lies in the blob store.
#pragma once

#include <string>

#include "exchange/edxml/reader.h"
#include "kit/blob/blob.h"

namespace lt::exchange {

// Reads it from its beginning, piece by piece.
edxml::ByteSource source_of(blob::Store& blobs, const std::string& sha256);

}  // namespace lt::exchange
