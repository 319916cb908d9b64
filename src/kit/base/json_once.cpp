#include "kit/base/json_once.h"

namespace nlohmann {
template class basic_json<>;
template class basic_json<ordered_map>;
namespace detail {
template class lexer<json, FromCharacters>;
template class lexer<json, FromString>;
template class lexer<ordered_json, FromCharacters>;
template class lexer<ordered_json, FromString>;
template class parser<json, FromCharacters>;
template class parser<json, FromString>;
template class parser<ordered_json, FromCharacters>;
template class parser<ordered_json, FromString>;
template class json_sax_dom_parser<json>;
template class json_sax_dom_parser<ordered_json>;
template class json_sax_dom_callback_parser<json>;
template class json_sax_dom_callback_parser<ordered_json>;
template class serializer<json>;
template class serializer<ordered_json>;
}  // namespace detail
}  // namespace nlohmann
