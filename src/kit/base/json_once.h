// The big templates of nlohmann::json, compiled once for the whole program (json_once.cpp) instead of once a file: a file that
// only reads and writes JSON of both kinds took 39 s to compile with the sanitizers, and takes 8 s. Stands in the precompiled
// headers; nothing needs to include it.
#pragma once

#include <nlohmann/json.hpp>

namespace nlohmann {
extern template class basic_json<>;
extern template class basic_json<ordered_map>;
namespace detail {
using FromCharacters = iterator_input_adapter<const char*>;
using FromString = iterator_input_adapter<std::string::const_iterator>;
extern template class lexer<json, FromCharacters>;
extern template class lexer<json, FromString>;
extern template class lexer<ordered_json, FromCharacters>;
extern template class lexer<ordered_json, FromString>;
extern template class parser<json, FromCharacters>;
extern template class parser<json, FromString>;
extern template class parser<ordered_json, FromCharacters>;
extern template class parser<ordered_json, FromString>;
extern template class json_sax_dom_parser<json>;
extern template class json_sax_dom_parser<ordered_json>;
extern template class json_sax_dom_callback_parser<json>;
extern template class json_sax_dom_callback_parser<ordered_json>;
extern template class serializer<json>;
extern template class serializer<ordered_json>;
}  // namespace detail
}  // namespace nlohmann
