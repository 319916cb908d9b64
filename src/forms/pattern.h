// The `pattern` of a question: expressions that mean the same to RE2 and to a browser, and that neither searches long for.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "kit/base/result.h"

namespace lt::forms {

constexpr std::size_t kPatternBytes = 500;

// Immutable; may be shared between threads.
class Pattern {
public:
    // Refused is what the two sides understand differently (\s, look-around, flags, back references), and repetition
    // without end of more than one character.
    static base::Result<std::shared_ptr<const Pattern>> compile(const std::string& text);
    ~Pattern();

    bool fits(std::string_view value) const;
    const std::string& text() const { return text_; }

private:
    Pattern();
    std::string text_{};
    std::unique_ptr<struct CompiledPattern> compiled_;
};

}  // namespace lt::forms
