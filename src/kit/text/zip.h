// Walks a ZIP archive that arrives in pieces, front to back, without keeping it: memory does not depend on
// its size. Entry names are only told to the caller, who must never use one as a path.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace lt::text {

// What became of the archive. `unsupported` is a readable archive whose rest can't be walked front to back
// (encrypted, another compression than deflate, stored without a length).
enum class ZipState : std::uint8_t { walking, complete, damaged, unsupported, stopped, bomb };

enum class ZipAct : std::uint8_t { read, skip, stop };

// `ratio` is checked once an entry has given more than `ratio_from` bytes; both bounds hold for skipped
// entries too, where they must be inflated to find their end.
struct ZipLimits {
    std::uint64_t entry = 200ull << 20;
    std::uint64_t ratio = 200;
    std::uint64_t ratio_from = 16ull << 20;
    std::uint64_t entries = 10'000;
};

// One entry as it was walked, or as the directory at the end lists it. Programs that read by the directory see what it says: whoever
// must know that all see the same compares both.
struct ZipRecord {
    std::string name{};
    std::uint64_t offset = 0;  // of its local header
    std::uint32_t method = 0;  // 0 stored, 8 deflated
    std::uint32_t checksum = 0;
    std::uint64_t packed = 0;  // bytes in the archive
    std::uint64_t size = 0;
    friend bool operator==(const ZipRecord&, const ZipRecord&) = default;
};

class ZipVisitor {
public:
    virtual ~ZipVisitor() = default;
    virtual ZipAct entry(std::string_view name) = 0;
    virtual ZipAct data(
        std::span<const std::byte> piece) = 0;     // of an entry that is read; skip = no more of it
    virtual ZipAct end() { return ZipAct::read; }  // its checksum was right
    virtual void walked(const ZipRecord& record) { (void)record; }  // also of what was skipped
    virtual void listed(const ZipRecord& record) { (void)record; }
    // Where the directory is said to begin, and where it does.
    virtual void directory(std::uint64_t declared, std::uint64_t real) { (void)declared, (void)real; }
};

class ZipWalker {
public:
    ZipWalker(ZipVisitor& visitor, ZipLimits limits);
    ~ZipWalker();
    ZipWalker(const ZipWalker&) = delete;
    ZipWalker& operator=(const ZipWalker&) = delete;

    ZipState push(
        std::span<const std::byte> piece);  // after anything but `walking` further pieces are ignored
    std::uint64_t position() const;  // bytes walked; at the end, without a comment or what is behind it
    ZipState finish();               // `complete` only if the directory at the end was consistent

private:
    std::unique_ptr<struct ZipWalk> walk_;
};

}  // namespace lt::text
