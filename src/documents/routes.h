// The pages of documents: paths, who may use them, and the menu that leads to them.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "documents/lists.h"
#include "kit/html/html.h"
#include "kit/page/page.h"
#include "signing/act_pages.h"

namespace lt::documents {

// Turns what the upload sink and the resumable uploads gave (ids) into files of a document, in the order of
// the ids. Refuses, with field "files", what is no PDF, DOCX or image by its content. Implemented by the
// application.
using TakeFiles = std::function<base::Result<std::vector<NewFile>>(const http::Request&,
                                                                   const std::vector<std::string>& ids)>;

// Forgets files of a form that may not be kept; those of others stay untouched.
using DropFiles = std::function<void(const http::Request&, const std::vector<std::string>& ids)>;

// What another feature has for the home page of who asks: heading and tiles, or null for nothing. It may leave in the page what its menu shows,
// and as "_other_act" (href, label) what he begins there: the first button of the page, before that of a new document.
using OtherWork = std::function<html::View(const http::Request&, html::View& page)>;

struct PageServices {
    Services& documents;
    const page::Pages& pages;
    TakeFiles take_files;
    DropFiles drop_files;
    signing::PluginServices plugin;
    OtherWork other_work{};
};

void add_routes(http::Router& router, std::shared_ptr<const PageServices> services);

// Groups of the menu at the left for the actor's role, at most 12 items in all: what layouts/menu reads as
// `menu`. `target` is the request's path and query: it marks the current item.
html::View menu_of(const Actor& actor, const Counts& counts, std::string_view target,
                   const page::Words& tr = {});

// The figures that open pages keep up to date: the data of the event "counts".
html::View live_counts(const Counts& counts);

}  // namespace lt::documents
