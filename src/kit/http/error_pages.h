// What is shown when the application has no page of its own for a refusal.
#pragma once

#include <string>

#include "kit/http/message.h"

namespace lt::http {

std::string standard_message(int status);  // in Vietnamese
Response plain_page(int status, const std::string& message, const std::string& incident);
Response problem(int status, const std::string& message, const std::string& incident);  // RFC 9457

}  // namespace lt::http
