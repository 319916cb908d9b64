#include "documents/pages/key_fields.h"

#include "signing/key_fields.h"

namespace lt::documents::pages {
namespace {

std::int64_t official_of(const Call& call, Owner owner)
{
    return owner == Owner::official ? call.actor.official : 0;
}

// The agency's key is for who issues. Nobody else learns of it, or tries its PIN.
bool may_use(const Call& call, Owner owner)
{
    return owner == Owner::official || may(call.actor.role, DraftStep::issue, false, false);
}

}  // namespace

std::vector<signing::Key> keys_at_hand(const Call& call, Owner owner)
{
    if (!may_use(call, owner)) return {};
    auto keys = signing::keys(call.documents().signing, scope_of(call.actor), official_of(call, owner));
    std::erase_if(keys, [&](const signing::Key& key) {
        return !signing::can_sign(call.documents().signing, key, call.now);
    });
    return keys;
}

void add_key_fields(const Call& call, page::FormView& form, const std::vector<signing::Key>& keys)
{
    signing::add_key_fields(form, call.tr, call.documents().signing, keys);
}

std::optional<signing::Key> key_elsewhere_in_form(const Call& call, Owner owner)
{
    if (!may_use(call, owner)) return std::nullopt;
    auto key = signing::find_key(call.documents().signing, scope_of(call.actor), call.request.form.get("key"),
                                 official_of(call, owner));
    if (key && signing::needs_pin(*key)) key.reset();
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
