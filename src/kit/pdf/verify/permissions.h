// What a signature lets others change after it (ISO 32000-1, 12.8.2): DocMDP, FieldMDP and the lock of its field. Inside kit/pdf/verify.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "kit/base/clock.h"
#include "kit/pdf/verify/changes.h"

namespace lt::pdf {

struct Permissions {
    enum class Lock : std::uint8_t { none, all, these, all_but_these };
    bool certifies = false;
    std::optional<int> level{};  // 1 nothing, 2 filling in and signing, 3 notes as well
    Lock lock = Lock::none;
    std::set<std::string> locked{};

    bool allows_notes() const { return level && *level >= 3; }
    std::string broken_by(const Step& step) const;  // how; "" when it is allowed
};
Permissions permissions_of(const Revision& revision, const Dictionary& signature, const Dictionary* lock);

// "D:20261120090000+07'00'" (7.9.4).
std::optional<base::Time> time_of(std::string_view date);

}  // namespace lt::pdf
