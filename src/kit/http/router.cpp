#include "kit/http/router.h"

namespace lt::http {

namespace {

std::string_view first_part(std::string_view path)
{
    return path.substr(0, std::min(path.find('/', 1), path.size()));
}

// True when the path fits; fills params. A {name} takes one part that isn't empty.
bool fits(std::string_view pattern, std::string_view path,
          std::map<std::string, std::string, std::less<>>& params)
{
    params.clear();
    while (true) {
        const auto pattern_end = std::min(pattern.find('/', 1), pattern.size());
        const auto want = pattern.substr(0, pattern_end);
        if (want.ends_with("*}")) {
            if (path.size() < 2) return false;
            params.emplace(want.substr(2, want.size() - 4), path.substr(1));
            return true;
        }
        const auto path_end = std::min(path.find('/', 1), path.size());
        const auto have = path.substr(0, path_end);
        if (want.starts_with("/{") && want.ends_with("}")) {
            if (have.size() < 2) return false;
            params.emplace(want.substr(2, want.size() - 3), have.substr(1));
        } else if (want != have) {
            return false;
        }
        pattern.remove_prefix(pattern_end);
        path.remove_prefix(path_end);
        if (pattern.empty() || path.empty()) return pattern.empty() && path.empty();
    }
}

// Whether the route answers the method; 2 when it is made for it, 1 for GET that answers HEAD.
int serves(const Route& route, Method method)
{
    if (route.method == method) return 2;
    return method == Method::head && route.method == Method::get ? 1 : 0;
}

}  // namespace

Access everybody()
{
    return {"everybody", [](const User*) { return Verdict::allow; }};
}

void Router::get(std::string pattern, Access access, Handler handler)
{
    add({.method = Method::get,
         .pattern = std::move(pattern),
         .access = std::move(access),
         .handler = std::move(handler)});
}

void Router::post(std::string pattern, Access access, Handler handler, Body body)
{
    add({.method = Method::post,
         .pattern = std::move(pattern),
         .access = std::move(access),
         .handler = std::move(handler),
         .body = std::move(body)});
}

void Router::add(Route route)
{
    CHECK(route.pattern.starts_with('/'));
    CHECK(route.access.check != nullptr);
    CHECK(route.body.kind == Body::Kind::stream ? route.body.sink != nullptr : route.handler != nullptr);
    for (const auto& other : routes_) CHECK(other.method != route.method || other.pattern != route.pattern);
    const bool fixed = route.pattern.find('{') == std::string::npos;
    const auto first = std::string(first_part(route.pattern));
    auto& index = fixed ? fixed_[route.pattern] : open_[first.starts_with("/{") ? "/{" : first];
    index.push_back(routes_.size());
    routes_.push_back(std::move(route));
}

Router::Match Router::match(Method method, std::string_view path) const
{
    Match out;
    int best = 0;
    const auto look = [&](const auto& index, std::string_view key) {
        const auto at = index.find(key);
        if (at == index.end()) return;
        std::map<std::string, std::string, std::less<>> params;
        for (const auto i : at->second) {
            const Route& route = routes_[i];
            if (!fits(route.pattern, path, params)) continue;
            out.allowed.push_back(route.method);
            if (serves(route, method) <= best) continue;
            best = serves(route, method);
            out.route = &route;
            out.params = params;
        }
    };
    look(fixed_, path);
    if (best == 0) look(open_, first_part(path));
    if (best == 0) look(open_, "/{");  // patterns that begin with a {name}
    if (out.route != nullptr) out.allowed.clear();
    return out;
}

}  // namespace lt::http
