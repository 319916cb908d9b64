// Compiled models in memory: as many as their files are small, those that were asked for last. Inside decisions only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>

namespace lt::decisions {

struct Compiled;  // api.h
using CompiledPtr = std::shared_ptr<const Compiled>;

class Ready {
public:
    // `limit`: bytes of their files in all.
    explicit Ready(std::size_t limit = std::size_t{16} << 20) : limit_(limit) {}
    CompiledPtr find(std::int64_t id);  // nullptr: not here
    // `bytes`: of its file. What was asked for the longest ago goes; the new one stays even where it is larger than all may be.
    void keep(std::int64_t id, CompiledPtr model, std::size_t bytes);

private:
    struct Kept {
        CompiledPtr model{};
        std::size_t bytes = 0;
        std::uint64_t asked = 0;  // the higher the later
    };
    std::size_t limit_;
    std::size_t bytes_ = 0;
    std::uint64_t asked_ = 0;
    std::map<std::int64_t, Kept> kept_{};
    std::map<std::uint64_t, std::int64_t> order_{};  // ids by when they were asked for
};

}  // namespace lt::decisions
