// See signing/key_fields.h.
#include "signing/key_fields.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "signing/remote.h"

namespace lt::signing {
namespace {

// "Nguyễn Văn Đức, dùng đến 20/11/2027, SmartCA"
std::string label_of_key(const page::Words& tr, const Services& services, const Key& key)
{
    std::string label = tr("{{name}}, dùng đến {{day}}",
                           {{"name", key.certificate.common_name()},
                            {"day", base::format_day(base::vietnam_day(key.certificate.not_after()))}});
    if (key.holder == Holder::plugin) return label + ", " + tr("phần mềm VGCA");
    const std::string service = service_of(services, key);
    return service.empty() ? label : label + ", " + service;
}

}  // namespace

bool needs_pin(const Key& key) { return key.holder == Holder::pkcs12 || key.holder == Holder::token; }

bool can_sign(const Services& services, const Key& key, base::Time now)
{
    return key.certificate.valid_at(now) &&
           (needs_pin(key) || key.holder == Holder::plugin || !service_of(services, key).empty());
}

void add_key_fields(page::FormView& form, const page::Words& tr, const Services& services,
                    const std::vector<Key>& keys)
{
    std::vector<page::Choice> choices;
    for (const Key& key : keys)
        choices.push_back({key.uid, label_of_key(tr, services, key), {}, choices.empty()});
    form.choices("key", tr("Chứng thư số"), choices);
    if (std::ranges::none_of(keys, needs_pin)) return;
    const bool elsewhere_too = !std::ranges::all_of(keys, needs_pin);
    form.field(
        "pin", tr("Mã PIN hoặc mật khẩu của khoá"), "",
        {{"type", "password"},
         {"autocomplete", "off"},
         {"width", 20},
         {"hint", elsewhere_too ? tr("Chỉ dùng cho lần ký này, không được lưu lại. Ký bằng dịch vụ "
                                     "từ xa hoặc phần mềm VGCA thì để trống, việc ký tiếp tục ở trang sau.")
                                : tr("Chỉ dùng cho lần ký này, không được lưu lại.")}});
}

}  // namespace lt::signing
