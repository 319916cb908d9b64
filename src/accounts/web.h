// What the pages of this folder share: cookies, where to go next, the words of a refusal.
#pragma once

#include <initializer_list>
#include <string>

#include "accounts/api.h"
#include "accounts/core.h"
#include "accounts/log_in.h"
#include "directory/api.h"
#include "kit/http/message.h"
#include "kit/page/page.h"

namespace lt::accounts {

struct Web {
    Core& core;
    directory::Directory& directory;
    const page::Pages& pages;
    bool secure_cookies = false;

    std::string token(const http::Request& request) const;
    void set_token(http::Response& response, const Token& token) const;
    void drop_token(http::Response& response) const;
};

// The page of a step; `next` is where to go when all is done.
std::string step_path(Step step, const std::string& next);
std::string with_next(const std::string& path, const std::string& next);

// Where the visitor wanted to go: "/" for the log-in pages themselves and for other sites.
std::string next_of(const http::Request& request);

// The typed form without what must not come back in a page.
http::Form without(const http::Form& form, std::initializer_list<std::string_view> names);

// A notice for the page after a redirect: set as a query parameter `done`, a key of a fixed list.
void add_flash(html::View& view, const http::Request& request, const page::Words& tr);

// "qr", "secret" and "login" for the partial _enrol.
void add_enrolment(html::View& view, const std::string& secret, const std::string& login);

// The posts as radio buttons; `selected` is the uid of the present one, or "".
std::vector<page::Choice> post_choices(const std::vector<store::PostChoice>& posts,
                                       const std::string& selected);

void add_log_in_routes(http::Router& router, Web& web);
void add_account_routes(http::Router& router, Web& web);
void add_admin_routes(http::Router& router, Web& web);

}  // namespace lt::accounts
