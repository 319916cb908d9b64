// The rules of a form for the script of its page: the same checks, with the messages in the reader's language.
#pragma once

#include <functional>
#include <string>

#include "forms/answers.h"
#include "kit/base/message.h"

namespace lt::forms {

using Translate = std::function<std::string(const base::Message&)>;

// JSON for web/islands/form.js. src/forms/testdata/rules.json proves that both sides judge alike.
std::string rules_for_script(const Schema& schema, base::Day today, const Translate& translate);

}  // namespace lt::forms
