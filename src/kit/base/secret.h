// A password, PIN or one-time code on its way to whoever checks it: wiped when it goes, and nothing prints it.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace lt::base {

// Moves, never copies, so that there is one place to wipe.
class Secret {
public:
    Secret() = default;
    // Takes the text over and wipes where it stood.
    explicit Secret(std::string&& text);
    ~Secret();
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;

    bool empty() const { return size_ == 0; }
    std::string_view view() const { return {c_str(), size_}; }
    const char* c_str() const { return bytes_ == nullptr ? "" : bytes_.get(); }  // ends with a zero byte
    void wipe() noexcept;

private:
    std::unique_ptr<char[]> bytes_{};
    std::size_t size_ = 0;
};

// Overwrites a text in a way that no compiler leaves out, and empties it.
void wipe(std::string& text) noexcept;

}  // namespace lt::base
