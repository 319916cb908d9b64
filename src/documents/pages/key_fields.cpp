#include "documents/pages/key_fields.h"

#include <algorithm>

#include "signing/remote.h"

namespace lt::documents::pages {
namespace {

std::int64_t official_of(const Call& call, Owner owner)
{
    return owner == Owner::official ? call.actor.official : 0;
}

// "Nguyễn Văn Đức, dùng đến 20/11/2027, SmartCA"
std::string label_of(const Call& call, const signing::Key& key)
{
    std::string label = call.tr("{{name}}, dùng đến {{day}}",
                                {{"name", key.certificate.common_name()},
                                 {"day", base::format_day(base::vietnam_day(key.certificate.not_after()))}});
    if (key.holder == signing::Holder::plugin) return label + ", " + call.tr("phần mềm VGCA");
    const std::string service = signing::service_of(call.documents().signing, key);
    return service.empty() ? label : label + ", " + service;
}

// The agency's key is for who issues. Nobody else learns of it, or tries its PIN.
bool may_use(const Call& call, Owner owner)
{
    return owner == Owner::official || may(call.actor.role, DraftStep::issue, false, false);
}

bool needs_pin(const signing::Key& key)
{
    return key.holder == signing::Holder::pkcs12 || key.holder == signing::Holder::token;
}

bool can_sign(const Call& call, const signing::Key& key)
{
    return key.certificate.valid_at(call.now) &&
           (needs_pin(key) || key.holder == signing::Holder::plugin ||
            !signing::service_of(call.documents().signing, key).empty());
}

}  // namespace

std::vector<signing::Key> keys_at_hand(const Call& call, Owner owner)
{
    if (!may_use(call, owner)) return {};
    auto keys = signing::keys(call.documents().signing, scope_of(call.actor), official_of(call, owner));
    std::erase_if(keys, [&](const signing::Key& key) { return !can_sign(call, key); });
    return keys;
}

void add_key_fields(const Call& call, page::FormView& form, const std::vector<signing::Key>& keys)
{
    std::vector<page::Choice> choices;
    for (const signing::Key& key : keys)
        choices.push_back({key.uid, label_of(call, key), {}, choices.empty()});
    form.choices("key", call.tr("Chứng thư số"), choices);
    if (std::ranges::none_of(keys, needs_pin)) return;
    const bool elsewhere_too = !std::ranges::all_of(keys, needs_pin);
    form.field("pin", call.tr("Mã PIN hoặc mật khẩu của khoá"), "",
               {{"type", "password"},
                {"autocomplete", "off"},
                {"width", 20},
                {"hint", elsewhere_too
                             ? call.tr("Chỉ dùng cho lần ký này, không được lưu lại. Ký bằng dịch vụ "
                                       "từ xa hoặc phần mềm VGCA thì để trống, việc ký tiếp tục ở trang sau.")
                             : call.tr("Chỉ dùng cho lần ký này, không được lưu lại.")}});
}

std::optional<signing::Key> key_elsewhere_in_form(const Call& call, Owner owner)
{
    if (!may_use(call, owner)) return std::nullopt;
    auto key = signing::find_key(call.documents().signing, scope_of(call.actor), call.request.form.get("key"),
                                 official_of(call, owner));
    if (key && needs_pin(*key)) key.reset();
    return key;
}

base::Result<std::string> begin_elsewhere(const Call& call, const signing::Key& key, Purpose purpose,
                                          const ToBegin& document)
{
    const auto begun = begin_act(call.documents(), call.actor, key, purpose, {document});
    if (!begun) return begun.error();
    if (!begun->failures.empty()) return begun->failures.begin()->second;
    return begun->act.empty() ? std::string() : act_path(begun->act);
}

base::Result<signing::Hand> hand_in_form(const Call& call, Owner owner, base::Secret pin)
{
    if (!may_use(call, owner)) return base::forbidden("Vai đang làm việc không ký số thay cơ quan được.");
    if (pin.empty()) return base::invalid("pin", "Nhập mã PIN hoặc mật khẩu của khoá.");
    return signing::take_up(call.documents().signing, scope_of(call.actor), call.request.form.get("key"),
                            official_of(call, owner), std::move(pin));
}

}  // namespace lt::documents::pages
