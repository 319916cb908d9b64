// See notice.h.
#include "kit/page/notice.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace lt::page {

void add_notice(html::View& view, const http::Request& request, std::span<const Notice> notices,
                const Words& tr)
{
    const std::string key = request.query.get("done");
    const auto notice = std::ranges::find(notices, key, &Notice::key);
    if (notice == notices.end()) return;
    view["flash"] = {{"text", tr(notice->text)}, {"neutral", false}, {"href", false}};
}

}  // namespace lt::page
