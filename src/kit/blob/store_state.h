// What a Store knows; shared with Uploads, whose partial files lie in the same folder under the same key.
#pragma once

#include "kit/blob/blob.h"
#include "kit/blob/files.h"
#include "kit/blob/media_type.h"
#include "kit/blob/segments.h"

namespace lt::blob {

struct StoreState {
    std::filesystem::path folder{};
    Key key{};
    MediaTypes media_types{};

    std::filesystem::path staging() const { return folder / "staging"; }
    std::filesystem::path path_of(const std::string& sha256) const
    {
        return folder / sha256.substr(0, 2) / sha256.substr(2);
    }
};

}  // namespace lt::blob
