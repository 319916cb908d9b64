#include "app/demo/keys.h"

#include <stdexcept>

#include "app/demo/story.h"

namespace lt::app::demo {
namespace {

void must(const auto& result, const char* what)
{
    if (!result) throw std::runtime_error(std::string(what) + ": " + result.error().message.str());
}

signing::Actor signing_actor(const Player& player)
{
    return {documents::scope_of(actor_of(player)), player.role, player.login};
}

std::int64_t owner(const Player& player, signing::Whose whose)
{
    return whose == signing::Whose::own ? player.official : 0;
}

}  // namespace

void Keys::give(const Player& holder, signing::Whose whose)
{
    const signing::Actor actor = signing_actor(holder);
    if (!signing::keys(house_.signing, actor.scope, owner(holder, whose)).empty()) return;
    const bool own = whose == signing::Whose::own;
    const std::string file = authority_
                                 .issue({.common_name = own ? holder.name : holder.agency_name,
                                         .organisation = own ? holder.agency_name : "tỉnh Bắc Ninh",
                                         .kind = crypto::KeyKind::elliptic_curve})
                                 .pkcs12(kPin);
    const auto key = signing::add_file(house_.signing, actor, whose, file, base::Secret(std::string(kPin)));
    must(key, "add_file");
    const std::string picture = own ? draw_signature(holder.name) : draw_seal(holder.agency_name);
    must(signing::put_picture(house_.signing, actor, whose, *key, picture), "put_picture");
}

void Keys::give(std::int64_t agency)
{
    const Staff& staff = cast_.staff.at(agency);
    for (const Player* signer : {&staff.head, &staff.deputy, &staff.desk})
        if (signer->official != 0) give(*signer, signing::Whose::own);
    give(staff.clerk, signing::Whose::agency);
}

signing::Hand Keys::hand(const Player& holder, signing::Whose whose)
{
    give(holder, whose);
    const db::Scope scope = signing_actor(holder).scope;
    const auto keys = signing::keys(house_.signing, scope, owner(holder, whose));
    auto hand = signing::take_up(house_.signing, scope, keys.front().uid, owner(holder, whose),
                                 base::Secret(std::string(kPin)));
    must(hand, "take_up");
    return *std::move(hand);
}

signing::Hand Keys::of_leader(const Player& leader) { return hand(leader, signing::Whose::own); }

signing::Hand Keys::seal_of(std::int64_t agency)
{
    return hand(cast_.staff.at(agency).clerk, signing::Whose::agency);
}

base::Config believing(base::Config config, pki::DemoAuthority& authority)
{
    config.trust = authority.authority().trust_folder();
    config.timestamp_urls = {authority.timestamp_url()};
    config.trust_private_addresses = true;  // the authority answers on this machine
    return config;
}

}  // namespace lt::app::demo
