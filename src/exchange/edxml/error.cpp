#include "exchange/edxml/error.h"

namespace lt::edxml {

std::string_view name(Code code)
{
    switch (code) {
    case Code::unreadable_file: return "unreadable_file";
    case Code::not_xml: return "not_xml";
    case Code::bad_encoding: return "bad_encoding";
    case Code::entity_forbidden: return "entity_forbidden";
    case Code::too_deep: return "too_deep";
    case Code::too_large: return "too_large";
    case Code::wrong_root: return "wrong_root";
    case Code::wrong_namespace: return "wrong_namespace";
    case Code::missing_field: return "missing_field";
    case Code::duplicate_field: return "duplicate_field";
    case Code::bad_date: return "bad_date";
    case Code::bad_number: return "bad_number";
    case Code::bad_base64: return "bad_base64";
    case Code::bad_zip: return "bad_zip";
    case Code::zip_bomb: return "zip_bomb";
    case Code::unsafe_name: return "unsafe_name";
    case Code::duplicate_attachment: return "duplicate_attachment";
    case Code::attachment_mismatch: return "attachment_mismatch";
    case Code::secret_refused: return "secret_refused";
    }
    return "unknown";
}

void refuse(Code code, std::string message, int line) { throw Refused({code, std::move(message), line}); }

}  // namespace lt::edxml
