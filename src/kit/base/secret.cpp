#include "kit/base/secret.h"

#include <algorithm>
#include <utility>

#include <sodium.h>

namespace lt::base {

Secret::Secret(std::string&& text) : bytes_(std::make_unique<char[]>(text.size() + 1)), size_(text.size())
{
    std::copy(text.begin(), text.end(), bytes_.get());
    base::wipe(text);
}

Secret::~Secret() { wipe(); }

Secret::Secret(Secret&& other) noexcept
    : bytes_(std::move(other.bytes_)), size_(std::exchange(other.size_, 0))
{
}

Secret& Secret::operator=(Secret&& other) noexcept
{
    if (this == &other) return *this;
    wipe();
    bytes_ = std::move(other.bytes_);
    size_ = std::exchange(other.size_, 0);
    return *this;
}

void Secret::wipe() noexcept
{
    if (bytes_ != nullptr) sodium_memzero(bytes_.get(), size_);
    bytes_.reset();
    size_ = 0;
}

void wipe(std::string& text) noexcept
{
    sodium_memzero(text.data(), text.size());
    text.clear();
}

}  // namespace lt::base
