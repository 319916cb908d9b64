// A file as a browser gets it: named, and shown without running anything of it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "kit/blob/blob.h"
#include "kit/http/message.h"
#include "kit/page/page.h"

namespace lt::page {

struct FileFacts {
    std::string name{};
    std::string media_type{};
    std::string sha256{};
    bool download = false;  // even where a browser could show it
};

// What browsers show by themselves: PDF and the usual kinds of pictures.
bool shown_inline(const std::string& media_type);

// Those are shown, in frames of our own pages only; all else is offered for saving. With ETag, so that ranges work.
http::Response stored_file(std::unique_ptr<blob::Reader> reader, const FileFacts& facts);

// Where a browser was led to a picture itself, and not by an <img>: a page of ours around it. The page that browsers make of a picture styles
// itself, which would need a policy that lets any style in. Nothing otherwise, and for what is no picture: answer with stored_file().
std::optional<http::Response> picture_page(const Pages& pages, const http::Request& request,
                                           const FileFacts& facts);

// A PDF that was just made and is kept nowhere.
http::Response made_pdf(std::string bytes, const std::string& name);

}  // namespace lt::page
