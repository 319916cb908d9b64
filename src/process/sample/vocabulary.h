// The words of the public benchmark's models (betsy): conditions like test.contains("a") and ${count}, beside FEEL. A test adapter: the
// engine knows nothing of it.
#pragma once

#include "process/engine/expressions.h"

namespace lt::sample {

class Vocabulary final : public engine::Expressions {
public:
    base::Result<std::unique_ptr<const engine::Expression>> compile(
        std::string_view text, const std::vector<std::string>& names) const override;

private:
    engine::FeelExpressions feel_{};
};

}  // namespace lt::sample
