// See key_choice.h.
#include "dossiers/pages/key_choice.h"

#include "signing/key_fields.h"

namespace lt::dossiers::pages {

std::vector<signing::Key> Keys::all() const
{
    std::vector<signing::Key> out = here;
    out.insert(out.end(), away.begin(), away.end());
    return out;
}

Keys keys_of(const Call& call, const db::Scope& scope, std::int64_t official)
{
    Keys out;
    for (signing::Key& key : signing::keys(call.dossiers().signing, scope, official)) {
        if (!key.certificate.valid_at(call.now)) continue;
        const bool here = signing::needs_pin(key);
        out.elsewhere = out.elsewhere || !here;
        if (signing::can_sign(call.dossiers().signing, key, call.now))
            (here ? out.here : out.away).push_back(std::move(key));
    }
    return out;
}

void add_key_choice(const Call& call, page::FormView& form, const std::vector<signing::Key>& keys)
{
    signing::add_key_fields(form, call.tr, call.dossiers().signing, keys);
}

std::optional<signing::Key> key_away_in_form(const Call& call, const db::Scope& scope, std::int64_t official)
{
    auto key = signing::find_key(call.dossiers().signing, scope, call.request.form.get("key"), official);
    if (key && signing::needs_pin(*key)) key.reset();
    return key;
}

}  // namespace lt::dossiers::pages
