// Refusals as problem JSON (RFC 9457): what is wrong in words, and where, as a JSON pointer into what was sent.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "kit/base/result.h"
#include "kit/http/message.h"

namespace lt::dossiers::rest {

// Pointer and words.
using Wrongs = std::vector<std::pair<std::string, base::Message>>;

http::Response problem(int status, const base::Message& detail, const Wrongs& wrongs = {});
// By the fault; the fields of forms (reception.h, acts.h) become pointers: "owner_number" → "/owner/number". What is unavailable says when to come
// again.
http::Response problem(const base::Error& error);
http::Response problem(const Wrongs& wrongs);  // 422
std::string pointer_of(std::string_view field);

}  // namespace lt::dossiers::rest
