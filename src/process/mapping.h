// What of an old version has no image in a new one by itself, and what could stand for it. Pure; that all of it fits is checked on each
// instance (migrating.h).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "process/engine/graph.h"

namespace lt::process {

// Elements of the old version that are called otherwise in the new one; all others keep their ids.
using Mapping = std::map<std::string, std::string, std::less<>>;

struct Image {
    std::string element{};
    std::string name{};  // as people call it; of a flow "from → to"
};
// An element without a partner of the same id and kind: a node, or a flow on which tokens can wait for others.
struct Open {
    Image old{};
    std::vector<Image> candidates{};  // of its kind; those that are new first
    std::string proposed{};           // the only one of its name, or between the same steps; empty: none
};
struct Comparison {
    std::size_t kept = 0;  // nodes with a partner of the same id
    std::vector<Open> open{};
};
Comparison compare(const engine::Graph& from, const engine::Graph& to);

}  // namespace lt::process
