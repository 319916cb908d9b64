// See key_choice.h.
#include "dossiers/pages/key_choice.h"

#include <nlohmann/json.hpp>

namespace lt::dossiers::pages {

bool opens_here(const signing::Key& key)
{
    return key.holder == signing::Holder::pkcs12 || key.holder == signing::Holder::token;
}

Keys keys_of(const Call& call, const db::Scope& scope, std::int64_t official)
{
    Keys out;
    for (signing::Key& key : signing::keys(call.dossiers().signing, scope, official)) {
        if (!key.certificate.valid_at(call.now)) continue;
        if (opens_here(key))
            out.here.push_back(std::move(key));
        else
            out.elsewhere = true;
    }
    return out;
}

void add_key_choice(const Call& call, page::FormView& form, const std::vector<signing::Key>& keys)
{
    std::vector<page::Choice> choices;
    for (const signing::Key& key : keys)
        choices.push_back(
            {key.uid,
             call.tr("{{name}}, dùng đến {{day}}",
                     {{"name", key.certificate.common_name()},
                      {"day", base::format_day(base::vietnam_day(key.certificate.not_after()))}}),
             "", choices.empty()});
    form.choices("key", call.tr("Chứng thư số"), choices);
    form.field("pin", call.tr("Mã PIN hoặc mật khẩu của khoá"), "",
               {{"type", "password"},
                {"autocomplete", "off"},
                {"width", 20},
                {"hint", call.tr("Chỉ dùng cho lần ký này, không được lưu lại.")}});
}

}  // namespace lt::dossiers::pages
