// Values that a definition of the model allows, in their order, which is also that of priorities.
#pragma once

#include "decisions/dmn/logic.h"
#include "decisions/feel/type.h"

namespace lt::dmn {

class AllowedValues final : public feel::Type::Allowed {
public:
    explicit AllowedValues(Text tests) : tests_(std::move(tests)) {}
    bool admits(const feel::Value& value) const override;
    const Text& tests() const { return tests_; }

private:
    Text tests_;
};

}  // namespace lt::dmn
