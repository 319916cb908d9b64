#include "app/commands/bpmn_file.h"

#include "app/whole_file.h"

namespace lt::app {
namespace {

namespace fs = std::filesystem;

bool is_small_file(const fs::path& file)
{
    std::error_code failed;
    return fs::is_regular_file(file, failed) && fs::file_size(file, failed) <= bpmn::Limits{}.bytes &&
           !failed;
}

// The location is a URI of which only relative paths are followed: no scheme, no host, nothing from the root.
std::optional<bpmn::Loaded> load(std::string_view location, std::string_view from)
{
    if (location.empty() || location.find(':') != std::string_view::npos || location.starts_with('/'))
        return std::nullopt;
    const fs::path file = (fs::path(from).parent_path() / location).lexically_normal();
    if (!is_small_file(file)) return std::nullopt;
    return bpmn::Loaded{whole_file(file), file.string()};
}

}  // namespace

base::Result<bpmn::Document> read_model(const fs::path& file)
{
    std::error_code failed;
    if (!fs::is_regular_file(file, failed)) return base::not_found("Không đọc được tệp.");
    if (!is_small_file(file)) return bpmn::too_large(bpmn::Limits{}.bytes);
    return bpmn::read(whole_file(file), load, file.lexically_normal().string());
}

}  // namespace lt::app
