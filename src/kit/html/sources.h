// The template files as they lie on the disk.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lt::html {

struct Source {
    std::string name{};  // "documents/incoming_list", "forms/input"
    std::string file{};  // relative to the resources, for messages
    std::string text{};
    std::string layout{};  // from a first line {{! layout: office }}; "none" or empty for a fragment
};

struct Sources {
    std::map<std::string, Source>
        views{};  // of the features, and components that choose a layout (error pages)
    std::map<std::string, Source> components{};  // web/components
};

// A view's name is its feature and its path below views/: src/documents/views/show.html and
// src/kit/page/views/show.html in a checkout are "documents/show" and "page/show"; so are
// views/documents/show.html and views/page/show.html once installed.
Sources read_sources(const std::filesystem::path& resources);

// Throws std::runtime_error that names those of `required` that are neither view nor component, and where they
// were looked for.
void check_required(const Sources& sources, const std::filesystem::path& resources,
                    const std::vector<std::string>& required);

// Changes whenever a template or a catalogue is changed, added or removed.
std::uint64_t fingerprint(const std::filesystem::path& resources);

// The source cut down to what it means: tags alone on their line take the whole line with them, as the
// Mustache specification wants. The number of lines stays the same.
std::string swallow_standalone_lines(std::string_view text);

}  // namespace lt::html
