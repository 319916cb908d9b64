// A function as a value.
#pragma once

namespace lt::feel {

class Function {
public:
    virtual ~Function() = default;
};

}  // namespace lt::feel
