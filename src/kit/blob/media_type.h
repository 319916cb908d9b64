// What a file is, by its content.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

namespace lt::blob {

class Reader;

// libmagic, with a look into ZIP containers: many writers of office files order their parts in a way that
// libmagic takes for a plain archive. Safe to use from many threads.
class MediaTypes {
public:
    MediaTypes();
    ~MediaTypes();
    // `head` holds the first bytes of the file, up to 64 KB; `file` the whole of it.
    std::string of(std::span<const std::byte> head, Reader& file);

private:
    std::unique_ptr<struct MediaTypesState> state_;
};

}  // namespace lt::blob
