// The pages of the one-stop desk: /dossiers for officials, /tra-cuu for everybody who has a code.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "dossiers/reception.h"
#include "forms/lists.h"
#include "kit/http/rate_limit.h"
#include "kit/http/router.h"
#include "kit/page/page.h"
#include "signing/act_pages.h"

namespace lt::dossiers {

// Files of the acting official that came with a form, by the ids of their uploads. Refused, with field "files": what is no PDF, DOCX or
// image by its content.
using TakeFiles = std::function<base::Result<std::vector<NewFile>>(const http::Request&,
                                                                   const std::vector<std::string>& ids)>;

struct PageServices {
    Services& dossiers;
    const page::Pages& pages;
    TakeFiles take_files;
    std::shared_ptr<const forms::Lists> lists;
    bool secure_cookies = false;
    signing::PluginServices plugin{};
    // Of codes by everybody, for each address: codes follow one another, and nobody shall read them all.
    std::shared_ptr<http::RateLimiter> look_ups =
        std::make_shared<http::RateLimiter>(60, std::chrono::seconds(5));
    // Wrong digits of an address: codes follow one another, so a few tries at each would open some door in the end.
    std::shared_ptr<http::RateLimiter> wrong_digits =
        std::make_shared<http::RateLimiter>(30, std::chrono::minutes(10));
};

void add_routes(http::Router& router, std::shared_ptr<const PageServices> services);

// Items of the menu for who works with dossiers: href and label; none for others. The work itself, and what shows how it goes: petitions,
// the data vault, figures.
std::vector<std::pair<std::string, std::string>> menu_items(directory::Role role, const page::Words& tr);
std::vector<std::pair<std::string, std::string>> outlook_items(directory::Role role, const page::Words& tr);
// The address that stands for a page in the menu, where another one does.
std::string_view menu_place(std::string_view path);

}  // namespace lt::dossiers
