// Signed files on their way in from plug-ins. Each is held in memory as a whole, because what is validated is: so a file comes once at a time,
// and few of one official do. Nobody shall fill the memory, with one ticket or with many.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "kit/base/locked.h"
#include "kit/base/result.h"

namespace lt::signing {

class Coming {
public:
    // Of one official, whatever is signed: a plug-in brings one after the other, and a second one where a line broke off.
    static constexpr std::ptrdiff_t kAtOnce = 2;

    // While what this gives lives, the file is coming. conflict: it is already, or as many of the official's as may.
    base::Result<std::shared_ptr<void>> claim(const std::string& act, int position, std::int64_t official);

private:
    using Officials = std::map<std::pair<std::string, int>, std::int64_t>;  // by act and position
    std::shared_ptr<base::Locked<Officials>> files_ = std::make_shared<base::Locked<Officials>>();
};

}  // namespace lt::signing
