// Which slot a name means, while an expression is parsed. A function has a frame of its own and copies what it needs from the one around.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "decisions/feel/tree.h"

namespace lt::feel {

// Names from outside the text, each with its index.
class Globals {
public:
    explicit Globals(std::vector<std::string>& reads) : reads_(reads) {}
    std::uint32_t index_of(std::string_view name);

private:
    std::vector<std::string>& reads_;
    std::map<std::string, std::uint32_t, std::less<>> index_{};
};

class Frame {
public:
    Frame(Frame* outer, FunctionShape* shape) : outer_(outer), shape_(shape) {}

    std::uint32_t bind(std::string name);  // a slot of its own
    void bind_to(std::string name, std::uint32_t slot);
    void bind_filter(std::uint32_t slot);  // entries of what is in the slot are names
    std::size_t mark() const { return bindings_.size(); }
    void leave(std::size_t mark) { bindings_.resize(mark); }
    bool was_used(std::uint32_t slot) const;
    std::uint32_t size() const { return next_; }

    struct Place {
        bool is_local = false;
        std::uint32_t slot = kNoSlot;
        std::vector<std::uint32_t> items{};  // filters on the way, see Node
    };
    // Where the name is; copied into this frame where it is outside. `slot` is kNoSlot for a global that is not copied.
    Place find(std::string_view name, Globals& globals, bool copy_global);
    bool knows(std::string_view name) const;

private:
    struct Binding {
        std::string name{};  // empty: a filter
        std::uint32_t slot = 0;
    };
    std::uint32_t capture(bool from_global, std::uint32_t slot);

    Frame* outer_;
    FunctionShape* shape_;
    std::vector<Binding> bindings_{};
    std::vector<bool> used_{};
    std::uint32_t next_ = 0;
};

}  // namespace lt::feel
