// See definitions.h. The titles are those of the official forms.
#include "forms/definitions.h"

#include <array>

#include <nlohmann/json.hpp>

#include "kit/base/result.h"

namespace lt::forms {
namespace {

constexpr std::string_view kDefinitions = R"json({
"lt:full_name": {"type": "string", "x-kind": "full_name", "title": "Họ, chữ đệm, tên", "maxLength": 100},
"lt:identity_number": {"type": "string", "x-kind": "identity_number", "title": "Số định danh cá nhân",
    "x-hint": "12 chữ số, in trên thẻ căn cước", "x-width": "20"},
"lt:date": {"type": "string", "format": "date", "title": "Ngày"},
"lt:birth_date": {"type": "string", "format": "date", "title": "Ngày, tháng, năm sinh", "x-days": "up-to-today"},
"lt:phone": {"type": "string", "x-kind": "phone", "title": "Số điện thoại", "x-width": "20"},
"lt:sex": {"type": "string", "title": "Giới tính",
    "oneOf": [{"const": "male", "title": "Nam"}, {"const": "female", "title": "Nữ"}]},
"lt:people": {"type": "string", "x-kind": "people", "title": "Dân tộc"},
"lt:religion": {"type": "string", "x-kind": "religion", "title": "Tôn giáo"},
"lt:nationality": {"type": "string", "title": "Quốc tịch", "maxLength": 60, "x-width": "20"},
"lt:address": {"type": "object", "x-kind": "address", "title": "Địa chỉ", "properties": {
    "province": {"type": "string", "x-kind": "province", "title": "Tỉnh, thành phố"},
    "commune": {"type": "string", "x-kind": "commune", "title": "Xã, phường, đặc khu"},
    "detail": {"type": "string", "title": "Số nhà, đường, thôn, tổ dân phố", "maxLength": 200}},
    "required": ["province", "commune"]},
"lt:person": {"type": "object", "title": "Người", "properties": {
    "full_name": {"$ref": "lt:full_name"},
    "identity_number": {"$ref": "lt:identity_number"},
    "birth_date": {"$ref": "lt:birth_date"},
    "sex": {"$ref": "lt:sex"},
    "people": {"$ref": "lt:people"},
    "religion": {"$ref": "lt:religion"},
    "nationality": {"$ref": "lt:nationality"},
    "phone": {"$ref": "lt:phone"},
    "email": {"type": "string", "format": "email", "title": "Thư điện tử"},
    "residence": {"$ref": "lt:address", "title": "Nơi cư trú"}},
    "required": ["full_name"]}
})json";

}  // namespace

const nlohmann::ordered_json* shared_definition(std::string_view name)
{
    static const nlohmann::ordered_json all = nlohmann::ordered_json::parse(kDefinitions);
    const auto found = all.find(std::string(name));
    return found == all.end() ? nullptr : &*found;
}

Kind shared_kind(std::string_view name)
{
    constexpr std::array<std::pair<std::string_view, Kind>, 8> kKinds{
        {{"full_name", Kind::full_name},
         {"identity_number", Kind::identity_number},
         {"phone", Kind::phone},
         {"people", Kind::people},
         {"religion", Kind::religion},
         {"province", Kind::province},
         {"commune", Kind::commune},
         {"address", Kind::address}}};
    for (const auto& [word, kind] : kKinds)
        if (word == name) return kind;
    CHECK(false);
    return Kind::text;
}

}  // namespace lt::forms
