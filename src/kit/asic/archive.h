// The ZIP archive of a container, read so strictly that every program sees the same in it: each entry once, nothing between or behind
// the entries, and a directory that says what was walked. Inside kit/asic.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "kit/asic/read.h"

namespace lt::asic {

// No path trick, no control character, UTF-8; "/" between folders.
bool is_good_name(std::string_view name);

struct Archive {
    std::map<std::string, std::string> meta{};          // what stands in META-INF/, whole
    std::map<std::string, std::uint64_t> data_files{};  // sizes, bytes
};

base::Result<Archive> read_archive(const Opener& open);

// Digests of entries, each by the algorithms asked for, in one walk.
using Wanted = std::map<std::string, std::set<std::string>>;
using Digests = std::map<std::pair<std::string, std::string>, std::string>;  // (entry, algorithm): raw
Digests measure(const Opener& open, const Wanted& wanted);

// The content of one entry, as a source.
crypto::ByteSource entry_source(const Opener& open, const std::string& name);

}  // namespace lt::asic
