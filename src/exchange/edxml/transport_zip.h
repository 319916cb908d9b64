// Packs one file into a ZIP archive while it passes through, as the reference implementation's java.util.zip does:
// deflated, its sizes behind it (flags 0x808). Nothing is kept of the file.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string_view>

namespace lt::edxml {

class TransportZip {
public:
    using Sink = std::function<void(std::span<const std::byte> piece)>;

    // `entry` is the name inside the archive: ASCII, no path.
    TransportZip(std::string_view entry, Sink sink);
    ~TransportZip();
    TransportZip(const TransportZip&) = delete;
    TransportZip& operator=(const TransportZip&) = delete;

    void write(std::span<const std::byte> piece);
    void finish();  // the directory of the archive

private:
    std::unique_ptr<struct TransportZipState> state_;
};

}  // namespace lt::edxml
