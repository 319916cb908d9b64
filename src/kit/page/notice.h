// What a page says of what was just done: the act redirects with ?done=KEY.
#pragma once

#include <span>
#include <string_view>

#include "kit/page/page.h"

namespace lt::page {

struct Notice {
    std::string_view key;
    const char* text;  // marked with msg()
};

// The notice that the request asks for, as the view's "flash"; nothing for a key that is none of them.
void add_notice(html::View& view, const http::Request& request, std::span<const Notice> notices,
                const Words& tr);

}  // namespace lt::page
