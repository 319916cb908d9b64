// A parent axis, ready to be called.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "exchange/api.h"
#include "exchange/axis/client.h"

namespace lt::exchange {

struct Line {
    System system{};
    axis::AxisClient client;
};

// Nothing while the axis is suspended here, or its secret can't be read.
std::unique_ptr<Line> line_to(Services& services, fetch::HttpFetcher& fetcher, const std::string& code);

// Codes of the axes that are not suspended here.
std::vector<std::string> axes(Services& services);

}  // namespace lt::exchange
