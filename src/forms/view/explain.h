// When a question is asked, in words for those whose browser runs no script.
#pragma once

#include <string>

#include "forms/lists.h"
#include "forms/schema.h"
#include "kit/page/page.h"

namespace lt::forms {

// "“Quốc tịch” là Việt Nam và có trả lời “Nơi sinh”", "" where there is no condition.
std::string explain(const Field& question, const Field& group, const Lists& lists, const page::Words& words);

}  // namespace lt::forms
