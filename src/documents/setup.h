// Reference data of the documents feature, loaded with the owner's rights when an installation is made or updated.
#pragma once

#include <cstddef>
#include <filesystem>

#include "kit/db/fwd.h"

namespace lt::documents {

// Loads data/document_kinds.toml: new kinds are added, changed ones updated, none deleted (documents keep theirs).
// Throws std::runtime_error naming the entry that is wrong. Returns the number of kinds. Does not commit.
std::size_t import_kinds(db::Transaction& owner_tx, const std::filesystem::path& file);

}  // namespace lt::documents
