#include "queue/pages/call.h"

#include <nlohmann/json.hpp>

namespace lt::queue::pages {

http::Response Call::show(std::string_view name, html::View view, int status) const
{
    return services.pages.show(request, name, std::move(view), status);
}

}  // namespace lt::queue::pages
