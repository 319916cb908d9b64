// Certificates of the demo's own authority for all leaders and all agencies, with pictures of a signature and a seal. Inside demo/ only.
#pragma once

#include "app/demo/cast.h"
#include "app/services.h"
#include "kit/pki/server.h"
#include "signing/actions.h"
#include "signing/sign.h"

namespace lt::app::demo {

// Of every key, as the password of every account: printed, for made-up people on this machine only.
inline constexpr const char* kPin = "20261120";

// Key files with certificates of an authority that believes whoever asks: made when somebody signs for the first time.
class Keys {
public:
    // All must outlive it.
    Keys(House& house, pki::DemoAuthority& authority, const Cast& cast)
        : house_(house), authority_(authority), cast_(cast)
    {
    }
    signing::Hand of_leader(const Player& leader);
    signing::Hand seal_of(std::int64_t agency);  // in the hand of its clerk
    // Makes the keys of an agency's leaders and its seal where they are missing.
    void give(std::int64_t agency);

private:
    signing::Hand hand(const Player& holder, signing::Whose whose);
    void give(const Player& holder, signing::Whose whose);
    House& house_;
    pki::DemoAuthority& authority_;
    const Cast& cast_;
};

// Settings under which a server believes the authority and asks it for timestamps.
base::Config believing(base::Config config, pki::DemoAuthority& authority);

// PNG with a transparent ground: a name as written by hand, in blue; a round seal with the agency's name, in red.
std::string draw_signature(const std::string& name);
std::string draw_seal(const std::string& agency);

}  // namespace lt::app::demo
