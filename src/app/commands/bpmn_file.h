// Inside app/commands only.
#pragma once

#include <filesystem>

#include "process/bpmn/document.h"

namespace lt::app {

// A model from a file, and what it imports from files whose location is a relative path from it. Nothing is fetched from the network.
base::Result<bpmn::Document> read_model(const std::filesystem::path& file);

}  // namespace lt::app
